"""Progress against a dated target: which values to compare, pace needed, pace observed, verdict.

Belongs here: a scorecard row from the values of one measure and a target. Does not: paces as such
(`pace.py`), the rule that turns two paces into a verdict (`verdicts.py`), which targets count.
"""

import datetime as dt
import math
from collections.abc import Iterable
from dataclasses import dataclass

import pandas as pd

from evident.evidence.tables import Observation
from evident.export import verdicts
from shanxi.models.pace import pace, years_between


@dataclass(frozen=True)
class Point:
    """A value on a date."""

    value: float
    date: dt.date

    @classmethod
    def of(cls, obs: Observation) -> "Point":
        """A published figure on the last day of its period."""
        return cls(obs.value, obs.end)


def at_year_end(values: pd.Series, year: int) -> Point:
    """The value of a yearly series on 31 December; NaN if the year is missing."""
    return Point(float(values.get(year, math.nan)), dt.date(int(year), 12, 31))


NOT_KNOWN = Point(math.nan, dt.date.min)


@dataclass(frozen=True)
class Progress:
    """A scorecard row: paces a year in the units of the values, and the verdict."""

    latest: Point
    target: Point
    needed: float
    observed: float
    verdict: str


def progress(earlier: Point, latest: Point, target: Point) -> Progress:
    """Compare the pace from `earlier` to `latest` with the pace needed to reach `target`.

    Where the target fell due by the date of `latest`, the pace needed is counted from `earlier`, since
    nothing is left
    to count: the row then says whether the target was reached in time.

    Args:
        earlier: an older value of the same measure; NaN if there is none.
        latest: the newest value.
        target: what is to be reached, on the last day of the period named.
    """
    closed = target.date <= latest.date
    needed = _between(earlier if closed else latest, target)
    observed = _between(earlier, latest)
    reached = latest.value >= target.value
    verdict = verdicts.AHEAD if reached else verdicts.on_pace(observed, needed)
    return Progress(latest, target, needed, observed, verdict)


def _between(start: Point, end: Point) -> float:
    if math.isnan(start.value) or math.isnan(end.value) or end.date <= start.date:
        return math.nan
    return pace(start.value, end.value, years_between(start.date, end.date))


def two_latest(points: Iterable[Point], apart: dt.timedelta = dt.timedelta(days=270)) -> tuple[Point, Point]:
    """The newest known value and the newest one at least `apart` before it.

    Args:
        points: values of one measure; NaN are left out.

    Returns:
        (earlier, latest); NaN where there is none.
    """
    known = sorted((p for p in points if not math.isnan(p.value)), key=lambda p: p.date)
    if not known:
        return NOT_KNOWN, NOT_KNOWN
    latest = known[-1]
    older = [p for p in known if latest.date - p.date >= apart]
    return (older[-1] if older else NOT_KNOWN), latest
