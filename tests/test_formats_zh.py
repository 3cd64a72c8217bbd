"""Numbers as Chinese reports print them: counted in 万 and 亿 with the same digits, dates, ranges, bounds. By hand."""

import datetime as dt
import math
import re
from decimal import Decimal
from pathlib import Path

import pandas as pd
import pytest

from evident.book import exhibit_csv, explorer
from evident.export import payloads
from evident.export.charts import Canvas
from evident.export.exhibits import Column, Table, data_payload
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
        # What is counted in ones is counted in 万 if no more than two places are left.
        (8, "persons", 0, "8人"),
        (9999, "persons", 0, "9999人"),
        (655_000, "persons", 0, "65.5万人"),
        (26_900, "persons", 0, "2.69万人"),
        (26_913, "persons", 0, "26913人"),
        (768, "vehicles", 0, "768辆"),
        (50_000, "vehicles", 0, "5万辆"),
        (1_234_000, "TEU", 0, "123.4万标准箱"),
        (19_392, "trains", 0, "19392列"),
        (12_400, "trains", 0, "1.24万列"),
        (5.5, "persons", 1, "5.5人"),
        (2083, "count", 0, "2083"),
        (20_000, "count", 0, "2万"),
        (70_000, "t", 0, "7万吨"),
        (2581, "t", 0, "2581吨"),
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
        # A bound stands directly before the digits.
        ("at_least", 1.5, None, "Mt/yr", "每年超过100万吨"),  # a lower bound is rounded down: over 1 Mt
        ("at_most", 72, None, "count/yr", "每年至多72"),
        ("approx", 5000, None, "EUR/FEU", "每箱约5000欧元"),
        ("approx", 2, None, "Mt/d", "日均约200万吨"),
        # Each end has its sign, and its 万 or 亿.
        ("range", 3, 5, "percent/yr", "每年3%～5%"),
        ("range", 4, 41, "billion CNY/yr", "每年40亿～410亿元"),
        ("range", 13, 20, "GW", "1300万～2000万千瓦"),
        ("range", 80, 120, "Mt", "0.8亿～1.2亿吨"),
        ("range", 5, 120, "Mt", "500万～12000万吨"),  # 0.05亿 is less than a tenth of the size
        ("range", 900, 1500, "billion CNY", "0.9万亿～1.5万亿元"),
        ("range", 2200, 8700, "persons", "2200～8700人"),
        ("range", 9000, 70_000, "persons", "0.9万～7万人"),
        ("range", -88, 24, "CNY/MWh", "−88～24元/兆瓦时"),
        ("at_least", 37, 40, "CNY/kg", "每千克超过37～40元"),
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


@pytest.mark.parametrize(
    ("value", "high", "unit", "decimals", "bound", "text"),
    [
        (2.26, 2.71, "Mt/yr", 2, "range", "226～271"),  # 万吨/年
        (155, 215, "TWh", 0, "range", "1550～2150"),  # 亿千瓦时
        (18.1, None, "bcm", 1, "exact", "181"),  # 亿立方米
        (7.9, 16.3, "billion CNY/yr", 1, "exact", "79～163"),  # 亿元/年
        (2, None, "GW", 0, "at_least", "超过200"),  # 万千瓦
    ],
)
def test_digits_below_a_heading_that_names_the_unit(
    value: float, high: float | None, unit: str, decimals: int, bound: str, text: str
) -> None:
    assert formats.in_tables(value, unit, decimals, ZH, bound=bound, value_high=high) == text


@pytest.mark.parametrize(
    ("unit", "power", "name"),
    [
        ("Mt", None, "万吨"),
        ("Mt", 2, "亿吨"),
        ("Mt/yr", None, "万吨/年"),
        ("CNY/kg", None, "元/千克"),
        ("kg CO2/kg H2", None, "千克二氧化碳/千克氢"),
        ("CNY/MWh", None, "元/兆瓦时"),
        ("persons", None, "人"),
        ("percent", None, "%"),
    ],
)
def test_the_name_of_a_unit(unit: str, power: int | None, name: str) -> None:
    assert formats.unit_name(unit, ZH, power) == name


def test_a_range_with_its_unit() -> None:
    assert formats.range_with_unit("13.05", "14.2", "Mt", ZH, 2) == "13.05亿～14.2亿吨"
    assert formats.range_with_unit("1550", "2150", "TWh", ZH) == "1550亿～2150亿千瓦时"
    assert formats.range_with_unit("5", "16", "percent", Words("en")) == "5–16%"


@pytest.mark.parametrize(
    ("unit", "value", "text"),
    [("CNY/kg", 16.6, "16.6"), ("persons", 321, "321"), ("count", 460, "460"), ("Mt/yr", 1.5, None),
     ("persons", 655_000, None), ("Mt CH4/yr", 8.5, None)],
)  # fmt: skip
def test_digits_alone_are_those_of_english_or_refused(unit: str, value: float, text: str | None) -> None:
    fact = {"value": value, "value_high": None, "unit": unit, "decimals": 1, "bound": "exact", "text": "…"}
    fact["decimals"] = 0 if value == int(value) else 1
    if text is not None:
        assert payloads.print_fact(fact, "number", "zh") == text
        return
    with pytest.raises(ValueError, match="in another size: print the whole fact"):
        payloads.print_fact(fact, "number", "zh")


def test_a_table_of_its_own_size() -> None:
    """Coal output in 亿吨, 0.01 of which is 1 Mt: 1,269 Mt, 1,300 Mt and a floor of 950 Mt, in one column."""
    data = pd.DataFrame({"unit": ["coal", "power"], "year": [1269.0, 1300.0], "mixed": [870.0, 11.0]})
    columns = {
        "unit": Column("Unit"),
        "year": Column("Output", "Mt", 0),
        "mixed": Column("Value", "", 0, unit_in="unit", units={"coal": "Mt", "power": "GW"}),
    }
    made = data_payload("mining.output", Table(data, columns), ZH)
    assert made["cells"] == [["coal", "12.69", "8.70"], ["power", "13.00", "1100"]]
    assert made["rows"][0] == ["coal", 1269.0, 870.0]
    assert [exhibit_csv.cells(row, made["columns"], ZH) for row in made["rows"]] == [
        ["coal", "12.69", "8.7"],
        ["power", "13", "1100"],
    ]
    assert exhibit_csv.heading(made["columns"][1], ZH) == "Output (亿吨)"
    assert data_payload("x", Table(data, columns), ZH)["cells"][0] == ["coal", "126900", "87000"]


def test_a_chart_prints_in_the_size_of_its_labels() -> None:
    assert Canvas(6.3, ZH, "mining.output").number(1305, 0, "Mt") == "13.05"
    assert Canvas(6.3, ZH, "freight.none").number(1305, 0, "Mt") == "130500"


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


def test_a_period_within_a_year_says_it_once() -> None:
    assert formats.period("2011-01/2011-08", ZH) == "2011年1月至8月"
    assert formats.period("2011-01-05/2011-08-31", ZH) == "2011年1月5日至8月31日"
    assert formats.period("2010-12/2011-08", ZH) == "2010年12月至2011年8月"
    assert formats.period("2011-01/2011-08", Words("en")) == "January 2011 to August 2011"


def test_a_parameter_is_counted_as_its_label_says() -> None:
    """GW a year in 万千瓦, a billion in 亿; what no label counts otherwise stays."""
    assert formats.said([9, 17], ZH, "overview.additions") == "900、1700"
    assert formats.said(9.3, ZH, "base_solar_planned") == "93"
    assert formats.said(9.3, ZH, "renewables.tolerance") == "9.3"
    assert formats.said([9, 17], Words("en"), "overview.additions") == "9, 17"


def test_words_for_numbers() -> None:
    assert formats.in_words(3, "count", ZH) == "三"
    assert formats.in_words(2, "times", ZH) == "两倍"
    assert formats.in_words(34.9, "percent", ZH) == "三分之一"
    assert formats.in_words(3, "count", ZH, 5) == "三至五"
    assert formats.series(["北京", "上海", "江苏"], ZH) == "北京、上海和江苏"
    assert formats.said([True, 1500.5, 2024], ZH) == "是、1500.5、2024"
    assert formats.quantity(math.nan, "Mt", 0, ZH) == "截至该日尚不可知"


def test_explorers_are_given_all_that_their_numbers_are_printed_with() -> None:
    """Without the sizes, 20 billion yuan would print as 20亿元."""
    script = (Path(explorer.__file__).parent / "theme/static/explorer/numbers.js").read_text("utf8")
    read = set(re.findall(r"\bbook\.(\w+)", script))
    assert read == {"units", "powers", "thousands", "bounds"}
    assert read <= set(explorer.FOR_THE_SCRIPTS)
