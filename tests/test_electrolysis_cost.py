"""What hydrogen from water costs, against values worked out by hand."""

import math

import numpy as np
import pytest

from evident.evidence.tables import Observation
from shanxi.models import electrolysis_cost as ec

NAN = math.nan


def price(low: float, high: float) -> Observation:
    return Observation(
        "x", "hydrogen", "x", "China", "2023", "flow", low, high, "CNY/kW", "range", "actual", "", "", "s", "", "",
        "good", "", "",
    )  # fmt: skip


def test_plant_cost_lies_between_its_corners() -> None:
    # Equipment of 1,500 is 75% of the plant: 2,000; up to half more for its connection: 3,000
    costs = ec.plant_cost(1, 20_000, price(1500, 1500), 25, 1.5)
    assert (costs.min(), costs.max()) == pytest.approx((2000, 3000), rel=1e-3)
    assert np.median(costs) == pytest.approx(2500, rel=0.01)
    wide = ec.plant_cost(1, 20_000, price(1200, 1500), 25, 1)
    assert (wide.min(), wide.max()) == pytest.approx((1600, 2000), rel=1e-3)
    cheaper = ec.plant_cost(1, 20_000, price(1500, 1500), 25, 1.5, 20)
    assert (cheaper.min(), cheaper.max()) == pytest.approx((1600, 2400), rel=1e-3)
    with pytest.raises(ValueError, match="cannot make a plant cheaper"):
        ec.plant_cost(1, 1, price(1, 1), 25, 0.9)


def test_yearly_rate() -> None:
    # An annuity of 10% over two years: 0.1 / (1 − 1/1.21) = 0.576190; and 2% for upkeep
    assert ec.yearly_rate(1, 2, [10, 10], 2, [2, 2]) == pytest.approx([0.59619, 0.59619], rel=1e-5)
    ends = ec.yearly_rate(1, 20_000, [10, 10], 2, [2, 4])
    assert (ends.min(), ends.max()) == pytest.approx((0.59619, 0.61619), rel=1e-3)
    with pytest.raises(ValueError, match="above nothing"):
        ec.yearly_rate(1, 1, [0, 5], 20, [2, 2])


def test_price_interest_and_upkeep_are_drawn_apart() -> None:
    costs = ec.plant_cost(1, 5000, price(1200, 1500), 25, 1)
    rates = ec.yearly_rate(1, 5000, [4, 8], 20, [2, 2])
    assert abs(np.corrcoef(costs, rates)[0, 1]) < 0.05


def test_hours() -> None:
    # Five hours on 365 days, four fifths of them: 1,460 a year
    assert ec.hours_a_year(5, 0.8) == pytest.approx(1460)
    assert ec.mean_price([50, 40, 90]) == 60


def test_a_kilogram() -> None:
    # 50 kWh at 200 yuan a MWh: 10 yuan
    takes = np.array([50.0])
    assert ec.power_part(takes, 200).tolist() == [10]
    # 2,000 hours: 0.025 kW make a kilogram a year; at 2,400 yuan and 10% a year: 6 yuan
    equipment = ec.equipment_part(takes, 2000, np.array([2400.0]), np.array([0.1]))
    assert equipment.tolist() == pytest.approx([6])
    assert ec.together(np.array([10.0]), equipment).tolist() == pytest.approx([16])
    # Half the hours, twice the equipment
    half = ec.equipment_part(takes, 1000, np.array([2400.0]), np.array([0.1]))
    assert half.tolist() == pytest.approx([12])


def test_the_plant_that_costs_as_much_as_its_power() -> None:
    # 2,000 hours at 100 yuan a MWh: 200 yuan of power a kW and year; at 10% a year a plant of 2,000 yuan costs as much
    even = ec.even_cost(100, 2000, np.array([0.1]))
    assert even.tolist() == pytest.approx([2000])
    takes = np.array([50.0])
    assert ec.equipment_part(takes, 2000, even, np.array([0.1])) == pytest.approx(ec.power_part(takes, 100))


def test_what_is_left_for_the_grid() -> None:
    # Rival at 21, ours at 16: 5 yuan over 50 kWh are 0.1 yuan a kWh; ours at 22: minus 0.02
    left = ec.room(21, np.array([16.0, 22.0]), np.array([50.0, 50.0]))
    assert left.tolist() == pytest.approx([100, -20])
    assert ec.by_mass([1.0, 1.3, 0.9], 10) == pytest.approx((9, 13))
    assert ec.upper((9, 13)) == 13


def test_hours_that_a_published_cost_implies() -> None:
    # 16 yuan with power at 200 yuan a MWh and 50 kWh leaves 6 yuan; 50 × 2,400 × 0.1 / 6 = 2,000 hours, as above
    implied = ec.hours_implied(16, 200, 50, np.array([2400.0]), np.array([0.1]))
    assert implied.tolist() == pytest.approx([2000])
    with pytest.raises(ValueError, match="power alone"):
        ec.hours_implied(10, 200, 50, np.array([2400.0]), np.array([0.1]))


def test_what_is_not_known_stays_not_known() -> None:
    assert np.isnan(ec.plant_cost(1, 3, price(NAN, NAN), 25, 1.5)).all()
    assert np.isnan(ec.plant_cost(1, 3, price(1, 2), NAN, 1.5)).all()
    assert np.isnan(ec.power_part(np.array([50.0]), NAN)).all()
    assert np.isnan(ec.hours_implied(NAN, 200, 50, np.array([2400.0]), np.array([0.1]))).all()
    assert all(map(math.isnan, ec.by_mass([NAN, NAN], 10)))
