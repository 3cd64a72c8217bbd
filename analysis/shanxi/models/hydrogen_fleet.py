"""Vehicles on hydrogen: what they burn, what they save, and where their number is heading.

Belongs here: arithmetic on fleets of fuel-cell vehicles and one modest outlook. Does not: making the hydrogen
(`hydrogen_balance.py`), whether a pace is enough (`verdicts.py`).

NaN (a figure not yet public) passes through to the result.
"""

import datetime as dt
import math

import numpy as np

from evident.export.origins import Bounded, modelled
from evident.export.verdicts import CANNOT_BE_TOLD, Verdict, years_between
from shanxi.models import pace
from shanxi.models.uncertain import Draws

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


def share_on_day(part: Dated, whole: Dated, pace_of_whole: float) -> float:
    """{part} over {whole}, the latter brought back to the day of the former along {pace_of_whole}, in percent."""
    then = whole[1] - pace_of_whole * years_between(part[0], whole[0])
    return 100 * part[1] / then if then > 0 else math.nan


@modelled
def outlook(
    seed: int, draws: int, start: Dated, nation_pace: float, percent: float, spread: float, until: dt.date
) -> Draws:
    """A fleet that grows from {start} by {percent} of {nation_pace}, more or less by a factor of {spread}.

    The factor is log-uniform from 1/spread to spread: half or double are as likely as each other, and nothing
    within the range is preferred, since one count of the fleet cannot tell more. It is the same on every day.

    Args:
        seed: of all draws of the notebook.
        draws: how many.
        start: the last count.
        nation_pace: vehicles a year of the nation.
        percent: the province's part of them.
        spread: factor, at least 1.
        until: the day to which the fleet is carried.

    Returns:
        Vehicles, shape (draws,).

    Raises:
        ValueError: spread below 1.
    """
    if spread < 1:
        raise ValueError(f"a spread is a factor of at least 1, not {spread}")
    rng = np.random.default_rng([seed, 2])
    factor = np.exp(rng.uniform(-np.log(spread), np.log(spread), draws))
    return start[1] + factor * nation_pace * percent / 100 * years_between(start[0], until)


def without_target(latest: float) -> Verdict:
    """No target for {latest} was found, so no verdict can be told."""
    return CANNOT_BE_TOLD
