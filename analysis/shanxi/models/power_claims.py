"""Tests that sentences of the chapter on renewables and power are bound to, beyond plain comparisons.

Belongs here: tests of figures that are ranges, or printed to a certain digit. Does not: tests that know nothing of
ranges (`evident.export.comparisons`).
"""

from collections.abc import Sequence

from evident.evidence.tables import Observation
from evident.export.comparisons import tells
from evident.export.verdicts import CANNOT_BE_TOLD

Range = tuple[float, float]


@tells
def above(value: float, other: Range) -> bool:
    """{value} is more than all of {other}."""
    return value > other[1]


@tells
def within(value: float, other: Range) -> bool:
    """{value} lies within {other}."""
    return other[0] <= value <= other[1]


@tells
def not_smaller(now: Range, before: float) -> bool:
    """All of {now} is at least {before}."""
    return now[0] >= before


@tells
def first_above(earlier: Sequence[float], now: float, half: float) -> bool:
    """{now} is more than {half}, and none of {earlier} was."""
    return now > half and all(value <= half for value in earlier)


@tells
def told(verdicts: Sequence[str]) -> bool | None:
    """None of {verdicts} is that it cannot be told."""
    if all(verdict == CANNOT_BE_TOLD for verdict in verdicts):  # nothing to score is out yet
        return None
    return CANNOT_BE_TOLD not in verdicts


def as_printed(computed: float, published: Observation) -> bool | None:
    """{computed}, rounded as the source rounds, is {published}."""
    if computed != computed or not published.known:
        return None
    return round(computed, published.decimals) == published.value
