"""What a reader can choose among the settings of a sweep: parts of each range, and in which of them each setting lies.

Belongs here: cutting ranges into parts, with their texts; pure. Does not: the page on which one chooses
(`book/chooser.py`), counting claims (`firmness.py`).

A range of many values is cut into three parts of equal length; of a few values, and of alternatives, each is a choice.
"""

import json
from dataclasses import dataclass
from typing import Any

from evident.run.firmness import Outcomes, positions
from evident.run.firmness_text import printed
from evident.text import formats
from evident.text.words import Words

FEW = 6  # as many values are offered one by one
PARTS = 3


@dataclass(frozen=True)
class Choice:
    """A ranged parameter as a reader chooses it.

    Attributes:
        parts: the text of each part, in order.
        base: the part in which the baseline lies.
        at: the part of each setting of `together`, in order.
    """

    parameter: str
    parts: tuple[str, ...]
    base: int
    at: tuple[int, ...]


def choices(found: Outcomes, words: Words) -> list[Choice]:
    """The choices of a sweep, in the order of its parameters."""
    return [_choice(found, parameter, words) for parameter in found.grid]


def _choice(found: Outcomes, parameter: str, words: Words) -> Choice:
    base = found.baseline[parameter]
    grid = [found.value(setting, parameter) for setting in found.grid[parameter]]
    tried = [found.value(setting, parameter) for setting in found.together]
    distinct = {json.dumps(value): value for value in (*grid, base, *tried)}
    if len(distinct) <= FEW or (scale := positions([*grid, *tried], base)) is None:
        return _each(parameter, list(distinct.values()), base, tried, words)
    places, origin = scale
    ends = [min(zip(places, grid, strict=False))[1], max(zip(places, grid, strict=False))[1]]
    parts = tuple(_between(parameter, ends[0], ends[1], number, words) for number in range(PARTS))
    return Choice(parameter, parts, _part(origin), tuple(map(_part, places[len(grid) :])))


def _each(parameter: str, values: list[Any], base: Any, tried: list[Any], words: Words) -> Choice:
    """Every value as a choice of its own, in order where they have one."""
    scale = positions(values, base)
    if scale is not None:
        values = [value for _, value in sorted(zip(scale[0], values, strict=True), key=lambda pair: pair[0])]
    texts = tuple(printed(words, parameter, value) for value in values)
    return Choice(parameter, texts, values.index(base), tuple(map(values.index, tried)))


def _part(place: float) -> int:
    """The part in which a place from 0 to 1 lies; the upper end belongs to the last."""
    return min(int(place * PARTS), PARTS - 1)


def _between(parameter: str, low: Any, high: Any, number: int, words: Words) -> str:
    """A part of a range as text: its two ends, to three digits."""
    ends = (_cut(low, high, (number + step) / PARTS) for step in (0, 1))
    first, last = (formats.said(end, words, parameter) for end in ends)
    return words("book.chooser.part", low=first, high=last)


def _cut(low: Any, high: Any, share: float) -> Any:
    if isinstance(low, list):
        return [_cut(one, other, share) for one, other in zip(low, high, strict=True)]
    if share in (0, 1):
        return high if share else low
    value = low + share * (high - low)
    whole = isinstance(low, int) and isinstance(high, int)
    return round(value) if whole else float(f"{value:.3g}")
