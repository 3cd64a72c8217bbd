"""The addresses that a report prints: where each stands, and whether it has the form that it should.

Belongs here: finding addresses in sources, chapters, guides and `CITATION.cff`, and what can be told of one without
asking anybody. Does not: what its host answers (`answers.py`), which addresses may be printed at all
(`evidence/addresses.py`).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

from evident import paths
from evident.evidence import addresses, latex
from evident.evidence.bibtex import Entry, read_entries
from evident.text import spelling
from evident.text.files import BadFile, read_text

DOI = "https://doi.org/"
# What a host learns of the way by which somebody came to it, and a reader has no use for.
_TRACKING = re.compile(
    r"utm_\w+|fbclid|gclid|dclid|msclkid|mc_[ce]id|igshid|spm|_hs(?:enc|mi)", re.IGNORECASE
)
# RFC 2606 and 6761: names that lead to nobody, or to another host for each who asks.
_RESERVED = ("test", "example", "invalid", "localhost", "local", "internal")
_IN_TEXT = re.compile(r"https?://[^\s<>\"”»]+")
_MISPLACED = ".,;:!?'"


@dataclass(frozen=True)
class Address:
    """An address where it stands.

    Attributes:
        url: as a browser asks for it; of a DOI the address of its resolver.
        path, line: where.
        key: of the source; empty in a text.
        note: of the source.
    """

    url: str
    path: Path
    line: int
    key: str = ""
    note: str = ""

    @property
    def where(self) -> str:
        """file:line, and the source."""
        return f"{paths.short(self.path)}:{self.line}" + (f": {self.key}" if self.key else "")


def of_report() -> list[Address]:
    """Every address of the report, in order of file and line.

    Raises:
        BadFile: a file cannot be read.
    """
    return [*_of_sources(paths.data_dir() / "sources.bib"), *_of_texts()]


def _of_sources(path: Path) -> Iterator[Address]:
    entries, broken = read_entries(path)
    if broken:
        raise broken[0]
    for entry in entries:
        yield from _of_source(path, entry)


def _of_source(path: Path, entry: Entry) -> Iterator[Address]:
    """The address of a source and its DOI, once if they are the same."""
    note = entry.fields.get("note", "")
    url = latex.address(entry.fields.get("url", ""))
    if url:
        yield Address(url, path, entry.lines["url"], entry.key, note)
    doi = latex.address(entry.fields.get("doi", ""))
    if doi and _same(DOI + doi) != _same(url):
        yield Address(DOI + doi, path, entry.lines["doi"], entry.key, note)


def _of_texts() -> Iterator[Address]:
    report = paths.report()
    guides = [*report.root.glob("*.md"), *paths.data_dir().glob("*.md"), *report.root.glob("CITATION.cff")]
    for path in [*sorted(report.chapters.rglob("*.md")), *sorted(guides)]:
        text = spelling.without_code(spelling.prose_lines(read_text(path)))
        for number, line in enumerate(text.split("\n"), 1):
            for match in _IN_TEXT.finditer(line):
                yield Address(_ended(match[0]), path, number)


def _ended(found: str) -> str:
    """An address without what the sentence around it added: a bracket that it did not open, a stop."""
    while found[-1] in _MISPLACED or (found[-1] in ")]" and _unbalanced(found)):
        found = found[:-1]
    return found


def _unbalanced(url: str) -> bool:
    return any(url.count(opening) != url.count(closing) for opening, closing in ("()", "[]"))


def faults(found: list[Address]) -> list[BadFile]:
    """What is wrong with the form of addresses, in their order."""
    wrong = []
    first: dict[str, Address] = {}
    for address in found:
        if told := _problem(address.url):
            wrong.append(_wrong(address, *told))
        if address.key:
            other = first.setdefault(_same(address.url), address)
            if other.key != address.key and not _marked(address, other):
                wrong.append(
                    _wrong(
                        address,
                        f"the address stands under {other.key} too, in line {other.line}",
                        f"keep one of the two sources, or write in the note of one `same page as {other.key}`",
                    )
                )
    return wrong


def _wrong(address: Address, message: str, remedy: str) -> BadFile:
    told = f"{address.key}: {message}" if address.key else message
    return BadFile(address.path, address.line, told, remedy)


def _marked(one: Address, other: Address) -> bool:
    return f"same page as {other.key}" in one.note or f"same page as {one.key}" in other.note


def _same(url: str) -> str:
    """What two addresses of one page have in common."""
    parts = urlsplit(url)
    host = parts.netloc.lower().removeprefix("www.").removeprefix("dx.")
    path = parts.path.lower() if host == "doi.org" else parts.path
    return f"{host}{path.rstrip('/')}?{parts.query}"


def _problem(url: str) -> tuple[str, str] | None:
    """What is wrong with the form of an address, and how to mend it; None if nothing is."""
    if told := addresses.problem(url):
        return told, "give the address of the page, as a browser shows it"
    parts = urlsplit(url)
    name = (parts.hostname or "").rstrip(".").rpartition(".")[2]
    if name in _RESERVED:
        return f"no page of the web ends in .{name}", "give the address that everybody can ask for"
    if _unbalanced(url):
        return (
            f"{url!r} has a bracket without its other",
            "copy the whole address, or write %28 or %29 for it",
        )
    if url[-1] in _MISPLACED:
        return f"{url!r} ends in {url[-1]!r}", "delete it, or complete the address"
    if "doi.org" in parts.netloc and (told := addresses.doi_problem(parts.path.lstrip("/"))):
        return told, "write https://doi.org/10.1234/…"
    tracking = [key for key, _ in parse_qsl(parts.query, keep_blank_values=True) if _TRACKING.fullmatch(key)]
    if tracking:
        return (
            f"{', '.join(tracking)} in the address tells a host who came by which way",
            "delete it from the address",
        )
    return None
