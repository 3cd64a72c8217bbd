"""Choosing the latest published figure of an indicator, by its date and not by its value.

Belongs here: which row of the evidence a notebook takes, and the year of a row as text. Does not: computing with it.
"""

from typing import Any

import pandas as pd

from evident.evidence.tables import Evidence, Observation, Selection


def published(evidence: Evidence, indicator: str, place: str = "Shanxi", **chosen: Any) -> list[Observation]:
    """What was public at the edition's date; where nothing was, all of it, with values not known.

    Args:
        chosen: as for `Evidence.select`.
    """
    found = evidence.select(indicator, place, **chosen)
    return found or evidence.select(indicator, place, known=False, **chosen)


def latest(evidence: Evidence, indicator: str, place: str = "Shanxi", **chosen: Any) -> Observation:
    """The last figure for a whole year or a day that was public; where none was, the last, not known.

    Args:
        chosen: as for `Evidence.select`.
    """
    every = [o for o in evidence.select(indicator, place, known=False, **chosen) if dated_whole(o)]
    return ([o for o in every if o.known] or every)[-1]


def dated_whole(item: Observation) -> bool:
    """Whether a figure is of a whole year or of a day, and not of some months."""
    return "/" not in item.period and "Q" not in item.period


def by_year(items: list[Observation]) -> dict[int, Observation]:
    """The figures of whole years by year; of two of the same year the last."""
    return {int(item.period): item for item in items if item.period.isdecimal() and len(item.period) == 4}


def year_of(figure: Observation) -> str:
    """The year of {figure}."""
    return str(figure.end.year)


def as_year(year: float) -> str:
    """{year}, as it is."""
    return f"{year:.0f}"


def known_years(evidence: Evidence, indicator: str) -> list[int]:
    """Years of the panel with a figure that was public; where there is none, all years."""
    table = evidence.table(indicator)
    return [
        int(year) for year in (table.dropna(how="all").index if table.notna().any(axis=None) else table.index)
    ]


def across(evidence: Evidence, indicator: str, *years: int) -> Selection:
    """Panel cells of all provinces that the indicator has, without the national total, in these years."""
    places = [str(name) for name in evidence.table(indicator).columns if name != "China"]
    return evidence.selection(indicator, places, years)


def last_year(table: pd.DataFrame) -> str:
    """The last year of {table}."""
    return str(table.index[-1])
