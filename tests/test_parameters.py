"""Parameters are refused before a kernel starts, with file and line."""

from pathlib import Path

import nbformat
import pytest

from evident import paths
from evident.run import parameters
from evident.run.parameters import ParameterError

CELL = 'as_of: str = "2025-01-01"\nyear: int = 2027\npace: float = 1.5\ndates: list[str] = ["2024-12-31"]'
EDITION = """title: Test
reason: To see it fail.
common:
  as_of: 2025-06-30
mining:
  year: 2030
  pace: 2
  dates: [2023-12-31]
"""


@pytest.fixture
def notebook(tmp_path: Path) -> Path:
    return write(tmp_path, CELL)


def write(folder: Path, source: str, tags: tuple[str, ...] = ("parameters",)) -> Path:
    cell = nbformat.v4.new_code_cell(source, id="params", metadata={"tags": list(tags)})
    path = folder / "mining.ipynb"
    nbformat.write(nbformat.v4.new_notebook(cells=[cell]), path)
    return path


def edition(folder: Path, text: str, name: str = "test") -> parameters.Edition:
    (folder / f"{name}.yml").write_text(text, "utf8")
    return parameters.load_edition(name, folder)


def test_values_are_typed_and_complete(notebook: Path, tmp_path: Path) -> None:
    values = parameters.for_notebook(edition(tmp_path, EDITION), notebook)
    assert values == {"as_of": "2025-06-30", "year": 2030, "pace": 2, "dates": ["2023-12-31"]}


def test_an_edition_inherits(notebook: Path, tmp_path: Path) -> None:
    edition(tmp_path, EDITION, "base")
    child = edition(tmp_path, "title: Child\nreason: r\nbased_on: base\nmining:\n  year: 2031\n", "child")
    assert parameters.for_notebook(child, notebook) | {"year": 0} == parameters.for_notebook(
        parameters.load_edition("base", tmp_path), notebook
    ) | {"year": 0}
    assert parameters.for_notebook(child, notebook)["year"] == 2031


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("year: 2030", "yaer: 2030", r"test\.yml:6: .*has no parameter 'yaer'; did you mean year\?"),
        ("year: 2030", "year: soon", r"test\.yml:6: year must be int, but is 'soon'"),
        ("year: 2030", "year: true", r"test\.yml:6: year must be int, but is True"),
        ("dates: [2023-12-31]", "dates: [1, 2]", r"test\.yml:8: dates must be list\[str\]"),
        ("  pace: 2\n", "", "no value for 'pace'"),
    ],
)
def test_refused(notebook: Path, tmp_path: Path, old: str, new: str, message: str) -> None:
    with pytest.raises(ParameterError, match=message):
        parameters.for_notebook(edition(tmp_path, EDITION.replace(old, new)), notebook)


def test_section_without_notebook(notebook: Path, tmp_path: Path) -> None:
    strange = edition(tmp_path, EDITION.replace("mining:", "minnig:"))
    with pytest.raises(ParameterError, match=r"test\.yml:6: there is no notebook 'minnig'"):
        parameters.check_sections(strange, [notebook])


def test_common_parameter_of_no_notebook(notebook: Path, tmp_path: Path) -> None:
    strange = edition(tmp_path, EDITION.replace("as_of:", "asof:"))
    with pytest.raises(ParameterError, match=r"test\.yml:4: no notebook has a parameter 'asof'"):
        parameters.check_sections(strange, [notebook])


# -- reasons


REASONED = """title: Test
reason: As it stood.
common:
  as_of: 2025-06-30
mining:
  year: {value: 2030, reason: "As the  plan
    says."}
  pace: 2
  dates: {value: [2023-12-31], reason: The only one.}
"""


def test_a_parameter_says_why_it_has_its_value(notebook: Path, tmp_path: Path) -> None:
    made = edition(tmp_path, REASONED)
    assert parameters.for_notebook(made, notebook) == {
        "as_of": "2025-06-30", "year": 2030, "pace": 2, "dates": ["2023-12-31"],
    }  # fmt: skip
    assert parameters.reasons(made, "mining") == {
        "as_of": "As it stood.",  # what says nothing has the reason of its edition
        "year": "As the plan says.",  # on one line
        "pace": "As it stood.",
        "dates": "The only one.",
    }
    assert parameters.reasons(made, "other") == {"as_of": "As it stood."}


def test_a_value_of_another_edition_has_the_reason_of_that(notebook: Path, tmp_path: Path) -> None:
    edition(tmp_path, REASONED, "base")
    child = edition(
        tmp_path,
        "title: C\nreason: To hope.\nbased_on: base\nmining:\n  pace: 3\n  dates: {value: [], reason: None.}\n",
        "c",
    )
    assert parameters.reasons(child, "mining") == {
        "as_of": "As it stood.", "year": "As the plan says.", "pace": "To hope.", "dates": "None.",
    }  # fmt: skip


def test_a_reason_of_a_section_wins_over_one_of_all(tmp_path: Path) -> None:
    text = "title: T\nreason: r\ncommon:\n  year: {value: 1, reason: Common.}\nmining:\n  year: {value: 2, reason: Own.}\n"
    made = edition(tmp_path, text)
    assert parameters.reasons(made, "mining")["year"] == "Own."
    assert parameters.reasons(made, "freight")["year"] == "Common."


@pytest.mark.parametrize(
    ("told", "message"),
    [
        ("{value: 2030}", r"test\.yml:6: year has value; write \{value: …, reason: …\}"),
        ("{reason: So.}", "year has reason; write"),
        ("{value: 2030, reason: So., unit: yr}", "year has value, reason, unit; write"),
        ("{value: 2030, reason: [a]}", "year has value, reason; write"),
        ("{value: 2030, reason: }", "year has value, reason; write"),
        ("{value: 2030, reason: ' '}", "year has value, reason; write"),
        ("{value: soon, reason: So.}", r"test\.yml:6: year must be int, but is 'soon'"),
    ],
)
def test_a_reason_that_is_none_is_refused(notebook: Path, tmp_path: Path, told: str, message: str) -> None:
    with pytest.raises(ParameterError, match=message):
        parameters.for_notebook(edition(tmp_path, EDITION.replace("year: 2030", f"year: {told}")), notebook)


def test_a_wrong_reason_is_told_on_its_own_line(tmp_path: Path) -> None:
    with pytest.raises(ParameterError, match=r"test\.yml:7: pace has value; write"):
        edition(tmp_path, EDITION.replace("pace: 2", "pace: {value: 2}"))


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ("year = 2027", "cell params, line 1: a parameter is an annotated default"),
        ("import os\nyear: int = os.cpu_count()", "line 1: a parameter is"),
        ("year: int = max(1, 2)", "must be a plain value, not code"),
        ('year: int = "2027"', "year must be int, but is '2027'"),
        ("year: date = 2027", "is annotated date; use int"),
    ],
)
def test_declaration_refused(tmp_path: Path, source: str, message: str) -> None:
    with pytest.raises(ParameterError, match=message):
        parameters.declared(write(tmp_path, source))


def test_one_cell_is_tagged(tmp_path: Path) -> None:
    with pytest.raises(ParameterError, match="0 cells are tagged"):
        parameters.declared(write(tmp_path, CELL, tags=()))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("title: T\n", "has no reason"),
        ("title: [\n", r"test\.yml:2: not valid YAML"),
        ("title: T\nreason: r\nmining: 3\n", r"test\.yml:3: section 'mining' has no parameters"),
    ],
)
def test_broken_edition(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(ParameterError, match=message):
        edition(tmp_path, text)


def test_unknown_edition(tmp_path: Path) -> None:
    (tmp_path / "baseline.yml").touch()
    with pytest.raises(ParameterError, match="no edition 'basline'; known are baseline"):
        parameters.load_edition("basline", tmp_path)


@pytest.mark.parametrize("notebook", paths.notebooks(), ids=lambda p: p.stem)
def test_defaults_are_the_baseline(notebook: Path) -> None:
    assert list(parameters.differing([notebook])) == []


def test_every_edition_fits() -> None:
    assert parameters.faults(paths.notebooks()) == []


def test_all_faults_of_all_editions_are_told_each_once(notebook: Path, tmp_path: Path) -> None:
    folder = tmp_path / "editions"
    folder.mkdir()
    edition(folder, EDITION.replace("pace: 2", "pace: fast"), "baseline")
    edition(
        folder,
        "title: B\nreason: r\nbased_on: baseline\ncommon:\n  asof: 1\nminnig:\n  a: 1\n  b: 2\nmining:\n  yaer: 1\n",
        "b",
    )
    (folder / "c.yml").write_text("title: C\n", "utf8")
    said = [line.rpartition("/")[2] for line in parameters.faults([notebook], folder)]
    assert [line.partition(": ")[0] for line in said] == [
        "b.yml:5", "b.yml:7", "mining.ipynb has no parameter 'yaer'; did you mean year?", "baseline.yml:7", "c.yml:1",
    ]  # fmt: skip


def test_a_default_of_another_type_differs_too(notebook: Path, tmp_path: Path) -> None:
    base = EDITION.replace("as_of: 2025-06-30", "as_of: 2025-01-01").replace("year: 2030", "year: 2027")
    edition(tmp_path, base.replace("2023-12-31", "2024-12-31"), "baseline")
    (told,) = parameters.differing([notebook], tmp_path)
    assert "mining.ipynb, cell params: pace is 1.5, and 2 in " in told
    assert told.endswith("baseline.yml:7; write the same in both")
