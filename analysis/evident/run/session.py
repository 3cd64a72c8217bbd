"""Open a notebook's exports in its first cell, and run its cells in this process.

Belongs here: putting evidence, parameters with their reasons, and exports together; running the cells of a notebook
without a kernel, for whoever only wants what it exports. Does not: papermill's runs (`notebooks.py`), the form of
editions (`parameters.py`).
"""

import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from evident import paths, reads
from evident.evidence.tables import Evidence
from evident.export import live
from evident.export.notebook import Notebook
from evident.export.origins import Parameter
from evident.export.publishing import Publisher, Silent
from evident.export.remembering import Memory
from evident.export.showing import Live
from evident.run import each, parameters
from evident.run.notebooks import EDITION, Cell, read_cells
from evident.run.parameters import Edition
from evident.text import sentences
from evident.text import words as texts
from evident.text.words import Words

SET_BY_HAND = "Set in the notebook by hand."


@dataclass(frozen=True)
class Given:
    """What a run in this process gives the notebook that it opens; nothing: as for a kernel.

    Attributes:
        evidence: in place of what lies in `data/`.
        publisher: in place of the outputs of the notebook.
        edition: in place of the one that the environment names.
        declared: names of the notebook's parameters, in place of looking into its file.
        memory: see `Notebook`.
    """

    evidence: Evidence | None = None
    publisher: Publisher | None = None
    edition: Edition | None = None
    declared: tuple[str, ...] | None = None
    memory: Memory | None = None


_given: ContextVar[Given] = ContextVar("given", default=Given())  # noqa: B039 (it is frozen)
_opened: ContextVar[list[Notebook]] = ContextVar("opened")


def open_notebook(name: str, namespace: Mapping[str, Any]) -> Notebook:
    """The exports of a notebook, with evidence and parameters; the first cell of every notebook calls it.

    `nb.parameters` holds what the cell tagged `parameters` declares, with the reasons of the edition that is being
    built (`baseline`, or the one in EVIDENT_EDITION).

    Args:
        name: of the notebook's file, without suffix.
        namespace: `globals()` of the notebook, where the parameters are.

    In a kernel in which a person works (JupyterLab, VS Code) it also reads words, evidence and edition anew, has
    modules read again once they are saved, lets a cell that runs again replace what it exported, and shows exports as
    they will be printed (`export/live.py`, `export/showing.py`).

    Raises:
        ParameterError: the notebook's parameters or the edition cannot be used, or the kernel does not have them.
    """
    shell = live.shell() if _opened.get(None) is None else None
    if shell is not None:
        _look_again(shell)
    given = _given.get()
    declared = given.declared or tuple(parameters.declared(paths.report().analysis / f"{name}.ipynb"))
    with reads.passed_over():  # the pipeline knows the values and reasons that it gave
        edition = given.edition or parameters.load_edition(os.environ.get(EDITION, "baseline"))
    if missing := [key for key in declared if key not in namespace]:
        raise parameters.ParameterError(
            f"{name}.ipynb declares {', '.join(missing)}, which the kernel does not have; run the cell tagged "
            "`parameters` first"
        )
    values = {key: namespace[key] for key in declared}
    language = str(values.get("language", "en"))
    why, meant = (
        parameters.reasons(edition, name),
        edition.values.get("common", {}) | edition.values.get(name, {}),
    )
    words = Words(language)
    why = {key: reason for key, reason in why.items() if not words.has(f"common.parameters.{key}")}
    with reads.passed_over():
        many = each.each_of(name)  # which of its values this run has is no assumption
    made = [
        Parameter(key, value, parameters.label(words, name, key), "", chosen=True)
        if many is not None and key == many.parameter
        else Parameter(
            key,
            value,
            parameters.label(words, name, key),
            sentences.said(why.get(key, "") if meant.get(key) == value else SET_BY_HAND, language),
        )
        for key, value in values.items()
    ]
    evidence, publisher = given.evidence, given.publisher
    if evidence is None:
        evidence = Evidence.load(values["as_of"]) if "as_of" in values else Evidence.load()
    if shell is not None:
        publisher = Live(evidence, words)
    notebook = Notebook(name, evidence, language, made, edition.name, publisher, given.memory)
    if shell is not None:
        live.HOOK.follow(shell, notebook.cells)
    if (opened := _opened.get(None)) is not None:
        opened.append(notebook)
    return notebook


def _look_again(shell: Any) -> None:
    """In a kernel that lives on: forget what was read from files, and read modules again once they are saved."""
    texts.forget()
    shell.extension_manager.load_extension("autoreload")
    shell.run_line_magic("autoreload", "2")


@contextmanager
def given(evidence: Evidence | None, publisher: Publisher | None) -> Iterator[list[Notebook]]:
    """Notebooks opened inside use this evidence and this publisher; yields the list of those opened."""
    with _giving(Given(evidence, publisher)) as opened:
        yield opened


@contextmanager
def _giving(given: Given) -> Iterator[list[Notebook]]:
    opened: list[Notebook] = []
    tokens = _given.set(given), _opened.set(opened)
    try:
        yield opened
    finally:
        _given.reset(tokens[0])
        _opened.reset(tokens[1])


def collect(path: Path, values: Mapping[str, Any], evidence: Evidence | None = None) -> Notebook:
    """Run the cells of a notebook in this process and return what it exports; nothing is drawn or written.

    Args:
        values: its parameters (`parameters.for_notebook`).
        evidence: in place of what lies in `data/`.

    Raises:
        Exception: whatever a cell raises.
    """
    return run_cells(path, read_cells(path), values, Given(evidence, Silent()))


def run_cells(path: Path, cells: Sequence[Cell], values: Mapping[str, Any], given: Given) -> Notebook:
    """The same with cells that have been read, and with more that is given.

    Raises:
        Exception: whatever a cell raises, with a note that is the id of the cell.
    """
    if (folder := str(path.parent)) not in sys.path:
        sys.path.insert(0, folder)  # as a kernel has it, which finds the report's package there
    namespace: dict[str, Any] = {"__name__": "__main__"}
    with _giving(given) as opened:
        for cell in cells:
            if cell.kind != "code":
                continue
            try:
                exec(_compiled(cell.source, f"{path.name}, cell {cell.id}"), namespace)
            except BaseException as error:
                error.add_note(cell.id)
                raise
            if "parameters" in cell.tags:
                namespace.update(values)
    return opened[0]


def _compiled(source: str, name: str) -> Any:
    if (code := _CODE.get((source, name))) is None:
        code = _CODE[source, name] = compile(source, name, "exec")
    return code


_CODE: dict[tuple[str, str], Any] = {}
