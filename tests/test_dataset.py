"""The data set as files to take away: archive, workbook, data base and Parquet hold the same rows as `data/`."""

import csv
import io
import json
import sqlite3
import xml.etree.ElementTree as ET
import zipfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from pyarrow import parquet

from evident import paths
from evident.run import about as stating
from evident.run import (
    dataset,
    dataset_parquet,
    dataset_sqlite,
    dataset_tables,
    dataset_workbook,
    inputs,
    packing,
)
from evident.run.about import About
from evident.run.dataset_tables import Column, Table
from evident.text.words import Words

SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
WORDS = Words("en")
TOLD = About("Ore", ("A. Miner", "B. Smith"), "1.2.0", "2026-11-01", "2026-10-31")


@pytest.fixture(scope="module")
def tables() -> dict[str, Table]:
    """The tables of the report, with what its frozen notebooks cannot give left out."""
    return {table.name: table for table in dataset_tables.tables(paths.data_dir(), None, WORDS)}


@pytest.fixture(scope="module")
def base(tables: dict[str, Table], tmp_path_factory: pytest.TempPathFactory) -> Iterator[sqlite3.Connection]:
    target = tmp_path_factory.mktemp("base") / "a.sqlite"
    dataset_sqlite.write(target, list(tables.values()), dataset.said_of(TOLD, "T", "D"))
    with closing(sqlite3.connect(target)) as opened:
        yield opened


def rows_of(name: str) -> list[dict[str, str]]:
    """The rows of a table as its CSV file has them."""
    return list(csv.DictReader(io.StringIO((paths.data_dir() / f"{name}.csv").read_text("utf8"))))


def sheet(workbook: Path, number: int) -> list[list[str | float]]:
    """The cells of a sheet, empty ones left out: numbers as numbers."""
    with zipfile.ZipFile(workbook) as file:
        strings = [
            "".join(t.text or "" for t in si.iter(f"{SHEET}t"))
            for si in ET.fromstring(file.read("xl/sharedStrings.xml"))
        ]
        rows = ET.fromstring(file.read(f"xl/worksheets/sheet{number}.xml")).iter(f"{SHEET}row")
        return [
            [
                strings[int(c[0].text or "")] if c.get("t") == "s" else float(c[0].text or "")
                for c in row
                if len(c)
            ]
            for row in rows
        ]


# -- the archive


def test_the_archive_holds_the_evidence_byte_for_byte(tmp_path: Path) -> None:
    dataset.write_archive(paths.data_dir(), tmp_path / "a.zip")
    with zipfile.ZipFile(tmp_path / "a.zip") as archive:
        names = {name.removeprefix("shanxi-in-transition-data/") for name in archive.namelist()}
        assert {
            "README.md",
            "LICENSE.md",
            "datapackage.json",
            "sources.bib",
            "editions/baseline.yml",
        } <= names
        for table in ("observations.csv", "panel.csv", "indicators.csv"):
            assert (
                archive.read(f"shanxi-in-transition-data/{table}") == (paths.data_dir() / table).read_bytes()
            )


def test_members_bear_the_day_of_the_version(tmp_path: Path) -> None:
    packing.write(tmp_path / "a.zip", "a", {"b.txt": b"b", "a.txt": b"a"}, "2026-11-01")
    with zipfile.ZipFile(tmp_path / "a.zip") as archive:
        assert archive.namelist() == ["a/a.txt", "a/b.txt"]
        assert {info.date_time for info in archive.infolist()} == {(2026, 11, 1, 0, 0, 0)}
    assert str(packing.day_of("")) == str(packing.day_of("1970-01-01")) == "1980-01-01"


def test_the_same_evidence_gives_the_same_bytes(tables: dict[str, Table], tmp_path: Path) -> None:
    every, said = list(tables.values()), {"title": "T"}
    for again in ("", "again-"):
        dataset.write_archive(paths.data_dir(), tmp_path / f"{again}a.zip", "2026-11-01")
        dataset_workbook.write(tmp_path / f"{again}a.xlsx", every, TOLD, "T", "D")
        dataset_sqlite.write(tmp_path / f"{again}a.sqlite", every, said)
        dataset_parquet.write(tmp_path / f"{again}a-parquet.zip", every, said, "a", "2026-11-01")
    for name in ("a.zip", "a.xlsx", "a.sqlite", "a-parquet.zip"):
        assert (tmp_path / name).read_bytes() == (tmp_path / f"again-{name}").read_bytes(), name


# -- the tables


def test_every_table_has_the_rows_of_its_file_and_every_column_a_meaning(tables: dict[str, Table]) -> None:
    for name in dataset_tables.EVIDENCE:
        rows, table = rows_of(name), tables[name]
        assert [column.name for column in table.columns] == list(rows[0])
        assert len(table.rows) == len(rows)
    explained = tables["columns"]
    assert len(explained.rows) == sum(len(table.columns) for table in tables.values())
    assert [row[:2] for row in explained.rows if not row[4]] == []


def test_the_exports_of_notebooks_are_tables_too(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    folder.mkdir()
    for name, text in MINUTE.items():
        (folder / name).write_text(text, "utf8")
    fact = {
        "key": "pits.ore", "label": "Ore", "value": 40.0, "value_high": None, "unit": "Mt", "bound": "at_least",
        "text": "over 40 Mt", "how": "published", "method": "", "problem": "", "facts": [],
        "rests_on": ["ore-2023", "panel:all:2010-2016:people"],
    }  # fmt: skip
    day = fact | {
        "key": "pits.day",
        "value": "2024-03-05",
        "unit": "date",
        "text": "5 March 2024",
        "rests_on": [],
    }
    lost = fact | {
        "key": "pits.lost",
        "value": None,
        "text": "not known",
        "rests_on": [],
        "problem": "no figure",
    }
    claim = {
        "key": "pits.more", "holds": None, "test": "More.", "how": "computed", "problem": "no figure",
        "facts": ["pits.ore", "elsewhere.x"], "rests_on": ["ore-2023"],
    }  # fmt: skip
    outputs = [{"data": {dataset_tables.FACT: fact}} for fact in (fact, day, lost)]
    cell = {"outputs": [*outputs, {"data": {dataset_tables.CLAIM: claim}}]}
    for run in ("pits", "pits@norland"):
        (folder / f"{run}.ipynb").write_text(json.dumps({"cells": [cell]}), "utf8")
    made = {table.name: table for table in dataset_tables.tables(folder, folder, WORDS)}
    facts = {row[0]: row for row in made["facts"].rows}
    assert sorted(facts) == [
        "pits.day", "pits.lost", "pits.ore", "pits@norland.day", "pits@norland.lost", "pits@norland.ore",
    ]  # fmt: skip
    assert facts["pits.ore"] == (
        "pits.ore", "pits", "Ore", 40.0, None, "Mt", "at_least", "over 40 Mt", "published", None,
        "panel:all:2010-2016:people", None,
    )  # fmt: skip
    assert (facts["pits.day"][3], facts["pits.day"][7]) == (None, "5 March 2024")
    assert (facts["pits.lost"][3], facts["pits.lost"][11]) == (None, "no figure")
    assert made["claims"].rows[0] == ("pits.more", "pits", None, "More.", "computed", "no figure")
    assert ("pits@norland.ore", "ore-2023") in made["fact_observations"].rows
    assert made["claim_facts"].rows == [("pits.more", "pits.ore"), ("pits@norland.more", "pits@norland.ore")]
    dataset_sqlite.write(tmp_path / "a.sqlite", list(made.values()), {})
    with closing(sqlite3.connect(tmp_path / "a.sqlite")) as opened:
        assert opened.execute("PRAGMA foreign_key_check").fetchall() == []
        assert opened.execute("SELECT holds FROM claims").fetchall() == [(None,), (None,)]
        found = opened.execute("SELECT text, publisher FROM fact_sources WHERE fact = 'pits.ore'").fetchall()
        assert found == [("over 40 Mt", "Bureau")]


FIELDS = [
    {"name": name, "type": "number" if name == "value" else "string", "description": "D"}
    for name in (
        "obs_id", "theme", "indicator", "place", "period", "period_kind", "value", "value_high", "unit", "bound",
        "status", "category", "definition_note", "source_id", "locator", "paraphrase", "quality", "quality_note",
        "conflict_group",
    )
]  # fmt: skip
MINUTE = {
    "datapackage.json": json.dumps(
        {
            "title": "T",
            "resources": [
                {"name": "observations", "schema": {"fields": FIELDS}},
                {"name": "indicators", "schema": {"fields": [{"name": n, "type": "string"} for n in ("indicator", "label_en", "label_zh", "definition")]}},
                {"name": "panel", "schema": {"fields": [{"name": "province", "type": "string"}, {"name": "year", "type": "integer"}], "primaryKey": ["province", "year"]}},
            ],
        }
    ),
    "observations.csv": (
        ",".join(field["name"] for field in FIELDS)
        + "\nore-2023,pits,ore,Norland,2023,flow,40,,Mt,at_least,actual,,,bureau2024,p,=1+1,good,,\n"
    ),
    "indicators.csv": "indicator,label_en,label_zh,definition\nore,Ore,,\n",
    "panel.csv": "province,year\nNorland,2010\n",
    "sources.bib": "@online{bureau2024,\n  publisher = {Bureau},\n  title = {{Ore of 2023}},\n  date = {2024-02-01},\n}\n",
}  # fmt: skip


# -- SQLite


@pytest.mark.parametrize("name", dataset_tables.EVIDENCE)
def test_the_data_base_has_what_the_files_have(base: sqlite3.Connection, name: str) -> None:
    rows = rows_of(name)
    assert base.execute(f"SELECT count(*) FROM {name}").fetchone() == (len(rows),)
    names = list(rows[0])
    found = base.execute(f"SELECT {', '.join(names)} FROM {name}").fetchall()
    for row, cells in zip(rows, found, strict=True):
        for column, cell in zip(names, cells, strict=True):
            if column in ("value", "value_high", "year"):
                assert cell == (float(row[column]) if row[column] else None)
            else:
                assert cell == (row[column] or None)  # bounds, units and all texts; NULL where nothing stands


def test_sums_in_the_data_base_are_those_of_the_files(base: sqlite3.Connection) -> None:
    total = sum(float(row["value"]) for row in rows_of("panel"))
    assert base.execute("SELECT sum(value) FROM panel").fetchone()[0] == pytest.approx(total)
    ranges = [row for row in rows_of("observations") if row["value_high"]]
    assert base.execute("SELECT count(value_high) FROM observations").fetchone() == (len(ranges),)


def test_keys_of_the_data_base_hold_and_views_join(base: sqlite3.Connection) -> None:
    assert base.execute("PRAGMA foreign_key_check").fetchall() == []
    assert base.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    targets = {row[2] for row in base.execute("PRAGMA foreign_key_list(observations)")}
    assert targets == {"indicators", "sources"}
    joined = base.execute(
        "SELECT count(*), count(publisher), count(label_en) FROM observations_full"
    ).fetchone()
    assert set(joined) == {len(rows_of("observations"))}


def test_the_data_base_says_what_it_is(base: sqlite3.Connection) -> None:
    said = dict(base.execute("SELECT name, value FROM about"))
    assert (said["version"], said["as_of"], said["licence"]) == ("1.2.0", "2026-10-31", "CC BY 4.0")
    assert (
        said["citation"]
        == "A. Miner, B. Smith (2026): Ore, version 1.2.0, evidence as of 31 October 2026. CC BY 4.0."
    )
    (made,) = base.execute("SELECT sql FROM sqlite_master WHERE name = 'observations'").fetchone()
    assert '"value" REAL NOT NULL,  -- Value: In the unit' in made


def test_a_row_that_names_nothing_is_refused(tmp_path: Path) -> None:
    fields = (Column("indicator", "string", "", "", True),)
    known = Table("indicators", "", fields, ("indicator",), [("ore",)])
    lost = Table("panel", "", (Column("year", "integer", "", ""), *fields), ("year",), [(2010, "coal")])
    with pytest.raises(sqlite3.IntegrityError):
        dataset_sqlite.write(tmp_path / "a.sqlite", [known, lost], {})
    assert not (tmp_path / "a.sqlite").exists()


# -- Parquet


@pytest.mark.parametrize("name", dataset_tables.EVIDENCE)
def test_parquet_has_what_the_files_have(tables: dict[str, Table], name: str) -> None:
    content = dataset_parquet.content(tables[name], dataset.said_of(TOLD, "T", "D"))
    table, rows = parquet.read_table(io.BytesIO(content)), rows_of(name)
    assert table.num_rows == len(rows)
    assert table.column_names == list(rows[0])
    if "value" in rows[0]:
        assert sum(table["value"].to_pylist()) == pytest.approx(sum(float(row["value"]) for row in rows))
        assert table["unit"].to_pylist() == [row["unit"] for row in rows]
    if "bound" in rows[0]:
        assert table["bound"].to_pylist() == [row["bound"] for row in rows]
        assert table["value_high"].null_count == sum(not row["value_high"] for row in rows)
    assert table.schema.metadata[b"version"] == b"1.2.0"
    assert all(field.metadata[b"description"] for field in table.schema)


# -- the workbook


def test_the_workbook_has_a_cover_and_a_row_for_each_of_the_evidence(
    tables: dict[str, Table], tmp_path: Path
) -> None:
    dataset_workbook.write(tmp_path / "a.xlsx", list(tables.values()), TOLD, "Ore, its data", "What is dug.")
    cover = [cell for row in sheet(tmp_path / "a.xlsx", 1) for cell in row]
    for text in ("Ore, its data", "What is dug.", "1.2.0", "CC BY 4.0", TOLD.citation, "observations"):
        assert text in cover, text
    rows = rows_of("observations")
    assert float(len(rows)) in cover
    observations = sheet(tmp_path / "a.xlsx", 2)
    assert len(observations) == 1 + len(rows)
    assert observations[0] == list(rows[0])
    assert observations[1] == [
        float(text) if name in ("value", "value_high") else text for name, text in rows[0].items() if text
    ]
    with zipfile.ZipFile(tmp_path / "a.xlsx") as file:
        assert "2026-11-01T00:00:00Z" in file.read("docProps/core.xml").decode()
        assert "1980" not in file.read("docProps/core.xml").decode()
        assert "1.2.0" in file.read("docProps/custom.xml").decode()
        frozen = file.read("xl/worksheets/sheet2.xml").decode()
        assert 'state="frozen"' in frozen
        assert "location=\"'sources'!A" in frozen or "location=\"'sources'!A" in frozen
        contents = file.read("xl/worksheets/sheet1.xml").decode()
        assert "'observations'!A1" in contents.replace("&apos;", "'")


def test_days_are_days_and_texts_are_texts(tmp_path: Path) -> None:
    columns = tuple(Column(name, "string", "", "") for name in ("source_id", "published", "title"))
    rows = [("a", "2024-02-01", "=1+1"), ("b", "2024-02", "{=2}"), ("c", None, "007")]
    dataset_workbook.write(
        tmp_path / "a.xlsx", [Table("sources", "", columns, ("source_id",), rows)], TOLD, "T", "D"
    )
    # A spreadsheet counts days from the end of 1899: 45,323 is 1 February 2024.
    assert sheet(tmp_path / "a.xlsx", 2)[1:] == [
        ["a", 45323.0, "=1+1"],
        ["b", "2024-02", "{=2}"],
        ["c", "007"],
    ]


def test_columns_are_as_wide_as_most_of_their_cells() -> None:
    column = Column("place", "string", "", "")
    assert dataset_workbook.width_of(column, ["Shanxi"] * 9 + ["x" * 300]) == 48
    assert dataset_workbook.width_of(column, ["Shanxi"] * 99 + ["x" * 300]) == 8
    assert dataset_workbook.width_of(Column("definition_note", "string", "", ""), []) == 18


# -- what is said of the report


def test_the_guide_of_the_data_explains_every_column() -> None:
    said = (paths.data_dir() / "README.md").read_text("utf8")
    for resource in json.loads((paths.data_dir() / "datapackage.json").read_text("utf8"))["resources"]:
        for field in resource["schema"]["fields"]:
            row = f"| `{field['name']}` | {field['type']} | {field['title']}: {field['description']} |"
            assert row in said, f"{resource['name']}: {row}"


def test_versions_in_files_are_that_of_the_report() -> None:
    told = stating.about()
    package = json.loads((paths.data_dir() / "datapackage.json").read_text("utf8"))
    assert told.version == package["version"]
    assert (
        told.name("mining-rollout", ".csv")
        == f"shanxi-in-transition-mining-rollout-{told.version}-{told.as_of}.csv"
    )


def test_the_address_is_that_of_the_edition(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(paths.SITE_URL, raising=False)
    assert stating.about().address == ""
    monkeypatch.setenv(paths.SITE_URL, "https://example.org/shanxi")
    assert stating.about().address == "https://example.org/shanxi/baseline/"
    assert stating.about().citation.endswith("CC BY 4.0. https://example.org/shanxi/baseline/")


def test_the_name_of_a_file_says_what_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    assert (
        TOLD.name("province@anhui_x", ".svg") == "shanxi-in-transition-province-anhui-x-1.2.0-2026-10-31.svg"
    )
    hasty: Any = About("Ore", ("A",), "", "", "2026-01-01", "hasty", "In haste")
    assert hasty.name("", ".pdf") == "shanxi-in-transition-hasty-2026-01-01.pdf"
    assert hasty.told == "edition “In haste”, evidence as of 1 January 2026"
    assert inputs.build_of("baseline").edition == stating.about().edition
