"""What several tests share: the built book, copies of the two reports to change and build, a browser.

The book is built once by the pipeline itself, which also shows that a warm build finds nothing to do.
"""

import csv
import functools
import gc
import http.server
import os
import re
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from html import unescape
from pathlib import Path

import pypdf
import pytest
from click.testing import CliRunner

from evident import cli, paths
from evident.run import imports, inputs, pipeline, sweep
from evident.text import words

pytest_plugins = ["tests.quick"]
ASKED = ("EVIDENT_ALL",)  # what whoever runs the tests may set
# These take minutes. They begin first, so that no processor waits for the last of them.
SLOWEST = ("test_audit.py", "test_staleness.py", "test_browser.py", "test_project_build.py", "test_build.py")

# Under `nohup` and behind `&` a hang-up or an interrupt is ignored, also by all that is started; here they are tried.
signal.signal(signal.SIGHUP, signal.SIG_DFL)
signal.signal(signal.SIGINT, signal.default_int_handler)
SMALL = Path(__file__).parent / "report"
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Which files begin (`make test` gives them to processes in this order)."""
    items.sort(key=lambda item: SLOWEST.index(item.path.name) if item.path.name in SLOWEST else len(SLOWEST))


def pytest_collection_finish() -> None:
    """What has been imported stays: to look through it for garbage again and again takes a seventh of the time."""
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session")
def built() -> inputs.Build:
    """The baseline edition, built if it is out of date. Workers of a parallel run wait for one another."""
    place = inputs.build_of("baseline")
    done = subprocess.run(
        [sys.executable, "-m", "evident.cli", "build"],
        cwd=paths.report().root,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return place


@pytest.fixture(scope="session")
def built_book(built: inputs.Build) -> Path:
    """The folder of the built HTML book."""
    return built.html


@pytest.fixture(scope="session")
def built_pdf(built: inputs.Build) -> Path:
    """The built PDF."""
    return built.pdf


@pytest.fixture(scope="module", autouse=True)
def _own_environment() -> Iterator[None]:
    """The tests of a file begin without what others left in the environment, and without what notebooks run with."""
    before = dict(os.environ)
    for name in [name for name in os.environ if name.startswith("EVIDENT_") and name not in ASKED]:
        del os.environ[name]
    yield
    os.environ.clear()
    os.environ.update(before)


@pytest.fixture(scope="session")
def shop() -> Iterator[pipeline.Workshop]:
    """Processes that have imported what builds need, for all builds of a session that do not ask for their own."""
    made = pipeline.Workshop()
    yield made
    made.stop()


class Copy:
    """A report in a folder of its own, to be changed and built there.

    Attributes:
        root: its folder.
        environment: of the commands that are called in it.
        shop: if given, commands are called in this process and work is done by these processes, which saves the time
            that Python takes to start and import; else each command is a process as an author would start it.
    """

    def __init__(
        self, root: Path, *, importable: Path | None = None, shop: pipeline.Workshop | None = None
    ) -> None:
        """Args:
        importable: a folder that comes before the others when modules are looked for.
        """
        self.root, self.shop = root, shop
        self.environment = {k: v for k, v in os.environ.items() if not k.startswith("EVIDENT_")}
        if importable:
            self.environment["PYTHONPATH"] = os.pathsep.join(
                filter(None, [str(importable), os.environ.get("PYTHONPATH", "")])
            )

    @classmethod
    def of_small_report(cls, folder: Path, shop: pipeline.Workshop | None = None) -> "Copy":
        """The report of `tests/report`, where `import shanxi` fails."""
        shutil.copytree(
            SMALL, folder / "report", ignore=shutil.ignore_patterns("_build", "__pycache__", ".*")
        )
        stub = folder / "elsewhere" / "shanxi"
        stub.mkdir(parents=True)
        (stub / "__init__.py").write_text(
            "raise ImportError('this is the report of somebody else')\n", "utf8"
        )
        return cls(folder / "report", importable=stub.parent, shop=shop)

    @classmethod
    def of_project(cls, root: Path) -> "Copy":
        """What git would give a fresh clone of the project, and what is not committed yet."""
        listed = subprocess.run(
            ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
            cwd=paths.report().root, capture_output=True, text=True, check=True,
        ).stdout.splitlines()  # fmt: skip
        for name in listed:
            if (paths.report().root / name).exists():
                target = root / name
                target.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(paths.report().root / name, target)
        return cls(root, importable=root / "analysis")

    # -- commands

    def call(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Call Python in the copy."""
        return subprocess.run(
            [sys.executable, *arguments],
            cwd=self.root, env=self.environment, capture_output=True, text=True, check=False,
        )  # fmt: skip

    def evident(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Call the command line."""
        if self.shop is None:
            return self.call("-m", "evident.cli", *arguments)
        with pytest.MonkeyPatch.context() as patch:
            patch.chdir(self.root)
            for name in [name for name in os.environ if name.startswith("EVIDENT_")]:
                patch.delenv(name)
            for room in (pipeline, sweep):
                patch.setattr(room, "Workshop", lambda held=(): self.shop)
            patch.setattr(self.shop, "stop", lambda by="": None)
            for kept in (paths._report, words._merged):
                kept.cache_clear()  # a new process would ask again
            imports.forget_imports()
            done = CliRunner().invoke(cli.main, list(arguments))
        if done.exception is not None and not isinstance(done.exception, SystemExit):
            raise done.exception
        return subprocess.CompletedProcess(["evident", *arguments], done.exit_code, done.output, "")

    def build(self, *arguments: str) -> str:
        """Build the copy; what it printed. A failure fails the test."""
        done = self.evident("build", *arguments)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def fails(self, *arguments: str) -> str:
        """Call a command that has to fail; what it printed, which is no traceback."""
        done = self.evident(*arguments)
        said = done.stdout + done.stderr
        assert done.returncode == 1, said
        assert "Traceback" not in said
        return said

    # -- changes

    @contextmanager
    def edited(self, name: str, old: str, new: str) -> Iterator[int]:
        """A file with a text replaced that stands in it exactly once, and put back; gives the line of it."""
        path = self.root / name
        text = path.read_text("utf8")
        assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {name}"
        path.write_text(text.replace(old, new), "utf8")
        try:
            yield text[: text.index(old)].count("\n") + 1
        finally:
            path.write_text(text, "utf8")

    @contextmanager
    def observed_as(self, obs_id: str, value: str, field: str = "value") -> Iterator[str]:
        """The evidence with one field of an observation changed, and put back; gives what it was."""
        path = self.root / "data/observations.csv"
        text = path.read_text("utf8")
        rows = list(csv.DictReader(text.splitlines()))
        row = next(row for row in rows if row["obs_id"] == obs_id)
        old, row[field] = row[field], value
        with path.open("w", encoding="utf8", newline="") as file:
            writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)
        try:
            yield old
        finally:
            path.write_text(text, "utf8")

    @contextmanager
    def tried(self) -> Iterator[None]:
        """What is built inside is taken back afterwards: the build is as it was before, and nothing is out of date."""
        built, aside = self.root / "_build", self.root / "_aside"
        shutil.copytree(built, aside, symlinks=True)
        try:
            yield
        finally:
            shutil.rmtree(built)
            aside.rename(built)

    def sources(self) -> dict[Path, bytes]:
        """Every file that is not built."""
        files = (file for file in self.root.rglob("*") if file.is_file())
        return {file: file.read_bytes() for file in files if not {"_build", "__pycache__"} & {*file.parts}}

    # -- what was built

    def file(self, name: str, edition: str = "baseline") -> Path:
        """A file of the build."""
        return self.root / "_build" / edition / name

    def html(self, page: str, edition: str = "baseline") -> str:
        """A page of the HTML book."""
        return self.file(f"html/{page}.html", edition).read_text("utf8")

    def prose(self, page: str, edition: str = "baseline") -> str:
        """The words of a page, without the notes that stand behind it."""
        article = re.search(
            r"<article.*?(?:</article>|<div class=\"fact-notes\">)", self.html(page, edition), re.DOTALL
        )
        assert article
        return _text(article[0])

    def pages(self, edition: str = "baseline") -> dict[str, str]:
        """The words of all pages, with their notes."""
        files = self.file("html", edition).glob("*.html")
        return {
            file.stem: _text(re.sub(_UNSEEN, "", file.read_text("utf8"), flags=re.DOTALL)) for file in files
        }

    @property
    def pdf_file(self) -> Path:
        """The PDF."""
        # Those beside it have its name and more.
        return min(self.file("").glob("*.pdf"), key=lambda file: len(file.stem))

    def pdf(self) -> str:
        """The words of the PDF."""
        return " ".join(
            " ".join(page.extract_text() for page in pypdf.PdfReader(self.pdf_file).pages).split()
        )

    def book(self) -> dict[str, bytes]:
        """Every file of the HTML book, the PDF and the EPUB."""
        folder = self.file("html")
        whole = [self.pdf_file, *self.file("").glob("*.epub")]
        files = [*(file for file in folder.resolve().rglob("*") if file.is_file()), *whole]
        return {self._published(file): file.read_bytes() for file in files}

    def _published(self, file: Path) -> str:
        """The name of a file as a reader knows it, whatever the number of the book."""
        return re.sub(r"\.books/\d+/", "", file.relative_to(self.root).as_posix())


_UNSEEN = r"<(script|style)\b.*?</\1>"


def _text(html: str) -> str:
    text = re.sub(r"<svg.*?</svg>|<[^>]+>", "", html, flags=re.DOTALL)
    return " ".join(unescape(text).split())


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory, shop: pipeline.Workshop) -> Iterator[Copy]:
    """A copy of the small report; the tests of one file share it."""
    folder = tmp_path_factory.mktemp("small")
    yield Copy.of_small_report(folder, shop)
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="module")
def small_book(small: Copy) -> Copy:
    """A copy of the small report that has been built."""
    small.build()
    return small


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Copy]:
    """A copy of the project; the tests of one file share it."""
    root = tmp_path_factory.mktemp("checkout")
    yield Copy.of_project(root)
    shutil.rmtree(root, ignore_errors=True)


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture(scope="session")
def address(built_book: Path) -> Iterator[str]:
    """Where the built book is served."""
    handler = functools.partial(_Quiet, directory=str(built_book))
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()


@pytest.fixture(scope="module")  # while it is open no other test could run a loop of its own, as notebooks do
def browser():  # type: ignore[no-untyped-def]
    """A headless Chromium; without one on the path, tests that need it are skipped."""
    if CHROMIUM is None:
        pytest.skip("no Chromium on the path: the pages are not looked at")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=CHROMIUM,
            args=[
                "--no-sandbox",
                "--disable-gpu",
                "--disable-background-networking",
                "--disable-component-update",
            ],
        )
        yield chromium
        chromium.close()


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the small report that the engine works on in this process, outside any repository."""
    from tests.mutations.cases import forget  # which imports this file

    folder = tmp_path / "report"
    shutil.copytree(SMALL, folder, ignore=shutil.ignore_patterns("_build", "__pycache__", ".*"))
    monkeypatch.setenv("EVIDENT_ROOT", str(folder))
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path))
    forget()
    return folder
