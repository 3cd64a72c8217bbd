"""Mines to convert a year, worked out by hand."""

import datetime as dt
import math

import pytest

from shanxi.models import choosing, conversion

LATEST = (dt.date(2025, 12, 31), 400.0)


def test_years_left_and_needed() -> None:
    assert conversion.years_left(LATEST, 2027) == 2
    assert conversion.needed(LATEST, 653, 2027) == 126.5
    assert math.isnan(conversion.needed(LATEST, math.nan, 2027))


def test_after_the_plan() -> None:
    # 400 and 60 are 460; 653 less these is 193, for the one year left.
    assert conversion.needed_after_plan(LATEST, 60, 653, 2027) == 193
    assert conversion.reachable(LATEST, 60, 2027) == 520
    assert math.isnan(conversion.reachable(LATEST, math.nan, 2027))
    with pytest.raises(ValueError, match="2024 was over"):
        conversion.reachable(LATEST, 60, 2024)


def test_paces() -> None:
    assert conversion.pace_between((dt.date(2024, 12, 31), 268), LATEST) == 132
    with pytest.raises(ValueError, match="needs time"):
        conversion.pace_between(LATEST, LATEST)
    assert conversion.needed_for((dt.date(2025, 12, 31), 84), (dt.date(2027, 12, 31), 95)) == 5.5


def test_a_year_without_a_plan_has_none_and_says_so() -> None:
    assert choosing.planned({2025: 130.0, 2026: 60.0}, 2026) == 60
    with pytest.raises(ValueError, match="no plan for 2027 was published"):
        choosing.planned({2025: 130.0, 2026: 60.0}, 2027)
