"""Income against the middle of the country, by hand."""

import datetime as dt
from types import SimpleNamespace

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


def test_price_part_of_growth() -> None:
    # 28% in money and 9% in volume: 1.28 / 1.09 = 1.17431
    assert convergence.price_part(28, 9) == pytest.approx(17.431, abs=1e-3)


# Two provinces over four years: S goes 100, 120, 90, 99 percent of the median, T stays at 100.
RELATIVE = pd.DataFrame(
    {"S": [100.0, 120.0, 90.0, 99.0], "T": [100.0, 100.0, 100.0, 100.0]}, index=[2018, 2019, 2020, 2021]
)


def test_relative_income_by_hand() -> None:
    gdp = pd.DataFrame({"A": [10.0], "B": [40.0], "C": [90.0]}, index=[2020])
    people = pd.DataFrame({"A": [1.0], "B": [2.0], "C": [3.0]}, index=[2020])
    relative = convergence.relative_income(gdp, people)
    assert convergence.of_year(relative, "C", 2020) == 150
    unknown = convergence.relative_income(gdp * np.nan, people)
    assert unknown.isna().all(axis=None)


def test_highest_and_lowest_and_their_years() -> None:
    assert convergence.highest(RELATIVE, "S") == 120
    assert convergence.year_of_highest(RELATIVE, "S") == "2019"
    assert convergence.lowest(RELATIVE, "S") == 90
    assert convergence.year_of_lowest(RELATIVE, "S") == "2020"


def test_against_named_taken_as_one() -> None:
    gdp = pd.DataFrame({"S": [13.0], "B": [40.0], "C": [90.0]})
    people = pd.DataFrame({"S": [1.0], "B": [2.0], "C": [3.0]})
    assert convergence.against_named(gdp, people, "S", ["B", "C"]).to_list() == [50]


def test_moves_of_a_province() -> None:
    moves = pd.DataFrame({"S": [10.0, -4.0], "T": [1.0, -1.0], "U": [2.0, -2.0]}, index=[2019, 2021])
    # deviations of ±7 about 3 over n − 1 = 1: √98; of ±2: √8
    assert convergence.swing_of(moves, "S") == pytest.approx(98**0.5)
    assert convergence.swing_of_next(moves, "S") == pytest.approx(8**0.5)
    assert convergence.mean_move(moves, "S") == 3
    # e^0.06 = 1.061837; after 2020 only −4: e^−0.04 = 0.960789
    assert convergence.moved_in_all(moves, "S", 2018) == pytest.approx(6.1837, abs=1e-4)
    assert convergence.moved_in_all(moves, "S", 2020) == pytest.approx(-3.9211, abs=1e-4)
    assert np.isnan(convergence.moved_in_all(moves, "S", 2021))
    # without the last move only +10: e^0.1 = 1.105171
    assert convergence.moved_until_before_last(moves, "S", 2018) == pytest.approx(10.5171, abs=1e-4)
    assert convergence.last_move(moves) == "2021"
    assert convergence.span_of(moves) == "2018–2021"
    assert (convergence.last_move(moves.iloc[:0]), convergence.span_of(moves.iloc[:0])) == ("", "")


def test_output_takes_the_largest_count_of_a_year() -> None:
    counts = [(dt.date(2020, 12, 31), 5.0), (dt.date(2020, 12, 31), 7.0), (dt.date(2021, 12, 31), 6.0)]
    output = convergence.widest_counts([*counts, (dt.date(2022, 12, 31), np.nan)])
    assert output.to_dict() == {2020: 7.0, 2021: 6.0}
    assert convergence.peak_of(output) == 7
    assert convergence.peak_year_of(output) == "2020"


def test_levels_and_changes_leave_out_gaps_and_breaks() -> None:
    output = pd.Series({2018: 10.0, 2019: 20.0, 2021: 10.0})
    assert list(convergence.levels(output, RELATIVE, "S").index) == [2018, 2019, 2021]
    moved = convergence.changes(output, RELATIVE, "S", [])
    # ln 2 = 69.315 percent, ln 1.2 = 18.232; from 2019 to 2021 is no year
    assert moved.round(3).to_dict("index") == {2019: {"coal": 69.315, "income": 18.232}}
    assert convergence.changes(output, RELATIVE, "S", [2019]).empty


def test_rank_correlation_and_its_interval() -> None:
    pairs = pd.DataFrame({"coal": [1.0, 2, 3, 4, 5, 6, 7], "income": [1.0, 2, 3, 4, 5, 7, 6]})
    # Σd² = 2: rho = 1 − 6·2 / (7·48) = 0.964286; atanh = ln 55 / 2 = 2.00367, ± 1.96 / 2
    assert convergence.rank_correlation(pairs) == pytest.approx(1 - 12 / 336)
    low, high = convergence.rank_interval(pairs)
    assert (low, high) == pytest.approx((np.tanh(2.003667 - 0.97998), np.tanh(2.003667 + 0.97998)), abs=1e-5)
    assert convergence.number_of_pairs(pairs) == 7
    assert np.isnan(convergence.rank_interval(pairs.head(3))).all()


def test_what_intervals_tell() -> None:
    assert convergence.holds_zero((-0.5, 0.5))
    assert not convergence.holds_zero((0.1, 0.5))
    assert convergence.all_above_zero([(0.1, 0.5), (0.2, 0.9)])
    assert not convergence.all_above_zero([(0.1, 0.5), (-0.2, 0.9)])


def test_price_table_by_hand() -> None:
    def figure(value: float, quality: str = "good") -> SimpleNamespace:
        return SimpleNamespace(value=value, quality=quality)

    gdp = pd.DataFrame({"S": [100.0, 128.0]}, index=[2020, 2021])
    real = {2021: figure(9.0), 2022: figure(4.0), 2023: figure(5.0, "doubtful"), 2019: figure(6.0)}
    prices = convergence.price_table(real, gdp, {2022: figure(130.0), 2023: figure(143.0)}, [])
    # 2019 has no year before, 2022 no first total of 2021; 2023: 10% in money over 5% in volume
    assert list(prices.index) == [2021, 2023]
    assert prices["price"].to_list() == pytest.approx([17.431, 4.762], abs=1e-3)
    assert prices["doubtful"].to_list() == [False, True]
    assert convergence.price_peak_year(prices) == "2021"
    assert convergence.at_price_peak(prices, "nominal") == pytest.approx(28)
    assert list(convergence.price_table(real, gdp, {}, [2021]).index) == []  # a census moved its total
