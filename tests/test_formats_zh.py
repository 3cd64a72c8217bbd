"""Numbers as Chinese reports print them: counted in 万 and 亿 with the same digits, dates, ranges, bounds. By hand."""

import datetime as dt
import math
from decimal import Decimal

import pytest

from evident.text import formats, scales
from evident.text.words import UnknownWords, Words

ZH = Words("zh")


@pytest.mark.parametrize(
    ("value", "unit", "decimals", "text"),
    [
        # 1 亿吨 is 100 Mt, 1 万吨 is 0.01 Mt.
        (1269.4, "Mt", 1, "12.694亿吨"),
        (1305, "Mt", 0, "13.05亿吨"),
        (100, "Mt", 0, "1亿吨"),
        (99.6, "Mt", 0, "1亿吨"),  # prints as 100 Mt would
        (99.4, "Mt", 0, "9900万吨"),
        (35.1, "Mt", 1, "3510万吨"),
        (0.35, "Mt", 2, "35万吨"),
        (0.0035, "Mt", 4, "3500吨"),
        (6500, "Mt", -2, "65亿吨"),
        # 1 万千瓦 is 0.01 GW, 1 亿千瓦 is 100 GW.
        (153.2, "GW", 1, "1.532亿千瓦"),
        (82.59, "GW", 2, "8259万千瓦"),
        (0.6, "GW", 1, "60万千瓦"),
        # 1 亿千瓦时 is 0.1 TWh.
        (437.6, "TWh", 1, "4376亿千瓦时"),
        (0.05, "TWh", 2, "5000万千瓦时"),
        (310, "GWh", 0, "3.1亿千瓦时"),
        (31, "GWh", 0, "3100万千瓦时"),
        # 1 亿元 is 0.1 billion, 1 万亿元 is 1,000 billion.
        (20, "billion CNY", 0, "200亿元"),
        (2569.9, "billion CNY", 1, "2.5699万亿元"),
        (0.05, "billion CNY", 2, "5000万元"),
        (366.7, "CNY/MWh", 1, "366.7元/兆瓦时"),
        (13.8, "bcm", 1, "138亿立方米"),
        (1876, "trains", 0, "1876列"),  # no separator
        (34.8, "million", 1, "3480万"),
        (350, "thousand", 0, "35万"),
        (100.0, "GW", 1, "1.0亿千瓦"),  # the place that it was given with stays
        (1269.0, "Mt", 1, "12.69亿吨"),
        (1020, "Mt", 0, "10.2亿吨"),
        (55.1, "percent", 1, "55.1%"),
        (-9.4, "percentage points", 1, "−9.4个百分点"),
        (2027, "year", 0, "2027年"),
        (0, "Mt", 1, "0万吨"),
    ],
)
def test_a_quantity(value: float, unit: str, decimals: int, text: str) -> None:
    assert formats.quantity(value, unit, decimals, ZH) == text


@pytest.mark.parametrize(
    ("bound", "low", "high", "unit", "text"),
    [
        ("at_least", 700, None, "Mt", "超过7亿吨"),
        ("at_most", 700, None, "Mt", "至多7亿吨"),
        ("approx", 700, None, "Mt", "约7亿吨"),
        ("range", 350, 390, "thousand", "35万～39万"),
        ("range", 90, 110, "Mt", "0.9亿～1.1亿吨"),  # both ends in one size, that of the larger
        ("range", 20, 30, "percent", "20%～30%"),  # GB/T 15835: each end has its sign
        ("approx", 20, 30, "percent", "约20%～30%"),
        ("exact", 700, 700.2, "Mt", "7亿吨"),
    ],
)
def test_bounds_and_ranges(bound: str, low: float, high: float | None, unit: str, text: str) -> None:
    assert formats.quantity(low, unit, 0, ZH, bound=bound, value_high=high) == text


@pytest.mark.parametrize("unit", ["Mt", "GW", "TWh", "GWh", "bcm", "billion CNY", "million", "t", "CNY"])
@pytest.mark.parametrize("value", [0.0123, 0.9, 7.31, 99.96, 1269.4, 25699.0])
@pytest.mark.parametrize("decimals", [0, 1, 2])
def test_no_digit_is_gained_or_lost(unit: str, value: float, decimals: int) -> None:
    """What is printed, counted back into the unit, is the number as English prints it."""
    text = formats.quantity(value, unit, decimals, ZH)
    digits = "".join(c for c in text if c.isdigit() or c == ".")
    (scale,) = (s for s in scales.scales(unit, ZH) if s.pattern == "{text}" + text.removeprefix(digits))
    assert Decimal(digits).scaleb(scale.power) == Decimal(formats.number(value, decimals).replace(",", ""))


def test_tables_count_in_one_size() -> None:
    assert formats.with_unit("", "Mt", ZH) == "万吨"
    assert formats.with_unit("", "GW", ZH) == "万千瓦"
    assert formats.number(1269.4, 1, words=ZH, power=scales.of_tables("Mt", ZH).power) == "126940"


def test_every_unit_of_english_has_sizes_and_one_for_tables() -> None:
    for unit in (*Words("en").section("common.units"),):
        assert scales.scales(unit, ZH), unit
        assert scales.of_tables(unit, ZH) in scales.scales(unit, ZH)


def test_an_unknown_unit() -> None:
    with pytest.raises(UnknownWords, match=r"common\.units\.furlong"):
        formats.quantity(1, "furlong", 0, ZH)
    assert not scales.has("furlong", ZH)


def test_dates_and_periods() -> None:
    assert formats.date(dt.date(2024, 12, 31), ZH) == "2024年12月31日"
    assert [formats.period(p, ZH) for p in ("2025-06", "2025", "2025-Q1", "2025-H1", "2017/2021-06")] == [
        "2025年6月",
        "2025年",
        "2025年一季度",
        "2025年上半年",
        "2017年至2021年6月",
    ]


def test_words_for_numbers() -> None:
    assert formats.in_words(3, "count", ZH) == "三"
    assert formats.in_words(2, "times", ZH) == "两倍"
    assert formats.in_words(34.9, "percent", ZH) == "三分之一"
    assert formats.in_words(3, "count", ZH, 5) == "三至五"
    assert formats.series(["北京", "上海", "江苏"], ZH) == "北京、上海和江苏"
    assert formats.said([True, 1500.5, 2024], ZH) == "是、1500.5、2024"
    assert formats.quantity(math.nan, "Mt", 0, ZH) == "截至该日尚不可知"
