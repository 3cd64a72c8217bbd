"""Coal output: what floors printed as "over" allow to say of shares, and what two changes come to.

Belongs here: arithmetic of tonnes and shares with their bounds, and of one change after another. Does not: the rule
of verdicts (`evident.export.verdicts`), anything about mines.
"""

import math

from evident.export.comparisons import tells
from evident.export.origins import Bounded
from evident.export.verdicts import Verdict, agreed, outcome

_HAIR = 1e-9  # so that a share that is whole but for the last digit is not rounded down by one


def part_at_least(share: float, whole: float, step: float = 1000) -> Bounded:
    """{share} of {whole}, both printed as more than that; rounded down, since it is a floor."""
    return Bounded(_down(share / 100 * whole, step), "at_least")


def _down(value: float, step: float) -> float:
    return step * math.floor(value / step + _HAIR) if math.isfinite(value) else value


def after_both(first: float, second: float) -> float:
    """A change of {first}, then one of {second}, taken together, in percent."""
    return 100 * ((1 + first / 100) * (1 + second / 100) - 1)


def held_at(output: float, level: float) -> Verdict:
    """Verdict: {output} against {level}, read as a floor and as a ceiling; where the two differ, it cannot be told."""
    return agreed([outcome(output, level), outcome(output, level, at_most=True)])


@tells
def mostly_back(fall: float, rise: float) -> bool:
    """After a change of {fall} and one of {rise}, more than half of the fall is made good, and not all of it."""
    return fall / 2 < after_both(fall, rise) < 0


@tells
def more_than_half(part: float, whole: float) -> bool:
    """{part} is more than half of {whole}."""
    return part > whole / 2
