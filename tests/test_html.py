"""The built HTML book: well formed, every link leads somewhere, nothing is asked of another host."""

import re
import struct
from collections import Counter
from functools import cache
from pathlib import Path
from urllib.parse import unquote, urlsplit

import html5lib
import pytest
from bs4 import BeautifulSoup, Tag

from evident.text.words import Words

# What a browser fetches by itself, as against a link that a reader may follow.
PLACES = "provinces"  # the folder of the pages of places, whose sentences say what was found of each
ASKED = "claim="  # a fragment that sets the chooser
LISTED = re.compile(r"kind=\w+")  # one that sets the filter of the catalogue
FETCHED = {
    "img": "src",
    "script": "src",
    "link": "href",
    "source": "src",
    "iframe": "src",
    "object": "data",
    "use": "href",
}
CSS_URL = re.compile(r"(?:@import\s+(?:url\(\s*)?|url\(\s*)['\"]?(?P<address>[^'\")\s;]+)")
# A script may name an address in a comment or a message; these are the ways by which it would ask for it.
ASKED_BY_SCRIPT = re.compile(
    r"(?:fetch|importScripts|import|sendBeacon|\.open)\(\s*['\"](?:https?:)?//|\.src\s*=\s*['\"](?:https?:)?//|"
    r"new (?:WebSocket|EventSource|Worker)\("
)


@cache
def parsed(page: Path) -> BeautifulSoup:
    return BeautifulSoup(page.read_text("utf8"), "html.parser")


@cache
def ids(page: Path) -> Counter[str]:
    return Counter(str(tag["id"]) for tag in parsed(page).find_all(id=True))


def pages(built_book: Path) -> list[Path]:
    found = sorted(built_book.rglob("*.html"))
    assert len(found) > 3
    return found


def read(built_book: Path) -> list[Path]:
    """The pages of the book itself, without those that show one exhibit on the pages of others."""
    return [page for page in pages(built_book) if page.parent.name != "embed"]


def test_pages_are_well_formed(built_book: Path) -> None:
    faults = []
    for page in pages(built_book):
        parser = html5lib.HTMLParser()
        parser.parse(page.read_text("utf8"))
        faults += [f"{page.name}:{place[0]}: {code} {data}" for place, code, data in parser.errors]
    assert faults == []


def test_ids_are_unique(built_book: Path) -> None:
    assert [f"{p.name}#{i}" for p in pages(built_book) for i, count in ids(p).items() if count > 1] == []


def test_every_link_inside_the_book_leads_somewhere(built_book: Path) -> None:
    faults, followed = [], 0
    for page in pages(built_book):
        for tag in parsed(page).find_all(True):
            for name in ("href", "src", "aria-describedby", "aria-labelledby", "xlink:href"):
                address = tag.get(name)
                if not address:
                    continue
                address = f"#{address}" if name.startswith("aria") else str(address)
                parts = urlsplit(address)
                if parts.scheme or parts.netloc:
                    continue
                target = (page.parent / unquote(parts.path)).resolve() if parts.path else page
                followed += 1
                if not target.is_file():
                    faults.append(f"{page.name}: {address}: no such file")
                elif parts.fragment.startswith(ASKED):  # what the chooser is set to, by its script
                    key = unquote(parts.fragment.removeprefix(ASKED))
                    if f'"{key}"' not in target.read_text("utf8"):
                        faults.append(f"{page.name}: {address}: the chooser has no such claim")
                elif target.name == "evidence.html" and LISTED.fullmatch(parts.fragment):
                    pass
                elif (
                    parts.fragment and target.suffix == ".html" and unquote(parts.fragment) not in ids(target)
                ):
                    faults.append(f"{page.name}: {address}: no such anchor")
    assert sorted(set(faults)) == []
    assert followed > 100


def test_no_page_asks_another_host(built_book: Path) -> None:
    faults = []
    for page in pages(built_book):
        for tag in parsed(page).find_all(list(FETCHED)):
            address = str(tag.get(FETCHED[tag.name], ""))
            if tag.name == "link" and tag.get("rel") == ["canonical"]:
                continue
            if urlsplit(address).netloc:
                faults.append(f"{page.name}: {tag.name} {address}")
        faults += [f"{page.name}: script asks {m[0]}" for m in ASKED_BY_SCRIPT.finditer(_scripts(page))]
    assert faults == []


def _scripts(page: Path) -> str:
    return "\n".join(tag.get_text() for tag in parsed(page).find_all("script"))


def test_no_style_sheet_or_script_asks_another_host(built_book: Path) -> None:
    sheets = sorted(built_book.rglob("*.css"))
    assert any(sheet.name == "book.css" for sheet in sheets)
    faults = [
        f"{sheet.name}: {match['address']}"
        for sheet in sheets
        for match in CSS_URL.finditer(sheet.read_text("utf8"))
        if not match["address"].startswith("data:") and urlsplit(match["address"]).netloc
    ]
    for script in sorted(built_book.rglob("*.js")):
        faults += [f"{script.name}: {m[0]}" for m in ASKED_BY_SCRIPT.finditer(script.read_text("utf8"))]
    assert faults == []


def test_every_figure_has_alt_text_data_and_files(built_book: Path) -> None:
    figures = [
        (page, figure) for page in read(built_book) for figure in parsed(page).select("figure.exhibit-figure")
    ]
    assert figures
    for page, figure in figures:
        if figure.select_one(".tiles"):  # a map of links, which is text
            assert figure.select("details table tbody tr"), figure["id"]
            continue
        drawings = figure.select("svg[role=img]")
        assert [tag["class"] for tag in drawings] == [["chart-wide"], ["chart-narrow"]], figure["id"]
        assert all(len(str(tag["aria-label"])) > 20 for tag in drawings), figure["id"]
        assert figure.select("details table tbody tr"), figure["id"]
        assert {Path(str(a["href"])).suffix for a in figure.select(".exhibit-downloads a")} == {
            ".csv", ".xlsx", ".svg", ".json", ".ipynb", *([] if page.parent.name == PLACES else [".png"]),
        }  # fmt: skip


@cache
def notes(page: Path) -> dict[str, Tag]:
    return {str(tag["id"]): tag for tag in parsed(page).select(".fact-note")}


def test_no_line_ends_inside_a_range_of_a_fact(built_book: Path) -> None:
    """A browser may break behind a dash, so both ends stand in one span that may not be broken."""
    ranges = 0
    for page in pages(built_book):
        for fact in parsed(page).select("a.fact"):
            found = re.findall(r"[\d.,]+–[\d.,]*\d", fact.get_text())
            ranges += len(found)
            kept = "".join(span.get_text() for span in fact.select(".unbroken"))
            assert all(text in kept for text in found), (page.name, fact)
    assert ranges > 0


def test_each_entry_of_the_glossary_says_where_it_is_used_and_names_one_of_pages_that_are_alike(
    built_book: Path,
) -> None:
    for entry in parsed(built_book / "glossary.html").select("dl.glossary > dd"):
        used = [str(link["href"]) for link in entry.select(".glossary-uses a")]
        assert used, entry.get_text()
        assert sum(href.startswith(f"{PLACES}/") for href in used) <= 1, used


def test_every_fact_in_the_text_is_described(built_book: Path) -> None:
    facts, published = 0, 0
    for page in pages(built_book):
        for fact in parsed(page).select("a.fact"):
            facts += 1
            note = notes(page)[str(fact["aria-describedby"])]
            assert len(note.select("p")) >= 4, fact["href"]  # value, how it was obtained, basis, link
            # The evidence is the first link of the last line; what stands before leads to where it was published.
            *said, last = note.select("p")
            assert last.select("a")[0]["href"] == fact["href"]
            outside = [str(link["href"]) for line in said for link in line.select("a")]
            assert all(href.startswith(("http://", "https://")) for href in outside), (fact["href"], outside)
            published += bool(outside)
    assert facts > 10
    assert published > 10


def test_every_claim_in_the_text_holds_and_says_what_was_tested(built_book: Path) -> None:
    """In the baseline none is printed that does not."""
    claims, headings = 0, 0
    for page in pages(built_book):
        for claim in parsed(page).select("span.claim"):
            if claim.find_parent("nav"):  # the contents have the words of headings and no marks
                assert not claim.select("a"), claim
                continue
            (mark,) = claim.select("a.claim-mark")
            claims += 1
            headings += claim.find_parent(["h1", "h2", "h3"]) is not None
            assert "claim-holds" in mark["class"], claim.get_text()
            assert claim.get_text().removesuffix(mark.get_text()).strip(), mark["href"]
            said = [tag.get_text() for tag in notes(page)[str(mark["aria-describedby"])].select("p")]
            words = Words("zh_CN" if built_book / "zh" in page.parents else "en")
            kinds = ("holds", "found") if page.parent.name == PLACES else ("holds",)
            assert said[0] in [words.raw(f"book.claim.{kind}") for kind in kinds], page
            tested = words.raw("book.claim.tested").partition("{")[0]
            assert any(line.startswith(tested) for line in said[1:]), mark["href"]
            assert "#claim-" in str(mark["href"])
    assert claims > 50
    assert headings > 10


def test_no_link_stands_inside_a_link(built_book: Path) -> None:
    """A heading with a claim is also an entry of the contents, which is a link."""
    assert [f"{page.name}: {tag}" for page in pages(built_book) for tag in parsed(page).select("a a")] == []


@pytest.mark.parametrize("name", ["fontawesome", "mathjax", "thebe", "require.min", "mermaid"])
def test_nothing_is_shipped_that_no_page_uses(built_book: Path, name: str) -> None:
    assert [path.name for path in built_book.rglob("*") if name in path.name.lower()] == []


def test_every_exhibit_can_be_cited_at_a_stable_address(built_book: Path) -> None:
    exhibits = [
        (page, figure) for page in read(built_book) for figure in parsed(page).select("figure.exhibit")
    ]
    assert exhibits
    for page, figure in exhibits:
        cite = figure.select_one(".exhibit-cite")
        assert cite is not None, figure["id"]
        assert str(cite.select("a")[0]["href"]) in (f"#{figure['id']}", f"{page.name}#{figure['id']}")
        assert "CC BY 4.0" in cite.get_text()


def test_pages_have_cards(built_book: Path) -> None:
    for page in read(built_book):
        if page.name == "404.html":
            continue
        said = {str(m["property"]): str(m["content"]) for m in parsed(page).select("meta[property]")}
        assert said["og:title"], page.name
        assert 20 < len(said["og:description"]) <= 201, page.name
        card = (page.parent / said["og:image"]).read_bytes()
        # The header of a PNG: eight bytes of signature, length and name of the first chunk, width, height.
        assert (card[:4], struct.unpack(">II", card[16:24])) == (b"\x89PNG", (1200, 630)), page.name
    title = parsed(built_book / "mining.html").select_one("meta[property='og:title']")
    assert title is not None
    assert not str(title["content"])[0].isdigit()
