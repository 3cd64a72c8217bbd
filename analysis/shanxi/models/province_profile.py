"""One province among all: its own figure, its rank, its part, looked up in tables of all provinces.

Belongs here: what is asked of any place in the same way. Does not: its power (`province_power.py`), what it would pay
(`province_duty.py`), relative income (`convergence.py`).

A table has a row a year and a column a province. A province that a table does not list is not known (NaN, None), and
never counts as nothing.
"""

import math
from collections.abc import Collection, Mapping

import numpy as np
import pandas as pd

from evident.evidence.tables import Evidence, PanelValue
from evident.export.comparisons import tells


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


def peaked_before(table: pd.DataFrame, place: str) -> bool | None:
    """Of {place}, {table} was highest before the last year."""
    last = peaked_last(table, place)
    return None if last is None else not last


def near_peak(table: pd.DataFrame, place: str, within: float) -> bool | None:
    """Of {place}, {table} was in the last year no more than {within} percent below the highest."""
    known = own(table, place).dropna()
    return None if known.empty else bool(known.iloc[-1] >= (1 - within / 100) * known.max())


def far_from_peak(table: pd.DataFrame, place: str, within: float) -> bool | None:
    """Of {place}, {table} was in the last year more than {within} percent below the highest."""
    near = near_peak(table, place, within)
    return None if near is None else not near


def decimals_for(part: pd.DataFrame, whole: pd.DataFrame, place: str) -> int:
    """How many decimals the part in percent needs, so that a small part is not printed as nil."""
    share = part_of(part, whole, place)
    return 1 if 0.05 <= share < 1 else 2 if 0 < share < 0.05 else 0


def coal_decimals(cells: Mapping[str, PanelValue]) -> int:
    """One decimal where less than ten million tonnes were dug, else none."""
    return int(any(cell.value < 10 for cell in cells.values()))


def has_path(table: pd.DataFrame, place: str) -> bool:
    """Of {place}, {table} is known for more than two years."""
    return bool(own(table, place).notna().sum() > 2)


def lacks_path(table: pd.DataFrame, place: str) -> bool:
    """Of {place}, {table} is known for no more than two years."""
    return not has_path(table, place)


def first_known(table: pd.DataFrame, place: str) -> str | None:
    """The first year in which {table} of {place} is known."""
    return _year_known(table, place, 0)


def last_known(table: pd.DataFrame, place: str) -> str | None:
    """The last year in which {table} of {place} is known."""
    return _year_known(table, place, -1)


def _year_known(table: pd.DataFrame, place: str, which: int) -> str | None:
    known = own(table, place).dropna()
    return None if known.empty else str(known.index[which])


def left_over(whole: float, listed: pd.DataFrame) -> float:
    """{whole} less what is listed: {listed}

    Returns:
        What places that the list does not name have together.
    """
    return float(whole - listed.iloc[-1].sum())


def same_books(table: pd.DataFrame, place: str, breaks: Collection[int]) -> bool | None:
    """Between the years in which {table} of {place} was highest and lowest no census started new books."""
    known = own(table, place).dropna()
    if known.empty:
        return None
    first, last = sorted((int(str(known.idxmax())), int(str(known.idxmin()))))
    return not any(first < start <= last for start in breaks)


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
    """The yearly moves of relative GDP per head of {place} compounded, without years of a census: percent of itself."""
    known = own(moves, place)
    return float(100 * (math.exp(known.sum() / 100) - 1)) if known.notna().any() else math.nan


def number_of_steps(moves: pd.DataFrame) -> int:
    """How many yearly moves of relative GDP per head there are, years of a census left out."""
    return len(moves)


def strayed_up(swing: float, steps: int) -> float:
    """How far up {steps} steps of {swing} would lead that go either way by chance: one standard deviation, percent.

    The standard deviation of a random walk, swing · √steps in log percent, as percent of where it began.
    """
    return 100 * (math.exp(swing / 100 * math.sqrt(steps)) - 1)


def strayed_down(swing: float, steps: int) -> float:
    """How far down {steps} steps of {swing} lead that go either way by chance, one standard deviation: percent."""
    return 100 * (math.exp(-swing / 100 * math.sqrt(steps)) - 1)


@tells
def gained(moved: float, stray: float) -> bool:
    """The gain, {moved}, is more than the {stray} to which swings of chance would lead."""
    return moved > stray


@tells
def lost(moved: float, stray: float) -> bool:
    """The loss, {moved} with its sign, is more than the {stray} to which swings of chance would lead."""
    return moved < stray


@tells
def not_told(moved: float, down: float, up: float) -> bool:
    """The gain or loss, {moved}, lies between the {down} and the {up} to which swings of chance would lead."""
    return down <= moved <= up


def count_above(table: pd.DataFrame, least: float) -> int:
    """How many provinces stand above {least} percent of the median province in the last year: {table}"""
    return int((table.iloc[-1] > least).sum())
