"""Sizes set against each other, worked out by hand."""

import pytest

from evident.export.verdicts import CANNOT_BE_TOLD, MET, MISSED
from shanxi.models.freight_scale import (
    as_fall,
    close_together,
    days_of_flow,
    each_more_than_each,
    fall,
    far_apart,
    grown,
    hours_of_flow,
    left_before,
    mean_change,
    millions_each,
    near_range,
    share_of_part_year,
    times_with_returns,
    value_a_year,
    was_missed,
    whole_of,
    without_target,
)


def test_the_time_another_flow_needs() -> None:
    # 700,000 t are 0.7 Mt: a thousandth of 700 Mt a year, so 8.766 hours of 8,766
    assert hours_of_flow(700_000, 700) == pytest.approx(8.766)
    with pytest.raises(ValueError, match="moves nothing"):
        hours_of_flow(1, 0)
    # 0.7 Mt are a twentieth of 14 Mt a year: 365.25 / 20 = 18.2625 days
    assert days_of_flow(700_000, 14) == pytest.approx(18.2625)


def test_the_value_on_trains() -> None:
    # 1.06 billion on 74 trains: 1,060 / 74 = 14.324 million each; 100 of them a year 1.4324 billion
    each = millions_each(1.06, 74)
    assert each == pytest.approx(14.324, abs=0.001)
    assert value_a_year((100.0, 200.0), each) == pytest.approx((1.43243, 2.86486), abs=0.00001)
    # 1.06 of something between 49.02 and 113.03: 0.9378 to 2.1624 per cent
    assert share_of_part_year(1.06, 49.02, 113.03) == pytest.approx((0.93780, 2.16238), abs=0.00001)


def test_what_is_left_what_fell_and_what_was_aimed_at() -> None:
    assert left_before(426, [74, 185]) == 167
    # 200 to 150 is a fall of a quarter; 160 grown by 5 % is 168
    assert fall(200, 150) == 25
    assert as_fall(-33.59) == 33.59
    assert grown(160, 5) == pytest.approx(168)


def test_a_mean_change_compounds() -> None:
    # 100, 90, 81
    assert mean_change(100, 81, 2) == pytest.approx(-10)


def test_of_two_groups_each_of_one_is_more() -> None:
    assert each_more_than_each([1669, 1814], [700, 925])
    assert not each_more_than_each([1669, 900], [700, 925])
    assert each_more_than_each([float("nan")], [1]) is None


def test_apart_and_together() -> None:
    # 10 % outside 96 to 101 reaches from 86.4 to 111.1
    assert near_range(87, (96, 101), 10)
    assert near_range(111, (96, 101), 10)
    assert not near_range(86, (96, 101), 10)
    assert not near_range(112, (96, 101), 10)
    # 23.1 over 22.6 is 2.2 per cent more; 1,080 over 530 is 2.04
    assert close_together([22.8, 23.1, 22.6], 3)
    assert not close_together([22.8, 23.1, 22.6], 2)
    assert far_apart([530, 1080], 2)
    assert not far_apart([530, 1060], 2)


def test_a_verdict_that_cannot_be_told_is_no_miss() -> None:
    assert was_missed(MISSED) is True
    assert was_missed(MET) is False
    assert was_missed(CANNOT_BE_TOLD) is None
    assert without_target(900) == CANNOT_BE_TOLD


def test_times_with_returns_allow_for_as_many_trains_that_came_back() -> None:
    # 600 over 100 to 120 is 5 to 6; over twice as many, 200 to 240, it is 2.5 to 3
    assert times_with_returns(600.0, (100.0, 120.0)) == pytest.approx((2.5, 6.0))


def test_a_whole_from_a_part_and_its_share() -> None:
    assert whole_of(49.3, 60.1) == pytest.approx(82.03, abs=0.01)
