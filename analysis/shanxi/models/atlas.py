"""All provinces side by side: how far apart they stand, who is on which side of the coal, who moved where.

Belongs here: what an overview of all places says. Does not: one place (`province_profile.py`), the balance behind the
sides (`dependence.py`), relative income (`convergence.py`).
"""

import math
from collections.abc import Mapping, Sequence

import pandas as pd

BURNS, DIGS, UNKNOWN = "burns", "digs", "unknown"


def times_apart(relative: pd.DataFrame) -> float:
    """The highest over the lowest of {relative} in the last year."""
    last = relative.iloc[-1]
    return float(last.max() / last.min())


def highest(relative: pd.DataFrame) -> str:
    """The province with the highest GDP per head in the last year."""
    return str(relative.iloc[-1].idxmax())


def lowest(relative: pd.DataFrame) -> str:
    """The province with the lowest GDP per head in the last year."""
    return str(relative.iloc[-1].idxmin())


def count_between(relative: pd.DataFrame, least: float, most: float) -> int:
    """How many provinces stand from {least} to {most} percent of the median province in the last year."""
    return int(relative.iloc[-1].between(least, most).sum())


def sides(drawn: Mapping[str, pd.DataFrame], places: Sequence[str]) -> pd.Series:
    """Whether each province burns more coal than it digs, or digs more, or is not in the inventory.

    Args:
        drawn: as `dependence.coal_at` gives it; places: the provinces.

    Returns:
        BURNS, DIGS or UNKNOWN, index province.
    """
    coal = drawn["middle"]["coal"].reindex(list(places))
    told = {
        name: UNKNOWN if math.isnan(value) else BURNS if value > 0 else DIGS for name, value in coal.items()
    }
    return pd.Series(told, dtype=object)


def number_on(side: pd.Series, which: str) -> int:
    """How many provinces are on this side: {which}."""
    return int((side == which).sum())


def middle_of(relative: pd.DataFrame, side: pd.Series, which: str) -> float:
    """GDP per head of the middle one of the provinces on this side, {which}, in percent of the median province."""
    last = relative.iloc[-1]
    return float(last[side.reindex(last.index) == which].median())
