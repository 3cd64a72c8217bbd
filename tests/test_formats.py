"""Numbers to text: rounding, units, bounds, ranges, what is not known."""

import datetime as dt
import math

import pytest

from evident.text import formats
from evident.text.words import UnknownWords, Words

EN = Words("en")


@pytest.mark.parametrize(
    ("value", "decimals", "text"),
    [
        (1305, 0, "1,305"),
        (0.285, 2, "0.29"),  # binary 0.285 is a little less; it must round as it reads
        (2.5, 0, "3"),  # halves go up, not to even
        (-9.425, 1, "−9.4"),
        (-0.04, 1, "0.0"),  # no minus before a zero
        (6453, -2, "6,500"),
        (55.1, 1, "55.1"),
    ],
)
def test_number(value: float, decimals: int, text: str) -> None:
    assert formats.number(value, decimals) == text


def test_number_refuses_what_is_not_finite() -> None:
    with pytest.raises(ValueError, match="cannot print nan"):
        formats.number(math.nan, 0)


@pytest.mark.parametrize(("value", "places"), [(55.1, 1), (400.0, 0), (0.044, 3), (1e-4, 4), (6500.0, 0)])
def test_decimals_of(value: float, places: int) -> None:
    assert formats.decimals_of(value) == places


@pytest.mark.parametrize(
    ("bound", "high", "text"),
    [
        ("exact", None, "700 Mt"),
        ("at_least", None, "over 700 Mt"),
        ("at_most", None, "up to 700 Mt"),
        ("approx", None, "about 700 Mt"),
        ("range", 720.0, "700–720 Mt"),
        ("exact", 700.2, "700 Mt"),  # a range that rounds to one number prints one
    ],
)
def test_quantity(bound: str, high: float | None, text: str) -> None:
    assert formats.quantity(700.0, "Mt", 0, EN, bound=bound, value_high=high) == text.replace(
        " Mt", "\u00a0Mt"
    )


def test_quantity_not_known() -> None:
    assert formats.quantity(math.nan, "Mt", 0, EN) == "not known at that date"


def test_unknown_unit() -> None:
    with pytest.raises(UnknownWords, match=r"common\.units\.furlong"):
        formats.with_unit("1", "furlong", EN)


def test_date() -> None:
    assert formats.date(dt.date(2024, 12, 31), EN) == "31 December 2024"


@pytest.mark.parametrize(
    ("period", "text"),
    [
        ("2024", "2024"),
        ("2024-03", "March 2024"),
        ("2024-03-05", "5 March 2024"),
        ("2025-Q1", "first quarter of 2025"),
        ("2017/2021-06", "2017 to June 2021"),
        ("", ""),
    ],
)
def test_period(period: str, text: str) -> None:
    assert formats.period(period, EN) == text
