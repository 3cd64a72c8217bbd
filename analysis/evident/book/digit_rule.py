"""The rule that no figure is typed by hand, for the text of chapters.

Belongs here: which text of a page an author typed as prose, and on which line. Does not: which digits are
allowed (`digits.py`), alt text of images (`fact.py`).
"""

import re
from collections.abc import Iterator
from pathlib import Path

from docutils import nodes
from sphinx import addnodes
from sphinx.transforms import SphinxTransform
from sphinx.util import logging

from evident.book.index import ancestors
from evident.book.nodes import Exhibit, FactNode, Pending
from evident.text import digits

logger = logging.getLogger(__name__)

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
)
_CLASSES = {"lit", "generated"}
_STRAY = re.compile(r"\{(?:fact|claim|lit|cite:[pt]|numref|doc|dataset)\}`?")
_TAG = re.compile(r"<!--.*?-->|<[^>]*>", re.DOTALL)


class DigitRule(SphinxTransform):
    """Fails on every figure typed in prose: headings, captions, tables and admonitions included."""

    default_priority = 870

    def apply(self, **kwargs: object) -> None:
        for run in self._prose(self.document):
            raw = "".join(text.astext() for text in run)
            self._check(run[0], _TAG.sub("", raw) if isinstance(run[0].parent, nodes.raw) else raw)

    def _prose(self, node: nodes.Element) -> Iterator[list[nodes.Text]]:
        """Texts that an author typed, those that follow each other together: a date may be broken over two lines."""
        run: list[nodes.Text] = []
        for child in node.children:
            if isinstance(child, nodes.Text):
                if not (isinstance(node, nodes.reference) and node.get("refuri") == child.astext()):
                    run.append(child)
                continue
            if run:
                yield run
                run = []
            if not isinstance(child, _NOT_PROSE) and not _CLASSES & set(child.get("classes", ())):
                yield from self._prose(child)
        if run:
            yield run

    def _check(self, node: nodes.Text, text: str) -> None:
        # In a Markdown table an unescaped | ends the cell in the middle of a role, which then is only text.
        if stray := _STRAY.search(text):
            logger.warning(
                "the role %r was read as text: in a table, leave out the style after | or write \\|",
                stray[0],
                location=f"{self.document['source']}:{self._line(node, text, digits.Typed(stray[0], stray.start()))}",
            )
        for typed in digits.typed(text):
            logger.warning(
                "the figure %r is typed by hand: print a fact, {fact}`theme.key`, "
                "or say why it is literal, {lit}`%s <reason>`",
                typed.text,
                typed.text,
                location=f"{self.document['source']}:{self._line(node, text, typed)}",
            )

    def _line(self, node: nodes.Text, text: str, typed: digits.Typed) -> int:
        """The line on which a figure stands: looked for from where the parser says that its block begins."""
        block = next((a for a in ancestors(node) if getattr(a, "line", None)), self.document)
        first = block.line or 1
        before = text[: typed.start]
        lines = Path(self.document["source"]).read_text("utf8").splitlines()
        # The words right before the figure on its own line tell it from the same figure further up.
        context = before.rpartition("\n")[2][-12:] + typed.text
        for wanted in (context, typed.text):
            for number in range(first, len(lines) + 1):
                if wanted in lines[number - 1]:
                    return number
        return first
