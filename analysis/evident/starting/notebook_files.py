"""Notebooks as they begin: cells from a template, a cell put into one that is there.

Belongs here: the JSON of a new cell. Does not: what stands in it (templates), reading notebooks (`run/notebooks.py`).
"""

import json
from pathlib import Path
from typing import Any

from evident.run.notebook_form import checked
from evident.starting.writing import CannotBegin

_MARK = "# %% "


def made(text: str) -> str:
    """A notebook file of the cells of a text; a line `# %% code ID [TAG]` or `# %% markdown ID` begins each."""
    cells = []
    for part in text.split(_MARK)[1:]:
        head, _, source = part.partition("\n")
        kind, key, *tags = head.split()
        cells.append(_cell(kind, key, source.strip("\n"), tags))
    about = {
        "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
        "language_info": {"name": "python"},
    }
    return _written({"cells": cells, "metadata": about, "nbformat": 4, "nbformat_minor": 5})


def with_cell(path: Path, key: str, source: str) -> str:
    """A notebook file with one more cell, before the one that closes the notebook.

    Raises:
        BadFile: it is no notebook.
        CannotBegin: a cell has this id, or none closes the notebook.
    """
    raw = checked(path)
    cells = raw["cells"]
    if any(cell.get("id") == key for cell in cells):
        raise CannotBegin(f"{path.name} has a cell {key!r} already; take another name, or edit that cell")
    at = next((n for n, cell in enumerate(cells) if "nb.close()" in "".join(cell["source"])), None)
    if at is None:
        raise CannotBegin(f"no cell of {path.name} calls nb.close(); add one at its end")
    cells.insert(at, _cell("code", key, source, []))
    return _written(raw)


def _cell(kind: str, key: str, source: str, tags: list[str]) -> dict[str, Any]:
    cell: dict[str, Any] = {"cell_type": kind, "id": key, "metadata": {"tags": tags} if tags else {}}
    cell["source"] = source.splitlines(keepends=True)
    return cell | ({"execution_count": None, "outputs": []} if kind == "code" else {})


def _written(raw: dict[str, Any]) -> str:
    """As Jupyter writes it."""
    return json.dumps(raw, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
