"""Sources: the documents that observations come from, read from `data/sources.bib`.

Belongs here: reading the bibliography and telling what a source is. Does not: printing it (the book's
bibliography does) or the figures in it (`evidence.py`).
"""

import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path


@dataclass(frozen=True)
class Source:
    """One document. `published` is an ISO date, month or year, empty where none is printed or inferred;
    `url` is empty where no address can be cited; `persons` are the authors of research ("Bass, F.M."), empty
    where
    `author` is a body or a reporter; `read` is the ISO date on which it was read, where noted."""

    source_id: str
    publisher: str
    title: str
    published: str
    url: str
    author: str = ""
    persons: tuple[str, ...] = ()
    read: str = ""


# sources.bib is written by one program and checked by another (`check` reads it with pybtex), so its
# form is known: one field a line, in braces. Reading it by line takes 10 ms in every kernel where pybtex
# takes a second.
_ENTRY = re.compile(r"^@\w+\{(?P<key>[^,\s]+),$")
_FIELD = re.compile(r"^\s+(?P<name>\w+)\s*=\s*\{(?P<value>.*)\},?$")


def read_sources(path: Path) -> dict[str, Source]:
    """All sources of a bibliography, by id.

    Raises:
        ValueError: a line is neither entry, field nor end of entry; the message names file and line.
    """
    return dict(_read(path, path.stat().st_mtime_ns))


@lru_cache(maxsize=4)
def _read(path: Path, _modified: int) -> dict[str, Source]:
    found: dict[str, Source] = {}
    key = ""
    fields: dict[str, str] = {}
    for line_number, line in enumerate(path.read_text("utf8").splitlines(), 1):
        if entry := _ENTRY.match(line):
            key, fields = entry["key"], {}
        elif field := _FIELD.match(line):
            fields[field["name"]] = field["value"].replace("{", "").replace("}", "").replace("\\", "")
            if field["name"] == "author":
                # Braces keep a name whole: BibTeX has them around bodies and not around persons.
                fields["persons"] = "" if field["value"].startswith("{") else field["value"]
        elif line == "}":
            found[key] = Source(
                key,
                fields.get("publisher") or fields.get("journal") or fields.get("author", ""),
                fields.get("title", ""),
                fields.get("date", ""),
                fields.get("url", ""),
                fields.get("author", ""),
                tuple(filter(None, fields.get("persons", "").split(" and "))),
                fields.get("urldate", ""),
            )
        elif line.strip() and not line.startswith("%"):
            expected = "`@type{key,`, `  field = {value},` or `}`, one a line"
            raise ValueError(f"{path.name}:{line_number}: expected {expected}")
    return found
