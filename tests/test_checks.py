"""The checks of the evidence: each break of the schema has one clear message, each contradiction is computed.

Contradictions are tested twice: on the evidence itself, and after a change of one figure, so that a rule that
knew the answer by name would fail.
"""

import csv
import datetime as dt
import math
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from evident import paths
from evident.evidence import checks, neatness
from evident.evidence.periods import period_start
from evident.evidence.readings import figure, interval, meet, rounding
from evident.evidence.tables import Evidence

SHARE = "shanxi-share-new-and-clean-capacity-2025-12-31-a"


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A copy of the evidence that a test may break."""
    folder = tmp_path / "data"
    shutil.copytree(paths.data_dir(), folder)
    return folder


def change(folder: Path, obs_id: str, **fields: str) -> int:
    """Change fields of an observation; returns its line in the file."""
    path = folder / "observations.csv"
    with path.open(encoding="utf8", newline="") as file:
        reader = csv.DictReader(file)
        rows = list(reader)
    line = next(n for n, row in enumerate(rows, 2) if row["obs_id"] == obs_id)
    rows[line - 2] |= fields
    with path.open("w", encoding="utf8", newline="") as file:
        writer = csv.DictWriter(file, reader.fieldnames or [], lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    return line


def found(evidence: Evidence, rule: str, obs_id: str, other: str = "") -> checks.Finding:
    """The finding of a rule that is first of all about this observation, and about another; no-break spaces as spaces."""
    finding = next(
        f
        for f in checks.reconcile(evidence)
        if f.rule == rule and f.ids[0] == obs_id and (not other or other in f.ids)
    )
    return replace(finding, message=finding.message.replace("\u00a0", " "))


# -- the schema


def test_the_evidence_keeps_to_its_schema():
    assert checks.validate(paths.data_dir()) == []


@pytest.mark.parametrize(
    ("fields", "message", "remedy"),
    [
        ({"value": "120"}, "120 percent cannot be a share of a whole.", "kind change"),
        (
            {"unit": "GW"},
            "'GW' is not the unit of share_new_and_clean_capacity, which is 'percent'.",
            "Convert",
        ),
        ({"source_id": "chinadaily2026reprt"}, "did you mean chinadaily2026report", "add the source"),
        ({"indicator": "share_new_and_clean_capacty"}, "did you mean share_new_and_clean_capacity", "Mend"),
        ({"theme": "power"}, "'power' is not the theme of share_new_and_clean_capacity", "theme"),
        ({"value": "55.1%"}, "value: '55.1%' is not a number.", "no unit"),
        (
            {"bound": "exactly"},
            "bound: 'exactly' is not allowed; did you mean exact?",
            "Allowed: exact, at_least",
        ),
        ({"locator": ""}, "locator is empty.", "Fill it"),
        ({"period": "2025-13-31"}, "period: '2025-13-31' is not a period of the calendar.", "2025-Q1"),
        ({"period": "2025/2021"}, "period: '2025/2021' ends before it starts.", "Swap"),
        ({"bound": "range"}, "bound is 'range' and value_high is empty.", "upper end"),
        ({"bound": "range", "value_high": "50"}, "the range begins at 55.1 and ends at 50.", "lower end"),
        ({"quality": "conflict", "conflict_group": ""}, "conflict_group is empty.", "Name the group"),
    ],
)
def test_each_break_has_one_message_with_its_line(data, fields, message, remedy):
    line = change(data, SHARE, **fields)
    findings = checks.validate(data)
    assert [(f.level, f.where, f.ids) for f in findings] == [
        ("error", f"data/observations.csv:{line}", (SHARE,))
    ]
    assert message in findings[0].message
    assert remedy in findings[0].remedy


def test_a_growth_may_pass_a_hundred_percent(data):
    change(data, "shanxi-retail-sales-growth-2024-a", value="189.6")
    assert checks.validate(data) == []


def test_a_repeated_row_is_told_once(data):
    path = data / "observations.csv"
    lines = path.read_text("utf8").splitlines(keepends=True)
    path.write_text("".join([*lines, lines[-1]]), "utf8")
    (finding,) = checks.validate(data)
    assert finding.where == f"data/observations.csv:{len(lines) + 1}"
    assert "repeats an earlier one" in finding.message


def test_a_row_with_a_comma_too_many(data):
    path = data / "observations.csv"
    path.write_text(path.read_text("utf8").replace("\n", ",x\n", 2).replace(",x\n", "\n", 1), "utf8")
    (finding,) = checks.validate(data)
    assert finding.where == "data/observations.csv:2"
    assert "commas" in finding.remedy


def test_columns_in_another_order_stop_the_reading(data):
    path = data / "observations.csv"
    path.write_text(path.read_text("utf8").replace("obs_id,theme,", "theme,obs_id,", 1), "utf8")
    findings = checks.validate(data)
    assert {f.rule for f in findings} == {"columns"}
    assert "in this order: obs_id, theme, indicator" in findings[0].remedy


def test_the_panel_is_checked_too(data):
    path = data / "panel.csv"
    text = path.read_text("utf8")
    path.write_text(text.replace("nbs2025regionalaccounts", "nbs2025regionalacounts", 1), "utf8")
    (finding,) = checks.validate(data)
    line = next(n for n, row in enumerate(text.splitlines(), 1) if "nbs2025regionalaccounts" in row)
    assert finding.where == f"data/panel.csv:{line}"
    assert "did you mean nbs2025regionalaccounts?" in finding.message


@pytest.mark.parametrize(
    ("old", "new", "message", "below"),
    [
        ("  date = {2026-02-05},\n  year = {2026},\n  month = {February},\n", "", "has no date.", 0),
        ("  date = {2026-02-05},\n", "  date = {Feb 2026},\n", "'Feb 2026' is not a date.", 4),
        ("@online{chinadaily2026report,\n", "@online{chinadaily2026report,\noops\n", "'=' expected here.", 1),
    ],
)
def test_a_source_needs_its_fields(data, old, new, message, below):
    path = data / "sources.bib"
    text = path.read_text("utf8")
    line = text[: text.index("@online{chinadaily2026report")].count("\n") + 1
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf8")
    finding = next(f for f in checks.validate(data) if f.rule == "sources")
    assert finding.message == f"chinadaily2026report{': ' if below else ' '}{message}"
    assert finding.where == f"data/sources.bib:{line + below}"


def test_a_missing_file_is_said(data):
    (data / "panel.csv").unlink()
    (finding,) = checks.validate(data)
    assert (finding.where, finding.message) == ("data/panel.csv", "the file is missing.")


# -- what a printed figure leaves open


@pytest.mark.parametrize(
    ("value", "unit", "half"),
    [
        (55.1, "percent", 0.05),
        (244, "count", 0),  # a small count is exact
        (1270, "Mt", 5),  # "1.27 billion tonnes" is printed to ten million
        (70000, "t", 5000),
        (1594, "count", 0.5),
        (20, "percent", 0.5),
    ],
)
def test_rounding_is_half_the_last_printed_place(value, unit, half):
    assert rounding(value, unit, {"count"}) == pytest.approx(half)


def test_bounds_open_an_interval():
    evidence = Evidence.load()
    counts = evidence.relations.counts
    # "over 652 million tons"
    assert interval(evidence["shanxi-raw-coal-output-2025-01-to-2025-06-a"], counts) == (
        651.5,
        math.inf,
    )
    # "around 9 million kilowatts": half a unit is more than 5% of nine
    assert interval(evidence["sx-changzhi-installed-capacity-total-2021-07-31-a"], counts) == (8.5, 9.5)
    # "nearly 50%": a twentieth of fifty on either side
    assert interval(evidence["shanxi-share-new-energy-capacity-2025-12-31-a"], counts) == (47.5, 52.5)
    # "5-16 percent"
    assert interval(evidence["china-gas-explosive-concentration-2024-a"], counts) == (
        5,
        16,
    )
    assert (
        figure(evidence["sx-tashan-mine-coal-recovery-rate-2024-a"], counts).interval[0] == -math.inf
    )  # "up to 90"


def test_intervals_meet_within_half_a_percent():
    assert meet((99.0, 100.0), (100.4, 101.0))  # the gap of 0.4 is less than 0.5% of 101 = 0.505
    assert not meet((99.0, 100.0), (100.6, 101.0))
    assert meet((700.0, math.inf), (900.0, 910.0))


def test_a_period_starts_on_its_first_day():
    assert period_start("2025-Q2") == dt.date(2025, 4, 1)
    assert period_start("2025-03") == dt.date(2025, 3, 1)
    assert period_start("../2024-10") == dt.date.min


# -- contradictions, by rule


def test_a_solar_base_larger_than_the_province():
    finding = found(
        Evidence.load(), "more power than the whole province", "sx-datong-wind-solar-base-capacity-2024-a"
    )
    assert finding.level == "conflict"
    assert "6,000 GW" in finding.message
    assert "37 times" in finding.message  # 6,000 / 164 = 36.6


def test_a_solar_base_of_the_right_size_is_not_reported(data):
    change(data, "sx-datong-wind-solar-base-capacity-2024-a", value="6")
    assert not [f for f in checks.reconcile(Evidence.load(folder=data)) if f.rule.startswith("more power")]


def test_air_cargo_of_a_year_below_that_of_a_part():
    finding = found(Evidence.load(), "a part exceeds its whole", "shanxi-air-cargo-2024-a")
    assert finding.level == "conflict"
    assert finding.ids == ("shanxi-air-cargo-2024-a", "shanxi-air-cargo-2024-01-01-to-2024-12-10-a")
    assert "2,581 t" in finding.message
    assert "70,000 t" in finding.message


def test_a_count_of_mines_that_falls():
    finding = found(Evidence.load(), "a count falls", "shanxi-intelligent-mines-2025-03-a")
    assert finding.level == "conflict"
    assert finding.ids[1] == "shanxi-intelligent-mines-2024-12-31-b"
    assert "244" in finding.message
    assert "268" in finding.message


def test_a_rising_count_is_not_reported(data):
    change(data, "shanxi-intelligent-mines-2025-03-a", value="280")
    falls = [f for f in checks.reconcile(Evidence.load(folder=data)) if f.rule == "a count falls"]
    assert "shanxi-intelligent-mines-2025-03-a" not in {f.ids[0] for f in falls}


TWO_SHARES = ("shanxi-share-new-and-clean-generation-2023-a", "shanxi-share-renewables-generation-2023-a")


def test_two_definitions_of_one_share_of_generation():
    finding = found(Evidence.load(), "one whole, two definitions", *TWO_SHARES)
    assert finding.level == "doubt"
    assert "25.2%" in finding.message
    assert "20%" in finding.message


def test_the_narrower_definition_cannot_be_the_larger(data):
    change(data, "shanxi-share-renewables-generation-2023-a", value="30")
    finding = found(Evidence.load(folder=data), "one whole, two definitions", *TWO_SHARES)
    assert finding.level == "conflict"


def test_five_years_of_coal_add_up():
    total = "shanxi-raw-coal-output-cumulative-2021-to-2025-a"
    finding = found(Evidence.load(), "a total and the sum of its years", total)
    assert finding.level == "agrees"
    years = {i.removeprefix("shanxi-raw-coal-output-")[:4] for i in finding.ids[1:]}
    assert years == {"2021", "2022", "2023", "2024", "2025"}


def test_a_total_that_does_not_add_up(data):
    # The largest figures of the years give 6,670 Mt, rounding included; 7,250 Mt is out of reach.
    total = "shanxi-raw-coal-output-cumulative-2021-to-2025-a"
    change(data, total, value="7250", bound="exact")
    assert found(Evidence.load(folder=data), "a total and the sum of its years", total).level == "doubt"


def test_a_share_that_its_parts_do_not_give(data):
    # 90.48 GW over 164 GW is 55.2%.
    assert found(Evidence.load(), "a share and its parts", SHARE).level == "agrees"
    change(data, SHARE, value="45.1")
    finding = found(Evidence.load(folder=data), "a share and its parts", SHARE)
    assert finding.level == "conflict"
    assert "55.2%" in finding.message


def test_a_share_and_an_amount_imply_too_small_a_whole():
    # 61.8945 GW over 0.5037 is 122.9 GW, less than the 133 GW of a year before.
    finding = found(
        Evidence.load(),
        "a share and its amount imply a whole",
        "shanxi-share-new-energy-capacity-2024-12-31-a",
    )
    assert finding.level == "doubt"  # of another day: the whole might have shrunk
    assert "123 GW" in finding.message
    assert finding.message.endswith("against 133.041 GW (Xinhua, 2023) before that.")


def test_a_share_and_an_amount_against_a_whole_of_the_same_day(data):
    # 78.808 GW over 0.45 is 175 GW, and 164 GW were counted on that day.
    share = "shanxi-share-new-energy-capacity-2025-12-31-a"
    change(data, share, value="45", bound="exact")
    finding = found(Evidence.load(folder=data), "a share and its amount imply a whole", share)
    assert finding.level == "conflict"
    assert "implies 175 GW in all, against 164 GW" in finding.message


def test_about_a_half_is_no_contradiction_of_48_percent(data):
    # 78.808 GW over 164 GW is 48.05%.
    share = "shanxi-share-new-energy-capacity-2025-12-31-a"
    rules = ("a share and its parts", "a share and its amount imply a whole")
    told = [f for f in checks.reconcile(Evidence.load()) if f.rule in rules and f.ids[0] == share]
    assert [f.level for f in told] == ["agrees"]
    change(data, share, bound="exact")
    told = [f for f in checks.reconcile(Evidence.load(folder=data)) if f.rule in rules and f.ids[0] == share]
    assert [f.level for f in told] == ["conflict", "conflict"]


PLANS = ("shanxi-raw-coal-output-2023-e", "shanxi-raw-coal-output-2023-f")


def test_a_plan_that_replaces_another_contradicts_nothing(data):
    # 1,350 Mt were planned in 2022 for 2023, and 1,365 Mt in 2023: no slip. Two tellings of one plan are.
    def told():
        evidence = Evidence.load(folder=data)
        return [f for f in checks.reconcile(evidence) if set(f.ids) & set(PLANS)]

    assert told() == []
    later = "shanxi-raw-coal-output-2023-e"
    change(data, PLANS[1], source_id=Evidence.load()[later].source_id)
    assert told() == []  # a source may print both
    sources = data / "sources.bib"
    text = sources.read_text("utf8")
    change(data, PLANS[1], source_id="xinhua2022plans")
    when = {
        key: Evidence.load().sources[key].published for key in ("xinhua2022plans", "steelorbis2023produce")
    }
    sources.write_text(
        text.replace(f"date = {{{when['xinhua2022plans']}}}", f"date = {{{when['steelorbis2023produce']}}}"),
        "utf8",
    )
    (finding,) = told()
    assert (finding.rule, finding.level) == ("two sources differ", "conflict")
    assert (
        "1,350 Mt (a plan, Xinhua, 2023) against 1,365 Mt (a plan, SteelOrbis, 2023)"
        in finding.message.replace("\u00a0", " ")
    )


def test_a_plan_is_never_set_against_an_outturn(data):
    # 900 Mt planned where more than 1,350 came is no slip of either figure.
    change(data, PLANS[0], value="900")
    assert [f for f in checks.reconcile(Evidence.load(folder=data)) if PLANS[0] in f.ids] == []


def test_additions_fit_the_counts(data):
    # 118 mines at the end of 2023 after 37 at the end of 2022: 81 were added.
    added = "shanxi-intelligent-mines-added-2023-a"
    assert found(Evidence.load(), "a growth and its levels", added).level == "agrees"
    change(data, added, value="118")
    assert found(Evidence.load(folder=data), "a growth and its levels", added).level == "doubt"


def test_a_conversion_at_another_rate(data):
    # 818.05 / 112.89 = 7.25 yuan a dollar, as in the other texts of the year; 818.05 / 131 = 6.24.
    dollars = "shanxi-retail-sales-usd-2024-a"
    rule = "a converted amount and the rate of the time"
    assert found(Evidence.load(), rule, dollars).level == "agrees"
    change(data, dollars, value="131")
    finding = found(Evidence.load(folder=data), rule, dollars)
    assert finding.level == "doubt"
    assert "6.24" in finding.message


def test_more_energy_than_the_plants_can_make(data):
    # 27 TWh from 6 GW: 27,000 GWh / 6 GW = 4,500 hours.
    plan = "sx-datong-clean-power-delivery-plan-2024-a"
    finding = found(Evidence.load(), "energy and the capacity to make it", plan)
    assert finding.level == "doubt"
    assert "4,500 hours" in finding.message
    change(data, plan, value="60")  # 10,000 hours: no year has them
    assert found(Evidence.load(folder=data), "energy and the capacity to make it", plan).level == "conflict"


def test_two_sources_with_rounded_forms_agree(data):
    trips = [f for f in checks.reconcile(Evidence.load()) if f.rule == "two sources differ"]
    assert any({"13,187", "13,817"} <= set(f.message.replace("(", "").split()) for f in trips)
    for finding in trips:
        assert len(finding.ids) >= 2
        assert "against" in finding.message


def test_what_was_not_yet_known_is_not_compared():
    then = {f.ids[0] for f in checks.reconcile(Evidence.load("2024-12-31"))}
    assert "shanxi-intelligent-mines-2025-03-a" not in then
    assert "sx-datong-wind-solar-base-capacity-2024-a" in then


def test_findings_come_in_a_fixed_order_once():
    evidence = Evidence.load()
    findings = checks.reconcile(evidence)
    assert findings == checks.reconcile(evidence)
    assert len(findings) == len(set(findings))
    assert {f.level for f in findings} == {"conflict", "doubt", "agrees"}
    for finding in findings:
        assert all(evidence.has(key) for key in finding.ids)
        assert finding.message.endswith(".")


def neat(data):
    return [f"{f.where}: {f.message}" for f in neatness.findings(data)]


def test_a_conflict_with_nothing_and_a_source_out_of_order_are_told(data):
    line = change(data, SHARE, conflict_group="alone", quality_note="")
    path = data / "sources.bib"
    text = path.read_text("utf8")
    path.write_text("@misc{zzz2024,\n  title = {T},\n}\n" + text, "utf8")
    assert neat(data) == [
        "data/sources.bib:1: zzz2024: this entry belongs at the end.",
        "data/sources.bib:1: zzz2024: no figure comes from this source.",
        f"data/observations.csv:{line}: conflict_group: 'alone' has no other row, and quality_note says nothing.",
    ]


# -- sizes out of line


OUT = "a size out of line with its own series"


def test_no_size_of_the_evidence_is_out_of_line():
    assert [f for f in checks.reconcile(Evidence.load()) if f.rule == OUT] == []


@pytest.mark.parametrize(
    ("factor", "says"),
    [(10, "8.7 times its neighbours, 1,063 Mt"), (0.001, "1,149 times smaller than its neighbours")],
)
def test_a_slip_of_ten_or_a_thousand_is_a_doubt_with_its_neighbours(data, factor, says):
    obs_id = "shanxi-raw-coal-output-2019-a"
    was = Evidence.load()[obs_id].value
    change(data, obs_id, value=f"{was * factor:g}")
    finding = found(Evidence.load(folder=data), OUT, obs_id)
    assert finding.level == "doubt"
    assert says in finding.message
    assert len(finding.ids) == 5
    assert all(key.startswith("shanxi-raw-coal-output-20") for key in finding.ids)
    change(data, obs_id, value=f"{was * 3:g}")  # a measure may grow
    assert not [
        f for f in checks.reconcile(Evidence.load(folder=data)) if f.rule == OUT and f.ids[0] == obs_id
    ]


# -- what had begun


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        (
            {"status": "actual"},
            "period: '2022-05-01' had not begun when cns2022ndrc was published, 2022-04-27.",
        ),
        ({"status": "plan"}, ""),
        ({"status": "forecast"}, ""),
    ],
)
def test_a_price_that_was_announced_has_not_happened(data, fields, told):
    change(data, "sx-mine-mouth-5500-kcal-coal-price-2022-05-01-a", **fields)
    assert [f.message for f in checks.validate(data)] == ([told] if told else [])


def test_of_a_year_that_was_not_over_something_may_be_told(data):
    # A page of 30 December tells what was done "in 2020".
    change(data, "shanxi-coal-capacity-removed-2020-a", status="actual")
    assert checks.validate(data) == []


def test_a_row_is_told_with_the_row_that_it_belongs_before(data):
    path = data / "observations.csv"
    lines = path.read_text("utf8").splitlines(keepends=True)
    ids = [line.split(",", 1)[0] for line in lines]
    for first, to in ((100, 50), (200, 201), (1, len(lines) - 1)):
        moved = lines[:first] + lines[first + 1 :]
        moved.insert(to, lines[first])
        path.write_text("".join(moved), "utf8")
        (finding,) = checks.validate(data)
        assert finding.where == f"data/observations.csv:{to + 1}"
        wanted = f"belongs before {ids[first + 1]} (line " if first + 1 < len(ids) else "belongs at the end"
        assert wanted in finding.message
