"""How shares of a fund move with the choices behind a rule, and where the order of two parties turns.

Belongs here: sweeps over one choice, thresholds at which an order turns, and whose emissions had peaked. Does not: the
rules themselves (`burden_sharing.py`).
"""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from shanxi.models import burden_sharing as sharing


def crossing(gdp: pd.DataFrame, people: pd.DataFrame, first: str, second: str) -> float:
    """The threshold at which {first} and {second} owe the same by sharing.capability, in percent of the median
    province's GDP per head.

    Above a threshold t a province counts population · (income − t), a straight line in t, so two of them cross once, at
    t = (GDP of one − GDP of the other) / (population of one − population of the other).

    Args:
        gdp, people: of all provinces, one row.

    Returns:
        NaN where they do not cross while both are above the threshold.
    """
    money, heads = gdp.iloc[0], people.iloc[0]
    income = money / heads
    at = (money[first] - money[second]) / (heads[first] - heads[second])
    if not 0 <= at < min(income[first], income[second]):
        return float("nan")
    return float(100 * at / income.median(skipna=False))


def mean_income(gdp: pd.DataFrame, people: pd.DataFrame) -> float:
    """The mean GDP per head of the country, in percent of the median province's."""
    income = gdp.iloc[0] / people.iloc[0]
    mean = gdp.iloc[0].sum(skipna=False) / people.iloc[0].sum(skipna=False)
    return float(100 * mean / income.median(skipna=False))


def capability_sweep(
    gdp: pd.DataFrame, people: pd.DataFrame, low: float, high: float, parties: Sequence[str]
) -> pd.DataFrame:
    """Shares by sharing.capability for thresholds from {low} to {high}: one row a threshold, percent."""
    steps = np.arange(low, high + 1e-9, 5)
    return pd.DataFrame({int(at): 100 * sharing.by_capability(gdp, people, at, parties) for at in steps}).T


def first_year_sweep(emissions: pd.DataFrame, parties: Sequence[str]) -> pd.DataFrame:
    """Shares by sharing.responsibility for each first year counted: one row a year, percent."""
    return pd.DataFrame(
        {int(year): 100 * sharing.by_responsibility(emissions, year, parties) for year in emissions.index}
    ).T


def greatest_shift(swept: pd.DataFrame) -> float:
    """The greatest move of one province's share over the settings, in percentage points: {swept}"""
    return float((swept.max() - swept.min()).max())
