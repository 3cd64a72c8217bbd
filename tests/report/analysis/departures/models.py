"""The computations of the report: pure functions of plain numbers.

Belongs here: what is computed and tested. Does not: what is read (`data/`), drawn (`figures.py`) or said (`words/`).
The first paragraph of a docstring is printed to readers; `{name}` stands for what was passed as that parameter.
"""

import datetime as dt
from collections.abc import Sequence

import numpy as np
import pandas as pd

from evident.evidence.tables import Observation
from evident.export import verdicts
from evident.export.comparisons import tells
from evident.export.origins import modelled


def end_of(year: int) -> dt.date:
    """The last day of {year}."""
    return dt.date(year, 12, 31)


def needed_pace(latest: tuple[dt.date, float], milestone: float, year: int) -> float:
    """What is missing from {latest} to {milestone}, spread evenly over the time to the end of {year}.

    Returns:
        Trains a year; 0 or less where the milestone is reached.

    Raises:
        ValueError: the year is over on the day of the latest total.
    """
    day, level = latest
    years = verdicts.years_between(day, end_of(year))
    if years <= 0:
        raise ValueError(f"{year} is over on {day}")
    return (milestone - level) / years


def price_ratio(rail: Observation, sea: float) -> tuple[float, float]:
    """{rail} over {sea}, at both ends of the range.

    Raises:
        ValueError: the price by sea is nothing.
    """
    if sea <= 0:
        raise ValueError(f"a price by sea of {sea:g} cannot be compared with")
    return rail.value / sea, rail.value_high / sea


@modelled
def totals_ahead(
    latest: tuple[dt.date, float], slow: float, fast: float, year: int, draws: int, seed: int
) -> np.ndarray:
    """The total at the end of {year}: {latest}, and for the time after it as many trains a year as were drawn evenly
    between {slow} and {fast}.

    Raises:
        ValueError: the slow pace is above the fast one.
    """
    if slow > fast:
        raise ValueError(f"the slow pace, {slow:g}, is above the fast one, {fast:g}")
    day, level = latest
    paces = np.random.default_rng(seed).uniform(slow, fast, draws)
    return level + paces * verdicts.years_between(day, end_of(year))


def chance(totals: Sequence[float], milestone: float) -> float:
    """The share of draws in which the total reaches {milestone}, in percent."""
    return 100 * float(np.mean(np.asarray(totals) >= milestone))


def per_million(trains: float, people: float) -> float:
    """{trains} for a million of {people}.

    Raises:
        ValueError: there are no people.
    """
    if people <= 0:
        raise ValueError(f"{people:g} million people cannot be divided by")
    return trains / people


def per_head(gdp: float, people: float) -> float:
    """{gdp} divided by {people}, in thousand yuan.

    Raises:
        ValueError: there are no people.
    """
    if people <= 0:
        raise ValueError(f"{people:g} million people cannot be divided by")
    return gdp / people


def relative_output(gdp: float, people: float, other_gdp: float, other_people: float) -> float:
    """{gdp} for each of {people}, in percent of {other_gdp} for each of {other_people}.

    Raises:
        ValueError: there are no people, or no output to compare with.
    """
    other = per_head(other_gdp, other_people)
    if other <= 0:
        raise ValueError("an output of nothing cannot be compared with")
    return 100 * per_head(gdp, people) / other


def highest_over_lowest(gdp: pd.DataFrame, people: pd.DataFrame) -> float:
    """The highest output a head over the lowest, of {gdp} and {people}.

    Args:
        gdp, people: one row, a column a province.
    """
    outputs = (gdp / people).to_numpy().ravel()
    return float(outputs.max() / outputs.min())


def all_people(people: pd.DataFrame) -> float:
    """The sum of {people}."""
    return float(people.to_numpy().sum())


def evidence_rows(table: pd.DataFrame) -> int:
    """The rows of {table}, each one published figure."""
    return len(table)


# -- tests of claims


def in_time(verdict: str) -> bool | None:
    """The pace is enough: {verdict} is ahead or on track."""
    if verdict == verdicts.CANNOT_BE_TOLD:
        return None
    return verdict in (verdicts.AHEAD, verdicts.ON_TRACK)


@tells
def same_order(first: Sequence[float], second: Sequence[float]) -> bool:
    """{first} stand in the same order as {second}."""
    return bool((np.argsort(first) == np.argsort(second)).all())
