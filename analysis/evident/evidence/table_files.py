"""Tables of the evidence as files: comma-separated, UTF-8, one row a line.

Belongs here: whether a file has that form, its columns, its rows with their lines, and what is a number. Does not: what
else may stand in a cell (`schema.py`), the evidence in memory (`tables.py`).

A file that a spreadsheet program saved in a form of its own is told in one sentence, and nothing else of it.
"""

import csv
import math
import re
from collections.abc import Sequence
from pathlib import Path

from evident.evidence.ids import nearest
from evident.text import files
from evident.text.files import BadFile

Row = dict[str, str]
# What the engine reads of each table, whatever a report adds to its description.
COLUMNS = {
    "observations": (
        "obs_id", "theme", "indicator", "place", "period", "period_kind", "value", "value_high", "unit", "bound",
        "status", "category", "definition_note", "source_id", "locator", "paraphrase", "quality", "quality_note",
        "conflict_group",
    ),
    "indicators": ("indicator", "theme", "label_en", "label_zh", "unit", "kind", "definition", "higher_is"),
    "panel": ("province", "year", "indicator", "value", "unit", "source_id"),
}  # fmt: skip
NUMBERS = {"value": "number", "value_high": "number", "year": "integer"}
NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:e[+-]?[0-9]+)?", re.IGNORECASE)
_INTEGER = re.compile(r"0|-?[1-9][0-9]*")
PLAIN = (
    "save it as CSV with the character set UTF-8 without byte order mark, columns separated by commas and line ends "
    "LF; or take the file as it was last committed and make the change in a text editor; `check --fix` mends what is "
    "certain"
)
_NAMES = {";": "semicolons", "\t": "tabulators", "|": "vertical bars"}


def read_table(path: Path, columns: Sequence[str] = ()) -> list[tuple[int, Row]]:
    """The rows of a table, each with its line.

    Args:
        columns: what the table must have, in this order; empty: whatever its first line says.

    Raises:
        BadFile: the first break of the form.
    """
    rows, faults = rows_and_faults(path, columns)
    if faults:
        raise faults[0]
    return rows


def rows_and_faults(path: Path, columns: Sequence[str] = ()) -> tuple[list[tuple[int, Row]], list[BadFile]]:
    """The rows of a table with their lines, and every break of its form; arguments as above."""
    try:
        text = _text(path)
    except BadFile as error:
        return [], [error]
    lines = text.split("\n")
    if lines.pop():
        message = "the last line does not end, so part of the file may be missing"
        fault = BadFile(path, len(lines) + 1, message, "complete it, and end it with a line end")
        return [], [fault]
    header = _cells(lines[0]) if lines else []
    if fault_of_header := _header(path, header or [], columns):
        return [], [fault_of_header]
    rows: list[tuple[int, Row]] = []
    faults: list[BadFile] = []
    for number, line in enumerate(lines[1:], 2):
        cells = _cells(line)
        if problem := _problem(line, cells, len(header or [])):
            faults.append(BadFile(path, number, *problem))
        else:
            rows.append((number, dict(zip(header or [], cells or [], strict=True))))
    return rows, faults


def _text(path: Path) -> str:
    """The text of a table, unless a program saved it in another form."""
    raw = files.read_bytes(path)
    if not raw.strip():
        raise BadFile(path, 0, "the file is empty", "put back what was in it")
    text, encoding = files.guessed(raw)
    text = text.removeprefix("\ufeff")
    signs = ["begins with a byte order mark"] if raw.startswith(files.BOM) else []
    signs += [f"is saved as {encoding}"] if encoding else []
    signs += ["ends its lines with CR"] if "\r" in text else []
    first = text.splitlines()[0]
    if re.fullmatch(r"(?i)\"?sep=.\"?", first):
        signs.append("begins with a line that names its separator")
    elif separator := max(
        (s for s in _NAMES if first.count(s) > first.count(",")), key=first.count, default=""
    ):
        signs.append(f"separates its columns by {_NAMES[separator]}")
    if signs:
        line = files.undecodable_line(raw) if encoding else 1
        message = f"the file is as a spreadsheet program saves it: it {' and '.join(signs)}"
        raise BadFile(path, line, message, PLAIN)
    files.refuse_marks(path, text)
    return text


def _cells(line: str) -> list[str] | None:
    """The cells of one line; None if a quotation mark is not closed or closed too early."""
    try:
        rows = list(csv.reader([line], strict=True))
    except csv.Error:
        return None
    return rows[0] if rows else []


def _problem(line: str, cells: list[str] | None, wanted: int) -> tuple[str, str] | None:
    """What is wrong with the form of a line, and the remedy."""
    if not line.strip():
        return "the line is empty", "delete it"
    if cells is None:
        return (
            "a quotation mark is not closed, or stands inside a text",
            "put the text into quotation marks and double those inside it; a text goes over one line only",
        )
    if len(cells) != wanted:
        return (
            f"the row has {len(cells)} cells and the header {wanted}",
            "count the commas; a text that has one needs quotation marks",
        )
    return None


def _header(path: Path, header: Sequence[str], columns: Sequence[str]) -> BadFile | None:
    if not columns or list(header) == list(columns):
        return None
    missing = [name for name in columns if name not in header]
    strange = [name for name in header if name not in columns]
    twice = sorted({name for name in header if header.count(name) > 1})
    said = [f"there is no column {name!r}" for name in missing]
    said += [f"there is a strange column {name!r}{nearest(name, missing).rstrip('?')}" for name in strange]
    said += [f"the column {name!r} stands twice" for name in twice]
    message = "; ".join(said) or "the columns are in another order"
    return BadFile(path, 1, message, f"write them in this order: {', '.join(columns)}")


def misread(cell: str, kind: str) -> str:
    """Why a cell is no number, or not the number that it looks like."""
    if kind == "integer":
        return "" if _INTEGER.fullmatch(cell) else "is not a whole number"
    if not NUMBER.fullmatch(cell):
        return "is not a number"
    number = float(cell)
    if number == 0 and cell.startswith("-"):
        return "is nothing with a sign"
    if math.isinf(number) or (number == 0 and re.search(r"[1-9]", cell.lower().partition("e")[0])):
        return "is too large or too small to be kept"
    return ""
