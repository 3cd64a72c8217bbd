"""Editions as their sweeps computed them, to be compared without running anything.

Belongs here: facts and claims of an edition out of the swept tables, as a version; which notebooks were not computed
for this evidence. Does not: the form of the tables and whether one is stale (`swept.py`), comparing (`differences.py`).
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from evident import paths
from evident.export.payloads import BASELINE
from evident.look.identity import VERDICT_MARKS
from evident.run import standing, sweep_plan, swept
from evident.run.exported import Export, Exported, parameter_text
from evident.run.traces import Pieces, file_digest
from evident.run.versions import Version
from evident.text.words import Words

_COLUMNS = ["setting", "kind", "key", "value", "high", "text"]
_STATES = {1.0: "holds", 0.0: "fails", None: "unknown"}  # the words of a claim, by its value in a table


@dataclass(frozen=True)
class SweptEdition:
    """An edition as it was swept.

    Attributes:
        version: with the exports of the notebooks that were computed for this evidence.
        missing: by notebook why there is nothing of it: its sweep is stale, or it failed with these parameters.
    """

    version: Version
    missing: dict[str, str]


def edition(name: str, title: str) -> SweptEdition:
    """What sweeps computed of an edition.

    Args:
        name: as its file is called.
        title: as it is printed.
    """
    kept: dict[str, Exported] = {}
    missing: dict[str, str] = {}
    for notebook, why in _stale(_now()).items():
        if why:
            missing[notebook] = why
            continue
        by_setting = _read(notebook, file_digest(sweep_plan.committed(notebook)))
        rows = by_setting.get(BASELINE if name == BASELINE else f"edition {name}", [])
        failed = next((row["text"] for row in rows if row["kind"] == "failure"), "")
        if failed or not rows:
            missing[notebook] = failed or "its sweep has no such edition"
        else:
            kept[notebook] = exported(rows, Words())
    return SweptEdition(Version(title, {}, {}, kept), missing)


def _now() -> str:
    """The state of all that a sweep can rest on: as long as nobody saves any of it, what is stale stays so."""
    return " ".join(map(standing.of_folder, (paths.data_dir(), paths.report().analysis, paths.ENGINE)))


def stale() -> dict[str, str]:
    """Why sweeps must not be printed, by notebook that has one; empty where it is of this evidence."""
    return dict(_stale(_now()))


@lru_cache(maxsize=1)
def _stale(_state: str) -> dict[str, str]:
    """The same; to find out takes half a second for each notebook."""
    pieces = Pieces()
    swept_ones = [notebook for notebook in paths.notebooks() if not sweep_plan.reads_sweeps(notebook)]
    return {notebook.stem: swept.stale(notebook.stem, pieces) for notebook in swept_ones}


@lru_cache(maxsize=32)
def _read(notebook: str, _digest: str) -> dict[str, list[dict[str, Any]]]:
    """The rows of the editions in a notebook's table, by setting."""
    import pyarrow.parquet  # slow to import, and most pages compare nothing

    wanted = [("varied", "in", ["baseline", "edition"])]
    table = pyarrow.parquet.read_table(sweep_plan.committed(notebook), columns=_COLUMNS, filters=wanted)
    found: dict[str, list[dict[str, Any]]] = {}
    for row in table.to_pylist():
        found.setdefault(row["setting"], []).append(row)
    return found


def exported(rows: Iterable[Mapping[str, Any]], words: Words) -> Exported:
    """The exports of a notebook in one setting, in the form in which versions are compared.

    Args:
        rows: of the table, each with kind, key, value, high and text.
        words: in which the sweep printed what is not known, and claims.
    """
    exports: dict[tuple[str, str], Export] = {}
    parameters: dict[str, str] = {}
    for row in rows:
        kind, key = row["kind"], row["key"]
        if kind == "parameter":
            parameters[key] = parameter_text(json.loads(row["text"]))
        elif kind == "fact":
            exports[kind, key] = Export(kind, key, {"text": row["text"], "value": _value(row, words)})
        elif kind == "claim":
            state = words(f"common.claims.{_STATES[row['value']]}")
            exports[kind, key] = Export(kind, key, {"text": state, "test": row["text"]})
    return Exported(exports, parameters)


def _value(row: Mapping[str, Any], words: Words) -> str:
    """The value of a fact as its line in a notebook has it; a table has words as they are printed."""
    if row["value"] is not None:
        high = f" to {row['high']!r}" if row["high"] is not None else ""
        return f"{row['value']!r}{high}"
    if row["text"] in (words("common.not_known"), words("common.not_computed")):
        return "None"
    verdicts = {words(f"common.verdicts.{name}"): name for name in VERDICT_MARKS}
    return repr(verdicts.get(row["text"], row["text"]))
