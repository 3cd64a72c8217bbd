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
from evident.text import formats
from evident.text.formats import number
from evident.text.words import Words
from shanxi.models.freight_pace import Count, count_of, spans
from shanxi.models.intervals import interval

Table = Any  # a pandas DataFrame; the type of its cells is not known to a type checker
REPEATS = "2025-03"  # the page of March 2025 prints what was said in May 2024
KINDS = {
    "cities": ("slate", 0),
    "routes": ("ink", -5),
    "countries": ("loess", 6),
}  # colour, shift of the label


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
    for kind in ("doubtful", "derived"):
        charts.doubtful(ax, _days(marks[kind]["date"]), (marks[kind]["low"] + marks[kind]["high"]) / 2)
    if not marks["latest"].empty:
        _ahead(canvas, ax, marks["any"], marks["latest"])
    left: dict[str, Any] = {"xytext": (-6, 6), "ha": "right"}
    for row in good.iloc[1:].itertuples():  # the first stands on the axis
        text = number(row.low, 0)
        if math.isinf(row.high):
            text = canvas.words("common.bounds.at_least", text=text)
        charts.label(ax, _day(row.date), row.low, text, **left)
    for row in pd.concat([marks["doubtful"], marks["derived"]]).itertuples():
        text = number(row.low, 0)
        if row.high > row.low:
            text = canvas.words("common.range", low=text, high=number(row.high, 0))
        up = 4 if row.low < 100 else -8
        charts.label(ax, _day(row.date), row.low, text, "stone", xytext=(8, up), ha="left")
    ax.set_ylim(0, 1340)
    ax.set_yticks(range(0, 1201, 200))
    ax.yaxis.set_major_formatter(lambda value, _: number(value, 0))
    # Room at the right for the labels of the bands.
    _years(ax, (2016, 11), (2030, 6) if canvas.narrow else (2028, 9), 2 if canvas.narrow else 1)
    return figure


def _ahead(canvas: Canvas, ax: Axes, any_pace: Table, latest: Table) -> None:
    days, middle = _days(latest["date"]), (latest["low"] + latest["high"]) / 2
    ax.fill_between(days, any_pace["low"], any_pace["high"], color=colour("jade"), alpha=0.12, linewidth=0)
    charts.projection(ax, days, latest["low"], middle, latest["high"])
    for height, key in ((any_pace["high"].iloc[-1], "fastest"), (middle.iloc[-1], "latest")):
        charts.label(ax, days[-1], height, canvas.words(f"freight.count.{key}"), "jade", xytext=(5, 0))


def pace(
    words: Words, good: Sequence[Count], derived: Sequence[Count], reach: Mapping[str, Sequence[Observation]]
) -> Chart:
    """Above, the pace between totals as intervals; below, how far the service says it reaches.

    Args:
        good: totals as published, in order of time.
        derived: totals worked out for later days; the pace to each is from the last good one with two ends.
        reach: what is reported of routes, cities and countries.
    """
    closed = [c for c in good if not c.total.one_sided]
    boxes = [(span, "good") for span in spans(good)]
    boxes += [(span, "derived") for c in derived for span in spans([closed[-1], c])]
    rows = [
        (
            words("freight.pace.above"),
            kind,
            span.start.middle_day,
            span.end.middle_day,
            span.pace.low,
            span.pace.high,
        )
        for span, kind in boxes
    ]
    for kind, prints in reach.items():
        name = words(f"freight.pace.{kind}")
        for obs in prints:
            day = count_of(obs, obs.period).middle_day
            sure = obs.bound == "exact" and obs.quality == "good" and obs.period != REPEATS
            high = math.inf if obs.bound == "at_least" else obs.value
            rows.append((name, "good" if sure else "open", day, day, obs.value, high))
    table = pd.DataFrame(rows, columns=["series", "mark", "from_day", "to_day", "low", "high"])
    data = table.assign(mark=[words(f"freight.pace.marks.{mark}") for mark in table["mark"]])
    ends = {"from_day": ("", None), "to_day": ("", None), "low": ("", 1), "high": ("", 1)}
    specs = columns(words, series=("", None), mark=("", None), **ends)
    return Chart(data.replace(math.inf, math.nan), specs, lambda canvas: _draw_pace(canvas, table))


def _draw_pace(canvas: Canvas, table: Table) -> Figure:
    height = 4.9 if canvas.narrow else 4.6
    figure, (above, below) = canvas.subplots(height, 2, 1, sharex=True, height_ratios=(3, 2))
    previous = math.inf
    for row in table[table["series"] == canvas.words("freight.pace.above")].itertuples():
        _pace_box(above, row, rising=row.low > previous)
        previous = row.low
    above.set_ylim(0, 260)
    above.set_title(canvas.words("freight.pace.above"))
    # Routes and countries end side by side: their labels part.
    for kind, (name, shift) in KINDS.items():
        rows = table[table["series"] == canvas.words(f"freight.pace.{kind}")]
        solid, open_ = rows[rows["mark"] == "good"], rows[rows["mark"] == "open"]
        charts.observed(below, _days(solid["from_day"]), solid["low"], name)
        charts.doubtful(below, _days(open_["from_day"]), open_["low"], name)
        if not rows.empty:
            day, value = _day(rows["from_day"].iloc[-1]), float(rows["low"].iloc[-1])
            text = f"{number(value, 0)} {canvas.words(f'freight.pace.{kind}')}"
            charts.label(below, day, value, text, name, xytext=(7, shift))
    below.set_ylim(0, 55)
    below.set_title(canvas.words("freight.pace.below"))
    _years(below, (2017, 1), (2026, 9 if canvas.narrow else 6), 2 if canvas.narrow else 1)
    return figure


def _pace_box(ax: Axes, row: Any, rising: bool) -> None:
    """One pace: as wide as its time, as high as what it leaves open, at least a line thick; open if derived.

    Its label stands above where the pace rises, so that it never meets the box before it.
    """
    left, right = _day(row.from_day), _day(row.to_day)
    text = number(row.low, 0)
    if math.isinf(row.high):
        text = number(math.floor(row.low), 0)
        ax.plot([left, right], [row.low, row.low], color=colour("ink"), linewidth=2, solid_capstyle="butt")
        _open_above(ax, right, row.low, 40)
        charts.label(ax, (left + right) / 2, row.low, f"≥ {text}", xytext=(0, 9), ha="center")
        return
    # Thinner than this an interval cannot be seen.
    half, middle = max((row.high - row.low) / 2, 2.5), (row.low + row.high) / 2
    face = "ink" if row.mark == "good" else "paper"
    ax.fill_between(
        [left, right], middle - half, middle + half,
        facecolor=colour(face), edgecolor=colour("ink" if row.mark == "good" else "stone"),
        linewidth=0 if row.mark == "good" else 1.1,
    )  # fmt: skip
    if number(row.high, 0) != text:
        text = f"{text}–{number(row.high, 0)}"
    if rising:
        charts.label(ax, (left + right) / 2, row.high, text, xytext=(0, 9), ha="center")
    else:
        name = "ink" if row.mark == "good" else "stone"
        charts.label(ax, (left + right) / 2, middle - half, text, name, xytext=(0, -9), ha="center")


def _open_above(ax: Axes, x: float, y: float, length: float) -> None:
    """An arrow upwards: the figure is a lower bound."""
    arrow = {"arrowstyle": "-|>", "color": colour("ink"), "linewidth": 1.2, "shrinkA": 0, "shrinkB": 0}
    ax.annotate("", (x, y + length), (x, y), arrowprops=arrow)


def hubs(words: Words, cities: Sequence[Observation], latest: Any) -> Chart:
    """Trains in a year by city, longest first, and Shanxi last.

    Args:
        latest: the province's pace, as a notebook passes it.
    """
    ordered = sorted(cities, key=lambda obs: -obs.value)
    keys = [obs.place.split("/")[-1].replace("'", "").lower() for obs in ordered]
    names = [words(f"freight.hubs.cities.{key}") for key in keys] + [words("freight.hubs.shanxi")]
    here = interval(latest)
    data = pd.DataFrame(
        {
            "city": [name.partition("|")[0] for name in names],
            "low": [*(obs.value for obs in ordered), here.low],
            "high": [*(obs.value for obs in ordered), here.high],
        }
    )
    specs = columns(words, city=("", None), low=("trains", 0), high=("trains", 0))
    return Chart(data.replace(math.inf, math.nan), specs, lambda canvas: _draw_hubs(canvas, data, names))


def _draw_hubs(canvas: Canvas, data: Table, names: Sequence[str]) -> Figure:
    figure, ax = canvas.subplots(3.7 if canvas.narrow else 3.4)
    _margin(figure)
    last = len(data) - 1
    ax.barh(range(last), data["low"].iloc[:-1], color=colour("slate"), height=0.62)
    for y, trains in enumerate(data["low"].iloc[:-1]):
        charts.label(ax, trains, y, number(trains, 0), "stone", xytext=(4, 0))
    low, high = data["low"].iloc[-1], data["high"].iloc[-1]
    ax.barh([last], [low], color=colour("brick"), height=0.62)
    text = formats.quantity(low, "count/yr", 0, canvas.words, bound="range", value_high=high)
    charts.label(ax, low, last, text, "brick", xytext=(5, 0))
    shown = [name.split("|")[0] if canvas.narrow else name.replace("|", " ") for name in names]
    ax.set_yticks(range(last + 1), shown)
    ax.get_yticklabels()[-1].set_color(colour("brick"))
    ax.invert_yaxis()
    ax.grid(False)
    ax.set_xticks([])
    ax.spines["bottom"].set_visible(False)
    ax.set_xlim(0, max([1.0, *data["low"]]) * 1.14)
    return figure


def loads(
    words: Words, trains: Mapping[str, Observation], asia: Sequence[str], means: Mapping[str, Any]
) -> Chart:
    """Weight a train: single trains, then means over many.

    Args:
        trains: single trains by key of the words `freight.loads`.
        asia: which of them went to Central Asia.
        means: averages as a notebook passes them, by key; all but `mean_2021` mix scopes and are drawn open.
    """
    ends = {key: interval(obs) for key, obs in trains.items()} | {k: interval(m) for k, m in means.items()}
    kinds = {key: "asia" if key in asia else "europe" for key in trains}
    kinds |= {key: "mean" if key == "mean_2021" else "doubtful" for key in means}
    # Of a weight that is printed as "about" the figure itself is shown.
    tonnes = {key: trains[key].value if key in trains else of.low for key, of in ends.items()}
    table = pd.DataFrame(
        {
            "key": list(ends),
            "train": [words(f"freight.loads.{key}") for key in ends],
            "kind": [words(f"freight.loads.kinds.{kinds[key]}") for key in ends],
            "tonnes": [tonnes[key] for key in ends],
            "bound": [words("freight.loads.open") if of.one_sided else "–" for of in ends.values()],
        }
    )
    specs = columns(words, train=("", None), kind=("", None), tonnes=("t", 0), bound=("", None))
    drawn = table.assign(kind=[kinds[key] for key in ends], open=[of.one_sided for of in ends.values()])
    return Chart(table.drop(columns="key"), specs, lambda canvas: _draw_loads(canvas, drawn))


def _draw_loads(canvas: Canvas, table: Table) -> Figure:
    figure, ax = canvas.subplots(3.5 if canvas.narrow else 3.1)
    _margin(figure)
    single = table["kind"].isin(["asia", "europe"]).sum()
    gap = single - 0.2
    places = [y if y < single else gap + 0.8 + y - single for y in range(len(table))]
    names = {"asia": "loess", "europe": "slate", "mean": "ink", "doubtful": "ink"}
    for y, row in zip(places, table.itertuples(), strict=True):
        name = names[row.kind]
        ax.plot([0, row.tonnes], [y, y], color=colour(name), linewidth=1.2)
        (charts.doubtful if row.kind == "doubtful" else charts.observed)(ax, [row.tonnes], [y], name)
        text = number(math.floor(row.tonnes) if row.open else row.tonnes, 0)
        if row.open:
            text = canvas.words("common.bounds.at_least", text=text)
        charts.label(ax, row.tonnes, y, text, name, xytext=(7, 0))
    ax.axhline(gap, color=colour("rule"), linewidth=0.8)
    form = "freight.loads.short." if canvas.narrow else "freight.loads."
    ax.set_yticks(places, [canvas.words(form + key) for key in table["key"]])
    ax.invert_yaxis()
    ax.grid(False, axis="y")
    ax.grid(True, axis="x")
    ax.set_xlim(0, 2150)
    ax.set_xticks(range(0, 2001, 1000 if canvas.narrow else 500))
    ax.xaxis.set_major_formatter(lambda value, _: number(value, 0))
    return figure


def trade(
    words: Words, total: Sequence[Observation], old: Mapping[int, float], new: Mapping[int, float]
) -> Chart:
    """Foreign trade by year, and the share of Belt and Road partners with the break in the list of partners.

    Args:
        total: foreign trade of whole years.
        old, new: shares in percent by year under either list of partners.
    """
    rows = [
        ("left", "exact" if obs.quality == "good" else "machine", int(obs.period), obs.value) for obs in total
    ]
    for which, shares in (("old", old), ("new", new)):
        for year, value in shares.items():
            rows.append((which, "part" if year in PART_YEARS else "exact", year, value))
    table = pd.DataFrame(rows, columns=["series", "mark", "year", "value"])
    data = table.assign(
        series=[words(f"freight.trade.series.{key}") for key in table["series"]],
        mark=[words(f"freight.trade.marks.{key}") for key in table["mark"]],
        year=table["year"].astype(str),
    )
    specs = columns(words, series=("", None), mark=("", None), year=("", None), value=("", 1))
    return Chart(data, specs, lambda canvas: _draw_trade(canvas, table))


PART_YEARS = (2021, 2024)  # the shares of these years are of their first months


def _draw_trade(canvas: Canvas, table: Table) -> Figure:
    shape = (2, 1) if canvas.narrow else (1, 2)
    figure, (left, right) = canvas.subplots(4.9 if canvas.narrow else 2.9, *shape)
    total = table[table["series"] == "left"]
    solid, open_ = total[total["mark"] == "exact"], total[total["mark"] != "exact"]
    left.plot(total["year"], total["value"], color=colour("ink"), linewidth=2)
    charts.observed(left, solid["year"], solid["value"])
    charts.doubtful(left, open_["year"], open_["value"])
    for row in total.itertuples():
        up = 11 if row.value == total["value"].max() else -11
        charts.label(left, row.year, row.value, number(row.value, 0), xytext=(0, up), ha="center")
    left.set_ylim(0, 250)
    left.set_xlim(2018.5, 2025.5)
    left.set_title(canvas.words("freight.trade.left"))
    for which, name, side in (("old", "slate", "left"), ("new", "jade", "right")):
        rows = table[table["series"] == which]
        solid, open_ = rows[rows["mark"] == "exact"], rows[rows["mark"] != "exact"]
        charts.observed(right, solid["year"], solid["value"], name)
        charts.doubtful(right, open_["year"], open_["value"], name)
        for row in rows.itertuples():
            charts.label(right, row.year, row.value, number(row.value, 0), name, xytext=(0, 9), ha="center")
        if not rows.empty:
            first = rows.iloc[0]
            text = canvas.words(f"freight.trade.{which}")
            charts.label(right, first["year"], first["value"], text, name, xytext=(-4, -14), ha=side)
    right.set_ylim(0, 58)
    right.set_xlim(2018.5, 2025.5)
    right.set_title(canvas.words("freight.trade.right"))
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
