"""Exhibits as pictures that stand alone, and the cards that a link to the book shows elsewhere.

Belongs here: setting them with Typst in the fonts and colours of the book. Does not: which files an exhibit
offers (`downloads.py`), how a chart is drawn (`charts.py`).

One document holds all pictures, a page each, so that fonts are read once. The same texts give the same bytes.
"""

import json
import re
import shutil
import tempfile
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from html import escape
from pathlib import Path
from textwrap import wrap
from typing import Any

import typst

from evident import paths
from evident.look import identity

TEMPLATE = Path(__file__).with_name("pictures.typ")
PPI = 144  # two dots for each of a screen at 72 ppi
CARD_PPI = 72  # a card is laid out in the dots that it is asked for
CARD_SIZE = (1200, 630)  # what social sites ask for
ROWS = 40  # of a table; the CSV file has them all

_ROOT = re.compile(r'<svg\b[^>]*?width="(?P<width>[\d.]+)pt"[^>]*?height="(?P<height>[\d.]+)pt"[^>]*>')
_FAMILY = "'Loess Sans', 'Noto Sans SC'"
_ELSEWHERE = "'Loess Sans', 'Source Sans 3', 'Noto Sans SC', sans-serif"
_TITLE, _SMALL = 14, 8.5  # points
_NARROWEST = 0.5  # width of an average letter of Loess Sans, in ems, with some to spare


@dataclass(frozen=True)
class Picture:
    """An exhibit as a picture shows it: texts, and a drawing or the cells of a table with their alignment."""

    title: str
    subtitle: str
    note: str
    sources: str
    credit: str
    svg: str = ""
    head: Sequence[str] = ()
    cells: Sequence[Sequence[str]] = ()
    align: Sequence[str] = ()


@dataclass(frozen=True)
class Card:
    """What a link to a page shows: the book (empty on its own card), the page and a sentence of it."""

    title: str
    text: str
    book: str


def exhibits(pictures: Sequence[Picture]) -> list[bytes]:
    """Exhibits as PNG files, in their order.

    Raises:
        typst.TypstError: a drawing is no SVG.
    """
    drawings = {f"{n}.svg": picture.svg for n, picture in enumerate(pictures) if picture.svg}
    shown = []
    for n, picture in enumerate(pictures):
        one = asdict(picture) | {"svg": "", "drawing": f"{n}.svg" if picture.svg else ""}
        one["cells"] = picture.cells[:ROWS]
        one["left-out"] = len(picture.cells) - len(one["cells"])
        shown.append(one)
    return _compile({"pictures": shown}, drawings, PPI)


def cards(shown: Sequence[Card]) -> list[bytes]:
    """Cards as PNG files of `CARD_SIZE` dots, in their order."""
    return _compile({"cards": [asdict(card) for card in shown]}, {}, CARD_PPI)


def _compile(data: dict[str, Any], drawings: dict[str, str], ppi: float) -> list[bytes]:
    if not any(data.values()):
        return []
    look = {
        "colours": {name: identity.colour(name) for name in (*identity.COLOURS, "paper")},
        "serif": list(identity.SERIF),
        "sans": list(identity.SANS),
    }
    folder = Path(tempfile.mkdtemp())
    try:
        (folder / "main.typ").write_bytes(TEMPLATE.read_bytes())
        (folder / "data.json").write_text(json.dumps({"pictures": [], "cards": [], **data, **look}), "utf8")
        for name, svg in drawings.items():
            (folder / name).write_text(svg, "utf8")
        fonts = typst.Fonts(include_system_fonts=False, font_paths=[str(paths.FONTS)])
        made = typst.Compiler(str(folder / "main.typ"), root=str(folder), font_paths=fonts).compile(
            format="png", ppi=ppi
        )
    finally:
        shutil.rmtree(folder)
    return [page for page in (made if isinstance(made, list) else [made]) if page]


def svg_of(alt: str, picture: Picture) -> str:
    """A chart as an SVG file with title and subtitle above it, note, sources and credit below, and paper
    behind.

    Text stays text, so that it can be edited; where the book's fonts are not installed, others are taken.
    """
    size = _ROOT.search(picture.svg)
    assert size, "matplotlib writes width and height in points"
    width, height = float(size["width"]), float(size["height"])
    top = _lines(picture.title, _TITLE, width, "ink", "bold") + _lines(picture.subtitle, 10, width, "stone")
    bottom = [
        line
        for text in (picture.note, picture.sources, picture.credit)
        for line in _lines(text, _SMALL, width, "stone")
    ]
    margin = 12
    out, y = [], float(margin)
    for step, element in top:
        y += step
        out.append(element.format(y=f"{y:.1f}"))
    y += 10
    box = f"0 0 {width:g} {height:g}"
    nested = f'<svg x="0" y="{y:.1f}" width="{width:g}" height="{height:g}" viewBox="{box}">'
    chart = _ROOT.sub(lambda _: nested, picture.svg, count=1)
    out.append(chart.replace(_FAMILY, _ELSEWHERE))
    y += height + 4
    for step, element in bottom:
        y += step
        out.append(element.format(y=f"{y:.1f}"))
    box = f"{-margin} 0 {width + 2 * margin:g} {y + margin:.1f}"
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<svg xmlns="http://www.w3.org/2000/svg" '
        'xmlns:xlink="http://www.w3.org/1999/xlink" '
        f'width="{width + 2 * margin:g}pt" height="{y + margin:.1f}pt" viewBox="{box}">\n'
        f"<title>{escape(picture.title)}</title>\n<desc>{escape(alt)}</desc>\n"
        f'<rect x="{-margin}" width="100%" height="100%" fill="{identity.PAPER.light}"/>\n'
        + "\n".join(out)
        + "\n</svg>\n"
    )


def _lines(
    text: str, size: float, width: float, colour: str, weight: str = "normal"
) -> list[tuple[float, str]]:
    """A text as lines no wider than a chart: the step down to each, and its element with a blank for the
    height."""
    look = f'font-size="{size:g}" font-weight="{weight}" fill="{identity.colour(colour)}"'
    style = f'font-family="{_ELSEWHERE}" {look}'
    fit = int(width / (size * _NARROWEST))
    return [
        (
            size * 1.3,
            f'<text x="0" y="{{y}}" {style}>{escape(line).replace("{", "{{").replace("}", "}}")}</text>',
        )
        for line in wrap(text, fit)
    ]
