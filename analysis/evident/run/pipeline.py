"""What depends on what, and running it: from evidence to notebooks to a book that is published.

Belongs here: the graph of tasks, and running those that are out of date. Does not: what a task reads (`inputs.py`,
`traces.py`), what it does (`steps.py`) or the command line (`cli.py`).

doit runs the tasks that are out of date. A notebook is, when a piece of what it read has changed: a row, a series, a
word, a module. Work is done in processes that are forked from others which have imported what it needs (`forge.py`).
Nothing here imports pandas or Sphinx, so that finding out that there is nothing to do takes no time.
"""

import json
import os
import shutil
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from evident import paths
from evident.run import each, inputs, locking, parameters, publication, standing, swept_claims
from evident.run.forge import ChildDied
from evident.run.imports import forget_imports, imported_by
from evident.run.inputs import FORMS, LIMIT, Build
from evident.run.notebook_form import checked
from evident.run.steps import check_evidence, digest_of, make_book, run_notebook
from evident.run.traces import Pieces, changed, file_digest
from evident.run.workshop import Stopped, Workshop, stopping

# -- the graph


def _action(work: Callable[..., Any], *arguments: Any) -> Callable[[], Any]:
    """An action for doit whose failure is one message instead of a traceback."""

    def act() -> Any:
        from doit.exceptions import TaskFailed

        try:
            return work(*arguments)
        except paths.Mistake as error:
            return TaskFailed(str(error))
        except Stopped:
            return TaskFailed("")
        except ChildDied as error:
            shop = arguments[0]
            return TaskFailed("" if shop.stopped else f"{error}; is memory short? The last good book stays.")
        except OSError as error:
            return TaskFailed(_of_the_machine(error))

    act.__name__ = work.__name__  # doit names an action by it
    return act


def _of_the_machine(error: OSError) -> str:
    """What the machine refused, where, and what can be done."""
    if isinstance(
        error, shutil.Error
    ):  # of copying a folder: from where, to where and why, for each of its files
        _, copy, why = error.args[0][0]
        return f"{paths.short(Path(copy))}: {why}; mend that and build again. The last good book stays."
    where = (
        paths.short(Path(error.filename)) if isinstance(error.filename, str) else "the folder of the build"
    )
    return f"{where}: {error.strerror or error}; mend that and build again. The last good book stays."


def tasks(
    build: Build,
    shop: Workshop,
    forms: Iterable[str] = FORMS,
    only: Iterable[Path] | None = None,
    *,
    limit: float | None = None,
    say: Callable[[str], None] = print,
    links: bool = False,
) -> list[dict[str, Any]]:
    """The tasks of a build, as doit takes them.

    Args:
        forms: which books to make: "html", "typst", or none.
        only: these notebooks (default: all).
        limit: seconds that a cell may run (default: what the edition says, else `LIMIT`).
        say: prints a line.
        links: see `run_here`.

    Raises:
        ParameterError: a parameter of the edition does not fit; nothing has run then.
    """
    forget_imports()  # of an earlier build of this process
    every, forms = paths.notebooks(), tuple(forms)
    edition = parameters.load_edition(build.edition)
    parameters.check_sections(edition, every)
    pieces = Pieces()
    checks = [
        *inputs.data_files(),
        *inputs.around_chapters(),
        *sorted(imported_by("from evident.evidence import checks\nfrom evident.run import soundness")),
        *inputs.lock(),
    ]
    read = digest_of(checks)
    found: list[dict[str, Any]] = [
        {
            "name": "evidence",
            "actions": [_action(check_evidence, shop, read)],
            "uptodate": [lambda task, values: values.get("read") == read],
        }
    ]
    for each_language in build.languages:
        for file in each.left_over(each_language.notebooks, every):
            file.unlink()  # else a page could still print it
    before = ["evidence"]
    runs = each.runs(sorted(only or every, key=lambda path: -path.stat().st_size))  # the longest first
    for one, of in ((one, of) for one in runs for of in build.languages):
        values = parameters.for_notebook(edition, one.notebook) | one.values
        if of.language and parameters.LANGUAGE in values:
            values |= {parameters.LANGUAGE: of.language}
        given = {
            "values": values,
            "draft": bool(of.language) and of.draft,
            "reasons": parameters.reasons(edition, one.notebook.stem),
            # What it read is known by place; a copy of the report, or another engine, has read nothing yet.
            "at": [str(paths.report().root), str(paths.ENGINE)],
        }
        name = f"notebook {one.name}{f' ({of.language})' if of.language else ''}"
        before.append(name)
        found.append(
            {
                "name": name,
                "actions": [
                    _action(run_notebook, shop, one, of, given, limit or edition.time_limit or LIMIT)
                ],
                "uptodate": [_fresh(given, of.executed(one.name), pieces)],
            }
        )
    if not forms:
        return found
    commit, addresses = os.environ.get("EVIDENT_COMMIT", ""), inputs.addresses()

    def made_of() -> str:
        from evident.run import dataset, runnable

        # What is said of how firm claims are follows the sweeps, which may become stale where no notebook changed.
        now = Pieces()
        swept = [swept_claims.state(notebook.stem, now) for notebook in every]
        read = digest_of([*inputs.book_inputs(build), *dataset.members(paths.data_dir())])
        return json.dumps([read, runnable.made_of(), swept, commit, forms, addresses])

    def print_it(shop: Workshop) -> dict[str, str]:
        now = made_of()
        make_book(shop, build, forms, say, links)
        return {"made_of": now}

    found.append(
        {
            "name": "book",
            "actions": [_action(print_it, shop)],
            "uptodate": [
                lambda task, values: values.get("made_of") == made_of() and publication.intact(build, forms)
            ],
            "task_dep": before,
        }
    )
    return found


def _fresh(given: dict[str, Any], target: Path, pieces: Pieces) -> Callable[[Any, dict[str, Any]], bool]:
    """Whether a notebook need not run: its parameters, all that it read and what it made are as they were."""

    def fresh(task: Any, values: dict[str, Any]) -> bool:
        known = values.get("trace")
        if not known or values.get("given") != given or values.get("made") != file_digest(target):
            return False
        try:
            return not changed(known, pieces)
        except (ValueError, TypeError, KeyError, AttributeError):  # of an older version
            return False

    return fresh


def due(build: Build, forms: tuple[str, ...] = FORMS) -> list[str]:
    """The names of the tasks of a build that would make something anew; nothing runs.

    The check of the evidence makes nothing, and reads what belongs to other editions.

    Raises:
        ParameterError: see `tasks`.
    """
    try:
        known = json.loads(build.state.read_text("utf8"))
    except (OSError, ValueError):
        known = {}
    return [
        task["name"]
        for task in tasks(build, Workshop(), forms)
        if task["name"] != "evidence"
        and not all(
            fresh(None, known.get(task["name"], {}).get("_values_:", {})) for fresh in task["uptodate"]
        )
    ]


def freeze(notebooks: list[Path], jobs: int, say: Callable[[str], None]) -> None:
    """Run notebooks with their defaults and keep the outputs in them, as the reference for the tests; say what changed.

    Raises:
        NotebookFailed: a cell raised an error; that notebook is left as it was.
        BadFile: a file is no notebook.
    """
    from evident.run import difference_text, differences, versions

    for notebook in notebooks:
        checked(notebook)  # a file that is no notebook is told as one
    work = paths.report().build / ".frozen"
    before = versions.as_last_frozen()
    with ThreadPoolExecutor(jobs) as several:
        shop = Workshop()

        def one(notebook: Path) -> None:
            shop.analysis().call(
                "evident.run.executing:execute", notebook, notebook, {}, "baseline", True, LIMIT, work
            )
            say(f"✓ {paths.short(notebook)}")

        try:
            for done in [several.submit(one, notebook) for notebook in notebooks]:
                done.result()
        finally:
            shop.stop()
    found = differences.between(before, versions.working_copy())
    for line in difference_text.short(found, f"{paths.report().command} diff"):
        say(line)


# -- running it


def run(
    build: Build,
    reporter: type,
    jobs: int,
    *,
    forms: tuple[str, ...] = FORMS,
    only: list[Path] | None = None,
    limit: float | None = None,
    wait: bool = True,
    say: Callable[[str], None] = print,
) -> int:
    """Run what is out of date.

    Args:
        reporter: a doit reporter class that shows progress.
        jobs: how many tasks at a time.
        wait: for another build of the folder, in place of refusing.
        others: see `tasks`.

    Returns:
        0 if all is well, else 1 (the reporter has said why), or 130 if somebody stopped it.

    Raises:
        ParameterError: see `tasks`.
        Occupied: another build is at work in the folder.
    """
    with locking.held(build.lock, wait=wait, say=say) as lock:
        shop = Workshop([lock])
        try:
            return run_here(build, reporter, jobs, shop, forms=forms, only=only, limit=limit, say=say)
        finally:
            shop.stop()


def run_here(
    build: Build,
    reporter: type,
    jobs: int,
    shop: Workshop,
    *,
    forms: tuple[str, ...] = FORMS,
    only: list[Path] | None = None,
    limit: float | None = None,
    say: Callable[[str], None] = print,
    links: bool = False,
) -> int:
    """The same for a caller that holds the lock of the folder and has processes that work for it.

    Args:
        links: publish by links in place of copies; for a book that nobody keeps.
    """
    now = standing.of(standing.asked(build, forms, only))
    for of in build.languages:
        of.work.mkdir(exist_ok=True)
    todo = tasks(build, shop, forms, only, limit=limit, say=say, links=links)
    if forms:
        shop.book()  # imports while notebooks run
    with stopping(shop):
        code = _doit(build, todo, reporter, jobs, shop)
    if code == 130:
        say(f"stopped by {shop.stopped}; the last good book stays")
    if code == 0:
        if forms:
            from evident.run import since  # a build with nothing to do compares nothing

            for line in since.changed(build):
                say(line)
        standing.keep(build, now)
    return code


def _doit(build: Build, todo: list[dict[str, Any]], reporter: type, jobs: int, shop: Workshop) -> int:
    from doit.cmd_base import ModuleTaskLoader
    from doit.doit_cmd import DoitMain

    from evident.run.memory import BACKEND, mend

    mend(build.state)

    def task_build() -> Any:
        for task in todo:
            # What is printed is the reporter's alone: doit would exchange the output of all threads for each.
            told = {k: v for k, v in task.items() if k != "name"}
            yield {"basename": task["name"], "io": {"capture": False}, **told}

    loader = ModuleTaskLoader(
        {
            "task_build": task_build,
            "DOIT_CONFIG": {
                "dep_file": str(build.state),
                "backend": "whole",
                "reporter": reporter,
                "num_process": max(2, jobs),
                "par_type": "thread",
                "continue": True,
                "verbosity": 0,
                "default_tasks": [task["name"] for task in todo],
            },
        }
    )
    failed = DoitMain(loader, extra_config={"BACKEND": {"whole": BACKEND}}).run(["run"])
    # Who asks for an end when all is done comes too late.
    return (130 if shop.stopped else 1) if failed else 0
