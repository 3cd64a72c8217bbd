"""The built pages in a real browser: no error, no foreign request, no sideways scroll, nothing that axe objects to.

Needs Chromium on the path; without one the tests are skipped and say so (`.ci/run` installs it).
"""

import functools
import http.server
import shutil
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on the path: the pages are not looked at")

WIDTHS = (1280, 390)
SCHEMES = ("light", "dark")


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture(scope="module")
def address(built_book: Path) -> Iterator[str]:
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(_Quiet, directory=str(built_book)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()


@pytest.fixture(scope="module")
def browser():  # type: ignore[no-untyped-def]
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=CHROMIUM,
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"],
        )
        yield chromium
        chromium.close()


def names(built_book: Path) -> list[str]:
    return sorted(file.name for file in built_book.glob("*.html"))


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("width", WIDTHS)
def test_every_page(browser, address: str, built_book: Path, width: int, scheme: str) -> None:  # type: ignore[no-untyped-def]
    from axe_playwright_python.sync_playwright import Axe

    faults: list[str] = []
    context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)
    page = context.new_page()
    page.on("console", lambda m: faults.append(f"{page.url}: console: {m.text}") if m.type == "error" else None)
    page.on("pageerror", lambda e: faults.append(f"{page.url}: {e}"))
    page.on("request", lambda r: None if r.url.startswith((address, "data:")) else faults.append(f"{page.url} asks {r.url}"))
    for name in names(built_book):
        page.goto(f"{address}/{name}", wait_until="load")
        over = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        if over > 0:
            faults.append(f"{name}: {over} px too wide")
        for violation in Axe().run(page).response["violations"]:
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
