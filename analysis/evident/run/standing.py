"""Whether anything in the report's folders has changed at all since the last complete build.

Belongs here: the quick question that most builds end with. Does not: what a change means (`pipeline.py`).

It looks at the size, the times and the number of every file that a build could read, which takes some milliseconds
where the full answer takes half a second. The time of the last change of a file (ctime) is set by the system alone,
so that a file with a doctored date does not pass.
"""

import contextlib
import hashlib
import json
import os
import sys
from collections.abc import Iterable, Iterator
from itertools import chain
from pathlib import Path
from typing import Any

from evident import paths
from evident.run.inputs import Build
from evident.run.publication import intact

_FILE = ".standing"
_PASSED = {"__pycache__", "_build", ".git", ".venv"}
NOTHING = "nothing to do: everything is up to date"


def nothing_to_do(build: Build, forms: tuple[str, ...], only: list[Path] | None = None) -> bool:
    """Whether what is asked for has been done, and nothing has changed since."""
    return complete(build, of(asked(build, forms, only))) and (not forms or intact(build, forms))


def asked(build: Build, forms: tuple[str, ...], only: list[Path] | None) -> dict[str, Any]:
    """What is asked for, as `of` takes it."""
    return {
        "edition": build.edition,
        "translated": build.translated,
        "forms": forms,
        "only": [path.stem for path in only or ()],
    }


def of(what: dict[str, Any]) -> str:
    """A digest of the state of all folders that a build reads, and of what was asked for."""
    report = paths.report()
    roots = (report.chapters, report.analysis, paths.data_dir(), paths.ENGINE)
    names = (
        "_config.yml",
        "_toc.yml",
        "CITATION.cff",
        "CHANGELOG.md",
        ".zenodo.json",
        "pyproject.toml",
        "requirements.lock",
        "LICENSE-CONTENT.md",
    )
    told = [json.dumps(what), sys.version, os.environ.get("EVIDENT_COMMIT", ""), str(report.root)]
    told += [os.environ.get(name, "") for name in (paths.SITE_URL, paths.PROJECT_URL)]
    return _digest(told, (*roots, *(report.root / name for name in names)))


def states(*folders: Path) -> dict[str, str]:
    """The state of each file of folders, by its path: equal if nobody has saved it."""
    return {line.rsplit(" ", 4)[0]: line for folder in folders for line in _files(str(folder))}


def of_folder(folder: Path) -> str:
    """The same of one folder."""
    return _digest([], (folder,))


def _kept(build: Build) -> str:
    """The same of what the build keeps for the next one."""
    each = [(of.notebooks, of.work / "kept.json") for of in build.languages]
    return _digest([], (*chain.from_iterable(each), build.state))


def _digest(told: list[str], roots: Iterable[Path]) -> str:
    for root in roots:
        told += _files(str(root))
    return hashlib.sha256("\n".join(told).encode("utf8", "surrogateescape")).hexdigest()


def _files(path: str) -> Iterator[str]:
    try:
        about = os.stat(path)  # noqa: PTH116 (a thousand of these must take no time)
    except OSError:
        return
    if os.path.isdir(path):  # noqa: PTH112
        for entry in sorted(os.scandir(path), key=lambda entry: entry.name):
            if entry.name not in _PASSED:
                yield from _files(entry.path)
    else:
        yield f"{path} {about.st_size} {about.st_mtime_ns} {about.st_ctime_ns} {about.st_ino}"


def complete(build: Build, now: str) -> bool:
    """Whether the last build that ended well began with this state, and what it left is untouched."""
    try:
        told = (build.folder / _FILE).read_text("utf8")
    except (OSError, UnicodeDecodeError):
        return False
    return told == f"{now}\n{_kept(build)}\n"


def keep(build: Build, began: str) -> None:
    """Remember the state that a build began with; what changed while it ran is not in it."""
    with contextlib.suppress(OSError):
        (build.folder / _FILE).write_text(f"{began}\n{_kept(build)}\n", "utf8")
