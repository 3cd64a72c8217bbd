"""Floors of shares and tonnes."""

import math

import pytest

from evident.export.origins import Bounded
from evident.export.verdicts import CANNOT_BE_TOLD, MET
from shanxi.models import coal_output


def test_a_floor_is_rounded_down() -> None:
    assert coal_output.part_at_least(33, 1_500_000) == Bounded(495_000.0, "at_least")
    assert coal_output.part_at_least(33.4, 1_000) == Bounded(0.0, "at_least")  # 334, in whole thousands
    assert math.isnan(coal_output.part_at_least(math.nan, 100).value)


def test_a_fall_and_a_rise() -> None:
    # 0.811 × 1.191 is 0.9659: 3.4% less than before both.
    assert coal_output.after_both(-18.9, 19.1) == pytest.approx(-3.41, abs=0.01)
    assert coal_output.mostly_back(-18.9, 19.1) is True
    assert coal_output.mostly_back(-18.9, 24) is False  # 0.811 × 1.24 is above 1
    assert coal_output.mostly_back(-18.9, 10) is False  # 0.811 × 1.1 is 0.892: less than half is back
    assert coal_output.mostly_back(math.nan, 10) is None


def test_a_level_of_which_it_is_not_said_whether_it_is_a_ceiling() -> None:
    assert coal_output.held_at(1305, 1400) == CANNOT_BE_TOLD  # missed as a floor, met as a ceiling
    assert coal_output.held_at(1400, 1400) == MET
    assert coal_output.held_at(math.nan, 1400) == CANNOT_BE_TOLD


def test_half() -> None:
    assert coal_output.more_than_half(700, 1305) is True
    assert coal_output.more_than_half(700, 1400) is False
