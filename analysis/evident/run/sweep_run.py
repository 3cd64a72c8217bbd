"""Running a notebook with many settings, one after the other, in one process that was made for it.

Belongs here: what such a process does. Does not: which settings it is given (`sweep.py`), starting it and what comes of
its death (`sweep_share.py`). This module is slow to import; a forge imports it once.

The evidence, the cells and the edition are read once. The baseline runs first: what its calls gave is kept, so that
another setting makes those calls only whose lineage it changes (`export/remembering.py`).
"""

import contextlib
import signal
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import matplotlib.pyplot  # noqa: F401 (what notebooks of a report import is imported here once for every process)
import scipy.stats  # noqa: F401
import seaborn  # noqa: F401

from evident import paths, reads
from evident.evidence.tables import Evidence
from evident.export.notebook import Notebook
from evident.export.publishing import Values
from evident.export.remembering import Changed, Memory
from evident.run import parameters, standing, sweep_trace, watching
from evident.run.notebooks import read_cells
from evident.run.session import Given, run_cells
from evident.run.settings import Setting
from evident.run.sweep_journal import Claim, Done, Fact, Journal
from evident.run.sweep_share import Job, Meanwhile
from evident.run.sweep_trace import Piece

_SAVED = (".py", ".csv", ".bib", ".yml")  # of what is saved while a run reads it, nobody knows what was read


class Overtime(Exception):
    """A run took longer than it may; no error of a model, which would make a figure unknown."""


def work(job: Job, journal: Path) -> None:
    """Run the settings of a job and write what they give into a journal.

    Raises:
        Meanwhile: a file was saved while it was being read.
        Exception: whatever a cell raises in the baseline, where nothing may fail.
    """
    began = time.perf_counter()
    written, folders = Journal(journal), (paths.report().analysis, paths.data_dir(), paths.ENGINE)
    states = standing.states(*folders)
    watching.watch()
    runs = _Runs(job)
    written.begin(job.baseline.name)
    first = runs.run(job.baseline)
    code = sweep_trace.of_code(job.notebook)
    trace = sweep_trace.trace([*code, *runs.noted])
    now = standing.states(*folders)
    for name in sorted(states.keys() | now.keys()):
        if states.get(name) != now.get(name) and name.endswith(_SAVED):
            raise Meanwhile(f"{paths.short(Path(name))} was saved while it was being read; call again")
    written.trace(trace, time.perf_counter() - began)
    known = set(map(tuple, [*code, *runs.noted]))
    for setting in job.settings:
        if setting.name == job.baseline.name:
            facts, claims = runs.in_words(setting, first)
            done = Done(setting.name, setting.digest, facts, claims)
        else:
            written.begin(setting.name)
            done = _one(runs, setting, known)
        written.done(done, time.perf_counter() - began)


def _one(runs: "_Runs", setting: Setting, known: set[Piece]) -> Done:
    """One setting that may fail."""
    try:
        facts, claims = runs.in_words(setting, runs.run(setting))
        failure = None
    except (Exception, SystemExit) as error:
        facts, claims = {}, {}
        cell = getattr(error, "__notes__", ["?"])[-1]
        failure = cell, f"{type(error).__name__}: {error}"
    more = sweep_trace.trace(piece for piece in runs.noted if piece not in known)
    return Done(setting.name, setting.digest, facts, claims, failure, more)


class _Runs:
    """Runs of one notebook that share what they can.

    Attributes:
        noted: what the last run read.
    """

    def __init__(self, job: Job) -> None:
        self._job, self._cells = job, read_cells(job.notebook)
        self._declared = tuple(parameters.declared(job.notebook))
        parameters.read_editions_once()
        self._evidence: dict[str, Evidence] = {}
        self._memories: dict[str, Memory] = {}
        self._plainly = not job.keep
        self.noted: list[Piece] = []

    def run(self, setting: Setting) -> Notebook:
        """Run the notebook with a setting; nothing is said in words."""
        reads.forget()
        memory = self._memory(setting)
        if memory:
            memory.begin()
        try:
            made = self._run(setting, memory, telling=False)
        except Changed:
            # Results that somebody changed in place cannot be shared; from here on every call is made.
            self._plainly = True
            self._memories.clear()
            self._evidence.clear()
            reads.forget()
            memory, made = None, self._run(setting, None, telling=False)
        if memory and setting is self._job.baseline:
            memory.keep_all()
        self.noted = sweep_trace.of_reads(reads.noted(), watching.modules())
        return made

    def in_words(self, setting: Setting, made: Notebook) -> tuple[dict[str, Fact], dict[str, Claim]]:
        """What a run exports, with texts where they are wanted."""
        if setting.told:
            made = self._run(setting, self._memory(setting), telling=True)
        facts = {
            key: (_number(fact["value"]), _number(fact["value_high"]), fact.get("text"))
            for key, fact in made.facts.items()
        }
        claims = {key: (_number(claim["holds"]), claim.get("test")) for key, claim in made.claims.items()}
        return facts, claims

    def _run(self, setting: Setting, memory: Memory | None, *, telling: bool) -> Notebook:
        with reads.passed_over():  # the digest of the setting has its values
            edition = parameters.load_edition(setting.edition)
        given = Given(self._known(setting), Values(telling=telling), edition, self._declared, memory)
        with _within(self._job.limit):
            return run_cells(self._job.notebook, self._cells, setting.values, given)

    def _known(self, setting: Setting) -> Evidence:
        """The evidence of the day of a setting."""
        as_of = setting.values.get("as_of", "")
        if as_of not in self._evidence:
            self._evidence[as_of] = Evidence.load(as_of) if as_of else Evidence.load()
        return self._evidence[as_of]

    def _memory(self, setting: Setting) -> Memory | None:
        as_of = setting.values.get("as_of", "")
        if self._plainly:
            return None
        if as_of not in self._memories:
            self._memories[as_of] = Memory(self._known(setting))
        return self._memories[as_of]


def _number(value: Any) -> float | None:
    return float(value) if isinstance(value, bool | int | float) else None


@contextlib.contextmanager
def _within(seconds: float) -> Iterator[None]:
    """End what takes longer."""

    def stop(*_: object) -> None:
        raise Overtime(f"it ran longer than {seconds:g} seconds")

    old = signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, old)
