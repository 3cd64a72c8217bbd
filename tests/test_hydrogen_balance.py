"""The hydrogen balance against values worked out by hand."""

import math

import numpy as np
import pytest

from shanxi.models import hydrogen_balance as hb
from shanxi.models.power_mix import interval

NAN = math.nan


def test_mass_of_the_official_potential() -> None:
    # 15e9 m³ / 11.13 m³/kg = 1.3477e9 kg
    assert hb.mass(15, 11.13) == pytest.approx(1.3477, rel=1e-4)


def test_hydrogen_in_coke_oven_gas() -> None:
    # 95.7e6 t × 430 m³/t = 41.151e9 m³; half of it is hydrogen: 20.5755e9 m³ / 11.13 = 1.84865e9 kg
    assert hb.in_coke_oven_gas(95.7, 430, 50, 11.13) == pytest.approx(1.84865, rel=1e-5)


def test_gas_yield_reproduces_the_national_total_of_its_source() -> None:
    # The source of the 430 m³/t prints 210.27 bcm for 489 Mt; at 100% and 1 m³/kg, mass is volume.
    assert hb.in_coke_oven_gas(489, 430, 100, 1) == pytest.approx(210.27)


def test_price() -> None:
    # 50e9 yuan / 3e9 kg
    assert hb.price(50, 3) == pytest.approx(16.6667, rel=1e-5)
    assert math.isnan(hb.price(50, 0))


def test_heat_of_a_kilogram_of_hydrogen_from_coal() -> None:
    # 33.3 kWh × 3.6 MJ = 119.88 MJ; × 94.6 g/MJ = 11,340.6 g
    assert hb.coal_heat_co2(33.3, 94.6) == pytest.approx(11.3406, rel=1e-5)


def test_electricity_and_back() -> None:
    # 3e9 kg × 55 kWh/kg = 165e9 kWh
    assert hb.electricity(3, 55) == 165
    assert hb.hydrogen_from(165, 55) == 3


def test_breakeven_is_where_both_routes_emit_the_same() -> None:
    # 19 kg/kg over 50 kWh/kg: 0.38 kg/kWh
    assert hb.breakeven_factor(19, 50) == pytest.approx(0.38)


@pytest.mark.parametrize(
    ("limit", "share"),
    [(20, 50), (40, 0), (60, 0), (0, 100)],  # grid: 0.8 kg/kWh × 50 kWh/kg = 40 kg/kg
)
def test_clean_share(limit: float, share: float) -> None:
    assert hb.clean_share_needed(limit, 0.8, 50) == pytest.approx(share)


def test_curtailed() -> None:
    # 98 TWh used at 98% means 100 TWh could have been made
    assert hb.curtailed(98, 98) == pytest.approx(2)


def test_consumption_has_the_median_of_its_triangle() -> None:
    # Triangle 50, 55, 78. Area left of the peak: 5/28 = 0.179, so the median lies right of it:
    # 78 − √(0.5 × 28 × 23) = 78 − √322 = 60.06. 95th percentile: 78 − √(0.05 × 644) = 72.33.
    draws = hb.consumption_draws(np.random.default_rng(1), 40_000, 50, 55, 78)
    _, median, high = interval(draws)
    assert median == pytest.approx(60.06, abs=0.15)
    assert high == pytest.approx(72.33, abs=0.15)
    assert 50 <= draws.min() <= draws.max() <= 78


def test_fleet_hours_mix_years_on_record() -> None:
    # One year each: 0.25 × 2000 + 0.75 × 1000 = 1250; a missing year is left out, not averaged in.
    hours = hb.fleet_hours(np.random.default_rng(1), 10, [2000, NAN], [1000], 0.75)
    assert hours.tolist() == [1250.0] * 10


def test_capacity() -> None:
    # 100 TWh in 2,000 h: 50 GW
    assert hb.capacity(np.array([100.0]), np.array([2000.0])).tolist() == [50.0]


@pytest.mark.parametrize(
    ("printed", "low", "high", "expected"),
    [
        (64.3, -math.inf, 11.3, "too_high"),
        (10.02, 11.3, math.inf, "too_low"),
        (5.0, 5.0, 7.8, "holds"),
        (NAN, 0, 1, "untested"),
        (1, NAN, 2, "untested"),
    ],
)
def test_outcome(printed: float, low: float, high: float, expected: str) -> None:
    assert hb.outcome(printed, low, high) == expected


def test_what_is_not_known_stays_not_known() -> None:
    rng = np.random.default_rng(1)
    assert math.isnan(hb.in_coke_oven_gas(NAN, 430, 50, 11.13))
    assert math.isnan(hb.clean_share_needed(NAN, 0.7, 50))
    assert np.isnan(hb.consumption_draws(rng, 3, 50, NAN, 78)).all()
    assert np.isnan(hb.fleet_hours(rng, 3, [NAN], [1000], 0.5)).all()
