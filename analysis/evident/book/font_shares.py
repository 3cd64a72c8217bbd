"""Which Chinese of the book goes into which file of a face, so that a page fetches little that it does not show.

Belongs here: sharing out the characters by the pages that show them. Does not: cutting the files (`look/fonts.py`), the
rules of CSS by which a browser chooses among them (`style.py`).

A hanzi weighs a hundred bytes and more. A list of evidence shows two hundred that hardly another page has, a chapter
five, the list of provinces the same seventy on forty pages.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

# What so many pages show stands in a list of a part of the book: a reader has it after the first of them.
EVERYWHERE = 20
# The words of the field, which scripts show too, as in what a search finds.
SEVERAL = 5


@dataclass(frozen=True)
class Shares:
    """The characters of a book as files are cut for them.

    Attributes:
        shared: for all pages, a file each; what an earlier one has no later one needs.
        own: what a page shows, by page, of pages that show more than nearly all do; a file for each.
    """

    shared: Sequence[str]
    own: Mapping[str, str]


def shared_out(shown: Mapping[str, str], *hidden: str) -> Shares:
    """Share out the characters of a book.

    Args:
        shown: what each page shows when it is opened, less what is in every face.
        hidden: what is shown to who asks for it, the most asked for first.
    """
    pages = Counter(character for text in shown.values() for character in set(text))
    common, several = (
        "".join(sorted(character for character, count in pages.items() if count >= least))
        for least in (EVERYWHERE, SEVERAL)
    )
    own = {page: "".join(sorted(set(text))) for page, text in shown.items() if set(text) - set(common)}
    return Shares((common, several, *hidden, "".join(pages)), own)
