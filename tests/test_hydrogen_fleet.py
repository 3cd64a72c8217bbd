"""Hydrogen vehicles against values worked out by hand."""

import datetime as dt
import math

import numpy as np
import pytest

from shanxi.models import hydrogen_fleet as hf


def test_demand() -> None:
    # 10,000 vehicles × 9.6 t = 96,000 t: what a Shanxi company says its gas can fuel
    assert hf.demand(10_000, 9.6) == pytest.approx(0.096)


def test_distance() -> None:
    # 4.5 t = 4,500 kg; at 9 kg per 100 km that is 500 × 100 km
    assert hf.distance(4.5, 9) == pytest.approx(50_000)


def test_saving_per_kg() -> None:
    # 12 t per 10,000 km is 1.2 kg a km; 9 kg per 100 km is 0.09 kg a km: 1.2 / 0.09 = 13.33
    assert hf.saving_per_kg(12, 9) == pytest.approx(13.3333, rel=1e-5)


def test_pace_passes_over_counts_that_lie_close() -> None:
    # End of 2022 to end of 2024: two years, 10,000 to 24,000, 7,000 a year. October 2024 is too close.
    dates = [dt.date(2022, 12, 31), dt.date(2024, 10, 31), dt.date(2024, 12, 31)]
    assert hf.recent_pace(dates, [10_000, 25_000, 24_000]) == (7000.0, 24_000, dates[-1])


def test_pace_needs_two_counts() -> None:
    rate, level, date = hf.recent_pace([dt.date(2023, 6, 30)], [768])
    assert (math.isnan(rate), level, date) == (True, 768, dt.date(2023, 6, 30))
    rate, level, date = hf.recent_pace([], [])
    assert (math.isnan(rate), math.isnan(level), date) == (True, True, None)


def test_outlook_spreads_evenly_around_its_middle() -> None:
    # 100 a year for 2 years from 768: median 968. Log-uniform from 1/4 to 4: the 5% quantile of the factor is
    # 4^(−0.9) = 0.2872, the 95% quantile 4^0.9 = 3.482, so 825.4 and 1464.4.
    fleets = hf.outlook(np.random.default_rng(1), 40_000, 768, 100, [0, 2], 4)
    assert fleets.shape == (40_000, 2)
    assert (fleets[:, 0] == 768).all()
    low, median, high = np.quantile(fleets[:, 1], [0.05, 0.5, 0.95])
    assert (low, median, high) == pytest.approx((825.4, 968, 1464.4), rel=0.01)


def test_outlook_refuses_a_spread_that_is_none() -> None:
    with pytest.raises(ValueError, match="at least 1"):
        hf.outlook(np.random.default_rng(1), 10, 768, 100, [1], 0.5)


def test_unknown_growth_gives_an_unknown_fleet() -> None:
    assert np.isnan(hf.outlook(np.random.default_rng(1), 5, 768, math.nan, [1], 2)).all()
