"""How much electricity a power fleet gives, and what that says about shares of capacity.

Belongs here: the identity generation = capacity × hours, the gap between a source's share of capacity and its
share of generation, and what share a given wind and solar fleet would give with uncertain hours and demand.
Does not: where power goes and what a single base delivers (`power_delivery.py`), progress against targets
(`power_targets.py`).

Units throughout: capacity in GW, energy in TWh a year, hours a year, shares in percent. NaN (a figure not yet
public) passes through to the result.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

Draws = NDArray[np.float64]


def generation(capacity: float, hours: float) -> float:
    """TWh a year from `capacity` GW that runs `hours` a year at full load: 1 GW × 1,000 h = 1 TWh."""
    return capacity * hours / 1000


def full_load_hours(energy: float, capacity: float) -> float:
    """Hours a year that `capacity` GW must run at full load for `energy` TWh (NaN for no capacity)."""
    return energy * 1000 / capacity if capacity else float("nan")


def share(part: float, whole: float) -> float:
    """`part` as percent of `whole` (NaN for an empty whole)."""
    return part / whole * 100 if whole else float("nan")


def yearly_growth(first: float, last: float, years: float) -> float:
    """Compound growth in percent a year that takes `first` to `last` in `years` years (NaN for no time)."""
    return float("nan") if years <= 0 else ((last / first) ** (1 / years) - 1) * 100


def share_gap(sources: pd.DataFrame, *, capacity: float, generated: float, hours: float) -> pd.DataFrame:
    """Why a source's share of generation differs from its share of year-end capacity, in percentage points.

    Generation over published hours is the capacity that ran, on average, through the year. So each share of
    generation is share of running capacity × own hours / hours of all plants, and the gap splits exactly into

        timing = share of year-end capacity − share of running capacity   (plant connected in the year)
        hours  = share of running capacity − share of generation          (hours unlike the average plant's)

    Args:
        sources: index source; columns capacity (GW at year end), generation (TWh), hours (published mean).
            The row sums need not cover all plants.
        capacity: of all plants at year end, GW.
        generated: by all plants, TWh.
        hours: published mean of all plants.

    Returns:
        `sources` with columns capacity_share, running_share, generation_share, timing, hours_effect.
    """
    running = sources["generation"] * 1000 / sources["hours"]
    table = sources.assign(
        capacity_share=sources["capacity"] / capacity * 100,
        running_share=running / (generated * 1000 / hours) * 100,
        generation_share=sources["generation"] / generated * 100,
    )
    return table.assign(
        timing=table["capacity_share"] - table["running_share"],
        hours_effect=table["running_share"] - table["generation_share"],
    )


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


def fill_from_total(part: pd.Series, total: Mapping[int, float], rest: pd.Series) -> pd.Series:
    """A yearly series with missing years filled as total less the rest; years that have neither stay missing.

    Args:
        part: index year.
        total: part and rest together, by year.
        rest: index year.
    """
    filled = {
        year: value - rest[year]
        for year, value in total.items()
        if year not in part.index and year in rest.index and not np.isnan(value)
    }
    return pd.concat([part, pd.Series(filled, dtype=float)]).sort_index()


def solar_kinds(total: pd.Series, distributed: pd.Series, household: pd.Series) -> pd.DataFrame:
    """Solar capacity by kind, from totals that contain each other.

    Args:
        total, distributed, household: index year; the second is part of the first, the third of the second,
            and the third may be missing in early years: it is then within commercial.

    Returns:
        Index year; columns utility, commercial, household.
    """
    years = total.dropna().index
    return pd.DataFrame(
        {
            "utility": total - distributed,
            "commercial": distributed - household.reindex(years).fillna(0),
            "household": household.reindex(years),
        },
        index=years,
    )


def backcast(year_ends: pd.DataFrame, hours: Mapping[str, float]) -> pd.Series:
    """What each year's fleet should have generated at typical hours, TWh.

    The capacity that ran in a year is taken as the mean of its two year ends, as if plant were connected
    evenly.

    Args:
        year_ends: index year, one column a source, GW on 31 December; a year whose predecessor is missing
            gives NaN.
        hours: typical hours of each of these sources.

    Returns:
        Index year.
    """
    before = year_ends.reindex(year_ends.index - 1).set_axis(year_ends.index)
    mean = (year_ends + before) / 2
    return sum(
        (mean[source] * hours[source] / 1000 for source in year_ends.columns),
        start=pd.Series(0.0, mean.index),
    )


@dataclass(frozen=True)
class Outlook:
    """Draws of one future year: hours of wind and sun, extra curtailment (0 to 1), generation of all plants
    (TWh)."""

    wind_hours: Draws
    solar_hours: Draws
    curtailed: Draws
    total: Draws

    def generation(self, wind: float | Draws, solar: float | Draws) -> Draws:
        """TWh from `wind` and `solar` GW that run the whole year."""
        return (wind * self.wind_hours + solar * self.solar_hours) / 1000 * (1 - self.curtailed)

    def share(self, wind: float | Draws, solar: float | Draws) -> Draws:
        """Percent of all generation that `wind` and `solar` GW would give."""
        return self.generation(wind, solar) / self.total * 100

    def capacity_for(self, percent: float, wind: float, solar: float, wind_part: Draws) -> Draws:
        """Wind and solar capacity (GW) that gives `percent` of generation.

        Args:
            wind: capacity that stands already, GW.
            solar: capacity that stands already, GW.
            wind_part: share of wind (0 to 1) in the capacity added; a draw each.

        Returns:
            Total capacity; what stands already where that is enough.
        """
        missing = percent / 100 * self.total - self.generation(wind, solar)
        added = missing / self.generation(wind_part, 1 - wind_part)
        return wind + solar + np.maximum(added, 0)


def outlook(
    rng: np.random.Generator,
    draws: int,
    wind_hours: Sequence[float],
    solar_hours: Sequence[float],
    *,
    total: float,
    growth: tuple[float, float],
    years: int,
    curtailed_up_to: float,
) -> Outlook:
    """Draw one future year many times.

    Hours are drawn from the years on record, wind and sun apart; so the spread is that of past weather, grid
    and curtailment. Demand growth and extra curtailment are uniform between their ends, since nothing favours
    a middle.

    Args:
        rng: seeded generator.
        draws: how many.
        wind_hours: published hours of past years; NaN are left out, none left gives NaN.
        solar_hours: the same for solar.
        total: generation of all plants in the last known year, TWh.
        growth: lower and upper growth of `total`, percent a year.
        years: from the last known year to the year drawn.
        curtailed_up_to: upper end of curtailment beyond that of past years, 0 to 1.
    """
    rates = rng.uniform(*growth, draws) if np.isfinite(growth).all() else np.full(draws, np.nan)
    return Outlook(
        wind_hours=_resample(rng, wind_hours, draws),
        solar_hours=_resample(rng, solar_hours, draws),
        curtailed=rng.uniform(0, curtailed_up_to, draws),
        total=total * (1 + rates / 100) ** years,
    )


def _resample(rng: np.random.Generator, values: Sequence[float], draws: int) -> Draws:
    known = np.array([v for v in values if not np.isnan(v)], dtype=float)
    return rng.choice(known, draws) if known.size else np.full(draws, np.nan)


def interval(values: Draws, level: float = 0.9) -> tuple[float, float, float]:
    """Lower end, median and upper end of the central `level` of draws; NaN if any draw is NaN."""
    tail = (1 - level) / 2
    low, median, high = np.quantile(values, [tail, 0.5, 1 - tail])
    return float(low), float(median), float(high)
