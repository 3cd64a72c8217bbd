"""The rule that every character of a chapter can be printed, for the HTML book.

Belongs here: finding characters that no font of ours has. Does not: the PDF's own check, which also sees text inside
charts (`typst/writer.py`), or what the fonts hold (`fonts.py`).

A browser would borrow a missing character from any font of the reader's machine or show a box; the book would differ
from reader to reader, and from the PDF.
"""

from functools import cache

from docutils import nodes
from sphinx.transforms import SphinxTransform
from sphinx.util import logging

from evident.book.index import ancestors
from evident.look import fonts, identity

logger = logging.getLogger(__name__)


@cache
def _printable() -> frozenset[str]:
    """The characters that a font of either stack has, and those that print nothing."""
    return frozenset("\n\r\t").union(*map(fonts.coverage, (*identity.SERIF, *identity.SANS)))


class GlyphRule(SphinxTransform):
    """Fails on a character that neither the serif nor the sans stack has."""

    default_priority = 871

    def apply(self, **kwargs: object) -> None:
        # The PDF builder says the same of its own text, with more to go by.
        if self.app.builder.format != "html":
            return
        printable = _printable()
        for text in self.document.findall(nodes.Text):
            if printable.issuperset(text):
                continue
            for character in dict.fromkeys(text.astext()):
                if character in printable:
                    continue
                place = next((a for a in ancestors(text) if getattr(a, "line", None)), self.document)
                logger.warning(
                    "no font has the character %r (U+%04X): write it otherwise, or see "
                    "analysis/evident/look/faces/README.md",
                    character,
                    ord(character),
                    location=place,
                )
