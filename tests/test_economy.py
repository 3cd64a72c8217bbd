"""Shares, by hand."""

import math

import pytest

from shanxi.models.economy import share


def test_share() -> None:
    assert share(1030.5, 2061.0) == 50
    assert math.isnan(share(math.nan, 2061.0))
    with pytest.raises(ValueError, match="positive whole, not 0"):
        share(1, 0)
