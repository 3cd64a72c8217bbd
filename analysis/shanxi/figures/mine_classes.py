"""The limits of classes of mines by size, as charts and tables print them.

Belongs here: their two ends. Does not: the classes (`models/mine_sizes.py`), the charts.
"""

import math

from evident.text import formats, scales
from evident.text.words import Words
from shanxi.models.mine_sizes import SizeClass


def ends_of_class(words: Words, size: SizeClass) -> tuple[str, str]:
    """The ends of a class, in Mt a year as tables of the language count it; one without limit is empty."""
    power = scales.of_tables("Mt/yr", words).power
    low, high = (
        formats.number(end, formats.decimals_of(end), words=words, power=power) if math.isfinite(end) else ""
        for end in (size.low, size.high)
    )
    return low, high
