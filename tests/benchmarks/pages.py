"""What a reader finds in a book that was built.

Belongs here: reading a page and a chapter of the PDF, and whether they say what they must. Does not: building.
"""

import re
from html import unescape
from pathlib import Path

import pypdf

_UNSEEN = re.compile(r"<(script|style|svg)\b.*?</\1>|<[^>]+>", re.DOTALL)
_ARTICLE = re.compile(r"<article\b.*?</article>", re.DOTALL)
_BROKEN = re.compile(r"[\s\u00ad\u2010-]")  # where lines break, a PDF has blanks and hyphens of its own


def squeezed(text: str) -> str:
    """A text without blanks and hyphens, and with one kind of apostrophe."""
    return _BROKEN.sub("", text).replace("\u2019", "'")


def of_html(page: Path) -> str:
    """The words of a page, squeezed; empty if there is no page."""
    if not page.exists():
        return ""
    found = _ARTICLE.search(page.read_text("utf8"))
    return squeezed(unescape(_UNSEEN.sub("", found[0]))) if found else ""


def of_pdf(file: Path, title: str) -> str:
    """The words of the chapter with this title, squeezed; empty if there is none."""
    if not file.exists():
        return ""
    reader = pypdf.PdfReader(file)
    tops = [item for item in reader.outline if not isinstance(item, list)]
    starts = [reader.get_destination_page_number(item) for item in tops]
    for item, first, end in zip(tops, starts, [*starts[1:], len(reader.pages)], strict=True):
        if re.sub(r"^[\d.]+\s+", "", str(item.title)) == title:
            return squeezed("".join(page.extract_text() for page in reader.pages[first:end]))
    return ""


def title_of(chapter: Path) -> str:
    """The title of a chapter as its author typed it."""
    return re.search(r"^# (.+)$", chapter.read_text("utf8"), re.MULTILINE)[1]  # type: ignore[index]


def says(words: str, wanted: str, unwanted: str) -> bool:
    """Whether squeezed words hold a text, and another one not."""
    return squeezed(wanted) in words and squeezed(unwanted) not in words
