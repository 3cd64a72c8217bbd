"""The balance of years without a published total, prices by the hour, and the coal fleet; worked out by hand."""

import math

import pytest

from evident.evidence.tables import Observation
from shanxi.models import coal_fleet, power_balance, power_market, power_outlook

UNKNOWN = math.nan


def test_used_and_sent_out_is_generated() -> None:
    assert power_balance.balance(288.5, 157.6) == pytest.approx(446.1)
    # 40 are 80 percent of 50
    assert power_balance.of_share(40, 80) == pytest.approx(50)
    with pytest.raises(ZeroDivisionError):
        power_balance.of_share(40, 0)


def test_what_a_floor_leaves_for_two_years() -> None:
    # over 74 in five years, less 12 + 14 + 16 = 42: 32, and at most 1 more
    assert power_balance.left_for_rest(74, [12, 14, 16], 1) == (32, 33)
    assert all(map(math.isnan, power_balance.left_for_rest(74, [12, UNKNOWN, 16], 1)))


def test_a_first_year_takes_half_at_most() -> None:
    # A third of generation is half of what is used: 30 × 1/2 = 15; half of 33 is 16.5
    assert power_balance.earlier_of_two((32, 33), 30, 100 / 3) == pytest.approx((15, 16.5))
    # The second takes no less than the first: from half of 32 to 33 − 15
    assert power_balance.later_of_two((32, 33), (15, 16.5)) == (16, 18)
    assert all(map(math.isnan, power_balance.earlier_of_two((32, UNKNOWN), 30, 33)))


def test_ranges_are_added_end_by_end() -> None:
    assert power_balance.grown(100, 3, 8) == pytest.approx((103, 108))
    assert power_balance.of_ranges((103, 108), (16, 18)) == (119, 126)
    assert power_balance.beside(100, (15, 16)) == (115, 116)
    assert power_balance.less((119, 126), 20) == (99, 106)


def test_the_way_by_source_moves_other_plant_with_thermal() -> None:
    # 30 new; 100 − 20 = 80 others, which fell by a tenth: 72
    assert power_balance.by_source(100, 20, 30, 50, 45) == pytest.approx(102)
    assert math.isnan(power_balance.by_source(100, 20, UNKNOWN, 50, 45))


def test_draws_stay_within_a_range() -> None:
    drawn = power_outlook.within((460.0, 500.0), 1, 500, "base")
    assert (drawn.min() >= 460, drawn.max() <= 500, drawn.std() > 5) == (True, True, True)


def test_earned_at_a_price() -> None:
    # 1,400 hours of a kilowatt are 1.4 MWh, at 100 yuan each
    assert power_market.earned(1400, 100) == pytest.approx(140)


def month(period: str, value: float) -> Observation:
    return Observation(
        "x", "renewables", "x", "Shanxi", period, "flow", value, math.nan, "percent", "exact", "actual", "", "", "s",
        "", "", "doubtful", "", "",
    )  # fmt: skip


def test_months_of_wind_and_sun_stand_in_one_row() -> None:
    table = power_market.monthly([month("2024-12", 96.6), month("2024-11", 98)], [month("2024-12", 90.1)])
    assert table["month"].tolist() == ["2024-11", "2024-12"]
    assert table.loc[1, ["wind", "solar"]].tolist() == [96.6, 90.1]
    assert math.isnan(table.loc[0, "solar"])


def test_months_in_which_power_was_lost() -> None:
    figures = [month("2024-06", 99), month("2024-12", 90)]
    assert power_market.lost_in_these_months(figures, 97, [12, 1]) is True
    assert power_market.lost_in_these_months(figures, 97, [1]) is False
    assert power_market.lost_in_these_months(figures, 80, [12]) is False  # none was lost at all
    assert power_market.lost_in_these_months([month("2024-12", UNKNOWN)], 97, [12]) is None


def test_the_fleet_is_cut_two_ways() -> None:
    table = coal_fleet.table(
        {"2000s": 30, "2010s": 10}, {"subcritical": 20}, {"2000s": 3, "2010s": 1, "subcritical": 2}
    )
    assert table["share"].tolist() == [75, 25, 100]
    assert table["units"].tolist() == [3, 1, 2]
    assert table["cut"].tolist() == ["decade", "decade", "technology"]


def test_what_other_plant_makes_now() -> None:
    assert power_balance.changed(40, 30) == pytest.approx(52)
    assert power_balance.changed(40, -10) == pytest.approx(36)
