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


@pytest.mark.parametrize(
    ("value", "decimals", "bound", "text"),
    [
        (7.9, 0, "at_least", "7"),  # "over 8" would be false
        (7.1, 0, "at_most", "8"),
        (7.9, 0, "approx", "8"),
        (7.5, 0, "range", "8"),
        (700.0, 0, "at_least", "700"),
        (0.29, 2, "at_least", "0.29"),  # as it reads, though binary 0.29 is a little less
        (0.1 + 0.2, 1, "at_most", "0.4"),  # 0.30000000000000004 is more than 0.3
        (12.34, 1, "at_most", "12.4"),
        (-7.1, 0, "at_least", "−8"),
        (-7.9, 0, "at_most", "−7"),
        (6499, -2, "at_least", "6,400"),
        (6401, -2, "at_most", "6,500"),
    ],
)
def test_what_is_printed_of_a_bound_is_a_bound(value: float, decimals: int, bound: str, text: str) -> None:
    assert formats.number(value, decimals, bound) == text


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
        ("range", 700.2, "700 Mt"),
        ("approx", 720.0, "about 700–720 Mt"),
        ("range", math.nan, "700 Mt"),
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


def test_a_year_has_no_separator() -> None:
    assert formats.quantity(2030.0, "year", 0, EN) == "2030"
    assert formats.quantity(3000.0, "year", 0, EN) == "3,000"


@pytest.mark.parametrize(
    ("names", "text"),
    [
        (["Beijing"], "Beijing"),
        (["Beijing", "Shanghai"], "Beijing and Shanghai"),
        (iter(["Beijing", "Shanghai", "Jiangsu"]), "Beijing, Shanghai and Jiangsu"),
    ],
)
def test_series(names: list[str], text: str) -> None:
    assert formats.series(names, EN) == text


@pytest.mark.parametrize(
    ("value", "unit", "high", "text"),
    [
        (7, "count", None, "seven"),
        (7.1, "count", None, "seven"),
        (0, "count", None, "none"),
        (12, "persons", None, "twelve"),
        (3, "percent", 5.0, "three to five"),
        (3.04, "count", 4.96, "three to five"),
        (2, "times", None, "twice"),
        (2.1, "times", None, "twice"),  # 0.1 of 2.1 is 4.8 percent
        (1.92, "times", None, "twice"),  # 0.08 of 1.92 is 4.2 percent
        (9.6, "times", None, "ten times"),  # 0.4 of 9.6 is 4.2 percent
        (50, "percent", None, "half"),
        (34.9, "percent", None, "a third"),  # 1.57 of 33.33 is 4.7 percent
        (12, "percent", None, "an eighth"),
        (66.0, "percent", None, "two thirds"),
        (9.6, "percent", None, "a tenth"),
        (2, "times", math.nan, "twice"),
    ],
)
def test_in_words(value: float, unit: str, high: float | None, text: str) -> None:
    assert formats.in_words(value, unit, EN, high) == text


@pytest.mark.parametrize(
    ("value", "unit", "high"),
    [
        (7.2, "count", None),
        (13, "count", None),
        (-1, "count", None),
        (2.15, "times", None),  # 0.15 of 2.15 is 7 percent
        (1.85, "times", None),  # 0.15 of 1.85 is 8.1 percent
        (11, "times", None),
        (35.1, "percent", None),  # 1.77 of 33.33 is 5.3 percent
        (47.4, "percent", None),
        (math.nan, "count", None),
        (math.inf, "percent", None),
        (3, "count", 5.5),
        (3.5, "count", 5.0),
    ],
)
def test_what_no_word_is_near_to(value: float, unit: str, high: float | None) -> None:
    with pytest.raises(ValueError, match="cannot be said in a word: print the number"):
        formats.in_words(value, unit, EN, high)
