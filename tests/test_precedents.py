"""Sums over years and jobs, by hand."""

import datetime as dt
from types import SimpleNamespace

import pytest

from evident.evidence.tables import Evidence
from evident.export.verdicts import CANNOT_BE_TOLD
from shanxi.models import precedents


def figure(value: float, period: str, end: dt.date) -> SimpleNamespace:
    return SimpleNamespace(value=value, period=period, end=end)


FIVE = figure(50.0, "2011/2015", dt.date(2015, 12, 31))


def test_a_sum_over_its_years() -> None:
    assert precedents.a_year(FIVE) == 10
    # to the end of July 2015: 4 years and 7 months
    assert precedents.years_in(figure(1.0, "2011/2015-07", dt.date(2015, 7, 31))) == pytest.approx(4 + 7 / 12)
    assert precedents.a_year_either_way(FIVE) == (10, 12.5)
    assert precedents.yearly_span([FIVE, FIVE]) == (10, 10)


def test_a_sum_over_jobs() -> None:
    assert precedents.a_job(0.25, 2000) == 125  # 250 million over 2,000


def test_change_between_years() -> None:
    first, last = figure(38, "2019", dt.date(2019, 12, 31)), figure(60, "2023", dt.date(2023, 12, 31))
    assert precedents.change_a_year(first, last) == 5.5
    assert precedents.span_of(first, last) == "2019–2023"


def test_money_to_a_place() -> None:
    given = [
        SimpleNamespace(place=place)
        for place in ("A to Shanxi", "Shanxi to B", "East to West", "A to Shanxi's west")
    ]
    assert precedents.money_to(given, "Shanxi") == 1
    assert precedents.money_verdict(0) == CANNOT_BE_TOLD
    assert precedents.without_target(1.0) == CANNOT_BE_TOLD


def test_all_money_is_looked_at_whatever_its_standing() -> None:
    """Plans, and figures that others contradict, are money too."""
    given = precedents.money_given(Evidence.load())
    assert {"paired_assistance_plan", "eco_compensation"} < {row.indicator for row in given}
    assert {"actual", "plan"} <= {row.status for row in given}
    assert {"good", "doubtful", "conflict"} <= {row.quality for row in given}
