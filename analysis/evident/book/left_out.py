"""Sentences for which an edition has no figure are left out of its pages, and the page says how many.

Belongs here: finding such sentences, cards and headings in a page that was read. Does not: what is not known
(`edition.py`), the words of exhibits (`export/exporter.py` leaves their sentences out), what an author gives in place
of them (`claim.py`: the words behind `||`).

A sentence that prints a fact which nobody had published by the edition's day cannot be mended by printing "not known"
in the fact's place. The same is true of words whose test rests on such facts, unless their author wrote others for
that. What follows such a sentence and points back to it goes with it, and so does what cites a document of later. The
baseline has no such sentence (`edition.py` and `claim.py` refuse it), but where a fact of the sweep was not computed
for this evidence.
"""

import re
from collections.abc import Iterator

from docutils import nodes
from docutils.nodes import Node
from sphinx.transforms import SphinxTransform
from sphinx.util import logging

from evident.book import prose
from evident.book.bibliography import bibliography_of
from evident.book.edition import as_of, is_baseline
from evident.book.fact import SWEPT
from evident.book.index import ancestors
from evident.book.nodes import ClaimNode, FactNode, PendingLink
from evident.book.notebooks import library_of
from evident.evidence.periods import is_date, published_by
from evident.text.words import Words

logger = logging.getLogger(__name__)
CLASS = "left-out"
# The end of a sentence, with the blank behind it: what follows begins with a capital or is a fact, claim or emphasis.
# In Chinese no blank stands there. A semicolon ends no sentence in either language.
_END = re.compile(r"[.?!][”’\")]*\s+(?=[A-Z“‘(]|$)|[。？！][”’）]*\s*")
_STOPS = (".", "?", "!")
_WIDE_STOPS = ("。", "？", "！")
_BLANK_FACT = "…"


class LeaveOut(SphinxTransform):
    """Takes sentences with a fact that is not known out of paragraphs, cards with one out of the key numbers."""

    default_priority = 415  # the anchors of headings are made of what their author wrote

    def apply(self, **kwargs: object) -> None:
        library = library_of(self.config)
        baseline = all(is_baseline(library, name) for name in library.names())
        late = _published_later(self)
        for link in self.document.findall(PendingLink):
            if link["kind"] != "source" or link["key"] not in late:
                continue
            if baseline:  # which leaves nothing out: its author is told
                said = (
                    "%s was published after %s, to which the evidence is known: cite another, or move as_of"
                )
                logger.warning(said, link["key"], as_of(library), location=self._where(link))
            else:
                link["unknown"] = True
        if not _unknown(self.document):
            return
        words = Words(self.config.language)
        for cards in list(self.document.findall(_are_key_numbers)):
            for card in [card for card in cards.children if _unknown(card)]:
                cards.remove(card)
            if not cards.children:
                cards.parent.remove(cards)
        for title in list(self.document.findall(lambda node: isinstance(node, nodes.title | nodes.term))):
            _blank(title)
        for paragraph in list(self.document.findall(nodes.paragraph)):
            if not _unknown(paragraph):
                continue
            cell = next((above for above in ancestors(paragraph) if isinstance(above, nodes.entry)), None)
            if cell is not None and cell.parent.index(cell) == 0 and len(paragraph.children) > 1:
                _blank(paragraph)  # it names its row, as a heading names what follows
                continue
            children, paragraph.children = paragraph.children, []
            if cell is not None:
                # In a table a fact stands alone, and that it is not known is an answer; "short by not known" is none.
                alone = [child for child in children if isinstance(child, FactNode)]
                paragraph.extend(alone[:1] or [nodes.Text(words("common.not_known"))])
            else:
                paragraph.extend(_kept(list(_sentences(children)), words))

    def _where(self, link: PendingLink) -> str:
        return prose.place_of(self.document, link, f"`{link['key']}", link["key"])


def _published_later(transform: SphinxTransform) -> set[str]:
    """The documents that were published after the day to which the executed notebooks know the evidence."""
    day = as_of(library_of(transform.config))
    if not is_date(day):
        return set()
    sources = bibliography_of(transform.env).sources.values()
    return {s.source_id for s in sources if published_by(s.published, s.read).isoformat() > day}


def _blank(node: nodes.Element) -> None:
    """Put a mark in the place of each fact that is not known."""
    for fact in list(node.findall(FactNode)):
        if fact.get("unknown"):
            fact.replace_self(nodes.Text(_BLANK_FACT))


def _are_key_numbers(node: Node) -> bool:
    return isinstance(node, nodes.container) and "keynumbers" in node["classes"]


def _unknown(node: Node) -> bool:
    kinds = (ClaimNode, FactNode, PendingLink)
    return any(found.get("unknown") for kind in kinds for found in node.findall(kind))


def _sentences(children: list[Node]) -> Iterator[list[Node]]:
    """The nodes of each sentence; text is cut where one ends."""
    sentence: list[Node] = []
    for child in children:
        if not isinstance(child, nodes.Text):
            sentence.append(child)
            continue
        text, start = child.astext(), 0
        before = sentence[-1].astext() if sentence else ""
        if (text[:1].isspace() and before.endswith(_STOPS)) or before.endswith(_WIDE_STOPS):
            yield sentence  # as behind a bold word with its full stop
            sentence = []
        for end in _END.finditer(text):
            sentence.append(nodes.Text(text[start : end.end()]))
            yield sentence
            sentence, start = [], end.end()
        if text[start:]:
            sentence.append(nodes.Text(text[start:]))
    if sentence:
        yield sentence


def _kept(sentences: list[list[Node]], words: Words) -> Iterator[Node]:
    """The sentences that stay, and one note for each run of those that go."""
    gone, last, swept = 0, " ", False
    blank = "" if words.language.startswith("zh") else " "
    leaning = tuple(f"{word}{blank}" for word in words("book.edition.leaning").split())
    for sentence in [*sentences, []]:
        text = "".join(node.astext() for node in sentence)
        # What begins with a word that points back cannot stand where that is gone.
        if any(_unknown(node) for node in sentence) or (gone and text.lstrip().startswith(leaning)):
            gone += 1
            swept |= any(fact.get("unknown") == SWEPT for node in sentence for fact in node.findall(FactNode))
            continue
        if gone:
            yield from ([] if last[-1:].isspace() or not blank else [nodes.Text(blank)])
            yield from (_note(gone, words, swept), *([nodes.Text(blank)] if sentence and blank else []))
            gone, swept = 0, False
        yield from sentence
        last = text


def _note(count: int, words: Words, swept: bool) -> nodes.inline:
    if swept:  # in the baseline too: a sweep is made again when its author asks for it
        return nodes.inline("", words("book.firmness.left_out"), classes=[CLASS, "generated"])
    text = words("book.edition.left_out") if count == 1 else words("book.edition.left_out_many", count=count)
    return nodes.inline("", text, classes=[CLASS, "generated"])
