"""The processes that work for a build or a sweep: one that has imported what notebooks need, one for printing.

Belongs here: which there are, starting and ending them, also when somebody stops the work. Does not: how a process
forks for each piece of work (`forge.py`), the work itself.
"""

import contextlib
import signal
import threading
from collections.abc import Iterable, Iterator
from typing import Protocol

from evident.run.forge import Forge

ANALYSIS = (
    "evident.run.executing", "evident.run.steps", "evident.run.project", "evident.evidence.checks",
    "evident.evidence.schema", "frictionless.formats", "frictionless.portals", "frictionless.schemes",
)  # fmt: skip
BOOK = (
    "evident.book.early", "evident.book.printing", "evident.book", "evident.typst.builder", "evident.run.dataset",
)  # fmt: skip
SWEEP = ("evident.run.sweep_run",)


class Stopped(RuntimeError):
    """Somebody stopped the work."""


class Stoppable(Protocol):
    """Whatever can end its work at once."""

    def stop(self, by: str) -> None:
        """End it, because of this."""


class Workshop:
    """The processes that work for a build; each is started when it is first needed.

    Args:
        held: file descriptors that they keep open, such as that of the lock.
    """

    def __init__(self, held: Iterable[int] = ()) -> None:
        self._held = tuple(held)
        self._forges: dict[tuple[str, ...], Forge] = {}
        self._starting = threading.Lock()
        self.stopped = ""  # by what

    def analysis(self) -> Forge:
        """Has imported what notebooks need."""
        return self._forge(ANALYSIS)

    def book(self) -> Forge:
        """Has imported what printing needs."""
        return self._forge(BOOK)

    def sweep(self) -> Forge:
        """Has imported what notebooks need that are run without a kernel."""
        return self._forge(SWEEP)

    def _forge(self, modules: tuple[str, ...]) -> Forge:
        with self._starting:
            if self.stopped:
                raise Stopped(self.stopped)
            if modules not in self._forges:
                self._forges[modules] = Forge(modules, held=self._held)
            return self._forges[modules]

    def stop(self, by: str = "the end of the build") -> None:
        """End all of them and all their work."""
        self.stopped = by
        for forge in self._forges.values():
            forge.close()


@contextlib.contextmanager
def stopping(shop: Stoppable) -> Iterator[None]:
    """An interrupt or a request to end stops the work at once; elsewhere than in the main thread nobody asks."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def stop(number: int, frame: object) -> None:
        shop.stop(signal.Signals(number).name)

    # What is ignored already, as by `nohup`, stays so.
    kinds = [
        k for k in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP) if signal.getsignal(k) != signal.SIG_IGN
    ]
    old = {kind: signal.signal(kind, stop) for kind in kinds}
    try:
        yield
    finally:
        for kind, handler in old.items():
            signal.signal(kind, handler)
