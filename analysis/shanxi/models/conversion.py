"""How many mines are to be converted a year, and how many can be.

Belongs here: arithmetic between the last count of intelligent mines, a number of all mines and a plan. Does not: any
curve (`rollout.py`), the verdict on a pace (`evident.export.verdicts`).
"""

import datetime as dt
import math

from evident.export.verdicts import years_between
from shanxi.models import pace

Dated = tuple[dt.date, float]


def years_left(latest: Dated, target_year: int) -> float:
    """Years from {latest} to the end of {target_year}."""
    return years_between(latest[0], dt.date(target_year, 12, 31))


def pace_between(before: Dated, after: Dated) -> float:
    """The rise a year from {before} to {after}.

    Raises:
        ValueError: no time passed between them.
    """
    return pace.pace(before[1], after[1], years_between(before[0], after[0]))


def needed(latest: Dated, total: float, target_year: int) -> float:
    """The mines a year that would just bring {latest} to {total} by the end of {target_year}."""
    return pace.needed(latest[1], total, years_left(latest, target_year))


def needed_for(latest: Dated, target: Dated) -> float:
    """The rise a year that would just bring {latest} to {target} in time."""
    return pace.needed(latest[1], target[1], years_between(latest[0], target[0]))


def needed_after_plan(latest: Dated, plan: float, total: float, target_year: int) -> float:
    """The mines a year that are left for the years after the next, to come from {latest} to {total} by the end of
    {target_year} once {plan} have been added in the next.
    """
    return pace.needed(latest[1] + plan, total, years_left(latest, target_year) - 1)


def reachable(latest: Dated, plan: float, target_year: int) -> float:
    """{latest}, with {plan} in each year left to the end of {target_year}.

    Raises:
        ValueError: the target year is over.
    """
    left = years_left(latest, target_year)
    if left < 0:
        raise ValueError(f"the year {target_year} was over when mines were counted last")
    return latest[1] + plan * left if not math.isnan(plan) else math.nan
