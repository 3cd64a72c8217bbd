"""Where a cell of a table may stand along an axis.

Belongs here: the numbers by which a chart may place a day, a month, a quarter, a year or a figure. Does not: which mark
it is (`marks.py`).
"""

import datetime as dt
import math
import re
from collections.abc import Iterator
from typing import Any

import pandas as pd
from matplotlib.dates import date2num

_DAY = re.compile(r"(\d{4})-(\d\d)-(\d\d)")
_MONTH = re.compile(r"(\d{4})-(\d\d)")
_YEAR = re.compile(r"\d{4}")
_QUARTER = re.compile(r"(\d{4})\W{0,2}[Qq]([1-4])")


def on_an_axis(value: Any) -> Iterator[tuple[float, bool]]:
    """The numbers that place a value on an axis, each with whether it is the value's own or a way to say its time.

    A year is its own number, and the days and parts of years that it begins and ends with; a month and a day likewise,
    as matplotlib counts days and as decimal years. Text that is no time and no number has no place.
    """
    if isinstance(value, bool) or value is None:
        return
    if isinstance(value, dt.date | pd.Timestamp):
        yield from _day(pd.Timestamp(value))
    elif isinstance(value, str):
        yield from _text(value.strip())
    elif isinstance(value, int | float) or hasattr(value, "item"):
        number = float(value)
        if math.isfinite(number):
            yield number, True
            if number == int(number) and 1900 <= number <= 2100:
                yield from _year(int(number))


def _text(text: str) -> Iterator[tuple[float, bool]]:
    if match := _DAY.fullmatch(text):
        yield from _day(pd.Timestamp(int(match[1]), int(match[2]), int(match[3])))
    elif match := _MONTH.fullmatch(text):
        year, month = int(match[1]), int(match[2])
        first = pd.Timestamp(year, month, 1)
        for day in (first, first + pd.Timedelta(days=14), first + pd.offsets.MonthEnd(0)):
            yield float(date2num(day)), True
        yield float(year), False
        for back in (0, 0.5, 1):
            yield year + (month - back) / 12, back == 0.5
    elif match := _QUARTER.fullmatch(text):
        for back in (0, 0.5, 1):
            yield int(match[1]) + (int(match[2]) - back) / 4, back == 0.5
    elif "/" in text:
        begins, ends = (list(_text(end)) for end in text.split("/", 1))
        yield from ((number, False) for number, _ in (*begins, *ends))
        if begins and ends:
            yield (begins[0][0] + ends[0][0]) / 2, False
    elif _YEAR.fullmatch(text):
        yield float(text), True
        yield from _year(int(text))


def _year(year: int) -> Iterator[tuple[float, bool]]:
    for day in (pd.Timestamp(year, 1, 1), pd.Timestamp(year, 7, 1), pd.Timestamp(year, 12, 31)):
        yield float(date2num(day)), False
    yield year + 0.5, False
    yield year + 1.0, False


def _day(day: pd.Timestamp) -> Iterator[tuple[float, bool]]:
    yield float(date2num(day)), True
    days = 366 if day.is_leap_year else 365
    for begun in (0, 1):
        for length in (days, 365.25):
            yield day.year + (day.day_of_year - begun) / length, True
    if day.is_month_end:
        yield day.year + day.month / 12, True
    yield float(day.year), False
