"""The notebooks as committed: thin, complete, with the outputs that nbval compares.

nbval passes on a notebook without outputs, whatever it computes; these tests see that the outputs are there and are
those of the baseline.
"""

from pathlib import Path

import pytest

from evident import paths
from evident.run import pipeline, thin
from evident.run.notebooks import NotebookFailed, read_cells

NOTEBOOKS = paths.notebooks()


def test_there_are_notebooks() -> None:
    assert len(NOTEBOOKS) >= 2


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda p: p.stem)
def test_outputs_are_kept_as_text_and_hold_no_finding(path: Path) -> None:
    assert list(thin.unfrozen(path)) == []


def test_failing_cell_is_named(tmp_path: Path, shop: pipeline.Workshop) -> None:
    import nbformat

    cells = [
        nbformat.v4.new_code_cell("year: int = 1", id="params", metadata={"tags": ["parameters"]}),
        nbformat.v4.new_code_cell("1 / 0", id="division"),
    ]
    source, target = tmp_path / "bad.ipynb", tmp_path / "out.ipynb"
    nbformat.write(nbformat.v4.new_notebook(cells=cells), source)
    with pytest.raises(NotebookFailed, match="cell 'division': ZeroDivisionError"):
        shop.analysis().call(
            "evident.run.executing:execute",
            source,
            target,
            {"year": 2},
            "baseline",
            False,
            60.0,
            tmp_path / "work",
        )
    assert not target.exists()


def test_not_a_notebook(tmp_path: Path) -> None:
    (tmp_path / "x.ipynb").write_text("{")
    with pytest.raises(NotebookFailed, match="not a notebook file"):
        read_cells(tmp_path / "x.ipynb")
