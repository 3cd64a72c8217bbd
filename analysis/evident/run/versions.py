"""Versions of a report that can be compared: the working copy, a commit, an edition, the last build.

Belongs here: what a name means, and the files of a version. Does not: what notebooks export (`exported.py`), what is
kept of a release (`releases.py`), comparing.

    work       the working copy, with its frozen notebooks
    build      the executed notebooks of the last build of the baseline, with the sources they were made of;
               build:NAME of another edition
    previous   the same of the build before it that had other numbers; previous:NAME of another edition
    release:VERSION   the facts and claims that are kept of a release (`data/releases/VERSION.json`); also VERSION alone
    NAME       an edition (`data/editions/NAME.yml`): its executed notebooks, run before if they are out of date
    REVISION   whatever git takes for a commit, with its frozen notebooks
"""

import difflib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from evident import paths
from evident.evidence.ids import nearest
from evident.run import each, git, inputs, releases
from evident.run.exported import Exported, read

WORK, BUILD, PREVIOUS, RELEASE = "work", "build", "previous", "release"
_WANTED = (".py", ".csv", ".yml", ".bib", ".md", ".ipynb", ".lock")
_FOLDERS = ("analysis", "data", "chapters")


class NoVersion(paths.Mistake):
    """A name that is no version; the message offers the nearest."""


Files = dict[str, bytes]


@dataclass(frozen=True)
class Version:
    """One version.

    Attributes:
        name: as it is printed.
        notebooks: raw notebook files by name, frozen or executed.
        files: other sources by their path in the report (analysis, data, chapters, lock file).
        kept: of a version of which nothing else is known, what its notebooks exported: facts and claims alone.
        evidence: of such a version the figures that these rest on (`releases.py`); None if they are not known.
    """

    name: str
    notebooks: Mapping[str, bytes]
    files: Mapping[str, bytes]
    kept: Mapping[str, Exported] | None = None
    evidence: releases.Evidence | None = None

    @property
    def names(self) -> set[str]:
        """The names of the notebooks."""
        return set(self.notebooks if self.kept is None else self.kept)

    def exported(self, notebook: str) -> Exported:
        """What a notebook exports; nothing if there is none."""
        if self.kept is not None:
            return self.kept.get(notebook, Exported())
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
    kind, _, edition = name.partition(":")
    edition = edition or "baseline"
    if name == WORK:
        found = working_copy()
    elif kind in (BUILD, PREVIOUS) and edition in _editions():
        found = _built(kind, inputs.build_of(edition))
    elif name in _editions():
        run_edition(name)
        place = inputs.build_of(name)
        found = Version(f"edition {name}", notebooks_in(place.notebooks), working_files())
    elif kind == RELEASE and name != kind:
        found = of_release(name.partition(":")[2])
    elif commit:
        return of_commit(name, commit)
    elif name in releases.known():
        return of_release(name)
    else:
        raise NoVersion(_unknown(name))
    if commit:
        note(f"{name!r} is taken as the {found.name}; the commit of this name is {commit[:10]}")
    return found


def of_release(number: str) -> Version:
    """What is kept of a release.

    Raises:
        NoVersion: nothing is kept under this number.
        BadFile: its file cannot be used.
    """
    if number not in (known := releases.known()):
        offer = nearest(number, known).lstrip("; ") or f"there are {', '.join(known) or 'none'}"
        raise NoVersion(f"no release {number!r} is kept in {paths.short(releases.folder())}; {offer}")
    release = releases.read(releases.file_of(number))
    return Version(f"release {number}", {}, {}, release.exported, release.evidence)


def working_copy() -> Version:
    """The frozen notebooks and all sources as they lie there now."""
    return Version("working copy", notebooks_in(paths.report().analysis), working_files())


def working_files() -> Files:
    """The sources of the working copy."""
    return sources(paths.report().root)


def as_last_frozen() -> Version:
    """The frozen notebooks as they lie there, with the sources of the last commit, which they were made of at best."""
    commit = _commit("HEAD")
    files = of_commit("HEAD", commit).files if commit else working_files()
    return Version("as frozen before", notebooks_in(paths.report().analysis), files)


def _built(kind: str, build: inputs.Build) -> Version:
    """The last build, or the one before it that had other numbers (NoVersion if there is none)."""
    folder = build.work / ("previous" if kind == PREVIOUS else "compared")
    name = ("last build" if kind == BUILD else "build before") + (
        "" if build.edition == "baseline" else f" of {build.edition}"
    )
    if folder.is_dir():
        return kept(folder, name)
    again = f"`{paths.report().command} build` first" if kind == BUILD else "only one has been kept yet"
    raise NoVersion(f"there is no {name}: {again}")


def kept(folder: Path, name: str) -> Version:
    """What `since.py` keeps of a build."""
    return Version(name, notebooks_in(folder / "notebooks"), sources(folder / "sources"))


def sources(root: Path) -> Files:
    """The sources of a report that say why a number changed, by path: code, data, words, chapters, the lock file."""
    found = {}
    for folder in _FOLDERS:
        for file in (root / folder).rglob("*"):
            if (
                file.suffix in _WANTED
                and "__pycache__" not in file.parts
                and ".ipynb_checkpoints" not in file.parts
            ):
                found[file.relative_to(root).as_posix()] = file.read_bytes()
    if (lock := root / "requirements.lock").exists():
        found[lock.name] = lock.read_bytes()
    return found


def notebooks_in(folder: Path) -> Files:
    """The notebook files of a folder by name. Of those that are made for many values, the run of the default stands for
    all."""
    found = {each.standing_for(file.stem): file for file in sorted(folder.glob("*.ipynb"))}
    return {name: file.read_bytes() for name, file in sorted(found.items()) if name}


def _editions() -> list[str]:
    return sorted(file.stem for file in (paths.data_dir() / "editions").glob("*.yml"))


def _git(*arguments: str, given: bytes = b"") -> bytes:
    """What git answers about the report; nothing if it cannot."""
    return git.ask(paths.report().root, *arguments, given=given) or b""


def _commit(name: str) -> str:
    return _git("rev-parse", "--verify", "--quiet", "--end-of-options", f"{name}^{{commit}}").decode().strip()


def of_commit(name: str, commit: str = "") -> Version:
    """The frozen notebooks and the sources of a commit (NoVersion if there is none)."""
    if not (commit := commit or _commit(name)):
        raise NoVersion(_unknown(name))
    listed = _git("ls-tree", "-r", "-z", commit, "--", *_FOLDERS, "requirements.lock").decode().split("\0")
    entries = [
        (about.split()[2], path) for about, _, path in (line.partition("\t") for line in listed) if path
    ]
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
    kept = [f"{RELEASE}:{number}" for number in releases.known()]
    if not _git("rev-parse", "--git-dir"):
        known = [WORK, BUILD, PREVIOUS, *_editions(), *kept]
        where = "; this folder is not under git, or has no commit, so that there are no commits to name"
    else:
        refs = _git("for-each-ref", "--format=%(refname:short)").decode().split()
        known, where = [WORK, BUILD, PREVIOUS, *_editions(), *kept, *refs, "HEAD"], ""
    close = difflib.get_close_matches(name, known, n=3, cutoff=0.5)
    offer = f"did you mean {' or '.join(close)}?" if close else f"there are {', '.join(known[:12])}"
    return f"{name!r} is no commit and no edition, and not `work`, `build` or `previous`{where}; {offer}"
