"""The charts of the hydrogen chapter.

Belongs here: where marks and labels go. Does not: numbers (the notebook passes data in) or words
(`words/<language>/hydrogen.yml`).

Most charts here are rows of ranges: a quantity a row, a dot where one figure stands, a bar where there are
two ends.
"""

import math
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FixedLocator, FuncFormatter, NullLocator

from evident.export import charts
from evident.export.charts import Canvas, label
from evident.export.notebook import Notebook
from evident.look.identity import colour
from evident.text.formats import number
from shanxi.models.pace import years_between

Draw = Callable[[Canvas], Figure]
Table = Any  # a pandas DataFrame; the type of its cells is not known to a type checker

COLOURS = {
    "claim": "brick",
    "published": "ink",
    "computed": "slate",
    "modelled": "jade",
    "doubtful": "ink",
    "plan": "loess",
}


def rows(notebook: Notebook, exhibit: str, kinds: Mapping[str, str]) -> Table:
    """The rows of a chart from facts exported before.

    Args:
        exhibit: whose words hold a label for each fact, under the fact's key.
        kinds: fact key → kind of mark, a key of `COLOURS`.

    Returns:
        Columns what, low, high, shown (the fact without its unit), kind; NaN where not yet public.
    """
    table = []
    for key, kind in kinds.items():
        fact = notebook.facts[f"{notebook.name}.{key}"]
        low = math.nan if fact["value"] is None else fact["value"]
        high = low if fact["value_high"] is None else fact["value_high"]
        shown = notebook.print(key, "number")
        table.append((notebook.words(f"{notebook.name}.{exhibit}.{key}"), low, high, shown, kind))
    return pd.DataFrame(table, columns=["what", "low", "high", "shown", "kind"])


def _over_lines(zorder: float = 5) -> dict[str, Any]:
    """Options of a text that may stand on a line: paper behind it, so that it stays readable."""
    return {"bbox": {"facecolor": colour("paper"), "edgecolor": "none", "pad": 1.0}, "zorder": zorder}


def _name_above(ax: Axes, y: float, text: str, points: float) -> None:
    """The name of a row above its mark, where a phone has no room beside it; behind marks, before lines."""
    ax.annotate(
        text, (0, y), xycoords=("axes fraction", "data"), xytext=(0, points), textcoords="offset points",
        color=colour("ink"), va="center", **_over_lines(zorder=2),
    )  # fmt: skip


def _mark(ax: Axes, y: float, row: Any) -> None:
    ink = colour(COLOURS[row.kind])
    hollow = row.kind in ("doubtful", "plan")
    ax.plot(
        [row.low, row.high], [y, y], color=ink, linewidth=4.5 if row.low != row.high else 0,
        linestyle=(0, (1.1, 0.6)) if hollow else "solid", solid_capstyle="butt", zorder=3,
    )  # fmt: skip
    ends = [row.low] if row.low == row.high else [] if not hollow else [row.low, row.high]
    ax.plot(
        ends, [y] * len(ends), linestyle="none", marker="D" if row.kind == "plan" else "o", zorder=4,
        markerfacecolor=colour("paper") if hollow else ink, markeredgecolor=ink, markeredgewidth=1.4,
    )  # fmt: skip


def _draw_rows(ax: Axes, canvas: Canvas, table: Table, gap_after: int | None = None) -> None:
    """A row a line from the top; a gap may part two groups. Names stand left, on a phone above the mark."""
    known = table.dropna(subset=["low"])
    places = []
    for index, row in zip(known.index, known.itertuples(), strict=True):
        y = -float(index) - (0.7 if gap_after is not None and index >= gap_after else 0.0)
        places.append(y)
        _mark(ax, y, row)
        label(ax, row.high, y, row.shown, COLOURS[row.kind], xytext=(8, 0), **_over_lines())
        if canvas.narrow:
            _name_above(ax, y, row.what, 12)
    ax.set_yticks(places, [""] * len(places) if canvas.narrow else list(known["what"]))
    if places:
        ax.set_ylim(min(places) - 0.6, max(places) + (0.95 if canvas.narrow else 0.6))
    ax.tick_params(axis="y", labelcolor=colour("ink"))
    ax.grid(axis="y", visible=False)
    ax.grid(axis="x", visible=True)


def _log_axis(ax: Axes, ticks: list[float]) -> None:
    ax.set_xscale("log")
    ax.xaxis.set_major_locator(FixedLocator(ticks))
    ax.xaxis.set_minor_locator(NullLocator())
    ax.xaxis.set_major_formatter(FuncFormatter(lambda v, _: number(v, 0 if v >= 1 else 3 if v < 0.01 else 2)))


def _line(ax: Axes, x: float, text: str, name: str, y: float = 1.0) -> None:
    """A vertical line with its name at its upper end."""
    ax.axvline(x, color=colour(name), linewidth=1.2, linestyle=(0, (4, 2)), zorder=1)
    ax.annotate(
        text, (x, y), xycoords=("data", "axes fraction"), xytext=(0, 3), textcoords="offset points",
        color=colour(name), ha="center", va="bottom",
    )  # fmt: skip


def reading(table: Table, claim: float) -> Draw:
    """What the claimed quantity could be: readings as rows, the claim as a line. `table` as from `rows`."""

    def draw(canvas: Canvas) -> Figure:
        figure, ax = canvas.subplots(5.2 if canvas.narrow else 3.5)
        _draw_rows(ax, canvas, table)
        if not math.isnan(claim):
            _line(ax, claim, canvas.words("hydrogen.reading.line"), "brick")
        ax.set_xlim(0, np.nanmax([table["high"].max(), claim, 1]) * 1.2)
        ax.set_xlabel(canvas.words("hydrogen.reading.axis"))
        return figure

    return draw


def revenue(table: Table, implied: int) -> Draw:
    """Revenue a kilogram under each reading (the first `implied` rows), then costs, on a log scale."""

    def draw(canvas: Canvas) -> Figure:
        figure, ax = canvas.subplots(4.9 if canvas.narrow else 3.2)
        _log_axis(ax, [5, 10, 20, 50, 100, 200, 500])
        ax.set_xlim(6, 1000)
        _draw_rows(ax, canvas, table, gap_after=implied)
        ax.set_xlabel(canvas.words("hydrogen.revenue.axis"))
        return figure

    return draw


def electrolysis(energy: Table, power: Table) -> Draw:
    """Energy and capacity to make parts of the hydrogen from water, above what the province has.

    Args:
        energy, power: columns what, low, median (NaN for a published figure), high, shown, kind.
    """

    def draw(canvas: Canvas) -> Figure:
        if canvas.narrow:
            figure, axes = canvas.subplots(7.0, 2, 1, height_ratios=[6, 5])
        else:
            figure, axes = canvas.subplots(2.9, 1, 2, width_ratios=[1, 1])
        for ax, table, name in zip(axes, (energy, power), ("energy", "power"), strict=True):
            _bars(ax, canvas, table)
            ax.set_title(canvas.words(f"hydrogen.electrolysis.{name}"))
            ax.set_xlim(0, np.nanmax([*table["high"], 1]) * 1.25)
        return figure

    return draw


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


def emissions(table: Table, limits: Mapping[str, float]) -> Draw:
    """CO2 a kilogram by route, with the ceilings of the national standard. `limits`: word key → kg/kg."""

    def draw(canvas: Canvas) -> Figure:
        figure, ax = canvas.subplots(6.6 if canvas.narrow else 4.3)
        _draw_rows(ax, canvas, table)
        for key, limit in limits.items():
            if not math.isnan(limit):
                _line(ax, limit, canvas.words(f"hydrogen.emissions.{key}"), "loess")
        ax.set_xlim(0, np.nanmax([*table["high"], 30]) * 1.14)
        ax.set_xlabel(canvas.words("hydrogen.emissions.axis"))
        return figure

    return draw


def fleet(counts: Table, targets: Table, outlook: Table) -> Draw:
    """Fuel-cell vehicles of China and Shanxi, targets, and where the province was heading; log scale.

    Args:
        counts: columns place (china, shanxi, elsewhere), date, vehicles.
        targets: columns place, date, vehicles.
        outlook: columns date, low, median, high.
    """

    def draw(canvas: Canvas) -> Figure:
        figure, ax = canvas.subplots(4.2 if canvas.narrow else 3.6)
        origin = counts["date"].min().replace(month=1, day=1)

        def when(dates: Any) -> list[float]:
            return [origin.year + years_between(origin, date) for date in dates]  # end of 2024: 2025.0

        ax.set_yscale("log")
        ax.yaxis.set_major_locator(FixedLocator([100, 1000, 10_000, 100_000]))
        ax.yaxis.set_minor_locator(NullLocator())
        ax.yaxis.set_major_formatter(FuncFormatter(lambda v, _: number(v, 0)))
        for place, name in (("china", "stone"), ("shanxi", "ink")):
            seen = counts[counts["place"] == place]
            charts.observed(ax, when(seen["date"]), seen["vehicles"], name)
            aim = targets[targets["place"] == place]
            charts.target(ax, when(aim["date"]), aim["vehicles"], "stone" if place == "china" else "loess")
        if outlook["median"].notna().any():
            charts.projection(
                ax, when(outlook["date"]), outlook["low"], outlook["median"], outlook["high"], "jade"
            )
        _name_fleets(ax, canvas, counts, targets, outlook, when)
        ax.set_ylim(400, 130_000)
        ax.set_xlim(2017.6, 2034.2 if canvas.narrow else 2032.4)
        years = range(2018, 2031, 4 if canvas.narrow else 2)
        ax.set_xticks([year + 1 for year in years], [str(year) for year in years])
        return figure

    return draw


def _name_fleets(
    ax: Axes,
    canvas: Canvas,
    counts: Table,
    targets: Table,
    outlook: Table,
    when: Callable[[Any], list[float]],
) -> None:
    """Direct labels: the last of the nation, all of the province, the end of the band."""
    side = {"xytext": (-8, 0), "ha": "right"}
    below = {"xytext": (0, -13), "ha": "center"}
    beside = {"xytext": (8, 0), **_over_lines()}
    marks: list[tuple[str, Table, str, str, dict[str, Any]]] = [
        ("count", counts, "china", "stone", side),
        ("count", counts, "shanxi", "ink", below),
        ("target", targets, "china", "stone", side),
        ("target", targets, "shanxi", "loess", beside),
    ]
    for kind, table, place, name, where in marks:
        own = table[table["place"] == place].iloc[-1 if place == "china" else 0 :]
        for x, row in zip(when(own["date"]), own.itertuples(), strict=True):
            if math.isnan(row.vehicles):
                continue
            text = canvas.words(f"hydrogen.fleet.{place}_{kind}", vehicles=number(row.vehicles, 0))
            label(ax, x, row.vehicles, text, name, **where)
    if outlook["median"].notna().any():
        x, y = when(outlook["date"])[-1], float(outlook["median"].iloc[-1])
        label(ax, x, y, canvas.words("hydrogen.fleet.outlook"), "jade")
