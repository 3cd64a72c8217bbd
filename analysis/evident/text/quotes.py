"""Quotation marks and apostrophes as print has them.

Belongs here: turning typewriter marks into curly ones, as the pages do with the prose of chapters. Does not: which
texts are turned (`export/`), words or numbers.
"""

import re

_OPENING = r"(?:(?<=^)|(?<=[\s(\[–—“‘/]))"
_DOUBLE, _SINGLE = re.compile(rf'{_OPENING}"'), re.compile(rf"{_OPENING}'(?!\d\d\b)")


def curly(text: str) -> str:
    """A text with curly marks: an opening one at its start, after a space, a bracket or a dash, else a closing one.

    An apostrophe is a closing mark, also before a year of two digits. Marks that are curly already stay.
    """
    if '"' not in text and "'" not in text:
        return text
    text = _SINGLE.sub("‘", _DOUBLE.sub("“", text))
    return text.replace('"', "”").replace("'", "’")
