"""How fast trains run, when all that is published are running totals, some of them bounds.

Belongs here: counts with their dates as intervals, the pace that two counts imply, and carrying a pace forward.
Does not: which figures to use (the notebook chooses) or intervals in general (`intervals.py`).

A total that is printed for a month could be of any day of it, and "over 900" of any number from 900 up. So a
pace between two totals is the set of all paces that some pair of numbers and days allows. A year is 365.25
days.
"""

import datetime as dt
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import pandas as pd

from evident.evidence.periods import period_end
from evident.evidence.tables import Observation
from evident.export.comparisons import tells
from evident.export.origins import modelled
from shanxi.models.intervals import UNKNOWN, Interval, exactly, interval, rounded, told

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


def count_of(total: Any, period: str, published: str = "") -> Count:
    """{total}.

    Args:
        total: trains, as `intervals.interval` takes them.
        period: ISO 8601 date, month or year of the count.
        published: date of the source; a count is no younger than the page that prints it. Empty if not known.

    Raises:
        ValueError: the source appeared before the period began; the total is not known.
    """
    first, last = _first_day(period), period_end(period)
    if published:
        last = min(last, period_end(published))
    if last < first:
        raise ValueError(f"a count of {period} cannot stand in a source of {published}")
    return Count(interval(total), first, last)


def _first_day(period: str) -> dt.date:
    start = period.split("/", 1)[0]
    return dt.date.fromisoformat(start + {4: "-01-01", 7: "-01"}.get(len(start), ""))


def closing(count: Count, copied: bool) -> Count:
    """{count}, chosen by whether a page that was seen in a copy is taken for true ({copied})."""
    return count


def better_dated(prints: Sequence[Observation], published: Mapping[str, str]) -> dict[str, Observation]:
    """Prints of running totals by month, in order of time; of prints for overlapping days the best dated.

    Only dates decide, never a value: first what was public, then the shorter period, then the earlier page.

    Args:
        published: date of each source, by its id.
    """

    def rank(obs: Observation) -> tuple[bool, dt.timedelta, str, str]:
        return not obs.known, obs.end - _first_day(obs.period), published[obs.source_id], obs.obs_id

    kept: list[Observation] = []
    for obs in sorted(prints, key=rank):
        if all(obs.end < _first_day(k.period) or k.end < _first_day(obs.period) for k in kept):
            kept.append(obs)
    return {obs.period[:7]: obs for obs in sorted(kept, key=lambda o: o.end)}


@told
def pace(start: Count, end: Count) -> Interval:
    """The trains between {start} and {end} over the time between them.

    All that some pair of totals and of days allows: the lowest pace has the fewest trains in the longest time, the
    highest the most trains in the shortest. If the later total is only a lower bound, the pace has no upper end; if
    the earlier one is, it may be as low as 0. In trains a year.

    Raises:
        ValueError: the two counts can be of the same day, so that no pace is defined.
    """
    return _pace(start, end)


def _pace(start: Count, end: Count) -> Interval:
    if not (start.total.known and end.total.known):
        return UNKNOWN
    longest, shortest = (end.last - start.first).days, (end.first - start.last).days
    if shortest <= 0:
        raise ValueError(f"counts of {start.last} and {end.first} are not apart")
    trains = end.total - start.total
    if trains.high < 0:
        raise ValueError(
            f"the total of {end.last} is below that of {start.last}: they cannot be of one scope"
        )
    fewest, most = max(trains.low, 0.0), trains.high
    return Interval(fewest / longest * YEAR, most / shortest * YEAR)


def spans(counts: Sequence[Count]) -> list[Span]:
    """The pace between each count and the next. Counts in order of time; errors as in `pace`."""
    return [Span(a, b, _pace(a, b)) for a, b in pairwise(counts)]


@told
def whole_from_part(part: Any, share: float) -> Interval:
    """{part} over {share}, that share being rounded to its last digit.

    850 trains that are 92.5 to 93.5% of a whole: 909 to 919.
    """
    return interval(part) / (rounded(share) * 0.01)


@told
def recent_pace(counts: Sequence[Count], number: int) -> Interval:
    """The trains between {counts} over the time between them. It depends on this: {number}.

    From the lowest pace of these intervals to the highest, in trains a year.

    Raises:
        ValueError: there are fewer intervals; `number` is below 1.
    """
    if number < 1 or len(counts) <= number:
        raise ValueError(f"{len(counts)} counts have no {number} intervals between them")
    return _hull(spans(counts)[-number:])


@told
def any_pace(counts: Sequence[Count]) -> Interval:
    """The lowest and the highest pace between two totals that follow each other, of {counts}."""
    return _hull(spans(counts))


@told
def before_growth(later: Any, growth: float) -> Interval:
    """{later} before it grew by {growth} percent, that growth being rounded to its last digit.

    74 trains after a growth of 48%: 49.8 to 50.2.
    """
    return interval(later) / (exactly(1.0) + rounded(growth) * 0.01)


@told
def at_year_end(earlier: Any, later: Any, between: Any) -> Interval:
    """The total at the end of a year: no less than {earlier}, which was counted before, and no more than {later}, which
    was counted after, less {between}, which ran from the year's end to the later count at the least."""
    return Interval(interval(earlier).low, interval(later).high - interval(between).low)


@told
def year_through(start: Count, last: Count, after: Any) -> Interval:
    """The trains of the year that follows {start}: until {last} as counted, and from then on at {after}."""
    new_year = dt.date(last.last.year, 12, 31)
    shortest, longest = ((new_year - day).days / YEAR for day in (last.last, last.first))
    rest = interval(after)
    return last.total - start.total + Interval(rest.low * shortest, rest.high * longest)


def as_year(trains: float, months: float) -> float:
    """{trains}, in {months} months, made a year of twelve."""
    return trains * 12 / months


def _hull(of: Sequence[Span]) -> Interval:
    hull = UNKNOWN
    for span in of:
        hull = hull.hull(span.pace)
    return hull


def months_between(start: Count, end: Count) -> float:
    """The months from {start} to {end}, counted between the middle of the days on which each can have been reached."""
    return (end.middle_day - start.middle_day).days / YEAR * 12


def _carried(count: Count, at: Interval, day: str | dt.date) -> Interval:
    day = dt.date.fromisoformat(day) if isinstance(day, str) else day
    if day < count.last:
        raise ValueError(f"{day} is before the count of {count.last}")
    if not (count.total.known and at.known):
        return UNKNOWN
    shortest, longest = (day - count.last).days / YEAR, (day - count.first).days / YEAR
    return Interval(count.total.low + at.low * shortest, count.total.high + at.high * longest)


@modelled
def fan(count: Count, paces: Mapping[str, Any], day: str) -> pd.DataFrame:
    """{count}, carried forward at each of these paces: {paces}; until this day: {day}.

    Returns:
        Two rows for each pace, at the count and at the day, between which its ends run straight; columns pace (its
        key), day, low, high. No row if the day is not after the count.
    """
    last = dt.date.fromisoformat(day)
    days = (count.last, last) if count.last < last else ()
    carried = [(key, end, _carried(count, interval(at), end)) for key, at in paces.items() for end in days]
    return pd.DataFrame(
        [(key, end, total.low, total.high) for key, end, total in carried],
        columns=["pace", "day", "low", "high"],
    )


@modelled
def first_reached(count: Count, at: Any, total: float) -> dt.date:
    """The first day on which {count}, carried forward at {at}, can reach this: {total}.

    Raises:
        ValueError: the count or the pace is open above.
    """
    pace_, start = interval(at), count.total
    if start.one_sided or pace_.one_sided:
        raise ValueError("where an end is open, no day can be given")
    return count.first + dt.timedelta(math.floor(max(total - start.high, 0.0) / pace_.high * YEAR))


@modelled
def last_reached(count: Count, at: Any, total: float) -> dt.date:
    """The last day on which {count}, carried forward at {at}, can reach this: {total}.

    Raises:
        ValueError: the count or the pace is open above, or the pace can be 0.
    """
    if not day_can_be_told(count, at):
        raise ValueError("where an end is open, no day can be given")
    left = max(total - count.total.low, 0.0)
    return count.last + dt.timedelta(math.ceil(left / interval(at).low * YEAR))


@tells
def day_can_be_told(count: Count, at: Any) -> bool:
    """{count} and {at} have two ends each, and the lower end of the pace is more than 0.

    Only then can a first and a last day be given on which a total is reached.
    """
    pace_, start = interval(at), count.total
    both = start.known and pace_.known and not (start.one_sided or pace_.one_sided)
    return both and pace_.low > 0


@tells
def is_overdue(count: Count, total: float, day: dt.date, today: str) -> bool | None:
    """{count} lies below {total}, though {day} is before {today}.

    None before that day has passed, and where the count leaves open whether it lies below.
    """
    if day >= dt.date.fromisoformat(today) or count.total.low < total <= count.total.high:
        return None
    return count.total.high < total


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
        at = _hull(spans(before)[-number:])
        first, last = (_carried(before[-1], at, day) for day in (count.first, count.last))
        trials.append(Trial(count, first.hull(last)))
    return trials


def tried(counts: Sequence[Count], number: int) -> int:
    """How many of {counts} can be tried against those before them, where this many intervals make a pace: {number}."""
    return len(backtest(counts, number))


def tried_met(counts: Sequence[Count], number: int) -> int:
    """How many of {counts} lay where those before them, carried forward, put them, where this many intervals make a
    pace: {number}."""
    return sum(trial.met for trial in backtest(counts, number))
