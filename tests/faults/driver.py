"""A build in a process that was forked from one which has imported everything, with a fault in it.

Belongs here: what runs inside such a process. Does not: starting it and judging what came of it (`bench.py`).

It is the command line itself, with its own locks, signals and exit codes; only its forges are forked as well, in place
of new interpreters, which saves the time that imports take. So a fault that is put into a function here is there in
every process of the build: in the main process, the forges, their children and the kernels.
"""

import contextlib
import ctypes
import importlib
import itertools
import os
import signal
import socket
import sys
import threading
import time
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from evident import cli, paths
from evident.run import forge, pipeline, workshop

_KEEPCAPS, _VERSION_3, _DAC_READ_SEARCH = 8, 0x20080522, 2  # of <linux/prctl.h> and <linux/capability.h>


@dataclass(frozen=True)
class Fault:
    """What happens when a function is called.

    Attributes:
        at: the function, `module:name` or `module:class.method`.
        signal: sent to a process.
        to: which: `main`, the process of the command, `here`, the one that calls, or its `parent`.
        errno: raised as an OSError in place of the call.
        pause: a file; another one is written, with `.here` behind its name, and this one is waited for.
        save: a file of the report in which a text is replaced by another.
        after: the call is made first.
        nth: at which call of those that match.
        given: a text that stands in the arguments of the calls that match.
    """

    at: str
    signal: int = 0
    to: str = "main"
    errno: int = 0
    pause: str = ""
    save: tuple[str, str, str] | None = None
    after: bool = False
    nth: int = 1
    given: str = ""


def main(
    arguments: tuple[str, ...], faults: tuple[Fault, ...], folder: str, told: str, environment: dict[str, str], user: int,
    clock: float,
) -> None:  # fmt: skip
    """Call the command line; never returns.

    Args:
        folder: where it is called.
        told: a file for the number of this process.
        environment: variables that it has beside those of the zygote.
        user: whose process this is; 0: nothing changes.
        clock: what the clock of the machine is wrong by, in seconds; below zero it also runs backwards.
    """
    signal.signal(signal.SIGINT, signal.default_int_handler)  # as Python has it that is started from a shell
    Path(told).write_text(str(os.getpid()), "utf8")
    os.environ.pop("EVIDENT_ROOT", None)
    os.environ |= environment
    os.chdir(folder)
    if user:
        _become(user)
    if clock:
        _turn(clock)
    for fault in faults:
        _arm(fault, os.getpid())
    pipeline.Workshop = _Workshop  # type: ignore[misc]
    sys.argv = ["evident", *arguments]
    cli.main(list(arguments))


class _Forked(forge.Forge):
    """A forge that is forked from this process, which has imported what it needs."""

    def _begin(  # type: ignore[override]
        self, far: socket.socket, modules: list[str], held: list[int], steady: dict[str, str]
    ) -> "_Process":
        kept = sorted({0, 1, 2, far.fileno(), *held})
        process = _Process()
        if process.pid == 0:
            with contextlib.suppress(BaseException):
                os.setsid()
                for below, above in itertools.pairwise([*kept, os.sysconf("SC_OPEN_MAX")]):
                    if above > below + 1:  # from 0 to 0 is everything, as the system has it
                        os.closerange(below + 1, above)
                for name in forge.UNSET:
                    os.environ.pop(name, None)
                os.environ |= steady
                for kind in (signal.SIGTERM, signal.SIGHUP):
                    signal.signal(kind, signal.SIG_DFL)
                sys.argv = ["-c", str(far.detach()), *modules]
                forge.serve()
            os._exit(0)
        return process


class _Process:
    """A forked process, as far as a forge asks for it."""

    def __init__(self) -> None:
        self.returncode: int | None = None
        self._waiting = threading.Lock()
        self.pid = os.fork()

    def terminate(self) -> None:
        if self.returncode is None:
            os.kill(self.pid, signal.SIGTERM)

    def wait(self, timeout: float = 60) -> int:
        end = time.monotonic() + timeout
        while self.returncode is None:
            with self._waiting:
                done, status = os.waitpid(self.pid, os.WNOHANG) if self.returncode is None else (0, 0)
                if done:
                    self.returncode = os.waitstatus_to_exitcode(status)
            if time.monotonic() > end:
                raise TimeoutError(f"process {self.pid} does not end")
            time.sleep(0.01)
        return self.returncode


class _Workshop(workshop.Workshop):
    """Its forges are forked before there are threads."""

    def __init__(self, held: Iterable[int] = ()) -> None:
        held = tuple(held)
        super().__init__(held)
        for modules in (workshop.ANALYSIS, workshop.BOOK):
            self._forges[modules] = _Forked(modules, held=held)


# -- faults


def _arm(fault: Fault, main_process: int) -> None:
    """Put a fault into a function of this process, and of those that are forked from it."""
    module, _, names = fault.at.partition(":")
    owner: Any = importlib.import_module(module)
    *path, name = names.split(".")
    for step in path:
        owner = getattr(owner, step)
    real, calls = getattr(owner, name), [0]

    def stand_in(*arguments: Any, **named: Any) -> Any:
        calls[0] += fault.given in f"{arguments}"
        now = fault.given in f"{arguments}" and calls[0] == fault.nth
        if now and not fault.after:
            _happen(fault, main_process)
        result = real(*arguments, **named)
        if now and fault.after:
            _happen(fault, main_process)
        return result

    stand_in.__name__ = name
    setattr(owner, name, stand_in)


def _happen(fault: Fault, main_process: int) -> None:
    if fault.errno:
        raise OSError(fault.errno, os.strerror(fault.errno), "/a/file/of/the/build")
    if fault.pause:
        Path(f"{fault.pause}.here").touch()
        while not Path(fault.pause).exists():
            time.sleep(0.02)
    elif fault.save:
        name, old, new = fault.save
        file = paths.report().root / name
        file.write_text(file.read_text("utf8").replace(old, new), "utf8")
    if not fault.signal:
        return
    target = {"main": main_process, "here": os.getpid(), "parent": os.getppid()}[fault.to]
    os.kill(target, fault.signal)
    if target != os.getpid():
        time.sleep(60)  # whoever ended the command ends this process too, or the test finds it


def _become(user: int) -> None:
    """Be another user, who may read everything: the interpreter may lie where only root looks."""
    library = ctypes.CDLL(None, use_errno=True)
    library.prctl(_KEEPCAPS, 1)
    os.setgroups([])
    os.setgid(user)
    os.setuid(user)
    header = (ctypes.c_uint32 * 2)(_VERSION_3, 0)
    read = 1 << _DAC_READ_SEARCH
    rights = (ctypes.c_uint32 * 6)(
        read, read, 0, 0, 0, 0
    )  # effective, permitted, inheritable; and the higher half
    if library.capset(header, rights):
        raise OSError(ctypes.get_errno(), "capset")


def _turn(clock: float) -> None:
    """Set the clock of this process, and of those that are forked from it."""
    real = time.time
    began, speed = real(), -1 if clock < 0 else 1

    def now() -> float:
        return began + clock + speed * (real() - began)

    time.time, time.time_ns = now, lambda: int(now() * 1e9)
