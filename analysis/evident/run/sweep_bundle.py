"""The code and the evidence of a report in one archive, for machines that have neither.

Belongs here: what is in it. Does not: sending and unpacking it (`sweep_cluster.py`, `sweep_worker.py`).

The bytes of the archive follow from the files alone, so that its digest names them: two machines with the same digest
run the same code on the same evidence.
"""

import hashlib
import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from evident import paths

ENGINE, REPORT = "engine/evident", "report"
_LEFT_OUT = {"__pycache__", ".ipynb_checkpoints", "sweep"}  # anywhere in a path
_ROOMS_LEFT_OUT = ("book", "typst", "epub", "starting")  # of the engine, which run no notebook
_OLDEST = (1980, 1, 1, 0, 0, 0)  # the first date that an archive of this kind can have


@dataclass(frozen=True)
class Bundle:
    """An archive and the digest of its bytes."""

    content: bytes
    fingerprint: str


def pack() -> Bundle:
    """The archive of the report as it is now."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        for name, file in sorted(_members()):
            entry = zipfile.ZipInfo(name, _OLDEST)
            entry.compress_type, entry.external_attr = zipfile.ZIP_DEFLATED, 0o644 << 16
            archive.writestr(entry, file.read_bytes())
    content = packed.getvalue()
    return Bundle(content, hashlib.sha256(content).hexdigest())


def _members() -> Iterator[tuple[str, Path]]:
    report = paths.report()
    for name, file in _files(paths.ENGINE):
        if name.parts[0] not in _ROOMS_LEFT_OUT and file.suffix in (".py", ".yml"):
            yield f"{ENGINE}/{name.as_posix()}", file
    for name, file in _files(report.analysis):
        if not file.is_relative_to(paths.ENGINE):
            yield f"{REPORT}/analysis/{name.as_posix()}", file
    for name, file in _files(paths.data_dir()):
        yield f"{REPORT}/data/{name.as_posix()}", file
    for file in (report.root / "pyproject.toml", report.lock):
        if file.exists():
            yield f"{REPORT}/{file.name}", file


def _files(folder: Path) -> Iterator[tuple[Path, Path]]:
    for file in folder.rglob("*"):
        name = file.relative_to(folder)
        if file.is_file() and not _LEFT_OUT & set(name.parts):
            yield name, file
