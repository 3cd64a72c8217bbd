"""The rule that no figure is typed by hand, for figures in words.

Belongs here: finding a number in words that says how many times or what part. Does not: digits (`digits.py`), sentences
of chapters that assert something (`assertions.py`), where texts are looked for (`run/wording.py`).

Only what sets one amount against another is meant: "twice", "three times", "doubled", "five per cent". How many things
a chart shows ("three panels") follows from the chart and not from the evidence.
"""

import re

from evident.text.digits import Typed

_COUNT = (
    r"(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|twenty|thirty|forty|fifty|sixty|seventy|eighty|"
    r"ninety|hundred|thousand)"
)
_TYPED = re.compile(
    rf"""
    \b(?:twice|thrice|two-?fold|three-?fold|ten-?fold)\b
    | \b(?:doubl|tripl|quadrupl)(?:e|es|ed|ing)\b | \bhalv(?:e|es|ed|ing)\b
    | \b{_COUNT}(?:\s+(?:hundred|thousand))?\s+times\b
    | \b{_COUNT}(?:\s+(?:hundred|thousand))?\s+per\s?cent\b
    | \bby\s+(?:(?:a|one)\s+)?(?:half|third|quarter|fifth|tenth)\b
    """,
    re.VERBOSE | re.IGNORECASE,
)


def typed_words(text: str) -> list[Typed]:
    """The figures that a text has in words, in order."""
    return [Typed(match[0], match.start()) for match in _TYPED.finditer(text)]
