"""New evidence: a row of `observations.csv`, an entry of `sources.bib`, each at its place.

Belongs here: their fields with what is usual, what is wrong with one, where they go. Does not: what evidence must keep
to (`evidence/schema.py` looks through what was written).
"""

import csv
import datetime as dt
import io
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from evident import paths
from evident.evidence.ids import nearest
from evident.evidence.package import FILE, read_package
from evident.evidence.periods import is_period
from evident.evidence.schema import ORDER
from evident.evidence.sources import faults as source_faults
from evident.evidence.table_files import COLUMNS, NUMBERS, misread, read_table
from evident.starting.writing import CannotBegin, Writing, faults
from evident.text.files import read_text
from evident.text.words import Words

NEEDED = (
    "indicator",
    "place",
    "period",
    "value",
    "source_id",
    "locator",
    "paraphrase",
)  # nothing is usual for these
_OF_INDICATOR = ("theme", "unit")
SOURCE_NEEDED = ("publisher", "title", "date")
_ENTRY = re.compile(r"^@\w+\{([^,\s]+),", re.MULTILINE)
_LATEX = {sign: f"\\{sign}" for sign in "&%$#_"}


class Form:
    """What may stand in each field of an observation."""

    def __init__(self) -> None:
        """Raises:
        BadFile: a file of the evidence cannot be read.
        """
        data = paths.data_dir()
        package = read_package(data / FILE)
        fields = next(item for item in package["resources"] if item["name"] == "observations")["schema"][
            "fields"
        ]
        self.limits: dict[str, Mapping[str, Any]] = {f["name"]: f.get("constraints", {}) for f in fields}
        self.indicators = {row["indicator"]: row for _, row in read_table(data / "indicators.csv")}
        self.known = {
            row["obs_id"] for _, row in read_table(data / "observations.csv", COLUMNS["observations"])
        }
        self.sources = source_faults(data / "sources.bib")[0] or set()

    def wrong(self, field: str, value: str) -> str:
        """Why a value cannot stand in a field, with the remedy; empty if it can."""
        limits = self.limits[field]
        if not value and field in _OF_INDICATOR:
            return ""  # what is wrong is the indicator
        if not value:
            return f"{field} is empty; every row needs it" if limits.get("required") else ""
        if field == "obs_id" and value in self.known:
            return f"the observation {value} is there already; change that row, or end the id with the next letter"
        if field == "indicator" and value not in self.indicators:
            near = nearest(value, self.indicators) or "; add a row to data/indicators.csv first"
            return f"there is no indicator {value!r}{near}"
        if field == "source_id" and value not in self.sources:
            near = (
                nearest(value, self.sources)
                or f"; begin it with `{paths.report().command} new source {value}`"
            )
            return f"there is no source {value!r}{near}"
        if field in NUMBERS and (problem := misread(value, NUMBERS[field])):
            return f"{field}: {value!r} {problem}; write digits, a point, no unit"
        if field == "period" and not all(is_period(end) for end in value.removeprefix("../").split("/")):
            return f"period: {value!r} is no period; write 2025, 2025-Q1, 2025-03, 2025-03-14 or two of these with /"
        if "enum" in limits and value not in limits["enum"]:
            return f"{field}: {value!r} is not allowed; write {', '.join(limits['enum'])}"
        if "pattern" in limits and not re.fullmatch(limits["pattern"], value):
            return f"{field}: {value!r} has the wrong form; it must match {limits['pattern']}"
        if len(value) < limits.get("minLength", 0):
            return f"{field}: {value!r} is too short; write at least {limits['minLength']} letters"
        return ""

    def usual(self, told: Mapping[str, str]) -> dict[str, str]:
        """What the fields have that nobody told, as far as it follows from the others."""
        about = self.indicators.get(told.get("indicator", ""), {})
        kind = "stock" if about.get("kind") in ("stock",) else "flow"
        return {
            "theme": about.get("theme", ""),
            "unit": about.get("unit", ""),
            "period_kind": kind if told.get("status") not in ("target", "plan") else "target",
            "bound": "range" if told.get("value_high") else "exact",
            "status": "actual",
            "quality": "good",
        }


def observation(obs_id: str, told: Mapping[str, str]) -> Path:
    """Write a row at its place; all other bytes of the table stay. Returns the file.

    Args:
        told: fields by name; for the rest stands what is usual.

    Raises:
        CannotBegin: a field is wrong, or what `check` says of the row; nothing was written.
    """
    form = Form()
    given = {name: value for name, value in told.items() if value}
    row = dict.fromkeys(COLUMNS["observations"], "") | form.usual(given) | given | {"obs_id": obs_id}
    if wrong := [problem for name, value in row.items() if (problem := form.wrong(name, value))]:
        raise CannotBegin("\n".join(wrong))
    path = paths.data_dir() / "observations.csv"
    text = read_text(path, plain=True)
    header, *lines = text.splitlines(keepends=True)
    columns = next(csv.reader([header]))

    def place(line: str) -> list[str]:
        cells = dict(zip(columns, next(csv.reader([line])), strict=True))
        return [cells[name] for name in ORDER["observations"]]

    made = io.StringIO()
    csv.writer(made, lineterminator="\n").writerow([row.get(name, "") for name in columns])
    new = made.getvalue()
    at = next((n for n, line in enumerate(lines) if place(line) > place(new)), len(lines))
    writing = Writing()
    writing.change(path, "".join([header, *lines[:at], new, *lines[at:]]))
    return writing.write(faults)[0]


def source(key: str, told: Mapping[str, str]) -> Path:
    """Write an entry at its place among the keys; all other bytes of the file stay. Returns the file.

    Args:
        told: publisher, title, date and perhaps author, url, urldate, note, as plain text.

    Raises:
        CannotBegin: the key is taken or none, a field is missing, or what `check` says of it; nothing was written.
    """
    path = paths.data_dir() / "sources.bib"
    if not re.fullmatch(r"[a-z][a-z0-9_]*", key):
        raise CannotBegin(
            f"{key!r} cannot be a key; write small letters, digits and underscores: bureau2026output"
        )
    text = read_text(path)
    entries = list(_ENTRY.finditer(text))
    if any(entry[1] == key for entry in entries):
        raise CannotBegin(f"the source {key} is there already; cite it, or take another key")
    if missing := [name for name in SOURCE_NEEDED if not told.get(name)]:
        raise CannotBegin(f"a source needs {', '.join(missing)}; give --{' and --'.join(missing)}")
    if strange := next((name for name, value in told.items() if set(value) & set("{}\\")), ""):
        raise CannotBegin(
            f"{strange}: braces and \\ mean something else to BibTeX; write plain text without them"
        )
    date = re.fullmatch(r"(\d{4})(?:-(0[1-9]|1[0-2])(?:-\d{2})?)?", told["date"])
    if not date or not is_period(told["date"]):
        raise CannotBegin(f"date: {told['date']!r} is no date; write 2026, 2026-01 or 2026-01-21")
    plain = {
        name: _latex(value) if name not in ("url", "date", "urldate") else value
        for name, value in told.items()
    }
    fields = {
        "author": f"{{{plain.get('author') or plain['publisher']}}}",
        "title": f"{{{plain['title']}}}",
        "publisher": plain["publisher"],
        "date": plain["date"],
        "year": date[1],
        "month": Words("en").raw(f"common.months.{int(date[2])}") if date[2] else "",
        "url": plain.get("url", ""),
        "urldate": plain.get("urldate") or dt.date.today().isoformat(),
        "note": plain.get("note", ""),
    }
    lines = "".join(f"  {name} = {{{value}}},\n" for name, value in fields.items() if value)
    entry = f"@online{{{key},\n{lines}}}\n"
    after = next((found for found in entries if found[1] > key), None)
    if after is not None:
        text = f"{text[: after.start()]}{entry}\n{text[after.start() :]}"
    else:
        text = f"{text.rstrip()}\n\n{entry}".lstrip()
    writing = Writing()
    writing.change(path, text)
    return writing.write(faults)[0]


def _latex(text: str) -> str:
    """Plain text as BibTeX has it."""
    return "".join(_LATEX.get(sign, sign) for sign in text)
