"""The archive of a release: sources, data, executed notebooks, pages, PDFs and checksums in one ZIP file.

Belongs here: which files it holds and under which names, packing them so that the same commit gives the same bytes.
Does not: what must be so before a report is released (`releasing.py`), the data set that pages offer (`dataset.py`).

Members lie in one folder, named as the archive: the sources as git has them, and below `built/` what was made of them.
They are sorted; their time is that of the commit, in UTC; their modes are 644, of what git has as executable 755. The
member `SHA256SUMS` has the checksums of all others, so that they can be compared where another version of zlib packs
them otherwise.
"""

import datetime as dt
import hashlib
import re
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from evident import paths
from evident.run import git
from evident.run.inputs import Build

BUILT, SUMS = "built", "SHA256SUMS"
_FILE, _EXECUTABLE, _LINK = 0o100644, 0o100755, 0o120777
_FIRST = dt.datetime(1980, 1, 1, tzinfo=dt.UTC)  # the earliest that ZIP knows
_LEVEL = 9


@dataclass(frozen=True)
class Member:
    """A file of the archive: its content, or where that lies, and its mode as Unix has it."""

    content: bytes | Path
    mode: int = _FILE

    def read(self) -> bytes:
        """Its bytes; those that lie somewhere are read when they are asked for, one file at a time."""
        return self.content if isinstance(self.content, bytes) else self.content.read_bytes()


def name_of(version: str) -> str:
    """The name of the archive of a version, without suffix."""
    return f"{paths.report().pdf.removesuffix('.pdf')}-{version}"


def members(commit: str, build: Build, others: Sequence[Build] = ()) -> dict[str, Member]:
    """What an archive holds, by the path below its folder.

    Args:
        commit: whose sources.
        build: the baseline, built.
        others: further editions, built, of which the archive has executed notebooks and PDFs: their pages would take
            as much room again, and follow from these.
    """
    files = {f"{BUILT}/{name}": file for name, file in (*_notebooks_and_pdfs(build), *_pages(build))}
    for other in others:
        files |= {
            f"{BUILT}/editions/{other.edition}/{name}": file for name, file in _notebooks_and_pdfs(other)
        }
    return dict(_sources(commit)) | {name: Member(file) for name, file in files.items()}


def _sources(commit: str) -> Iterator[tuple[str, Member]]:
    """The files of a commit below the report's root, as git has them."""
    root = paths.report().root
    listed = (git.ask(root, "ls-tree", "-r", "-z", commit) or b"").decode().split("\0")
    entries = [(*about.split(), path) for about, _, path in (line.partition("\t") for line in listed) if path]
    blobs = [(mode, blob, path) for mode, kind, blob, path in entries if kind == "blob"]
    raw = (
        git.ask(root, "cat-file", "--batch", given="".join(f"{blob}\n" for _, blob, _ in blobs).encode())
        or b""
    )
    at = 0
    for mode, _, path in blobs:
        end = raw.index(b"\n", at)
        size = int(raw[at:end].split()[2])
        yield (
            path,
            Member(raw[end + 1 : end + 1 + size], {"100755": _EXECUTABLE, "120000": _LINK}.get(mode, _FILE)),
        )
        at = end + size + 2


def _notebooks_and_pdfs(build: Build) -> Iterator[tuple[str, Path]]:
    for file in sorted(build.notebooks.glob("*.ipynb")):
        yield f"notebooks/{file.name}", file
    for file in (*build.pdfs, build.epub):
        yield file.name, file


def _pages(build: Build) -> Iterator[tuple[str, Path]]:
    """The HTML book, with what its pages offer to take away."""
    pages = build.html.resolve()
    for file in sorted(path for path in pages.rglob("*") if path.is_file()):
        yield f"html/{file.relative_to(pages).as_posix()}", file


def write(target: Path, held: Mapping[str, Member], commit: str) -> None:
    """Pack members, and the sums of them all; it is there when it is whole.

    Raises:
        OSError: it cannot be written, or a file is gone.
    """
    stamp = _time_of(commit)
    target.parent.mkdir(parents=True, exist_ok=True)
    part = target.with_suffix(".part")
    sums: dict[str, str] = {}
    with zipfile.ZipFile(part, "w") as archive:
        for name in sorted(held):
            body = held[name].read()
            sums[name] = hashlib.sha256(body).hexdigest()
            _add(archive, f"{target.stem}/{name}", body, stamp, held[name].mode)
        said = "".join(f"{digest}  {name}\n" for name, digest in sums.items())
        _add(archive, f"{target.stem}/{SUMS}", said.encode(), stamp, _FILE)
    part.replace(target)
    (target.parent / SUMS).write_text(f"{_digest_of(target)}  {target.name}\n", "utf8")


def _add(archive: zipfile.ZipFile, name: str, body: bytes, stamp: dt.datetime, mode: int) -> None:
    info = zipfile.ZipInfo(name, stamp.timetuple()[:6])
    info.create_system = 3  # Unix, wherever it is packed, so that modes are kept
    info.external_attr = mode << 16
    info.compress_type = zipfile.ZIP_STORED if _is_packed(name) else zipfile.ZIP_DEFLATED
    archive.writestr(info, body, compresslevel=_LEVEL)


def _is_packed(name: str) -> bool:
    """Whether packing a file would gain nothing."""
    return bool(re.search(r"\.(?:woff2|png|zip|xlsx|jpg)$", name))


def _time_of(commit: str) -> dt.datetime:
    """When a commit was made, in UTC, to the two seconds that ZIP can tell."""
    told = int((git.ask(paths.report().root, "log", "-1", "--format=%ct", commit) or b"0").decode() or 0)
    return max(dt.datetime.fromtimestamp(told - told % 2, dt.UTC), _FIRST)


def _digest_of(file: Path) -> str:
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()
