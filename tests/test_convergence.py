"""Income against the middle of the country, by hand."""

import numpy as np
import pandas as pd
import pytest

from shanxi.models import convergence


def test_income_against_the_median() -> None:
    gdp = pd.DataFrame({"A": [10.0], "B": [40.0], "C": [90.0]}, index=[2020])
    people = pd.DataFrame({"A": [1.0], "B": [2.0], "C": [3.0]}, index=[2020])
    # 10, 20 and 30 thousand yuan a head; the median is 20
    relative = convergence.against_median(convergence.income_per_head(gdp, people))
    assert relative.loc[2020].to_list() == [50.0, 100.0, 150.0]


def test_a_year_with_a_gap_has_no_median() -> None:
    income = pd.DataFrame({"A": [10.0, 10.0], "B": [20.0, np.nan]}, index=[2020, 2021])
    assert list(convergence.against_median(income).index) == [2020]


def test_a_group_is_one_place() -> None:
    gdp, people = pd.DataFrame({"B": [40.0], "C": [90.0]}), pd.DataFrame({"B": [2.0], "C": [3.0]})
    # 130 over 5 is 26 a head; 13 is half of it
    assert convergence.against_group(pd.Series([13.0]), gdp, people).to_list() == [50.0]


def test_moves_leave_out_the_years_of_a_census() -> None:
    relative = pd.DataFrame({"A": [100.0, 110.0, 121.0, 100.0]}, index=[2018, 2019, 2020, 2021])
    moves = convergence.yearly_moves(relative, [2020])
    # ln 1.1 = 9.531%; ln (100 / 121) = −19.062%
    assert moves["A"].round(3).to_dict() == {2019: 9.531, 2021: -19.062}


def test_who_moves_with_whom() -> None:
    moves = pd.DataFrame({"S": [1.0, -1.0, 2.0], "same": [2.0, -2.0, 4.0], "against": [-1.0, 1.0, -2.0]})
    together = convergence.moves_with(moves, "S")
    assert list(together.index) == ["same", "against"]
    assert together.to_list() == pytest.approx([1.0, -1.0])


def test_chance_that_two_of_four_are_the_first_two() -> None:
    # 4 · 3 / 2 = 6 ways to choose two places of four, one of them is the top two
    together = pd.Series({"a": 0.9, "b": 0.5, "c": 0.1, "d": -0.2})
    assert convergence.chance_of_ranks(together, ["a", "b"]) == pytest.approx(1 / 6)
    assert np.isnan(convergence.chance_of_ranks(together, []))


def test_price_part_of_growth() -> None:
    # 28% in money and 9% in volume: 1.28 / 1.09 = 1.17431
    assert convergence.price_part(28, 9) == pytest.approx(17.431, abs=1e-3)
