"""What a run of a notebook reads: which rows, which words, which files.

Belongs here: noting it while code runs. Does not: deciding whether what was read has changed since (`run/traces.py`).

A notebook is run again when something it read has changed, and only then. Whoever hands out a piece of the evidence
or a word notes it; every other file that is opened below the report is noted as a whole by `watch`, so that
forgetting to note costs a run too many and never one too few.
"""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

_noted: dict[tuple[str, ...], None] = {}
_passing = False


def note(kind: str, *name: str) -> None:
    """Remember that something was read.

    Args:
        kind, name: observation ID, series INDICATOR (all observations of it), cell ID, panel INDICATOR, indicator ID,
            source ID, table NAME (a whole file of the evidence), words LANGUAGE KEY, file PATH, folder PATH (which
            names are in it), swept NOTEBOOK (its sweep, and whether it is of this evidence), findings (of the report;
            findings LANGUAGE: as a translation words them),
            sentence LANGUAGE TEXT (its translation).
    """
    _noted[kind, *name] = None


def opened(path: Path) -> None:
    """Remember that a file was read, where nobody could see it: it had been read before."""
    if not _passing:
        note("file", str(path))


def noted() -> list[tuple[str, ...]]:
    """What was read since `forget`, in order of first reading."""
    return list(_noted)


@contextmanager
def listed() -> Iterator[list[tuple[str, ...]]]:
    """A list that has, once it is left, what was read inside, also if it had been read before."""
    global _noted
    outer, _noted = _noted, {}
    found: list[tuple[str, ...]] = []
    try:
        yield found
    finally:
        found += _noted
        outer.update(_noted)
        _noted = outer


def forget() -> None:
    """Begin anew."""
    _noted.clear()


@contextmanager
def passed_over() -> Iterator[None]:
    """Files that are opened inside are not noted: whoever opens them tells otherwise what was taken from them."""
    global _passing
    _passing = True
    try:
        yield
    finally:
        _passing = False


def watch(roots: list[Path], told: list[Path], modules: list[Path]) -> None:
    """Note from now on each file and folder below `roots` that this process reads.

    Args:
        told: files, and folders with all below them, whose pieces are noted by whoever hands them out.
        modules: folders that Python looks through for modules; which names are in them is not noted.
    """
    looked_through = tuple(map(str, modules))
    below, known = tuple(f"{root}/" for root in roots), tuple(str(path) for path in told)

    def hook(event: str, arguments: tuple[Any, ...]) -> None:
        if _passing or event not in ("open", "os.listdir", "os.scandir") or not isinstance(arguments[0], str):
            return
        # `/a/../b` and relative names are rare; they are made plain only where they could matter.
        path = arguments[0] if arguments[0].startswith("/") else str(Path(arguments[0]).absolute())
        if event == "open":
            if isinstance(arguments[1], str) and "r" not in arguments[1]:
                return
            if path.startswith(below) and not path.startswith(known) and not path.endswith((".py", ".pyc")):
                note("file", path)
        elif f"{path}/".startswith(below) and not path.startswith((*known, *looked_through)):
            note("folder", path)

    sys.addaudithook(hook)
