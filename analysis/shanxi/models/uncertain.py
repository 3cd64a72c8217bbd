"""Arithmetic with what is not known exactly: ranges and draws, carried through every step.

Belongs here: reading both ends of a published range, drawing from it, the four operations with numbers, ranges and
draws, and marking what is only a bound. Does not: computing with bounds that have no end
(`intervals.py`), what any figure means.

A number is a float, a range a pair (low, high), draws an array. Two ranges give the range of all their corners. Draws
with draws are taken draw by draw, so that what moves together stays together. Draws with a range are refused: the range
has to be drawn first (`evenly`), or else a median or one end would silently stand for it. NaN, a figure that is not yet
public, passes through.
"""

import math
from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from evident.evidence.tables import Observation
from evident.export.comparisons import Number, high, low, tells
from evident.export.origins import Bounded, modelled

Range = tuple[float, float]
Draws = NDArray[np.float64]
Uncertain = float | Range | Draws


def ends(figure: Observation) -> Range:
    """{figure}.

    Both ends of a published range; the same number twice where one number was published.
    """
    return figure.value, figure.value if math.isnan(figure.value_high) else figure.value_high


@modelled
def evenly(figure: Observation, seed: int, draws: int, stream: int) -> Draws:
    """{figure}, drawn evenly between its two ends.

    Even, since nothing published favours a middle.

    Args:
        seed: of all draws of the notebook.
        draws: how many.
        stream: tells one uncertain figure from another, so that two are not drawn alike.
    """
    least, most = ends(figure)
    if math.isnan(least):
        return np.full(draws, np.nan)
    return np.random.default_rng([seed, stream]).uniform(least, most, draws)


def ratio(first: Uncertain, second: Uncertain) -> Uncertain:
    """{first} over {second}.

    Raises:
        ValueError: the second may be nothing, or a range meets draws.
    """
    if _reaches_zero(second):
        raise ValueError("a ratio to something that may be nothing")
    return _carried(lambda a, b: a / b, first, second)


def share(first: Uncertain, second: Uncertain) -> Uncertain:
    """{first} over {second}, in percent.

    Raises:
        ValueError: as for `ratio`.
    """
    return _carried(lambda a, b: 100 * a * b, first, ratio(1.0, second))


def product(first: Uncertain, second: Uncertain) -> Uncertain:
    """{first} times {second}.

    Raises:
        ValueError: a range meets draws.
    """
    return _carried(lambda a, b: a * b, first, second)


def difference(first: Uncertain, second: Uncertain) -> Uncertain:
    """{first} less {second}.

    Raises:
        ValueError: a range meets draws.
    """
    return _carried(lambda a, b: a - b, first, second)


def percent(part: float) -> str:
    """{part}, in percent."""
    return f"{100 * part:.0f}%"


def at_least(value: float | Range) -> Bounded:
    """At least {value}."""
    return _bounded(value, "at_least")


def at_most(value: float | Range) -> Bounded:
    """At most {value}."""
    return _bounded(value, "at_most")


@tells
def within(value: float, limits: Range) -> bool:
    """{value} lies within {limits}."""
    return limits[0] <= value <= limits[1]


@tells
def may_reach(first: Range, second: float) -> bool:
    """{first} may reach {second}."""
    return first[1] >= second


@tells
def may_be_less(first: Number, second: Number) -> bool:
    """{first} leaves room for less than {second}."""
    return low(first) < high(second)


def _carried(operation: Callable[[Any, Any], Any], first: Uncertain, second: Uncertain) -> Any:
    """The operation on everything that both may be; it must be monotonic in each."""
    if not isinstance(first, tuple) and not isinstance(second, tuple):
        return operation(first, second)
    if isinstance(first, np.ndarray) or isinstance(second, np.ndarray):
        raise ValueError("a range has to be drawn before it meets draws")
    corners = [operation(a, b) for a in _both(first) for b in _both(second)]
    return (math.nan, math.nan) if any(map(math.isnan, corners)) else (min(corners), max(corners))


def _both(item: float | Range) -> Range:
    return item if isinstance(item, tuple) else (item, item)


def _reaches_zero(item: Uncertain) -> bool:
    if isinstance(item, np.ndarray):
        return bool((item <= 0).any())
    return _both(item)[0] <= 0


def _bounded(value: float | Range, bound: str) -> Bounded:
    low_end, high_end = _both(value)
    return Bounded(low_end, bound, high_end if isinstance(value, tuple) else math.nan)
