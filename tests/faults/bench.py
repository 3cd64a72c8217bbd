"""A copy of the small report whose builds are disturbed: its last good book, what is right, what is still alive.

Belongs here: bringing it to a known state, running builds in it and judging them. Does not: the faults (`test_*.py`).
"""

import itertools
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from evident import paths
from evident.run import workshop
from evident.run.forge import ChildDied, Forge

from ..conftest import SMALL, Copy
from .driver import Fault

Book = dict[str, bytes]
Change = Callable[[Path], None]
PATIENCE = 20.0  # seconds until what must happen has happened, also on a busy machine
MARK = "FAULTS_OF"  # a variable in the environment of every process that is started here


def replaced(name: str, old: str, new: str) -> Change:
    """A text that stands once in a file is replaced."""

    def change(root: Path) -> None:
        text = (root / name).read_text("utf8")
        assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {name}"
        (root / name).write_text(text.replace(old, new), "utf8")

    return change


def in_cell(code: str, notebook: str = "provinces") -> Change:
    """Code stands at the beginning of a notebook's second cell of code, the first one after the parameters."""

    def change(root: Path) -> None:
        path = root / f"analysis/{notebook}.ipynb"
        whole = json.loads(path.read_text("utf8"))
        cell = [c for c in whole["cells"] if c["cell_type"] == "code"][1]
        cell["source"] = [f"{code}\n", *cell["source"]]
        path.write_text(json.dumps(whole, indent=1, ensure_ascii=False) + "\n", "utf8")

    return change


# What an author has changed since the last good book.
PROSE = replaced("chapters/trains.md", "Senders pay\nfor time", "Senders pay\ndearly for time")
DATA = replaced("data/observations.csv", "flow,20022,", "flow,20413,")


@dataclass(frozen=True)
class Outcome:
    """How a command ended: exit code (negative for a signal) and all that it printed."""

    code: int
    said: str


class Running:
    """A command that is under way."""

    def __init__(self, outcome: "Future[Outcome]", log: Path, pid: int) -> None:
        self._outcome, self._log, self.pid = outcome, log, pid

    def said(self) -> str:
        """What it has printed so far."""
        return self._log.read_text("utf8")

    def end(self) -> Outcome:
        """Wait for it."""
        return self._outcome.result(timeout=120)

    @property
    def over(self) -> bool:
        return self._outcome.done()


class Bench:
    """A report with a published book.

    Attributes:
        root: the folder of the report.
        old: the book that was published last, before anything is disturbed.
    """

    def __init__(self) -> None:
        # Not pytest's own place, which other users may not enter.
        self.folder = Path(tempfile.mkdtemp(prefix="faults-")).resolve()
        self.folder.chmod(0o755)
        self.copy = Copy.of_small_report(self.folder / "work")
        self.root, self._kept = self.copy.root, self.folder / "kept"
        self._numbers, self._clean = itertools.count(), dict[Change, Book]()
        self._threads = ThreadPoolExecutor(8)
        self.zygote = Forge(
            (*workshop.ANALYSIS, *workshop.BOOK, "tests.faults.driver"),
            environment={"EVIDENT_ROOT": str(SMALL), "PYTHONPATH": str(SMALL.parents[1])},
        )
        assert self.drive("build").code == 0
        self.old = self.book()
        shutil.copytree(self.root, self._kept, symlinks=True)

    def close(self) -> None:
        self.zygote.close()
        self._threads.shutdown(cancel_futures=True)
        shutil.rmtree(self.folder, ignore_errors=True)

    # -- states

    def reset(self, *changes: Change) -> None:
        """The book of the unchanged report is published; then its sources are changed."""
        shutil.rmtree(self.root)
        shutil.copytree(self._kept, self.root, symlinks=True)
        for change in changes:
            change(self.root)

    def clean(self, change: Change) -> Book:
        """The book of the changed report, built where nothing was built before."""
        if change not in self._clean:
            other = Copy(self.folder / "clean")
            shutil.copytree(self._kept, other.root, ignore=shutil.ignore_patterns("_build", "__pycache__"))
            change(other.root)
            done = self.drive("build", folder=other.root)
            assert done.code == 0, done.said
            self._clean[change] = plain(other.book())
            shutil.rmtree(other.root)
        return self._clean[change]

    def book(self) -> Book:
        """Every published file: pages, PDF, data set."""
        return plain(self.copy.book())

    def file(self, name: str) -> Path:
        """A file of the build."""
        return self.copy.file(name)

    # -- commands

    def start(
        self, *arguments: str, faults: tuple[Fault, ...] = (), folder: Path | None = None,
        environment: Mapping[str, str] | None = None, user: int = 0, clock: float = 0,
    ) -> Running:  # fmt: skip
        """Start a command, with faults in its functions."""
        number = next(self._numbers)
        log, told = self.folder / f"{number}.log", self.folder / f"{number}.pid"

        def run() -> Outcome:
            try:
                self.zygote.call(
                    "tests.faults.driver:main", arguments, faults, str(folder or self.root), str(told),
                    dict(environment or {}), user, clock, log=log,
                )  # fmt: skip
                code = 0
            except SystemExit as end:
                code = end.code if isinstance(end.code, int) else bool(end.code)
            except ChildDied as end:
                code = end.status
            return Outcome(code, log.read_text("utf8"))

        outcome = self._threads.submit(run)
        until(
            lambda: (told.exists() and told.read_text("utf8")) or outcome.done(), "the command has not begun"
        )
        if not told.exists():
            outcome.result()
        return Running(outcome, log, int(told.read_text("utf8")))

    def drive(self, *arguments: str, **choice: object) -> Outcome:
        """Run a command to its end (arguments as for `start`)."""
        return self.start(*arguments, **choice).end()  # type: ignore[arg-type]

    def real(
        self, *arguments: str, python: tuple[str, ...] = (), before: tuple[str, ...] = (), root: Path | None = None,
        **environment: str | None,
    ) -> Outcome:  # fmt: skip
        """Run a command as an author does, in a new interpreter.

        Args:
            python: options of the interpreter.
            before: a command that starts it.
            environment: variables; None: not set.
        """
        given = {**self.copy.environment, MARK: str(self.folder), **environment}
        done = subprocess.run(
            [*before, sys.executable, *python, "-c", _CALL, *arguments],
            cwd=root or self.root, env={k: v for k, v in given.items() if v is not None}, check=False,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=180,
        )  # fmt: skip
        return Outcome(done.returncode, done.stdout.decode("utf8", "replace"))

    # -- judgements

    def living(self) -> dict[int, str]:
        """The processes of builds: by what they have open, where they are, and their environment."""
        found, place = {}, str(self.folder)
        for entry in Path("/proc").iterdir():
            if not entry.name.isdecimal() or int(entry.name) in (os.getpid(), self.zygote._process.pid):
                continue
            try:
                links = [entry / "cwd", *(entry / "fd").iterdir()]
                ours = f"{MARK}={place}".encode() in (entry / "environ").read_bytes()
                ours = ours or any(str(link.readlink()).startswith(place) for link in links)
                name = (entry / "cmdline").read_text("utf8", "replace").replace("\0", " ")
            except OSError:  # it has just ended, or is only waiting to be buried
                continue
            if ours:
                found[int(entry.name)] = name
        return found

    def nobody_lives(self) -> None:
        """Whoever worked for a build has ended."""
        until(lambda: not self.living(), lambda: f"still alive: {self.living()}")

    def is_right(self, change: Change) -> None:
        """The next build is as good as a clean one."""
        done = self.drive("build")
        assert done.code == 0, done.said
        assert "nothing to do" not in done.said
        assert differing(self.book(), self.clean(change)) == []

    @contextmanager
    def readable(self, *others: Change) -> Iterator[None]:
        """What is published can be read at every moment, and what is read at once is of one book."""
        books = [self.old, *map(self.clean, others)]
        ended, wrong = threading.Event(), list[str]()

        def look() -> None:
            while not ended.wait(0.05):
                wrong.extend(self._glance(books))

        watcher = threading.Thread(target=look)
        watcher.start()
        try:
            yield
        finally:
            ended.set()
            watcher.join()
        assert wrong == []

    def _glance(self, books: list[Book]) -> list[str]:
        """What is wrong with what a reader sees now."""
        current = self.file(".current")
        try:
            first = current.readlink()
            seen = {name: (self.root / name).read_bytes() for name in _LOOKED_AT}
            same = current.readlink() == first
        except OSError as error:
            return [str(error)]
        if any(all(seen[name] == book[name] for name in seen) for book in books):
            return []
        # A book may have been published between the first name and the last; each file is of one of them then.
        torn = [n for n in seen if all(seen[n] != book[n] for book in books)] if not same else list(seen)
        return [f"torn: {torn}"] if torn else []


# As `-m evident.cli`, also where an option forbids to look for modules where the environment says.
_CALL = f"import sys; sys.path.insert(0, {str(paths.ENGINE.parent)!r}); from evident.cli import main; main()"
_OUT = "_build/baseline"
_LOOKED_AT = (
    f"{_OUT}/html/index.html", f"{_OUT}/html/trains.html", f"{_OUT}/departures.pdf",
    f"{_OUT}/html/_downloads/departures-data.zip",
)  # fmt: skip


def plain(book: Book) -> Book:
    """The names of files as readers know them, whatever the number of the book."""
    return {re.sub(r"\.current/", "", name): content for name, content in book.items()}


def differing(one: Book, other: Book) -> list[str]:
    """The names of the files that are not the same in two books."""
    return sorted(name for name in one.keys() | other.keys() if one.get(name) != other.get(name))


def until(true: Callable[[], object], message: str | Callable[[], str]) -> None:
    """Wait for something; fail if it does not come true."""
    end = time.monotonic() + PATIENCE
    while not true():
        assert time.monotonic() < end, message if isinstance(message, str) else message()
        time.sleep(0.02)


def told(outcome: Outcome, pattern: str, code: int = 1) -> None:
    """A command that failed says why, in a few lines and no traceback."""
    assert outcome.code == code, outcome
    assert re.search(pattern, outcome.said), outcome.said
    assert "Traceback" not in outcome.said, outcome.said
    assert "nothing to do" not in outcome.said, outcome.said
    assert len(outcome.said.splitlines()) <= 8, outcome.said
