"""The hydrogen balance against values worked out by hand."""

import math

import numpy as np
import pytest

from evident.evidence.tables import Evidence, Observation
from evident.export.arithmetic import central_range, median
from evident.export.origins import Bounded
from shanxi.models import hydrogen_balance as hb

NAN = math.nan


def plants(low: float, high: float) -> Observation:
    return Observation(
        "x", "hydrogen", "x", "World", "2022", "stock", low, high, "kWh/kg", "range", "actual", "", "", "s", "",
        "", "good", "", "",
    )  # fmt: skip


def test_mass_of_the_official_potential() -> None:
    # 15e9 m³ / 11.13 m³/kg = 1.3477e9 kg
    assert hb.mass(15, 11.13) == pytest.approx(1.3477, rel=1e-4)


def test_hydrogen_in_coke_oven_gas() -> None:
    # 95.7e6 t × 430 m³/t = 41.151e9 m³; half of it is hydrogen: 20.5755e9 m³ / 11.13 = 1.84865e9 kg;
    # 60% of it: × 1.2 = 2.21838e9 kg
    held = hb.in_coke_oven_gas(95.7, 430, (50, 60), 11.13)
    assert held == pytest.approx((1.84865, 2.21838), rel=1e-5)


def test_gas_yield_reproduces_the_national_total_of_its_source() -> None:
    # The source of the 430 m³/t prints 210.27 bcm for 489 Mt; at 100% and 1 m³/kg, mass is volume.
    assert hb.in_coke_oven_gas(489, 430, (100, 100), 1)[1] == pytest.approx(210.27)


def test_claim_over_what_the_gas_can_hold() -> None:
    assert hb.factor_needed(3, (2, 2.5)) == pytest.approx(1.2)


def test_methane_that_would_fill_the_claim() -> None:
    # 100 Mt × 400 m³/t = 40 bcm of gas. At 10 m³/kg 0.4 Mt lacking are 4 bcm of hydrogen, of 1 bcm of methane: 2.5%
    # of the gas; 0.8 Mt are 5%
    assert hb.methane_to_fill(3, (2.2, 2.6), 100, 400, 10) == pytest.approx((2.5, 5))
    # Nothing lacks at the upper end
    assert hb.methane_to_fill(3, (2.2, 3.5), 100, 400, 10) == pytest.approx((0, 5))
    assert all(map(math.isnan, hb.methane_to_fill(NAN, (2.2, 2.6), 100, 400, 10)))


def test_hydrogen_in_fertiliser() -> None:
    # 14.007 Mt of nitrogen bind 3 × 1.008 = 3.024 Mt of hydrogen
    assert hb.in_fertiliser(14.007) == pytest.approx(3.024)
    # Of 1 Mt, 80% made apart from ovens: 2 + 0.8; all of it: 2.5 + 1
    assert hb.gas_and_fertiliser((2, 2.5), 1, 80) == pytest.approx((2.8, 3.5))


def test_methane_of_the_coal_in_a_kilogram() -> None:
    # 100 t CO2/TJ is 0.1 kg/MJ; at 20 MJ/kg a kilogram of coal gives 2 kg CO2: 10 and 20 kg of CO2 are 5 and 10 kg
    assert hb.from_heat_to_chain(10, (15, 20)) == (10, 20)
    coal = hb.coal_of((10, 20), 100, 20)
    assert coal == pytest.approx((5, 10))
    # 8 Mt over 1,000 Mt are 8 kg a tonne, 13 over 1,300 are 10
    rate = hb.methane_rate([8, 13], [1000, 1300])
    assert rate == pytest.approx((8, 10))
    # 5 kg × 8 g = 40 g, × 25 = 1 kg; 10 kg × 10 g = 100 g, × 25 = 2.5 kg
    assert hb.with_methane((22, 26), coal, rate, 25) == pytest.approx((23, 28.5))
    assert all(map(math.isnan, hb.methane_rate([8, NAN], [1000, 1300])))


def test_heat_of_a_kilogram_of_hydrogen_from_coal() -> None:
    # 33.3 kWh × 3.6 MJ = 119.88 MJ; × 94.6 g/MJ = 11,340.6 g
    assert hb.coal_heat_co2(33.3, 94.6) == pytest.approx(11.3406, rel=1e-5)


def test_electricity_and_back() -> None:
    # 3e9 kg × 55 kWh/kg = 165e9 kWh
    assert hb.electricity(3, 55) == 165
    assert hb.electricity(3, 55, 10) == pytest.approx(16.5)
    assert hb.hydrogen_from(165, 55) == 3


@pytest.mark.parametrize(
    ("limit", "share"),
    [(20, 50), (40, 0), (60, 0), (0, 100)],  # grid: 0.8 kg/kWh × 50 kWh/kg = 40 kg/kg
)
def test_clean_share(limit: float, share: float) -> None:
    assert hb.clean_share_needed(limit, 40) == pytest.approx(share)


def test_curtailed() -> None:
    # 98 TWh used with losses of 2% means 100 TWh could have been made
    assert hb.curtailed(98, 2) == pytest.approx(2)


def test_hydrogen_of_a_plant() -> None:
    # 5 GW × 1,600 h = 8 TWh; at 50 kWh/kg 0.16e9 kg
    made = hb.hydrogen_of_plant(5, np.array([1600.0]), np.array([50.0]))
    assert made.tolist() == pytest.approx([0.16])


def test_consumption_has_the_median_of_its_triangle() -> None:
    # Triangle 50, 55, 78. Area left of the peak: 5/28 = 0.179, so the median lies right of it:
    # 78 − √(0.5 × 28 × 23) = 78 − √322 = 60.06. 95th percentile: 78 − √(0.05 × 644) = 72.33.
    draws = hb.consumption_draws(1, 40_000, plants(50, 78), 55)
    assert median(draws) == pytest.approx(60.06, abs=0.15)
    assert central_range(draws)[1] == pytest.approx(72.33, abs=0.15)
    assert 50 <= draws.min() <= draws.max() <= 78


def test_fleet_hours_mix_years_on_record() -> None:
    # One year each: 0.25 × 2000 + 0.75 × 1000 = 1250; a missing year is left out, not averaged in.
    hours = hb.fleet_hours(1, 10, [2000, NAN], [1000], 75)
    assert hours.tolist() == [1250.0] * 10


def test_capacity() -> None:
    # 100 TWh in 2,000 h: 50 GW
    assert hb.capacity(np.array([100.0]), np.array([2000.0])).tolist() == [50.0]


@pytest.mark.parametrize(
    ("printed", "most", "expected"),
    [
        (64.3, 11.3, hb.TOO_HIGH),
        (5.0, (3.0, 7.8), hb.HOLDS),
        (8.0, (3.0, 7.8), hb.TOO_HIGH),
        (33, Bounded(28.9, "at_most"), hb.TOO_HIGH),
        (51, Bounded(72, "at_least"), hb.HOLDS),
        (NAN, 1, hb.UNTESTED),
        (1, NAN, hb.UNTESTED),
    ],
)
def test_not_above(printed: float, most: float | tuple[float, float] | Bounded, expected: str) -> None:
    assert hb.not_above(printed, most) == expected


def test_what_came_of_the_tests() -> None:
    outcomes = [hb.TOO_HIGH, hb.HOLDS, hb.not_tested(3), hb.read_in_abstract((9.4, 10), 11.3)]
    assert outcomes[2:] == [hb.UNTESTED, hb.ABSTRACT]
    assert (hb.tested(outcomes), hb.failed(outcomes)) == (2, 1)
    assert (hb.all_pass(outcomes[1:2]), hb.all_pass(outcomes[:2]), hb.all_pass(outcomes)) == (
        True,
        False,
        None,
    )
    assert hb.read_in_abstract((9.4, 12), 11.3) == hb.HOLDS
    assert (
        hb.read_in_abstract((math.nan, math.nan), 11.3) == hb.UNTESTED
    )  # not published by the edition's day


def test_what_is_not_known_stays_not_known() -> None:
    assert all(map(math.isnan, hb.in_coke_oven_gas(NAN, 430, (50, 60), 11.13)))
    assert math.isnan(hb.clean_share_needed(NAN, 40))
    assert np.isnan(hb.consumption_draws(1, 3, plants(50, 78), NAN)).all()
    assert np.isnan(hb.fleet_hours(1, 3, [NAN], [1000], 50)).all()


def test_plants_of_the_evidence_do_no_better_than_their_best() -> None:
    published = Evidence.load()["const-electrolysis-alkaline-system"]
    draws = hb.consumption_draws(1, 1000, published, 52.3)
    assert draws.min() >= published.value
    with pytest.raises(ValueError, match="mode"):
        hb.consumption_draws(1, 10, published, 45)
