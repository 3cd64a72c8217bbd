"""The glossary as a page that readers use: letters to jump to, Chinese names beside the terms, where a term is used.

Belongs here: what is added to the entries when the page is written. Does not: the rules that hold chapters to the
glossary (`terms.py`), links to its entries (`term_links.py`), the notes they open (`notes.py`).

The chapter has terms and definitions; a definition may begin with the Chinese name and a full stop, as in
"焦炉煤气. The gas that …". The PDF prints it as it is written.
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


class FillGlossary(SphinxPostTransform):
    """Completes the entries of a glossary in HTML."""

    default_priority = 12  # behind the links to its entries

    def run(self, **kwargs: object) -> None:
        words = Words(self.config.language)
        if words.language.startswith("zh"):  # whose terms are read otherwise than those that they translate
            for listed in self.document.findall(addnodes.glossary):
                _sort(listed)
        if self.app.builder.format != "html":
            return
        for glossary in self.document.findall(addnodes.glossary):
            entries = list(glossary.findall(nodes.definition_list_item))
            for entry in entries:
                uses = list(self._uses(entry))  # by its name alone
                _name_in_chinese(entry)
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
        names = {term.astext().lower() for term in entry.findall(nodes.term)}
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


def _sort(glossary: addnodes.glossary) -> None:
    for entries in glossary.findall(nodes.definition_list):
        entries.children.sort(key=lambda entry: pinyin.place(next(iter(entry.findall(nodes.term))).astext()))


def _name_in_chinese(entry: nodes.definition_list_item) -> None:
    """Put the Chinese name with which a definition begins behind the term, where one looks for it."""
    first = next(iter(entry.findall(nodes.paragraph)), None)
    if first is None or not first.children or not isinstance(first[0], nodes.Text):
        return
    text = first[0].astext()
    if not (match := _CHINESE.match(text)):
        return
    first.replace(first[0], nodes.Text(text[match.end() :]))
    term = next(iter(entry.findall(nodes.term)))
    term += [nodes.Text(" "), nodes.inline("", match[1], classes=["language-zh", "glossary-chinese"])]


def _letters(entries: list[nodes.definition_list_item]) -> Iterator[Node]:
    """A link to the first entry of each letter."""
    begun: set[str] = set()
    for entry in entries:
        term = next(iter(entry.findall(nodes.term)))
        letter = pinyin.letter(term.astext())
        if letter not in begun and term["ids"]:
            yield nodes.reference("", letter, internal=True, refuri=f"#{term['ids'][0]}")
            begun.add(letter)
