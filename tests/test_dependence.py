"""Balances of coal and power, by hand."""

from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

from shanxi.models import dependence


def test_factor_from_carbon_and_from_heat() -> None:
    # 0.6 t C · 44/12 = 2.2 t; 27.28 t C/TJ · 19.214 GJ/t / 1000 · 0.923 · 44/12 = 1.774 t (the factors of
    # 2007)
    assert dependence.co2_of_carbon(0.6) == pytest.approx(2.2)
    assert dependence.co2_of_heat(27.28, 19.214, 0.923) == pytest.approx(1.774, abs=5e-4)


def test_power_bought_and_sold() -> None:
    made = pd.DataFrame({"coal": {"A": 40.0, "B": 90.0}, "wind": {"A": np.nan, "B": 20.0}})
    # A uses 100 and makes 40: buys 60. B uses 80 and makes 110: sells 30.
    assert dependence.power_bought(pd.Series({"A": 100.0, "B": 80.0}), made).to_dict() == {
        "A": 60.0,
        "B": -30.0,
    }


def test_nothing_known_of_generation_is_not_nothing_made() -> None:
    made = pd.DataFrame({"coal": {"A": np.nan}})
    assert dependence.power_bought(pd.Series({"A": 100.0}), made).isna().all()


def test_coal_drawn_and_who_burns_more_than_it_digs() -> None:
    burnt, dug = pd.Series({"A": 200.0, "B": 100.0, "C": 10.0}), pd.Series({"A": 50.0, "B": 60.0})
    # at 2 t of CO2 a tonne: 200 − 100 = 100; 100 − 120 = −20; C is not listed and digs none
    assert dependence.coal_drawn(burnt, dug, 2.0).to_dict() == {"A": 100.0, "B": -20.0, "C": 10.0}


def test_unknown_digging_is_not_none() -> None:
    assert dependence.coal_drawn(pd.Series({"A": 200.0}), pd.Series({"A": np.nan}), 2.0).isna().all()


def test_carbon_drawn_adds_coal_and_power() -> None:
    drawn = dependence.carbon_drawn(pd.Series({"A": 100.0}), pd.Series({"A": 60.0, "B": 1.0}), 0.5)
    assert drawn.loc["A"].to_list() == [100.0, 30.0, 130.0]


def test_range_of_factors_and_carbon() -> None:
    content = SimpleNamespace(value=0.5, value_high=0.7)
    # 0.5 and 0.7 t of carbon are 1.833 and 2.567 t of CO2; by heat 1.774
    low, high = dependence.factor_range(content, 27.28, 19.214, 92.3)
    assert (low, high) == pytest.approx((1.774, 2.567), abs=5e-4)
    assert dependence.carbon_in(700, (2.0, 3.0)) == pytest.approx((1.4, 2.1))
    assert dependence.over_home((1.4, 2.1), 0.7) == pytest.approx((2.0, 3.0))


def test_coal_that_leaves_and_stays_by_mass() -> None:
    # 700 of 1,200 leave 500: 1.4 times; 60 percent leave 40: 1.5 times
    assert dependence.by_mass(700, 1200, 60) == pytest.approx((1.4, 1.5))
    # 700 of 1,300 leave 600: 1.17 times, of which a lower end may print no more than 1.1
    assert dependence.by_mass(700, 1300, 60) == pytest.approx((1.1, 1.5))


BURNT = pd.DataFrame({"A": [200.0], "B": [100.0], "C": [10.0]}, index=[2019])
DUG = pd.DataFrame({"A": [50.0], "B": [60.0]}, index=[2023])
POWER = pd.Series({"A": 60.0, "B": -30.0, "C": 40.0})


def balance() -> dict[str, pd.DataFrame]:
    return dependence.drawn_at(BURNT, DUG, POWER, (1.0, 2.0), 0.5)


def test_power_made_from_meters_and_from_capacity() -> None:
    made = dependence.power_made(
        {"thermal": pd.DataFrame({"A": [40.0]})},
        {"wind": pd.DataFrame({"A": [10.0, 20.0]}, index=[2022, 2023])},
        {"wind": pd.DataFrame({"A": [2000.0]})},
    )
    # 15 GW for 2,000 hours are 30 TWh
    assert made.loc["A"].to_dict() == {"thermal": 40.0, "wind": 30.0}
    assert dependence.bought(pd.DataFrame({"A": [100.0]}), made).to_dict() == {"A": 30.0}


def test_balance_at_the_ends_of_the_factor() -> None:
    drawn = balance()
    # at 1.5 A draws 200 − 75 = 125 as coal and 30 as power, B 100 − 90 and −15, C 10 and 20
    assert drawn["middle"]["total"].to_dict() == {"A": 155.0, "B": -5.0, "C": 30.0}
    burners = dependence.burners_of(drawn)
    assert burners == ["A", "B", "C"]
    assert dependence.number_of(burners) == 3
    assert dependence.number_sure(drawn) == 2  # at 2 B digs more than it burns
    assert dependence.burns_most(BURNT, burners, "A") is True
    assert dependence.burns_most(BURNT, ["B", "C"], "C") is False


def test_nothing_known_of_the_balance() -> None:
    drawn = dependence.drawn_at(BURNT * np.nan, DUG, POWER, (1.0, 2.0), 0.5)
    assert np.isnan(dependence.number_of(dependence.burners_of(drawn)))
    assert np.isnan(dependence.number_sure(drawn))
    assert dependence.burns_most(BURNT * np.nan, ["A"], "A") is None
    assert dependence.burns_most(BURNT, [], "A") is None


def test_checks_of_the_balance() -> None:
    assert dependence.sale_against(POWER, "B", 25) == pytest.approx(20)  # sells 30 where 25 are reported
    # A digs 50 and burns 200 / 1 or 200 / 2
    assert dependence.coal_sent(BURNT, DUG, (1.0, 2.0), "A") == pytest.approx((-150, -50))
