"""The rows of an exhibit as a CSV file that a spreadsheet opens and a program reads.

Belongs here: headings, numbers, dates and texts of that file. Does not: what stands beside it and tells what it is
(`exhibit_metadata.py`), the tables that pages show (`exhibit.py`).

The file is a table and nothing else: one row of headings, then rows. Lines of remarks above it would break most
readers. A heading is the column's label with its unit; the short names are in the metadata. Numbers have more digits
than are printed and fewer than a computer has. Dates are in ISO 8601. Where a file has other than ASCII letters it
begins with the mark by which spreadsheet programs know UTF-8.
"""

import csv
import io
import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from functools import lru_cache
from math import floor, log10
from typing import Any

from evident.text import formats
from evident.text.words import Words

MARK = "\ufeff"  # without it spreadsheet programs take the file for one of an older encoding
SIGNIFICANT = 6  # digits of a number, more where it is printed with more
_NOT_KNOWN = "–"  # as a table of the book prints what there is not
# What begins a formula in spreadsheet programs, wide forms included; some skip a tabulator or line end before it.
_FORMULA = ("=", "+", "-", "@", "\t", "\n", "＝", "＋", "－", "＠")


def csv_of(payload: Mapping[str, Any], words: Words) -> str:
    """The rows of an exhibit below the headings of its columns; empty where there is no value.

    A text that a spreadsheet program would compute has an apostrophe before it, which such programs do not show.

    Args:
        payload: the JSON of an exhibit (`export/payloads.py`).
        words: of the language in which its dates may be written.
    """
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    columns = payload["columns"]
    writer.writerow([spreadsheet_cell(heading(column, words)) for column in columns])
    writer.writerows(cells(row, columns, words) for row in payload["rows"])
    text = buffer.getvalue()
    return text if text.isascii() else MARK + text


def heading(column: Mapping[str, Any], words: Words) -> str:
    """The label of a column with its unit: "Solar (GW)", and "Share, %" as it is."""
    label, unit = _plain(str(column.get("label") or column["name"])), column.get("unit") or ""
    said = _plain(formats.unit_name(unit, words, column.get("power"))) if unit else ""
    return label if not said or said in label else f"{label} ({said})"


def cells(row: Sequence[Any], columns: Sequence[Mapping[str, Any]], words: Words) -> list[Any]:
    """The cells of a row of an exhibit."""
    named = {column["name"]: value for column, value in zip(columns, row, strict=True)}
    return [
        cell(value, column, words, str(named.get(column.get("unit_in"), "")))
        for value, column in zip(row, columns, strict=True)
    ]


def cell(value: Any, column: Mapping[str, Any], words: Words, measured: str = "") -> Any:
    """A value of an exhibit as a cell: numbers short, dates in ISO 8601, nothing where there is none.

    Args:
        measured: what the row says of the unit, where it differs by row.
    """
    if isinstance(value, str):
        return "" if value.strip() == _NOT_KNOWN else spreadsheet_cell(iso(_plain(value), words))
    decimals = column.get("decimals") or 0
    power = column.get("powers", {}).get(measured, column.get("power", 0))
    if power and isinstance(value, int | float) and not isinstance(value, bool):
        value, decimals = float(Decimal(repr(value)).scaleb(-power)), decimals + power
    if isinstance(value, float):
        return number(value, decimals)
    return spreadsheet_cell(value)


def number(value: float, decimals: int) -> str:
    """A finite number with six significant digits, or as many places as it is printed with if these are more.

    Whole digits are never rounded away, and there is no exponent: 1234567.8 → 1234568, 1e-7 → 0.0000001.
    """
    places = max(SIGNIFICANT - 1 - floor(log10(abs(value))), decimals, 0) if value else 0
    text = f"{value:.{places}f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text == "-0" else text


def iso(text: str, words: Words) -> str:
    """A text that is a date in words as ISO 8601: "31 December 2024" → 2024-12-31, "June 2021" → 2021-06."""
    months, patterns = _dates(words.language)
    for pattern in patterns:
        match = pattern.fullmatch(text)
        if match and match["month"] in months:
            found = match.groupdict()
            day = f"-{int(found['day']):02}" if "day" in found else ""
            return f"{found['year']}-{months[found['month']]:02}{day}"
    return text


_PARTS = {"day": r"(?P<day>\d{1,2})", "month": r"(?P<month>\w+)", "year": r"(?P<year>\d{4})"}


@lru_cache(maxsize=4)
def _dates(language: str) -> tuple[dict[str, int], list[re.Pattern[str]]]:
    """The months of a language by name, and how it writes a day and a month of a year."""
    words = Words(language)
    months = {words(f"common.months.{number}"): number for number in range(1, 13)}
    written = (re.escape(words.raw(f"common.{kind}")) for kind in ("date", "month"))
    blank = re.compile(r"\\\{(day|month|year)\\\}")
    return months, [re.compile(blank.sub(lambda match: _PARTS[match[1]], text)) for text in written]


def spreadsheet_cell(value: Any) -> Any:
    """A value as a cell of a CSV file: whole numbers without a point, nothing that would be computed."""
    if isinstance(value, str):
        value = value.replace("\r\n", "\n").replace("\r", "\n")  # a CR alone would end the row
        return f"'{value}" if value.startswith(_FORMULA) else value
    if isinstance(value, bool):
        return str(value).lower()
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _plain(text: str) -> str:
    """A text with common spaces in the place of those that do not break."""
    return re.sub("[\u00a0\u202f\u2009]", " ", text)
