"""Bounds on the capacity that a number of mines can hold."""

import math

import pytest

from shanxi.models.mine_sizes import (
    SizeClass,
    classes_of,
    least_held,
    least_share,
    most_held,
    most_share,
    parse_class,
)

# 10 mines of 1 to 2 Mt with 14 Mt together, 4 mines of 5 Mt and more with 40 Mt together: 14 mines, 54 Mt.
CLASSES = [SizeClass(1, 2, 10, 14), SizeClass(5, math.inf, 4, 40)]


def test_parse_class() -> None:
    assert parse_class("0.6-0.9", 90, 54.6) == SizeClass(0.6, 0.9, 90, 54.6)
    assert parse_class(">=10", 14, 200) == SizeClass(10, math.inf, 14, 200)
    assert parse_class("<0.6", 0, 0) == SizeClass(0, 0.6, 0, 0)
    with pytest.raises(ValueError, match="not 'large'"):
        parse_class("large", 1, 1)


@pytest.mark.parametrize(
    ("mines", "most"),
    [
        (0, 0),
        (1, 25),  # one giant: the other three need 5 each, 40 − 15
        (4, 40),  # the whole upper class
        (6, 44),  # and two of at most 2 each
        (13, 53),  # nine small ones: 14 less the smallest possible mine of 1
        (14, 54),
    ],
)
def test_most_held(mines: int, most: float) -> None:
    assert most_held(mines, CLASSES) == pytest.approx(most)


@pytest.mark.parametrize(
    ("mines", "least"),
    [
        (0, 0),
        (1, 1),  # the smallest possible: 14 less at most 13 in the other nine
        (8, 10),  # two mines of at most 2 each are left out of the small class: 14 − 4
        (10, 14),  # all small ones
        (11, 19),  # and one of at least 5
        (14, 54),
    ],
)
def test_least_held(mines: int, least: float) -> None:
    assert least_held(mines, CLASSES) == pytest.approx(least)


def test_an_unknown_class_makes_the_bounds_unknown() -> None:
    unknown = [*CLASSES, SizeClass(0.5, 1, math.nan, math.nan)]
    assert math.isnan(least_held(3, unknown))


def test_classes_and_shares() -> None:
    classes = classes_of({"1-2": 10, ">=5": 4, "all": 14}, {"1-2": 14, ">=5": 40})
    assert classes == CLASSES
    assert most_share(4, classes) == pytest.approx(100 * 40 / 54)
    assert least_share(10, classes) == pytest.approx(100 * 14 / 54)
