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

# How often a character comes in a hundred of a chapter with numbers, counted in six thousand. With letters alone, by
# their frequencies in English, the faces came out two per cent too wide, and a paragraph in five a line too long.
_OFTEN = {
    " ": 18.43, "e": 8.83, "a": 6.42, "t": 5.93, "n": 5.68, "o": 5.67, "i": 4.67, "r": 4.53, "s": 4.3, "h": 3.9,
    "l": 2.4, "c": 2.33, "d": 2.17, "2": 2.13, "m": 2.05, "f": 1.97, "u": 1.68, "y": 1.3, "w": 1.23, "p": 1.18,
    ",": 1.08, "0": 1.08, ".": 1.07, "b": 0.93, "g": 0.83, "v": 0.73, "6": 0.45, "(": 0.45, ")": 0.45, "S": 0.43,
    "5": 0.43, "T": 0.42, "4": 0.38, ";": 0.38, "1": 0.37, "C": 0.32, "x": 0.27, "M": 0.23, "I": 0.23, ":": 0.23,
    "N": 0.2, "A": 0.18, "%": 0.17, "3": 0.17, "k": 0.15, "D": 0.13, "7": 0.12,
}  # fmt: skip


# Ours are kerned more than those: set, they run this much narrower than the sum of their characters beside theirs,
# measured in a browser on the same text.
_KERNED = 0.996


@dataclass(frozen=True)
class Stand:
    """A face that readers have: the names under which their systems know it, and those of faces that run as wide; the
    mean width of its characters in ems, weighted as above (by `mean_width` of the Liberation fonts, which run like
    Arial and Times New Roman)."""

    names: tuple[str, ...]
    width: float


# By serif, boldness, slant. Windows, macOS and most of Linux have one of each row.
_STANDS = {
    (False, False, False): Stand(("Arial", "ArialMT", "Liberation Sans", "Arimo", "Helvetica"), 0.4431),
    (False, True, False): Stand(
        ("Arial Bold", "Arial-BoldMT", "Liberation Sans Bold", "Arimo Bold", "Helvetica Bold"), 0.4738
    ),
    (False, False, True): Stand(("Arial Italic", "Arial-ItalicMT", "Liberation Sans Italic", "Arimo Italic"), 0.4431),
    (True, False, False): Stand(("Times New Roman", "TimesNewRomanPSMT", "Liberation Serif", "Tinos", "Times"), 0.4019),
    (True, True, False): Stand(
        ("Times New Roman Bold", "TimesNewRomanPS-BoldMT", "Liberation Serif Bold", "Tinos Bold", "Times Bold"), 0.4253
    ),
    (True, False, True): Stand(
        ("Times New Roman Italic", "TimesNewRomanPS-ItalicMT", "Liberation Serif Italic", "Tinos Italic"), 0.4032
    ),
    (True, True, True): Stand(
        ("Times New Roman Bold Italic", "TimesNewRomanPS-BoldItalicMT", "Liberation Serif Bold Italic"), 0.4131
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
    """The mean width of the characters of a text, in ems.

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
def rules(left: frozenset[str] = frozenset()) -> str:
    """The rules of CSS: for each Latin face one that stands in for it.

    Args:
        left: characters that are left to the families behind it.
    """
    return "".join(_rule(face, left) for face in FACES if face.axes)


def all_but(characters: frozenset[str]) -> str:
    """All characters but some, as CSS writes them: U+0-2013, U+2015-10FFFF."""
    codes = sorted(map(ord, characters))
    starts, ends = [0, *(code + 1 for code in codes)], [*(code - 1 for code in codes), 0x10FFFF]
    return ", ".join(f"U+{start:X}-{end:X}" for start, end in zip(starts, ends, strict=True) if start <= end)


def _rule(face: Face, left: frozenset[str]) -> str:
    stand = _STANDS[face.family in identity.SERIF, face.weight >= 600, face.italic]
    with TTFont(face.path, lazy=True) as font:
        stretched = _KERNED * mean_width(font) / stand.width
        up, down, gap = heights(font)
    local = ", ".join(f'local("{name}")' for name in stand.names)
    return (
        f'@font-face {{ font-family: "{named(face.family)}"; font-weight: {face.weight}; '
        f"font-style: {'italic' if face.italic else 'normal'}; src: {local}; size-adjust: {stretched:.2%}; "
        # All heights are stretched with the face, so what they are set to is shrunk first.
        f"ascent-override: {up / stretched:.2%}; descent-override: {down / stretched:.2%}; "
        f"line-gap-override: {gap / stretched:.2%}{f'; unicode-range: {all_but(left)}' if left else ''}; }}\n"
    )
