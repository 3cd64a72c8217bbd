"""The tables of the hydrogen chapter: printed claims set against bounds, and the scorecard.

Belongs here: their rows. Does not: the values in them (the notebook computes them) or the charts (`hydrogen.py`).
"""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from evident.evidence.tables import Observation
from evident.export.exhibits import Table
from evident.text.words import Words
from shanxi.figures.hydrogen import columns, printed

SCORECARD = ("indicator", "verdict", "latest", "target", "needed", "observed")


def claims(words: Words, tests: Mapping[str, Mapping[str, Any]]) -> Table:
    """Printed claims, each with what it was set against and what came of it.

    Args:
        tests: by key of the words: `cells` (what is printed, what it implies, what bounds it), and `outcome`, a key of
            the words.
    """
    lines = []
    for key, test in tests.items():
        said, implied, bound = (_cell(words, cell) for cell in test["cells"])
        against = words(f"hydrogen.claims.{key}_test", implied=implied, bound=bound)
        outcome = words(f"hydrogen.claims.{test['outcome']}")
        lines.append((words(f"hydrogen.claims.{key}"), said, against, outcome))
    data = pd.DataFrame(lines, columns=["claim", "printed", "test", "outcome"])
    return Table(data, columns(words, "", **dict.fromkeys(data.columns)))


def scorecard(words: Words, rows: Mapping[str, Mapping[str, Any]]) -> Table:
    """One row an indicator: verdict, latest count, target, pace needed and pace observed.

    Args:
        rows: by indicator the cells that are known: `verdict` a verdict, the others as `_cell` prints them. Where
            `target` is not given, none was found.
    """
    empty = dict.fromkeys(SCORECARD, "–") | {"target": words("hydrogen.scorecard.none")}
    lines = []
    for key, cells in rows.items():
        line = {"indicator": words(f"hydrogen.scorecard.{key}")}
        line |= {name: _cell(words, cell) for name, cell in cells.items()}
        lines.append(empty | line)
    data = pd.DataFrame(lines, columns=list(SCORECARD))
    return Table(data, columns(words, "", **dict.fromkeys(SCORECARD)))


def _cell(words: Words, cell: Any) -> str:
    """A verdict, an observation, or a figure with its unit and decimals."""
    if isinstance(cell, str):
        return words(f"common.verdicts.{cell}")
    if isinstance(cell, Observation):
        return printed(words, cell, cell.decimals, cell.unit)
    figure, unit, decimals = cell
    return printed(words, figure, decimals, unit)
