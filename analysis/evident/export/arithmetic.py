"""Arithmetic that needs no model, with docstrings that say in a note what was done.

Belongs here: sums, differences, ratios and changes of plain numbers. Does not: anything that knows what the numbers
are. NaN, which stands for what was not yet published, passes through every function.
"""

import math
from collections.abc import Sequence

import numpy as np


def difference(first: float, second: float) -> float:
    """{first} less {second}."""
    return first - second


def total(items: Sequence[float]) -> float:
    """The sum of {items}."""
    return float(sum(items))


def product(first: float, second: float) -> float:
    """{first} times {second}."""
    return first * second


def ratio(first: float, second: float) -> float:
    """{first} over {second}.

    Raises:
        ZeroDivisionError: the second is nothing.
    """
    return first / second


def share(part: float, whole: float) -> float:
    """{part} over {whole}, in percent.

    Raises:
        ZeroDivisionError: there is no whole.
    """
    return 100 * part / whole


def share_of_totals(parts: Sequence[float], wholes: Sequence[float]) -> float:
    """The sum of {parts} over the sum of {wholes}, in percent.

    Raises:
        ZeroDivisionError: there is no whole.
    """
    return 100 * sum(parts) / sum(wholes)


def change(before: float, after: float) -> float:
    """The change from {before} to {after}, in percent.

    Raises:
        ZeroDivisionError: there was nothing before.
    """
    return 100 * (after - before) / before


def largest(items: Sequence[float]) -> float:
    """The largest of {items}."""
    return math.nan if any(map(math.isnan, items)) else max(items)


def smallest(items: Sequence[float]) -> float:
    """The smallest of {items}."""
    return math.nan if any(map(math.isnan, items)) else min(items)


def span(items: Sequence[float]) -> tuple[float, float]:
    """From the smallest to the largest of {items}."""
    return smallest(items), largest(items)


def median(draws: Sequence[float]) -> float:
    """The median of the draws of {draws}."""
    return float(np.median(np.asarray(draws)))


def central_range(draws: Sequence[float], level: float = 0.9) -> tuple[float, float]:
    """The range that holds the middle of the draws of {draws}; it leaves the same part out at either end.

    Args:
        level: the part of the draws inside, 0 to 1.
    """
    low, high = np.quantile(np.asarray(draws), [(1 - level) / 2, (1 + level) / 2])
    return float(low), float(high)


def count(items: Sequence[object]) -> int:
    """How many {items} there are."""
    return len(items)
