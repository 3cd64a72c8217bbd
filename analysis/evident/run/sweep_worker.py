"""What a worker of a Dask cluster does for a sweep: unpacks what it is sent, and has a process compute with it.

Belongs here: code that runs in the worker, which may have no engine or another one. So this module imports nothing but
the standard library and Dask, and is sent to workers as its source. Does not: what the process does (`sweep_serve.py`),
which worker does what (`sweep_cluster.py`).
"""

import hashlib
import io
import json
import os
import shutil
import subprocess
import sys
import threading
import zipfile
from importlib import metadata
from pathlib import Path
from typing import Any

UNKNOWN = "refused: "  # begins an answer of a worker that cannot do the work, and says why


def prepare(fingerprint: str, content: bytes, python: str, versions: dict[str, str]) -> str:
    """Unpack an archive under its fingerprint, once; empty if this worker can compute with it, else why it cannot.

    Args:
        python: major and minor version that the work wants.
        versions: of packages that reckon.
    """
    own = f"{sys.version_info[0]}.{sys.version_info[1]}"
    if own != python:
        return f"it has Python {own}, and {python} is wanted"
    for name, version in versions.items():
        try:
            found = metadata.version(name)
        except metadata.PackageNotFoundError:
            found = "none"
        if found != version:
            return f"it has {name} {found}, and {version} is wanted"
    if (digest := hashlib.sha256(content).hexdigest()) != fingerprint:
        return f"it was sent code with the fingerprint {digest[:12]} under the name {fingerprint[:12]}"
    place = _place(fingerprint)
    if not place.exists():
        part = place.with_name(f"{place.name}.{os.getpid()}")
        shutil.rmtree(part, ignore_errors=True)
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            archive.extractall(part)
        part.rename(place)
    return ""


def compute(fingerprint: str, job: str) -> str:
    """Have a process with the code of this fingerprint compute a job; returns what it answers, a JSON text.

    If the process ends, the answer says so.
    """
    place = _place(fingerprint)
    if not place.exists():
        return UNKNOWN + f"it has no code with the fingerprint {fingerprint[:12]}"
    with _lock():
        idle = _servers().setdefault(fingerprint, [])
        server = idle.pop() if idle else None
    if server is None or server.poll() is not None:
        server = _begin(place)
    with _lock():
        _busy().append(server)
    try:
        assert server.stdin is not None
        assert server.stdout is not None
        server.stdin.write(job + "\n")
        server.stdin.flush()
        answer = server.stdout.readline()
    except OSError:
        answer = ""
    with _lock():
        _busy().remove(server)
        if answer:
            _servers()[fingerprint].append(server)
    if not answer:
        server.kill()
        return json.dumps({"ended": server.wait()})
    return str(answer)


def end() -> None:
    """End the processes that were begun here."""
    with _lock():
        every = [server for idle in _servers().values() for server in idle] + _busy()
        _servers().clear()
    for server in every:
        server.kill()
        server.wait()


def _begin(place: Path) -> "subprocess.Popen[str]":
    kept = {name: value for name, value in os.environ.items() if not name.startswith("EVIDENT_")}
    return subprocess.Popen(
        [sys.executable, "-m", "evident.run.sweep_serve"],
        cwd=place / "report", env=kept | {"PYTHONPATH": str(place / "engine")}, stdin=subprocess.PIPE,
        stdout=subprocess.PIPE, text=True, encoding="utf8",
    )  # fmt: skip


def _place(fingerprint: str) -> Path:
    return Path(_worker().local_directory) / f"evident-{fingerprint[:32]}"


# Each task brings this module anew; what has to outlive it is kept with the worker.


def _worker() -> Any:
    from distributed import Worker, get_worker

    try:
        return get_worker()
    except ValueError:  # outside of a task; a process has one worker
        return next(iter(Worker._instances))


def _kept(name: str, make: Any) -> Any:
    return _worker().__dict__.setdefault(f"_evident_{name}", make())


def _servers() -> "dict[str, list[subprocess.Popen[str]]]":
    found: dict[str, list[subprocess.Popen[str]]] = _kept("servers", dict)
    return found


def _busy() -> "list[subprocess.Popen[str]]":
    found: list[subprocess.Popen[str]] = _kept("busy", list)
    return found


def _lock() -> Any:
    return _kept("lock", threading.RLock)
