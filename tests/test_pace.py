"""Paces and changes between two figures."""

import datetime as dt
import math

import pytest

from shanxi.models import pace


def test_years_between() -> None:
    assert pace.years_between(dt.date(2025, 12, 31), dt.date(2027, 12, 31)) == 2
    # 23 December 2024 to 31 December 2027: 1103 days
    assert pace.years_between(dt.date(2024, 12, 23), dt.date(2027, 12, 31)) == pytest.approx(1103 / 365.25)


def test_pace_and_needed() -> None:
    assert pace.pace(80, 84, 3) == pytest.approx(4 / 3)
    assert pace.needed(84, 95, 2) == 5.5
    assert pace.needed(400, 653, 2) == 126.5
    with pytest.raises(ValueError, match="time to pass"):
        pace.pace(1, 2, 0)


def test_needed_once_time_is_up() -> None:
    assert pace.needed(90, 95, 0) == math.inf
    assert pace.needed(96, 95, -1) == 0


def test_what_is_not_known_stays_unknown() -> None:
    assert math.isnan(pace.needed(math.nan, 95, 2))
    assert math.isnan(pace.needed(84, math.nan, 0))
    assert math.isnan(pace.change(math.nan, 1))


def test_change() -> None:
    assert pace.change(1000, 1063) == pytest.approx(6.3)
    assert pace.change(200, 150) == -25


def test_reached_at_a_pace() -> None:
    # 400 + 60 a year for two years; at 130 it would be 660, but there are only 653
    assert pace.reached(400, 60, 2, 653) == 520
    assert pace.reached(400, 130, 2, 653) == 653


@pytest.mark.parametrize(
    ("last", "target", "a_year", "year"),
    [
        # 253 to go from the end of 2025: at 126.5 exactly two years, so within 2027; a little slower, in 2028
        (dt.date(2025, 12, 31), 653, 126.5, 2027),
        (dt.date(2025, 12, 31), 653, 126, 2028),
        # half a year after 1 July 2025 is still in 2025, a whole year is not
        (dt.date(2025, 7, 1), 410, 20.5, 2025),
        (dt.date(2025, 7, 1), 410, 10, 2026),
        (dt.date(2025, 12, 31), 400, 0, 2025),  # done already
        (dt.date(2025, 12, 31), 653, 0, math.inf),
    ],
)
def test_year_done(last: dt.date, target: float, a_year: float, year: float) -> None:
    assert pace.year_done(last, 400, target, a_year) == year
