"""Figures that are known only between two ends, and arithmetic with them.

Belongs here: reading a printed bound ("over 900") as an interval, the four operations, comparisons that hold whatever
the figures leave open, and passing intervals between notebooks and models. Does not: what the figures are about, or
random draws: an interval says what is possible, not what is likely.

Method: interval arithmetic as in R. E. Moore, Interval Analysis (1966): the result of an operation is the set
of all values that some pair of values from the operands can give.
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import wraps
from typing import Any

from evident.evidence.tables import Observation
from evident.export.origins import Bounded
from evident.text.formats import decimals_of


@dataclass(frozen=True)
class Interval:
    """All values from `low` to `high`, ends included; an end may be infinite. NaN ends: nothing is known."""

    low: float
    high: float

    def __post_init__(self) -> None:
        if self.low > self.high:
            raise ValueError(f"an interval cannot start at {self.low:g} and end at {self.high:g}")

    @property
    def known(self) -> bool:
        """False if an end is NaN."""
        return not (math.isnan(self.low) or math.isnan(self.high))

    @property
    def one_sided(self) -> bool:
        """True if an end is infinite."""
        return math.isinf(self.low) or math.isinf(self.high)

    @property
    def middle(self) -> float:
        """The midpoint; of a one-sided interval, the end that is known."""
        if math.isinf(self.high):
            return self.low
        return self.high if math.isinf(self.low) else (self.low + self.high) / 2

    def __add__(self, other: "Interval") -> "Interval":
        return Interval(self.low + other.low, self.high + other.high)

    def __sub__(self, other: "Interval") -> "Interval":
        return Interval(self.low - other.high, self.high - other.low)

    def __mul__(self, factor: float) -> "Interval":
        ends = sorted((self.low * factor, self.high * factor)) if self.known else [math.nan, math.nan]
        return Interval(*ends)

    def __truediv__(self, other: "Interval") -> "Interval":
        """Quotient of two intervals of positive or zero values; the divisor must be above zero.

        Raises:
            ValueError: an operand reaches below zero, or the divisor reaches zero.
        """
        if self.low < 0 or other.low <= 0:
            raise ValueError(f"only quotients of positive figures are defined here, not {self} over {other}")
        # A finite figure over one that may be boundless can be as small as zero.
        return Interval(self.low / other.high, self.high / other.low)

    def meet(self, other: "Interval") -> "Interval":
        """What both allow; NaN if they contradict each other or one is not known."""
        low, high = max(self.low, other.low), min(self.high, other.high)
        return Interval(low, high) if self.known and other.known and low <= high else UNKNOWN

    def hull(self, other: "Interval") -> "Interval":
        """The smallest interval that holds both; the known one if the other is not known."""
        if not (self.known and other.known):
            return self if self.known else other
        return Interval(min(self.low, other.low), max(self.high, other.high))


UNKNOWN = Interval(math.nan, math.nan)


def exactly(value: float) -> Interval:
    """The interval that holds one value only."""
    return Interval(value, value)


def printed(value: float, bound: str = "exact", value_high: float = math.nan) -> Interval:
    """What a printed figure says.

    Args:
        value: the figure as printed, 0 or more.
        bound: exact, at_least, at_most, approx or range, as in the evidence.
        value_high: upper end of a range.

    Returns:
        exact: the value alone. at_least: from it upwards without end. at_most: from 0 to it. approx: half a
        unit of its last digit that is not 0, either way ("about 140": 135 to 145). range: as printed. NaN:
        not known.

    Raises:
        ValueError: there is no such bound.
    """
    if math.isnan(value):
        return UNKNOWN
    if bound == "approx":
        half = last_place(value) / 2
        return Interval(value - half, value + half)
    ends = {
        "exact": (value, value),
        "at_least": (value, math.inf),
        "at_most": (0.0, value),
        "range": (value, value_high),
    }
    if bound not in ends:
        raise ValueError(f"{bound!r} is no bound: use exact, at_least, at_most, approx or range")
    return Interval(*ends[bound])


def stated(obs: Observation) -> Interval:
    """What an observation says, as in `printed`; NaN if it was not yet public."""
    return printed(obs.value, obs.bound, obs.value_high)


def rounded(value: float) -> Interval:
    """All values that round to a printed figure: half a unit of its last place either way, 93 → 92.5 to 93.5.

    A figure without decimals counts as rounded to a whole number.
    """
    half = 10.0 ** -decimals_of(value) / 2
    return Interval(value - half, value + half)


def outward(of: Interval, decimals: int) -> Interval:
    """Rounded to `decimals` places so that nothing possible is lost: the low end down, the high end up.

    A single value is rounded as usual: it stays a single value.
    """
    if not of.known or of.low == of.high:
        return of if not of.known else exactly(round(of.low, decimals))
    step = 10.0**decimals
    low = of.low if math.isinf(of.low) else math.floor(of.low * step) / step
    high = of.high if math.isinf(of.high) else math.ceil(of.high * step) / step
    return Interval(low, high)


# What a notebook passes and what it can print: a number, a pair of ends, a number with its bound.
Printable = float | tuple[float, float] | Bounded


def interval(item: Any) -> Interval:
    """What a value says, as an interval.

    Args:
        item: an observation with its bound, a number with its bound, a pair of ends, a number, or an interval.

    Raises:
        ValueError: the value is not known.
    """
    if isinstance(item, Interval):
        return item
    if isinstance(item, Observation):
        found = stated(item)
    elif isinstance(item, Bounded):
        found = printed(item.value, item.bound, item.high)
    else:
        found = Interval(*item) if isinstance(item, tuple) else exactly(float(item))
    if not found.known:
        raise ValueError("a figure that is not known has no interval")
    return found


def shown(of: Interval) -> Printable:
    """An interval as a notebook exports it; NaN where nothing is known.

    Infinite above: a lower bound. From 0 or less upwards: an upper bound, since none of these figures can be negative.
    """
    if not of.known:
        return math.nan
    if math.isinf(of.high):
        return Bounded(of.low, "at_least")
    if of.low == of.high:
        return of.low
    return Bounded(of.high, "at_most") if of.low <= 0 else (of.low, of.high)


def told(function: Callable[..., Interval]) -> Callable[..., Printable]:
    """Makes a function of intervals take observations and results, and return what a notebook can export.

    Numbers, dates and other arguments are passed on as they are.
    """

    def opened(item: Any) -> Any:
        if isinstance(item, float) and math.isnan(item):
            raise ValueError("a figure is not known")
        return interval(item) if isinstance(item, Observation | Bounded | tuple) else item

    @wraps(function)
    def wrapper(*arguments: Any, **named: Any) -> Printable:
        return shown(function(*map(opened, arguments), **{key: opened(item) for key, item in named.items()}))

    return wrapper


@told
def ratio(first: Any, second: Any) -> Interval:
    """{first} over {second}."""
    return interval(first) / interval(second)


@told
def share(part: Any, whole: Any) -> Interval:
    """{part} over {whole}, in percent."""
    return interval(part) / interval(whole) * 100


@told
def product(first: Any, factor: float) -> Interval:
    """{first} times {factor}."""
    return interval(first) * factor


@told
def sum_of(first: Any, second: Any) -> Interval:
    """{first} plus {second}."""
    return interval(first) + interval(second)


@told
def safe(of: Any, decimals: int) -> Interval:
    """{of}; rounded so that nothing possible is lost.

    For bounds: "over 107.7" printed without decimals must be "over 107".
    """
    return outward(interval(of), decimals)


# -- comparisons that hold whatever the figures leave open


def certainly_more(first: Any, second: Any) -> bool:
    """{first} is more than {second}, whatever the printed figures leave open."""
    return interval(first).low > interval(second).high


def certainly_less(first: Any, second: Any) -> bool:
    """{first} is less than {second}, whatever the printed figures leave open."""
    return interval(first).high < interval(second).low


def certainly_more_than_each(first: Any, others: Sequence[Any]) -> bool:
    """{first} is more than each of {others}, whatever the printed figures leave open."""
    return all(certainly_more(first, other) for other in others)


def certainly_less_than_each(first: Any, others: Sequence[Any]) -> bool:
    """{first} is less than each of {others}, whatever the printed figures leave open."""
    return all(certainly_less(first, other) for other in others)


def certainly_less_than_half(first: Any, second: Any) -> bool:
    """{first} is less than half of {second}, whatever the printed figures leave open."""
    return interval(first).high < interval(second).low / 2


def certainly_within(first: Any, second: Any) -> bool:
    """{first} lies within {second}, whatever the printed figures leave open."""
    inner, outer = interval(first), interval(second)
    return outer.low <= inner.low and inner.high <= outer.high


def each_certainly_part_of_each(
    items: Sequence[Any], wholes: Sequence[Any], least: float, most: float
) -> bool:
    """Each of {items} is between {least} and {most} percent of each of {wholes}, whatever the printed figures leave
    open."""
    parts, of = [interval(item) for item in items], [interval(whole) for whole in wholes]
    least, most = least / 100, most / 100
    return all(
        least * whole.high <= part.low and part.high <= most * whole.low for part in parts for whole in of
    )


def last_place(value: float) -> float:
    """The size of the last digit that is not 0: 14000 → 1000, 36.5 → 0.1, 0 → 1."""
    if value == 0:
        return 1.0
    if decimals := decimals_of(value):
        return 10.0**-decimals
    digits = str(int(abs(value)))
    return 10.0 ** (len(digits) - len(digits.rstrip("0")))
