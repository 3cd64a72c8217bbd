"""Sizes set against each other, worked out by hand."""

import math

import pytest

from shanxi.models.freight_scale import hours_of_flow, share_of


def test_a_share() -> None:
    # 41 of 16,145 trains: 41 / 161.45 = 0.2539 per cent
    assert share_of(41, 16145) == pytest.approx(0.25395, abs=0.00001)
    assert math.isnan(share_of(math.nan, 16145))
    with pytest.raises(ValueError, match="whole of 0"):
        share_of(1, 0)


def test_the_time_another_flow_needs() -> None:
    # 700,000 t are 0.7 Mt: a thousandth of 700 Mt a year, so 8.766 hours of 8,766
    assert hours_of_flow(700_000, 700) == pytest.approx(8.766)
    with pytest.raises(ValueError, match="moves nothing"):
        hours_of_flow(1, 0)
