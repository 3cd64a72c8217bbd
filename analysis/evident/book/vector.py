"""Charts as SVG files that look the same wherever they are shown.

Belongs here: title and sources around a chart, and the faces inside the file. Does not: PNG files (`pictures.py`),
how a chart is drawn (`export/charts.py`).

Text stays text, so that it can be edited and read aloud. The faces stand in the file, cut to the characters that the
charts of the book print: a page that shows the file as a picture lets it fetch nothing. All charts share one cut,
since to cut a face takes as long as to write fifty files; each file has the faces that it uses. A program that knows
no faces in SVG takes those that are installed.
"""

import base64
import re
import xml.etree.ElementTree as ET
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from html import escape

from evident.book.pictures import Picture
from evident.look import fonts, identity
from evident.text.lines import wrapped

_ROOT = re.compile(r'<svg\b[^>]*?width="(?P<width>[\d.]+)pt"[^>]*?height="(?P<height>[\d.]+)pt"[^>]*>')
_FAMILY = ", ".join(f"'{family}'" for family in identity.SANS)
_ELSEWHERE = f"{_FAMILY}, 'Source Sans 3', sans-serif"
_TITLE, _TEXT, _SMALL = 14, 10, 8.5  # points
_NARROWEST = 0.5  # width of an average letter of Loess Sans, in ems, with some to spare
_MARGIN = 12
_WEIGHT = re.compile(r"font-weight:\s*(\w+)")
_NAMED = {"normal": 400, "bold": 700}
_SLOT = "<!-- faces -->"

Faces = Mapping[tuple[str, int], set[str]]  # characters by family and weight


def svgs(pictures: Sequence[Picture]) -> list[bytes]:
    """Charts as SVG files, in their order.

    Raises:
        FontError: the file of a face is missing.
    """
    drawn = [svg_of(picture) for picture in pictures]
    used = [faces_in(text) for text in drawn]
    printed: dict[tuple[str, int], set[str]] = defaultdict(set)
    for faces in used:
        for face, characters in faces.items():
            printed[face] |= characters
    upright = {(face.family, face.weight): face for face in fonts.FACES if not face.italic}
    rules = {key: _rule(face, printed[key]) for key, face in upright.items() if key in printed}
    styles = ["\n".join(rule for key, rule in rules.items() if key in faces) for faces in used]
    return [
        text.replace(_SLOT, f"<style>\n{style}\n</style>", 1).encode()
        for text, style in zip(drawn, styles, strict=True)
    ]


def _rule(face: fonts.Face, characters: set[str]) -> str:
    packed = base64.b64encode(fonts.subset(face, characters, "woff2")).decode()
    return (
        f"@font-face {{ font-family: '{face.family}'; font-weight: {face.weight}; "
        f"src: url(data:font/woff2;base64,{packed}) format('woff2'); }}"
    )


def faces_in(svg: str) -> Faces:
    """The faces that a drawing is set in, with the characters that it prints in each."""
    found: dict[tuple[str, int], set[str]] = defaultdict(set)
    weights = {name: {face.weight for face in fonts.FACES if face.family == name} for name in identity.SANS}
    for text, weight in _texts(ET.fromstring(svg.encode()), 400):
        for character in text:
            family = next((name for name in identity.SANS if character in fonts.coverage(name)), None)
            if family is not None:
                found[family, weight if weight in weights[family] else 400].add(character)
    return found


def _texts(element: ET.Element, weight: int) -> Iterator[tuple[str, int]]:
    """What is printed inside an element, with its weight."""
    said = _WEIGHT.search(element.get("style", ""))
    asked = said[1] if said else element.get("font-weight", "")
    weight = _NAMED.get(asked, int(asked) if asked.isdigit() else weight)
    if element.tag.rpartition("}")[2] in ("text", "tspan", "textPath"):
        yield element.text or "", weight
    for child in element:
        yield from _texts(child, weight)
        if child.tag.rpartition("}")[2] in ("tspan", "textPath"):
            yield child.tail or "", weight


def svg_of(picture: Picture) -> str:
    """A chart with title and subtitle above it, note, sources, credit and address below, and paper behind.

    Its faces are not in it yet; there is a place for them.
    """
    size = _ROOT.search(picture.svg)
    assert size, "matplotlib writes width and height in points"
    width, height = float(size["width"]), float(size["height"])
    top = _lines(picture.title, _TITLE, width, "ink", 600) + _lines(picture.subtitle, _TEXT, width, "stone")
    small = (picture.note, picture.sources, picture.credit, picture.address)
    bottom = [line for text in small for line in _lines(text, _SMALL, width, "stone")]
    out, y = [], float(_MARGIN)
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
    box = f"{-_MARGIN} 0 {width + 2 * _MARGIN:g} {y + _MARGIN:.1f}"
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<svg xmlns="http://www.w3.org/2000/svg" '
        'xmlns:xlink="http://www.w3.org/1999/xlink" role="img" '
        f'width="{width + 2 * _MARGIN:g}pt" height="{y + _MARGIN:.1f}pt" viewBox="{box}">\n'
        f"<title>{escape(picture.title)}</title>\n<desc>{escape(picture.alt)}</desc>\n{_SLOT}\n"
        f'<rect x="{-_MARGIN}" width="100%" height="100%" fill="{identity.PAPER.light}"/>\n'
        + "\n".join(out)
        + "\n</svg>\n"
    )


def _lines(text: str, size: float, width: float, colour: str, weight: int = 400) -> list[tuple[float, str]]:
    """A text as lines no wider than a chart: the step down to each, and its element with a blank for the height."""
    look = f'font-size="{size:g}" font-weight="{weight}" fill="{identity.colour(colour)}"'
    style = f'font-family="{_ELSEWHERE}" {look}'
    fit = int(width / (size * _NARROWEST))
    return [
        (
            size * 1.3,
            f'<text x="0" y="{{y}}" {style}>{escape(line).replace("{", "{{").replace("}", "}}")}</text>',
        )
        for line in wrapped(text, fit)
    ]
