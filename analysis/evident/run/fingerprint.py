"""A short name for everything that a book is made of.

Belongs here: the hash over those files. Does not: which files they are (`inputs.book_inputs`).

It names the sources also where there is no git: two copies with the same fingerprint print the same numbers
and words. Executed notebooks are among the files, and with them all evidence that the book uses.
"""

import hashlib
from collections.abc import Iterable
from pathlib import Path

LENGTH = 12  # hexadecimal digits, of 64


def fingerprint(files: Iterable[tuple[str, Path]]) -> str:
    """The first digits of a SHA-256 over names and contents.

    Args:
        files: each with the name under which it counts, which must not depend on the machine.
    """
    whole = hashlib.sha256()
    for name, path in sorted(files):
        whole.update(f"{name}\n{hashlib.sha256(path.read_bytes()).hexdigest()}\n".encode())
    return whole.hexdigest()[:LENGTH]
