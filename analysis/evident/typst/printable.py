"""The rule that both books print everything a chapter holds.

Belongs here: what has no form on paper, what it is called in Markdown, and what to write instead. Does not: how nodes
are printed (the rules beside this), HTML of an author (`book/raw_html.py`).

It speaks when chapters are read, for both books, so that neither is printed with something missing in the other.
"""

from pathlib import Path

from docutils import nodes
from docutils.nodes import Element
from sphinx import addnodes
from sphinx.transforms import SphinxTransform
from sphinx.util import logging
from sphinx_design.icons import fontawesome, sd_icon

from evident.book.nodes import CatalogueStart, Chooser, Explorer, PendingChanges, PendingEntries, Reporting
from evident.book.prose import place_of

logger = logging.getLogger(__name__)

# What is filled in or taken out before anything is printed.
_WAITING = (
    nodes.Text,
    nodes.pending,
    nodes.docinfo,
    PendingChanges,
    PendingEntries,
    CatalogueStart,
    Explorer,
    Chooser,
    Reporting,
    addnodes.pending_xref_condition,
)
# Parts of others, whose rules write them.
_PARTS = (
    *(nodes.title, nodes.caption, nodes.label, nodes.attribution, nodes.line, nodes.list_item),
    *(nodes.definition_list_item, nodes.term, nodes.classifier, nodes.definition),
    *(nodes.field, nodes.field_name, nodes.field_body),
    *(nodes.tgroup, nodes.thead, nodes.tbody, nodes.row, nodes.entry),
)
# By class: what it is called, and what to write instead.
_INSTEAD: dict[type[nodes.Node], tuple[str, str]] = {
    addnodes.only: ("{only}, which is for one of the books alone,", "write what both print"),
    addnodes.desc: (
        "a description of code ({py:function} and the like)",
        "write a definition list: the name, then : and what it does",
    ),
    addnodes.productionlist: ("{productionlist}", "write the grammar as ```text"),
    nodes.option_list: ("a list of options of a command", "write a definition list"),
    nodes.citation_reference: ("a citation of this form", "write {cite:p}`key`"),
    nodes.decoration: ("{header} or {footer}", "leave it out: the books have their own"),
    fontawesome: ("an icon", "write the word"),
    sd_icon: ("an icon", "write the word"),
    nodes.generated: ("{sectnum}", "the chapters of a part are numbered where _toc.yml says numbered: true"),
    nodes.meta: ("a tag for the head of a page (html_meta)", "leave it out: the book writes its own"),
    nodes.subtitle: ("a title below the title", "write the first paragraph instead"),
}  # fmt: skip


class Printable(SphinxTransform):
    """Fails on what has no form in the PDF."""

    default_priority = 880

    def apply(self, **kwargs: object) -> None:
        self._check(self.document)

    def _check(self, node: Element) -> None:
        from evident.typst.writer import rule_of

        for child in list(node.children):
            if isinstance(child, _WAITING):
                continue
            if isinstance(child, tuple(_INSTEAD)) or (
                rule_of(child) is None and not isinstance(child, _PARTS)
            ):
                place = place_of(self.document, child)
                logger.warning("%s", refusal(child, _line(place)), location=place)
                node.remove(child)  # what is refused is not written
            elif isinstance(child, Element):
                self._check(child)


def _line(place: str) -> str:
    """The text at a place, in quotation marks."""
    path, _, number = place.rpartition(":")
    lines = Path(path).read_text("utf8").splitlines()
    return f"“{lines[int(number) - 1].strip()[:60]}”" if int(number) <= len(lines) else ""


def refusal(node: nodes.Node, written: str = "") -> str:
    """What is said of a node that has no form in the PDF.

    Args:
        written: what stands in the chapter there.
    """
    for kind, (name, instead) in _INSTEAD.items():
        if isinstance(node, kind):
            return f"{name} is not printed: {instead}"
    return (
        f"what is written here, {written or type(node).__name__}, has no form in the PDF: write it with paragraphs, "
        "lists, tables, notes or exhibits"
    )
