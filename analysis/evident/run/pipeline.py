"""What depends on what, and running it: from evidence to notebooks to HTML and PDF.

Belongs here: the graph of tasks and how each is run. Does not: what a task reads (`inputs.py`),
the tasks' own work (`checks.py`, `notebooks.py`, the Sphinx extension) or the command line (`cli.py`).

doit keeps a hash of everything a task read and runs it again exactly when one changed. A book is built beside the
last good one and takes its place only when it is complete. Nothing here imports pandas or Sphinx, so that finding
out that there is nothing to do takes no time.
"""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from evident import paths
from evident.run import notebooks, parameters
from evident.run.imports import imported_by
from evident.run.inputs import Build, book_inputs, data_files, files, lock, notebook_inputs


class StepFailed(RuntimeError):
    """A step of the build that could not be done; the message says where and how to mend it."""


def book_fingerprint(build: Build) -> str:
    """The fingerprint of everything that the book is made of (`fingerprint.py`); its notebooks have run.

    Raises:
        StepFailed: a notebook has not.
    """
    from evident.run.fingerprint import fingerprint

    roots = {build.folder: "", paths.data_dir(): "data/", paths.ENGINE: "engine/", paths.report().root: ""}

    def name(file: Path) -> str:
        root = next(root for root in roots if file.is_relative_to(root))
        return roots[root] + file.relative_to(root).as_posix()

    files = book_inputs(build)
    if lost := next((file for file in files if not file.exists()), None):
        remedy = f"run `{paths.report().command} build` first" if lost.suffix == ".ipynb" else "put it back"
        raise StepFailed(f"there is no {paths.short(lost)}: {remedy}")
    return fingerprint((name(file), file) for file in files)


# -- the work


def check_evidence() -> None:
    """Stop the build on evidence that breaks the schema.

    Raises:
        StepFailed: with one line a fault.
    """
    from evident.evidence.checks import validate

    faults = [
        f"{f.where}: {f.message} {f.remedy}".strip() for f in validate(paths.data_dir()) if f.level == "error"
    ]
    if faults:
        raise StepFailed("\n".join(faults))


def run_notebook(notebook: Path, target: Path, values: dict[str, Any], edition: str) -> None:
    """Run one notebook with an edition's parameters (errors as in `notebooks.run`)."""
    notebooks.run(notebook, target, values, edition=edition)


def make_book(build: Build, form: str) -> None:
    """Build HTML (`form` "html") or PDF ("typst") with Jupyter Book and put it in place of the last one.

    Raises:
        StepFailed: warnings or errors, each with file and line; the last good book stays.
    """
    work = build.folder / ".work" / form
    shutil.rmtree(work, ignore_errors=True)
    work.mkdir(parents=True)
    command = [
        sys.executable, "-c", "from jupyter_book.cli.main import main; main()", "build", str(paths.report().chapters),
        "--config", str(paths.report().root / "_config.yml"), "--toc", str(paths.report().root / "_toc.yml"),
        "--path-output", str(work), "-W", "--keep-going", "-q",
    ]  # fmt: skip
    if form != "html":
        command += ["--builder", "custom", "--custom-builder", form]
    environment = os.environ | {
        "EVIDENT_NOTEBOOKS": str(build.notebooks),
        "EVIDENT_EDITION": build.edition,
        "EVIDENT_FINGERPRINT": book_fingerprint(build),
        "SOURCE_DATE_EPOCH": "0",
        "PYTHONHASHSEED": "0",
        "NO_COLOR": "1",
    }
    done = subprocess.run(
        command, cwd=paths.report().root, env=environment, capture_output=True, text=True, check=False
    )
    log = done.stdout + done.stderr
    (build.folder / f"{form}.log").write_text(log, "utf8")
    made = work / "_build" / form / ("index.html" if form == "html" else paths.report().pdf)
    if done.returncode or not made.exists():
        raise StepFailed(_complaints(log, build.folder / f"{form}.log"))
    if form == "html":
        _replace_folder(made.parent, build.html)
    else:
        made.replace(build.pdf)
    shutil.rmtree(work)


# A line of a log that says what to mend: by its level, by the file and line that it begins with, or as an exception.
_SAYS = re.compile(r"WARNING|ERROR|^[\w./-]+\.\w+:\d+: |rror: ")


def _complaints(log: str, kept: Path) -> str:
    """The lines of a Sphinx log that say what to mend, each once; the whole log is kept."""
    lines = [
        line.replace(f"{paths.report().root}/", "").removeprefix("evident.typst.writer.BookError: ").strip()
        for line in notebooks.ANSI.sub("", log).splitlines()
    ]
    said = [line for line in dict.fromkeys(lines) if _SAYS.search(line)]
    if any("ERROR: " in line for line in said):  # what only follows from an error is not said beside it
        said = [line for line in said if "the page has an error here" not in line]
    return "\n".join([*said, f"the last good book stays; the whole log is {paths.short(kept)}"])


def _replace_folder(new: Path, old: Path) -> None:
    """Put a folder in the place of another, so that a reader sees the old book or the new one, never half of it."""
    aside = old.with_name(f".{old.name}-old")
    shutil.rmtree(aside, ignore_errors=True)
    if old.exists():
        old.rename(aside)
    new.rename(old)
    shutil.rmtree(aside, ignore_errors=True)


def pack_evidence(archive: Path, workbook: Path) -> None:
    """Put the whole data set beside the pages that offer it."""
    from evident.run import dataset

    dataset.write_archive(paths.data_dir(), archive)
    dataset.write_workbook(paths.data_dir(), workbook)


# -- the graph


def _action(work: Callable[..., None], *arguments: Any) -> Callable[[], Any]:
    """An action for doit whose failure is one message instead of a traceback."""

    def act() -> Any:
        from doit.exceptions import TaskFailed

        try:
            work(*arguments)
        except (StepFailed, notebooks.NotebookFailed) as error:
            return TaskFailed(str(error))
        return None

    act.__name__ = work.__name__  # doit names an action by it
    return act


def tasks(
    build: Build, forms: Iterable[str] = ("html", "typst"), only: Iterable[Path] | None = None
) -> list[dict[str, Any]]:
    """The tasks of a build, as doit takes them.

    Args:
        forms: which books to make: "html", "typst", or none.
        only: these notebooks (default: all).

    Raises:
        ParameterError: a parameter of the edition does not fit; nothing has run then.
    """
    from doit.tools import config_changed

    every = paths.notebooks()
    edition = parameters.load_edition(build.edition)
    parameters.check_sections(edition, every)
    checks_code = sorted(imported_by("from evident.evidence import checks"))
    found: list[dict[str, Any]] = [
        {
            "name": "evidence",
            "actions": [_action(check_evidence)],
            "file_dep": [str(f) for f in (*data_files(), *checks_code, *lock())],
            "uptodate": [True],
        }
    ]
    for notebook in only or every:
        values = parameters.for_notebook(edition, notebook)
        target = build.notebooks / notebook.name
        found.append(
            {
                "name": f"notebook {notebook.stem}",
                "actions": [_action(run_notebook, notebook, target, values, build.edition)],
                "file_dep": [str(f) for f in notebook_inputs(notebook)],
                "targets": [str(target)],
                "uptodate": [
                    config_changed({"values": values, "reasons": parameters.reasons(edition, notebook.stem)})
                ],
            }
        )
    shared = [str(f) for f in book_inputs(build)]
    commit = os.environ.get("EVIDENT_COMMIT", "")
    for form in forms:
        extra = files(paths.ENGINE / "typst", "*.py", "*.typ") if form == "typst" else []
        found.append(
            {
                "name": "HTML" if form == "html" else "PDF",
                "actions": [_action(make_book, build, form)],
                "file_dep": [*shared, *map(str, extra)],
                "targets": [str(build.html / "index.html" if form == "html" else build.pdf)],
                "task_dep": ["evidence"],
                # The PDF prints the commit where the caller names one.
                "uptodate": [config_changed({"commit": commit if form == "typst" else ""})],
            }
        )
    if "html" in forms:
        found.append(_pack_task(build))
    if {"html", "typst"} <= set(forms):
        copy = build.html / "_downloads" / paths.report().pdf
        found.append(
            {
                "name": "PDF beside the pages",  # the landing page links to it
                "actions": [_action(_copy, build.pdf, copy)],
                "file_dep": [str(build.pdf)],
                "targets": [str(copy)],
                "task_dep": ["HTML"],
            }
        )
    return found


def _copy(source: Path, target: Path) -> None:
    target.parent.mkdir(exist_ok=True)
    shutil.copyfile(source, target)


def _pack_task(build: Build) -> dict[str, Any]:
    """The data set changes with any figure, also with one that no page prints; so it is a task of its own. A new
    book replaces the folder it lies in, so it is packed after that."""
    from evident.run import dataset

    made = [build.html / "_downloads" / name for name in (dataset.archive_name(), dataset.workbook_name())]
    read = [
        *dataset.members(paths.data_dir()),
        *(file for file in [dataset.licence()] if file.exists()),
        *imported_by("from evident.run import dataset"),
    ]
    return {
        "name": "data set",
        "actions": [_action(pack_evidence, *made)],
        "file_dep": [str(file) for file in (*read, *lock())],
        "targets": [str(file) for file in made],
        "task_dep": ["evidence", "HTML"],
    }


def run(build: Build, reporter: type, jobs: int, **choice: Any) -> int:
    """Run what is out of date.

    Args:
        reporter: a doit reporter class that shows progress.
        jobs: how many tasks at a time.
        choice: `forms` and `only` of `tasks`.

    Returns:
        0 if all is well, else 1 (the reporter has said why).

    Raises:
        ParameterError: see `tasks`.
    """
    from doit.cmd_base import ModuleTaskLoader
    from doit.doit_cmd import DoitMain

    todo = tasks(build, **choice)
    build.folder.mkdir(parents=True, exist_ok=True)

    def task_build() -> Any:
        for task in todo:
            yield {"basename": task["name"], **{k: v for k, v in task.items() if k != "name"}}

    loader = ModuleTaskLoader(
        {
            "task_build": task_build,
            "DOIT_CONFIG": {
                "dep_file": str(build.state),
                "backend": "json",
                "reporter": reporter,
                "num_process": jobs,
                "par_type": "process",
                "continue": True,
                "verbosity": 0,
                "default_tasks": [task["name"] for task in todo],
            },
        }
    )
    return 1 if DoitMain(loader).run(["run"]) else 0
