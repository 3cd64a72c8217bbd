"""One build at a time in a folder.

Belongs here: the lock. Does not: what is done under it.

The kernel of the machine holds the lock for an open file and lets go when the last process that has it open ends,
however it ends: a lock that nobody holds is no obstacle, and there is nothing to clean up.
"""

import fcntl
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from evident import paths


class Occupied(paths.Mistake):
    """Another process builds in this folder; the message says which."""


@contextmanager
def held(path: Path, *, wait: bool, say: Callable[[str], None]) -> Iterator[int]:
    """Hold the lock of a folder; gives its file descriptor, to be kept open by whoever works for this process.

    Args:
        path: the lock file; its folder is made.
        wait: wait for another process to end, and say so.
        say: prints a line.

    Raises:
        Occupied: another process holds it and `wait` is false.
        OSError: the folder cannot be written.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    lock = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
    try:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            other = f"another build is at work in {path.parent} (process {_holder(lock)})"
            if not wait:
                raise Occupied(f"{other}; wait for it, or end it") from None
            say(f"{other}; waiting for it to end")
            fcntl.flock(lock, fcntl.LOCK_EX)
        os.truncate(lock, 0)
        os.pwrite(lock, f"{os.getpid()}\n".encode(), 0)
        yield lock
    finally:
        os.close(lock)


def _holder(lock: int) -> str:
    return os.pread(lock, 20, 0).decode("ascii", "replace").strip() or "unknown"
