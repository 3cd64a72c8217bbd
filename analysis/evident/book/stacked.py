"""Tables that a narrow page shows row by row, so that no column has to be looked for beyond its edge.

Belongs here: which tables are too wide for a phone, and what their HTML needs to be shown as rows of cards. Does not:
how that looks (`theme/styles/58-stacked.css`), the table behind a chart, which stays one (`exhibit_tools.py`).

A table is one for a wide page in any case. A style sheet turns each row into a card on a narrow one: the first cell is
its title, and each other cell stands behind the head of its column. A browser forgets that something is a table when a
style sheet lays it out otherwise, so roles say it again.
"""

from typing import Any

from docutils import nodes
from docutils.nodes import Element
from sphinx.application import Sphinx
from sphinx.writers.html5 import HTML5Translator

PHONE = 350  # CSS pixels of a column of text on a phone 390 wide
LETTER, AROUND = 8.8, 16  # CSS pixels of a character of a table and of the room beside a cell
UNBROKEN = {"verdict"}  # classes of words that stay on one line
_STACKED = "stacked"


def is_wide(table: Element) -> bool:
    """Whether a table is wider than a phone even if its cells are broken at each space; one whose cells span several
    columns or rows stays as it is, and so does one without heads or of one column."""
    heads, *rows = _rows(table) or [[]]
    if len(heads) < 2 or any(len(row) != len(heads) for row in rows):
        return False
    widths = [max(map(_longest, column)) for column in zip(heads, *rows, strict=True)]
    return sum(width * LETTER + AROUND for width in widths) > PHONE


def _rows(table: Element) -> list[list[Element]]:
    """The cells of the head and of each other row; none if the head is not one row or a cell spans several."""
    cells = list(table.findall(nodes.entry))
    if sum(len(head) for head in table.findall(nodes.thead)) != 1:
        return []
    if any("morecols" in cell or "morerows" in cell for cell in cells):
        return []
    return [list(row.children) for row in table.findall(nodes.row)]


def _longest(cell: Element) -> int:
    """The characters of the longest part of a cell in which no line ends."""
    whole = [
        part.astext()
        for part in cell.findall(Element)
        if "verdict" in part or UNBROKEN & set(part.get("classes", ()))
    ]
    return max(map(len, [*cell.astext().split(), *whole]), default=0)


def _told(self: HTML5Translator, node: Element, name: str, tag: str, **attributes: str) -> None:
    """Write the start of an element as the translator does, with more attributes."""
    start = len(self.body)
    getattr(type(self), f"visit_{name}")(self, node)
    more = "".join(f' {key.replace("_", "-")}="{self.attval(value)}"' for key, value in attributes.items())
    at = next(at for at in range(start, len(self.body)) if f"<{tag}" in self.body[at])
    self.body[at] = self.body[at].replace(f"<{tag}", f"<{tag}{more}", 1)


def _table_of(node: Element) -> Element | None:
    """The table of a part of it, if that is stacked."""
    while not isinstance(node, nodes.table):
        node = node.parent
    return node if _STACKED in node["classes"] else None


def visit_table(self: HTML5Translator, node: nodes.table) -> None:
    """The start of a table, which is marked if it is wide; e-readers lay tables out in their own ways."""
    if self.builder.name != "html" or not is_wide(node):
        type(self).visit_table(self, node)
        return
    node["classes"].append(_STACKED)
    _told(self, node, "table", "table", role="table")


def _visit_part(name: str, tag: str, role: str) -> Any:
    """How the start of a head, a body or a row is written."""

    def visit(self: HTML5Translator, node: Element) -> None:
        if _table_of(node) is None:
            getattr(type(self), f"visit_{name}")(self, node)
        else:
            _told(self, node, name, tag, role=role)

    return visit


def visit_entry(self: HTML5Translator, node: nodes.entry) -> None:
    """The start of a cell, with the head of its column."""
    table = _table_of(node)
    if table is None:
        type(self).visit_entry(self, node)
    elif isinstance(node.parent.parent, nodes.thead):
        _told(self, node, "entry", "th", role="columnheader")
    elif (at := node.parent.index(node)) == 0:
        _told(self, node, "entry", "td", role="rowheader")
    else:
        heads = next(iter(table.findall(nodes.thead)))[0]
        _told(self, node, "entry", "td", role="cell", data_label=heads[at].astext())


def _depart(name: str) -> Any:
    """The end of an element, as the translator writes it."""
    return lambda self, node: getattr(type(self), f"depart_{name}")(self, node)


def setup(app: Sphinx) -> None:
    """Write the tables of HTML pages so."""
    visitors = {
        nodes.table: visit_table,
        nodes.thead: _visit_part("thead", "thead", "rowgroup"),
        nodes.tbody: _visit_part("tbody", "tbody", "rowgroup"),
        nodes.row: _visit_part("row", "tr", "row"),
        nodes.entry: visit_entry,
    }
    for kind, visit in visitors.items():
        app.add_node(kind, override=True, html=(visit, _depart(kind.__name__)))
