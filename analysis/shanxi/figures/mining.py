"""The charts and tables of the mining chapter.

Belongs here: where marks and labels go, and the tables of what is drawn. Does not: numbers (the notebook passes them
in) or words (`words/<language>/mining.yml`).
"""

import datetime as dt
import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.gridspec import GridSpec

from evident.evidence.tables import Observation
from evident.export import charts
from evident.export.charts import Canvas, label
from evident.export.exhibits import Chart, Column, Table
from evident.look.identity import colour
from evident.text.formats import number
from evident.text.words import Words
from shanxi.models import mine_sizes
from shanxi.models.pace import change
from shanxi.models.rollout import decimal_year, interval, rising

Draw = Callable[[Canvas], Figure]
Frame = Any  # a pandas DataFrame; the type of its cells is not known to a type checker
Dated = tuple[dt.date, float]

QUIET = {39, 48, 244, 328, 369}  # counts that would crowd their neighbours' labels
SAME = 0.5  # percent: totals for one year that differ by less are one mark


def _end(year: int) -> dt.date:
    return dt.date(year, 12, 31)


# -- what is drawn


def rollout(
    words: Words,
    counts: Sequence[Observation],
    start: Dated,
    faces: Sequence[Observation],
    added: Mapping[int, float],
    plans: Mapping[int, float],
    foreseen: Sequence[Dated],
) -> Chart:
    """Mines counted, added against planned, and faces.

    Args:
        start: day and number of mines before the first printed count.
        added, plans: mines by year.
        foreseen: totals that plans imply, by day.
    """
    first = pd.DataFrame([(*start, True, True, False)], columns=["date", "value", "usable", "open", "shown"])
    mines = pd.concat([first.dropna(), _counts(counts)], ignore_index=True)
    coming = pd.DataFrame(foreseen, columns=["date", "value"]).dropna()
    years = sorted({*added, *plans})
    yearly = pd.DataFrame(
        {
            "year": years,
            **{n: [by.get(y, math.nan) for y in years] for n, by in (("added", added), ("planned", plans))},
        }
    )
    shafts = _counts(faces)
    stale = words("mining.rollout.stale")
    rows = [
        *(
            (words("mining.rollout.mines"), *row)
            for row in mines[["date", "value", "usable"]].itertuples(index=False)
        ),
        *((words("mining.rollout.plans"), *row, True) for row in coming.itertuples(index=False)),
        *(
            (words("mining.rollout.faces"), *row)
            for row in shafts[["date", "value", "usable"]].itertuples(index=False)
        ),
        *(
            (words(f"mining.rollout.{n}"), y, v, True)
            for n in ("added", "planned")
            for y, v in zip(years, yearly[n], strict=True)
        ),
    ]
    data = pd.DataFrame(
        [(name, str(date), value, "" if usable else stale) for name, date, value, usable in rows],
        columns=["series", "date", "value", "usable"],
    ).dropna()
    columns = {
        "series": Column(words("mining.rollout.series")),
        "date": Column(words("mining.rollout.date")),
        "value": Column(words("mining.rollout.count"), "count", 0),
        "usable": Column(words("mining.rollout.remark")),
    }
    return Chart(data, columns, _draw_rollout(mines, coming, yearly, shafts))


def _counts(figures: Sequence[Observation]) -> Frame:
    """Counts as marks: off the line if stale, open if only doubtful sources have them, labelled unless quiet."""
    usable = set(rising([(obs.end, obs.value) for obs in figures]))
    sure = {(obs.end, obs.value) for obs in figures if obs.quality != "doubtful"}
    rows = [
        (*p, p in usable, p not in sure, p not in usable or p[1] not in QUIET)
        for p in sorted({(obs.end, obs.value) for obs in figures})
    ]
    return pd.DataFrame(rows, columns=["date", "value", "usable", "open", "shown"])


def outlook(
    words: Words,
    counts: Sequence[Dated],
    ahead: tuple[Any, Any],
    goals: Mapping[str, tuple[float, float]],
    plan: Dated,
    target_year: int,
) -> Chart:
    """The counts, what the curve makes of them, and the straight lines that would reach each number of mines.

    Args:
        ahead: decimal years, and draws × times.
        goals: by name (words under mining.outlook): number of mines, and mines a year needed.
        plan: day and total that the next plan implies.
    """
    fitted = pd.DataFrame(counts, columns=["date", "value"]).dropna()
    steps, draws = ahead
    path = pd.DataFrame([interval(column) for column in draws.T], columns=["low", "median", "high"])
    path.insert(0, "time", steps)
    aims = pd.DataFrame([(n, *pair) for n, pair in goals.items()], columns=["name", "value", "needed"])
    curve, nan = words("mining.outlook.curve"), math.nan
    rows = [
        *(
            (words("mining.outlook.counted"), str(r.date), nan, r.value, nan, nan)
            for r in fitted.itertuples()
        ),
        *((curve, _quarter(r.time), r.low, r.median, r.high, nan) for r in path.itertuples()),
        (words("mining.outlook.planned"), str(plan[0]), nan, plan[1], nan, nan),
        *(
            (words(f"mining.outlook.goal_{r.name}"), str(_end(target_year)), nan, r.value, nan, r.needed)
            for r in aims.itertuples(index=False)
        ),
    ]
    data = pd.DataFrame(rows, columns=["what", "date", "low", "median", "high", "needed"])
    columns = {
        "what": Column(words("mining.outlook.what")),
        "date": Column(words("mining.rollout.date")),
        "low": Column(words("mining.outlook.low"), "count", 0),
        "median": Column(words("mining.outlook.mines"), "count", 0),
        "high": Column(words("mining.outlook.high"), "count", 0),
        "needed": Column(words("mining.outlook.needed"), "count/yr", 0),
    }
    draw = _draw_outlook(fitted, path, aims, plan, _end(target_year))
    return Chart(data.dropna(subset=["median"]), columns, draw)


def _quarter(time: float) -> str:
    """The last day before a decimal year that is a quarter's end: 2026.0 is 2025-12-31."""
    year, part = int(time), round(4 * (time % 1))
    day = dt.date(year, 3 * part + 1, 1) if part < 4 else dt.date(year + 1, 1, 1)
    return str(day - dt.timedelta(days=1))


def backtest(
    words: Words,
    tests: Sequence[tuple[str, str, Mapping[int, Any], Sequence[Dated]]],
    plans: Mapping[int, tuple[float, float]],
    bureau: Dated,
    actual: Mapping[int, float],
) -> Chart:
    """Forecasts made with less evidence, beside what came.

    Args:
        tests: basis (words under mining.backtest), date, draws by year, and the counts used.
        plans: by year: the count before, and the plan.
        bureau: what a document of the bureau foresaw.
        actual: the counts by year.
    """
    rows: list[tuple[Any, ...]] = []
    for basis, date, found, seen in tests:
        name = words(f"mining.backtest.{basis}", year=date[:4])
        rows += [
            (name, "curve", year, *interval(np.asarray(ends)), len(seen)) for year, ends in found.items()
        ]
    foreseen = [(words("mining.backtest.plan", year=y), y, sum(pair)) for y, pair in plans.items()]
    foreseen.append((words("mining.backtest.bureau"), bureau[0].year, bureau[1]))
    rows += [(name, "plan", year, value, value, value, math.nan) for name, year, value in foreseen]
    data = pd.DataFrame(rows, columns=["name", "kind", "year", "low", "median", "high", "counts"])
    data["actual"] = data["year"].map(actual)
    data["error"] = change(data["actual"], data["median"])
    data = data.dropna(subset=["median"])
    outturns = pd.DataFrame(list(actual.items()), columns=["year", "value"])
    columns = {
        "name": Column(words("mining.backtest.name")),
        "year": Column(words("mining.backtest.year")),
        "low": Column(words("mining.outlook.low"), "count", 0),
        "median": Column(words("mining.outlook.mines"), "count", 0),
        "high": Column(words("mining.outlook.high"), "count", 0),
        "counts": Column(words("mining.backtest.counts"), "count", 0),
        "actual": Column(words("mining.backtest.actual"), "count", 0),
        "error": Column(words("mining.backtest.error"), "percent", 0),
    }
    shown = data.drop(columns="kind").astype({"year": str})
    return Chart(shown, columns, _draw_backtest(data, outturns))


def capacity(
    words: Words,
    classes: Sequence[mine_sizes.SizeClass],
    shares: Mapping[str, tuple[Observation, float, float]],
    latest: float,
) -> Chart:
    """What share of capacity a number of mines can hold, and the shares that were published.

    Args:
        shares: by name (words under mining.capacity): the share, and the fewest and the most mines that it can be of.
        latest: mines counted last.
    """

    def held(mines: float) -> tuple[float, float, float]:
        return mines, mine_sizes.least_share(mines, classes), mine_sizes.most_share(mines, classes)

    everything = sum(size.mines for size in classes)
    grid = (
        [float(n) for n in range(0, int(everything), 25)] + [everything] if everything == everything else []
    )
    bounds = pd.DataFrame([held(n) for n in grid], columns=["mines", "least", "most"])
    shown = pd.DataFrame(
        [
            # Open: it measures something else. The letter of output stands to the left, where there is room.
            (
                n,
                low,
                high,
                o.value,
                n in ("with_face", "output"),
                min(o.decimals, 1),
                n == "output",
                str(o.end),
            )
            for n, (o, low, high) in shares.items()
        ],
        columns=["name", "low", "high", "share", "open", "decimals", "left", "date"],
    ).dropna()
    now, nan = held(latest), math.nan
    rows = [
        *(
            (words(f"mining.capacity.table_{r.name}"), r.date, r.low, r.high, r.share, nan, nan)
            for r in shown.itertuples(index=False)
        ),
        *(
            (words("mining.capacity.band"), "", n, n, nan, least, most)
            for n, least, most in [*bounds.itertuples(index=False), now]
        ),
    ]
    columns = {
        "what": Column(words("mining.capacity.what")),
        "date": Column(words("mining.rollout.date")),
        "low": Column(words("mining.capacity.from"), "count", 0),
        "high": Column(words("mining.capacity.to"), "count", 0),
        "share": Column(words("mining.capacity.share"), "percent", 2),
        "least": Column(words("mining.capacity.column_least"), "percent", 0),
        "most": Column(words("mining.capacity.column_most"), "percent", 0),
    }
    return Chart(pd.DataFrame(rows, columns=list(columns)), columns, _draw_capacity(bounds, shown, now))


def jobs(
    words: Words,
    counted: tuple[float, float],
    scaled: tuple[float, float],
    everyone: tuple[float, Sequence[float]],
    losses: Mapping[str, float],
) -> Chart:
    """Posts saved by machines beside the losses that others forecast.

    Args:
        counted, scaled: posts saved, and the faces that they are of.
        everyone: people underground on a day, and the least and the largest cut in percent.
        losses: by name (words under mining.jobs).
    """
    people, cuts = everyone
    ends = [people * cut / 100 for cut in cuts]
    low, high = (number(cut, 0) for cut in cuts)
    rows = [
        (words("mining.jobs.counted", faces=number(counted[1], 0)), "counted", counted[0], counted[0]),
        (words("mining.jobs.scaled", faces=number(scaled[1], 0)), "computed", scaled[0], scaled[0]),
        (words("mining.jobs.all", low=low, high=high), "computed", *ends),
        *((words(f"mining.jobs.{name}"), "forecast", lost, lost) for name, lost in losses.items()),
    ]
    data = pd.DataFrame(rows, columns=["label", "kind", "low", "high"])
    columns = {
        "label": Column(words("mining.jobs.what")),
        "low": Column(words("mining.jobs.low"), "persons", -2),
        "high": Column(words("mining.jobs.high"), "persons", -2),
    }
    return Chart(data.drop(columns="kind"), columns, _draw_jobs(data))


def output(
    words: Words,
    line: Mapping[int, Observation],
    totals: Sequence[Observation],
    caps: Sequence[Observation],
    rival: Sequence[Observation],
    shares: Sequence[Observation],
) -> Chart:
    """Coal output with its caps and plans, and the share of the nation.

    Args:
        line: the figure of each year that the line follows.
        totals: all printed totals of a year; those that differ from the line are drawn beside it.
        shares: of one year, or of several.
    """
    marks = [(year, obs.value, True, obs.quality != "good") for year, obs in line.items() if obs.known]
    marks += [
        (obs.end.year, obs.value, False, True)
        for obs in totals
        if obs.end.year in line and abs(change(line[obs.end.year].value, obs.value)) > SAME
    ]
    series = pd.DataFrame(marks, columns=["year", "value", "line", "open"])
    limits, other = (
        pd.DataFrame([(o.end.year, o.value) for o in found], columns=["year", "value"])
        for found in (caps, rival)
    )
    parts = pd.DataFrame(
        [(int(o.period[:4]), int(o.period[-4:]), o.value, o.decimals) for o in shares],
        columns=["first", "last", "value", "decimals"],
    )
    nan = math.nan
    rows = [
        *(
            (words("mining.output.line" if r.line else "mining.output.other"), str(r.year), r.value, nan)
            for r in series.itertuples()
        ),
        *((words("mining.output.cap"), str(r.year), r.value, nan) for r in limits.itertuples()),
        *((words("mining.output.rival"), str(r.year), r.value, nan) for r in other.itertuples()),
        *(
            (
                words("mining.output.share"),
                str(r.first) if r.first == r.last else f"{r.first}–{r.last}",
                nan,
                r.value,
            )
            for r in parts.itertuples()
        ),
    ]
    data = pd.DataFrame(rows, columns=["series", "year", "value", "percent"])
    columns = {
        "series": Column(words("mining.rollout.series")),
        "year": Column(words("mining.backtest.year")),
        "value": Column(words("mining.output.tonnes"), "Mt", 0),
        "percent": Column(words("mining.output.percent"), "percent", 1),
    }
    return Chart(
        data.sort_values(["series", "year"], kind="stable"),
        columns,
        _draw_output(series, limits, other, parts),
    )


def scorecard(words: Words, rows: Mapping[str, Sequence[Any]]) -> Table:
    """Each promise with its verdict.

    Args:
        rows: by name (words under mining.scorecard): verdict, verdict if the plan is met, latest, target, needed,
            observed, distance. None where a column has nothing to say.
    """
    columns = ["verdict", "if_plan_met", "latest", "target", "needed", "observed", "distance"]
    data = pd.DataFrame(
        [(words(f"mining.scorecard.{n}"), *row) for n, row in rows.items()], columns=["indicator", *columns]
    )
    for name in ("verdict", "if_plan_met"):
        data[name] = [words(f"common.verdicts.{v}") if isinstance(v, str) else "–" for v in data[name]]
    decimals = {"latest": 0, "target": 0, "needed": 1, "observed": 1, "distance": 0}
    data = data.astype(dict.fromkeys(decimals, float))
    return Table(
        data, {n: Column(words(f"mining.scorecard.column_{n}"), "", decimals.get(n)) for n in data.columns}
    )


# -- how it is drawn


def _times(dates: Iterable[dt.date]) -> list[float]:
    return [decimal_year(date) for date in dates]


def _year_axis(ax: Axes, first: int, last: int, step: int = 1) -> None:
    """Ticks at the end of each year, labelled with that year; the end of 2024 is 2025.0 in decimal years."""
    years = range(first, last + 1, step)
    ax.set_xticks([year + 1 for year in years], [str(year) for year in years])


def _thousands(ax: Axes) -> None:
    ax.yaxis.set_major_formatter(lambda v, _: number(v, 0))


def _draw_rollout(counts: Frame, plans: Frame, added: Frame, faces: Frame) -> Draw:
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


def _draw_outlook(
    counts: Frame, path: Frame, goals: Frame, plan: tuple[dt.date, float], end: dt.date
) -> Draw:
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


def _draw_backtest(rows: Frame, outturns: Frame) -> Draw:
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


def _draw_capacity(bounds: Frame, shares: Frame, now: tuple[float, float, float]) -> Draw:
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


def _draw_jobs(rows: Frame) -> Draw:
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


def _draw_output(series: Frame, caps: Frame, rival: Frame, shares: Frame) -> Draw:
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
