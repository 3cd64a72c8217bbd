"""The ways to build a book that are compared.

Belongs here: for each way its copy of the report, the commands for each kind of change, and where the book then is. Does
not: the changes (`edits.py`), measuring (`measuring.py`).

A way that keeps no record is told what an author who knows the report would tell it: nothing but the book after a change
of prose, one notebook after a change in it, all of them after a change of data or code, nothing at all after none.
"""

import os
import shlex
import shutil
import subprocess
import sys
import sysconfig
import tarfile
from io import BytesIO
from pathlib import Path

import yaml

from evident import paths
from evident.run import parameters

from ..conftest import SMALL, Copy
from .edits import CELL, COLD, DATA, MODEL, PLAIN, PLAIN_PAGE, PROSE, REPORT, SAME, Edit
from .edits import SMALL as SMALL_EDITS
from .pages import of_html, of_pdf, says, title_of

HTML, PDF = "HTML", "PDF"
_SCRIPTS = Path(sysconfig.get_path("scripts"))
_OURS = f"{shlex.quote(sys.executable)} -m evident.cli"


class Way:
    """A way to build a book.

    Attributes:
        name: how tables call it.
        root: the folder of its copy of the report.
        environment: of its commands.
        edits: by kind of change.
        forms: what it makes.
    """

    def __init__(
        self, name: str, root: Path, engine: Path, edits: dict[str, Edit], forms: tuple[str, ...]
    ) -> None:
        """Args:
        engine: the folder that holds the engine that it uses, and the report's package if that is not beside the notebooks.
        """
        self.name, self.root, self.edits, self.forms = name, root, edits, forms
        self.environment = {
            k: v for k, v in os.environ.items() if not k.startswith(("EVIDENT_", "PYTHONHASHSEED"))
        }
        self.environment["PYTHONPATH"] = str(engine)
        self._applied: list[Edit] = []

    def commands(self, change: str) -> str:
        """What a shell is told after a kind of change."""
        raise NotImplementedError

    def made(self) -> tuple[str, ...]:
        """Folders in the report in which it leaves anything."""
        raise NotImplementedError

    def asked(self, change: str) -> bool:
        """Whether anybody would call it after a kind of change."""
        return True

    def html(self, page: str) -> Path:
        """A page that it made."""
        raise NotImplementedError

    def pdf(self) -> Path:
        """The PDF that it made."""
        raise NotImplementedError

    def change(self, change: str) -> None:
        """Make a change in the report; `cold` takes all others back, and everything that was built."""
        if change == COLD:
            for edit in reversed(self._applied):
                edit.apply(self.root, back=True)
            self._applied = []
            for name in self.made():
                shutil.rmtree(self.root / name, ignore_errors=True)
        elif change in self.edits:
            self.edits[change].apply(self.root)
            self._applied.append(self.edits[change])

    def has(self, edit: Edit) -> bool:
        """Whether an edit has been made and not taken back."""
        return edit in self._applied

    def right(self, change: str) -> dict[str, bool]:
        """By form, whether what a reader finds is what a change made of it; without a change, what was there before."""
        looked = [self.edits[change]] if change in self.edits else list(self.edits.values())
        return {form: all(self._right(form, edit) for edit in looked) for form in self.forms}

    def _right(self, form: str, edit: Edit) -> bool:
        now, then = (edit.becomes, edit.was) if self.has(edit) else (edit.was, edit.becomes)
        if form == HTML:
            return says(of_html(self.html(edit.page)), now, then)
        return says(of_pdf(self.pdf(), title_of(self.root / "chapters" / f"{edit.page}.md")), now, then)


class Ours(Way):
    """The build of this project, or of an earlier state of it."""

    def commands(self, change: str) -> str:
        only = "" if PDF in self.forms else " --html"
        return f"exec {_OURS} build{only}"

    def made(self) -> tuple[str, ...]:
        return ("_build",)

    def html(self, page: str) -> Path:
        return self.root / "_build/baseline/html" / f"{page}.html"

    def pdf(self) -> Path:
        return next((self.root / "_build/baseline").glob("*.pdf"), self.root / "none.pdf")

    def executed(self) -> dict[str, int]:
        """When each notebook was run last."""
        folder = self.root / "_build/baseline/notebooks"
        return {file.stem: file.stat().st_mtime_ns for file in folder.glob("*.ipynb")}


class Papermill(Way):
    """Papermill's command line for each notebook, then Jupyter Book for HTML and again for the PDF, which keeps what it
    has read."""

    def __init__(self, name: str, root: Path, engine: Path, edits: dict[str, Edit], at_a_time: int) -> None:
        super().__init__(name, root, engine, edits, (HTML, PDF))
        self._at_a_time = at_a_time
        self.environment |= {
            "EVIDENT_NOTEBOOKS": str(root / "work/executed"), "EVIDENT_EDITION": "baseline", "EVIDENT_FROZEN": "0",
            "EVIDENT_FINGERPRINT": "measured", "SOURCE_DATE_EPOCH": "0", "PYTHONHASHSEED": "0", "NO_COLOR": "1",
        }  # fmt: skip
        (root / "given").mkdir()
        edition = parameters.load_edition("baseline")
        for notebook in paths.notebooks():
            values = parameters.for_notebook(edition, notebook)
            (root / "given" / f"{notebook.stem}.yml").write_text(yaml.safe_dump(values), "utf8")

    def commands(self, change: str) -> str:
        names = [notebook.stem for notebook in paths.notebooks()]
        if change == CELL:
            names = [Path(self.edits[CELL].file).stem]
        run = (
            f"printf '%s\\n' {' '.join(names)} | xargs -P {self._at_a_time} -I NAME {_SCRIPTS / 'papermill'} "
            "--no-progress-bar --log-level ERROR --cwd analysis -f given/NAME.yml "
            "analysis/NAME.ipynb work/executed/NAME.ipynb"
        )
        book = (
            f'{_SCRIPTS / "jupyter-book"} build chapters --config _config.yml --toc "$PWD/_toc.yml" --path-output book '
            "-W --keep-going -q"
        )
        steps = [] if change == PROSE else ["mkdir -p work/executed", run]
        return "\n".join([*steps, book, f"{book} --builder custom --custom-builder typst"])

    def made(self) -> tuple[str, ...]:
        return ("work", "book")  # the extension keeps drawings and fonts beside the folder of the notebooks

    def asked(self, change: str) -> bool:
        return change != SAME

    def html(self, page: str) -> Path:
        return self.root / "book/_build/html" / f"{page}.html"

    def pdf(self) -> Path:
        return self.root / "book/_build/typst" / paths.report().pdf


class JupyterBook(Way):
    """Jupyter Book runs the notebooks itself and prints them as pages, without any extension of ours."""

    def __init__(self, name: str, root: Path, engine: Path, mode: str) -> None:
        super().__init__(name, root, engine, PLAIN, (HTML,))
        chapters = [{"file": "trains"}, {"file": "provinces"}]
        files = {
            "analysis/index.md": PLAIN_PAGE,
            "plain.yml": yaml.safe_dump(
                {"title": "Departures", "only_build_toc_files": True, "execute": {"execute_notebooks": mode}}
            ),
            "plain_toc.yml": yaml.safe_dump({"format": "jb-book", "root": "index", "chapters": chapters}),
        }
        for file, text in files.items():
            (root / file).write_text(text, "utf8")

    def commands(self, change: str) -> str:
        build = (
            f'{_SCRIPTS / "jupyter-book"} build analysis --config plain.yml --toc "$PWD/plain_toc.yml" '
            "--path-output book -q"
        )
        # It does not see what a notebook reads: who has changed data or code has it run everything.
        return (
            f"rm -rf book/_build/.jupyter_cache\n{build} --all"
            if change in (DATA, MODEL)
            else f"exec {build}"
        )

    def made(self) -> tuple[str, ...]:
        return ("book",)

    def html(self, page: str) -> Path:
        return self.root / "book/_build/html" / f"{page}.html"


def of_report(folder: Path, before: str = "") -> list[Way]:
    """The ways to build this report, ours first, each in a copy in `folder`.

    Args:
        before: a commit whose own build is compared as well.
    """
    ways: list[Way] = []

    def root(name: str) -> Path:
        Copy.of_project(folder / name)
        return folder / name

    ours = root("ours")
    ways.append(Ours("ours", ours, ours / "analysis", REPORT, (HTML, PDF)))
    for name, label, count in (("one", "papermill", 1), ("two", "papermill, two at a time", 2)):
        here = root(name)
        ways.append(Papermill(label, here, here / "analysis", REPORT, count))
    if before:
        here = folder / "before"
        packed = subprocess.run(
            ["git", "archive", before], cwd=paths.report().root, capture_output=True, check=True
        ).stdout
        with tarfile.open(fileobj=BytesIO(packed)) as archive:
            archive.extractall(here, filter="data")
        ways.append(Ours(f"ours at {before}", here, here / "analysis", REPORT, (HTML, PDF)))
    _compile(ways)
    return ways


def of_small_report(folder: Path) -> list[Way]:
    """The ways to build the small report of the tests as HTML, ours first, each in a copy in `folder`."""
    engine = folder / "engine"
    shutil.copytree(paths.ENGINE, engine / "evident", ignore=shutil.ignore_patterns("__pycache__"))

    def root(name: str) -> Path:
        shutil.copytree(SMALL, folder / name, ignore=shutil.ignore_patterns("_build", "__pycache__", ".*"))
        return folder / name

    ways = [
        Ours("ours", root("ours"), engine, SMALL_EDITS, (HTML,)),
        JupyterBook("Jupyter Book, force", root("force"), engine, "force"),
        JupyterBook("Jupyter Book, cache", root("cache"), engine, "cache"),
    ]
    _compile(ways)
    return ways


def _compile(ways: list[Way]) -> None:
    """Compile what they import, as an installation would: a cold build is one of the book and not of Python's files."""
    for folder in {
        *(way.environment["PYTHONPATH"] for way in ways),
        *(str(way.root / "analysis") for way in ways),
    }:
        subprocess.run([sys.executable, "-m", "compileall", "-q", folder], check=True)
