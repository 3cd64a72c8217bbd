"""The charts of all provinces: a map of tiles, and the paths of their incomes as small multiples.

Belongs here: the tables behind them, their drawing, and where the tile of a province stands. Does not: one province
(`province.py`), computing anything, words (`words/<language>/atlas.yml`).

Tiles of one size show a small municipality as well as a large desert, and draw no border that could be disputed. Their
places are ours, row and column from the top left; letters are those of GB/T 2260.
"""

from collections.abc import Sequence
from dataclasses import replace

import matplotlib as mpl
import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FixedLocator, MultipleLocator, NullLocator

from evident.export import charts
from evident.export.charts import Canvas
from evident.export.exhibits import Chart, Column
from evident.look.identity import colour
from evident.text import sentences
from evident.text.words import Words
from shanxi.figures import geography
from shanxi.models.atlas import DIGS, EITHER

TILES = {
    "Heilongjiang": ("HL", 0, 8),
    "Inner Mongolia": ("NM", 1, 4), "Liaoning": ("LN", 1, 7), "Jilin": ("JL", 1, 8),
    "Xinjiang": ("XJ", 2, 0), "Gansu": ("GS", 2, 2), "Ningxia": ("NX", 2, 3), "Shanxi": ("SX", 2, 4),
    "Hebei": ("HE", 2, 5), "Beijing": ("BJ", 2, 6), "Tianjin": ("TJ", 2, 7),
    "Qinghai": ("QH", 3, 1), "Shaanxi": ("SN", 3, 3), "Henan": ("HA", 3, 4), "Shandong": ("SD", 3, 5),
    "Tibet": ("XZ", 4, 0), "Sichuan": ("SC", 4, 2), "Chongqing": ("CQ", 4, 3), "Hubei": ("HB", 4, 4),
    "Anhui": ("AH", 4, 5), "Jiangsu": ("JS", 4, 6), "Shanghai": ("SH", 4, 7),
    "Yunnan": ("YN", 5, 2), "Guizhou": ("GZ", 5, 3), "Hunan": ("HN", 5, 4), "Jiangxi": ("JX", 5, 5),
    "Zhejiang": ("ZJ", 5, 6),
    "Guangxi": ("GX", 6, 3), "Guangdong": ("GD", 6, 4), "Fujian": ("FJ", 6, 5),
    "Hainan": ("HI", 7, 4),
}  # fmt: skip
BANDS = (80.0, 100.0, 150.0)  # percent of the median province, where one shade ends and the next begins
# Ground, how much of it lies on the paper, and letters.
SHADES = (("paper", 1.0, "ink"), ("rule", 0.5, "ink"), ("rule", 1.0, "ink"), ("slate", 1.0, "paper"))

MARKS = {DIGS: "▲", EITHER: "?"}  # beside the letters

DOUBLING = (50, 100, 200, 400)  # percent of the median province


def band_of(value: float) -> int:
    """The number of the shade of a value, from 0, the lowest: under four fifths, then up to each edge and with it."""
    under, *others = BANDS
    return int(value >= under) + sum(value > edge for edge in others)


def letters_of(name: str, words: Words) -> str:
    """What a province is called where there is no room for its name: two letters, in Chinese its one character."""
    return sentences.said(TILES[name][0], words.language)


def tiles(words: Words, relative: pd.DataFrame, side: pd.Series) -> Chart:
    """The map of tiles: GDP per head against the median province, and who digs more coal than it burns.

    Args:
        relative: percent of the median province, its last year is taken; side: of the coal, by province.
    """
    last = relative.iloc[-1]
    names = ["place", "code", "value", "band", "shade", "mark", "told", "row", "column"]
    rows = [
        (
            name, letters_of(name, words), float(last[name]), band_of(float(last[name])),
            words(f"atlas.bands.{band_of(float(last[name]))}"), MARKS.get(side[name], ""),
            words(f"atlas.sides.{side[name]}"), row, column,
        )
        for name, (_, row, column) in sorted(TILES.items())
    ]  # fmt: skip
    shown = pd.DataFrame(rows, columns=names)
    numbers = {"value": ("percent", 0), "band": ("count", 0), "row": ("count", 0), "column": ("count", 0)}
    columns = {name: Column(words(f"atlas.columns.{name}"), *numbers.get(name, ("", None))) for name in names}
    untold = ("code", "band", "mark", "row", "column")
    columns |= {name: replace(columns[name], told=False) for name in untold}

    def draw(canvas: Canvas) -> Figure:
        figure, ax = canvas.subplots(canvas.width * 0.86)
        for _, code, income, band, _, sign, _, row, column in rows:
            ground, share, letters = SHADES[band]
            geography.square(ax, column, -row, 0.92, ground, share)
            said = canvas.number(income, 0) if np.isfinite(income) else ""
            middle = {"ha": "center", "va": "center", "xytext": (0, 0)}
            charts.label(
                ax, column + 0.46, -row + 0.62, f"{code} {sign}".strip(), letters, fontweight=600, **middle
            )
            charts.label(ax, column + 0.46, -row + 0.26, said, letters, **middle)
        for band, (ground, share, _) in enumerate(SHADES):
            geography.square(ax, 0, -5.85 - 0.42 * band, 0.34, ground, share)
            charts.label(ax, 0.34, -5.68 - 0.42 * band, words(f"atlas.bands.{band}"))
        ax.set(xlim=(-0.1, 9.1), ylim=(-7.2, 1.1), aspect="equal")
        ax.set_axis_off()
        return figure

    return Chart(shown, columns, draw)


def paths(words: Words, relative: pd.DataFrame) -> Chart:
    """The path of each province's income against the median province, a small chart each, the highest first.

    Args:
        relative: percent of the median province, index year.
    """
    order = [str(name) for name in relative.iloc[-1].sort_values(ascending=False).index]
    shown = relative[order].rename_axis(index="year", columns="province").reset_index()
    shown = shown.melt("year", value_name="income")[["province", "year", "income"]]
    shown = shown.assign(order=[order.index(name) for name in shown["province"]])
    shown = shown.sort_values(["order", "year"]).drop(columns="order").reset_index(drop=True)
    columns = {
        "province": Column(words("atlas.columns.place")),
        "year": Column(words("atlas.columns.year")),
        "income": Column(words("atlas.columns.value"), "percent", 0),
    }

    def draw(canvas: Canvas) -> Figure:
        across = 4 if canvas.narrow else 7
        down = -(-len(order) // across)
        figure, grid = canvas.subplots(1.12 * down, down, across, sharex=True, sharey=True)
        panels = list(np.asarray(grid).ravel())
        _panels(canvas, panels, order, relative)
        for ax in panels[len(order) :]:
            ax.set_axis_off()
        panels[0].xaxis.set_major_locator(MultipleLocator(10))
        return figure

    return Chart(shown, columns, draw)


def _panels(canvas: Canvas, panels: Sequence[Axes], order: Sequence[str], relative: pd.DataFrame) -> None:
    """Shanxi in ink, the others in grey, on one scale of ratios: half and twice the median lie as far from it."""
    years, ends = relative.index.to_numpy(), relative.to_numpy()
    for ax, name in zip(panels, order, strict=False):
        own = relative[name].to_numpy()
        tint, width = ("ink", 2.2) if name == "Shanxi" else ("stone", 1.6)
        ax.axhline(100, color=colour("rule"), linewidth=1.2)
        ax.plot(years, own, color=colour(tint), linewidth=width)
        # A panel of a phone has no room for a long name beside that of the next.
        named = name.replace(" ", "\n") if canvas.narrow else name
        ax.set_title(named, color=colour("ink"), fontsize=mpl.rcParams["font.size"], pad=3)
        ax.set_yscale("log")
        ax.set(ylim=(0.68 * np.nanmin(ends), 1.15 * np.nanmax(ends)), xlim=(years[0] - 1, years[-1] + 1))
        ax.yaxis.set_major_locator(FixedLocator(DOUBLING))
        ax.yaxis.set_minor_locator(NullLocator())
        canvas.ticks(ax.yaxis)
        ax.grid(visible=False)
        last = float(own[-1])
        said = canvas.number(last, 0) if np.isfinite(last) else ""
        beside = {"ha": "right", "xytext": (0, 9 if last >= 100 else -9)}
        charts.label(ax, years[-1], last, said, tint, **beside)
