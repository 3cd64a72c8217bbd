"""What a reader's browser has to fetch: few bytes for the first page, fewer for the next.

A server compresses text as real ones do and lets the browser keep what it has; it counts what it sent. The
list is written to `_build/weights.csv`. Needs Chromium; without one the test is skipped and says so.
"""

import csv
import gzip
import http.server
import threading
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from evident import paths

# Bytes of a page that is a reader's first, and of a later one.
FIRST, LATER = 205_000, 100_000
# Pages that may be heavier as later ones, and why.
HEAVIER = {
    "evidence-cooperation.html": (120_000, "the basis of 380 entries, of hundreds of published figures each"),
    "evidence-renewables.html": (110_000, "the longest list of evidence: 540 entries"),
    "404.html": (115_000, "its words in the other language bring a Chinese face to who has none"),
}
FACES = 700_000  # bytes of Chinese faces that a reader who has none fetches with a page
TEXT = (".html", ".css", ".js", ".svg", ".json")


@cache
def packed(file: Path) -> bytes:
    """What a server sends of a file."""
    body = file.read_bytes()
    return gzip.compress(body, 6, mtime=0) if file.suffix in TEXT else body


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
        body = packed(file)
        self.send_response(200)
        if file.suffix in TEXT:
            self.send_header("Content-Encoding", "gzip")
        self.sent[path] = self.sent.get(path, 0) + len(body)
        self.send_header("Content-Type", self.guess_type(str(file)))
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Cache-Control", "max-age=3600" if "/_static/" in path else "no-cache")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        pass


class _Reader:
    """A browser that has nothing yet, with a server of its own that counts what it sends."""

    def __init__(self, browser: Any, book: Path) -> None:
        self._sent: dict[str, int] = {}
        handler = type("Handler", (_Counting,), {"sent": self._sent, "root": book})
        self._server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()
        self._context = browser.new_context()
        self._page = self._context.new_page()

    def ask(self, name: str) -> None:
        """Begin to load a page."""
        self._sent.clear()
        self._page.goto(f"http://127.0.0.1:{self._server.server_port}/{name}", wait_until="commit")

    def fetched(self) -> dict[str, int]:
        """What that took until nothing more was asked for, in bytes by path."""
        self._page.wait_for_load_state("load")
        self._page.evaluate("document.fonts.ready.then(() => null)")  # a busy machine asks for them late
        self._page.wait_for_load_state("networkidle")
        return dict(self._sent)

    def leave(self) -> None:
        self._context.close()
        self._server.shutdown()


def again(first: dict[str, int], index: dict[str, int]) -> dict[str, int]:
    """What a page takes of a reader who comes from the landing page: all but what the server lets both keep."""
    return {path: size for path, size in first.items() if "/_static/" not in path or path not in index}


def as_first(browser: Any, book: Path, names: list[str]) -> dict[str, dict[str, int]]:
    """What each of these pages takes as the first page of a reader; one at a time, as a browser with much to do asks for
    fonts before it knows that their text is hidden."""
    found: dict[str, dict[str, int]] = {}
    for name in names:
        reader = _Reader(browser, book)
        reader.ask(name)
        found[name] = reader.fetched()
        reader.leave()
    return found


def is_heavy(found: dict[str, dict[str, int]], name: str) -> bool:
    """Whether a page takes more than a page may, as the first of a reader or as a later one."""
    later = again(found[name], found["index.html"])
    most = HEAVIER.get(name, (LATER, ""))[0]
    return sum(found[name].values()) > FIRST or sum(later.values()) > most


def write(name: str, rows: list[tuple[object, ...]]) -> None:
    """Put a list beside the build, where whoever maintains the book looks at it."""
    with (paths.report().root / "_build" / name).open("w", encoding="utf8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows(rows)


def is_chinese_face(path: str) -> bool:
    """Whether a file is one that a reader with Chinese faces does not fetch."""
    return "/fonts/Noto" in path


def test_who_comes_from_the_landing_page_takes_what_is_reckoned(browser, built_book: Path) -> None:  # type: ignore[no-untyped-def]
    reader = _Reader(browser, built_book)
    for name in ("index.html", "mining.html"):
        reader.ask(name)
        later = reader.fetched()
    reader.leave()
    first = as_first(browser, built_book, ["index.html", "mining.html"])
    reckoned = again(first["mining.html"], first["index.html"])
    assert later.items() <= reckoned.items()
    # A font for a few rare characters is asked for by one page or by the other, whichever is drawn first.
    assert all("/fonts/" in path for path in reckoned.keys() - later.keys())
    assert sum(later.values()) < sum(first["mining.html"].values()) / 2


def test_every_page_is_light(browser, built_book: Path) -> None:  # type: ignore[no-untyped-def]
    names = sorted(file.name for file in built_book.glob("*.html"))
    # Pages of places are alike; the one that knows least and two that know most stand for them.
    names += [f"provinces/{place}.html" for place in ("shanxi", "tibet", "zhejiang")]
    found = as_first(browser, built_book, names)
    # A busy machine may ask for a font of rare characters that it then does not draw: what looks heavy is asked for again.
    for name, files in as_first(
        browser, built_book, [name for name in names if is_heavy(found, name)]
    ).items():
        found[name] = min(found[name], files, key=lambda each: sum(each.values()))
    rows = []
    for name, first in found.items():
        assert first[f"/{name}"] > 500, name  # the page itself was counted
        largest = max(first, key=lambda path: first[path])
        later = again(first, found["index.html"])
        rows.append((name, sum(first.values()), sum(later.values()), largest, first[largest]))
    head = ("page", "first_bytes", "later_bytes", "largest_file", "largest_bytes")
    write("weights.csv", [head, *rows])
    for row in rows:
        print(*row)
    # A page that has become light is no exception any more.
    assert {row[0]: row[2] for row in rows if row[0] in HEAVIER and row[2] < 0.9 * LATER} == {}
    heavy = {name: sorted(found[name].items()) for name in names if is_heavy(found, name)}
    assert heavy == {}, f"over {FIRST} bytes as the first page or {LATER} as a later one"


def test_a_chinese_page_is_as_light_for_who_has_chinese_faces(browser, built_book: Path) -> None:  # type: ignore[no-untyped-def]
    """Nearly all readers of Chinese have them; what others fetch beside it is written to `_build/weights-zh.csv`."""
    if not (built_book / "zh/index.html").exists():
        pytest.skip("the book is not built in Chinese")
    names = [
        f"zh/{file.name}" for file in sorted((built_book / "zh").glob("*.html")) if file.name != "404.html"
    ]
    names += [f"zh/provinces/{place}.html" for place in ("shanxi", "tibet")]
    rows: list[tuple[str, int, int, int, int]] = []
    found = as_first(browser, built_book, names)
    for name, first in found.items():
        later = again(first, found["zh/index.html"])
        own = [
            sum(size for path, size in files.items() if not is_chinese_face(path)) for files in (first, later)
        ]
        faces = [
            sum(size for path, size in files.items() if is_chinese_face(path)) for files in (first, later)
        ]
        rows.append((name, own[0], own[1], faces[0], faces[1]))
    head = ("page", "first_bytes", "later_bytes", "first_bytes_of_faces", "later_bytes_of_faces")
    write("weights-zh.csv", [head, *rows])
    for row in rows:
        print(*row)
    heavier = {f"zh/{name}": most for name, (most, _) in HEAVIER.items()}
    heavy = [row for row in rows if row[1] > FIRST or row[2] > heavier.get(row[0], LATER)]
    assert heavy == [], f"over {FIRST} bytes as the first page or {LATER} as a later one"
    # Who has none fetches all of the book's hanzi in three weights at most, and keeps them.
    assert max(row[3] for row in rows) < FACES


class _Head(HTMLParser):
    """What the head of a page has a browser wait for before it draws anything."""

    def __init__(self) -> None:
        super().__init__()
        self.waits: list[str] = []
        self._within: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag in ("head", "noscript"):
            self._within.append(tag)
        if self._within != ["head"]:
            return
        late = given.keys() & {"defer", "async"} or given.get("type") in ("module", "application/json")
        if tag == "script" and given.get("src") and not late:
            self.waits.append(given["src"] or "")
        if tag == "link" and given.get("rel") == "stylesheet":
            self.waits.append((given.get("href") or "").partition("?")[0])

    def handle_endtag(self, tag: str) -> None:
        if self._within[-1:] == [tag]:
            self._within.pop()


def blocking(page: str) -> list[str]:
    """The addresses of files that block the first paint of a page."""
    head = _Head()
    head.feed(page.partition("<body")[0])
    return head.waits


def test_what_blocks_is_found() -> None:
    page = (
        "<html><head><script>1</script><script defer src='a.js'></script><script src='b.js'></script>"
        "<link rel='stylesheet' href='_static/book.css?v=1'><noscript><link rel='stylesheet' href='c.css'></noscript>"
        "<link rel='icon' href='d'></head><body><script src='e.js'></script></body></html>"
    )
    assert blocking(page) == ["b.js", "_static/book.css"]


def test_one_style_sheet_is_all_that_blocks_the_first_paint(built_book: Path) -> None:
    pages = sorted(built_book.rglob("*.html"))
    assert len(pages) > 60
    for page in pages:
        found = blocking(page.read_text("utf8"))
        assert len(found) <= 1, (page.name, found)
        assert all(address.endswith("_static/book.css") for address in found), (page.name, found)
