"""Compounding, by hand."""

import datetime as dt
import math

import numpy as np
import pytest

from shanxi.models import scenarios as model

LAST = dt.date(2025, 12, 31)


def test_coal_compounds_from_its_own_year() -> None:
    # 1000 × 0.9² = 810
    path = model.coal_output((LAST, 1000.0), [-10, -10], 2027, 1, 3)
    assert path.shape == (3, 3)
    assert path[0] == pytest.approx([1000, 900, 810])


def test_share_counts_capacity_at_the_middle_of_a_year() -> None:
    # 2027: 80 + 10 × 1.5 = 95 GW; 95 × 1,500 h = 142.5 TWh of 400
    start = (LAST, 80.0), [10, 10], [1500, 1500], (dt.date(2024, 12, 31), 400.0)
    assert model.wind_and_solar_share(*start, [0, 0], 2027, 1, 2)[0, -1] == pytest.approx(35.625)
    # generation three years on: 400 × 1.1³ = 532.4
    grown = model.wind_and_solar_share(*start, [10, 10], 2027, 1, 2)
    assert grown[0, -1] == pytest.approx(100 * 142.5 / 532.4)


def test_work_left() -> None:
    coal = np.array([[1000.0, 900, 810]])
    # 2027, two years on: 810 of 1,000 over 1.25² = 51.84 percent; of 200,000 underground on a day 103,680
    left = model.work_left(coal, (LAST, 1000.0), [25, 25], 2027, 1)
    assert left[0] == pytest.approx([100, 72, 51.84])
    assert model.attendance(left, 200_000)[0, -1] == pytest.approx(103.68)
    assert model.work_left_unchanged(coal, 900.0)[0] == pytest.approx([1000 / 9, 100, 90])


def test_first_and_last_year() -> None:
    path = np.array([[1.0, 2, 3], [4, 5, 6]])
    assert list(model.first_year(path)) == [1, 4]
    assert list(model.last_year(path)) == [3, 6]


def test_band_of_a_range() -> None:
    found = model.coal_output((LAST, 1000.0), [-10, 10], 2026, 1, 20_000)
    low, median, high = model.band(found)[:, -1]
    # one year on, coal is uniform between 900 and 1,100: the middle 90% is 910 to 1,090
    assert (low, median, high) == pytest.approx((910, 1000, 1090), abs=4)


def test_the_seed_decides_and_paces_are_independent() -> None:
    def grown(seed: int) -> np.ndarray:
        return model.coal_output((LAST, 1000.0), [0, 100], 2026, seed, 2000)[:, -1]

    def work(seed: int) -> np.ndarray:
        return model.work_left(np.full((2000, 2), 1000.0), (LAST, 1000.0), [0, 100], 2026, seed)[:, -1]

    assert np.array_equal(grown(7), grown(7))
    assert not np.array_equal(grown(7), grown(8))
    assert abs(np.corrcoef(grown(7), work(7))[0, 1]) < 0.1


def test_figures_that_cannot_be_used_are_named() -> None:
    with pytest.raises(ValueError, match="output must be positive to start from, but is -3"):
        model.coal_output((LAST, -3.0), [0, 0], 2026, 1, 1)
    with pytest.raises(ValueError, match=r"coal_growth must be \[low end, high end\], but is \[2, 1\]"):
        model.coal_output((LAST, 3.0), [2, 1], 2026, 1, 1)
    with pytest.raises(ValueError, match="end in 2024, before they start in 2025"):
        model.coal_output((LAST, 3.0), [1, 2], 2024, 1, 1)
    assert np.isnan(model.coal_output((LAST, math.nan), [0, 0], 2026, 1, 1)).all()


def test_ends_of_a_pace() -> None:
    assert model.ends([1.0, 3.0]) == (1, 3)
    assert model.fall([-5.0, -3.0]) == (3, 5)


def test_change_a_year() -> None:
    assert model.yearly((dt.date(2020, 12, 31), 30.0), (LAST, 80.0)) == 10
    with pytest.raises(ValueError, match="two years"):
        model.yearly((LAST, 30.0), (LAST, 80.0))


def test_ranges_overlap() -> None:
    assert model.ranges_overlap((1, 3), (3, 4)) is True
    assert model.ranges_overlap((5, 6), (3, 4)) is False
    assert model.ranges_overlap((math.nan, 6), (3, 4)) is None


def test_growth_that_a_loss_of_jobs_implies() -> None:
    # Half of the workers after ten years: each of the others digs twice as much, which is 2 ** (1 / 10) a year.
    assert model.implied_growth(800_000, 400_000, 10) == pytest.approx(7.177346)
    assert model.implied_growth(800_000, 0, 10) == 0
    with pytest.raises(ValueError, match="cannot be lost"):
        model.implied_growth(400_000, 400_000, 10)


def test_part_of_a_whole() -> None:
    assert model.part_of(2_600_000, 33.3) == pytest.approx(865_800)
