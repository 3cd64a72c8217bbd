"""Tests that claims use, by hand: plain numbers, ranges and bounds by their worse end, what is not known."""

import inspect
import math
import re
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from evident.export import comparisons as c
from evident.export.origins import Bounded

NAN = math.nan
OVER_14, UP_TO_14, ABOUT_14 = Bounded(14, "at_least"), Bounded(14, "at_most"), Bounded(14, "approx")
BETWEEN = Bounded(3, "range", 5)
INF = math.inf


@pytest.mark.parametrize(
    ("value", "low", "high"),
    [
        (3.0, 3, 3),
        ((3, 5), 3, 5),
        (OVER_14, 14, INF),
        (UP_TO_14, -INF, 14),
        (ABOUT_14, 14, 14),
        (BETWEEN, 3, 5),
    ],
)
def test_ends(value: Any, low: float, high: float) -> None:
    assert (c.low(value), c.high(value)) == (low, high)


@pytest.mark.parametrize(
    ("test", "arguments", "expected"),
    [
        (c.more, (3, 2), True),
        (c.more, (2, 2), False),
        (c.more, ((3, 5), 2), True),
        (c.more, ((3, 5), 4), False),
        (c.more, ((3, 5), (2, 3)), False),  # they touch
        (c.more, (OVER_14, 13), True),
        (c.more, (UP_TO_14, 13), False),
        (c.more, (27, OVER_14), False),  # which may be 30
        (c.more, (27, UP_TO_14), True),
        (c.less, (2, 3), True),
        (c.less, (OVER_14, 27), False),
        (c.less, (UP_TO_14, 15), True),
        (c.less, ((3, 5), 5), False),
        (c.at_least, (3, 3), True),
        (c.at_least, ((3, 5), 3), True),
        (c.at_least, ((3, 5), 4), False),
        (c.at_least, (UP_TO_14, 1), False),
        (c.at_most, (3, 3), True),
        (c.at_most, ((3, 5), 5), True),
        (c.at_most, (OVER_14, 100), False),
        (c.between, (3, 3, 5), True),
        (c.between, ((3, 5), 3, 5), True),
        (c.between, ((3, 6), 3, 5), False),
        (c.between, (OVER_14, 3, 50), False),
        (c.same, ("behind", "behind"), True),
        (c.same, (3.0, 3), True),
        (c.same, ("Norland", "Sudland"), False),
        (c.near, (95, 100, 5), True),
        (c.near, (94.9, 100, 5), False),
        (c.near, (-95, -100, 5), True),
        (c.times, (220, 100, 2), True),  # within a tenth
        (c.times, (221, 100, 2), False),
        (c.times, (221, 100, 2, 20), True),
        (c.more_than_times, (201, 100, 2), True),
        (c.more_than_times, (200, 100, 2), False),
        (c.more_than_times, ((201, 300), (90, 101), 2), False),  # 201 against 202
        (c.more_than_each, (5, [4, 3]), True),
        (c.more_than_each, (5, [4, 5]), False),
        (c.less_than_each, (2, [4, 3]), True),
        (c.less_than_each, (3, [4, (2, 5)]), False),
        (c.each_more, ([3, (4, 5)], 2), True),
        (c.each_more, ([3, 2], 2), False),
        (c.each_less, ([3, 1], 4), True),
        (c.each_less, ([3, (1, 4)], 4), False),
        (c.each_pair_more, ([3, 5], [2, 4]), True),
        (c.each_pair_more, ([3, 5], [2, 6]), False),
        (c.rises, ([1, 2, 3],), True),
        (c.rises, ([1, 1, 3],), False),
        (c.rises, ([(1, 2), (3, 4)],), True),
        (c.rises, ([(1, 3), (2, 4)],), False),
        (c.falls, ([3, 2, 1],), True),
        (c.falls, ([3, 3],), False),
        (c.falls, ([(3, 4), (1, 3)],), False),
        (c.count_is, (["a", "b"], 2), True),
        (c.count_is, (["a"], 2), False),
        (c.every, (["behind", "behind"], "behind"), True),
        (c.every, (["behind", "ahead"], "behind"), False),
        (c.ranges_apart, ((1, 2), (3, 4)), True),
        (c.ranges_apart, ((1, 3), (3, 4)), False),
        (c.ranges_apart, ((3, 4), (1, 2)), False),
    ],
)
def test_by_hand(test: Callable[..., Any], arguments: tuple[Any, ...], expected: bool) -> None:
    assert bool(test(*arguments)) is expected


@pytest.mark.parametrize(
    ("test", "arguments"),
    [
        (c.more, (NAN, 1)),
        (c.more, (1, NAN)),
        (c.more, (np.float64("nan"), 1)),
        (c.more, ((1, NAN), 0)),
        (c.more, (Bounded(NAN, "at_least"), 0)),
        (c.less, (None, 1)),
        (c.same, (NAN, "behind")),
        (c.near, (1, 1, NAN)),
        (c.more_than_each, (5, [4, NAN])),
        (c.rises, ([1, 2, NAN],)),
        (c.rises, ([3, 2, NAN],)),  # false already, but nobody says so of what is not known
        (c.every, (["behind", None], "behind")),
        (c.count_is, ([1, NAN], 2)),
        (c.ranges_apart, ((1, 2), (NAN, 4))),
    ],
)
def test_of_what_is_not_known_nothing_can_be_told(
    test: Callable[..., Any], arguments: tuple[Any, ...]
) -> None:
    assert test(*arguments) is None


def test_named_arguments_are_looked_at_too() -> None:
    assert c.more(first=1, second=NAN) is None
    assert c.tells(lambda x: True)(x={"a": [NAN]}) is None
    assert c.tells(lambda x: True)(x={"a": [1]}) is True


def test_an_upper_end_alone_is_no_reason_to_be_silent() -> None:
    """A `Bounded` without an upper end has none; it is known all the same."""
    assert c.more(Bounded(14, "at_least", NAN), 13) is True


def test_pairs_must_be_pairs() -> None:
    with pytest.raises(ValueError, match="shorter"):
        c.each_pair_more([3, 5], [2])


@pytest.mark.parametrize(
    ("claims", "all_hold", "none_holds"),
    [
        ([True, True], True, False),
        ([True, False], False, False),
        ([False, False], False, True),
        ([True, None], None, False),
        ([False, None], False, None),
        # As a call hands on a claim that cannot be told, and as NumPy compares.
        ([True, NAN], None, False),
        ([False, NAN], False, None),
        ([np.bool_(False), np.bool_(True)], False, False),
        ([np.bool_(False)], False, True),
    ],
)
def test_several_claims(claims: list[Any], all_hold: bool | None, none_holds: bool | None) -> None:
    assert c.all_hold(claims) is all_hold
    assert c.none_holds(claims) is none_holds


def test_a_verdict_that_cannot_be_told_is_no_answer_to_whether_it_is_another() -> None:
    assert c.same("cannot_be_told", "missed") is None
    assert c.same("met", "missed") is False
    assert c.same("cannot_be_told", "cannot_be_told") is True
    assert c.same("met", "cannot_be_told") is False
    assert c.every(["missed", "cannot_be_told"], "missed") is None
    assert c.every(["met", "cannot_be_told"], "missed") is False
    assert c.every(["cannot_be_told", "cannot_be_told"], "cannot_be_told") is True
    assert c.every([], "missed") is True


def test_every_test_says_what_it_tests_of_each_of_its_arguments() -> None:
    for name, function in inspect.getmembers(c, inspect.isfunction):
        if function.__module__ != c.__name__ or name.startswith("_") or name in ("low", "high", "tells"):
            continue
        said = (inspect.getdoc(function) or "").partition("\n\n")[0]
        assert set(re.findall(r"\{(\w+)\}", said)) == set(inspect.signature(function).parameters), name
