"""What a build changed since the last one that ended well, said without being asked.

Belongs here: keeping the notebooks and sources of a good build for the next comparison. Does not: comparing
(`differences.py`), the words (`difference_text.py`).

Beside the work of a build lie two sets: `compared`, what the last good build was made of, and `previous`, the same of
the build before it that had other numbers. A build that changes no notebook leaves both alone.
"""

import contextlib
import filecmp
import shutil
from collections.abc import Mapping
from pathlib import Path

from evident import paths
from evident.run import difference_text, versions
from evident.run.differences import between
from evident.run.inputs import Build, build_of


def changed(build: Build) -> list[str]:
    """A few lines on what the executed notebooks say otherwise than those of the last good build; none if nothing.

    What cannot be kept, as on a full disk, is not compared: the build is good all the same.
    """
    kept, previous = build.work / "compared", build.work / "previous"
    if _same(kept / "notebooks", build.notebooks):
        return []
    lines: list[str] = []
    with contextlib.suppress(OSError):
        new = versions.Version("last build", versions.notebooks_in(build.notebooks), versions.working_files())
        if kept.is_dir():
            old = versions.kept(kept, "build before")
            lines = difference_text.short(between(old, new), _more(build))
            shutil.rmtree(previous, ignore_errors=True)
            kept.replace(previous)
        _keep(kept, build.notebooks, new.files)
    return lines


def _more(build: Build) -> str:
    """The command that tells more; none of a preview, whose notebooks have no name."""
    if build != build_of(build.edition):
        return ""
    name = "" if build.edition == "baseline" else f":{build.edition}"
    return f"{paths.report().command} diff previous{name} build{name}"


def _same(one: Path, other: Path) -> bool:
    names = sorted(file.name for file in other.glob("*.ipynb"))
    if sorted(file.name for file in one.glob("*.ipynb")) != names:
        return False
    return not any(filecmp.cmpfiles(one, other, names, shallow=True)[1:])


def _keep(folder: Path, notebooks: Path, files: Mapping[str, bytes]) -> None:
    part = folder.with_name("compared.part")
    shutil.rmtree(part, ignore_errors=True)
    (part / "notebooks").mkdir(parents=True)
    for file in notebooks.glob("*.ipynb"):
        shutil.copy2(file, part / "notebooks" / file.name)
    for name, body in files.items():
        if not name.endswith(".ipynb") or name.count("/") == 1:
            target = part / "sources" / name
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(body)
    part.replace(folder)
