"""What a sweep found: the committed table of a notebook, and whether it belongs to the evidence as it is now.

Belongs here: asking a table. Does not: computing it (`sweep.py`), what it says about findings (`firmness.py`). Nothing
here imports pandas, but for whoever asks for a frame.
"""

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from evident import paths
from evident.run import ranges, settings, sweep_plan, sweep_trace
from evident.run.parameters import ParameterError
from evident.run.sweep_memory import memory
from evident.run.traces import Pieces, file_digest

if TYPE_CHECKING:
    import pandas as pd

Fact = tuple[float | None, float | None, str | None]


@dataclass(frozen=True)
class Swept:
    """The results of one notebook.

    Attributes:
        notebook: its name.
        settings: ids in order: baseline, grid, together, edition, each.
        values: the parameters of each setting.
        claims: by full name and setting whether it holds; None where it cannot be told. Settings whose run failed, or
            did not export the claim, are left out.
        facts: by full name and setting value, upper end and text; the text is there in the baseline, editions and each.
        tests: the test of each claim in words, as the baseline has it.
        failures: by setting the cell and what was said.
    """

    notebook: str
    settings: tuple[str, ...]
    values: dict[str, dict[str, Any]]
    claims: dict[str, dict[str, bool | None]]
    facts: dict[str, dict[str, Fact]]
    tests: dict[str, str]
    failures: dict[str, tuple[str, str]]
    path: Path

    def parameters(self, setting: str) -> dict[str, Any]:
        """The values of the notebook's parameters in a setting (KeyError if there is none)."""
        return self.values[setting]

    def of(self, varied: str) -> tuple[str, ...]:
        """The settings of one kind: baseline, grid, together, edition or each."""
        return tuple(name for name in self.settings if name.partition(" ")[0] == varied)

    def moved(self, setting: str) -> str:
        """The parameter that a grid setting moves; empty for others."""
        varied, _, rest = setting.partition(" ")
        return rest.partition("=")[0] if varied == settings.GRID else ""

    @cached_property
    def frame(self) -> "pd.DataFrame":
        """The table as it is: columns as `sweep_table.py` tells."""
        import pandas as pd

        return pd.read_parquet(self.path)


def read(notebook: str) -> Swept | None:
    """The committed sweep of a notebook; None if there is none that can be read. `stale` tells if it may be printed."""
    import json

    import pyarrow as pa
    import pyarrow.parquet as pq

    from evident.run import sweep_table

    path = sweep_plan.committed(notebook)
    if (about := sweep_table.about(path)) is None:
        return None
    try:
        columns = pq.read_table(path, columns=["setting", "kind", "key", "value", "high", "text"]).to_pydict()
    except (OSError, pa.ArrowException):
        return None
    found = Swept(notebook, tuple(about.settings), {}, {}, {}, {}, {}, path)
    for setting, kind, key, value, high, text in zip(*columns.values(), strict=True):
        if kind == sweep_table.PARAMETER:
            found.values.setdefault(setting, {})[key] = json.loads(text)
        elif kind == sweep_table.FACT:
            found.facts.setdefault(key, {})[setting] = (value, high, text)
        elif kind == sweep_table.CLAIM:
            found.claims.setdefault(key, {})[setting] = None if value is None else bool(value)
            if setting == settings.BASELINE:
                found.tests[key] = text or ""
        else:
            found.failures[setting] = key.partition(".")[2], text or ""
    return found


def stale(notebook: str, pieces: Pieces | None = None) -> str:
    """Why the committed sweep of a notebook must not be printed, in words; empty if it was computed for this evidence.

    Args:
        pieces: what lies in `data/` now, if it is asked about several notebooks.
    """
    path = sweep_plan.committed(notebook)
    if not path.exists():
        return "it has not been computed"
    remembered = memory()
    if (about := remembered.recall("table", file_digest(path), lambda: _about(path))) is None:
        return f"{paths.short(path)} cannot be read"
    pieces = pieces or Pieces()
    try:
        drawn = remembered.recall("drawn", _asked(notebook, pieces), lambda: _drawn(notebook))
    except ParameterError as error:
        return str(error)
    why = ""
    for name in sorted(drawn.keys() | about["drawn"].keys()):
        if drawn.get(name) != about["drawn"].get(name):
            new, gone = name not in about["drawn"], name not in drawn
            why = f"{name} {'is new' if new else 'is gone' if gone else 'has changed'}"
            break
    if not why and (changed := sweep_trace.changed(about["trace"], pieces)):
        why = f"{sweep_trace.in_words(changed[0])} has changed"
    remembered.keep()
    return why


def _about(path: Path) -> dict[str, Any] | None:
    from evident.run import sweep_table  # slow to import

    told = sweep_table.about(path)
    return None if told is None else {"trace": told.trace, "drawn": told.drawn}


def _asked(notebook: str, pieces: Pieces) -> str:
    """What the settings of a notebook are drawn from, as one text: its name, ranges, editions, and all notebooks."""
    editions = sorted((paths.data_dir() / "editions").glob("*.yml"))
    read = [pieces.digest("file", str(file)) for file in (ranges.place(), *editions)]
    read += [pieces.digest("notebook", str(path)) for path in paths.notebooks()]
    return f"{notebook} {settings.digest([read, [file.name for file in editions]])}"


def _drawn(notebook: str) -> dict[str, str]:
    known = ranges.load()
    baseline, editions = sweep_plan.values_of(paths.report().analysis / f"{notebook}.ipynb")
    return settings.drawn_from(known.of.get(notebook, {}), baseline, editions, known.settings)
