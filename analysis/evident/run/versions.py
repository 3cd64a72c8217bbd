"""Versions of a report that can be compared: the working copy, a commit, an edition, the last build.

Belongs here: what a name means, and the files of a version. Does not: what notebooks export (`exported.py`), comparing.

    work       the working copy, with its frozen notebooks
    build      the executed notebooks of the last build of the baseline, with the sources they were made of
    NAME       an edition (`data/editions/NAME.yml`): its executed notebooks, run before if they are out of date
    REVISION   whatever git takes for a commit, with its frozen notebooks
"""

import difflib
import subprocess
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from evident import paths
from evident.run import inputs
from evident.run.exported import Exported, read

WORK, BUILD = "work", "build"
_WANTED = (".py", ".csv", ".yml", ".bib", ".md", ".ipynb", ".lock")
_FOLDERS = ("analysis", "data", "chapters")


class NoVersion(paths.Mistake):
    """A name that is no version; the message offers the nearest."""


@dataclass(frozen=True)
class Version:
    """One version.

    Attributes:
        name: as it is printed.
        notebooks: raw notebook files by name, frozen or executed.
        files: other sources by their path in the report (analysis, data, chapters, lock file).
    """

    name: str
    notebooks: Mapping[str, bytes]
    files: Mapping[str, bytes]

    def exported(self, notebook: str) -> Exported:
        """What a notebook exports; nothing if there is none."""
        return read(self.notebooks[notebook]) if notebook in self.notebooks else Exported()

    def text(self, file: str) -> str:
        """A source as text; empty if there is none."""
        return self.files.get(file, b"").decode("utf8", "replace")


def version(name: str, run_edition: Callable[[str], None], note: Callable[[str], None]) -> Version:
    """The version that a name means.

    Args:
        run_edition: brings the executed notebooks of an edition up to date.
        note: is told where a name could have meant something else.

    Raises:
        NoVersion: there is no version of this name.
    """
    commit = _commit(name)
    if name == WORK:
        found = working_copy()
    elif name == BUILD:
        found = last_build(inputs.build_of("baseline"))
    elif name in _editions():
        run_edition(name)
        place = inputs.build_of(name)
        found = Version(f"edition {name}", _notebooks_in(place.notebooks), working_copy().files)
    elif commit:
        return of_commit(name, commit)
    else:
        raise NoVersion(_unknown(name))
    if commit:
        note(f"{name!r} is taken as the {found.name}; the commit of this name is {commit[:10]}")
    return found


def working_copy() -> Version:
    """The frozen notebooks and all sources as they lie there now."""
    root = paths.report().root
    return Version("working copy", _notebooks_in(paths.report().analysis), sources(root))


def last_build(build: inputs.Build, sources_too: bool = True) -> Version:
    """The executed notebooks of the last build of an edition (NoVersion if there is none)."""
    if not (notebooks := _notebooks_in(build.notebooks)):
        raise NoVersion(f"nothing has been built yet: `{paths.report().command} build` first")
    kept = build.work / "compared/sources"
    return Version("last build", notebooks, sources(kept if kept.is_dir() else paths.report().root))


def sources(root: Path) -> dict[str, bytes]:
    """The sources of a report that say why a number changed, by path: code, data, words, chapters, the lock file."""
    found = {}
    for folder in _FOLDERS:
        for file in (root / folder).rglob("*"):
            if file.suffix in _WANTED and "__pycache__" not in file.parts and ".ipynb_checkpoints" not in file.parts:
                found[file.relative_to(root).as_posix()] = file.read_bytes()
    if (lock := root / "requirements.lock").exists():
        found[lock.name] = lock.read_bytes()
    return found


def _notebooks_in(folder: Path) -> dict[str, bytes]:
    return {file.stem: file.read_bytes() for file in sorted(folder.glob("*.ipynb"))}


def _editions() -> list[str]:
    return sorted(file.stem for file in (paths.data_dir() / "editions").glob("*.yml"))


def _git(*arguments: str, given: bytes = b"") -> bytes:
    """What git answers about the report; nothing if it cannot."""
    try:
        done = subprocess.run(
            ["git", *arguments], cwd=paths.report().root, input=given, capture_output=True, check=False
        )
    except OSError:  # git is not installed
        return b""
    return done.stdout if done.returncode == 0 else b""


def _commit(name: str) -> str:
    return _git("rev-parse", "--verify", "--quiet", "--end-of-options", f"{name}^{{commit}}").decode().strip()


def of_commit(name: str, commit: str = "") -> Version:
    """The frozen notebooks and the sources of a commit (NoVersion if there is none)."""
    if not (commit := commit or _commit(name)):
        raise NoVersion(_unknown(name))
    listed = _git("ls-tree", "-r", "-z", commit, "--", *_FOLDERS, "requirements.lock").decode().split("\0")
    entries = [(about.split()[2], path) for about, _, path in (line.partition("\t") for line in listed) if path]
    entries = [(blob, path) for blob, path in entries if path.endswith(_WANTED)]
    raw = _git("cat-file", "--batch", given="\n".join(blob for blob, _ in entries).encode() + b"\n")
    files, at = {}, 0
    for _, path in entries:
        end = raw.index(b"\n", at)
        size = int(raw[at:end].split()[2])
        files[path] = raw[end + 1 : end + 1 + size]
        at = end + size + 2
    notebooks = {
        Path(path).stem: body
        for path, body in files.items()
        if path.endswith(".ipynb") and Path(path).parent == Path("analysis")
    }
    shown = name if commit.startswith(name) else f"{name} ({commit[:10]})"
    return Version(shown, notebooks, files)


def _unknown(name: str) -> str:
    if not _git("rev-parse", "--git-dir"):
        known = [WORK, BUILD, *_editions()]
        where = "; this folder is not under git, or has no commit, so that there are no commits to name"
    else:
        refs = _git("for-each-ref", "--format=%(refname:short)").decode().split()
        known, where = [WORK, BUILD, *_editions(), *refs, "HEAD"], ""
    close = difflib.get_close_matches(name, known, n=3, cutoff=0.5)
    offer = f"did you mean {' or '.join(close)}?" if close else f"there are {', '.join(known[:12])}"
    return f"{name!r} is no commit, no edition, and neither `work` nor `build`{where}; {offer}"
