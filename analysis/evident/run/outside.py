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
from evident.run.notebooks import ANSI, EDITION, FROZEN, NotebookFailed

SUFFIX = ".run.ipynb"
KINDS = ("fact", "claim", "exhibit")
SHOWN = 10  # of those that differ


class NoNotebook(paths.Mistake):
    """A name that is no notebook, or no notebook at all; the message says which there are."""


@dataclass(frozen=True)
class Outcome:
    """How many exports of a notebook came out as they were, by kind, and the names of those that did not; and whether
    there were any before."""

    same: dict[str, int]
    other: list[str]
    printed: bool = True


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
        NotebookFailed: a cell failed; the run so far was written.
    """
    import papermill
    from papermill.exceptions import PapermillExecutionError

    target = _target(file)
    said = json.loads(file.read_text("utf8")).get("metadata", {}).get("evident", {})
    # As a build runs it: nobody works in this kernel.
    os.environ |= {EDITION: str(said.get("edition") or "baseline"), FROZEN: "0"}
    try:
        papermill.execute_notebook(
            str(file), str(target), kernel_name="python3", cwd=str(paths.report().analysis),
            progress_bar=False, log_output=False, extra_arguments=["--IPKernelApp.log_level=CRITICAL"],
        )  # fmt: skip
    except PapermillExecutionError as error:
        raise NotebookFailed(
            f"{file.name}: {ANSI.sub('', f'{error.ename}: {error.evalue}')}; {target.name} has the run so far"
        ) from None
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
    same: dict[str, int] = dict.fromkeys(KINDS, 0)
    other: list[str] = []
    if not before.exports:
        return Outcome(same, other, printed=False)
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
    bad = False
    try:
        for file in meant(sys.argv[1:], Path.cwd()):
            print(f"running {file.name} …", flush=True)
            target, outcome = run(file)
            print(f"  {target.name}: {told(outcome)}")
            for name in outcome.other[:SHOWN]:
                print(f"  not as printed: {name}")
            if len(outcome.other) > SHOWN:
                print(f"  and {len(outcome.other) - SHOWN} more")
            bad = bad or bool(outcome.other)
    except paths.Mistake as mistake:
        sys.exit(str(mistake))
    sys.exit(1 if bad else 0)


def told(outcome: Outcome) -> str:
    """How a run came out, in words."""
    if not outcome.printed:
        return "run; the notebook had no outputs to compare it with"
    facts, claims, exhibits = (outcome.same[kind] for kind in KINDS)
    return f"{facts} numbers, {claims} tested statements and {exhibits} exhibits as they are printed"


if __name__ == "__main__":
    main()
