"""The words under which search finds a page, kept from print to print.

Belongs here: what a page adds to Sphinx's index, and putting it back for pages that are not written again. Does not:
the names of numbers, sources and exhibits (`search.py`), the search itself (Sphinx's).

Sphinx would add to the index of the last print; words that no page has any more stay in that, and titles change their
order. An index that is put together from what each page adds is the same as one that is made anew.
"""

from dataclasses import dataclass
from typing import Any

from sphinx.search import IndexBuilder


@dataclass(frozen=True)
class Words:
    """What one page adds to the index: its title and file, all its titles with anchors, stems of words in titles and in
    the text, entries of index directives."""

    title: str
    filename: str
    titles: list[list[str | None]]
    title_words: list[str]
    words: list[str]
    entries: list[list[str]]


def taken(index: IndexBuilder) -> dict[str, dict[str, Any]]:
    """What each page added to an index, as plain values by page."""
    title_words, words = _by_page(index._title_mapping), _by_page(index._mapping)
    return {
        page: vars(
            Words(
                title=str(title),
                filename=str(index._filenames[page]),
                titles=[list(pair) for pair in index._all_titles[page]],
                title_words=title_words.get(page, []),
                words=words.get(page, []),
                entries=[list(entry) for entry in index._index_entries.get(page, ())],
            )
        )
        for page, title in index._titles.items()
    }


def put_back(index: IndexBuilder, kept: dict[str, dict[str, Any]]) -> None:
    """Add to an empty index what pages added to an earlier one.

    Raises:
        TypeError: `kept` is not of the form of `taken`.
    """
    for page, told in kept.items():
        one = Words(**told)
        index._titles[page], index._filenames[page] = one.title, one.filename
        index._all_titles[page] = [(text, anchor) for text, anchor in one.titles]  # type: ignore[misc]
        index._index_entries[page] = [tuple(entry) for entry in one.entries]  # type: ignore[misc]
        for mapping, stems in ((index._title_mapping, one.title_words), (index._mapping, one.words)):
            for stem in stems:
                mapping.setdefault(stem, set()).add(page)


def _by_page(mapping: dict[str, set[str]]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for stem, pages in sorted(mapping.items()):
        for page in pages:
            found.setdefault(page, []).append(stem)
    return found
