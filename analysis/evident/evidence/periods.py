"""Periods of the calendar: ISO 8601 text to days.

Belongs here: the first and the last day of a period, and the day by which a source was public. Does not: how a period
is printed (`text/formats.py`).
"""

import calendar
import datetime as dt
import re

_QUARTER = re.compile(r"([0-9]{4})-Q([1-4])")
_MONTH = re.compile(r"([0-9]{4})(?:-([0-9]{2}))?")
# Python would also take 20250102, 2025-W01-1 and the digits of other scripts.
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_DATE = re.compile(r"[0-9]{4}(?:-[0-9]{2}){0,2}")
# A year outside is a slip: 0204, 20241.
YEARS = range(1500, 2201)


def period_start(period: str) -> dt.date:
    """The first day of a period: "2025-Q1" → 2025-01-01; of "../2024-10", whose start is not stated, the
    first of all.

    Raises:
        ValueError: not a period.
    """
    first = period.split("/", 1)[0]
    if first == "..":
        return dt.date.min
    if match := _QUARTER.fullmatch(first):
        return dt.date(int(match[1]), int(match[2]) * 3 - 2, 1)
    if match := _MONTH.fullmatch(first):
        return dt.date(int(match[1]), int(match[2] or 1), 1)
    return _day(first)


def period_end(period: str) -> dt.date:
    """The last day of an ISO 8601 period: "2024" → 2024-12-31, "2025-Q1" → 2025-03-31, "2017/2021" →
    2021-12-31.

    Raises:
        ValueError: not a year, quarter, month, date or interval of these.
    """
    last = period.rsplit("/", 1)[-1]
    if match := _QUARTER.fullmatch(last):
        year, month = int(match[1]), int(match[2]) * 3
    elif match := _MONTH.fullmatch(last):
        year, month = int(match[1]), int(match[2] or 12)
    else:
        return _day(last)
    # dt.date first: it knows that there is no thirteenth month.
    return dt.date(year, month, 1).replace(day=calendar.monthrange(year, month)[1])


def _day(text: str) -> dt.date:
    if not _DAY.fullmatch(text):
        raise ValueError(f"{text!r} is not a day")
    return dt.date.fromisoformat(text)


def is_period(text: str) -> bool:
    """Whether this is one year, quarter, month or day of the calendar, in a year that can be meant."""
    try:
        return "/" not in text and period_end(text).year in YEARS
    except ValueError:
        return False


def is_date(text: str) -> bool:
    """Whether this is a year, a month or a day of the calendar."""
    return bool(_DATE.fullmatch(text)) and is_period(text)


def published_by(published: str, read: str = "") -> dt.date:
    """The day by which a source was public: its date, or the end of its month or year, or the day we read it.

    Args:
        published: ISO year, month or date.
        read: ISO date on which we read it, if noted.

    Raises:
        ValueError: not a date; every source has one (`check` says so).
    """
    end = period_end(published)
    return min(end, dt.date.fromisoformat(read)) if read else end
