"""The book served on this machine while it is being written: saved, built, shown.

Belongs here: watching the report's folders, building what changed, serving the pages and telling the browser. Does not:
the build itself (`pipeline.py`), what the browser does with the news (`preview.js`).

It builds into a folder of its own, so that `build` may run beside it, and keeps its processes between builds. A page is
served from a book that is complete; an error is shown in the page until it is mended.
"""

import http.server
import json
import os
import queue
import shutil
import sys
import threading
import time
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path
from typing import Any

from evident import paths
from evident.run import inputs, locking, pipeline, standing
from evident.run.inputs import Build
from evident.run.progress import Progress
from evident.run.workshop import Workshop

LOOK_EVERY = (
    0.1  # seconds between looks at the folders; what is still being saved at the second look is waited for
)
SAVED = 0.5  # seconds that a file which cannot be built is left to whoever may still be saving it
EMPTY = 3.0  # seconds that an empty file is waited for: many editors empty a file before they write it
_SCRIPT = Path(__file__).with_name("preview.js")
_NEWS, _JS = "/-/news", "/-/preview.js"


class PortInUse(paths.Mistake):
    """Something else is served at this port."""


class News:
    """What browsers are told: the number of the book that is shown, what the last build changed (lines: the pages that
    were written again, numbers old and new, claims that flipped), and what is wrong now, if anything is."""

    def __init__(self) -> None:
        self._listening: set[queue.SimpleQueue[str]] = set()
        self.book, self.error = 0, ""
        self.changes: list[str] = []

    def tell(self, *, built: bool, error: str = "", changes: Iterable[str] = ()) -> None:
        """Tell every page that is open."""
        self.book, self.error = self.book + built, error
        if built:
            self.changes = list(changes)
        for listener in list(self._listening):
            listener.put(self._last())

    def listen(self, write: Callable[[bytes], object]) -> None:
        """Write the news to one page until it is closed."""
        mine: queue.SimpleQueue[str] = queue.SimpleQueue()
        mine.put(self._last())
        self._listening.add(mine)
        try:
            while True:
                try:
                    write(f"data: {mine.get(timeout=15)}\n\n".encode())
                except queue.Empty:
                    write(b": still here\n\n")  # a page that was closed is noticed
        except OSError:
            pass
        finally:
            self._listening.discard(mine)

    def _last(self) -> str:
        return json.dumps({"book": self.book, "error": self.error, "changes": self.changes})


class _Handler(http.server.SimpleHTTPRequestHandler):
    """Serves the book with a script more in each page."""

    protocol_version = "HTTP/1.1"

    def __init__(self, *arguments: Any, news: News, **named: Any) -> None:
        self.news = news
        super().__init__(*arguments, **named)

    def do_GET(self) -> None:
        path = self.path.partition("?")[0]
        if path == _NEWS:
            self.send_response(200)
            self.send_header("Content-Type", "text/event-stream")
            self.send_header("Cache-Control", "no-store")
            self.send_header("Connection", "close")
            self.end_headers()
            self.close_connection = True

            def write(data: bytes) -> None:
                self.wfile.write(data)
                self.wfile.flush()

            self.news.listen(write)
        elif path == _JS:
            self._send("text/javascript; charset=utf-8", _SCRIPT.read_bytes())
        elif (
            file := Path(self.translate_path(f"{path}index.html" if path.endswith("/") else path))
        ).suffix == ".html":
            try:
                page = file.read_bytes()
            except OSError:
                self.send_error(404)
                return
            self._send(
                "text/html; charset=utf-8",
                page.replace(b"</head>", f'<script src="{_JS}"></script></head>'.encode(), 1),
            )
        else:
            super().do_GET()

    def end_headers(self) -> None:
        self.send_header("Cache-Control", "no-store")  # what is on the screen is what was built last
        super().end_headers()

    def _send(self, kind: str, body: bytes) -> None:
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        pass


class _Server(http.server.ThreadingHTTPServer):
    daemon_threads = True
    allow_reuse_address = True

    def handle_error(self, request: object, client_address: object) -> None:
        """A page that was closed while it was sent is no error."""


def place_of(edition: str) -> Build:
    """Where an edition is built for the preview, in the language that chapters are written in."""
    return Build(edition, paths.report().build / edition / ".preview", translated=False)


def serve(edition: str, port: int, say: Callable[[str], None]) -> None:
    """Build, serve, and build again whenever something is saved; returns when interrupted.

    Raises:
        PortInUse: something else is served there.
        Occupied: another preview of this edition is running.
    """
    build, news = place_of(edition), News()
    with locking.held(build.lock, wait=False, say=say) as lock:
        _begin_with(inputs.build_of(edition), build)
        server = _server(port, partial(_Handler, directory=str(build.html), news=news))
        shop = Workshop([lock])
        try:
            seen = _build(build, shop, news, say, _saved())
            say(f"http://127.0.0.1:{server.server_port}/ shows the book; end with Ctrl-C")
            threading.Thread(target=server.serve_forever, daemon=True).start()
            engine = standing.of_folder(paths.ENGINE)
            while True:
                time.sleep(LOOK_EVERY)
                if standing.of({}) == seen:
                    continue
                seen = _saved()
                if standing.of_folder(paths.ENGINE) != engine:
                    say("the engine has changed: beginning anew")
                    shop.stop()
                    server.server_close()
                    os.execv(sys.executable, [sys.executable, "-m", "evident.cli", *sys.argv[1:]])
                seen = _build(build, shop, news, say, seen)
        except KeyboardInterrupt:
            say("ended")
        finally:
            shop.stop()
            server.server_close()


def _server(port: int, handler: Any) -> _Server:
    try:
        return _Server(("127.0.0.1", port), handler)
    except OSError as error:
        raise PortInUse(
            f"port {port} of this machine cannot be used ({error.strerror}): choose another with --port"
        ) from None


def _begin_with(built: Build, build: Build) -> None:
    """Take over what a finished build of the edition has made, so that the first page is there soon."""
    if build.notebooks.exists() or not built.notebooks.exists():
        return
    try:
        with locking.held(built.lock, wait=False, say=print):
            shutil.copytree(built.notebooks, build.notebooks)
            shutil.copytree(built.work, build.work)
            shutil.copyfile(built.state, build.state)
    except (OSError, locking.Occupied):
        for folder in (build.notebooks, build.work):
            shutil.rmtree(folder, ignore_errors=True)
        build.state.unlink(missing_ok=True)


def _saved() -> str:
    """The state of the folders once nobody is saving any more: two looks see the same, and no file is empty; of one
    that stays so the build says what it has to say."""
    began, seen = time.monotonic(), ""
    while (now := standing.of({})) != seen or (_emptied() and time.monotonic() - began < EMPTY):
        seen = now
        time.sleep(LOOK_EVERY / 2)
    return now


def _emptied() -> bool:
    """Whether a chapter, notebook, table or file of words is empty, which none of a report is."""
    report = paths.report()
    found = [*report.chapters.glob("*.md"), *report.analysis.glob("*.ipynb"), *inputs.data_files()]
    found += [report.root / "_toc.yml", report.root / "_config.yml"]
    found += report.own.rglob("*.yml") if report.own else []
    return any(file.exists() and not file.stat().st_size for file in found)


def _build(build: Build, shop: Workshop, news: News, say: Callable[[str], None], began: str) -> str:
    """One build, and what the pages are told of it; gives the state of the folders that it began with.

    A failure is told when no file has changed since the build began and none does for `SAVED` seconds: what was only
    half saved is built again, and nobody has seen an error.
    """
    while True:
        error, changes = _tried(build, shop, say)
        if not error or not _saved_meanwhile(began):
            news.tell(built=not error, error=error, changes=changes)
            return began
        began = _saved()


def _saved_meanwhile(began: str) -> bool:
    until = time.monotonic() + SAVED
    while standing.of({}) == began:
        if time.monotonic() > until:
            return False
        time.sleep(LOOK_EVERY / 2)
    return True


def _tried(build: Build, shop: Workshop, say: Callable[[str], None]) -> tuple[str, list[str]]:
    """One build: what is wrong, and if nothing is, what it changed."""
    if standing.nothing_to_do(build, ("html",)):
        return "", []
    said: list[str] = []

    def tell(line: str) -> None:
        said.append(line.strip())
        say(line)

    try:
        code = pipeline.run_here(
            build, Progress, os.cpu_count() or 1, shop, forms=("html",), say=tell, links=True
        )
        error = "\n".join(Progress.told) or "the build failed"
    except (paths.Mistake, OSError) as problem:
        code, error = 1, str(problem)
        say(error)
    if code == 130:  # the build has heard what was meant for all of this
        raise KeyboardInterrupt
    return ("", said) if code == 0 else (error, [])
