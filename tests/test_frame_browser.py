"""The frame of a page in a real browser: widths, what does not move, forced colours, 400 % zoom, less motion, a finger,
paper, and that nothing was cut out of the style sheet that a page needs.

Needs Chromium; without one the tests are skipped and say so.
"""

import csv
import functools
import http.server
import re
import threading
import time
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import myst_nb
import pydata_sphinx_theme  # type: ignore[import-untyped]
import pytest
import sphinx
import sphinx_book_theme  # type: ignore[import-untyped]
import sphinx_design  # type: ignore[import-untyped]
from PIL import Image

from evident import paths
from evident.book import style, trimmed

# How far a page may move in all while its fonts come, and half of the pages. The face of the text comes with the style
# sheet; those of headings and of rare characters come later, and where a line then breaks elsewhere a page moves by a line.
SHIFT, HALF = 0.05, 0.02
SLOW = 0.3  # seconds that a font takes
# A page of every kind.
KINDS = (
    "index", "summary", "mining", "cooperation", "provinces", "provinces/shanxi", "firmness", "glossary", "changes",
    "references", "evidence-freight", "authors-numbers", "search",
)  # fmt: skip


def every(built_book: Path) -> list[str]:
    """All pages but those of places, which are alike, with one of these."""
    return [
        *sorted(p.name for p in built_book.glob("*.html") if p.name != "404.html"),
        "provinces/shanxi.html",
    ]


# -- widths


def test_text_is_readable_and_exhibits_use_the_page(browser, address: str) -> None:  # type: ignore[no-untyped-def]
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.goto(f"{address}/mining.html")
    (text,) = {round(p.bounding_box()["width"]) for p in page.locator(".bd-article > section > p").all()[:4]}
    assert 620 <= text <= 680
    for exhibit in page.locator("section > .exhibit").all():
        box = exhibit.bounding_box()
        assert 840 <= box["width"] <= 860
        assert box["x"] + box["width"] <= 1280
    # Every column of the scorecards is seen: nothing scrolls sideways, and the verdict stands inside.
    for name in ("mining", "renewables", "hydrogen", "cooperation", "freight", "outlook"):
        page.goto(f"{address}/{name}.html")
        for frame in page.locator(".exhibit > .scroll").all():
            assert frame.evaluate("e => e.scrollWidth <= e.clientWidth"), (
                name,
                frame.get_attribute("aria-label"),
            )
    page.close()


def test_type_in_charts_is_large_enough(browser, address: str) -> None:  # type: ignore[no-untyped-def]
    """13 px of the screen at the width of an exhibit."""
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    small = {}
    for name in (
        "summary",
        "mining",
        "renewables",
        "hydrogen",
        "cooperation",
        "freight",
        "outlook",
        "firmness",
    ):
        page.goto(f"{address}/{name}.html")
        found = page.evaluate(
            """() => [...document.querySelectorAll('.chart-wide text')].map(text => {
                const drawn = text.getScreenCTM();
                return [parseFloat(getComputedStyle(text).fontSize) * Math.hypot(drawn.a, drawn.b), text.textContent];
            }).filter(([size]) => size < 12.95)"""
        )
        if found:
            small[name] = found[:3]
    page.close()
    assert small == {}


# -- nothing moves


class _SlowFonts(http.server.SimpleHTTPRequestHandler):
    def do_GET(self) -> None:
        if self.path.split("?")[0].endswith(".woff2"):
            time.sleep(SLOW)
        super().do_GET()

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def slow(built_book: Path) -> Iterator[str]:
    handler = functools.partial(_SlowFonts, directory=str(built_book))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


MOVED = """
window.moved = 0;
new PerformanceObserver(list => {
    for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.moved += entry.value;
}).observe({type: 'layout-shift', buffered: true});
"""


@pytest.mark.parametrize("width", [1280, 390])
def test_nothing_moves_when_the_fonts_come(browser, slow: str, built_book: Path, width: int) -> None:  # type: ignore[no-untyped-def]
    names = every(built_book) if width == 1280 else [f"{name}.html" for name in KINDS]
    moved: dict[str, float] = {}
    for start in range(0, len(names), 6):  # some at a time, for most of it is waiting
        opened = []
        for name in names[start : start + 6]:
            # Each in a context of its own, which has no font yet.
            context = browser.new_context(viewport={"width": width, "height": 900})
            page = context.new_page()
            page.add_init_script(MOVED)
            page.goto(f"{slow}/{name}", wait_until="commit")
            opened.append((name, context, page))
        for name, context, page in opened:
            page.bring_to_front()
            page.wait_for_load_state("load")
            page.evaluate(
                "document.fonts.ready.then(() => new Promise(r => requestAnimationFrame(() => requestAnimationFrame(r))))"
            )
            moved[name] = page.evaluate("window.moved")
            context.close()
    with (paths.report().root / f"_build/shifts-{width}.csv").open("w", encoding="utf8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("page", "layout_shift"))
        writer.writerows((name, f"{value:.4f}") for name, value in sorted(moved.items()))
    assert {name: value for name, value in moved.items() if value >= SHIFT} == {}
    assert sorted(moved.values())[len(moved) // 2] < HALF


# -- forced colours


def test_forced_colours_leave_buttons_and_the_focus_visible(browser, address: str) -> None:  # type: ignore[no-untyped-def]
    context = browser.new_context(viewport={"width": 390, "height": 800}, forced_colors="active")
    page = context.new_page()
    page.goto(f"{address}/mining.html")
    drawn = page.locator(".bar-button:has(.icon)")  # that of the other language has its name
    buttons = [b for b in drawn.all() if b.is_visible()]
    assert len(buttons) == 4  # pages, search, colours, headings
    for button in buttons:
        icon = next(i for i in button.locator(".icon").all() if i.is_visible())
        shown = Image.open(BytesIO(icon.screenshot())).convert("L")
        darkest, lightest = shown.getextrema()
        assert lightest - darkest > 100, button.get_attribute("title")
    page.locator(".pages-button").click()
    page.keyboard.press("Tab")
    for _ in range(5):
        page.keyboard.press("Tab")
        outline = page.evaluate(
            "(() => { const s = getComputedStyle(document.activeElement); return [s.outlineStyle, parseFloat(s.outlineWidth)]; })()"
        )
        assert outline[0] not in ("none", "hidden")
        assert outline[1] >= 2
    context.close()


# -- 400 %, less motion, a finger


def test_at_four_hundred_per_cent_no_page_scrolls_sideways(browser, address: str, built_book: Path) -> None:  # type: ignore[no-untyped-def]
    page = browser.new_page(viewport={"width": 320, "height": 256})
    over = {}
    for name in every(built_book):
        page.goto(f"{address}/{name}", wait_until="domcontentloaded")
        wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        if wide > 0:
            over[name] = wide
    page.close()
    assert over == {}


def test_who_wants_less_motion_gets_none(browser, address: str) -> None:  # type: ignore[no-untyped-def]
    context = browser.new_context(reduced_motion="reduce")
    page = context.new_page()
    for name in KINDS:
        page.goto(f"{address}/{name}.html", wait_until="domcontentloaded")
        moving = page.evaluate(
            """[...document.body.querySelectorAll('*')].filter(element => {
                const style = getComputedStyle(element);
                return style.animationName !== 'none' || style.scrollBehavior === 'smooth'
                    || style.transitionDuration.split(', ').some(time => parseFloat(time) > 0);
            }).map(element => element.className)"""
        )
        assert moving == [], name
    context.close()


@pytest.fixture
def phone(browser) -> Iterator[Any]:  # type: ignore[no-untyped-def]
    context = browser.new_context(viewport={"width": 390, "height": 800}, has_touch=True, is_mobile=True)
    yield context.new_page()
    context.close()


def test_a_note_outlives_a_finger_that_does_not_lie_still(phone, address: str) -> None:  # type: ignore[no-untyped-def]
    phone.goto(f"{address}/mining.html")
    link = phone.locator("article p a.fact:not(.claim-mark)").first
    link.scroll_into_view_if_needed()
    link.tap()
    note = phone.locator(".fact-note:popover-open")
    note.wait_for(state="visible")
    before, at = note.bounding_box(), link.bounding_box()
    phone.evaluate("window.scrollBy(0, 3)")
    phone.wait_for_timeout(100)
    assert note.bounding_box()["y"] - before["y"] == pytest.approx(link.bounding_box()["y"] - at["y"], abs=1)
    phone.evaluate("window.scrollBy(0, 3000)")
    note.wait_for(state="hidden")


def test_what_a_finger_has_to_meet_is_large_enough(phone, address: str) -> None:  # type: ignore[no-untyped-def]
    """24 by 24 px (WCAG 2.2, 2.5.8); links inside of sentences are excepted there."""
    for name in ("index", "mining", "search"):
        phone.goto(f"{address}/{name}.html")
        for target in phone.locator(
            ".bar-button, .brand, .page-around a, .exhibit-tools a, .exhibit-tools summary"
        ).all():
            if target.is_visible():
                box = target.bounding_box()
                assert min(box["width"], box["height"]) >= 24, (name, target.inner_text())


def test_lists_open_and_close_without_scripts(browser, address: str) -> None:  # type: ignore[no-untyped-def]
    context = browser.new_context(viewport={"width": 390, "height": 800}, java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{address}/mining.html")
    for button, place in ((".pages-button", "#pages"), (".contents-button", "#page-contents")):
        assert page.locator(place).is_hidden()
        page.locator(button).click()
        assert page.locator(place).is_visible()
        page.keyboard.press("Escape")
        assert page.locator(place).is_hidden()
    assert page.locator(".theme-switch-button").is_hidden()
    page.locator(".search-opener").click()
    page.wait_for_url("**/search.html")
    context.close()


def test_colours_are_chosen_and_kept(browser, address: str) -> None:  # type: ignore[no-untyped-def]
    context = browser.new_context(color_scheme="light")
    page = context.new_page()
    page.goto(f"{address}/mining.html")
    seen = []
    for _ in range(3):
        page.locator(".theme-switch-button").click()
        seen.append(
            page.evaluate("[document.documentElement.dataset.mode, document.documentElement.dataset.theme]")
        )
    assert seen == [["dark", "dark"], ["light", "light"], ["auto", "light"]]
    page.locator(".theme-switch-button").click()
    page.goto(f"{address}/freight.html")
    assert page.evaluate("document.documentElement.dataset.theme") == "dark"
    context.close()


# -- paper


def test_paper_has_titles_whole_tables_and_no_notes(browser, address: str) -> None:  # type: ignore[no-untyped-def]
    page = browser.new_page(viewport={"width": 680, "height": 960})  # A4 less its margins
    page.emulate_media(media="print")
    for name in KINDS:
        page.goto(f"{address}/{name}.html", wait_until="domcontentloaded")
        assert page.locator("h1").first.is_visible(), name
        for gone in (
            ".fact-notes",
            ".exhibit-tools",
            ".scroll-hint",
            ".bar-buttons",
            "#pages",
            ".page-around",
        ):
            assert not any(place.is_visible() for place in page.locator(gone).all()[:3]), (name, gone)
        over = page.evaluate(
            """[...document.querySelectorAll('.scroll, .pst-scrollable-table-container, main')]
                .filter(e => e.getClientRects().length && e.scrollWidth > e.clientWidth + 1)
                .map(e => e.getAttribute('aria-label') || e.className)"""
        )
        assert over == [], name
    page.close()


# -- what was cut


def _below() -> Iterator[list[trimmed.Rule]]:
    """The rules of the style sheets below the book's own, as their packages have them."""
    places = {
        sphinx: ("themes/basic/static/basic.css*",),
        pydata_sphinx_theme: ("theme/pydata_sphinx_theme/static/styles/pydata-sphinx-theme.css",),
        sphinx_book_theme: ("theme/sphinx_book_theme/static/styles/sphinx-book-theme.css",),
        sphinx_design: ("static/sphinx-design.min.css",),
        myst_nb: ("static/mystnb.css",),
    }
    for package, patterns in places.items():
        for pattern in patterns:
            (file,) = Path(str(package.__file__)).parent.glob(pattern)
            css = re.sub(r"\{[{%].*?[}%]\}", "", file.read_text("utf8"))  # what a template fills in
            yield trimmed.rules_of(css, CACHE)


CACHE = Path(__file__).parents[1] / "_build/.styles-of-tests"
STATES = re.compile(
    r"::?(?:-[\w-]+|hover|focus-visible|focus-within|focus|active|visited|before|after|first-letter|first-line|marker|placeholder|backdrop|selection|file-selector-button|target|details-content)(?:\([^)]*\))?"
)
MATCHED = """selectors => {
    document.querySelectorAll('details').forEach(element => { element.open = true; });
    document.querySelectorAll('dialog').forEach(element => element.showModal && element.showModal());
    const found = [];
    for (const selector of selectors) {
        try { if (document.querySelector(selector)) found.push(selector); } catch { /* of another browser */ }
    }
    return found;
}"""


def test_no_rule_was_cut_that_matches_anything(browser, address: str, built_book: Path) -> None:  # type: ignore[no-untyped-def]
    names = style.names_in(built_book / "_static", (page.read_bytes() for page in built_book.rglob("*.html")))
    cut = {STATES.sub("", selector) for rules in _below() for selector in trimmed.dropped(rules, names)}
    cut -= {
        selector
        for selector in cut
        if not selector.strip() or selector.rstrip().endswith((">", "+", "~", ","))
    }
    assert len(cut) > 2000
    page = browser.new_page()
    wrong: dict[str, list[str]] = {}
    for name in every(built_book):
        query = "?q=coal" if name == "search.html" else ""
        page.goto(f"{address}/{name}{query}", wait_until="load")
        if found := page.evaluate(MATCHED, sorted(cut)):
            wrong[name] = found[:5]
    page.close()
    assert wrong == {}
