"""How the charts of the chapter on cooperation are drawn.

Belongs here: marks, axes and direct labels. Does not: the tables behind them (`cooperation.py`).
"""

from collections.abc import Collection, Iterable, Sequence
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch
from matplotlib.ticker import MultipleLocator

from evident.export import charts
from evident.export.charts import Canvas
from evident.look.identity import colour

# One marker a rule; none is the diamond that means target, none is open.
DOUBLING = (2.5, 5, 10, 20, 40)  # percent
MARKS = (("o", "ink"), ("s", "slate"), ("^", "brick"), ("v", "stone"))
NEED = 0.45  # how much of its colour lies in a bar between extremes
OPINION: dict[str, Any] = {
    "facecolor": "none",
    "hatch": "////",
}  # a range of opinion, never the colour of a projection


def draw_income(
    canvas: Canvas, relative: pd.DataFrame, prices: pd.DataFrame, breaks: Collection[int]
) -> Figure:
    figure, (top, bottom) = canvas.subplots(4.6, 2, 1, sharex=True, height_ratios=(2, 1))
    words = canvas.words
    for start in breaks:
        top.axvline(start - 0.5, color=colour("rule"), linewidth=1, linestyle=(0, (2, 2)))
    top.axhline(100, color=colour("stone"), linewidth=0.9)
    years = [int(year) for year in relative.index]
    beside = 2006.5 if canvas.narrow else 2010.8  # left of the peak of the line below it
    places = {"median": ((2010.8, 112), "ink"), "five": ((beside, 66), "slate")}
    for name, (place, tint) in places.items():
        values = relative[name].to_list()
        charts.observed(top, years, values, tint, markersize=4)
        charts.label(top, *place, words(f"cooperation.income.{name}"), tint, xytext=(-4, 0))
        peak = int(np.nanargmax(values))
        for at in dict.fromkeys((peak, int(np.nanargmin(values)), len(values) - 1)):
            charts.label(
                top, years[at], values[at], canvas.number(values[at], 0), tint, ha="center", fontweight=600,
                xytext=(0, 9 if at == peak else -10),
            )  # fmt: skip
    top.set(ylim=(32, 122), ylabel=words("cooperation.income.axis"))
    top.yaxis.set_major_locator(MultipleLocator(20))

    rises = prices["price"].to_list()
    faces = [colour("paper") if doubt else colour("stone") for doubt in prices["doubtful"]]
    bottom.bar(prices.index, rises, 0.7, color=faces, edgecolor=colour("stone"), linewidth=1)
    bottom.axhline(0, color=colour("stone"), linewidth=0.9)
    peak = int(np.nanargmax(rises))
    charts.label(
        bottom, prices.index[peak], rises[peak], canvas.number(rises[peak], 0), "stone",
        xytext=(0, 7), ha="center", fontweight=600,
    )  # fmt: skip
    bottom.set(ylim=(-12, 25), ylabel=words("cooperation.income.price_axis"))
    bottom.yaxis.set_major_locator(MultipleLocator(10))
    bottom.xaxis.set_major_locator(MultipleLocator(5))
    bottom.set_xlim(years[0] - 0.9, max(years[-1], int(prices.index.max())) + 0.9)
    return figure


# Points that are named in the chart, and where the name stands from the point; the others are in its table.
NAMED_POINTS = {
    "Hebei": (-8, 0), "Shandong": (8, 0), "Jiangsu": (8, 0), "Liaoning": (8, 0), "Henan": (-8, 0), "Guangdong": (8, 0),
    "Zhejiang": (8, 0), "Shanghai": (-8, 0), "Beijing": (-8, -6),
}  # fmt: skip


def draw_partners(canvas: Canvas, shown: pd.DataFrame, own: float, named: Collection[str]) -> Figure:
    figure, axes = canvas.subplots(3.7)
    words = canvas.words
    axes.axvline(100, color=colour("stone"), linewidth=0.9)
    axes.axvline(own, color=colour("stone"), linewidth=0.9, linestyle=(0, (2, 2)))
    top = float(shown["burnt"].max()) * 1.16 if shown["burnt"].notna().any() else 1.0
    charts.label(axes, own, top, words("cooperation.partners.own"), "stone", xytext=(-5, -3), ha="right")
    charts.label(axes, 100, top, words("cooperation.partners.middle"), "stone", xytext=(5, -3))
    for among, tint in ((True, "slate"), (False, "ink")):
        points = shown[[(name in named) == among for name in shown.index]]
        axes.plot(
            points["income"], points["burnt"], linestyle="none", marker="s" if among else "o",
            markersize=6, color=colour(tint), label=words(f"cooperation.partners.{'named' if among else 'others'}"),
        )  # fmt: skip
    across, up = shown["income"].to_dict(), shown["burnt"].to_dict()
    for name, place in NAMED_POINTS.items():
        charts.label(
            axes, across.get(name, np.nan), float(up.get(name, np.nan)), name, "slate" if name in named else "ink",
            xytext=place, ha="left" if place[0] > 0 else "right", fontweight=600,
        )  # fmt: skip
    axes.set(
        xlim=(25, 315), ylim=(-75, top * 1.04), xlabel=words("cooperation.partners.axis"),
        ylabel=words("cooperation.partners.height"),
    )  # fmt: skip
    axes.xaxis.set_major_locator(MultipleLocator(50))
    canvas.counted(axes.yaxis, "Mt CO2")
    figure.legend(loc="outside lower center", ncols=1 if canvas.narrow else 2)
    return figure


def draw_rules(canvas: Canvas, shares: pd.DataFrame, names: Sequence[str]) -> Figure:
    figure, axes = canvas.subplots(3.6 if canvas.narrow else 2.8)
    rows = np.arange(len(shares))[::-1]
    _bands(axes, rows, shares, 0.62)
    for (marker, name), rule, shift in zip(MARKS, names, (0.18, 0.06, -0.06, -0.18), strict=True):
        axes.plot(
            shares[rule], rows + shift, linestyle="none", marker=marker, color=colour(name), markersize=6
        )
    _names(axes, rows, shares.index, ())
    # On a scale of ratios a band is as long as it is wide for its size, which is what the title speaks of.
    axes.set_xscale("log")
    axes.set(xlim=(2, 52), xlabel=canvas.words("cooperation.rules.axis"))
    axes.set_xticks(DOUBLING, [canvas.number(tick, int(tick % 1 > 0)) for tick in DOUBLING])
    axes.minorticks_off()
    axes.grid(axis="y", visible=False)
    axes.grid(axis="x", visible=True)
    handles: list[Artist] = []
    for (marker, name), rule in zip(MARKS, names, strict=True):
        label = canvas.words(f"cooperation.rule.{rule}")
        handles.append(Line2D([], [], linestyle="none", marker=marker, color=colour(name), label=label))
    handles.append(_opinion(canvas.words("cooperation.rules.band")))
    figure.legend(
        handles=handles, loc="outside lower center", ncols=2 if canvas.narrow else 3, columnspacing=1.2
    )
    return figure


def draw_burners(canvas: Canvas, shares: pd.DataFrame, named: Collection[str]) -> Figure:
    figure, axes = canvas.subplots(0.21 * len(shares) + 0.9)
    words = canvas.words
    rows = np.arange(len(shares))[::-1]
    axes.hlines(rows, shares["least"], shares["most"], color=colour("stone"), linewidth=0.9)
    _bands(axes, rows, shares, 0.6)
    _names(axes, rows, shares.index, named)
    # The medians stand in a column of their own, so that no number is read as the end of a line.
    at = axes.get_yaxis_transform()
    options = {"transform": at, "ha": "right", "va": "center"}
    for row, median in zip(rows, shares["median"], strict=True):
        if np.isfinite(median):
            axes.text(1.0, row, canvas.number(median, 1), color=colour("ink"), **options)
    axes.text(1.0, rows.max() + 1, words("cooperation.burners.median"), color=colour("stone"), **options)
    axes.set(xlim=(0, shares["most"].fillna(1).max() * 1.15), xlabel=words("cooperation.burners.axis"))
    axes.grid(axis="y", visible=False)
    axes.grid(axis="x", visible=True)
    extremes = words("cooperation.burners.extremes")
    line = Line2D([], [], color=colour("stone"), linewidth=0.9, label=extremes)
    figure.legend(
        handles=[_opinion(words("cooperation.rules.band")), line], loc="outside lower center",
        ncols=1 if canvas.narrow else 2,
    )  # fmt: skip
    return figure


def draw_scale(canvas: Canvas, rows: pd.DataFrame) -> Figure:
    figure, ax = canvas.subplots(0.3 * len(rows) + 1.3)
    places = np.arange(len(rows))[::-1]
    for place, (_, row) in zip(places, rows.iterrows(), strict=True):
        _extent(ax, place, row["low"], row["high"], row["kind"])
        ends = dict.fromkeys(
            canvas.number(row[end], _places(row["low"]), "billion CNY/yr") for end in ("low", "high")
        )
        charts.label(ax, row["high"], place, canvas.span(ends), xytext=(8, 0))
    ax.set_yticks(places, rows["label"])
    ax.set_ylim(-0.7, len(rows) - 0.3)
    ax.set_xscale("log")
    ax.set_xlim(rows["low"].min() / 1.4, rows["high"].max() * 3.2)
    canvas.ticks(ax.xaxis, "billion CNY/yr")
    ax.minorticks_off()
    ax.tick_params(axis="y", labelcolor=colour("ink"))
    ax.grid(axis="y", visible=False)
    ax.grid(axis="x", visible=True)
    ax.set_xlabel(canvas.words("cooperation.scale.axis"))
    need = canvas.words("cooperation.scale.need")
    handles: list[Artist] = [Patch(color=colour("stone"), alpha=NEED, linewidth=0, label=need)]
    for kind, marker, name, face in (
        ("fund", "s", "slate", "slate"), ("paid", "o", "ink", "ink"), ("planned", "D", "loess", "paper"),
    ):  # fmt: skip
        handles.append(
            Line2D(
                [], [], linestyle="none", marker=marker, markeredgecolor=colour(name),
                markerfacecolor=colour(face), label=canvas.words(f"cooperation.scale.{kind}"),
            )
        )  # fmt: skip
    figure.legend(
        handles=handles, loc="outside lower center", ncols=2 if canvas.narrow else 4, columnspacing=1.2
    )
    return figure


def _extent(ax: Axes, y: float, low: float, high: float, kind: str) -> None:
    """One row of `scale`: a band for a need, else a mark at each end and a line between."""
    if kind == "need":  # between the extremes of what is counted, which is no range of opinion
        ax.barh(y, high - low, 0.55, left=low, color=colour("stone"), alpha=NEED)
        return
    name = {"paid": "ink", "fund": "slate"}.get(kind, "loess")
    if high > low:
        ax.hlines(
            y,
            low,
            high,
            color=colour(name),
            linewidth=1.4,
            linestyle="-" if kind != "planned" else (0, (2, 2)),
        )
    ends = sorted({low, high})
    if kind == "planned":
        charts.target(ax, ends, [y] * len(ends))
    else:
        ax.plot(
            ends, [y] * len(ends), linestyle="none", marker="o" if kind == "paid" else "s", color=colour(name)
        )


def _places(value: float) -> int:
    """One decimal for small sums."""
    return 1 if value < 4 else 0


def _bands(axes: Axes, rows: np.ndarray, shares: pd.DataFrame, height: float) -> None:
    width = shares["high"] - shares["low"]
    axes.barh(rows, width, height, left=shares["low"], edgecolor=colour("stone"), linewidth=0.6, **OPINION)
    axes.vlines(shares["median"], rows - height / 2, rows + height / 2, color=colour("ink"), linewidth=1.8)


def _opinion(label: str) -> Patch:
    return Patch(edgecolor=colour("stone"), linewidth=0.6, label=label, **OPINION)


def _names(axes: Axes, rows: np.ndarray, names: Iterable[str], accent: Collection[str]) -> None:
    axes.set_yticks(rows, list(names))
    axes.set_ylim(rows.min() - 0.6, rows.max() + 0.6)
    axes.tick_params(axis="y", labelcolor=colour("stone" if accent else "ink"))
    for label in axes.get_yticklabels():
        if label.get_text() in accent:
            label.set(color=colour("ink"), fontweight=600)
