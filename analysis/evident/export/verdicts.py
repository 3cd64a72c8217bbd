"""Verdicts: a word that is computed, never typed.

Belongs here: the rule that compares a pace with the pace needed. Does not: the words printed
(`words/<language>/common.yml`) or their look.
"""

import math

TOLERANCE = 0.1  # share of the needed pace within which a pace is on track
AHEAD, ON_TRACK, BEHIND, CANNOT_BE_TOLD = "ahead", "on_track", "behind", "cannot_be_told"


def on_pace(observed: float, needed: float, tolerance: float = TOLERANCE) -> str:
    """Whether a pace is enough.

    Args:
        observed: pace now, in units a year, counted towards the target (NaN: unknown).
        needed: pace that would just reach the target in the same units; 0 or less: the target is reached.
        tolerance: share of the needed pace within which the verdict is `on_track`.

    Returns:
        `ahead` above (1 + tolerance) × needed, or target reached; `on_track` within the tolerance; `behind` below;
        `cannot_be_told` where either is not known.
    """
    if math.isnan(observed) or math.isnan(needed):
        return CANNOT_BE_TOLD
    if needed <= 0:
        return AHEAD
    ratio = observed / needed
    if ratio > 1 + tolerance:
        return AHEAD
    return ON_TRACK if ratio >= 1 - tolerance else BEHIND
