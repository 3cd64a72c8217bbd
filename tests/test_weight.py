"""What a reader's browser has to fetch: few bytes for the first page, fewer for the next.

A server compresses text as real ones do and lets the browser keep what it has; it counts what it sent. The
list is written to `_build/weights.csv`. Needs Chromium; without one the test is skipped and says so.
"""

import csv
import gzip
import http.server
import threading
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from evident import paths

FIRST, LATER = 400_000, 150_000  # bytes
TEXT = (".html", ".css", ".js", ".svg", ".json")


class _Counting(http.server.SimpleHTTPRequestHandler):
    """Serves the book and notes the size of each answer's body."""

    sent: dict[str, int]
    root: Path

    def do_GET(self) -> None:
        path = urlsplit(self.path).path
        file = self.root / path.lstrip("/")
        if not file.is_file():
            self.send_error(404)
            return
        body = file.read_bytes()
        self.send_response(200)
        if file.suffix in TEXT:
            body = gzip.compress(body, 6, mtime=0)
            self.send_header("Content-Encoding", "gzip")
        self.sent[path] = self.sent.get(path, 0) + len(body)
        self.send_header("Content-Type", self.guess_type(str(file)))
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Cache-Control", "max-age=3600" if "/_static/" in path else "no-cache")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture(scope="module")
def served(built_book: Path) -> Iterator[tuple[str, dict[str, int]]]:
    """The address of the book and what was sent since it was last cleared, by path."""
    sent: dict[str, int] = {}
    handler = type("Handler", (_Counting,), {"sent": sent, "root": built_book})
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}", sent
    server.shutdown()


def fetched(page, address: str, sent: dict[str, int]) -> dict[str, int]:  # type: ignore[no-untyped-def]
    """What loading an address takes, in bytes by path."""
    sent.clear()
    page.goto(address, wait_until="networkidle")
    return dict(sent)


def test_every_page_is_light(browser, served: tuple[str, dict[str, int]], built_book: Path) -> None:  # type: ignore[no-untyped-def]
    address, sent = served
    reader = browser.new_context()
    fetched(reader.new_page(), f"{address}/index.html", sent)
    rows = []
    for name in sorted(file.name for file in built_book.glob("*.html")):
        stranger = browser.new_context()
        first = fetched(stranger.new_page(), f"{address}/{name}", sent)
        stranger.close()
        page = reader.new_page()
        later = fetched(page, f"{address}/{name}", sent)
        page.close()
        assert first[f"/{name}"] > 500, name  # the page itself was counted
        largest = max(first, key=lambda path: first[path])
        rows.append((name, sum(first.values()), sum(later.values()), largest, first[largest]))
    reader.close()
    with (paths.report().root / "_build/weights.csv").open("w", encoding="utf8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("page", "first_bytes", "later_bytes", "largest_file", "largest_bytes"))
        writer.writerows(rows)
    for row in rows:
        print(*row)
    heavy = [row for row in rows if row[1] > FIRST or row[2] > LATER]
    assert heavy == [], f"over {FIRST} bytes as the first page or {LATER} as a later one"
