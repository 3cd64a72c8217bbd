"""The evidence as files to take away: one archive, and one workbook for spreadsheet programs.

Belongs here: packing `data/` as it is, and the tables of sweeps. Does not: choosing or changing what is in it; the
files of a single exhibit (`book/downloads.py`).

Both files are the same bytes for the same evidence: their time stamps are fixed.
"""

import csv
import datetime as dt
import json
import tempfile
import zipfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from evident import paths
from evident.evidence.sources import read_sources

TABLES = ("observations", "indicators", "panel")
SOURCE_COLUMNS = ("source_id", "publisher", "title", "published", "url", "author", "read")
_STAMP = (1980, 1, 1, 0, 0, 0)  # the earliest that ZIP knows
_COLUMN = 28  # characters; longer texts are cut on the screen, not in the file


def archive_name() -> str:
    """The name of the archive."""
    return f"{paths.report().dataset}.zip"


def workbook_name() -> str:
    """The name of the workbook."""
    return f"{paths.report().dataset}.xlsx"


def sweeps() -> list[Path]:
    """The tables of sweeps, by name; none where nothing was swept."""
    return sorted((paths.data_dir() / "sweep").glob("*.parquet"))


def sweep_names() -> tuple[str, str]:
    """The names of the files that hold all sweeps: Parquet, and CSV in an archive."""
    return f"{paths.report().dataset}-sweep.parquet", f"{paths.report().dataset}-sweep.zip"


def write_sweeps(parquet: Path, archive: Path) -> None:
    """Put the tables of sweeps one behind the other, as Parquet and as CSV in an archive.

    Raises:
        OSError: a table cannot be read or a file not be written.
    """
    from evident.run import sweep_table  # slow to import

    parquet.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=parquet.parent) as folder:
        whole, listed = sweep_table.join(sweeps(), Path(folder))
        with zipfile.ZipFile(archive, "w") as packed:
            info = zipfile.ZipInfo(f"{archive.stem}.csv", _STAMP)
            info.compress_type, info.external_attr = zipfile.ZIP_DEFLATED, 0o644 << 16
            packed.writestr(info, listed.read_bytes(), compresslevel=6)
        whole.replace(parquet)


def licence() -> Path:
    """The licence of the contents, which travels with them."""
    return paths.report().root / "LICENSE-CONTENT.md"


def members(folder: Path) -> list[Path]:
    """The files of the evidence, in the order in which the archive holds them."""
    kept = (".csv", ".bib", ".json", ".md", ".yml")
    return sorted(file for file in folder.rglob("*") if file.is_file() and file.suffix in kept)


def write(archive: Path, workbook: Path) -> None:
    """Pack the evidence of the report both ways (errors as below)."""
    write_archive(paths.data_dir(), archive)
    write_workbook(paths.data_dir(), workbook)


def write_archive(folder: Path, target: Path) -> None:
    """Pack the evidence and the licence of its contents.

    Args:
        folder: the evidence, `data/`.
        target: the ZIP file to write; its members lie in one folder, named as the file.
    """
    files = [(file.relative_to(folder).as_posix(), file) for file in members(folder)]
    if licence().exists():
        files.append(("LICENSE.md", licence()))
    target.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(target, "w") as archive:
        for name, file in files:
            info = zipfile.ZipInfo(f"{paths.report().dataset}/{name}", _STAMP)
            info.compress_type, info.external_attr = zipfile.ZIP_DEFLATED, 0o644 << 16
            archive.writestr(info, file.read_bytes(), compresslevel=9)


def write_workbook(folder: Path, target: Path) -> None:
    """Write the evidence as a workbook: a sheet a table, one of sources, one that explains the columns.

    Numbers are numbers; what is empty in a table is an empty cell. Arguments as for `write_archive`.

    Raises:
        KeyError: `datapackage.json` has not one of the tables.
    """
    import xlsxwriter

    package = json.loads((folder / "datapackage.json").read_text("utf8"))
    fields = {r["name"]: r["schema"]["fields"] for r in package["resources"] if r["name"] in TABLES}
    sources = read_sources(folder / "sources.bib").values()
    target.parent.mkdir(parents=True, exist_ok=True)
    # Texts that begin with "=" or look like an address stay texts.
    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(str(target), options) as book:
        # Whatever the day: the file tells the evidence, not when it was packed.
        book.set_properties({"title": package["title"], "created": dt.datetime(*_STAMP)})
        for name in TABLES:
            numbers = {f["name"] for f in fields[name] if f["type"] in ("number", "integer")}
            with (folder / f"{name}.csv").open(encoding="utf8", newline="") as file:
                header, *rows = csv.reader(file)
            _sheet(
                book,
                name,
                header,
                ([_value(c, n, numbers) for c, n in zip(row, header, strict=True)] for row in rows),
            )
        _sheet(
            book, "sources", SOURCE_COLUMNS, ([getattr(s, name) for name in SOURCE_COLUMNS] for s in sources)
        )
        explained = (
            [name, f["name"], f["type"], f.get("title", ""), f.get("description", "")]
            for name in TABLES
            for f in fields[name]
        )
        _sheet(book, "columns", ("table", "column", "type", "title", "description"), explained)


def _value(text: str, column: str, numbers: set[str]) -> Any:
    return float(text) if text and column in numbers else text


def _sheet(book: Any, name: str, header: Iterable[str], rows: Iterable[Iterable[Any]]) -> None:
    """A sheet whose first row stays in sight and can be filtered."""
    header = list(header)
    sheet = book.add_worksheet(name)
    sheet.write_row(0, 0, header, book.add_format({"bold": True, "bottom": 1}))
    last = 0
    for last, row in enumerate(rows, 1):
        for column, value in enumerate(row):
            if value != "":
                # A text is written as text, whatever it begins with; `write` would make an array formula of "{=…}".
                (sheet.write_string if isinstance(value, str) else sheet.write_number)(last, column, value)
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, last, len(header) - 1)
    sheet.set_column(0, len(header) - 1, _COLUMN)
