"""One command, measured: time, processor, memory, over all processes that come of it.

Belongs here: starting a command and watching it. Does not: which commands (`ways.py`), what the figures mean
(`tables.py`).
"""

import contextlib
import ctypes
import os
import subprocess
import sys
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import psutil

EVERY = 0.05  # seconds between looks at the memory; a look may take no more than a tenth of the time
_CHILD_SUBREAPER = 36  # of Linux' prctl: whoever loses its parent becomes a child of ours


@dataclass(frozen=True)
class Measured:
    """What a command took.

    Attributes:
        wall: seconds until it ended.
        processor: seconds of user and system of all its processes.
        peak: bytes of memory of all its processes together at the worst moment, what they share counted once.
        largest: bytes of memory of the largest process, with what it shares.
        code: how it ended.
    """

    wall: float
    processor: float
    peak: int
    largest: int
    code: int


def measured(command: list[str], folder: Path, environment: Mapping[str, str], log: Path) -> Measured:
    """Run a command and wait for all that it started.

    Args:
        log: takes what it prints.
    """
    _adopt_orphans()
    with log.open("wb") as out, _Watch() as watch:
        began = time.perf_counter()
        process = subprocess.Popen(
            command, cwd=folder, env=dict(environment), stdin=subprocess.DEVNULL, stdout=out, stderr=out
        )
        _, status, used = os.wait4(process.pid, 0)
        wall = time.perf_counter() - began
        process.returncode = os.waitstatus_to_exitcode(status)
        every = [used]
        with contextlib.suppress(ChildProcessError):
            while True:
                every.append(os.wait4(-1, 0)[2])
    unit = 1 if sys.platform == "darwin" else 1024
    return Measured(
        wall=wall,
        processor=sum(one.ru_utime + one.ru_stime for one in every),
        peak=watch.peak,
        largest=max(one.ru_maxrss for one in every) * unit,
        code=process.returncode,
    )


def wall_of(command: list[str], folder: Path, environment: Mapping[str, str]) -> float:
    """The seconds that a short command takes, with nobody watching.

    Raises:
        CalledProcessError: it failed.
    """
    began = time.perf_counter()
    subprocess.run(command, cwd=folder, env=dict(environment), stdout=subprocess.DEVNULL, check=True)
    return time.perf_counter() - began


def _adopt_orphans() -> None:
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_CHILD_SUBREAPER, 1, 0, 0, 0)


class _Watch(threading.Thread):
    """Looks at the memory of all descendants of this process until it is left."""

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self.peak = 0
        self._over = threading.Event()

    def __enter__(self) -> "_Watch":
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self.join()

    def run(self) -> None:
        this, took = psutil.Process(), 0.0
        while not self._over.wait(max(EVERY - took, 9 * took)):
            began = time.perf_counter()
            self.peak = max(self.peak, sum(map(_memory, this.children(recursive=True))))
            took = time.perf_counter() - began


def _memory(process: psutil.Process) -> int:
    """Bytes of a process, of what it shares only its part where the system tells (PSS)."""
    try:
        told = process.memory_full_info()
        return int(getattr(told, "pss", 0) or told.uss)
    except psutil.AccessDenied:
        with contextlib.suppress(psutil.Error):
            return int(process.memory_info().rss)
        return 0
    except psutil.Error:  # it has ended meanwhile
        return 0
