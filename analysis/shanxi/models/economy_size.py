"""Money of different years on one footing: measured against the size of the economy that paid it.

Belongs here: carrying a sum from the years it was paid in to the last year of the panel. Does not: what was paid
(`precedents.py`).

The evidence has no index of consumer or of construction prices, so sums cannot be put into the prices of one year. What
it has is GDP by province and year, in the prices of each year. A sum s paid in the years Y is carried forward as

    s · GDP of the last year / mean GDP over Y

which keeps its part of the economy the same. Growth in volume is in it as well as prices, so that an old sum comes out
larger than a price index would make it. Years behind the panel's last count as its last.
"""

from collections.abc import Sequence

import pandas as pd

from evident.evidence.tables import Observation
from shanxi.models import precedents


def growth(gdp: pd.DataFrame, years: Sequence[int]) -> float:
    """GDP of the last year over the mean of `years`: how much larger the economy is now.

    Args:
        gdp: index year, one column a province of those that paid; billion yuan.
    """
    total = gdp.sum(axis=1, skipna=False).dropna()
    if total.empty or min(years) < int(str(total.index.min())):
        return float("nan")
    last = int(str(total.index.max()))
    return float(total.loc[last] / total.loc[[min(year, last) for year in years]].mean())


def years_of(figure: Observation) -> list[int]:
    """The calendar years of a figure's period."""
    return list(range(int(figure.period[:4]), figure.end.year + 1))


def a_year(figure: Observation, gdp: pd.DataFrame) -> float:
    """{figure}, over the years of its period and carried to the last year of {gdp}: the same part of the economy."""
    return precedents.a_year(figure) * growth(gdp, years_of(figure))


def span_a_year(figures: Sequence[Observation], gdp: pd.DataFrame) -> tuple[float, float]:
    """Each of {figures} over the years of its period and carried to the last year of {gdp}, the same part of the
    economy: the least and the most."""
    ends = [a_year(figure, gdp) for figure in figures]
    return min(ends), max(ends)


def carried(
    sums: Sequence[tuple[float, float]], figures: Sequence[Observation], gdp: pd.DataFrame
) -> list[tuple[float, float]]:
    """{sums}, in the money of the years of {figures}, carried to the last year of {gdp}: the same part of the
    economy."""
    grown = growth(gdp, [year for figure in figures for year in years_of(figure)])
    return [(low * grown, high * grown) for low, high in sums]


def carried_one(
    ends: tuple[float, float], figures: Sequence[Observation], gdp: pd.DataFrame
) -> tuple[float, float]:
    """{ends}, in the money of the year of {figures}, carried to the last year of {gdp}: the same part of the
    economy."""
    return carried([ends], figures, gdp)[0]


def yearly(figure: Observation, gdp: pd.DataFrame) -> float:
    """{figure}, a yearly sum, carried to the last year of {gdp}: the same part of the economy."""
    return figure.value * growth(gdp, years_of(figure))


def either_way(figure: Observation, gdp: pd.DataFrame) -> tuple[float, float]:
    """{figure}, over the years of its period, its first year counted and not counted, and carried to the last year
    of {gdp}: the same part of the economy."""
    low, high = precedents.a_year_either_way(figure)
    grown = growth(gdp, years_of(figure))
    return low * grown, high * grown


def shortfall(spent: Observation, own: float, gdp: pd.DataFrame) -> float:
    """{spent} less {own}, carried to the last year of {gdp}: the same part of the economy."""
    return (spent.value - own) * growth(gdp, years_of(spent))
