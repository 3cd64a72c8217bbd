"""The charts of the freight chapter.

Belongs here: the table behind each chart and how it is drawn from it. Does not: the numbers that the notebook computed,
the words (`words/<language>/freight.yml`) or the common look (`charts.py`). The map of routes is in `freight_map.py`,
the scorecard in `freight_tables.py`.
"""

import datetime as dt
import math
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.dates import DateFormatter, YearLocator, date2num
from matplotlib.figure import Figure
from matplotlib.layout_engine import ConstrainedLayoutEngine

from evident.evidence.tables import Observation
from evident.export import charts
from evident.export.charts import Canvas
from evident.export.exhibits import Chart, Column
from evident.look.identity import colour
from evident.text.words import Words
from shanxi.models.freight_pace import Count, spans
from shanxi.models.intervals import interval

Table = Any  # a pandas DataFrame; the type of its cells is not known to a type checker


def columns(words: Words, **specs: tuple[str, int | None]) -> dict[str, Column]:
    """Columns by name, each with unit and decimals; the label is `freight.columns.<name>`."""
    return {name: Column(words(f"freight.columns.{name}"), *spec) for name, spec in specs.items()}


def count(
    words: Words, good: Sequence[Count], doubtful: Sequence[Count], derived: Sequence[Count], ahead: Table
) -> Chart:
    """The running total of trains, and carried forward.

    Args:
        ahead: as `freight_pace.fan` gives it, with the paces "any" and "latest"; empty if nothing can be carried.
    """
    marks = {"good": good, "doubtful": doubtful, "derived": derived}
    rows = [
        (words(f"freight.count.{kind}"), kind, c.middle_day, c.total.low, c.total.high)
        for kind, counts in marks.items()
        for c in counts
    ]
    rows += [(words(f"freight.count.{r.pace}"), r.pace, r.day, r.low, r.high) for r in ahead.itertuples()]
    table = pd.DataFrame(rows, columns=["kind", "key", "date", "low", "high"])
    data = table.drop(columns="key").replace(math.inf, math.nan)
    specs = columns(words, kind=("", None), date=("", None), low=("trains", 0), high=("trains", 0))
    return Chart(data, specs, lambda canvas: _draw_count(canvas, table))


def _draw_count(canvas: Canvas, table: Table) -> Figure:
    figure, ax = canvas.subplots(3.4)
    marks = {kind: table[table["key"] == kind] for kind in ("good", "doubtful", "derived", "any", "latest")}
    good = marks["good"].sort_values("date")
    charts.observed(ax, _days(good["date"]), good["low"], clip_on=False)
    for row in good[good["high"].map(math.isinf)].itertuples():
        _open_above(ax, _day(row.date), row.low, 85)
    for kind, mark in (("doubtful", charts.doubtful), ("derived", charts.derived)):
        mark(ax, _days(marks[kind]["date"]), (marks[kind]["low"] + marks[kind]["high"]) / 2)
    if not marks["latest"].empty:
        _ahead(canvas, ax, marks["any"], marks["latest"])
    left: dict[str, Any] = {"xytext": (-6, 6), "ha": "right"}
    for row in good.iloc[1:].itertuples():  # the first stands on the axis
        text = canvas.number(row.low, 0)
        if math.isinf(row.high):
            text = canvas.words("common.bounds.at_least", text=text)
        charts.label(ax, _day(row.date), row.low, text, **left)
    for row in pd.concat([marks["doubtful"], marks["derived"]]).itertuples():
        ends = (row.low, row.high) if row.high > row.low else (row.low,)
        text = canvas.span(canvas.number(end, 0) for end in ends)
        up = 4 if row.low < 100 else -8
        charts.label(ax, _day(row.date), row.low, text, "stone", xytext=(8, up), ha="left")
    ax.set_ylim(0, 1340)
    ax.set_yticks(range(0, 1201, 200))
    canvas.ticks(ax.yaxis)
    # The labels of the bands stand outside, where no line of the grid runs through them.
    _years(ax, (2016, 11), (2027, 1), 2 if canvas.narrow else 1)
    return figure


def _ahead(canvas: Canvas, ax: Axes, any_pace: Table, latest: Table) -> None:
    days, middle = _days(latest["date"]), (latest["low"] + latest["high"]) / 2
    ax.fill_between(days, any_pace["low"], any_pace["high"], color=colour("jade"), alpha=0.12, linewidth=0)
    charts.projection(ax, days, latest["low"], middle, latest["high"])
    for height, key in ((any_pace["high"].iloc[-1], "fastest"), (middle.iloc[-1], "latest")):
        charts.label(ax, days[-1], height, canvas.words(f"freight.count.{key}"), "jade", xytext=(5, 0))


def pace(
    words: Words,
    years: Mapping[str, Observation],
    totals: Sequence[Sequence[Count]],
    estimated: Sequence[Count],
    derived: Sequence[Count],
) -> Chart:
    """Trains a year, by periods that follow each other in time.

    Args:
        years: what is published of whole years, by year.
        totals: totals as published, in chains; from each to the next there is a pace.
        estimated: two totals, of which one is an estimate of this report.
        derived: two totals, of which the later was worked out.
    """
    rows: list[tuple[str, dt.date, dt.date, float, float]] = [
        ("year", dt.date(int(year), 1, 1), dt.date(int(year), 12, 31), obs.value, obs.value)
        for year, obs in years.items()
    ]
    chains = [("totals", chain) for chain in totals] + [("estimated", estimated), ("derived", derived)]
    for kind, chain in chains:
        for span in spans(chain):
            if span.pace.known:
                rows.append((kind, span.start.middle_day, span.end.middle_day, span.pace.low, span.pace.high))
    table = pd.DataFrame(rows, columns=["mark", "from_day", "to_day", "low", "high"]).sort_values("from_day")
    data = table.assign(mark=[words(f"freight.pace.marks.{mark}") for mark in table["mark"]])
    specs = columns(words, mark=("", None), from_day=("", None), to_day=("", None))
    for end in ("low", "high"):
        specs[end] = Column(words(f"freight.columns.{end}_pace"), "trains/yr", 0)
    return Chart(data, specs, lambda canvas: _draw_pace(canvas, table))


def _draw_pace(canvas: Canvas, table: Table) -> Figure:
    figure, ax = canvas.subplots(3.3)
    for row in table.itertuples():
        left, right = _day(row.from_day), _day(row.to_day)
        sure = row.mark in ("year", "totals")
        box: dict[str, Any] = {"width": right - left, "align": "edge", "linewidth": 0.8}
        # Up to the low end all is sure; what the words leave open above it is paler.
        face, edge = ("slate", "paper") if sure else ("paper", "slate")
        box["edgecolor"] = colour(edge)
        ax.bar(left, row.low, facecolor=colour(face), **box)
        ax.bar(left, row.high - row.low, bottom=row.low, facecolor=colour("slate"), alpha=0.45, **box)
        text = canvas.span(canvas.number(end, 0) for end in (row.low, row.high))
        charts.label(ax, (left + right) / 2, row.high, text, xytext=(0, 8), ha="center")
    ax.set_ylim(0, 240)
    ax.set_yticks(range(0, 201, 50))
    ax.grid(False, axis="x")
    _years(ax, (2016, 12), (2026, 3), 2 if canvas.narrow else 1)
    return figure


def _open_above(ax: Axes, x: float, y: float, length: float) -> None:
    """An arrow upwards: the figure is a lower bound."""
    arrow = {"arrowstyle": "-|>", "color": colour("ink"), "linewidth": 1.2, "shrinkA": 0, "shrinkB": 0}
    ax.annotate("", (x, y + length), (x, y), arrowprops=arrow)


def hubs(words: Words, cities: Sequence[Observation], latest: Any) -> Chart:
    """Trains in a year by city, longest first, and Shanxi last, alone and with as many returning trains.

    Args:
        latest: the province's pace, as a notebook passes it.
    """
    ordered = sorted(cities, key=lambda obs: -obs.value)
    keys = [obs.place.split("/")[-1].replace("'", "").lower() for obs in ordered]
    names = [words(f"freight.hubs.cities.{key}") for key in keys]
    names += [words("freight.hubs.shanxi"), words("freight.hubs.shanxi_twice")]
    here = interval(latest)
    data = pd.DataFrame(
        {
            "city": [name.partition("|")[0] for name in names],
            "low": [*(obs.value for obs in ordered), here.low, 2 * here.low],
            "high": [*(obs.value for obs in ordered), here.high, 2 * here.high],
        }
    )
    specs = columns(words, city=("", None), low=("trains", 0), high=("trains", 0))
    return Chart(data.replace(math.inf, math.nan), specs, lambda canvas: _draw_hubs(canvas, data, names))


def _draw_hubs(canvas: Canvas, data: Table, names: Sequence[str]) -> Figure:
    figure, ax = canvas.subplots(3.9 if canvas.narrow else 3.5)
    _margin(figure)
    last = len(data) - 2
    ax.barh(range(last), data["low"].iloc[:last], color=colour("stone"), height=0.62)
    for y, trains in enumerate(data["low"].iloc[:last]):
        charts.label(ax, trains, y, canvas.number(trains, 0), "stone", xytext=(4, 0))
    for y, face in ((last, "ink"), (last + 1, "paper")):
        low, high = data["low"].iloc[y], data["high"].iloc[y]
        ax.barh([y], [low], facecolor=colour(face), edgecolor=colour("ink"), linewidth=1.2, height=0.62)
        text = canvas.span(canvas.number(end, 0) for end in (low, high))
        charts.label(ax, low, y, text, "ink", xytext=(5, 0), weight=600)
    shown = [name.split("|")[0] if canvas.narrow else name.replace("|", " ") for name in names]
    ax.set_yticks(range(last + 2), shown)
    for tick in ax.get_yticklabels()[-2:]:
        tick.set_color(colour("ink"))
    ax.invert_yaxis()
    ax.grid(False)
    ax.set_xticks([])
    ax.spines["bottom"].set_visible(False)
    ax.set_xlim(0, max([1.0, *data["low"]]) * 1.14)
    return figure


def loads(words: Words, trains: Mapping[str, Observation], asia: Sequence[str], mean: float) -> Chart:
    """Weight a train: single trains, and the mean of a known time.

    Args:
        trains: single trains by key of the words `freight.loads`.
        asia: which of them went to Central Asia.
        mean: the mean of early 2021.
    """
    kinds = {key: "asia" if key in asia else "europe" for key in trains} | {"mean_2021": "mean"}
    # Of a weight that is printed as "about" the figure itself is shown.
    tonnes = {key: obs.value for key, obs in trains.items()} | {"mean_2021": mean}
    open_above = {key: obs.bound == "at_least" for key, obs in trains.items()} | {"mean_2021": False}
    table = pd.DataFrame(
        {
            "key": list(kinds),
            "train": [words(f"freight.loads.{key}") for key in kinds],
            "kind": [words(f"freight.loads.kinds.{kind}") for kind in kinds.values()],
            "tonnes": [tonnes[key] for key in kinds],
            "bound": [words("freight.loads.open") if open_above[key] else "–" for key in kinds],
        }
    )
    specs = columns(words, train=("", None), kind=("", None), tonnes=("t", 0), bound=("", None))
    drawn = table.assign(kind=list(kinds.values()), open=[open_above[key] for key in kinds])
    return Chart(table.drop(columns="key"), specs, lambda canvas: _draw_loads(canvas, drawn))


def _draw_loads(canvas: Canvas, table: Table) -> Figure:
    figure, ax = canvas.subplots(2.6)
    _margin(figure)
    names = {"asia": "jade", "europe": "slate", "mean": "ink"}
    for y, row in enumerate(table.itertuples()):
        name = names[row.kind]
        ax.plot([0, row.tonnes], [y, y], color=colour(name), linewidth=1.2)
        charts.observed(ax, [row.tonnes], [y], name)
        text = canvas.number(row.tonnes, 0)
        if row.open:
            text = canvas.words("common.bounds.at_least", text=text)
        charts.label(ax, row.tonnes, y, text, name, xytext=(7, 0))
    form = "freight.loads.short." if canvas.narrow else "freight.loads."
    ax.set_yticks(range(len(table)), [canvas.words(form + key) for key in table["key"]])
    ax.invert_yaxis()
    ax.grid(False)
    ax.set_xticks([])
    ax.spines["bottom"].set_visible(False)
    ax.set_xlim(0, 2150)
    return figure


def trade(words: Words, total: Sequence[Observation], aims: Mapping[str, float]) -> Chart:
    """Foreign trade by year, and what a target meant it to be.

    Args:
        total: foreign trade of whole years.
        aims: what was aimed at, by year.
    """
    rows = [("exact" if obs.quality == "good" else "machine", int(obs.period), obs.value) for obs in total]
    rows += [("aim", int(year), value) for year, value in aims.items()]
    table = pd.DataFrame(rows, columns=["mark", "year", "value"])
    data = table.assign(
        mark=[words(f"freight.trade.marks.{key}") for key in table["mark"]], year=table["year"].astype(str)
    )
    specs = columns(words, mark=("", None), year=("", None), value=("billion CNY", 0))
    return Chart(data, specs, lambda canvas: _draw_trade(canvas, table))


def _draw_trade(canvas: Canvas, table: Table) -> Figure:
    figure, ax = canvas.subplots(2.9)
    total, aims = table[table["mark"] != "aim"], table[table["mark"] == "aim"]
    solid, open_ = total[total["mark"] == "exact"], total[total["mark"] == "machine"]
    ax.plot(total["year"], total["value"], color=colour("ink"), linewidth=2)
    charts.observed(ax, solid["year"], solid["value"])
    charts.doubtful(ax, open_["year"], open_["value"])
    for row in total.itertuples():
        up = 11 if row.value == total["value"].max() else -12
        charts.label(
            ax, row.year, row.value, canvas.number(row.value, 0, "billion CNY"), xytext=(0, up), ha="center"
        )
    charts.target(ax, aims["year"], aims["value"])
    for row in aims.itertuples():
        text = canvas.words("freight.trade.aim", value=canvas.number(row.value, 0, "billion CNY"))
        charts.label(ax, row.year, row.value, text, "loess", xytext=(0, 14), ha="center")
    ax.set_ylim(0, 250)
    canvas.counted(ax.yaxis, "billion CNY")
    ax.set_xlim(2018.5, 2025.5)
    return figure


def _margin(figure: Figure) -> None:
    """Room beside long labels: a page may set them a little wider than they were measured."""
    engine = figure.get_layout_engine()
    assert isinstance(engine, ConstrainedLayoutEngine)
    engine.set(w_pad=0.12)


def _day(date: dt.date) -> float:
    """A date on the axis of days."""
    return float(date2num(date))


def _days(dates: Iterable[dt.date]) -> list[float]:
    return [_day(date) for date in dates]


def _years(ax: Axes, start: tuple[int, int], end: tuple[int, int], step: int) -> None:
    """An axis of days from one month (year, month) to another, with a tick at each year's start."""
    ax.set_xlim(_day(dt.date(*start, 1)), _day(dt.date(*end, 1)))
    ax.xaxis.set_major_locator(YearLocator(step))
    ax.xaxis.set_major_formatter(DateFormatter("%Y"))
