"""A glossary and the chapters that use it: entries, links to them, first mentions, abbreviations.

Belongs here: reading the entries of a {glossary}, finding links {term}`…` and words of entries in Markdown, what a lint
says of them. Does not: which chapters are held to it and where exceptions are listed (`book/terms.py`).

A mention is a word of running text. Headings, key numbers and the words of a claim may say a term before the sentence
that explains it: they are no mention, though a link in them is one.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from itertools import pairwise

from evident.text import spelling

_GLOSSARY = re.compile(r"^(?P<fence>`{3,}|:{3,})\{glossary\}[^\n]*$")
_KEY_NUMBERS = re.compile(
    r"^(?P<fence>`{3,}|:{3,})\{keynumbers\}.*?^(?P=fence)\s*$", re.DOTALL | re.MULTILINE
)
_LINK = re.compile(r"\{term\}`(?P<inner>[^`]+)`")
_TARGET = re.compile(r"^.*<(?P<target>[^<>]+)>\s*$", re.DOTALL)
_HEADING = re.compile(r"^\s{0,3}#{1,6}\s.*$", re.MULTILINE)
_ABBREVIATION = re.compile(r"[A-Z]{2,}s?")
_WRITTEN = re.compile(r"(?<![\w.@\\/-])[A-Z]{2,}s?(?![\w@\\/]|\.\w)")


@dataclass(frozen=True)
class Entry:
    """An entry of a glossary: its term, other names of it, the line of each, and the terms its definition links."""

    names: tuple[str, ...]
    lines: tuple[int, ...]
    links: tuple[str, ...] = ()

    @property
    def term(self) -> str:
        """The name that it is sorted by."""
        return self.names[0]


@dataclass(frozen=True)
class Place:
    """A name of an entry, or an abbreviation, in a chapter: as it is written there, its line and column."""

    text: str
    line: int
    column: int


def entries(markdown: str) -> list[Entry]:
    """The entries of the first {glossary} of a page; names stand at the edge, the definition is indented below."""
    found: list[Entry] = []
    names: list[tuple[str, int]] = []
    links: list[str] = []
    fence = ""

    def done() -> None:
        if names:
            found.append(Entry(tuple(n for n, _ in names), tuple(line for _, line in names), tuple(links)))
        names.clear()
        links.clear()

    for number, line in enumerate(markdown.splitlines(), 1):
        if not fence:
            match = _GLOSSARY.match(line)
            fence = match["fence"] if match else ""
        elif line.strip() == fence:
            break
        elif line.strip() and not line[0].isspace():
            if links or (names and names[-1][1] != number - 1):
                done()
            names.append((line.strip(), number))
        elif not line.strip():
            done()
        else:
            links += [_named(match["inner"]) for match in _LINK.finditer(line)]
    done()
    return found


def _named(inner: str) -> str:
    """The entry that a link names: `words <entry>`, or the words themselves."""
    match = _TARGET.match(inner)
    return " ".join((match["target"] if match else inner).split())


def links(markdown: str) -> list[Place]:
    """The links to entries, by the entry that each names."""
    text = spelling.prose_lines(markdown)
    return [_place(text, _named(match["inner"]), match.start()) for match in _LINK.finditer(text)]


def _place(text: str, words: str, start: int) -> Place:
    return Place(words, text.count("\n", 0, start) + 1, start - (text.rfind("\n", 0, start) + 1))


def mentions(markdown: str, glossary: Sequence[Entry], everyday: set[str]) -> Iterator[tuple[Entry, Place]]:
    """The words of entries in the running text of a chapter, in the order of the text; of names that hold one another
    the longest counts.

    Args:
        everyday: names that are words of every day as well, whose mentions say nothing.
    """
    text = running(markdown)
    by_name = {name: entry for entry in glossary for name in entry.names if name not in everyday}
    found: list[tuple[int, str, str]] = []
    for name in sorted(by_name, key=len, reverse=True):
        for match in list(_form(name).finditer(text)):
            found.append((match.start(), name, match[0]))
            text = text[: match.start()] + re.sub(r"[^\n]", "\0", match[0]) + text[match.end() :]
    for start, name, written in sorted(found):
        yield by_name[name], _place(text, " ".join(written.split()), start)


def running(markdown: str) -> str:
    """The running text of a chapter: all else is blanked, and what is left keeps its lines and columns."""
    without = _KEY_NUMBERS.sub(spelling.blank, markdown)
    return spelling.without_marks(
        spelling.without_roles(_HEADING.sub(spelling.blank, spelling.prose_lines(without)))
    )


@cache
def _form(name: str) -> re.Pattern[str]:
    """How a name may be written: with a capital at the start of a sentence, in the plural, with a hyphen."""
    words = "[-\\s]+".join(_inflected(word) for word in re.split(r"[-\s]+", name))
    capitals = any(_ABBREVIATION.fullmatch(word) for word in name.split())
    return re.compile(rf"(?<!\w){words}(?!\w)", 0 if capitals else re.IGNORECASE)


def _inflected(word: str) -> str:
    if re.fullmatch(r"[a-z]{3,}[^aeiou]y", word):
        return rf"{re.escape(word[:-1])}(?:y|ies)"
    return rf"{re.escape(word)}(?:e?s)?" if len(word) > 2 else re.escape(word)


def abbreviations(markdown: str) -> list[Place]:
    """Words of two capitals or more that a chapter prints, headings and the words of claims among them, each once."""
    text = spelling.without_marks(spelling.said_by_roles(spelling.prose_lines(markdown)))
    first: dict[str, Place] = {}
    for match in _WRITTEN.finditer(text):
        first.setdefault(match[0].removesuffix("s"), _place(text, match[0].removesuffix("s"), match.start()))
    return list(first.values())


# -- what a lint says


def unknown(markdown: str, glossary: Sequence[Entry]) -> Iterator[tuple[int, str]]:
    """Links that name no entry, with their lines."""
    names = {name.casefold(): name for entry in glossary for name in entry.names}
    for link in links(markdown):
        if link.text.casefold() in names:
            continue
        meant = next((name for name in names.values() if _form(name).fullmatch(link.text)), None)
        near = meant or next(iter(get_close_matches(link.text.casefold(), names, 1, 0.75)), None)
        told = names.get(near.casefold()) if near else None
        remedy = f"did you mean {{term}}`{link.text} <{told}>`?" if told else "add an entry to the glossary"
        yield link.line, f"{{term}}`{link.text}` names no entry of the glossary; {remedy}"


def unlinked(markdown: str, glossary: Sequence[Entry], everyday: set[str]) -> Iterator[tuple[int, str]]:
    """Entries whose first mention in a chapter stands before any link to them (`everyday`: see `mentions`)."""
    linked: dict[str, tuple[int, int]] = {}
    for link in links(markdown):
        linked.setdefault(link.text.casefold(), (link.line, link.column))
    told: set[str] = set()
    for entry, place in mentions(markdown, glossary, everyday):
        if entry.term in told:
            continue
        told.add(entry.term)
        first = min((linked[n.casefold()] for n in entry.names if n.casefold() in linked), default=None)
        if first is None or first > (place.line, place.column):
            as_named = any(place.text.casefold() == name.casefold() for name in entry.names)
            write = place.text if as_named else f"{place.text} <{entry.term}>"
            later = f", and not only in line {first[0]}" if first else ""
            yield (
                place.line,
                f"{place.text!r} is mentioned first here and is in the glossary; write {{term}}`{write}`{later}",
            )


def unexplained(markdown: str, glossary: Sequence[Entry], known: set[str]) -> Iterator[tuple[int, str]]:
    """Abbreviations without an entry (`known`: those that need none)."""
    for place in without_entry(markdown, glossary, known):
        yield (
            place.line,
            f"the abbreviation {place.text} has no entry in the glossary; add one, write it out, or list it under "
            "`abbreviations` in terms.yml",
        )


def without_entry(markdown: str, glossary: Sequence[Entry], known: set[str]) -> list[Place]:
    """The abbreviations of a chapter that have no entry and are not among those that need none."""
    explained = known | {word for entry in glossary for name in entry.names for word in name.split()}
    return [place for place in abbreviations(markdown) if place.text not in explained]


def unused(chapters: Iterable[str], glossary: Sequence[Entry]) -> Iterator[tuple[int, str]]:
    """Entries that no chapter links, which the page of the glossary could not say the use of."""
    used = {link.text.casefold() for markdown in chapters for link in links(markdown)}
    for entry in glossary:
        if not {name.casefold() for name in entry.names} & used:
            yield (
                entry.lines[0],
                f"no chapter links the entry {entry.term!r}; link it where it is used, or delete it",
            )


def disordered(glossary: Sequence[Entry]) -> Iterator[tuple[int, str]]:
    """Entries that stand before one that comes first in the alphabet, and names that stand twice."""
    for before, entry in pairwise(glossary):
        if entry.term.casefold() < before.term.casefold():
            yield entry.lines[0], f"the entry {entry.term!r} stands behind {before.term!r}; move it up"
    first: dict[str, int] = {}
    for entry in glossary:
        for name, line in zip(entry.names, entry.lines, strict=True):
            if name.casefold() in first:
                yield (
                    line,
                    f"{name!r} stands twice, first in line {first[name.casefold()]}; delete one of the two",
                )
            first.setdefault(name.casefold(), line)
