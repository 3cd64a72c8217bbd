"""Notebooks are thin and lose no origin: what a cell may not hold is told with notebook, cell, line and remedy."""

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
