"""What can be moved, and by how much: figures of the evidence and parameters of notebooks.

Belongs here: lists of what there is, and moved values. Does not: running notebooks with them (`work.py`).
"""

import math
from collections.abc import Iterable
from typing import Any

from evident.evidence.tables import Evidence

from .exports import Run

STEP = 1.03  # what is moved becomes so many times what it was
# What stayed is tried again with these, in this order, until it moves.
SIZES = {"×2": 2.0, "÷2": 0.5, "×10": 10.0, "÷10": 0.1}
YEARS = {"×2": 5, "÷2": -5, "×10": 20, "÷10": -20}  # of a parameter that is a year


def figures_of(evidence: Evidence) -> list[str]:
    """Ids of all observations and panel cells that are known."""
    tables = (evidence.observations, evidence.panel)
    return [str(key) for table in tables for key in table.index[table["value"].notna()]]


def parameters_of(runs: Iterable[Run]) -> list[str]:
    """Every parameter that is a number or has numbers in it, as `notebook.parameter`."""
    return [
        f"{run.name}.{name}"
        for run in runs
        for name, value in run.values.items()
        if moved_value(value) != value
    ]


def moved_value(value: Any) -> Any:
    """A parameter moved by about three per cent: a year by one, another whole number by one at least, of a list every
    number. What is no number stays."""
    if isinstance(value, bool):
        return value
    if isinstance(value, int):
        return value + (1 if _is_year(value) else max(1, round(abs(value) * (STEP - 1))))
    if isinstance(value, float):
        # A part of a whole does not pass one.
        return (STEP - 1) if value == 0 else value / STEP if 1 / STEP < value <= 1 else value * STEP
    return [moved_value(item) for item in value] if isinstance(value, list) else value


def resized(value: Any, size: str) -> Any:
    """A parameter moved by one of SIZES: a year by some, a part of a whole towards its ends, others by the factor."""
    factor = SIZES[size]
    if isinstance(value, bool):
        return value
    if isinstance(value, int):
        return value + YEARS[size] if _is_year(value) else math.ceil(value * factor)
    if isinstance(value, float):
        if 0 < value < 1 and factor > 1:
            return 1 - (1 - value) / factor
        return factor - 1 if value == 0 else value * factor
    return [resized(item, size) for item in value] if isinstance(value, list) else value


def _is_year(value: int) -> bool:
    return 1900 <= value <= 2100
