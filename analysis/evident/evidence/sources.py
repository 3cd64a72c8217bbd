"""Sources: the documents that observations come from, read from `data/sources.bib`.

Belongs here: what a source is, and what is wrong with one. Does not: the form of the file (`bibtex.py`), printing a
source (the book's bibliography does) or the figures in it (`tables.py`).
"""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from evident.evidence import addresses, latex
from evident.evidence.bibtex import Entry, read_entries
from evident.evidence.bibtex_names import FIELDS, KINDS
from evident.evidence.ids import nearest
from evident.evidence.periods import is_date, period_end, period_start
from evident.text.files import BadFile

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_PUBLISHERS = ("publisher", "journal", "journaltitle", "institution", "organization", "school")
_PRINTED = ("title", "author", *_PUBLISHERS)


@dataclass(frozen=True)
class Source:
    """One document.

    Attributes:
        published: an ISO date, month or year; empty where none is printed or inferred.
        url: that of its DOI where it has no other; empty where no address can be cited.
        persons: the authors of research ("Bass, F.M."); empty where `author` is a body or a reporter.
        read: the ISO date on which it was read, where noted.
        kind: its type in BibTeX.
        language: as written there ("chinese"); empty for English.
        issue: where it stands in a journal ("15, 215–227").
        note: what was noted of it.
    """

    source_id: str
    publisher: str
    title: str
    published: str
    url: str
    author: str = ""
    persons: tuple[str, ...] = ()
    read: str = ""
    kind: str = ""
    language: str = ""
    issue: str = ""
    note: str = ""


def read_sources(path: Path) -> dict[str, Source]:
    """All sources of a bibliography, by id.

    Raises:
        BadFile: an entry cannot be read, or its address may not be printed; with file, line and remedy.
    """
    found, faults = _read(path, path.stat().st_mtime_ns if path.exists() else 0)
    if faults:
        raise faults[0]
    return dict(found)


def faults(path: Path) -> tuple[set[str] | None, list[BadFile]]:
    """The keys of a bibliography, None if not all can be read, and all that is wrong with it."""
    entries, broken = read_entries(path)
    wrong = list(broken)
    for entry in entries:
        try:
            _source(path, entry)
        except BadFile as fault:
            wrong.append(fault)
        else:
            # Where braces are wrong, what an entry lacks may stand outside it.
            wrong += [] if broken else _incomplete(path, entry)
    return None if broken else {entry.key for entry in entries}, wrong


@lru_cache(maxsize=4)
def _read(path: Path, _modified: int) -> tuple[dict[str, Source], list[BadFile]]:
    entries, broken = read_entries(path)
    found: dict[str, Source] = {}
    for entry in entries:
        try:
            found[entry.key] = _source(path, entry)
        except BadFile as fault:
            broken.append(fault)
    return found, broken


def _source(path: Path, entry: Entry) -> Source:
    """A source from its entry.

    Raises:
        BadFile: LaTeX in it stands for no text, or its address may not be printed.
    """
    text = {name: _text(path, entry, name) for name in _PRINTED if name in entry.fields}
    raw = " ".join(entry.fields.get("author", "").split())
    # Braces keep a name whole: BibTeX has them around bodies and not around persons. `{\"U}` is a letter.
    body = raw.startswith("{") and not raw.startswith("{\\")
    url = latex.address(entry.fields.get("url", ""))
    if problem := url and addresses.problem(url):
        raise _at(
            path, entry, "url", problem, "give the address of the page, as a browser shows it, or delete it"
        )
    doi = latex.address(entry.fields.get("doi", ""))
    if problem := doi and addresses.doi_problem(doi):
        raise _at(
            path, entry, "doi", problem, "write the DOI alone, 10.1234/…, without the address before it"
        )
    return Source(
        entry.key,
        next((text[name] for name in (*_PUBLISHERS, "author") if text.get(name)), ""),
        text.get("title", ""),
        _published(entry),
        url or (f"https://doi.org/{doi}" if doi else ""),
        text.get("author", ""),
        () if body or not raw else tuple(_person(path, entry, name) for name in _names(raw)),
        _plain(entry, "urldate"),
        entry.kind,
        _plain(entry, "langid"),
        _issue(entry),
        _plain(entry, "note"),
    )


def _issue(entry: Entry) -> str:
    """Where a paper stands in its journal: 15(5), 215–227."""
    volume, number, pages = (_plain(entry, name) for name in ("volume", "number", "pages"))
    issue = f"({number})" if volume and number else number
    return ", ".join(filter(None, (volume + issue, pages.replace("--", "–"))))


def _text(path: Path, entry: Entry, name: str) -> str:
    return _decoded(path, entry, name, entry.fields[name])


def _decoded(path: Path, entry: Entry, name: str, value: str) -> str:
    try:
        return latex.text(value)
    except latex.UnknownLatex as unknown:
        message = f"{name}: {unknown.command.rstrip(' {')} is no letter that can be printed"
        raise _at(path, entry, name, message, "write the letters themselves, in UTF-8") from None


def _plain(entry: Entry, name: str) -> str:
    return " ".join(entry.fields.get(name, "").replace("{", "").replace("}", "").split())


def _published(entry: Entry) -> str:
    """The date of a source, from `date`, or from `year` with `month` and `day`."""
    if date := _plain(entry, "date"):
        return date
    year, month, day = (_plain(entry, name) for name in ("year", "month", "day"))
    number = _month(month)
    if not number:
        return year if not month else f"{year}-{month}"
    return f"{year}-{number:02}" + (f"-{int(day):02}" if day.isdecimal() else "")


def _month(text: str) -> int:
    """The number of a month that is written as number or word; 0 if it is none."""
    text = text.strip(" .").lower()
    if text.isdecimal():
        return int(text) if 1 <= int(text) <= 12 else 0
    return MONTHS.index(text[:3]) + 1 if text[:3] in MONTHS else 0


def _names(authors: str) -> list[str]:
    """The names of a list of persons: "and" separates them where no brace is open."""
    names, depth = [""], 0
    for word in authors.split(" "):
        if word.lower() == "and" and depth == 0:
            names.append("")
            continue
        names[-1] = f"{names[-1]} {word}".strip()
        depth += word.count("{") - word.count("}")
    return [name for name in names if name]


def _person(path: Path, entry: Entry, name: str) -> str:
    """A person as "Family, Given", whichever way the name is written."""
    if name.startswith("{") and not name.startswith("{\\"):
        return _decoded(path, entry, "author", name)
    told = _decoded(path, entry, "author", name)
    if "," in told or " " not in told:
        return told
    from pybtex.database import Person

    person = Person(told)
    family = " ".join([*person.prelast_names, *person.last_names])
    return f"{family}, {' '.join([*person.first_names, *person.middle_names])}"


def _incomplete(path: Path, entry: Entry) -> Iterator[BadFile]:
    """What a source lacks, and what in it says two things."""
    if entry.kind not in KINDS:
        near = nearest(entry.kind, KINDS)
        yield BadFile(
            path, entry.line, f"{entry.key}: there is no type @{entry.kind}{near}", "write @online or another"
        )
    for name in entry.fields:
        if name not in FIELDS:
            near = nearest(name, FIELDS)
            yield _at(path, entry, name, f"there is no field {name!r}{near}", "mend its name, or delete it")
    source = _source(path, entry)
    for needed, value in {
        "title": source.title,
        "publisher": next((name for name in _PUBLISHERS if _plain(entry, name)), ""),
        "date": source.published,
    }.items():
        if not value:
            message = f"{entry.key} has no {needed}"
            yield BadFile(path, entry.line, message, f"add a line `  {needed} = {{…}},`")
    if source.published and not is_date(source.published):
        where = "date" if "date" in entry.fields else "month" if "month" in entry.fields else "year"
        message = f"{source.published!r} is not a date"
        yield _at(path, entry, where, message, "write 2025, 2025-03 or 2025-03-14")
        return
    if source.read and not (len(source.read) == len("2025-03-14") and is_date(source.read)):
        yield _at(path, entry, "urldate", f"{source.read!r} is not a day", "write 2025-03-14")
    elif source.read and source.published:
        yield from _read_before(path, entry, source)
    if "date" in entry.fields and source.published:
        yield from _two_dates(path, entry, source.published)


def _read_before(path: Path, entry: Entry, source: Source) -> Iterator[BadFile]:
    if period_start(source.published) > dt.date.fromisoformat(source.read):
        message = f"it was read on {source.read}, before it was published, {source.published}"
        yield _at(path, entry, "urldate", message, "mend one of the two dates")


def _two_dates(path: Path, entry: Entry, date: str) -> Iterator[BadFile]:
    year, month = _plain(entry, "year"), _plain(entry, "month")
    if year and year != date[:4]:
        message = f"the year is {year!r} and the date {date!r}"
        yield _at(path, entry, "year", message, "mend one of the two; the date alone is enough")
    elif month and _month(month) != period_end(date).month and len(date) > 4:
        message = f"the month is {month!r} and the date {date!r}"
        yield _at(path, entry, "month", message, "mend one of the two; the date alone is enough")


def _at(path: Path, entry: Entry, name: str, message: str, remedy: str) -> BadFile:
    return BadFile(path, entry.lines.get(name, entry.line), f"{entry.key}: {message}", remedy)
