"""The map of routes: stations in Shanxi, border ports and destinations, as a schematic.

Belongs here: which service each page names, where each place stands on the drawing and how the lines run. Does not:
which pages are known (the notebook passes their figures). Places stand roughly as on a map, north up, but distances
are not to scale and no boundary is drawn.
"""

from collections.abc import Sequence
from typing import Any, NamedTuple

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import FancyBboxPatch

from evident.evidence.tables import Observation
from evident.export import charts
from evident.export.charts import Canvas
from evident.export.exhibits import Chart
from evident.look.identity import colour
from evident.text import formats
from evident.text.words import Words
from shanxi.figures.freight import columns


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


class Service(NamedTuple):
    """A service that a page names: from, through (empty: port not named, `air`: a flight), to, when first reported."""

    start: str
    port: str
    end: str
    first: str


# By the id of a figure that stands on the same page.
SERVICES = {
    "shanxi-china-europe-trips-cumulative-2022-12-20-a": Service(
        "jinzhong", "manzhouli", "lesosibirsk", "2017-02"
    ),
    "shanxi-to-paris-route-length-2021-06-a": Service("jinzhong", "erenhot", "paris", "2021-06"),
    "shanxi-to-vientiane-rail-transit-time-2022-07-30-a": Service(
        "jinzhong", "mohan", "vientiane", "2022-07"
    ),
    "sx-zhongding-to-vorsino-russia-train-cargo-weight-2023-01-13-a": Service(
        "jinzhong", "manzhouli", "moscow", "2023-01"
    ),
    "sx-houma-to-central-asia-route-length-2023-05-a": Service("houma", "khorgos", "tashkent", "2023-05"),
    "sx-zhongding-to-kazakhstan-train-containers-2023-08-05-a": Service(
        "jinzhong", "khorgos", "kazakhstan", "2023-08"
    ),
    "shanxi-to-madrid-train-containers-2023-09-16-a": Service("jinzhong", "", "madrid", "2023-09"),
    "sx-taiyuan-to-moscow-train-containers-2024-03-28-a": Service("taiyuan", "erenhot", "moscow", "2024-03"),
    "sx-taiyuan-to-almaty-air-cargo-flight-load-2024-10-21-a": Service("taiyuan", "air", "almaty", "2024-10"),
    "shanxi-china-europe-routes-2025-03-a": Service("changzhi", "", "moscow", "2024-12"),
}
WIDE: dict[str, Place] = {
    "lesosibirsk": Place(47, 93, "left"),
    "moscow": Place(22, 84, "top"),
    "paris": Place(3, 66, "top"),
    "madrid": Place(3, 42, "bottom"),
    "kazakhstan": Place(29, 46, "bottom"),
    "tashkent": Place(24, 29, "bottom"),
    "almaty": Place(43, 24, "bottom"),
    "vientiane": Place(60, 2, "right"),
    "manzhouli": Place(92, 92, "top"),
    "erenhot": Place(78, 83, "top"),
    "not_named": Place(57, 62, "top"),
    "alashankou": Place(45, 53, "left"),
    "khorgos": Place(43, 42, "bottom"),
    "mohan": Place(60, 15, "right"),
    "taiyuan": Place(79, 63, "right"),
    "jinzhong": Place(80, 53, "right"),
    "changzhi": Place(83, 40, "right"),
    "houma": Place(76, 29, "right"),
}
NARROW: dict[str, Place] = WIDE | {
    "paris": Place(4, 66, "top"),
    "madrid": Place(8, 44, "bottom"),
    "kazakhstan": Place(24, 47, "bottom"),
    "tashkent": Place(18, 28, "bottom"),
    "almaty": Place(42, 24, "bottom"),
    "alashankou": Place(46, 54, "left"),
}
PORTS = ("alashankou", "khorgos", "erenhot", "manzhouli", "mohan")
OFFSET = {"top": ((0, 6), "center", "bottom"), "bottom": ((0, -8), "center", "top"),
          "left": ((-6, 0), "right", "center"), "right": ((6, 0), "left", "center")}  # fmt: skip


def network(words: Words, pages: Sequence[Observation]) -> Chart:
    """The network: a line for each service that a page names, and the five ports in the list of one page.

    Args:
        pages: figures of `SERVICES`, of pages that are known.
    """
    services = [SERVICES[obs.obs_id] for obs in pages]
    lines: dict[Line, None] = {}
    for start, port, end, _ in services:
        if port == "air":
            lines[Line(start, end, "air")] = None
            continue
        kind = "known" if port else "unnamed"
        lines |= dict.fromkeys([Line(start, port or "not_named", kind), Line(port or "not_named", end, kind)])

    def named(key: str) -> str:
        return words(f"freight.network.{key or 'not_named'}").partition("|")[0]

    rows = [(named(s.start), named(s.port), named(s.end), formats.period(s.first, words)) for s in services]
    # A port in the list through which no page names a service.
    rows += [("–", named(port), "–", "–") for port in PORTS if port not in {s.port for s in services}]
    data = pd.DataFrame(rows, columns=["from", "through", "to", "first"])
    specs = columns(words, **dict.fromkeys(data.columns, ("", None)))
    stations = [key for key in WIDE if key in {s.start for s in services}]
    ends = [key for key in WIDE if key in {s.end for s in services}]
    return Chart(data, specs, lambda canvas: _draw_network(canvas, stations, ends, list(lines)))


def _draw_network(
    canvas: Canvas, stations: Sequence[str], destinations: Sequence[str], lines: Sequence[Line]
) -> Figure:
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
        # The park from which nearly all trains start is the large one.
        size = 11 if key == "jinzhong" else 4
        ax.plot(*places[key][:2], marker="o", color=colour("ink"), markersize=size, zorder=5)
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
