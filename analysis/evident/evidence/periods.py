"""Periods of the calendar: ISO 8601 text to days.

Belongs here: the first and the last day of a period, and the day by which a source was public. Does not: how a period
is printed (`text/formats.py`).
"""

import calendar
import datetime as dt
import re


def period_start(period: str) -> dt.date:
    """The first day of a period: "2025-Q1" → 2025-01-01; of "../2024-10", whose start is not stated, the
    first of all.

    Raises:
        ValueError: not a period.
    """
    first = period.split("/", 1)[0]
    if first == "..":
        return dt.date.min
    if match := re.fullmatch(r"(\d{4})-Q([1-4])", first):
        return dt.date(int(match[1]), int(match[2]) * 3 - 2, 1)
    year, month, day = [*map(int, first.split("-")), 1, 1][:3]
    return dt.date(year, month, day)


def period_end(period: str) -> dt.date:
    """The last day of an ISO 8601 period: "2024" → 2024-12-31, "2025-Q1" → 2025-03-31, "2017/2021" →
    2021-12-31.

    Raises:
        ValueError: not a year, quarter, month, date or interval of these.
    """
    last = period.rsplit("/", 1)[-1]
    if match := re.fullmatch(r"(\d{4})-Q([1-4])", last):
        year, month = int(match[1]), int(match[2]) * 3
    elif match := re.fullmatch(r"(\d{4})(?:-(\d{2}))?", last):
        year, month = int(match[1]), int(match[2] or 12)
    else:
        return dt.date.fromisoformat(last)
    return dt.date(year, month, calendar.monthrange(year, month)[1])


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
