"""What a sweep has to compute: which settings a notebook should have, and which of them are known already.

Belongs here: comparing tables and journals with what is there now. Does not: computing (`sweep.py`), the settings
themselves (`settings.py`), whether a piece of a trace has changed (`sweep_trace.py`).
"""

import json
import shutil
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from evident import paths
from evident.run import parameters, settings, sweep_journal, sweep_table, sweep_trace
from evident.run.imports import imported_by
from evident.run.notebooks import read_cells
from evident.run.ranges import Ranges
from evident.run.settings import Setting
from evident.run.sweep_journal import Done
from evident.run.traces import Pieces, Trace

ONLY = {"grid": ("grid",), "together": ("together",), "editions": ("edition",), "each": ("each",)}


@dataclass
class Plan:
    """The sweep of one notebook.

    Attributes:
        settings: all that its table should have, in order.
        todo: those to be computed now.
        known: what need not be computed, by setting.
        trace: of the baseline's run; None if that is to be made.
        drawn: what the settings are drawn from.
        table: where the table is written.
        written: the table is there, whole and of this evidence.
    """

    notebook: Path
    settings: list[Setting]
    drawn: dict[str, str]
    table: Path
    todo: list[Setting] = field(default_factory=list)
    known: dict[str, Done] = field(default_factory=dict)
    trace: Trace | None = None
    written: bool = False

    @property
    def name(self) -> str:
        """The notebook's."""
        return self.notebook.stem

    @property
    def missing(self) -> list[Setting]:
        """Settings that are not known."""
        return [setting for setting in self.settings if setting.name not in self.known]

    @property
    def journal(self) -> Path:
        """The folder in which processes write what they compute."""
        return folder() / "journal" / self.name

    def write(self) -> None:
        """Write the table, of which everything is known; the journal has done its duty then."""
        assert self.trace is not None
        sweep_table.write(self.table, self.name, self.settings, self.known, self.trace, self.drawn)
        shutil.rmtree(self.journal, ignore_errors=True)


def folder() -> Path:
    """Where sweeps keep what is not committed."""
    return paths.report().build / "sweep"


def committed(notebook: str) -> Path:
    """The table of a notebook that is kept with the evidence."""
    return paths.data_dir() / "sweep" / f"{notebook}.parquet"


def trial(together: int) -> Path:
    """Where tables of another size than the committed one are written."""
    return folder() / f"trial-{together}"


def of(
    notebook: Path, ranges: Ranges, pieces: Pieces, *, together: int = 0, only: str = "", again: bool = False
) -> Plan:
    """What is to be done for a notebook.

    Args:
        together: settings of all parameters at once; 0: as the ranges say, and the table is the committed one.
        only: compute these kinds of settings alone (a name of `ONLY`).
        again: also count as known what ended a process, which is tried once more by each sweep.

    Raises:
        ParameterError: the notebook or an edition does not fit.
    """
    baseline, editions = values_of(notebook)
    own, count = ranges.of.get(notebook.stem, {}), together or ranges.settings
    every = settings.of_notebook(own, baseline, editions, count)
    own_table = committed(notebook.stem)
    table = own_table if not together else trial(together) / own_table.name
    plan = Plan(notebook, every, settings.drawn_from(own, baseline, editions, count), table)
    for path in dict.fromkeys((table, own_table)):
        _from_table(plan, path, pieces)
    for path in sorted(plan.journal.glob("*.jsonl")):
        _from_journal(plan, path, pieces)
    if not again:
        plan.known = {
            name: done for name, done in plan.known.items() if done.failure is None or done.failure[0]
        }
    wanted = ONLY[only] if only else settings.VARIED
    plan.todo = [setting for setting in plan.missing if setting.varied in wanted or not plan.trace]
    if only:
        plan.todo = [s for s in plan.todo if s.varied in (*wanted, settings.BASELINE)]
    return plan


def values_of(notebook: Path) -> tuple[settings.Values, dict[str, settings.Values]]:
    """The parameters of a notebook in the baseline, and in the other editions by name.

    Raises:
        ParameterError: the notebook or an edition does not fit.
    """
    names = sorted(file.stem for file in (paths.data_dir() / "editions").glob("*.yml"))
    found = {name: parameters.for_notebook(parameters.load_edition(name), notebook) for name in names}
    return found.pop(settings.BASELINE), found


def reads_sweeps(notebook: Path) -> bool:
    """Whether a notebook reads what sweeps of the others found, so that it has none of its own."""
    source = "\n".join(cell.source for cell in read_cells(notebook) if cell.kind == "code")
    return paths.ENGINE / "run" / "findings_table.py" in imported_by(source)


def _from_table(plan: Plan, path: Path, pieces: Pieces) -> None:
    told = sweep_table.about(path)
    if told is None:
        return
    changed = set(sweep_trace.changed(told.trace, pieces))
    fresh = [s.name for s in plan.settings if s.name not in plan.known and told.fresh(s, changed)]
    if not fresh:
        return
    plan.known |= sweep_table.results(path, fresh)
    plan.trace = {key: digest for key, digest in told.trace.items() if key not in told.only}
    expected = [[setting.name, setting.digest] for setting in plan.settings]
    if path == plan.table and not changed and plan.drawn == told.drawn:
        plan.written = [list(item) for item in told.settings.items()] == expected


def _from_journal(plan: Plan, path: Path, pieces: Pieces) -> None:
    part = sweep_journal.read(path)
    if part.trace is None or sweep_trace.changed(part.trace, pieces):
        return
    plan.trace = plan.trace or part.trace
    wanted = {setting.name: setting.digest for setting in plan.settings}
    for name, done in part.done.items():
        if wanted.get(name) == done.digest and not sweep_trace.changed(done.more, pieces):
            plan.known.setdefault(name, done)


def pace() -> dict[str, list[float]]:
    """By notebook the seconds that a process takes to begin, and for each setting, when it last ran here."""
    try:
        found = json.loads((folder() / "pace.json").read_text("utf8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def remember_pace(notebook: str, parts: Iterable[sweep_journal.Part]) -> None:
    """Keep how fast a notebook was."""
    timed = [part for part in parts if part.seconds > part.start > 0]
    if not timed:
        return
    count = sum(len(part.done) for part in timed)
    each = sum(part.seconds - part.start for part in timed) / count
    told = pace() | {notebook: [min(part.start for part in timed), each]}
    folder().mkdir(parents=True, exist_ok=True)
    (folder() / "pace.json").write_text(json.dumps(told, indent=1), "utf8")


def expected(plans: Iterable[Plan], jobs: int) -> float | None:
    """The seconds that a sweep will take, by how fast it was; None if nobody knows."""
    known, seconds = pace(), 0.0
    for plan in plans:
        if plan.todo and plan.name not in known:
            return None
        if plan.todo:
            begin, each = known[plan.name]
            seconds += begin + each * len(plan.todo) / jobs
    return seconds
