"""The charts and tables of the chapter on cooperation.

Belongs here: the table behind a chart, its marks, axes and direct labels. Does not: computing anything, or words
(`words/<language>/cooperation.yml`).
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
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
from evident.export.exhibits import Chart, Column, Table
from evident.look.identity import colour
from evident.text import formats
from evident.text.words import Words
from shanxi.models import burden_sharing as sharing

# Five provinces, five lines that differ in colour or dash; each has its name beside it.
LINES = (("ink", "-"), ("slate", "-"), ("brick", "-"), ("stone", "-"), ("ink", (0, (1, 1.2))))
# One marker a rule; none is the diamond that means target, none is open.
MARKS = (("o", "ink"), ("s", "slate"), ("^", "brick"), ("v", "stone"))
# What stands where in the chart of sums: panel and kind of each row.
SCALE = {
    "cost": ("year", "need"), "fund": ("year", "fund"), "levy": ("year", "fund"), "xinjiang": ("year", "paid"),
    "own_fund": ("year", "planned"), "germany": ("year", "planned"), "eu": ("year", "planned"),
    "river": ("year", "paid"), "fund_job": ("job", "fund"), "central_job": ("job", "paid"),
    "spain_job": ("job", "planned"), "hardcoal_job": ("job", "planned"),
}  # fmt: skip
OPINION: dict[str, Any] = {"facecolor": "none", "hatch": "////"}  # a range of opinion, never the colour of a projection


def _column(words: Words, key: str, unit: str = "", decimals: int | None = None) -> Column:
    return Column(words(f"cooperation.columns.{key}"), unit, decimals)


def income(
    words: Words, relative: pd.DataFrame, five: pd.Series, prices: pd.DataFrame, breaks: Collection[int]
) -> Chart:
    """Income against two yardsticks, and the price part of growth.

    Args:
        relative: percent of the median province, index year; five: percent of the five named provinces.
        prices: index year; columns nominal, real, price (percent) and doubtful.
        breaks: years whose figures start a new census base.
    """
    lines = pd.DataFrame({"median": relative["Shanxi"], "five": five.reindex(relative.index)})
    shown = lines.join(prices, how="outer").rename_axis("year").reset_index()
    said = {True: words("cooperation.income.doubtful"), False: ""}
    shown["doubtful"] = ["" if pd.isna(value) else said[bool(value)] for value in shown["doubtful"]]
    columns = {"year": _column(words, "year")}
    columns |= {
        key: _column(words, key, "percent", 1) for key in ("median", "five", "nominal", "real", "price")
    }
    columns["doubtful"] = _column(words, "doubtful")
    return Chart(shown, columns, lambda canvas: _draw_income(canvas, lines, prices, breaks))


def dependence(
    words: Words, drawn: Mapping[str, pd.DataFrame], burners: Sequence[str], named: Collection[str]
) -> Chart:
    """Carbon drawn from elsewhere: bars for coal and power, a line for the range of coal's carbon.

    Args:
        drawn: by low, middle and high factor: index province; columns coal, power, total in Mt of CO2.
    """
    ranked = drawn["middle"].loc[list(burners)].sort_values("total", ascending=False)
    ends = pd.concat([drawn[end]["total"] for end in ("low", "high")], axis=1).loc[ranked.index]
    ranked = ranked.assign(low=ends.min(axis=1), high=ends.max(axis=1))
    columns = {"province": _column(words, "province")}
    columns |= {key: _column(words, key, "Mt CO2", 0) for key in ranked.columns}
    return Chart(
        ranked.reset_index(names="province"), columns, lambda canvas: _draw_dependence(canvas, ranked, named)
    )


def rules(
    words: Words, by_rule: pd.DataFrame, views: pd.DataFrame, fund: float, of_revenue: pd.DataFrame
) -> Chart:
    """Shares under each rule as marks, all views as a band with its median.

    Args:
        by_rule: index province, one column a rule; parts of 1. views: one row a view, one column a province.
        of_revenue: as `by_rule`, percent of the province's budget revenue.
    """
    shares = (100 * by_rule).join(sharing.bands(views)).sort_values("median", ascending=False)
    shown = shares.assign(
        payment=fund * shares["median"] / 100,
        of_revenue_least=of_revenue.min(axis=1),
        of_revenue_most=of_revenue.max(axis=1),
    )
    columns = {"province": _column(words, "province")}
    columns |= {key: _column(words, key, "percent", 1) for key in shares.columns}
    columns["payment"] = _column(words, "payment", "billion CNY", 1)
    columns |= {key: _column(words, key, "percent", 2) for key in ("of_revenue_least", "of_revenue_most")}
    return Chart(
        shown.reset_index(names="province"),
        columns,
        lambda canvas: _draw_rules(canvas, shares, sharing.RULES),
    )


def burners(words: Words, by_rule: pd.DataFrame, views: pd.DataFrame, named: Collection[str]) -> Chart:
    """Every net burner of coal: the band of all views, its median, the extremes of the pure rules. As `rules`."""
    shares = sharing.bands(views)
    shares = shares.assign(least=100 * by_rule.min(axis=1), most=100 * by_rule.max(axis=1))
    shares = shares.sort_values("median", ascending=False)
    columns = {"province": _column(words, "province")}
    columns |= {key: _column(words, key, "percent", 1) for key in shares.columns}
    return Chart(
        shares.reset_index(names="province"), columns, lambda canvas: _draw_burners(canvas, shares, named)
    )


def sensitivity(
    words: Words, thresholds: pd.DataFrame, years: pd.DataFrame, threshold: float, first_year: int
) -> Chart:
    """Capability against its threshold, responsibility against the first year counted.

    Args:
        thresholds: index threshold (percent of the median province), one column a province, percent.
        years: index first year, one column a province, percent.
        threshold, first_year: of the edition.
    """
    long = [
        table.rename_axis("at").reset_index().assign(swept=words(f"cooperation.sensitivity.{key}_title"))
        for key, table in (("threshold", thresholds), ("first_year", years))
    ]
    shown = pd.concat(long).astype({"at": str})[["swept", "at", *thresholds.columns]]
    columns = {key: _column(words, key) for key in ("swept", "at")}
    columns |= {name: Column(name, "percent", 1) for name in thresholds.columns}
    return Chart(
        shown, columns, lambda canvas: _draw_sensitivity(canvas, thresholds, years, (threshold, first_year))
    )


def scale(words: Words, yearly: Mapping[str, Any], per_job: Mapping[str, Any]) -> Chart:
    """A fund beside the cost counted and what was paid or promised elsewhere, a year and per coal job.

    Args:
        yearly: billion yuan a year, by the keys of SCALE; a number or a pair of ends.
        per_job: thousand yuan a coal job, likewise.
    """
    entries = []
    for key, value in {**yearly, **per_job}.items():
        low, high = value if isinstance(value, tuple) else (value, value)
        entries.append((words(f"cooperation.scale.rows.{key}"), *SCALE[key], low, high))
    rows = pd.DataFrame(entries, columns=["label", "panel", "kind", "low", "high"]).dropna()
    shown = rows.copy()
    for part in ("panel", "kind"):
        shown[part] = [words(f"cooperation.scale.{value}") for value in rows[part]]
    columns = {key: _column(words, key) for key in ("label", "panel", "kind")}
    columns |= {key: _column(words, key, "", 1) for key in ("low", "high")}
    return Chart(shown, columns, lambda canvas: _draw_scale(canvas, rows))


def scorecard(
    words: Words,
    verdict: Mapping[str, str],
    latest: Mapping[str, float],
    target: Mapping[str, float],
    aid: Mapping[str, float],
    observed: Mapping[str, float],
    distance: Mapping[str, float],
    blanks: Mapping[str, Any],
) -> Table:
    """The scorecard: what, verdict, latest, target, pace needed, pace observed, distance.

    Args:
        aid: pace needed and seen of the precedent, billion yuan a year; observed: other paces, in the units below.
        distance: percent of the target.
        blanks: years that labels name.
    """

    def said(value: float | None, unit: str, decimals: int) -> str:
        return blank if value is None else formats.quantity(value, unit, decimals, words)

    def row(key: str, unit: str, pace: str) -> list[str]:
        needed = said(aid["needed"], pace, 1) if key == "aid" else blank
        seen = said(aid["seen"] if key == "aid" else observed.get(key), pace, 1)
        places = 2 if key == "aid" else 1 if key == "growth" else 0
        told = {True: said(target.get(key), unit, places), False: words("cooperation.scorecard.no_target")}
        found = latest.get(key)
        return [
            words(f"cooperation.scorecard.rows.{key}", **blanks),
            words(f"common.verdicts.{verdict[key]}"),
            words("cooperation.scorecard.nothing") if key == "brotherhood" else said(found, unit, places),
            told[key in target],
            needed,
            seen,
            said(distance.get(key), "percent", 0),
        ]

    blank = words("cooperation.scorecard.none")
    lines = [
        row("growth", "percent", "percent"),
        row("income", "percent", "percent/yr"),
        row("coal_tax", "percent", "percentage points/yr"),
        row("brotherhood", "billion CNY", "billion CNY/yr"),
        row("aid", "billion CNY", "billion CNY/yr"),
    ]
    names = ["indicator", "verdict", "latest", "target", "needed", "observed", "distance"]
    columns = {name: Column(words(f"cooperation.scorecard.columns.{name}")) for name in names}
    return Table(pd.DataFrame(lines, columns=names), columns)


# -- drawing


def _draw_income(
    canvas: Canvas, relative: pd.DataFrame, prices: pd.DataFrame, breaks: Collection[int]
) -> Figure:
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
    faces = [colour("paper") if doubt else colour("stone") for doubt in prices["doubtful"]]
    bottom.bar(prices.index, rises, 0.7, color=faces, edgecolor=colour("stone"), linewidth=1)
    bottom.axhline(0, color=colour("stone"), linewidth=0.9)
    peak = int(np.nanargmax(rises))
    charts.label(
        bottom, prices.index[peak], rises[peak], formats.number(rises[peak], 0), "stone",
        xytext=(0, 7), ha="center", fontweight=600,
    )  # fmt: skip
    bottom.set(ylim=(-12, 25), ylabel=words("cooperation.income.price_axis"))
    bottom.yaxis.set_major_locator(MultipleLocator(10))
    bottom.xaxis.set_major_locator(MultipleLocator(5))
    bottom.set_xlim(years[0] - 0.9, max(years[-1], int(prices.index.max())) + 0.9)
    return figure


def _draw_dependence(canvas: Canvas, drawn: pd.DataFrame, named: Collection[str]) -> Figure:
    figure, axes = canvas.subplots(0.21 * len(drawn) + 0.9)
    words = canvas.words
    rows = np.arange(len(drawn))[::-1]
    bars = rows + 0.12
    plus = drawn["power"].clip(lower=0)
    axes.barh(bars, drawn["coal"], 0.5, color=colour("ink"))
    axes.barh(bars, plus, 0.5, left=drawn["coal"], color=colour("slate"))
    axes.barh(bars, drawn["power"].clip(upper=0), 0.5, color=colour("slate"), alpha=0.45)
    axes.hlines(rows - 0.28, drawn["low"], drawn["high"], color=colour("stone"), linewidth=1.6)
    axes.plot(drawn["total"], rows - 0.28, linestyle="none", marker="|", markersize=6, color=colour("ink"))
    axes.axvline(0, color=colour("stone"), linewidth=0.9)
    _names(axes, rows, drawn.index, named)
    axes.grid(axis="y", visible=False)
    axes.grid(axis="x", visible=True)
    axes.set_xlabel(words("cooperation.dependence.axis"))
    axes.legend(
        handles=[
            Patch(color=colour("ink"), label=words("cooperation.dependence.coal")),
            Patch(color=colour("slate"), label=words("cooperation.dependence.power")),
            Line2D([], [], color=colour("stone"), linewidth=1.6, label=words("cooperation.dependence.range")),
        ],
        loc="lower right",
    )
    return figure


def _draw_rules(canvas: Canvas, shares: pd.DataFrame, names: Sequence[str]) -> Figure:
    figure, axes = canvas.subplots(3.6 if canvas.narrow else 3.2)
    rows = np.arange(len(shares))[::-1]
    _bands(axes, rows, shares, 0.62)
    for (marker, name), rule, shift in zip(MARKS, names, (0.18, 0.06, -0.06, -0.18), strict=True):
        axes.plot(
            shares[rule], rows + shift, linestyle="none", marker=marker, color=colour(name), markersize=6
        )
    _names(axes, rows, shares.index, ())
    axes.set(xlim=(0, 45), xlabel=canvas.words("cooperation.rules.axis"))
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


def _draw_burners(canvas: Canvas, shares: pd.DataFrame, named: Collection[str]) -> Figure:
    figure, axes = canvas.subplots(0.21 * len(shares) + 0.9)
    words = canvas.words
    rows = np.arange(len(shares))[::-1]
    axes.hlines(rows, shares["least"], shares["most"], color=colour("stone"), linewidth=0.9)
    _bands(axes, rows, shares, 0.6)
    _names(axes, rows, shares.index, named)
    # The medians stand in a column of their own, so that no number is read as the end of a line.
    at = axes.get_yaxis_transform()
    options = {"transform": at, "ha": "right", "va": "center", "fontsize": 9}
    for row, median in zip(rows, shares["median"], strict=True):
        if np.isfinite(median):
            axes.text(1.0, row, formats.number(median, 1), color=colour("ink"), **options)
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


def _draw_sensitivity(
    canvas: Canvas, thresholds: pd.DataFrame, years: pd.DataFrame, chosen: tuple[float, int]
) -> Figure:
    shape = (2, 1) if canvas.narrow else (1, 2)
    figure, axes = canvas.subplots(5.2 if canvas.narrow else 3.2, *shape, sharey=True)
    for ax, table, key, mark in zip(
        axes, (thresholds, years), ("threshold", "first_year"), chosen, strict=True
    ):
        ax.axvline(mark, color=colour("rule"), linewidth=1.2)
        for (name, dash), province in zip(LINES, table.columns, strict=False):
            ax.plot(table.index, table[province], color=colour(name), linestyle=dash)
        ends = table.iloc[-1]
        for (name, _), province, y in zip(
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


def _draw_scale(canvas: Canvas, rows: pd.DataFrame) -> Figure:
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
    handles: list[Artist] = [_opinion(canvas.words("cooperation.scale.need"))]
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
    if kind == "need":
        ax.barh(y, high - low, 0.55, left=low, edgecolor=colour("stone"), linewidth=0.6, **OPINION)
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
    """One decimal for small sums, tens for large ones."""
    return 1 if value < 4 else 0 if value < 100 else -1


def _bands(axes: Axes, rows: np.ndarray, shares: pd.DataFrame, height: float) -> None:
    width = shares["high"] - shares["low"]
    axes.barh(rows, width, height, left=shares["low"], edgecolor=colour("stone"), linewidth=0.6, **OPINION)
    axes.vlines(shares["median"], rows - height / 2, rows + height / 2, color=colour("ink"), linewidth=1.8)


def _opinion(label: str) -> Patch:
    return Patch(edgecolor=colour("stone"), linewidth=0.6, label=label, **OPINION)


def _names(axes: Axes, rows: np.ndarray, names: Iterable[str], accent: Collection[str]) -> None:
    axes.set_yticks(rows, list(names))
    axes.set_ylim(rows.min() - 0.6, rows.max() + 0.6)
    axes.tick_params(axis="y", labelcolor=colour("stone" if accent else "ink"), labelsize=9)
    for label in axes.get_yticklabels():
        if label.get_text() in accent:
            label.set(color=colour("ink"), fontweight=600)


def _apart(values: pd.Series, gap: float) -> list[float]:
    """Places for labels near their values, at least `gap` apart."""
    order = values.sort_values()
    placed: dict[object, float] = {}
    last = -np.inf
    for name, value in order.items():
        last = max(value, last + gap)
        placed[name] = last
    return [placed[name] for name in values.index]
