"""The steps of a build: checking the evidence, running a notebook, printing and publishing the book.

Belongs here: giving each step to a process that does it, and what went wrong in words. Does not: when a step is due
(`pipeline.py`), the processes (`workshop.py`), the work itself (`checks.py`, `executing.py`, `book/printing.py`,
`publication.py`). Nothing here imports pandas or Sphinx.
"""

import hashlib
import json
import os
import re
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from evident import paths
from evident.run import inputs, publication
from evident.run.each import Run
from evident.run.inputs import Build
from evident.run.notebooks import ANSI
from evident.run.traces import Trace, file_digest, trace
from evident.run.workshop import Workshop

CALLED = {"html": "HTML", "typst": "PDF", "epub": "EPUB"}
NAMED = 4  # as many pages that were written again are named


class StepFailed(paths.Mistake):
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

    files = inputs.book_inputs(build)
    if lost := next((file for file in files if not file.exists()), None):
        remedy = f"run `{paths.report().command} build` first" if lost.suffix == ".ipynb" else "put it back"
        raise StepFailed(f"there is no {paths.short(lost)}: {remedy}")
    return fingerprint((name(file), file) for file in files)


def digest_of(files: Iterable[Path]) -> str:
    """One digest of files; a folder counts with the names in it."""
    pieces = trace(("folder" if file.is_dir() else "file", str(file)) for file in files)
    return hashlib.sha256(json.dumps(pieces).encode()).hexdigest()


def check_evidence(shop: Workshop, read: str) -> dict[str, str]:
    """Stop the build on evidence that breaks the schema; gives the digest of what was read.

    Raises:
        StepFailed: with one line a fault.
    """
    if faults := shop.analysis().call("evident.run.steps:faults_of_evidence"):
        raise StepFailed("\n".join(faults))
    return {"read": read}


def faults_of_evidence() -> list[str]:
    """What stops a build before anything runs, one line each."""
    from evident.run import soundness

    return soundness.errors_of_build()


def run_notebook(
    shop: Workshop, run: Run, build: Build, given: dict[str, Any], limit: float
) -> dict[str, Any]:
    """Run one notebook once (errors as in `executing.execute`).

    Args:
        given: `values` of its parameters, and `reasons`.

    Returns:
        what decides whether it has to run again: what it was given, the trace of its run, the digest of what it made.
    """
    target = build.executed(run.name)
    made: Trace = shop.analysis().call(
        "evident.run.executing:execute", run.notebook, target, given["values"], build.edition, False, limit,
        build.work / "kernels", build.draft, log=build.work / f"{run.name}.log",
    )  # fmt: skip
    return {"given": given, "trace": made, "made": file_digest(target)}


def make_book(
    shop: Workshop, build: Build, forms: tuple[str, ...], say: Callable[[str], None], links: bool
) -> None:
    """Print what is out of date and publish the whole book.

    Raises:
        StepFailed: warnings or errors, each with file and line; what was published stays.
    """
    from evident.run import dataset, runnable
    from evident.run.about import about

    with_data = "html" in forms
    running = [build.work / runnable.archive_name(about())] if with_data else []
    swept = [build.work / name for name in dataset.sweep_names()] if with_data and dataset.sweeps() else []
    books, spoken = [], [of.language or about().language for of in build.languages]
    with ThreadPoolExecutor(1) as aside:
        packing = [
            aside.submit(_pack_run, shop, build, running),
            aside.submit(_pack_sweeps, shop, build, swept),
        ]
        for of in build.languages:
            data = [of.work / name for name in dataset.names(of.language).values()] if with_data else []
            packing.append(aside.submit(_pack, shop, of, data))
            _print_language(shop, of, forms, spoken, say)
            books.append(
                publication.Book(
                    of,
                    of.work / "html" if with_data else None,
                    {
                        form: [of.work / form / f.name for f in of.made(form)]
                        for form in forms
                        if form != "html"
                    },
                    [*data, *running, *swept],
                )
            )
        for pack in packing:
            pack.result()
    publication.publish(books, links=links)


def _print_language(
    shop: Workshop, build: Build, forms: tuple[str, ...], languages: list[str], say: Callable[[str], None]
) -> None:
    """Print the book in one language.

    Args:
        languages: all that it is printed in.
    """
    addresses = inputs.addresses()
    shared = " ".join(
        [
            digest_of([*inputs.shared_inputs(build), *inputs.listings()]),
            *addresses,
            *languages,
            str(build.draft),
        ]
    )
    job = {
        "work": build.work, "notebooks": build.notebooks, "edition": build.edition, "forms": forms,
        "shared": shared, "fingerprint": book_fingerprint(build), "commit": os.environ.get("EVIDENT_COMMIT", ""),
        "addresses": addresses, "language": build.language, "languages": languages, "draft": build.draft,
    }  # fmt: skip
    printed = _print(shop, build, job)
    said = "".join(printed["problems"].values())
    (build.work / "problems.log").write_text(said, "utf8")
    if said:
        raise StepFailed(complaints(said, build.work / "problems.log"))
    for form, seconds in printed["seconds"].items():
        pages = printed["written"][form]
        named = f" ({', '.join(pages)})" if 0 < len(pages) <= NAMED else ""
        called = f"{CALLED[form]} ({build.language})" if build.language else CALLED[form]
        say(f"  {called}: {len(pages)} of {printed['pages']} pages{named}, {seconds:.1f} s")


def _print(shop: Workshop, build: Build, job: dict[str, Any]) -> dict[str, Any]:
    """Print; once more from nothing if what is kept of the last print broke it."""
    kept = build.work / "kept.json"
    for again in (kept.exists(), False):
        printed: dict[str, Any] = shop.book().call(
            "evident.book.printing:print_job", job, log=build.work / "book.log"
        )
        if not (again and any("Traceback" in said for said in printed["problems"].values())):
            break
        kept.unlink(missing_ok=True)
    return printed


def _pack(shop: Workshop, build: Build, targets: list[Path]) -> None:
    """Write the whole data set, unless it is written already."""
    from evident.run import dataset

    read = [*dataset.members(paths.data_dir()), dataset.licence(), *_stated(build), *inputs.executed(build)]
    made_by = [
        *inputs.lock(),
        *inputs.words("downloads.yml"),
        *inputs.files(paths.ENGINE / "run", "dataset*.py", "workbooks.py"),
    ]
    now = digest_of([*read, *made_by])
    given = (build.work, build.notebooks, build.edition, build.language)
    _packed(
        build.work / "data.digest",
        now,
        targets,
        lambda: shop.book().call("evident.run.dataset:write", *given),
    )


def _pack_run(shop: Workshop, build: Build, targets: list[Path]) -> None:
    """Pack what runs notebooks elsewhere, unless it is packed already."""
    from evident.run import runnable

    now = digest_of([*_stated(build), *inputs.words("downloads.yml")]) + runnable.made_of()
    pack = lambda: shop.book().call("evident.run.runnable:write", targets[0], build.edition)  # noqa: E731
    _packed(build.work / "run.digest", now, targets, pack)


def _pack_sweeps(shop: Workshop, build: Build, targets: list[Path]) -> None:
    """Pack the tables of sweeps, unless they are packed already."""
    from evident.run import dataset

    now = digest_of([*dataset.sweeps(), *_stated(build), *inputs.lock(), Path(dataset.__file__)])
    pack = lambda: shop.book().call("evident.run.dataset:write_sweeps", *targets)  # noqa: E731
    _packed(build.work / "sweep.digest", now, targets, pack)


def _stated(build: Build) -> list[Path]:
    """Files from which it is known what the report is called, its version and its day (`about.py`)."""
    root = paths.report().root
    files = [root / name for name in ("CITATION.cff", "_config.yml", "pyproject.toml")]
    return [
        *files,
        paths.data_dir() / "editions" / f"{build.edition}.yml",
        Path(__file__).with_name("about.py"),
    ]


def _packed(mark: Path, made_of: str, targets: list[Path], pack: Callable[[], Any]) -> None:
    """Make targets if what they are made of, or one of them, has changed since a mark was left."""

    def state() -> str:
        return " ".join([made_of, *map(file_digest, targets)])

    if not targets or (mark.exists() and mark.read_text("utf8", errors="replace") == state()):
        return
    mark.unlink(missing_ok=True)
    pack()
    mark.write_text(state(), "utf8")


# A line of a log that says what to mend: by its level, by the file and line that it begins with, or as an exception.
_SAYS = re.compile(r"WARNING|ERROR|^[\w./-]+\.\w+:\d+: |rror: ")
# Left out where something else is said of the file: of a chapter the engine names the encoding (`book/source_rule.py`).
_SAID_BETTER = "undecodable source characters"


def complaints(log: str, kept: Path) -> str:
    """The lines of a log that say what to mend, each once; the whole log is kept."""
    lines = [line.replace(f"{paths.report().root}/", "").strip() for line in ANSI.sub("", log).splitlines()]
    said = [line for line in dict.fromkeys(lines) if _SAYS.search(line)]
    told = {line.partition(":")[0] for line in said if _SAID_BETTER not in line}
    said = [line for line in said if _SAID_BETTER not in line or line.partition(":")[0] not in told]
    if any("ERROR: " in line for line in said):  # what only follows from an error is not said beside it
        said = [line for line in said if "the page has an error here" not in line]
    said = list(dict.fromkeys(line.removeprefix("ERROR: ") for line in said))
    if not said and lines:  # what nobody foresaw: its last line is the nearest to a reason
        said = [next((line for line in reversed(lines) if line), "")]
    return "\n".join([*said, f"the last good book stays; the whole log is {paths.short(kept)}"])
