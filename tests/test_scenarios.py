"""Compounding, by hand."""

import numpy as np
import pytest

from shanxi.models.scenarios import Pace, Start, band, outlook

START = Start(
    coal=1000, coal_year=2025, capacity=80, generation=400, generation_year=2024,
    workers=200_000, workers_coal=1000, workers_year=2025,
)  # fmt: skip
FLAT = Pace((0.0, 0.0), (10, 10), (1500, 1500), (0.0, 0.0), (0.0, 0.0))


def run(pace: Pace, year: int, draws: int = 3) -> dict[str, float]:
    found = outlook(START, pace, np.array([year]), np.random.default_rng(1), draws)
    return {name: float(values[0, 0]) for name, values in found.items()}


def test_nothing_moves_but_capacity() -> None:
    # 2027: 80 + 10 × 1.5 = 95 GW at mid-year; 95 × 1,500 h = 142.5 TWh of 400
    assert run(FLAT, 2027) == pytest.approx({"coal": 1000, "share": 35.625, "jobs": 200_000})


def test_growth_compounds_from_its_own_year() -> None:
    pace = Pace((-0.1, -0.1), (0, 0), (1000, 1000), (0.1, 0.1), (0.25, 0.25))
    # two years on: coal 1000 × 0.9² = 810; generation 400 × 1.1³ = 532.4, share 80 / 532.4
    # 5,000 t a worker × 1.25² = 7,812.5 t; 810 Mt / 7,812.5 t = 103,680 workers
    assert run(pace, 2027) == pytest.approx({"coal": 810, "share": 100 * 80 / 532.4, "jobs": 103_680})


def test_band_of_a_range() -> None:
    pace = Pace((-0.1, 0.1), (10, 10), (1500, 1500), (0, 0), (0, 0))
    found = outlook(START, pace, np.array([2026]), np.random.default_rng(1), 20_000)
    low, median, high = band(found["coal"])[:, 0]
    # one year on, coal is uniform between 900 and 1,100: the middle 90% is 910 to 1,090
    assert (low, median, high) == pytest.approx((910, 1000, 1090), abs=4)


def test_the_seed_decides() -> None:
    pace = Pace((-0.1, 0.1), (5, 10), (1300, 1600), (0, 0.02), (0.02, 0.05))
    one, two = (outlook(START, pace, np.array([2030]), np.random.default_rng(7), 5) for _ in range(2))
    assert np.array_equal(one["jobs"], two["jobs"])
