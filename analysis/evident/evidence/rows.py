"""Pieces of the evidence as models and exports are given them.

Belongs here: one figure, one cell of the panel, a selection of cells, a whole table. Does not: where they come from and
how they are looked up (`tables.py`).
"""

import datetime as dt
import math
from dataclasses import dataclass

import pandas as pd

from evident.evidence.periods import period_end
from evident.text.formats import decimals_of


@dataclass(frozen=True)
class Observation:
    """One published figure.

    `value` is in `unit`; `value_high` is the upper end of a range, else NaN. `bound` is how the source prints
    it: exact, at_least, at_most, approx or range. `period` is ISO 8601 (year, quarter, month, date,
    start/end).
    """

    obs_id: str
    theme: str
    indicator: str
    place: str
    period: str
    period_kind: str
    value: float
    value_high: float
    unit: str
    bound: str
    status: str
    category: str
    definition_note: str
    source_id: str
    locator: str
    paraphrase: str
    quality: str
    quality_note: str
    conflict_group: str

    @property
    def known(self) -> bool:
        """False if the figure was published after the edition's date."""
        return not math.isnan(self.value)

    @property
    def end(self) -> dt.date:
        """The last day of the period: the day itself for a stock that is dated."""
        return period_end(self.period)

    @property
    def decimals(self) -> int:
        """How many decimals the source printed."""
        return (
            max(decimals_of(v) for v in (self.value, self.value_high) if not math.isnan(v))
            if self.known
            else 0
        )


@dataclass(frozen=True)
class PanelValue:
    """One cell of the panel: province × year × indicator, from official statistics."""

    obs_id: str
    province: str
    year: int
    indicator: str
    value: float
    unit: str
    source_id: str


@dataclass(frozen=True)
class Selection:
    """Many cells of one indicator of the panel: index year, one column a place, in the indicator's unit.

    `ids` are the cells in it, in order of place and year; `known` is False if one of them was not yet public; `places`
    and `years` are those asked for.
    """

    indicator: str
    unit: str
    ids: tuple[str, ...]
    table: pd.DataFrame
    known: bool
    places: tuple[str, ...] = ()
    years: tuple[int, ...] = ()


@dataclass(frozen=True)
class WholeTable:
    """A whole table of the evidence, for counts of the evidence itself; `obs_id` is `data:<name>`."""

    obs_id: str
    table: pd.DataFrame
