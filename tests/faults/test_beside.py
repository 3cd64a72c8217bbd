"""Two at work in one folder: builds, previews, and whoever saves a file meanwhile.

Belongs here: what happens at the same time. Does not: what ends a build (`test_killed.py`).
"""

import http.client
import os
import signal
import socket
import time
import urllib.request
from collections.abc import Callable
from pathlib import Path

import pytest

from .bench import DATA, PROSE, Bench, Change, Running, differing, replaced, told, until
from .driver import Fault


class Held:
    """A build that is held up while it reads the chapters."""

    def __init__(self, bench: Bench) -> None:
        self._go = bench.folder / f"go-{time.monotonic_ns()}"
        self.build = bench.start("build", faults=(Fault("evident.book.printing:_read", pause=str(self._go)),))
        until(Path(f"{self._go}.here").exists, "the build does not begin")

    def go_on(self) -> None:
        self._go.touch()


def waits_for(running: Running, other: Running) -> Callable[[], bool]:
    return lambda: (
        "another build is at work in" in running.said()
        and f"(process {other.pid}); waiting" in running.said()
    )


def test_two_more_builds_wait_and_say_for_whom(bench: Bench) -> None:
    bench.reset(PROSE)
    with bench.readable(PROSE):
        held = Held(bench)
        others = [bench.start("build"), bench.start("run")]
        for other in others:
            until(waits_for(other, held.build), other.said)
        assert differing(bench.book(), bench.old) == []
        held.go_on()
        assert [running.end().code for running in (held.build, *others)] == [0, 0, 0]
        assert differing(bench.book(), bench.clean(PROSE)) == []
        bench.nobody_lives()


def test_a_build_that_may_not_wait_fails_at_once(bench: Bench) -> None:
    bench.reset(PROSE)
    with bench.readable(PROSE):
        held = Held(bench)
        told(
            bench.drive("build", "--no-wait"),
            rf"another build is at work in .* \(process {held.build.pid}\); wait for it",
        )
        assert not held.build.over
        held.go_on()
        assert held.build.end().code == 0
        assert differing(bench.book(), bench.clean(PROSE)) == []


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_whoever_waits_can_be_ended(bench: Bench, number: int) -> None:
    bench.reset(PROSE)
    with bench.readable(PROSE):
        held = Held(bench)
        other = bench.start("build")
        until(waits_for(other, held.build), other.said)
        os.kill(other.pid, number)
        assert other.end().code in (130, -number)
        assert "Traceback" not in other.said()
        assert not held.build.over
        held.go_on()
        assert held.build.end().code == 0
        assert differing(bench.book(), bench.clean(PROSE)) == []


def test_the_next_goes_on_when_the_first_is_killed(bench: Bench) -> None:
    bench.reset(PROSE)
    with bench.readable(PROSE):
        held = Held(bench)
        other = bench.start("build")
        until(waits_for(other, held.build), other.said)
        os.kill(held.build.pid, signal.SIGKILL)
        assert other.end().code == 0
        assert differing(bench.book(), bench.clean(PROSE)) == []
        assert held.build.end().code == -signal.SIGKILL
        bench.nobody_lives()


@pytest.mark.parametrize("content", [b"1\n", b"999999999\n", b"\xff\x00", b""])
def test_a_lock_that_nobody_holds_is_no_obstacle(bench: Bench, content: bytes) -> None:
    bench.reset(PROSE)
    (bench.file(".lock")).write_bytes(content)
    with bench.readable(PROSE):
        done = bench.drive("build", "--no-wait")
        assert done.code == 0, done.said
        assert differing(bench.book(), bench.clean(PROSE)) == []


# -- preview


def free_port() -> int:
    with socket.socket() as line:
        line.bind(("127.0.0.1", 0))
        return int(line.getsockname()[1])


def served(port: int, page: str) -> str:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/{page}", timeout=5) as answer:
            return answer.read().decode("utf8")
    except (OSError, http.client.HTTPException):
        return ""


def ended(bench: Bench, preview: Running, number: int = signal.SIGINT) -> None:
    os.kill(preview.pid, number)
    done = preview.end()
    assert done.code in (0, 130, -number), done
    assert "Traceback" not in done.said
    bench.nobody_lives()


def test_a_build_beside_a_preview_and_a_preview_beside_a_build(bench: Bench) -> None:
    bench.reset(PROSE)
    with bench.readable(PROSE):
        held = Held(bench)
        port = free_port()
        preview = bench.start("preview", "--port", str(port))
        until(lambda: "dearly for time" in served(port, "trains.html"), preview.said)
        assert differing(bench.book(), bench.old) == []
        held.go_on()
        assert held.build.end().code == 0
        assert differing(bench.book(), bench.clean(PROSE)) == []
        assert "dearly for time" in served(port, "trains.html")
        ended(bench, preview)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP, signal.SIGKILL])
def test_a_preview_leaves_nobody_behind(bench: Bench, number: int) -> None:
    bench.reset(PROSE)
    port = free_port()
    preview = bench.start("preview", "--port", str(port))
    until(lambda: "dearly for time" in served(port, "trains.html"), preview.said)
    told(bench.drive("preview", "--port", str(free_port())), rf"\(process {preview.pid}\)")
    ended(bench, preview, number)
    bench.is_right(PROSE)


def test_a_port_in_use(bench: Bench) -> None:
    bench.reset(PROSE)
    with socket.socket() as line, bench.readable(PROSE):
        line.bind(("127.0.0.1", 0))
        line.listen()
        port = line.getsockname()[1]
        told(
            bench.drive("preview", "--port", str(port)),
            rf"port {port} of this machine cannot be used .*--port",
        )
        assert differing(bench.book(), bench.old) == []
        bench.nobody_lives()
        bench.is_right(PROSE)


# -- saved meanwhile

CHAPTER, TABLE = "chapters/trains.md", "data/observations.csv"
WELL = replaced(CHAPTER, "Senders pay\nfor time", "Senders pay\nwell for time")
OTHER = replaced(TABLE, "flow,20022,", "flow,20500,")
DEARLY, MORE = (CHAPTER, "well for time", "dearly for time"), (TABLE, "flow,20500,", "flow,20413,")
SAVED: dict[str, tuple[Change, Change, Fault]] = {
    "a chapter before it is read": (WELL, PROSE, Fault("evident.book.printing:_application", save=DEARLY)),
    "a chapter when it has been read": (WELL, PROSE, Fault("evident.book.printing:_read", after=True, save=DEARLY)),
    "a chapter while pages are written": (WELL, PROSE, Fault("evident.book.printing:_write_html", after=True, save=DEARLY)),
    "a chapter before the book is published": (WELL, PROSE, Fault("evident.run.publication:publish", save=DEARLY)),
    "a chapter when it has been published": (WELL, PROSE, Fault("evident.run.publication:publish", after=True, save=DEARLY)),
    "a chapter before the build is done": (WELL, PROSE, Fault("evident.run.standing:keep", save=DEARLY)),
    "an observation when it has been checked": (OTHER, DATA, Fault("evident.run.steps:faults_of_evidence", after=True, save=MORE)),
    "an observation while its notebook runs": (OTHER, DATA, Fault("evident.run.executing:_Client.execute_cell", nth=5, save=MORE)),
    "an observation when its notebook has run": (OTHER, DATA, Fault("evident.run.executing:_read", save=MORE)),
    "an observation while the data set is packed": (OTHER, DATA, Fault("evident.run.dataset:write_archive", after=True, save=MORE)),
    "an observation while chapters are read": (OTHER, DATA, Fault("evident.book.printing:_read", save=MORE)),
}  # fmt: skip


@pytest.mark.parametrize("what", SAVED)
def test_what_is_saved_in_the_middle_is_in_the_next_book(bench: Bench, what: str) -> None:
    first, last, fault = SAVED[what]
    bench.reset(first)
    bench.drive("build", faults=(fault,))
    name, _, new = fault.save or ("", "", "")
    assert new in (bench.root / name).read_text("utf8"), "nothing was saved"
    done = bench.drive("build")
    assert done.code == 0, done.said
    assert differing(bench.book(), bench.clean(last)) == []
