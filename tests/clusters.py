"""A Dask cluster of processes of this machine, for tests and benchmarks.

Belongs here: starting and ending it. Does not: what it computes.
"""

import contextlib
import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psutil


@contextlib.contextmanager
def cluster(folder: Path, workers: int) -> Iterator[tuple[str, list[psutil.Process]]]:
    """A scheduler and workers, on ports that are free; ended whatever happens."""
    file = folder / "scheduler.json"
    environment = {name: value for name, value in os.environ.items() if not name.startswith("EVIDENT_")}
    begun: list[subprocess.Popen[bytes]] = []

    def begin(*arguments: str) -> None:
        log = (folder / f"{len(begun)}.log").open("wb")
        quiet = {"cwd": folder, "env": environment, "stdout": log, "stderr": log}
        begun.append(subprocess.Popen([sys.executable, "-m", "distributed.cli.dask_" + arguments[0], *arguments[1:]], **quiet))  # type: ignore[call-overload]  # fmt: skip

    try:
        begin("scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard", "--no-show", "--scheduler-file", str(file))  # fmt: skip
        for number in range(workers):
            begin(
                "worker", "--scheduler-file", str(file), "--no-nanny", "--nthreads", "1", "--no-dashboard",
                "--local-directory", str(folder / f"worker-{number}"),
            )  # fmt: skip
        until = time.monotonic() + 60
        while not (file.exists() and file.stat().st_size) and time.monotonic() < until:
            time.sleep(0.1)
        found = re.search(r"tcp://[\d.]+:\d+", file.read_text("utf8"))
        assert found
        yield found[0], [psutil.Process(process.pid) for process in begun[1:]]
    finally:
        every = [child for process in begun for child in _family(process.pid)]
        for process in begun:
            process.kill()
            process.wait()
        psutil.wait_procs(every, timeout=10)
        for child in every:
            with contextlib.suppress(psutil.NoSuchProcess):
                child.kill()


def _family(pid: int) -> list[psutil.Process]:
    try:
        return psutil.Process(pid).children(recursive=True)
    except psutil.NoSuchProcess:
        return []
