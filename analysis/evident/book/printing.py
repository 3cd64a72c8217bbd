"""Printing HTML, PDF and EPUB from one reading of the chapters, and only the pages that changed.

Belongs here: running Sphinx as Jupyter Book configures it, one reading and three writers, which pages are read and
written again. Does not: what of a print is kept (`kept.py`), what a page holds (the extension), the other two's own
forms (`typst/`, `epub/`), when a book is printed and where it is published (`run/`).
"""

import gc
import io
import json
import os
import pickle
import sys
import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jupyter_book.config import get_final_config
from sphinx.application import ENV_PICKLE_FILENAME, Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.errors import SphinxError
from sphinx.util.docutils import docutils_namespace, patch_docutils

from evident import paths, reads
from evident.book import languages, translating
from evident.book.kept import (
    EPUB,
    HTML,
    PDF,
    PLACES,
    Job,
    Kept,
    Makings,
    folder_of,
    kept_of,
    made,
    shared_by_pages,
)
from evident.run.forge import end_with_parent, ended_by
from evident.run.inputs import LOCALE
from evident.run.traces import file_digest
from evident.text.sentences import DRAFT

CALLED = {PDF: "PDF", EPUB: "EPUB"}


@dataclass(frozen=True)
class Printed:
    """What came of it.

    Attributes:
        problems: what Sphinx and Typst said, by form; a form without problems was printed.
        pages: how many pages the book has.
        written: which were written, by form; a form of which none was is as it was.
        seconds: how long each form took.
    """

    problems: dict[str, str]
    pages: int
    written: dict[str, list[str]]
    seconds: dict[str, float]


def print_job(told: dict[str, Any]) -> dict[str, Any]:
    """`print_book` for a caller that has imported nothing of this: plain values in and out."""
    return vars(print_book(Job(**told)))


def print_book(job: Job) -> Printed:
    """Print a book; call it in a process that then ends, because Sphinx leaves much behind.

    The HTML lies in `html/`, the PDF in `typst/`, the EPUB in `epub/` of the work folder: whole, or not to be used if
    there are problems.

    Raises:
        OSError: something could not be written.
    """
    os.environ |= {
        "EVIDENT_NOTEBOOKS": str(job.notebooks),
        "EVIDENT_EDITION": job.edition,
        paths.LANGUAGE: job.language,
        DRAFT: "1" if job.draft else "",
        languages.LANGUAGES: ",".join(job.languages),
        "EVIDENT_FINGERPRINT": job.fingerprint,
        "EVIDENT_COMMIT": job.commit,
        **dict(zip((paths.SITE_URL, paths.PROJECT_URL), job.addresses, strict=True)),
        "SOURCE_DATE_EPOCH": "0",
    }
    gc.disable()  # the trees of all pages live to the end
    kept = kept_of(job)
    log = io.StringIO()
    try:
        with patch_docutils(None), docutils_namespace():
            return _print(job, kept, log)
    except SphinxError as error:
        if isinstance(error.__cause__, OSError):  # in a handler of an event
            raise error.__cause__ from None
        why = traceback.format_exc() if error.__cause__ else f"ERROR: {error}\n"
        problem = f"{log.getvalue()}{why}"
    except OSError:
        raise
    except Exception:
        problem = f"{log.getvalue()}{traceback.format_exc()}"
    return Printed(dict.fromkeys(job.forms, problem), 0, {}, {})


def _print(job: Job, kept: Kept, log: io.StringIO) -> Printed:
    began = time.perf_counter()
    sources = [*paths.report().chapters.rglob("*"), *job.notebooks.glob("*.ipynb")]
    files = {path: file_digest(path) for path in sources if path.is_file()}
    there = made(job)  # before Sphinx writes the first of its files
    app = _application(job, log)
    read = _read(app, job, kept, files)
    common = shared_by_pages(app.env)
    makings = Makings(app, job, kept.used, files)
    now = {docname: makings.of(docname, common) for docname in app.env.found_docs}
    dirty = {form: {d for d in now if d in read or kept.forms[form].get(d) != now[d]} for form in job.forms}
    spoilt = {name for name in there.keys() | kept.made.keys() if there.get(name) != kept.made.get(name)}
    if HTML in job.forms and any(name.startswith(f"{HTML}/") for name in spoilt):
        # Whatever is no page is written with every page.
        dirty[HTML] |= {d for d in now if f"{HTML}/{d}.html" in spoilt} | {app.config.root_doc}
    reading, half = log.getvalue(), time.perf_counter() - began
    problems, seconds, used = {}, {}, {}
    imprint = [job.fingerprint, job.commit]
    told = {}
    for form in (form for form in (PDF, EPUB) if form in job.forms):
        broken = any(name.startswith(f"{form}/") for name in spoilt)
        if form == EPUB and broken:  # of its pages it cannot be told which
            dirty[EPUB] = set(now)
        if dirty[form] or kept.imprint.get(form) != imprint or broken:
            told[form] = _begin(form, app, dirty[form], log)
    if dirty.get(HTML):
        _empty(log)
        _clear(folder_of(job.work, HTML), set(now) - dirty[HTML])
        used = _write_html(app, dirty[HTML])
        problems[HTML], seconds[HTML] = reading + log.getvalue(), time.perf_counter() - began
    for form, answer in told.items():
        said, took = answer()
        problems[form], seconds[form] = reading + said, half + took
    (folder_of(job.work, HTML) / ".buildinfo").unlink(missing_ok=True)  # it hashes paths of this machine
    # Looking into more notebooks than before is part of what a page is made of from now on.
    used = {docname: names for docname, names in (kept.used | used).items() if docname in now}
    after = Makings(app, job, used, files)
    forms = {}
    for form in (HTML, PDF, EPUB):
        good = set(now) - dirty.get(form, read) if problems.get(form) or form not in job.forms else set(now)
        if form not in job.forms:  # written by an earlier print, and still what that made
            good = {d for d in good if kept.forms[form].get(d) == now[d]}
        forms[form] = {d: after.of(d, common) for d in good}
    trees = {d: after.of(d) for d in now if not (reading and d in read)}
    imprints = {form: imprint for form in (PDF, EPUB) if form in job.forms and not problems.get(form)}
    Kept(trees, forms, used, imprints, made(job)).write(job)
    wrong = {form: problem for form, problem in problems.items() if problem}
    return Printed(wrong, len(now), {form: sorted(pages) for form, pages in dirty.items()}, seconds)


def _clear(html: Path, found: set[str]) -> None:
    """Leave of the last print only these pages.

    Everything else is written with every print, and must not be there before: Sphinx prints the digests of files that
    it finds into the pages.
    """
    kept = {html / f"{docname}.html" for docname in found}
    for path in sorted(html.rglob("*"), reverse=True):
        if path.is_dir() and not path.is_symlink():
            if not any(path in file.parents for file in kept):
                path.rmdir()
        elif path not in kept:
            path.unlink()


def _empty(log: io.StringIO) -> None:
    log.seek(0)
    log.truncate()


def configuration() -> dict[str, Any]:
    """The settings of Sphinx, as Jupyter Book has them of `_config.yml`."""
    report = paths.report()
    overrides: dict[str, Any]
    overrides, _ = get_final_config(
        user_yaml=report.root / "_config.yml",
        cli_config={
            "latex_individualpages": False,
            "external_toc_path": str(report.root / "_toc.yml"),
        },
        sourcedir=report.chapters,
    )
    return overrides


def _application(job: Job, log: io.StringIO) -> Sphinx:
    """Sphinx as Jupyter Book sets it up."""
    report, overrides = paths.report(), configuration()
    if report.language:
        translating.compile_into(job.work / LOCALE, report.language)
        overrides |= translating.settings(job.work, report.language)
    app = Sphinx(
        srcdir=report.chapters, confdir=None, outdir=folder_of(job.work, HTML), doctreedir=job.work / "doctrees",
        buildername=HTML, confoverrides=overrides, status=None, warning=log, warningiserror=False,
    )  # fmt: skip
    if app.config["use_multitoc_numbering"] and "numbered: true" in (report.root / "_toc.yml").read_text(
        "utf8"
    ):
        app.setup_extension("sphinx_multitoc_numbering")
    return app


def _read(app: Sphinx, job: Job, kept: Kept, files: dict[Path, str]) -> set[str]:
    """Read the chapters whose trees cannot be kept; which these are."""
    makings = Makings(app, job, kept.used, files)
    asked: list[bool] = []

    def outdated(
        app: Sphinx, env: BuildEnvironment, added: set[str], changed: set[str], removed: set[str]
    ) -> list[str]:
        if asked:  # by `Builder.build`, when all has been read
            return []
        asked.append(True)
        return [d for d in env.found_docs - added - removed if kept.trees.get(d) != makings.of(d)]

    read: set[str] = set()
    for docname in app.env.all_docs:
        if kept.trees.get(docname) == makings.of(docname):
            app.env.all_docs[docname] = sys.maxsize  # as if read in the far future: Sphinx asks for times
    app.connect("env-get-outdated", outdated)
    app.connect("env-before-read-docs", lambda app, env, docnames: read.update(docnames))
    app.builder.read()  # its answer names also pages whose links changed; they differ in what pages share
    # Gives sections and figures their numbers. The pages it names are those that print others' numbers; they differ
    # in what pages share.
    list(app.env.check_dependents(app, read))
    if read:
        with (job.work / "doctrees" / ENV_PICKLE_FILENAME).open("wb") as file:
            pickle.dump(app.env, file, pickle.HIGHEST_PROTOCOL)
        app.env.check_consistency()
    return read


def _write_html(app: Sphinx, dirty: set[str]) -> dict[str, list[str]]:
    """Write these pages, and what belongs to all of them; which notebooks each looked into."""
    used: dict[str, list[str]] = {}

    def look_back(
        app: Sphinx, pagename: str, template: str, context: dict[str, Any], doctree: object
    ) -> None:
        noted = reads.noted()
        used[pagename] = [name for kind, *names in noted if kind == "notebook" for name in names]
        used[pagename] += [PLACES] if (PLACES,) in noted else []
        reads.forget()

    app.connect("html-page-context", look_back, priority=10_000)
    reads.forget()
    builder: Any = app.builder
    # `_read` has given the numbers; a second time the collector of `_toc.yml` would count on from the last chapter.
    # Of the class, because the environment itself may be kept in a file.
    kind: Any = type(app.env)
    real, kind.check_dependents = kind.check_dependents, lambda env, app, already: iter(())
    try:
        builder.build(sorted(dirty), method="specific")
    finally:
        kind.check_dependents = real
    app.events.emit("build-finished", None)
    builder.cleanup()
    return {name: names for name, names in used.items() if name in app.env.found_docs}


def _begin(form: str, app: Sphinx, dirty: set[str], log: io.StringIO) -> Callable[[], tuple[str, float]]:
    """Write the PDF or the EPUB in a process of its own, which has read what this one has.

    Returns:
        a function that waits for it and returns what it said (empty if all is well) and the seconds it took.
    """
    told, tell = os.pipe()
    process = os.fork()
    if process == 0:
        began, answer = time.perf_counter(), ""
        try:
            end_with_parent()
            _empty(log)
            try:
                answer = _write_pdf(app, dirty) if form == PDF else _write_epub(app, dirty)
            except BaseException:
                answer = traceback.format_exc()
            with os.fdopen(tell, "w", encoding="utf8") as line:
                json.dump([log.getvalue() + answer, time.perf_counter() - began], line)
        finally:
            os._exit(0)
    os.close(tell)

    def wait() -> tuple[str, float]:
        with os.fdopen(told, encoding="utf8") as line:
            answer = line.read()
        _, status = os.waitpid(process, 0)
        try:
            said, seconds = json.loads(answer)
        except ValueError:
            return (
                f"ERROR: setting the {CALLED[form]} was ended by {ended_by(os.waitstatus_to_exitcode(status))}\n",
                0.0,
            )
        return said, seconds

    return wait


def _write_pdf(app: Sphinx, dirty: set[str]) -> str:
    return _write_whole(PDF, app, dirty)


def _write_epub(app: Sphinx, dirty: set[str]) -> str:
    return _write_whole(EPUB, app, dirty)


def _write_whole(form: str, app: Sphinx, dirty: set[str]) -> str:
    for tag in (HTML, "format_html", "builder_html"):
        if tag in app.tags:
            app.tags.remove(tag)
    app.preload_builder(form)
    builder: Any = app.create_builder(form)
    app.builder = builder
    builder.outdir = folder_of(Path(app.outdir).parent, form)
    builder.outdir.mkdir(parents=True, exist_ok=True)
    builder.init()
    builder.again = dirty
    try:
        app.builder.write(None, sorted(dirty))
        if form == PDF:  # themes take any other for HTML in whose folder they may write
            app.events.emit("build-finished", None)
    except SphinxError as error:
        return "".join(f"ERROR: {line}\n" for line in str(error).splitlines())
    return ""
