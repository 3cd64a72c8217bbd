"""How much electricity a power fleet gives, and what that says about shares of capacity.

Belongs here: the identity generation = capacity × hours, the gap between a source's share of capacity and its
share of generation, and what follows from two figures of which one holds the other. Does not: draws of future years
(`power_outlook.py`), where power goes and what a single base delivers (`power_delivery.py`), targets
(`power_targets.py`).

Units throughout: capacity in GW, energy in TWh a year, hours a year, shares in percent. NaN (a figure not yet
public) passes through to the result.
"""

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from shanxi.models.intervals import exactly, rounded

Draws = NDArray[np.float64]


def generation(capacity: float, hours: float) -> float:
    """{capacity} at {hours} of full load a year."""
    return capacity * hours / 1000  # 1 GW × 1,000 h = 1 TWh


def full_load_hours(energy: float, capacity: float) -> float:
    """The hours of full load a year in which {capacity} makes {energy}.

    Raises:
        ZeroDivisionError: there is no capacity.
    """
    return energy * 1000 / capacity


def yearly_growth(first: float, last: float, years: float) -> float:
    """The growth a year, compounded over {years} years, that takes {first} to {last}.

    Raises:
        ValueError: no time passed.
    """
    if years <= 0:
        raise ValueError(f"growth needs time to pass: {years} years")
    return ((last / first) ** (1 / years) - 1) * 100


def without(whole: float, parts: Sequence[float]) -> float:
    """{whole} less {parts}."""
    return whole - sum(parts)


def share_without(whole: float, part: float) -> float:
    """What is left of {whole} without {part}, in percent of it."""
    return 100 * (whole - part) / whole


def rest_by_share(part: float, percent: float) -> float:
    """What is left of a whole of which {part} is {percent}."""
    return part * (100 / percent - 1)


def rest_by_share_and_total(part: float, percent: float, total: float) -> tuple[float, float]:
    """All that can be left of {total} without {part}, which is {percent} of it, if each is rounded to its last digit.

    Raises:
        ValueError: share and total contradict each other.
    """
    if np.isnan([part, percent, total]).any():
        return np.nan, np.nan
    some, of_hundred = rounded(part), rounded(percent)
    by_share = exactly(rest_by_share(some.low, of_hundred.high)).hull(
        exactly(rest_by_share(some.high, of_hundred.low))
    )
    both = by_share.meet(rounded(total) - some)
    if not both.known:
        raise ValueError(f"{part:g} is not {percent:g}% of {total:g}, not even before rounding")
    return both.low, both.high


def lost_to_timing(
    capacities: Sequence[float],
    energies: Sequence[float],
    hours: Sequence[float],
    all_capacity: float,
    made: float,
    all_hours: float,
) -> float:
    """The share in year-end capacity less the share in the capacity that ran on average through the
    year, which is generation over hours.

    With `lost_to_hours` of each source it adds up exactly to the gap between the shares of capacity and of generation.

    Args:
        capacities, energies, hours: one each a source.
        all_capacity, made, all_hours: of all plants.
    """
    running = sum(energy / h for energy, h in zip(energies, hours, strict=True)) / (made / all_hours)
    return 100 * (sum(capacities) / all_capacity - running)


def lost_to_hours(energy: float, hours: float, made: float, all_hours: float) -> float:
    """The share in the capacity that ran on average through the year, which is generation over hours, less the share in
    generation.
    """
    return 100 * (energy / hours / (made / all_hours) - energy / made)


def staircase(
    levels: Sequence[tuple[str, float, float]],
    *,
    between: Sequence[str],
    steps: Mapping[str, float],
    last: str,
) -> pd.DataFrame:
    """From a headline share of capacity down to a share of generation, stair by stair.

    Args:
        levels: from the widest definition to the narrowest: key, share of capacity, share of generation.
        between: keys of the steps between neighbouring levels.
        steps: points lost between the narrowest share of capacity and its share of generation, by key.
        last: key of that share of generation.

    Returns:
        Columns key, kind ("level" or "step"), value (share of capacity, or points lost as a negative number)
        and generation (share of generation at a level, NaN at a step).
    """
    rows: list[tuple[str, str, float, float]] = []
    for number, (key, capacity, generated) in enumerate(levels):
        if number:
            rows.append((between[number - 1], "step", capacity - levels[number - 1][1], np.nan))
        rows.append((key, "level", capacity, generated))
    rows += [(key, "step", -points, np.nan) for key, points in steps.items()]
    generated = levels[-1][2]
    return pd.DataFrame(
        [*rows, (last, "level", generated, generated)], columns=["key", "kind", "value", "generation"]
    )


def before_growth(value: float, percent: float) -> float:
    """{value} before it grew by {percent}."""
    return value / (1 + percent / 100)


def miss(
    before: Mapping[str, float],
    after: Mapping[str, float],
    wind_hours: Sequence[float],
    solar_hours: Sequence[float],
    made: float,
) -> float:
    """How far the mean of two year ends, run at the middle of the hours on record, lies above {made}, in percent of it.

    The capacity that ran in a year is taken as the mean of its two year ends, as if plant were connected evenly.

    Args:
        before, after: GW of wind and solar at the two year ends.
        wind_hours, solar_hours: of the years on record.
        made: generation of the year, TWh.
    """
    typical = {"wind": float(np.median(wind_hours)), "solar": float(np.median(solar_hours))}
    expected = sum(generation((before[source] + after[source]) / 2, typical[source]) for source in typical)
    return 100 * (expected / made - 1)


def largest_miss(misses: Sequence[float]) -> float:
    """The largest distance, either way, of generation computed from capacity and hours from generation published."""
    return max(map(abs, misses))
