"""Notebook files: reading their cells, running them, keeping them free of what differs from run to run.

Belongs here: the .ipynb format. Does not: which notebooks run and when (`pipeline.py`), what they export
(`facts.py`), reading exports for the book (`book/`).
"""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from evident import paths
from evident.run.imports import imported_by
from evident.run.notebook_form import checked
from evident.text.files import BadFile

# The codes that colour text in a terminal.
ANSI = re.compile(r"\x1b\[[0-9;]*m")


EDITION = "EVIDENT_EDITION"  # environment variables that a running notebook reads
FROZEN = "EVIDENT_FROZEN"


class NotebookFailed(paths.Mistake):
    """A notebook whose run ended in an error; the message names notebook, cell and reason."""


@dataclass(frozen=True)
class Cell:
    """A cell of a notebook file: id, kind ("code", "markdown"), source, tags, outputs."""

    id: str
    kind: str
    source: str
    tags: tuple[str, ...]
    outputs: tuple[dict[str, Any], ...]


def read_cells(path: Path) -> list[Cell]:
    """The cells of a notebook, in order.

    Raises:
        NotebookFailed: the file is not a notebook.
    """
    try:
        raw = checked(path)
    except BadFile as error:
        raise NotebookFailed(str(error)) from None
    return [
        Cell(
            cell.get("id", f"{number}"),
            cell["cell_type"],
            "".join(cell["source"]),
            tuple(cell.get("metadata", {}).get("tags", ())),
            tuple(cell.get("outputs", ())),
        )
        for number, cell in enumerate(raw["cells"], 1)
    ]


def strip(node: Any) -> None:
    """Remove from a notebook in memory what differs from run to run: times, machine, counts of warnings."""
    node.metadata.pop("papermill", None)
    node.metadata["kernelspec"] = {"name": "python3", "language": "python", "display_name": "Python 3"}
    node.metadata["language_info"] = {"name": "python"}
    for cell in node.cells:
        cell.metadata.pop("papermill", None)
        cell.metadata.pop("execution", None)
        if cell.metadata.get("tags") == []:
            del cell.metadata["tags"]
        if "injected-parameters" in cell.metadata.get("tags", []):
            cell["id"] = "injected-parameters"


def run_inputs(path: Path) -> set[Path]:
    """A notebook's file and the files of the package that its code imports, directly or through others."""
    code = "\n".join(cell.source for cell in read_cells(path) if cell.kind == "code")
    return {path, *imported_by(code)}
