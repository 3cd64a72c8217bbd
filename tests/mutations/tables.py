"""Damage to the tables of the evidence: what spreadsheet programs and slips of typing do.

Belongs here: kinds for CSV files. Does not: what can befall any file (`kinds.py`).
"""

import csv
import io
import random
from collections.abc import Callable, Sequence

from tests.mutations.kinds import ENDS, TEXT, Damage, Kind

Rows = list[list[str]]


def read(text: str) -> Rows:
    return list(csv.reader(text.splitlines()))


def written(rows: Rows, delimiter: str = ",") -> str:
    buffer = io.StringIO()
    csv.writer(buffer, lineterminator="\n", delimiter=delimiter).writerows(rows)
    return buffer.getvalue()


def _table(change: Callable[[Rows, random.Random], Rows | None]) -> Damage:
    """A damage to the rows of a table, the first of which is its header."""

    def damage(text: str, r: random.Random) -> str | None:
        rows = change(read(text), r)
        return None if rows is None else written(rows)

    return damage


def _cell(columns: Sequence[str], values: Sequence[str], *, filled: bool = True) -> Damage:
    """A damage that puts a value into a cell of one of some columns."""

    def change(rows: Rows, r: random.Random) -> Rows | None:
        known = [name for name in columns if name in rows[0]]
        if not known:
            return None
        column = rows[0].index(r.choice(known))
        candidates = [row for row in rows[1:] if row[column] or not filled]
        row, value = r.choice(candidates), r.choice(values)
        old, row[column] = row[column], value.replace("{}", row[column])
        return rows if row[column] != old else None

    return _table(change)


def _other(column: str) -> Damage:
    """A damage that puts what another row has into a cell."""

    def change(rows: Rows, r: random.Random) -> Rows | None:
        if column not in rows[0] or "obs_id" not in rows[0]:
            return None
        at = rows[0].index(column)
        row = r.choice(rows[1:])
        others = sorted({other[at] for other in rows[1:]} - {row[at]})
        row[at] = r.choice(others)
        return rows

    return _table(change)


def _swapped_rows(rows: Rows, r: random.Random) -> Rows:
    at = r.randrange(1, len(rows) - 1)
    rows[at], rows[at + 1] = rows[at + 1], rows[at]
    return rows


def _doubled_row(rows: Rows, r: random.Random) -> Rows:
    at = r.randrange(1, len(rows))
    return [*rows[: at + 1], list(rows[at]), *rows[at + 1 :]]


def _columns(change: Callable[[list[str], int], list[str]], header: bool = True) -> Damage:
    """A damage to a column: in every row, or in the header alone."""

    def damage(rows: Rows, r: random.Random) -> Rows:
        at = r.randrange(len(rows[0]))
        return [change(row, at) if header or n else row for n, row in enumerate(rows)]

    return _table(damage)


def _renamed(rows: Rows, r: random.Random) -> Rows:
    at = r.randrange(len(rows[0]))
    rows[0][at] = r.choice([rows[0][at].upper(), f"{rows[0][at]}s", f" {rows[0][at]}", "Unnamed: 0", ""])
    return rows


def _swapped_columns(rows: Rows, r: random.Random) -> Rows:
    at = r.randrange(len(rows[0]) - 1)
    return [[*row[:at], row[at + 1], row[at], *row[at + 2 :]] for row in rows]


def _one_row(change: Callable[[list[str]], list[str]]) -> Damage:
    def damage(rows: Rows, r: random.Random) -> Rows:
        at = r.randrange(1, len(rows))
        rows[at] = change(rows[at])
        return rows

    return _table(damage)


def _open_quote(text: str, r: random.Random) -> str:
    lines = text.split("\n")
    at = r.randrange(1, len(lines) - 1)
    lines[at] = lines[at].replace(",", ',"', 1)
    return "\n".join(lines)


def _blank_line(text: str, r: random.Random) -> str:
    lines = text.split("\n")
    lines.insert(r.randrange(1, len(lines) - 1), r.choice(["", "   "]))
    return "\n".join(lines)


def _separated(sign: str, *, first: str = "") -> Damage:
    return lambda text, _: first + written(read(text), sign)


def _excel(text: str, _: random.Random) -> bytes:
    """All that one program does at once."""
    return b"\xef\xbb\xbf" + written(read(text), ";").replace("\n", "\r\n").encode()


NUMBERS = ["value", "value_high", "year"]
TEXTS = [
    "locator",
    "paraphrase",
    "definition_note",
    "quality_note",
    "label_en",
    "label_zh",
    "definition",
    "category",
]
NAMES = ["obs_id", "theme", "indicator", "place", "province", "period", "unit", "source_id", "kind", "status", "bound",
         "quality"]  # fmt: skip
KINDS = [
    *TEXT,
    ENDS,
    Kind("as a spreadsheet saves it", _excel),
    Kind("semicolons", _separated(";")),
    Kind("tabulators", _separated("\t")),
    Kind("line sep=;", _separated(";", first="sep=;\n")),
    Kind("rows in another order", _table(_swapped_rows)),
    Kind("row twice", _table(_doubled_row)),
    Kind("column lost", _columns(lambda row, at: row[:at] + row[at + 1 :])),
    Kind("column too many", _columns(lambda row, at: [*row[:at], "x", *row[at:]])),
    Kind("column renamed", _table(_renamed)),
    Kind("columns in another order", _table(_swapped_columns)),
    Kind("row too short", _one_row(lambda row: row[:-1])),
    Kind("row too long", _one_row(lambda row: [*row, "x"])),
    Kind("quotation mark not closed", _open_quote),
    Kind("empty line", _blank_line),
    Kind("no number", _cell(NUMBERS, ["NaN", "nan", "inf", "-inf", "Infinity", "n/a", "-", "#REF!", "#N/A", "x"])),
    Kind("number too large or small", _cell(["value"], ["1e400", "-1e999", "1e-400", "9" * 400])),
    Kind("number with signs", _cell(NUMBERS, ["1,234", "1 234", "{}%", "$ {}", "{} Mt", "+{}", "'{}", "1_000", "{}-"])),
    Kind("number with a blank", _cell(NUMBERS, [" {}", "{} ", "\u00a0{}", "{}\u3000"])),
    Kind("digits of another script", _cell(NUMBERS, ["１２３", "٣", "१२", "１２.５", "²"])),
    Kind("number of a program", _cell(NUMBERS, ["0x1F", "0b1", "007", "-0", "-0.0", ".5", "5.", "1e5e5", "TRUE"])),
    Kind("decimal comma", _cell(["value"], ["3,5"])),
    Kind("formula", _cell(TEXTS, ["=1+1", "+1", "-1", "@SUM(A1)", "=cmd|' /C calc'!A0", "＝1"], filled=False)),
    Kind("blank around a text", _cell([*TEXTS, *NAMES], [" {}", "{} ", "\u00a0{}"])),
    Kind("tabulator in a text", _cell(TEXTS, ["a\tb"], filled=False)),
    Kind("date of a spreadsheet", _cell(["period"], ["2025/1/2", "Jan-25", "45658", "1/2/2025", "2025-1", "20250102"])),
    Kind("no day of the calendar", _cell(["period"], ["2025-13", "2025-02-30", "2025-Q5", "0204", "２０２５", "2025/2021",
                                                      "/", "..", "2025-W01", "2024/2025/2026", "../..", "2025/.."])),
    Kind("year of nowhere", _cell(["year"], ["1900", "2101", "2018.5", "20", "2018-01"])),
    Kind("another place", _other("place")),
    Kind("misspelt place", _cell(["place"], ["{}a", "{}/North", "Chnia", "Chin"])),
    Kind("another indicator", _other("indicator")),
    Kind("another period", _other("period")),
    Kind("another unit", _cell(["unit"], ["percent", "kg", "", "Mt"])),
    Kind("future as if it had been", _cell(["period"], ["2031", "2030-05", "2029-12-31"])),
    Kind("name that is not there", _cell(["indicator", "source_id", "theme", "kind", "status", "bound", "quality"],
                                         ["nowhere", "{}x", "{}.", "javascript:alert(1)", "../x", ""])),
    Kind("id of another form", _cell(["obs_id"], ["{} ", "Über", "a--b", "", "{}_x", "<b>"])),
    Kind("empty cell", _cell(["place", "period", "value", "unit", "locator", "paraphrase", "label_en", "definition"], [""])),
    Kind("range without ends", _cell(["bound"], ["range"])),
]  # fmt: skip
