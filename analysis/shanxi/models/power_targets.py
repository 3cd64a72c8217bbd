"""Progress against dated targets of the power chapter: paces, and outcomes that are known only in part.

Belongs here: what the one rule for verdicts (`evident.export.verdicts`) needs from the figures of this chapter. Does
not: the rule itself, paces as such (`pace.py`), which targets count.
"""

import datetime as dt
import math

from evident.evidence.tables import Observation
from evident.export import verdicts
from shanxi.models.pace import needed, years_between

Level = tuple[dt.date, float]


def a_year(amount: float, years: float) -> float:
    """{amount}, spread evenly over {years} years."""
    return amount / years


def to_reach(latest: Level, target: Level) -> float:
    """The change a year that just takes {latest} to {target}."""
    return needed(latest[1], target[1], years_between(latest[0], target[0]))


def shortfall(level: float, target: float) -> float:
    """What was missing at {level} of {target}, in percent of it; negative where more was reached."""
    return 100 * (target - level) / target


def outcome_on_record(latest: Observation, target: Observation) -> verdicts.Verdict:
    """Verdict: {latest} against {target}, whose date has passed; a figure from before that date, or one
    that is only a lower bound, tells nothing unless it reaches the target.

    Args:
        latest: the last figure on record.
        target: what was to be reached by the end of its period.
    """
    if math.isnan(latest.value) or math.isnan(target.value):
        return verdicts.CANNOT_BE_TOLD
    reached = verdicts.outcome(latest.value, target.value)
    if reached == verdicts.MET:
        return reached
    tells = latest.end >= target.end and latest.bound != "at_least"
    return reached if tells else verdicts.CANNOT_BE_TOLD


def outcome_of_estimate(estimate: tuple[float, float], target: float) -> verdicts.Verdict:
    """Verdict: {estimate} against {target}, whose date has passed; it cannot be told where the target lies within
    the estimate.

    Args:
        estimate: lowest and highest.
    """
    low, high = estimate
    if math.isnan(low) or math.isnan(high) or math.isnan(target):
        return verdicts.CANNOT_BE_TOLD
    ends = [verdicts.outcome(end, target) for end in (low, high)]
    return verdicts.agreed(ends)


def at_the_rate_of(energy: float, months: int) -> float:
    """{energy} in {months} months, carried on at the same rate for a year."""
    return energy * 12 / months


def carried_on(energy: float, months: int, pace: float) -> float:
    """{energy} in {months} months, carried on for a year at so many times the same rate: {pace}."""
    return energy * (1 + (12 - months) / months * pace)
