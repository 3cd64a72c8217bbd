"""Showing a build's progress: live in a terminal, plain lines in a log.

Belongs here: the reporter that doit calls. Does not: what is run (`pipeline.py`).
"""

import sys
import time
from typing import Any, ClassVar

from doit.exceptions import UnmetDependency
from rich.console import Console


class Progress:
    """A doit reporter: one line a task that ran, one message a task that failed, silence for the rest."""

    desc = "progress of a build of the book"
    told: ClassVar[list[str]] = []  # what went wrong in the last run: doit makes the reporter and keeps it

    def __init__(self, outstream: Any, options: Any) -> None:
        self.console = Console(highlight=False, soft_wrap=True, file=sys.stdout)
        self.running: dict[str, float] = {}
        self.ran = 0
        self.failed = 0
        self.said: set[str] = set()
        self.told.clear()
        # A terminal shows what is under way; a log has one line when it is done.
        self.live = self.console.status("") if self.console.is_terminal else None

    def initialize(self, tasks: Any, selected_tasks: Any) -> None:
        """Called before the first task."""

    def get_status(self, task: Any) -> None:
        """Called before a task is looked at."""

    def execute_task(self, task: Any) -> None:
        """A task starts."""
        self.running[task.name] = time.perf_counter()
        self._show()

    def add_success(self, task: Any) -> None:
        """A task is done."""
        self.ran += 1
        self.console.print(f"[green]✓[/] {task.name} [dim]{self._end(task):.1f} s[/]")

    def add_failure(self, task: Any, fail: Any) -> None:
        """A task failed, or could not run because another failed."""
        self._end(task)
        self.failed += 1
        if not (message := self.message(fail)):
            return
        self.told.append(message)
        self.console.print(f"[red]✗[/] {task.name}")
        # HTML and PDF find the same faults in chapters: each is said once.
        said = message.splitlines()
        self.console.print("\n".join(line for line in said if line not in self.said), markup=False)
        self.said |= set(said)

    @staticmethod
    def message(fail: Any) -> str:
        """What a failure says of itself; nothing where a task could not begin because another failed."""
        return "" if isinstance(fail, UnmetDependency) else fail.get_msg().strip()

    def skip_uptodate(self, task: Any) -> None:
        """Nothing to do."""

    def skip_ignore(self, task: Any) -> None:
        """Never used: tasks are not ignored."""

    def cleanup_error(self, exception: Any) -> None:
        """Never used: tasks have no clean-up."""

    def runtime_error(self, msg: str) -> None:
        """doit itself failed."""
        self.failed += 1
        self.console.print(msg, markup=False)

    def teardown_task(self, task: Any) -> None:
        """Never used: tasks have no teardown."""

    def complete_run(self) -> None:
        """Called after the last task."""
        if self.live:
            self.live.stop()
        if not self.ran and not self.failed:
            self.console.print("nothing to do: everything is up to date")

    def _end(self, task: Any) -> float:
        started = self.running.pop(task.name, time.perf_counter())
        self._show()
        return time.perf_counter() - started

    def _show(self) -> None:
        if not self.live:
            return
        if self.running:
            self.live.update(", ".join(self.running))
            self.live.start()
        else:
            self.live.stop()
