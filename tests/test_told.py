"""Tests of ranges: what holds, what fails, what cannot be told."""

import math

from shanxi.models import told


def test_how_far_a_range_reaches() -> None:
    assert told.reaches_either_side((28, 75), 50)
    assert not told.reaches_either_side((63, 95), 50)


def test_ranges_that_meet() -> None:
    assert told.meet((9, 22), (7, 16))
    assert not told.meet((9, 22), (3, 8))


def test_what_is_not_known_tells_nothing() -> None:
    assert told.reaches_either_side((math.nan, 3), 1) is None
