"""One province among all, by hand."""

import math

import pandas as pd
import pytest

from shanxi.models import atlas, province_duty, province_power, province_profile

ORE = pd.DataFrame({"A": [1.0, 4.0], "B": [3.0, 2.0], "C": [2.0, float("nan")]}, index=[2023, 2024])
MADE = pd.DataFrame(
    {"thermal": [60.0, 10.0], "hydro": [30.0, math.nan], "wind": [10.0, 40.0]}, index=["A", "B"]
)
DRAWN = {
    "low": pd.DataFrame({"coal": [2.0, -1.0], "total": [3.0, -2.0]}, index=["A", "B"]),
    "middle": pd.DataFrame({"coal": [1.0, -2.0], "total": [2.0, -3.0]}, index=["A", "B"]),
    "high": pd.DataFrame({"coal": [-1.0, -3.0], "total": [1.0, -4.0]}, index=["A", "B"]),
}


def test_rank_is_among_those_that_are_known() -> None:
    assert province_profile.rank(ORE, "A") == 1
    assert province_profile.rank(ORE, "B") == 2
    assert province_profile.how_many(ORE) == 2


def test_what_is_not_listed_is_not_known_and_no_nil() -> None:
    assert math.isnan(province_profile.rank(ORE, "C"))  # not in the last year
    assert math.isnan(province_profile.latest_of(ORE, "D"))
    assert province_profile.is_listed(ORE, "C")
    assert not province_profile.is_listed(ORE, "D")
    assert province_profile.is_unlisted(ORE, "D")
    assert province_profile.year_of_peak(ORE, "D") is None
    assert province_profile.peaked_last(ORE, "D") is None


def test_where_it_was_highest() -> None:
    assert province_profile.year_of_peak(ORE, "B") == "2023"
    assert province_profile.peaked_last(ORE, "A") is True
    assert province_profile.peaked_last(ORE, "B") is False


def test_for_each_inhabitant() -> None:
    people = pd.DataFrame({"A": [2.0], "B": [4.0], "C": [1.0]}, index=[2024])
    last = ORE.loc[[2024]]
    assert province_profile.per_head(last, people, "A") == 2.0
    # 2 and 0.5, without C, of which the ore is not known
    assert province_profile.middle_per_head(last, people) == 1.25
    assert province_profile.part_of(last, people, "B") == 50.0


def test_a_move_counts_only_beyond_a_swing() -> None:
    moves = pd.DataFrame({"A": [10.0, -4.0]}, index=[2023, 2024])
    moved = province_profile.moved_over(moves, "A")
    assert moved == pytest.approx(100 * (math.exp(0.06) - 1))
    # four steps of five in a hundred lead ten in a hundred astray, in logarithms
    up, down = province_profile.strayed_up(5.0, 4), province_profile.strayed_down(5.0, 4)
    assert up == pytest.approx(100 * (math.exp(0.1) - 1))
    assert down == pytest.approx(100 * (math.exp(-0.1) - 1))
    assert province_profile.gained(11.0, up) is True
    assert province_profile.gained(7.0, up) is False
    assert province_profile.lost(-11.0, down) is True
    assert province_profile.not_told(7.0, down, up) is True
    assert province_profile.not_told(11.0, down, up) is False
    assert province_profile.gained(math.nan, up) is None
    assert math.isnan(province_profile.moved_over(moves, "B"))


def test_power_of_a_source_that_is_not_listed() -> None:
    assert province_power.total(MADE, "A") == 100.0
    assert province_power.total(MADE, "B") == 50.0
    assert province_power.part(MADE, "A", ["thermal", "wind"]) == 70.0
    assert math.isnan(province_power.part(MADE, "B", ["hydro"]))
    assert math.isnan(province_power.total(MADE, "C"))


def test_which_source_gives_most() -> None:
    assert province_power.is_first(MADE, "A", "thermal") is True
    assert province_power.is_first(MADE, "B", "thermal") is False
    assert province_power.is_first(MADE, "C", "thermal") is None
    assert province_power.leads_with_less(MADE, "A", "thermal", 80) is True
    assert province_power.leads_with_less(MADE, "A", "thermal", 50) is False
    assert province_power.over_use(90.0, 120.0) == 75.0


def test_a_place_that_would_not_pay_is_set_among_the_payers() -> None:
    assert province_duty.parties(["A", "B"], "C") == ["A", "B", "C"]
    assert province_duty.parties(["A", "B"], "B") == ["A", "B"]


def test_who_burns_more_than_it_digs() -> None:
    assert province_duty.burns_more(DRAWN, "A") is False  # it turns on the factor
    assert province_duty.burns_more(DRAWN, "B") is False
    assert province_duty.burns_more(DRAWN, "C") is None
    assert province_duty.either_side(DRAWN, "A") is True
    assert province_duty.either_side(DRAWN, "B") is False
    assert province_duty.digs_more(DRAWN, "B") is True
    assert province_duty.digs_more(DRAWN, "C") is None
    assert province_duty.sure_burners(DRAWN) == []


def test_shares_are_not_reckoned_from_half_of_the_payers() -> None:
    emitted = pd.DataFrame({"A": [3.0, 3.0], "B": [1.0, 1.0]}, index=[2018, 2019])
    assert province_duty.by_responsibility(emitted, 2018, ["A", "B"]).to_list() == [0.75, 0.25]
    assert province_duty.by_responsibility(emitted, 2018, ["A", "B", "C"]).isna().all()


def test_position_by_each_rule() -> None:
    rules = pd.DataFrame({"equality": [0.6, 0.4], "benefit": [math.nan, math.nan]}, index=["A", "B"])
    people = pd.DataFrame({"A": [30.0], "B": [20.0]}, index=[2024])
    found = province_duty.position(rules, people, "B", 20.0)
    # two fifths of 20 billion are 8 billion, 400 yuan for each of 20 million
    assert found.loc["equality"].to_list() == pytest.approx([40.0, 2.0, 8.0, 400.0])
    assert found.loc["benefit"].isna().all()
    assert province_duty.asks_most(rules, "A", ["equality"]) is None


def test_which_rule_asks_most() -> None:
    rules = pd.DataFrame({"equality": [0.6, 0.4], "capability": [0.3, 0.7]}, index=["A", "B"])
    assert province_duty.asks_most(rules, "A", ["equality"]) is True
    assert province_duty.asks_most(rules, "B", ["equality"]) is False


def test_all_places_side_by_side() -> None:
    relative = pd.DataFrame({"A": [50.0, 80.0], "B": [200.0, 160.0], "C": [100.0, 100.0]}, index=[2005, 2024])
    assert atlas.times_apart(relative, 2024) == 2.0
    assert (atlas.highest(relative), atlas.lowest(relative)) == ("B", "A")
    assert atlas.count_between(relative, 80, 100) == 2
    assert province_profile.count_above(relative, 150) == 1
    side = atlas.sides(DRAWN, ["A", "B", "C"])
    assert side.to_dict() == {"A": "either", "B": "digs", "C": "unknown"}
    assert atlas.number_on(side, atlas.DIGS) == 1
    assert atlas.middle_of(relative, side, atlas.DIGS) == 160.0


def test_when_the_spread_ceased_to_narrow() -> None:
    spreads = pd.Series([0.5, 0.4, 0.39, 0.4], index=[2005, 2014, 2019, 2024])
    assert atlas.narrow_since(spreads) == "2014"
    assert atlas.stayed(spreads, "2014", 5) is True
    assert atlas.stayed(spreads, "2014", 2) is False


def test_books_that_changed_between_the_extremes() -> None:
    table = pd.DataFrame({"A": [1.0, 3.0, 2.0]}, index=[2009, 2012, 2021])
    assert province_profile.same_books(table, "A", (2010, 2020)) is False
    assert province_profile.same_books(table, "A", (2020,)) is True


def test_emissions_about_level_with_their_peak() -> None:
    table = pd.DataFrame({"A": [100.0, 98.0], "B": [100.0, 96.0]}, index=[2018, 2019])
    assert province_profile.near_peak(table, "A", 3) is True
    assert province_profile.near_peak(table, "B", 3) is False
    assert province_profile.near_peak(table, "C", 3) is None


def test_who_owes_nothing_has_no_rank() -> None:
    assert math.isnan(province_duty.rank_in(pd.Series({"A": 1.0, "B": 0.0}), "B"))


def test_a_quarter_more_or_less_of_wind() -> None:
    assert province_power.with_less(MADE, "A", 25) == 97.5
    assert province_power.with_more(MADE, "A", 25) == 102.5
    assert province_power.cannot_tell(100.0, 120.0) is True
    assert province_power.cannot_tell(106.0, 120.0) is False
