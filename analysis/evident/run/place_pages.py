"""Do the pages of places and the values of which a notebook is made agree?

Belongs here: which page is of which place, as its front matter says, and what does not fit the ranges. Does not:
writing such pages (`starting/places.py`), what they print (`book/places.py`).
"""

import re
from collections.abc import Iterator
from pathlib import Path

import yaml

from evident import paths
from evident.evidence.ids import nearest
from evident.run import each, ranges
from evident.text.files import BadFile
from evident.text.yaml_files import read_yaml

PLACE = "place"  # in the front matter of a page
_FRONT = re.compile(r"\A---\n(.*?)\n---\n", re.DOTALL)


def place_in(source: str) -> str:
    """The place that the front matter of a page names; empty if none."""
    if not (match := _FRONT.match(source)):
        return ""
    try:
        told = yaml.safe_load(match[1])
    except yaml.YAMLError:  # MyST tells of it
        return ""
    return str(told.get(PLACE, "")) if isinstance(told, dict) else ""


def pages() -> dict[Path, str]:
    """The places of all pages that are of one, by file."""
    found = {}
    for path in sorted(paths.report().chapters.rglob("*.md")):
        with path.open(encoding="utf8", errors="replace") as file:
            begins = file.readline() == "---\n"
        if begins and (place := place_in(path.read_text("utf8", errors="replace"))):
            found[path] = place
    return found


def faults() -> Iterator[BadFile]:
    """Pages of places that no notebook is made for, places with two pages, and values without one where others have
    theirs."""
    of_page = pages()
    if not of_page:
        return
    made = {one.stem: many for one in paths.notebooks() if (many := each.each_of(one.stem))}
    values = sorted({str(value) for many in made.values() for value in many.values})
    first: dict[str, Path] = {}
    for path, place in of_page.items():
        if place not in values:
            near = nearest(place, values).rstrip("?")
            yield BadFile(
                path, 2, f"no notebook is made for {place!r}{near}", "mend the name, or delete the page"
            )
        elif place in first:
            yield BadFile(
                path,
                2,
                f"{paths.short(first[place])} is the page of {place} already",
                "delete one of the two",
            )
        first.setdefault(place, path)
    command = paths.report().command
    for notebook, many in made.items():
        if lost := [str(value) for value in many.values if str(value) not in first]:
            line = read_yaml(ranges.place()).line(notebook, many.parameter)
            message = (
                f"{', '.join(lost)} {'has' if len(lost) == 1 else 'have'} no page, and other values have"
            )
            yield BadFile(ranges.place(), line, message, f"call `{command} new places {notebook}`")
