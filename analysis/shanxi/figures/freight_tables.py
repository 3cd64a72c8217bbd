"""The tables of the freight chapter: the places that the service lists, and the scorecard.

Belongs here: how their rows are put together. Does not: the values in them (the notebook computes them) or the charts
(`freight.py`).
"""

import math
from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from evident.evidence.tables import Observation
from evident.export.exhibits import Table
from evident.text import formats
from evident.text.words import Words
from shanxi.figures.freight import columns
from shanxi.models.intervals import interval

ORDER = ("indicator", "verdict", "latest", "target", "observed")
LISTS = ("routes", "cities", "countries")


def scorecard(words: Words, rows: Mapping[str, Mapping[str, Any]]) -> Table:
    """One row an indicator: verdict, latest figure, target, pace observed.

    Args:
        rows: by indicator the cells that are known: `verdict` a verdict, the others an observation or a value with its
            unit and decimals. Where `target` is not given, none is published.
    """
    empty = {"target": words("freight.scorecard.none"), "observed": words("freight.scorecard.unknown")}
    lines = []
    for key, cells in rows.items():
        line = dict.fromkeys(ORDER, "–") | empty | {c: _printed(words, v) for c, v in cells.items()}
        lines.append(line | {"indicator": words(f"freight.scorecard.{key}")})
    data = pd.DataFrame(lines, columns=list(ORDER))
    return Table(data, columns(words, **dict.fromkeys(ORDER, ("", None))))


def lists(words: Words, reach: Mapping[str, Sequence[Observation]]) -> Table:
    """What was printed of routes, cities and countries, one row a date, in order of time."""
    printed: dict[str, dict[str, str]] = {}
    for obs in sorted((obs for of in reach.values() for obs in of), key=lambda obs: obs.period):
        kind = obs.indicator.rpartition("_")[2]
        text = formats.quantity(obs.value, obs.unit, obs.decimals, words, bound=obs.bound)
        if obs.quality != "good":
            text = words("freight.lists.doubtful", figure=text)
        printed.setdefault(obs.period, dict.fromkeys(LISTS, "–"))[kind] = text
    rows = [{"date": formats.period(period, words), **cells} for period, cells in printed.items()]
    data = pd.DataFrame(rows, columns=["date", *LISTS])
    return Table(data, columns(words, **dict.fromkeys(data.columns, ("", None))))


def _printed(words: Words, cell: Any) -> str:
    if isinstance(cell, str):
        return words(f"common.verdicts.{cell}")
    if isinstance(cell, Observation):
        return formats.quantity(cell.value, cell.unit, cell.decimals, words, bound=cell.bound)
    value, unit, decimals = cell
    of = interval(value)
    bound, low = ("at_least", math.floor(of.low)) if of.one_sided else ("range", of.low)
    return formats.quantity(low, unit, decimals, words, bound=bound, value_high=of.high)
