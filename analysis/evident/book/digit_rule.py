"""The rule that no figure is typed by hand, for the text of chapters.

Belongs here: what is said of a figure that an author typed. Does not: which text is prose (`prose.py`), which digits
are allowed (`digits.py`), alt text of images (`fact.py`).
"""

from docutils import nodes
from sphinx.transforms import SphinxTransform
from sphinx.util import logging

from evident.book import prose
from evident.text import digits

logger = logging.getLogger(__name__)


class DigitRule(SphinxTransform):
    """Fails on every figure typed in prose: headings, captions, tables and admonitions included."""

    default_priority = 870

    def apply(self, **kwargs: object) -> None:
        for run in prose.runs(self.document):
            self._check(run[0], "".join(text.astext() for text in run))

    def _check(self, node: nodes.Text, text: str) -> None:
        for typed in digits.typed(text, self.document.settings.env.config.language):
            # The words right before the figure on its own line tell it from the same figure further up.
            context = text[: typed.start].rpartition("\n")[2][-12:] + typed.text
            logger.warning(
                "the figure %r is typed by hand: print a fact, {fact}`theme.key`, "
                "or say why it is literal, {lit}`%s <reason>`",
                typed.text,
                typed.text,
                location=prose.place_of(self.document, node, context, typed.text),
            )
