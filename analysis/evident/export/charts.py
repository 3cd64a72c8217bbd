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
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from typing import Any, cast

import matplotlib as mpl
import numpy as np
import seaborn as sns
from matplotlib import font_manager
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.axis import Axis
from matplotlib.figure import Figure
from matplotlib.text import Text
from matplotlib.ticker import FixedFormatter
from numpy.typing import ArrayLike

from evident import paths
from evident.export.marks import KIND, drawn
from evident.export.svg import to_svg, uncollected
from evident.look import identity
from evident.look.identity import colour
from evident.text import formats, scales, sentences
from evident.text.quotes import curly
from evident.text.words import Words

WIDE, NARROW = 6.3, 3.55  # inches: the text width of the A4 page; a phone's column
# Points of the smallest and of the usual type, wide and narrow. A drawing of 6.3 inches is shown about 850 pixels wide,
# one of 3.55 about 355: a point is 1.9 pixels of the one and 1.4 of the other.
SMALL = {False: 8.0, True: 9.5}
_TYPE = {False: 9.0, True: 9.5}
_TEXT = re.compile(r"(<text[^>]*>)([^<]*)")
_HEX = re.compile(r"#[0-9a-fA-F]{6}\b")


class ChartError(ValueError):
    """A chart that would not print as designed."""


@dataclass(frozen=True)
class Canvas:
    """Where to draw: how wide, the words for labels, and the name of the exhibit."""

    width: float
    words: Words
    exhibit: str = ""

    @property
    def narrow(self) -> bool:
        """True for the phone's column: fewer ticks, shorter labels."""
        return self.width < 5

    @property
    def small(self) -> float:
        """The smallest type, in points; where a page shows the drawing, it is at least 13 pixels high."""
        return SMALL[self.narrow]

    def number(self, value: float, decimals: int, unit: str = "", bound: str = "exact") -> str:
        """A number beside a mark, counted as the language's tables count its unit (`text/scales.py`)."""
        power = scales.of_tables(unit, self.words, self.exhibit).power
        return formats.number(value, decimals, bound, words=self.words, power=power)

    def span(self, ends: Iterable[str]) -> str:
        """The ends of a range in one text; one of them where both are printed alike."""
        low, *rest = dict.fromkeys(ends)
        return self.words("common.range", low=low, high=rest[-1]) if rest else low

    def ticks(self, axis: Axis, unit: str = "") -> None:
        """Print the ticks of an axis as the language's tables count its unit, with no digit more than a tick needs."""
        axis.set_major_formatter(
            lambda value, _: self.number(value, formats.decimals_of(round(value, 9)), unit)
        )

    def counted(self, axis: Axis, unit: str) -> None:
        """The same, where the language counts the unit otherwise than the axis does."""
        if scales.of_tables(unit, self.words, self.exhibit).power:
            self.ticks(axis, unit)

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
        "axes.titleweight": 600,
        "axes.titlelocation": "left",
        "axes.titley": 1.0,  # no chart has ticks above, for which matplotlib would look in each pass over the layout
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
def style(key: str, width: float = WIDE) -> Iterator[None]:
    """The look of the report's charts; `key` seeds the ids in the SVG, so that they are the same on every run."""
    _fonts_added()
    size = _TYPE[Canvas(width, Words()).narrow]
    sizes = dict.fromkeys(("font.size", "axes.labelsize", "xtick.labelsize", "ytick.labelsize"), size)
    with mpl.rc_context(cast(Any, _style() | sizes | {"axes.titlesize": size + 0.5, "svg.hashsalt": key})):
        yield


def render(
    key: str,
    draw: Callable[[Canvas], Figure],
    words: Words,
    read: Callable[[str, Figure, dict[Artist, str]], None] | None = None,
) -> dict[str, str]:
    """A chart as SVG, wide and narrow.

    Args:
        read: called with the name of each drawing, its figure, and the ids of the parts of the SVG by artist.

    Raises:
        ChartError: a colour that the identity does not have; a glyph that no font has; type too small to be read.
    """
    svgs = {}
    for name, width in (("wide", WIDE), ("narrow", NARROW)):
        with style(f"{key}-{name}", width), uncollected():
            canvas = Canvas(width, words, key)
            figure = draw(canvas)
            _say_names(figure, words.language)
            _refuse_small_type(key, figure, canvas.small)
            groups = dict.fromkeys(drawn(figure), "") if read else None
            with warnings.catch_warnings():
                warnings.filterwarnings("error", message="Glyph .* missing")
                try:
                    svg = to_svg(figure, groups)
                except UserWarning as missing:
                    remedy = "no font has it; write it otherwise or add it to the fonts"
                    raise ChartError(f"chart {key}: {missing}: {remedy}") from None
        svgs[name] = _tidy(key, name, svg)
        if read and groups is not None:
            read(name, figure, groups)
    return svgs


def prefix_of(key: str, name: str) -> str:
    """What the ids in a drawing of a chart begin with."""
    return f"{key}-{name}-".replace(".", "-").replace("_", "-")


def _say_names(figure: Figure, language: str) -> None:
    """Put names that come from the evidence, as those of places, into the language of the words."""
    if language == sentences.OWN:
        return
    for text in figure.findobj(Text):
        if isinstance(text, Text) and (name := text.get_text()):
            text.set_text(sentences.known(name, language))
    for ax in figure.axes:
        for axis in (ax.xaxis, ax.yaxis):
            ticks = axis.get_major_formatter()
            if isinstance(ticks, FixedFormatter):
                ticks.seq = [sentences.known(str(name), language) for name in ticks.seq]
            for names in getattr(
                getattr(ticks, "func", None), "args", ()
            ):  # of labels that stand at given places
                if isinstance(names, dict):
                    names.update({at: sentences.known(str(name), language) for at, name in names.items()})


def _refuse_small_type(key: str, figure: Figure, smallest: float) -> None:
    for text in figure.findobj(Text):
        if text.get_text().strip() and text.get_visible() and float(text.get_fontsize()) < smallest - 0.01:
            said, size = text.get_text(), float(text.get_fontsize())
            raise ChartError(
                f"chart {key} writes {said!r} in {size:g} points, too small to be read on a screen: "
                f"take {smallest:g} or more, as `canvas.small` is"
            )


def _tidy(key: str, name: str, svg: str) -> str:
    """The SVG element alone, its ids unique in a page, its colours checked."""
    svg = svg[svg.index("<svg") :]
    svg = _TEXT.sub(lambda match: match[1] + curly(match[2]), svg)
    known = {c.light for c in identity.COLOURS.values()} | {identity.PAPER.light}
    if strange := set(_HEX.findall(svg)) - known:
        raise ChartError(
            f"chart {key} uses {', '.join(sorted(strange))}: use the colours of evident.look.identity"
        )
    prefix = prefix_of(key, name)
    svg = re.sub(r'\bid="', f'id="{prefix}', svg)
    svg = re.sub(r'(xlink:href="|url\()#', rf"\1#{prefix}", svg)
    return re.sub(r"<metadata>.*?</metadata>\s*", "", svg, flags=re.DOTALL)


# -- the grammar: each kind of figure is drawn one way everywhere


def observed(ax: Axes, x: ArrayLike, y: ArrayLike, name: str = "ink", **kwargs: Any) -> None:
    """Published figures: solid line, filled dots."""
    ax.plot(x, y, color=colour(name), marker="o", solid_capstyle="round", **kwargs)


def doubtful(ax: Axes, x: ArrayLike, y: ArrayLike, name: str = "ink", **kwargs: Any) -> None:
    """Figures whose value or definition is open to question: open dots, no line."""
    made = ax.plot(
        x,
        y,
        linestyle="none",
        marker="o",
        markerfacecolor=colour("paper"),
        markeredgecolor=colour(name),
        **kwargs,
    )
    _mean("doubtful", made)


def derived(ax: Axes, x: ArrayLike, y: ArrayLike, name: str = "ink", **kwargs: Any) -> None:
    """Figures that nobody printed and that follow from printed ones: short strokes, no dot."""
    options: dict[str, Any] = {"linestyle": "none", "marker": "_", "markersize": 9, "markeredgewidth": 2}
    _mean("derived", ax.plot(x, y, color=colour(name), **options, **kwargs))


def target(ax: Axes, x: ArrayLike, y: ArrayLike, name: str = "loess", **kwargs: Any) -> None:
    """Targets and plans: hollow diamonds."""
    made = ax.plot(
        x, y, linestyle="none", marker="D", markersize=6.5, markerfacecolor=colour("paper"),
        markeredgecolor=colour(name), markeredgewidth=1.4, zorder=4, **kwargs,
    )  # fmt: skip
    _mean("target", made)


def projection(
    ax: Axes,
    x: ArrayLike,
    low: ArrayLike,
    median: ArrayLike,
    high: ArrayLike,
    name: str = "jade",
) -> None:
    """What a model says: a band (its 90% interval unless the subtitle says otherwise) with the median dashed."""
    band = ax.fill_between(np.asarray(x), low, high, color=colour(name), alpha=0.18, linewidth=0)
    middle = ax.plot(x, median, color=colour(name), linestyle=(0, (4, 2)), linewidth=1.6)
    _mean("projection", [band, *middle])


def _mean(kind: str, artists: Iterable[Artist]) -> None:
    """Say of artists what the grammar means by them, for whoever reads the chart (`marks.py`)."""
    for artist in artists:
        setattr(artist, KIND, kind)


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
