"""What each exhibit of the built book offers to take away."""

import json
import struct
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

from evident.book import pictures
from evident.book.downloads import csv_of, metadata_of
from evident.book.notebooks import Exports
from evident.book.pictures import Card, Picture
from evident.book.sharing import LENGTH, shortened
from evident.evidence.sources import Source

SVG = '<svg width="100pt" height="50pt" viewBox="0 0 100 50"><path d="M 0 0 L 100 50" style="stroke: #000000"/></svg>'
TEXTS = {
    "title": "It rose",
    "subtitle": "Mines, count",
    "note": "",
    "sources": "Source: Xinhua.",
    "credit": "CC BY 4.0",
}


def size(png: bytes) -> tuple[int, int]:
    """Width and height: after eight bytes of signature, length and name of the first chunk."""
    assert png[:8] == b"\x89PNG\r\n\x1a\n"
    width, height = struct.unpack(">II", png[16:24])
    return width, height


@pytest.fixture(scope="module")
def records(built_book: Path) -> list[dict]:
    found = [
        json.loads(f.read_text("utf8")) for f in sorted((built_book / "_downloads/exhibits").glob("*.json"))
    ]
    assert len(found) > 20
    return found


def test_metadata_tells_what_it_is_and_whence(records: list[dict]) -> None:
    for record in records:
        assert record["title"], record["key"]
        assert record["licence"]["name"] == "CC BY 4.0"
        assert record["as_of"] == "2026-11-27"
        assert record["notebook"]["name"] == f"{record['key'].split('.')[0]}.ipynb"
        assert record["notebook"]["cell"], record["key"]
        assert record["title"].removesuffix(".") in record["citation"]
        assert "(2026)" in record["citation"]
        for source in record["sources"]:
            assert source["publisher"], record["key"]
            assert {"published", "url"} <= source.keys()


def test_the_files_that_metadata_names_are_there(records: list[dict], built_book: Path) -> None:
    for record in records:
        wanted = {"csv", "png", "notebook"} | ({"svg"} if record["kind"] == "figure" else set())
        # The exhibits of places, alike and many, have no picture of points.
        assert set(record["files"]) == wanted - ({"png"} if "@" in record["key"] else set())
        assert all((built_book / path).is_file() for path in record["files"].values()), record["key"]
        page, _, anchor = record["address"].partition("#")
        assert f'id="{anchor}"' in (built_book / page).read_text("utf8")


def test_pictures_hold_title_and_sources(records: list[dict], built_book: Path) -> None:
    for record in records:
        # 493.6 points wide at 144 dots an inch: 987.2 dots.
        if "png" in record["files"]:
            assert size((built_book / record["files"]["png"]).read_bytes())[0] in (987, 988), record["key"]
        if record["kind"] == "figure":
            svg = ET.parse(built_book / record["files"]["svg"]).getroot()
            text = " ".join("".join(e.itertext()) for e in svg.iter("{http://www.w3.org/2000/svg}text"))
            assert record["title"].replace("\u00a0", " ") in text.replace("\u00a0", " "), record["key"]
            assert "Source" in text
            assert record["address"] in text


def test_metadata_tells_what_its_title_rests_on_and_what_is_assumed(records: list[dict]) -> None:
    bound = [record for record in records if record["title_rests_on"]]
    assert len(bound) > len(records) / 2
    for record in bound:
        one_of_many = "@" in record["key"]  # its title says what was found of the place, whichever it is
        for claim in record["title_rests_on"]:
            assert claim["test"], record["key"]
            assert claim["holds"] is True or one_of_many, record["key"]
    for record in records:
        assert record["how"] in ("computed", "modelled"), record["key"]
        assert all(item["label"] and item["text"] for item in record["assumed"]), record["key"]


# -- one exhibit by hand


FUND = {"kind": "assumed", "id": "fund", "label": "Fund", "text": "20", "reason": "A choice of ours."}
EXHIBIT = {
    "key": "theme.chart", "kind": "figure", "title": "It did not rise", "bound": "It rose", "otherwise": "It did not rise",
    "claims": ["theme.more", "theme.most"], "fails": ["theme.most"], "subtitle": "Mines, count", "alt": "A line",
    "note": "", "how": "modelled", "assumed": [FUND], "sources": ["xinhua2024a"], "rests_on": ["obs-a"],
    "facts": ["theme.mines"], "problem": "", "cell": "c1", "narrow": "<svg/>", "wide": "<svg/>",
    "columns": [{"name": "year", "label": "Year", "unit": "", "decimals": None, "align": "left"}],
    "rows": [["2024", 7.0, 0.25, None], ['He said "2"', -3.0, 1e-7, True]], "cells": [],
}  # fmt: skip


def test_the_metadata_of_an_exhibit() -> None:
    test = {"test": "Mines (7) is more than 5.", "how": "computed", "text": "holds"}
    exports = Exports(
        "theme", Path("theme.ipynb"),
        claims={"theme.more": {"key": "theme.more", "holds": True, **test},
                "theme.most": {"key": "theme.most", "holds": False, **test}},
        about={"as_of": "2026-01-01", "edition": "hasty", "parameters": {"fund": 20.0}},
    )  # fmt: skip
    source = Source("xinhua2024a", "Xinhua", "First", "2024-03-05", "https://example.org/a")
    about = {"citation": "Cite this.", "address": "theme.html#x"}
    record = json.loads(metadata_of(EXHIBIT, exports, {"xinhua2024a": source}, about))
    assert (record["title"], record["how"], record["as_of"]) == ("It did not rise", "modelled", "2026-01-01")
    assert record["assumed"] == [FUND]
    assert record["title_rests_on"] == [
        {"key": "theme.more", "holds": True, "test": "Mines (7) is more than 5."},
        {"key": "theme.most", "holds": False, "test": "Mines (7) is more than 5."},
    ]
    assert record["notebook"] == {
        "name": "theme.ipynb", "cell": "c1", "as_of": "2026-01-01", "edition": "hasty", "parameters": {"fund": 20.0},
    }  # fmt: skip
    assert (record["citation"], record["address"]) == ("Cite this.", "theme.html#x")
    assert [source["publisher"] for source in record["sources"]] == ["Xinhua"]
    assert set(record["files"]) == {"csv", "svg", "png", "notebook"}


def test_the_csv_of_an_exhibit_has_raw_values() -> None:
    names = [{"name": name} for name in ("who", "mines", "part", "known")]
    assert csv_of(EXHIBIT | {"columns": names}) == (
        'who,mines,part,known\n2024,7,0.25,\n"He said ""2""",-3,1e-07,True\n'
    )


def test_a_picture_grows_with_its_texts() -> None:
    plain, noted = pictures.exhibits(
        [Picture(**TEXTS, svg=SVG), Picture(**TEXTS | {"note": "A note."}, svg=SVG)]
    )
    assert size(plain)[0] == size(noted)[0]
    assert size(plain)[1] < size(noted)[1]
    assert pictures.exhibits([Picture(**TEXTS, svg=SVG)]) == [plain]  # the same bytes again


def test_a_table_is_a_picture_too() -> None:
    rows = [["2024", "7"], ["2025", "9"]]
    short, long = pictures.exhibits(
        [
            Picture(**TEXTS, head=["Year", "Mines"], cells=cells, align=["left", "right"])
            for cells in (rows, rows * 9)
        ]
    )
    assert size(short)[1] < size(long)[1]


def test_a_card_has_the_size_that_sites_ask_for() -> None:
    (card,) = pictures.cards([Card("Mining", "It rose.", "Report")])
    assert size(card) == (1200, 630)


def test_a_long_title_of_an_svg_is_broken_and_braces_stay() -> None:
    made = pictures.svg_of("alt", Picture(**TEXTS | {"title": "A {long} title " * 3 + "ends"}, svg=SVG))
    lines = [e.text or "" for e in ET.fromstring(made.encode()).iter("{http://www.w3.org/2000/svg}text")]
    # 100 points at 14 points a letter of half an em: 14 letters a line.
    assert lines[0] == "A {long} title"
    assert all(len(line) <= 14 for line in lines[:4])


def test_a_description_ends_with_a_word() -> None:
    assert shortened("short") == "short"
    text = shortened("word " * 60)  # 300 characters
    assert len(text) <= LENGTH + 1
    assert text.endswith("word…")
