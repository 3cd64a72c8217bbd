"""The rule that notebooks are thin and lose no origin: load, call, show.

Belongs here: what a cell may not hold. Does not: running notebooks (`notebooks.py`).
"""

import ast
from collections.abc import Iterator
from pathlib import Path

from evident import paths
from evident.run.notebooks import Cell, read_cells

LINES = 30  # of a cell: what a screen shows
# A plain number that was taken out of what carries its origin.
LOST = {"value", "value_high"}


def faults(notebook: Path) -> Iterator[str]:
    """What is not thin in a notebook, one sentence each with notebook, cell and remedy."""
    for cell in read_cells(notebook):
        if cell.kind == "code":
            for problem in _problems(cell):
                yield f"{paths.short(notebook)}, cell {cell.id}: {problem}"


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
        elif isinstance(node, ast.Attribute) and node.attr in LOST:
            yield f"line {node.lineno}: .{node.attr} is a number without its origin; pass the whole to a call"
