"""What share of generation a wind and solar fleet would give in a year to come, drawn many times.

Belongs here: draws of hours, growth and curtailment, and what follows from them. Does not: the identities that need
no draws (`power_mix.py`).

Hours are drawn from the years on record, wind and sun apart; so the spread is that of past weather, grid and
curtailment. Growth, extra curtailment and the split of new plant are uniform between their ends, since nothing
favours a middle. Each quantity has a stream of random numbers of its own, so that a change of one leaves the others
as they are.

Units: capacity in GW, energy in TWh a year, hours a year, shares in percent. The first paragraphs are noun phrases,
because the book prints them inside "The median of the draws of …".
"""

from collections.abc import Mapping, Sequence

import numpy as np

from evident.export.origins import modelled
from shanxi.models.power_mix import Draws
from shanxi.models.uncertain import Range


def _stream(seed: int, name: str) -> np.random.Generator:
    return np.random.default_rng([seed, *name.encode()])


@modelled
def from_record(values: Sequence[float], seed: int, draws: int, name: str) -> Draws:
    """hours drawn from the years on record ({values})

    Args:
        values: NaN are left out, none left gives NaN.
        name: of the stream of random numbers.
    """
    known = np.array([v for v in values if not np.isnan(v)], dtype=float)
    return _stream(seed, name).choice(known, draws) if known.size else np.full(draws, np.nan)


@modelled
def between(low: float, high: float, seed: int, draws: int, name: str) -> Draws:
    """anything from {low} to {high}, drawn evenly"""
    if not np.isfinite([low, high]).all():
        return np.full(draws, np.nan)
    return _stream(seed, name).uniform(min(low, high), max(low, high), draws)


@modelled
def within(ends: Range, seed: int, draws: int, name: str) -> Draws:
    """anything within {ends}, drawn evenly"""
    return between(*ends, seed, draws, name)


@modelled
def wind_part(before: Mapping[str, float], now: Mapping[str, float], seed: int, draws: int) -> Draws:
    """the part of wind in new plant, drawn evenly between its part in the latest year's additions and in today's fleet

    Args:
        before, now: GW of wind and solar at the last two year ends.
    """
    added = {source: now[source] - before[source] for source in now}
    of_added, of_all = (fleet["wind"] / sum(fleet.values()) for fleet in (added, now))
    return between(of_added, of_all, seed, draws, "split")


def grown(made: float | Draws, growth: Draws, since: int, until: int) -> Draws:
    """{made}, grown at a drawn rate until {until}"""
    return made * (1 + growth / 100) ** (until - since)


def green(fleet: Mapping[str, float | Draws], hours: Mapping[str, Draws], curtailed: Draws) -> Draws:
    """the generation of wind and sun in a full year: capacity times hours drawn from the years on record, less a
    drawn curtailment

    Args:
        fleet: GW of wind and solar.
        hours: of wind and solar.
        curtailed: lost beyond what was lost in the years on record, 0 to 1.
    """
    return sum(fleet[source] * hours[source] for source in hours) / 1000 * (1 - curtailed)


def share(made: Draws, total: Draws) -> Draws:
    """the part of wind and sun in all generation: capacity times drawn hours less a drawn curtailment, over generation
    grown at a drawn rate
    """
    return 100 * made / total


def with_added(
    fleet: Mapping[str, float], added: float, part: Draws, hours: Mapping[str, Draws], curtailed: Draws
) -> Draws:
    """the generation of today's wind and sun and of {added}, of which a drawn part is wind

    Args:
        part: of wind in what is added, 0 to 1.
    """
    new = {"wind": part * added, "solar": (1 - part) * added}
    return green({source: fleet[source] + new[source] for source in fleet}, hours, curtailed)


def part_reaching(draws: Draws, percent: float) -> float:
    """The part of the draws of {draws} that reach {percent} percent."""
    return float("nan") if np.isnan(draws).any() else 100 * float(np.mean(draws >= percent))
