"""How firm claims are, counted and broken on tables that can be worked out by hand."""

import pytest

from evident.run import firmness, firmness_text
from evident.run.firmness import Break, Outcomes
from evident.run.firmness_text import Told
from evident.text.words import Words

from .swept import empty, tried


@pytest.fixture
def named(monkeypatch: pytest.MonkeyPatch) -> None:
    """Parameters are called by their names."""
    monkeypatch.setattr(firmness_text, "label", lambda words, notebook, parameter: parameter)


THRESHOLD = [50.0, 60.0, 70.0, 80.0, 90.0, 100.0, 110.0, 120.0, 130.0]


@pytest.fixture
def swept() -> Outcomes:
    """`owes` holds below a threshold of 110 and from a year of 2000 on; `more` always holds.

    Together: 0 holds, 1 does not, 2 is not known, 3 failed.
    """
    made = tried(empty(), "baseline", {"threshold": 100.0, "year": 2005}, {"t.owes": True, "t.more": True})
    for value in THRESHOLD:
        states = {"t.owes": value < 110, "t.more": True}
        made = tried(made, f"grid threshold={value}", {"threshold": value, "year": 2005}, states)
    for year in (1997, 2005, 2009):
        states = {"t.owes": year >= 2000, "t.more": True}
        made = tried(made, f"grid year={year}", {"threshold": 100.0, "year": year}, states)
    for number, state in enumerate([True, False, None]):
        values = {"threshold": 60.0 + 20 * number, "year": 2005}
        made = tried(made, f"together {number:04}", values, {"t.owes": state, "t.more": True})
    made = tried(made, "together 0003", {"threshold": 70.0, "year": 2009}, {})
    return firmness.outcomes(made)


def test_settings_are_counted_by_what_became_of_the_claim(swept: Outcomes) -> None:
    found = firmness.of_claim(swept, "t.owes")
    assert (found.holds, found.fails, found.unknown, found.failed) == (1, 1, 1, 1)
    assert found.settings == 4
    assert found.share == 0.25
    assert not found.firm


def test_nine_tenths_are_firm() -> None:
    firm = firmness.Firmness("t.owes", holds=9, fails=1, unknown=0, failed=0, touched=True)
    assert firm.firm
    assert not firmness.Firmness("t.owes", holds=89, fails=11, unknown=0, failed=0, touched=True).firm


def test_the_break_of_each_parameter_is_the_value_nearest_to_the_baseline(swept: Outcomes) -> None:
    # The threshold moves over 80 and breaks 10 above the baseline, the year moves over 12 and breaks 8 below it.
    assert firmness.breaks(swept, "t.owes") == (
        Break("threshold", 110.0, 0.125, 1, True, 100.0),
        Break("year", 1997, 8 / 12, -1, True),
    )
    found = firmness.of_claim(swept, "t.owes")
    assert found.soonest == Break("threshold", 110.0, 0.125, 1, True, 100.0)
    assert found.broken_by("year")
    assert not found.broken_by("other")


def test_a_claim_that_nothing_breaks_has_no_break(swept: Outcomes) -> None:
    found = firmness.of_claim(swept, "t.more", ["seed"])
    assert found.breaks == ()
    assert found.soonest is None
    assert not found.touched


def test_a_range_touches_what_assumes_it_and_what_it_moves(swept: Outcomes) -> None:
    assert firmness.of_claim(swept, "t.more", ["threshold"]).touched
    assert firmness.of_claim(swept, "t.owes").touched
    assert [
        name for name, found in firmness.of_claims(swept, {"t.more": ["year"]}).items() if found.touched
    ] == [
        "t.owes",
        "t.more",
    ]


def test_a_claim_that_holds_again_further_on_does_not_break_onward(swept: Outcomes) -> None:
    states = swept.states["t.owes"]
    states["grid threshold=130.0"] = True
    assert firmness.breaks(swept, "t.owes")[0] == Break("threshold", 110.0, 0.125, 1, False, 100.0)
    states["grid threshold=130.0"] = None  # where it cannot be told it does not hold either
    assert firmness.breaks(swept, "t.owes")[0].onward


def test_a_setting_that_failed_breaks_nothing(swept: Outcomes) -> None:
    for value in (110.0, 120.0):
        del swept.states["t.owes"][f"grid threshold={value}"]
    assert firmness.breaks(swept, "t.owes")[0] == Break("threshold", 130.0, 0.375, 1, True, 100.0)


def test_what_does_not_hold_in_the_baseline_cannot_break(swept: Outcomes) -> None:
    swept.states["t.owes"]["baseline"] = False
    assert firmness.breaks(swept, "t.owes") == ()


def test_alternatives_without_order_break_after_any_number(swept: Outcomes) -> None:
    for name, holds in (("mean", True), ("median", False)):
        setting = f"grid rule={name}"
        swept.grid.setdefault("rule", []).append(setting)
        swept.values[setting] = {"rule": name}
        swept.states["t.owes"][setting] = holds
    swept.values["baseline"]["rule"] = "mean"
    assert firmness.breaks(swept, "t.owes")[-1] == Break("rule", "median", 1.0, 0, False)


def test_lists_on_one_line_are_placed_by_the_number_that_moves_most() -> None:
    low, middle, high = [2.0, 6.0], [4.0, 9.0], [6.0, 12.0]
    assert firmness.positions([low, middle, high], middle) == ([0.0, 0.5, 1.0], 0.5)
    assert firmness.positions([low, [4.0, 11.0], high], middle) is None  # it moves in two ways
    assert firmness.positions([low, [2.0]], low) is None
    assert firmness.positions(["a", "b"], "a") is None
    assert firmness.positions([True, False], True) is None
    assert firmness.positions([], 1.0) is None


def test_values_that_do_not_move_lie_at_the_low_end() -> None:
    assert firmness.positions([3.0], 3.0) == ([0.0], 0.0)
    assert firmness.positions([[1.0], [1.0]], [1.0]) == ([0.0, 0.0], 0.0)


def test_the_heaviest_parameter_separates_where_it_holds_from_where_it_does_not(swept: Outcomes) -> None:
    # Threshold 60 where it holds and 80 and 100 where it does not: places 0 and (0.5 + 1) / 2 of a range of 40.
    assert firmness.weights(swept, "t.owes") == [("threshold", 0.75), ("year", 0.0)]
    assert firmness.weights(swept, "t.more") == []


def test_of_alternatives_the_weight_is_half_the_difference_of_shares(swept: Outcomes) -> None:
    swept.grid["rule"] = []
    swept.values["baseline"]["rule"] = "mean"
    for setting, rule in zip(swept.together, ("mean", "median", "mean", "mean"), strict=True):
        swept.values[setting]["rule"] = rule
    # Where it holds always the mean; where it does not one of two.
    assert dict(firmness.weights(swept, "t.owes"))["rule"] == pytest.approx(0.5)


def test_a_table_without_settings_together_says_nothing(swept: Outcomes) -> None:
    swept.together = []
    found = firmness.of_claim(swept, "t.more")
    assert found.settings == 0
    assert found.share == 1.0


def test_claims_are_joined_setting_by_setting(swept: Outcomes) -> None:
    swept.states["t.open"] = {"together 0000": None, "together 0001": None, "together 0002": True}
    both = firmness.joined(swept, ["t.owes", "t.open"], "both").states["both"]
    # A claim that fails makes the whole fail, whatever the other; else one that is not known makes it so.
    assert both == {"together 0000": None, "together 0001": False, "together 0002": None}
    assert "both" not in swept.states


@pytest.mark.parametrize(
    ("breaks", "said"),
    [
        ([Break("threshold", 110.0, 0.125, 1, True, 100.0)], "rises to between 100 and 110 (100 here)"),
        ([Break("threshold", 13.75, 0.2, -1, True, 17.5)], "falls to between 17.5 and 13.8 (100 here)"),
        (
            [Break("threshold", 80.0, 0.1, -1, True, 85.0), Break("threshold", 120.0, 0.2, 1, False, 115.0)],
            "falls to between 85 and 80 or rises to between 115 and 120, and not at every value beyond (100 here)",
        ),
        ([Break("threshold", [1.5, 6.5], 0.3, 1, True, [1.0, 6.0])], "rises to between 1–6 and 1.5–6.5 (100 here)"),
        ([Break("threshold", 1234.5678, 0.3, 1, True, 1.11875)], "rises to between 1.12 and 1,235 (100 here)"),
        ([Break("threshold", 4, 0.3, 1, True)], "is 4 or more (100 here)"),
        ([Break("threshold", False, 1.0, 0, False)], "is no (100 here)"),
    ],
)  # fmt: skip
@pytest.mark.usefixtures("named")
def test_a_claim_gives_way_between_two_values_that_were_tried(breaks: list[Break], said: str) -> None:
    found = Outcomes(values={"baseline": {"threshold": 100.0}})
    where = Told("t", found, Words("en")).where(breaks)
    assert where.partition("” ")[2] == said


def test_whole_numbers_with_none_between_them_are_told_as_they_are(swept: Outcomes) -> None:
    settings = [f"grid crews={crews}" for crews in range(9)]
    for crews, setting in enumerate(settings):
        swept.values[setting] = {"crews": crews}
        swept.states["t.more"][setting] = crews > 2
    swept.grid["crews"] = settings
    swept.values["baseline"]["crews"] = 4
    assert firmness.of_claim(swept, "t.more").first == (Break("crews", 2, 0.25, -1, True),)


@pytest.mark.usefixtures("named")
def test_other_choices_that_break_it_alone_are_named_too(swept: Outcomes) -> None:
    found = firmness.of_claim(swept, "t.owes")
    assert [each.parameter for each in found.first] == ["threshold"]
    assert found.others == ("year",)
    said = " ".join(Told("t", swept, Words("en")).sentences("t.owes", []))
    assert said.endswith(" Moved alone, these break it too: “year”.")


def test_numbers_have_three_digits_and_years_all_of_theirs() -> None:
    assert firmness_text.three_digits(0.3333333333) == 0.333
    assert firmness_text.three_digits([13.75, 2005]) == [13.8, 2005]
    assert firmness_text.three_digits(True) is True
