"""Text broken into lines of a width that is counted in characters, where nothing else breaks it: labels of charts.

Belongs here: where a line may end, also in a script without blanks. Does not: how wide letters are in a font.
"""

import re
import textwrap
import unicodedata

_NOT_FIRST = "，。、；：？！）》」』”’…～%·"  # a line of Chinese begins with none of these,
_NOT_LAST = "（《「『“‘"  # and ends with none of these
# What is not torn: a run of Latin letters and digits with what hangs on to it, or a single wide character.
_PIECE = re.compile(r"\s+|[^\s⺀-鿿豈-﫿＀-￯　-〿“”‘’…·]+|.", re.DOTALL)


def width(text: str) -> int:
    """How many columns a text takes: a Chinese character two, a Latin one, one."""
    return sum(1 + (unicodedata.east_asian_width(character) in "WF") for character in text)


def wrapped(text: str, columns: int) -> list[str]:
    """The lines of a text; none is wider than so many columns, but where one word is."""
    if width(text) == len(text):
        return textwrap.wrap(text, columns)
    lines, line = list[str](), ""
    for piece in _unbroken(text):
        if line and width(line) + width(piece.rstrip()) > columns:
            lines.append(line.rstrip())
            line = ""
        line += piece if line else piece.lstrip()
    return [*lines, line.rstrip()] if line.strip() else lines


def _unbroken(text: str) -> list[str]:
    """The pieces between which a line may end."""
    pieces: list[str] = []
    for piece in _PIECE.findall(text):
        hangs = (
            pieces and not pieces[-1].isspace() and (piece[0] in _NOT_FIRST or pieces[-1][-1] in _NOT_LAST)
        )
        if hangs:
            pieces[-1] += piece
        else:
            pieces.append(piece)
    return pieces
