"""Choosing figures by their date, on the evidence of the report."""

from types import SimpleNamespace

import pandas as pd

from evident.evidence.tables import Evidence
from shanxi.models import latest

EVIDENCE = Evidence.load("2026-11-27")


def test_the_latest_is_of_a_whole_year() -> None:
    assert latest.latest(EVIDENCE, "electricity_exported").period == "2023"  # not the first quarter of 2024


def test_what_was_not_yet_public_is_not_known() -> None:
    assert not latest.latest(Evidence.load("1990-01-01"), "electricity_exported").known


def test_by_year_takes_whole_years() -> None:
    items = [SimpleNamespace(period=period) for period in ("2020", "2021-Q1", "2022/2023", "2023")]
    assert list(latest.by_year(items)) == [2020, 2023]


def test_years_of_the_panel() -> None:
    assert latest.known_years(EVIDENCE, "gdp_current")[-1] == 2024
    assert latest.known_years(Evidence.load("2010-01-01"), "gdp_current")[-1] == 2009
    chosen = latest.across(EVIDENCE, "raw_coal_output_above_scale", 2023)
    assert "China" not in chosen.table.columns
    assert list(chosen.table.index) == [2023]


def test_years_as_text() -> None:
    assert latest.as_year(1997) == "1997"
    assert latest.last_year(pd.DataFrame({"A": [1.0, 2.0]}, index=[2019, 2020])) == "2020"
    assert latest.year_of(EVIDENCE["shanxi-electricity-exported-2023-a"]) == "2023"
