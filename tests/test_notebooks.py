"""The notebooks as committed: thin, complete, with the outputs that nbval compares.

nbval passes on a notebook without outputs, whatever it computes; these tests see that the outputs are there and are
those of the baseline.
"""

from pathlib import Path

import pytest

from evident import paths
from evident.run import pipeline
from evident.run.notebooks import NotebookFailed, read_cells

NOTEBOOKS = paths.notebooks()


def printed(path: Path) -> list[str]:
    """The text of each output of a notebook."""
    return [
        "".join(o["data"]["text/plain"]) for cell in read_cells(path) for o in cell.outputs if "data" in o
    ]


def test_there_are_notebooks() -> None:
    assert len(NOTEBOOKS) >= 2


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda p: p.stem)
def test_outputs_are_there_and_are_text(path: Path) -> None:
    outputs = [o for cell in read_cells(path) for o in cell.outputs]
    assert all(set(o.get("data", {})) == {"text/plain"} for o in outputs)  # no pictures, streams, errors
    texts = printed(path)
    assert sum(text.startswith(f"{path.stem}.") and " = " in text for text in texts) >= 3  # facts
    assert sum(text.startswith("figure ") and "picture, wide: " in text for text in texts) >= 1
    assert sum("claims and" in text and "exhibits rest on" in text for text in texts) == 1  # the last cell


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda p: p.stem)
def test_reference_outputs_hold_no_finding(path: Path) -> None:
    assert [text for text in printed(path) if "cannot be computed" in text] == []


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
