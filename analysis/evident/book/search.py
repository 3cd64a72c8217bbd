"""Makes search find numbers, figures, sources and exhibits, each at its place and not only the page it stands
on.

Belongs here: the names under which they are found. Does not: where they stand (`catalogue.py`,
`bibliography.py`, `index.py`), the search itself (Sphinx's).

Sphinx puts the objects of every domain into its search index: a name is found by any part of any of its
words.
"""

from collections.abc import Iterator
from typing import Any

from sphinx.domains import Domain, ObjType

from evident.book.bibliography import bibliography_of
from evident.book.index import anchor, book
from evident.book.notebooks import library_of
from evident.evidence.ids import PANEL_ID
from evident.run.each import AT
from evident.text import formats
from evident.text.words import Words

KINDS = ("fact", "claim", "observation", "exhibit", "source")
Entry = tuple[str, str, str, str, str, int]


class SearchDomain(Domain):
    """Offers the entries of catalogue and references to the search index; it has no roles."""

    name = "evident"
    label = "Evidence"
    object_types = {kind: ObjType(kind) for kind in KINDS}  # noqa: RUF012 (Sphinx reads it from the class)

    def get_type_name(self, type: ObjType, primary: bool = False) -> str:
        """What a kind is called in the results."""
        return Words(self.env.config.language)(f"book.search.{type.lname}")

    def get_objects(self) -> Iterator[Entry]:
        """(name, name as shown, kind, page, anchor, rank: 0 before pages, 1 as pages) of every entry."""
        whole, library = book(self.env), library_of(self.env.config)
        for notebook, page in whole.catalogues.items():
            if AT in notebook:  # of many places alike the page is found, and not each of its numbers
                continue
            exports = library.notebook(notebook)
            for key, fact in exports.facts.items():
                yield _entry(f"{fact['label']}: {fact['text']}", "fact", page, anchor("fact", key), 1)
            for key, record in exports.evidence.items():
                if not PANEL_ID.fullmatch(key):
                    yield _entry(self._named(record), "observation", page, anchor("obs", key), 1)
        for name, bound in whole.claims.items():
            for page, ids, _, text in () if AT in name else bound:
                yield _entry(text, "claim", page, ids, 0)
        for key, (page, ids) in whole.exhibits.items():
            if AT not in key:
                yield _entry(library.exhibit(key)["title"], "exhibit", page, ids, 0)
        if whole.references:
            bibliography = bibliography_of(self.env)
            for key in sorted(whole.cited):
                name, when = bibliography.called(key)
                title = bibliography.sources[key].title
                yield _entry(
                    f"{name} ({when}): {title}", "source", whole.references, anchor("source", key), 0
                )

    def _named(self, record: dict[str, Any]) -> str:
        words = Words(self.env.config.language)
        what = (
            record["label_en"],
            record["category"],
            record["place"],
            formats.period(record["period"], words),
        )
        return ", ".join(filter(None, what))

    def merge_domaindata(self, docnames: list[str], otherdata: dict[str, Any]) -> None:
        """Nothing is kept here: what pages hold is in `index.py`."""


def _entry(name: str, kind: str, page: str, ids: str, rank: int) -> Entry:
    return name, name, kind, page, ids, rank
