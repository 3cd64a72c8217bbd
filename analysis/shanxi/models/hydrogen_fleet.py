"""Vehicles on hydrogen: what they burn, what they save, and where their number is heading.

Belongs here: arithmetic on fleets of fuel-cell vehicles and one modest outlook. Does not: making the hydrogen
(`hydrogen_balance.py`), whether a pace is enough (`verdicts.py`).

NaN (a figure not yet public) passes through to the result.
"""

import datetime as dt
import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from shanxi.models import pace

Draws = NDArray[np.float64]


def demand(vehicles: float, tonnes_each: float) -> float:
    """Mt of hydrogen a year for `vehicles` that take `tonnes_each` t a year."""
    return vehicles * tonnes_each / 1e6


def distance(tonnes: float, per_100_km: float) -> float:
    """Km that `tonnes` of hydrogen carry a vehicle that takes `per_100_km` kg per 100 km."""
    return tonnes * 1000 / per_100_km * 100


def saving_per_kg(saved: float, per_100_km: float) -> float:
    """Kg of CO2 that a kilogram of hydrogen saves in a truck.

    Args:
        saved: t CO2 per 10,000 km against the truck replaced.
        per_100_km: kg of hydrogen per 100 km.
    """
    return saved * 1000 / (per_100_km * 100)


def recent_pace(
    dates: Sequence[dt.date], levels: Sequence[float], at_least: float = 1.0
) -> tuple[float, float, dt.date | None]:
    """How fast a count grew of late: the latest level against the last one that is `at_least` years older.

    Counts that lie closer are often of two agencies; their difference says nothing of growth.

    Args:
        dates: in ascending order.
        levels: one a date.
        at_least: years between the two counts compared.

    Returns:
        Change a year, the latest level, its date; NaN, NaN, None without any count, NaN pace with one.
    """
    if not dates:
        return math.nan, math.nan, None
    last, level = dates[-1], levels[-1]
    for date, before in zip(reversed(dates[:-1]), reversed(levels[:-1]), strict=True):
        years = pace.years_between(date, last)
        if years >= at_least:
            return pace.pace(before, level, years), level, last
    return math.nan, level, last


def outlook(
    rng: np.random.Generator, draws: int, start: float, yearly: float, years: Sequence[float], spread: float
) -> Draws:
    """A fleet that grows by the same number each year, that number uncertain by a factor.

    The factor is log-uniform from 1/spread to spread: half or double are as likely as each other, and nothing
    within the range is preferred, since one count of the fleet cannot tell more.

    Args:
        rng: seeded generator.
        draws: how many.
        start: vehicles at the last count.
        yearly: vehicles a year in the middle.
        years: after the last count.
        spread: factor, at least 1.

    Returns:
        Vehicles, shape (draws, len(years)).

    Raises:
        ValueError: spread below 1.
    """
    if spread < 1:
        raise ValueError(f"a spread is a factor of at least 1, not {spread}")
    factor = np.exp(rng.uniform(-np.log(spread), np.log(spread), draws))
    return start + np.outer(factor * yearly, np.asarray(years, dtype=float))
