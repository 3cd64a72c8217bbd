"""Pace: how fast something went, how fast it must go, and change between two figures.

Belongs here: arithmetic between two dated levels. Does not: whether a pace is enough (`verdicts.py`) or any
curve (`rollout.py`). NaN, which stands for what was not yet published, passes through every function.
"""

import datetime as dt
import math

DAYS = 365.25


def years_between(start: dt.date, end: dt.date) -> float:
    """Years from the end of one day to the end of another.

    Whole years between equal dates count as whole, so that year ends are exactly one year apart.
    """
    if (start.month, start.day) == (end.month, end.day):
        return float(end.year - start.year)
    return (end - start).days / DAYS


def pace(start: float, end: float, years: float) -> float:
    """Mean change a year between two levels, in their unit a year.

    Raises:
        ValueError: no time passed.
    """
    if years <= 0:
        raise ValueError(f"a pace needs time to pass: {years} years")
    return (end - start) / years


def needed(latest: float, target: float, years: float) -> float:
    """Change a year that would just reach the target; infinite where time is up and the target is not met."""
    gap = target - latest
    if years > 0 or math.isnan(gap):
        return gap / years if years > 0 else math.nan
    return math.inf if gap > 0 else 0.0


def reached(latest: float, a_year: float, years: float, most: float) -> float:
    """Level after some years at a pace, or `most`, whichever is less."""
    return min(latest + a_year * years, most)


def year_done(last: dt.date, latest: float, target: float, a_year: float) -> float:
    """The calendar year in which a target is reached at a pace; infinite where it never is.

    Args:
        last: day at whose end the level was `latest`. A target reached at the end of a year is reached in it.
    """
    years = needed(latest, target, a_year)  # a gap over a pace is a time, as a gap over a time is a pace
    if not math.isfinite(years):
        return years
    days = (last - dt.date(last.year, 1, 1)).days + 1
    length = (dt.date(last.year + 1, 1, 1) - dt.date(last.year, 1, 1)).days
    return float(last.year + max(math.ceil(days / length + years) - 1, 0))


def change(start: float, end: float) -> float:
    """Change from one figure to another, in percent of the first."""
    return 100 * (end - start) / start
