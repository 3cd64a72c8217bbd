"""Coal output: what floors printed as "over" allow to say of shares.

Belongs here: arithmetic of tonnes and shares with their bounds. Does not: caps as targets
(`evident.export.verdicts`), anything about mines.
"""

import math

from evident.export.comparisons import tells
from evident.export.origins import Bounded

_HAIR = 1e-9  # so that a share that is whole but for the last digit is not rounded down by one


def part_at_least(share: float, whole: float, step: float = 1000) -> Bounded:
    """{share} of {whole}, both printed as more than that; rounded down, since it is a floor."""
    return Bounded(_down(share / 100 * whole, step), "at_least")


def _down(value: float, step: float) -> float:
    return step * math.floor(value / step + _HAIR) if math.isfinite(value) else value


def short_of(level: float, target: float) -> float:
    """How far {level} falls short of {target}, in percent of it."""
    return 100 * (target - level) / target


@tells
def more_than_half(part: float, whole: float) -> bool:
    """{part} is more than half of {whole}."""
    return part > whole / 2
