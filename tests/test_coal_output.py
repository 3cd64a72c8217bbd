"""Floors of shares and tonnes."""

import math

from evident.export.origins import Bounded
from shanxi.models import coal_output


def test_a_floor_is_rounded_down() -> None:
    assert coal_output.part_at_least(33, 1_500_000) == Bounded(495_000.0, "at_least")
    assert coal_output.part_at_least(33.4, 1_000) == Bounded(0.0, "at_least")  # 334, in whole thousands
    assert math.isnan(coal_output.part_at_least(math.nan, 100).value)


def test_short_of_and_half() -> None:
    assert coal_output.short_of(1260, 1400) == 10
    assert coal_output.more_than_half(700, 1305) is True
    assert coal_output.more_than_half(700, 1400) is False
