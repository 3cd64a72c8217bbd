"""Tests of what the chapter on mining says, where the engine's comparisons do not fit.

Belongs here: tests that set a number against a range, or read several numbers together. Does not: plain comparisons
(`evident.export.comparisons`).
"""

from collections.abc import Sequence

from evident.export.comparisons import all_hold, tells
from evident.export.verdicts import CANNOT_BE_TOLD

Range = tuple[float, float]


@tells
def inside(value: float, found: Range) -> bool:
    """{value} lies within {found}."""
    return found[0] <= value <= found[1]


@tells
def outside(value: float, found: Range) -> bool:
    """{value} lies outside {found}."""
    return not found[0] <= value <= found[1]


@tells
def each_inside(values: Sequence[float], ranges: Sequence[Range]) -> bool:
    """Each of {values} lies within its counterpart among {ranges}."""
    return all(low <= value <= high for value, (low, high) in zip(values, ranges, strict=True))


@tells
def nearer(actual: float, first: float, second: float) -> bool:
    """{first} is nearer to {actual} than {second}."""
    return abs(first - actual) < abs(second - actual)


@tells
def all_near(actuals: Sequence[float], foreseen: Sequence[float], within: float) -> bool:
    """Each of {foreseen} is within {within} percent of its counterpart among {actuals}."""
    return all(abs(f - a) <= within / 100 * a for f, a in zip(foreseen, actuals, strict=True))


@tells
def wide(found: Range, times: float) -> bool:
    """The upper end of {found} is at least {times} times the lower one."""
    return found[1] >= times * found[0]


@tells
def all_wide(ranges: Sequence[Range], times: float) -> bool:
    """The upper end of each of {ranges} is at least {times} times the lower one."""
    return all(high >= times * low for low, high in ranges)


def verdict_is(verdict: str, word: str) -> bool | None:
    """{verdict} is "{word}"."""
    return None if verdict == CANNOT_BE_TOLD else verdict == word.replace(" ", "_")


def all_are(verdicts: Sequence[str], word: str) -> bool | None:
    """Each of {verdicts} is "{word}"."""
    return all_hold([verdict_is(verdict, word) for verdict in verdicts])


def differ(verdicts: Sequence[str]) -> bool | None:
    """{verdicts} do not agree."""
    return None if CANNOT_BE_TOLD in verdicts else len(set(verdicts)) > 1
