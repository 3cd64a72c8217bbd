"""The notes of a chapter of the EPUB: what a number is, what was tested, at its end, as footnotes that readers open.

Belongs here: which notes a page has, their order, the way back. Does not: what they say (`book/notes.py`).
"""

import re
from typing import Any

from sphinx.environment import BuildEnvironment

from evident.book import notes
from evident.book.bibliography import bibliography_of
from evident.book.firm import how_firm
from evident.book.html import claim_note_id, note_id
from evident.book.nodes import ClaimReference, FactReference
from evident.book.notebooks import library_of
from evident.text.words import Words

_OPENING = re.compile(r'<div class="fact-note" id="([^"]+)" popover="manual">')


class Notes:
    """The notes of one page, in the order in which it refers to them first."""

    def __init__(self, env: BuildEnvironment, docname: str) -> None:
        self._env, self._docname = env, docname
        self._words = Words(env.config.language)
        self._found: dict[str, str] = {}

    def refer(self, node: FactReference | ClaimReference) -> tuple[str, str]:
        """Note what a fact or claim refers to.

        Returns:
            the id of its note, and the id of this place, empty if the page has referred to the note before.
        """
        is_fact = isinstance(node, FactReference)
        ids = note_id(node["fact"]["key"]) if is_fact else claim_note_id([c["key"] for c in node["claims"]])
        if ids in self._found:
            return ids, ""
        self._found[ids] = self._of_fact(node["fact"]) if is_fact else self._of_claims(ids, node["claims"])
        return ids, f"at-{ids}"

    def section(self) -> str:
        """All notes as the end of the page; empty if there are none."""
        if not self._found:
            return ""
        title = self._words("epub.notes")
        back = self._words("epub.back")
        asides = (self._aside(ids, text, back) for ids, text in self._found.items())
        return f'<section class="notes" epub:type="footnotes"><h2>{title}</h2>\n{"".join(asides)}</section>\n'

    def _aside(self, ids: str, text: str, back: str) -> str:
        """A note as an e-reader opens it, with the way back to where it is referred to first."""
        inner = _OPENING.sub("", text, count=1).removesuffix("</div>")
        way = f'<p><a class="back" role="doc-backlink" href="#at-{ids}">{back}</a></p>'
        return (
            f'<aside epub:type="footnote" role="doc-footnote" class="note" id="{ids}">{inner}{way}</aside>\n'
        )

    def _of_fact(self, fact: dict[str, Any]) -> str:
        exports = library_of(self._env.config).notebook(fact["key"].partition(".")[0])
        return notes.note(fact, "", exports, bibliography_of(self._env), self._words)

    def _of_claims(self, ids: str, claims: list[dict[str, Any]]) -> str:
        exports = library_of(self._env.config).notebook(claims[0]["key"].partition(".")[0])
        firm = [how_firm(claim, exports, self._words) for claim in claims]
        return notes.claim_note(ids, claims, "", exports, bibliography_of(self._env), self._words, firm)
