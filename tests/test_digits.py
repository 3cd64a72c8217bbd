"""Which digits an author may type."""

import pytest

from evident.text.digits import typed


@pytest.mark.parametrize(
    "text",
    [
        "in 2025, on 31 December 2024, in March 2025, between 2021–25 and 2026-2030",
        "the 14th Five-Year Plan and 5G",
        "CO2, published 2024-12-31",
        "the 2010s",
        "no digit at all",
    ],
)
def test_allowed(text: str) -> None:
    assert typed(text) == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("there are 400 mines", ["400"]),
        ("55.1% of 90.48 GW", ["55.1", "90.48"]),
        ("fell by −3.5 points", ["−3.5"]),
        ("1,305 Mt", ["1,305"]),
        ("2025.5", ["2025.5"]),  # not a year
        ("2025%", ["2025"]),
        ("a 6 GW base in 2024", ["6"]),
        ("32 December 2024", ["32"]),
        ("five of 10", ["10"]),
    ],
)
def test_typed(text: str, found: list[str]) -> None:
    assert [hit.text for hit in typed(text)] == found


def test_position() -> None:
    assert typed("in 2025 there were 400")[0].start == 19
