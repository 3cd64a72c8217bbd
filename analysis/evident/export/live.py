"""A kernel in which a person works: which cell runs, and what each cell has exported.

Belongs here: telling such a kernel from one of a build, the cell that runs in it, the exports of each cell, and taking
back those of a cell that runs again. Does not: exporting (`exporter.py`), how an export is shown there (`showing.py`).

In a build each cell runs once and nothing here does anything: a key that is exported twice is an error wherever it
stands. In JupyterLab and VS Code a cell is run again after each change, and what it exported before is what it
exported in an earlier state.
"""

import hashlib
import os
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from evident.export.publishing import FROZEN

_PLAIN = re.compile(r"[\w-]{1,64}")


@dataclass(frozen=True)
class Cell:
    """A cell that runs: `key` is the same whenever it runs again, `shown` is how messages name it."""

    key: str
    shown: str


@dataclass(frozen=True)
class Export:
    """One thing that a cell exported: its kind (fact, claim, exhibit, explorer, problem) and its full name."""

    kind: str
    name: str


def shell() -> Any:
    """The IPython shell of a kernel in which a person works; None in builds, in tests of notebooks and elsewhere.

    Builds and nbval say in the environment which form of outputs they want; a person's front end does not.
    """
    from IPython import get_ipython

    found = get_ipython()
    return found if hasattr(found, "kernel") and FROZEN not in os.environ else None


def running(kernel_shell: Any) -> Cell:
    """The cell that a shell runs. Where the front end does not name it, its text does."""
    request = kernel_shell.get_parent()
    source = str(request.get("content", {}).get("code", ""))
    told = str(request.get("metadata", {}).get("cellId") or "")
    key = told or hashlib.sha256(source.encode()).hexdigest()
    first = next((line for line in source.splitlines() if line.strip()), "")
    named = f"cell {told}" if _PLAIN.fullmatch(told) else "the cell"
    return Cell(key, f"{named} that begins with {first[:50]!r}")


class Cells:
    """What each cell of a notebook has exported; one that is not live has no cells."""

    def __init__(self, withdraw: Callable[[Export], None]) -> None:
        """Args:
        withdraw: takes an export back.
        """
        self._withdraw = withdraw
        self._now: Cell | None = None
        self._of: dict[Cell, list[Export]] = {}

    def begin(self, cell: Cell) -> None:
        """A cell begins to run: what it exported before is taken back, unless another cell says the same."""
        before = [known for known in self._of if known.key == cell.key]
        # A problem may be noted twice by one cell.
        taken = dict.fromkeys(export for known in before for export in self._of.pop(known))
        kept = {export for exports in self._of.values() for export in exports}
        for export in taken:
            if export not in kept:
                self._withdraw(export)
        self._now = cell
        self._of[cell] = []

    def exported(self, export: Export) -> None:
        """The cell that runs has exported something."""
        if self._now is not None:
            self._of[self._now].append(export)

    def taken_by(self, name: str) -> str:
        """Which cells export one name, and what to do; empty where there are no cells."""
        # The last of them: an export that failed in an earlier cell has its name there too.
        owners = [cell for cell, own in self._of.items() if any(e.name == name for e in own)]
        if self._now is None or not owners:
            return ""
        first = owners[-1]
        if first == self._now:
            return f": twice by {first.shown}; give one of the two another name"
        return (
            f": by {first.shown}, and now by {self._now.shown}; give one of the two another name, or, if it was moved, "
            "run the cell it was moved from"
        )


class Hook:
    """Tells the notebook that was opened last of each cell that begins; there is one a kernel."""

    def __init__(self) -> None:
        self._called: Callable[..., None] | None = None

    def follow(self, kernel_shell: Any, cells: Cells) -> None:
        """Follow the cells of a kernel from the one that runs now, in place of whoever followed them before."""
        if self._called is not None:
            kernel_shell.events.unregister("pre_run_cell", self._called)

        def begins(_info: Any) -> None:
            cells.begin(running(kernel_shell))

        self._called = begins
        cells.begin(running(kernel_shell))
        kernel_shell.events.register("pre_run_cell", begins)


HOOK = Hook()
