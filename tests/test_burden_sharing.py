"""Rules of burden sharing against values worked out by hand."""

import numpy as np
import pandas as pd
import pytest

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


def test_every_blend_of_two_rules_is_even_between_them() -> None:
    # With two rules the weight is uniform on 0 to 1, so a share is uniform between its two values:
    # from 0.2 to 0.6 the 5th percentile is 0.22, the median 0.40, the 95th 0.58.
    two = pd.DataFrame({"x": {"A": 0.2, "B": 0.8}, "y": {"A": 0.6, "B": 0.4}})
    band = sharing.every_blend(two, 40_000, np.random.default_rng(1))
    assert band.loc["A"].to_list() == pytest.approx([0.22, 0.40, 0.58], abs=0.005)


def test_every_blend_lies_between_the_rules_and_repeats_with_its_seed(by_rule: pd.DataFrame) -> None:
    first, again = (sharing.every_blend(by_rule, 500, np.random.default_rng(7)) for _ in range(2))
    assert first.equals(again)
    assert first.loc["A", "low"] > 0.25
    assert first.loc["A", "high"] < 1.0


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
