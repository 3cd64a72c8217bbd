"""What a notebook exports, as an audit compares it.

Belongs here: running a notebook in this process, what its exports show and name. Does not: moving anything
(`moving.py`), comparing (`work.py`), the origins themselves (`evident/export/origins.py`).

What moves: of a number its exact value; of a claim whether it holds, the figures that its test prints and the exact
values that it compared; of a word, date or verdict also the numbers it was told from; of an exhibit its data and texts.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any
from unittest.mock import patch

from evident import paths
from evident.evidence.tables import Evidence
from evident.export.exhibits import to_json
from evident.export.notebook import Notebook
from evident.export.origins import Result, leaves, plain
from evident.run import parameters, session

# Fields of an exhibit or explorer that say what it shows; the others say what it rests on.
SHOWN = (
    "title",
    "otherwise",
    "subtitle",
    "alt",
    "note",
    "columns",
    "rows",
    "cells",
    "data",
    "words",
    "problem",
)
TABLES = frozenset(("data:observations", "data:panel"))


@dataclass(frozen=True)
class Run:
    """One notebook with its parameters."""

    path: Path
    values: Mapping[str, Any]

    @property
    def name(self) -> str:
        return self.path.stem


def runs_of(edition: str = "baseline", only: Iterable[str] | None = None) -> list[Run]:
    """The notebooks of the report with the parameters of an edition (`only`: names of some)."""
    loaded = parameters.load_edition(edition)
    chosen = None if only is None else set(only)
    return [
        Run(path, parameters.for_notebook(loaded, path))
        for path in paths.notebooks()
        if chosen is None or path.stem in chosen
    ]


def evidence_of(runs: Sequence[Run]) -> Evidence:
    """The evidence as the notebooks of an edition know it."""
    return Evidence.load(runs[0].values["as_of"]) if "as_of" in runs[0].values else Evidence.load()


@dataclass(frozen=True)
class Export:
    """One export of a run: what it shows, what it names, and of which other exports it is made.

    Attributes:
        kind: number, count, word (also a date or a verdict), claim, exhibit or explorer.
        state: what moves where the export moves.
        refused: whether it could not be computed.
        told_from: the exact values that a claim, a word, a date or a verdict was told from.
        made_of: names of the facts and claims that were passed on to it.
        tables: the cells of each table of the panel that it names as a whole; they are among `names`.
    """

    kind: str
    state: str
    refused: bool
    told_from: str
    names: frozenset[str]
    assumes: frozenset[str]
    made_of: tuple[str, ...]
    tables: tuple[frozenset[str], ...]

    def names_one(self, key: str) -> bool:
        """Whether it names this figure (`panel:…`, an observation) or parameter (`notebook.name`)."""
        return key in self.names or key.partition(".")[2] in self.assumes


Exports = dict[str, Export]


def exports_of(run: Run, evidence: Evidence) -> tuple[Exports, list[str]]:
    """Run a notebook in this process: its exports by kind and name ("fact trains.pace"), and its findings."""
    with _watched() as made:
        notebook = session.collect(run.path, run.values, evidence)
    kinds = {
        "fact": notebook.facts,
        "claim": notebook.claims,
        "exhibit": notebook.exhibits,
        "explorer": notebook.explorers,
    }
    found = {
        f"{kind} {name}": _export(kind, payload, made.get(f"{kind} {name}"), notebook)
        for kind, payloads in kinds.items()
        for name, payload in payloads.items()
    }
    return found, list(notebook.problems)


def _export(kind: str, payload: Mapping[str, Any], result: Result | None, notebook: Notebook) -> Export:
    told_from: Any = None
    if kind == "fact":
        state: Any = (payload["value"], payload["value_high"], payload["problem"])
        number = isinstance(payload["value"], float | int)
        kind = "count" if payload["unit"] == "count" else "number" if number else "word"
    elif kind == "claim":
        state, number = (payload["holds"], payload["test"], payload["problem"]), False
    else:
        state, number = {name: payload.get(name) for name in SHOWN}, True
    if not number and result is not None:
        told_from = [
            to_json(plain(leaf.value))
            for leaf in leaves([*result.arguments, *result.named.values()])
            if isinstance(leaf, Result)
        ]
    tables = tuple(
        frozenset(notebook._slices.cells(key)) for key in payload["rests_on"] if key in notebook._slices
    )
    return Export(
        kind,
        repr(state),
        bool(payload.get("problem")),
        repr(told_from),
        frozenset(payload["rests_on"]).union(*tables),
        frozenset(part["id"] for part in payload["assumed"]),
        () if number else tuple(payload["facts"]),
        tables,
    )


_edition_in = cache(parameters.load_edition)


def _edition(name: str, folder: Path | None = None) -> parameters.Edition:
    return _edition_in(name, folder or paths.data_dir() / "editions")


# While an audit runs nobody changes files; to read each once takes a tenth of the time off.
_READ_ONCE: list[tuple[Any, str, Callable[..., Any]]] = [
    (parameters, "declared", cache(parameters.declared)),
    (parameters, "load_edition", _edition),
    (session, "read_cells", cache(session.read_cells)),
]


@contextmanager
def _watched() -> Iterator[dict[str, Result]]:
    """The results behind the facts and claims that are exported inside, by kind and name."""
    made: dict[str, Result] = {}

    def watching(kind: str, method: Callable[..., Result]) -> Callable[..., Result]:
        def watched(self: Notebook, *arguments: Any, **named: Any) -> Result:
            result = method(self, *arguments, **named)
            made[f"{kind} {result.key}"] = result
            return result

        return watched

    with ExitStack() as patches:
        for owner, name, reading in _READ_ONCE:
            patches.enter_context(patch.object(owner, name, reading))
        patches.enter_context(patch.object(Notebook, "compute", watching("fact", Notebook.compute)))
        patches.enter_context(patch.object(Notebook, "claim", watching("claim", Notebook.claim)))
        yield made
