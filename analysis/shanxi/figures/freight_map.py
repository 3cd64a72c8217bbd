"""The map of routes: stations in Shanxi, border ports and destinations, where they lie on the earth.

Belongs here: which service each page names, where each place lies, and how the map is drawn: points and straight
lines on a plain graticule, the province enlarged beside it. Does not: which pages are known (the notebook passes their
figures). No boundary is drawn, and no track: a line joins the places that a page names.

Coordinates are those of GeoNames (CC BY 4.0), rounded to a tenth of a degree; it lacks Mohan, which stands where the
railway crosses into Laos. Meridians and
parallels are straight (equidistant cylindrical projection); shapes are right along one parallel.
"""

import math
from collections.abc import Sequence
from typing import Any, NamedTuple

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from evident.evidence.tables import Observation
from evident.export import charts
from evident.export.charts import Canvas
from evident.export.exhibits import Chart, Column
from evident.look.identity import colour
from evident.text import formats
from evident.text.formats import number
from evident.text.words import Words


class Place(NamedTuple):
    """Degrees east and north, and where its name stands: offset in points, and which of its sides is at the offset."""

    east: float
    north: float
    offset: tuple[float, float]
    side: str


class Service(NamedTuple):
    """A service that a page names: from, through (empty: port not named), to, when first reported."""

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
    "sx-houma-to-central-asia-route-length-2023-05-a": Service("houma", "khorgos", "uzbekistan", "2023-05"),
    "sx-zhongding-to-kazakhstan-train-containers-2023-08-05-a": Service(
        "jinzhong", "khorgos", "kazakhstan", "2023-08"
    ),
    "shanxi-to-madrid-train-containers-2023-09-16-a": Service("jinzhong", "", "madrid", "2023-09"),
    "sx-taiyuan-to-moscow-train-containers-2024-03-28-a": Service("taiyuan", "erenhot", "moscow", "2024-03"),
    "shanxi-china-europe-routes-2025-03-a": Service("changzhi", "", "moscow", "2024-12"),
}
PLACES = {
    "paris": Place(2.4, 48.9, (0, 5), "bottom"),
    "madrid": Place(-3.7, 40.4, (0, -5), "top"),
    "moscow": Place(37.6, 55.8, (0, 6), "bottom"),
    "lesosibirsk": Place(92.5, 58.2, (-6, 2), "right"),
    "kazakhstan": Place(76.9, 43.3, (-10, -9), "left"),
    "uzbekistan": Place(69.2, 41.3, (-7, 3), "right"),
    "vientiane": Place(102.6, 18.0, (7, -3), "left"),
    "manzhouli": Place(117.4, 49.6, (2, 6), "bottom"),
    "erenhot": Place(112.0, 43.6, (7, 2), "left"),
    "alashankou": Place(82.6, 45.2, (2, 9), "left"),
    "khorgos": Place(80.4, 44.2, (-3, 12), "right"),
    "mohan": Place(101.7, 21.2, (7, 3), "left"),
    "taiyuan": Place(112.6, 37.9, (13, 10), "left"),
    "jinzhong": Place(112.7, 37.7, (13, -1), "left"),
    "changzhi": Place(113.1, 36.2, (7, 0), "left"),
    "houma": Place(111.4, 35.6, (7, 0), "left"),
}
PARK = "jinzhong"  # more than nine of ten trains start here
PORTS = ("alashankou", "khorgos", "erenhot", "manzhouli", "mohan")
COUNTRIES = ("kazakhstan", "uzbekistan")  # the page names no town: the mark stands at the largest city
EAST, NORTH = (-10.0, 130.0), (12.0, 63.0)
# The parallel on which a degree of longitude is as wide as it should be; on a phone further north, for room for names.
TRUE_AT = {"wide": 48.0, "narrow": 60.0}
PROVINCE = (109.8, 34.3, 115.2, 40.9)  # what is enlarged: west, south, east, north
SIDES = {"top": ("center", "top"), "bottom": ("center", "bottom"),
         "left": ("left", "center"), "right": ("right", "center")}  # fmt: skip


def network(words: Words, pages: Sequence[Observation], share: Observation) -> Chart:
    """The network: a line for each service that a page names, and the five ports in the list of one page.

    Args:
        pages: figures of `SERVICES`, of pages that are known.
        share: the part of the trains that starts at the park.
    """
    services = [SERVICES[obs.obs_id] for obs in pages]

    def named(key: str) -> str:
        return words(f"freight.network.{key or 'not_named'}").partition("|")[0]

    def lies(key: str) -> str:
        if key not in PLACES:
            return "–"
        at = {"east": number(PLACES[key].east, 1), "north": number(PLACES[key].north, 1)}
        return words("freight.network.at", **at)

    rows = [(s.start, s.port, s.end, formats.period(s.first, words)) for s in services]
    # A port in the list through which no page names a service.
    rows += [("", port, "", "–") for port in PORTS if port not in {s.port for s in services}]
    table = [
        (named(start) if start else "–", lies(start), named(port), lies(port), named(end) if end else "–",
         lies(end), first)
        for start, port, end, first in rows
    ]  # fmt: skip
    data = pd.DataFrame(table, columns=["from", "from_at", "through", "through_at", "to", "to_at", "first"])
    specs = {
        name: Column(words(f"freight.columns.{name}"), told=not name.endswith("_at")) for name in data.columns
    }
    return Chart(data, specs, lambda canvas: _draw_network(canvas, services, share))


def _draw_network(canvas: Canvas, services: Sequence[Service], share: Observation) -> Figure:
    if canvas.narrow:
        figure, (world, province) = canvas.subplots(4.6, 2, 1, height_ratios=(5, 3.6))
    else:
        figure, (world, province) = canvas.subplots(2.8, 1, 2, width_ratios=(4, 1.5))
    size = canvas.small
    _graticule(canvas, world)
    _services(world, services)
    for key in dict.fromkeys(s.end for s in services):
        hue = "stone" if key in COUNTRIES else "slate"
        charts.observed(world, [PLACES[key].east], [PLACES[key].north], hue, markersize=5, zorder=5)
        _name(canvas, world, key, hue, size)
    for key in PORTS:
        world.plot(
            PLACES[key].east, PLACES[key].north, marker="s", color=colour("jade"), markersize=5, zorder=6
        )
        _name(canvas, world, key, "jade", size)
    west, south, east, north = PROVINCE
    frame: dict[str, Any] = {"facecolor": "none", "edgecolor": colour("stone"), "linewidth": 0.9, "zorder": 7}
    world.add_patch(Rectangle((west, south), east - west, north - south, **frame))
    if services:
        world.plot(
            PLACES[PARK].east, PLACES[PARK].north, marker="o", color=colour("ink"), markersize=6, zorder=7
        )
    look: dict[str, Any] = {"fontsize": size, "fontweight": 600}
    charts.label(
        world, east, south, canvas.words("freight.network.shanxi"), xytext=(3, -5), ha="left", **look
    )
    _province(canvas, province, services, share, size)
    return figure


def _graticule(canvas: Canvas, ax: Axes) -> None:
    """Meridians and parallels, with their degrees at the edge."""
    ax.set_xlim(*EAST)
    ax.set_ylim(*NORTH)
    ax.set_aspect(1 / math.cos(math.radians(TRUE_AT["narrow" if canvas.narrow else "wide"])))
    ax.set_xticks(range(0, 121, 40 if canvas.narrow else 20))
    ax.set_yticks(range(20, 61, 20))
    ax.xaxis.set_major_formatter(
        lambda value, _: canvas.words("freight.network.east", degrees=number(value, 0))
    )
    ax.yaxis.set_major_formatter(
        lambda value, _: canvas.words("freight.network.north", degrees=number(value, 0))
    )
    ax.grid(True, color=colour("rule"), linewidth=0.6)
    ax.tick_params(length=0, labelsize=canvas.small, labelcolor=colour("stone"))
    for spine in ax.spines.values():
        spine.set_visible(False)


def _services(ax: Axes, services: Sequence[Service]) -> None:
    """Straight lines; thick from the park, thin from elsewhere, broken where the port is not named."""
    for start, port, end, _ in services:
        stops = [PLACES[key] for key in (start, port, end) if key]
        style: dict[str, Any] = {"color": colour("ink"), "linewidth": 2.2, "zorder": 3}
        if start != PARK:
            style |= {"color": colour("stone"), "linewidth": 1.0, "zorder": 2}
        if not port:
            style |= {"linestyle": (0, (3, 2))}
        ax.plot([p.east for p in stops], [p.north for p in stops], solid_capstyle="round", **style)


def _province(canvas: Canvas, ax: Axes, services: Sequence[Service], share: Observation, size: float) -> None:
    """The stations, enlarged; the size of a dot says how many trains start there, as far as it is known."""
    west, south, east, north = PROVINCE
    ax.set_xlim(west - 0.2, east + 4.4)
    ax.set_ylim(south - 0.2, north + 0.2)
    ax.set_aspect(1 / math.cos(math.radians((south + north) / 2)), anchor="W")
    ax.axis("off")
    look: dict[str, Any] = {"fontsize": size, "fontweight": 600}
    name = canvas.words("freight.network.enlarged")
    charts.label(ax, west, north, name, xytext=(0, 0), ha="left", va="top", **look)
    for key in dict.fromkeys(s.start for s in services):
        # Taiyuan lies so near the park that its dot is drawn on the large one, with a rim of paper.
        mark, order = (17, 4) if key == PARK else (6, 5)
        dot: dict[str, Any] = {"color": colour("ink"), "markeredgecolor": colour("paper"), "zorder": order}
        ax.plot(PLACES[key].east, PLACES[key].north, marker="o", markersize=mark, **dot)
        _name(canvas, ax, key, "ink", size)
    if share.known and services:
        part = formats.quantity(share.value, share.unit, share.decimals, canvas.words, bound=share.bound)
        text = canvas.words("freight.network.of_trains", share=part)
        park = PLACES[PARK]
        below = (park.offset[0], park.offset[1] - 1.3 * size)
        charts.label(ax, park.east, park.north, text, xytext=below, ha="left", fontsize=size, fontweight=600)


def _name(canvas: Canvas, ax: Axes, key: str, name: str, size: float) -> None:
    """The name of a place; a line that runs under it is interrupted."""
    place = PLACES[key]
    across, up = SIDES[place.side]
    ground = {"facecolor": colour("paper"), "edgecolor": "none", "pad": 0.4, "alpha": 0.8}
    text = canvas.words(f"freight.network.{key}").partition("|")[0]
    # Its name is long in Chinese: on a phone it would reach Moscow.
    if canvas.narrow and key == "lesosibirsk":
        place, (across, up) = place._replace(offset=(0, 6)), SIDES["bottom"]
    look: dict[str, Any] = {"xytext": place.offset, "ha": across, "va": up, "fontsize": size, "zorder": 6}
    charts.label(ax, place.east, place.north, text, name, bbox=ground, **look)
