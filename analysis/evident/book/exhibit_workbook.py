"""The rows of an exhibit as a workbook for spreadsheet programs.

Belongs here: a cover that says what it is and whence, the rows, the sources. Does not: headings and numbers, which are
those of the CSV file (`exhibit_csv.py`); the whole data set as a workbook (`run/dataset_workbook.py`).

Numbers and years are numbers, days are days, what is empty is an empty cell. The same exhibit gives the same bytes.
"""

import datetime as dt
import io
import re
from collections.abc import Mapping, Sequence
from typing import Any

from evident.book.exhibit_csv import cells, heading
from evident.book.notebooks import Payload
from evident.evidence.sources import Source
from evident.run import workbooks
from evident.run.about import LICENCE, About
from evident.text import sentences
from evident.text.lines import width
from evident.text.words import Words

_YEAR = re.compile(r"\d{4}")
_FIXED = re.compile("[\u00a0\u202f\u2009]")  # blanks that do not break
_NARROWEST, _WIDEST, _LINE = 8, 48, 85  # characters of a column; of a line of the cover


def workbook_of(
    payload: Payload, sources: Sequence[Source], told: About, said: tuple[str, str], words: Words
) -> bytes:
    """An exhibit as XLSX.

    Args:
        sources: of the exhibit.
        said: the citation, and the address, from the root of the book or whole.
    """
    import xlsxwriter

    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True, **workbooks.OPTIONS}) as book:
        workbooks.describe(book, told, payload["title"], payload["subtitle"], said[0])
        looks = workbooks.looks(book, title=14, broken=True)
        _cover(book.add_worksheet(words("downloads.cover.sheet")), payload, sources, told, said, looks, words)
        _rows(book.add_worksheet(words("downloads.exhibit.rows")), payload, looks, words)
    return buffer.getvalue()


def _cover(
    sheet: Any, payload: Payload, sources: Sequence[Source], told: About, said: tuple[str, str],
    looks: Mapping[str, Any], words: Words,
) -> None:  # fmt: skip
    """What is shown, its columns with their units, licence, version and address, and each source with its link."""
    sheet.hide_gridlines(2)
    sheet.set_column(0, 0, 24)
    sheet.set_column(1, 1, _LINE)
    sheet.write_string(0, 0, payload["title"], looks["title"])
    row = 2

    def line(name: str, text: str, link: str = "") -> None:
        nonlocal row
        sheet.write_string(row, 0, name, looks["name"])
        if link.startswith("http") and len(link) <= workbooks.LINK:
            sheet.write_url(row, 1, link, looks["link"], text)
        elif workbooks.DAY.fullmatch(text):
            sheet.write_datetime(row, 1, dt.datetime.fromisoformat(text), looks["day"])
        else:
            sheet.set_row(row, 15 * (width(text) // _LINE + 1))
            sheet.write_string(row, 1, text, looks["text"])
        row += 1

    subtitle = payload["subtitle"] if payload["subtitle"] != payload["title"] else ""
    lines = {
        "description": subtitle, "notes": payload["note"], "version": told.version,
        "released": told.released, "as_of": told.as_of, "cite": said[0],
    }  # fmt: skip
    for key, text in lines.items():
        if text:
            line(words(f"downloads.cover.{key}"), text)
    line(words("downloads.cover.licence"), LICENCE["name"], LICENCE["url"])
    line(words("downloads.cover.address"), said[1], said[1])
    row += 1
    headings = {column["name"]: heading(column, words) for column in payload["columns"]}
    for place, column in enumerate(payload["columns"]):
        measured = column.get("unit") or ""
        if column.get("unit_in"):
            measured = words("downloads.unit_in", column=headings[column["unit_in"]])
        name = words("downloads.exhibit.columns") if not place else ""
        head = headings[column["name"]]
        line(name, words("downloads.exhibit.measured", column=head, unit=measured) if measured else head)
    row += 1
    for place, source in enumerate(sources):
        publisher = sentences.known(source.publisher, words.language)
        told_of = filter(None, (publisher, source.title, source.published))
        text = words.raw("common.comma_between").join(told_of)
        line(words("downloads.exhibit.sources") if not place else "", text, source.url)


def _rows(sheet: Any, payload: Payload, looks: Mapping[str, Any], words: Words) -> None:
    """The rows below a heading that stays in sight; they can be filtered."""
    columns = payload["columns"]
    headings = [heading(column, words) for column in columns]
    sheet.write_row(0, 0, headings, looks["head"])
    texts: list[list[str]] = [[] for _ in columns]
    for at, row in enumerate(payload["rows"], 1):
        for place, (value, made) in enumerate(zip(row, cells(row, columns, words), strict=True)):
            shown = "" if value is None else str(made)
            texts[place].append(shown)
            if not shown:
                continue
            number = isinstance(value, int | float) and not isinstance(value, bool)
            if number or _YEAR.fullmatch(shown):
                sheet.write_number(at, place, float(shown))
            elif workbooks.DAY.fullmatch(shown):
                sheet.write_datetime(at, place, dt.datetime.fromisoformat(shown), looks["day"])
            else:
                sheet.write_string(at, place, _FIXED.sub(" ", str(value)))
    sheet.freeze_panes(1, 1)
    if payload["rows"]:
        sheet.autofilter(0, 0, len(payload["rows"]), len(columns) - 1)
    for place, name in enumerate(headings):
        longest = max(map(len, texts[place]), default=0)
        sheet.set_column(place, place, min(_WIDEST, max(_NARROWEST, min(len(name), 24) + 3, longest + 2)))
