"""Asking git about the report.

Belongs here: one question and its answer. Does not: what is asked (`committed.py`, `versions.py`).
"""

import subprocess
from pathlib import Path


def ask(folder: Path, *arguments: str, given: bytes = b"") -> bytes | None:
    """What git answers in a folder; None if it refuses, is not installed, or there is no such folder.

    Args:
        given: its input.
    """
    try:
        done = subprocess.run(["git", *arguments], cwd=folder, input=given, capture_output=True, check=False)
    except OSError:
        return None
    return done.stdout if done.returncode == 0 else None
