"""Everything that a chart draws is in the table behind it: the marks are read off each chart and looked for."""

import datetime as dt
import re
from functools import cache
from typing import Any

import pandas as pd
import pytest
from matplotlib.colors import to_rgba
from matplotlib.dates import YearLocator, date2num
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch

from evident import paths
from evident.book.chart_readings import Readings
from evident.export import charts, exhibiting
from evident.export.charts import NARROW, WIDE, Canvas
from evident.export.ends import figures
from evident.export.exhibits import Chart, Table, data_payload
from evident.export.marks import Mark, marks, points_of
from evident.export.marks import drawn as artists
from evident.export.readouts import Readouts
from evident.export.sheets import Sheet
from evident.export.svg import to_svg
from evident.look.identity import colour
from evident.run import parameters, session
from evident.text.words import Words

from . import drawn

# Charts in which something is drawn that is no value, each with its reason.
NO_VALUES = {
    "overview.grammar": "A key to the marks: their places mean nothing.",
    "atlas.tiles": "Tiles of one size, which say their numbers in words.",
    "mining.map": "Lines of a map lead through degrees; what it says is looked for in test_maps.py.",
    "cooperation.lines": "As before.",
    "cooperation.drawn": "Tiles of one size, as in the atlas.",
    "freight.network": "Lines of a map lead through degrees, and a frame shows which part is drawn larger.",
}
# Charts with marks beside their last year, such as the ranges there, whose place along the level axis means nothing.
BESIDE = {"overview.scenarios"}
# Charts along whose upright axis nothing is looked for, since it has no labels that say whether it measures.
UNLABELLED = {"overview.leaning"}
# Charts that read out fewer rows than most, each with its reason.
UNASKED = {
    "overview.grammar": "A key to the marks, which stand for no figure.",
    "firmness.firm": "It draws as many rows as a page has room for.",
    "mining.map": "Its lines end at places, of which several stand for the same capacity; its words leave it unanswered.",
}
PART = 0.6  # of the rows of a table that stand in its chart as marks; others are bands, lines across, or text
POINT = 0.1  # points to which places are told


@cache
def charts_of(notebook: str) -> dict[str, Chart]:
    """The charts that a notebook exports, by their keys."""
    found: dict[str, Chart] = {}
    real = exhibiting.data_payload

    def keep(name: str, table: Table, words: Words) -> object:
        if isinstance(table, Chart):
            found[name] = table
        return real(name, table, words)

    path = paths.report().analysis / f"{notebook}.ipynb"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(exhibiting, "data_payload", keep)
        session.collect(path, parameters.for_notebook(parameters.load_edition("baseline"), path))
    return found


@cache
def figure_of(notebook: str, key: str, width: float = WIDE) -> Figure:
    """A chart as it is drawn, laid out."""
    with charts.style(key, width):
        figure = charts_of(notebook)[key].draw(Canvas(width, Words("en")))
        to_svg(figure)
    return figure


def undrawn(key: str, table: pd.DataFrame, width: float = WIDE) -> list[str]:
    """What the chart draws and a table does not have."""
    return drawn.not_in(table, figure_of(key.partition(".")[0], key, width))


NOTEBOOKS = [path.stem for path in paths.notebooks()]


@pytest.mark.parametrize("width", [WIDE, NARROW], ids=["wide", "narrow"])
@pytest.mark.parametrize("notebook", NOTEBOOKS)
def test_what_a_chart_draws_is_in_its_table(notebook: str, width: float) -> None:
    said = [
        f"{key}, {problem}"
        for key, chart in charts_of(notebook).items()
        if key not in NO_VALUES
        for problem in undrawn(key, chart.data, width)
        if not (key in BESIDE and ": x " in problem)
    ]
    assert charts_of(notebook)
    assert not said, "\n".join(said)


@pytest.mark.parametrize("notebook", NOTEBOOKS)
def test_a_table_with_other_numbers_is_noticed(notebook: str) -> None:
    blind = [
        key
        for key, chart in charts_of(notebook).items()
        if key not in {*NO_VALUES, *UNLABELLED} and not undrawn(key, _moved(chart.data))
    ]
    assert not blind


def breaks_grammar(figure: Figure) -> list[str]:
    """Marks that mean something else than the key to the marks says: an open dot is doubtful and a hollow diamond a plan,
    in the colour of plans; hatching is a range of opinion, on no ground of its own."""
    paper, loess = (to_rgba(colour(name)) for name in ("paper", "loess"))
    said = []
    for line in figure.findobj(Line2D):
        marker, face, edge = (
            line.get_marker(),
            to_rgba(line.get_markerfacecolor()),
            line.get_markeredgecolor(),
        )
        if marker in ("None", "", " ", None):
            continue
        if face == paper and marker not in ("o", "D"):
            said.append(f"an open {marker}")
        if marker == "D" and not (face == paper and to_rgba(edge) == loess):
            said.append("a diamond that is no plan")
        if marker == "o" and face == paper and to_rgba(edge) == loess:
            said.append("a doubtful figure in the colour of plans")
    for patch in figure.findobj(Patch):
        if patch.get_hatch() and patch.get_facecolor()[3]:
            said.append("hatching on a coloured ground")
    return said


@pytest.mark.parametrize("notebook", NOTEBOOKS)
def test_marks_keep_to_one_grammar(notebook: str) -> None:
    said = []
    for key, chart in charts_of(notebook).items():
        with charts.style(key):
            figure = chart.draw(Canvas(WIDE, Words("en")))
        said += [f"{key}: {problem}" for problem in breaks_grammar(figure)]
    assert not said, "\n".join(said)


def test_a_mark_that_breaks_the_grammar_is_noticed() -> None:
    figure = Figure()
    ax = figure.subplots()
    ax.plot([1], [1], marker="D", markerfacecolor=colour("paper"), markeredgecolor=colour("slate"))
    ax.plot([1], [1], marker="s", markerfacecolor=colour("paper"))
    ax.bar([1], [1], hatch="//", facecolor=colour("jade"))
    assert breaks_grammar(figure) == [
        "a diamond that is no plan",
        "an open s",
        "hatching on a coloured ground",
    ]


def _moved(table: pd.DataFrame) -> pd.DataFrame:
    """The table with each number a little larger, and no two by the same part."""
    moved = table.copy()
    for name in moved.columns:
        if pd.api.types.is_numeric_dtype(moved[name]):
            moved[name] = [
                value * (1.0371 + 0.00013 * n) for n, value in enumerate(moved[name].astype(float))
            ]
    return moved


# -- what can be read out of a chart


def marks_of(notebook: str, key: str, width: float) -> list[Mark]:
    data = data_payload(key, charts_of(notebook)[key], Words("en"))
    numeric = [column["decimals"] is not None for column in data["columns"]]
    figure = figure_of(notebook, key, width)
    return marks(figure, Sheet(data["rows"], data["cells"], numeric), dict.fromkeys(artists(figure), "g"))


def misplaced(key: str, mark: Mark, figure: Figure, table: pd.DataFrame) -> str:
    """Why the number that a mark is read out as does not stand where the mark does; empty if it does."""
    told = drawn.Held(table.iloc[[mark.row], [mark.column]])
    height = figure.bbox.height
    corners = [(mark.x, mark.y)] if mark.box is None else [mark.box[:2], mark.box[2:], (mark.x, mark.y)]
    for ax in figure.axes:
        back, which = ax.transData.inverted().transform, int(mark.upright)
        ends = [back((x, height - y))[which] for x, y in corners]
        steps = [
            abs(back((x + POINT, height - y + POINT))[which] - end)
            for (x, y), end in zip(corners, ends, strict=True)
        ]
        numbers, step = [*ends, ends[1] - ends[0] if len(ends) > 1 else ends[0]], max(steps)
        if any(told.near(number, 2 * step) for number in numbers):
            return ""
    return (
        f"{key}: {table.iloc[mark.row].to_list()} column {mark.column} does not stand at {mark.x}, {mark.y}"
    )


@pytest.mark.parametrize("width", [WIDE, NARROW], ids=["wide", "narrow"])
@pytest.mark.parametrize("notebook", NOTEBOOKS)
def test_a_mark_is_read_out_as_the_number_that_it_stands_at(notebook: str, width: float) -> None:
    found = {
        key: [mark for mark in marks_of(notebook, key, width) if mark.column >= 0]
        for key in charts_of(notebook)
    }
    wrong = [
        said
        for key, every in found.items()
        for mark in every
        if (said := misplaced(key, mark, figure_of(notebook, key, width), charts_of(notebook)[key].data))
    ]
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("notebook", NOTEBOOKS)
def test_every_chart_can_be_asked(notebook: str) -> None:
    silent = []
    for key, chart in charts_of(notebook).items():
        rows = {mark.row for mark in marks_of(notebook, key, WIDE)}
        if key not in UNASKED and len(rows) < PART * len(chart.data):
            silent.append(f"{key}: {len(rows)} of {len(chart.data)} rows")
    assert not silent


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


# -- what charts say, and what fades with a series


@cache
def told_of(notebook: str, key: str) -> tuple[dict[str, Any], Figure, dict[Any, str]]:
    """The payload of a chart with its marks, the wide drawing, and the ids of its parts."""
    words, held = Words("en"), []
    chart = charts_of(notebook)[key]
    data = data_payload(key, chart, words)
    readouts = Readouts(data, words)

    def read(name: str, figure: Figure, groups: dict[Any, str]) -> None:
        held.append((figure, dict(groups)))
        readouts.read(name, figure, groups)

    charts.render(key, chart.draw, words, read)
    return {**data, "marks": readouts.payload()}, *held[0]


def asked(notebook: str) -> list[str]:
    """The charts of a notebook that readers may ask."""
    words = Words("en")
    return [
        key
        for key in charts_of(notebook)
        if told_of(notebook, key)[0]["marks"] and not words.has(f"{key}.unanswered")
    ]


@pytest.mark.parametrize("notebook", NOTEBOOKS)
def test_what_charts_say_can_be_quoted(notebook: str) -> None:
    """Whole dates, no single number under the name of one of two ends, nothing that is said twice, no bare name."""
    for key in asked(notebook):
        payload, *_ = told_of(notebook, key)
        readings = Readings(payload, Words("en"))
        for mark in payload["marks"]["wide"]["marks"]:
            said = readings.of(mark)
            text = str(said)
            assert not re.search(r"\d{4}-\d\d", text), (key, text)
            assert said.head or said.lines[0][0], (key, text)
            assert said.lines, (key, said.head)
            labels = [label for label, _ in said.lines if label]
            assert len(set(labels)) == len(labels), (key, text)
            cells, columns = payload["cells"][mark[2]], payload["columns"]
            for figure in figures(columns):
                ends = {cells[at] for at in figure.columns}
                if len(ends) == 1:
                    assert not {
                        columns[at]["label"] for at in (figure.low, figure.high) if at is not None
                    } & set(labels), (key, text)


@pytest.mark.parametrize("notebook", NOTEBOOKS)
def test_a_series_fades_with_all_that_is_its_own(notebook: str) -> None:
    """Every line, band and bar whose numbers are those of one series is that series', and so is every label that says
    its name."""
    for key in asked(notebook):
        payload, figure, groups = told_of(notebook, key)
        marks, names = payload["marks"], payload["marks"]["names"]
        parts = {part: {names[n] for n in own} for part, own in marks["wide"]["parts"]}
        if not names:
            continue
        series = marks["series"]
        rows = {
            name: {
                value
                for row, cells in zip(payload["rows"], payload["cells"], strict=True)
                if series < 0 or cells[series] == name
                for value, column in zip(row, payload["columns"], strict=True)
                if column["decimals"] is not None
                and value
                and (series >= 0 or column["label"].startswith(name))
            }
            for name in names
        }
        for ax in figure.axes:
            for artist in (*ax.lines, *ax.collections):
                points = [point.centre for point in points_of(ax, artist)] if artist in groups else []
                lengths = {round(point[1 if marks["wide"]["upright"] else 0], 6) for point in points} - {0}
                for name, own in rows.items():
                    others = set().union(*(values for other, values in rows.items() if other != name))
                    known = {round(value, 6) for value in own} - {round(value, 6) for value in others}
                    if len(lengths) > 1 and lengths <= known:
                        assert name in parts.get(groups[artist], set()), (key, name, groups[artist])
            for text in ax.texts:
                if text in groups and text.get_text() in names:
                    assert parts.get(groups[text]) == {text.get_text()}, (key, text.get_text())


def test_bands_and_ranges_of_the_scenarios_fade_with_their_scenario() -> None:
    payload, figure, groups = told_of("overview", "overview.scenarios")
    names = payload["marks"]["names"]
    parts = {part: {names[n] for n in own} for part, own in payload["marks"]["wide"]["parts"]}
    for ax in figure.axes:
        bands = [parts[groups[band]] for band in ax.collections]
        assert bands == [{name} for name in names]
        # A median each, then the range beside the last year; the name beside both.
        assert [parts[groups[line]] for line in ax.lines] == [{name} for name in names for _ in range(2)]
        assert [parts[groups[text]] for text in ax.texts] == [{name} for name in names]


@pytest.mark.parametrize("notebook", NOTEBOOKS)
def test_rows_of_a_chart_differ_in_more_than_their_numbers(notebook: str) -> None:
    for key, chart in charts_of(notebook).items():
        words = [name for name, column in chart.columns.items() if column.decimals is None]
        twice = chart.data[chart.data.duplicated(words, keep=False)]
        assert twice.empty, f"{key} has rows with one name: {twice[words].to_dict('records')}"


@pytest.mark.parametrize("notebook", NOTEBOOKS)
def test_numbers_of_charts_have_units(notebook: str) -> None:
    words = Words("en")
    for key, chart in charts_of(notebook).items():
        for name, column in chart.columns.items():
            if column.decimals is None:
                continue
            assert column.unit or column.unit_in in chart.columns, f"{key}.{name} has no unit"
            assert not column.unit or words.has(f"common.units.{column.unit}"), f"{key}.{name}: {column.unit}"


def test_one_output_of_coal_has_one_value() -> None:
    """What the first page draws of coal dug is the line of the chapter."""
    dug = charts_of("overview")["overview.picture"].data.set_index("year")["dug"].dropna()
    table = charts_of("mining")["mining.output"].data
    line = table[table["series"] == Words("en")("mining.output.line")].set_index("year")["value"]
    assert {year: line[year] for year in dug.index} == dict(dug)
