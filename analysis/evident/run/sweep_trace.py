"""What a sweep of a notebook read, and whether that is still the same.

Belongs here: the trace of a sweep, in names that hold on any machine. Does not: the digest of a piece of the evidence
(`traces.py`), noting what is read (`reads.py`).

A sweep has hours of work behind it where a build has minutes, so its trace is narrower than that of a build. Words,
charts and the outputs of notebooks are not in it, because no number depends on them. Code counts by its meaning: a
module as its syntax tree without docstrings, a notebook as the trees of its cells. Of the engine only modules count
that numbers pass through; of the environment only the versions of the packages that reckon.
"""

import ast
import hashlib
import json
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from evident import paths
from evident.run import inputs, parameters
from evident.run.imports import imported_by
from evident.run.notebooks import read_cells
from evident.run.sweep_memory import memory
from evident.run.traces import ABSENT, Pieces, Trace, file_digest

Piece = tuple[str, ...]
_EVIDENCE = ("observation", "series", "conflict", "cell", "panel", "indicator", "source", "table")
_FILES = ("file", "folder")
# Who has read all of a table has read its rows, each of which would otherwise stand in the trace.
_WHOLE: dict[str, Piece] = {
    "observation": ("table", "observations.csv"),
    "series": ("table", "observations.csv"),
    "conflict": ("table", "observations.csv"),
    "cell": ("table", "panel.csv"),
    "panel": ("table", "panel.csv"),
    "indicator": ("table", "indicators.csv"),
    "source": ("table", "sources.bib"),
}
_CODE, _CELLS, _PACKAGES, _EDITION = "meaning", "cells", "packages", "edition"
_RECKON = ("numpy", "pandas", "scipy")
# Modules of `export/` that no number passes through: how an export looks, is said, or is remembered.
_SHOW = (
    "charts", "exhibiting", "live", "notebook", "parts", "publishing", "remembering", "showing", "slices", "svg",
)  # fmt: skip
_ENGINE = "engine/"
_LETTERS = 16  # of a digest


def of_code(notebook: Path) -> list[Piece]:
    """What a notebook runs: its cells, the modules that they import, the packages that reckon."""
    source = "\n".join(cell.source for cell in read_cells(notebook) if cell.kind == "code")
    found: list[Piece] = [(_CELLS, _name(notebook)), (_PACKAGES, *_RECKON)]
    drawing = set(inputs.drawing())
    for file in sorted(imported_by(source)):
        if file.is_relative_to(paths.ENGINE):
            room = file.relative_to(paths.ENGINE).parts[0]
            counts = room == "evidence" or (room == "export" and file.stem not in _SHOW)
        else:
            counts = file not in drawing
        if counts:
            found.append((_CODE, _name(file)))
    return found


def of_reads(noted: Iterable[Piece], modules: Iterable[str]) -> list[Piece]:
    """What was noted while cells ran, and which modules of the report were imported then."""
    found: list[Piece] = []
    drawing, words = set(inputs.drawing()), tuple(f"{folder}/" for folder in paths.word_dirs(""))
    for kind, *name in noted:
        if kind in _EVIDENCE:
            found.append((kind, *name))
        elif kind in _FILES:
            file = Path(name[0])
            if file.parent.name == "editions" and file.suffix == ".yml":
                found.append((_EDITION, file.stem))
            elif file.name != inputs.LOOK and not name[0].startswith(words) and not _engines(file):
                found.append((kind, _name(file)))
    for module in map(Path, modules):
        if not _engines(module) and module not in drawing:
            found.append((_CODE, _name(module)))
    return list(dict.fromkeys(piece for piece in found if _WHOLE.get(piece[0], ()) not in found))


def trace(pieces: Iterable[Piece], known: Pieces | None = None) -> Trace:
    """The digests of pieces, by kind and name as one text; in order, so that equal traces are equal texts."""
    known = known or Pieces()
    return {
        json.dumps(piece, ensure_ascii=False): _digest(known, *piece)
        for piece in sorted(dict.fromkeys(pieces))
    }


def changed(known: Trace, pieces: Pieces) -> list[str]:
    """The pieces of a trace that are no longer what they were."""
    return [key for key, digest in known.items() if _digest(pieces, *json.loads(key)) != digest]


def in_words(key: str) -> str:
    """A piece as people say it: "observation ore-2024", "the code of analysis/little/models.py"."""
    kind, *name = json.loads(key)
    said = {
        _CODE: "the code of",
        _CELLS: "a cell of",
        _PACKAGES: "the version of one of",
        "file": "",
        "folder": "",
    }
    if kind == "table":
        return f"data/{name[0]}"
    return f"{said.get(kind, kind)} {', '.join(name)}".strip()


def _digest(pieces: Pieces, kind: str, *name: str) -> str:
    return _whole(pieces, kind, *name)[:_LETTERS]


def _whole(pieces: Pieces, kind: str, *name: str) -> str:
    if kind == _CODE:
        return _meaning(_place(name[0]))
    if kind == _CELLS:
        return _cells(_place(name[0]))
    if kind == _PACKAGES:
        return _versions(name)
    if kind == _EDITION:
        return _values(name[0])
    if kind in _FILES:
        return pieces.digest(kind, str(_place(name[0])))
    return pieces.digest(kind, *name)


def _engines(file: Path) -> bool:
    return file.is_relative_to(paths.ENGINE)


def _name(file: Path) -> str:
    """A file by its place in the report, in `data/` or in the engine, which may each lie elsewhere."""
    for folder, name in ((paths.ENGINE, _ENGINE), (paths.data_dir(), "data/"), (paths.report().root, "")):
        for base in (folder, folder.resolve()):
            if file.is_relative_to(base):
                return name + file.relative_to(base).as_posix()
    return file.name


def _place(name: str) -> Path:
    if name.startswith(_ENGINE):
        return paths.ENGINE / name.removeprefix(_ENGINE)
    if name.startswith("data/"):
        return paths.data_dir() / name.removeprefix("data/")
    return paths.report().root / name


def _meaning(file: Path) -> str:
    try:
        return _of_tree(file.read_text("utf8"))
    except OSError:
        return ABSENT
    except (SyntaxError, ValueError):  # it is told of elsewhere; any change of it counts
        return file_digest(file)


def _cells(notebook: Path) -> str:
    """The code of a notebook without the cell of its defaults, in whose place each setting has its values."""
    try:
        cells = [c for c in read_cells(notebook) if c.kind == "code" and "parameters" not in c.tags]
        return hashlib.sha256("".join(_of_tree(cell.source) for cell in cells).encode()).hexdigest()
    except (paths.Mistake, SyntaxError, ValueError):
        return file_digest(notebook)


def _of_tree(source: str) -> str:
    key = hashlib.sha256(source.encode()).hexdigest()
    return str(memory().recall("meaning", key, lambda: _meaning_of(source)))


def _meaning_of(source: str) -> str:
    tree = ast.parse(source)
    for node in ast.walk(tree):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            first = node.body[0] if node.body else None
            if isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant):
                node.body = node.body[1:]
    return hashlib.sha256(repr(_plain(tree)).encode()).hexdigest()


def _plain(node: Any) -> Any:
    """A syntax tree as nested tuples, the same in each Python: a newer one has more fields, which are empty."""
    if isinstance(node, ast.AST):
        fields = ((name, getattr(node, name, None)) for name in node._fields)
        return type(node).__name__, *(
            (name, _plain(value)) for name, value in fields if value not in (None, [])
        )
    return [_plain(inner) for inner in node] if isinstance(node, list) else node


def _values(edition: str) -> str:
    """What an edition assumes; why does not count."""
    try:
        found = parameters.load_edition(edition)
    except parameters.ParameterError:
        return ABSENT
    return hashlib.sha256(json.dumps(found.values, sort_keys=True).encode()).hexdigest()


def _versions(names: Iterable[str]) -> str:
    """The versions that the lock file names."""
    try:
        text = paths.report().lock.read_text("utf8")
    except OSError:
        return ABSENT
    found = [line for name in names for line in re.findall(rf"^{name}==[^\n\\]+", text, re.MULTILINE)]
    return hashlib.sha256("\n".join(found).encode()).hexdigest()
