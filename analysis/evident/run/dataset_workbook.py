"""The data set as one workbook for spreadsheet programs.

Belongs here: a cover that says what it is, a sheet a table, widths, links and dates. Does not: which tables and columns
there are (`dataset_tables.py`).

Numbers are numbers, days are days, what is empty in a table is an empty cell. The same tables give the same bytes.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from evident.run import workbooks
from evident.run.about import LICENCE, About
from evident.run.dataset_tables import Column, Table
from evident.text.words import Words

ROWS = 1_048_576  # as many has a sheet
SHOWN = ("observations", "indicators", "panel", "sources", "facts", "claims", "columns")
_DAYS = {"sources": ("published", "read")}
_LOOKED_AT = 400  # rows by which a column's width is chosen
_NARROWEST, _WIDEST = 8, 48  # characters; longer texts are cut on the screen, not in the file


def write(target: Path, tables: Sequence[Table], about: About, title: str, description: str) -> None:
    """Write the workbook.

    Args:
        tables: of which those of `SHOWN` have a sheet.
        title: of the data set.
        description: what it holds.

    Raises:
        xlsxwriter.exceptions.FileCreateError: it cannot be written.
    """
    import xlsxwriter

    words = Words(about.language)
    named = {table.name: table for table in tables}
    shown = [named[name] for name in SHOWN if name in named]
    target.parent.mkdir(parents=True, exist_ok=True)
    with xlsxwriter.Workbook(str(target), workbooks.OPTIONS) as book:
        workbooks.describe(book, about, title, description, about.citation)
        if about.version:
            book.set_custom_property("Version", about.version)
        looks = workbooks.looks(book, title=16, broken=False)
        _cover(book.add_worksheet(words("downloads.cover.sheet")), shown, about, (title, description), looks)
        rows_of = {row[0]: place for place, row in enumerate(named["sources"].rows, 2)}
        for table in shown:
            _sheet(book.add_worksheet(table.name), table, rows_of, looks)


def _cover(
    sheet: Any, shown: Sequence[Table], about: About, titles: tuple[str, str], looks: dict[str, Any]
) -> None:
    """What the workbook is, its version and licence, how to cite it, and a link to each sheet."""
    words = Words(about.language)
    title, description = titles
    sheet.hide_gridlines(2)
    sheet.set_column(0, 0, 22)
    sheet.set_column(1, 1, 12)
    sheet.set_column(2, 2, 80)
    sheet.write_string(0, 0, title, looks["title"])
    row = 2
    said = {
        "description": description, "version": about.version, "released": about.released, "as_of": about.as_of,
        "licence": LICENCE["url"], "cite": about.citation, "address": about.address,
    }  # fmt: skip
    for name, text in said.items():
        if not text:
            continue
        sheet.write_string(row, 0, words(f"downloads.cover.{name}"), looks["name"])
        if name in ("description", "cite"):
            sheet.set_row(row, 15 * (len(text) // 85 + 1))
            sheet.merge_range(row, 1, row, 2, text, looks["text"])
        elif text.startswith("http"):
            shown_as = LICENCE["name"] if name == "licence" else text
            sheet.write_url(row, 1, text, looks["link"], shown_as)
        else:
            workbooks.write_text(sheet, row, 1, text, looks["day"])
        row += 1
    row += 1
    for column, name in enumerate(("sheets", "rows", "holds")):
        sheet.write_string(row, column, words(f"downloads.cover.{name}"), looks["head"])
    for table in shown:
        row += 1
        sheet.write_url(row, 0, f"internal:'{table.name}'!A1", looks["link"], table.name)
        sheet.write_number(row, 1, len(table.rows))
        sheet.write_string(row, 2, table.description, looks["text"])
    row += 2
    sheet.write_string(row, 0, words("downloads.cover.notes"), looks["name"])
    for name in ("empty", "units", "bounds", "sources", "terms"):
        text = words(f"downloads.cover.{name}")
        sheet.set_row(row, 15 * (len(text) // 85 + 1))
        sheet.merge_range(row, 1, row, 2, text, looks["text"])
        row += 1


def _sheet(sheet: Any, table: Table, rows_of: dict[str, int], looks: dict[str, Any]) -> None:
    """A table whose first row and first column stay in sight; it can be filtered.

    Args:
        rows_of: in which row of the sheet of sources each source stands.
    """
    header = [column.name for column in table.columns]
    sheet.write_row(0, 0, header, looks["head"])
    days = _DAYS.get(table.name, ())
    for at, row in enumerate(table.rows[: ROWS - 1], 1):
        for place, (value, name) in enumerate(zip(row, header, strict=True)):
            if value is None:
                continue
            if not isinstance(value, str):
                sheet.write_number(at, place, float(value))
            elif name in days:
                workbooks.write_text(sheet, at, place, value, looks["day"])
            elif name == "url" and len(value) <= workbooks.LINK:
                sheet.write_url(at, place, value, looks["link"], value)
            elif name == "source_id" and table.name == "observations" and value in rows_of:
                sheet.write_url(at, place, f"internal:'sources'!A{rows_of[value]}", looks["link"], value)
            else:
                sheet.write_string(at, place, value)  # whatever it begins with; `write` would make formulas
    sheet.freeze_panes(1, 1)
    sheet.autofilter(0, 0, len(table.rows), len(header) - 1)
    for place, column in enumerate(table.columns):
        sheet.set_column(place, place, width_of(column, [row[place] for row in table.rows[:_LOOKED_AT]]))


def width_of(column: Column, values: Sequence[Any]) -> int:
    """The width of a column in characters: for its heading with the arrow of the filter, and for most of its cells."""
    lengths = sorted(len(str(value)) for value in values if value is not None)
    usual = lengths[int(len(lengths) * 0.9)] if lengths else 0
    return max(_NARROWEST, len(column.name) + 3, min(usual + 2, _WIDEST))
