"""Releasing a report: what must be so before, keeping its facts, and making its archive.

Belongs here: the refusals, in the order in which they cost time, and the steps of a release. Does not: the form of
what is kept (`releases.py`), of the archive (`archive.py`), what the files say of the version (`stated.py`).

A release is of a commit. What is not committed, what was frozen of other evidence and what a sweep computed for other
evidence is not part of it, so that whoever checks the commit out makes the same archive, byte for byte.
"""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

from evident import paths
from evident.export.payloads import BASELINE
from evident.run import archive, git, inputs, releases, stated, versions
from evident.run.differences import compare
from evident.run.exported import read
from evident.run.inputs import Build
from evident.text.files import BadFile

FOLDER = "release"  # below _build
NAMED = 3  # as many exports that differ are named


class NotReleased(paths.Mistake):
    """Something stands in the way of a release; the message says what, where, and how to mend it."""


def number(asked: str = "") -> str:
    """The version that is to be released, which the four files agree on.

    Raises:
        NotReleased: they do not, or it is not the one that was asked for.
        BadFile: one of them is missing, or states none.
    """
    if wrong := stated.differing():
        raise NotReleased("\n".join(map(str, wrong)))
    first = stated.versions()[0]
    where = f"{paths.short(first.path)}:{first.line}"
    if asked and asked != first.version:
        raise NotReleased(
            f"{where}: the version is {first.version}; write {asked} there, or ask for {first.version}"
        )
    if not releases.NUMBER.fullmatch(first.version):
        raise NotReleased(f"{where}: the version is {first.version!r}; a release is numbered as 0.2.0 is")
    return first.version


# -- keeping facts


def keep(asked: str, commit: str, about: str) -> Path:
    """Write the facts of a version to `data/releases/`; returns the file.

    Args:
        asked: the version; empty: that of the working copy.
        commit: whose frozen notebooks; empty: those of the working copy.
        about: a sentence on what it is; empty: what the file says already, or nothing.

    Raises:
        NotReleased: the version is none, or the working copy is of another.
        NoVersion: there is no such commit.
    """
    if commit:
        if not releases.NUMBER.fullmatch(asked):
            raise NotReleased(
                f"{asked or 'nothing'!r} is no version: name the one that {commit} had, such as 0.1.0"
            )
        version, day = versions.of_commit(commit), _day_of(commit)
    else:
        asked = number(asked)
        version, day = versions.working_copy(), stated.versions()[-1].date
    file = releases.file_of(asked)
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(_kept(version, asked, day, about or _about(file)), "utf8")
    return file


def _about(file: Path) -> str:
    try:
        return releases.read(file).about
    except BadFile:
        return ""


def _kept(version: versions.Version, asked: str, day: str, about: str) -> str:
    exported = {name: version.exported(name) for name in version.names}
    return releases.kept(exported, version.files, asked, day, about)


def _day_of(commit: str) -> str:
    return (_git("log", "-1", "--format=%cs", commit) or "").strip()


# -- what stands in the way


def refused(version: str) -> Iterator[str]:
    """What stands in the way of a release before anything is built, one line each with file and remedy."""
    root, command = paths.report().root, paths.report().command
    if _git("rev-parse", "--verify", "--quiet", "HEAD") is None:
        yield f"{root}: a release is of a commit, and there is none here; `git init`, `git add .`, `git commit`"
        return
    for line in (_git("status", "--porcelain", "--untracked-files=all", "--", ".") or "").splitlines():
        yield f"{line[3:]}: it is not committed; commit it, or put it away"
    file = releases.file_of(version)
    if not file.exists():
        yield f"{paths.short(file)}: the facts of {version} are not kept; `{command} release --keep`, and commit it"
    else:
        release = releases.read(file)
        if file.read_text("utf8") != _kept(
            versions.working_copy(), version, stated.versions()[-1].date, release.about
        ):
            yield f"{paths.short(file)}: the notebooks say something else; `{command} release --keep`, and commit it"
    yield from _stale_sweeps()


def _stale_sweeps() -> Iterator[str]:
    """Notebooks whose sweep was not computed for this evidence; a report may have no sweeps."""
    from evident.run import swept_editions

    if not ((paths.data_dir() / "ranges.yml").exists() or (paths.data_dir() / "sweep").is_dir()):
        return
    for notebook, why in swept_editions.stale().items():
        if why:
            yield (
                f"data/sweep/{notebook}.parquet: not of this evidence: {why}; "
                f"`{paths.report().command} sweep {notebook}`, and commit it"
            )


def misfrozen(build: Build) -> Iterator[str]:
    """Notebooks that are frozen otherwise than they run; of a baseline that has been built."""
    executed = versions.notebooks_in(build.notebooks)
    for notebook in paths.notebooks():
        old, new = read(notebook.read_bytes()), read(executed[notebook.stem])
        if changed := [change.key for change in compare(old.exports, new.exports)]:
            more = f" and {len(changed) - NAMED} more" if len(changed) > NAMED else ""
            yield (
                f"{paths.short(notebook)}: it is frozen otherwise than it runs ({', '.join(changed[:NAMED])}{more}); "
                f"`{paths.report().command} freeze {notebook.stem}`, and commit it"
            )


# -- making it


def release(asked: str, make: Callable[[Build], None], say: Callable[[str], None]) -> Path:
    """Make the archive of a release; returns it.

    Args:
        make: builds an edition whole, or ends the command.

    Raises:
        NotReleased: something stands in the way.
    """
    version = number(asked)
    if said := list(refused(version)):
        raise NotReleased("\n".join(said))
    commit = (_git("rev-parse", "HEAD") or "").strip()
    os.environ["EVIDENT_COMMIT"] = commit  # as the PDF prints it: whoever releases the commit prints the same
    build = inputs.build_of(BASELINE)
    make(build)
    if said := list(misfrozen(build)):
        raise NotReleased("\n".join(said))
    others = [inputs.build_of(name) for name in _editions() if name != BASELINE]
    for other in others:
        make(other)
    target = paths.report().build / FOLDER / f"{archive.name_of(version)}.zip"
    held = archive.members(commit, build, others)
    archive.write(target, held, commit)
    say(f"{paths.short(target)}: {len(held):,} files, {target.stat().st_size / 1e6:.1f} MB")
    return target


def _editions() -> list[str]:
    return sorted(file.stem for file in (paths.data_dir() / "editions").glob("*.yml"))


def _git(*arguments: str) -> str | None:
    answer = git.ask(paths.report().root, *arguments)
    return None if answer is None else answer.decode()
