"""Rules for tables.

Belongs here: rows, spans, widths and alignment of columns. Does not: title and source of an exhibit
(`exhibits.py`).
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass

from docutils import nodes
from docutils.nodes import Element

from evident.text.lines import width
from evident.typst import source
from evident.typst.assembly import float_number
from evident.typst.writer import Writer, rule

LONG = 16  # rows; a longer table is set smaller
SHORT = 14  # a column of this many characters is not broken
ROOM = (
    90  # Latin characters of a table's type that fit side by side on a page, with the space between columns
)


@dataclass(frozen=True)
class Cell:
    """A cell where it starts in the grid; `column` counts from 0."""

    node: nodes.entry
    column: int
    columns: int
    rows: int


@rule(nodes.table)
def table(writer: Writer, node: nodes.table) -> str:
    title = next((c for c in node.children if isinstance(c, nodes.title)), None)
    if title is None:
        return source.block("plain-table", grid(writer, node), rows=row_count(node))
    number = float_number(writer.env, writer.chapter.docname, "table", node)
    label = writer.config_label("table", number)
    body = grid(writer, node)
    return source.block(
        "exhibit", writer.inner(title), "", body, "",
        kind="table", number=label, name=writer.label(node), rows=row_count(node), place=writer.next_place(),
    )  # fmt: skip


def row_count(node: Element) -> int:
    """How many rows a table has, its head not counted."""
    return sum(len(body.children) for body in node.findall(nodes.tbody))


def grid(writer: Writer, node: Element) -> str:
    """The rows and columns of a table as a call of the template's `data-table`."""
    group = next(iter(node.findall(nodes.tgroup)))
    count = int(group["cols"])
    head = [list(r) for r in _rows(group, nodes.thead, count)]
    body = [list(r) for r in _rows(group, nodes.tbody, count)]
    alignment = [_alignment(body, column) for column in range(count)]
    written_head = "".join(_cell(writer, cell, alignment) for row in head for cell in row)
    written = "".join(_cell(writer, cell, alignment) for row in body for cell in row)
    return (
        f"{writer.mark(node)}#data-table(widths: {source.value(_widths(head + body, alignment))}, "
        f"alignment: {source.value(alignment)}, head: ({written_head}), head-rows: {len(head)}, "
        f"long: {source.value(len(body) > LONG)}, {written});"
    )


def _rows(group: Element, part: type[Element], count: int) -> Iterator[Iterator[Cell]]:
    """Cells by row, each with the column it starts in: cells that reach down push later ones to the right."""
    taken = [0] * count
    for row in (r for p in group.children if isinstance(p, part) for r in p.children):
        cells, column = [], 0
        for entry in row.children:
            while column < count and taken[column]:
                column += 1
            cell = Cell(entry, column, entry.get("morecols", 0) + 1, entry.get("morerows", 0) + 1)
            cells.append(cell)
            for reached in range(column, min(column + cell.columns, count)):
                taken[reached] = cell.rows
            column += cell.columns
        taken = [max(0, left - 1) for left in taken]
        yield iter(cells)


def _alignment(body: list[list[Cell]], column: int) -> str:
    """As the author or the exhibit set it, left unless they did."""
    cells = [cell.node for row in body for cell in row if cell.column == column and cell.columns == 1]
    for side in ("right", "center"):
        if any(f"text-{side}" in cell["classes"] or cell.get("align") == side for cell in cells):
            return side
    return "left"


def _widths(rows: list[list[Cell]], alignment: list[str]) -> list[float]:
    """A share of the page's width for each column; 0 where the figures set the width.

    Where all cells fit on one line, the longest sets the share, so that figures stand near the words they
    belong to. Where they do not, short columns get what they need, and long ones share the rest by the root
    of what they hold: twice the text wants more lines as well as more width.
    """
    single = [cell for row in rows for cell in row if cell.columns == 1]
    texts: list[list[int]] = [
        [_length(cell.node) for cell in single if cell.column == c] for c in range(len(alignment))
    ]
    longest = [max(lengths, default=1) for lengths in texts]
    figures = [side == "right" and count <= 28 for side, count in zip(alignment, longest, strict=True)]
    widths = [float(min(max(n, 8), 16 if right else 48)) for n, right in zip(longest, figures, strict=True)]
    if (sum(widths) <= ROOM and max(longest) <= 48) or all(figures):
        return widths
    verdicts = {cell.column for cell in single if _is_verdict(cell.node)}
    long = [
        n > SHORT and not right and c not in verdicts
        for c, (n, right) in enumerate(zip(longest, figures, strict=True))
    ]
    left = ROOM - sum(width for width, is_long in zip(widths, long, strict=True) if not is_long)
    roots = [
        math.sqrt(sum(lengths)) if is_long else 0.0 for lengths, is_long in zip(texts, long, strict=True)
    ]
    # Figures set their own width, and what they leave is for the words.
    least = [min(n, 26) if any(figures) else SHORT for n in longest]
    shares = [
        max(left * root / sum(roots), floor) if root else width
        for root, width, floor in zip(roots, widths, least, strict=True)
    ]
    return [0.0 if right else round(share, 1) for share, right in zip(shares, figures, strict=True)]


def _length(cell: nodes.entry) -> int:
    """The characters of a cell, Chinese ones twice: they are as wide as two; a verdict is set bold behind its shape."""
    text = cell.astext()
    columns = width(text)
    return columns + (6 if columns > len(text) else 4) * _is_verdict(cell)


def _is_verdict(cell: nodes.entry) -> bool:
    return any(node.get("verdict") or "verdict" in node["classes"] for node in cell.findall(Element))


def _cell(writer: Writer, cell: Cell, alignment: list[str]) -> str:
    spans = "".join(
        f", {name}: {count}"
        for name, count in (("colspan", cell.columns), ("rowspan", cell.rows))
        if count > 1
    )
    body = f"[{writer.anchor(cell.node)}{writer.inner(cell.node)}]"
    if not spans:
        return f"{body}, "
    # A cell over several columns belongs to none of them.
    side = ", align: center" if cell.columns > 1 else ""
    return f"table.cell({body}{spans}{side}), "
