"""What a piece of code imports from the package: how the pipeline knows which module a notebook depends on.

Belongs here: reading import statements. Does not: importing anything (that would take a second).

Only statements that name the package are looked for, by their form: to parse every module took most of the time of a
build with nothing to do.
"""

import re
from functools import cache
from pathlib import Path

from shanxi import paths

_FROM = re.compile(r"^[ \t]*from (shanxi[\w.]*) import (\([^)]*\)|[^\n]+)", re.MULTILINE)
_IMPORT = re.compile(r"^[ \t]*import (shanxi[\w.]*)", re.MULTILINE)
_COMMENT = re.compile(r"#[^\n]*")


def imported_by(code: str) -> set[Path]:
    """Files of the package that this code imports, directly or through others."""
    found: set[Path] = set()
    todo = set(_direct(code))
    while todo:
        file = todo.pop()
        if file not in found:
            found.add(file)
            todo |= _direct(_source(file))
    return found


@cache
def _source(file: Path) -> str:
    return file.read_text("utf8")


@cache
def _direct(code: str) -> frozenset[Path]:
    code = _COMMENT.sub("", code)
    names = set(_IMPORT.findall(code))
    for module, imported in _FROM.findall(code):
        # `from shanxi import charts` imports a module, `from shanxi.facts import Notebook` a name of one.
        inner = (name.split() for name in imported.strip("() \n").split(","))
        names |= {module, *(f"{module}.{name[0]}" for name in inner if name)}
    files: set[Path] = set()
    for name in names:
        _, *rest = name.split(".")
        for depth in range(len(rest) + 1):
            place = paths.PACKAGE.joinpath(*rest[:depth])
            files |= {file for file in (place.with_suffix(".py"), place / "__init__.py") if file.exists()}
    return frozenset(files)
