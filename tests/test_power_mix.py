"""Models of the power chapter: mix, delivery, targets. Values are worked out by hand in the comments."""

import datetime as dt
import math

import numpy as np
import pandas as pd
import pytest

from evident.evidence.tables import Evidence
from evident.export import verdicts
from evident.text.words import Words
from shanxi.figures import renewables as figures
from shanxi.models import power_delivery, power_mix, power_targets
from shanxi.models.power_targets import NOT_KNOWN, Point
from shanxi.power_exports import PowerNotebook

# -- generation = capacity × hours


def test_six_gigawatts_need_4500_hours_for_27_twh() -> None:
    # 6 GW × 4,500 h = 27,000 GWh = 27 TWh
    assert power_mix.generation(6, 4500) == pytest.approx(27)
    assert power_mix.full_load_hours(27, 6) == pytest.approx(4500)


def test_shares_and_hours_of_nothing_are_not_known() -> None:
    assert math.isnan(power_mix.share(1, 0))
    assert math.isnan(power_mix.full_load_hours(1, 0))


def test_yearly_growth_compounds() -> None:
    # 100 × 1.1 × 1.1 = 121
    assert power_mix.yearly_growth(100, 121, 2) == pytest.approx(10)
    assert math.isnan(power_mix.yearly_growth(100, 121, 0))


# -- the gap between shares


@pytest.fixture
def two_sources() -> pd.DataFrame:
    return pd.DataFrame(
        {"capacity": [50.0, 50.0], "generation": [20.0, 180.0], "hours": [500.0, 3000.0]},
        index=["sun", "coal"],
    )


def test_share_gap_splits_into_timing_and_hours(two_sources: pd.DataFrame) -> None:
    # Sun: 20 TWh / 500 h = 40 GW ran on average. All: 200 TWh / 2,000 h = 100 GW.
    # Shares: capacity 50 / 100, running 40 / 100, generation 20 / 200: timing 50 − 40, hours 40 − 10.
    gap = power_mix.share_gap(two_sources, capacity=100, generated=200, hours=2000)
    sun = gap.loc["sun"]
    assert sun[["capacity_share", "running_share", "generation_share"]].tolist() == pytest.approx(
        [50, 40, 10]
    )
    assert sun[["timing", "hours_effect"]].tolist() == pytest.approx([10, 30])


def test_share_gap_sums_to_zero_over_all_sources(two_sources: pd.DataFrame) -> None:
    gap = power_mix.share_gap(two_sources, capacity=100, generated=200, hours=2000)
    assert gap["timing"].sum() == pytest.approx(0)
    assert gap["hours_effect"].sum() == pytest.approx(0)


def test_share_gap_of_2023_meets_the_shares_printed_elsewhere() -> None:
    # Global Energy Monitor prints 37.5% of capacity and 18.3% of generation for wind and solar in Shanxi,
    # 2023.
    plants = pd.DataFrame(
        {"capacity": [24.997, 24.905], "generation": [54.24, 27.49], "hours": [2270.0, 1379.0]},
        index=["wind", "solar"],
    )
    both = power_mix.share_gap(plants, capacity=133.041, generated=446.1, hours=3564).sum()
    assert both["capacity_share"] == pytest.approx(37.5, abs=0.05)
    assert both["generation_share"] == pytest.approx(18.3, abs=0.05)
    assert both["timing"] + both["hours_effect"] == pytest.approx(
        both["capacity_share"] - both["generation_share"]
    )


def test_staircase_goes_down_to_the_last_level() -> None:
    # 46 − 6 = 40; 40 − 3 − 20 = 17
    stairs = power_mix.staircase(
        [("wide", 46, 25), ("narrow", 40, 17)], between=["gas"], steps={"late": 3, "sun": 20}, last="made"
    )
    assert stairs["key"].tolist() == ["wide", "gas", "narrow", "late", "sun", "made"]
    assert stairs["value"].tolist() == pytest.approx([46, -6, 40, -3, -20, 17])
    assert stairs["kind"].tolist() == ["level", "step", "level", "step", "step", "level"]


# -- series


def test_fill_from_total_fills_only_what_is_missing() -> None:
    wind = pd.Series({2022: 20.0})
    solar = pd.Series({2022: 10.0, 2023: 15.0})
    filled = power_mix.fill_from_total(wind, {2022: 99.0, 2023: 40.0, 2024: 50.0, 2025: math.nan}, solar)
    # 2023: 40 − 15; 2022 stands as published; 2024 has no solar, 2025 no total
    assert filled.to_dict() == {2022: 20.0, 2023: 25.0}


def test_solar_kinds_do_not_overlap() -> None:
    kinds = power_mix.solar_kinds(
        pd.Series({2020: 10.0, 2021: 20.0}), pd.Series({2020: 2.0, 2021: 6.0}), pd.Series({2021: 4.0})
    )
    assert kinds.loc[2021].tolist() == [14.0, 2.0, 4.0]  # 20 − 6, 6 − 4, 4
    assert kinds.loc[2020, "commercial"] == 2.0  # household not yet counted apart
    assert math.isnan(kinds.loc[2020, "household"])


def test_backcast_takes_the_mean_of_two_year_ends() -> None:
    year_ends = pd.DataFrame({"wind": [2.0, 4.0], "solar": [0.0, 2.0]}, index=[2020, 2021])
    expected = power_mix.backcast(year_ends, {"wind": 2000, "solar": 1000})
    assert expected[2021] == pytest.approx(7)  # 3 GW × 2,000 h + 1 GW × 1,000 h
    assert math.isnan(expected[2020])


# -- the outlook


@pytest.fixture
def certain() -> power_mix.Outlook:
    one = np.ones(3)
    return power_mix.Outlook(
        wind_hours=2000 * one, solar_hours=1000 * one, curtailed=0.1 * one, total=100 * one
    )


def test_outlook_generation_after_curtailment(certain: power_mix.Outlook) -> None:
    # (10 GW × 2,000 h + 20 GW × 1,000 h) × 0.9 = 36 TWh of 100
    assert certain.generation(10, 20) == pytest.approx(36)
    assert certain.share(10, 20) == pytest.approx(36)


def test_capacity_for_a_share_gives_that_share(certain: power_mix.Outlook) -> None:
    half = np.full(3, 0.5)
    # 50 − 36 = 14 TWh are missing; a GW, half wind, gives 1.5 × 0.9 = 1.35 TWh: 14 / 1.35 = 10.37 GW
    needed = certain.capacity_for(50, 10, 20, half)
    assert needed == pytest.approx(40.37, abs=0.005)
    added = needed - 30
    assert certain.share(10 + added / 2, 20 + added / 2) == pytest.approx(50)


def test_capacity_for_a_share_already_reached_is_what_stands(certain: power_mix.Outlook) -> None:
    assert certain.capacity_for(20, 10, 20, np.full(3, 0.5)) == pytest.approx(30)


def _draw(seed: int = 1, **changes: object) -> power_mix.Outlook:
    arguments: dict = {"total": 100.0, "growth": (0.0, 10.0), "years": 2, "curtailed_up_to": 0.05} | changes
    return power_mix.outlook(
        np.random.default_rng(seed), 500, [2000.0, 2200.0, math.nan], [1300.0], **arguments
    )


def test_outlook_draws_only_hours_on_record() -> None:
    drawn = _draw()
    assert set(drawn.wind_hours) == {2000.0, 2200.0}
    assert set(drawn.solar_hours) == {1300.0}


def test_outlook_stays_within_growth_and_curtailment() -> None:
    drawn = _draw()
    # 100 × 1.1² = 121
    assert drawn.total.min() >= 100
    assert drawn.total.max() <= 121
    assert drawn.total.std() > 1
    assert drawn.curtailed.min() >= 0
    assert drawn.curtailed.max() <= 0.05


def test_outlook_is_repeatable() -> None:
    assert (_draw(7).total == _draw(7).total).all()
    assert (_draw(7).total != _draw(8).total).any()


def test_outlook_of_unknown_evidence_is_not_known() -> None:
    unknown = _draw(growth=(0.0, math.nan))
    assert all(math.isnan(value) for value in power_mix.interval(unknown.share(1, 1)))
    no_hours = power_mix.outlook(
        np.random.default_rng(1), 5, [math.nan], [], total=1, growth=(0, 1), years=1, curtailed_up_to=0
    )
    assert np.isnan(no_hours.generation(1, 1)).all()


def test_interval_is_central() -> None:
    assert power_mix.interval(np.arange(101.0)) == pytest.approx((5, 50, 95))
    assert power_mix.interval(np.arange(101.0), level=0.5) == pytest.approx((25, 50, 75))


# -- delivery


def test_stays_and_leaves() -> None:
    # Of 100 TWh, 20 are green; 30 leave, 2 of them green. Other: 80, of which 28 leave: 35%.
    flows = power_delivery.stays_and_leaves(100, 30, 20, 2)
    assert flows.loc["green"].tolist() == pytest.approx([18, 2, 10])
    assert flows.loc["other"].tolist() == pytest.approx([52, 28, 35])


def test_more_green_power_leaves_than_is_made() -> None:
    with pytest.raises(ValueError, match="25 of 30 TWh exported does not fit 20 of 100"):
        power_delivery.stays_and_leaves(100, 30, 20, 25)


def test_flows_of_unknown_evidence_are_not_known() -> None:
    assert power_delivery.stays_and_leaves(math.nan, 30, 20, 2).loc["other"].isna().tolist() == [
        True,
        False,
        True,
    ]


def test_deliverable_from_lowest_and_highest_hours() -> None:
    # 5 × 1.2 + 1 × 1.8 = 7.8; 5 × 1.6 + 1 × 2.3 = 10.3
    ends = power_delivery.deliverable({"solar": 5, "wind": 1}, {"solar": (1200, 1600), "wind": (1800, 2300)})
    assert ends == pytest.approx((7.8, 10.3))


def test_loading_of_a_line() -> None:
    # 10 GW × 8,760 h = 87.6 TWh
    assert power_delivery.loading(43.8, 10) == pytest.approx(50)


# -- targets


def at(value: float, year: int) -> Point:
    return Point(value, dt.date(year, 12, 31))


def test_open_target_counts_from_the_latest_value() -> None:
    # (54 − 45) / 3 years = 3 needed; 45 − 40 in a year = 5 observed
    row = power_targets.progress(at(40, 2023), at(45, 2024), at(54, 2027))
    assert (row.needed, row.observed, row.verdict) == (pytest.approx(3), pytest.approx(5), verdicts.AHEAD)


@pytest.mark.parametrize(
    ("latest", "target", "verdict"),
    [
        (51.0, 50.0, verdicts.AHEAD),  # reached
        (49.5, 50.0, verdicts.ON_TRACK),  # 24.5 of 25 asked for in two years: 98%
        (45.0, 50.0, verdicts.BEHIND),  # 20 of 25: 80%
    ],
)
def test_closed_target_counts_from_the_earlier_value(latest: float, target: float, verdict: str) -> None:
    row = power_targets.progress(at(25, 2023), at(latest, 2025), at(target, 2025))
    assert row.needed == pytest.approx((target - 25) / 2)
    assert row.verdict == verdict


def test_without_an_earlier_value_the_verdict_cannot_be_told() -> None:
    row = power_targets.progress(NOT_KNOWN, at(25.2, 2023), at(30, 2025))
    assert row.needed == pytest.approx(2.4)
    assert math.isnan(row.observed)
    assert row.verdict == verdicts.CANNOT_BE_TOLD
    assert power_targets.progress(at(1, 2022), at(2, 2023), NOT_KNOWN).verdict == verdicts.CANNOT_BE_TOLD


def test_two_latest_skips_values_too_near_and_unknown_ones() -> None:
    values = [at(1, 2022), Point(3, dt.date(2024, 6, 30)), at(2, 2023), at(4, 2024), at(math.nan, 2025)]
    assert power_targets.two_latest(values) == (at(2, 2023), at(4, 2024))
    assert power_targets.two_latest([at(1, 2022)]) == (NOT_KNOWN, at(1, 2022))
    assert power_targets.two_latest([]) == (NOT_KNOWN, NOT_KNOWN)


def test_scorecard_prints_years_bounds_and_what_is_reached() -> None:
    rows = {
        "storage": power_targets.progress(NOT_KNOWN, at(2, 2025), at(10, 2026)),
        "new_and_clean": power_targets.progress(at(50, 2024), at(55.1, 2025), at(54, 2027)),
    }
    table = figures.scorecard(Words("en"), rows, {"new_and_clean": 1}, {"storage": "at_least"})
    assert table["latest"].tolist() == ["over 2\N{NO-BREAK SPACE}(2025)", "55.1\N{NO-BREAK SPACE}(2025)"]
    assert table["target"].tolist() == ["10\N{NO-BREAK SPACE}(2026)", "54\N{NO-BREAK SPACE}(2027)"]
    assert table["needed"].tolist()[0] == pytest.approx(8)
    assert math.isnan(table["needed"].tolist()[1])
    assert table["verdict"].tolist() == ["cannot be told", "ahead"]


# -- shorthands of the notebook


@pytest.fixture
def notebook() -> PowerNotebook:
    return PowerNotebook("renewables", Evidence.load())


def test_share_fact_sums_both_sides(notebook: PowerNotebook) -> None:
    # Bureau of statistics, 2023: wind 24.997 and solar 24.905 of 133.041 GW
    both = [notebook.evidence[f"shanxi-installed-{name}-capacity-2023-12-31-a"] for name in ("wind", "solar")]
    whole = notebook.evidence["shanxi-installed-capacity-total-2023-a"]
    value = notebook.share("wind_solar_share", both, [whole], "wind and solar over all capacity", decimals=1)
    assert value == pytest.approx(49.902 / 133.041 * 100)
    fact = notebook.facts["renewables.wind_solar_share"]
    assert fact["text"] == "37.5%"
    assert fact["rests_on"] == [both[0].obs_id, both[1].obs_id, whole.obs_id]


def test_spread_exports_median_and_range(notebook: PowerNotebook) -> None:
    basis = ["shanxi-installed-capacity-total-2023-a"]
    assert notebook.spread("made", np.arange(101.0), "TWh", "drawn", basis) == pytest.approx((5, 50, 95))
    assert notebook.print("made") == "50\N{NO-BREAK SPACE}TWh"
    assert notebook.print("made_range") == "5–95\N{NO-BREAK SPACE}TWh"
    assert notebook.facts["renewables.made_range"]["how"] == "modelled"


def test_year_end_of_a_missing_year_is_not_known() -> None:
    values = pd.Series({2023: 24.9})
    assert power_targets.at_year_end(values, 2023) == at(24.9, 2023)
    assert math.isnan(power_targets.at_year_end(values, 2024).value)
