"""Does a province catch up? Its income against the middle of the country, and what moves it.

Belongs here: income per head relative to a yardstick, its yearly moves, which provinces move together, the
price part of growth. Does not: money between provinces (`burden_sharing.py`).
"""

from collections.abc import Collection

import numpy as np
import pandas as pd
from scipy.stats import mannwhitneyu


def income_per_head(gdp: pd.DataFrame, population: pd.DataFrame) -> pd.DataFrame:
    """GDP per head in thousand yuan (billion yuan over million people); index year, one column a province."""
    return gdp / population


def against_median(income: pd.DataFrame) -> pd.DataFrame:
    """Income per head as percent of the median province's in the same year; a year with a gap is left out."""
    whole = income.dropna()
    return whole.div(whole.median(axis=1), axis=0) * 100


def against_group(income: pd.Series, gdp: pd.DataFrame, population: pd.DataFrame) -> pd.Series:
    """Income per head as percent of that of a group of provinces taken as one: Σ GDP over Σ people."""
    return income / (gdp.sum(axis=1, skipna=False) / population.sum(axis=1, skipna=False)) * 100


def yearly_moves(relative: pd.DataFrame, breaks: Collection[int]) -> pd.DataFrame:
    """Yearly change of a relative income in log percent (100 · Δ ln), without the years in which a census
    breaks the series."""
    moves = 100 * relative.apply(np.log).diff()
    return moves.drop(index=[year for year in breaks if year in moves.index]).dropna()


def moves_with(moves: pd.DataFrame, province: str) -> pd.Series:
    """Correlation of each other province's yearly moves with those of `province`, greatest first."""
    return moves.corr()[province].drop(province).sort_values(ascending=False)


def chance_of_ranks(correlations: pd.Series, group: Collection[str]) -> float:
    """How often a group drawn at random would rank as high as this one does.

    One-sided exact Mann-Whitney test. It counts orderings, so provinces that move together for reasons of
    geography make it too confident.
    """
    inside = correlations.index.isin(list(group))
    if correlations.isna().any() or not inside.any() or inside.all():
        return float("nan")
    test = mannwhitneyu(correlations[inside], correlations[~inside], alternative="greater", method="exact")
    return float(test.pvalue)


def price_part(nominal: float, real: float) -> float:
    """The rise of prices in a year's growth of GDP, percent: (1 + nominal) / (1 + real) − 1.

    Args:
        nominal, real: growth in percent.
    """
    return ((1 + nominal / 100) / (1 + real / 100) - 1) * 100
