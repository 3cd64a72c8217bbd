"""The built pages in a real browser: no error, no foreign request, no sideways scroll, nothing that axe
objects to.

Needs Chromium on the path; without one the tests are skipped and say so (`.ci/run` installs it).
"""

import functools
import http.server
import re
import threading
from pathlib import Path
from typing import Any

import pytest

WIDTHS = (1280, 390)
SCHEMES = ("light", "dark")
CONTRAST = "color-contrast"
LONG = ("evidence-", "references")  # names of pages of thousands of lines, all alike
ALIKE = 3  # elements of one shape, side by side, that stand for the others
# What colours an element has follows from its tag and classes and those of what it stands in. Takes away what is made
# of such elements alone of which there are enough before it.
PRUNE = """kept => {
    const count = {};
    const look = (element, above) => {
        const states = [...element.attributes].filter(a => !/^(id|href|src|title|datetime|data-)/.test(a.name));
        const path = `${above} > ${element.tagName} ${states.map(a => `${a.name}=${a.value}`)}`;
        return [path, [...element.children].map(child => look(child, path))];
    };
    const enough = ([path, below]) => count[path] >= kept && below.every(enough);
    const walk = (element, looked) => {
        if (enough(looked)) return element.remove();
        const [path, below] = looked;
        count[path] = (count[path] || 0) + 1;
        [...element.children].forEach((child, number) => walk(child, below[number]));
    };
    const article = document.querySelector('article');
    walk(article, look(article, ''));
}"""


def names(built_book: Path) -> list[str]:
    # Pages of places are alike: the one that knows least and one that knows most stand for them.
    places = ["provinces/shanxi.html", "provinces/tibet.html"]
    return sorted([*(file.name for file in built_book.glob("*.html")), *places])


def runs_for(name: str, width: int, scheme: str) -> list[tuple[bool, dict[str, Any]]]:
    """What axe has to look at, and whether of elements that are alike a few are enough: every rule once in either
    width, contrast once in either scheme.

    Contrast is most of axe's work. The width of a page does not change its colours, but narrow pages have parts of
    their own, the same on all; so the long pages are left out there.
    """
    contrast, others = (
        {"runOnly": {"type": "rule", "values": [CONTRAST]}},
        {"rules": {CONTRAST: {"enabled": False}}},
    )
    long = name.startswith(LONG)
    if width != WIDTHS[0]:
        return [(False, others)] if scheme == "light" else [] if long else [(False, contrast)]
    if scheme != "light":
        return [(long, contrast)]
    return [(False, others), (True, contrast)] if long else [(False, {})]


def test_axe_looks_at_everything() -> None:
    every: dict[str, Any] = {}
    contrast, others = (
        {"runOnly": {"type": "rule", "values": [CONTRAST]}},
        {"rules": {CONTRAST: {"enabled": False}}},
    )
    assert runs_for("mining.html", 1280, "light") == [(False, every)]
    assert runs_for("evidence-mining.html", 1280, "light") == [(False, others), (True, contrast)]
    for name in ("mining.html", "evidence-mining.html"):
        assert runs_for(name, 390, "light") == [(False, others)]
    assert runs_for("mining.html", 1280, "dark") == [(False, contrast)]
    assert runs_for("evidence-mining.html", 1280, "dark") == [(True, contrast)]
    assert runs_for("mining.html", 390, "dark") == [(False, contrast)]


def test_of_elements_that_are_alike_some_stay_and_none_that_differs_goes(browser) -> None:  # type: ignore[no-untyped-def]
    page = browser.new_page()
    rows = "".join(f"<li id='a{n}'><a href='#{n}'>{n}</a></li>" for n in range(9))
    page.set_content(
        f"<article><ul>{rows}<li class='odd'><a>10</a></li><li style='color: red'>11</li><li><b>12</b></li></ul>"
        "<ol><li><a>13</a></li></ol></article>"
    )
    page.evaluate(PRUNE, ALIKE)
    assert page.locator("li").all_inner_texts() == ["0", "1", "2", "10", "11", "12", "13"]
    page.close()


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("width", WIDTHS)
def test_every_page(browser, address: str, built_book: Path, width: int, scheme: str) -> None:  # type: ignore[no-untyped-def]
    from axe_playwright_python.sync_playwright import Axe

    faults: list[str] = []
    context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)
    page = context.new_page()
    page.on(
        "console", lambda m: faults.append(f"{page.url}: console: {m.text}") if m.type == "error" else None
    )
    page.on("pageerror", lambda e: faults.append(f"{page.url}: {e}"))
    page.on(
        "request",
        lambda r: None if r.url.startswith((address, "data:")) else faults.append(f"{page.url} asks {r.url}"),
    )
    for name in names(built_book):
        page.goto(f"{address}/{name}", wait_until="load")
        over = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        if over > 0:
            faults.append(f"{name}: {over} px too wide")
        for few, rules in runs_for(name, width, scheme):
            if few:
                page.evaluate(PRUNE, ALIKE)
            for violation in (
                Axe().run(page, options={"resultTypes": ["violations"], **rules}).response["violations"]
            ):
                nodes = "; ".join(node["html"][:120] for node in violation["nodes"][:3])
                faults.append(f"{name}: axe {violation['id']}: {nodes}")
    context.close()
    assert faults == []


def test_a_fact_answers_to_the_keyboard(browser, address: str) -> None:  # type: ignore[no-untyped-def]
    page = browser.new_page()
    page.goto(f"{address}/mining.html")
    page.locator("article a.fact").first.scroll_into_view_if_needed()
    # Tab until a fact has the focus: a script's focus() does not count as the keyboard's.
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.matches('a.fact')"):
            break
    shown = page.locator(".fact-note:popover-open")
    shown.wait_for(state="visible")
    assert "Rests on" in shown.inner_text()
    page.keyboard.press("Escape")
    shown.wait_for(state="hidden")
    page.close()


def test_without_scripts_a_fact_is_a_link_to_its_evidence(browser, address: str) -> None:  # type: ignore[no-untyped-def]
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{address}/mining.html")
    target = page.locator("article a.fact").first.get_attribute("href")
    assert target
    page.goto(f"{address}/{target}")
    assert page.locator(f"[id='{target.split('#')[1]}']").count() == 1
    context.close()


def test_a_wide_table_says_so_and_scrolls_by_keyboard(browser, address: str) -> None:  # type: ignore[no-untyped-def]
    # Wider than a phone, on which the rows of such a table are cards.
    page = browser.new_page(viewport={"width": 620, "height": 800})
    page.goto(f"{address}/mining.html")
    frames = page.locator(".exhibit > .scroll")
    wide = [frame for frame in frames.all() if frame.evaluate("e => e.scrollWidth > e.clientWidth")]
    assert wide, "no table of this chapter is wider than the page: look at another one"
    for frame in frames.all():
        hint = frame.locator("xpath=following-sibling::*[1]")
        assert hint.is_visible() == frame.evaluate("e => e.scrollWidth > e.clientWidth")
    wide[0].focus()
    page.keyboard.press("ArrowRight")
    page.wait_for_function("e => e.scrollLeft > 0", arg=wide[0].element_handle())
    page.close()


def test_a_wrong_address_at_any_depth_leads_back(browser, built_book: Path, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    """Served under a folder, as project pages are, by a server that answers any wrong address with
    404.html."""

    class Server(http.server.SimpleHTTPRequestHandler):
        def do_GET(self) -> None:
            known = (tmp_path / self.path.lstrip("/")).is_file()
            if not known:
                self.path = "/project/404.html"
            super().do_GET()

        def log_message(self, *_: object) -> None:
            pass

    (tmp_path / "project").symlink_to(built_book)
    handler = functools.partial(Server, directory=str(tmp_path))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        page = browser.new_page()
        page.goto(f"http://127.0.0.1:{server.server_port}/project/no/such/page.html")
        page.locator("article a[href='/project/index.html']").wait_for()
        # Dressed as the others, with the pages of the book beside it.
        assert page.locator("#pages a").first.is_visible()
        assert page.evaluate("getComputedStyle(document.querySelector('h1')).fontFamily").startswith(
            '"Loess Sans"'
        )
        assert page.locator("h1").inner_text() == "This page does not exist"
        # Its colours can be switched and its foot leads on, as on the others.
        page.locator(".theme-switch-button").click()
        page.wait_for_selector("html:not([data-mode=auto])")
        for link in page.locator(".page-footer a").all():
            assert re.match(r"https?:|mailto:|/project/\w+\.html", str(link.get_attribute("href")))
        page.close()
        server.shutdown()


def test_exhibits_can_be_taken_and_cited_by_keyboard(browser, address: str) -> None:  # type: ignore[no-untyped-def]
    page = browser.new_page()
    page.goto(f"{address}/mining.html")
    summary = page.locator(".exhibit-cite summary").first
    summary.focus()
    page.keyboard.press("Enter")
    cited = page.locator(".exhibit-cite[open]").first
    assert "The Shanxi in Transition authors (2026)" in cited.inner_text()
    page.locator(".exhibit-image summary").first.focus()
    page.keyboard.press("Enter")
    link = page.locator(".exhibit-downloads a", has_text="PNG").first
    link.focus()
    with page.expect_download() as download:
        page.keyboard.press("Enter")
    assert download.value.suggested_filename.endswith(".png")
    page.close()
