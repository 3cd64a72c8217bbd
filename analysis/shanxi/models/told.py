"""Tests of ranges that sentences of the chapter on cooperation are bound to.

Belongs here: what a range reaches. Does not: comparisons by the worse end (`evident.export.comparisons`), tests that
know what the numbers are (the models).
"""

from evident.export.comparisons import tells

Range = tuple[float, float]


@tells
def reaches_either_side(found: Range, middle: float) -> bool:
    """{found} reaches from below {middle} to above it."""
    return min(found) < middle < max(found)


@tells
def meet(first: Range, second: Range) -> bool:
    """{first} and {second} have a part in common."""
    return max(min(first), min(second)) <= min(max(first), max(second))
