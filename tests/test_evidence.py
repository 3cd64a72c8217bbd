"""Reading the evidence: what the tables hold, what a date hides, what a wrong name says.

The expected figures are read off the five texts that the report starts from, not off the tables.
"""

import csv
import datetime as dt
import math
from collections import Counter

import pytest

from evident import paths
from evident.evidence import neatness
from evident.evidence.periods import period_end, published_by
from evident.evidence.sources import read_sources
from evident.evidence.tables import Evidence, UnknownEvidence

SEEDS = {  # how many quantities each of the five starting texts prints, counted line by line
    "chinadaily2021changzhi": 9,
    "chinadaily2024transition": 49,
    "chinadaily2025special": 24,
    "chinadaily2026report": 16,
    "pacs2025shanxi": 10,
}


@pytest.fixture(scope="module")
def evidence() -> Evidence:
    return Evidence.load()


def test_every_quantity_of_the_five_texts_is_an_observation(evidence):
    counts = Counter(evidence.observations["source_id"])
    assert {source: counts[source] for source in SEEDS} == SEEDS


@pytest.mark.parametrize(
    ("obs_id", "value", "unit", "bound", "period"),
    [
        # "90.48 million kilowatts", "55.1 percent"
        ("shanxi-installed-new-and-clean-capacity-2025-12-31-a", 90.48, "GW", "exact", "2025-12-31"),
        ("shanxi-share-new-and-clean-capacity-2025-12-31-a", 55.1, "percent", "exact", "2025-12-31"),
        # "6.5 billion metric tons", "nearly 30 percent"
        ("shanxi-raw-coal-output-cumulative-2021-to-2025-a", 6500, "Mt", "approx", "2021/2025"),
        ("shanxi-share-of-national-coal-output-2021-to-2025-a", 30, "percent", "approx", "2021/2025"),
        # "more than 700 million tonnes", "over 652 million tons"
        ("shanxi-coal-shipped-to-other-provinces-2025-a", 700, "Mt", "at_least", "2025"),
        ("shanxi-raw-coal-output-2025-01-to-2025-06-a", 652, "Mt", "at_least", "2025-01/2025-06"),
        # "27 billion kilowatt-hours"; "6 million megawatts" is kept as printed: 6,000,000 MW = 6,000 GW
        ("sx-datong-clean-power-delivery-plan-2024-a", 27, "TWh", "exact", "2024"),
        ("sx-datong-wind-solar-base-capacity-2024-a", 6000, "GW", "exact", "2024"),
        # "around 9 million kilowatts"; "74.61 billion yuan"
        ("sx-changzhi-installed-capacity-total-2021-07-31-a", 9, "GW", "approx", "2021-07-31"),
        ("sx-changzhi-energy-project-investment-2021-a", 74.61, "billion CNY", "exact", "2021"),
        # "413 million yuan worth of household appliances" = 0.413 billion
        (
            "shanxi-trade-in-sales-2025-01-01-to-2025-02-11-a",
            0.413,
            "billion CNY",
            "exact",
            "2025-01-01/2025-02-11",
        ),
        # "244 intelligent coal mines"; "2,581" of the scrambled page
        ("shanxi-intelligent-mines-2025-03-a", 244, "count", "exact", "2025-03"),
        ("shanxi-air-cargo-2024-a", 2581, "t", "exact", "2024"),
    ],
)
def test_figures_are_as_printed(evidence, obs_id, value, unit, bound, period):
    obs = evidence[obs_id]
    assert (obs.value, obs.unit, obs.bound, obs.period) == (value, unit, bound, period)


def test_sources_are_sorted_and_used_and_conflicts_are_two():
    assert list(neatness.findings(paths.data_dir())) == []


def test_files_end_lines_the_same_everywhere():
    for name in ("observations.csv", "indicators.csv", "panel.csv", "sources.bib", "datapackage.json"):
        raw = (paths.data_dir() / name).read_bytes()
        assert b"\r" not in raw, f"{name} has Windows line ends"
        assert raw.endswith(b"\n"), f"{name} does not end with a line end"


def test_what_was_published_later_is_hidden():
    then = Evidence.load("2024-12-31")
    # The work report of February 2026 was not out; the special page of 2024 was.
    assert math.isnan(then["shanxi-intelligent-mines-2025-12-31-a"].value)
    assert not then["shanxi-intelligent-mines-2025-12-31-a"].known
    assert then["shanxi-intelligent-mines-2023-12-31-a"].value == 118
    known = [obs.value for obs in then.select("intelligent_mines", "Shanxi")]
    assert 400 not in known
    assert 118 in known
    hidden = then.select("intelligent_mines", "Shanxi", known=False)
    assert any(obs.obs_id == "shanxi-intelligent-mines-2025-12-31-a" for obs in hidden)


def test_nothing_is_hidden_from_the_edition_of_the_day_on_which_all_was_read():
    now = Evidence.load("2026-11-27")
    assert [key for key in now.observations.index if not now[key].known] == []


def test_a_panel_cell_is_known_once_its_year_is_over():
    assert math.isnan(Evidence.load("2023-12-30").cell("Shanxi", 2023, "gdp_current").value)
    # National accounts of 2023: 25,698.2 in hundred million yuan = 2,569.82 billion.
    assert Evidence.load("2023-12-31").cell("Shanxi", 2023, "gdp_current").value == 2569.82


def test_selection_is_ordered_and_filtered(evidence):
    mines = evidence.select("intelligent_mines", "Shanxi", period_kind="stock")
    assert [obs.end for obs in mines] == sorted(obs.end for obs in mines)
    assert {obs.status for obs in mines} == {"actual"}
    targets = evidence.select("intelligent_mines", "Shanxi", status="target")
    assert [obs.value for obs in targets] == [
        200
    ]  # "a total of 200 smart coal mines by the end of this year"
    base = evidence.select("wind_solar_base_capacity", "Shanxi/Datong", status=None)
    assert 6000 not in [obs.value for obs in base]  # a damaged printing must be asked for
    asked = evidence.select(
        "wind_solar_base_capacity", "Shanxi/Datong", status=None, quality=("damaged_text",)
    )
    assert [obs.value for obs in asked] == [6000]
    largest = evidence.select("operating_mines_by_size", "Shanxi", category=">=10")
    assert [obs.value for obs in largest] == [14]


def test_sizes_add_up(evidence):
    parts = [o for o in evidence.select("operating_mines_by_size", "Shanxi") if o.category != "all"]
    # 0 + 90 + 201 + 249 + 36 + 66 + 19 + 14 + 5 without a stated size = 680
    assert sum(o.value for o in parts) == 680
    assert [o.value for o in evidence.select("operating_mines_by_size", category="all")] == [680]


@pytest.mark.parametrize(
    ("period", "end"),
    [
        ("2024", dt.date(2024, 12, 31)),
        ("2025-Q1", dt.date(2025, 3, 31)),
        ("2024-02", dt.date(2024, 2, 29)),  # a leap year
        ("2025-01-01/2025-02-11", dt.date(2025, 2, 11)),
        ("../2024-10", dt.date(2024, 10, 31)),
    ],
)
def test_a_period_ends_on_its_last_day(period, end):
    assert period_end(period) == end


def test_a_source_dated_by_year_counts_to_its_end_or_to_the_day_it_was_read():
    assert published_by("2024") == dt.date(2024, 12, 31)
    assert published_by("2026", "2026-11-21") == dt.date(2026, 11, 21)  # read before its year was over
    assert published_by("2024", "2026-11-21") == dt.date(2024, 12, 31)
    with pytest.raises(ValueError, match="'spring 2024' is not a day"):
        published_by("spring 2024")


def test_wrong_names_offer_the_nearest(evidence):
    with pytest.raises(UnknownEvidence, match=r"did you mean .*shanxi-intelligent-mines-2023-12-31-a"):
        evidence["shanxi-intelligent-mine-2023-12-31-a"]
    with pytest.raises(
        UnknownEvidence, match="no indicator 'intelligent_mine'; did you mean intelligent_mines"
    ):
        evidence.select("intelligent_mine")
    with pytest.raises(UnknownEvidence, match="no panel cell 'panel:Shanxi:1949:gdp_current'"):
        evidence.cell("Shanxi", 1949, "gdp_current")
    with pytest.raises(UnknownEvidence, match="no panel indicator 'gdp_curent'"):
        evidence.table("gdp_curent")


def test_a_panel_cell_and_its_record(evidence):
    key = "panel:Shanxi:2023:gdp_current"
    assert evidence.has(key)
    assert evidence.sources_of([key, "shanxi-intelligent-mines-2023-12-31-a", key]) == [
        "nbs2025regionalaccounts",
        evidence["shanxi-intelligent-mines-2023-12-31-a"].source_id,
    ]
    with pytest.raises(UnknownEvidence, match="no panel cell 'panel:Shanxi:1949:gdp_current'"):
        evidence.sources_of([key, "panel:Shanxi:1949:gdp_current"])
    record = evidence.record(key)
    assert (record["value"], record["value_high"], record["decimals"]) == (2569.82, None, 2)
    assert record["label_zh"] == "地区生产总值（现价）"
    assert evidence.table("gdp_current", ["Shanxi"]).loc[2023, "Shanxi"] == 2569.82


def test_the_extract_of_the_panel_stays_an_extract(evidence):
    """Power and consumption come from a data terminal: a cited extract may be published, a copy may not."""
    terminal = {"cec2024capacity", "cec2024electricity", "cec2024hours", "nbs2024generation"}
    extract = evidence.panel[
        evidence.panel["source_id"].isin(terminal) & (evidence.panel["province"] != "Shanxi")
    ]
    for indicator, rows in extract.groupby("indicator"):
        years = rows.groupby("province")["year"].nunique()
        # Whole series for at most ten provinces; of the others no more than the two years computed with.
        assert (years > 2).sum() <= 10, f"{indicator} is becoming a copy of the terminal's series"
        if indicator not in ("electricity_consumption", "generation_thermal_above_scale"):
            assert years.max() <= 2, f"{indicator} is becoming a copy of the terminal's series"


def test_values_print_back_as_in_the_file(evidence):
    with (paths.data_dir() / "observations.csv").open(encoding="utf8") as file:
        for row in csv.DictReader(file):
            assert repr(evidence[row["obs_id"]].value) == repr(float(row["value"]))


def test_sources_are_read_with_publisher_date_and_address(evidence):
    report = evidence.sources["chinadaily2026report"]
    assert (report.publisher, report.published) == ("China Daily", "2026-02-05")
    assert report.url.startswith("http://www.ecns.cn/")
    assert evidence.sources["bass1969new"].publisher == "Management Science"
    assert evidence.sources["bass1969new"].persons == ("Bass, F.M.",)


def test_a_broken_line_of_the_bibliography_names_itself(tmp_path):
    path = tmp_path / "sources.bib"
    path.write_text("@online{a2024b,\n  title = {T},\n  nonsense\n}\n")
    with pytest.raises(ValueError, match=r"sources\.bib:3: a2024b: .* expected here"):
        read_sources(path)
