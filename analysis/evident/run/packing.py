"""Archives that are the same bytes for the same files.

Belongs here: packing files under one folder, in the order of their names, with one day as their time. Does not: which
files (`dataset.py`, `runnable.py`), the archive of a release, whose members have modes and sums (`archive.py`).
"""

import datetime as dt
import zipfile
from collections.abc import Mapping
from pathlib import Path

FIRST = dt.date(1980, 1, 1)  # the earliest that ZIP knows
_PACKED = (".woff2", ".png", ".zip", ".xlsx", ".parquet", ".jpg")


def day_of(released: str) -> dt.date:
    """The day that members bear: that of the version, so that a file list says how old they are; else the earliest."""
    try:
        return max(dt.date.fromisoformat(released), FIRST)
    except ValueError:
        return FIRST


def write(target: Path, folder: str, files: Mapping[str, bytes | Path], released: str) -> None:
    """Pack files into a ZIP file; it is there when it is whole.

    Args:
        folder: in which they lie in the archive.
        files: contents, or where these are, by the path below the folder.
        released: the day of the version (ISO).

    Raises:
        OSError: a file is gone, or the archive cannot be written.
    """
    stamp = (*day_of(released).timetuple()[:3], 0, 0, 0)
    target.parent.mkdir(parents=True, exist_ok=True)
    part = target.with_suffix(".part")
    with zipfile.ZipFile(part, "w") as archive:
        for name in sorted(files):
            content = files[name]
            info = zipfile.ZipInfo(f"{folder}/{name}", stamp)
            info.external_attr = 0o644 << 16
            packed = Path(name).suffix in _PACKED
            info.compress_type = zipfile.ZIP_STORED if packed else zipfile.ZIP_DEFLATED
            body = content.read_bytes() if isinstance(content, Path) else content
            archive.writestr(info, body, compresslevel=9)
    part.replace(target)
