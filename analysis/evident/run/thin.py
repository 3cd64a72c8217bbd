"""The rules of notebooks as they are kept: thin, without a lost origin, with the outputs of their own run.

Belongs here: what a cell may not hold, and what its outputs may not. Does not: running notebooks (`notebooks.py`),
comparing outputs with those of a new run (nbval).
"""

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from evident import paths
from evident.run.notebooks import Cell, read_cells

LINES = 30  # of a cell: what a screen shows
# A plain number that was taken out of what carries its origin.
LOST = {"value", "value_high"}
# A cell that exports has outputs, once it has been run.
_EXPORTS = re.compile(r"\bnb\.(?:fact|claim|compute|figure|table|explorer)\(")


def faults(notebook: Path) -> Iterator[str]:
    """What is not thin in a notebook, one sentence each with notebook, cell and remedy."""
    for cell in read_cells(notebook):
        if cell.kind == "code":
            for problem in _problems(cell):
                yield f"{paths.short(notebook)}, cell {cell.id}: {problem}"


def unfrozen(notebook: Path) -> Iterator[str]:
    """What is wrong with the outputs that are kept in a notebook, as far as it shows without running it."""
    yield from misfrozen(notebook)
    yield from not_yet_frozen(notebook)


def not_yet_frozen(notebook: Path) -> Iterator[str]:
    """What exports something and has no outputs yet, so that no test compares it."""
    cells = _code(notebook)
    kept = [cell for cell in cells if cell.outputs]
    if cells and not kept:
        yield f"{paths.short(notebook)}: no outputs are kept in it, so no test compares them; {_freeze(notebook)}"
    for cell in cells if kept else ():
        if not cell.outputs and _EXPORTS.search(cell.source):
            where = f"{paths.short(notebook)}, cell {cell.id}"
            yield f"{where}: it exports something and has no outputs, so no test compares them; {_freeze(notebook)}"


def misfrozen(notebook: Path) -> Iterator[str]:
    """What is kept in a notebook that should not be, and whether its last cell closes it."""
    cells, remedy = _code(notebook), _freeze(notebook)
    if not cells or not re.search(r"\.close\(\)\s*$", cells[-1].source):
        where = f", cell {cells[-1].id}" if cells else ""
        yield f"{paths.short(notebook)}{where}: the last cell does not close the notebook; end it with nb.close()"
    for cell in cells:
        where = f"{paths.short(notebook)}, cell {cell.id}"
        if any(set(output.get("data", {})) != {"text/plain"} for output in cell.outputs):
            yield f"{where}: its outputs are pictures, prints or errors of a run in Jupyter; {remedy}"
        elif any("cannot be computed" in _text(output) for output in cell.outputs):
            yield f"{where}: its outputs say that something cannot be computed; mend what it says, and {remedy}"


def _code(notebook: Path) -> list[Cell]:
    return [cell for cell in read_cells(notebook) if cell.kind == "code" and cell.source.strip()]


def _freeze(notebook: Path) -> str:
    return f"call `{paths.report().command} freeze {notebook.stem}`"


def _text(output: dict[str, Any]) -> str:
    return "".join(output["data"]["text/plain"])


def _problems(cell: Cell) -> Iterator[str]:
    if (count := len(cell.source.splitlines())) > LINES:
        yield f"{count} lines; a cell has at most {LINES}: split it, or move what builds tables to the report's package"
    if "# fmt:" in cell.source:
        yield "switches the formatter off; let it format the cell"
    try:
        tree = ast.parse(cell.source)
    except SyntaxError as error:
        yield f"line {error.lineno}: {error.msg}"
        return
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef | ast.Lambda):
            yield f"line {node.lineno}: defines a helper; move it to the report's package, where it can be tested"
        elif isinstance(node, ast.Assert):
            yield f"line {node.lineno}: a bare assert tells a reader nothing; export it with nb.claim(…), or delete it"
        elif isinstance(node, ast.Attribute) and node.attr in LOST:
            yield f"line {node.lineno}: .{node.attr} is a number without its origin; pass the whole to a call"
