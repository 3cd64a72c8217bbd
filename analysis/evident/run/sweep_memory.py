"""What is remembered so that asking whether sweeps are of this evidence takes no time.

Belongs here: keeping what follows from the content of files alone, by their digests: the meaning of code, what settings
are drawn from, what a table says of itself. Does not: any of these (`sweep_trace.py`, `settings.py`, `sweep_table.py`),
the answer (`swept.py`).

A book is printed after each small edit, and says of each claim whether its sweep stands. To parse code, ranges and
editions for that took a second a notebook. What is remembered lies in `_build/sweep/`; whoever deletes it waits once.
"""

import contextlib
import json
import os
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import Any

from evident import paths
from evident.run.traces import file_digest

# By whose code what is remembered was computed.
_MADE_BY = (
    "ranges.py",
    "settings.py",
    "sweep_trace.py",
    "sweep_table.py",
    "parameters.py",
    "sweep_memory.py",
)


class Memory:
    """Values by kind and key, kept in a file."""

    def __init__(self, file: Path, made_by: str) -> None:
        self._file, self._made_by = file, made_by
        self._values: dict[str, dict[str, Any]] = {}
        self._new = False
        with contextlib.suppress(OSError, ValueError, TypeError, AttributeError):
            told = json.loads(file.read_text("utf8"))
            if told.pop("made_by") == made_by:
                self._values = {str(kind): dict(values) for kind, values in told.items()}

    def recall(self, kind: str, key: str, make: Callable[[], Any]) -> Any:
        """The value that is known under a key, or the one that is made now; JSON must know it."""
        known = self._values.setdefault(kind, {})
        if key not in known:
            known[key] = make()
            self._new = True
        return known[key]

    def keep(self) -> None:
        """Write what is new, whole or not at all; a folder that cannot be written is no obstacle."""
        if not self._new:
            return
        self._new = False
        part = self._file.with_suffix(f".{os.getpid()}.part")
        with contextlib.suppress(OSError):
            self._file.parent.mkdir(parents=True, exist_ok=True)
            part.write_text(json.dumps({"made_by": self._made_by, **self._values}), "utf8")
            part.replace(self._file)


def memory() -> Memory:
    """What is remembered of the report that is being worked on."""
    return _memory(paths.report().build / "sweep" / "memory.json")


@lru_cache(maxsize=8)
def _memory(file: Path) -> Memory:
    folder = Path(__file__).parent
    return Memory(file, " ".join(file_digest(folder / name)[:12] for name in _MADE_BY))
