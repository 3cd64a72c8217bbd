"""The evidence as files to take away."""

import csv
import io
import json
import xml.etree.ElementTree as ET
import zipfile
from pathlib import Path

from evident import paths
from evident.run import dataset

SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def sheet(workbook: Path, number: int) -> list[list[str | float]]:
    """The cells of a sheet, empty ones left out: numbers as numbers."""
    with zipfile.ZipFile(workbook) as file:
        strings = [
            "".join(t.text or "" for t in si.iter(f"{SHEET}t"))
            for si in ET.fromstring(file.read("xl/sharedStrings.xml"))
        ]
        rows = ET.fromstring(file.read(f"xl/worksheets/sheet{number}.xml")).iter(f"{SHEET}row")
        return [
            [strings[int(c[0].text or "")] if c.get("t") == "s" else float(c[0].text or "") for c in row]
            for row in rows
        ]


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


def test_the_same_evidence_gives_the_same_bytes(tmp_path: Path) -> None:
    for write, name in ((dataset.write_archive, "a.zip"), (dataset.write_workbook, "a.xlsx")):
        write(paths.data_dir(), tmp_path / name)
        write(paths.data_dir(), tmp_path / f"again-{name}")
        assert (tmp_path / name).read_bytes() == (tmp_path / f"again-{name}").read_bytes()
        with zipfile.ZipFile(tmp_path / name) as file:
            assert {info.date_time[0] for info in file.infolist()} == {1980}


def test_the_workbook_has_a_row_for_each_of_the_evidence(tmp_path: Path) -> None:
    dataset.write_workbook(paths.data_dir(), tmp_path / "a.xlsx")
    observations = sheet(tmp_path / "a.xlsx", 1)
    rows = list(csv.DictReader(io.StringIO((paths.data_dir() / "observations.csv").read_text("utf8"))))
    assert len(observations) == 1 + len(rows)
    assert observations[0] == list(rows[0])
    first = next(iter(rows))
    assert observations[1] == [
        float(text) if name in ("value", "value_high") else text for name, text in first.items() if text
    ]


def test_texts_that_look_like_formulas_stay_texts(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    folder.mkdir()
    fields = [{"name": "text", "type": "string"}, {"name": "value", "type": "number"}]
    resources = [{"name": name, "schema": {"fields": fields}} for name in dataset.TABLES]
    (folder / "datapackage.json").write_text(json.dumps({"title": "T", "resources": resources}), "utf8")
    (folder / "sources.bib").write_text("", "utf8")
    for name in dataset.TABLES:
        (folder / f"{name}.csv").write_text("text,value\n=1+1,2.5\n007,\n", "utf8")
    dataset.write_workbook(folder, tmp_path / "a.xlsx")
    assert sheet(tmp_path / "a.xlsx", 1) == [["text", "value"], ["=1+1", 2.5], ["007"]]
