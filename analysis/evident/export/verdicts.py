"""Verdicts: words that are computed, never typed, by one rule for every theme.

Belongs here: the rule that compares a pace with the pace needed, and an outcome with its target. Does not: the words
printed (`words/<language>/common.yml`) or their look.

The rule. The pace observed is the mean of the last three years, or of the time since the target was set where that is
shorter. It is compared with the pace that would just reach the target in the time left; within a tenth it is on track.
Where an official plan for the next period exists, a second verdict says whether its pace would do. A target whose date
has passed is met or missed. Where several denominators are possible and give different verdicts, or where the one that
was meant is not known, it cannot be told.
"""

import datetime as dt
import math
from collections.abc import Sequence

TOLERANCE = 0.1  # share of the needed pace within which a pace is on track
YEARS = 3  # over which a pace is observed
NEAR = 0.1  # of a year: a figure is that old if it is at most so much younger
_DAYS = 365.25


class Verdict(str):
    """One of the words below; a fact that is a verdict is printed with its mark."""

    __slots__ = ()


AHEAD, ON_TRACK, BEHIND = Verdict("ahead"), Verdict("on_track"), Verdict("behind")
CANNOT_BE_TOLD, MET, MISSED = Verdict("cannot_be_told"), Verdict("met"), Verdict("missed")
VERDICTS = (AHEAD, ON_TRACK, BEHIND, CANNOT_BE_TOLD, MET, MISSED)


def on_pace(observed: float, needed: float, tolerance: float = TOLERANCE) -> Verdict:
    """Verdict: {observed} against {needed}, with this tolerance: {tolerance}.

    Args:
        observed: pace, in units a year, counted towards the target (NaN: unknown).
        needed: pace that would just reach the target in the same units; 0 or less: the target is reached.
        tolerance: share of the needed pace within which the verdict is `on_track`.

    Returns:
        `ahead` above (1 + tolerance) × needed, or target reached; `on_track` within the tolerance; `behind` below;
        `cannot_be_told` where either is not known.
    """
    if math.isnan(observed) or math.isnan(needed):
        return CANNOT_BE_TOLD
    if needed <= 0:
        return AHEAD
    ratio = observed / needed
    if ratio > 1 + tolerance:
        return AHEAD
    return ON_TRACK if ratio >= 1 - tolerance else BEHIND


def recent_pace(
    points: Sequence[tuple[dt.date, float]], target_set: dt.date | None = None, years: float = YEARS
) -> float:
    """Mean change a year over these last years on record: {years}; since the target was set where that is shorter.

    Args:
        points: dated levels (day, level); unknown ones (NaN) are left out.
        target_set: the day on which the target was set, None if it is not known or does not matter.
        years: over which the pace is observed.

    Returns:
        Units of the level a year, from the last level on or before the day that lies so far back (the first level on
        record where none does) to the last; NaN with fewer than two levels.
    """
    known = sorted((day, level) for day, level in points if not math.isnan(level))
    if len(known) < 2:
        return math.nan
    (last_day, last), earlier = known[-1], known[:-1]
    span = years * _DAYS
    if target_set is not None:
        span = min(span, (last_day - target_set).days)
    wanted = span - NEAR * _DAYS
    day, level = next((p for p in reversed(earlier) if (last_day - p[0]).days >= wanted), earlier[0])
    if (last_day - day).days <= 0:
        return math.nan
    return (last - level) / years_between(day, last_day)


def years_between(start: dt.date, end: dt.date) -> float:
    """Years from the end of one day to the end of another; between equal dates of two years whole years."""
    if (start.month, start.day) == (end.month, end.day):
        return float(end.year - start.year)
    return (end - start).days / _DAYS


def outcome(level: float, target: float, *, at_most: bool = False, within: float = 0.0) -> Verdict:
    """Verdict: {level} against {target}, whose date has passed; off by no more than {within} percent is met.

    Args:
        at_most: the target is a ceiling and not a floor.
        within: percent of the target that may be missing (of a ceiling: that may be too much).
    """
    if math.isnan(level) or math.isnan(target):
        return CANNOT_BE_TOLD
    if at_most:
        return MET if level <= target * (1 + within / 100) else MISSED
    return MET if level >= target * (1 - within / 100) else MISSED


def distance(level: float, target: float) -> float:
    """How far {level} lies from {target}, in percent of the target; negative below it."""
    return 100 * (level - target) / target


def agreed(verdicts: Sequence[str]) -> Verdict:
    """Verdict on which {verdicts} agree; if they differ, it cannot be told."""
    return Verdict(verdicts[0]) if len(set(verdicts)) == 1 else CANNOT_BE_TOLD
