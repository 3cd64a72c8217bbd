"""Is it much? Freight and trade set against something that the reader knows.

Belongs here: values and weights of trains, how long another flow takes to move the same weight, growth of trade against
what was aimed at. Does not: the pace of trains (`freight_pace.py`) or shares and ratios of intervals (`intervals.py`).
"""

from collections.abc import Sequence
from typing import Any

from evident.export.comparisons import tells
from evident.export.verdicts import CANNOT_BE_TOLD, MISSED, Verdict
from shanxi.models.intervals import Interval, interval, told

HOURS_A_YEAR = 365.25 * 24


def hours_of_flow(weight: float, flow: float) -> float:
    """The hours in which {flow} moves as much as {weight}.

    Args:
        weight: in t.
        flow: in Mt a year.

    Raises:
        ValueError: nothing flows.
    """
    if flow <= 0:
        raise ValueError(f"a flow of {flow:g} Mt a year moves nothing")
    return weight / (flow * 1e6) * HOURS_A_YEAR


def days_of_flow(weight: float, flow: float) -> float:
    """The days in which {flow} moves as much as {weight}.

    Args:
        weight: in t.
        flow: in Mt a year.

    Raises:
        ValueError: nothing flows.
    """
    return hours_of_flow(weight, flow) / 24


def millions_each(value: float, trains: float) -> float:
    """{value} over {trains}, in million yuan.

    Args:
        value: in billion yuan.

    Raises:
        ZeroDivisionError: there are no trains.
    """
    return 1000 * value / trains


@told
def value_a_year(a_year: Any, each: float) -> Interval:
    """{a_year} times {each}, in billion yuan.

    Args:
        each: in million yuan.
    """
    return interval(a_year) * (each / 1000)


@told
def share_of_part_year(part: float, least: float, most: float) -> Interval:
    """{part} in percent of something between {least} and {most}."""
    return Interval(100 * part / most, 100 * part / least)


@told
def times_with_returns(trains: float, a_year: Any) -> Interval:
    """{trains}, in both directions, over {a_year}, which may be those of one direction: then as many came back, and the
    ratio is half as large."""
    here = interval(a_year)
    return Interval(trains / (2 * here.high), trains / here.low)


def whole_of(part: float, share: float) -> float:
    """{part}, which is {share} of the whole."""
    return part / share * 100


def left_before(total: float, parts: Sequence[float]) -> float:
    """What {total} leaves after taking away {parts}."""
    return total - sum(parts)


def fall(before: float, after: float) -> float:
    """The fall from {before} to {after}, in percent."""
    return 100 * (before - after) / before


def mean_change(before: float, after: float, years: int) -> float:
    """The mean yearly change from {before} to {after} in {years} years, in percent, each year on the one before."""
    return 100 * ((after / before) ** (1 / years) - 1)


def as_fall(growth: float) -> float:
    """{growth}, told as a fall: the same with the other sign."""
    return -growth


def grown(before: float, growth: float) -> float:
    """{before}, grown by {growth}."""
    return before * (1 + growth / 100)


@tells
def each_more_than_each(firsts: Sequence[float], seconds: Sequence[float]) -> bool:
    """Each of {firsts}, as printed, is more than each of {seconds}."""
    return min(firsts) > max(seconds)


@tells
def near_range(value: float, ends: tuple[float, float], within: float) -> bool:
    """{value} lies in {ends}, or no more than {within} percent outside."""
    low, high = ends
    return low * (1 - within / 100) <= value <= high * (1 + within / 100)


@tells
def close_together(values: Sequence[float], within: float) -> bool:
    """The largest of {values} is no more than {within} percent above the smallest."""
    return max(values) <= (1 + within / 100) * min(values)


@tells
def far_apart(values: Sequence[float], factor: float) -> bool:
    """The largest of {values} is more than {factor} times the smallest."""
    return max(values) > factor * min(values)


def was_missed(verdict: str) -> bool | None:
    """{verdict} says that it was missed."""
    return None if verdict == CANNOT_BE_TOLD else verdict == MISSED


def without_target(latest: Any) -> Verdict:
    """No target was found for this, so no verdict can be told: {latest}."""
    return CANNOT_BE_TOLD
