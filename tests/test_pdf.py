"""The built PDF: whole, tagged, in the book's fonts, vector throughout, and saying what the facts say."""

import json
import re
from pathlib import Path

import pypdf
import pytest
import yaml
from pypdf.generic import IndirectObject

from evident import paths
from evident.book.index import anchor
from evident.export import payloads as facts
from evident.run import inputs, steps
from evident.run.fingerprint import fingerprint
from evident.run.parameters import load_edition
from evident.text.words import Words

from .annex import named_pages


@pytest.fixture(scope="module")
def pdf(built_pdf: Path) -> pypdf.PdfReader:
    return pypdf.PdfReader(built_pdf)


@pytest.fixture(scope="module")
def text(pdf: pypdf.PdfReader) -> str:
    return re.sub(r"\s+", " ", "\n".join(page.extract_text() for page in pdf.pages))


def part(holder: pypdf.generic.DictionaryObject, name: str) -> pypdf.generic.DictionaryObject:
    """An entry of a dictionary, empty where it has none."""
    return holder.get(name, pypdf.generic.DictionaryObject()).get_object()


def resources(pdf: pypdf.PdfReader, kind: str) -> list[pypdf.generic.DictionaryObject]:
    """All resources of a kind, also those inside form objects, each once."""
    found: dict[object, pypdf.generic.DictionaryObject] = {}

    def look(holder: pypdf.generic.DictionaryObject) -> None:
        inside = part(holder, "/Resources")
        for name, reference in part(inside, "/XObject").items():
            key = reference.idnum if isinstance(reference, IndirectObject) else name
            if ("x", key) not in found:
                found["x", key] = reference.get_object()
                look(reference.get_object())
        for name, reference in part(inside, "/Font").items():
            found["f", reference.idnum if isinstance(reference, IndirectObject) else name] = (
                reference.get_object()
            )

    for page in pdf.pages:
        look(page)
    return [value for (tag, _), value in found.items() if tag == kind]  # type: ignore[misc]


def page_text(pdf: pypdf.PdfReader, number: int) -> str:
    return re.sub(r"\s+", " ", pdf.pages[number].extract_text())


def test_size(pdf: pypdf.PdfReader, built_pdf: Path) -> None:
    assert 20 <= len(pdf.pages) < 290
    assert built_pdf.stat().st_size < 10_000_000


def test_tagged_and_in_english(pdf: pypdf.PdfReader) -> None:
    root = pdf.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert "/StructTreeRoot" in root
    assert str(root["/Lang"]).startswith("en")
    assert pdf.metadata
    assert pdf.metadata.title == "Shanxi in Transition"


def test_outline_has_chapters_and_their_findings(pdf: pypdf.PdfReader) -> None:
    def titles(entries: list) -> list[str]:
        return [t for e in entries for t in (titles(e) if isinstance(e, list) else [str(e.title)])]

    chapters = [str(e.title) for e in pdf.outline if not isinstance(e, list)]
    assert len(chapters) >= 4
    assert len(titles(pdf.outline)) >= 3 * len(chapters)


def test_fonts_are_embedded_and_ours(pdf: pypdf.PdfReader) -> None:
    fonts = resources(pdf, "f")
    assert fonts
    for font in fonts:
        inner = font.get("/DescendantFonts", [font])[0].get_object()
        descriptor = inner["/FontDescriptor"].get_object()
        assert {"/FontFile", "/FontFile2", "/FontFile3"} & set(descriptor), font["/BaseFont"]
        assert re.search("Loess|Noto|Math|Mono", str(font["/BaseFont"])), font["/BaseFont"]


def test_no_chart_is_a_picture_of_dots(pdf: pypdf.PdfReader) -> None:
    objects = resources(pdf, "x")
    assert [o for o in objects if o["/Subtype"] == "/Image"] == []


def test_facts_are_printed(built: inputs.Build, text: str) -> None:
    printed = (built.html / "mining.html").read_text("utf8")
    notebook = json.loads((built.notebooks / "mining.ipynb").read_text("utf8"))
    exported = [
        o["data"][facts.FACT]
        for c in notebook["cells"]
        for o in c.get("outputs", [])
        if facts.FACT in o["data"]
    ]
    used = [fact for fact in exported if f'#{anchor("fact", fact["key"])}"' in printed]
    assert len(used) >= 20
    missing = [fact["key"] for fact in used if re.sub(r"\s+", " ", fact["text"]) not in text]
    assert missing == []


def test_the_annex_names_the_pages_that_hold_a_fact(built: inputs.Build) -> None:
    exported = [
        output["data"][facts.FACT]
        for notebook in sorted(built.notebooks.glob("*.ipynb"))
        for cell in json.loads(notebook.read_text("utf8"))["cells"]
        for output in cell.get("outputs", [])
        if facts.FACT in output["data"]
    ]
    named = list(named_pages(built.pdf, exported))
    assert len(named) > 400
    # A number that is broken over two pages is named where its words end.
    missed = [(key, page) for key, page, held in named if not held]
    assert len(missed) < len(named) / 100, missed


def test_links_inside_the_document(pdf: pypdf.PdfReader) -> None:
    named = pdf.named_destinations
    inside = foreign = 0
    for page in pdf.pages:
        for annotation in page.get("/Annots", []):
            action = annotation.get_object()
            target = action.get("/Dest") or action.get("/A", {}).get_object().get("/D")
            inside += target is not None
            foreign += "/URI" in action.get("/A", {})
            if isinstance(target, str):
                assert target in named
    assert inside > 100
    assert foreign > 10


def test_inside_cover_says_how_to_cite_and_under_which_licence(pdf: pypdf.PdfReader) -> None:
    said = page_text(pdf, 1)
    fields = yaml.safe_load((paths.report().root / "CITATION.cff").read_text("utf8"))
    year = str(fields["date-released"])[:4]
    assert f"{fields['authors'][0]['name']} ({year}). {fields['title']}. Version {fields['version']}" in said
    assert "CC BY 4.0" in said
    assert "MIT licence" in said
    assert "independent of both" in said


def test_colophon_names_edition_sources_and_how_to_rebuild(pdf: pypdf.PdfReader, built: inputs.Build) -> None:
    said = page_text(pdf, -1)
    edition = load_edition("baseline")
    assert edition.title in said
    assert edition.reason in said
    assert f"Fingerprint of the sources: {steps.book_fingerprint(built)}" in said
    assert "Commit of the sources:" in said
    assert "make book" in said


def test_fingerprint_follows_names_and_contents(tmp_path: Path) -> None:
    one, two = tmp_path / "one", tmp_path / "two"
    one.write_text("400", "utf8")
    two.write_text("413", "utf8")
    first = fingerprint([("a", one), ("b", two)])
    assert re.fullmatch("[0-9a-f]{12}", first)
    assert fingerprint([("b", two), ("a", one)]) == first  # the order of the files says nothing
    assert fingerprint([("a", two), ("b", one)]) != first
    two.write_text("414", "utf8")
    assert fingerprint([("a", one), ("b", two)]) != first


THEMES = ("mining", "renewables", "hydrogen", "cooperation", "freight")


@pytest.mark.parametrize("theme", THEMES)
def test_a_chapter_opens_with_three_pull_numbers(theme: str, pdf: pypdf.PdfReader) -> None:
    # What the first cards of the chapter say stands on the page that its bookmark leads to, or begins the next.
    chapter = (paths.report().chapters / f"{theme}.md").read_text("utf8")
    block = re.search(r"```\{keynumbers\}\n(.*?)```", chapter, re.DOTALL)
    assert block, f"{theme}.md has no key numbers"
    cards = [card.splitlines() for card in block[1].strip().split("\n\n")]
    assert len(cards) == 3
    number = THEMES.index(theme) + 1
    opener = next(o for o in pdf.outline if not isinstance(o, list) and str(o.title).startswith(f"{number} "))
    first = pdf.get_destination_page_number(opener)
    # A long opening may push the last card over the page.
    said = " ".join(page_text(pdf, page) for page in (first, first + 1)).replace("- ", "")
    for _, *label in cards:
        bare = re.sub(r"\{claim\}`+|\s*<[\w., ]+>`+", "", " ".join(label))
        words = re.split(r"\{fact\}`[^`]*`", bare)
        assert max(words, key=len).strip().replace("- ", "").replace("'", "’")[:20] in said


def test_the_summary_follows_the_contents_and_is_short(pdf: pypdf.PdfReader) -> None:
    pages = {str(o.title): pdf.get_destination_page_number(o) for o in pdf.outline if not isinstance(o, list)}
    first = next(page for title, page in pages.items() if title.startswith("1 "))
    before = pdf.pages[pages["In brief"] - 1].extract_text()
    assert len(re.findall(r"\d+$", before, re.MULTILINE)) > 10  # no empty page: it lists pages
    assert pages["In brief"] + 2 <= first <= pages["In brief"] + 6  # and is short, with the summary


def test_the_pdf_has_the_charts_and_no_explorer(text: str) -> None:
    words = Words("en")
    assert "Intelligent mines forecast" in text  # it can be read
    for key in ("cooperation.burden", "mining.pace"):
        assert words(f"{key}.title") not in text
        assert words(f"{key}.static") not in text
