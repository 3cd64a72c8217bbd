"""The rule that no figure is typed by hand.

Belongs here: finding digits in a text that must come from a fact. Does not: where texts are looked for (chapters:
`book/`; words of charts: `facts.py`) or how the error is shown.

Allowed are years, dates and names that carry a digit. Everything else is a figure and needs a fact, or the
author's word that it is literal.
"""

import re
from dataclasses import dataclass

_MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
_DAY = r"(?:[12]?[0-9]|3[01])"
_YEAR = r"(?:19|20)\d\d"

ALLOWED = re.compile(
    rf"""
    \b{_DAY}\s(?:{_MONTHS})(?:\s{_YEAR})?\b       # 31 December 2024
    | \b(?:{_MONTHS})\s{_DAY}(?:,\s{_YEAR})?\b    # March 5
    | \b{_YEAR}-\d\d-\d\d\b                          # 2024-12-31
    | \b{_YEAR}[–-](?:{_YEAR}|\d\d)\b                # 2021–25
    | \b{_YEAR}s?\b(?![.,]\d|\s?%)                   # 2024, 2010s
    | \b\d{{1,2}}th\sFive-Year\sPlan                 # 14th Five-Year Plan
    | \b[345]G\b | \bCO2\b | \bPM2\.5\b | \bCC\sBY\s\d\.\d\b | \bISO\s\d{{4,}}\b | \bPDF/UA-1\b
    | \bH[12]\b | \bQ[1-4]\b                         # half-years and quarters
    """,
    re.VERBOSE,
)
# Chinese puts no blanks between words and figures, so that no \b stands there.
_CHINESE = re.compile(
    rf"""
    (?<!\d)(?:{_YEAR}年(?:\d{{1,2}}月(?:\d{{1,2}}日)?)?|\d{{1,2}}月(?:\d{{1,2}}日)?)  # 2025年6月
    | (?<!\d){_YEAR}[～至—-]{_YEAR}(?:年)?               # 2017～2021年
    | (?<![\d.]){_YEAR}(?!\d|[.,]\d|\s?%)                     # 2024
    | [345]G | CO2 | PM2\.5 | CC\sBY\s\d\.\d | ISO\s\d{{4,}} | PDF/UA-1 | GB/T\s?\d+
    """,
    re.VERBOSE,
)
_DIGITS = re.compile(r"[+−-]?\d[\d.,]*\d|\d")


@dataclass(frozen=True)
class Typed:
    """A figure found in a text, and where it starts."""

    text: str
    start: int


def typed(text: str, language: str = "en") -> list[Typed]:
    """The figures typed in a text, in order; years, dates and names with digits are not among them.

    Args:
        language: of the text, as Sphinx names it.
    """
    blanked = ALLOWED.sub(lambda match: " " * len(match[0]), text)
    if language.startswith("zh"):
        blanked = _CHINESE.sub(lambda match: " " * len(match[0]), blanked)
    return [Typed(match[0], match.start()) for match in _DIGITS.finditer(blanked)]
