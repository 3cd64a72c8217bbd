"""Tests of the chapter on mining, with numbers that hold and that do not."""

import math

from evident.export.verdicts import BEHIND, CANNOT_BE_TOLD, MET, ON_TRACK
from shanxi.models import mining_claims as claims


def test_ranges() -> None:
    assert claims.inside(5, (5, 9))
    assert not claims.outside(5, (5, 9))
    assert claims.outside(10, (5, 9))
    assert not claims.inside(10, (5, 9))
    assert claims.each_inside([1, 2], [(0, 1), (2, 3)])
    assert not claims.each_inside([1, 4], [(0, 1), (2, 3)])
    assert claims.wide((2, 3), 1.5)
    assert not claims.wide((2, 2.9), 1.5)
    assert claims.all_wide([(2, 3), (2, 4)], 1.5)
    assert not claims.all_wide([(2, 3), (4, 5)], 1.5)
    assert claims.inside(math.nan, (5, 9)) is None


def test_nearness() -> None:
    assert claims.nearer(100, 98, 103)
    assert not claims.nearer(100, 96, 103)
    assert claims.all_near([100, 200], [102, 196], 2)
    assert not claims.all_near([100, 200], [103, 200], 2)


def test_verdicts() -> None:
    assert claims.verdict_is(ON_TRACK, "on track") is True
    assert claims.verdict_is(BEHIND, "on track") is False
    assert claims.verdict_is(CANNOT_BE_TOLD, "on track") is None
    assert claims.all_are([MET, MET], "met") is True
    assert claims.all_are([MET, CANNOT_BE_TOLD], "met") is None
    assert claims.differ([ON_TRACK, BEHIND]) is True
    assert claims.differ([BEHIND, BEHIND]) is False
    assert claims.differ([BEHIND, CANNOT_BE_TOLD]) is None
