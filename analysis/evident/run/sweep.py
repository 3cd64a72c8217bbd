"""Sweeps: the notebooks of a report run with many settings of their parameters, without a kernel and without drawing.

Belongs here: running what is out of date on the processors of this machine, and what a person is told meanwhile. Does
not: which settings those are (`settings.py`, `sweep_plan.py`), what a process does (`sweep_run.py`), other machines
(`sweep_cluster.py`). Nothing here imports pandas.
"""

import os
import time
from collections.abc import Callable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from evident import paths
from evident.run import locking, ranges, sweep_journal, sweep_plan, sweep_share, sweep_table
from evident.run.forge import ChildDied
from evident.run.inputs import LIMIT
from evident.run.sweep_plan import Plan
from evident.run.sweep_share import Job
from evident.run.traces import Pieces
from evident.run.workshop import Stopped, Workshop, stopping

SHARE = 8  # settings for which it is worth to begin another process
_LOOK = 0.3  # seconds between looks at how far processes are

Say = Callable[[str], None]


@dataclass(frozen=True)
class Asked:
    """What a sweep is asked for; see `sweep_plan.of`.

    Attributes:
        limit: seconds that a run may take.
        keep: use again what the same calls gave before (without, as slow as it was: for comparisons).
    """

    notebooks: tuple[Path, ...]
    together: int = 0
    only: str = ""
    limit: float = LIMIT
    keep: bool = True


@dataclass
class Share:
    """Settings of a notebook that one process after the other computes.

    Attributes:
        journals: where they write.
    """

    plan: Plan
    job: Job
    name: str
    journals: list[Path] = field(default_factory=list)

    def journal(self, number: int) -> Path:
        """The file of the next process."""
        self.journals.append(self.plan.journal / f"{self.name}-{number}.jsonl")
        return self.journals[-1]

    @property
    def done(self) -> int:
        """Settings that are computed."""
        return sum(map(sweep_journal.count, list(self.journals)))


def plans(asked: Asked) -> list[Plan]:
    """What is to be done (errors as of `ranges.load` and `sweep_plan.of`)."""
    known, pieces = ranges.load(), Pieces()
    return [
        sweep_plan.of(notebook, known, pieces, together=asked.together, only=asked.only)
        for notebook in asked.notebooks
    ]


def run(asked: Asked, jobs: int, say: Say) -> int:
    """Compute what is out of date, and write the tables.

    Args:
        jobs: processes at a time.

    Returns:
        0; 1 if a notebook could not be swept (said is why); 130 if somebody stopped it.

    Raises:
        ParameterError: a range, an edition or a notebook does not fit; nothing has run then.
    """
    with locking.held(sweep_plan.folder() / ".lock", wait=True, say=say) as lock:
        todo = plans(asked)
        shop = Workshop([lock])
        try:
            with stopping(shop), ThreadPoolExecutor(jobs) as several:

                def one(share: Share) -> None:
                    parts = sweep_share.compute(
                        shop.sweep(), share.job, share.journal, lambda: bool(shop.stopped)
                    )
                    sweep_plan.remember_pace(share.plan.name, parts)

                code = compute(asked, todo, shares(asked, todo, jobs), lambda s: several.submit(one, s), say)
        finally:
            by = shop.stopped
            shop.stop()
    if by:
        say(f"stopped by {by}; what is done is kept, and the next call goes on from there")
        return 130
    return code


def shares(asked: Asked, todo: list[Plan], most: int) -> list[Share]:
    """The work of plans in pieces, the longest first.

    Args:
        most: into how many pieces the work of one notebook is cut.
    """
    began, known, found = f"{time.time_ns():x}-{os.getpid()}", sweep_plan.pace(), list[Share]()
    for plan in todo:
        pieces = min(most, -(-len(plan.todo) // SHARE))
        for number in range(pieces):
            own = tuple(plan.todo[number::pieces])
            job = Job(plan.notebook, plan.settings[0], own, asked.limit, asked.keep)
            found.append(Share(plan, job, f"{began}-{number:03d}"))
    return sorted(found, key=lambda share: -len(share.job.settings) * known.get(share.plan.name, [0, 1.0])[1])


def compute(
    asked: Asked, todo: list[Plan], work: list[Share], begin: Callable[[Share], "Future[None]"], say: Say
) -> int:
    """Have shares computed and write the table of each notebook once it is whole; returns 0, or 1 if one is not.

    Args:
        begin: has a share computed.
    """
    began, wrong = time.perf_counter(), list[str]()
    waited_for = {plan.name: sum(share.plan is plan for share in work) for plan in todo}
    failed: set[str] = set()
    under_way = {begin(share): share for share in work}
    with _showing(work, say) as (look, tell):

        def settle(plan: Plan) -> None:
            if plan.name in failed or waited_for[plan.name]:
                return
            try:
                tell(_finish(asked, plan, time.perf_counter() - began))
            except paths.Mistake as error:
                failed.add(plan.name)
                wrong.append(str(error))

        for plan in todo:
            settle(plan)
        while under_way:
            ready, _ = wait(under_way, timeout=_LOOK, return_when=FIRST_COMPLETED)
            look()
            for future in ready:
                plan = under_way.pop(future).plan
                waited_for[plan.name] -= 1
                try:
                    future.result()
                except (Stopped, ChildDied):
                    failed.add(plan.name)
                except paths.Mistake as error:
                    failed.add(plan.name)
                    wrong.append(str(error))
                settle(plan)
    for message in dict.fromkeys(wrong):
        say(message)
    if not failed:
        _join(asked.together, say)
    return 1 if wrong else 0


def _finish(asked: Asked, before: Plan, seconds: float) -> str:
    """Write the table of a notebook whose settings are computed; returns what there is to say of it.

    Raises:
        Meanwhile: what its runs read has changed since.
    """
    pieces, known = Pieces(), ranges.load()
    plan = sweep_plan.of(before.notebook, known, pieces, together=asked.together, only=asked.only, again=True)
    if plan.written and not before.todo:
        return ""
    if plan.todo:
        raise sweep_share.Meanwhile(
            f"{plan.name}: {len(plan.todo)} settings are of files that were saved while they were computed; call again"
        )
    if plan.missing:
        return f"✓ {plan.name}: {_settings(len(before.todo))}; its table waits for {len(plan.missing)} others"
    plan.write()
    ours = [plan.known[setting.name] for setting in plan.settings]
    failures = [done for done in ours if done.failure]
    said = f"✓ {plan.name}: {_settings(len(before.todo))} of {len(ours)}, {seconds:.1f} s"
    if failures:
        cell, message = failures[0].failure or ("", "")
        where = f"cell {cell}: " if cell else ""
        said += f"; {len(failures)} failed, the first of them {failures[0].setting} ({where}{message})"
    return said


def _settings(number: int) -> str:
    return f"{number} setting{'' if number == 1 else 's'} computed"


def _join(together: int, say: Say) -> None:
    """Put the tables of all notebooks together for readers, if one of them is newer."""
    names = [notebook.stem for notebook in paths.notebooks()]
    place = sweep_plan.trial(together) if together else sweep_plan.folder()
    every = [place / f"{n}.parquet" if together else sweep_plan.committed(n) for n in names]
    tables = [table for table in every if table.exists()]
    whole = place / "sweep.csv"
    if not tables or (
        whole.exists() and whole.stat().st_mtime > max(table.stat().st_mtime for table in tables)
    ):
        return
    for file in sweep_table.join(tables, place):
        say(f"  {paths.short(file)}")


@contextmanager
def _showing(work: list[Share], say: Say) -> Iterator[tuple[Callable[[], None], Say]]:
    """Show how far shares are: live in a terminal, in a log nothing but what is told."""
    console = Console(highlight=False, soft_wrap=True)
    if not (console.is_terminal and work):
        yield (lambda: None), (lambda line: say(line) if line else None)
        return
    total = sum(len(share.job.settings) for share in work)
    with Progress(
        TextColumn("settings"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn(), console=console,
        transient=True,
    ) as shown:  # fmt: skip
        task = shown.add_task("", total=total)

        def look() -> None:
            shown.update(task, completed=sum(share.done for share in work))

        def tell(line: str) -> None:
            if line:
                shown.console.print(line, markup=False)

        yield look, tell
