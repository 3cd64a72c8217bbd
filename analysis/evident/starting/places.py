"""The pages of the places for which a notebook is made, and their entries in the table of contents.

Belongs here: writing those that are missing. Does not: the text that they share, `_profile.md`, which an author writes;
which places there are (`run/each.py`).
"""

import re
from pathlib import Path

from evident import paths
from evident.evidence.ids import nearest
from evident.run import each, place_pages
from evident.run.project import TOC
from evident.starting.writing import CannotBegin, Writing, faults, filled
from evident.text.files import read_text

SHARED = "_profile.md"


def begin(notebook: str) -> list[Path]:
    """Write a page for each value of a notebook that has none, below the chapter that `collection` names.

    Raises:
        CannotBegin: the notebook is made once, every value has a page, or there is no such chapter; nothing was
            written.
    """
    report, many = paths.report(), each.each_of(notebook)
    if many is None:
        known = [path.stem for path in paths.notebooks() if each.each_of(path.stem)]
        near = nearest(notebook, known).rstrip("?") or f"; there are {', '.join(known) or 'none'}"
        raise CannotBegin(
            f"{notebook!r} is no notebook that is made for many values{near}; write `each:` for a parameter of it in "
            "data/ranges.yml"
        )
    if not report.collection:
        raise CannotBegin(
            "pyproject.toml: no chapter collects these pages; add `collection` to [tool.evident] with its name"
        )
    have = set(place_pages.pages().values())
    lost = [value for value in many.values if str(value) not in have]
    if not lost:
        raise CannotBegin(f"every value of {notebook}.ipynb has a page; nothing is to be written")
    folder, made = report.chapters / report.collection, Writing()
    if not (folder / SHARED).exists():
        made.add(folder / SHARED, "To do: write here what the pages of all places say.\n")
    for value in lost:
        text = filled("place.md", {"place": str(value), "notebook": notebook})
        made.add(folder / f"{each.slug(value)}.md", text)
    toc = report.root / TOC
    made.change(toc, _listed(toc, report.collection, [each.slug(value) for value in many.values]))
    return made.write(faults)


def _listed(path: Path, chapter: str, names: list[str]) -> str:
    """The table of contents with all these pages below a chapter, in order, all else as it was.

    Raises:
        CannotBegin: the chapter is not in it.
    """
    text = read_text(path)
    entry = re.search(rf"^(\s*)- file: {re.escape(chapter)}\n", text, re.MULTILINE)
    if entry is None:
        raise CannotBegin(
            f"{paths.short(path)}: the chapter that collects these pages is not in it; add `- file: {chapter}`"
        )
    indent, end = entry[1], entry.end()
    deeper = re.compile(rf"{indent}[ ]+\S.*\n")
    while below := deeper.match(text, end):
        end = below.end()
    pages = "".join(f"{indent}    - file: {chapter}/{name}\n" for name in names)
    return f"{text[: entry.end()]}{indent}  sections:\n{pages}{text[end:]}"
