"""How the charts of the chapter on renewables are drawn.

Belongs here: marks, axes and direct labels. Does not: the tables behind them (`renewables.py`).
"""

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Patch

from evident.export import charts
from evident.export.charts import Canvas
from evident.look.identity import colour
from evident.text import formats

HERE = "Shanxi"
# Provinces with a label in the chart of solar, and where it stands (points).
NAMED = {
    "Shandong": (5, -7), "Xinjiang": (-4, 9), "Jiangsu": (6, 3), "Henan": (6, 4), "Inner Mongolia": (-2, 11),
    "Hebei": (5, -7),
}  # fmt: skip


def crossing(canvas: Canvas, sources: pd.DataFrame, definitions: pd.DataFrame) -> Figure:
    """Capacity by source since 2007, and the definitions whose lines met in 2025.

    Args:
        sources: index year; columns thermal, solar, wind, hydro in GW at year end.
        definitions: index year; columns coal, new_and_clean, wind_solar in GW at year end.
    """
    figure, (left, right) = _panels(canvas, 3.5, 5.6, width_ratios=None if canvas.narrow else (1.25, 1))
    hues = {"thermal": "ink", "solar": "loess", "wind": "slate", "hydro": "stone"}
    for source, hue in hues.items():
        line = sources[source].dropna()
        charts.observed(left, list(line.index), line.to_list(), hue, markersize=3)
        if len(line):
            nudge = {"thermal": (-8, 10)}.get(source, (6, 0))
            where = {"ha": "right"} if source == "thermal" else {}
            charts.label(
                left,
                line.index[-1],
                float(line.iloc[-1]),
                _word(canvas, "crossing", source),
                hue,
                xytext=nudge,
                **where,
            )
    left.set_xlim(2006.5, 2029.5 if not canvas.narrow else 2028.5)
    left.set_xticks([2007, 2013, 2019, 2025])
    _definitions(right, canvas, definitions)
    for ax, title in ((left, "by_source"), (right, "by_definition")):
        ax.set_title(_word(canvas, "crossing", title), color=colour("ink"))
        ax.set_ylim(0, 100)
        ax.set_ylabel(_word(canvas, "crossing", "axis") if ax is left or canvas.narrow else "")
    return figure


def _definitions(ax: Axes, canvas: Canvas, definitions: pd.DataFrame) -> None:
    known = definitions.dropna(how="all")
    hues = {"coal": "ink", "wind_solar": "jade", "new_and_clean": "loess"}
    for name, hue in hues.items():
        line = definitions[name].dropna()
        charts.observed(ax, list(line.index), line.to_list(), hue)
        if name == "coal":  # only its first point was published
            charts.doubtful(ax, list(line.index[1:]), line.to_list()[1:], hue, zorder=4)
    if known.empty:
        return
    ends = {name: float(known[name].iloc[-1]) for name in hues if np.isfinite(known[name].iloc[-1])}
    for (name, end), place in zip(ends.items(), charts.spread(list(ends.values()), 7), strict=True):
        ax.annotate(
            _word(canvas, "crossing", name),
            (known.index[-1], end),
            (known.index[-1] + 0.16, place),
            va="center",
            color=colour(hues[name]),
            bbox={"facecolor": colour("paper"), "edgecolor": "none", "pad": 0.5},  # no gridline through it
        )
    ax.set_xlim(known.index[0] - 0.25, known.index[-1] + (2.6 if not canvas.narrow else 1.7))
    ax.set_xticks(list(known.index))


def staircase(canvas: Canvas, steps: pd.DataFrame) -> Figure:
    """From a headline share of capacity down to a share of generation.

    Args:
        steps: one row a stair, from the top; columns key, kind ("level" or "step"), value (percent of
            capacity, or
            points lost), generation (share of generation at a level, else NaN).
    """
    figure, ax = canvas.subplots(3.9 if not canvas.narrow else 4.3)
    ax.grid(axis="x")
    ax.grid(visible=False, axis="y")
    height, level = 0.66, 0.0
    for row, step in enumerate(steps.to_dict("records")):
        value = float(step["value"])
        text = formats.number(value, 1) if np.isfinite(value) else ""
        if step["kind"] == "level":
            level = value
            last = row == len(steps) - 1
            ax.barh(row, level, height, color=colour("jade" if last else "rule"))
            if np.isfinite(step["generation"]) and not last:
                ax.barh(row, step["generation"], height * 0.76, color=colour("jade"))
                inside = formats.number(step["generation"], 1)
                ax.text(
                    step["generation"] - 0.6,
                    row,
                    inside,
                    ha="right",
                    va="center_baseline",
                    color=colour("paper"),
                    fontsize=8.5,
                )
            charts.label(ax, level, row, text, weight=600)
        else:
            ax.barh(row, -value, height, left=level + value, color=colour("loess"))
            level += value
            charts.label(ax, level - value, row, text, "loess")
    ax.set_yticks(range(len(steps)), [_word(canvas, "staircase", key) for key in steps["key"]])
    for tick, kind in zip(ax.get_yticklabels(), steps["kind"], strict=True):
        tick.set_color(colour("ink" if kind == "level" else "loess"))
    ax.invert_yaxis()
    ax.set_xlim(0, 56)
    ax.set_xlabel(_word(canvas, "staircase", "axis"))
    keys = [("rule", "capacity"), ("jade", "generation"), ("loess", "lost")]
    ax.legend(
        handles=[Patch(color=colour(hue), label=_word(canvas, "staircase", name)) for hue, name in keys],
        loc="lower left", bbox_to_anchor=(-0.6 if canvas.narrow else 0, 1.0), ncols=1 if canvas.narrow else 3,
        fontsize=8.5, handlelength=1.1, borderaxespad=0.2,
    )  # fmt: skip
    return figure


def outlook(
    canvas: Canvas,
    band: pd.DataFrame,
    observed: pd.DataFrame,
    today: tuple[float, float, tuple[float, float]],
    planned: tuple[float, float, tuple[float, float]],
) -> Figure:
    """As `outlook`; observed has columns year, capacity, share."""
    figure, ax = canvas.subplots(3.7)
    charts.projection(
        ax,
        list(band["capacity"]),
        list(band["low"]),
        list(band["median"]),
        list(band["high"]),
    )
    for percent, name in ((100 / 3, "third"), (50.0, "half")):
        ax.axhline(percent, color=colour("stone"), linewidth=0.8, linestyle=(0, (1, 2)))
        ax.annotate(
            _word(canvas, "outlook", name),
            (1, percent),
            xytext=(0, 3),
            textcoords="offset points",
            color=colour("stone"),
        )
    charts.observed(ax, observed["capacity"].to_list(), observed["share"].to_list())
    for row in observed.to_dict("records"):
        before = row["year"] == observed["year"].max() - 1  # its neighbour's label stands to the right
        charts.label(
            ax,
            row["capacity"],
            row["share"],
            str(row["year"]),
            xytext=(-5, 9) if before else (6, -5),
            ha="center" if before else "left",
        )
    capacity, median, (low, high) = today
    ax.plot(
        [capacity, capacity],
        [low, high],
        color=colour("jade"),
        linewidth=4,
        alpha=0.45,
        solid_capstyle="butt",
    )
    ax.plot(capacity, median, "o", markerfacecolor=colour("paper"), markeredgecolor=colour("jade"))
    charts.label(ax, capacity, median, _word(canvas, "outlook", "today"), "jade", xytext=(-6, 5), ha="right")
    capacity, median, _ = planned
    charts.target(ax, [capacity], [median])
    charts.label(
        ax, capacity, median, _word(canvas, "outlook", "planned"), "loess", xytext=(-8, 9), ha="right"
    )
    ax.set_ylim(0, 76)
    ax.set_xlim(0, 225)
    ax.set_xlabel(_word(canvas, "outlook", "axis_capacity"))
    ax.set_ylabel(_word(canvas, "outlook", "axis_share"))
    return figure


def exports(canvas: Canvas, flows: pd.DataFrame) -> Figure:
    figure, ax = canvas.subplots(2.1)
    ax.grid(axis="x")
    ax.grid(visible=False, axis="y")
    for row, power in enumerate(("other", "green")):
        stays, leaves = float(flows["stays"][power]), float(flows["leaves"][power])
        hue = {"other": "ink", "green": "jade"}[power]
        ax.barh(row, stays, 0.6, color=colour(hue), alpha=0.3)
        ax.barh(row, leaves, 0.6, left=stays, color=colour(hue))
        if not np.isfinite(stays + leaves):
            continue
        charts.label(
            ax,
            stays / 2,
            row,
            _word(canvas, "exports", "stays", value=formats.number(stays, 0)),
            xytext=(0, 0),
            ha="center",
        )
        text = _word(canvas, "exports", "leaves", value=formats.number(leaves, 1 if leaves < 50 else 0))
        if leaves > 50:
            ax.text(
                stays + leaves / 2, row, text, ha="center", va="center", color=colour("paper"), weight=600
            )
        else:
            charts.label(ax, stays + leaves, row, text, hue, weight=600)
    ax.set_yticks([0, 1], [_word(canvas, "exports", "other"), _word(canvas, "exports", "green")])
    ax.tick_params(axis="y", labelcolor=colour("ink"))
    ax.set_xlim(0, 400)
    ax.set_xlabel(_word(canvas, "exports", "axis"))
    return figure


def datong(canvas: Canvas, rows: pd.DataFrame) -> Figure:
    figure, ax = canvas.subplots(2.9 if not canvas.narrow else 3.6)
    ax.grid(axis="x")
    ax.grid(visible=False, axis="y")
    for row, mark in enumerate(rows.to_dict("records")):
        low, high = float(mark["least"]), float(mark["most"])
        if not np.isfinite(low):
            continue
        hue = "loess" if mark["kind"] == "target" else "ink" if mark["key"] == "with_coal" else "jade"
        if mark["kind"] == "target":
            charts.target(ax, [low], [row])
            text = formats.number(low, 1)
        else:
            ax.barh(row, high - low, 0.42, left=low, color=colour(hue), alpha=0.55)
            text = canvas.words("common.range", low=formats.number(low, 1), high=formats.number(high, 1))
        charts.label(ax, high, row, text, hue, xytext=(8, 0), weight=600)
    names = [_word(canvas, "datong", key) for key in rows["key"]]
    if canvas.narrow:
        ax.set_yticks([])
        for row, name in enumerate(names):
            ax.text(0, row - 0.42, name, va="center", color=colour("ink"))
    else:
        ax.set_yticks(range(len(rows)), names)
        ax.tick_params(axis="y", labelcolor=colour("ink"))
    ax.set_ylim(len(rows) - 0.5, -0.7)
    ax.set_xlim(0, 38)
    ax.set_xlabel(_word(canvas, "datong", "axis"))
    return figure


def solar(canvas: Canvas, kinds: pd.DataFrame, provinces: pd.DataFrame, year: int) -> Figure:
    """As `solar`: kinds by year, and capacity (GW) and distributed plant (percent of it) by province."""
    figure, (left, right) = _panels(canvas, 3.4, 5.8)
    years = kinds.index.to_numpy()
    base = np.zeros(len(years))
    hues = {"utility": "slate", "commercial": "loess", "household": "jade"}
    for kind, hue in hues.items():
        height = kinds[kind].fillna(0).to_numpy()
        left.bar(years, height, 0.75, bottom=base, color=colour(hue))
        base = base + height
    keys = [Patch(color=colour(hue), label=_word(canvas, "solar", kind)) for kind, hue in hues.items()]
    left.legend(
        handles=keys[::-1],
        loc="upper left", fontsize=8.5, handlelength=1.1, borderaxespad=0, frameon=True, framealpha=1,
        edgecolor="none", facecolor=colour("paper"),
    )  # fmt: skip
    left.set_xticks([2016, 2019, 2022, 2025])
    left.set_ylim(0, 60)
    left.set_ylabel(_word(canvas, "solar", "axis_kinds"))
    left.set_title(_word(canvas, "solar", "in_shanxi"), color=colour("ink"))
    others = provinces.drop(index=HERE)
    right.plot(others["capacity"], others["distributed"], "o", color=colour("stone"), markersize=4, alpha=0.7)
    for province, offset in NAMED.items():
        _name_province(right, canvas, provinces, province, "stone", offset)
    right.plot(*provinces.loc[HERE, ["capacity", "distributed"]], "o", color=colour("brick"), markersize=7)
    _name_province(right, canvas, provinces, HERE, "brick", (8, 0), weight=600)
    right.set_xlim(-3, 118)
    right.set_ylim(-4, 104)
    right.set_xlabel(_word(canvas, "solar", "axis_capacity"))
    right.set_ylabel(_word(canvas, "solar", "axis_distributed"))
    right.set_title(_word(canvas, "solar", "provinces", year=year), color=colour("ink"))
    return figure


def _name_province(
    ax: Axes,
    canvas: Canvas,
    provinces: pd.DataFrame,
    name: str,
    hue: str,
    offset: Sequence[float],
    **style: Any,
) -> None:
    x, y = float(provinces["capacity"][name]), float(provinces["distributed"][name])
    charts.label(
        ax,
        x,
        y,
        canvas.words(f"renewables.solar.names.{name.replace(' ', '_')}"),
        hue,
        xytext=tuple(offset),
        fontsize=8.5,
        **style,
    )


def _panels(canvas: Canvas, wide: float, narrow: float, **kwargs: Any) -> tuple[Figure, Any]:
    """Two panels: side by side on a page, one above the other on a phone."""
    if canvas.narrow:
        return canvas.subplots(narrow, 2, 1, **kwargs)
    return canvas.subplots(wide, 1, 2, **kwargs)


def _word(canvas: Canvas, exhibit: str, key: str, **blanks: object) -> str:
    return canvas.words(f"renewables.{exhibit}.{key}", **blanks)
