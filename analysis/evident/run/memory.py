"""What doit remembers from build to build: with what each task was done last.

Belongs here: its file. Does not: whether a task has to be done again (`pipeline.py`). This module imports doit, which
takes its time.
"""

import contextlib
import json
from pathlib import Path

from doit.dependency import JsonDB

from evident.run import publication

BACKEND = f"{__name__}:State"  # as doit names it


class State(JsonDB):
    """A file that is written whole or not at all: what is not remembered is done again, and nothing is wrong."""

    def dump(self) -> None:
        """Write it."""
        path = Path(self.name)
        part = path.with_name(f"{path.name}.part")
        with contextlib.suppress(OSError):
            part.write_text(self.codec.encode(self._db), "utf8")
            part.replace(path)


def mend(path: Path) -> None:
    """Forget what is remembered if it cannot be read, as after a crash of the machine."""
    try:
        known = json.loads(path.read_text("utf8"))
        tasks = [*known.values()] + [task.get("_values_:", {}) for task in known.values()]
        sound = all(isinstance(told, dict) for told in tasks)
    except FileNotFoundError:
        return
    except (OSError, ValueError, AttributeError):
        sound = False
    if not sound:
        publication.remove(path)
