"""Which pages print what: computed from executed notebooks and the sources of chapters.

Belongs here: what the tests of staleness expect to change. Does not: building (`conftest.py`).
"""

import re
from pathlib import Path
from typing import Any

from evident.book.notebooks import Exports, Library

from .conftest import Copy

KINDS = ("fact", "claim", "exhibit", "explorer")
# Of a payload, what a page and its notes print; the exact value behind a rounded number is not among it.
PRINTED = (
    "label", "text", "holds", "test", "method", "parts", "assumed", "rests_on", "sources", "problem",
    "title", "subtitle", "alt", "note", "cells", "columns", "words", "data",
)  # fmt: skip


def _exports(folder: Path) -> dict[str, Exports]:
    library = Library(folder)
    return {name: library.notebook(name) for name in library.names()}


def _payloads(exports: Exports) -> dict[str, Any]:
    return {key: payload for kind in KINDS for key, payload in exports.of(kind).items()}


def _pages_naming(root: Path, keys: set[str]) -> set[str]:
    """Pages whose source names one of these exports (`theme.key`)."""
    found = set()
    for chapter in (root / "chapters").glob("*.md"):
        named = set(re.findall(r"\b[a-z_]+\.[a-z_0-9]+\b", chapter.read_text("utf8")))
        if named & keys:
            found.add(chapter.stem)
    return found


def may_change(copy: Copy, figure: str) -> set[str]:
    """Pages that name an export that rests on a figure, and the catalogues of the notebooks that name it."""
    keys, catalogues = set(), set()
    for name, exports in _exports(copy.file("notebooks")).items():
        here = {key for key, payload in _payloads(exports).items() if figure in payload["rests_on"]}
        keys |= here
        if here or figure in exports.evidence:
            catalogues.add(f"evidence-{name}")
    return _pages_naming(copy.root, keys) | catalogues


def must_change(copy: Copy, before: Path, after: Path) -> set[str]:
    """Pages that name an export which two runs print differently, and the catalogues of these."""
    keys, catalogues = set(), set()
    old, new = _exports(before), _exports(after)
    for name in old:
        one, other = _payloads(old[name]), _payloads(new[name])
        here = {
            key
            for key in one
            if [one[key].get(part) for part in PRINTED] != [other[key].get(part) for part in PRINTED]
        }
        keys |= here
        if here or old[name].evidence != new[name].evidence:
            catalogues.add(f"evidence-{name}")
    return _pages_naming(copy.root, keys) | catalogues
