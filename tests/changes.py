"""Changes to the sources of a report, and whether a build after one is a clean build.

Belongs here: what the tests of staleness change, and comparing books. Does not: tests.
"""

import csv
import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path

from .conftest import Copy

Change = Callable[[Path], None]


def replaced(name: str, old: str, new: str, count: int = 1) -> Change:
    """A text in a file is replaced where it stands first."""

    def change(root: Path) -> None:
        text = (root / name).read_text("utf8")
        assert old in text, f"{old!r} is not in {name}"
        (root / name).write_text(text.replace(old, new, count), "utf8")

    return change


def together(*changes: Change) -> Change:
    """Several changes at once."""

    def change(root: Path) -> None:
        for one in changes:
            one(root)

    return change


def cell(notebook: str, old: str, new: str) -> Change:
    """A text in a code cell of a notebook is replaced."""

    def change(root: Path) -> None:
        path = root / "analysis" / notebook
        whole = json.loads(path.read_text("utf8"))
        found = [c for c in whole["cells"] if old in "".join(c["source"])]
        assert found, f"{old!r} is in no cell of {notebook}"
        source = "".join(found[0]["source"]).replace(old, new, 1)
        found[0]["source"] = source.splitlines(keepends=True)
        path.write_text(json.dumps(whole, indent=1, ensure_ascii=False) + "\n", "utf8")

    return change


def lines(name: str, edit: Callable[[list[str]], list[str]]) -> Change:
    """The lines of a file, edited."""

    def change(root: Path) -> None:
        text = (root / name).read_text("utf8").splitlines(keepends=True)
        (root / name).write_text("".join(edit(text)), "utf8")

    return change


def field(name: str, key: str, column: str, value: str) -> Change:
    """One field of a row of a table."""

    def change(root: Path) -> None:
        with (root / name).open(encoding="utf8", newline="") as file:
            rows = list(csv.reader(file))
        at = rows[0].index(column)
        (row,) = [row for row in rows if row[0] == key]
        assert row[at] != value
        row[at] = value
        with (root / name).open("w", encoding="utf8", newline="") as file:
            csv.writer(file, lineterminator="\n").writerows(rows)

    return change


def removed(name: str) -> Change:
    """A file is deleted."""
    return lambda root: (root / name).unlink()


def docstrings(path: Path) -> None:
    """Every function of a module says more of itself."""
    text = path.read_text("utf8")
    path.write_text(re.sub(r'(def \w+\([^)]*\)[^:]*:\n    """)', r"\1In short: ", text, count=0), "utf8")


def first_colour(path: Path) -> None:
    """The first colour that a module of charts uses becomes another."""
    text = path.read_text("utf8")
    colours = [name for name in ("ink", "loess", "jade", "brick", "slate", "stone") if f'"{name}"' in text]
    other = "slate" if colours[0] != "slate" else "jade"
    path.write_text(text.replace(f'"{colours[0]}"', f'"{other}"'), "utf8")


def markdown(path: Path) -> None:
    """The first text of a notebook has a sentence more."""
    whole = json.loads(path.read_text("utf8"))
    text = next(cell for cell in whole["cells"] if cell["cell_type"] == "markdown")
    text["source"] = [*text["source"], "\n\nA sentence more."]
    path.write_text(json.dumps(whole, indent=1, ensure_ascii=False) + "\n", "utf8")


def clean_build(kept: Copy, fresh: Copy) -> dict[str, bytes]:
    """The book of the same sources, built where nothing was built before."""
    shutil.rmtree(fresh.root)
    shutil.copytree(kept.root, fresh.root, ignore=shutil.ignore_patterns("_build", "__pycache__"))
    fresh.build()
    return fresh.book()


def differing(one: dict[str, bytes], other: dict[str, bytes]) -> list[str]:
    return sorted(name for name in one.keys() | other.keys() if one.get(name) != other.get(name))
