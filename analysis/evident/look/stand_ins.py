"""The faces that a page shows until its own have come: those of the reader's system, made as wide and as high.

Belongs here: how wide a system's faces run, by how much they are stretched to stand in for ours. Does not: our faces
(`fonts.py`), where the rules go (`book/theme.py`).

A text set in another face breaks its lines elsewhere, and everything below moves when the right one comes. CSS can
stretch a face (`size-adjust`) and give it other heights (`ascent-override`, `descent-override`, `line-gap-override`;
CSS Fonts 5, section 5), so that nearly nothing moves.
"""

from dataclasses import dataclass
from functools import cache
from typing import Any

from fontTools.ttLib import TTFont

from evident.look import identity
from evident.look.fonts import FACES, Face

# How often a letter comes in a hundred of English text (R. E. Lewand, Cryptological Mathematics, 2000), and a space to
# the same scale: a word has four and a half letters.
_OFTEN = {
    "e": 12.702, "t": 9.056, "a": 8.167, "o": 7.507, "i": 6.966, "n": 6.749, "s": 6.327, "h": 6.094, "r": 5.987,
    "d": 4.253, "l": 4.025, "c": 2.782, "u": 2.758, "m": 2.406, "w": 2.360, "f": 2.228, "g": 2.015, "y": 1.974,
    "p": 1.929, "b": 1.492, "v": 0.978, "k": 0.772, "j": 0.153, "x": 0.150, "q": 0.095, "z": 0.074, " ": 22.0,
}  # fmt: skip


@dataclass(frozen=True)
class Stand:
    """A face that readers have: the names under which their systems know it, and those of faces that run as wide; the
    mean width of its letters in ems, weighted as above (measured on the Liberation fonts, which run like Arial and Times New
    Roman)."""

    names: tuple[str, ...]
    width: float


# By serif, boldness, slant. Windows, macOS and most of Linux have one of each row.
_STANDS = {
    (False, False, False): Stand(("Arial", "ArialMT", "Liberation Sans", "Arimo", "Helvetica"), 0.4414),
    (False, True, False): Stand(("Arial Bold", "Arial-BoldMT", "Liberation Sans Bold", "Arimo Bold", "Helvetica Bold"), 0.4773),
    (False, False, True): Stand(("Arial Italic", "Arial-ItalicMT", "Liberation Sans Italic", "Arimo Italic"), 0.4414),
    (True, False, False): Stand(("Times New Roman", "TimesNewRomanPSMT", "Liberation Serif", "Tinos", "Times"), 0.4),
    (True, True, False): Stand(
        ("Times New Roman Bold", "TimesNewRomanPS-BoldMT", "Liberation Serif Bold", "Tinos Bold", "Times Bold"), 0.4256
    ),
    (True, False, True): Stand(
        ("Times New Roman Italic", "TimesNewRomanPS-ItalicMT", "Liberation Serif Italic", "Tinos Italic"), 0.4015
    ),
    (True, True, True): Stand(
        ("Times New Roman Bold Italic", "TimesNewRomanPS-BoldItalicMT", "Liberation Serif Bold Italic"), 0.4112
    ),
}  # fmt: skip


def named(family: str) -> str:
    """The family of the faces that stand in for one of ours."""
    return f"{family} Stand-In"


def families(stack: tuple[str, ...]) -> list[str]:
    """A stack of families with those that stand in for the Latin ones."""
    latin = {face.family for face in FACES if face.axes}
    return [name for family in stack for name in ([family, named(family)] if family in latin else [family])]


def mean_width(font: Any) -> float:
    """The mean width of the letters of English text, in ems.

    Args:
        font: of fontTools.
    """
    advances, glyphs = font["hmtx"], font.getBestCmap()
    total = sum(advances[glyphs[ord(letter)]][0] * often for letter, often in _OFTEN.items())
    return float(total / sum(_OFTEN.values()) / font["head"].unitsPerEm)


def heights(font: Any) -> tuple[float, float, float]:
    """How far a browser takes a face to reach above the line and below it, and the gap between lines, in ems."""
    typographic = font["OS/2"].fsSelection & 1 << 7  # the bit by which a face chooses those of its OS/2 table
    table, names = (
        (font["OS/2"], ("sTypoAscender", "sTypoDescender", "sTypoLineGap"))
        if typographic
        else (font["hhea"], ("ascent", "descent", "lineGap"))
    )
    up, down, gap = (getattr(table, name) / font["head"].unitsPerEm for name in names)
    return up, -down, gap


@cache
def rules() -> str:
    """The rules of CSS: for each Latin face one that stands in for it."""
    return "".join(_rule(face) for face in FACES if face.axes)


def _rule(face: Face) -> str:
    stand = _STANDS[face.family in identity.SERIF, face.weight >= 600, face.italic]
    with TTFont(face.path, lazy=True) as font:
        stretched = mean_width(font) / stand.width
        up, down, gap = heights(font)
    local = ", ".join(f'local("{name}")' for name in stand.names)
    return (
        f'@font-face {{ font-family: "{named(face.family)}"; font-weight: {face.weight}; '
        f"font-style: {'italic' if face.italic else 'normal'}; src: {local}; size-adjust: {stretched:.2%}; "
        # All heights are stretched with the face, so what they are set to is shrunk first.
        f"ascent-override: {up / stretched:.2%}; descent-override: {down / stretched:.2%}; "
        f"line-gap-override: {gap / stretched:.2%}; }}\n"
    )
