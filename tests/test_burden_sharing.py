"""Rules of burden sharing against values worked out by hand."""

import numpy as np
import pandas as pd
import pytest

from shanxi.models import burden_payments as payments
from shanxi.models import burden_sensitivity as sensitivity
from shanxi.models import burden_sharing as sharing

# Two parties. A: 10 million people at 60 thousand yuan; B: 30 million at 40.
PEOPLE = pd.Series({"A": 10.0, "B": 30.0})
INCOME = pd.Series({"A": 60.0, "B": 40.0})
# A emitted 1 + 1 + 2 = 4, B 3 + 4 + 5 = 12; from 2002 on 2 and 5.
EMISSIONS = pd.DataFrame({"A": [1.0, 1.0, 2.0], "B": [3.0, 4.0, 5.0]}, index=[2000, 2001, 2002])
DRAW = pd.Series({"A": 50.0, "B": -20.0})  # B has more than it burns and draws nothing


@pytest.fixture
def by_rule() -> pd.DataFrame:
    return sharing.rule_shares(PEOPLE, INCOME, 30.0, EMISSIONS, 2000, DRAW)


def test_each_rule_by_hand(by_rule: pd.DataFrame) -> None:
    # equality 10 / 40; capability 10·(60−30) = 300 against 30·(40−30) = 300; responsibility 4 / 16; benefit
    # 50 / 50
    assert by_rule.loc["A"].to_list() == pytest.approx([0.25, 0.5, 0.25, 1.0])
    assert by_rule.sum().to_list() == pytest.approx([1.0, 1.0, 1.0, 1.0])


def test_threshold_leaves_out_who_is_below() -> None:
    above = sharing.shares(sharing.capability(PEOPLE, INCOME, 50.0))
    assert above.to_dict() == {"A": 1.0, "B": 0.0}


def test_no_share_where_nobody_is_able() -> None:
    assert sharing.shares(sharing.capability(PEOPLE, INCOME, 90.0)).isna().all()


def test_a_gap_is_never_shared_out_among_the_others() -> None:
    assert sharing.shares(pd.Series({"A": 1.0, "B": np.nan})).isna().all()


def test_first_year_counts_from_there() -> None:
    assert sharing.responsibility(EMISSIONS, 2002).to_dict() == {"A": 2.0, "B": 5.0}


def test_no_year_left_to_count() -> None:
    with pytest.raises(ValueError, match="ends in 2002"):
        sharing.responsibility(EMISSIONS, 2003)


def test_blend_by_hand(by_rule: pd.DataFrame) -> None:
    # weights 2, 1, 0, 1 are 0.5, 0.25, 0, 0.25: A pays 0.125 + 0.125 + 0.25 = 0.5
    assert sharing.blend(by_rule, [2, 1, 0, 1])["A"] == pytest.approx(0.5)


def test_a_rule_without_weight_is_left_out(by_rule: pd.DataFrame) -> None:
    # nobody is able, so capability gives no shares; equality 0.25 and benefit 1 at equal weight are 0.625
    by_rule["capability"] = np.nan
    assert sharing.blend(by_rule, [1, 0, 0, 1])["A"] == pytest.approx(0.625)
    assert sharing.blend(by_rule, [1, 1, 0, 1]).isna().all()


@pytest.mark.parametrize("weights", [[1, 1, 1], [1, -1, 0, 1], [0, 0, 0, 0]])
def test_weights_that_do_not_fit(by_rule: pd.DataFrame, weights: list[float]) -> None:
    with pytest.raises(ValueError, match="give 4 weights"):
        sharing.blend(by_rule, weights)


def test_favourite_rules_leave_a_hole(by_rule: pd.DataFrame) -> None:
    # A would choose 0.25, B benefit at 0: a quarter of the fund comes in
    assert sharing.raised_by_favourites(by_rule) == pytest.approx(0.25)


def test_agreement_of_ranks() -> None:
    # Ranks 1 2 3 against 1 3 2: of three pairs two agree and one does not, tau = (2 − 1) / 3;
    # rho = 1 − 6·(0 + 1 + 1) / (3·8) = 0.5. Against 3 2 1 everything is reversed.
    table = pd.DataFrame(
        {"x": [1.0, 2.0, 3.0], "y": [1.0, 3.0, 2.0], "z": [3.0, 2.0, 1.0]}, index=list("ABC")
    )
    pairs = sharing.agreement(table).set_index(["first", "second"])
    assert pairs.loc[("x", "y")].to_list() == pytest.approx([1 / 3, 0.5])
    assert pairs.loc[("x", "z")].to_list() == pytest.approx([-1.0, -1.0])


def test_owing_more_under_every_rule() -> None:
    table = pd.DataFrame(
        {"x": [0.5, 0.3, 0.2], "y": [0.4, 0.35, 0.25], "z": [0.4, 0.1, 0.5]}, index=list("ABC")
    )
    assert sharing.owes_more(table, "A", ["B", "C"]) == ["B"]


def test_levy_by_hand() -> None:
    # 20 yuan on 700 Mt and on 150 TWh · 0.4 Mt/TWh = 60 Mt: 20 · 760 Mt = 15,200 million yuan
    assert sharing.levy_revenue(20, 700, 150, 0.4) == pytest.approx(15.2)


# Panel tables of one year: three provinces, of which A and B pay. Incomes are 60, 40 and 30; the median is 40.
GDP_NOW = pd.DataFrame({"A": [600.0], "B": [1200.0], "C": [300.0]}, index=[2024])
PEOPLE_NOW = pd.DataFrame({"A": [10.0], "B": [30.0], "C": [10.0]}, index=[2024])
DRAWN = {"middle": pd.DataFrame({"total": DRAW})}
PARTIES = ["A", "B"]


def test_each_rule_of_the_notebook() -> None:
    assert sharing.by_people(PEOPLE_NOW, PARTIES).to_list() == [0.25, 0.75]
    # above half of the median, 20: 10 · 40 = 400 against 30 · 20 = 600
    assert sharing.by_capability(GDP_NOW, PEOPLE_NOW, 50, PARTIES).to_list() == pytest.approx([0.4, 0.6])
    assert sharing.by_responsibility(EMISSIONS, 2000, PARTIES).to_list() == [0.25, 0.75]
    assert sharing.by_benefit(DRAWN, PARTIES).to_list() == [1.0, 0.0]
    assert sharing.share_in(sharing.by_people(PEOPLE_NOW, PARTIES), "A") == 25


def test_views_lie_between_their_rules(by_rule: pd.DataFrame) -> None:
    found = sharing.views(by_rule, GDP_NOW, PEOPLE_NOW, 0, 100, 4000, 1)
    again = sharing.views(by_rule, GDP_NOW, PEOPLE_NOW, 0, 100, 4000, 1)
    assert found.equals(again)
    assert found.sum(axis=1).to_numpy() == pytest.approx(np.ones(4000))
    assert found["A"].min() > 0.25
    # Means: people a third of 0.25; carbon a third of (0.25 + 1) / 2. Ability above t percent of 40: A has
    # 600 − 4t of 1800 − 16t, whose mean over t from 0 to 100 is 0.25 + 1.5 · ln 9 / 16 = 0.4560.
    assert found["A"].mean() == pytest.approx((0.25 + 0.625 + 0.4560) / 3, abs=0.01)
    # With two voices for carbon, 0.25 by emission and 1 by benefit, each of four rules has a quarter.
    two = sharing.views(by_rule, GDP_NOW, PEOPLE_NOW, 0, 100, 4000, 1, 2)
    assert two.sum(axis=1).to_numpy() == pytest.approx(np.ones(4000))
    assert two["A"].mean() == pytest.approx((0.25 + 0.25 + 1 + 0.4560) / 4, abs=0.01)


def test_carbon_has_a_third_of_the_say_and_not_half() -> None:
    # Both rules of carbon give all to A, people all to B, and nobody but B is able.
    rules = pd.DataFrame({rule: {"A": 0.0, "B": 1.0} for rule in sharing.RULES[:2]})
    rules = rules.assign(responsibility=[1.0, 0.0], benefit=[1.0, 0.0])
    poor = pd.DataFrame({"A": [0.0], "B": [1200.0], "C": [300.0]})
    assert sharing.views(rules, poor, PEOPLE_NOW, 0, 100, 4000, 1)["A"].mean() == pytest.approx(
        1 / 3, abs=0.01
    )


def test_bands_of_views() -> None:
    found = pd.DataFrame({"A": np.linspace(0, 1, 101), "B": np.linspace(1, 0, 101)})
    assert sharing.bands(found).loc["A"].to_dict() == pytest.approx({"low": 5, "median": 50, "high": 95})
    assert sharing.band(found, "A") == pytest.approx((5, 95))
    assert sharing.band_together(found, PARTIES) == pytest.approx((100, 100))
    assert payments.payers(found, ["Z"]) == ["A", "B", "Z"]


def test_which_band_is_wider_for_its_size() -> None:
    assert sharing.wider_for_size((4, 12), (27, 36))
    assert sharing.narrower_than_each((27, 36), [(4, 12), (7, 17)])
    assert sharing.narrower_than_each((np.nan, np.nan), [(4, 12)]) is None
    assert sharing.each_loose([(5, 15), (7, 17)], 2)
    assert not sharing.each_loose([(5, 15), (27, 36)], 2)


def test_what_the_notebook_asks_of_rules() -> None:
    table = pd.DataFrame(
        {
            "equality": [1.0, 2.0, 3.0], "capability": [3.0, 2.0, 1.0], "responsibility": [1.0, 3.0, 2.0],
            "benefit": [1.0, 3.0, 2.0],
        },
        index=list("ABC"),
    )  # fmt: skip
    assert sharing.both_of_carbon(table) is True
    assert sharing.both_of_carbon(table * np.nan) is None
    assert sharing.favourites(table / table.sum()) == pytest.approx(100 * (1 + 2 + 1) / 6)


def test_who_owes_more_than_each() -> None:
    table = pd.DataFrame({"x": [0.5, 0.3, 0.2], "y": [0.4, 0.35, 0.25]}, index=list("ABC"))
    assert sharing.owes_more_than_each(table, "A", ["B", "C"]) is True
    assert sharing.owes_more_than_each(table, "B", ["A"]) is False
    assert sharing.owes_more_than_each(table * np.nan, "A", ["B"]) is None


def test_the_threshold_at_which_an_order_turns() -> None:
    # 10 · (60 − t) = 30 · (40 − t) at t = 30, which is 75 percent of the median of 40
    assert sensitivity.crossing(GDP_NOW, PEOPLE_NOW, "B", "A") == pytest.approx(75)
    shares = sharing.by_capability(GDP_NOW, PEOPLE_NOW, 75, PARTIES)
    assert shares["A"] == pytest.approx(shares["B"])
    # Lines that meet only where one of them is below the threshold do not cross.
    richer = pd.DataFrame(
        {"A": [600.0], "B": [1900.0], "C": [300.0]}
    )  # at t = 65 A, with 60, has nothing above
    assert np.isnan(sensitivity.crossing(richer, PEOPLE_NOW, "B", "A"))


def test_mean_against_median() -> None:
    # 2,100 over 50 is 42 a head, 105 percent of 40
    assert sensitivity.mean_income(GDP_NOW, PEOPLE_NOW) == pytest.approx(105)
    assert payments.median_income(GDP_NOW, PEOPLE_NOW) == 40


def test_sweeps_and_their_shift() -> None:
    swept = sensitivity.capability_sweep(GDP_NOW, PEOPLE_NOW, 0, 100, PARTIES)
    assert list(swept.index[[0, 1, -1]]) == [0, 5, 100]
    assert swept.loc[0].to_list() == pytest.approx([100 / 3, 200 / 3])
    assert swept.loc[100].to_list() == pytest.approx([100, 0])
    assert sensitivity.greatest_shift(swept) == pytest.approx(200 / 3)
    years = sensitivity.first_year_sweep(EMISSIONS, PARTIES)
    assert years.loc[2002].to_list() == pytest.approx([100 * 2 / 7, 100 * 5 / 7])


def test_payments_by_hand(by_rule: pd.DataFrame) -> None:
    assert payments.payment((25, 36), 20) == (5, 7.2)
    # a quarter of 20 billion over 10 million people is 500 yuan
    assert payments.per_head(pd.Series({"A": 0.25}), PEOPLE_NOW, "A", 20) == 500
    assert payments.levy_raised(20, 700, 150, 40, 100) == pytest.approx(15.2)
    assert payments.of_all(20, [100, 300]) == 5
    # 150 TWh are 150 million certificates, at 6 yuan 900 million
    assert payments.premium(150, 6) == pytest.approx(0.9)
    parts = payments.of_revenue(by_rule, 20, {"A": 1000.0, "B": 2000.0})
    # A pays all by benefit, 20 of 1,000; B at most three quarters, 15 of 2,000
    assert payments.worst_part(parts) == pytest.approx(2)


def test_what_the_explorer_computes_with() -> None:
    assert payments.of_each(PEOPLE_NOW, PARTIES).to_list() == [10, 30]
    assert payments.income_of_each(GDP_NOW, PEOPLE_NOW, PARTIES).to_list() == [60, 40]
    assert payments.emitted(EMISSIONS, 2001, PARTIES).to_list() == [3, 9]
    assert payments.drawn_by_each(DRAWN, PARTIES).to_list() == [50, -20]


def test_whose_median_is_greatest() -> None:
    # A has the highest single view, B the higher median
    found = pd.DataFrame({"A": [0.1, 0.2, 0.9], "B": [0.3, 0.3, 0.1]})
    assert sharing.greatest_median(found, "B") is True
    assert sharing.greatest_median(found, "A") is False
    assert sharing.greatest_median(found * np.nan, "A") is None
