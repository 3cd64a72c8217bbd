"""One province among all: its own figure, its rank, its part, looked up in tables of all provinces.

Belongs here: what is asked of any place in the same way. Does not: its power (`province_power.py`), what it would pay
(`province_duty.py`), relative income (`convergence.py`).

A table has a row a year and a column a province. A province that a table does not list is not known (NaN, None), and
never counts as nothing.
"""

import math

import numpy as np
import pandas as pd

from evident.evidence.tables import Evidence, PanelValue


def own_cells(evidence: Evidence, place: str, wanted: dict[str, tuple[str, int]]) -> dict[str, PanelValue]:
    """Those cells of the panel that it has for a place.

    Args:
        wanted: indicator and year, by the name under which a cell is to be exported.
    """
    keys = {name: (place, year, indicator) for name, (indicator, year) in wanted.items()}
    return {
        name: evidence.cell(*cell)
        for name, cell in keys.items()
        if evidence.has(f"panel:{cell[0]}:{cell[1]}:{cell[2]}")
    }


def own(table: pd.DataFrame, place: str) -> pd.Series:
    """The column of a place; all of it not known where the table does not list it."""
    if place not in table.columns:
        return pd.Series(np.nan, index=table.index, dtype=float)
    return table[place].astype(float)


def latest_of(table: pd.DataFrame, place: str) -> float:
    """{table}, of {place}, in the last year."""
    return float(own(table, place).iloc[-1])


def rank(table: pd.DataFrame, place: str) -> float:
    """The rank of {place} by {table} in the last year, the highest first.

    Returns:
        1 for the highest; NaN where the place is not listed.
    """
    value = latest_of(table, place)
    return math.nan if math.isnan(value) else float((table.iloc[-1].dropna() > value).sum() + 1)


def how_many(table: pd.DataFrame) -> int:
    """How many provinces there are in the last year: {table}"""
    return int(table.iloc[-1].notna().sum())


def is_listed(table: pd.DataFrame, place: str) -> bool:
    """{place} is listed in {table}."""
    return bool(own(table, place).notna().any())


def is_unlisted(table: pd.DataFrame, place: str) -> bool:
    """{place} is not listed in {table}."""
    return not is_listed(table, place)


def year_of_peak(table: pd.DataFrame, place: str) -> str | None:
    """The year in which {table} of {place} was highest."""
    known = own(table, place).dropna()
    return None if known.empty else str(known.idxmax())


def peaked_last(table: pd.DataFrame, place: str) -> bool | None:
    """Of {place}, {table} was highest in the last year."""
    known = own(table, place).dropna()
    return None if known.empty else bool(known.idxmax() == table.index[-1])


def per_head(table: pd.DataFrame, people: pd.DataFrame, place: str) -> float:
    """{table} over {people}, of {place}.

    Args:
        table: of one year, millions of a unit; people: of the same year, million.
    """
    return latest_of(table, place) / latest_of(people, place)


def middle_per_head(table: pd.DataFrame, people: pd.DataFrame) -> float:
    """{table} over {people} in the middle province of those that have both."""
    each = (table.iloc[-1] / people.iloc[-1]).dropna()
    return float(each.median()) if len(each) else math.nan


def part_of(part: pd.DataFrame, whole: pd.DataFrame, place: str) -> float:
    """{part} over {whole}, of {place}, in percent."""
    return 100 * latest_of(part, place) / latest_of(whole, place)


def moved_over(moves: pd.DataFrame, place: str) -> float:
    """The yearly moves of relative GDP per head of {place} added up, years of a census left out: percent of itself."""
    known = own(moves, place)
    return float(100 * (math.exp(known.sum() / 100) - 1)) if known.notna().any() else math.nan


def gained(moved: float, swing: float) -> bool | None:
    """The gain, {moved}, is more than {swing}, by which one year swings."""
    return None if math.isnan(moved) or math.isnan(swing) else moved > swing


def lost(moved: float, swing: float) -> bool | None:
    """The loss, {moved} with its sign, is more than {swing}, by which one year swings."""
    return None if math.isnan(moved) or math.isnan(swing) else moved < -swing


def as_before(moved: float, swing: float) -> bool | None:
    """The gain or loss, {moved}, is no more than {swing}, by which one year swings."""
    return None if math.isnan(moved) or math.isnan(swing) else abs(moved) <= swing


def count_above(table: pd.DataFrame, least: float) -> int:
    """How many provinces stand above {least} percent of the median province in the last year: {table}"""
    return int((table.iloc[-1] > least).sum())
