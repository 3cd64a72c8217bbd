"""Writing what a command begins: all of it, sound, or nothing.

Belongs here: files that are made or changed together, the names that may be given to new things, templates. Does not:
what is written (`themes.py`, `editions.py`, `rows.py`, `claims.py`).
"""

import keyword
import re
from collections.abc import Callable, Mapping
from pathlib import Path
from string import Template

from evident import paths

_TEMPLATES = Path(__file__).parent / "templates"


class CannotBegin(paths.Mistake):
    """Something that was to begin and cannot; the message says why and what to do, and nothing was written."""


class Writing:
    """Files that are written together."""

    def __init__(self) -> None:
        self._texts: dict[Path, str] = {}
        self._new: set[Path] = set()

    def add(self, path: Path, text: str) -> None:
        """A new file.

        Raises:
            CannotBegin: it is there.
        """
        if path.exists():
            raise CannotBegin(f"{paths.short(path)} is there already; take another name, or edit that file")
        self._new.add(path)
        self._texts[path] = text

    def change(self, path: Path, text: str) -> None:
        """A file that is there, with its new text."""
        self._texts[path] = text

    def write(self, faults: Callable[[], list[str]]) -> list[Path]:
        """Write all, or leave everything as it was.

        Args:
            faults: looks through what was written; what it says before and after is compared.

        Returns:
            the files, in the order in which they were given.

        Raises:
            CannotBegin: what was written has faults.
            OSError: a file cannot be written.
        """
        known = set(map(_unplaced, faults()))
        before = {path: path.read_bytes() for path in self._texts if path not in self._new}
        made: list[Path] = []
        try:
            for path, text in self._texts.items():
                made += [folder for folder in (path.parent, *path.parent.parents) if not folder.exists()]
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(text.encode())
            if found := [fault for fault in faults() if _unplaced(fault) not in known]:
                raise CannotBegin("\n".join([*found, "nothing was written; mend that and call again"]))
        except BaseException:
            for path in self._new:
                path.unlink(missing_ok=True)
            for path, raw in before.items():
                path.write_bytes(raw)
            for folder in sorted(made, reverse=True):
                folder.rmdir()
            raise
        return list(self._texts)


def _unplaced(fault: str) -> str:
    """A fault without its line, which moves when something is written above it."""
    return re.sub(r":\d+: ", ": ", fault)


# `all` is the file of exceptions that hold everywhere; the others are words of YAML, or of systems that some work on.
_TAKEN = {"all", "true", "false", "null", "yes", "no", "on", "off", "con", "prn", "aux", "nul", "index"}


def refuse_name(kind: str, name: str) -> None:
    """Refuse what cannot name a theme, an edition, a claim.

    Raises:
        CannotBegin: as said.
    """
    if keyword.iskeyword(name) or name in _TAKEN:
        raise CannotBegin(f"{name!r} means something else already; take another name for the new {kind}")
    form = r"[a-z][a-z0-9-]*" if kind == "edition" else r"[a-z][a-z0-9_]*"
    if not re.fullmatch(form, name):
        said = "hyphens" if kind == "edition" else "underscores"
        raise CannotBegin(
            f"{name!r} cannot name a new {kind}; write small letters, digits and {said}, a letter first"
        )


def filled(name: str, blanks: Mapping[str, str]) -> str:
    """A template with its blanks filled (KeyError if one is not told)."""
    return Template((_TEMPLATES / name).read_text("utf8")).substitute(blanks)


def faults() -> list[str]:
    """What `check` says of the report's files, and what cannot be used of its editions."""
    from evident.evidence import checks
    from evident.run import parameters, project

    found = [str(bad) for bad in project.faults()]
    found += [f"{bad.where}: {bad.message} {bad.remedy}".strip() for bad in checks.validate(paths.data_dir())]
    for file in sorted((paths.data_dir() / "editions").glob("*.yml")):
        try:
            edition = parameters.load_edition(file.stem)
            parameters.check_sections(edition, paths.notebooks())
            for notebook in paths.notebooks():
                parameters.for_notebook(edition, notebook)
        except parameters.ParameterError as error:
            found.append(str(error))
    return found
