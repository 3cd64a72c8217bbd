"""Links from a note to the documents that a number was published in.

Belongs here: which documents a note leads to. Does not: the rest of a note (`notes.py`), what documents are called
(`bibliography.py`).
"""

from collections.abc import Sequence
from html import escape

from evident.book.bibliography import Bibliography
from evident.book.chinese import fitting
from evident.text.words import Words

SHOWN = 3


def documents(keys: Sequence[str], bibliography: Bibliography, words: Words) -> str:
    """A line of a note with a link to each document, as HTML; empty where there are more than a few or none has an
    address, so that from a number it is two steps to the page on which it was published."""
    found = [key for key in keys if bibliography.sources[key].url]
    if not found or len(keys) > SHOWN:
        return ""
    links = (
        f'<a href="{escape(bibliography.sources[key].url)}">{escape(bibliography.short(key))}</a>'
        for key in found
    )
    colon, between = (fitting(sign, words.language) for sign in (": ", "; "))
    return f"<p>{escape(words('book.fact.documents'))}{colon}{between.join(links)}</p>"
