"""Exhibits as pictures that stand alone, and the cards that a link to the book shows elsewhere.

Belongs here: setting them with Typst in the fonts and colours of the book. Does not: which files an exhibit
offers (`downloads.py`), how a chart is drawn (`charts.py`).

One document holds all pictures, a page each, so that fonts are read once. The same texts give the same bytes.
"""

import json
import os
import re
import shutil
import tempfile
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from hashlib import sha256
from html import escape
from importlib.metadata import version
from pathlib import Path
from textwrap import wrap
from typing import Any

from evident import paths
from evident.look import identity

TEMPLATE = Path(__file__).with_name("pictures.typ")
PPI = 144  # two dots for each of a screen at 72 ppi
CARD_PPI = 72  # a card is laid out in the dots that it is asked for
CARD_SIZE = (1200, 630)  # what social sites ask for
ROWS = 40  # of a table; the CSV file has them all

_DIGEST = sha256().digest_size  # bytes before a kept picture, by which it is seen to be whole
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


def exhibits(pictures: Sequence[Picture], kept: Path | None = None) -> list[bytes]:
    """Exhibits as PNG files, in their order.

    Args:
        kept: a folder of its own with the pictures of the last build, from which those are taken that would be drawn
            the same; it holds those of this one afterwards. Made if missing; None: all are drawn.

    Raises:
        typst.TypstError: a drawing is no SVG.
    """
    pages = []
    for picture in pictures:
        page = asdict(picture) | {"cells": picture.cells[:ROWS]}
        pages.append(page | {"left-out": len(picture.cells) - len(page["cells"])})
    return _drawn("pictures", pages, PPI, kept)


def cards(shown: Sequence[Card], kept: Path | None = None) -> list[bytes]:
    """Cards as PNG files of `CARD_SIZE` dots, in their order (`kept` as in `exhibits`)."""
    return _drawn("cards", [asdict(card) for card in shown], CARD_PPI, kept)


def _drawn(kind: str, pages: list[dict[str, Any]], ppi: float, kept: Path | None) -> list[bytes]:
    if kept is None:
        return _compile(kind, pages, ppi)
    kept.mkdir(parents=True, exist_ok=True)
    look = _look_digest(kind, ppi)
    names = [sha256(look + json.dumps(page, sort_keys=True).encode()).hexdigest() for page in pages]
    found = {name: content for name in names if (content := _read(kept / name)) is not None}
    lacking = {name: page for name, page in zip(names, pages, strict=True) if name not in found}
    for name, content in zip(lacking, _compile(kind, list(lacking.values()), ppi), strict=True):
        found[name] = content
        part = kept / f"{name}.{os.getpid()}"
        part.write_bytes(sha256(content).digest() + content)
        part.replace(kept / name)
    for stale in set(kept.iterdir()) - {kept / name for name in names}:
        stale.unlink(missing_ok=True)
    return [found[name] for name in names]


def _read(path: Path) -> bytes | None:
    """A picture that was kept; None if there is none, or not all of it."""
    try:
        kept = path.read_bytes()
    except OSError:
        return None
    content = kept[_DIGEST:]
    return content if kept[:_DIGEST] == sha256(content).digest() else None


def _look() -> dict[str, Any]:
    return {
        "colours": {name: identity.colour(name) for name in (*identity.COLOURS, "paper")},
        "serif": list(identity.SERIF),
        "sans": list(identity.SANS),
    }


def _look_digest(kind: str, ppi: float) -> bytes:
    """A hash of everything but its page that a picture is made from."""
    made = sha256(f"{kind} {ppi} typst {version('typst')} {json.dumps(_look())}".encode())
    for path in (TEMPLATE, *sorted(paths.FONTS.glob("*.[ot]tf"))):
        made.update(path.name.encode() + path.read_bytes())
    return made.digest()


def _compile(kind: str, pages: list[dict[str, Any]], ppi: float) -> list[bytes]:
    if not pages:
        return []
    import typst  # a build that finds all pictures as they were does not need it

    folder = Path(tempfile.mkdtemp())
    try:
        shown = []
        for number, page in enumerate(pages):
            drawing = f"{number}.svg" if page.get("svg") else ""
            if drawing:
                (folder / drawing).write_text(page["svg"], "utf8")
            shown.append(page | {"svg": "", "drawing": drawing})
        data = {"pictures": [], "cards": [], kind: shown, **_look()}
        (folder / "data.json").write_text(json.dumps(data), "utf8")
        (folder / "main.typ").write_bytes(TEMPLATE.read_bytes())
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
