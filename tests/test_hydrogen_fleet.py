"""Hydrogen vehicles against values worked out by hand."""

import datetime as dt
import math

import pytest

from evident.export.origins import Bounded
from shanxi.models import hydrogen_fleet as hf

END_2024 = dt.date(2024, 12, 31)


def test_demand() -> None:
    # 10,000 vehicles × 9.6 t = 96,000 t: what a Shanxi company says its gas can fuel
    assert hf.demand(10_000, 9.6) == pytest.approx(96_000)
    # of 3 Mt: 3.2%
    assert hf.share_of(96_000, 3) == pytest.approx(3.2)
    assert hf.tonnes_each(0.096, 10_000) == pytest.approx(9.6)


def test_distance() -> None:
    # 4.5 t = 4,500 kg; at 9 kg per 100 km that is 500 × 100 km
    assert hf.distance(4.5, 9) == pytest.approx(50_000)


def test_saving_per_kg() -> None:
    # 12 t per 10,000 km is 1.2 kg a km; 9 kg per 100 km is 0.09 kg a km: 1.2 / 0.09 = 13.33
    assert hf.saving_per_kg(12, 9) == pytest.approx(13.3333, rel=1e-5)


def test_saving_rate() -> None:
    # 11,000 t over 8 million km are 13.75 t over ten thousand
    assert hf.saving_rate(11_000, 8_000_000) == pytest.approx(13.75)
    assert hf.both(15.3, 13.3) == (13.3, 15.3)
    assert hf.both(13.3, Bounded(15.3, "at_most")) == (13.3, 15.3)


def test_distance_a_truck_and_year() -> None:
    # 100 trucks for two years, 20 million km: 100,000 km each a year
    assert hf.distance_each(20e6, (dt.date(2022, 12, 31), 100), END_2024) == pytest.approx(100_000)


def test_capacity_before_a_year_that_closed_more_than_it_built() -> None:
    assert hf.capacity_before(116.77, -4.84) == pytest.approx(121.61)


def test_paces() -> None:
    # End of 2022 to end of 2024: two years, 10,000 to 24,000, 7,000 a year
    start, end = (dt.date(2022, 12, 31), 10_000.0), (END_2024, 24_000.0)
    assert hf.pace_between(start, end) == 7000
    assert math.isnan(hf.pace_between(start, start))
    # 26,000 more in the two years to the end of 2026
    assert hf.needed(end, (dt.date(2026, 12, 31), 50_000)) == 13_000
    assert hf.day(end) == END_2024


def test_a_change_told_as_a_fall() -> None:
    assert hf.fall(-47) == 47


def test_no_target_no_verdict() -> None:
    assert hf.without_target(22) == "cannot_be_told"
    assert hf.without_pace(768) == "cannot_be_told"
