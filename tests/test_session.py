"""Opening a notebook's exports, and running its cells in this process."""

from pathlib import Path
from typing import Any

import pytest

from evident.evidence.tables import Evidence
from evident.run import parameters
from evident.run.parameters import ParameterError
from evident.run.session import SET_BY_HAND, collect, given, open_notebook

from . import little

PARAMETERS = 'as_of: str = "2025-12-31"\nfund: float = 20.0\nyear: int = 2030'
OPEN = 'from evident.run.session import open_notebook\n\nnb = open_notebook("theme", globals())'
EXPORT = """from evident.export import arithmetic

first, second = nb.evidence["ore-2023"], nb.evidence["ore-2024"]
nb.fact("ore_2024", second)
nb.compute("sum", arithmetic.total, [first, nb.parameters.fund], unit="Mt", decimals=0)
nb.claim("more_ore", lambda a, b: a > b, second, first)
nb.close()"""
VALUES = {"as_of": "2025-12-31", "fund": 20.0, "year": 2030}


@pytest.fixture
def report(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = little.enter(tmp_path, monkeypatch)
    save(folder)
    return folder


def save(folder: Path, *cells: str) -> Path:
    return little.save(folder / "analysis" / "theme.ipynb", *(cells or (PARAMETERS, OPEN, EXPORT)))


# -- open


def test_parameters_have_label_value_and_reason(report: Path) -> None:
    opened = open_notebook("theme", VALUES)
    assert {name: opened.parameters[name].value for name in VALUES} == VALUES
    assert vars(opened.parameters.fund) == {
        "name": "fund",
        "value": 20.0,
        "label": "Fund, million yuan",
        "reason": "As much as a neighbour gives; a choice of ours.",
        "chosen": False,
    }
    assert opened.parameters.year.reason == "As it stood."  # of the edition
    assert opened.parameters.as_of.reason == ""  # it steers every notebook, and needs no reason
    assert (opened.name, opened.edition, opened.words.language) == ("theme", "baseline", "en")
    assert opened.evidence.as_of.isoformat() == "2025-12-31"


def test_a_label_may_be_one_of_all_notebooks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    save(little.enter(tmp_path / "own", monkeypatch))
    assert open_notebook("theme", VALUES).parameters.as_of.label == "Date"
    save(little.enter(tmp_path / "shared", monkeypatch, little.WORDS.replace("  as_of: Date\n", "")))
    assert open_notebook("theme", VALUES).parameters.as_of.label == "Date after which evidence is hidden"


def test_what_was_set_in_the_notebook_has_no_reason_of_the_edition(report: Path) -> None:
    opened = open_notebook("theme", VALUES | {"fund": 21.0})
    assert (opened.parameters.fund.value, opened.parameters.fund.reason) == (21.0, SET_BY_HAND)
    assert opened.parameters.year.reason == "As it stood."


def test_reasons_are_of_the_edition_that_is_built(report: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (report / "data/editions/rich.yml").write_text(
        "title: Rich\nreason: To see.\nbased_on: baseline\ntheme:\n  fund: {value: 90.0, reason: Much more.}\n",
        "utf8",
    )
    monkeypatch.setenv("EVIDENT_EDITION", "rich")
    opened = open_notebook("theme", VALUES | {"fund": 90.0})
    assert (opened.edition, opened.parameters.fund.reason) == ("rich", "Much more.")
    assert open_notebook("theme", VALUES).parameters.fund.reason == SET_BY_HAND


def test_evidence_is_that_of_the_date(report: Path) -> None:
    early = open_notebook("theme", VALUES | {"as_of": "2024-12-31"})
    assert (early.evidence["ore-2023"].known, early.evidence["ore-2024"].known) == (True, False)


def test_a_parameter_without_a_name_for_people_is_refused(report: Path) -> None:
    save(report, PARAMETERS + "\nstrange: int = 1", OPEN)
    with pytest.raises(ParameterError, match=r"parameter 'strange' of theme\.ipynb has no name for people: add `strange: …` "
                                             r"under parameters: in words/en/theme\.yml"):  # fmt: skip
        open_notebook("theme", VALUES | {"strange": 1})


def test_an_unknown_edition_is_refused(report: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EVIDENT_EDITION", "baselin")
    with pytest.raises(ParameterError, match="there is no edition 'baselin'; known are baseline"):
        open_notebook("theme", VALUES)


# -- collect


def test_a_notebook_is_run_in_this_process(report: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found = collect(report / "analysis/theme.ipynb", VALUES)
    assert found.facts["theme.sum"]["value"] == 60.0
    assert found.claims["theme.more_ore"]["holds"] is True
    assert capsys.readouterr().out == ""  # nothing is written
    assert not (report / "_build").exists()


def test_with_other_values(report: Path) -> None:
    found = collect(report / "analysis/theme.ipynb", VALUES | {"fund": 5.0})
    assert found.facts["theme.sum"]["value"] == 45.0
    assert found.facts["theme.sum"]["assumed"][0]["reason"] == SET_BY_HAND


def test_values_are_those_that_an_edition_gives(report: Path) -> None:
    path = report / "analysis/theme.ipynb"
    values = parameters.for_notebook(parameters.load_edition("baseline"), path)
    assert values == VALUES
    assert collect(path, values).parameters.fund.reason.startswith("As much as a neighbour")


def test_with_other_evidence(report: Path) -> None:
    moved = Evidence.load("2025-12-31").moved({"ore-2023": 2.0})
    assert collect(report / "analysis/theme.ipynb", VALUES, moved).facts["theme.sum"]["value"] == 100.0
    assert collect(report / "analysis/theme.ipynb", VALUES).facts["theme.sum"]["value"] == 60.0


def test_nothing_is_drawn(report: Path) -> None:
    chart = (
        "from evident.export.exhibits import Chart\n"
        "from tests import little\n\n"
        "made = little.drawn(nb.words, 1, 2)\n"
        "figure = Chart(made.data, made.columns, lambda canvas: 1 / 0)\n"
        'nb.figure("chart", lambda words, *_: figure, first, blanks={"place": "Norland"})'
    )
    found = collect(save(report, PARAMETERS, OPEN, EXPORT.replace("nb.close()", chart)), VALUES)
    assert found.exhibits["theme.chart"]["cells"] == [["2023", "1.0"], ["2024", "2.0"]]
    assert found.problems == []


def test_an_error_names_notebook_and_cell(report: Path) -> None:
    import traceback

    path = save(report, PARAMETERS, OPEN, "x = 1\nnb.fact('x', nb.evidence['nothing'])")
    with pytest.raises(KeyError, match="no observation 'nothing'") as caught:
        collect(path, VALUES)
    assert ("theme.ipynb, cell c2", 2) in [
        (f.filename, f.lineno) for f in traceback.extract_tb(caught.value.__traceback__)
    ]


def test_a_changed_cell_is_not_the_old_one(report: Path) -> None:
    """Compiled cells are kept; a cell that says something else is compiled anew."""
    path = report / "analysis/theme.ipynb"
    assert collect(path, VALUES).facts["theme.sum"]["value"] == 60.0
    save(report, PARAMETERS, OPEN, EXPORT.replace("first, nb.parameters.fund", "second, nb.parameters.fund"))
    assert collect(path, VALUES).facts["theme.sum"]["value"] == 70.0


def test_runs_do_not_see_one_another(report: Path) -> None:
    path = save(report, PARAMETERS, "seen = 'seen' in globals()\nassert not seen\n" + OPEN, EXPORT)
    for _ in range(2):
        assert collect(path, VALUES).facts["theme.sum"]["value"] == 60.0


def test_outside_nothing_is_given_any_more(report: Path) -> None:
    evidence: Any = Evidence.load("2025-12-31").moved({"ore-2023": 2.0})
    with given(evidence, None) as opened:
        assert open_notebook("theme", VALUES).evidence is evidence
    assert [notebook.name for notebook in opened] == ["theme"]
    assert open_notebook("theme", VALUES).evidence is not evidence
    assert len(opened) == 1
