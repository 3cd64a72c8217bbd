"""What a piece of code imports from the engine and the report: how the pipeline knows which module a notebook
depends on.

Belongs here: reading import statements. Does not: importing anything (that would take a second).

Only statements that name the two packages are looked for, by their form: to parse every module took most of the time
of a build with nothing to do.
"""

import re
from functools import cache
from pathlib import Path

from evident import paths

_FROM = re.compile(r"^[ \t]*from (\w+[\w.]*) import (\([^)]*\)|[^\n]+)", re.MULTILINE)
_IMPORT = re.compile(r"^[ \t]*import (\w+[\w.]*)", re.MULTILINE)
_COMMENT = re.compile(r"#[^\n]*")


def imported_by(code: str) -> set[Path]:
    """Files of the engine and of the report's package that this code imports, directly or through others."""
    found: set[Path] = set()
    todo = set(_direct(code))
    while todo:
        file = todo.pop()
        if file not in found:
            found.add(file)
            todo |= _direct(_source(file))
    return found


def forget_imports() -> None:
    """Read the modules anew from now on."""
    _source.cache_clear()
    _direct.cache_clear()


@cache
def _source(file: Path) -> str:
    return file.read_text("utf8")


@cache
def _direct(code: str) -> frozenset[Path]:
    code = _COMMENT.sub("", code)
    names = set(_IMPORT.findall(code))
    for module, imported in _FROM.findall(code):
        # `from evident import paths` imports a module, `from evident.paths import short` a name of one.
        inner = (name.split() for name in imported.strip("() \n").split(","))
        names |= {module, *(f"{module}.{name[0]}" for name in inner if name)}
    files: set[Path] = set()
    for name in names:
        package, *rest = name.split(".")
        if (folder := _packages().get(package)) is None:
            continue
        for depth in range(len(rest) + 1):
            place = folder.joinpath(*rest[:depth])
            files |= {file for file in (place.with_suffix(".py"), place / "__init__.py") if file.exists()}
    return frozenset(files)


def _packages() -> dict[str, Path]:
    own = paths.report().own
    return {paths.ENGINE.name: paths.ENGINE, **({own.name: own} if own else {})}
