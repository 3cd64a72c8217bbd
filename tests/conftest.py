"""What several tests share: the built book, a copy of the checkout to change and build, a browser.

The book is built once by the pipeline itself, which also shows that a warm build finds nothing to do.
"""

import fcntl
import functools
import http.server
import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from evident import paths
from evident.run import inputs

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")


@pytest.fixture(scope="session")
def built() -> inputs.Build:
    """The baseline edition, built if it is out of date. Workers of a parallel run wait for one another."""
    place = inputs.build_of("baseline")
    place.folder.mkdir(parents=True, exist_ok=True)
    with (place.folder / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
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


class Checkout:
    """A copy of the project in another folder, to be changed and built there."""

    def __init__(self, root: Path) -> None:
        self.root = root
        # What git would give a fresh clone, plus what is not committed yet.
        listed = subprocess.run(
            ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
            cwd=paths.report().root, capture_output=True, text=True, check=True,
        ).stdout.splitlines()  # fmt: skip
        for name in listed:
            if (paths.report().root / name).exists():
                target = root / name
                target.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(paths.report().root / name, target)

    def shanxi(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Call the command line of the copy."""
        environment = os.environ | {"PYTHONPATH": str(self.root / "analysis")}
        environment.pop("EVIDENT_DATA", None)
        return subprocess.run(
            [sys.executable, "-m", "evident.cli", *arguments],
            cwd=self.root, env=environment, capture_output=True, text=True, check=False,
        )  # fmt: skip

    def build(self, *arguments: str) -> str:
        """Build the copy; what it printed. A failure fails the test."""
        done = self.shanxi("build", *arguments)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def edit(self, name: str, old: str, new: str) -> None:
        """Replace a text that stands in a file exactly once."""
        path = self.root / name
        text = path.read_text("utf8")
        assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {name}"
        path.write_text(text.replace(old, new), "utf8")

    def html(self, page: str) -> str:
        """A page of the built HTML book."""
        return (self.root / "_build/baseline/html" / f"{page}.html").read_text("utf8")

    @property
    def pdf(self) -> Path:
        """The built PDF."""
        return self.root / "_build/baseline" / paths.report().pdf


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Checkout]:
    """A copy of the project; the tests of one file share it."""
    root = tmp_path_factory.mktemp("checkout")
    yield Checkout(root)
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
