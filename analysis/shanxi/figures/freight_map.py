"""The map of routes: stations in Shanxi, border ports and destinations, as a schematic.

Belongs here: where each place stands on the drawing and how the lines run. Does not: which places and lines
there are (the notebook passes them, each from a source). Places stand roughly as on a map, north up, but
distances are not to scale and no boundary is drawn.
"""

from collections.abc import Sequence
from typing import Any, NamedTuple

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import FancyBboxPatch

from evident.export import charts
from evident.export.charts import Canvas
from evident.look.identity import colour


class Place(NamedTuple):
    """A point of the drawing, 0 to 100 both ways, and the side on which its name stands."""

    x: float
    y: float
    side: str


class Line(NamedTuple):
    """A line between two places; kind: known (a train, its port named), unnamed (port not named) or air."""

    start: str
    end: str
    kind: str


WIDE: dict[str, Place] = {
    "lesosibirsk": Place(47, 93, "left"),
    "moscow": Place(22, 84, "top"),
    "paris": Place(3, 66, "top"),
    "madrid": Place(3, 42, "bottom"),
    "kazakhstan": Place(29, 46, "bottom"),
    "tashkent": Place(24, 29, "bottom"),
    "almaty": Place(43, 24, "bottom"),
    "vientiane": Place(60, 2, "right"),
    "manzhouli": Place(72, 91, "top"),
    "erenhot": Place(61, 77, "top"),
    "not_named": Place(47, 65, "top"),
    "alashankou": Place(47, 54, "left"),
    "khorgos": Place(49, 43, "bottom"),
    "mohan": Place(60, 15, "right"),
    "datong": Place(80, 72, "right"),
    "taiyuan": Place(78, 63, "right"),
    "yangquan": Place(83, 57, "right"),
    "jinzhong": Place(79, 50, "right"),
    "jiexiu": Place(77, 43, "right"),
    "changzhi": Place(82, 37, "right"),
    "houma": Place(76, 30, "right"),
}
NARROW: dict[str, Place] = WIDE | {
    "paris": Place(4, 66, "top"),
    "madrid": Place(8, 44, "bottom"),
    "kazakhstan": Place(24, 47, "bottom"),
    "tashkent": Place(18, 28, "bottom"),
    "almaty": Place(42, 24, "bottom"),
    "erenhot": Place(58, 78, "top"),
    "alashankou": Place(47, 55, "left"),
}
PORTS = ("alashankou", "khorgos", "erenhot", "manzhouli", "mohan")
OFFSET = {"top": ((0, 6), "center", "bottom"), "bottom": ((0, -8), "center", "top"),
          "left": ((-6, 0), "right", "center"), "right": ((6, 0), "left", "center")}  # fmt: skip


def network(
    canvas: Canvas, stations: Sequence[str], destinations: Sequence[str], lines: Sequence[Line]
) -> Figure:
    """Draw the network; places are keys of `WIDE`, their names come from the words `freight.network`.

    Raises:
        KeyError: a place that the drawing does not know.
    """
    figure, ax = canvas.subplots(4.7 if canvas.narrow else 4.1)
    places = NARROW if canvas.narrow else WIDE
    ax.set_xlim(-3, 103)
    ax.set_ylim(-2, 101)
    ax.axis("off")
    _province(canvas, ax)
    for line in lines:
        _draw(ax, places[line.start], places[line.end], line.kind)
    for key in destinations:
        ax.plot(*places[key][:2], marker="o", color=colour("slate"), markersize=6, zorder=5)
        _name(canvas, ax, key, places[key], "slate")
    if any(line.kind == "unnamed" for line in lines):
        _name(canvas, ax, "not_named", places["not_named"], "stone")
        ax.plot(*places["not_named"][:2], marker="s", color=colour("paper"), markeredgecolor=colour("stone"),
                markeredgewidth=1.2, markersize=7, zorder=5)  # fmt: skip
    for key in PORTS:
        ax.plot(*places[key][:2], marker="s", color=colour("paper"), markeredgecolor=colour("loess"),
                markeredgewidth=1.6, markersize=7, zorder=5)  # fmt: skip
        _name(canvas, ax, key, places[key], "loess")
    for key in stations:
        ax.plot(*places[key][:2], marker="o", color=colour("ink"), markersize=5, zorder=5)
        _name(canvas, ax, key, places[key], "ink", joint=" ")
    _legend(canvas, ax)
    return figure


def _province(canvas: Canvas, ax: Axes) -> None:
    left, bottom, right, top = 72, 19, 102, 79
    shape: dict[str, Any] = {"boxstyle": "round,pad=0,rounding_size=3", "linewidth": 0.8, "zorder": 0}
    shape |= {"facecolor": colour("mist"), "edgecolor": colour("rule")}
    ax.add_patch(FancyBboxPatch((left, bottom), right - left, top - bottom, **shape))
    name = canvas.words("freight.network.shanxi")
    look: dict[str, Any] = {"color": colour("stone"), "fontsize": 9.5, "fontweight": 600}
    ax.text((left + right) / 2, bottom + 1.5, name, ha="center", va="bottom", **look)


def _draw(ax: Axes, start: Place, end: Place, kind: str) -> None:
    style: dict[str, Any] = {
        "known": {"color": colour("ink"), "linewidth": 1.4},
        "unnamed": {"color": colour("stone"), "linewidth": 1.2, "linestyle": (0, (4, 2))},
        "air": {"color": colour("jade"), "linewidth": 1.2, "linestyle": (0, (1, 1.6))},
    }[kind]
    ax.plot([start.x, end.x], [start.y, end.y], zorder=2, solid_capstyle="round", **style)


def _name(canvas: Canvas, ax: Axes, key: str, place: Place, name: str, joint: str = "\n") -> None:
    """The name of a place, with its Chinese form (after a bar in the words) where there is room."""
    offset, across, up = OFFSET[place.side]
    english, _, chinese = canvas.words(f"freight.network.{key}").partition("|")
    text = english if canvas.narrow or not chinese else f"{english}{joint}{chinese}"
    # A line that runs under a name is interrupted by it.
    ground = {"facecolor": colour("mist" if joint == " " else "paper"), "edgecolor": "none", "pad": 0.6}
    look = {"fontsize": 8.5, "linespacing": 1.05, "bbox": ground, "zorder": 4}
    charts.label(ax, place.x, place.y, text, name, xytext=offset, ha=across, va=up, **look)


def _legend(canvas: Canvas, ax: Axes) -> None:
    for row, kind in enumerate(("known", "unnamed", "air")):
        y = 12 - 6 * row
        _draw(ax, Place(-2, y, ""), Place(6, y, ""), kind)
        charts.label(ax, 6, y, canvas.words(f"freight.network.{kind}"), "stone", fontsize=8.5)
