"""What a piece of code imports from the package: how the pipeline knows which module a notebook depends on.

Belongs here: reading import statements. Does not: importing anything (that would take a second).
"""

import ast
from functools import cache
from pathlib import Path

from shanxi import paths


def imported_by(code: str) -> set[Path]:
    """Files of the package that this code imports, directly or through others.

    Lines that are no Python (IPython magics) make the code unreadable: notebooks here have none.

    Raises:
        SyntaxError: the code cannot be parsed.
    """
    found: set[Path] = set()
    todo = set(_direct(code))
    while todo:
        file = todo.pop()
        if file not in found:
            found.add(file)
            todo |= _direct(file.read_text("utf8"))
    return found


@cache
def _direct(code: str) -> frozenset[Path]:
    names: set[str] = set()
    for node in ast.walk(ast.parse(code)):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            # `from shanxi import charts` imports a module, `from shanxi.facts import Notebook` a name of one.
            names |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    files: set[Path] = set()
    for name in names:
        package, *rest = name.split(".")
        if package != "shanxi":
            continue
        for depth in range(len(rest) + 1):
            place = paths.PACKAGE.joinpath(*rest[:depth])
            files |= {file for file in (place.with_suffix(".py"), place / "__init__.py") if file.exists()}
    return frozenset(files)
