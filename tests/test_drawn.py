"""Everything that a chart draws is in the table behind it: the marks are read off each chart and looked for."""

import datetime as dt
from functools import cache
from typing import Any

import pandas as pd
import pytest
from matplotlib.dates import YearLocator, date2num
from matplotlib.figure import Figure

from evident import paths
from evident.export import charts, exhibiting
from evident.export.charts import NARROW, WIDE, Canvas
from evident.export.exhibits import Chart, Table
from evident.run import parameters, session
from evident.text.words import Words

from . import drawn

# Charts in which something is drawn that is no value, each with its reason.
NO_VALUES = {
    "overview.grammar": "A key to the marks: their places mean nothing.",
    "atlas.tiles": "Tiles of one size, which say their numbers in words.",
    "freight.network": "Lines of a map lead through degrees, and a frame shows which part is drawn larger.",
}
# Charts with marks beside their last year, such as the ranges there, whose place along the level axis means nothing.
BESIDE = {"overview.scenarios"}
# Charts along whose upright axis nothing is looked for, since it has no labels that say whether it measures.
UNLABELLED = {"overview.leaning"}


@cache
def charts_of(notebook: str) -> dict[str, Chart]:
    """The charts that a notebook exports, by their keys."""
    found: dict[str, Chart] = {}
    real = exhibiting.data_payload

    def keep(name: str, table: Table) -> object:
        if isinstance(table, Chart):
            found[name] = table
        return real(name, table)

    path = paths.report().analysis / f"{notebook}.ipynb"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(exhibiting, "data_payload", keep)
        session.collect(path, parameters.for_notebook(parameters.load_edition("baseline"), path))
    return found


def undrawn(key: str, chart: Chart, table: pd.DataFrame, width: float = WIDE) -> list[str]:
    """What the chart draws and a table does not have."""
    with charts.style(key):
        return drawn.not_in(table, chart.draw(Canvas(width, Words("en"))))


NOTEBOOKS = [path.stem for path in paths.notebooks()]


@pytest.mark.parametrize("width", [WIDE, NARROW], ids=["wide", "narrow"])
@pytest.mark.parametrize("notebook", NOTEBOOKS)
def test_what_a_chart_draws_is_in_its_table(notebook: str, width: float) -> None:
    said = [
        f"{key}, {problem}"
        for key, chart in charts_of(notebook).items()
        if key not in NO_VALUES
        for problem in undrawn(key, chart, chart.data, width)
        if not (key in BESIDE and ": x " in problem)
    ]
    assert charts_of(notebook)
    assert not said, "\n".join(said)


@pytest.mark.parametrize("notebook", NOTEBOOKS)
def test_a_table_with_other_numbers_is_noticed(notebook: str) -> None:
    blind = [
        key
        for key, chart in charts_of(notebook).items()
        if key not in {*NO_VALUES, *UNLABELLED} and not undrawn(key, chart, _moved(chart.data))
    ]
    assert not blind


def _moved(table: pd.DataFrame) -> pd.DataFrame:
    """The table with each number a little larger, and no two by the same part."""
    moved = table.copy()
    for name in moved.columns:
        if pd.api.types.is_numeric_dtype(moved[name]):
            moved[name] = [
                value * (1.0371 + 0.00013 * n) for n, value in enumerate(moved[name].astype(float))
            ]
    return moved


# -- small charts


def said(table: dict[str, list[Any]], draw: Any) -> list[str]:
    figure = Figure()
    draw(figure.subplots())
    return drawn.not_in(pd.DataFrame(table), figure)


ORE: dict[str, list[Any]] = {"year": [2021, 2022, 2023], "ore": [40.0, 47.5, 50.0]}


def test_a_line_and_dots_are_looked_for_point_by_point() -> None:
    assert said(ORE, lambda ax: ax.plot(ORE["year"], ORE["ore"])) == []
    assert said(ORE, lambda ax: ax.plot(ORE["year"], [40, 47.5, 51])) == ["line: y 51 not in the table"]
    assert said(ORE, lambda ax: ax.scatter(ORE["year"], [40, 43, 50])) == ["dots: y 43 not in the table"]
    assert said(ORE, lambda ax: ax.plot([2021, 2022.5, 2023], ORE["ore"])) == [
        "line: x 2022.5 not in the table"
    ]


def test_a_series_that_is_not_in_the_table_is_told() -> None:
    def both(ax: Any) -> None:
        ax.plot(ORE["year"], ORE["ore"])
        ax.plot(ORE["year"], [11, 12, 13])

    assert said(ORE, both) == ["line: y 11, 12, 13 not in the table"]


def test_bars_by_their_lengths_and_where_they_stand_on_one_another() -> None:
    assert said(ORE, lambda ax: ax.barh(["a", "b", "c"], ORE["ore"])) == []
    assert said(ORE, lambda ax: ax.barh(["a", "b", "c"], [47.5, 3.3, 50], left=[40, 47.5, 0])) == [
        "bar: lengths 3.3 and 0.8 are not in the table"
    ]
    stacked = {"coal": [10.0], "other": [7.0]}
    assert said(stacked, lambda ax: ax.bar([0], [7.0], bottom=[10.0])) == []


def test_a_bar_between_days_is_looked_for_by_its_height() -> None:
    days = [dt.date(2021, 1, 1), dt.date(2021, 9, 25)]
    table: dict[str, list[Any]] = {"from_day": days[:1], "to_day": days[1:], "pace": [203.0]}

    def bar(ax: Any, height: float) -> None:
        left, right = map(date2num, days)
        ax.bar(left, height, width=right - left, align="edge")
        ax.xaxis.set_major_locator(YearLocator())

    assert said(table, lambda ax: bar(ax, 203.0)) == []
    assert said(table, lambda ax: bar(ax, 211.0)) == ["bar: lengths 267 and 211 are not in the table"]


def test_bands_by_their_ends() -> None:
    table = ORE | {"low": [39.0, 44.0, 48.0], "high": [42.0, 49.0, 53.0]}

    def band(ax: Any, last: float = 53.0) -> None:
        ax.fill_between(ORE["year"], table["low"], [42.0, 49.0, last])

    assert said(table, band) == []
    assert said(table, lambda ax: band(ax, 54.0)) == ["area: y 54, 54 not in the table"]


def test_dates_and_other_units_are_known() -> None:
    days = [dt.date(2021, 12, 31), dt.date(2022, 12, 31)]
    table = {"date": days, "ore": [40_000.0, 47_500.0]}
    assert said(table, lambda ax: ax.plot(days, [40.0, 47.5])) == []
    assert said(table, lambda ax: ax.plot([2021 + 364 / 365, 2023.0], [40.0, 47.5])) == []
    assert said(table, lambda ax: ax.plot([dt.date(2021, 6, 30), days[1]], [40.0, 47.5])) != []


def test_lines_of_the_page_and_to_its_edge_are_no_marks() -> None:
    def helped(ax: Any) -> None:
        ax.plot(ORE["year"], ORE["ore"])
        ax.set_xlim(2020.6, 2023.3)
        ax.axhline(45)
        ax.plot([2020.6, 2023], [50, 50])

    assert said(ORE, helped) == []
