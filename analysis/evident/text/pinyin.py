"""The order in which a Chinese list stands: by the sound of its words, as a dictionary has them.

Belongs here: the first letter of a word's pinyin, the order of words. Does not: which lists stand in it (`book/`).

The 3,755 common hanzi of GB 2312 (rows 16 to 55) are coded in the order of their pinyin, so that the code tells the
order, and where a letter begins is all that has to be known. What has several sounds is coded by one of them.
"""

from bisect import bisect

_LETTERS = "ABCDEFGHJKLMNOPQRSTWXYZ"  # no word begins with I, U or V
_FIRST = "啊芭擦搭蛾发噶哈击喀垃妈拿哦啪期然撒塌挖昔压匝"  # of each letter
_STARTS = [character.encode("gb2312") for character in _FIRST]
_COMMON = (b"\xb0\xa1", b"\xd7\xf9")  # 啊 to 座
# Those that begin the words of energy with another sound than the one by which they are coded.
_OTHERWISE = {"调": "T"}
NONE = "#"  # the letter of what has none


def letter(word: str) -> str:
    """The letter under which a word stands: that of its pinyin, or its own if it is no hanzi."""
    first = word[:1]
    if first.isascii():
        return first.upper()
    code = _code(first)
    if not _COMMON[0] <= code <= _COMMON[1]:
        return NONE
    return _OTHERWISE.get(first) or _LETTERS[bisect(_STARTS, code) - 1]


def order(word: str) -> tuple[bool, str, list[bytes]]:
    """What words are sorted by; those without a letter come last."""
    under = letter(word)
    return under == NONE, under, [_code(character) for character in word.lower()]


def _code(character: str) -> bytes:
    return character.encode("gb2312", "replace")
