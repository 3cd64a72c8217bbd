"""Running notebooks that somebody took from a book, outside of any build: does each number come out as it is printed?

    python -m evident.run.outside [NOTEBOOK …]

Belongs here: which notebooks are meant, running them, comparing. Does not: making the environment (`starter.py`),
the runs of a build (`executing.py`).

Without names it runs the notebooks that lie in the folder of the report; a name without a folder that lies nowhere is
one of `analysis/`. The run is written beside the notebook, or into the folder of the report, as NAME.run.ipynb.
"""

import json
import os
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from evident import paths
from evident.evidence.ids import nearest
from evident.run.exported import Exported, read
from evident.run.notebooks import EDITION

SUFFIX = ".run.ipynb"
KINDS = ("fact", "claim", "exhibit")
SHOWN = 10  # of those that differ


class NoNotebook(paths.Mistake):
    """A name that is no notebook, or no notebook at all; the message says which there are."""


@dataclass(frozen=True)
class Outcome:
    """How many exports of a notebook came out as they were, by kind, and the names of those that did not."""

    same: dict[str, int]
    other: list[str]


def meant(names: Iterable[str], where: Path) -> list[Path]:
    """The files that names mean.

    Args:
        where: the folder in which they are looked for.

    Raises:
        NoNotebook: there is none of that name, or none in the folder.
    """
    root = paths.report().root
    have = [path.stem for path in paths.notebooks()]
    found = []
    for name in names:
        stem = name.removesuffix(".ipynb")
        places = (where / f"{stem}.ipynb", root / f"{stem}.ipynb", paths.report().analysis / f"{stem}.ipynb")
        file = next((place for place in places if place.is_file()), None)
        if file is None:
            raise NoNotebook(
                f"there is no notebook {name}: put the file beside README.md, or name one of the archive "
                f"({', '.join(have)}){nearest(stem, have)}"
            )
        found.append(file)
    if not found:
        found = sorted(file for file in root.glob("*.ipynb") if not file.name.endswith(SUFFIX))
    if not found:
        raise NoNotebook(
            f"no notebook lies in {root}: put the one that you downloaded there, or name one of the archive "
            f"({', '.join(have)})"
        )
    return found


def run(file: Path) -> tuple[Path, Outcome]:
    """Run a notebook; where the run was written, and how it compares with what the file says.

    Raises:
        papermill.PapermillExecutionError: a cell failed; the run so far was written.
    """
    import papermill

    target = _target(file)
    said = json.loads(file.read_text("utf8")).get("metadata", {}).get("evident", {})
    os.environ[EDITION] = str(said.get("edition") or "baseline")
    papermill.execute_notebook(
        str(file), str(target), kernel_name="python3", cwd=str(paths.report().analysis),
        progress_bar=False, log_output=False,
    )  # fmt: skip
    return target, compared(read(file.read_bytes()), read(target.read_bytes()))


def _target(file: Path) -> Path:
    """Beside the notebook; one of the archive's own stays alone, so that its frozen outputs are not lost."""
    folder = paths.report().root if file.parent == paths.report().analysis else file.parent
    return folder / f"{file.stem}{SUFFIX}"


def compared(before: Exported, after: Exported) -> Outcome:
    """What two runs of a notebook have alike: the text of each number, the outcome of each claim, the rows of each
    exhibit.

    A form that only one of the two has (a frozen notebook has no pictures) is not compared.
    """
    same, other = dict.fromkeys(KINDS, 0), []
    for kind, key in {**before.exports, **after.exports}:
        if kind not in KINDS:
            continue
        left, right = before.exports.get((kind, key)), after.exports.get((kind, key))
        if left is not None and right is not None and _told(left) == _told(right):
            same[kind] += 1
        else:
            other.append(f"{kind} {key}")
    return Outcome(same, other)


def _told(export: Any) -> tuple[Any, ...]:
    names = ("text", "value", "test", "title", "claims")
    return (*(export.told.get(name) for name in names), export.rows)


def main() -> None:
    """Run the notebooks that are named; ends with 1 if a number differs or a notebook fails."""
    # As a run of a build: nothing asks who works in the kernel.
    bad = False
    try:
        files = meant(sys.argv[1:], Path.cwd())
    except paths.Mistake as mistake:
        sys.exit(str(mistake))
    for file in files:
        print(f"running {file.name} …", flush=True)
        target, outcome = run(file)
        facts, claims, exhibits = (outcome.same[kind] for kind in KINDS)
        print(f"  {target.name}: {facts} numbers, {claims} tested statements and {exhibits} exhibits as they are printed")
        for name in outcome.other[:SHOWN]:
            print(f"  not as printed: {name}")
        if len(outcome.other) > SHOWN:
            print(f"  and {len(outcome.other) - SHOWN} more")
        bad = bad or bool(outcome.other)
    sys.exit(1 if bad else 0)


if __name__ == "__main__":
    main()
