"""A figure of matplotlib as SVG, laid out once and drawn once, each text measured once.

Belongs here: how matplotlib gets from a figure to SVG, and the work that it can be spared on the way. Does not: what
a chart looks like or which SVG the book accepts (`charts.py`).

`Figure.savefig` gives the same bytes for more than twice the processor time: it draws everything once more before it
draws, and measures the same labels in every pass over the layout and again for every figure.
"""

import gc
import io
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any, Literal

from matplotlib import font_manager
from matplotlib.artist import Artist
from matplotlib.backends.backend_svg import FigureCanvasSVG, RendererSVG
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.textpath import text_to_path

_DPI = 72  # what an SVG is drawn at; text is measured at the same


def to_svg(figure: Figure, groups: dict[Artist, str] | None = None) -> str:
    """The figure as an SVG document. It is laid out for good: what is added to it later does not move its axes.

    Args:
        groups: takes the ids under which artists stand in the SVG, of those that are its keys.

    Raises:
        UserWarning: a glyph is missing, where the caller turns that warning into an error.
    """
    figure.dpi = _DPI
    canvas = _Canvas(figure)
    for artist in groups or {}:
        _announce(artist, canvas.renderer)
    for ax in figure.axes:
        for axis in (ax.xaxis, ax.yaxis):
            if not axis.label.get_text():
                # Else matplotlib looks for its place in each pass, which measures all labels of the ticks again.
                axis.set_label_coords(0, 0)
    if engine := figure.get_layout_engine():
        engine.execute(figure)
        figure.set_layout_engine("none")
    figure.draw(canvas.renderer)
    canvas.renderer.finalize()
    if groups is not None:
        groups.clear()
        groups.update(canvas.renderer.groups)
    return canvas.written.getvalue()


def _announce(artist: Artist, renderer: "_Renderer") -> None:
    """Let the renderer know whose group it opens: an id of our own would be another byte of every picture."""
    draw = artist.draw

    def announced(*arguments: Any) -> None:
        renderer.drawing = artist
        draw(*arguments)

    vars(artist)["draw"] = announced


@contextmanager
def uncollected() -> Iterator[None]:
    """No search for garbage meanwhile: a figure is tens of thousands of objects, and all of them are in use."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


class _Canvas(FigureCanvasSVG):
    """Has one renderer for layout and drawing, where matplotlib makes one each time that it measures."""

    def __init__(self, figure: Figure) -> None:
        super().__init__(figure)
        self.written = io.StringIO()
        width, height = figure.get_size_inches() * _DPI
        no_metadata = {"Date": None, "Creator": None}
        self.renderer = _Renderer(width, height, self.written, image_dpi=_DPI, metadata=no_metadata)

    def get_renderer(self) -> RendererSVG:
        """What matplotlib measures texts with."""
        return self.renderer


class _Renderer(RendererSVG):
    """Remembers the sizes of texts from one pass and one figure to the next, and which group is whose."""

    def __init__(self, *arguments: Any, **named: Any) -> None:
        self.drawing: Artist | None = None
        self.groups: dict[Artist, str] = {}
        self._opened: Counter[str] = Counter()
        super().__init__(*arguments, **named)

    def open_group(self, s: str, gid: str | None = None) -> None:
        """Open a group, which matplotlib numbers by its kind where it has no id."""
        super().open_group(s, gid)
        if not gid:
            self._opened[s] += 1
        if self.drawing is not None:
            self.groups[self.drawing] = gid or f"{s}_{self._opened[s]}"
            self.drawing = None

    def get_text_width_height_descent(
        self, s: str, prop: FontProperties, ismath: bool | Literal["TeX"]
    ) -> tuple[float, float, float]:
        return _measured(s, prop.copy(), ismath)

    def _get_font_height_metrics(
        self, prop: FontProperties
    ) -> tuple[float, float, float] | tuple[None, None, None]:
        # A name of matplotlib's own: without it, each layout of a text opens the tables of the font again. A version
        # that does not know it any more is slower, and right.
        return _line_heights(prop.copy())


@cache
def _measured(text: str, prop: FontProperties, ismath: bool | Literal["TeX"]) -> tuple[float, float, float]:
    return text_to_path.get_text_width_height_descent(text, prop, ismath)


@cache
def _line_heights(prop: FontProperties) -> tuple[float, float, float] | tuple[None, None, None]:
    """Ascent, descent and gap of a line in points; nothing for a font that does not say."""
    font = font_manager.get_font(font_manager.findfont(prop))
    table = font.get_sfnt_table("OS/2")
    head = font.get_sfnt_table("head")
    if table is None or head is None:
        return None, None, None
    scale = 1 / head["unitsPerEm"] * prop.get_size_in_points()
    return table["sTypoAscender"] * scale, -table["sTypoDescender"] * scale, table["sTypoLineGap"] * scale
