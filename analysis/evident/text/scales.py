"""In which sizes a language counts a unit: English has Mt for every tonnage, Chinese 亿吨, 万吨 or 吨 by its size.

Belongs here: choosing one of the sizes that `units:` of `words/<language>/common.yml` names. Does not: printing a
number with it (`formats.py`).

A unit is a pattern, `GW: "{text} GW"`, or a section of patterns by size: `Mt: {e2: "{text}亿吨", e-2: "{text}万吨"}`
says that one 亿吨 is 10² Mt and one 万吨 10⁻² Mt. Prose takes the largest of which there is at least one. Tables and
axes need one for all their numbers: that which `tables:` names (`Mt: 万吨`), or the words of an exhibit whose numbers
are all large under `counted:` (`Mt: 亿吨`). Sizes are powers of ten, so that a number keeps its digits whichever is
taken.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from evident.text.words import UnknownWords, Words

COUNTED = 2  # places that a count may have in a size larger than one
NEAR = Decimal("0.1")  # of a size, the least that the smaller end of a range may be


@dataclass(frozen=True)
class Scale:
    """A size in which a unit is counted.

    Attributes:
        power: one of it is this power of ten of the unit.
        pattern: with a blank {text} for the digits.
    """

    power: int
    pattern: str


def scales(unit: str, words: Words) -> list[Scale]:
    """The sizes of a unit, the largest first.

    Raises:
        UnknownWords: the language has no such unit, or names a size that is no power of ten.
    """
    key = f"common.units.{unit}"
    if words.has(key):
        return [Scale(0, words.raw(key))]
    found = []
    for name, pattern in words.section(key).items():
        if not re.fullmatch(r"e-?\d", name):
            raise UnknownWords(f"{key}.{name}: write the size as a power of ten of {unit}, e2 or e-2")
        found.append(Scale(int(name.removeprefix("e")), pattern))
    return sorted(found, key=lambda scale: -scale.power)


def has(unit: str, words: Words) -> bool:
    """Whether the language has words for a unit."""
    try:
        return bool(scales(unit, words))
    except UnknownWords:
        return False


def of_size(unit: str, ends: Iterable[Decimal], words: Words) -> Scale:
    """The size in which prose counts a number of a unit: the largest of which there is one.

    A range takes that of its larger end, unless a tenth of that size is more than the smaller end: 0.8亿～1.2亿, but
    500万～12000万. What is also counted in ones is a count, of which no more than two places are printed behind 万:
    1.94万列, but 19392列.

    Args:
        ends: how much; of a range its two ends, rounded as they are printed.

    Raises:
        UnknownWords: as `scales`.
    """
    every = scales(unit, words)
    sizes = [abs(end) for end in ends if end]
    if not sizes:
        return of_tables(unit, words)
    counted = any(scale.power == 0 for scale in every)
    for scale in every:
        most, least = (end.scaleb(-scale.power) for end in (max(sizes), min(sizes)))
        short = (
            not counted or scale.power == 0 or all(_places(e.scaleb(-scale.power)) <= COUNTED for e in sizes)
        )
        if most >= 1 and least >= NEAR and short:
            return scale
    return every[-1]  # less than one of the smallest


def _places(value: Decimal) -> int:
    """How many places behind the point a number needs."""
    exponent = value.normalize().as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def of_parameter(name: str, words: Words) -> int:
    """The power of ten in which the label of a parameter counts it: −1 where it says 亿元 of what is told in billions.

    Args:
        name: with or without its notebook.
    """
    key = f"common.parameters_in.{name.rpartition('.')[2]}"
    return of_tables(words.raw(key), words).power if name and words.has(key) else 0


def of_tables(unit: str, words: Words, exhibit: str = "") -> Scale:
    """The size in which tables and axes count a unit.

    Args:
        exhibit: whose words may name another under `counted:`, where all its numbers are large.

    Raises:
        UnknownWords: as `scales`; there are several and none is named under `tables:`, or one that is not there.
    """
    every = scales(unit, words)
    if len(every) == 1:
        return every[0]
    own = f"{exhibit}.counted.{unit}"
    named = words.raw(own if exhibit and words.has(own) else f"common.tables.{unit}")
    for scale in every:
        if scale.pattern.replace("{text}", "") == named:
            return scale
    raise UnknownWords(f"tables count {unit} in {named}, of which common.units.{unit} has no pattern")
