"""Where places lie: towns of a gazetteer, the coast, and the plain graticule of the maps.

Belongs here: coordinates with the number of each place in its gazetteer, and drawing what every map has: coast,
meridians and parallels, lines between two places, names. Does not: what is published about them (the notebooks pass
it), the map of freight services (`freight_map.py`).

Coordinates are those of GeoNames (CC BY 4.0), in degrees to a hundredth, with its number of each place. Where it has
no town of that name, the seat of its county stands for it, and `stands_for` says so; a place that it does not have at
all has no coordinates and is not drawn. The coast is the land of Natural Earth at 1:50 million (public domain),
without what departs from it by less than 0.06 degrees (Douglas and Peucker's rule). No boundary is drawn: none that we
found is both licensed and beyond dispute.

Meridians and parallels are straight (equidistant cylindrical projection); shapes are right along one parallel.
"""

import math
from collections.abc import Iterable
from typing import Any, NamedTuple

import numpy as np
from matplotlib.axes import Axes
from matplotlib.patches import PathPatch, Rectangle
from matplotlib.path import Path

from evident.export import charts
from evident.export.charts import Canvas
from evident.look.identity import colour
from evident.text.formats import number


class Town(NamedTuple):
    """Degrees east and north, the number in the gazetteer, and the place that it stands for, if it is another."""

    east: float
    north: float
    geonames: int
    stands_for: str = ""


class Box(NamedTuple):
    """The edges of a map in degrees."""

    west: float
    south: float
    east: float
    north: float


TOWNS = {
    "baotou": Town(109.84, 40.65, 2038432),
    "beijing": Town(116.40, 39.91, 1816670),
    "changzhi": Town(113.11, 36.18, 1808956),
    "datong": Town(113.29, 40.09, 2037799),
    "fengtai": Town(116.27, 39.85, 1811227),
    "handan": Town(114.49, 36.61, 1808963),
    "heshun": Town(113.54, 37.34, 1808274),
    "houma": Town(111.36, 35.61, 1807818),
    "huailai": Town(115.52, 40.40, 2035072),
    "huanghua": Town(117.35, 38.37, 12361372),
    "jiaozuo": Town(113.24, 35.24, 1805987),
    "jincheng": Town(112.83, 35.50, 1805741),
    "jinzhong": Town(112.75, 37.68, 10942283),
    "linfen": Town(111.52, 36.09, 1803567),
    "luliang": Town(111.13, 37.52, 1803255),
    "nanjing": Town(118.78, 32.06, 1799962),
    "nanyang": Town(112.55, 33.01, 1799629),
    "ordos": Town(109.78, 39.61, 8347664),
    "puzhou": Town(110.44, 34.87, 1784818, "yongji"),
    "qinhuangdao": Town(119.59, 39.94, 1797595),
    "rizhao": Town(119.53, 35.41, 9072919),
    "shenchi": Town(112.19, 39.08, 1795701),
    "shijiazhuang": Town(114.48, 38.04, 1795270),
    "shuozhou": Town(112.42, 39.32, 1794328),
    "taiyuan": Town(112.56, 37.87, 1793511),
    "tianjin": Town(117.18, 39.14, 1792947),
    "watang": Town(111.17, 38.48, 1788912, "xing"),
    "xingtai": Town(114.49, 37.06, 1788927),
    "yangquan": Town(113.56, 37.86, 1787351),
    "yinchuan": Town(106.27, 38.47, 1786657),
    "yuanping": Town(112.76, 38.72, 1786060),
    "yueshan": Town(113.24, 35.24, 1805987, "jiaozuo"),
    "yulin": Town(109.74, 38.29, 1785777),
    "yuncheng": Town(110.99, 35.02, 1785738),
    "zhungeer": Town(111.22, 39.87, 8051687, "xuejiawan"),
}

# From the Yalu to the bay of Hangzhou; pairs of degrees east and north.
COAST = (
    (123.03, 39.67), (122.33, 39.37), (121.98, 39.05), (121.68, 39.0), (121.65, 38.86), (121.16, 38.73),
    (121.11, 38.92), (121.68, 39.11), (121.63, 39.22), (121.82, 39.39), (121.28, 39.39), (121.27, 39.55),
    (121.52, 39.64), (121.52, 39.85), (121.8, 39.95), (122.27, 40.54), (121.86, 40.84), (121.83, 40.97),
    (121.73, 40.85), (121.18, 40.9), (120.48, 40.23), (119.39, 39.75), (119.22, 39.41), (118.98, 39.18),
    (118.3, 39.07), (118.04, 39.23), (117.87, 39.19), (117.55, 38.69), (117.65, 38.42), (118.01, 38.18),
    (118.8, 38.13), (118.94, 38.04), (119.09, 37.7), (118.99, 37.64), (118.95, 37.33), (119.29, 37.14),
    (119.76, 37.15), (119.89, 37.25), (119.88, 37.35), (120.31, 37.62), (120.26, 37.68), (120.75, 37.83),
    (121.64, 37.46), (121.96, 37.44), (122.06, 37.53), (122.34, 37.4), (122.67, 37.4), (122.45, 37.07),
    (122.52, 36.95), (122.34, 36.83), (122.16, 36.96), (121.93, 36.96), (121.05, 36.61), (120.81, 36.63),
    (120.91, 36.48), (120.71, 36.41), (120.64, 36.13), (120.39, 36.05), (120.33, 36.23), (120.18, 36.2),
    (120.1, 36.12), (120.29, 35.98), (119.43, 35.3), (119.17, 34.85), (119.2, 34.75), (119.35, 34.75),
    (120.27, 34.27), (120.87, 33.02), (120.86, 32.66), (121.34, 32.43), (121.45, 32.15), (121.68, 32.05),
    (121.86, 31.82), (121.87, 31.7), (121.68, 31.71), (121.35, 31.86), (120.97, 31.87), (120.52, 32.11),
    (120.03, 31.94), (120.71, 31.98), (120.79, 31.82), (121.66, 31.32), (121.88, 30.92), (121.42, 30.79),
    (121.0, 30.56), (120.82, 30.35), (120.45, 30.39), (120.2, 30.24), (120.5, 30.3), (120.63, 30.13),
    (121.16, 30.3), (121.43, 30.23),
)  # fmt: skip

SIDES = {"top": ("center", "top"), "bottom": ("center", "bottom"),
         "left": ("left", "center"), "right": ("right", "center")}  # fmt: skip


def ground(canvas: Canvas, ax: Axes, box: Box, step: int = 4) -> None:
    """An empty map: the graticule with its degrees at the edge, and the coast."""
    ax.set_xlim(box.west, box.east)
    ax.set_ylim(box.south, box.north)
    ax.set_aspect(1 / math.cos(math.radians((box.south + box.north) / 2)), anchor="NW")
    ax.set_xticks(range(math.ceil(box.west / step) * step, math.floor(box.east) + 1, step))
    ax.set_yticks(range(math.ceil(box.south / step) * step, math.floor(box.north) + 1, step))
    ax.xaxis.set_major_formatter(lambda at, _: canvas.words("common.map.east", degrees=number(at, 0)))
    ax.yaxis.set_major_formatter(lambda at, _: canvas.words("common.map.north", degrees=number(at, 0)))
    ax.grid(visible=True, axis="both", color=colour("rule"), linewidth=0.5)
    ax.tick_params(length=0, labelcolor=colour("stone"))
    for spine in ax.spines.values():
        spine.set_visible(False)
    ax.add_patch(PathPatch(Path(COAST), fill=False, edgecolor=colour("stone"), linewidth=1.0, zorder=1))


def sea(canvas: Canvas, ax: Axes, east: float, north: float) -> None:
    """The name of the sea, where no line runs."""
    at: dict[str, Any] = {"ha": "center", "style": "italic", "xytext": (0, 0), "zorder": 1}
    charts.label(ax, east, north, canvas.words("common.map.sea"), "stone", **at)


def line(ax: Axes, start: Town, end: Town, width: float, name: str, bend: float = 0.0, **look: Any) -> None:
    """A line between two places, bowed by a part of its length so that lines of one direction lie apart.

    It is no track: it says which places are joined.
    """
    patch = PathPatch(Path(*bow(start, end, bend)), fill=False, edgecolor=colour(name), linewidth=width,
                      capstyle="round", **({"zorder": 3} | look))  # fmt: skip
    ax.add_patch(patch)


def bow(start: Town, end: Town, bend: float) -> tuple[list[tuple[float, float]], list[np.uint8]]:
    """Points and codes of a curve from one place to another; its middle lies half of `bend` of its length aside."""
    across, up = end.east - start.east, end.north - start.north
    aside = ((start.east + end.east) / 2 - bend * up, (start.north + end.north) / 2 + bend * across)
    return [start[:2], aside, end[:2]], [Path.MOVETO, Path.CURVE3, Path.CURVE3]


def middle(start: Town, end: Town, bend: float, part: float = 0.5) -> tuple[float, float]:
    """The point of the curve of `bow` at a part of its way, 0 to 1."""
    (x0, y0), (x1, y1), (x2, y2) = bow(start, end, bend)[0]
    a, b, c = (1 - part) ** 2, 2 * part * (1 - part), part**2
    return a * x0 + b * x1 + c * x2, a * y0 + b * y1 + c * y2


def dots(ax: Axes, keys: Iterable[str], name: str = "ink", size: float = 4, marker: str = "o") -> None:
    """A dot for each place."""
    for key in keys:
        town = TOWNS[key]
        ax.plot(town.east, town.north, marker=marker, color=colour(name), markeredgecolor=colour("paper"),
                markeredgewidth=0.7, markersize=size, zorder=6)  # fmt: skip


def name(
    canvas: Canvas, ax: Axes, key: str, offset: tuple[float, float], side: str, look: str = "ink", **more: Any
) -> None:
    """The name of a place beside it; a line that runs under it is interrupted."""
    town, (across, up) = TOWNS[key], SIDES[side]
    said(ax, (town.east, town.north), called(canvas, key), look, xytext=offset, ha=across, va=up, **more)


def said(ax: Axes, at: tuple[float, float], text: str, look: str = "ink", **more: Any) -> None:
    """Words at a point, on a ground of paper."""
    box = {"facecolor": colour("paper"), "edgecolor": "none", "pad": 0.3, "alpha": 0.9}
    options: dict[str, Any] = {"bbox": box, "zorder": 7, "xytext": (0, 0)} | more
    charts.label(ax, *at, text, look, **options)


def called(canvas: Canvas, key: str) -> str:
    """The name of a place."""
    return canvas.words(f"common.map.places.{key}")


def square(
    ax: Axes, left: float, low: float, side: float, fill: str, share: float, edge: str = "stone"
) -> None:
    """A square with an edge, filled with so much of a colour."""
    face, line = (colour(fill), share), colour(edge)
    ax.add_patch(Rectangle((left, low), side, side, facecolor=face, edgecolor=line, linewidth=0.8))
