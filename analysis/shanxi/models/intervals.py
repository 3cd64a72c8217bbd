"""Figures that are known only between two ends, and arithmetic with them.

Belongs here: reading a printed bound ("over 900") as an interval, and the four operations. Does not: what the
figures are about, or random draws: an interval says what is possible, not what is likely.

Method: interval arithmetic as in R. E. Moore, Interval Analysis (1966): the result of an operation is the set
of all values that some pair of values from the operands can give.
"""

import math
from dataclasses import dataclass
from typing import Any

from evident.evidence.tables import Observation
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


def as_fact(of: Interval, decimals: int = 0) -> dict[str, Any]:
    """An interval as the arguments of a fact, rounded outwards: value, value_high, bound and decimals."""
    ends = outward(of, decimals)
    if math.isinf(ends.high):
        return {"value": ends.low, "bound": "at_least", "decimals": decimals}
    if ends.low <= 0 < ends.high:
        return {"value": ends.high, "bound": "at_most", "decimals": decimals}
    if ends.low == ends.high or not ends.known:
        return {"value": ends.low, "bound": "exact", "decimals": decimals}
    return {"value": ends.low, "value_high": ends.high, "bound": "range", "decimals": decimals}


def last_place(value: float) -> float:
    """The size of the last digit that is not 0: 14000 → 1000, 36.5 → 0.1, 0 → 1."""
    if value == 0:
        return 1.0
    if decimals := decimals_of(value):
        return 10.0**-decimals
    digits = str(int(abs(value)))
    return 10.0 ** (len(digits) - len(digits.rstrip("0")))
