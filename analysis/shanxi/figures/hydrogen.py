"""The charts of the hydrogen chapter.

Belongs here: the table behind each chart, where marks and labels go. Does not: numbers (the notebook computes them),
words (`words/<language>/hydrogen.yml`) or the tables that are no charts (`hydrogen_tables.py`).

Most charts here are rows of ranges: a quantity a row, a dot where one figure stands, a bar where there are two ends, an
arrow where a figure is only a lower bound. The look of a mark says what kind of figure it is (`COLOURS`).
"""

import datetime as dt
import math
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FixedLocator, NullLocator

from evident.evidence.tables import Observation
from evident.export import arithmetic, charts
from evident.export.charts import Canvas, label
from evident.export.exhibits import Chart, Column, measured_in
from evident.export.origins import Bounded
from evident.look.identity import colour
from evident.text import formats
from evident.text.words import Words
from shanxi.models.pace import years_between

Table = Any  # a pandas DataFrame; the type of its cells is not known to a type checker
Figured = Observation | Bounded | tuple[float, float] | float  # a fact, as a notebook passes it
# Row → kind of figure, the figure, and its decimals where it is not a published one.
Marks = Mapping[str, tuple[str, Observation] | tuple[str, Figured, int]]

# Kind of figure → colour. Green stands for nothing here: some of what is computed is the dirtiest hydrogen of all.
COLOURS = {
    "published": "ink",
    "computed": "slate",
    "modelled": "brick",
    "estimated": "brick",
    "doubtful": "ink",
    "plan": "loess",
}
HOLLOW = ("doubtful", "plan")


def columns(words: Words, measured: str = "", /, **decimals: int | None) -> dict[str, Column]:
    """Columns by name with their decimals, numbers in one unit; the label is `hydrogen.columns.<name>`."""
    return {
        name: Column(words(f"hydrogen.columns.{name}"), "" if d is None else measured, d)
        for name, d in decimals.items()
    }


def _ends(figure: Figured) -> tuple[float, float, str]:
    """Both ends of a figure and its bound."""
    if isinstance(figure, Observation):
        high = figure.value if math.isnan(figure.value_high) else figure.value_high
        return figure.value, high, figure.bound
    if isinstance(figure, Bounded):
        return figure.value, figure.value if math.isnan(figure.high) else figure.high, figure.bound
    return (*figure, "range") if isinstance(figure, tuple) else (figure, figure, "exact")


def printed(words: Words, figure: Figured, decimals: int, unit: str = "") -> str:
    """A figure as text, with its bound and unit."""
    low, high, bound = _ends(figure)
    return formats.quantity(low, unit, decimals, words, bound=bound, value_high=high if high > low else None)


def _bare(words: Words, figure: Figured, decimals: int, unit: str) -> str:
    """The same where the words of the chart name the unit."""
    low, high, bound = _ends(figure)
    return formats.in_tables(low, unit, decimals, words, bound=bound, value_high=high if high > low else None)


def _rows(words: Words, exhibit: str, marks: Marks, unit: str) -> Table:
    """The rows of a chart.

    Args:
        exhibit: whose words hold a label for each row, under its key.
        unit: of all figures.
    """
    lines = []
    for key, (kind, figure, *decimals) in marks.items():
        low, high, bound = _ends(figure)
        places = figure.decimals if isinstance(figure, Observation) else decimals[0]
        shown = _bare(words, figure, places, unit)
        lines.append((words(f"hydrogen.{exhibit}.{key}"), low, high, bound, shown, kind))
    return pd.DataFrame(lines, columns=["what", "low", "high", "bound", "shown", "kind"])


def _data(words: Words, table: Table) -> Table:
    """The table behind a chart of rows: its kinds in words; what "shown" says of bounds is not said twice."""
    kinds = [words(f"hydrogen.kinds.{kind}") for kind in table["kind"]]
    return table.drop(columns="bound").assign(kind=kinds)


ROWS: dict[str, int | None] = {"what": None, "low": 2, "high": 2, "shown": None, "kind": None}


def _over_lines(zorder: float = 5) -> dict[str, Any]:
    """Options of a text that may stand on a line: paper behind it, so that it stays readable."""
    return {"bbox": {"facecolor": colour("paper"), "edgecolor": "none", "pad": 1.0}, "zorder": zorder}


def _name_above(ax: Axes, y: float, text: str, points: float) -> None:
    """The name of a row above its mark, where a phone has no room beside it; behind marks, before lines."""
    ax.annotate(
        text, (0, y), xycoords=("axes fraction", "data"), xytext=(0, points), textcoords="offset points",
        color=colour("ink"), va="center", **_over_lines(zorder=2),
    )  # fmt: skip


def _mark(ax: Axes, y: float, row: Any) -> float:
    """Draw a figure; returns how far its label has to stand off, in points."""
    ink, hollow, point = colour(COLOURS[row.kind]), row.kind in HOLLOW, row.low == row.high
    ax.plot(
        [row.low, row.high], [y, y], color=ink, linewidth=0 if point else 4.5,
        linestyle=(0, (1.1, 0.6)) if hollow else "solid", solid_capstyle="butt", zorder=3,
    )  # fmt: skip
    if row.bound == "at_least":
        arrow = {"arrowstyle": "<|-", "color": ink, "linewidth": 1.4, "shrinkA": 0, "shrinkB": 0}
        # From the figure itself 16 points to the right, whatever the scale.
        ax.annotate("", (row.high, y), (16, 0), textcoords="offset points", arrowprops=arrow)
        if point:
            ax.plot([row.low], [y], linestyle="none", marker="|", markersize=9, color=ink, markeredgewidth=2)
        return 20
    ends = [row.low] if point else [row.low, row.high] if hollow else []
    ax.plot(
        ends, [y] * len(ends), linestyle="none", marker="D" if row.kind == "plan" else "o", zorder=4,
        markerfacecolor=colour("paper") if hollow else ink, markeredgecolor=ink, markeredgewidth=1.4,
    )  # fmt: skip
    return 8


def _draw_rows(ax: Axes, canvas: Canvas, table: Table, gap_after: int | None = None) -> None:
    """A row a line from the top; a gap may part two groups. Names stand left, on a phone above the mark."""
    known = table.dropna(subset=["low"])
    places = []
    for index, row in zip(known.index, known.itertuples(), strict=True):
        y = -float(index) - (0.7 if gap_after is not None and index >= gap_after else 0.0)
        places.append(y)
        off = _mark(ax, y, row)
        label(ax, row.high, y, row.shown, COLOURS[row.kind], xytext=(off, 0), **_over_lines())
        if canvas.narrow:
            _name_above(ax, y, row.what, 12)
    ax.set_yticks(places, [""] * len(places) if canvas.narrow else list(known["what"]))
    if places:
        ax.set_ylim(min(places) - 0.6, max(places) + (0.95 if canvas.narrow else 0.6))
    ax.tick_params(axis="y", labelcolor=colour("ink"))
    ax.grid(axis="y", visible=False)
    ax.grid(axis="x", visible=True)


def _log_axis(canvas: Canvas, ax: Axes, ticks: list[float]) -> None:
    ax.set_xscale("log")
    ax.xaxis.set_major_locator(FixedLocator(ticks))
    ax.xaxis.set_minor_locator(NullLocator())
    canvas.ticks(ax.xaxis)


def _line(ax: Axes, x: float, text: str, name: str) -> None:
    """A vertical line with its name at its upper end."""
    ax.axvline(x, color=colour(name), linewidth=1.2, linestyle=(0, (4, 2)), zorder=1)
    ax.annotate(
        text, (x, 1.0), xycoords=("data", "axes fraction"), xytext=(0, 3), textcoords="offset points",
        color=colour(name), ha="center", va="bottom",
    )  # fmt: skip


def reading(words: Words, claim: float, marks: Marks) -> Chart:
    """What the claimed quantity could be: readings as rows, the claim as a line."""
    table = _rows(words, "reading", marks, "Mt/yr")

    def draw(canvas: Canvas) -> Figure:
        figure, ax = canvas.subplots(5.2 if canvas.narrow else 3.5)
        _draw_rows(ax, canvas, table)
        if not math.isnan(claim):
            _line(ax, claim, canvas.words("hydrogen.reading.line"), "brick")
        ax.set_xlim(0, np.nanmax([table["high"].max(), claim, 1]) * 1.25)
        canvas.counted(ax.xaxis, "Mt/yr")
        ax.set_xlabel(canvas.words("hydrogen.reading.axis"))
        return figure

    told = _bare(words, claim, 0, "Mt/yr") if claim == claim else "–"
    line = (words("hydrogen.reading.line"), claim, claim, told, "")
    data = _data(words, table)
    data.loc[len(data)] = [*line[:4], words("hydrogen.kinds.doubtful")]
    return Chart(data, columns(words, "Mt/yr", **ROWS), draw)


def revenue(words: Words, marks: Marks, implied: int) -> Chart:
    """Revenue a kilogram under each reading (the first `implied` rows), then costs, on a log scale."""
    table = _rows(words, "revenue", marks, "CNY/kg")

    def draw(canvas: Canvas) -> Figure:
        figure, ax = canvas.subplots(4.9 if canvas.narrow else 3.2)
        _log_axis(canvas, ax, [5, 10, 20, 50, 100, 200, 500])
        ax.set_xlim(6, 1900 if canvas.narrow else 1300)
        _draw_rows(ax, canvas, table, gap_after=implied)
        ax.set_xlabel(canvas.words("hydrogen.revenue.axis"))
        return figure

    return Chart(_data(words, table), columns(words, "CNY/kg", **ROWS), draw)


def emissions(words: Words, marks: Marks, limits: Mapping[str, float]) -> Chart:
    """CO2 a kilogram by route, the dirtiest first, with the ceilings of the Chinese group standard.

    Args:
        limits: key of the words → kg/kg.
    """
    table = _rows(words, "emissions", marks, "kg CO2/kg H2").sort_values(
        "high", ascending=False, ignore_index=True
    )

    def draw(canvas: Canvas) -> Figure:
        figure, ax = canvas.subplots(6.6 if canvas.narrow else 4.3)
        _draw_rows(ax, canvas, table)
        for key, limit in limits.items():
            if not math.isnan(limit):
                _line(ax, limit, canvas.words(f"hydrogen.emissions.{key}"), "stone")
        ax.set_xlim(0, np.nanmax([*table["high"], 30]) * 1.14)
        ax.set_xlabel(canvas.words("hydrogen.emissions.axis"))
        return figure

    data = _data(words, table)
    for key, limit in limits.items():
        shown = formats.quantity(limit, "", 2, words, bound="at_most")
        data.loc[len(data)] = [words(f"hydrogen.emissions.{key}_line"), math.nan, limit, shown, "–"]
    return Chart(data, columns(words, "kg CO2/kg H2", **ROWS), draw)


def electrolysis(
    words: Words,
    parts: Mapping[str, Mapping[int, Sequence[float]]],
    have: Mapping[str, Mapping[str, Observation]],
    level: float,
) -> Chart:
    """Energy and capacity to make parts of the hydrogen from water, above what the province has.

    Args:
        parts: unit → percent of the claim → draws.
        have: unit → key of the words → published figure.
        level: part of the draws in a band.
    """
    lines = []
    for unit in parts:
        for percent, draws in parts[unit].items():
            low, high = arithmetic.central_range(draws, level)
            what, median = (
                words("hydrogen.electrolysis.part", percent=str(percent)),
                arithmetic.median(draws),
            )
            lines.append((what, unit, low, median, high, _bare(words, (low, high), 0, unit), "modelled"))
        for key, obs in have[unit].items():
            what = words(f"hydrogen.electrolysis.{key}", year=str(obs.end.year))
            shown = _bare(words, obs, 0 if obs.value >= 100 else 1, unit)
            lines.append((what, unit, math.nan, math.nan, obs.value, shown, "published"))
    names = ["what", "unit", "low", "median", "high", "shown", "kind"]
    table = pd.DataFrame(lines, columns=names)

    def draw(canvas: Canvas) -> Figure:
        if canvas.narrow:
            figure, axes = canvas.subplots(7.0, 2, 1, height_ratios=[6, 5])
        else:
            figure, axes = canvas.subplots(2.9, 1, 2, width_ratios=[1, 1])
        for ax, (unit, name) in zip(axes, {"TWh": "energy", "GW": "power"}.items(), strict=True):
            own = table[table["unit"] == unit].reset_index(drop=True)
            _bars(ax, canvas, own)
            ax.set_title(canvas.words(f"hydrogen.electrolysis.{name}"))
            canvas.counted(ax.xaxis, unit)
            ax.set_xlim(0, np.nanmax([*own["high"], 1]) * 1.36)
        return figure

    named = {formats.unit_name(unit, words): unit for unit in parts}
    data = table.assign(
        unit=[formats.unit_name(unit, words) for unit in table["unit"]],
        shown=table["shown"].where(table["median"].isna(), "–"),
        kind=[words(f"hydrogen.kinds.{k}") for k in table["kind"]],
    )
    specs = columns(words, what=None, unit=None, low=1, median=1, high=1, shown=None, kind=None)
    return Chart(data, measured_in(specs, "unit", named), draw)


def _bars(ax: Axes, canvas: Canvas, table: Table) -> None:
    """Modelled rows as a band with its median, published rows as grey bars."""
    known = table.dropna(subset=["high"])
    for y, row in zip(-known.index.to_numpy(dtype=float), known.itertuples(), strict=True):
        if row.kind == "modelled":
            ax.barh(y, row.high - row.low, 0.5, row.low, color=colour("jade"), alpha=0.25, zorder=3)
            ax.plot([row.median] * 2, [y - 0.25, y + 0.25], color=colour("jade"), linewidth=2)
        else:
            ax.barh(y, row.high, 0.5, color=colour("stone"), zorder=3)
        label(ax, row.high, y, row.shown, "jade" if row.kind == "modelled" else "stone")
        if canvas.narrow:
            _name_above(ax, y, row.what, 16)
    ax.set_yticks(
        -known.index.to_numpy(dtype=float), [""] * len(known) if canvas.narrow else list(known["what"])
    )
    ax.tick_params(axis="y", labelcolor=colour("ink"))
    if len(known):
        ax.set_ylim(-known.index.max() - 0.5, -known.index.min() + (0.8 if canvas.narrow else 0.5))
    ax.grid(axis="y", visible=False)
    ax.grid(axis="x", visible=True)


def cost(
    words: Words, parts: Mapping[str, Mapping[str, Sequence[float]]], coal: tuple[float, float], level: float
) -> Chart:
    """What a kilogram costs by the hours of the plant, power and plant apart, beside the cost from coal.

    Args:
        parts: case → power, equipment, total → draws.
        coal: lowest and highest, CNY/kg.
        level: part of the draws in an interval.
    """
    lines = []
    for case, draws in parts.items():
        for part, values in draws.items():
            low, high = arithmetic.central_range(values, level)
            lines.append((case, part, low, arithmetic.median(values), high))
    table = pd.DataFrame(lines, columns=["case", "part", "low", "median", "high"])
    data = table.assign(
        case=[words(f"hydrogen.cost.{case}") for case in table["case"]],
        part=[words(f"hydrogen.cost.{part}") for part in table["part"]],
    )
    beside = pd.DataFrame([(_coal_name(words, coal), "", coal[0], math.nan, coal[1])], columns=table.columns)
    data = pd.concat([data, beside], ignore_index=True)
    specs = columns(words, "CNY/kg", case=None, part=None, low=1, median=1, high=1)
    return Chart(data, specs, lambda canvas: _draw_cost(canvas, table, coal))


def _coal_name(words: Words, coal: tuple[float, float]) -> str:
    return words("hydrogen.cost.coal", range=printed(words, coal, 0))


def _draw_cost(canvas: Canvas, table: Table, coal: tuple[float, float]) -> Figure:
    """Bars of the medians of power and plant; a line for the interval of the whole, with a stroke at its median."""
    figure, ax = canvas.subplots(4.2 if canvas.narrow else 2.9)
    cases = [case for case in table["case"].unique() if table["median"][table["case"] == case].notna().all()]
    for place, case in enumerate(cases):
        own = table[table["case"] == case].set_index("part")
        power, plant = own["median"]["power"], own["median"]["equipment"]
        ax.barh(-place, power, 0.46, color=colour("slate"), zorder=3)
        ax.barh(-place, plant, 0.46, power, color=colour("stone"), zorder=3)
        low, high = own["low"]["total"], own["high"]["total"]
        for line, width in (
            ("paper", 4.5),
            ("ink", 1.6),
        ):  # paper around it, so that it stands out from the bar
            ax.plot([low, high], [-place] * 2, color=colour(line), linewidth=width, zorder=4)
        ax.plot(own["median"]["total"], -place, linestyle="none", marker="|", color=colour("ink"), zorder=5)
        shown = formats.quantity(low, "", 0, canvas.words, bound="range", value_high=high)
        label(ax, high, -place, shown, "ink", **_over_lines())
        if canvas.narrow:
            _name_above(ax, -place, canvas.words(f"hydrogen.cost.{case}"), 19)
    if not math.isnan(coal[0]):
        ax.axvspan(*coal, color=colour("brick"), alpha=0.2, linewidth=0, zorder=1)
        ax.annotate(
            _coal_name(canvas.words, coal), (sum(coal) / 2, 1.0), xycoords=("data", "axes fraction"),
            xytext=(0, 3), textcoords="offset points", color=colour("brick"), ha="center", va="bottom",
        )  # fmt: skip
    names = [canvas.words(f"hydrogen.cost.{case}") for case in cases]
    ax.set_yticks(
        [-float(place) for place in range(len(cases))], [""] * len(cases) if canvas.narrow else names
    )
    ax.tick_params(axis="y", labelcolor=colour("ink"))
    if cases:
        ax.set_ylim(0.22 - len(cases), 0.95 if canvas.narrow else 0.6)
        _name_parts(ax, canvas, table[table["case"] == cases[-1]].set_index("part")["median"], 1 - len(cases))
    ax.set_xlim(0, np.nanmax([*table["high"], 20]) * 1.16)
    ax.set_xlabel(canvas.words("hydrogen.cost.axis"))
    ax.grid(axis="y", visible=False)
    ax.grid(axis="x", visible=True)
    return figure


def _name_parts(ax: Axes, canvas: Canvas, middle: Any, place: float) -> None:
    """The names of the two parts below the last bar, each under its own."""
    for part, x, side in (("power", 0.0, "left"), ("equipment", middle["power"], "left")):
        ax.annotate(
            canvas.words(f"hydrogen.cost.{part}"), (x, place), xytext=(1, -19), textcoords="offset points",
            color=colour("slate" if part == "power" else "stone"), ha=side, va="center",
        )  # fmt: skip


def fleet(
    words: Words,
    counts: Mapping[str, Sequence[Observation]],
    targets: Mapping[str, Sequence[Observation]],
) -> Chart:
    """Fuel-cell vehicles of China and Shanxi, and their targets; log scale.

    Args:
        counts, targets: by place (china, shanxi).
    """
    lines: list[tuple[str, str, dt.date, float]] = []
    for kind, figures in (("count", counts), ("target", targets)):
        lines += [(kind, place, obs.end, obs.value) for place, own in figures.items() for obs in own]
    table = pd.DataFrame(lines, columns=["kind", "place", "date", "vehicles"])
    data = table.assign(
        kind=[words(f"hydrogen.fleet.kind_{kind}") for kind in table["kind"]],
        place=[words(f"hydrogen.fleet.{place}") for place in table["place"]],
    )
    specs = columns(words, "vehicles", kind=None, place=None, date=None, vehicles=0)
    return Chart(data, specs, lambda canvas: _draw_fleet(canvas, table))


def _draw_fleet(canvas: Canvas, table: Table) -> Figure:
    counts, targets = (table[table["kind"] == kind] for kind in ("count", "target"))
    figure, ax = canvas.subplots(4.2 if canvas.narrow else 3.6)
    origin = counts["date"].min().replace(month=1, day=1)

    def when(dates: Any) -> list[float]:
        return [origin.year + years_between(origin, date) for date in dates]  # end of 2024: 2025.0

    ax.set_yscale("log")
    ax.yaxis.set_major_locator(FixedLocator([100, 1000, 10_000, 100_000]))
    ax.yaxis.set_minor_locator(NullLocator())
    canvas.ticks(ax.yaxis)
    for place, name in (("china", "stone"), ("shanxi", "ink")):
        seen = counts[counts["place"] == place]
        charts.observed(ax, when(seen["date"]), seen["vehicles"], name)
        aim = targets[targets["place"] == place]
        charts.target(ax, when(aim["date"]), aim["vehicles"], "loess")
    _name_fleets(ax, canvas, counts, targets, when)
    ax.set_ylim(400, 130_000)
    ax.set_xlim(2017.6, 2034.4 if canvas.narrow else 2033)
    years = range(2018, 2031, 4 if canvas.narrow else 2)
    ax.set_xticks([year + 1 for year in years], [str(year) for year in years])
    return figure


def _name_fleets(
    ax: Axes, canvas: Canvas, counts: Table, targets: Table, when: Callable[[Any], list[float]]
) -> None:
    """Direct labels: the last of the nation, all of the province."""
    below: dict[str, Any] = {"xytext": (0, -13), "ha": "center"}
    above: dict[str, Any] = {"xytext": (8, 13), "ha": "right"}
    beside: dict[str, Any] = {"xytext": (8, 0), **_over_lines()}
    under: dict[str, Any] = {"xytext": (8, -10)}  # its target of 2025 stands on a line of the grid
    marks: list[tuple[str, Table, str, str, dict[str, Any]]] = [
        ("count", counts, "china", "stone", beside),
        ("count", counts, "shanxi", "ink", below),
        ("target", targets, "china", "loess", above),
        ("target", targets, "shanxi", "loess", under),
    ]
    for kind, table, place, name, where in marks:
        own = table[table["place"] == place].iloc[-1 if place == "china" else 0 :]
        dates = when(own["date"])
        for x, row in zip(dates, own.itertuples(), strict=True):
            if math.isnan(row.vehicles):
                continue
            text = canvas.words(f"hydrogen.fleet.{place}_{kind}", vehicles=canvas.number(row.vehicles, 0))
            # The last target stands at the end of the axis and has no room beside it.
            last = kind == "target" and place == "shanxi" and len(dates) > 1 and x == dates[-1]
            label(ax, x, row.vehicles, text, name, **(below if last else where))
