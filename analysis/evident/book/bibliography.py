"""Citations and the list of references: the roles `cite:p` and `cite:t` and the directive `references`.

Belongs here: what a source is called in the text and how it is printed in the list. Does not: reading
`sources.bib` (`sources.py`).

A source is called by its publisher and year; where a publisher has several documents of one year, by the day.
What a source is called follows from `sources.bib` alone, so that a new citation changes no other page.
"""

import os
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

from docutils import nodes
from docutils.nodes import Node, system_message
from sphinx.domains import Domain
from sphinx.environment import BuildEnvironment
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util.docutils import SphinxDirective, SphinxRole

from evident import paths
from evident.book.fact import refuse
from evident.book.index import anchor, book
from evident.book.nodes import PendingLink
from evident.evidence.ids import nearest
from evident.evidence.sources import Source, read_sources
from evident.text import formats
from evident.text.words import Words

_SITE = re.compile(r"[\w-]+(\.[\w-]+)+")


class UnknownSource(LookupError):
    """A source id that `sources.bib` does not have; the message offers the nearest."""


class Bibliography:
    """The sources of `sources.bib` and what they are called in one language."""

    def __init__(self, path: Path, language: str) -> None:
        self.sources = read_sources(path)
        self._words = Words(language)
        per_year = Counter((name_of(s), s.published[:4]) for s in self.sources.values())
        self._dates: dict[str, str] = {}
        taken: Counter[tuple[str, str]] = Counter()
        for key, source in sorted(self.sources.items()):
            shared = per_year[name_of(source), source.published[:4]] > 1
            when = (
                self.date(source)
                if shared
                else source.published[:4] or self._words("book.references.undated")
            )
            count = taken[name_of(source), when] = taken[name_of(source), when] + 1
            self._dates[key] = when if count == 1 else f"{when} [{chr(ord('a') + count - 1)}]"

    def date(self, source: Source) -> str:
        """When a source was published, in words."""
        return formats.period(source.published, self._words) or self._words("book.references.undated")

    def called(self, key: str) -> tuple[str, str]:
        """What a source is called in the text: name and date.

        Raises:
            UnknownSource: `sources.bib` has no such entry.
        """
        if key not in self.sources:
            raise UnknownSource(
                f"unknown source {key!r}: it is not in data/sources.bib{nearest(key, self.sources)}"
            )
        return name_of(self.sources[key]), self._dates[key]

    def by_name(self, keys: Iterable[str]) -> dict[str, list[str]]:
        """Sources under the names by which they are called, in the order given."""
        names: dict[str, list[str]] = {}
        for key in keys:
            names.setdefault(self.called(key)[0], []).append(key)
        return names

    def line(self, keys: Sequence[str]) -> str:
        """Sources as plain text: Source: Xinhua (2024; 3 May 2025); IEA (2021)."""
        documents = (
            f"{name} ({'; '.join(self.called(key)[1] for key in same)})"
            for name, same in self.by_name(keys).items()
        )
        return f"{self._words('book.sources' if len(keys) > 1 else 'book.source')}: {'; '.join(documents)}."

    def entry(self, source: Source) -> list[Node]:
        """A source in full: who, title, publisher, date, address, when it was read."""
        name, when = self.called(source.source_id)
        when = when if when.endswith("]") else self.date(source)
        who = source.author if source.persons else name
        if not source.persons and source.author not in ("", name):
            who += f" ({source.author})"
        stop = "" if source.title.endswith(("?", "!")) else "."
        publisher = "" if name == source.publisher else f"{source.publisher}, "
        parts: list[Node] = [
            nodes.Text(who.removesuffix(".") + ". "),
            nodes.emphasis("", source.title),
            nodes.Text(f"{stop} {publisher}{when}."),
        ]
        if source.url:
            parts += [nodes.Text(" "), nodes.reference("", source.url, refuri=source.url)]
        if source.read:
            read = formats.period(source.read, self._words)
            parts.append(nodes.Text(" " + self._words("book.references.read_on", date=read)))
        return parts


def name_of(source: Source) -> str:
    """Who a source is cited as: the persons who wrote it if it is research, else who published it.

    News is known by the paper and not by the reporter; a site that is known by its address only, by what the
    author field says.
    """
    family = [person.split(",")[0] for person in source.persons]
    if len(family) > 2 or "others" in family:
        return f"{family[0]} et al."
    if family:
        return " and ".join(family)
    return source.author if _SITE.fullmatch(source.publisher) and source.author else source.publisher


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
    return PendingLink("", text or ", ".join(bibliography.called(key)), kind="source", key=key)


class CiteRole(SphinxRole):
    """{cite:p}`a,b` prints "(Xinhua, 2024; China Daily, 2025)", {cite:t}`a` prints "Xinhua (2024)"."""

    def run(self) -> tuple[list[Node], list[system_message]]:
        bibliography = bibliography_of(self.env)
        textual, out = self.name.endswith(":t"), list[Node]()
        for key in (part.strip() for part in self.text.split(",")):
            try:
                name, date = bibliography.called(key)
            except UnknownSource as unknown:
                return refuse(self, str(unknown))
            out += [nodes.Text("; ")] if out else []
            out.append(citation(bibliography, key, f"{name} ({date})" if textual else None))
        return (out if textual else [nodes.Text("("), *out, nodes.Text(")")]), []


class ReferencesDirective(SphinxDirective):
    """{references} lists every source that the book cites. It is filled when all pages have been read."""

    def run(self) -> list[Node]:
        bibliography_of(self.env)
        return [nodes.container(classes=["references", "generated"])]


class FillReferences(SphinxPostTransform):
    """Lists the cited sources, by name and date."""

    default_priority = 3

    def run(self, **kwargs: object) -> None:
        for place in self.document.findall(nodes.container):
            if "references" not in place["classes"]:
                continue
            bibliography = bibliography_of(self.env)
            cited = [bibliography.sources[key] for key in book(self.env).cited]
            listing = nodes.bullet_list(classes=["reference-list"])
            for source in sorted(cited, key=lambda s: (name_of(s).casefold(), s.published, s.source_id)):
                item = nodes.list_item("", nodes.paragraph("", "", *bibliography.entry(source)))
                item["ids"] = [anchor("source", source.source_id)]
                listing += item
            place += listing


class CiteDomain(Domain):
    """Names the roles `cite:p` and `cite:t`, as authors know them from elsewhere."""

    name = "cite"
    label = "Citations"
    roles = {"p": CiteRole(), "t": CiteRole()}  # noqa: RUF012 (Sphinx reads it from the class)

    def merge_domaindata(self, docnames: list[str], otherdata: dict[str, Any]) -> None:
        """Nothing is kept here: what pages cite is in `index.py`."""
