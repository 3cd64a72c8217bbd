"""Tests that sentences are bound to: what claims compare, with docstrings that say in a note what was tested.

Belongs here: comparisons of plain values. Does not: tests that know what the values are (a report's own functions). A
test returns None where a value is not known, so that it cannot be told.

A range (low, high) or a number with a bound is compared by its worse end: "3 to 5 is more than 2" holds, "3 to 5 is
more than 4" does not, and "over 14 is less than 27" does not either. A verdict that cannot be told is no answer to
whether it is another one.
"""

import math
from collections.abc import Sequence
from functools import wraps
from itertools import pairwise
from typing import Any, TypeVar, cast

from evident.export.origins import Bounded
from evident.export.verdicts import CANNOT_BE_TOLD

F = TypeVar("F")
Number = float | tuple[float, float] | Bounded


def _unknown(value: Any) -> bool:
    if isinstance(value, Bounded):
        return math.isnan(value.value)
    if isinstance(value, list | tuple):
        return any(map(_unknown, value))
    if isinstance(value, dict):
        return any(map(_unknown, value.values()))
    return value is None or (isinstance(value, float) and math.isnan(value))


def _untold(value: Any) -> bool:
    """Whether it is the verdict that cannot be told."""
    return isinstance(value, str) and value == CANNOT_BE_TOLD


def low(value: Number) -> float:
    """The lower end of a number: of a range its start, of an upper bound minus infinity."""
    if isinstance(value, Bounded):
        return -math.inf if value.bound == "at_most" else value.value
    return value[0] if isinstance(value, tuple) else value


def high(value: Number) -> float:
    """The upper end of a number: of a range its end, of a lower bound infinity."""
    if isinstance(value, Bounded):
        if value.bound == "at_least":
            return math.inf
        return value.value if math.isnan(value.high) else value.high
    return value[1] if isinstance(value, tuple) else value


def tells(test: F) -> F:
    """Makes a test say None, that it cannot be told, as soon as one of its values is not known (NaN or None)."""

    @wraps(test)  # type: ignore[arg-type]
    def told(*arguments: Any, **named: Any) -> Any:
        if any(map(_unknown, arguments)) or any(map(_unknown, named.values())):
            return None
        return test(*arguments, **named)  # type: ignore[operator]

    return cast(F, told)


@tells
def more(first: Number, second: Number) -> bool:
    """{first} is more than {second}."""
    return low(first) > high(second)


@tells
def less(first: Number, second: Number) -> bool:
    """{first} is less than {second}."""
    return high(first) < low(second)


@tells
def at_least(first: Number, least: Number) -> bool:
    """{first} is at least {least}."""
    return low(first) >= high(least)


@tells
def at_most(first: Number, most: Number) -> bool:
    """{first} is at most {most}."""
    return high(first) <= low(most)


@tells
def between(value: Number, least: float, most: float) -> bool:
    """{value} lies between {least} and {most}."""
    return least <= low(value) and high(value) <= most


@tells
def same(first: Any, second: Any) -> bool | None:
    """{first} is {second}."""
    if _untold(first) and not _untold(second):
        return None
    return bool(first == second)


@tells
def near(first: float, second: float, within: float) -> bool:
    """{first} and {second} differ by no more than {within} percent of the second."""
    return abs(first - second) <= within / 100 * abs(second)


@tells
def times(first: float, second: float, factor: float, within: float = 10) -> bool:
    """{first} is about {factor} times {second} (within {within} percent)."""
    return abs(first - factor * second) <= within / 100 * abs(factor * second)


@tells
def more_than_times(first: Number, second: Number, factor: float) -> bool:
    """{first} is more than {factor} times {second}."""
    return low(first) > factor * high(second)


@tells
def more_than_each(first: Number, others: Sequence[Number]) -> bool:
    """{first} is more than each of {others}."""
    return all(low(first) > high(other) for other in others)


@tells
def less_than_each(first: Number, others: Sequence[Number]) -> bool:
    """{first} is less than each of {others}."""
    return all(high(first) < low(other) for other in others)


@tells
def each_more(items: Sequence[Number], second: Number) -> bool:
    """Each of {items} is more than {second}."""
    return all(low(item) > high(second) for item in items)


@tells
def each_less(items: Sequence[Number], second: Number) -> bool:
    """Each of {items} is less than {second}."""
    return all(high(item) < low(second) for item in items)


@tells
def each_pair_more(firsts: Sequence[Number], seconds: Sequence[Number]) -> bool:
    """Each of {firsts} is more than its counterpart among {seconds}."""
    return all(low(a) > high(b) for a, b in zip(firsts, seconds, strict=True))


@tells
def rises(items: Sequence[Number]) -> bool:
    """Each of {items} is more than the one before."""
    return all(high(a) < low(b) for a, b in pairwise(items))


@tells
def falls(items: Sequence[Number]) -> bool:
    """Each of {items} is less than the one before."""
    return all(low(a) > high(b) for a, b in pairwise(items))


@tells
def count_is(items: Sequence[Any], number: int) -> bool:
    """There are {number} of {items}."""
    return len(items) == number


@tells
def every(items: Sequence[Any], value: Any) -> bool | None:
    """Each of {items} is {value}."""
    return all_hold([same(item, value) for item in items])


@tells
def ranges_apart(first: tuple[float, float], second: tuple[float, float]) -> bool:
    """All of {first} lies below all of {second}."""
    return first[1] < second[0]


def all_hold(claims: Sequence[bool | None]) -> bool | None:
    """All of these hold: {claims}."""
    told = [bool(claim) for claim in claims if not _unknown(claim)]
    if not all(told):
        return False
    return True if len(told) == len(claims) else None


def none_holds(claims: Sequence[bool | None]) -> bool | None:
    """None of these holds: {claims}."""
    told = [bool(claim) for claim in claims if not _unknown(claim)]
    if any(told):
        return False
    return True if len(told) == len(claims) else None
