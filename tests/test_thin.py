"""Notebooks are thin and lose no origin: what a cell may not hold is told with notebook, cell, line and remedy."""

import json
from pathlib import Path

import nbformat
import pytest

from evident import paths
from evident.run import thin

from . import little


@pytest.fixture
def report(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    return little.enter(tmp_path, monkeypatch)


def told(report: Path, *cells: str) -> list[str]:
    return list(thin.faults(little.save(report / "analysis" / "theme.ipynb", *cells)))


HELPER = "defines a helper; move it to the report's package, where it can be tested"
LOST = "is a number without its origin; pass the whole to a call"


@pytest.mark.parametrize(
    ("source", "problem"),
    [
        ("x = 1\ndef f():\n    return 1", f"line 2: {HELPER}"),
        ("async def f():\n    pass", f"line 1: {HELPER}"),
        ("class A:\n    pass", f"line 1: {HELPER}"),
        ("x = 1\n\nnb.compute('k', lambda v: v, x)", f"line 3: {HELPER}"),
        ("x = sorted(y, key=lambda o: o.end)", f"line 1: {HELPER}"),
        ("x = result.value", f"line 1: .value {LOST}"),
        ("x = [o.value_high for o in found]", f"line 1: .value_high {LOST}"),
        ("x = 1  # fmt: skip", "switches the formatter off; let it format the cell"),
        ("# fmt: off\nx = 1", "switches the formatter off; let it format the cell"),
        ("x =", "line 1: invalid syntax"),
        (
            "x = 1\nassert x",
            "line 2: a bare assert tells a reader nothing; export it with nb.claim(…), or delete it",
        ),
        (
            "\n".join(["x = 1"] * 31),
            "31 lines; a cell has at most 30: split it, or move what builds tables to the report's package",
        ),
    ],
)
def test_what_a_cell_may_not_hold(report: Path, source: str, problem: str) -> None:
    assert told(report, "seed: int = 1", source) == [f"analysis/theme.ipynb, cell c1: {problem}"]


@pytest.mark.parametrize(
    "source",
    [
        "\n".join(["x = 1"] * 30),
        "for key, item in {'a': 1}.items():\n    nb.fact(key, item)",
        "nb.parameters.values()",  # of all parameters, to choose by; no number was taken out of one
        "x = [o for o in found if o.end == day]",
        "# a value\nx = 1",
        "",
    ],
)
def test_what_it_may(report: Path, source: str) -> None:
    assert told(report, "seed: int = 1", source) == []


def test_every_fault_is_told_in_order(report: Path) -> None:
    found = told(report, "def f(): pass", "x.value\ny.value")
    assert [line.split(": ", 1)[0] for line in found] == [
        "analysis/theme.ipynb, cell c0",
        "analysis/theme.ipynb, cell c1",
        "analysis/theme.ipynb, cell c1",
    ]


def test_prose_is_free(report: Path) -> None:
    path = report / "analysis" / "theme.ipynb"
    cells = [nbformat.v4.new_markdown_cell("\n".join(["def f(): x.value"] * 40), id="prose")]
    nbformat.write(nbformat.v4.new_notebook(cells=cells), path)
    assert list(thin.faults(path)) == []


@pytest.mark.parametrize("path", paths.notebooks(), ids=lambda p: p.stem)
def test_notebooks_of_the_report_are_thin(path: Path) -> None:
    assert list(thin.faults(path)) == []


# -- what is kept of a run


def kept(report: Path, last: str, data: dict[str, str] | None) -> list[str]:
    """What is said of a notebook with one cell and its output."""
    path = little.save(report / "analysis" / "theme.ipynb", last)
    if data is not None:
        raw = json.loads(path.read_text("utf8"))
        raw["cells"][0]["outputs"] = [{"output_type": "display_data", "metadata": {}, "data": data}]
        path.write_text(json.dumps(raw), "utf8")
    return list(thin.unfrozen(path))


def test_a_new_chart_without_its_output_is_told_at_its_cell(report: Path) -> None:
    path = little.save(
        report / "analysis" / "theme.ipynb", "nb.fact('a', b)", "nb.figure('c', d)", "nb.close()"
    )
    raw = json.loads(path.read_text("utf8"))
    for number in (0, 2):
        output = {"output_type": "display_data", "metadata": {}, "data": {"text/plain": "x"}}
        raw["cells"][number]["outputs"] = [output]
    path.write_text(json.dumps(raw), "utf8")
    assert list(thin.unfrozen(path)) == [
        "analysis/theme.ipynb, cell c1: it exports something and has no outputs, so no test compares them; "
        "call `little freeze theme`"
    ]


@pytest.mark.parametrize(
    ("last", "data", "says"),
    [
        ("nb.close()", {"text/plain": "theme.a = 1"}, ""),
        ("nb.close()", None, ": no outputs are kept in it, so no test compares them; call `little freeze theme`"),
        ("x = 1", {"text/plain": "1"}, ", cell c0: the last cell does not close the notebook; end it with nb.close()"),
        ("nb.close()", {"text/plain": "1", "image/png": ""}, ", cell c0: its outputs are pictures, prints or errors of a "
         "run in Jupyter; call `little freeze theme`"),
        ("nb.close()", {"text/plain": "theme.a cannot be computed"}, ", cell c0: its outputs say that something cannot be "
         "computed; mend what it says, and call `little freeze theme`"),
    ],
)  # fmt: skip
def test_what_is_kept_is_text_of_a_run_that_found_nothing(
    report: Path, last: str, data: dict[str, str] | None, says: str
) -> None:
    assert kept(report, last, data) == ([f"analysis/theme.ipynb{says}"] if says else [])
