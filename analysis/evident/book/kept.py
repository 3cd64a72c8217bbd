"""What is kept of a print for the next one, and whether it still stands.

Belongs here: what pages are made of, as digests, and the list of them. Does not: printing (`printing.py`).

A page of the last print is kept if everything it was made of is the same, by content and never by time: its chapter,
the executed notebooks that it looked into, and what all pages share (titles, numbers of sections and figures, labels,
who prints what). Where the code, the look, the words or the configuration changed, nothing is kept. What was read or
written in a print that failed is not kept either, so that what was wrong is said again until it is mended.
"""

import hashlib
import json
import re
import shutil
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment

from evident import paths
from evident.book.index import book, pages
from evident.run import swept_claims
from evident.run.traces import Pieces, file_digest

HTML, PDF, EPUB = "html", "typst", "epub"
PLACES = "places"  # noted by a page that tells on which pages something is said (`index.py`)
_SAID = ("facts", "claims", "exhibit_facts", "term_uses")  # of `index.Book`, what only such pages print
SWEPT = "swept"  # before the name of a notebook, where digests of files are kept, that of its sweep
KEPT = "kept.json"  # what the pages that are kept were made of; absent while a print is under way


@dataclass(frozen=True)
class Job:
    """What to print.

    Attributes:
        work: the folder that holds what is kept from print to print.
        notebooks: the executed notebooks.
        edition: whose they are.
        forms: of `html`, `typst` and `epub` those that are wanted.
        shared: the digest of everything but chapters and notebooks; where it differs nothing is kept.
        fingerprint, commit: as the PDF prints them.
        addresses: of the site and the project, as `inputs.addresses` gives them.
        language: of a translation; empty: the language that chapters are written in.
        draft: whether what has no translation is printed all the same, and marked.
        languages: all that the book is printed in; the chapters' own comes first.
    """

    work: Path
    notebooks: Path
    edition: str
    forms: tuple[str, ...]
    shared: str
    fingerprint: str
    commit: str
    addresses: tuple[str, ...] = ("", "")
    language: str = ""
    languages: tuple[str, ...] = ()
    draft: bool = False


def folder_of(work: Path, form: str) -> Path:
    """Where a form lies when it has been printed."""
    return work / form


@dataclass
class Kept:
    """The makings of the pages of the last print, by page: of their trees, and of each form as it was written."""

    trees: dict[str, str]
    forms: dict[str, dict[str, str]]
    used: dict[str, list[str]]  # the notebooks that writing a page looked into, and `PLACES`
    imprint: dict[str, list[str]]  # what PDF and EPUB print of the sources as a whole
    made: dict[str, str]  # the digests of the files of the print

    def write(self, job: Job) -> None:
        """Keep it: the list is there when it is whole."""
        part = job.work / f"{KEPT}.part"
        part.write_text(json.dumps({"shared": job.shared, **vars(self)}), "utf8")
        part.replace(job.work / KEPT)


def kept_of(job: Job) -> Kept:
    """What is kept of the last print. Its list is taken away until this print is done: who dies leaves none."""
    file = job.work / KEPT
    try:
        told = json.loads(file.read_text("utf8"))
        file.unlink()
        if told.pop("shared") == job.shared:
            return Kept(**told)
    except (OSError, ValueError, TypeError, KeyError):
        pass
    for name in ("doctrees", HTML, PDF, EPUB, KEPT):
        if (job.work / name).is_dir():
            shutil.rmtree(job.work / name)
        else:
            (job.work / name).unlink(missing_ok=True)
    job.work.mkdir(parents=True, exist_ok=True)
    return Kept({}, {HTML: {}, PDF: {}, EPUB: {}}, {}, {}, {})


def made(job: Job) -> dict[str, str]:
    """The digests of the files of a print as they lie there."""
    pages = (folder_of(job.work, form).rglob("*") for form in (HTML, EPUB))
    found = [*chain(*pages), *(folder_of(job.work, PDF) / name for name in paths.report().pdfs)]
    return {file.relative_to(job.work).as_posix(): file_digest(file) for file in found if file.is_file()}


class Makings:
    """The digests of what pages are made of, as it was when this print began: what is saved meanwhile is for the next.

    Args:
        files: digests by file, that all makings of a print share.
    """

    def __init__(self, app: Sphinx, job: Job, used: dict[str, list[str]], files: dict[Path, str]) -> None:
        self._env, self._job, self._used, self._files = app.env, job, used, files
        self._pieces = Pieces()

    def of(self, docname: str, common: tuple[str, str] = ("", "")) -> str:
        """The digest of a page's chapter, the notebooks it looked into, and what it shares with others.

        Args:
            common: what `shared_by_pages` gives.
        """
        used = self._used.get(docname, [PLACES])  # of a page that was never written nothing is known
        dependencies = {
            Path(self._env.srcdir, name).resolve() for name in self._env.dependencies.get(docname, ())
        }
        dependencies |= {self._job.notebooks / f"{name}.ipynb" for name in used if name != PLACES}
        parts = [
            common[0],
            common[1] if PLACES in used else "",
            self._file(Path(self._env.doc2path(docname))),
        ]
        for path in sorted(dependencies):
            parts += [self._file(path)]
            if path.parent == self._job.notebooks:  # how firm its claims are stands in notes and entries
                parts += [self._swept(path)]
        return _digest(*parts)

    def _file(self, path: Path) -> str:
        if path not in self._files:
            self._files[path] = file_digest(path)
        return self._files[path]

    def _swept(self, executed: Path) -> str:
        """The state of the sweep of an executed notebook."""
        name = executed.stem.partition("@")[0]
        if (key := Path(SWEPT, name)) not in self._files:
            self._files[key] = swept_claims.state(name, self._pieces)
        return self._files[key]


def _digest(*parts: str) -> str:
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def shared_by_pages(env: BuildEnvironment) -> tuple[str, str]:
    """Digests: of what any page may print of the others, and of what only those that tell where something is said."""
    domains = {
        name: {key: value for key, value in data.items() if key != "version"}
        for name, data in env.domaindata.items()
    }
    root = pages(env).get(env.config.root_doc)
    told: list[object] = [
        {name: title.astext() for name, title in sorted(env.titles.items())},
        {name: title.astext() for name, title in sorted(env.longtitles.items())},
        {name: toc.pformat() for name, toc in sorted(env.tocs.items())},
        sorted(env.toc_secnumbers.items()),
        sorted(env.toc_fignumbers.items()),
        sorted(env.toctree_includes.items()),
        domains,
        {name: value for name, value in vars(book(env)).items() if name not in _SAID},
        root.lead if root else "",
    ]
    said = [getattr(book(env), name) for name in _SAID]
    return _digest(*map(_plain, told)), _digest(*map(_plain, said))


def _plain(value: object) -> str:
    """A value as text that is the same for equal values: sets and mappings in order, no addresses of memory."""
    if isinstance(value, dict):
        return "{" + ", ".join(sorted(f"{_plain(k)}: {_plain(v)}" for k, v in value.items())) + "}"
    if isinstance(value, set | frozenset):
        return "{" + ", ".join(sorted(map(_plain, value))) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(map(_plain, value)) + "]"
    return re.sub(r" at 0x[0-9a-f]+", "", repr(value))
