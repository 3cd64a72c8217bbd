"""Does the evidence keep to its schema?

Belongs here: running the Frictionless validator on `datapackage.json` and the checks it cannot state
(sources, units, shares, ranges, periods), each break told with file, line, field and remedy. Does not:
whether the figures agree with each other (`reconcile.py`).
"""

import csv
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from frictionless import Package
from frictionless import errors as faults
from pybtex.database import BibliographyDataError, parse_file
from pybtex.exceptions import PybtexError

from evident.evidence.findings import ERROR, Finding
from evident.evidence.ids import nearest
from evident.evidence.periods import period_end
from evident.evidence.relations import FILE, BadRelations, read_relations
from evident.evidence.sources import read_sources

TABLES = ("observations", "indicators", "panel")
FILES = (*(f"{name}.csv" for name in TABLES), "sources.bib", "datapackage.json")
KEYS = {"observations": "obs_id", "indicators": "indicator", "panel": "province, year and indicator"}
# Told better by our own checks, which know the indicator and the calendar.
COVERED = {"unit", "period"}

Row = Mapping[str, str]


@dataclass(frozen=True)
class At:
    """Where in the evidence something is wrong."""

    file: str
    line: int = 0
    ids: tuple[str, ...] = ()

    def finding(self, rule: str, message: str, remedy: str) -> Finding:
        """A break of the schema at this place."""
        where = f"{self.file}:{self.line}" if self.line else self.file
        # A message that ends by offering names has its mark already.
        return Finding(rule, ERROR, self.ids, where, message.rstrip(". ").rstrip() + _mark(message), remedy)


def _mark(message: str) -> str:
    return "" if message.rstrip(". ").endswith("?") else "."


def findings(folder: Path) -> list[Finding]:
    """All breaks of the schema in a folder of evidence, each once, in order of file and line."""
    found: list[Finding] = []
    if missing := [name for name in FILES if not (folder / name).exists()]:
        found += [At(name).finding("files", "the file is missing", "Put it back.") for name in missing]
    else:
        found += _validator(folder)
        if not any(f.rule == "columns" for f in found):  # otherwise rows cannot be read by name
            found += _own(folder)
    once = sorted(set(found), key=lambda f: (_place(f.where), f.rule, f.message))
    return [replace(f, where=f"{folder.name}/{f.where}") for f in once]


def _place(where: str) -> tuple[str, int]:
    file, _, line = where.partition(":")
    return file, int(line or 0)


def _rows(path: Path) -> Iterator[tuple[int, dict[str, str]]]:
    """The rows of a table with their line in the file."""
    with path.open(encoding="utf8", newline="") as file:
        reader = csv.DictReader(file)
        for row in reader:
            yield reader.line_num, {k: v or "" for k, v in row.items() if k}


# -- what datapackage.json states


def _validator(folder: Path) -> Iterator[Finding]:
    package = Package(str(folder / "datapackage.json"))
    # One bad column can break every row: twenty findings a table tell as much as a thousand.
    for task in package.validate(limit_errors=20).tasks:
        for error in (error.to_descriptor() for error in task.errors):
            if error.get("fieldName") not in COVERED or task.name == "indicators":
                yield _translated(folder, task.name, error, package)


def _translated(folder: Path, table: str, error: dict[str, Any], package: Package) -> Finding:
    """A finding from the validator's error: our words for what an author meets, its own for the rest."""
    kind, field, value = error["type"], error.get("fieldName", ""), error.get("cell", "")
    schema = package.get_resource(table).schema
    cells = [str(cell) for cell in error.get("cells") or []]
    at = At(
        f"{table}.csv",
        int(error.get("rowNumber", 0)),
        (cells[0],) if cells and table == "observations" else (),
    )
    if kind == faults.TypeError.type:
        return at.finding("type", f"{field}: {value!r} is not a number", "Write digits, a point, no unit.")
    if kind == faults.ConstraintError.type:
        return _constraint(at, field, value, error["note"], schema.get_field(field).constraints)
    if kind in (faults.UniqueError.type, faults.PrimaryKeyError.type):
        message = f"{KEYS[table]}: this row repeats an earlier one ({', '.join(cells[:3])})"
        return at.finding("duplicate", message, "Give it another key, or delete one of the two.")
    if kind == faults.ForeignKeyError.type:
        wrong = str(error.get("fieldCells", [""])[0])
        names = [row["indicator"] for _, row in _rows(folder / "indicators.csv")]
        message = f"indicator: {wrong!r} is not in indicators.csv{nearest(wrong, names)}"
        return at.finding("indicator", message, "Mend the name, or add the indicator to indicators.csv.")
    if kind in (faults.ExtraCellError.type, faults.MissingCellError.type, faults.BlankRowError.type):
        return at.finding(
            "row", error["message"], "Count the commas; a text that has one needs quotation marks."
        )
    if kind.endswith(("-label", "-header")):
        order = ", ".join(schema.field_names)
        return At(at.file, 1).finding(
            "columns", error["message"], f"The columns are, in this order: {order}."
        )
    return at.finding(kind, error["note"] or error["message"], error["description"])


def _constraint(at: At, field: str, value: str, note: str, limits: Mapping[str, Any]) -> Finding:
    match = re.search(r'constraint "(\w+)"', note)
    broken = match[1] if match else ""
    if broken == "required":
        return at.finding("empty", f"{field} is empty", "Fill it: every row needs it.")
    if broken == "enum":
        allowed = [str(v) for v in limits["enum"]]
        listed = (
            f"Allowed: {', '.join(allowed)}."
            if len(allowed) < 12
            else "datapackage.json lists what is allowed."
        )
        return at.finding("value", f"{field}: {value!r} is not allowed{nearest(value, allowed)}", listed)
    if broken == "pattern":
        return at.finding(
            "form", f"{field}: {value!r} has the wrong form", f"It must match {limits['pattern']}."
        )
    remedy = "datapackage.json says what the field may hold."
    return at.finding("value", f"{field}: {value!r} breaks {broken} = {limits.get(broken)}", remedy)


# -- what it cannot state


def _own(folder: Path) -> Iterator[Finding]:
    tables = {name: list(_rows(folder / f"{name}.csv")) for name in TABLES}
    indicators = {row["indicator"]: row for _, row in tables["indicators"]}
    sources, broken = _bibliography(folder / "sources.bib")
    yield from broken
    yield from _relations(folder, indicators)
    for name in ("observations", "panel"):
        for line, row in tables[name]:
            at = At(f"{name}.csv", line, (row["obs_id"],) if "obs_id" in row else ())
            yield from _figure(at, row, indicators, sources)
            if name == "observations":
                yield from _observation(at, row)


def _relations(folder: Path, indicators: Iterable[str]) -> Iterator[Finding]:
    """Indicators that identities.yml names and nobody has."""
    try:
        relations = read_relations(folder)
    except BadRelations as error:
        yield At(FILE, error.line).finding("identities", error.message, "Mend it, or delete the section.")
        return
    for name in sorted(relations.indicators() - set(indicators)):
        message = f"{name!r} is not in indicators.csv{nearest(name, indicators)}"
        yield At(FILE, relations.lines[name]).finding(
            "identities", message, "Mend the name, or add the indicator to indicators.csv."
        )


def _bibliography(path: Path) -> tuple[set[str], list[Finding]]:
    """The keys of the bibliography, and what is wrong with it."""
    lines = path.read_text("utf8").splitlines()
    keys = {
        match[1]: number
        for number, line in enumerate(lines, 1)
        if (match := re.match(r"@\w+\{([^,\s]+),", line))
    }
    try:
        read_sources(path)  # first: it knows the form line by line
        entries = parse_file(str(path), bib_format="bibtex").entries
    except BibliographyDataError as error:
        return set(keys), [At(path.name).finding("sources", str(error), "Every key occurs once.")]
    except (PybtexError, ValueError) as error:
        match = re.search(r"(?:bib:|line )(\d+)", str(error))
        at = At(path.name, int(match[1]) if match else 0)
        return set(keys), [at.finding("sources", str(error), "One field a line: `  title = {…},`.")]
    found = []
    for key, entry in entries.items():
        at, given = At(path.name, keys.get(key, 1), (key,)), {*entry.fields, *entry.persons}
        for needed, names in {
            "title": {"title"},
            "publisher": {"publisher", "journal"},
            "date": {"date"},
        }.items():
            if not given & names:
                found.append(
                    at.finding("sources", f"{key} has no {needed}", f"Add a line `  {needed} = {{…}},`.")
                )
        date = entry.fields.get("date", "2000")
        if not _is_period(date):
            found.append(
                at.finding("sources", f"{key}: {date!r} is not a date", "Write 2025, 2025-03 or 2025-03-14.")
            )
    return set(keys), found


def _figure(at: At, row: Row, indicators: Mapping[str, Row], sources: Iterable[str]) -> Iterator[Finding]:
    """What every figure must keep to, in either table."""
    source, indicator = row["source_id"], indicators.get(row["indicator"])
    if source and source not in sources:
        message = f"source_id: {source!r} is not in sources.bib{nearest(source, sources)}"
        yield at.finding("source", message, "Mend the key, or add the source to sources.bib.")
    if indicator is None:  # the validator says so
        return
    unit, kind = indicator["unit"], indicator["kind"]
    if row["unit"] != unit:
        message = f"unit: {row['unit']!r} is not the unit of {row['indicator']}, which is {unit!r}"
        yield at.finding("unit", message, "Convert the value exactly, or use another indicator.")
    if row.get("theme", indicator["theme"]) != indicator["theme"]:
        message = (
            f"theme: {row['theme']!r} is not the theme of {row['indicator']}, which is {indicator['theme']!r}"
        )
        yield at.finding("theme", message, "Use the theme of the indicator.")
    for field in ("value", "value_high"):
        number = _number(row.get(field, ""))
        if number is None:
            continue
        if unit == "percent" and kind == "share" and not 0 <= number <= 100:
            message = f"{field}: {number:g} percent cannot be a share of a whole"
            yield at.finding(
                "share", message, "Mend it; a growth has the kind change in indicators.csv, or ratio."
            )
        elif kind in ("stock", "price") and number < 0:
            message = f"{field}: a {kind} of {number:g} is below nothing"
            yield at.finding(
                "negative", message, "Mend it; a difference has the kind change in indicators.csv."
            )


def _observation(at: At, row: Row) -> Iterator[Finding]:
    """What only observations have: ranges, periods, groups."""
    low, high = _number(row["value"]), _number(row["value_high"])
    if (row["bound"] == "range") != (high is not None):
        message = f"bound is {row['bound']!r} and value_high is {row['value_high'] or 'empty'}"
        yield at.finding("range", message, "A range, and only a range, has an upper end.")
    elif low is not None and high is not None and high <= low:
        message = f"value_high: the range begins at {low:g} and ends at {high:g}"
        yield at.finding("range", message, "The lower end stands in value.")
    ends = [end for end in row["period"].split("/") if end != ".."]
    if not (1 <= len(ends) <= 2 and all(map(_is_period, ends))):
        message = f"period: {row['period']!r} is not a period of the calendar"
        yield at.finding(
            "period", message, "Write 2025, 2025-Q1, 2025-03, 2025-03-14 or two of these with /."
        )
    elif len(ends) == 2 and period_end(ends[0]) > period_end(ends[1]):
        yield at.finding("period", f"period: {row['period']!r} ends before it starts", "Swap the two dates.")
    if row["quality"] == "conflict" and not row["conflict_group"]:
        message = "quality is 'conflict' and conflict_group is empty"
        yield at.finding("conflict", message, "Name the group, the same in all rows to be read together.")


def _number(text: str) -> float | None:
    """A number, or None where there is none (the validator reports what is not a number)."""
    try:
        return float(text)
    except ValueError:
        return None


def _is_period(text: str) -> bool:
    try:
        period_end(text)
    except ValueError:
        return False
    return True
