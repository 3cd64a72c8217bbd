"""What each exhibit of the built book offers to take away."""

import base64
import io
import json
import re
import struct
import xml.etree.ElementTree as ET
import zipfile
from pathlib import Path

import pandas as pd
import pytest
from fontTools.ttLib import TTFont
from PIL import Image

from evident.book import notebook_copy, pictures, vector
from evident.book.downloads import saved_name
from evident.book.exhibit_csv import MARK, csv_of, heading, iso, number
from evident.book.exhibit_metadata import metadata_of, type_of
from evident.book.exhibit_workbook import workbook_of
from evident.book.notebooks import Exports
from evident.book.pictures import Card, Picture
from evident.book.sharing import LENGTH, shortened
from evident.evidence.sources import Source
from evident.look import fonts
from evident.run.about import About, about
from evident.text.words import Words

from .test_dataset import sheet

WORDS = Words("en")
SVG = '<svg width="100pt" height="50pt" viewBox="0 0 100 50"><path d="M 0 0 L 100 50" style="stroke: #000000"/></svg>'
TEXTS = {
    "title": "It rose",
    "subtitle": "Mines, count",
    "note": "",
    "sources": "Source: Xinhua.",
    "credit": "CC BY 4.0",
}
TOLD = About("Ore", ("A. Miner",), "1.2.0", "2026-11-01", "2026-10-31")


def size(png: bytes) -> tuple[int, int]:
    """Width and height: after eight bytes of signature, length and name of the first chunk."""
    assert png[:8] == b"\x89PNG\r\n\x1a\n"
    width, height = struct.unpack(">II", png[16:24])
    return width, height


@pytest.fixture(scope="module")
def described(built_book: Path) -> list[dict]:
    folder = built_book / "_downloads/exhibits"
    found = [json.loads(f.read_text("utf8")) for f in sorted(folder.glob("*.csv-metadata.json"))]
    assert len(found) > 20
    return found


@pytest.fixture(scope="module")
def records(described: list[dict]) -> list[dict]:
    return [one["notes"][0] for one in described]


def test_metadata_tells_what_it_is_and_whence(records: list[dict]) -> None:
    told = about()
    for record in records:
        assert record["title"], record["key"]
        assert record["licence"]["name"] == "CC BY 4.0"
        assert record["as_of"] == told.as_of
        assert record["version"] == told.version
        assert record["notebook"]["name"] == f"{record['key'].split('.')[0]}.ipynb"
        assert record["notebook"]["cell"], record["key"]
        assert record["title"].removesuffix(".") in record["citation"]
        assert "(2026)" in record["citation"]
        assert not record["citation"].endswith(("Source: .", "Sources: ."))
        for source in record["sources"]:
            assert source["publisher"], record["key"]
            assert {"published", "url"} <= source.keys()


def test_the_files_that_metadata_names_are_there(records: list[dict], built_book: Path) -> None:
    for record in records:
        wanted = {"csv", "xlsx", "png", "notebook"} | ({"svg"} if record["kind"] == "figure" else set())
        # The exhibits of places, alike and many, have no picture of points.
        assert set(record["files"]) == wanted - ({"png"} if "@" in record["key"] else set())
        assert all((built_book / path).is_file() for path in record["files"].values()), record["key"]
        assert all(record["version"] in name and record["as_of"] in name for name in record["names"].values())
        page, _, anchor = record["address"].partition("#")
        assert f'id="{anchor}"' in (built_book / page).read_text("utf8")


def test_every_table_is_read_as_its_metadata_says(described: list[dict], built_book: Path) -> None:
    """Headings are unique and those of the metadata, numbers are numbers of few digits, dates in ISO 8601."""
    months = "|".join(WORDS(f"common.months.{month}") for month in range(1, 13))
    for one in described:
        file = built_book / "_downloads/exhibits" / one["url"]
        raw = file.read_bytes()
        assert raw.startswith(MARK.encode()) is not raw.isascii(), one["url"]
        columns = one["tableSchema"]["columns"]
        table = pd.read_csv(file, keep_default_na=False, dtype=str)
        assert list(table.columns) == [column["titles"] for column in columns], one["url"]
        assert len(set(table.columns)) == len(columns)
        for column in columns:
            values = [value for value in table[column["titles"]] if value]
            if column["datatype"] in ("integer", "decimal"):
                assert not [v for v in values if len(re.sub(r"^0\.0*|\D", "", v)) > 8], (one["url"], column)
            assert not [v for v in values if re.fullmatch(rf"(\d+ )?({months}) \d{{4}}", v)], (
                one["url"],
                column,
            )
            assert not [v for v in values if "\u00a0" in v], (one["url"], column)


def test_pictures_hold_title_sources_and_where_they_are_from(records: list[dict], built_book: Path) -> None:
    told = about()
    for record in records:
        if "png" in record["files"]:
            png = (built_book / record["files"]["png"]).read_bytes()
            assert size(png)[0] in (2000, 2001), record["key"]
            inside = Image.open(io.BytesIO(png)).text  # type: ignore[attr-defined]
            assert inside["Title"] == record["title"]
            assert inside["Description"] == (record["alt"] or record["title"])
            assert inside["Creation Time"] == record["as_of"]
            assert record["licence"]["url"] in inside["Copyright"]
        if record["kind"] == "figure":
            svg = ET.parse(built_book / record["files"]["svg"]).getroot()
            text = " ".join("".join(e.itertext()) for e in svg.iter("{http://www.w3.org/2000/svg}text"))
            text = text.replace("\u00a0", " ")
            for said in (record["title"], f"version {told.version}", "evidence as of", "CC BY 4.0"):
                assert said.replace("\u00a0", " ") in text, (record["key"], said)
            assert re.search(r"\bSources?: ", text), record["key"]
            # What rests on nothing published says that, and nothing else does.
            assert ("Source: the report’s own " in text) != bool(record["sources"]), record["key"]
            assert record["address"] in text


def test_charts_carry_the_faces_that_they_are_set_in(records: list[dict], built_book: Path) -> None:
    for record in [record for record in records if record["kind"] == "figure"][:12]:
        text = (built_book / record["files"]["svg"]).read_text("utf8")
        packed = re.findall(
            r"font-family: '([\w ]+)'; font-weight: (\d+); src: url\(data:font/woff2;base64,([\w+/=]+)\)",
            text,
        )
        carried = {
            (name, int(weight)): TTFont(io.BytesIO(base64.b64decode(data))).getBestCmap()
            for name, weight, data in packed
        }
        for face, characters in vector.faces_in(text).items():
            assert set(map(ord, characters)) <= set(carried[face]), record["key"]
        assert "http" not in text.partition("<style>")[2].partition("</style>")[0]


def test_a_notebook_says_first_how_it_runs(records: list[dict], built_book: Path) -> None:
    told = about()
    for name in sorted({record["files"]["notebook"] for record in records}):
        notebook = json.loads((built_book / name).read_text("utf8"))
        first = notebook["cells"][0]
        assert first["id"] == notebook_copy.CELL
        assert "python3 run.py" in first["source"]
        archive = notebook["metadata"]["evident"]["archive"]
        assert archive in first["source"]
        assert (built_book / "_downloads" / archive).is_file()
        assert notebook["metadata"]["evident"]["version"] == told.version
        assert len({cell["id"] for cell in notebook["cells"]}) == len(notebook["cells"])


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
COLUMNS = [
    {"name": "who", "label": "Who", "unit": "", "decimals": None, "align": "left"},
    {"name": "mines", "label": "Mines", "unit": "count", "decimals": 0, "align": "right"},
    {"name": "part", "label": "Coal burnt", "unit": "percent", "decimals": 1, "align": "right"},
    {"name": "known", "label": "Known, %", "unit": "percent", "decimals": None, "align": "left"},
]
EXHIBIT = {
    "key": "theme.chart", "kind": "figure", "title": "It did not rise", "bound": "It rose", "otherwise": "It did not rise",
    "claims": ["theme.more", "theme.most"], "fails": ["theme.most"], "subtitle": "Mines, count", "alt": "A line",
    "note": "", "how": "modelled", "assumed": [FUND], "sources": ["xinhua2024a"], "rests_on": ["obs-a"],
    "facts": ["theme.mines"], "problem": "", "cell": "c1", "narrow": "<svg/>", "wide": "<svg/>",
    "columns": COLUMNS,
    "rows": [["31 December 2024", 7.0, 0.25, None], ['He said "2"', -3.0, 1e-7, True]], "cells": [],
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
    said = {
        "csv": "theme-chart.csv",
        "citation": "Cite this.",
        "address": "theme.html#x",
        "files": {},
        "names": {},
    }
    described = json.loads(metadata_of(EXHIBIT, exports, {"xinhua2024a": source}, TOLD, said, WORDS))
    assert described["@context"][0] == "http://www.w3.org/ns/csvw"
    assert (described["url"], described["dc:title"]) == ("theme-chart.csv", "It did not rise")
    assert (described["dc:date"], described["schema:version"]) == ("2026-01-01", "1.2.0")
    assert described["dc:source"] == ["Xinhua: First"]
    assert described["tableSchema"]["columns"] == [
        {"name": "who", "titles": "Who", "datatype": "string"},
        {"name": "mines", "titles": "Mines", "datatype": "integer", "schema:unitText": "count"},
        {"name": "part", "titles": "Coal burnt (%)", "datatype": "decimal", "schema:unitText": "percent"},
        {"name": "known", "titles": "Known, %", "datatype": "boolean", "schema:unitText": "percent"},
    ]
    (record,) = described["notes"]
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


def test_the_csv_of_an_exhibit() -> None:
    assert csv_of(EXHIBIT, WORDS) == (
        'Who,Mines,Coal burnt (%),"Known, %"\n2024-12-31,7,0.25,\n"He said ""2""",-3,0.0000001,true\n'
    )
    rows = [["–", None, None, None], ["太原", 1.0, None, None]]
    assert csv_of(EXHIBIT | {"rows": rows}, WORDS).startswith(f"{MARK}Who,Mines")
    assert csv_of(EXHIBIT | {"rows": rows}, WORDS).splitlines()[1:] == [",,,", "太原,1,,"]


def test_numbers_have_six_digits_or_as_many_as_are_printed() -> None:
    assert number(410.28866924, 0) == "410.289"
    assert number(0.461679367966, 2) == "0.461679"
    assert number(12345.678, 2) == "12345.68"  # printed with two places
    assert number(1234567.8, 0) == "1234568"  # no digit before the point is lost
    assert number(-0.00000012345678, 0) == "-0.000000123457"
    assert (number(0.0, 1), number(-2.0, 1), number(55.1, 1)) == ("0", "-2", "55.1")


def test_dates_in_words_become_iso() -> None:
    assert iso("31 December 2024", WORDS) == "2024-12-31"
    assert iso("June 2021", WORDS) == "2021-06"
    assert [iso(text, WORDS) for text in ("2021", "Juno 2021", "in June 2021", "2024-01")] == [
        "2021", "Juno 2021", "in June 2021", "2024-01",
    ]  # fmt: skip


def test_headings_say_the_unit_once() -> None:
    column = {"name": "x", "label": "Raw coal, Mt", "unit": "Mt"}
    assert heading(column, WORDS) == "Raw coal, Mt"
    assert heading(column | {"label": "Raw coal"}, WORDS) == "Raw coal (Mt)"
    assert heading({"name": "x"}, WORDS) == "x"


def test_types_are_the_narrowest_that_fit() -> None:
    assert type_of(["2024", "", "2025"]) == "integer"
    assert type_of(["0.5", "3"]) == "decimal"
    assert type_of(["2024-12-31"]) == "date"
    assert type_of(["2024-12"]) == "gYearMonth"
    assert type_of(["2024-12-31", "2024"]) == type_of([]) == type_of(["so"]) == "string"


def test_saved_files_have_version_and_day_in_their_names() -> None:
    assert saved_name(TOLD, "_downloads/exhibits/mining-rollout.csv") == (
        "shanxi-in-transition-mining-rollout-1.2.0-2026-10-31.csv"
    )
    assert saved_name(TOLD, "a/mining-rollout.csv-metadata.json").endswith("-2026-10-31.csv-metadata.json")


# -- a notebook by hand


def test_of_a_notebook_nothing_is_changed_but_its_first_cell_and_metadata() -> None:
    import nbformat

    cells = [nbformat.v4.new_markdown_cell("# Pits", id="a"), nbformat.v4.new_code_cell('"metadata"', id="b")]
    made = nbformat.v4.new_notebook(
        cells=cells, metadata={"kernelspec": {"name": "python3", "display_name": "P"}}
    )
    copied = notebook_copy.copy_of(nbformat.writes(made) + "\n", "pits", TOLD, WORDS)
    read = nbformat.reads(copied, 4)
    nbformat.validate(read)
    assert [cell.id for cell in read.cells] == [notebook_copy.CELL, "a", "b"]
    assert read.metadata["kernelspec"] == made.metadata["kernelspec"]
    assert read.metadata["evident"]["version"] == "1.2.0"
    assert "pits-1.2.0-2026-10-31.ipynb" in read.cells[0].source
    other = json.loads(notebook_copy.copy_of('{"cells": []}', "pits", TOLD, WORDS))
    assert [cell["id"] for cell in other["cells"]] == [notebook_copy.CELL]


# -- pictures by hand


def test_a_picture_grows_with_its_texts() -> None:
    plain, noted = pictures.exhibits(
        [Picture(**TEXTS, svg=SVG), Picture(**TEXTS | {"note": "A note."}, svg=SVG)]
    )
    assert size(plain)[0] == size(noted)[0]
    assert size(plain)[1] < size(noted)[1]
    assert pictures.exhibits([Picture(**TEXTS, svg=SVG)]) == [plain]  # the same bytes again


def test_a_picture_says_inside_what_it_is() -> None:
    said = {"Author": "A. Miner", "Comment": "", "Source": "太原"}
    (png,) = pictures.exhibits([Picture(**TEXTS, alt="A line", about=said, svg=SVG)])
    image = Image.open(io.BytesIO(png))
    assert image.text == {"Title": "It rose", "Description": "A line", "Author": "A. Miner", "Source": "太原"}  # type: ignore[attr-defined]
    image.load()  # every checksum is right


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
    made = vector.svg_of(Picture(**TEXTS | {"title": "A {long} title " * 3 + "ends"}, alt="alt", svg=SVG))
    lines = [e.text or "" for e in ET.fromstring(made.encode()).iter("{http://www.w3.org/2000/svg}text")]
    # 100 points at 14 points a letter of half an em: 14 letters a line.
    assert lines[0] == "A {long} title"
    assert all(len(line) <= 14 for line in lines[:4])


def test_faces_are_told_by_weight_and_by_what_has_the_character() -> None:
    drawn = (
        '<svg xmlns="http://www.w3.org/2000/svg"><text>ab<tspan font-weight="600">c</tspan>d</text>'
        '<text style="font-weight: 600">太e</text></svg>'
    )
    found = {face: "".join(sorted(characters)) for face, characters in vector.faces_in(drawn).items()}
    assert found == {("Loess Sans", 400): "abd", ("Loess Sans", 600): "ce", ("Noto Sans SC", 400): "太"}


def test_a_face_is_cut_to_what_is_printed() -> None:
    face = next(face for face in fonts.FACES if (face.family, face.weight) == ("Loess Sans", 600))
    cut = fonts.subset(face, "Shanxi 太", "woff2")
    assert set(TTFont(io.BytesIO(cut)).getBestCmap()) == set(map(ord, "Shanxi "))
    assert fonts.subset(face, "ixnahS ", "woff2") == cut


def test_a_description_ends_with_a_word() -> None:
    assert shortened("short") == "short"
    text = shortened("word " * 60)  # 300 characters
    assert len(text) <= LENGTH + 1
    assert text.endswith("word…")


# -- workbooks

CHART = {
    "title": "It rose", "subtitle": "Mines by day", "note": "=1+1",
    "columns": [
        {"name": "day", "label": "Day", "unit": "", "decimals": None},
        {"name": "mines", "label": "Mines", "unit": "Mt", "decimals": 0},
        {"name": "share", "label": "Share", "unit": "", "decimals": 1, "unit_in": "what"},
        {"name": "what", "label": "What", "unit": "", "decimals": None},
    ],
    "rows": [["2024-05-31", 1234567.891, 0.5, "=SUM(A1)"], ["2024-06", None, 12, "–"]],
}  # fmt: skip


def workbook(told: About = TOLD) -> bytes:
    source = Source(
        "xinhua2024ore",
        publisher="Xinhua",
        title="Ore",
        published="2024-06-01",
        url="https://example.org/ore",
    )
    said = ("A. Miner (2026): It rose.", "https://example.org/ore.html#exhibit-ore-rise")
    return workbook_of(CHART, [source], told, said, WORDS)


def test_a_workbook_says_what_it_is_and_keeps_numbers_and_days(tmp_path: Path) -> None:
    file = tmp_path / "a.xlsx"
    file.write_bytes(workbook())
    cover = [cell for row in sheet(file, 1) for cell in row]
    for text in (
        "It rose",
        "Mines by day",
        "CC BY 4.0",
        "1.2.0",
        "A. Miner (2026): It rose.",
        "Mines (Mt): Mt",
        "=1+1",
    ):
        assert text in cover
    assert any("Xinhua, Ore, 2024-06-01" in str(cell) for cell in cover)
    assert any("“What”" in str(cell) for cell in cover)
    head, first, second = sheet(file, 2)
    assert head == ["Day", "Mines (Mt)", "Share", "What"]
    # 31 May 2024 is day 45443 of spreadsheets, which count from 30 December 1899.
    assert first == [45443, 1234568, 0.5, "=SUM(A1)"]
    assert second == ["2024-06", 12]
    with zipfile.ZipFile(file) as archive:
        data = archive.read("xl/worksheets/sheet2.xml").decode()
        links = archive.read("xl/worksheets/_rels/sheet1.xml.rels").decode()
    assert 'state="frozen"' in data
    assert "<f>" not in data
    assert "https://example.org/ore.html" in links  # the place in the page is in the sheet
    assert "https://creativecommons.org/licenses/by/4.0/" in links


def test_the_same_exhibit_gives_the_same_workbook() -> None:
    assert workbook() == workbook()
    assert workbook() != workbook(About("Ore", ("A. Miner",), "1.3.0", "2026-11-01", "2026-10-31"))


def test_every_exhibit_offers_a_workbook_with_the_rows_of_its_text(
    records: list[dict], built_book: Path
) -> None:
    for record in records[:12]:
        rows = sheet(built_book / record["files"]["xlsx"], 2)
        table = pd.read_csv(built_book / record["files"]["csv"], dtype=str, keep_default_na=False)
        assert [str(cell) for cell in rows[0]] == list(table.columns), record["key"]
        assert len(rows) == len(table) + 1
