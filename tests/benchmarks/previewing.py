"""The preview, watched as a browser watches it: when does a page have what was saved?

Belongs here: starting `preview`, saving, listening to its news. Does not: tables.
"""

import http.client
import json
import queue
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from .edits import PROSE, Edit
from .ways import Ours

LIMIT = 120  # seconds that anything may take
MISTAKE = "\n\nThere are 7 mines.\n"  # a figure typed by hand


class Silence(Exception):
    """The preview did not do what was waited for."""


class Preview:
    """A preview that is running; `started` is the seconds until it served."""

    def __init__(self, port: int, started: float) -> None:
        self.started = started
        self._port = port
        self._news: queue.SimpleQueue[dict[str, Any]] = queue.SimpleQueue()
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=LIMIT)
        self._connection.request("GET", "/-/news")
        self._answer = self._connection.getresponse()
        threading.Thread(target=self._listen, daemon=True).start()
        self._told()

    def _listen(self) -> None:
        try:
            for line in self._answer:
                if line.startswith(b"data: "):
                    self._news.put(json.loads(line.removeprefix(b"data: ")))
        except (OSError, ValueError):
            pass  # the preview has ended

    def _told(self) -> dict[str, Any]:
        try:
            return self._news.get(timeout=LIMIT)
        except queue.Empty:
            raise Silence("the preview told nothing") from None

    def page(self, name: str) -> str:
        """A page as it is served now."""
        connection = http.client.HTTPConnection("127.0.0.1", self._port, timeout=LIMIT)
        connection.request("GET", f"/{name}.html")
        text = connection.getresponse().read().decode("utf8")
        connection.close()
        return text

    def seconds_until(self, save: Callable[[], object], done: Callable[[dict[str, Any]], bool]) -> float:
        """The seconds from saving to the first news of which something is true."""
        began = time.perf_counter()
        save()
        while not done(self._told()):
            if time.perf_counter() - began > LIMIT:
                raise Silence("the preview did not show what was saved")
        return time.perf_counter() - began


@contextmanager
def running(way: Ours, log: Path) -> Iterator[Preview]:
    """A preview of a report that was built."""
    # A shell that starts a command in the background has it ignore interrupts, and so would all that it starts.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    began = time.perf_counter()
    with log.open("wb") as out:
        command = [sys.executable, "-m", "evident.cli", "preview", "--port", "0"]
        process = subprocess.Popen(command, cwd=way.root, env=way.environment, stdout=out, stderr=out)
    try:
        while not (told := re.search(rb"http://127\.0\.0\.1:(\d+)/ shows", log.read_bytes())):
            if process.poll() is not None or time.perf_counter() - began > LIMIT:
                raise Silence(f"the preview did not begin: {log.read_text('utf8')}")
            time.sleep(0.01)
        yield Preview(int(told[1]), time.perf_counter() - began)
    finally:
        process.send_signal(signal.SIGINT)
        try:
            process.wait(LIMIT)
        except subprocess.TimeoutExpired:
            process.kill()
            raise Silence("the preview did not end when it was interrupted") from None


def watched(way: Ours, log: Path) -> dict[str, float]:
    """Seconds of a preview: `start`, and from saving to `page` (with a word changed), `error` and `mended`."""
    edit: Edit = way.edits[PROSE]
    chapter = way.root / edit.file
    back = way.has(edit)
    text = chapter.read_text("utf8")
    now, then = (edit.was, edit.becomes) if back else (edit.becomes, edit.was)
    with running(way, log) as preview:

        def has(wanted: str, unwanted: str) -> bool:
            page = " ".join(preview.page(edit.page).split())
            return wanted in page and unwanted not in page

        try:
            if not has(then, now):
                raise Silence("the preview began with another page than was built")
            page = preview.seconds_until(
                lambda: edit.apply(way.root, back=back), lambda news: not news["error"] and has(now, then)
            )
            mistaken = chapter.read_text("utf8")
            error = preview.seconds_until(
                lambda: chapter.write_text(mistaken + MISTAKE, "utf8"),
                lambda news: "typed by hand" in news["error"],
            )
            mended = preview.seconds_until(
                lambda: chapter.write_text(mistaken, "utf8"),
                lambda news: not news["error"] and has(now, then),
            )
        finally:
            chapter.write_text(text, "utf8")
    return {"start": preview.started, "page": page, "error": error, "mended": mended}
