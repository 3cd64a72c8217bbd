"""The pages of the provinces: all of them, each its own, and honest about what is not known."""

import re
from pathlib import Path

import pypdf
import pytest

from evident import paths
from evident.run import each, place_pages
from evident.run.inputs import Build
from evident.text.words import Words
from shanxi.figures import atlas

PLACES = each.each_of("province").values if each.each_of("province") else ()
SLUGS = [each.slug(place) for place in PLACES]
_TAGS = re.compile(r"<svg.*?</svg>|<[^>]+>", re.DOTALL)


def page(book: Path, place: str) -> str:
    return (book / f"provinces/{each.slug(place)}.html").read_text("utf8")


def words(html: str) -> str:
    return " ".join(_TAGS.sub(" ", html).split())


def test_pages_range_and_tiles_are_of_the_same_places() -> None:
    assert len(PLACES) == 31
    assert sorted(place_pages.pages().values()) == sorted(PLACES) == sorted(atlas.TILES)
    assert list(place_pages.faults()) == []
    assert len({(row, column) for _, row, column in atlas.TILES.values()}) == 31
    assert len({code for code, *_ in atlas.TILES.values()}) == 31


def test_each_page_links_to_its_own_numbers_only(built_book: Path) -> None:
    for place, slug in zip(PLACES, SLUGS, strict=True):
        html = page(built_book, place)
        ids = set(re.findall(r'id="([^"]+)"', html))
        linked = re.findall(r'class="fact[^"]*" href="#([^"]+)"', html)
        assert len(linked) > 40, place
        assert set(linked) <= ids, place
        assert all(anchor.split("-", 1)[1].startswith(f"province-{slug}-") for anchor in linked), place
        # Nothing else on the page is of another run either.
        others = [other for other in SLUGS if other != slug and not slug.startswith(other)]
        assert not [other for other in others if f"province-{other}-" in html], place


def test_sentences_differ_because_claims_do(built_book: Path) -> None:
    said = {place: words(page(built_book, place)) for place in PLACES}
    assert "one of the rich places of China" in said["Beijing"]
    assert "one of the poor places of China" in said["Gansu"]
    assert "It digs more coal than it burns" in said["Inner Mongolia"]
    assert "It digs more coal than it burns" not in said["Zhejiang"]
    for place in ("Gansu", "Ningxia", "Yunnan"):
        assert "Whether it digs more coal than it burns" in said[place]
        assert "as if " + place + " were asked" in said[place]
    assert not [place for place, text in said.items() if "✗" in text]
    assert "Water gave more than any other single source" in said["Sichuan"]
    # As many different pages as places, beyond their numbers.
    bare = {
        re.sub(
            r"[\d.,−%]+",
            "",
            text[text.index("What is made per head") : text.index("The numbers of this page")],
        )
        for text in said.values()
    }
    assert len(bare) > 20


def test_tibet_says_what_is_missing(built_book: Path) -> None:
    html = page(built_book, "Tibet")
    said = words(html)
    assert (
        "does not list this place: what it emits is not in the panel, which does not mean that it emits nothing"
        in said
    )
    assert "cannot be told without an inventory" in said
    assert "not in the inventory" in said  # in the table of rules
    assert "exhibit-province-tibet-carbon" not in html
    assert "exhibit-province-zhejiang-carbon" in page(built_book, "Zhejiang")


def test_no_page_says_that_something_is_not_known_in_its_prose(built_book: Path) -> None:
    unknown = Words("en")("common.not_known")
    for place in PLACES:
        prose = words(page(built_book, place).partition("<h2>The numbers of this page")[0])
        assert unknown not in prose, place
        assert "  " not in prose.replace("\n", " ")


def test_the_map_leads_to_every_page(built_book: Path) -> None:
    html = (built_book / "provinces.html").read_text("utf8")
    tiles = html[html.index('<ul class="tiles"') :].partition("</ul>")[0]
    assert re.findall(r'<a href="provinces/([\w-]+)\.html"', tiles) == SLUGS
    assert 'aria-label="Zhejiang, ' in tiles


def test_the_map_says_what_its_shades_and_signs_mean(built_book: Path) -> None:
    html = (built_book / "provinces.html").read_text("utf8")
    tiles, legend = html[html.index('<ul class="tiles"') :].split("</ul>")[:2]
    shades = set(re.findall(r"tile-band-(\d)", tiles))
    assert set(re.findall(r"tile-swatch tile-band-(\d)", legend)) == shades
    signs = re.findall(r'<span class="tile-sign">([^<]+)</span>([^<]+)', legend)
    assert {sign for sign, _ in signs} == {"▲", "?"}
    assert all(said.strip() for _, said in signs)


def test_only_their_own_pages_list_them_in_the_side_bar(built_book: Path) -> None:
    link = 'href="provinces/tibet.html"'
    assert link not in (built_book / "mining.html").read_text("utf8")
    assert 'href="tibet.html"' in page(built_book, "Zhejiang").partition("<article")[0]


def test_exhibits_of_a_place_have_no_numbers(built_book: Path) -> None:
    assert not re.search(r">\s*Figure \d+\s*<", page(built_book, "Zhejiang"))


def test_they_are_a_pdf_of_their_own(built: Build) -> None:
    file = built.folder / paths.report().collection_pdf
    reader = pypdf.PdfReader(file)
    assert 31 < len(reader.pages) <= 2 * 31 + 1
    texts = [text.extract_text() for text in reader.pages]
    whole = " ".join(" ".join(texts).split())
    assert all(place in whole for place in PLACES)
    assert "The numbers of this page" not in whole
    main = " ".join(" ".join(p.extract_text() for p in pypdf.PdfReader(built.pdf).pages).split())
    assert "The provinces drew nearer" in main
    assert "The fourth rule of that chapter, carbon drawn" not in main


@pytest.mark.parametrize("word", ["Zhejiang", "Tibet"])
def test_the_search_knows_them(built_book: Path, word: str) -> None:
    index = (built_book / "_static" / "search" / "report.js").read_text("utf8")
    assert f'"provinces/{word.lower()}.html","{word}"' in index
