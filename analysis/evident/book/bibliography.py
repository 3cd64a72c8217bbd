"""Citations: the roles `cite:p` and `cite:t`, and what sources are called.

Belongs here: what a source is called in the text, and how it is printed in full. Does not: the list of references
(`references.py`), reading `sources.bib` (`sources.py`).

In a translation a publisher has its own name in that language, where the catalogue of sentences has it; another keeps
the name that `sources.bib` has. Titles stay in their language.

A source is called by its publisher and year; where a publisher has several documents of one year, by the day.
What a source is called follows from `sources.bib` alone, so that a new citation changes no other page.
"""

import os
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from docutils import nodes
from docutils.nodes import Node, system_message
from sphinx.domains import Domain
from sphinx.environment import BuildEnvironment
from sphinx.util.docutils import SphinxRole

from evident import paths
from evident.book.fact import refuse
from evident.book.nodes import PendingLink
from evident.evidence.ids import TABLES, nearest
from evident.evidence.sources import Source, read_sources
from evident.text import formats, sentences
from evident.text.words import Words

BREAK = "\x00"  # where nodes stand in a text
_SITE = re.compile(r"[\w-]+(\.[\w-]+)+")


class UnknownSource(LookupError):
    """A source id that `sources.bib` does not have; the message offers the nearest."""


class Bibliography:
    """The sources of `sources.bib` and what they are called in one language."""

    def __init__(self, path: Path, language: str) -> None:
        self.sources = read_sources(path)
        self._words = Words(language)
        per_year = Counter((self.name(s), s.published[:4]) for s in self.sources.values())
        self._dates: dict[str, str] = {}
        taken: Counter[tuple[str, str]] = Counter()
        for key, source in sorted(self.sources.items()):
            shared = per_year[self.name(source), source.published[:4]] > 1
            when = self.date(source) if shared else self._in_words(source.published[:4])
            count = taken[self.name(source), when] = taken[self.name(source), when] + 1
            self._dates[key] = when if count == 1 else f"{when} [{chr(ord('a') + count - 1)}]"

    def date(self, source: Source) -> str:
        """When a source was published, in words."""
        return self._in_words(source.published)

    def _in_words(self, date: str) -> str:
        return formats.period(date, self._words) or self._words("book.references.undated")

    def name(self, source: Source) -> str:
        """Who a source is cited as, in the language."""
        return name_of(source, self._words)

    def called(self, key: str) -> tuple[str, str]:
        """What a source is called in the text: name and date.

        Raises:
            UnknownSource: `sources.bib` has no such entry.
        """
        if key not in self.sources:
            raise UnknownSource(
                f"unknown source {key!r}: it is not in data/sources.bib{nearest(key, self.sources)}"
            )
        return self.name(self.sources[key]), self._dates[key]

    def short(self, key: str) -> str:
        """A source as it is cited between others: Xinhua, 2024."""
        name, date = self.called(key)
        return self._words("book.cited.short", name=name, date=date)

    def dated(self, name: str, dates: Iterable[str]) -> str:
        """A name with the dates of its documents: Xinhua (2024; 3 May 2025)."""
        return self._words("book.cited.dated", name=name, dates=self.joined(dates))

    def joined(self, texts: Iterable[str]) -> str:
        """Several, one behind the other."""
        return self._words.raw("book.cited.between").join(texts)

    def host(self, key: str) -> str:
        """Whose site has a document, as it is read: news.cn; empty where the document has no address."""
        return (urlsplit(self.sources[key].url).hostname or "").removeprefix("www.")

    def _authors(self, source: Source) -> str:
        """All who wrote it; in English as `sources.bib` has them."""
        if self._words.language == sentences.OWN:
            return source.author
        several = [person for person in source.persons if person != "others"]
        named = self._words.raw("common.comma").join(several)
        others = len(several) < len(source.persons)
        return self._words("book.cited.others", name=named) if others else named

    def _note(self, source: Source) -> str:
        """What was noted of a source; of several remarks each is translated by itself."""
        parts = (sentences.known(part, self._words.language) for part in parts_of(source.note))
        return self.joined(parts)

    def by_name(self, keys: Iterable[str]) -> dict[str, list[str]]:
        """Sources under the names by which they are called, in the order given."""
        names: dict[str, list[str]] = {}
        for key in keys:
            names.setdefault(self.called(key)[0], []).append(key)
        return names

    def line(self, keys: Sequence[str]) -> str:
        """Sources as plain text: Source: Xinhua (2024; 3 May 2025); IEA (2021)."""
        documents = (
            self.dated(name, (self.called(key)[1] for key in same))
            for name, same in self.by_name(keys).items()
        )
        label = self._words("book.sources" if len(keys) > 1 else "book.source")
        return self._words("book.cited.line", label=label, documents=self.joined(documents))

    def origin(self, export: Mapping[str, Any]) -> str:
        """Where an exhibit comes from, as plain text: its sources, else the tables of the report's own data that it is
        made of, else that it rests on nothing published.

        Args:
            export: its payload, of which `sources` and `rests_on` are read.
        """
        if export["sources"]:
            return self.line(export["sources"])
        tables = [key.partition(":")[2] for key in export["rests_on"] if key in TABLES]
        if not tables:
            return self._words("book.source_none")
        named = "; ".join(self._words(f"book.catalogue.tables.{name}") for name in tables)
        return self._words("book.source_own", tables=named)

    def entry(self, source: Source) -> list[Node]:
        """A source in full: who, title, publisher, place in a journal, date, address, when it was read.

        Where it has no address, and stands in no journal either, what was noted of it says why.
        """
        name, when = self.called(source.source_id)
        when = when if when.endswith("]") else self.date(source)
        who = self._authors(source) if source.persons else name
        author = sentences.known(source.author, self._words.language)
        if not source.persons and author not in ("", name):
            who += f" ({author})"
        stop = "" if source.title.endswith(("?", "!")) else "."
        publisher = sentences.known(source.publisher, self._words.language)
        publisher = "" if name == publisher else publisher
        publisher = ", ".join(filter(None, (" ".join(filter(None, (publisher, source.issue))), when)))
        parts: list[Node] = [
            nodes.Text(who.removesuffix(".") + ". "),
            nodes.emphasis("", source.title),
            nodes.Text(f"{stop} {publisher}."),
        ]
        if source.url:
            parts += [nodes.Text(" "), nodes.reference("", source.url, refuri=source.url)]
        elif not source.issue:
            note = self._note(source) or self._words("book.references.no_address")
            parts.append(nodes.Text(f" {note.rstrip('.')}."))
        if source.read:
            read = formats.period(source.read, self._words)
            parts.append(nodes.Text(" " + self._words("book.references.read_on", date=read)))
        return parts


def parts_of(note: str) -> list[str]:
    """The remarks of which a note is made."""
    return note.split("; ") if note else []


def name_of(source: Source, words: Words) -> str:
    """Who a source is cited as in a language: the persons who wrote it if it is research, else who published it.

    News is known by the paper and not by the reporter; a site that is known by its address only, by what the
    author field says.
    """
    family = [person.split(",")[0] for person in source.persons]
    if len(family) > 2 or "others" in family:
        return words("book.cited.others", name=family[0])
    if family:
        return words.raw("book.cited.and").join(family)
    name = source.author if _SITE.fullmatch(source.publisher) and source.author else source.publisher
    return sentences.known(name, words.language)


def bibliography_of(env: BuildEnvironment) -> Bibliography:
    """The project's bibliography. The page that is being read comes to depend on it."""
    path = paths.data_dir() / "sources.bib"
    if "docname" in env.temp_data:
        env.note_dependency(os.path.relpath(path, env.srcdir))
    return _load(path, path.stat().st_mtime_ns, env.config.language)


@lru_cache(maxsize=4)
def _load(path: Path, _modified: int, language: str) -> Bibliography:
    return Bibliography(path, language)


def citation(bibliography: Bibliography, key: str, text: str | None = None) -> PendingLink:
    """A link to a source in the list of references; its text is the name and date unless given."""
    return PendingLink("", text or bibliography.short(key), kind="source", key=key)


def framed(frame: str, inside: list[Node]) -> list[Node]:
    """Nodes with the text around them, in which `BREAK` stands for them."""
    before, _, behind = frame.partition(BREAK)
    return [*([nodes.Text(before)] if before else []), *inside, *([nodes.Text(behind)] if behind else [])]


class CiteRole(SphinxRole):
    """{cite:p}`a,b` prints "(Xinhua, 2024; China Daily, 2025)", {cite:t}`a` prints "Xinhua (2024)"."""

    def run(self) -> tuple[list[Node], list[system_message]]:
        bibliography, words = bibliography_of(self.env), Words(self.config.language)
        textual, out = self.name.endswith(":t"), list[Node]()
        for key in (part.strip() for part in self.text.split(",")):
            try:
                name, date = bibliography.called(key)
            except UnknownSource as unknown:
                return refuse(self, str(unknown))
            out += [nodes.Text(words.raw("book.cited.between"))] if out else []
            out.append(citation(bibliography, key, bibliography.dated(name, [date]) if textual else None))
        return (out if textual else framed(words("book.cited.group", documents=BREAK), out)), []


class CiteDomain(Domain):
    """Names the roles `cite:p` and `cite:t`, as authors know them from elsewhere."""

    name = "cite"
    label = "Citations"
    roles = {"p": CiteRole(), "t": CiteRole()}  # noqa: RUF012 (Sphinx reads it from the class)

    def merge_domaindata(self, docnames: list[str], otherdata: dict[str, Any]) -> None:
        """Nothing is kept here: what pages cite is in `index.py`."""
