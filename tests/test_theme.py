"""What the theme makes once and keeps: the pages in the sidebar, and pictures from build to build."""

import re
from pathlib import Path

import pytest

from evident.book import pictures, theme
from evident.book.pictures import Card, Picture

from .test_book_extension import Book, book

__all__ = ["book"]  # a fixture

SVG = '<svg width="100pt" height="50pt" viewBox="0 0 100 50"><path d="M 0 0 L 100 50" style="stroke: #000000"/></svg>'


def picture(title: str, svg: str = SVG) -> Picture:
    return Picture(title, "Mines, count", "", "Source: Xinhua.", "CC BY 4.0", svg=svg)


# -- the sidebar


def test_pages_that_lie_side_by_side_are_listed_with_their_titles(book: Book) -> None:
    book.page("chapter", "# Over {fact}`theme.mines` & *more*\n\n## Below\n")
    parts = theme.parts_of(book.build().app)
    assert parts is not None
    (part,) = parts
    assert list(part.pages) == ["chapter", "evidence", "evidence-other", "references"]
    assert part.pages["chapter"] == "Over over 7 &amp; <em>more</em>"
    assert part.pages["references"] == "References"


@pytest.mark.parametrize("entry", ["Elsewhere <https://example.org>", "Another title <chapter>", "self"])
def test_other_tables_of_contents_are_left_to_the_theme(book: Book, entry: str) -> None:
    book.contents = [entry, "chapter"]
    assert theme.parts_of(book.build().app) is None


def test_pages_below_a_page_are_listed_with_it(book: Book) -> None:
    book.page("inner", "# Inner\n")
    book.page("chapter", "# Chapter\n\n```{toctree}\ninner\n```\n")
    (part,) = theme.parts_of(book.build().app) or []
    assert part.below == {"chapter": {"inner": "Inner"}}
    assert "inner" not in part.pages


def test_what_lies_deeper_is_left_to_the_theme(book: Book) -> None:
    book.page("innermost", "# Innermost\n")
    book.page("inner", "# Inner\n\n```{toctree}\ninnermost\n```\n")
    book.page("chapter", "# Chapter\n\n```{toctree}\ninner\n```\n")
    assert theme.parts_of(book.build().app) is None


# -- pictures that are kept


@pytest.fixture
def drawn(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The titles of the pictures and cards that were drawn and not taken from those that were kept."""
    titles: list[str] = []
    compile_ = pictures._compile

    def noted(kind: str, pages: list, ppi: float) -> list[bytes]:
        titles.extend(page["title"] for page in pages)
        return compile_(kind, pages, ppi)

    monkeypatch.setattr(pictures, "_compile", noted)
    return titles


def test_only_what_changed_is_drawn_again(tmp_path: Path, drawn: list[str]) -> None:
    first = [picture("One"), picture("Two"), picture("Three")]
    made = pictures.exhibits(first, tmp_path / "kept")
    assert made == pictures.exhibits(first)  # the same bytes as without
    drawn.clear()
    assert pictures.exhibits(first, tmp_path / "kept") == made
    assert drawn == []
    changed = [picture("Three"), picture("Two", SVG.replace("#000000", "#ff0000")), picture("One")]
    again = pictures.exhibits(changed, tmp_path / "kept")
    assert drawn == ["Two"]
    assert (again[0], again[2]) == (made[2], made[0])
    assert again[1] != made[1]
    assert again == pictures.exhibits(changed)


def test_what_no_page_shows_any_more_is_not_kept(tmp_path: Path, drawn: list[str]) -> None:
    pictures.exhibits([picture("One"), picture("Two")], tmp_path)
    pictures.exhibits([picture("Two")], tmp_path)
    assert len(list(tmp_path.iterdir())) == 1
    pictures.exhibits([], tmp_path)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("damage", [b"", b"half", None])
def test_a_picture_that_was_damaged_is_drawn_again(
    tmp_path: Path, drawn: list[str], damage: bytes | None
) -> None:
    made = pictures.exhibits([picture("One")], tmp_path)
    (kept,) = tmp_path.iterdir()
    content = kept.read_bytes()
    kept.write_bytes(damage if damage is not None else content[:-9] + b"x" + content[-8:])
    drawn.clear()
    assert pictures.exhibits([picture("One")], tmp_path) == made
    assert drawn == ["One"]
    assert kept.read_bytes() == content


def test_another_look_draws_all_again(
    tmp_path: Path, drawn: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    pictures.exhibits([picture("One")], tmp_path / "exhibits")
    pictures.cards([Card("Page", "Text.", "Book")], tmp_path / "cards")
    template = tmp_path / "other.typ"
    template.write_text(re.sub("14pt", "15pt", pictures.TEMPLATE.read_text("utf8")), "utf8")
    monkeypatch.setattr(pictures, "TEMPLATE", template)
    drawn.clear()
    pictures.exhibits([picture("One")], tmp_path / "exhibits")
    pictures.cards([Card("Page", "Text.", "Book")], tmp_path / "cards")
    assert drawn == ["One", "Page"]
