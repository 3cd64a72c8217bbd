"""Numbers to text, in one way for prose, tables, charts and both outputs.

Belongs here: digits, separators, units, bounds, dates. Does not: what is printed where, in which of its sizes a
language counts a unit (`scales.py`). The words themselves ("over", "billion yuan") come from
`words/<language>/common.yml`.
"""

import datetime as dt
import math
import re
from collections.abc import Iterable
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Decimal

from evident.text import scales
from evident.text.words import Words

MINUS = "−"
_ROUNDING = {"at_least": ROUND_FLOOR, "at_most": ROUND_CEILING}


def number(
    value: float,
    decimals: int,
    bound: str = "exact",
    *,
    words: Words | None = None,
    power: int = 0,
    padded: bool = False,
) -> str:
    """A number with `decimals` places, thousands parted as the language does, a true minus sign; halves go up.

    A lower bound is rounded down and an upper bound up, so that what is printed is still a bound.

    Args:
        value: a finite number.
        bound: as a source or a computation bounds it.
        decimals: 0 or more places after the point; a negative count rounds to tens, hundreds …
        words: of the language; without them as in English, with commas.
        power: print it counted in this power of ten, with the same digits: 1269.4 with one place counted in hundreds
            (power 2) is 12.694. Places that this adds are not printed if they hold zeros alone.
        padded: print them nevertheless, as in a column whose numbers have the same places.

    Raises:
        ValueError: the value is not finite.
    """
    rounded = _rounded(value, decimals, bound).scaleb(-power)
    separator = words.raw("common.thousands") if words is not None else ","
    text = f"{abs(rounded):,.{max(decimals + power, 0)}f}"
    for _ in range(0 if padded else min(power, decimals + power)):  # 700 in hundreds is 7, not 7.00
        text = text.removesuffix("0").removesuffix(".")
    text = text.replace(",", separator)
    return (MINUS if rounded < 0 else "") + text


def _rounded(value: float, decimals: int, bound: str) -> Decimal:
    if not math.isfinite(value):
        raise ValueError(f"cannot print {value}")
    # The shortest decimal form first, so that 0.285 rounds as it reads and not as binary stores it.
    step = Decimal(1).scaleb(-decimals)
    return Decimal(repr(float(value))).quantize(step, rounding=_ROUNDING.get(bound, ROUND_HALF_UP))


def decimals_of(value: float) -> int:
    """How many places a published figure is printed with: 55.1 → 1, 400.0 → 0, 0.044 → 3."""
    exponent = Decimal(repr(float(value))).normalize().as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def quantity(
    value: float,
    unit: str,
    decimals: int,
    words: Words,
    *,
    bound: str = "exact",
    value_high: float | None = None,
) -> str:
    """A value with its unit and bound: "over 700 Mt", "55.1%", "350–390 thousand"; in Chinese "超过7亿吨".

    A bound stands directly before the digits: "每年超过150万吨". A value that is not a number prints as not known,
    whatever its unit: that is what evidence looks like which was published after the edition's date.
    """
    if not math.isfinite(value):
        return words("common.not_known")
    ends = _ends(value, bound, value_high)
    scale = size(value, unit, decimals, words, bound=bound, value_high=value_high)
    before, _, after = scale.pattern.partition("{text}")
    first, last = (number(v, decimals, b, words=words, power=scale.power) for v, b in ends)
    if unit == "year" and 1000 <= value < 3000:  # a calendar year has no separator
        first, last = (f"{_rounded(v, decimals, b):.0f}" for v, b in ends)
    return before + _said(first, last, after, bound, words)


def size(
    value: float,
    unit: str,
    decimals: int,
    words: Words,
    *,
    bound: str = "exact",
    value_high: float | None = None,
) -> scales.Scale:
    """The size in which `quantity` prints a value."""
    ends = _ends(value, bound, value_high)
    return scales.of_size(unit, [_rounded(end, decimals, rounding) for end, rounding in ends], words)


def in_tables(
    value: float,
    unit: str,
    decimals: int,
    words: Words,
    *,
    bound: str = "exact",
    value_high: float | None = None,
) -> str:
    """A value as `quantity` prints it, for a table or chart whose words name the unit: counted in the size of tables,
    without the unit."""
    if not math.isfinite(value):
        return words("common.not_known")
    power = scales.of_tables(unit, words).power
    first, last = (
        number(v, decimals, b, words=words, power=power) for v, b in _ends(value, bound, value_high)
    )
    return _said(first, last, "", bound, words)


def _ends(value: float, bound: str, value_high: float | None) -> tuple[tuple[float, str], tuple[float, str]]:
    """The ends of a range, each with the way in which it is rounded; of a single value the same twice."""
    first = (value, bound)
    return first, (value_high, "exact") if value_high is not None and math.isfinite(value_high) else first


def _said(first: str, last: str, after: str, bound: str, words: Words) -> str:
    """Digits, or a range where its ends print differently, with what stands behind them and the bound before them."""
    text = first
    if last != first:
        text = words("common.range", low=first + _of_each_end(after, words), high=last)
    text += after
    return text if bound in ("exact", "range") else words(f"common.bounds.{bound}", text=text)


def _of_each_end(after: str, words: Words) -> str:
    """What of the words behind digits each end of a range has: 万 of 万千瓦, as in 1290万～2000万千瓦."""
    repeated = words.raw("common.each_end").split() if words.has("common.each_end") else []
    return next((part for part in repeated if after.startswith(part)), "")


def with_unit(text: str, unit: str, words: Words, power: int | None = None) -> str:
    """Digits with the unit in which tables and axes count it: ("55.1", "percent") → "55.1%".

    Args:
        power: the size in which a table of its own counts it.

    Raises:
        UnknownWords: the unit has no pattern in `words/<language>/common.yml`.
    """
    return _in_size(unit, words, power).pattern.replace("{text}", text)


def range_with_unit(low: str, high: str, unit: str, words: Words, power: int | None = None) -> str:
    """The digits of both ends of a range with the unit, as `with_unit`: "1.3亿～1.5亿吨"."""
    before, _, after = _in_size(unit, words, power).pattern.partition("{text}")
    return before + _said(low, high, after, "range", words)


def unit_name(unit: str, words: Words, power: int | None = None) -> str:
    """What a heading calls the unit in which tables count something: "billion yuan a year", "亿元/年"."""
    before, _, after = _in_size(unit, words, power).pattern.partition("{text}")
    per = words.raw("common.per") if words.has("common.per") else ""
    if per and after and before.startswith(per):
        return f"{after}/{before.removeprefix(per)}"
    return (before + after).strip()


def _in_size(unit: str, words: Words, power: int | None) -> scales.Scale:
    """The size of a unit that is this power of ten of it, or that of tables."""
    sizes = [scale for scale in scales.scales(unit, words) if scale.power == power]
    return sizes[0] if sizes else scales.of_tables(unit, words)


def date(value: dt.date, words: Words) -> str:
    """A date in words: 31 December 2024."""
    return words("common.date", day=value.day, month=words(f"common.months.{value.month}"), year=value.year)


def period(value: str, words: Words) -> str:
    """An ISO 8601 period in words: "2025-03" → March 2025, "2025-Q1" → first quarter of 2025,
    "2017/2021" → 2017 to 2021.

    Anything else is returned as it is.
    """
    if "/" in value:
        first, last = (period(end, words) for end in value.split("/", 1))
        months = re.fullmatch(r"(\d{4})-\d\d(-\d\d)?/\1-\d\d(-\d\d)?", value)
        if months and words.has("common.year_said_once"):
            last = last.removeprefix(words("common.year_said_once", year=value[:4]))
        return words("common.period_range", first=first, last=last)
    if match := re.fullmatch(r"(\d{4})-(\d{2})-(\d{2})", value):
        return date(dt.date(int(match[1]), int(match[2]), int(match[3])), words)
    if match := re.fullmatch(r"(\d{4})-(\d{2})", value):
        return words("common.month", month=words(f"common.months.{int(match[2])}"), year=match[1])
    if match := re.fullmatch(r"(\d{4})-([QH])([1-4])", value):
        return words(f"common.periods.{match[2]}{match[3]}", year=match[1])
    if re.fullmatch(r"\d{4}", value):
        return words("common.year", year=value)
    return value


def series(items: Iterable[str], words: Words) -> str:
    """Names in a row: "Beijing", "Beijing and Shanghai", "Beijing, Shanghai and Jiangsu".

    Raises:
        ValueError: there is no name.
    """
    *first, last = items
    return words("common.and", first=words.raw("common.comma").join(first), last=last) if first else last


def in_words(value: float, unit: str, words: Words, value_high: float | None = None) -> str:
    """A value as prose says it: counts up to twelve ("seven"), times ("twice", "three times"), shares of a whole as
    simple fractions ("a third").

    A count must be whole to a tenth; times and fractions are said within a twentieth of their size, so that a sentence
    cannot keep a word that its number has left.

    Args:
        value_high: the upper end of a range: "three to five".

    Raises:
        ValueError: the value is not finite, or no word is near enough: print the number.
    """
    if value_high is not None and math.isfinite(value_high):
        ends = (in_words(end, "count", words) for end in (value, value_high))
        return words("common.words.range", low=next(ends), high=next(ends))
    if math.isfinite(value):
        if unit == "percent":
            names = {float(k): v for k, v in words.section("common.words.fractions").items()}
            near = min(names, key=lambda name: abs(name - value))
            if abs(near - value) <= 0.05 * near:
                return names[near]
        whole = round(value)
        close = abs(value - whole) <= (0.05 * abs(value) if unit == "times" else 0.1)
        kind = "times" if unit == "times" else "counts"
        if close and words.has(f"common.words.{kind}.{whole}"):
            return words(f"common.words.{kind}.{whole}")
    raise ValueError(f"{value:g} {unit} cannot be said in a word: print the number")


def is_year(value: object) -> bool:
    """Whether a plain value is meant as a year."""
    return isinstance(value, int) and not isinstance(value, bool) and 1900 <= value <= 2100


def said(value: object, words: Words, parameter: str = "") -> str:
    """A plain value as text: numbers without needless zeros, lists with commas.

    Args:
        parameter: whose value it is, with or without its notebook: its label may count it in another size.
    """
    power = scales.of_parameter(parameter, words)
    if isinstance(value, bool):
        return words(f"common.{'yes' if value else 'no'}")
    if is_year(value) and not power:
        return str(value)  # it has no separator
    if isinstance(value, int | float):
        return number(value, decimals_of(value), words=words, power=power) if math.isfinite(value) else "–"
    if isinstance(value, list | tuple):
        return words.raw("common.comma").join(said(item, words, parameter) for item in value)
    return str(value)
