"""Interval arithmetic against values worked out by hand."""

import math

import pytest

from evident.export.origins import Bounded
from shanxi.models.intervals import (
    UNKNOWN,
    Interval,
    certainly_less,
    certainly_less_than_each,
    certainly_less_than_half,
    certainly_more,
    certainly_more_than_each,
    certainly_within,
    each_certainly_part_of_each,
    exactly,
    interval,
    last_place,
    outward,
    printed,
    product,
    ratio,
    rounded,
    safe,
    share,
    shown,
    sum_of,
)


@pytest.mark.parametrize(
    ("value", "bound", "high", "low_end", "high_end"),
    [
        (700, "exact", math.nan, 700, 700),
        (900, "at_least", math.nan, 900, math.inf),
        (90, "at_most", math.nan, 0, 90),
        (50, "range", 60, 50, 60),
        # the last digit of 140 that is not 0 stands for tens: half a ten either way
        (140, "approx", math.nan, 135, 145),
        (12400, "approx", math.nan, 12350, 12450),
        # 36.5 is printed to a tenth: half a tenth either way
        (36.5, "approx", math.nan, 36.45, 36.55),
    ],
)
def test_a_printed_bound_becomes_an_interval(
    value: float, bound: str, high: float, low_end: float, high_end: float
) -> None:
    found = printed(value, bound, high)
    assert (found.low, found.high) == pytest.approx((low_end, high_end))


def test_what_is_not_known_stays_so_and_a_strange_bound_is_refused() -> None:
    assert not printed(math.nan, "at_least").known
    with pytest.raises(ValueError, match="'over' is no bound"):
        printed(900, "over")


def test_the_ends_cannot_be_swapped() -> None:
    with pytest.raises(ValueError, match="cannot start at 3 and end at 2"):
        Interval(3, 2)


def test_a_share_is_rounded_to_its_last_place() -> None:
    assert rounded(93) == Interval(92.5, 93.5)
    tenth = rounded(22.8)
    assert (tenth.low, tenth.high) == pytest.approx((22.75, 22.85))


@pytest.mark.parametrize(("value", "place"), [(14000, 1000), (426, 1), (36.5, 0.1), (0, 1), (900, 100)])
def test_the_last_place_is_that_of_the_last_digit_not_zero(value: float, place: float) -> None:
    assert last_place(value) == pytest.approx(place)


def test_differences_and_quotients_take_the_opposite_ends() -> None:
    # [900, 919] - [630, 700]: least 900 - 700 = 200, most 919 - 630 = 289
    assert Interval(900, 919) - Interval(630, 700) == Interval(200, 289)
    assert Interval(1, 2) + Interval(10, 20) == Interval(11, 22)
    # [10, 20] / [2, 5]: least 10 / 5 = 2, most 20 / 2 = 10
    assert Interval(10, 20) / Interval(2, 5) == Interval(2, 10)
    # a negative factor swaps the ends
    assert Interval(1, 2) * -3 == Interval(-6, -3)


def test_a_quotient_of_open_intervals_is_open_on_the_right_side() -> None:
    assert Interval(900, math.inf) / exactly(9) == Interval(100, math.inf)
    # over "at least 9" the quotient can be as small as one likes
    assert exactly(900) / Interval(9, math.inf) == Interval(0, 100)
    with pytest.raises(ValueError, match="positive"):
        exactly(1) / Interval(0, 1)


def test_meet_and_hull() -> None:
    assert Interval(1, 5).meet(Interval(3, 9)) == Interval(3, 5)
    assert not Interval(1, 2).meet(Interval(3, 4)).known
    assert Interval(1, 2).hull(Interval(5, 6)) == Interval(1, 6)
    assert UNKNOWN.hull(Interval(5, 6)) == Interval(5, 6)


def test_the_middle_of_an_open_interval_is_its_known_end() -> None:
    assert Interval(100, 110).middle == 105
    assert Interval(900, math.inf).middle == 900
    assert Interval(-math.inf, 9).middle == 9


def test_rounding_loses_nothing_possible() -> None:
    assert outward(Interval(98.67, 103.31), 0) == Interval(98, 104)
    assert outward(Interval(107.7, math.inf), 0) == Interval(107, math.inf)
    # a single value is just rounded, not widened
    assert outward(exactly(105.28), 0) == exactly(105)
    assert outward(Interval(0.5557, 0.6102), 2) == Interval(0.55, 0.62)


def test_an_interval_is_exported_as_number_range_or_bound() -> None:
    assert shown(exactly(105.28)) == 105.28
    assert shown(Interval(98.67, 103.31)) == (98.67, 103.31)
    assert shown(Interval(107.7, math.inf)) == Bounded(107.7, "at_least")
    # none of these figures can be below zero
    assert shown(Interval(0, 72)) == Bounded(72, "at_most")
    assert math.isnan(shown(UNKNOWN))


def test_what_was_exported_is_read_back_as_it_was() -> None:
    for of in (exactly(105.28), Interval(98.67, 103.31), Interval(107.7, math.inf), Interval(0, 72)):
        assert interval(shown(of)) == of
    with pytest.raises(ValueError, match="not known"):
        interval(math.nan)


def test_arithmetic_with_what_notebooks_pass() -> None:
    # 900 or more over 9 is 100 or more; 10 to 20 over 2 to 5 is 2 to 10
    assert ratio(Bounded(900, "at_least"), 9) == Bounded(100, "at_least")
    assert ratio((10.0, 20.0), (2.0, 5.0)) == (2, 10)
    assert share((1.0, 2.0), 50) == (2, 4)
    assert product((1.0, 2.0), 3) == (3, 6)
    # "over 107.7" is no "over 108"
    assert safe(Bounded(107.743, "at_least"), 0) == Bounded(107, "at_least")
    with pytest.raises(ValueError, match="not known"):
        ratio(math.nan, 9)


def test_a_comparison_holds_only_where_nothing_possible_speaks_against_it() -> None:
    assert certainly_more((110.0, 120.0), 100)
    assert not certainly_more((90.0, 120.0), 100)
    assert certainly_more(Bounded(110, "at_least"), 100)
    assert certainly_less((98.0, 103.0), 105)
    assert not certainly_less(Bounded(98, "at_least"), 105)
    # half of 222 is 111
    assert certainly_less_than_half((98.0, 110.0), 222)
    assert not certainly_less_than_half((98.0, 112.0), 222)
    assert certainly_less_than_each((98.0, 103.0), [105, (104.0, 106.0)])
    assert not certainly_more_than_each(185, [105, Bounded(107, "at_least")])


def test_a_sum_adds_end_to_end() -> None:
    assert sum_of((160.0, 168.0), 185.0) == (345.0, 353.0)


def test_within_an_interval_means_with_both_ends() -> None:
    assert certainly_within(167.0, (160.0, 168.2))
    assert certainly_within((160.0, 168.0), (160.0, 168.0))
    assert not certainly_within((159.0, 167.0), (160.0, 168.0))


def test_a_part_of_each_holds_for_all_that_is_left_open() -> None:
    # of 200 to 210, 60 % are at least 120 and 45 % at most 94.5
    of = [(200.0, 210.0)]
    assert each_certainly_part_of_each([100.0, (95.0, 119.0)], of, 45, 60)
    assert not each_certainly_part_of_each([100.0, 94.0], of, 45, 60)
    assert not each_certainly_part_of_each([100.0, (95.0, 121.0)], of, 45, 60)
    # 119 is 63 % of 190
    assert not each_certainly_part_of_each([100.0, (95.0, 119.0)], [*of, 190.0], 45, 60)
