"""The rule of verdicts, by hand: 10 a year are needed, the tolerance is a tenth."""

import math

import pytest

from evident.export import verdicts


@pytest.mark.parametrize(
    ("observed", "needed", "verdict"),
    [
        (11.1, 10, "ahead"),
        (11.0, 10, "on_track"),
        (9.0, 10, "on_track"),
        (8.9, 10, "behind"),
        (-5, 10, "behind"),
        (0, 0, "ahead"),  # the target is reached
        (1, -3, "ahead"),
        (math.nan, 10, "cannot_be_told"),
        (10, math.nan, "cannot_be_told"),
    ],
)
def test_on_pace(observed: float, needed: float, verdict: str) -> None:
    assert verdicts.on_pace(observed, needed) == verdict
