"""Where coal, power and work underground stand in a later year, if paces hold.

Belongs here: compounding assumed paces from published starting points. Does not: any forecast of those paces (they are
parameters of an edition, each with its reason) and any price, policy or behaviour.

Every pace is drawn evenly between a low and a high end. The draws of each pace are a stream of their own, the same in
every scenario, so that scenarios differ by what they assume and not by chance.
"""

import datetime as dt
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from evident.export.comparisons import tells
from evident.export.origins import modelled

Array = NDArray[np.float64]
Ends = Sequence[float]
Dated = tuple[dt.date, float]
MEASURES = ("coal", "share", "jobs")
_STREAMS = ("coal_growth", "additions", "hours", "generation_growth", "productivity_growth")
LEVEL = 0.9  # the part of the draws that a band holds


def _evenly(pace: str, ends: Ends, seed: int, draws: int) -> Array:
    """Draws of one pace, shape (draws, 1).

    Raises:
        ValueError: `ends` is not a pair of low end and high end.
    """
    if len(ends) != 2 or ends[0] > ends[1]:
        raise ValueError(f"{pace} must be [low end, high end], but is {list(ends)}")
    part = np.random.default_rng(seed).random((len(_STREAMS), draws))[_STREAMS.index(pace)]
    return (ends[0] + (ends[1] - ends[0]) * part)[:, None]


def _years(first: int, horizon: int) -> Array:
    if horizon < first:
        raise ValueError(f"the scenarios end in {horizon}, before they start in {first}")
    return np.arange(first, horizon + 1, dtype=float)[None, :]


def _positive(**figures: float) -> None:
    """ValueError for a starting point that is not positive; NaN (not yet public) passes."""
    for name, figure in figures.items():
        if figure <= 0:
            raise ValueError(f"{name} must be positive to start from, but is {figure:g}")


def ends(pace: Ends) -> tuple[float, float]:
    """The two ends of {pace}."""
    low, high = pace
    return low, high


def yearly(first: Dated, last: Dated) -> float:
    """The change a year from {first} to {last}.

    Args:
        first, last: last day and level; whole years count.

    Raises:
        ValueError: they are of one year.
    """
    years = last[0].year - first[0].year
    if years == 0:
        raise ValueError("a change a year needs two years")
    return (last[1] - first[1]) / years


def fall(pace: Ends) -> tuple[float, float]:
    """The slowest and the fastest fall in {pace}."""
    low, high = pace
    return -high, -low


def part_of(whole: float, percent: float) -> float:
    """{percent} of {whole}."""
    return whole * percent / 100


def implied_growth(workers: float, lost: float, years: float) -> float:
    """The growth of coal per worker that leaves {lost} of {workers} without work after {years} years, if output stays.

    Args:
        workers, lost: persons.

    Returns:
        Percent a year, compounded.

    Raises:
        ValueError: as many are lost as there are, or more.
    """
    if lost >= workers:
        raise ValueError(f"{lost:g} jobs cannot be lost of {workers:g}")
    return 100 * ((workers / (workers - lost)) ** (1 / years) - 1)


@modelled
def coal_output(output: Dated, growth: Ends, horizon: int, seed: int, draws: int) -> Array:
    """Coal output from {output} on, with {growth} drawn evenly between its two ends.

    Args:
        output: last day of the first year, Mt.
        growth: percent a year, low end and high end.

    Returns:
        Mt, shape (draws, years), from the first year to `horizon`.

    Raises:
        ValueError: a start that is not positive, ends in the wrong order, a horizon before the start.
    """
    _positive(output=output[1])
    rate = _evenly("coal_growth", growth, seed, draws) / 100
    return output[1] * (1 + rate) ** (_years(output[0].year, horizon) - output[0].year)


@modelled
def wind_and_solar_share(
    capacity: Dated, additions: Ends, hours: Ends, generation: Dated, growth: Ends, horizon: int, seed: int,
    draws: int,
) -> Array:  # fmt: skip
    """The share of wind and solar in generation. Capacity starts from {capacity} and gains {additions}; it runs for
    {hours}; generation starts from {generation} and has {growth}. Each pace is drawn evenly between its two ends.

    Args:
        capacity: last day, GW at the end of that year.
        additions: GW a year. hours: of full load a year.
        generation: last day of the last year with a total, TWh. growth: percent a year.

    Returns:
        Percent, shape (draws, years), from the year of the capacity to `horizon`. Capacity counts at the middle of a
        year: what was there at its start and half of what it adds.

    Raises:
        ValueError: as `coal_output`.
    """
    _positive(capacity=capacity[1], generation=generation[1])
    years = _years(capacity[0].year, horizon)
    plant = capacity[1] + _evenly("additions", additions, seed, draws) * (years - capacity[0].year - 0.5)
    rate = _evenly("generation_growth", growth, seed, draws) / 100
    power = generation[1] * (1 + rate) ** (years - generation[0].year)
    return 100 * plant * _evenly("hours", hours, seed, draws) / 1000 / power


@modelled
def work_left(coal: Array, output_then: Dated, growth: Ends, horizon: int, seed: int) -> Array:
    """The work underground that the coal takes, in percent of the work that {output_then} took, with {growth} drawn
    evenly between its two ends.

    Args:
        coal: Mt, shape (draws, years), to `horizon`.
        output_then: last day of the year that is compared with, Mt.
        growth: of coal per worker, percent a year.

    Returns:
        Percent, of the shape of `coal`.

    Raises:
        ValueError: a start that is not positive, ends in the wrong order.
    """
    _positive(output_then=output_then[1])
    draws, length = np.shape(coal)
    years = _years(horizon - length + 1, horizon)
    rate = _evenly("productivity_growth", growth, seed, draws) / 100
    return 100 * np.asarray(coal) / output_then[1] / (1 + rate) ** (years - output_then[0].year)


def work_left_unchanged(coal: Array, output_then: float) -> Array:
    """The work underground that the coal takes, in percent of the work that {output_then} took, with coal per worker
    as it was then.

    Raises:
        ValueError: a start that is not positive.
    """
    _positive(output_then=output_then)
    return 100 * np.asarray(coal) / output_then


def attendance(left: Array, then: float) -> Array:
    """The workers underground on a day: {then} and what is left of that, which is {left}.

    Args:
        left: percent, shape (draws, years).
        then: persons underground on a day.

    Returns:
        Thousand persons, of the shape of `left`.
    """
    return np.asarray(left) / 100 * then / 1000


def last_year(path: Array) -> Array:
    """The last year of this: {path}

    Returns:
        The draws of the last year, shape (draws,).
    """
    return np.asarray(path)[:, -1]


def first_year(path: Array) -> Array:
    """The first year of this: {path}

    Returns:
        The draws of the first year, shape (draws,).
    """
    return np.asarray(path)[:, 0]


def band(draws: Array, level: float = LEVEL) -> Array:
    """Low end, median and high end of draws: shape (3, n) from (draws, n); the ends hold `level` of the draws."""
    tail = (1 - level) / 2
    return np.quantile(draws, [tail, 0.5, 1 - tail], axis=0)


@tells
def ranges_overlap(first: tuple[float, float], second: tuple[float, float]) -> bool:
    """{first} and {second} overlap."""
    return first[0] <= second[1] and second[0] <= first[1]
