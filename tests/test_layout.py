"""The pages of the PDF: none half empty but the last of a chapter, and no table broken that a page could hold.

A page is looked at as a picture: how far down it something is printed. The annex is set in columns, and is left out.
"""

import io
import json
from itertools import pairwise
from pathlib import Path

import numpy as np
import pypdf
import pytest
import typst
from matplotlib.image import imread

from evident import paths
from evident.run.inputs import Build
from evident.typst.placement import BOTTOM, TALLEST, TOP, WHOLE, Spot, broken, leaving_gaps

EMPTY = 60.0  # millimetres of white at the end of a page that a reader takes for a mistake
HEIGHT = 297.0  # of a page
PRINTED = 235  # of a grey between 0 and 255: lighter is paper
ROOM = 40.0  # millimetres at least of a broken table on its first page
FAR = 1.25 * (BOTTOM - TOP)  # a page of text, and a little, since an exhibit stands at the top of a page
DOTS = 24  # an inch
# Chapters in which large exhibits stand in a row: each waits for the one before it, with little text to put between them.
IN_A_ROW = ("firmness", "provinces")


def reader(pdf: Path) -> pypdf.PdfReader:
    return pypdf.PdfReader(pdf)


def first_pages(pdf: Path) -> list[int]:
    """The pages on which chapters begin, from 1."""
    found = reader(pdf)
    entries = [entry for entry in found.outline if not isinstance(entry, list)]
    return [int(found.get_destination_page_number(entry) or 0) + 1 for entry in entries]


def white_at_the_end(picture: np.ndarray) -> float:
    """Millimetres from the last that is printed on a page to where its text may end."""
    grey = picture[:, :, :3].mean(axis=2) * 255
    each = HEIGHT / len(grey)
    text = grey[int(TOP / each) - 1 : int(BOTTOM / each) + 1]
    printed = np.flatnonzero((text < PRINTED).any(axis=1))
    return BOTTOM - TOP - (printed[-1] + 1) * each if len(printed) else BOTTOM - TOP


def source_of(build: Build) -> Path:
    return build.work / "typst/source"


def compiler(build: Build) -> typst.Compiler:
    """The book as it was set, with the exhibits at the places that were found for them."""
    kept = json.loads((build.work / "typst/chapters.json").read_text("utf8"))
    floats = sorted(place for one in kept.values() for place in one["floats"])
    fonts = typst.Fonts(include_system_fonts=False, font_paths=[str(paths.FONTS)])
    main = (source_of(build) / "main.typ").read_bytes()
    return typst.Compiler(
        main, root=str(source_of(build)), font_paths=fonts, sys_inputs={"floats": " ".join(floats)}
    )


@pytest.fixture(scope="module")
def pictures(built: Build) -> list[np.ndarray]:
    """Each page of the book as dots."""
    made = compiler(built).compile(format="png", ppi=DOTS)
    return [imread(io.BytesIO(page)) for page in (made if isinstance(made, list) else [made])]


@pytest.fixture(scope="module")
def spots(built: Build) -> list[Spot]:
    """Where the exhibits of the book lie."""
    return [Spot(**spot) for spot in json.loads(compiler(built).query("<spot>", field="value"))]


def test_no_page_is_half_empty_but_before_a_chapter(
    pictures: list[np.ndarray], built_pdf: Path, spots: list[Spot]
) -> None:
    assert len(pictures) == len(reader(built_pdf).pages)
    starts = first_pages(built_pdf)
    annex = _annex(built_pdf, starts)
    row = {spot.page for spot in spots if spot.order[0] in IN_A_ROW}
    empty = {
        number: round(white)
        for number, picture in enumerate(pictures[:annex], 1)
        if number > 3
        and number not in row
        and number + 1 not in starts
        and (white := white_at_the_end(picture)) > EMPTY
    }
    assert not empty, f"pages, and the millimetres that are white at their ends: {empty}"


def _annex(pdf: Path, starts: list[int]) -> int:
    """How many pages come before the evidence catalogue."""
    entries = [str(entry.title) for entry in reader(pdf).outline if not isinstance(entry, list)]
    return (
        next(start for start, title in zip(starts, entries, strict=True) if title.startswith("Evidence:")) - 1
    )


def test_no_table_is_broken_that_a_page_can_hold(spots: list[Spot]) -> None:
    assert broken(spots) == set()


def test_a_broken_table_has_some_rows_on_its_first_page(spots: list[Spot]) -> None:
    ends = {spot.place: spot for spot in spots if spot.edge == "end"}
    stubs = [
        spot
        for spot in spots
        if spot.edge in ("start-broken", "start-list")
        and ends[spot.place].page > spot.page
        and BOTTOM - spot.y < ROOM
    ]
    assert not stubs


def test_exhibits_are_near_where_the_text_has_them(spots: list[Spot]) -> None:
    """From the end of the text before an exhibit to its beginning; one that follows another waits for it."""
    chapters: dict[str, list[Spot]] = {}
    for spot in sorted(spots, key=lambda spot: spot.order):
        chapters.setdefault(spot.order[0], []).append(spot)
    far = {
        after.place: round(way)
        for chapter, own in chapters.items()
        if chapter not in IN_A_ROW
        for before, after in pairwise(own)
        if before.edge == "end" and after.edge.startswith("start") and (way := _way(before, after)) > FAR
    }
    assert not far, f"exhibits, and millimetres from their text; move them up in their chapters: {far}"


def _way(before: Spot, after: Spot) -> float:
    """Millimetres of text from one point to another."""
    return (after.page - before.page) * (BOTTOM - TOP) + after.y - before.y


# -- what the tests measure


def test_white_is_measured_from_the_last_line() -> None:
    page = np.ones((297, 210, 4))
    assert white_at_the_end(page) == pytest.approx(BOTTOM - TOP)
    page[100, 50:60, :3] = 0
    assert white_at_the_end(page) == pytest.approx(171, abs=2)
    page[285, 50:60, :3] = 0  # the foot of the page is no text
    assert white_at_the_end(page) == pytest.approx(171, abs=2)


def test_a_table_is_kept_whole_if_a_page_holds_it() -> None:
    def table(start: float, end: float, pages: int = 1) -> list[Spot]:
        return [Spot("ore:2", "start-broken", 4, start), Spot("ore:2", "end", 4 + pages, end)]

    assert broken(table(200, 100)) == {f"ore:2{WHOLE}"}  # 72 and 73 mm
    assert broken(table(BOTTOM - 100, TOP + TALLEST - 99)) == set()
    assert broken(table(200, 100, pages=2)) == set()
    assert broken(table(100, 200, pages=0)) == set()
    assert broken([Spot("ore:2", "start", 4, 200), Spot("ore:2", "end", 5, 100)]) == set()


def test_a_whole_table_that_leaves_a_gap_floats() -> None:
    laid = [Spot("ore:1", "end", 4, 150.0), Spot("ore:2", "start", 5, 30.0), Spot("ore:2", "end", 5, 180.0)]
    assert leaving_gaps(laid, {f"ore:2{WHOLE}"}) == {"ore:2"}
