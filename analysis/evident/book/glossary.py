"""The glossary as a page that readers use: letters to jump to, Chinese names beside the terms, where a term is used.

Belongs here: what is added to the entries when the page is written. Does not: the rules that hold chapters to the
glossary (`terms.py`), links to its entries (`term_links.py`), the notes they open (`notes.py`).

The chapter has terms and definitions; a definition may begin with the Chinese name and a full stop, as in
"焦炉煤气. The gas that …". The PDF prints it as it is written. In a Chinese book the names have changed places, and the
entries stand in the order of pinyin.
"""

import re
from collections.abc import Iterator

from docutils import nodes
from docutils.nodes import Node
from sphinx import addnodes
from sphinx.transforms.post_transforms import SphinxPostTransform

from evident import reads
from evident.book.chinese import HAN
from evident.book.index import book, link, reading_order
from evident.book.places import has_place
from evident.text import pinyin
from evident.text.words import Words

_CHINESE = re.compile(rf"([{HAN}、，]+)\.\s+(?=\S)")
_LATIN = re.compile(rf"([A-Z][^{HAN}。]*)。(?=\S)")  # in a Chinese book


class FillGlossary(SphinxPostTransform):
    """Completes the entries of a glossary in HTML."""

    default_priority = 12  # behind the links to its entries

    def run(self, **kwargs: object) -> None:
        is_chinese = self.config.language.startswith("zh")
        for glossary in self.document.findall(addnodes.glossary):
            if is_chinese:
                for each in glossary.findall(nodes.definition_list):
                    each.children.sort(key=lambda entry: pinyin.place(_named(entry).astext()))
            if self.app.builder.format == "html":
                self._complete(glossary, _LATIN if is_chinese else _CHINESE)

    def _complete(self, glossary: addnodes.glossary, other: re.Pattern[str]) -> None:
        """Add to the entries of a glossary what a page shows of them.

        Args:
            other: how a definition begins that begins with the name in the other language.
        """
        words = Words(self.config.language)
        entries = list(glossary.findall(nodes.definition_list_item))
        for entry in entries:
            uses = list(self._uses(entry))
            _other_name(entry, other)
            if uses:
                said = nodes.Text(f"{words('book.glossary.used')}: ")
                entry[-1] += nodes.paragraph("", "", said, *uses, classes=["glossary-uses", "generated"])
        letters = list(_letters(entries))
        if len(letters) > 1:  # one alone would lead to where the reader is
            row = nodes.paragraph("", "", letters[0], classes=["glossary-letters", "generated"])
            for letter in letters[1:]:
                row += [nodes.Text(" "), letter]
            glossary.insert(0, row)

    def _uses(self, entry: nodes.definition_list_item) -> Iterator[Node]:
        """Links to the pages that link to an entry by any of its names, in reading order.

        Pages of places are alike, and there may be many: where several use a term, the first stands for all of them.
        """
        reads.note("places")
        whole = book(self.env)
        ids = {ids for term in entry.findall(nodes.term) for ids in term["ids"]}
        # Links have the names that the chapters' own language has; the anchors are the same in all.
        terms = self.env.get_domain("std").data["terms"]
        names = {name for name, (_, anchor) in terms.items() if anchor in ids}
        found = {page for name in names for page in whole.term_uses.get(name, ())} - {self.env.docname}
        used = [page for page in reading_order(self.env) if page in found]
        alike = [page for page in used if has_place(self.env, page)]
        others = alike[1:] if len(alike) > 2 else []
        words = Words(self.config.language)
        for number, page in enumerate(page for page in used if page not in others):
            yield nodes.Text("; " if number else "")
            yield link(self, page, "", nodes.Text(self.env.titles[page].astext()))
            if others and page == alike[0]:
                yield nodes.Text(words("book.glossary.alike", count=len(others)))


def _named(entry: nodes.Element) -> nodes.term:
    """The first name of an entry."""
    return next(iter(entry.findall(nodes.term)))


def _other_name(entry: nodes.definition_list_item, other: re.Pattern[str]) -> None:
    """Put the name in another language with which a definition begins behind the term, where one looks for it."""
    first = next(iter(entry.findall(nodes.paragraph)), None)
    if first is None or not first.children or not isinstance(first[0], nodes.Text):
        return
    text = first[0].astext()
    if not (match := other.match(text)):
        return
    first.replace(first[0], nodes.Text(text[match.end() :]))
    language = "zh" if other is _CHINESE else "en"
    _named(entry).extend(
        [nodes.Text(" "), nodes.inline("", match[1], classes=[f"language-{language}", "glossary-chinese"])]
    )


def _letters(entries: list[nodes.definition_list_item]) -> Iterator[Node]:
    """A link to the first entry of each letter."""
    begun: set[str] = set()
    for entry in entries:
        term = _named(entry)
        letter = pinyin.letter(term.astext())
        if letter not in begun and term["ids"]:
            yield nodes.reference("", letter, internal=True, refuri=f"#{term['ids'][0]}")
            begun.add(letter)
