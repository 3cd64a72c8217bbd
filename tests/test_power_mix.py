"""Models of the power chapter and tests of its claims. Values are worked out by hand in the comments."""

import datetime as dt
import math

import numpy as np
import pandas as pd
import pytest

from evident.evidence.tables import Evidence, Observation
from evident.export import verdicts
from evident.export.verdicts import Verdict
from evident.text.words import Words
from shanxi.figures import renewables as figures
from shanxi.models import power_claims, power_delivery, power_mix, power_outlook, power_targets

# -- generation = capacity × hours


def test_six_gigawatts_need_4500_hours_for_27_twh() -> None:
    # 6 GW × 4,500 h = 27,000 GWh = 27 TWh
    assert power_mix.generation(6, 4500) == pytest.approx(27)
    assert power_mix.full_load_hours(27, 6) == pytest.approx(4500)


def test_yearly_growth_compounds() -> None:
    # 100 × 1.1 × 1.1 = 121
    assert power_mix.yearly_growth(100, 121, 2) == pytest.approx(10)
    with pytest.raises(ValueError, match="needs time"):
        power_mix.yearly_growth(100, 121, 0)


def test_what_is_left_of_a_whole() -> None:
    assert power_mix.without(100, [60, 15]) == 25
    assert power_mix.share_without(80, 60) == pytest.approx(25)
    # 45 are 60%: the whole is 75, the rest 30
    assert power_mix.rest_by_share(45, 60) == pytest.approx(30)


def test_rest_by_share_and_total_takes_what_both_allow() -> None:
    # 55.1% is 55.05 to 55.15%, 90.48 is 90.475 to 90.485: by the share the rest is
    # 90.475 × (100 / 55.15 − 1) = 73.578 to 90.485 × (100 / 55.05 − 1) = 73.884.
    # The total is 163.5 to 164.5, which would leave 73.015 to 74.025.
    low, high = power_mix.rest_by_share_and_total(90.48, 55.1, 164)
    assert (low, high) == pytest.approx((73.578, 73.884), abs=0.001)
    # A total of 163 leaves at most 163.5 − 90.475 = 73.025: less than the share allows.
    with pytest.raises(ValueError, match="not even before rounding"):
        power_mix.rest_by_share_and_total(90.48, 55.1, 163)
    assert all(map(math.isnan, power_mix.rest_by_share_and_total(90.48, math.nan, 164)))


# -- the gap between shares


def test_gap_splits_into_timing_and_hours() -> None:
    # Sun: 20 TWh / 500 h = 40 GW ran on average. All: 200 TWh / 2,000 h = 100 GW.
    # Shares: capacity 50 / 100, running 40 / 100, generation 20 / 200: timing 50 − 40, hours 40 − 10.
    assert power_mix.lost_to_timing([50], [20], [500], 100, 200, 2000) == pytest.approx(10)
    assert power_mix.lost_to_hours(20, 500, 200, 2000) == pytest.approx(30)


def test_gap_of_2023_adds_up() -> None:
    # Global Energy Monitor prints 37.5% of capacity and 18.3% of generation for wind and solar in Shanxi, 2023.
    energies, hours = [54.24, 27.49], [2270.0, 1379.0]
    timing = power_mix.lost_to_timing([24.997, 24.905], energies, hours, 133.041, 446.1, 3564)
    by_hours = [power_mix.lost_to_hours(*pair, 446.1, 3564) for pair in zip(energies, hours, strict=True)]
    assert timing + sum(by_hours) == pytest.approx(37.5 - 18.3, abs=0.1)


def test_staircase_goes_down_to_the_last_level() -> None:
    # 46 − 6 = 40; 40 − 3 − 20 = 17
    stairs = power_mix.staircase(
        [("wide", 46, 25), ("narrow", 40, 17)], between=["gas"], steps={"late": 3, "sun": 20}, last="made"
    )
    assert stairs["key"].tolist() == ["wide", "gas", "narrow", "late", "sun", "made"]
    assert stairs["value"].tolist() == pytest.approx([46, -6, 40, -3, -20, 17])
    assert stairs["kind"].tolist() == ["level", "step", "level", "step", "step", "level"]


def test_miss_takes_the_mean_of_two_year_ends_and_middling_hours() -> None:
    # Wind 3 GW × 2,000 h + solar 1 GW × 1,000 h = 7 TWh, against 5: 40% above
    before, after = {"wind": 2.0, "solar": 0.0}, {"wind": 4.0, "solar": 2.0}
    wind_hours, solar_hours = [1500.0, 2000.0, 2300.0], [900.0, 1100.0]
    assert power_mix.miss(before, after, wind_hours, solar_hours, 5) == pytest.approx(40)
    assert power_mix.largest_miss([3.0, -4.0]) == 4


def test_before_growth() -> None:
    assert power_mix.before_growth(126, 26) == pytest.approx(100)


# -- the outlook: two sources of 10 and 20 GW at 2,000 and 1,000 h, a tenth curtailed, 100 TWh in all

FLEET = {"wind": 10.0, "solar": 20.0}
HOURS = {"wind": 2000 * np.ones(3), "solar": 1000 * np.ones(3)}
TENTH, HUNDRED, EVENLY = np.full(3, 0.1), np.full(3, 100.0), np.full(3, 0.5)


def test_outlook_generation_after_curtailment() -> None:
    # (10 GW × 2,000 h + 20 GW × 1,000 h) × 0.9 = 36 TWh of 100
    made = power_outlook.green(FLEET, HOURS, TENTH)
    assert made == pytest.approx(36)
    assert power_outlook.share(made, HUNDRED) == pytest.approx(36)


def test_draws_come_from_the_record_and_repeat() -> None:
    drawn = power_outlook.from_record([2000.0, 2200.0, math.nan], 1, 500, "wind")
    assert set(drawn) == {2000.0, 2200.0}
    assert (drawn == power_outlook.from_record([2000.0, 2200.0], 1, 500, "wind")).all()
    assert (drawn != power_outlook.from_record([2000.0, 2200.0], 2, 500, "wind")).any()
    assert np.isnan(power_outlook.from_record([math.nan], 1, 5, "wind")).all()


def test_growth_stays_between_its_ends() -> None:
    rates = power_outlook.between(0.0, 10.0, 1, 500, "growth")
    grown = power_outlook.grown(100, rates, 2023, 2025)
    # 100 × 1.1² = 121
    assert (grown.min() >= 100, grown.max() <= 121, grown.std() > 1) == (True, True, True)
    assert np.isnan(power_outlook.between(0.0, math.nan, 1, 5, "growth")).all()


def test_wind_part_lies_between_additions_and_fleet() -> None:
    # Added: 1 of 5 GW is wind; standing: 10 of 30
    before = {"wind": 9.0, "solar": 16.0}
    part = power_outlook.wind_part(before, FLEET, 1, 500)
    assert (part.min() >= 1 / 5, part.max() <= 1 / 3) == (True, True)


def test_part_reaching() -> None:
    assert power_outlook.part_reaching(np.array([40.0, 50.0, 60.0, 49.0]), 50) == 50
    assert math.isnan(power_outlook.part_reaching(np.array([math.nan]), 50))


# -- delivery


def test_stays_and_leaves() -> None:
    # Of 100 TWh, 20 are green; 30 leave, 2 of them green. Other: 80, of which 28 leave: 35%.
    flows = power_delivery.stays_and_leaves(100, 30, [15, 5], 2)
    assert flows.loc["green"].tolist() == pytest.approx([18, 2, 10])
    assert flows.loc["other"].tolist() == pytest.approx([52, 28, 35])
    assert power_delivery.other_leaves(100, 30, [15, 5], 2) == pytest.approx(35)


def test_more_green_power_leaves_than_is_made() -> None:
    with pytest.raises(ValueError, match="25 of 30 TWh exported does not fit 20 of 100"):
        power_delivery.stays_and_leaves(100, 30, [20], 25)


def test_flows_of_unknown_evidence_are_not_known() -> None:
    unknown = power_delivery.stays_and_leaves(math.nan, 30, [20], 2).loc["other"].isna()
    assert unknown.tolist() == [True, False, True]


def test_part_of_rest() -> None:
    assert power_delivery.part_of_rest(60, 100, [15, 5]) == pytest.approx(75)


def test_a_base_at_lowest_and_highest_hours() -> None:
    # 1 GW wind, 5 GW sun: 5 × 1.2 + 1 × 1.8 = 7.8; 5 × 1.6 + 1 × 2.3 = 10.3
    ends = power_delivery.at_hours_on_record(6, 1, [2300, 1800, 2000], [1200, math.nan, 1600])
    assert ends == pytest.approx((7.8, 10.3))
    # a tenth more than any on record: 8.58 to 11.33
    better = power_delivery.at_hours_on_record(6, 1, [2300, 1800, 2000], [1200, math.nan, 1600], 10)
    assert better == pytest.approx((8.58, 11.33))
    assert all(map(math.isnan, power_delivery.at_hours_on_record(6, 1, [math.nan], [1200])))


def test_readings_of_a_promise() -> None:
    assert power_delivery.from_to((8, 10), 11) == (8, 11)
    assert power_delivery.from_to((8, 10), 7) == (7, 10)
    assert power_delivery.share_of_promise((8, 11), 20) == (40, 55)


# -- targets


def published(value: float, period: str, bound: str = "exact") -> Observation:
    return Observation(
        "x", "renewables", "x", "Shanxi", period, "stock", value, math.nan, "GW", bound, "actual", "", "", "s", "",
        "", "good", "", "",
    )  # fmt: skip


def test_paces_of_targets() -> None:
    # (54 − 45) / 3 years; 100 in 5 years
    latest, goal = (dt.date(2024, 12, 31), 45.0), (dt.date(2027, 12, 31), 54.0)
    assert power_targets.to_reach(latest, goal) == pytest.approx(3)
    assert power_targets.a_year(100, 5) == 20
    # 110 after growth of 10%: 10 more than the year before
    assert power_targets.at_the_rate_of(9, 9) == 12
    # 1 a month for nine months; three more at 1.2 of that
    assert power_targets.carried_on(9, 9, 1.2) == pytest.approx(12.6)
    assert power_targets.carried_on(9, 9, 1) == 12
    assert power_targets.shortfall(49, 50) == pytest.approx(2)


@pytest.mark.parametrize(
    ("latest", "verdict"),
    [
        (published(10.0, "2025-12-31"), verdicts.MET),
        (published(11.0, "2025-06-30", "at_least"), verdicts.MET),  # reached before its date
        (published(9.0, "2025-12-31"), verdicts.MISSED),
        (published(9.0, "2025-06-30"), verdicts.CANNOT_BE_TOLD),  # half a year was left
        (published(2.0, "2025-12-31", "at_least"), verdicts.CANNOT_BE_TOLD),
        (published(math.nan, "2025-12-31"), verdicts.CANNOT_BE_TOLD),
    ],
)
def test_outcome_on_record(latest: Observation, verdict: Verdict) -> None:
    assert power_targets.outcome_on_record(latest, published(10.0, "2025")) == verdict


def test_outcome_of_an_estimate() -> None:
    found = [power_targets.outcome_of_estimate((30, 33), aim) for aim in (29, 31, 34, math.nan)]
    untold = verdicts.CANNOT_BE_TOLD
    assert found == [verdicts.MET, untold, verdicts.MISSED, untold]


# -- tests of claims


def test_ranges_in_claims() -> None:
    assert power_claims.above(9, (7, 8)) is True
    assert power_claims.above(8, (7, 8)) is False
    assert power_claims.within(7, (7, 8)) is True
    assert power_claims.not_smaller((7, 8), 7) is True
    assert power_claims.above(math.nan, (7, 8)) is None
    assert power_claims.within(7, (math.nan, 8)) is None


def test_first_above() -> None:
    assert power_claims.first_above([40, 50], 55, 50) is True
    assert power_claims.first_above([40, 51], 55, 50) is False
    assert power_claims.first_above([40], 50, 50) is False


def test_as_printed_rounds_as_the_source_does() -> None:
    evidence = Evidence.load()
    share = evidence["shanxi-share-new-and-clean-generation-2023-a"]  # printed 25.2
    assert power_claims.as_printed(25.214, share) is True
    assert power_claims.as_printed(25.26, share) is False
    assert power_claims.as_printed(math.nan, share) is None


def test_told() -> None:
    assert power_claims.told(["met", "missed"]) is True
    assert power_claims.told(["met", "cannot_be_told"]) is False
    assert power_claims.told(["cannot_be_told", "cannot_be_told"]) is None


# -- tables


def test_scorecard_prints_years_bounds_and_what_is_reached() -> None:
    rows = {
        "storage": {
            "verdict": verdicts.CANNOT_BE_TOLD,
            "latest": (2025, published(2.0, "2025-06-30", "at_least")),
            "target": (2026, 10.0),
        },
        "new_and_clean": {
            "verdict": verdicts.AHEAD,
            "if_plan_met": verdicts.ON_TRACK,
            "latest": (2025, 55.1),
            "target": (2027, 54.0),
            "needed": -0.5,
            "observed": 5.0,
            "distance": 2.0,
        },
    }
    table = figures.scorecard(Words("en"), rows).data
    assert table["latest"].tolist() == ["over 2\N{NO-BREAK SPACE}(2025)", "55.1\N{NO-BREAK SPACE}(2025)"]
    assert table["target"].tolist() == ["10\N{NO-BREAK SPACE}(2026)", "54\N{NO-BREAK SPACE}(2027)"]
    assert table["verdict"].tolist() == ["cannot be told", "ahead"]
    assert pd.isna(table["if_plan_met"][0])
    assert table["if_plan_met"][1] == "on track"
    assert table["needed"].isna().all()  # none is asked of a target that is reached
