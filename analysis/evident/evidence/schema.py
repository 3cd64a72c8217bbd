"""Does the evidence keep to its schema?

Belongs here: putting the checks of form together, and those that `datapackage.json` cannot state (sources, units,
shares, ranges, periods, what a row says twice), each break told with file, line, field and remedy. Does not: the form
of the files (`table_files.py`, `bibtex.py`), what `datapackage.json` states (`package.py`), whether the figures agree
with each other (`reconcile.py`).
"""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

from evident.evidence import naming, package
from evident.evidence.findings import Finding
from evident.evidence.ids import nearest
from evident.evidence.package import At, told
from evident.evidence.periods import is_period, period_end, period_start
from evident.evidence.relations import FILE, read_relations
from evident.evidence.sources import Source, faults, read_sources
from evident.evidence.table_files import NUMBER, NUMBERS, Row, misread, rows_and_faults
from evident.text.files import BadFile, unseen

TABLES = ("observations", "indicators", "panel")
# In this order the rows stand, so that a new one is one line of a difference.
ORDER = {
    "observations": ("theme", "indicator", "obs_id"),
    "indicators": ("theme", "indicator"),
    "panel": ("province", "year", "indicator"),
}
PUBLISHED = ("actual", "estimate", "derived")  # what is said of a time that has begun
# What a spreadsheet program takes for the beginning of a formula; the wide forms too.
_FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠")

Tables = Mapping[str, list[tuple[int, Row]]]


def findings(folder: Path) -> list[Finding]:
    """All breaks of the schema in a folder of evidence, each once, in order of file and line."""
    found = list(_form(folder))
    if not found:  # otherwise rows cannot be read by name
        described = package.read_package(folder / package.FILE)
        tables = {name: rows_and_faults(folder / f"{name}.csv")[0] for name in TABLES}
        found += _all_cells(tables)
        found += package.broken(folder, described, tables, {f.where for f in found})
        found += _own(folder, tables, {f.where for f in found})
    once = sorted(set(found), key=lambda f: (_place(f.where), f.rule, f.message))
    return [replace(f, where=f"{folder.name}/{f.where}") for f in once]


def _place(where: str) -> tuple[str, int]:
    file, _, line = where.partition(":")
    return file, int(line or 0)


def _form(folder: Path) -> Iterator[Finding]:
    """Files that are missing, or that nothing can be said of but that they cannot be read."""
    columns: dict[str, list[str]] = {name: [] for name in TABLES}
    try:
        described = package.read_package(folder / package.FILE)
        columns = {
            r["name"]: [field["name"] for field in r["schema"]["fields"]] for r in described["resources"]
        }
    except BadFile as fault:
        yield _file(fault, "package")
    for name in TABLES:
        for broken in rows_and_faults(folder / f"{name}.csv", columns[name])[1]:
            yield _file(broken, "columns" if broken.line == 1 else "row")
    if not (folder / "sources.bib").exists():
        yield _file(BadFile(folder / "sources.bib", 0, "the file is missing", "put it back"), "files")


def _file(fault: BadFile, rule: str) -> Finding:
    return told(rule if fault.line else "files", fault)


def _own(folder: Path, tables: Tables, known: set[str]) -> Iterator[Finding]:
    """What `datapackage.json` cannot state; `known` are the lines of which something has been said."""
    # What is wrong with an indicator is told there, and not of each of its figures.
    indicators = {
        row["indicator"]: row for line, row in tables["indicators"] if f"indicators.csv:{line}" not in known
    }
    keys, broken = faults(folder / "sources.bib")
    yield from (told("sources", fault) for fault in broken)
    sources = {} if broken else read_sources(folder / "sources.bib")
    if not _any_of("indicators", known):
        yield from _relations(folder, indicators)
    used = {row["indicator"] for _, row in tables["observations"]}
    places = {naming.slug(row["place"]) for _, row in tables["observations"]}
    for name, rows in tables.items():
        found: list[Finding] = []
        for line, row in rows:
            at = At(f"{name}.csv", line, (row["obs_id"],) if "obs_id" in row else ())
            if name == "indicators" or f"{at.file}:{line}" in known:
                continue
            wrong = list(_figure(at, row, indicators, keys))
            if name == "observations":
                wrong += _observation(at, row)
            if (
                name == "observations" and not wrong
            ):  # what is wrong by itself is not held against the id as well
                wrong += [
                    at.finding(field, f"{field}: {message}", "Mend the one that is wrong.")
                    for field, message in naming.contradictions(row, used, places)
                ]
            found += wrong or _dated(at, row, sources)
        yield from found
        # A wrong cell may be why a row stands in the wrong place.
        if not found and not _any_of(name, known):
            yield from _order(name, rows)


def _any_of(table: str, places: set[str]) -> bool:
    return any(place.startswith(f"{table}.csv") for place in places)


def _order(name: str, rows: list[tuple[int, Row]]) -> Iterator[Finding]:
    """The first row that stands elsewhere than it belongs, with the row that it belongs before."""
    keys = [order_of(name, row) for _, row in rows]
    if wrong := misplaced(keys):
        moved, above = wrong
        line, row = rows[moved]
        place = "at the end" if above is None else f"before {keys[above][-1]} (line {rows[above][0]})"
        message = f"{', '.join(keys[moved])}: this row belongs {place}"
        remedy = f"Move it; the rows are sorted by {', '.join(ORDER[name])}, and `check --fix` sorts them."
        at = At(f"{name}.csv", line, (row["obs_id"],) if "obs_id" in row else ())
        yield at.finding("order", message, remedy)


def misplaced(keys: Sequence[Any]) -> tuple[int, int | None] | None:
    """Which of some keys is the first out of order, and which it belongs before (None: at the end); None if none is."""
    for at, (above, below) in enumerate(pairwise(keys)):
        if below < above:
            # Of the two the one has moved without which those around it are in order.
            moved = at if at + 2 < len(keys) and keys[at + 2] < above else at + 1
            behind = [(key, number) for number, key in enumerate(keys) if key > keys[moved]]
            return moved, min(behind)[1] if behind else None
    return None


def order_of(name: str, row: Row) -> tuple[str, ...]:
    """What the rows of a table are sorted by."""
    return tuple(row[field] for field in ORDER[name])


def _all_cells(tables: Tables) -> Iterator[Finding]:
    for name, rows in tables.items():
        for line, row in rows:
            yield from _cells(At(f"{name}.csv", line, (row["obs_id"],) if "obs_id" in row else ()), row)


def _cells(at: At, row: Row) -> Iterator[Finding]:
    """What no cell may hold, and what a number is."""
    for field, cell in row.items():
        kind = NUMBERS.get(field)
        if kind:
            if cell and (problem := misread(cell, kind)):
                yield at.finding("type", f"{field}: {cell!r} {problem}", "Write digits, a point, no unit.")
        elif hit := unseen(cell.replace("\t", "\0")):
            yield at.finding("character", f"{field}: {hit[0]}", "Delete it.")
        elif cell != cell.strip():
            yield at.finding("blank", f"{field}: {cell!r} begins or ends with a blank", "Delete the blank.")
        elif cell.startswith(_FORMULA):
            message = f"{field}: {cell[:40]!r} is a formula to a spreadsheet program"
            yield at.finding("formula", message, "Begin the text with a letter.")


def _relations(folder: Path, indicators: Iterable[str]) -> Iterator[Finding]:
    """Indicators that identities.yml names and nobody has."""
    try:
        relations = read_relations(folder)
    except BadFile as error:
        yield told("identities", error)
        return
    for name in sorted(relations.indicators() - set(indicators)):
        message = f"{name!r} is not in indicators.csv{nearest(name, indicators)}"
        yield At(FILE, relations.lines[name]).finding(
            "identities", message, "Mend the name, or add the indicator to indicators.csv."
        )


def _figure(
    at: At, row: Row, indicators: Mapping[str, Row], sources: Iterable[str] | None
) -> Iterator[Finding]:
    """What every figure must keep to, in either table; `sources` is None if the bibliography cannot be read."""
    source, indicator = row["source_id"], indicators.get(row["indicator"])
    if source and sources is not None and source not in sources:
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


def _dated(at: At, row: Row, sources: Mapping[str, Source]) -> Iterator[Finding]:
    """What a source says has happened had begun when it was published; an estimate, when it was read.

    That the period had ended is not asked: a page of 30 December tells of the year, and the year of a stock means
    that its day is not stated.
    """
    source = sources.get(row["source_id"])
    period = row.get("period", row.get("year", ""))
    if source is None or not is_period(period.split("/")[0]) or row.get("period_kind") == "target":
        return
    if row.get("status", "actual") not in PUBLISHED:
        return
    known, what = period_end(source.published), "published"
    if row.get("status", "actual") != "actual" and source.read:
        known, what = max(known, dt.date.fromisoformat(source.read)), "published and read"
    if period_start(period) > known:
        field = "period" if "period" in row else "year"
        message = f"{field}: {period!r} had not begun when {source.source_id} was {what}, {known}"
        yield at.finding(
            "future",
            message,
            "Mend the period or the date of the source (a page that was revised later has the day of that, or of "
            "reading, and a note); what was still to come is a target, plan or forecast.",
        )


def _observation(at: At, row: Row) -> Iterator[Finding]:
    """What only observations have: ranges, periods, groups."""
    low, high = _number(row["value"]), _number(row["value_high"])
    if (row["bound"] == "range") != bool(row["value_high"]):
        message = f"bound is {row['bound']!r} and value_high is {row['value_high'] or 'empty'}"
        yield at.finding("range", message, "A range, and only a range, has an upper end.")
    elif low is not None and high is not None and high <= low:
        message = f"value_high: the range begins at {low:g} and ends at {high:g}"
        yield at.finding("range", message, "The lower end stands in value.")
    ends = row["period"].split("/")
    if ends[0] == ".." and len(ends) == 2:
        ends = ends[1:]
    if not (1 <= len(ends) <= 2 and all(map(is_period, ends))):
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
    """A number, or None where there is none (`_cells` reports what is not a number)."""
    return float(text) if NUMBER.fullmatch(text) else None
