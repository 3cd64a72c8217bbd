"""The charts and tables of the overview notebook.

Belongs here: drawing, and the tables behind charts. Does not: numbers or words (see `figures/__init__.py`).
"""

import math
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from numpy.typing import NDArray

from evident.evidence.findings import AGREES, CONFLICT, DOUBT
from evident.evidence.sources import Source
from evident.export import charts
from evident.export.charts import Canvas
from evident.export.exhibits import Chart, Column, Table, measured_in
from evident.look.identity import colour
from evident.text import formats, sentences
from evident.text.words import Words
from shanxi.models import scenarios as model

Array = NDArray[np.float64]

# Present pace in ink, the way out of coal in jade, the way back in brick; each is also labelled.
LOOKS = {"baseline": "ink", "managed-decline": "jade", "coal-rebound": "brick"}
UNITS = {"coal": "Mt/yr", "share": "percent", "jobs": "thousand"}  # of what the scenarios follow
NEW_BASE = 2024  # the first year on the base of the fifth economic census
MARKS = ("observed", "doubtful", "derived", "target", "projection", "opinion", "comparison")


def grammar(words: Words, counts: Mapping[str, int]) -> Chart:
    """One sample of every kind of mark, with its meaning beside it.

    Args:
        counts: how many published figures a mark stands for; nothing for marks of no published figure.
    """
    data = pd.DataFrame(
        {
            "mark": [words(f"overview.grammar.name_{kind}") for kind in MARKS],
            "meaning": [words(f"overview.grammar.{kind}") for kind in MARKS],
            "count": [float(counts.get(kind, math.nan)) for kind in MARKS],
        }
    )
    columns = {
        "mark": Column(words("overview.grammar.column_mark")),
        "meaning": Column(words("overview.grammar.column_meaning")),
        "count": Column(words("overview.grammar.column_count"), "count", 0),
    }
    return Chart(data, columns, _draw_grammar)


def _draw_grammar(canvas: Canvas) -> Figure:
    columns = 1 if canvas.narrow else 2
    rows = -(-len(MARKS) // columns)
    figure, axes = canvas.subplots(0.55 * rows, rows, columns, squeeze=False)
    for ax in axes.flat:
        ax.set(xlim=(0, 10), ylim=(0, 1))
        ax.axis("off")
    for ax, kind in zip(axes.T.flat, MARKS, strict=False):  # the last place may stay empty
        _sample(ax, kind)
        charts.label(ax, 2.5, 0.5, canvas.words(f"overview.grammar.{kind}"), xytext=(0, 0))
    return figure


def _sample(ax: Axes, kind: str) -> None:
    x = np.array([0.4, 1.2, 2.0])
    if kind == "observed":
        charts.observed(ax, x, [0.3, 0.45, 0.7])
    elif kind == "doubtful":
        charts.doubtful(ax, x, [0.3, 0.45, 0.7])
    elif kind == "derived":
        charts.derived(ax, x, [0.3, 0.45, 0.7])
    elif kind == "target":
        charts.target(ax, x[1:2], [0.5])
    elif kind == "projection":
        charts.projection(ax, x, [0.35, 0.25, 0.2], [0.4, 0.5, 0.6], [0.45, 0.75, 0.95])
    elif kind == "opinion":
        ax.fill_between(x, 0.25, 0.75, facecolor="none", edgecolor=colour("stone"), hatch="////", linewidth=0)
    else:
        charts.observed(ax, x, [0.6, 0.5, 0.4], "stone")


def quality(words: Words, tally: pd.DataFrame) -> Table:
    """How often each rule found agreement, doubt and conflict."""
    columns = {
        "rule": Column(words("overview.quality.column_rule")),
        **{
            level: Column(words(f"overview.quality.column_{level}"), "count", 0)
            for level in (AGREES, DOUBT, CONFLICT)
        },
    }
    return Table(_named(words, tally), columns)


def findings(words: Words, messages: pd.DataFrame) -> Table:
    """What the rules found, one sentence each."""
    columns = {name: Column(words(f"overview.quality.column_{name}")) for name in ("rule", "finding")}
    return Table(_named(words, messages), columns)


def _named(words: Words, table: pd.DataFrame) -> pd.DataFrame:
    """The same with the names of rules in the language."""
    return table.assign(rule=[sentences.said(rule, words.language) for rule in table["rule"]])


def disagreements(
    words: Words, groups: pd.DataFrame, observations: pd.DataFrame, indicators: pd.DataFrame,
    sources: Mapping[str, Source],
) -> Table:  # fmt: skip
    """Every group of figures that contradict one another, with publisher and period of each.

    Args:
        groups: columns group, members (ids), seen (by a rule).
    """
    rows = []
    for members, seen in zip(groups["members"], groups["seen"], strict=True):
        own = observations.loc[members]
        places = list(dict.fromkeys(own["place"]))
        label = f"label_{words.language.partition('_')[0]}"
        labels = words.raw("overview.groups.between").join(
            dict.fromkeys(indicators.loc[own["indicator"], label])
        )
        figures = [_figure(words, row, sources, where=len(places) > 1) for row in own.to_dict("records")]
        if len(figures) == 1:
            figures.append(words("overview.groups.alone"))
        rows.append(
            (
                words(
                    "overview.groups.of",
                    what=labels,
                    places=words.raw("common.comma").join(_place(words, place) for place in places),
                ),
                words.raw("overview.groups.between").join(figures),
                words(f"overview.groups.{'seen' if seen else 'unseen'}"),
            )
        )
    names = ("what", "figures", "seen")
    columns = {name: Column(words(f"overview.groups.column_{name}")) for name in names}
    return Table(pd.DataFrame(rows, columns=list(names)).sort_values("what"), columns)


def _figure(words: Words, row: Mapping[Any, Any], sources: Mapping[str, Source], *, where: bool) -> str:
    """A figure with its place (where several are compared), publisher and period."""
    value, high = row["value"], row["value_high"]
    decimals = max(formats.decimals_of(v) for v in (value, high) if not math.isnan(v))
    text = formats.quantity(
        value, row["unit"], decimals, words, bound=row["bound"], value_high=None if math.isnan(high) else high
    )
    if row["unit"] == "year":
        text = str(int(value))  # a year has no separator
    told = [_place(words, row["place"])] if where else []
    publisher = sentences.known(sources[row["source_id"]].publisher, words.language)
    told += [publisher, formats.period(row["period"], words)]
    return words("overview.groups.figure", text=text, told=words.raw("common.comma_between").join(told))


def _place(words: Words, place: str) -> str:
    """A place in the language; in English as the tables have it."""
    if words.language == sentences.OWN:
        return str(place)
    return "".join(sentences.known(part, words.language) for part in place.split("/"))


def scenarios(words: Words, paths: Mapping[str, Mapping[str, Array]], horizon: int) -> Chart:
    """One panel a measure: the band and median of each scenario.

    Args:
        paths: measure → scenario → draws, shape (draws, years), the last year being `horizon`.
    """
    bands = {
        measure: {scenario: model.band(draws) for scenario, draws in by_scenario.items()}
        for measure, by_scenario in paths.items()
    }
    rows = [
        (
            words(f"overview.scenarios.{scenario}"),
            words(f"overview.scenarios.{measure}"),
            str(horizon - band.shape[1] + 1 + i),
            *band[:, i],
        )
        for measure, by_scenario in bands.items()
        for scenario, band in by_scenario.items()
        for i in range(band.shape[1])
    ]
    ends = ("low", "median", "high")
    columns = {
        **{
            name: Column(words(f"overview.scenarios.column_{name}"))
            for name in ("scenario", "measure", "year")
        },
        **{name: Column(words(f"overview.scenarios.column_{name}"), decimals=0) for name in ends},
    }
    units = {words(f"overview.scenarios.{measure}"): UNITS[measure] for measure in bands}
    columns = measured_in(columns, "measure", units)
    data = pd.DataFrame(rows, columns=list(columns))
    return Chart(data, columns, lambda canvas: _draw_scenarios(canvas, bands, horizon))


def _draw_scenarios(canvas: Canvas, bands: Mapping[str, Mapping[str, Array]], horizon: int) -> Figure:
    panels = len(bands)
    figure, axes = canvas.subplots((2.3 if canvas.narrow else 2.2) * panels, panels, 1, squeeze=False)
    for ax, (measure, by_scenario) in zip(axes.flat, bands.items(), strict=True):
        for n, (scenario, (low, median, high)) in enumerate(by_scenario.items()):
            years = np.arange(horizon - len(median) + 1, horizon + 1)
            charts.projection(ax, years, low, median, high, name=LOOKS[scenario])
            # Bands lie on each other; beside the last year the range of each stands by itself.
            at = horizon + (0.3 + 0.25 * n) * (2 if canvas.narrow else 1)
            ax.plot([at, at], [low[-1], high[-1]], color=colour(LOOKS[scenario]), linewidth=3, alpha=0.75)
        places = charts.spread(
            [band[1, -1] for band in by_scenario.values()], gap=0.17 * float(np.ptp(ax.get_ylim()))
        )
        for scenario, place in zip(by_scenario, places, strict=True):
            said = canvas.words(f"overview.scenarios.{scenario}")
            charts.label(ax, at, place, said, LOOKS[scenario], xytext=(6, 0))
        ax.set_title(canvas.words(f"overview.scenarios.{measure}"))
        ax.set_ylim(bottom=0)
        ax.set_xticks([years[0], horizon])
        canvas.ticks(ax.yaxis, UNITS[measure])
    return figure


def picture(
    words: Words,
    clean: Mapping[int, float],
    coal: Mapping[int, float | tuple[float, float]],
    dug: Mapping[int, float],
) -> Chart:
    """Plant without coal against plant that burns it, and the coal that is dug.

    Args:
        clean: GW at the end of the year. coal: the same, or the range in which it lies.
        dug: Mt in the year.
    """
    data = pd.DataFrame(
        {
            "clean": pd.Series(clean, dtype=float),
            "coal_low": pd.Series({year: np.min(value) for year, value in coal.items()}, dtype=float),
            "coal_high": pd.Series({year: np.max(value) for year, value in coal.items()}, dtype=float),
            "dug": pd.Series(dug, dtype=float),
        }
    )
    data = data.rename_axis("year").reset_index().astype({"year": str})
    named = {name: words(f"overview.picture.column_{name}") for name in data.columns}
    columns = {"year": Column(named["year"])} | {
        name: Column(named[name], unit, decimals)
        for name, unit, decimals in (
            ("clean", "GW", 1), ("coal_low", "GW", 1), ("coal_high", "GW", 1), ("dug", "Mt", 0),
        )
    }  # fmt: skip
    return Chart(data, columns, lambda canvas: _draw_picture(canvas, data))


def _draw_picture(canvas: Canvas, data: pd.DataFrame) -> Figure:
    shape = (2, 1) if canvas.narrow else (1, 2)
    figure, (left, right) = canvas.subplots(5.4 if canvas.narrow else 3.0, *shape)
    plant = data.dropna(subset=["clean"])
    years = plant["year"].astype(int)
    ends = {"clean": plant["clean"], "coal": (plant["coal_low"] + plant["coal_high"]) / 2}
    for name, look in (("clean", "jade"), ("coal", "ink")):
        charts.observed(left, years, ends[name], look)
        said = canvas.words(f"overview.picture.{name}")
        # Above the end at which the line is the upper one, where no other mark and no line of the grid is near.
        at, side = (0, "left") if name == "coal" else (-1, "right")
        charts.label(left, years.iloc[at], ends[name].iloc[at], said, look, xytext=(0, 11), ha=side)
    left.set_ylim(0, 1.25 * float(np.nanmax(ends["clean"])))
    left.set_xticks(list(years))
    canvas.counted(left.yaxis, "GW")
    left.set_title(canvas.words("overview.picture.plant"))
    bars = right.bar(data["year"], data["dug"], 0.62, color=colour("ink"))
    dug = [canvas.number(value, 0, "Mt") if np.isfinite(value) else "" for value in data["dug"]]
    right.bar_label(bars, dug, padding=2, color=colour("ink"))
    right.set_ylim(0, 1.15 * float(np.nanmax(data["dug"])))
    _values_at_bars(right)
    right.set_title(canvas.words("overview.picture.mines"))
    right.tick_params(axis="x", length=0)
    return figure


def economy(
    words: Words, shares: Mapping[str, Mapping[int, float]], growth: Mapping[str, Sequence[float]]
) -> Chart:
    """Shares of the sectors by year, and growth of coal against other industry in two spans.

    Args:
        shares: secondary and tertiary → year → percent of GDP.
        growth: coal and other → percent in the first and in the second span; words name the spans.
    """
    share, grew = words("overview.economy.shares"), words("overview.economy.growth")
    rows = [
        (share, words(f"overview.economy.{sector}"), str(year), _base(words, year), value)
        for sector, by_year in shares.items()
        for year, value in by_year.items()
    ] + [
        (grew, words(f"overview.economy.{name}"), words(f"overview.economy.span_{span}"), "–", value)
        for name, values in growth.items()
        for span, value in zip(("first", "second"), values, strict=True)
    ]
    columns = {
        name: Column(words(f"overview.economy.column_{name}"))
        for name in ("measure", "part", "period", "base")
    } | {"value": Column(words("overview.economy.column_value"), "percent", 1)}
    data = pd.DataFrame(rows, columns=list(columns))
    return Chart(data, columns, lambda canvas: _draw_economy(canvas, shares, growth))


def leaning(words: Words, shares: Mapping[str, Mapping[int, float]]) -> Chart:
    """Coal's part of tax and of jobs, in two years.

    Args:
        shares: tax and jobs → year → percent.
    """
    rows = [
        (words(f"overview.leaning.{name}"), str(year), value)
        for name, by_year in shares.items()
        for year, value in by_year.items()
    ]
    columns = {name: Column(words(f"overview.leaning.column_{name}")) for name in ("part", "year")}
    columns["value"] = Column(words("overview.leaning.column_value"), "percent", 0)
    return Chart(
        pd.DataFrame(rows, columns=list(columns)), columns, lambda canvas: _draw_leaning(canvas, shares)
    )


def _draw_leaning(canvas: Canvas, shares: Mapping[str, Mapping[int, float]]) -> Figure:
    figure, ax = canvas.subplots(2.6)
    for name, look in (("tax", "brick"), ("jobs", "ink")):
        years, values = list(shares[name]), list(shares[name].values())
        charts.observed(ax, years, values, look)
        for year, value, side in zip(years, values, ("right", "left"), strict=True):
            said = (
                f"{value:.0f}%"
                if side == "right"
                else f"{value:.0f}% {canvas.words(f'overview.leaning.{name}')}"
            )
            charts.label(ax, year, value, said, look, xytext=(-7 if side == "right" else 7, 0), ha=side)
    ax.set_xlim(years[0] - 1, years[-1] + (4.2 if canvas.narrow else 2.6))
    ax.set_xticks(years)
    ax.set_ylim(0, 70)
    ax.yaxis.set_visible(False)
    ax.grid(visible=False)
    return figure


def _base(words: Words, year: int) -> str:
    return words(f"overview.economy.base_{'new' if year >= NEW_BASE else 'old'}")


def _draw_economy(
    canvas: Canvas, shares: Mapping[str, Mapping[int, float]], growth: Mapping[str, Sequence[float]]
) -> Figure:
    shape = (2, 1) if canvas.narrow else (1, 2)
    figure, (left, right) = canvas.subplots(5.0 if canvas.narrow else 2.9, *shape)
    for sector, look in (("secondary", "ink"), ("tertiary", "jade")):
        years, values = list(shares[sector]), list(shares[sector].values())
        # Every value rests on communiqués that were read by machine: doubtful, and so open. The line is not drawn
        # across the change of statistical base.
        for new in (False, True):
            on = [i for i, year in enumerate(years) if (year >= NEW_BASE) is new]
            left.plot([years[i] for i in on], [values[i] for i in on], color=colour(look), linewidth=1.4)
        charts.doubtful(left, years, values, look)
        charts.label(left, years[-1], values[-1], canvas.words(f"overview.economy.{sector}"), look)
    left.set_title(canvas.words("overview.economy.shares"))
    left.set_xticks(years)
    left.set_ylim(30, 60)
    for at, name, look in ((-0.2, "coal", "ink"), (0.2, "other", "jade")):
        spots = [span + at for span in range(len(growth[name]))]
        bars = right.bar(spots, growth[name], 0.36, color=colour(look))
        said = canvas.words(f"overview.economy.{name}")
        texts = [f"{said}\n{canvas.number(value, 1)}" for value in growth[name]]
        right.bar_label(bars, texts, padding=2, color=colour(look))
    right.set_title(canvas.words("overview.economy.growth"))
    right.set_ylim(0, 1.25 * np.nanmax([*growth["coal"], *growth["other"]]))
    _values_at_bars(right)
    spans = [canvas.words(f"overview.economy.span_{word}") for word in ("first", "second")]
    right.set_xticks(range(len(spans)), spans)
    right.tick_params(axis="x", length=0)
    return figure


def _values_at_bars(ax: Axes) -> None:
    """Each bar has its value above it, so no scale is needed, and no line of a grid runs through a value."""
    ax.grid(False)
    ax.set_yticks([])
    ax.spines["left"].set_visible(False)
