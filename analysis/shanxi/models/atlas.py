"""All provinces side by side: how far apart they stand, who is on which side of the coal, who moved where.

Belongs here: what an overview of all places says. Does not: one place (`province_profile.py`), the balance behind the
sides (`dependence.py`), relative income (`convergence.py`).
"""

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from shanxi.models.province_duty import burns_more, either_side

BURNS, DIGS, EITHER, UNKNOWN = "burns", "digs", "either", "unknown"


def times_apart(relative: pd.DataFrame, year: int | str) -> float:
    """The highest over the lowest of {relative} in {year}."""
    row = relative.loc[[int(year)]].iloc[0]
    return float(row.max() / row.min())


def spread(relative: pd.DataFrame) -> pd.Series:
    """The spread of all provinces, the standard deviation of the logarithms of {relative}, by year."""
    return relative.apply(np.log).std(axis=1)


def spread_of(spreads: pd.Series, year: int | str) -> float:
    """{spreads}, of {year}."""
    return float(spreads.to_dict()[int(year)])


def narrow_since(spreads: pd.Series) -> str:
    """The first year in which the spread was no wider than in the last year: {spreads}"""
    return str((spreads <= spreads.iloc[-1]).idxmax())


def stayed(spreads: pd.Series, year: int | str, within: float) -> bool | None:
    """In no year after {year} did the spread differ from that year's by more than {within} percent of it."""
    since = spreads.loc[int(year) :]
    return None if since.isna().any() else bool((abs(since / since.iloc[0] - 1) <= within / 100).all())


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
    """Whether each province burns more coal than it digs, or digs more, or either by the factor, or is not in the
    inventory.

    Args:
        drawn: as `dependence.coal_at` gives it; places: the provinces.

    Returns:
        BURNS, DIGS, EITHER or UNKNOWN, index province.
    """
    return pd.Series({place: _side(drawn, place) for place in places}, dtype=object)


def _side(drawn: Mapping[str, pd.DataFrame], place: str) -> str:
    burns, either = burns_more(drawn, place), either_side(drawn, place)
    return UNKNOWN if burns is None else EITHER if either else BURNS if burns else DIGS


def number_on(side: pd.Series, which: str) -> int:
    """How many provinces are on this side: {which}."""
    return int((side == which).sum())


def middle_of(relative: pd.DataFrame, side: pd.Series, which: str) -> float:
    """The median of GDP per head of the provinces on this side, {which}, in percent of the median province."""
    last = relative.iloc[-1]
    return float(last[side.reindex(last.index) == which].median())
