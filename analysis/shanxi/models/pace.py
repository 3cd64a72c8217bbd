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


def change(start: float, end: float) -> float:
    """Change from one figure to another, in percent of the first."""
    return 100 * (end - start) / start
