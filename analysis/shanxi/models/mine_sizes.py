"""What a count of mines can say about capacity: the most and the least that so many mines could hold.

Belongs here: bounds from a table of size classes. Does not: how many mines there are or which were converted.
Inside a class the sizes are not known, only their number, sum and limits; the bounds use no more than these,
so they hold whatever the sizes are.
"""

import math
from collections.abc import Mapping, Sequence
from typing import NamedTuple


class SizeClass(NamedTuple):
    """One size class: limits in Mt a year (`high` may be infinite), mines, their summed capacity (Mt/yr)."""

    low: float
    high: float
    mines: float
    capacity: float


def parse_class(label: str, mines: float, capacity: float) -> SizeClass:
    """A size class from its printed label: "0.6-0.9", "<0.6" or ">=10".

    Raises:
        ValueError: the label has another form.
    """
    try:
        if label.startswith(">="):
            return SizeClass(float(label[2:]), math.inf, mines, capacity)
        if label.startswith("<"):
            return SizeClass(0.0, float(label[1:]), mines, capacity)
        low, high = (float(part) for part in label.split("-"))
    except ValueError:
        raise ValueError(f"a size class looks like 0.6-0.9, <0.6 or >=10, not {label!r}") from None
    return SizeClass(low, high, mines, capacity)


def most_held(mines: float, classes: Sequence[SizeClass]) -> float:
    """The most capacity (Mt a year) that this many mines can hold: the largest classes first.

    Of k mines in a class of m with capacity c, none is above the upper limit and the other m − k are not
    below the lower one, so k mines hold at most min(k · high, c − (m − k) · low).
    """
    held, left = 0.0, mines
    for size in sorted(classes, key=lambda c: c.low, reverse=True):
        k = min(left, size.mines)
        if k <= 0:
            break
        capped = k * size.high if math.isfinite(size.high) else math.inf
        held += min(capped, size.capacity - (size.mines - k) * size.low)
        left -= k
    return held


def least_held(mines: float, classes: Sequence[SizeClass]) -> float:
    """The least capacity (Mt a year) that this many mines can hold: all that the others cannot hold."""
    total = sum(size.capacity for size in classes)
    return total - most_held(sum(size.mines for size in classes) - mines, classes)


def classes_of(mines: Mapping[str, float], capacity: Mapping[str, float]) -> list[SizeClass]:
    """The size classes of {mines} with {capacity}.

    Args:
        mines, capacity: by printed label, the same labels in both.

    Raises:
        ValueError: a label has another form.
    """
    return [parse_class(label, mines[label], capacity[label]) for label in capacity]


def most_share(mines: float, classes: Sequence[SizeClass]) -> float:
    """The share of capacity, in percent, that {mines} hold if the largest mines came first, by size classes."""
    return 100 * most_held(mines, classes) / sum(size.capacity for size in classes)


def least_share(mines: float, classes: Sequence[SizeClass]) -> float:
    """The share of capacity, in percent, that {mines} hold if the smallest mines came first, by size classes."""
    return 100 * least_held(mines, classes) / sum(size.capacity for size in classes)
