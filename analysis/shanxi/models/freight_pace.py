"""How fast trains run, when all that is published are running totals, some of them bounds.

Belongs here: counts with their dates as intervals, the pace that two counts imply, what later counts say
about earlier ones, and carrying a pace forward. Does not: which figures to use (the notebook chooses) or
intervals in general (`intervals.py`).

A total that is printed for a month could be of any day of it, and "over 900" of any number from 900 up. So a
pace between two totals is the set of all paces that some pair of numbers and days allows. A year is 365.25
days.
"""

import datetime as dt
import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, pairwise

from evident.evidence.periods import period_end
from shanxi.models.intervals import UNKNOWN, Interval

YEAR = 365.25


@dataclass(frozen=True)
class Count:
    """A running total: its interval in trains, reached on some day from `first` to `last`."""

    total: Interval
    first: dt.date
    last: dt.date

    @property
    def middle_day(self) -> dt.date:
        """The day in the middle, for a mark in a chart."""
        return self.first + (self.last - self.first) // 2


@dataclass(frozen=True)
class Span:
    """The time between two counts and the pace in it, in trains a year."""

    start: Count
    end: Count
    pace: Interval


def count_of(total: Interval, period: str, published: str = "") -> Count:
    """A count with the days on which it can have been reached.

    Args:
        period: ISO 8601 date, month or year of the count.
        published: date of the source; a count is no younger than the page that prints it. Empty if not known.

    Raises:
        ValueError: the source appeared before the period began.
    """
    first, last = _first_day(period), period_end(period)
    if published:
        last = min(last, period_end(published))
    if last < first:
        raise ValueError(f"a count of {period} cannot stand in a source of {published}")
    return Count(total, first, last)


def _first_day(period: str) -> dt.date:
    start = period.split("/", 1)[0]
    return dt.date.fromisoformat(start + {4: "-01-01", 7: "-01"}.get(len(start), ""))


def distinct(counts: Sequence[Count]) -> list[Count]:
    """Counts in order of time; of two that give the same total for overlapping days, the better dated."""
    kept: list[Count] = []
    for count in sorted(counts, key=lambda c: (c.last - c.first, c.first)):
        same = (k for k in kept if k.total == count.total and k.first <= count.last and count.first <= k.last)
        if count.total.known and next(same, None) is None:
            kept.append(count)
    return sorted(kept, key=lambda c: c.middle_day)


def tighten(counts: Sequence[Count]) -> list[Count]:
    """Counts with what they say about each other: a running total never falls.

    So each total is at least every earlier lower bound and at most every later upper bound.

    Raises:
        ValueError: a total is below an earlier one: they cannot be of one scope.
    """
    lows = accumulate((c.total.low for c in counts), max)
    highs = reversed(list(accumulate((c.total.high for c in reversed(counts)), min)))
    tight = list(zip(counts, lows, highs, strict=True))
    for count, least, most in tight:
        if least > most:
            raise ValueError(f"the total of {count.last} would be at least {least:g} and at most {most:g}")
    return [replace(count, total=Interval(least, most)) for count, least, most in tight]


def pace(start: Count, end: Count) -> Interval:
    """Trains a year between two counts: all that some pair of totals and of days allows.

    The lowest pace has the fewest trains in the longest time, the highest the most trains in the shortest. If
    the later total is only a lower bound, the pace has no upper end; if the earlier one is, it may be as low
    as 0.

    Raises:
        ValueError: the two counts can be of the same day, so that no pace is defined.
    """
    if not (start.total.known and end.total.known):
        return UNKNOWN
    longest, shortest = (end.last - start.first).days, (end.first - start.last).days
    if shortest <= 0:
        raise ValueError(f"counts of {start.last} and {end.first} are not apart")
    trains = end.total - start.total
    fewest, most = max(trains.low, 0.0), trains.high
    return Interval(fewest / longest * YEAR, most / shortest * YEAR)


def spans(counts: Sequence[Count]) -> list[Span]:
    """The pace between each count and the next. Counts in order of time; errors as in `pace`."""
    return [Span(a, b, pace(a, b)) for a, b in pairwise(counts)]


def whole_from_part(part: Interval, share: Interval) -> Interval:
    """The whole of which `part` is `share` percent: 850 trains that are 92.5 to 93.5% → 909 to 919."""
    return part / (share * 0.01)


def recent_pace(of: Sequence[Span], number: int) -> Interval:
    """All paces that the last `number` spans allow; NaN if there are fewer."""
    if number < 1 or len(of) < number:
        return UNKNOWN
    hull = UNKNOWN
    for span in of[-number:]:
        hull = hull.hull(span.pace)
    return hull


def carry_forward(count: Count, at: Interval, day: dt.date) -> Interval:
    """The total on a later day if the pace stays within `at`; NaN where nothing is known.

    Raises:
        ValueError: the day is before the count.
    """
    if day < count.last:
        raise ValueError(f"{day} is before the count of {count.last}")
    if not (count.total.known and at.known):
        return UNKNOWN
    shortest, longest = (day - count.last).days / YEAR, (day - count.first).days / YEAR
    return Interval(count.total.low + at.low * shortest, count.total.high + at.high * longest)


def reached_between(count: Count, at: Interval, total: float) -> tuple[dt.date, dt.date] | None:
    """The first and the last day on which a total can be reached if the pace stays within `at`.

    Returns:
        None where an end is open: the count or the pace is not bounded on both sides, or the pace can be 0.
    """
    if not (count.total.known and at.known) or count.total.one_sided or at.one_sided or at.low <= 0:
        return None
    fastest = max(total - count.total.high, 0.0) / at.high * YEAR
    slowest = max(total - count.total.low, 0.0) / at.low * YEAR
    return count.first + dt.timedelta(math.floor(fastest)), count.last + dt.timedelta(math.ceil(slowest))


@dataclass(frozen=True)
class Trial:
    """A count as it would have been expected from the counts before it, and as it came."""

    count: Count
    expected: Interval

    @property
    def met(self) -> bool:
        """Whether the count lay within what was expected, as far as it is known."""
        return self.expected.meet(self.count.total).known


def backtest(counts: Sequence[Count], number: int) -> list[Trial]:
    """Each count against the paces of the `number` spans before it, carried forward from the count before.

    The first that can be tried is the count after `number` spans.
    """
    trials = []
    for k in range(number + 1, len(counts)):
        before, count = counts[:k], counts[k]
        at = recent_pace(spans(before), number)
        first, last = (carry_forward(before[-1], at, day) for day in (count.first, count.last))
        trials.append(Trial(count, first.hull(last)))
    return trials
