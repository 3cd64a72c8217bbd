"""Text from data stays text, and should it ever not: the policy of every page keeps it from running or asking anybody.

Belongs here: hostile text on its way from evidence and words into pages and pictures; what a page lets run and load, in
a real browser from a server and from a disk. Does not: which addresses a source may have (`test_checks.py`), what an
author may write in a chapter.
"""

import functools
import http.server
import json
import re
import threading
import xml.etree.ElementTree as ET
from base64 import b64encode
from collections.abc import Iterator
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from bs4 import BeautifulSoup

from evident.book import policy, vector
from evident.book.html_charts import inline_svg
from evident.book.pictures import Picture

from .conftest import Copy

HOSTILE = """</script></svg><script>ran("text")</script><img src="x" onerror="ran('image')"> 'x' &"""
TITLE = "Trains <img src=x onerror=ran('title')>"  # becomes a heading of the catalogue
HANDLER = re.compile(r"on[a-z]+")
DATA = "application/json"


@cache
def _parsed(page: Path, saved: int) -> BeautifulSoup:
    return BeautifulSoup(page.read_text("utf8"), "html.parser")


def parsed(page: Path) -> BeautifulSoup:
    """A page as it is now."""
    return _parsed(page, page.stat().st_mtime_ns)


def pages(folder: Path) -> list[Path]:
    found = sorted(folder.rglob("*.html"))
    assert len(found) > 3
    return found


# -- text from data is text


@pytest.fixture(scope="module")
def hostile(small: Copy) -> Path:
    """The small report with hostile text in its evidence, in the name of a number, and in the words of a chart."""
    quoted = json.dumps(HOSTILE)  # as YAML too
    words = "analysis/departures/words/en/trains.yml"
    with (
        small.observed_as("chengdu-trains-2024-a", f"Trains {HOSTILE}", "paraphrase"),
        small.edited(words, "  chengdu: Trains of Chengdu in 2024\n", f"  chengdu: {quoted}\n"),
        small.edited("data/indicators.csv", "Freight trains between China and Europe,中", f"{TITLE},中"),
        small.edited(words, "cities:\n", f"cities:\n  note: {quoted}\n"),
    ):
        small.build()
    return small.file("html")


@pytest.fixture(params=["small", "real"])
def folder(request: pytest.FixtureRequest) -> Path:
    """The pages of either report."""
    found: Path = request.getfixturevalue("hostile" if request.param == "small" else "built_book")
    return found


def test_hostile_text_is_printed_and_is_no_element(hostile: Path) -> None:
    printed = set()
    for page in pages(hostile):
        soup = parsed(page)
        assert not soup.select('[src="x"]'), page.name
        scripts = [s.decode_contents() for s in soup.select("script") if s.get("type") != DATA]
        assert not [script for script in scripts if "ran(" in script], page.name
        if 'ran("text")' in soup.get_text() and (TITLE in soup.get_text() or page.name == "trains.html"):
            printed.add(page.name)
    assert {"trains.html", "evidence-trains.html"} <= printed


def test_no_element_handles_an_event_and_no_link_is_a_script(folder: Path) -> None:
    for page in pages(folder):
        for tag in parsed(page).find_all(True):
            assert not [name for name in tag.attrs if HANDLER.fullmatch(name)], f"{page.name}: {tag}"
            address = str(tag.get("href", "")).strip().lower()
            assert not address.startswith(("javascript:", "data:text", "vbscript:")), f"{page.name}: {tag}"


def test_a_picture_that_stands_alone_keeps_text_as_text() -> None:
    drawing = '<svg width="100pt" height="50pt" viewBox="0 0 100 50"><path d="M 0 0"/></svg>'
    text = HOSTILE + " {y}"  # a blank of the lines of text, which none of them may fill
    root = ET.fromstring(vector.svg_of(Picture(text, text, text, text, text, text, text, svg=drawing)))
    svg = "{http://www.w3.org/2000/svg}"
    kinds = {element.tag.removeprefix(svg) for element in root.iter()}
    assert kinds == {"svg", "title", "desc", "rect", "text", "path"}
    assert (root.findtext(f"{svg}title"), root.findtext(f"{svg}desc")) == (text, text)
    said = "".join("".join(element.itertext()) for element in root.iter(f"{svg}text"))
    assert said.count('<script>ran("text")</script>') == said.count("{y}") == 6


def test_alt_text_cannot_leave_its_attribute() -> None:
    drawing = '<svg width="100pt" height="50pt" viewBox="0 0 100 50"><path d="M 0 0"/></svg>'
    soup = BeautifulSoup(inline_svg(drawing, HOSTILE, "chart-wide"), "html.parser")
    assert [tag.name for tag in soup.find_all(True)] == ["svg", "path"]
    assert soup.svg is not None
    assert soup.svg["aria-label"] == HOSTILE


@pytest.mark.parametrize("text", [HOSTILE, "<!--<script>", "</SCRIPT >", "\u2028]]>"])
def test_data_for_a_script_cannot_end_its_element(text: str) -> None:
    from evident.book.explorer import island

    soup = BeautifulSoup(f"{island({'title': text})}<p>after</p>", "html5lib")
    (script,) = soup.select("script")
    assert json.loads(script.decode_contents()) == {"title": text}
    assert [tag.get_text() for tag in soup.select("p")] == ["after"]


# -- the policy


def directives(page: Path) -> dict[str, list[str]]:
    (meta,) = parsed(page).select("meta[http-equiv=Content-Security-Policy]")
    parts = (part.split() for part in str(meta["content"]).split(";"))
    return {name: sources for name, *sources in parts}


def test_every_page_has_the_policy_before_all_it_loads(folder: Path) -> None:
    for page in pages(folder):
        head = parsed(page).head
        assert head is not None
        loading = head.find(["script", "style", "link"])
        assert loading is not None
        assert loading.find_previous("meta", attrs={"http-equiv": "Content-Security-Policy"}), page.name
        said = directives(page)
        assert said["default-src"] == said["object-src"] == said["base-uri"] == ["'none'"], page.name
        allowed = {source for sources in said.values() for source in sources}
        assert not allowed & {"'unsafe-inline'", "'unsafe-eval'", "*", "https:", "http:", "blob:"}, page.name
        assert all(re.match(r"'|file:$|data:$", source) for source in allowed), page.name  # no host
        assert "data:" not in said["script-src"] + said["style-src"], page.name


def hashed(text: str) -> str:
    return f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'"


def test_what_stands_in_a_page_is_what_its_policy_names(folder: Path) -> None:
    """Scripts and styles in the page are data, or those whose hashes the policy has."""
    inline = 0
    for page in pages(folder):
        soup, said = parsed(page), directives(page)
        for kind, texts in {
            "script-src": [
                s.decode_contents()
                for s in soup.select("script")
                if not s.get("src") and s.get("type") != DATA
            ],
            "style-src": [s.decode_contents() for s in soup.select("style")]
            + [str(t["style"]) for t in soup.find_all(style=True)],
        }.items():
            inline += len(texts)
            assert {s for s in said[kind] if s.startswith("'sha256")} == set(map(hashed, texts)), page.name
    assert inline >= 2  # of the page for wrong addresses, which cannot load files


def test_a_size_is_let_through_and_no_other_style() -> None:
    body = '<img style="width: 60%;" src="a.png"><col style="width: 33.3%"><p style="position: fixed">'
    assert policy.sizes(body) == ["width: 33.3%", "width: 60%;"]
    assert list(policy.refused(body)) == ['<p style="position: fixed">']
    assert "'unsafe-hashes'" in policy.policy(sized=policy.sizes(body))
    assert "'unsafe-hashes'" not in policy.policy(sized=policy.sizes("<p>text</p>"))


@pytest.mark.parametrize(
    "style",
    [
        "width: 1px; background: red",
        "width: calc(1px)",
        "width: url(//h)",
        "height:1px;color:red",
        "width: 1px/**/",
    ],
)
def test_only_lengths_are_sizes(style: str) -> None:
    assert policy.sizes(f'<p style="{style}">') == []


# -- in a browser


class _Server(http.server.SimpleHTTPRequestHandler):
    asked: list[str]

    def do_GET(self) -> None:
        self.asked.append(self.path)
        super().do_GET()

    def log_message(self, *_: object) -> None:
        pass


def serve(folder: Path, asked: list[str]) -> http.server.ThreadingHTTPServer:
    handler = functools.partial(type("Handler", (_Server,), {"asked": asked}), directory=str(folder))
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server


@pytest.fixture
def stranger(tmp_path: Path) -> Iterator[tuple[str, list[str]]]:
    """Another host: its address, and what it was asked."""
    for name, text in {
        "a.js": "ran('foreign script')",
        "a.css": "p { color: red }",
        "a.png": "",
        "a.html": "",
    }.items():
        (tmp_path / name).write_text(text, "utf8")
    asked: list[str] = []
    server = serve(tmp_path, asked)
    yield f"http://localhost:{server.server_port}", asked
    server.shutdown()
    server.server_close()


def attacks(host: str) -> str:
    """What somebody would put into a page who found a way to."""
    return f"""<div id="attack">
      <script>ran("inline")</script> <script src="{host}/a.js"></script> <link rel="stylesheet" href="{host}/a.css">
      <img src="missing.png" onerror="ran('onerror')"> <img src="{host}/a.png"> <svg onload="ran('onload')"></svg>
      <iframe src="{host}/a.html"></iframe> <object data="{host}/a.html"></object> <base href="{host}/">
      <p style="background: url({host}/a.png)">text</p> <style>p {{ background: url({host}/a.png) }}</style>
      <a id="link" href="javascript:ran('link')">link</a> <button id="button" onclick="ran('click')">button</button>
      <form action="{host}/a.html"><button id="send">send</button></form></div>"""


RECORD = "window.log = []; window.ran = (what) => window.log.push(what);"
VIOLATIONS = "window.broken = []; document.addEventListener('securitypolicyviolation', (e) => window.broken.push(`${e.violatedDirective} ${e.blockedURI} ${e.sample}`));"


@pytest.mark.parametrize("place", ["server", "disk"])
@pytest.mark.parametrize("protected", [True, False])
def test_what_is_smuggled_into_a_page_does_nothing(  # type: ignore[no-untyped-def]
    browser, hostile: Path, stranger: tuple[str, list[str]], place: str, protected: bool
) -> None:
    """The same page without its policy shows that the attacks would work."""
    host, asked = stranger
    text = (hostile / "trains.html").read_text("utf8")
    text = re.sub(r"(?=<article)", lambda _: attacks(host), text, count=1)
    if not protected:
        text = re.sub(r"<meta http-equiv=\"Content-Security-Policy\"[^>]*>", "", text)
    victim = hostile / "victim.html"
    victim.write_text(text, "utf8")
    server = serve(hostile, [])
    address = f"http://127.0.0.1:{server.server_port}" if place == "server" else hostile.as_uri()
    context = browser.new_context()
    context.add_init_script(RECORD)
    page = context.new_page()
    try:
        page.goto(f"{address}/victim.html", wait_until="load")
        for name in ("link", "button", "send"):
            page.evaluate(f"document.getElementById('{name}').click()")
        page.wait_for_timeout(300)
        if protected:
            assert page.evaluate("window.log") == []
            assert asked == []
            assert page.url == f"{address}/victim.html"
        else:
            assert {"/a.js", "/a.css", "/a.png", "/a.html"} <= {path.partition("?")[0] for path in asked}
    finally:
        context.close()
        server.shutdown()
        server.server_close()
        victim.unlink()


def test_what_search_finds_does_not_run(browser, hostile: Path) -> None:  # type: ignore[no-untyped-def]
    """Titles, extracts and the query itself are put in as text."""
    server = serve(hostile, [])
    context = browser.new_context()
    context.add_init_script(RECORD)
    page = context.new_page()
    for words in ("Chengdu", TITLE):
        page.goto(f"http://127.0.0.1:{server.server_port}/search.html?{urlencode({'q': words})}")
        page.locator(".search-result").first.wait_for()
        page.wait_for_timeout(300)
        assert page.evaluate("window.log") == []
        assert page.locator(".search-page :is(img, script)").count() == 0
    assert TITLE in page.locator(".search-results").inner_text()
    context.close()
    server.shutdown()
    server.server_close()


@pytest.fixture(params=["server", "disk"])
def book(request: pytest.FixtureRequest, built_book: Path) -> Iterator[str]:
    """Where a reader opens the book: at a server, from a disk."""
    if request.param == "disk":
        yield built_book.as_uri()
        return
    server = serve(built_book, [])
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.fixture
def reader(browser: Any) -> Iterator[Any]:
    """A tab in which nothing that a page does breaks its policy."""
    context = browser.new_context(viewport={"width": 1280, "height": 900}, color_scheme="light")
    context.add_init_script(VIOLATIONS)
    page = context.new_page()
    said: list[str] = []
    page.on("console", lambda m: said.append(m.text) if "Content Security Policy" in m.text else None)
    page.on("pageerror", lambda error: said.append(str(error)))
    yield page
    assert said == []
    assert page.evaluate("window.broken") == []
    context.close()


def test_colours_switch_and_stay(reader: Any, book: str) -> None:
    reader.goto(f"{book}/index.html")
    switch = reader.locator(".theme-switch-button").first
    seen = set()
    for _ in range(3):
        switch.click()
        seen.add(reader.evaluate("document.documentElement.dataset.theme"))
    assert seen == {"light", "dark"}
    while reader.evaluate("document.documentElement.dataset.mode") != "dark":
        switch.click()
    reader.goto(f"{book}/references.html")
    assert reader.evaluate("document.documentElement.dataset.theme") == "dark"


def test_search_answers(reader: Any, book: str) -> None:
    reader.goto(f"{book}/search.html")
    field = reader.locator(".search-page input[type=search]")
    assert field.evaluate("e => e === document.activeElement")
    field.fill("hydrogen")
    field.press("Enter")
    reader.wait_for_url("**/search.html?q=hydrogen*")
    reader.locator(".search-result").first.wait_for()


def test_notes_open(reader: Any, book: str) -> None:
    reader.goto(f"{book}/mining.html")
    fact = reader.locator("article a.fact").first
    fact.hover()
    note = reader.locator(".fact-note:popover-open")
    note.wait_for(state="visible")
    under, over = fact.bounding_box(), note.bounding_box()
    assert abs(under["x"] - over["x"]) < 400  # the script placed it beside its number
    assert abs(under["y"] - over["y"]) < 400


def test_explorers_compute_and_draw(reader: Any, book: str) -> None:
    reader.goto(f"{book}/mining.html")
    explorer = reader.locator("section.explorer").first
    explorer.scroll_into_view_if_needed()
    explorer.locator("input[type=range]").first.wait_for(
        state="visible"
    )  # it comes when it is nearly in view
    before = explorer.inner_text()
    slider = explorer.locator("input[type=range]").first
    slider.focus()
    for _ in range(5):
        slider.press("ArrowRight")
    assert explorer.inner_text() != before
    assert explorer.locator("svg path, svg line, svg rect").count() > 0


def test_charts_have_their_colours_and_files_can_be_taken(reader: Any, book: str) -> None:
    reader.goto(f"{book}/mining.html")
    colours = reader.evaluate(
        "[...new Set([...document.querySelectorAll('.chart-wide text, .chart-wide path')].map((e) => getComputedStyle(e).fill))]"
    )
    assert len(colours) > 3, "with its style refused everything in a chart would be black"
    assert reader.evaluate("getComputedStyle(document.querySelector('.chart-wide text')).fontFamily").count(
        "Loess"
    )
    reader.locator(".exhibit-data summary").first.click()
    with reader.expect_download() as download:
        reader.locator(".exhibit-downloads a", has_text="CSV").first.click()
    assert download.value.suggested_filename.endswith(".csv")


def test_every_page_keeps_its_policy(reader: Any, book: str, built_book: Path) -> None:
    for page in pages(built_book):
        if page.name != "404.html" or book.startswith(
            "http"
        ):  # it looks for the root of the book at a server
            reader.goto(f"{book}/{page.relative_to(built_book)}", wait_until="load")
            assert reader.evaluate("window.broken") == [], page.name
            assert (
                reader.evaluate("[...document.fonts].some((f) => f.status === 'loaded')")
                or page.name == "404.html"
            )
