"""What the annex of a built PDF says of each fact: the pages on which it is printed, against what these pages hold.

Belongs here: reading entries of the annex and pages of a PDF. Does not: which PDF (`test_pdf.py` the big report's,
`test_small_report.py` the small one's).
"""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pypdf

_PLACES = re.compile(r"printedin:((?:p\.\d+,?)+)")


def named_pages(pdf_file: Path, facts: Iterable[dict[str, Any]]) -> Iterator[tuple[str, int, bool]]:
    """The pages that the entries of facts name: key of the fact, number of the page, and whether the page holds it.

    A sentence may print a fact's number without its unit or bound, so the digits are asked for where it has digits.
    """
    pages = [_flat(page.extract_text()) for page in pypdf.PdfReader(pdf_file).pages]
    by_number = {
        int(found[1]): text
        for text, page in zip(pages, pypdf.PdfReader(pdf_file).pages, strict=True)
        if (found := re.search(r"(\d+)\s*$", page.extract_text()))
    }
    for fact in facts:
        head = _flat(f"{fact['text']} {fact['label']}")
        entry = next(
            (
                after
                for first, second in zip(pages, [*pages[1:], ""], strict=True)
                if head in first and "printedin:" in (after := (first + second).partition(head)[2])
            ),
            "",
        )
        if (found := _PLACES.search(entry)) and "printedin:" not in entry[: found.start()]:
            digits = re.search(r"\d[\d.,–−]*", fact["text"])
            sought = _flat(digits[0] if digits else fact["text"])
            for number in map(int, re.findall(r"\d+", found[1])):
                yield fact["key"], number, sought in by_number.get(number, "")


def _flat(text: str) -> str:
    """Without blanks and hyphens, which the end of a line adds and takes, and without capitals."""
    return re.sub(r"[\s\u00ad‐-]", "", text).lower()
