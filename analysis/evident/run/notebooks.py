"""Notebook files: reading their cells, running them, keeping them free of what differs from run to run.

Belongs here: the .ipynb format. Does not: which notebooks run and when (`pipeline.py`), what they export
(`facts.py`), reading exports for the book (`book/`).
"""

import json
import os
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from evident import paths
from evident.run.imports import imported_by

# The codes that colour text in a terminal.
ANSI = re.compile(r"\x1b\[[0-9;]*m")


EDITION = "EVIDENT_EDITION"  # environment variables that a running notebook reads
FROZEN = "EVIDENT_FROZEN"


class NotebookFailed(RuntimeError):
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
        raw = json.loads(path.read_text("utf8"))
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
    except (json.JSONDecodeError, KeyError, TypeError) as error:
        raise NotebookFailed(
            f"{paths.short(path)} is not a notebook file ({error}); restore it or save it again"
        ) from None


def run(
    source: Path, target: Path, parameters: dict[str, Any], *, edition: str = "baseline", frozen: bool = False
) -> None:
    """Run a notebook with papermill and write it to `target`, once it has succeeded.

    Args:
        parameters: set in a cell after the one tagged `parameters`; empty: the defaults stand.
        edition: whose parameters these are; its reasons stand beside them.
        frozen: exports leave as text that a person can review (`export/publishing.py`).

    Raises:
        NotebookFailed: a cell raised an error. `target` is left as it was.
    """
    import nbformat
    import papermill
    from papermill.exceptions import PapermillExecutionError

    os.environ.setdefault("PYTHONHASHSEED", "0")
    for threads in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS"):
        os.environ.setdefault(threads, "1")  # notebooks run side by side, one core each
    target.parent.mkdir(parents=True, exist_ok=True)
    before = {name: os.environ.get(name) for name in (EDITION, FROZEN)}
    os.environ |= {EDITION: edition, FROZEN: "1" if frozen else "0"}  # the kernel inherits them
    try:
        node = papermill.execute_notebook(
            str(source),
            None,
            parameters=parameters,
            kernel_name="python3",
            language="python",
            cwd=str(source.parent),
            progress_bar=False,
            # A kernel on this machine's loopback need not warn that its messages are not encrypted, nor say that
            # it was told to stop; what a cell says comes back as an output.
            extra_arguments=["--IPKernelApp.log_level=CRITICAL"],
        )
    except PapermillExecutionError as error:
        cell = read_cells(source)
        # papermill adds a cell with the parameters after the tagged one, which shifts those behind it.
        shift = 1 if parameters and error.cell_index > 1 else 0
        index = min(max(error.cell_index - shift, 0), len(cell) - 1)
        reason = ANSI.sub("", f"{error.ename}: {error.evalue}")
        raise NotebookFailed(f"{paths.short(source)}, cell {cell[index].id!r}: {reason}") from None
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value
    strip(node)
    part = target.with_suffix(".part")
    nbformat.write(node, part)
    part.replace(target)


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


def freeze(path: Path) -> None:
    """Run a notebook with its defaults and keep the outputs in it, as the reference for the tests.

    Raises:
        NotebookFailed: a cell raised an error; the notebook is left as it was.
    """
    run(path, path, {}, frozen=True)


def run_inputs(path: Path) -> set[Path]:
    """A notebook's file and the files of the package that its code imports, directly or through others."""
    code = "\n".join(cell.source for cell in read_cells(path) if cell.kind == "code")
    return {path, *imported_by(code)}
