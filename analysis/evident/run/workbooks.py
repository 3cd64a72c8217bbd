"""What the workbooks that leave the report have in common: nothing is computed, what they are, how cells look.

Belongs here: options, properties and looks for xlsxwriter, and writing a day as one. Does not: what is in a workbook
(`dataset_workbook.py` for the data set, `book/exhibit_workbook.py` for an exhibit).
"""

import datetime as dt
import re
from typing import Any

from evident.run import packing
from evident.run.about import About

LINK = 2_079  # as many characters has a link
DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
# Texts that begin with "=" or look like an address stay texts.
OPTIONS = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}


def describe(book: Any, about: About, title: str, subject: str, comments: str) -> None:
    """Say in the properties of a workbook what it is; its day is that of the version, so that bytes stay the same."""
    day = packing.day_of(about.released)
    book.set_properties(
        {
            "title": title, "subject": subject, "author": ", ".join(about.authors), "comments": comments,
            "created": dt.datetime(day.year, day.month, day.day),
        }
    )  # fmt: skip


def looks(book: Any, *, title: int, broken: bool) -> dict[str, Any]:
    """How cells look, by what they are.

    Args:
        title: the size of its type, in points.
        broken: whether headings break over several lines, so that what stands beside is set at the top.
    """
    head, day = ({"text_wrap": True}, {"valign": "top"}) if broken else ({}, {})
    return {
        "head": book.add_format({"bold": True, "bottom": 1, "bg_color": "#EFEBE2", **head}),
        "title": book.add_format({"bold": True, "font_size": title}),
        "name": book.add_format({"bold": True, "valign": "top"}),
        "text": book.add_format({"text_wrap": True, "valign": "top"}),
        "day": book.add_format({"num_format": "yyyy-mm-dd", "align": "left", **day}),
        "link": book.get_default_url_format(),
    }


def write_text(sheet: Any, row: int, column: int, text: str, look: Any) -> None:
    """A day as a day, which can be reckoned with; any other text as it is."""
    if DAY.fullmatch(text):
        sheet.write_datetime(row, column, dt.datetime.fromisoformat(text), look)
    else:
        sheet.write_string(row, column, text)
