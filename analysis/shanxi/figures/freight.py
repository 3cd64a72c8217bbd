"""The charts of the freight chapter.

Belongs here: how each chart is drawn from data that the notebook computed. Does not: the data, the words
(`words/<language>/freight.yml`) or the common look (`charts.py`). The map of routes is in `freight_map.py`.
"""

import datetime as dt
import math
from collections.abc import Iterable, Sequence
from typing import Any

from matplotlib.axes import Axes
from matplotlib.dates import DateFormatter, YearLocator, date2num
from matplotlib.figure import Figure
from matplotlib.layout_engine import ConstrainedLayoutEngine

from evident.export import charts
from evident.export.charts import Canvas
from evident.look.identity import colour
from evident.text.formats import number
from shanxi.models.freight_pace import Span
from shanxi.models.intervals import Interval, outward

Table = Any  # a pandas DataFrame; the type of its cells is not known to a type checker


def cumulative(canvas: Canvas, counts: Table, band: Table) -> Figure:
    """The running total of trains.

    Args:
        counts: a row for each count; columns day, low, high (infinite: a lower bound), solid (False:
            doubtful) and text.
        band: days ahead; columns day, low and high at the recent pace, lowest and highest at any pace seen.
            Empty if nothing can be carried forward.
    """
    figure, ax = canvas.subplots(3.4)
    solid, open_ = counts[counts["solid"]], counts[~counts["solid"]]
    charts.observed(ax, _days(solid["day"]), solid["low"], clip_on=False)
    for row in solid[solid["high"].map(math.isinf)].itertuples():
        _open_above(ax, _day(row.day), row.low, 85)
    charts.doubtful(ax, _days(open_["day"]), (open_["low"] + open_["high"]) / 2)
    if not band.empty:
        _ahead(canvas, ax, band)
    for row in counts[counts["text"] != ""].itertuples():
        side: dict[str, Any] = {"xytext": (-6, 6), "ha": "right"}
        if not row.solid:
            side = {"xytext": (8, 4 if row.low < 100 else -8), "ha": "left"}
        charts.label(ax, _day(row.day), row.low, row.text, "ink" if row.solid else "stone", **side)
    ax.set_ylim(0, 1340)
    ax.set_yticks(range(0, 1201, 200))
    ax.yaxis.set_major_formatter(lambda value, _: number(value, 0))
    # Room at the right for the labels of the bands.
    _years(ax, (2016, 11), (2030, 6) if canvas.narrow else (2028, 9), 2 if canvas.narrow else 1)
    return figure


def _ahead(canvas: Canvas, ax: Axes, band: Table) -> None:
    days, middle = _days(band["day"]), (band["low"] + band["high"]) / 2
    ax.fill_between(days, band["lowest"], band["highest"], color=colour("jade"), alpha=0.12, linewidth=0)
    charts.projection(ax, days, band["low"], middle, band["high"])
    for height, key in ((band["highest"].iloc[-1], "fastest"), (middle.iloc[-1], "recent")):
        charts.label(ax, days[-1], height, canvas.words(f"freight.count.{key}"), "jade", xytext=(5, 0))


def paces(canvas: Canvas, spans: Sequence[Span], reach: Table) -> Figure:
    """Above, the pace between counts as intervals; below, how far the service says it reaches.

    Args:
        spans: as `freight_pace.spans` gives them.
        reach: columns kind (routes, cities or countries), day, value, solid (False: a lower bound, doubtful
            or repeated).
    """
    height = 4.9 if canvas.narrow else 4.6
    figure, (above, below) = canvas.subplots(height, 2, 1, sharex=True, height_ratios=(3, 2))
    previous = math.inf
    for span in spans:
        _pace_box(above, span, rising=span.pace.low > previous)
        previous = span.pace.low
    above.set_ylim(0, 290)
    above.set_title(canvas.words("freight.pace.above"))
    # Routes and countries end side by side: their labels part.
    for kind, name, shift in (("cities", "slate", 0), ("routes", "ink", -5), ("countries", "loess", 6)):
        rows = reach[reach["kind"] == kind]
        solid, open_ = rows[rows["solid"]], rows[~rows["solid"]]
        charts.observed(below, _days(solid["day"]), solid["value"], name)
        charts.doubtful(below, _days(open_["day"]), open_["value"], name)
        if not rows.empty:
            day, value = _day(rows["day"].iloc[-1]), float(rows["value"].iloc[-1])
            text = f"{number(value, 0)} {canvas.words(f'freight.pace.{kind}')}"
            charts.label(below, day, value, text, name, xytext=(7, shift))
    below.set_ylim(0, 55)
    below.set_title(canvas.words("freight.pace.below"))
    _years(below, (2017, 1), (2026, 9 if canvas.narrow else 6), 2 if canvas.narrow else 1)
    return figure


def _pace_box(ax: Axes, span: Span, rising: bool) -> None:
    """One span: as wide as its time, as high as what it leaves open, at least a line thick.

    Its label stands above where the pace rises, so that it never meets the box before it.
    """
    left, right = _day(span.start.middle_day), _day(span.end.middle_day)
    low, high = span.pace.low, span.pace.high
    # Printed as facts are: rounded outwards.
    printed = outward(span.pace, 0)
    text = number(printed.low, 0)
    if math.isinf(high):
        ax.plot([left, right], [low, low], color=colour("ink"), linewidth=2, solid_capstyle="butt")
        _open_above(ax, (left + right) / 2, low, 45)
        text = f"≥ {text}"
    else:
        # Thinner than this an interval cannot be seen.
        half, middle = max((high - low) / 2, 2.5), (low + high) / 2
        ax.fill_between([left, right], middle - half, middle + half, color=colour("ink"))
        if printed.high != printed.low:
            text = f"{text}–{number(printed.high, 0)}"
    if rising:
        charts.label(ax, right, low if math.isinf(high) else high, text, xytext=(0, 8), ha="right")
    else:
        charts.label(ax, (left + right) / 2, low, text, xytext=(0, -9), ha="center")


def _open_above(ax: Axes, x: float, y: float, length: float) -> None:
    """An arrow upwards: the figure is a lower bound."""
    arrow = {"arrowstyle": "-|>", "color": colour("ink"), "linewidth": 1.2, "shrinkA": 0, "shrinkB": 0}
    ax.annotate("", (x, y + length), (x, y), arrowprops=arrow)


def hubs(canvas: Canvas, cities: Table, shanxi: Interval, text: str) -> Figure:
    """Trains in a year by city, Shanxi last.

    Args:
        cities: columns name (English and Chinese, a bar between them) and trains, longest first.
        shanxi: the province's pace, and `text`, what to print beside it.
    """
    figure, ax = canvas.subplots(3.7 if canvas.narrow else 3.4)
    _margin(figure)
    names = [*cities["name"], canvas.words("freight.hubs.shanxi")]
    last = len(cities)
    ax.barh(range(last), cities["trains"], color=colour("slate"), height=0.62)
    for y, trains in enumerate(cities["trains"]):
        charts.label(ax, trains, y, number(trains, 0), "stone", xytext=(4, 0))
    if shanxi.known:
        ax.barh([last], [shanxi.low], color=colour("brick"), height=0.62)
        charts.label(ax, shanxi.low, last, text, "brick", xytext=(5, 0))
    ax.set_yticks(
        range(last + 1), [name.split("|")[0] if canvas.narrow else name.replace("|", " ") for name in names]
    )
    ax.get_yticklabels()[-1].set_color(colour("brick"))
    ax.invert_yaxis()
    ax.grid(False)
    ax.set_xticks([])
    ax.spines["bottom"].set_visible(False)
    ax.set_xlim(0, max([1.0, *cities["trains"]]) * 1.14)
    return figure


def loads(canvas: Canvas, trains: Table, means: Table) -> Figure:
    """Weight a train: single trains, then means over many.

    Args:
        trains: columns key (of the words `freight.loads`), tonnes, open (True: a lower bound), asia (True: to
            Central Asia).
        means: columns key, tonnes, open, doubtful.
    """
    figure, ax = canvas.subplots(3.5 if canvas.narrow else 3.1)
    _margin(figure)
    gap = len(trains) - 0.2
    for y, row in enumerate(trains.itertuples()):
        _load(canvas, ax, y, row, "loess" if row.asia else "slate", doubtful=False)
    for y, row in enumerate(means.itertuples()):
        _load(canvas, ax, gap + 0.8 + y, row, "ink", doubtful=row.doubtful)
    ax.axhline(gap, color=colour("rule"), linewidth=0.8)
    form = "freight.loads.short." if canvas.narrow else "freight.loads."
    places = [*range(len(trains)), *(gap + 0.8 + y for y in range(len(means)))]
    ax.set_yticks(places, [canvas.words(form + key) for key in (*trains["key"], *means["key"])])
    ax.invert_yaxis()
    ax.grid(False, axis="y")
    ax.grid(True, axis="x")
    ax.set_xlim(0, 2150)
    ax.set_xticks(range(0, 2001, 1000 if canvas.narrow else 500))
    ax.xaxis.set_major_formatter(lambda value, _: number(value, 0))
    return figure


def _load(canvas: Canvas, ax: Axes, y: float, row: Any, name: str, doubtful: bool) -> None:
    ax.plot([0, row.tonnes], [y, y], color=colour(name), linewidth=1.2)
    (charts.doubtful if doubtful else charts.observed)(ax, [row.tonnes], [y], name)
    text = number(math.floor(row.tonnes) if row.open else row.tonnes, 0)
    if row.open:
        text = canvas.words("common.bounds.at_least", text=text)
    charts.label(ax, row.tonnes, y, text, name, xytext=(7, 0))


def trade(canvas: Canvas, total: Table, share: Table) -> Figure:
    """Foreign trade by year, and the share of Belt and Road partners with the break in the list of partners.

    Args:
        total: columns year, value (billion yuan), solid.
        share: columns year, value (per cent), list ("old" or "new"), solid (False: part of the year).
    """
    shape = (2, 1) if canvas.narrow else (1, 2)
    figure, (left, right) = canvas.subplots(4.9 if canvas.narrow else 2.9, *shape)
    solid, open_ = total[total["solid"]], total[~total["solid"]]
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
        rows = share[share["list"] == which]
        solid, open_ = rows[rows["solid"]], rows[~rows["solid"]]
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
