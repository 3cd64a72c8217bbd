"""Vehicles on hydrogen: what they burn, what they save, and how fast their number rises.

Belongs here: arithmetic on fleets of fuel-cell vehicles. Does not: making the hydrogen
(`hydrogen_balance.py`), whether a pace is enough (`verdicts.py`).

NaN (a figure not yet public) passes through to the result.
"""

import datetime as dt
import math

from evident.export.origins import Bounded
from evident.export.verdicts import CANNOT_BE_TOLD, Verdict, years_between
from shanxi.models import pace

Dated = tuple[dt.date, float]


def demand(vehicles: float, tonnes_each: float) -> float:
    """Hydrogen a year for {vehicles}, as if each took {tonnes_each}.

    Tonnes.
    """
    return vehicles * tonnes_each


def share_of(tonnes: float, hydrogen: float) -> float:
    """{tonnes} over {hydrogen}, in percent.

    Tonnes over Mt.
    """
    return tonnes / hydrogen / 1e4


def tonnes_each(hydrogen: float, vehicles: float) -> float:
    """{hydrogen}, shared among {vehicles}.

    Tonnes from Mt.
    """
    return hydrogen * 1e6 / vehicles


def distance(tonnes: float, per_100_km: float) -> float:
    """How far {tonnes} carries a truck that takes {per_100_km}, in km."""
    return tonnes * 1000 / per_100_km * 100


def distance_each(driven: float, trucks: Dated, last_day: dt.date) -> float:
    """{driven}, a truck and year, from the day of {trucks} on.

    Args:
        driven: km of all of them.
        trucks: the day on which they began, and how many.
        last_day: of the time in which they drove so far.
    """
    began, number = trucks
    return driven / number / years_between(began, last_day)


def saving_per_kg(saved: float, per_100_km: float) -> float:
    """{saved}, over the hydrogen of the same distance at {per_100_km}.

    Args:
        saved: t CO2 per 10,000 km.
        per_100_km: kg of hydrogen per 100 km.

    Returns:
        Kg of CO2 a kilogram of hydrogen.
    """
    return saved * 1000 / (per_100_km * 100)


def both(first: float, second: float | Bounded) -> tuple[float, float]:
    """{first} and {second}, from the smaller to the larger."""
    other = second.value if isinstance(second, Bounded) else second
    return min(first, other), max(first, other)


def saving_rate(saved: float, driven: float) -> float:
    """{saved} over {driven}, in t for ten thousand km."""
    return saved / driven * 10_000


def capacity_before(latest: float, net_change: float) -> float:
    """{latest} less the net change of the year: {net_change}."""
    return latest - net_change


def pace_between(earlier: Dated, later: Dated) -> float:
    """The mean change a year from {earlier} to {later}.

    NaN where no time lies between them.
    """
    years = years_between(earlier[0], later[0])
    return pace.pace(earlier[1], later[1], years) if years > 0 else math.nan


def needed(latest: Dated, target: Dated) -> float:
    """The rise a year that would take {latest} to {target} in the time between their dates."""
    return pace.needed(latest[1], target[1], years_between(latest[0], target[0]))


def day(count: Dated) -> dt.date:
    """The day of {count}."""
    return count[0]


def fall(change: float) -> float:
    """{change}, told as a fall."""
    return -change


def without_pace(latest: float) -> Verdict:
    """{latest} is the one count of its place, so no pace has a source and no verdict can be told."""
    return CANNOT_BE_TOLD


def without_target(latest: float) -> Verdict:
    """No target for {latest} was found, so no verdict can be told."""
    return CANNOT_BE_TOLD
