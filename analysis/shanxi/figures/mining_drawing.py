"""How the charts of the mining chapter are drawn.

Belongs here: where marks and labels go. Does not: the tables of what is drawn (`mining.py`) or words
(`words/<language>/mining.yml`).
"""

import datetime as dt
import math
from collections.abc import Callable, Iterable
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.gridspec import GridSpec

from evident.export import charts
from evident.export.charts import Canvas, label
from evident.look.identity import colour
from evident.text.formats import number
from shanxi.models.rollout import decimal_year

Draw = Callable[[Canvas], Figure]
Frame = Any  # a pandas DataFrame; the type of its cells is not known to a type checker


def _times(dates: Iterable[dt.date]) -> list[float]:
    return [decimal_year(date) for date in dates]


def _year_axis(ax: Axes, first: int, last: int, step: int = 1) -> None:
    """Ticks at the end of each year, labelled with that year; the end of 2024 is 2025.0 in decimal years."""
    years = range(first, last + 1, step)
    ax.set_xticks([year + 1 for year in years], [str(year) for year in years])


def _thousands(ax: Axes) -> None:
    ax.yaxis.set_major_formatter(lambda v, _: number(v, 0))


def rollout(counts: Frame, plans: Frame, added: Frame, faces: Frame) -> Draw:
    """Mines counted, added against planned, and faces.

    Args:
        counts, faces: columns date, value, usable (False: off the line), open (doubtful), shown (label it).
        plans: columns date, value: cumulative totals foreseen.
        added: columns year, added, planned (NaN where not known).
    """

    def draw(canvas: Canvas) -> Figure:
        if canvas.narrow:
            figure, axes = canvas.subplots(6.6, 3, 1, height_ratios=[1.7, 1, 1])
            total, yearly, face = axes
        else:
            figure, axes = canvas.subplots(3.9, 2, 2, width_ratios=[1.5, 1])
            grid: GridSpec = axes[0, 0].get_gridspec()
            for ax in axes[:, 0]:
                ax.remove()
            total, yearly, face = figure.add_subplot(grid[:, 0]), axes[0, 1], axes[1, 1]
        _cumulative(canvas, total, counts)
        charts.target(total, _times(plans["date"]), plans["value"])
        for row in plans.itertuples():
            text = canvas.words("mining.rollout.foreseen", total=number(row.value, 0))
            coming = row.date > counts["date"].max()
            at = {"xytext": (0, -13), "ha": "center"} if coming else {"xytext": (8, -2)}
            label(total, decimal_year(row.date), row.value, text, "loess", **at)
        total.set_title(canvas.words("mining.rollout.mines"))
        total.set_ylim(0, 1.1 * max(counts["value"].max(), plans["value"].max()))
        total.set_xlim(right=2027.9)
        _year_axis(total, 2021, 2026)
        _added(yearly, added)
        yearly.set_title(canvas.words("mining.rollout.added"))
        _cumulative(canvas, face, faces)
        face.set_title(canvas.words("mining.rollout.faces"))
        face.set_ylim(0, 1.15 * faces["value"].max())
        face.set_xlim(2021.6, 2026.4)
        _year_axis(face, 2021, 2025)
        return figure

    return draw


def _cumulative(canvas: Canvas, ax: Axes, counts: Frame) -> None:
    line = counts[counts["usable"]]
    charts.observed(ax, _times(line["date"]), line["value"])
    unsure = counts[counts["open"] | ~counts["usable"]]
    charts.doubtful(ax, _times(unsure["date"]), unsure["value"], zorder=3)
    for row in line[line["shown"]].itertuples():
        label(ax, decimal_year(row.date), row.value, number(row.value, 0), xytext=(-6, 5), ha="right")
    for row in counts[counts["shown"] & ~counts["usable"]].itertuples():
        text = canvas.words("mining.rollout.stale_count", count=number(row.value, 0))
        label(ax, decimal_year(row.date), row.value, text, "stone", xytext=(6, -6))
    _thousands(ax)


def _added(ax: Axes, added: Frame) -> None:
    ax.bar(added["year"] + 1, added["added"], width=0.55, color=colour("ink"))
    charts.target(ax, added["year"] + 1, added["planned"])
    for row in added.itertuples():
        done = not math.isnan(row.added)
        if done or not math.isnan(row.planned):
            text, name = number(row.added if done else row.planned, 0), "ink" if done else "loess"
            label(
                ax, row.year + 1, np.nanmax([row.added, row.planned]), text, name, xytext=(0, 10), ha="center"
            )
    _year_axis(ax, int(added["year"].min()), int(added["year"].max()))
    ax.set_ylim(0, 1.3 * np.nanmax(added[["added", "planned"]].to_numpy()))


def outlook(counts: Frame, path: Frame, goals: Frame, plan: tuple[dt.date, float], end: dt.date) -> Draw:
    """The counts, what the curve makes of them, and the straight lines that would reach each denominator.

    Args:
        counts: columns date, value of the year ends fitted.
        path: columns time (decimal year), low, median, high.
        goals: columns name (words under mining.outlook), value, needed (mines a year).
        plan: date and total that the next plan implies (NaN: none known).
        end: when all mines are to be done.
    """

    def draw(canvas: Canvas) -> Figure:
        figure, ax = canvas.subplots(4.0 if canvas.narrow else 3.7)
        finish = decimal_year(end)
        _goals(canvas, ax, goals.dropna(subset=["value"]), counts.iloc[-1], finish)
        charts.projection(ax, path["time"], path["low"], path["median"], path["high"])
        charts.observed(ax, _times(counts["date"]), counts["value"])
        if not math.isnan(plan[1]):
            when, text = decimal_year(plan[0]), canvas.words("mining.outlook.plan", total=number(plan[1], 0))
            charts.target(ax, [when], [plan[1]])
            label(ax, when, plan[1], text, "loess", xytext=(0, -13), ha="center")
        for row in counts.iloc[1:].itertuples():
            label(ax, decimal_year(row.date), row.value, number(row.value, 0), xytext=(-6, 6), ha="right")
        tail = path.iloc[-1]
        for column in ("low", "median", "high"):
            label(ax, tail["time"], tail[column], number(tail[column], -1), "jade")
        ax.set_xlim(2021.7, finish + 0.55)
        ax.set_ylim(0, 1.08 * max(goals["value"].max(), path["high"].max()))
        _year_axis(ax, 2021, end.year)
        return figure

    return draw


def _goals(canvas: Canvas, ax: Axes, goals: Frame, last: Any, finish: float) -> None:
    start = decimal_year(last["date"])
    for goal in goals.itertuples():
        ax.plot(
            [start, finish], [last["value"], goal.value], color=colour("slate"), linestyle=":", linewidth=1.3
        )
        ax.plot([2021.7, finish], [goal.value] * 2, color=colour("slate"), linewidth=0.8)
        text = canvas.words(
            f"mining.outlook.{goal.name}", total=number(goal.value, 0), pace=number(goal.needed, 0)
        )
        # The two lower lines lie close together: the lowest is labelled below itself, the others above.
        below = goal.value == goals["value"].min()
        at = {"xytext": (0, -3 if below else 3), "va": "top" if below else "bottom"}
        label(ax, 2021.75, goal.value, text, "slate", fontsize=8.5, **at)


def backtest(rows: Frame, outturns: Frame) -> Draw:
    """Forecasts made with less evidence, beside what came.

    Args:
        rows: columns name (the label), kind (curve or plan), year (whose end is forecast), low, median, high.
        outturns: columns year, value.
    """

    def draw(canvas: Canvas) -> Figure:
        years = [year for year in outturns["year"] if (rows["year"] == year).any()]
        shape = (len(years), 1) if canvas.narrow else (1, len(years))
        figure, axes = canvas.subplots(4.9 if canvas.narrow else 3.0, *shape, squeeze=False, sharex=True)
        for ax, year in zip(axes.flat, years, strict=True):
            part = rows[rows["year"] == year].reset_index(drop=True)
            actual = float(outturns.loc[outturns["year"] == year, "value"].iloc[0])
            _forecasts(ax, part, actual)
            ax.plot(
                [actual] * len(part),
                part.index,
                linestyle="none",
                marker="o",
                markersize=4,
                color=colour("ink"),
                zorder=5,
            )
            if not math.isnan(actual):
                ax.set_title(canvas.words("mining.backtest.panel", year=year, actual=number(actual, 0)))
            ax.set_ylim(len(part) - 0.5, -0.9)
            ax.set_xlim(0, 1.14 * rows["high"].max())
            _bare(ax)
        axes.flat[-1].set_xlabel(canvas.words("mining.backtest.axis"))
        return figure

    return draw


def _forecasts(ax: Axes, part: Frame, actual: float) -> None:
    for y, row in enumerate(part.itertuples()):
        if row.kind == "curve":
            ends = [row.low, row.high]
            ax.plot(ends, [y, y], color=colour("jade"), alpha=0.25, linewidth=9, solid_capstyle="butt")
            ax.plot([row.median] * 2, [y - 0.22, y + 0.22], color=colour("jade"), linewidth=2)
        else:
            charts.target(ax, [row.median], [y])
        name, digits = ("jade", -1) if row.kind == "curve" else ("loess", 0)
        # A plan just short of the outturn has its number on the far side, where the outturn's dot is not.
        left = row.kind == "plan" and row.high < actual
        at = {"xytext": (-8 if left else 8, 0), "ha": "right" if left else "left"}
        label(ax, row.high, y, number(row.median, digits), name, **at)
        label(ax, 0, y, row.name, "stone", xytext=(3, 13), fontsize=8.5)


def _bare(ax: Axes) -> None:
    """Rows without an axis of their own: no ticks or grid across."""
    ax.set_yticks([])
    ax.grid(axis="y", visible=False)
    ax.grid(axis="x", visible=True)


def capacity(bounds: Frame, shares: Frame, now: tuple[float, float, float]) -> Draw:
    """What share of capacity a number of mines can hold, and the shares that were published.

    Args:
        bounds: columns mines, least, most (percent of capacity).
        shares: columns name (words under mining.capacity), low, high (mines then, from and to), share, open,
            decimals, left (letter to the left); the letter leads to the words under the chart.
        now: mines counted last, and the least and most share that they can hold.
    """

    def draw(canvas: Canvas) -> Figure:
        figure, ax = canvas.subplots(4.9 if canvas.narrow else 4.3)
        stone = colour("stone")
        ax.fill_between(
            bounds["mines"], bounds["least"], bounds["most"], color=stone, alpha=0.14, linewidth=0
        )
        for end in ("most", "least"):
            ax.plot(bounds["mines"], bounds[end], color=stone, linewidth=1.4)
        for end, x, options in (
            ("most", 190, {"xytext": (-6, 7), "ha": "right"}),
            ("least", 215, {"xytext": (4, -9)}),
        ):
            y = float(np.interp(x, bounds["mines"], bounds[end]))
            label(ax, x, y, canvas.words(f"mining.capacity.{end}"), "stone", **options)
        mines, least, most = now
        if not math.isnan(most):
            ax.plot([mines, mines], [least, most], color=colour("jade"), linewidth=2.4)
            ends = {"mines": number(mines, 0), "least": number(least, 0), "most": number(most, 0)}
            label(ax, mines, least, canvas.words("mining.capacity.now", **ends), "jade", xytext=(4, -12))
        key = [canvas.words("mining.capacity.x")]
        for letter, row in zip("abcdefgh", shares.itertuples(), strict=False):
            span = sorted({row.low, row.high})
            (charts.doubtful if row.open else charts.observed)(ax, span, [row.share] * len(span))
            if len(span) > 1:
                ax.plot(span, [row.share] * 2, color=colour("ink"), linewidth=1)
            at = {"xytext": (-7, 0), "ha": "right"} if row.left else {"xytext": (7, 0)}
            label(ax, row.low if row.left else row.high, row.share, letter, **at)
            share = number(row.share, row.decimals)
            key.append(f"{letter}: {canvas.words(f'mining.capacity.{row.name}', share=share)}")
        ax.set_xlim(0, 1.02 * max(bounds["mines"].max(), 1))
        ax.set_ylim(0, 104)
        ax.set_xlabel("\n".join(key), loc="left", linespacing=1.35)
        ax.yaxis.set_major_formatter(lambda v, _: f"{v:.0f}%")
        return figure

    return draw


def jobs(rows: Frame) -> Draw:
    """Posts saved by machines beside the losses that others forecast.

    Args:
        rows: columns label, kind (counted, computed or forecast), low, high (persons), in the order drawn.
    """

    def draw(canvas: Canvas) -> Figure:
        shown = rows.dropna().reset_index(drop=True)
        figure, ax = canvas.subplots(0.46 * len(shown) + 0.5)
        for y, row in enumerate(shown.itertuples()):
            name = {"counted": "ink", "computed": "jade", "forecast": "slate"}[row.kind]
            start = row.low if row.low < row.high else 0
            if row.kind == "forecast":
                ax.plot([0, row.high], [y, y], color=colour(name), linestyle=(0, (4, 2)), linewidth=1.4)
                charts.target(ax, [row.high], [y], name)
            else:
                weak = {"alpha": 0.4} if row.kind == "computed" else {}
                ax.plot(
                    [start, row.high], [y, y], color=colour(name), linewidth=7, solid_capstyle="butt", **weak
                )
            ends = [number(v, 0 if v < 1000 else -2) for v in sorted({row.low, row.high})]
            label(ax, row.high, y, "–".join(ends), name, xytext=(8, 0))
            label(ax, 0, y, row.label, "ink", xytext=(0, 12), fontsize=8.5)
        ax.set_ylim(len(shown) - 0.6, -0.8)
        ax.set_xlim(0, 1.24 * shown["high"].max())
        _bare(ax)
        ax.xaxis.set_major_formatter(lambda v, _: number(v, 0))
        ax.locator_params(axis="x", nbins=4 if canvas.narrow else 6)
        return figure

    return draw


def output(series: Frame, caps: Frame, rival: Frame, shares: Frame) -> Draw:
    """Coal output with its caps and plans, and the share of the nation.

    Args:
        series: columns year, value, line (on the line), open (value or definition open to question).
        caps, rival: columns year, value.
        shares: columns first, last (years), value, decimals; a share of several years is a claim, drawn open.
    """

    def draw(canvas: Canvas) -> Figure:
        figure, (ax, share) = canvas.subplots(
            5.2 if canvas.narrow else 4.7, 2, 1, height_ratios=[2.8, 1], sharex=True
        )
        _tonnes(canvas, ax, series, caps, rival)
        for row in shares.itertuples():
            text = number(row.value, row.decimals) + "%"
            if row.first != row.last:
                share.plot(
                    [row.first, row.last], [row.value] * 2, color=colour("ink"), linewidth=0.8, linestyle=":"
                )
                charts.doubtful(share, [row.first, row.last], [row.value] * 2)
                label(share, (row.first + row.last) / 2, row.value, text, xytext=(0, 9), ha="center")
            else:
                # Beside the mark, so that neighbouring years do not meet: the last to its right.
                right = row.last == shares["last"].max()
                charts.observed(share, [row.last], [row.value])
                label(
                    share,
                    row.last,
                    row.value,
                    text,
                    xytext=(7 if right else -7, -3),
                    ha="left" if right else "right",
                )
        share.set_ylim(15, 36)
        share.set_title(canvas.words("mining.output.share"))
        share.yaxis.set_major_formatter(lambda v, _: f"{v:.0f}%")
        share.set_xlim(2004.6, 2027.4)
        years = range(2007, 2027, 4 if canvas.narrow else 2)
        share.set_xticks(list(years), [str(year) for year in years])
        return figure

    return draw


def _tonnes(canvas: Canvas, ax: Axes, series: Frame, caps: Frame, rival: Frame) -> None:
    ax.plot(rival["year"], rival["value"], color=colour("stone"), linewidth=1.4)
    for row in rival.tail(1).itertuples():
        label(
            ax,
            row.year,
            row.value,
            canvas.words("mining.output.rival"),
            "stone",
            xytext=(-14, -34),
            ha="left",
        )
    line = series[series["line"]].set_index("year")["value"]
    line = line.reindex(range(int(line.index.min()), int(line.index.max()) + 1))  # a missing year is a gap
    ax.plot(line.index, line, color=colour("ink"))
    # Plans first and dots on top: where a plan was met, the dot lies in its diamond.
    charts.target(ax, caps["year"], caps["value"])
    dot: dict[str, Any] = {"linestyle": "none", "marker": "o", "markersize": 4, "zorder": 6}
    for unsure, rows in series.groupby("open"):
        ax.plot(
            rows["year"],
            rows["value"],
            color=colour("ink"),
            markerfacecolor=colour("paper" if unsure else "ink"),
            **dot,
        )
    for year in {line.first_valid_index(), line.idxmax(), line.last_valid_index()}:
        up = year != line.last_valid_index()
        label(ax, year, line[year], number(line[year], 0), xytext=(0, 13 if up else -14), ha="center")
    for row in caps.head(1).itertuples():
        label(ax, row.year, row.value, canvas.words("mining.output.cap"), "loess", xytext=(-7, 9), ha="right")
    ax.set_ylim(0, 1.13 * max(series["value"].max(), caps["value"].max()))
    ax.set_title(canvas.words("mining.output.tonnes"))
    _thousands(ax)
