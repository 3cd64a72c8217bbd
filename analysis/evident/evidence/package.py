"""What `datapackage.json` states, and whether the tables keep to it.

Belongs here: reading that file, and running the Frictionless validator, each break told in our words with file, line,
field and remedy. Does not: what it cannot state (`schema.py`), the form of a table's file (`table_files.py`).
"""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from evident.evidence.findings import ERROR, Finding
from evident.evidence.ids import nearest
from evident.evidence.table_files import COLUMNS, NUMBERS, Row
from evident.text.files import BadFile, line_of, read_text

FILE = "datapackage.json"
KEYS = {"observations": "obs_id", "indicators": "indicator", "panel": "province, year and indicator"}
# Told better by our own checks, which know the indicator and the calendar.
_COVERED = {"unit", "period"}
# Our own check of numbers is stricter than the validator's.
_OURS = {"type-error"}


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


def told(rule: str, fault: BadFile) -> Finding:
    """A finding from an error that a reader of files raised."""
    remedy = fault.remedy[:1].upper() + fault.remedy[1:]
    return At(fault.path.name, fault.line).finding(rule, fault.message, f"{remedy.rstrip('.')}.")


def read_package(path: Path) -> dict[str, Any]:
    """`datapackage.json`, with everything in it that the engine relies on.

    Raises:
        BadFile: it is not JSON, or says of a table what the engine cannot work with.
    """
    text = read_text(path, plain=True, ended=False)

    def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        names = [name for name, _ in pairs]
        if twice := next((name for name in names if names.count(name) > 1), None):
            raise BadFile(path, 0, f"{twice!r} stands twice in one object", "delete one of the two")
        return dict(pairs)

    try:
        package = json.loads(text, object_pairs_hook=once)
    except json.JSONDecodeError as error:
        message = f"not valid JSON: {error.msg[:1].lower()}{error.msg[1:]}"
        raise BadFile(
            path,
            error.lineno,
            message,
            "look for a comma, a quotation mark or a bracket that is missing there",
        ) from None
    except RecursionError:
        raise BadFile(path, 1, "brackets are nested too deeply", "nest what is in it less deeply") from None
    except ValueError as error:  # a number of thousands of digits
        if isinstance(error, BadFile):
            raise
        raise BadFile(path, 1, f"not valid JSON: {error}", "mend the number") from None
    problem = _unfit(package)
    if problem:
        message, remedy, near = problem
        place = text.find(f'"{near}"') if near else -1
        raise BadFile(path, line_of(text, place) if place >= 0 else 1, message, remedy)
    found: dict[str, Any] = package
    return found


def _unfit(package: Any) -> tuple[str, str, str] | None:
    """What the engine cannot work with: message, remedy, and a word near it in the file."""
    if not isinstance(package, dict) or not isinstance(package.get("resources"), list):
        return "there is no list of resources", "put back the description of the three tables", ""
    if not isinstance(package.get("title"), str):
        return "the title is no text", 'write "title": "…"', "title"
    resources = package["resources"]
    names = [item.get("name") if isinstance(item, dict) else None for item in resources]
    for table, columns in COLUMNS.items():
        if names.count(table) != 1:
            return f"{table} is described {names.count(table)} times", "put its description back, once", table
        resource = resources[names.index(table)]
        if resource.get("path") != f"{table}.csv":
            return (
                f"the path of {table} is {resource.get('path')!r}",
                f'write "path": "{table}.csv"',
                str(resource.get("path")),
            )
        schema = resource.get("schema")
        fields = schema.get("fields") if isinstance(schema, dict) else None
        if not isinstance(fields, list) or not all(isinstance(f, dict) for f in fields):
            return f"{table} has no schema with fields", "put its description back", table
        types = {str(field.get("name")): field.get("type") for field in fields}
        if missing := [name for name in columns if name not in types]:
            return (
                f"{table} describes no field {missing[0]}",
                "put it back, or mend its name",
                nearest_of(missing[0], types) or table,
            )
        for name, kind in types.items():
            wanted = NUMBERS.get(name, "string")
            if kind != wanted and name in columns:
                return f"{table}: {name} has the type {kind!r}", f'write "type": "{wanted}"', name
        if problem := _bad_pattern(table, fields):
            return problem
    return None


def _bad_pattern(table: str, fields: list[dict[str, Any]]) -> tuple[str, str, str] | None:
    for field in fields:
        limits = field.get("constraints", {})
        if not isinstance(limits, dict):
            return (
                f"{table}: the constraints of {field['name']} are no object",
                "write {…}",
                str(field["name"]),
            )
        try:
            re.compile(str(limits.get("pattern", "")))
        except re.error as error:
            return (
                f"{table}: the pattern of {field['name']} is wrong ({error})",
                "mend it",
                str(field["name"]),
            )
    return None


def nearest_of(name: str, names: Mapping[str, Any]) -> str:
    """The closest of some names, or nothing."""
    return nearest(name, names).removeprefix("; did you mean ").rstrip("?").partition(" or ")[0]


# -- the validator


def broken(
    folder: Path, package: Mapping[str, Any], rows: Mapping[str, list[tuple[int, Row]]], known: set[str]
) -> Iterator[Finding]:
    """What breaks the schema that `datapackage.json` states.

    Args:
        rows: the rows of the tables by their names.
        known: lines of which something has been said; they are not told again.
    """
    # The validator is slow to import, and a file that cannot be read needs none.
    from frictionless import FrictionlessException, Package

    try:
        # Not by the name of the file, in which a folder such as `[draft]` would be read as a pattern.
        made = Package(dict(package), basepath=str(folder))
        # One bad column can break every row: twenty findings a table tell as much as a thousand.
        report = made.validate(limit_errors=20)
    except FrictionlessException as wrong:
        yield _of_package(wrong.reasons[0].note if wrong.reasons else wrong.error.note)
        return
    if report.errors:
        yield _of_package(report.errors[0].note)
    fields = {resource["name"]: resource["schema"]["fields"] for resource in package["resources"]}
    names = [row["indicator"] for _, row in rows["indicators"]]
    said: set[tuple[str, str]] = set()
    # The indicators first: what is wrong with one is not told of its figures too.
    for task in sorted(report.tasks, key=lambda task: task.name != "indicators"):
        for error in (item.to_descriptor() for item in task.errors):
            field = error.get("fieldName", "")
            if error["type"] in _OURS or (field in _COVERED and task.name != "indicators"):
                continue
            finding = _translated(task.name, error, fields[task.name], names)
            # An empty cell is also too short; a name of the wrong form is also nowhere.
            twice = (finding.where, field) in said or (not field and finding.where in {w for w, _ in said})
            lost = error["type"] == "foreign-key" and any(
                where.startswith("indicators.csv") for where in (*known, *(where for where, _ in said))
            )
            if finding.where not in known and not twice and not lost:
                said.add((finding.where, field))
                yield finding


def _of_package(note: str) -> Finding:
    return At(FILE, 1).finding("package", note.splitlines()[0], "Mend the description of the tables.")


def _translated(table: str, error: dict[str, Any], fields: list[dict[str, Any]], names: list[str]) -> Finding:
    """A finding from the validator's error: our words for what an author meets, its own for the rest."""
    kind, field, value = error["type"], error.get("fieldName", ""), error.get("cell", "")
    cells = [str(cell) for cell in error.get("cells") or []]
    at = At(
        f"{table}.csv",
        int(error.get("rowNumber", 0)),
        (cells[0],) if cells and table == "observations" else (),
    )
    if kind == "constraint-error":
        limits = next(f.get("constraints", {}) for f in fields if f["name"] == field)
        return _constraint(at, field, value, error["note"], limits)
    if kind in ("unique-error", "primary-key"):
        message = f"{KEYS[table]}: this row repeats an earlier one ({', '.join(cells[:3])})"
        return at.finding("duplicate", message, "Give it another key, or delete one of the two.")
    if kind == "foreign-key":
        wrong = str(error.get("fieldCells", [""])[0])
        message = f"indicator: {wrong!r} is not in indicators.csv{nearest(wrong, names)}"
        return at.finding("indicator", message, "Mend the name, or add the indicator to indicators.csv.")
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
