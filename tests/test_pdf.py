"""The built PDF: whole, tagged, in the book's fonts, vector throughout, and saying what the facts say."""

import json
import re
from pathlib import Path

import pypdf
import pytest
from pypdf.generic import IndirectObject

from shanxi import facts, pipeline


@pytest.fixture(scope="module")
def pdf(built_pdf: Path) -> pypdf.PdfReader:
    return pypdf.PdfReader(built_pdf)


@pytest.fixture(scope="module")
def text(pdf: pypdf.PdfReader) -> str:
    return re.sub(r"\s+", " ", "\n".join(page.extract_text() for page in pdf.pages))


def resources(pdf: pypdf.PdfReader, kind: str) -> list[pypdf.generic.DictionaryObject]:
    """All resources of a kind, also those inside form objects, each once."""
    found: dict[object, pypdf.generic.DictionaryObject] = {}

    def look(holder: pypdf.generic.DictionaryObject) -> None:
        inside = holder.get("/Resources", {}).get_object()
        for name, reference in inside.get("/XObject", {}).get_object().items():
            key = reference.idnum if isinstance(reference, IndirectObject) else name
            if ("x", key) not in found:
                found["x", key] = reference.get_object()
                look(reference.get_object())
        for name, reference in inside.get("/Font", {}).get_object().items():
            found["f", reference.idnum if isinstance(reference, IndirectObject) else name] = reference.get_object()

    for page in pdf.pages:
        look(page)
    return [value for (tag, _), value in found.items() if tag == kind]  # type: ignore[misc]


def test_size(pdf: pypdf.PdfReader, built_pdf: Path) -> None:
    assert len(pdf.pages) >= 20
    assert built_pdf.stat().st_size < 8_000_000


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


def test_facts_are_printed(built: pipeline.Build, text: str) -> None:
    printed = (built.html / "mining.html").read_text("utf8")
    notebook = json.loads((built.notebooks / "mining.ipynb").read_text("utf8"))
    exported = [o["data"][facts.FACT] for c in notebook["cells"] for o in c.get("outputs", []) if facts.FACT in o["data"]]
    used = [fact for fact in exported if f'"{fact["key"]}"' in printed]
    assert len(used) >= 20
    missing = [fact["key"] for fact in used if re.sub(r"\s+", " ", fact["text"]) not in text]
    assert missing == []


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
