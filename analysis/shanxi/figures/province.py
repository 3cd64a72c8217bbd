"""The charts and the table of one province.

Belongs here: the tables behind them and their drawing, small enough for a page that sets several places side by side.
Does not: charts of all provinces (`atlas.py`), computing anything, words (`words/<language>/province.yml`).
"""

from collections.abc import Collection, Sequence

import numpy as np
import pandas as pd
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator, MultipleLocator

from evident.export import charts
from evident.export.charts import Canvas
from evident.export.exhibits import Chart, Column, Table
from evident.look.identity import colour
from evident.text import formats, sentences
from evident.text.words import Words
from shanxi.models.province_power import SOURCES, first_source
from shanxi.models.province_profile import own

QUARTERS = (0.25, 0.75)  # of all provinces; half of them lie between
# Which colour a source has: green is never the dirty thing.
TINTS = {"thermal": "ink", "hydro": "slate", "nuclear": "stone", "wind": "jade", "solar": "jade"}
TINTS |= {"made": "stone", "used": "stone"}  # sums have no colour of their own


def _column(words: Words, key: str, unit: str = "", decimals: int | None = None) -> Column:
    return Column(words(f"province.columns.{key}"), unit, decimals)


def income(words: Words, relative: pd.DataFrame, place: str, breaks: Collection[int]) -> Chart:
    """GDP per head against the median province: the place as a line, the middle half of all as a grey band.

    Args:
        relative: percent of the median province, index year, a column a province.
        breaks: years whose figures start a new census base.
    """
    low, high = (relative.quantile(end, axis=1) for end in QUARTERS)
    shown = pd.DataFrame({"year": relative.index, "income": own(relative, place).to_numpy()})
    shown = shown.assign(low=low.to_numpy(), high=high.to_numpy())
    columns = {"year": _column(words, "year")}
    columns |= {key: _column(words, key, "percent", 0) for key in ("income", "low", "high")}

    def draw(canvas: Canvas) -> Figure:
        figure, ax = canvas.subplots(1.3)
        years = shown["year"].to_numpy()
        ax.fill_between(years, shown["low"], shown["high"], color=colour("rule"), linewidth=0)
        ax.axhline(100, color=colour("stone"), linewidth=0.9)
        for start in breaks:
            ax.axvline(start - 0.5, color=colour("stone"), linewidth=0.8, linestyle=(0, (2, 2)))
        charts.observed(ax, years, shown["income"], markersize=3.5)
        last = float(shown["income"].iloc[-1])
        said = canvas.number(last, 0) if np.isfinite(last) else ""
        # Near the line of the median the number stands beside it, on its own side.
        off = 0.0 if abs(last - 100) > 12 else 9.0 if last >= 100 else -9.0
        charts.label(ax, years[-1], last, said, fontweight=600, xytext=(6, off))
        top = max(float(np.nanmax(shown[["income", "high"]].to_numpy(float))), 120)
        ax.set(ylim=(0, 1.12 * top), ylabel=words("province.income.axis"))
        ax.yaxis.set_major_locator(MultipleLocator(100 if top > 200 else 50))
        ax.xaxis.set_major_locator(MultipleLocator(5))
        ax.margins(x=0.06)
        return figure

    return Chart(shown, columns, draw)


def power(words: Words, made: pd.DataFrame, used: pd.DataFrame, place: str) -> Chart:
    """Electricity made by source, all that is made and what is used, a bar each.

    Args:
        made: TWh, index province, a column a source; used: TWh, one row.
    """
    row = made.reindex(index=[place], columns=list(SOURCES)).iloc[0].astype(float)
    use = float(own(used, place).iloc[-1])
    bars = pd.concat([row, pd.Series({"made": row.sum(min_count=1), "used": use})])
    shown = pd.DataFrame(
        {"source": [words(f"province.sources.{key}") for key in bars.index], "energy": bars.to_numpy()}
    )
    columns = {"source": _column(words, "source"), "energy": _column(words, "energy", "TWh", 1)}

    def draw(canvas: Canvas) -> Figure:
        figure, ax = canvas.subplots(1.6)
        # The two sums stand apart from their parts.
        places = np.array([6.4, 5.4, 4.4, 3.4, 2.4, 1.0, 0.0])
        ax.barh(places, bars.fillna(0), color=[colour(TINTS[key]) for key in bars.index], height=0.62)
        for at, value in zip(places, bars, strict=True):
            known = np.isfinite(value)
            said = canvas.number(value, 1, "TWh") if known else words("province.power.absent")
            charts.label(ax, value if known else 0.0, at, said, "ink" if known else "stone")
        ax.set_yticks(places, shown["source"])
        ax.set(xlim=(0, 1.2 * float(bars.max())), ylim=(-0.5, 6.9), xlabel=words("province.power.axis"))
        ax.xaxis.set_major_locator(MaxNLocator(4))
        canvas.ticks(ax.xaxis, "TWh")
        ax.grid(visible=False, axis="y")
        return figure

    return Chart(shown, columns, draw)


def carbon(words: Words, emitted: pd.DataFrame, from_coal: pd.DataFrame, place: str) -> Chart:
    """Carbon dioxide by year: all of it and the part from coal.

    Args:
        emitted, from_coal: Mt of CO2, index year, a column a province.
    """
    shown = pd.DataFrame({"total": own(emitted, place), "coal": own(from_coal, place)})
    shown = shown.rename_axis("year").reset_index()
    columns = {"year": _column(words, "year")}
    columns |= {key: _column(words, key, "Mt CO2", 1) for key in ("total", "coal")}

    def draw(canvas: Canvas) -> Figure:
        figure, ax = canvas.subplots(1.25)
        ends = []
        for key, tint in (("total", "stone"), ("coal", "ink")):
            known = shown.dropna(subset=[key])
            charts.observed(ax, known["year"], known[key], tint, markersize=3)
            ends.append(float(known[key].iloc[-1]) if len(known) else np.nan)
        masses = shown[["total", "coal"]].to_numpy(float)
        top = float(np.nanmax(masses)) if np.isfinite(masses).any() else 1.0  # empty axes have a scale too
        placed = charts.spread(ends, 0.2 * top)  # a line of type, of the height of the axes
        for at, key, tint in zip(placed, ("total", "coal"), ("stone", "ink"), strict=True):
            said = words(f"province.carbon.{key}")
            charts.label(ax, float(shown["year"].iloc[-1]), at, said, tint, fontweight=600)
        ax.set(ylim=(0, 1.12 * top), ylabel=words("province.carbon.axis"))
        ax.set_xlim(shown["year"].iloc[0] - 0.6, shown["year"].iloc[-1] + (5.5 if canvas.narrow else 3.5))
        ax.xaxis.set_major_locator(MultipleLocator(5))
        ax.yaxis.set_major_locator(MaxNLocator(4))
        canvas.counted(ax.yaxis, "Mt CO2")
        return figure

    return Chart(shown, columns, draw)


def duty(words: Words, position: pd.DataFrame) -> Table:
    """What the place would owe by each rule, a row each.

    Args:
        position: index rule; columns share (percent), rank, payment (billion yuan a year), head (yuan a head a year).
    """
    decimals = {
        "share": ("percent", 1),
        "rank": ("count", 0),
        "payment": ("billion CNY/yr", 2),
        "head": ("", 0),
    }
    rows = [
        (
            words(f"province.duty.rules.{rule}"),
            *(
                # Who owes nothing is known, and has no rank.
                words("province.duty.unranked")
                if key == "rank" and line["share"] == 0
                else _cell(words, line[key], *decimals[key])
                for key in decimals
            ),
        )
        for rule, line in position.iterrows()
    ]
    names = ["rule", *decimals]
    return Table(
        pd.DataFrame(rows, columns=names),
        {name: Column(words(f"province.duty.columns.{name}"), decimals=None) for name in names},
    )


def _cell(words: Words, value: float, unit: str, decimals: int) -> str:
    """A number as text; what the inventory leaves out says so."""
    if not np.isfinite(value):
        return words("province.duty.absent")
    # The heading of payments names their unit.
    say = formats.in_tables if unit == "billion CNY/yr" else formats.quantity
    return say(value, unit, decimals, words)


def first_said(words: Words, made: pd.DataFrame, place: str) -> str:
    """The name of the source that gives most electricity, as a title begins with it."""
    return words(f"province.first.{first_source(made, place) or 'none'}")


def among_said(words: Words, paying: Sequence[str], place: str) -> str:
    """Among whom the fund is shared: the payers, with the place where it is none of them."""
    called = sentences.known(place, words.language)
    return words(f"province.among.{'payers' if place in paying else 'asked'}", place=called)
