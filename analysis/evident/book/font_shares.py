"""Which Chinese of the book goes into which file of a face, so that a page fetches little that it does not show.

Belongs here: sharing out the characters by the pages that show them. Does not: cutting the files (`look/fonts.py`), the
rules of CSS by which a browser chooses among them (`style.py`).

A hanzi weighs a hundred bytes and more. In a book of another language a list of evidence shows two hundred that hardly
another page has, a chapter five, the list of provinces the same seventy on forty pages. A page of a Chinese book shows
six hundred of thirteen hundred: a file for each page would be all of them many times over, and each be cut anew when a
word changes, so that its pages share all files.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from evident.look.fonts import CHINESE_SIGNS, is_wide

# What so many pages show stands in a list of a part of the book: a reader has it after the first of them.
EVERYWHERE = 20
# The words of the field, which scripts show too, as in what a search finds.
SEVERAL = 5
GROUP = 128  # characters of a file of a Chinese book


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


def in_groups(shown: Mapping[str, str], *hidden: str) -> Shares:
    """Share out the characters of a Chinese book: what many pages show, the rest by how many pages show it, what is
    hidden, each in groups; what the Latin faces have not and is not as wide as a hanzi comes first.

    Args:
        shown, hidden: as above.
    """
    where: dict[str, list[str]] = {}
    for page, text in shown.items():
        for character in set(text):
            where.setdefault(character, []).append(page)
    # Those that the same pages show stand together.
    ordered = sorted(where, key=lambda character: (-len(where[character]), where[character], character))
    ordered += sorted(set().union(*hidden).difference(where))
    signs = [character for character in ordered if not _is_chinese(character)]
    wide = list(filter(_is_chinese, ordered))
    common = [character for character in wide if len(where.get(character, ())) >= EVERYWHERE]
    rest = wide[len(common) :]
    return Shares(["".join(signs), "".join(common), *map("".join, _grouped(rest))], {})


def _is_chinese(character: str) -> bool:
    return is_wide(character) or character in CHINESE_SIGNS


def _grouped(characters: Sequence[str]) -> Iterator[Sequence[str]]:
    return (characters[at : at + GROUP] for at in range(0, len(characters), GROUP))
