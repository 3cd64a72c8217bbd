"""Does a province catch up? Its income against the middle of the country, and what moves it.

Belongs here: income per head relative to a yardstick, its yearly moves, which provinces move together, the
price part of growth. Does not: money between provinces (`burden_sharing.py`).
"""

import datetime as dt
import math
from collections.abc import Collection, Mapping, Sequence

import numpy as np
import pandas as pd

from evident.evidence.tables import Observation
from evident.export.comparisons import tells


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


def price_part(nominal: float, real: float) -> float:
    """The rise of prices in a year's growth of GDP, percent: (1 + nominal) / (1 + real) − 1.

    Args:
        nominal, real: growth in percent.
    """
    return ((1 + nominal / 100) / (1 + real / 100) - 1) * 100


# -- what the notebook calls


def relative_income(gdp: pd.DataFrame, population: pd.DataFrame) -> pd.DataFrame:
    """GDP per head as percent of the median province's in the same year: {gdp} over {population}.

    Returns:
        Index year; where no year is known for all provinces, all of it not known (NaN).
    """
    relative = against_median(income_per_head(gdp, population))
    return gdp * np.nan if relative.empty else relative


def of_year(relative: pd.DataFrame, province: str, year: int) -> float:
    """GDP per head of {province} over that of the median province, {year}, in percent."""
    return float(relative[province].loc[year])


def highest(relative: pd.DataFrame, province: str) -> float:
    """The highest that GDP per head of {province} stood against that of the median province, in percent."""
    return float(relative[province].max())


def lowest(relative: pd.DataFrame, province: str) -> float:
    """The lowest that GDP per head of {province} stood against that of the median province, in percent."""
    return float(relative[province].min())


def year_of_highest(relative: pd.DataFrame, province: str) -> str:
    """The year in which GDP per head of {province} stood highest against that of the median province."""
    return str(relative[province].idxmax())


def year_of_lowest(relative: pd.DataFrame, province: str) -> str:
    """The year in which GDP per head of {province} stood lowest against that of the median province."""
    return str(relative[province].idxmin())


def against_named(
    gdp: pd.DataFrame, population: pd.DataFrame, province: str, named: Sequence[str]
) -> pd.Series:
    """GDP per head of {province} over that of {named} taken as one, in percent, by year.

    Args:
        gdp, population: columns the province and the group.
    """
    group = list(named)
    return against_group(gdp[province] / population[province], gdp[group], population[group])


def swing_of(moves: pd.DataFrame, province: str) -> float:
    """Standard deviation of the yearly moves of relative GDP per head, {province}; years of a census left out."""
    return float(moves[province].std())


def swing_of_next(moves: pd.DataFrame, province: str) -> float:
    """The greatest standard deviation of the yearly moves of relative GDP per head in any province but {province}."""
    return float(moves.std().drop(province).max())


def moved_in_all(moves: pd.DataFrame, province: str, after: int) -> float:
    """The yearly moves of relative GDP per head of {province} after {after} added up, years of a census left
    out: percent of itself."""
    known = moves.loc[moves.index > after, province]
    return float(100 * (math.exp(known.sum() / 100) - 1)) if len(known) else math.nan


def moved_until_before_last(moves: pd.DataFrame, province: str, after: int) -> float:
    """The yearly moves of relative GDP per head of {province} after {after} added up without the last of them, years
    of a census left out: percent of itself."""
    return moved_in_all(moves.iloc[:-1], province, after)


def last_move(moves: pd.DataFrame) -> str:
    """The year that the last of the yearly moves of relative GDP per head leads to."""
    return str(moves.index.max()) if len(moves) else ""


def span_of(moves: pd.DataFrame) -> str:
    """The years that the yearly moves of relative GDP per head span."""
    return f"{moves.index.min() - 1}–{moves.index.max()}" if len(moves) else ""


def mean_move(moves: pd.DataFrame, province: str) -> float:
    """The mean yearly move of relative GDP per head, {province}; years of a census left out."""
    return float(moves[province].mean())


def widest_counts(figures: Sequence[tuple[dt.date, float]]) -> pd.Series:
    """Coal dug by year, where several counts were published the largest: {figures}.

    Args:
        figures: (last day, Mt) of whole years.
    """
    found: dict[int, float] = {}
    for day, value in figures:
        if not math.isnan(value):
            found[day.year] = max(found.get(day.year, 0.0), value)
    return pd.Series(found, dtype=float).sort_index()


def peak_of(output: pd.Series) -> float:
    """The most coal dug in a year, the largest count of each year taken."""
    return float(output.max())


def peak_year_of(output: pd.Series) -> str:
    """The year in which most coal was dug."""
    return str(output.idxmax())


def levels(output: pd.Series, relative: pd.DataFrame, province: str) -> pd.DataFrame:
    """Coal dug and relative GDP per head of {province}, years with both."""
    return pd.DataFrame({"coal": output, "income": relative[province]}).dropna()


def changes(
    output: pd.Series, relative: pd.DataFrame, province: str, breaks: Collection[int]
) -> pd.DataFrame:
    """Yearly changes of coal dug and of relative GDP per head of {province}, consecutive years with both.

    Args:
        breaks: years whose figures start a new base; the changes to them are left out.
    """
    both = levels(output, relative, province)
    years = [year for year in both.index if year - 1 in both.index and year not in breaks]
    moved = 100 * both.apply(np.log).diff()
    return moved.loc[years]


def rank_correlation(pairs: pd.DataFrame) -> float:
    """Rank correlation (Spearman) of {pairs}."""
    return float(pairs["coal"].corr(pairs["income"], method="spearman"))


def rank_interval(pairs: pd.DataFrame) -> tuple[float, float]:
    """What the rank correlation may be, by Fisher's transformation at 95 percent: {pairs}.

    tanh(atanh r ± 1.96 / √(n − 3)) (Fisher, 1921). It takes the years for independent draws; neighbouring years are
    alike, so for levels the true interval is wider.

    Returns:
        NaN where there are fewer than four pairs.
    """
    if len(pairs) < 4:
        return math.nan, math.nan
    middle = math.atanh(rank_correlation(pairs))
    half = 1.959964 / math.sqrt(len(pairs) - 3)
    return math.tanh(middle - half), math.tanh(middle + half)


def number_of_pairs(pairs: pd.DataFrame) -> int:
    """How many years there are: {pairs}."""
    return len(pairs)


@tells
def holds_zero(interval: tuple[float, float]) -> bool:
    """{interval} includes nil, so that no connection shows."""
    return interval[0] <= 0 <= interval[1]


@tells
def all_above_zero(intervals: Sequence[tuple[float, float]]) -> bool:
    """All of {intervals} lies above nil."""
    return all(low > 0 for low, _ in intervals)


def growth_in_money(before: float, after: float) -> float:
    """Growth of GDP in yuan, from {before} to {after}, in percent."""
    return 100 * (after / before - 1)


def price_table(
    real: Mapping[int, Observation],
    gdp: pd.DataFrame,
    first: Mapping[int, Observation],
    breaks: Collection[int],
) -> pd.DataFrame:
    """The price part of each year's growth of GDP: {gdp} and, for later years, first published totals, over {real};
    without {breaks}.

    Args:
        real: growth in volume by year, percent.
        gdp: one column, billion yuan.
        first: totals as first published, by year.
        breaks: years in which a census moved the total.

    Returns:
        Index year; columns nominal, real, price (percent), doubtful (a figure is doubtful or a first one).
    """
    totals = {int(str(year)): float(total) for year, total in gdp.iloc[:, 0].items()}
    rows: dict[int, tuple[float, float, float, bool]] = {}
    for year, growth in real.items():
        if year in breaks:
            continue
        if year in totals and year - 1 in totals:
            nominal, doubt = growth_in_money(totals[year - 1], totals[year]), growth.quality != "good"
        elif year > max(totals) and year in first and year - 1 in first:
            nominal, doubt = growth_in_money(first[year - 1].value, first[year].value), True
        else:
            continue
        rows[year] = (nominal, growth.value, price_part(nominal, growth.value), doubt)
    names = ["nominal", "real", "price", "doubtful"]
    return pd.DataFrame.from_dict(rows, orient="index", columns=names).sort_index()


def price_peak_year(prices: pd.DataFrame) -> str:
    """The year in which prices had the greatest part in the growth of GDP."""
    return str(prices["price"].idxmax())


def at_price_peak(prices: pd.DataFrame, part: str) -> float:
    """Growth of GDP in the year in which prices had the greatest part in it: the {part} part, in percent."""
    return float(prices[part].iloc[int(prices["price"].argmax())])
