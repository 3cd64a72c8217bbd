"""How the charts of the chapter on renewables are drawn.

Belongs here: marks, axes and direct labels. Does not: the tables behind them (`renewables.py`).
"""

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Patch

from evident.export import charts
from evident.export.charts import Canvas
from evident.look.identity import colour


def crossing(canvas: Canvas, sources: pd.DataFrame, definitions: pd.DataFrame) -> Figure:
    """Capacity by source since 2007, and the definitions whose lines met in 2025.

    Args:
        sources: index year; columns thermal, solar, wind, hydro in GW at year end.
        definitions: index year; columns coal, new_and_clean, wind_solar in GW at year end.
    """
    figure, (left, right) = _panels(canvas, 3.5, 5.6, width_ratios=None if canvas.narrow else (1.25, 1))
    hues = {"thermal": "ink", "solar": "jade", "wind": "slate", "hydro": "stone"}
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
        canvas.counted(ax.yaxis, "GW")
        ax.set_ylabel(_word(canvas, "crossing", "axis") if ax is left or canvas.narrow else "")
    return figure


def _definitions(ax: Axes, canvas: Canvas, definitions: pd.DataFrame) -> None:
    known = definitions.dropna(how="all")
    hues = {"coal": "ink", "wind_solar": "jade", "new_and_clean": "slate"}
    for name, hue in hues.items():
        line = definitions[name].dropna()
        if name == "coal":  # only its first point was published
            ax.plot(list(line.index), line.to_list(), color=colour(hue))
            charts.observed(ax, list(line.index[:1]), line.to_list()[:1], hue)
            charts.derived(ax, list(line.index[1:]), line.to_list()[1:], hue, zorder=4)
        else:
            charts.observed(ax, list(line.index), line.to_list(), hue)
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
        )
    right = known.index[-1] + (2.6 if not canvas.narrow else 1.7)
    ax.axvspan(known.index[-1] + 0.12, right, color=colour("paper"), linewidth=0)  # names without gridlines
    ax.set_xlim(known.index[0] - 0.25, right)
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
        text = canvas.number(value, 1) if np.isfinite(value) else ""
        if step["kind"] == "level":
            level = value
            last = row == len(steps) - 1
            ax.barh(row, level, height, color=colour("jade" if last else "rule"))
            if np.isfinite(step["generation"]) and not last:
                ax.barh(row, step["generation"], height * 0.76, color=colour("jade"))
                inside = canvas.number(step["generation"], 1)
                ax.text(
                    step["generation"] - 0.6,
                    row,
                    inside,
                    ha="right",
                    va="center_baseline",
                    color=colour("paper"),
                    fontsize=canvas.small,
                )
            charts.label(ax, level, row, text, weight=600)
        else:
            ax.barh(row, -value, height, left=level + value, color=colour("slate"))
            level += value
            charts.label(ax, level - value, row, text, "slate")
    ax.set_yticks(range(len(steps)), [_word(canvas, "staircase", key) for key in steps["key"]])
    for tick, kind in zip(ax.get_yticklabels(), steps["kind"], strict=True):
        tick.set_color(colour("ink" if kind == "level" else "slate"))
    ax.invert_yaxis()
    ax.set_xlim(0, 56)
    ax.set_xlabel(_word(canvas, "staircase", "axis"))
    keys = [("rule", "capacity"), ("jade", "generation"), ("slate", "lost")]
    ax.legend(
        handles=[Patch(color=colour(hue), label=_word(canvas, "staircase", name)) for hue, name in keys],
        loc="lower left", bbox_to_anchor=(-0.6 if canvas.narrow else 0, 1.0), ncols=1 if canvas.narrow else 3,
        fontsize=canvas.small, handlelength=1.1, borderaxespad=0.2,
    )  # fmt: skip
    return figure


# Where the names of the series stand, in percent: clear of lines and bars.
NAMES_AT = {"capacity": 57, "clean": 35, "green": 13.3}


def shares(canvas: Canvas, points: pd.DataFrame) -> Figure:
    """As `shares`; points has columns key, year, low, median, high: a range where the median is missing."""
    figure, ax = canvas.subplots(3.7 if not canvas.narrow else 4.0)
    hues = {"capacity": "stone", "clean": "slate", "green": "jade"}
    known = points.dropna(subset=["low"])
    for key, hue in hues.items():
        line = known[known["key"] == key]
        published = line.dropna(subset=["median"])
        charts.observed(ax, published["year"].to_list(), published["median"].to_list(), hue)
        for row in line[line["median"].isna()].to_dict("records"):
            _bar(ax, row, hue, 0.6)
        if line.empty:
            continue
        ax.text(
            2021.8, NAMES_AT[key], _word(canvas, "shares", key), color=colour(hue), va="center", weight=600
        )  # fmt: skip
        _name_end(ax, canvas, line.iloc[-1].to_dict(), hue, below=key == "green")
    ahead = known[known["key"] == "ahead"].to_dict("records")
    for row in ahead:
        _bar(ax, row, "jade", 0.25)
        _name_end(ax, canvas, row, "jade", below=row is ahead[0])
    for row in ahead[:1]:
        ax.plot([row["year"] - 0.1, row["year"] + 0.1], [row["median"]] * 2, color=colour("jade"))
    for row in ahead[1:]:  # with the plan
        charts.target(ax, [row["year"]], [row["median"]])
        text = _word(canvas, "shares", "planned")
        charts.label(ax, row["year"], row["median"], text, "loess", xytext=(-12, 0), ha="right")
    ax.set_xlim(2021.7, 2030.7)
    ax.set_xticks([2022, 2024, 2026, 2030] if canvas.narrow else [2022, 2023, 2024, 2025, 2026, 2030])
    ax.set_ylim(0, 70)
    ax.set_ylabel(_word(canvas, "shares", "axis"))
    return figure


def _name_end(ax: Axes, canvas: Canvas, row: Mapping[Any, Any], hue: str, *, below: bool) -> None:
    """The value of a point or bar, above or below it."""
    at, nudge = (row["low"], -11) if below else (row["high"], 11)
    # On a phone the years are so near that the value of the next one begins where it would be centred.
    aside = below and canvas.narrow and row["key"] == "ahead"
    place = {"xytext": (-5, nudge), "ha": "left"} if aside else {"xytext": (0, nudge), "ha": "center"}
    clear = {"facecolor": colour("paper"), "edgecolor": "none", "pad": 0}  # no gridline through it
    charts.label(ax, row["year"], at, _ends(canvas, row), hue, weight=600, bbox=clear, **place)


def _bar(ax: Axes, row: Mapping[Any, Any], hue: str, alpha: float) -> None:
    ax.bar(row["year"], row["high"] - row["low"], 0.2, bottom=row["low"], color=colour(hue), alpha=alpha)


def _ends(canvas: Canvas, row: Mapping[Any, Any]) -> str:
    low, high = float(row["low"]), float(row["high"])
    if low == high:
        return canvas.number(low, 1)
    return canvas.words("common.range", low=canvas.number(low, 0), high=canvas.number(high, 0))


def fleet(canvas: Canvas, table: pd.DataFrame) -> Figure:
    """As `fleet`: one panel a cut of the fleet, bars with GW."""
    figure, axes = _panels(canvas, 2.6, 4.6)
    for ax, cut in zip(axes, ("decade", "technology"), strict=True):
        part = table[table["cut"] == cut]
        rows = list(zip(part["group"], part["capacity"], strict=True))
        # The oldest and the least efficient units are drawn darkest.
        for at, ((_, capacity), strength) in enumerate(
            zip(rows, np.linspace(1, 0.4, len(rows)), strict=True)
        ):
            ax.barh(at, capacity, 0.66, color=colour("ink"), alpha=float(strength))
            charts.label(ax, float(capacity), at, canvas.number(float(capacity), 1, "GW"), weight=600)
        ax.set_yticks(range(len(rows)), [_word(canvas, "fleet", str(group)) for group, _ in rows])
        ax.tick_params(axis="y", labelcolor=colour("ink"))
        ax.invert_yaxis()
        ax.grid(axis="x")
        ax.grid(visible=False, axis="y")
        ax.set_xlim(0, 43)
        ax.set_title(_word(canvas, "fleet", cut), color=colour("ink"))
        if ax is axes[-1] or not canvas.narrow:
            ax.set_xlabel(_word(canvas, "fleet", "axis"))
        canvas.counted(ax.xaxis, "GW")
    return figure


def market(canvas: Canvas, rows: pd.DataFrame) -> Figure:
    """As `market`: from the price at midday to that in the evening, one line a span of months."""
    figure, ax = canvas.subplots(3.9)
    ax.grid(axis="x")
    ax.grid(visible=False, axis="y")
    place: list[float] = []
    for key, before in zip(rows["key"], [None, *rows["key"][:-1]], strict=True):
        alike = before is not None and str(key).split("_")[0] == str(before).split("_")[0]
        # More room between spans that must not be compared.
        place.append(place[-1] + (1.0 if alike else 1.7) if place else 0.0)
    pairs = rows[["midday", "evening"]].to_numpy(dtype=float)
    for at, pair in zip(place, pairs, strict=True):
        midday, evening = float(pair[0]), float(pair[1])
        ax.plot([midday, evening], [at, at], color=colour("rule"), linewidth=4, zorder=1)
        for price, hue, nudge, side in ((midday, "jade", -7, "right"), (evening, "ink", 7, "left")):
            charts.doubtful(ax, [price], [at], hue, zorder=3, markeredgewidth=1.8)
            charts.label(
                ax, price, at, canvas.number(price, 0) if np.isfinite(price) else "", hue,
                xytext=(nudge, 0), ha=side, weight=600,
            )  # fmt: skip
    ax.set_yticks(place, [_word(canvas, "market", str(key)) for key in rows["key"]])
    ax.tick_params(axis="y", labelcolor=colour("ink"))
    ax.set_ylim(place[-1] + 0.6, -1.5)
    ax.set_xlim(-45, 690)
    ax.set_xticks(range(0, 700, 200 if canvas.narrow else 100))
    for at, name, hue in ((0, "midday", "jade"), (1, "evening", "ink")):
        charts.label(
            ax, float(pairs[0][at]), place[0], _word(canvas, "market", name), hue, xytext=(0, 14), ha="center"
        )
    ax.set_xlabel(_word(canvas, "market", "axis"))
    return figure


def utilisation(canvas: Canvas, table: pd.DataFrame, broken: str) -> Figure:
    """As `utilisation`: open dots, since the figures were read in a copy; the lines are cut where the definition
    changes.
    """
    figure, ax = canvas.subplots(3.5)
    at = np.array([_middle(str(month)) for month in table["month"]])
    start = _middle(broken) - 0.5 / 12
    for name, hue in (("wind", "slate"), ("solar", "jade")):
        values = table[name].to_numpy(dtype=float)
        for part in (at < start, at > start):
            ax.plot(at[part], values[part], color=colour(hue), linewidth=1)
        charts.doubtful(ax, at, values, hue, markersize=3.5)
        if np.isnan(values).all():
            continue
        lowest = int(np.nanargmin(values))
        text = _word(canvas, "utilisation", name, value=canvas.number(float(values[lowest]), 1))
        side = {"xytext": (-6, 0), "ha": "right"} if name == "solar" else {"xytext": (6, -5)}
        charts.label(ax, float(at[lowest]), float(values[lowest]), text, hue, weight=600, **side)
    ax.axvline(start, color=colour("stone"), linewidth=1)
    for side_of, key, where in ((-1, "before", "right"), (1, "after", "left")):
        ax.annotate(
            _word(canvas, "utilisation", key), (start, 92.6), (5 * side_of, 0), textcoords="offset points",
            va="center", ha=where, color=colour("stone"),
        )  # fmt: skip
    ax.set_ylim(89, 100.6)
    ax.set_xlim(float(at[0]) - 0.1, float(at[-1]) + 0.25)
    ax.set_xticks([2022, 2023, 2024, 2025])
    ax.set_xlabel(_word(canvas, "utilisation", "years"))
    ax.set_ylabel(_word(canvas, "utilisation", "axis"))
    return figure


def _middle(month: str) -> float:
    """The middle of a month, 2024-12, as a part of years."""
    return int(month[:4]) + (int(month[5:]) - 0.5) / 12


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
            text = canvas.number(low, 1, "TWh")
        else:
            ax.barh(row, high - low, 0.42, left=low, color=colour(hue), alpha=0.55)
            text = canvas.span(canvas.number(end, 1, "TWh") for end in (low, high))
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
    canvas.counted(ax.xaxis, "TWh")
    ax.set_xlabel(_word(canvas, "datong", "axis"))
    return figure


def _panels(canvas: Canvas, wide: float, narrow: float, **kwargs: Any) -> tuple[Figure, Any]:
    """Two panels: side by side on a page, one above the other on a phone."""
    if canvas.narrow:
        return canvas.subplots(narrow, 2, 1, **kwargs)
    return canvas.subplots(wide, 1, 2, **kwargs)


def _word(canvas: Canvas, exhibit: str, key: str, **blanks: object) -> str:
    return canvas.words(f"renewables.{exhibit}.{key}", **blanks)
