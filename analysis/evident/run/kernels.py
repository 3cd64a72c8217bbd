"""Kernels that start at once: forked from a process that has imported everything, in place of a new Python.

Belongs here: the kernel as a forked process, offered to Jupyter through its own extension point for such things (a
kernel provisioner). Does not: running notebooks (`notebooks.py`), the process it is forked from (`forge.py`).

A kernel is forked before this process has opened a socket or started a thread, and waits for its connection file.
It is an ordinary IPython kernel then; what differs from one that is started is only that its modules were imported
before it began.
"""

import json
import os
import signal
import sys
import traceback
from pathlib import Path
from typing import Any

from jupyter_client.provisioning import LocalProvisioner

from evident import reads
from evident.run import watching
from evident.run.forge import end_with_parent

NAME = "evident-forked"  # the entry point in pyproject.toml
_prepared: list["Prepared"] = []


class Prepared:
    """A forked process that waits to become a kernel, with the part of `subprocess.Popen` that a provisioner needs."""

    stdin = stdout = stderr = None

    def __init__(self, trace: Path) -> None:
        """Fork it. What its notebook reads is written to `trace` when it ends."""
        line, self._line = os.pipe()
        self.returncode: int | None = None
        self.pid = os.fork()
        if self.pid == 0:
            os.close(self._line)
            _become_kernel(line, trace)
        os.close(line)

    def start(self, arguments: list[str], environment: dict[str, str], folder: str) -> None:
        """Let it become the kernel."""
        with os.fdopen(self._line, "w", encoding="utf8") as line:
            json.dump([arguments, environment, folder], line)

    def poll(self) -> int | None:
        """Its exit status; None while it runs."""
        if self.returncode is None:
            try:
                done, status = os.waitpid(self.pid, os.WNOHANG)
            except ChildProcessError:
                self.returncode = 0
            else:
                self.returncode = os.waitstatus_to_exitcode(status) if done else None
        return self.returncode

    def wait(self, timeout: float | None = None) -> int:
        """Its exit status, once it has ended; a kernel that is waited for has been told to end."""
        if self.poll() is None:
            _, status = os.waitpid(self.pid, 0)
            self.returncode = os.waitstatus_to_exitcode(status)
        return self.returncode or 0

    def send_signal(self, number: int) -> None:
        """Send a signal, unless it has ended."""
        if self.poll() is None:
            os.kill(self.pid, number)

    def kill(self) -> None:
        """End it at once."""
        self.send_signal(signal.SIGKILL)

    def terminate(self) -> None:
        """Ask it to end."""
        self.send_signal(signal.SIGTERM)


def prepare(trace: Path) -> Prepared:
    """Fork a process for the next kernel that `ForkedProvisioner` launches; this one must have no threads yet."""
    _prepared.append(Prepared(trace))
    return _prepared[-1]


class ForkedProvisioner(LocalProvisioner):
    """Takes the kernel that `prepare` forked; without one it starts a kernel as Jupyter always does."""

    async def launch_kernel(self, cmd: list[str], **kwargs: Any) -> Any:
        """Let the forked process become the kernel of this connection."""
        if not _prepared:
            return await super().launch_kernel(cmd, **kwargs)
        forked = _prepared.pop()
        arguments = cmd[cmd.index("ipykernel_launcher") + 1 :]
        forked.start(arguments, kwargs.get("env") or dict(os.environ), str(kwargs.get("cwd") or Path.cwd()))
        self.process, self.pid, self.pgid = forked, forked.pid, None  # type: ignore[assignment]
        return self.connection_info


def _become_kernel(line: int, trace: Path) -> None:
    """Wait for the connection file, then be a kernel until told to end; never returns."""
    status = 1
    try:
        end_with_parent()
        with os.fdopen(line, encoding="utf8") as told:
            text = told.read()
        if not text:  # nobody wanted a kernel
            os._exit(0)
        arguments, environment, folder = json.loads(text)
        os.environ.clear()
        os.environ.update(environment)
        os.chdir(folder)
        sys.path.insert(0, folder)  # as an interpreter that is started there has it
        _forget_the_forge()
        watching.watch()
        from ipykernel.kernelapp import IPKernelApp

        IPKernelApp.launch_instance(argv=arguments)
        status = 0
    except SystemExit as end:
        status = end.code if isinstance(end.code, int) else 1
    except BaseException:
        traceback.print_exc()  # into the log of the build, which nothing else would tell why
    finally:
        try:
            part = trace.with_suffix(".part")
            part.write_text(json.dumps({"noted": reads.noted(), "modules": watching.modules()}), "utf8")
            part.replace(trace)
        finally:
            os._exit(status)  # whatever happens: this process is a copy of one that has other work


def _forget_the_forge() -> None:
    """Random streams and settings begin as in a new process."""
    import matplotlib
    import numpy as np

    np.random.seed()
    matplotlib.rcdefaults()
    matplotlib.use(os.environ.get("MPLBACKEND", "agg"))
    reads.forget()
