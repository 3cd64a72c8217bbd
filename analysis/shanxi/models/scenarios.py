"""Where coal, power and underground jobs stand in a later year, if paces hold.

Belongs here: compounding stated paces from published starting points. Does not: any forecast of those paces (they are
parameters of an edition, each with its reason) and any price, policy or behaviour.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
MEASURES = ("coal", "share", "jobs")


@dataclass(frozen=True)
class Start:
    """Published starting points.

    coal: raw coal output, Mt a year, in `coal_year`. capacity: wind and solar, GW, at the end of `coal_year`.
    generation: all electricity generated, TWh, in `generation_year`. workers: people who work underground, with the
    output of the same year (`workers_coal`, Mt).
    """

    coal: float
    coal_year: int
    capacity: float
    generation: float
    generation_year: int
    workers: float
    workers_coal: float
    workers_year: int


@dataclass(frozen=True)
class Pace:
    """Paces a year that a scenario assumes: growth as shares (0.01 is one per cent), additions in GW, hours of full
    load. Low and high ends are drawn from evenly."""

    coal_growth: tuple[float, float]
    additions: tuple[float, float]
    hours: tuple[float, float]
    generation_growth: tuple[float, float]
    productivity_growth: tuple[float, float]


def pace(values: Mapping[str, Any]) -> Pace:
    """The paces of an edition: growth given in percent a year becomes shares; hours and additions stay.

    Raises:
        ValueError: a pace is not a pair of low end and high end.
    """
    found: dict[str, tuple[float, float]] = {}
    for name in Pace.__dataclass_fields__:
        if len(values[name]) != 2 or values[name][0] > values[name][1]:
            raise ValueError(f"{name} must be [low end, high end], but is {values[name]}")
        scale = 100 if name.endswith("growth") else 1
        found[name] = (values[name][0] / scale, values[name][1] / scale)
    return Pace(**found)


def outlook(start: Start, pace: Pace, years: Array, rng: np.random.Generator, draws: int) -> dict[str, Array]:
    """Draws of coal output, share of wind and solar in generation, and underground jobs.

    Args:
        years: shape (n,), from the starting year on.
        rng: of the uniform draws between low and high ends.
        draws: how many.

    Returns:
        "coal" (Mt), "share" (percent of generation) and "jobs" (persons), each of shape (draws, n). The share counts
        capacity at the middle of a year: what was there at its start and half of what it adds.
    """
    ends: dict[str, tuple[float, float]] = vars(pace)
    draw = {name: rng.uniform(low, high, size=(draws, 1)) for name, (low, high) in ends.items()}
    years = np.asarray(years, dtype=float)[None, :]
    coal = start.coal * (1 + draw["coal_growth"]) ** (years - start.coal_year)
    capacity = start.capacity + draw["additions"] * (years - start.coal_year - 0.5)
    generation = start.generation * (1 + draw["generation_growth"]) ** (years - start.generation_year)
    share = 100 * capacity * draw["hours"] / 1000 / generation
    productivity = (
        start.workers_coal / start.workers * (1 + draw["productivity_growth"]) ** (years - start.workers_year)
    )
    return {"coal": coal, "share": share, "jobs": coal / productivity}


def band(draws: Array, level: float = 0.9) -> Array:
    """Low end, median and high end of draws: shape (3, n) from (draws, n); the ends hold `level` of the draws."""
    tail = (1 - level) / 2
    return np.quantile(draws, [tail, 0.5, 1 - tail], axis=0)
