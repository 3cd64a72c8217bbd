"""Every text file of a report, whatever reads it: did a merge or a program leave something in it?

Belongs here: which files these are, and what none of them may hold. Does not: the form of one kind of file (each is
read strictly by its own reader), mending (`mending.py`).

Most of them are read by nobody before the book is printed, or not at all: a README, a test, a module that no notebook
imports.
"""

import os
import re
from collections.abc import Iterator
from pathlib import Path

from evident import paths
from evident.text import files
from evident.text.files import BadFile

_KINDS = {
    ".bib", ".cff", ".cfg", ".css", ".csv", ".html", ".ipynb", ".js", ".json", ".lock", ".md", ".py", ".pyi", ".rst",
    ".sh", ".toml", ".txt", ".typ", ".yaml", ".yml",
}  # fmt: skip
_NAMES = {"Makefile", "LICENSE", ".gitignore", ".gitattributes"}
_SHOWN = {".github", ".ci"}  # of folders that begin with a point
_PASSED = {"__pycache__", "node_modules", "venv"}
# What nearly no file has is looked for before its lines are.
_MARK = re.compile(rb"^(?:<{7}|>{7}|\|{7})", re.MULTILINE)


def text_files() -> list[Path]:
    """The text files of the report and its evidence, by path; what was built and what hides is left out."""
    roots = {paths.report().root.resolve(), paths.data_dir().resolve()}
    return sorted({path for root in roots for path in _below(root)})


def _below(root: Path) -> Iterator[Path]:
    for folder, inner, names in os.walk(root):
        inner[:] = [
            name
            for name in inner
            if name not in _PASSED and not name.startswith("_build") and (name[0] != "." or name in _SHOWN)
        ]
        for name in names:
            if name in _NAMES or Path(name).suffix in _KINDS:
                yield Path(folder, name)


def faults() -> list[BadFile]:
    """Marks of a merge, and files in another encoding than UTF-8 or with a byte order mark, one a file."""
    return [fault for path in text_files() if (fault := _fault(path))]


def _fault(path: Path) -> BadFile | None:
    try:
        raw = files.read_bytes(path)
        text = files.decoded(path, raw)
        if _MARK.search(raw):
            files.refuse_marks(path, text.replace("\r\n", "\n"))
    except BadFile as fault:
        return fault
    return None
