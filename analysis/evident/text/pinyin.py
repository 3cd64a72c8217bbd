"""The order and the letters of an index, also of Chinese words, which stand under the letter that they are read by.

Belongs here: the letter and the place of a word. Does not: reading aloud. The first level of GB/T 2312, the 3,755
characters of every day, is ordered by how they are read, so the code alone tells the letter. Characters beyond it have
none here; of one with several readings the one of that order counts.
"""

from bisect import bisect_right

OTHERS = "0–9"  # what begins with no letter
# The first character of each letter in GB/T 2312; no word begins with i, u or v.
_FIRST = "啊芭擦搭蛾发噶哈击喀垃妈拿哦啪期然撒塌挖昔压匝"
_LETTERS = "ABCDEFGHJKLMNOPQRSTWXYZ"
_END = "座"  # the last of the first level


def letter(word: str) -> str:
    """The letter under which a word stands; `OTHERS` for one that begins with none."""
    first = word[:1]
    if first.isascii():
        return first.upper() if first.isalpha() else OTHERS
    code = _code(first)
    if not _code(_FIRST[0]) <= code <= _code(_END):
        return OTHERS
    return _LETTERS[bisect_right(_FIRST, code, key=_code) - 1]


def place(word: str) -> tuple[str, bool, bytes]:
    """By what words are sorted: their letter, the Latin ones of a letter first, those of a kind by what they are."""
    return letter(word), not word[:1].isascii(), _code(word.casefold())


def _code(text: str) -> bytes:
    return text.encode("gb18030")
