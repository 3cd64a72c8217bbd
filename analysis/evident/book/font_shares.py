"""Which Chinese of the book goes into which file of a face, so that a page fetches little that it does not show.

Belongs here: sharing out the characters by the pages that show them. Does not: cutting the files (`look/fonts.py`), the
rules of CSS by which a browser chooses among them (`style.py`).

A hanzi weighs a hundred bytes and more. A list of evidence shows two hundred that hardly another page has, a chapter
five, the list of provinces the same seventy on forty pages.
"""

from collections import Counter
from collections.abc import Mapping

EVERYWHERE = (
    20  # pages: what so many show is in the list of a part of the book, and a reader has it after one of them
)


def shared_out(chapters: Mapping[str, str], lists: Mapping[str, str], hidden: str) -> list[str]:
    """The characters of a book in shares, each of which becomes a file; what an earlier share has no later one needs.

    Args:
        chapters: what each chapter shows when it is opened, by page.
        lists: the same of pages that are looked up in rather than read: a catalogue, a glossary.
        hidden: what is shown to who asks for it, and on pages that are not here.
    """
    shown = {**chapters, **lists}
    pages = Counter(character for text in shown.values() for character in set(text))
    listed = Counter(character for text in lists.values() for character in set(text))
    return [
        "".join(sorted(character for character, count in pages.items() if count >= EVERYWHERE)),
        "".join(chapters.values()),
        "".join(sorted(character for character, count in listed.items() if count > 1)),
        *(lists[page] for page in sorted(lists)),
        hidden,
    ]
