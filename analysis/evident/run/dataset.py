"""The data set as files to take away: archives, a workbook, a data base.

Belongs here: which files there are, their names, what they are made of, packing `data/` as it is and the tables of
sweeps. Does not: the tables (`dataset_tables.py`), the form of the workbook, of SQLite and of Parquet
(`dataset_workbook.py`, `dataset_sqlite.py`, `dataset_parquet.py`), the archive that runs notebooks (`runnable.py`), the
files of a single exhibit (`book/downloads.py`).

All are the same bytes for the same evidence and notebooks: their time stamps are the day of the version.
"""

import json
import os
import tempfile
import zipfile
from pathlib import Path

from evident import paths
from evident.run import about as stating
from evident.run import packing
from evident.run.about import LICENCE, About
from evident.text import sentences
from evident.text.words import Words

# The kinds by which chapters name the files, and the ends of their names.
ENDINGS = {"zip": ".zip", "xlsx": ".xlsx", "sqlite": ".sqlite", "parquet": "-parquet.zip"}


def names(language: str = "") -> dict[str, str]:
    """The name of each file below `_downloads/`, by its kind. It is the same in each version, so that links hold."""
    return {kind: f"{paths.report().in_language(language).dataset}{end}" for kind, end in ENDINGS.items()}


def sweeps() -> list[Path]:
    """The tables of sweeps, by name; none where nothing was swept."""
    return sorted((paths.data_dir() / "sweep").glob("*.parquet"))


def sweep_names() -> tuple[str, str]:
    """The names of the files that hold all sweeps: Parquet, and CSV in an archive."""
    whole = paths.report().untranslated.dataset
    return f"{whole}-sweep.parquet", f"{whole}-sweep.zip"


def write_sweeps(parquet: Path, archive: Path) -> None:
    """Put the tables of sweeps one behind the other, as Parquet and as CSV in an archive.

    Raises:
        OSError: a table cannot be read or a file not be written.
    """
    from evident.run import sweep_table  # slow to import

    parquet.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=parquet.parent) as folder:
        whole, listed = sweep_table.join(sweeps(), Path(folder))
        stamp = (*packing.day_of(stating.about().released).timetuple()[:3], 0, 0, 0)
        with zipfile.ZipFile(archive, "w") as packed:
            info = zipfile.ZipInfo(f"{archive.stem}.csv", stamp)
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


def write(folder: Path, notebooks: Path, edition: str, language: str = "") -> None:
    """Write all files of the data set.

    Args:
        folder: in which they are put, by their names.
        notebooks: the executed notebooks of the edition.
        language: of a translation; the process prints nothing else.

    Raises:
        OSError: one cannot be written.
        KeyError: `datapackage.json` has not one of the tables.
    """
    os.environ[paths.LANGUAGE] = language
    from evident.run import dataset_parquet, dataset_sqlite, dataset_tables, dataset_workbook

    told, data, name = stating.about(edition), paths.data_dir(), names()
    write_archive(data, folder / name["zip"], told.released)
    package = json.loads((data / "datapackage.json").read_text("utf8"))
    tables = dataset_tables.tables(data, notebooks, Words(told.language))
    title, description = (
        sentences.said(package.get(key, ""), told.language) for key in ("title", "description")
    )
    dataset_workbook.write(folder / name["xlsx"], tables, told, title, description)
    said = said_of(told, title, description)
    dataset_sqlite.write(folder / name["sqlite"], tables, said)
    dataset_parquet.write(folder / name["parquet"], tables, said, paths.report().dataset, told.released)


def said_of(told: About, title: str, description: str) -> dict[str, str]:
    """What a file of the data set says of itself, by name; what is not known is left out."""
    said = {
        "title": title, "description": description, "report": told.title, "version": told.version,
        "released": told.released, "as_of": told.as_of, "edition": told.edition, "authors": ", ".join(told.authors),
        "licence": LICENCE["name"], "licence_url": LICENCE["url"], "citation": told.citation, "address": told.address,
    }  # fmt: skip
    return {name: text for name, text in said.items() if text}


def write_archive(folder: Path, target: Path, released: str = "") -> None:
    """Pack the evidence and the licence of its contents.

    Args:
        folder: the evidence, `data/`.
        target: the ZIP file to write; its members lie in one folder, named as the file.
        released: the day of the version (ISO), which members bear.

    Raises:
        OSError: it cannot be written.
    """
    files: dict[str, bytes | Path] = {file.relative_to(folder).as_posix(): file for file in members(folder)}
    if licence().exists():
        files["LICENSE.md"] = licence()
    packing.write(target, paths.report().dataset, files, released)
