"""What one province makes electricity from, and whether it makes as much as it uses.

Belongs here: parts of the power made in a place. Does not: how wind and sun are estimated (`dependence.power_made`).

A source that the panel does not list for a place is left out of sums, as official lists leave out what is not there;
asked for itself it is not known.
"""

import math
from collections.abc import Sequence

import pandas as pd

from evident.export.comparisons import tells

SOURCES = ("thermal", "hydro", "nuclear", "wind", "solar")


def of_source(made: pd.DataFrame, place: str, source: str) -> float:
    """Electricity from {source} in {place}: {made}

    Args:
        made: TWh, index province, one column a source.
    """
    return float(_known(made, place).get(source, math.nan))


def total(made: pd.DataFrame, place: str) -> float:
    """Electricity made in {place} from all sources that the panel lists there: {made}

    Returns:
        TWh; NaN where none is listed.
    """
    known = _known(made, place)
    return float(known.sum()) if len(known) else math.nan


def part(made: pd.DataFrame, place: str, sources: Sequence[str]) -> float:
    """The part of {sources} in the electricity made in {place}, in percent: {made}"""
    return 100 * sum(of_source(made, place, source) for source in sources) / total(made, place)


def first_source(made: pd.DataFrame, place: str) -> str:
    """The source that gives most of the electricity made in {place}: {made}; empty where none is known."""
    known = _known(made, place)
    return "" if known.empty else str(known.idxmax())


def with_less(made: pd.DataFrame, place: str, doubt: float) -> float:
    """The electricity made in {place} if wind and sun gave {doubt} percent less than estimated: {made}"""
    return total(made, place) - doubt / 100 * _estimated(made, place)


def with_more(made: pd.DataFrame, place: str, doubt: float) -> float:
    """The electricity made in {place} if wind and sun gave {doubt} percent more than estimated: {made}"""
    return total(made, place) + doubt / 100 * _estimated(made, place)


def over_use(made: float, used: float) -> float:
    """{made} over {used}, in percent."""
    return 100 * made / used


def is_first(made: pd.DataFrame, place: str, source: str) -> bool | None:
    """Of the sources of electricity in {place}, {source} gives most: {made}"""
    known = _known(made, place)
    return None if known.empty else bool(known.idxmax() == source)


def leads_with_less(made: pd.DataFrame, place: str, source: str, most: float) -> bool | None:
    """Of the sources of electricity in {place}, {source} gives most, and no more than {most} percent of all: {made}"""
    first = is_first(made, place, source)
    return None if first is None else first and part(made, place, [source]) <= most


@tells
def cannot_tell(least: float, most: float) -> bool:
    """With wind and sun a quarter below and above the estimate, {least} to {most} of use is made: no clear verdict."""
    return least <= 105 and most >= 95


def is_estimated(made: pd.DataFrame, place: str, metered: bool) -> bool | None:
    """The sun's part of {made} in {place} is estimated, and not metered."""
    return None if _known(made, place).empty else not metered


def _estimated(made: pd.DataFrame, place: str) -> float:
    known = _known(made, place)
    return float(known.reindex(["wind", "solar"]).fillna(0).sum())


def _known(made: pd.DataFrame, place: str) -> pd.Series:
    return made.reindex([place]).iloc[0].dropna()
