"""The audit of origins: move one figure or one assumption by a little, and see which exports move.

Belongs here: moving, comparing, and what the comparison finds. Does not: which report is audited and how much of it
(the tests and `make audit` say so), the origins themselves (`evident/export/origins.py`).

Every export must name exactly what moves it. An export that moves without naming what was moved has an **untold**
origin: this is never allowed. (A count of a whole table may move with each of its rows.) One that names what was moved
and stays is **idle**: allowed where a list of exceptions says why (a maximum, a rule that looks at the nearest year).
What ends in an exception is a **crash**; a model that says that it cannot use a figure is a **finding**, and what rests
on it prints as not known.

What moves: of a number its exact value; of a claim whether it holds, the figures that its test prints and the exact
values that it compared; of a word, date or verdict also the numbers it was told from; of an exhibit its data and texts.

    runs = audit.runs_of("baseline")
    result = audit.audit(runs, audit.evidence_of(runs), figures=[…], parameters=audit.parameters_of(runs))
    assert not result.untold and not audit.unexcused(result.idle, EXCEPTIONS)
"""

import math
import multiprocessing
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any
from unittest.mock import patch

from evident import paths
from evident.evidence.ids import PANEL_ID
from evident.evidence.tables import Evidence
from evident.export.exhibits import to_json
from evident.export.notebook import Notebook
from evident.export.origins import Result, leaves, plain
from evident.run import parameters, session

STEP = 1.03  # what is moved becomes so many times what it was
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


@dataclass(frozen=True)
class Run:
    """One notebook with its parameters."""

    path: Path
    values: Mapping[str, Any]

    @property
    def name(self) -> str:
        return self.path.stem


@dataclass(frozen=True, order=True)
class Gap:
    """An export and what was moved: an id of the evidence, or `notebook.parameter`."""

    export: str
    moved: str


@dataclass
class Audit:
    """What an audit found.

    Attributes:
        untold: exports that moved without naming what was moved.
        idle: exports that name what was moved and stayed.
        crashes, findings: for what was moved, the exception, or what models said they cannot use.
        named: for every export all that it names of what was moved; what it does not name, it must not rest on.
    """

    untold: list[Gap] = field(default_factory=list)
    idle: list[Gap] = field(default_factory=list)
    crashes: dict[str, str] = field(default_factory=dict)
    findings: dict[str, list[str]] = field(default_factory=dict)
    named: dict[str, set[str]] = field(default_factory=dict)

    def add(self, other: "Audit") -> None:
        """Take in what was found for other figures."""
        self.untold += other.untold
        self.idle += other.idle
        self.crashes |= other.crashes
        self.findings |= other.findings
        for export, keys in other.named.items():
            self.named.setdefault(export, set()).update(keys)


Exceptions = Mapping[str, Mapping[str, str]]  # export → what may be moved without moving it (a pattern) → why


def unexcused(idle: Iterable[Gap], allowed: Exceptions) -> list[Gap]:
    """The idle exports that no exception explains."""
    return [gap for gap in sorted(idle) if not any(_allows(allowed, gap))]


def unneeded(idle: Iterable[Gap], allowed: Exceptions) -> list[Gap]:
    """Exceptions that nothing needs: to be looked at after an audit of everything."""
    idle = list(idle)
    return [
        Gap(export, pattern)
        for export, patterns in allowed.items()
        for pattern in patterns
        if not any(gap.export == export and fnmatchcase(gap.moved, pattern) for gap in idle)
    ]


def _allows(allowed: Exceptions, gap: Gap) -> Iterator[bool]:
    return (fnmatchcase(gap.moved, pattern) for pattern in allowed.get(gap.export, {}))


# -- what is audited


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


def figures_of(evidence: Evidence) -> list[str]:
    """Ids of all observations and panel cells that are known."""
    tables = (evidence.observations, evidence.panel)
    return [str(key) for table in tables for key in table.index[table["value"].notna()]]


def parameters_of(runs: Iterable[Run]) -> list[str]:
    """Every parameter that is a number or has numbers in it, as `notebook.parameter`."""
    return [
        f"{run.name}.{name}"
        for run in runs
        for name, value in run.values.items()
        if moved_value(value) != value
    ]


def moved_value(value: Any) -> Any:
    """A parameter moved by about three per cent: a year by one, another whole number by one at least, of a list every
    number. What is no number stays."""
    if isinstance(value, bool):
        return value
    if isinstance(value, int):
        return value + (1 if 1900 <= value <= 2100 else max(1, round(abs(value) * (STEP - 1))))
    if isinstance(value, float):
        # A part of a whole does not pass one.
        return (STEP - 1) if value == 0 else value / STEP if 1 / STEP < value <= 1 else value * STEP
    return [moved_value(item) for item in value] if isinstance(value, list) else value


# -- moving and comparing


@dataclass(frozen=True)
class Export:
    """One export of a run: what it shows, what it names, and of which other exports it is made.

    Attributes:
        state: what moves where the export moves.
        told_from: the exact values that a claim, a word, a date or a verdict was told from.
        made_of: names of the facts and claims that were passed on to it.
    """

    state: Any
    told_from: Any
    names: frozenset[str]
    assumes: frozenset[str]
    made_of: tuple[str, ...]


def exports_of(run: Run, evidence: Evidence) -> tuple[dict[str, Export], list[str]]:
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
    return Export(
        repr(state),
        repr(told_from),
        frozenset(_cells(payload["rests_on"], notebook)),
        frozenset(part["id"] for part in payload["assumed"]),
        () if number else tuple(payload["facts"]),
    )


def _cells(keys: Iterable[str], notebook: Notebook) -> Iterator[str]:
    """Ids of evidence, with the cells of a slice of the panel in its place."""
    for key in keys:
        yield from notebook._slices.cells(key) if key in notebook._slices else (key,)


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

    with (
        patch.object(Notebook, "compute", watching("fact", Notebook.compute)),
        patch.object(Notebook, "claim", watching("claim", Notebook.claim)),
    ):
        yield made


def compare(
    before: Mapping[str, Export],
    after: Mapping[str, Export],
    moved: str,
    names: Callable[[Export], bool],
    covers: Callable[[Export], bool] = lambda export: False,
) -> Audit:
    """What moving one thing shows, by the exports of a run before and after.

    Args:
        names: whether an export names what was moved.
        covers: whether it names a whole in which that is, a table of the evidence: it may move and need not.
    """
    found = Audit()
    for key, old in before.items():
        new = after.get(key)
        if names(old):
            found.named.setdefault(key, set()).add(moved)
        if new is None or new.state != old.state:
            if not (names(old) or covers(old)):
                found.untold.append(Gap(key, moved))
        elif names(old) and not _told_from(key, before, after):
            found.idle.append(Gap(key, moved))
    # What is there only now has moved too.
    found.untold += [
        Gap(key, moved)
        for key in after
        if key not in before and not (names(after[key]) or covers(after[key]))
    ]
    return found


def _told_from(key: str, before: Mapping[str, Export], after: Mapping[str, Export]) -> bool:
    """Whether the numbers moved that a claim, a word or a verdict was told from."""
    old, new = before[key], after[key]
    if old.told_from != new.told_from:
        return True
    made_of = (f"{kind} {name}" for name in old.made_of for kind in ("fact", "claim"))
    return any(
        before[part].state != after[part].state or _told_from(part, before, after)
        for part in made_of
        if part in before and part in after
    )


def move_figure(
    runs: Sequence[Run], before: Mapping[str, Mapping[str, Export]], evidence: Evidence, key: str
) -> Audit:
    """Move one observation or panel cell and run all notebooks."""
    moved = evidence.moved(key, STEP)
    table = "data:panel" if PANEL_ID.fullmatch(key) else "data:observations"
    return _move(
        runs, before, key, moved, lambda export: key in export.names, lambda export: table in export.names
    )


def move_parameter(
    runs: Sequence[Run], before: Mapping[str, Mapping[str, Export]], evidence: Evidence, key: str
) -> Audit:
    """Move one parameter, `notebook.parameter`, and run its notebook."""
    notebook, _, name = key.partition(".")
    moved = [Run(r.path, {**r.values, name: moved_value(r.values[name])}) for r in runs if r.name == notebook]
    return _move(moved, before, key, evidence, lambda export: name in export.assumes)


def _move(
    runs: Iterable[Run],
    before: Mapping[str, Mapping[str, Export]],
    key: str,
    evidence: Evidence,
    names: Callable[[Export], bool],
    covers: Callable[[Export], bool] = lambda export: False,
) -> Audit:
    found = Audit()
    for run in runs:
        try:
            after, problems = exports_of(run, evidence)
        except Exception as error:  # whatever a cell raises is what is looked for
            found.crashes[f"{key} in {run.name}"] = f"{type(error).__name__}: {error}"
            continue
        if problems:
            found.findings[f"{key} in {run.name}"] = problems
        found.add(compare(before[run.name], after, key, names, covers))
    return found


def audit(
    runs: Sequence[Run],
    evidence: Evidence,
    figures: Iterable[str] = (),
    parameters: Iterable[str] = (),
    jobs: int = 1,
) -> Audit:
    """Move each of these figures and parameters, one at a time.

    Args:
        evidence: as the notebooks load it, at the date of the edition.
        jobs: processes; each runs all notebooks for a part of the figures.
    """
    before, found = {}, Audit()
    for run in runs:
        before[run.name], problems = exports_of(run, evidence)
        if problems:
            found.findings[f"nothing moved in {run.name}"] = problems
    work = [(move_figure, key) for key in figures] + [(move_parameter, key) for key in parameters]
    task = _Task(runs, before, evidence)
    if jobs == 1:
        for item in work:
            found.add(task(item))
        return found
    # Forked, so that nothing is imported or read again.
    with multiprocessing.get_context("fork").Pool(jobs) as pool:
        for part in pool.imap_unordered(task, work, chunksize=max(1, math.ceil(len(work) / jobs / 8))):
            found.add(part)
    return found


@dataclass
class _Task:
    runs: Sequence[Run]
    before: Mapping[str, Mapping[str, Export]]
    evidence: Evidence

    def __call__(self, item: tuple[Callable[..., Audit], str]) -> Audit:
        move, key = item
        return move(self.runs, self.before, self.evidence, key)
