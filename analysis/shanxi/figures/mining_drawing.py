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

from evident.export import charts
from evident.export.charts import WIDE_SCRIPT, Canvas, label
from evident.look.identity import colour
from shanxi.models.rollout import decimal_year

Draw = Callable[[Canvas], Figure]
Frame = Any  # a pandas DataFrame; the type of its cells is not known to a type checker


def _times(dates: Iterable[dt.date]) -> list[float]:
    return [decimal_year(date) for date in dates]


def _year_axis(ax: Axes, first: int, last: int, step: int = 1) -> None:
    """Ticks at the end of each year, labelled with that year; the end of 2024 is 2025.0 in decimal years."""
    years = range(first, last + 1, step)
    ax.set_xticks([year + 1 for year in years], [str(year) for year in years])


def _largest(values: Iterable[float]) -> float:
    """The largest of what is known; one where nothing is, so that an axis has an end."""
    return max((value for value in values if not math.isnan(value)), default=1.0)


def rollout(counts: Frame, plans: Frame, added: Frame) -> Draw:
    """Mines added against planned, large, and mines counted beside it.

    Args:
        counts: columns date, value, usable (False: off the line), open (doubtful), shown (label it), computed (not
            printed).
        plans: columns date, value: cumulative totals foreseen.
        added: columns year, added, planned (NaN where not known).
    """

    def draw(canvas: Canvas) -> Figure:
        shape, ratio = ((2, 1), {"height_ratios": [1, 1.15]}) if canvas.narrow else ((1, 2), {})
        figure, (yearly, total) = canvas.subplots(5.6 if canvas.narrow else 3.2, *shape, **ratio)
        _added(canvas, yearly, added)
        yearly.set_title(canvas.words("mining.rollout.title_added"))
        _cumulative(canvas, total, counts)
        charts.target(total, _times(plans["date"]), plans["value"])
        for row in plans.itertuples():
            text = canvas.words("mining.rollout.foreseen", total=canvas.number(row.value, 0))
            coming = row.date > counts["date"].max()
            at = {"xytext": (-9, 3), "ha": "right"} if coming else {"xytext": (8, -7)}
            label(total, decimal_year(row.date), row.value, text, "loess", **at)
        total.set_title(canvas.words("mining.rollout.mines"))
        total.set_xlabel(canvas.words("mining.rollout.axis"))
        total.set_ylim(0, 1.1 * max(counts["value"].max(), plans["value"].max()))
        total.set_xlim(right=2027.5)
        _year_axis(total, 2021, 2026)
        return figure

    return draw


def _cumulative(canvas: Canvas, ax: Axes, counts: Frame) -> None:
    line = counts[counts["usable"]]
    ax.plot(_times(line["date"]), line["value"], color=colour("ink"))
    printed = line[~line["computed"]]
    charts.observed(ax, _times(printed["date"]), printed["value"], linestyle="none")
    computed = counts[counts["computed"]]
    charts.derived(ax, _times(computed["date"]), computed["value"])
    unsure = counts[(counts["open"] | ~counts["usable"]) & ~counts["computed"]]
    charts.doubtful(ax, _times(unsure["date"]), unsure["value"], zorder=3)
    for row in line[line["shown"]].itertuples():
        label(ax, decimal_year(row.date), row.value, canvas.number(row.value, 0), xytext=(-6, 5), ha="right")
    for row in counts[counts["shown"] & ~counts["usable"]].itertuples():
        text = canvas.words("mining.rollout.stale_count", count=canvas.number(row.value, 0))
        label(ax, decimal_year(row.date), row.value, text, "stone", xytext=(6, -6))
    canvas.ticks(ax.yaxis)


def _added(canvas: Canvas, ax: Axes, added: Frame) -> None:
    ax.bar(added["year"] + 1, added["added"], width=0.55, color=colour("ink"))
    charts.target(ax, added["year"] + 1, added["planned"])
    for row in added.itertuples():
        done = not math.isnan(row.added)
        if done or not math.isnan(row.planned):
            text, name = canvas.number(row.added if done else row.planned, 0), "ink" if done else "loess"
            label(
                ax, row.year + 1, np.nanmax([row.added, row.planned]), text, name, xytext=(0, 10), ha="center"
            )
    _year_axis(ax, int(added["year"].min()), int(added["year"].max()))
    ax.set_ylim(0, 1.3 * np.nanmax(added[["added", "planned"]].to_numpy()))


def denominators(rows: Frame) -> Draw:
    """Of each count of mines: those done, those planned, those that the plan would leave.

    Args:
        rows: columns name (the label), total, done, plan, kept_up, left; NaN where not known.
    """

    def draw(canvas: Canvas) -> Figure:
        shown = rows.dropna(subset=["total", "done"]).reset_index(drop=True)
        figure, ax = canvas.subplots(0.82 * max(len(shown), 1) + 0.75)
        for y, row in enumerate(shown.itertuples()):
            ax.barh(y, row.total, 0.42, color="none", edgecolor=colour("slate"), linewidth=1.1)
            ax.barh(y, row.done, 0.42, color=colour("ink"))
            coming = np.nansum([row.plan, row.kept_up])
            if coming:
                style = {"facecolor": colour("paper"), "edgecolor": colour("loess"), "linewidth": 1.1}
                ax.barh(y, row.plan, 0.42, left=row.done, **style)
                ax.barh(y, row.kept_up, 0.42, left=row.done + row.plan, **style)
            label(ax, row.total, y, canvas.number(row.total, 0), "slate", xytext=(5, 0), weight=600)
            label(ax, 0, y, row.name, xytext=(0, 21))
            if y == 0:
                text = canvas.words("mining.denominators.done", mines=canvas.number(row.done, 0))
                ax.text(row.done / 2, y, text, color=colour("paper"), ha="center", va="center_baseline")
            if not math.isnan(row.left):
                text = canvas.words("mining.denominators.left", mines=canvas.number(row.left, 0))
                at = {"xytext": (-5, 0), "ha": "right"} if row.left > 200 else {"xytext": (34, 0)}
                label(ax, row.total, y, text, "stone", **at)
        if len(shown) and not math.isnan(shown["plan"].iloc[-1]):
            last = shown.iloc[-1]
            middle = last["done"] + (last["plan"] + last["kept_up"]) / 2
            text = canvas.words(
                "mining.denominators.planned", total=canvas.number(last["total"] - last["left"], 0)
            )
            at = {"xytext": (0, -19), "ha": "center"}
            label(ax, middle, len(shown) - 1, text, "loess", **at)
        ax.set_ylim(len(shown) - 0.25, -0.75)
        ax.set_xlim(0, 1.12 * _largest(shown["total"]))
        _bare(ax)
        ax.locator_params(axis="x", nbins=5)
        return figure

    return draw


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
            when, text = (
                decimal_year(plan[0]),
                canvas.words("mining.outlook.plan", total=canvas.number(plan[1], 0)),
            )
            charts.target(ax, [when], [plan[1]])
            label(ax, when, plan[1], text, "loess", xytext=(0, -13), ha="center")
        for row in counts.iloc[1:].itertuples():
            label(
                ax, decimal_year(row.date), row.value, canvas.number(row.value, 0), xytext=(-6, 6), ha="right"
            )
        tail = path.iloc[-1]
        for column in ("low", "median", "high"):
            label(ax, tail["time"], tail[column], canvas.number(tail[column], -1), "jade")
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
            f"mining.outlook.{goal.name}",
            total=canvas.number(goal.value, 0),
            pace=canvas.number(goal.needed, 0),
        )
        # The two lower lines lie close together: the lowest is labelled below itself, the others above.
        below = goal.value == goals["value"].min()
        at = {"xytext": (0, -3 if below else 3), "va": "top" if below else "bottom"}
        label(ax, 2021.75, goal.value, text, "slate", fontsize=canvas.small, **at)


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
            _forecasts(canvas, ax, part, actual)
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
                ax.set_title(
                    canvas.words("mining.backtest.panel", year=year, actual=canvas.number(actual, 0))
                )
            ax.set_ylim(len(part) - 0.5, -0.9)
            ax.set_xlim(0, 1.14 * rows["high"].max())
            _bare(ax)
        axes.flat[-1].set_xlabel(canvas.words("mining.backtest.axis"))
        return figure

    return draw


def _forecasts(canvas: Canvas, ax: Axes, part: Frame, actual: float) -> None:
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
        label(ax, row.high, y, canvas.number(row.median, digits), name, **at)
        label(ax, 0, y, row.name, "stone", xytext=(3, 13), fontsize=canvas.small)


def _bare(ax: Axes) -> None:
    """Rows without an axis of their own, each mark with its number: no ticks across, and no grid through labels."""
    ax.set_yticks([])
    ax.grid(visible=False)


# How dark a size class is, the largest first; labels are light on the first ones and dark on the others.
_SHADES = (1.0, 0.85, 0.7, 0.55, 0.4, 0.27, 0.15)
_LIGHT_ON = 4


def capacity(
    sizes: Frame,
    totals: tuple[float, float],
    reach: tuple[float, float, float],
    published: float,
) -> Draw:
    """Two bars, mines and capacity, by size class; a line as far as the mines done reach, the largest first.

    Args:
        sizes: columns size (the label), mines_share, capacity_share in percent, the largest mines first.
        totals: mines, and Mt a year.
        reach: mines done, and what they are of all mines and at most of capacity, in percent.
        published: a share of capacity that was published as a floor.
    """

    def draw(canvas: Canvas) -> Figure:
        figure, ax = canvas.subplots(3.5 if canvas.narrow else 3.0)
        done, of_mines, of_capacity = reach
        for y, column in enumerate(("mines_share", "capacity_share")):
            left = 0.0
            for rank, row in enumerate(sizes.to_dict("records")):
                width = row[column]
                shade = _SHADES[min(rank, len(_SHADES) - 1)]
                ax.barh(y, width, 0.44, left=left, color=colour("ink"), alpha=shade, linewidth=0)
                ax.plot([left, left], [y - 0.22, y + 0.22], color=colour("paper"), linewidth=0.8)
                # Beside the line of the mines done, where it runs through.
                line = min(max(left, reach[1 + y]), left + width)  # at its start where the reach is not known
                start, end = max((left, line), (line, left + width), key=lambda part: part[1] - part[0])
                if end - start > _least_room(canvas, row["size"]):
                    hue = colour("paper" if rank < _LIGHT_ON else "ink")
                    at = {"ha": "center", "va": "center_baseline", "fontsize": canvas.small}
                    ax.text((start + end) / 2, y, row["size"], color=hue, **at)
                left += width
        _reached(canvas, ax, done, of_mines, of_capacity)
        if not math.isnan(published):
            text = canvas.words("mining.capacity.over_half", share=canvas.number(published, 0))
            ax.plot(
                [published] * 2, [0.78, 1.28], color=colour("slate"), linewidth=1.6, linestyle=(0, (3, 2))
            )
            label(ax, published, 1.28, text, "slate", xytext=(-3, -8), ha="center")
        bars = (("mines", ""), ("capacity", "Mt"))
        for y, ((name, unit), total) in enumerate(zip(bars, totals, strict=True)):
            if not math.isnan(total):
                text = canvas.words(f"mining.capacity.bar_{name}", total=canvas.number(total, 0, unit))
                label(ax, 0, y - 0.22, text, xytext=(0, 8), weight=600)
        ax.set_ylim(1.75, -0.6)
        ax.set_xlim(0, 100.5)
        _bare(ax)
        ax.xaxis.set_major_formatter(lambda v, _: f"{v:.0f}%")
        return figure

    return draw


def _least_room(canvas: Canvas, size: str) -> float:
    """How wide a part has to be for its name, in percent; the sign of a Chinese range is as wide as two digits."""
    return (11 if canvas.narrow else 7) * (1.45 if WIDE_SCRIPT.search(size) else 1.0)


def _reached(canvas: Canvas, ax: Axes, done: float, of_mines: float, of_capacity: float) -> None:
    if math.isnan(of_mines) or math.isnan(of_capacity):
        return
    line: dict[str, Any] = {"color": colour("jade"), "linewidth": 2.2}
    ax.plot([of_mines] * 2, [-0.3, 0.3], **line)
    ax.plot([of_capacity] * 2, [0.7, 1.3], **line)
    ax.plot([of_mines, of_capacity], [0.3, 0.7], **(line | {"linewidth": 1.2}))
    text = canvas.words(
        "mining.capacity.reach_mines", mines=canvas.number(done, 0), share=canvas.number(of_mines, 0)
    )
    # On a phone the name of the bar stands to the left.
    label(ax, of_mines, -0.3, text, "jade", xytext=(0, 8), ha="left" if canvas.narrow else "center")
    text = canvas.words("mining.capacity.reach_capacity", share=canvas.number(of_capacity, 0))
    label(ax, of_capacity, 1.3, text, "jade", xytext=(0, -8), ha="center")


def jobs(rows: Frame) -> Draw:
    """Posts saved by machines a year beside the losses a year that others forecast.

    Args:
        rows: columns label, kind (computed or forecast), low, high (persons a year), in the order drawn.
    """

    def draw(canvas: Canvas) -> Figure:
        shown = rows.dropna().reset_index(drop=True)
        figure, ax = canvas.subplots(0.5 * len(shown) + 0.5)
        for y, row in enumerate(shown.itertuples()):
            name = "slate" if row.kind == "forecast" else "jade"
            if row.kind == "forecast":
                ax.plot([0, row.high], [y, y], color=colour(name), linestyle=(0, (4, 2)), linewidth=1.4)
                ax.plot([row.high] * 2, [y - 0.16, y + 0.16], color=colour(name), linewidth=2)
            else:
                band = {"linewidth": 7, "solid_capstyle": "butt", "alpha": 0.4}
                ax.plot([row.low, row.high], [y, y], color=colour(name), **band)
            ends = [canvas.number(v, -2) for v in sorted({row.low, row.high})]
            label(ax, row.high, y, canvas.span(ends), name, xytext=(8, 0))
            label(ax, 0, y, row.label, "ink", xytext=(0, 12), fontsize=canvas.small)
        ax.set_ylim(len(shown) - 0.6, -0.8)
        ax.set_xlim(0, 1.24 * _largest(shown["high"]))
        _bare(ax)
        canvas.ticks(ax.xaxis)
        ax.locator_params(axis="x", nbins=4 if canvas.narrow else 6)
        return figure

    return draw


METHANE = "Mt CH4/yr"  # literal: the name of a unit
_COUNTED_FROM = 2021.5  # the first count of intelligent mines is of the end of 2021


def deaths(rates: Frame) -> Draw:
    """Deaths per million tonnes on a scale of equal ratios, and since when intelligent mines are counted.

    Args:
        rates: columns place (here or nation), year, value, open (of some months, or disputed).
    """

    def draw(canvas: Canvas) -> Figure:
        figure, ax = canvas.subplots(3.0)
        ax.set_yscale("log")
        for place, name in (("here", "ink"), ("nation", "stone")):
            found = rates[rates["place"] == place]
            sure, unsure = found[~found["open"]], found[found["open"]]
            charts.observed(ax, sure["year"], sure["value"], name)
            charts.doubtful(ax, unsure["year"], unsure["value"], name)
            if len(found):
                first = found.iloc[0]
                at = {"xytext": (9, 3)} if place == "here" else {"xytext": (7, 7)}
                label(ax, first["year"], first["value"], canvas.words(f"mining.deaths.{place}"), name, **at)
        ends = [("here", 0, "ink"), ("here", -1, "ink"), ("nation", -1, "stone")]
        for place, which, name in ends:
            found = rates[rates["place"] == place]
            if len(found):
                row = found.iloc[which]
                text, first = canvas.number(row["value"], 2), which == 0
                label(
                    ax, row["year"], row["value"], text, name, xytext=(-6 if first else 0, -11), ha="center"
                )
        ax.axvspan(_COUNTED_FROM, 2026, color=colour("rule"), alpha=0.4, linewidth=0)
        inside = {"transform": ax.get_xaxis_transform(), "ha": "right", "va": "top"}
        ax.text(2025.8, 0.96, canvas.words("mining.deaths.began"), color=colour("stone"), **inside)
        ax.set_xlim(1998.8, 2026)
        if len(rates):
            ax.set_ylim(0.7 * rates["value"].min(), 1.6 * rates["value"].max())
        ax.set_xticks([2000, 2005, 2010, 2015, 2020, 2025])
        ax.set_yticks([0.03, 0.1, 0.3, 1, 3])
        ax.minorticks_off()
        canvas.ticks(ax.yaxis)
        return figure

    return draw


def output(series: Frame, limits: Frame) -> Draw:
    """Coal output with the plan of each year and the figures that were set years ahead.

    Args:
        series: columns year, value, line (on the line), open (value or definition open to question).
        limits: columns year, value, kind (plan or level).
    """

    def draw(canvas: Canvas) -> Figure:
        figure, ax = canvas.subplots(4.0 if canvas.narrow else 3.2)
        line = series[series["line"]].set_index("year")["value"]
        # A missing year is a gap.
        line = line.reindex(range(int(line.index.min()), int(line.index.max()) + 1)) if len(line) else line
        ax.plot(line.index, line, color=colour("ink"))
        # Plans first and dots on top: where a plan was met, the dot lies in its diamond.
        for _, rows in limits.groupby("kind"):
            charts.target(ax, rows["year"], rows["value"])
        dot: dict[str, Any] = {"linestyle": "none", "marker": "o", "markersize": 4, "zorder": 6}
        for (on, unsure), rows in series.groupby(["line", "open"]):
            # A sure total off the line counts more mines than the line does; it is no doubtful figure.
            name = "ink" if on or unsure else "stone"
            hollow = colour("paper" if unsure else name)
            ax.plot(rows["year"], rows["value"], color=colour(name), markerfacecolor=hollow, **dot)
        for row in limits[limits["kind"] == "level"].itertuples():
            up = row.value > line.get(row.year, 0)
            name = "mining.output.named" if up else "mining.output.cap"
            text = canvas.words(name, year=row.year, total=canvas.number(row.value, 0, "Mt"))
            above = {"xytext": (0, 24 if canvas.narrow else 12), "ha": "center"}
            label(ax, row.year, row.value, text, "loess", **(above if up else {"xytext": (9, -8)}))
        for row in limits[(limits["kind"] == "plan") & (limits["year"] == limits["year"].max())].itertuples():
            text = canvas.words("mining.output.planned", total=canvas.number(row.value, 0, "Mt"))
            label(ax, row.year, row.value, text, "loess", xytext=(4, -13), ha="center")
        for year, place in _turns(line, canvas.narrow).items():
            label(ax, year, line[year], canvas.number(line[year], 0, "Mt"), xytext=place, ha="center")
        ax.set_ylim(0, 1.13 * _largest([*series["value"], *limits["value"]]))
        ax.set_xlim(2014.4, 2027.2)
        years = range(2015, 2027, 2)
        ax.set_xticks(list(years), [str(year) for year in years])
        canvas.ticks(ax.yaxis, "Mt")
        return figure

    return draw


def _turns(line: Frame, narrow: bool) -> dict[int, tuple[float, float]]:
    """The years of a line to label, with the place of the label: its ends, its peak and the low after the peak."""
    known = line.dropna()
    if known.empty:
        return {}
    peak, last = known.idxmax(), known.index[-1]
    # On a phone numbers of six digits keep clear of those of the axis and of the plan.
    first, low = ((12, 13), (-11, -13)) if narrow else ((-4, 13), (0, -13))
    places = {known.index[0]: first, last: (2, -30), known[known.index >= peak].idxmin(): low}
    return places | {peak: (-4, 13)}


def methane(estimates: Frame, weights: Frame) -> Draw:
    """Methane by estimate, and its weight beside carbon dioxide.

    Args:
        estimates: columns name (words under mining.methane), value, low, high in Mt of methane.
        weights: columns name, value, low, high in Mt of carbon dioxide.
    """

    def draw(canvas: Canvas) -> Figure:
        shape, ratio = ((2, 1), {"height_ratios": [1.45, 1]}) if canvas.narrow else ((1, 2), {})
        figure, (left, right) = canvas.subplots(5.2 if canvas.narrow else 3.3, *shape, **ratio)
        hues = {"tracker": "ink", "areas": "stone", "plumes": "stone"}
        for y, row in enumerate(estimates.itertuples()):
            name = hues.get(row.name, "ink")
            if row.low < row.high:
                left.plot([row.low, row.high], [y, y], color=colour(name), linewidth=1.4)
            (charts.doubtful if row.name == "tracker" else charts.observed)(left, [row.value], [y], name)
            label(left, row.high, y, canvas.number(row.value, 1, METHANE), name, xytext=(7, 0))
            label(
                left,
                0,
                y,
                canvas.words(f"mining.methane.{row.name}"),
                name,
                xytext=(0, 13),
                fontsize=canvas.small,
            )
        left.set_xlim(0, 1.18 * _largest(estimates["high"]))
        left.set_ylim(len(estimates) - 0.5, -0.9)
        left.set_title(canvas.words("mining.methane.title_mt"))
        for y, row in enumerate(weights.itertuples()):
            name = "slate" if row.name == "carbon" else "ink"
            right.barh(y, row.low, 0.4, color=colour(name))
            right.barh(y, row.high - row.low, 0.4, left=row.low, color=colour(name), alpha=0.4)
            ends = canvas.span(canvas.number(v, 0, "Mt CO2") for v in sorted({row.low, row.high}))
            label(right, row.high, y, ends, name, xytext=(6, 0))
            label(
                right,
                0,
                y,
                canvas.words(f"mining.methane.{row.name}"),
                name,
                xytext=(0, 19),
                fontsize=canvas.small,
            )
        right.set_xlim(0, 1.3 * _largest(weights["high"]))
        right.set_ylim(len(weights) - 0.5, -0.8)
        right.set_title(canvas.words("mining.methane.title_co2"))
        for ax, unit in ((left, METHANE), (right, "Mt CO2")):
            _bare(ax)
            ax.locator_params(axis="x", nbins=4)
            canvas.counted(ax.xaxis, unit)
        return figure

    return draw
