"""How the charts of the chapter on cooperation are drawn.

Belongs here: marks, axes and direct labels. Does not: computing anything, or words
(`words/<language>/cooperation.yml`).
"""

from collections.abc import Collection, Iterable, Sequence

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
from evident.text import formats

# Five provinces, five colours: the same in every chart that tells them apart.
LINES = ("ink", "loess", "jade", "brick", "slate")
# One marker a rule; none is the diamond that means target.
MARKS = (("o", "ink"), ("s", "loess"), ("^", "brick"), ("v", "slate"))


def income(
    canvas: Canvas,
    relative: pd.DataFrame,
    prices: pd.DataFrame,
    breaks: Collection[int],
) -> Figure:
    """Income against two yardsticks, and the price part of growth.

    Args:
        relative: index year; columns `median` and `five`, percent.
        prices: index year; columns `price` (percent) and `doubtful` (bool).
        breaks: years whose figures start a new census base.
    """
    figure, (top, bottom) = canvas.subplots(4.6, 2, 1, sharex=True, height_ratios=(2, 1))
    words = canvas.words
    for start in breaks:
        top.axvline(start - 0.5, color=colour("rule"), linewidth=1, linestyle=(0, (2, 2)))
    top.axhline(100, color=colour("stone"), linewidth=0.9)
    years = [int(year) for year in relative.index]
    places = {"median": ((2010.8, 112), "ink"), "five": ((years[0], 64), "slate")}
    for name, (place, tint) in places.items():
        values = relative[name].to_list()
        charts.observed(top, years, values, tint, markersize=4)
        charts.label(top, *place, words(f"cooperation.income.{name}"), tint, xytext=(-4, 0))
        peak = int(np.nanargmax(values))
        for at in dict.fromkeys((peak, int(np.nanargmin(values)), len(values) - 1)):
            charts.label(
                top, years[at], values[at], formats.number(values[at], 0), tint, ha="center", fontweight=600,
                xytext=(0, 9 if at == peak else -10),
            )  # fmt: skip
    top.set(ylim=(32, 122), ylabel=words("cooperation.income.axis"))
    top.yaxis.set_major_locator(MultipleLocator(20))

    rises = prices["price"].to_list()
    faces = [colour("paper") if doubt else colour("loess") for doubt in prices["doubtful"]]
    bottom.bar(prices.index, rises, 0.7, color=faces, edgecolor=colour("loess"), linewidth=1)
    bottom.axhline(0, color=colour("stone"), linewidth=0.9)
    peak = int(np.nanargmax(rises))
    charts.label(
        bottom, prices.index[peak], rises[peak], formats.number(rises[peak], 0), "loess",
        xytext=(0, 7), ha="center", fontweight=600,
    )  # fmt: skip
    bottom.set(ylim=(-12, 25), ylabel=words("cooperation.income.price_axis"))
    bottom.yaxis.set_major_locator(MultipleLocator(10))
    bottom.xaxis.set_major_locator(MultipleLocator(5))
    bottom.set_xlim(years[0] - 0.9, max(years[-1], int(prices.index.max())) + 0.9)
    return figure


def dependence(canvas: Canvas, drawn: pd.DataFrame, named: Collection[str]) -> Figure:
    """Carbon drawn from elsewhere: bars for coal and power, a line for the range of coal's carbon.

    Args:
        drawn: index province, greatest first; columns coal, power, total, low, high in Mt of CO2.
        named: provinces to set in the accent.
    """
    figure, axes = canvas.subplots(0.19 * len(drawn) + 0.9)
    words = canvas.words
    rows = np.arange(len(drawn))[::-1]
    plus = drawn["power"].clip(lower=0)
    axes.barh(rows, drawn["coal"], 0.62, color=colour("ink"))
    axes.barh(rows, plus, 0.62, left=drawn["coal"], color=colour("slate"))
    axes.barh(rows, drawn["power"].clip(upper=0), 0.62, color=colour("slate"), alpha=0.45)
    axes.hlines(rows, drawn["low"], drawn["high"], color=colour("loess"), linewidth=1.4)
    axes.vlines(drawn["total"], rows - 0.31, rows + 0.31, color=colour("loess"), linewidth=1.8)
    axes.axvline(0, color=colour("stone"), linewidth=0.9)
    _names(axes, rows, drawn.index, named)
    axes.grid(axis="y", visible=False)
    axes.grid(axis="x", visible=True)
    axes.set_xlabel(words("cooperation.dependence.axis"))
    axes.legend(
        handles=[
            Patch(color=colour("ink"), label=words("cooperation.dependence.coal")),
            Patch(color=colour("slate"), label=words("cooperation.dependence.power")),
            Line2D([], [], color=colour("loess"), linewidth=1.4, label=words("cooperation.dependence.range")),
        ],
        loc="lower right",
    )
    return figure


def rules(canvas: Canvas, shares: pd.DataFrame, names: Sequence[str]) -> Figure:
    """Shares under each rule as marks, every blend as a band with its median.

    Args:
        shares: index province, greatest median first; one column a rule, then low, median, high; percent.
        names: the rules, in the order of the marks.
    """
    figure, axes = canvas.subplots(3.6 if canvas.narrow else 3.2)
    rows = np.arange(len(shares))[::-1]
    _bands(axes, rows, shares, 0.62)
    for (marker, name), rule, shift in zip(MARKS, names, (0.18, 0.06, -0.06, -0.18), strict=True):
        axes.plot(
            shares[rule], rows + shift, linestyle="none", marker=marker, color=colour(name), markersize=6
        )
    _names(axes, rows, shares.index, ())
    axes.set(xlim=(0, 40), xlabel=canvas.words("cooperation.rules.axis"))
    axes.grid(axis="y", visible=False)
    axes.grid(axis="x", visible=True)
    handles: list[Artist] = []
    for (marker, name), rule in zip(MARKS, names, strict=True):
        label = canvas.words(f"cooperation.rule.{rule}")
        handles.append(Line2D([], [], linestyle="none", marker=marker, color=colour(name), label=label))
    handles.append(Patch(color=colour("jade"), alpha=0.3, label=canvas.words("cooperation.rules.band")))
    figure.legend(
        handles=handles, loc="outside lower center", ncols=2 if canvas.narrow else 3, columnspacing=1.2
    )
    return figure


def burners(canvas: Canvas, shares: pd.DataFrame, named: Collection[str]) -> Figure:
    """Every net burner of coal: the band of every blend, its median, the extremes of the pure rules.

    Args:
        shares: index province, greatest median first; columns low, median, high, least, most; percent.
        named: provinces to set in the accent.
    """
    figure, axes = canvas.subplots(0.19 * len(shares) + 0.9)
    rows = np.arange(len(shares))[::-1]
    axes.hlines(rows, shares["least"], shares["most"], color=colour("stone"), linewidth=0.9)
    _bands(axes, rows, shares, 0.6)
    known = shares["median"].notna()
    for row, (_, share) in zip(rows[known], shares[known].iterrows(), strict=True):
        charts.label(axes, share["most"], row, formats.number(share["median"], 1), "jade")
    _names(axes, rows, shares.index, named)
    axes.set(xlim=(0, shares["most"].fillna(1).max() * 1.12), xlabel=canvas.words("cooperation.burners.axis"))
    axes.grid(axis="y", visible=False)
    axes.grid(axis="x", visible=True)
    axes.legend(
        handles=[
            Patch(color=colour("jade"), alpha=0.3, label=canvas.words("cooperation.rules.band")),
            Line2D(
                [],
                [],
                color=colour("stone"),
                linewidth=0.9,
                label=canvas.words("cooperation.burners.extremes"),
            ),
        ],
        loc="lower right",
    )
    return figure


def sensitivity(
    canvas: Canvas, thresholds: pd.DataFrame, years: pd.DataFrame, chosen: tuple[float, int]
) -> Figure:
    """Capability against its threshold, responsibility against the first year counted.

    Args:
        thresholds: index threshold (percent of the median province), one column a province, percent.
        years: index first year, one column a province, percent.
        chosen: threshold and first year of the edition.
    """
    shape = (2, 1) if canvas.narrow else (1, 2)
    figure, axes = canvas.subplots(5.2 if canvas.narrow else 3.2, *shape, sharey=True)
    for ax, table, key, mark in zip(
        axes, (thresholds, years), ("threshold", "first_year"), chosen, strict=True
    ):
        ax.axvline(mark, color=colour("rule"), linewidth=1.2)
        for name, province in zip(LINES, table.columns, strict=False):
            ax.plot(table.index, table[province], color=colour(name))
        ends = table.iloc[-1]
        for name, province, y in zip(
            LINES, table.columns, _apart(ends, 4 if canvas.narrow else 3), strict=False
        ):
            charts.label(ax, table.index[-1], y, province, name, fontsize=8.5)
        span = table.index[-1] - table.index[0]
        ax.set(
            xlim=(table.index[0], table.index[-1] + span * 0.36),
            xlabel=canvas.words(f"cooperation.sensitivity.{key}"),
            title=canvas.words(f"cooperation.sensitivity.{key}_title"),
        )
        step = 50 if key == "threshold" else 10
        ax.set_xticks([tick for tick in table.index if tick % step == 0])
        ax.spines["bottom"].set_bounds(table.index[0], table.index[-1])
    axes[0].set(ylim=(0, 50), ylabel=canvas.words("cooperation.sensitivity.axis"))
    return figure


def scale(canvas: Canvas, rows: pd.DataFrame) -> Figure:
    """A fund beside what is needed and what was paid or promised elsewhere, a year and per coal job.

    Args:
        rows: label, panel (year or job), kind (need, fund, paid, planned), low and high in the panel's unit.
    """
    parts = [rows[rows["panel"] == panel] for panel in ("year", "job")]
    figure, axes = canvas.subplots(0.27 * len(rows) + 1.5, 2, 1, height_ratios=[len(part) for part in parts])
    for ax, part, panel in zip(axes, parts, ("year", "job"), strict=True):
        places = np.arange(len(part))[::-1]
        for place, (_, row) in zip(places, part.iterrows(), strict=True):
            _extent(ax, place, row["low"], row["high"], row["kind"])
            ends = dict.fromkeys(formats.number(row[end], _places(row["low"])) for end in ("low", "high"))
            charts.label(ax, row["high"], place, "–".join(ends), xytext=(8, 0), fontsize=8.5)
        ax.set_yticks(places, part["label"])
        ax.set_ylim(-0.7, len(part) - 0.3)
        ax.set_xscale("log")
        ax.set_xlim(part["low"].min() / 1.4, part["high"].max() * 3.2)
        ax.xaxis.set_major_formatter(lambda value, _: formats.number(value, int(value < 1)))
        ax.minorticks_off()
        ax.tick_params(axis="y", labelcolor=colour("ink"), labelsize=8.5)
        ax.grid(axis="y", visible=False)
        ax.grid(axis="x", visible=True)
        ax.set_title(canvas.words(f"cooperation.scale.{panel}"), loc="left", x=0)
    handles: list[Artist] = [
        Patch(color=colour("jade"), alpha=0.3, label=canvas.words("cooperation.scale.need"))
    ]
    for kind, marker, name, face in (
        ("fund", "s", "loess", "loess"), ("paid", "o", "ink", "ink"), ("planned", "D", "loess", "paper"),
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
    if kind == "need":
        ax.barh(y, high - low, 0.55, left=low, color=colour("jade"), alpha=0.3)
        return
    name = "ink" if kind == "paid" else "loess"
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
    """One decimal for small sums, tens for large ones."""
    return 1 if value < 4 else 0 if value < 100 else -1


def _bands(axes: Axes, rows: np.ndarray, shares: pd.DataFrame, height: float) -> None:
    axes.barh(
        rows, shares["high"] - shares["low"], height, left=shares["low"], color=colour("jade"), alpha=0.3
    )
    axes.vlines(shares["median"], rows - height / 2, rows + height / 2, color=colour("jade"), linewidth=1.8)


def _names(axes: Axes, rows: np.ndarray, names: Iterable[str], accent: Collection[str]) -> None:
    axes.set_yticks(rows, list(names))
    axes.set_ylim(rows.min() - 0.6, rows.max() + 0.6)
    axes.tick_params(axis="y", labelcolor=colour("ink"), labelsize=9)
    for label in axes.get_yticklabels():
        if label.get_text() in accent:
            label.set(color=colour("loess"), fontweight=600)


def _apart(values: pd.Series, gap: float) -> list[float]:
    """Places for labels near their values, at least `gap` apart."""
    order = values.sort_values()
    placed: dict[object, float] = {}
    last = -np.inf
    for name, value in order.items():
        last = max(value, last + gap)
        placed[name] = last
    return [placed[name] for name in values.index]
