"""The preview: what is saved is shown, an error is shown until it is mended, a build may run beside it.

Belongs here: the server and the page in a browser. Does not: how long it takes (`benchmarks/`).
"""

import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Error

from evident.run import preview as serving

from .conftest import Copy

WRONG = "{fact}`trains.nope`"


@dataclass
class Preview:
    """A preview that is running, and what it tells."""

    copy: Copy
    address: str
    news: Iterator[dict[str, object]]

    def page(self, name: str) -> str:
        with urllib.request.urlopen(f"{self.address}/{name}") as answer:
            return answer.read().decode()


def _news(address: str) -> Iterator[dict[str, object]]:
    with urllib.request.urlopen(f"{address}/-/news", timeout=60) as stream:
        for line in stream:
            if line.startswith(b"data: "):
                yield json.loads(line[6:])


@pytest.fixture(scope="module")
def preview(small_book: Copy) -> Iterator[Preview]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    process = subprocess.Popen(
        [sys.executable, "-m", "evident.cli", "preview", "--port", str(port)],
        cwd=small_book.root, env=small_book.environment | {"PYTHONUNBUFFERED": "1"}, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert process.stdout
    said = ""
    for line in process.stdout:
        said += line
        if "shows the book" in line:
            break
    else:
        pytest.fail(said)
    address = f"http://127.0.0.1:{port}"
    news = _news(address)
    begun = next(news)
    assert (begun["book"], begun["error"]) == (1, "")
    yield Preview(small_book, address, news)
    process.send_signal(signal.SIGINT)
    assert process.wait(timeout=20) in (0, 130)


def test_what_is_saved_is_shown(preview: Preview) -> None:
    with preview.copy.edited("chapters/trains.md", "Senders pay\nfor time", "Senders pay\ndearly for time"):
        told = next(preview.news)
        assert (told["book"], told["error"]) == (2, "")
        assert "trains" in str(told["changes"]), told  # the pages that were written again
        assert "Senders pay\ndearly for time" in preview.page("trains.html")
    assert next(preview.news)["book"] == 3
    assert "dearly" not in preview.page("trains.html")


def test_an_error_is_told_and_the_last_book_stays(preview: Preview) -> None:
    before = preview.page("trains.html")
    with preview.copy.edited("chapters/trains.md", "{fact}`trains.yiwu`", WRONG) as line:
        told = next(preview.news)
        assert f"chapters/trains.md:{line}: " in str(told["error"])
        assert "trains.nope" in str(told["error"])
        assert preview.page("trains.html") == before
    assert next(preview.news)["error"] == ""


def test_what_a_save_changed_is_told(preview: Preview) -> None:
    with preview.copy.observed_as("xian-trains-2024-a", "3800"):
        told = "\n".join(next(preview.news)["changes"])  # type: ignore[call-overload]
        assert "fact trains.xian: 3,849 → 3,800 (chapters/trains.md:10" in told
    next(preview.news)


def test_a_file_that_is_still_being_saved_is_no_error(preview: Preview) -> None:
    """As an editor does it that empties a file first, and one that is slow in the middle of a role."""
    path = preview.copy.root / "chapters/trains.md"
    whole = path.read_text("utf8")
    for half in ("", whole[: whole.index("{fact}`trains.xian`") + 14] + "\n"):
        path.write_text(half, "utf8")
        time.sleep(0.4)
        path.write_text(whole.replace("Senders pay", "Senders gladly pay"), "utf8")
        told = next(preview.news)
        assert told["error"] == ""
        assert "gladly" in preview.page("trains.html")
        path.write_text(whole, "utf8")
        assert next(preview.news)["error"] == ""


def test_a_build_runs_beside_it(preview: Preview) -> None:
    assert preview.copy.build().startswith("nothing to do")
    assert "/-/preview.js" not in preview.copy.html("index")


def test_one_preview_at_a_time(preview: Preview) -> None:
    said = preview.copy.call("-m", "evident.cli", "preview", "--port", "0")
    assert said.returncode == 1
    assert "another build is at work" in said.stderr
    assert "Traceback" not in said.stderr


def test_a_port_that_is_taken(preview: Preview, small: Copy) -> None:
    port = preview.address.rpartition(":")[2]
    edition = ("--edition", "hasty")
    said = small.call("-m", "evident.cli", "preview", "--port", port, *edition)
    assert said.returncode == 1
    assert f"port {port} of this machine cannot be used" in said.stderr
    assert "--port" in said.stderr


def test_the_browser_shows_it_where_the_reader_was(preview: Preview, browser) -> None:  # type: ignore[no-untyped-def]
    page = browser.new_page(viewport={"width": 900, "height": 500})
    page.goto(f"{preview.address}/trains.html")
    page.evaluate("scrollTo(0, 400)")
    with preview.copy.edited("chapters/trains.md", "{fact}`trains.yiwu`", WRONG):
        page.wait_for_selector("#evident-preview-error", timeout=30_000)
        assert "trains.nope" in page.inner_text("#evident-preview-error")
    page.wait_for_selector("#evident-preview-error", state="detached", timeout=30_000)
    with preview.copy.edited("chapters/trains.md", "Senders pay\nfor time", "Senders pay\nwell for time"):
        # The page forbids what Playwright's own waiting for an expression needs.
        for _ in range(300):
            page.wait_for_timeout(100)
            if "well for time" in page.inner_text("body") and page.evaluate("scrollY") == 400:
                break
        assert "well for time" in page.inner_text("body")
        assert page.evaluate("scrollY") == 400
    page.close()


def test_the_note_can_be_closed(preview: Preview, browser) -> None:  # type: ignore[no-untyped-def]
    page = browser.new_page(viewport={"width": 390, "height": 700})
    page.goto(f"{preview.address}/trains.html")
    # What the test before put back is built, and no second book comes after this one.
    page.wait_for_timeout(4000)
    with preview.copy.edited("chapters/trains.md", "Senders pay\nfor time", "Senders pay\nwell for time"):
        for _ in range(300):  # the note of the build before may still be there
            page.wait_for_timeout(100)
            with contextlib.suppress(Error):  # the page may be loading just now
                if "well for time" in page.inner_text("body") and page.query_selector(
                    "#evident-preview-note"
                ):
                    break
        assert "trains" in page.inner_text("#evident-preview-note")
        page.click("#evident-preview-note button")
        page.wait_for_selector("#evident-preview-note", state="detached", timeout=10_000)
        page.reload()
        page.wait_for_timeout(500)
        assert page.query_selector("#evident-preview-note") is None
    page.close()


def test_it_ends_with_whoever_started_it(small_book: Copy) -> None:
    """Killed, it leaves no process behind."""
    mark = f"EVIDENT_TEST_MARK={os.getpid()}"
    process = subprocess.Popen(
        [sys.executable, "-m", "evident.cli", "preview", "--port", "0", "--edition", "hasty"],
        cwd=small_book.root, env=small_book.environment | dict([mark.split("=")]), stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert process.stdout
    assert any("shows the book" in line for line in process.stdout)
    process.kill()
    process.wait()
    deadline = 100
    while left := _marked(mark):
        deadline -= 1
        assert deadline, left
        signal.sigtimedwait([], 0.1)


def _marked(mark: str) -> list[str]:
    found = []
    for folder in Path("/proc").iterdir():
        if folder.name.isdecimal() and int(folder.name) != os.getpid():
            try:
                if mark.encode() in (folder / "environ").read_bytes():
                    found.append(folder.name)
            except OSError:
                continue
    return found


@pytest.mark.parametrize(("now", "told"), [("saved", ""), ("half", "chapters/a.md:3: half a role")])
def test_a_failure_is_told_once_nobody_saves_any_more(
    now: str, told: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    tries = iter([("chapters/a.md:3: half a role", []), ("", ["HTML: 1 of 7 pages"])])
    monkeypatch.setattr(serving, "SAVED", 0.01)
    monkeypatch.setattr(serving, "_tried", lambda *_: next(tries))
    monkeypatch.setattr(serving, "_saved", lambda: now)
    monkeypatch.setattr(serving.standing, "of", lambda _: now)
    news = serving.News()
    assert serving._build(None, None, news, print, "half") == now  # type: ignore[arg-type]
    assert (news.error, news.book) == (told, 0 if told else 1)
