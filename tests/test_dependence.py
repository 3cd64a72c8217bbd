"""Balances of coal and power, by hand."""

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
    assert dependence.net_burners(burnt, dug, 2.0) == ["A", "C"]
    assert dependence.net_burners(burnt, dug, 1.0) == ["A", "B", "C"]


def test_unknown_digging_is_not_none() -> None:
    assert dependence.coal_drawn(pd.Series({"A": 200.0}), pd.Series({"A": np.nan}), 2.0).isna().all()


def test_carbon_drawn_adds_coal_and_power() -> None:
    drawn = dependence.carbon_drawn(pd.Series({"A": 100.0}), pd.Series({"A": 60.0, "B": 1.0}), 0.5)
    assert drawn.loc["A"].to_list() == [100.0, 30.0, 130.0]
