"""The map of the mines: how many there are of each size, and the railways by which their coal leaves.

Belongs here: which places a railway of the evidence joins, the table behind the map, and its drawing. Does not: where
places lie and how a map is drawn (`geography.py`), what is published (the notebook passes it).

Where each mine lies is not in the evidence, which counts mines of the province by size. So no mine stands on the map:
all of them stand beside it, a square each, whose area is the mean capacity of its class.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import PathPatch, Rectangle
from matplotlib.path import Path

from evident.evidence.tables import Observation
from evident.export import charts
from evident.export.charts import Canvas
from evident.export.exhibits import Chart, Column
from evident.look.identity import colour
from evident.text.formats import number
from evident.text.words import Words
from shanxi.figures import geography, mine_classes
from shanxi.figures.geography import TOWNS, Box
from shanxi.models.deliveries import NOT_OUT, WITHIN
from shanxi.models.mine_sizes import SizeClass


class Railway(NamedTuple):
    """The places that a railway joins, how far its line is bowed, and where its number stands (0: nowhere)."""

    start: str
    end: str
    bend: float = 0.0
    part: float = 0.5


# By the name of the railway in the evidence.
RAILWAYS = {
    "Daqin": Railway("datong", "qinhuangdao", 0.05, 0.42),
    "Shuohuang": Railway("shuozhou", "huanghua", 0.0, 0.55),
    "Wari (Watang-Rizhao)": Railway("watang", "rizhao", -0.1, 0.6),
    "Hanchang": Railway("changzhi", "handan", 0.0, 0.5),
    "Shitai": Railway("taiyuan", "shijiazhuang", 0.0, 0.55),
    "Taijiao": Railway("taiyuan", "jiaozuo", 0.1, 0.42),
    "Houyue": Railway("houma", "yueshan", 0.1, 0.5),
    "Fengshada": Railway("datong", "fengtai", -0.16, 0.6),
    "Hexing": Railway("heshun", "xingtai", 0.0, 0.0),
    "Jingyuan": Railway("yuanping", "beijing", 0.0, 0.5),
    "Tongpu": Railway("datong", "puzhou", 0.1, 0.8),
    "Dabao": Railway("datong", "baotou", 0.0, 0.0),
    "Dazhun": Railway("datong", "zhungeer", 0.0, 0.0),
    "Zhunchi": Railway("zhungeer", "shenchi", 0.0, 0.0),
    "Zhunshuo": Railway("zhungeer", "shuozhou", 0.08, 0.0),
    "Shenshuo": Railway("shenmu", "shuozhou"),  # its start is not in the gazetteer
    "Taizhongyin": Railway("taiyuan", "yinchuan", 0.0, 0.0),
}
GREY = (*NOT_OUT, *WITHIN)
PORTS = ("qinhuangdao", "huanghua", "rizhao")
BASE = "datong"

BOX = Box(109.4, 34.5, 120.6, 41.2)
POINTS = 8.0 / 450  # of a line's width, a million tonnes a year
THINNEST = 0.7

# Where names stand: offset in points, and which of their sides is there; the second is that of the narrow drawing.
NAMES = {
    "qinhuangdao": ((2, -10), "right"), "huanghua": ((4, -7), "left"), "rizhao": ((-2, -9), "right"),
    "datong": ((-6, 5), "right"), "shuozhou": ((-7, 0), "right"), "taiyuan": ((-6, 2), "right"),
    "changzhi": ((-7, 0), "right"),
    "beijing": ((6, -1), "left"), "shijiazhuang": ((6, -3), "left"), "handan": ((17, -13), "right"),
    "houma": ((-6, 2), "right"), "jiaozuo": ((5, -6), "left"), "watang": ((-5, 4), "right"),
}  # fmt: skip
QUIET = ("beijing", "shijiazhuang", "handan", "jiaozuo")  # places outside the province
FEWER = (
    "watang",
    "beijing",
    "shijiazhuang",
    "handan",
    "jiaozuo",
    "houma",
)  # whose names the narrow drawing has no room for


def mines_and_railways(
    words: Words, classes: Sequence[SizeClass], rails: Sequence[Observation], base: Observation
) -> Chart:
    """Mines by size, and railways with the coal that they can carry.

    Args:
        rails: capacity of each railway, Mt a year, by category; base: planned wind and sun near Datong, GW.
    """
    ordered = sorted((size for size in classes if size.mines > 0), key=lambda size: size.low, reverse=True)
    blocks = [
        (words("mining.map.kind_mines"), sized(words, c), "–", "–", "–", "–", c.mines, c.capacity, math.nan)
        for c in ordered
    ]
    lines = []
    for item in sorted(rails, key=lambda item: -item.value):
        way = RAILWAYS[str(item.category)]
        ends = [told for key in (way.start, way.end) for told in (_named(words, key), placed(words, key))]
        lines.append(
            (words("mining.map.kind_rail"), item.category, *ends, math.nan, item.value, math.nan)
        )  # fmt: skip
    plan = (words("mining.map.kind_base"), words("mining.map.base_name"), _named(words, BASE), placed(words, BASE),
            "–", "–", math.nan, math.nan, base.value)  # fmt: skip
    names = ["kind", "name", "from", "from_at", "to", "to_at", "mines", "capacity", "power"]
    units = {"mines": ("count", 0), "capacity": ("Mt/yr", 0), "power": ("GW", 0)}
    columns = {
        name: Column(words(f"mining.map.column_{name}"), *units.get(name, ("", None))) for name in names
    }
    columns |= {name: replace(columns[name], told=False) for name in names if name.endswith("_at")}
    data = pd.DataFrame([*blocks, *lines, plan], columns=names)
    capacity = {str(item.category): item.value for item in rails if item.known}
    return Chart(data, columns, lambda canvas: _draw(canvas, ordered, capacity, base))


def _named(words: Words, key: str) -> str:
    return words(f"common.map.places.{key}")


def placed(words: Words, key: str) -> str:
    """Where a place lies, with its number in the gazetteer; what stands for it, if it is another place."""
    if key not in TOWNS:
        return words("common.map.nowhere")
    town = TOWNS[key]
    at = {"east": number(town.east, 2), "north": number(town.north, 2), "number": str(town.geonames)}
    if town.stands_for:
        return words("common.map.seat", seat=words(f"common.map.seats.{town.stands_for}"), **at)
    return words("common.map.at", **at)


def sized(words: Words, size: SizeClass) -> str:
    """The limits of a class of mines."""
    low, high = mine_classes.ends_of_class(words, size)
    if math.isinf(size.high):
        return words("mining.map.over", low=low)
    return words("mining.map.between", low=low, high=high)


def _draw(
    canvas: Canvas, classes: Sequence[SizeClass], rails: Mapping[str, float], base: Observation
) -> Figure:
    if canvas.narrow:
        figure, (land, mines) = canvas.subplots(6.7, 2, 1, height_ratios=(3, 3.3))
    else:
        figure, (land, mines) = canvas.subplots(3.7, 1, 2, width_ratios=(4.3, 2.0))
    geography.ground(canvas, land, BOX, 4 if canvas.narrow else 2)
    geography.sea(canvas, land, 119.0, 38.7)
    for name, capacity in rails.items():
        way = RAILWAYS[name]
        if way.start in TOWNS:
            _railway(canvas, land, way, capacity, "stone" if name in GREY else "ink")
    stops = {key for name in rails for key in RAILWAYS[name][:2] if key in TOWNS} - set(PORTS)
    geography.dots(land, sorted(stops), "ink", 3.5)
    geography.dots(land, PORTS, "slate", 6, "s")
    for key, (offset, side) in NAMES.items():
        if not (canvas.narrow and key in FEWER):
            look = "slate" if key in PORTS else "stone" if key in QUIET else "ink"
            weight = 400 if key in QUIET else 600
            geography.name(canvas, land, key, offset, side, look, fontsize=canvas.small, fontweight=weight)
    if base.known:
        # Above the name of the town, which is larger beside a smaller map.
        at = TOWNS[BASE].east - 0.45, TOWNS[BASE].north + (0.8 if canvas.narrow else 0.5)
        charts.target(land, [at[0]], [at[1]])
        text = canvas.words("mining.map.base", power=canvas.number(base.value, 0, "GW"))
        geography.said(land, at, text, "loess", xytext=(7, 0), fontsize=canvas.small)
    land.set_title(canvas.words("mining.map.rails"))
    _blocks(canvas, mines, classes)
    return figure


def _railway(canvas: Canvas, ax: Axes, way: Railway, capacity: float, look: str) -> None:
    start, end = TOWNS[way.start], TOWNS[way.end]
    geography.line(
        ax, start, end, max(capacity * POINTS, THINNEST), look, way.bend, zorder=2 if look == "stone" else 3
    )
    if way.part and capacity >= 100 and look == "ink":
        at = geography.middle(start, end, way.bend, way.part)
        geography.said(
            ax, at, canvas.number(capacity, 0, "Mt/yr"), ha="center", fontsize=canvas.small, fontweight=600
        )


GAP, LABEL = 9.0, {False: 14.0, True: 16.5}  # points between blocks, and for the line of words above each


def _blocks(canvas: Canvas, ax: Axes, classes: Sequence[SizeClass]) -> None:
    """All mines, a square each, the largest first; areas are to one scale."""
    ax.axis("off")
    ax.set_title(canvas.words("mining.map.mines"))
    width = 232.0 if canvas.narrow else 130.0
    scale = math.sqrt(
        0.8 * width * (105 if canvas.narrow else 128) / max(sum(c.capacity for c in classes), 1.0)
    )
    top = 0.0
    for size in classes:
        text = canvas.words(
            "mining.map.block", mines=canvas.number(size.mines, 0), size=sized(canvas.words, size)
        )
        ax.annotate(text, (0, top), xytext=(0, 0), textcoords="offset points", va="top", color=colour("ink"),
                    fontsize=canvas.small)  # fmt: skip
        top += LABEL[canvas.narrow]
        side = scale * math.sqrt(size.capacity / size.mines)
        top += block(ax, top, side, int(size.mines), int(width // side)) + GAP
    ax.set(xlim=(0, width), ylim=(top, 0), aspect="equal", anchor="NW")


def block(ax: Axes, top: float, side: float, count: int, across: int) -> float:
    """So many squares in rows, drawn as rows with lines of paper through them; returns the height."""
    full, rest = divmod(count, across)
    rows = full + bool(rest)
    for row, squares in ((0, across * bool(full)), (full, rest)):
        height = side * (full if row == 0 and full else 1)
        if squares:
            ax.add_patch(
                Rectangle((0, top + row * side), squares * side, height, facecolor=colour("ink"), linewidth=0)
            )
    cuts: list[tuple[float, float]] = []
    for column in range(1, across):
        cuts += [(column * side, top), (column * side, top + rows * side)]
    for row in range(1, rows):
        cuts += [(0, top + row * side), (across * side, top + row * side)]
    if cuts:
        codes = [Path.MOVETO, Path.LINETO] * (len(cuts) // 2)
        ax.add_patch(PathPatch(Path(cuts, codes), fill=False, edgecolor=colour("paper"), linewidth=0.6))
    return rows * side
