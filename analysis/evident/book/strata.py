"""The strata of the PDF's cover as lines of a drawing on the pages.

Belongs here: where the lines run. Does not: their colours and width (`theme/styles/15-strata.css`), the piece that
templates include (`theme/book-strata.html`), the same on paper (`typst/base.typ`, whose formula this is).
"""

from functools import cache
from math import sin

WIDTH, HEIGHT = 1000, 100  # of the drawing; a style sheet stretches it
_STEPS = 24  # pieces of a line
_SPAN = 2.6  # of the waves, from the left edge to the right one


@cache
def strata(lines: int, seed: float = 0.0) -> tuple[str, ...]:
    """The lines from the top down, as the `d` of an SVG path each, in a drawing of `WIDTH` by `HEIGHT`.

    Two sines a line, each line a little further along them than the one above it. Where lines are few, they swing as
    wide as they can without meeting.

    Args:
        lines: how many.
        seed: moves the waves, so that no two bands are alike.
    """
    return tuple(_line(number, lines, seed) for number in range(lines))


def _line(number: int, lines: int, seed: float) -> str:
    middle = HEIGHT * (0.12 + 0.76 * number / max(lines - 1, 1))
    swing = HEIGHT * max(0.055, 0.22 / max(lines - 1, 1))
    points = []
    for step in range(_STEPS + 1):
        x = step / _STEPS * _SPAN
        swell = sin(x * 2.1 + seed + number * 0.21) + 0.45 * sin(x * 5.3 + seed * 2 + number * 0.37)
        points.append(f"{WIDTH * step / _STEPS:.0f} {middle + swing * swell:.1f}".removesuffix(".0"))
    return "M" + "L".join(points)
