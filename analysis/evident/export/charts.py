"""One look for every chart, and its export as SVG.

Belongs here: the canvas, the style, the grammar (observed solid, target hollow, projection a band with its median,
other places grey with direct labels, a doubtful figure an open symbol), the export. Does not: any data or any word:
a notebook passes both in.

A chart is drawn twice, for a wide column (page, PDF) and a narrow one (phone). Text stays text in the SVG; the book
sets it in its own fonts and turns colours to their dark counterparts, which is why only colours of the identity may
be used.
"""

import logging
import re
import warnings
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from typing import Any, cast

import matplotlib as mpl
import numpy as np
import seaborn as sns
from matplotlib import font_manager
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from numpy.typing import ArrayLike

from evident import paths
from evident.export.svg import to_svg, uncollected
from evident.look import identity
from evident.look.identity import colour
from evident.text.words import Words

WIDE, NARROW = 6.3, 3.55  # inches: the text width of the A4 page; a phone's column
_HEX = re.compile(r"#[0-9a-fA-F]{6}\b")


class ChartError(ValueError):
    """A chart that would not print as designed."""


@dataclass(frozen=True)
class Canvas:
    """Where to draw: how wide, and the words for labels."""

    width: float
    words: Words

    @property
    def narrow(self) -> bool:
        """True for the phone's column: fewer ticks, shorter labels."""
        return self.width < 5

    def subplots(self, height: float = 3.3, *args: Any, **kwargs: Any) -> tuple[Figure, Any]:
        """A figure of the canvas's width and `height` inches, laid out so that nothing is cut off.

        Further arguments go to `Figure.subplots`.
        """
        figure = Figure(figsize=(self.width, height), layout="constrained")
        return figure, figure.subplots(*args, **kwargs)


@cache
def _fonts_added() -> None:
    for file in sorted(paths.FONTS.glob("*.[ot]tf")):
        font_manager.fontManager.addfont(file)
    for family in identity.SANS:
        font_manager.findfont(family, fallback_to_default=False)  # ValueError if the file is gone
    # Chinese names have one weight; matplotlib would report that at every bold title.
    logging.getLogger("matplotlib.font_manager").setLevel(logging.ERROR)


@cache
def _style() -> dict[str, Any]:
    ink, stone, rule = colour("ink"), colour("stone"), colour("rule")
    return {
        **sns.axes_style("ticks"),
        "figure.facecolor": "none",
        "axes.facecolor": "none",
        "savefig.facecolor": "none",
        "font.family": list(identity.SANS),
        "font.size": 9,
        "axes.labelsize": 9,
        "axes.titlesize": 9.5,
        "axes.titleweight": 600,
        "axes.titlelocation": "left",
        "axes.titley": 1.0,  # no chart has ticks above, for which matplotlib would look in each pass over the layout
        "xtick.labelsize": 9,
        "ytick.labelsize": 9,
        "text.color": ink,
        "text.parse_math": False,  # a dollar in a word of the report is a dollar
        "axes.labelcolor": stone,
        "axes.edgecolor": rule,
        "xtick.color": rule,
        "ytick.color": rule,
        "xtick.labelcolor": stone,
        "ytick.labelcolor": stone,
        "axes.spines.top": False,
        "axes.spines.right": False,
        "axes.spines.left": False,
        "axes.grid": True,
        "axes.grid.axis": "y",
        "grid.color": rule,
        "grid.linewidth": 0.6,
        "axes.axisbelow": True,
        "ytick.major.size": 0,
        "lines.linewidth": 2,
        "lines.markersize": 5.5,
        "patch.linewidth": 0,
        "hatch.linewidth": 0.6,
        "legend.frameon": False,
        "axes.unicode_minus": True,
        "svg.fonttype": "none",
    }


@contextmanager
def style(key: str) -> Iterator[None]:
    """The look of the report's charts; `key` seeds the ids in the SVG, so that they are the same on every run."""
    _fonts_added()
    with mpl.rc_context(cast(Any, _style() | {"svg.hashsalt": key})):
        yield


def render(key: str, draw: Callable[[Canvas], Figure], words: Words) -> dict[str, str]:
    """A chart as SVG, wide and narrow.

    Raises:
        ChartError: a colour that the identity does not have; a glyph that no font has.
    """
    svgs = {}
    for name, width in (("wide", WIDE), ("narrow", NARROW)):
        with style(f"{key}-{name}"), uncollected():
            figure = draw(Canvas(width, words))
            with warnings.catch_warnings():
                warnings.filterwarnings("error", message="Glyph .* missing")
                try:
                    svg = to_svg(figure)
                except UserWarning as missing:
                    remedy = "no font has it; write it otherwise or add it to the fonts"
                    raise ChartError(f"chart {key}: {missing}: {remedy}") from None
        svgs[name] = _tidy(key, name, svg)
    return svgs


def _tidy(key: str, name: str, svg: str) -> str:
    """The SVG element alone, its ids unique in a page, its colours checked."""
    svg = svg[svg.index("<svg") :]
    known = {c.light for c in identity.COLOURS.values()} | {identity.PAPER.light}
    if strange := set(_HEX.findall(svg)) - known:
        raise ChartError(
            f"chart {key} uses {', '.join(sorted(strange))}: use the colours of evident.look.identity"
        )
    prefix = f"{key}-{name}-".replace(".", "-").replace("_", "-")
    svg = re.sub(r'\bid="', f'id="{prefix}', svg)
    svg = re.sub(r'(xlink:href="|url\()#', rf"\1#{prefix}", svg)
    return re.sub(r"<metadata>.*?</metadata>\s*", "", svg, flags=re.DOTALL)


# -- the grammar: each kind of figure is drawn one way everywhere


def observed(ax: Axes, x: ArrayLike, y: ArrayLike, name: str = "ink", **kwargs: Any) -> None:
    """Published figures: solid line, filled dots."""
    ax.plot(x, y, color=colour(name), marker="o", solid_capstyle="round", **kwargs)


def doubtful(ax: Axes, x: ArrayLike, y: ArrayLike, name: str = "ink", **kwargs: Any) -> None:
    """Figures whose value or definition is open to question: open dots, no line."""
    ax.plot(
        x,
        y,
        linestyle="none",
        marker="o",
        markerfacecolor=colour("paper"),
        markeredgecolor=colour(name),
        **kwargs,
    )


def target(ax: Axes, x: ArrayLike, y: ArrayLike, name: str = "loess", **kwargs: Any) -> None:
    """Targets and plans: hollow diamonds."""
    ax.plot(
        x, y, linestyle="none", marker="D", markersize=6.5, markerfacecolor=colour("paper"),
        markeredgecolor=colour(name), markeredgewidth=1.4, zorder=4, **kwargs,
    )  # fmt: skip


def projection(
    ax: Axes,
    x: ArrayLike,
    low: ArrayLike,
    median: ArrayLike,
    high: ArrayLike,
    name: str = "jade",
) -> None:
    """What a model says: a band (its 90% interval unless the subtitle says otherwise) with the median dashed."""
    ax.fill_between(np.asarray(x), low, high, color=colour(name), alpha=0.18, linewidth=0)
    ax.plot(x, median, color=colour(name), linestyle=(0, (4, 2)), linewidth=1.6)


def label(ax: Axes, x: Any, y: float, text: str, name: str = "ink", **kwargs: Any) -> None:
    """A direct label beside a mark, in the mark's colour; offset in points by `xytext`.

    A mark that is not known has no label.
    """
    if (isinstance(y, float) and np.isnan(y)) or (isinstance(x, float) and np.isnan(x)):
        return
    options: dict[str, Any] = {"xytext": (6, 0), "textcoords": "offset points", "va": "center"}
    ax.annotate(text, (x, y), color=colour(name), **(options | kwargs))


def spread(values: Sequence[float], gap: float) -> list[float]:
    """Where to put labels of these values so that no two are nearer than `gap`; the order stays.

    Each value moves as little as its neighbours allow: crowded ones are centred on their mean.
    """
    order = sorted(range(len(values)), key=lambda i: values[i])
    groups: list[list[int]] = []
    for i in order:
        groups.append([i])
        # Merge a group into the one below while they would overlap.
        while len(groups) > 1 and _bottom(values, groups[-1], gap) - _top(values, groups[-2], gap) < gap:
            groups[-2:] = [groups[-2] + groups[-1]]
    placed = list(values)
    for group in groups:
        for rank, i in enumerate(group):
            placed[i] = _bottom(values, group, gap) + rank * gap
    return placed


def _bottom(values: Sequence[float], group: list[int], gap: float) -> float:
    return sum(values[i] for i in group) / len(group) - gap * (len(group) - 1) / 2


def _top(values: Sequence[float], group: list[int], gap: float) -> float:
    return _bottom(values, group, gap) + gap * (len(group) - 1)
