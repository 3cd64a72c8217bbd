"""The text that an author typed as prose, and on which line it stands.

Belongs here: walking through a page as it was read. Does not: what is looked for in the text (`digit_rule.py`,
`markup_rule.py`).
"""

from collections.abc import Iterator
from pathlib import Path

from docutils import nodes
from docutils.nodes import Element, Node
from sphinx import addnodes

from evident.book.index import ancestors
from evident.book.nodes import Exhibit, FactNode, Pending

# Text inside these was not typed as prose: it is printed from elsewhere, or is code, mathematics or a name.
_NOT_PROSE = (
    FactNode,
    Exhibit,
    Pending,
    addnodes.pending_xref,
    nodes.literal,
    nodes.literal_block,
    nodes.math,
    nodes.math_block,
    nodes.comment,
    nodes.label,
    nodes.footnote_reference,
    nodes.citation_reference,
    nodes.problematic,
    nodes.system_message,
    nodes.docinfo,
    nodes.field_name,
    nodes.generated,
)
_CLASSES = {"lit", "generated"}


def runs(node: Element) -> Iterator[list[nodes.Text]]:
    """Texts that an author typed, those that follow each other together: a date may be broken over two lines."""
    run: list[nodes.Text] = []
    for child in node.children:
        if isinstance(child, nodes.Text):
            if not (isinstance(node, nodes.reference) and node.get("refuri") == child.astext()):
                run.append(child)
            continue
        if isinstance(child, nodes.subscript | nodes.superscript) and _is_text(child):
            run += child.children  # one word with what is before it: CO2
            continue
        if run:
            yield run
            run = []
        if not isinstance(child, _NOT_PROSE) and not _CLASSES & set(child.get("classes", ())):
            yield from runs(child)
    if run:
        yield run


def _is_text(node: Element) -> bool:
    return all(isinstance(child, nodes.Text) for child in node.children)


def place_of(document: nodes.document, node: Node, *wanted: str) -> str:
    """File and line of a text: looked for from where the parser says that its block begins.

    Args:
        wanted: words of that line, the most telling first.
    """
    block = next((a for a in (node, *ancestors(node)) if getattr(a, "line", None)), document)
    first = block.line or 1
    # An included file is told by its own name; the source of a node may also be no file at all.
    path = block.source if block.source and Path(block.source).is_file() else document["source"]
    lines = Path(path).read_text("utf8", errors="replace").splitlines()
    for words in filter(None, wanted):
        for number in range(first, len(lines) + 1):
            if words in lines[number - 1]:
                return f"{path}:{number}"
    return f"{path}:{first}"
