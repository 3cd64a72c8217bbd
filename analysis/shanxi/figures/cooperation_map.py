"""Who draws on Shanxi: the power lines that lead out of it, and what each province is known to draw, on tiles.

Belongs here: which places a line of the evidence joins, which provinces a published figure speaks of, the tables behind
the two charts, and their drawing. Does not: where places lie (`geography.py`), where the tile of a province stands
(`atlas.py`), what is published (the notebook passes it).

The evidence names parts of the province ("North Shanxi") and no town; the line begins at a city of that part.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import NamedTuple

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Patch

from evident.evidence.tables import Observation
from evident.export import charts
from evident.export.charts import Canvas
from evident.export.exhibits import Chart, Column
from evident.look.identity import colour
from evident.text import formats
from evident.text.words import Words
from shanxi.figures import geography
from shanxi.figures.atlas import TILES, letters_of
from shanxi.figures.geography import TOWNS, Box
from shanxi.figures.mining_map import placed
from shanxi.models.deliveries import BUYERS, CAPITAL, LEADS_TO, leaving


class Section(NamedTuple):
    """A section of a line: from, to, and how far its line is bowed."""

    start: str
    end: str
    bend: float = 0.0


# By the id of its rating in the evidence.
SECTIONS = {
    "shanxi-uhvac01-section-capacity": Section("changzhi", "nanyang"),
    "shanxi-uhvac11-section-capacity": Section("ordos", "shuozhou"),
    "shanxi-uhvac12-section-capacity": Section("shuozhou", "beijing"),
    "shanxi-uhvac14-section-capacity": Section("yulin", "jinzhong", -0.1),
    "shanxi-uhvac15-section-capacity": Section("jinzhong", "shijiazhuang"),
    "shanxi-uhvac19-section-capacity": Section("ordos", "jinzhong"),
    "shanxi-uhvdc09-section-capacity": Section("shuozhou", "nanjing", -0.08),
}
PLANNED = ("datong", "huailai", "tianjin")
PARTS = {"shuozhou": "north", "jinzhong": "central", "changzhi": "south_east"}  # as the evidence calls them

BOX = {"wide": Box(108.8, 31.7, 123.8, 41.2), "narrow": Box(109.2, 31.7, 120.7, 41.4)}
POINTS = 0.8  # of a line's width, a gigawatt
NAMES = {
    "shuozhou": ((2, 13), "right"), "jinzhong": ((-7, -7), "right"), "changzhi": ((-8, 0), "right"),
    "nanyang": ((8, 2), "left"), "nanjing": ((-8, -3), "right"), "beijing": ((4, 8), "left"),
    "shijiazhuang": ((8, 0), "left"), "tianjin": ((7, -4), "left"), "ordos": ((2, -10), "right"),
    "yulin": ((-2, -9), "top"), "datong": ((-7, 5), "right"),
}  # fmt: skip
# Where on its way the rating of a section stands, and how far beside it in points.
RATINGS = {
    "nanjing": (0.58, (0, 0)), "shuozhou": (0.35, (0, 0)), "shijiazhuang": (0.62, (16, -9)), "beijing": (0.45, (0, 0)),
}  # fmt: skip


def lines(words: Words, sections: Sequence[Observation], base: Observation, opening: Observation) -> Chart:
    """Power lines of the highest voltages that touch the province, with their ratings.

    Args:
        sections: ratings, GW, by the ids of `SECTIONS`; base: planned wind and sun near Datong, GW; opening: the year
            in which the planned line is to be in service.
    """
    rows = []
    for item in sections:
        way = "out" if item.obs_id in LEADS_TO else "into"
        ends = _ends(words, SECTIONS[item.obs_id])
        rows.append((str(item.category), *ends, words(f"cooperation.lines.{way}"), item.value))
    coming = words("cooperation.lines.planned", year=f"{opening.value:.0f}" if opening.known else "–")
    first, _, last = PLANNED
    ends = _ends(words, Section(first, last))
    rows.append((words("cooperation.lines.planned_name"), *ends, coming, math.nan))
    rows.append((words("cooperation.lines.base_name"), words("common.map.places.datong"), placed(words, "datong"),
                 "–", "–", words("cooperation.lines.planned_base"), base.value))  # fmt: skip
    names = ["name", "from", "from_at", "to", "to_at", "kind", "power"]
    columns = {
        name: Column(words(f"cooperation.lines.column_{name}"), told=not name.endswith("_at"))
        for name in names[:-1]
    }
    columns["power"] = Column(words("cooperation.lines.column_power"), "GW", 0)
    rated = {item.obs_id: item.value for item in sections if item.known}
    return Chart(
        pd.DataFrame(rows, columns=names),
        columns,
        lambda canvas: _draw_lines(canvas, rated, base, opening),
    )


def _ends(words: Words, way: Section) -> tuple[str, str, str, str]:
    def named(key: str) -> str:
        town = words(f"common.map.places.{key}")
        return words(f"cooperation.lines.parts.{PARTS[key]}", town=town) if key in PARTS else town

    return named(way.start), placed(words, way.start), named(way.end), placed(words, way.end)


def _draw_lines(
    canvas: Canvas, rated: Mapping[str, float], base: Observation, opening: Observation
) -> Figure:
    figure, ax = canvas.subplots(3.5 if canvas.narrow else 4.5)
    geography.ground(canvas, ax, BOX["narrow" if canvas.narrow else "wide"], 4 if canvas.narrow else 2)
    geography.sea(canvas, ax, 119.5, 38.4)
    stops: dict[str, str] = {}
    for key, power in rated.items():
        way, out = SECTIONS[key], key in LEADS_TO
        _section(canvas, ax, way, power, out=out)
        stops |= {way.start: "ink" if out else "stone", way.end: "slate" if out else "ink"}
    if opening.known:
        towns = [TOWNS[key] for key in PLANNED]
        for start, end in pairwise(towns):
            geography.line(ax, start, end, 1.6, "loess", linestyle=(0, (3, 2)))
        text = canvas.words("cooperation.lines.planned", year=f"{opening.value:.0f}")
        geography.said(
            ax, towns[1][:2], text, "loess", xytext=(0, 7), ha="center", va="bottom", fontsize=canvas.small
        )
        stops |= {"datong": "ink", "tianjin": "slate"}
    if base.known:
        stops["datong"] = ""  # the diamond of the base stands there, with the name
        town = TOWNS["datong"]
        charts.target(ax, [town.east], [town.north])
        text = canvas.words(
            f"cooperation.lines.base{'_short' if canvas.narrow else ''}",
            power=canvas.number(base.value, 0, "GW"),
        )
        at = {"xytext": (-8, 8), "ha": "right", "va": "bottom", "fontsize": canvas.small}
        geography.said(ax, town[:2], text, "loess", **at)
    for key, look in stops.items():
        if look:
            geography.dots(ax, [key], look, 6 if look == "slate" else 4, "s" if look == "slate" else "o")
        offset, side = NAMES[key]
        if key != "datong" or look:
            geography.name(canvas, ax, key, offset, side, look or "ink", fontsize=canvas.small,
                           fontweight=600 if look != "stone" else 400)  # fmt: skip
    return figure


def _section(canvas: Canvas, ax: Axes, way: Section, power: float, *, out: bool) -> None:
    """One section, as wide as its rating, with the number."""
    start, end = TOWNS[way.start], TOWNS[way.end]
    look = "ink" if out else "stone"
    geography.line(ax, start, end, power * POINTS, look, way.bend, zorder=3 if out else 2)
    part, aside = RATINGS.get(way.end, (0.5, (0, 0)))
    text = canvas.number(power, 0, "GW")
    text = canvas.words("cooperation.lines.rated", power=text) if out else text
    at = {"xytext": aside, "ha": "center", "fontsize": canvas.small, "fontweight": 600 if out else 400}
    geography.said(ax, geography.middle(start, end, way.bend, part), text, look, **at)


# -- tiles

PANELS = ("power", "coal", "carbon")
DRAWN = {"power": "GW", "coal": "percent", "carbon": "Mt CO2"}


def drawn(
    words: Words,
    sections: Sequence[Observation],
    buyers: Observation,
    jiangsu: Observation,
    capital: Observation,
) -> Chart:
    """What each province draws, as far as a figure says so: power, coal, carbon, a map of tiles each.

    Args:
        sections: ratings of the lines that leave, GW; buyers: the part of the coal sent that four provinces took
            together, percent; jiangsu, capital: Mt of CO2 a year that a line is said to keep out of Jiangsu, and of
            Beijing, Tianjin and Hebei together.
    """
    gigawatts = {LEADS_TO[item.obs_id]: item.value for item in leaving(sections) if item.known}
    alone = {"power": gigawatts, "coal": {}, "carbon": {"Jiangsu": jiangsu.value} if jiangsu.known else {}}
    shared = {
        "coal": (BUYERS, buyers.value if buyers.known else math.nan),
        "carbon": (CAPITAL, capital.value if capital.known else math.nan),
    }
    rows = []
    for name in sorted(TILES):
        told = [words("cooperation.drawn.itself") if name == "Shanxi" else ""]
        for panel, (members, value) in shared.items():
            if name in members and not math.isnan(value):
                told.append(_together(words, panel, value))
        rows.append((name, letters_of(name, words), gigawatts.get(name, math.nan), alone["carbon"].get(name, math.nan),
                     "; ".join(filter(None, told)) or "–"))  # fmt: skip
    names = ["province", "code", "power", "carbon", "together"]
    units = {"power": ("GW", 0), "carbon": ("Mt CO2", 1)}
    columns = {
        name: Column(words(f"cooperation.drawn.column_{name}"), *units.get(name, ("", None)))
        for name in names
    }
    columns["code"] = replace(columns["code"], told=False)
    return Chart(
        pd.DataFrame(rows, columns=names), columns, lambda canvas: _draw_tiles(canvas, alone, shared)
    )


def _together(words: Words, panel: str, value: float) -> str:
    unit, decimals = ("percent", 0) if panel == "coal" else ("Mt CO2", 1)
    said = formats.quantity(value, unit, decimals, words)
    return words(f"cooperation.drawn.{panel}_together", amount=said)


def _draw_tiles(
    canvas: Canvas,
    alone: Mapping[str, Mapping[str, float]],
    shared: Mapping[str, tuple[Sequence[str], float]],
) -> Figure:
    """Three maps and a key; on a phone one below the other."""
    if canvas.narrow:
        figure, grid = canvas.subplots(9.9, 3, 1)
        panels, key = list(grid), None
    else:
        figure, grid = canvas.subplots(5.9, 2, 2)
        *panels, key = grid.ravel()
    for ax, panel in zip(panels, PANELS, strict=True):
        members, value = shared.get(panel, ((), math.nan))
        _panel(canvas, ax, panel, alone[panel], () if math.isnan(value) else members)
        if not math.isnan(value):
            text = _together(canvas.words, panel, value).replace(": ", ":\n").replace("：", "：\n")
            ax.text(-0.05, -7.9, text, ha="left", va="bottom", fontsize=canvas.small)
    if key is None:
        handles = [
            Patch(facecolor=colour(fill), alpha=share, label=canvas.words(f"cooperation.drawn.key_{which}"))
            for fill, share, which in KEY
        ]
        figure.legend(handles=handles, loc="outside lower left", ncols=2)
    else:
        key.set(xlim=(-0.1, 9.1), ylim=(-8.1, 1.1), aspect="equal")
        key.axis("off")
        _key(canvas, key, 0.6, -0.6)
    return figure


KEY = (("slate", 1.0, "known"), ("slate", 0.35, "shared"), ("rule", 0.45, "unknown"), ("ink", 1.0, "itself"))


def _panel(canvas: Canvas, ax: Axes, panel: str, values: Mapping[str, float], members: Sequence[str]) -> None:
    ax.set_title(canvas.words(f"cooperation.drawn.{panel}"))
    for name, (_, row, column) in TILES.items():
        value = values.get(name, math.nan)
        kind = "itself" if name == "Shanxi" else "unknown" if math.isnan(value) else "known"
        kind = "shared" if kind == "unknown" and name in members else kind
        fill, share = next((fill, share) for fill, share, which in KEY if which == kind)
        geography.square(ax, column, -row, 0.92, fill, share, "rule" if kind == "unknown" else "stone")
        letters = "paper" if kind in ("known", "itself") else "ink" if kind == "shared" else "stone"
        middle = {"ha": "center", "xytext": (0, 0), "fontsize": canvas.small}
        lone = kind != "known"
        charts.label(ax, column + 0.46, -row + (0.45 if lone else 0.67), letters_of(name, canvas.words), letters,
                     fontweight=400 if kind == "unknown" else 600, **middle)  # fmt: skip
        if not lone:
            said = canvas.number(value, formats.decimals_of(value), DRAWN[panel])
            charts.label(ax, column + 0.46, -row + 0.26, said, letters, **middle)
    ax.set(xlim=(-0.1, 9.1), ylim=(-8.1, 1.1), aspect="equal")
    ax.axis("off")


def _key(canvas: Canvas, ax: Axes, left: float, top: float) -> None:
    step = 0.75
    for line, (fill, share, which) in enumerate(KEY):
        geography.square(ax, left, top - step * line, 0.45, fill, share)
        text = canvas.words(f"cooperation.drawn.key_{which}")
        charts.label(ax, left + 0.45, top - step * line + 0.22, text, fontsize=canvas.small)
