"""Which exhibits go to the top of a page, so that no page stays half empty, and which tables stay whole.

Belongs here: reading the layout and choosing. Does not: setting exhibits (`template.typ`).

An exhibit stands where the text has it if it fits into the rest of the page. If it does not, it floats to the
top of the next page and the text that follows fills the gap. Typst floats an exhibit in any case or never, so
the book is laid out, the first exhibit of each chapter that leaves a gap floats, and so on until none does.

A long table may break over pages, with its head repeated. One that breaks though a page could hold it is kept whole;
then it leaves a gap, and floats like any other exhibit.
"""

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import pairwise

import typst

from evident.typst import source

BOTTOM = 272.0  # millimetres from the top of the page to the end of its text
TOP = 27.0  # where the text of a page begins
GAP = 28.0  # millimetres of white that are not worth a float
TALLEST = 205.0  # millimetres of a table, without its title, that a page can hold
WHOLE = "/whole"  # behind the place of a table that does not break


@dataclass(frozen=True)
class Spot:
    """A point in the layout: `place` is chapter and count of the block, `edge` start, start-broken (of a table that may
    break), start-list (of one too long to be kept whole) or end, `y` is in mm."""

    place: str
    edge: str
    page: int
    y: float

    @property
    def order(self) -> tuple[str, int, bool]:
        """Chapter, count and whether it is the end: the order of the text, not of the layout."""
        chapter, _, count = self.place.rpartition(":")
        return chapter, int(count), self.edge == "end"


# A compiler of a source that may include the book's files, given the inputs.
MakeCompiler = Callable[[str, dict[str, str]], typst.Compiler]


def place_exhibits(docnames: Iterable[str], compiler: MakeCompiler) -> str:
    """Lay chapters out until no exhibit leaves a gap before it.

    Args:
        docnames: the chapters. Each begins on a page of its own, so that one says nothing about another, and
            those in which nothing moves any more are laid out no further.

    Returns:
        the value of the input `floats`: the places of the exhibits that float, and with `WHOLE` behind them those
        of tables that do not break, separated by spaces; empty for a book that does not compile, which the compiler
        itself reports best.
    """
    floats: set[str] = set()
    moving = list(docnames)
    while moving:
        chapters = [f"#chapter(include {source.string(f'chapters/{docname}.typ')})" for docname in moving]
        draft = "\n".join(['#import "/template.typ": *', "#show: pages", *chapters])
        inputs = {"floats": " ".join(sorted(floats)), "draft": "true"}
        try:
            found = compiler(draft, inputs).query("<spot>", field="value")
        except RuntimeError:
            return ""
        spots = [Spot(**spot) for spot in json.loads(found)]
        more = leaving_gaps(spots, floats) | broken(spots)
        floats |= more
        moving = [docname for docname in moving if any(place.startswith(f"{docname}:") for place in more)]
    return " ".join(sorted(floats))


def leaving_gaps(spots: list[Spot], floats: set[str]) -> set[str]:
    """The first exhibit of each chapter that went to a new page and left a gap on the one before.

    Args:
        spots: of all blocks, in any order.
        floats: places of the exhibits that float already.
    """
    found: dict[str, str] = {}
    lowest: dict[tuple[str, int], float] = {}  # where the last block of a chapter's page ends, floats too
    for spot in spots:
        if spot.edge == "end":
            page = spot.order[0], spot.page
            lowest[page] = max(lowest.get(page, 0.0), spot.y)
    before: Spot | None = None
    for spot in sorted((s for s in spots if s.place not in floats), key=lambda s: s.order):
        chapter = spot.order[0]
        if spot.edge == "start" and before is not None and before.order[0] == chapter:
            end = lowest.get((chapter, spot.page - 1), BOTTOM)
            if spot.page > before.page and BOTTOM - end > GAP:
                found.setdefault(chapter, spot.place)
        if spot.edge == "end":
            before = spot
    return set(found.values())


def broken(spots: list[Spot]) -> set[str]:
    """The tables that break over two pages though one could hold them, each place with `WHOLE` behind it.

    Not before a list: moved as a whole to the next page, the table would stand amid the list, which begins above it.
    """
    ends = {spot.place: spot for spot in spots if spot.edge == "end"}
    # The first mark of each block: running text has one at its end only, so that it is no start of a list.
    first = {spot.place: spot for spot in sorted(spots, key=lambda spot: spot.order, reverse=True)}
    blocks = sorted(first.values(), key=lambda spot: spot.order)
    after = {spot.place: later.edge for spot, later in pairwise(blocks) if later.order[0] == spot.order[0]}
    found = set()
    for spot in spots:
        end = ends.get(spot.place)
        if after.get(spot.place) == "start-list":
            continue
        if spot.edge == "start-broken" and end and end.page == spot.page + 1:
            height = BOTTOM - spot.y + end.y - TOP
            if height <= TALLEST:
                found.add(spot.place + WHOLE)
    return found
