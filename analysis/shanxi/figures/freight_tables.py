"""The scorecard of the freight chapter.

Belongs here: its table. Does not: the values in it (the notebook computes them) or the charts (`freight.py`).
"""

import math
from collections.abc import Mapping
from typing import Any

import pandas as pd

from evident.evidence.tables import Observation
from evident.export.exhibits import Table
from evident.text import formats
from evident.text.words import Words
from shanxi.figures.freight import columns
from shanxi.models.intervals import interval

ORDER = ("indicator", "verdict", "latest", "target", "needed", "observed", "distance")


def scorecard(words: Words, rows: Mapping[str, Mapping[str, Any]]) -> Table:
    """One row an indicator: verdict, latest figure, target, pace needed and observed, distance from the target.

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


def _printed(words: Words, cell: Any) -> str:
    if isinstance(cell, str):
        return words(f"common.verdicts.{cell}")
    if isinstance(cell, Observation):
        return formats.quantity(cell.value, cell.unit, cell.decimals, words, bound=cell.bound)
    value, unit, decimals = cell
    of = interval(value)
    bound, low = ("at_least", math.floor(of.low)) if of.one_sided else ("range", of.low)
    return formats.quantity(low, unit, decimals, words, bound=bound, value_high=of.high)
