"""The notebooks as committed: thin, complete, with the outputs that nbval compares.

nbval passes on a notebook without outputs, whatever it computes; these tests see that the outputs are there and are
those of the baseline.
"""

import ast
from pathlib import Path

import pytest

from evident import paths
from evident.export import notebook as facts
from evident.run.notebooks import NotebookFailed, read_cells, run

NOTEBOOKS = paths.notebooks()


def exports(path: Path, kind: str) -> list[dict]:
    return [o["data"][kind] for cell in read_cells(path) for o in cell.outputs if kind in o.get("data", {})]


def test_there_are_notebooks() -> None:
    assert len(NOTEBOOKS) >= 2


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda p: p.stem)
def test_outputs_are_there(path: Path) -> None:
    assert len(exports(path, facts.FACT)) >= 3
    assert len(exports(path, facts.EVIDENCE)) == 1
    assert not [
        c.id for c in read_cells(path) if any(o["output_type"] in ("error", "stream") for o in c.outputs)
    ]


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda p: p.stem)
def test_notebooks_are_thin(path: Path) -> None:
    cells = read_cells(path)
    assert len(cells) <= 30
    for cell in cells:
        if cell.kind == "code":
            statements = sum(isinstance(node, ast.stmt) for node in ast.walk(ast.parse(cell.source)))
            assert statements <= 35, f"cell {cell.id} belongs in functions of the package"


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda p: p.stem)
def test_every_exhibit_rests_on_evidence(path: Path) -> None:
    for exhibit in exports(path, facts.EXHIBIT):
        assert exhibit["sources"] or set(exhibit["rests_on"]) & facts.TABLES, exhibit["key"]
        assert exhibit["kind"] == "table" or len(exhibit["alt"]) > 40, exhibit["key"]


def test_failing_cell_is_named(tmp_path: Path) -> None:
    import nbformat

    cells = [
        nbformat.v4.new_code_cell("year: int = 1", id="params", metadata={"tags": ["parameters"]}),
        nbformat.v4.new_code_cell("1 / 0", id="division"),
    ]
    source, target = tmp_path / "bad.ipynb", tmp_path / "out.ipynb"
    nbformat.write(nbformat.v4.new_notebook(cells=cells), source)
    with pytest.raises(NotebookFailed, match="cell 'division': ZeroDivisionError"):
        run(source, target, {"year": 2})
    assert not target.exists()


def test_not_a_notebook(tmp_path: Path) -> None:
    (tmp_path / "x.ipynb").write_text("{")
    with pytest.raises(NotebookFailed, match="is not a notebook file"):
        read_cells(tmp_path / "x.ipynb")
