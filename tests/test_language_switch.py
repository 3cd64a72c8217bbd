"""From a page to the same place in the other language, in a real browser, and what search engines are told of it.

Needs Chromium; without one the tests that need it are skipped and say so.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from evident.book import languages

ANCHOR = "#what-is-uncertain"


@pytest.fixture(scope="module", autouse=True)
def _both(built_book: Path) -> None:
    if not (built_book / "zh/index.html").exists():
        pytest.skip("the book is not built in Chinese")


@contextmanager
def reader(browser: Any, preferred: str) -> Iterator[Any]:
    """A tab of a new reader whose browser prefers a language."""
    context = browser.new_context(locale=preferred, viewport={"width": 1280, "height": 900})
    yield context.new_page()
    context.close()


def switch(page: Any) -> str:
    """Where the link to the other language leads."""
    page.locator(".page-header .language-switch").click()
    page.wait_for_load_state("load")
    return str(page.url)


@pytest.mark.parametrize(
    "place",
    [
        "index.html",
        f"mining.html{ANCHOR}",
        "provinces/shanxi.html",
        "evidence-mining.html",
        "search.html?q=GDP",
    ],
)
def test_there_and_back(browser, address: str, place: str) -> None:  # type: ignore[no-untyped-def]
    with reader(browser, "en") as page:
        page.goto(f"{address}/zh/{place}")
        assert switch(page) == f"{address}/{place}"
        assert page.locator("html").get_attribute("lang") == "en"
        assert switch(page) == f"{address}/zh/{place}"
        assert page.locator("html").get_attribute("lang") == "zh-CN"


def test_the_heading_that_is_read_is_the_place(browser, address: str) -> None:  # type: ignore[no-untyped-def]
    with reader(browser, "zh-CN") as page:
        page.goto(f"{address}/zh/mining.html")
        page.locator(ANCHOR).evaluate("section => section.scrollIntoView({ behavior: 'instant' })")
        page.wait_for_timeout(1800)  # the reader reads, and then goes up to the link
        assert switch(page) == f"{address}/mining.html{ANCHOR}"


def test_one_offer_and_nobody_is_sent_anywhere(browser, address: str) -> None:  # type: ignore[no-untyped-def]
    with reader(browser, "zh-CN") as page:
        page.goto(f"{address}/mining.html")
        offer = page.locator(".language-offer")
        assert re.search("[一-鿿]", offer.inner_text())
        assert page.url == f"{address}/mining.html"
        offer.locator("button").click()
        assert offer.count() == 0
        page.goto(f"{address}/hydrogen.html")
        assert offer.count() == 0
    with reader(browser, "zh-CN") as page:
        page.goto(f"{address}/mining.html")
        page.locator(".language-offer a").click()
        page.wait_for_load_state("load")
        assert page.url == f"{address}/zh/mining.html"
        assert page.locator(".language-offer").count() == 0
    for preferred, way in (("en-GB", ""), ("zh-CN", "zh/"), ("de", "")):
        with reader(browser, preferred) as page:
            page.goto(f"{address}/{way}mining.html")
            assert page.locator(".language-offer").count() == 0, preferred


def test_a_wrong_address_leads_to_either(browser, built_book: Path, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    answered = (built_book / "404.html").read_text("utf8")
    for wrong in ("no/such/page.html", "zh/no.html"):
        with reader(browser, "en") as page:
            page.route(
                f"http://book.test/{wrong}",
                lambda route: route.fulfill(status=404, body=answered, content_type="text/html"),
            )
            page.route(
                "http://book.test/**/_static/**",
                lambda route: _file(route, built_book),
            )
            page.route("http://book.test/_static/**", lambda route: _file(route, built_book))
            page.goto(f"http://book.test/{wrong}")
            page.locator("article a[href='/zh/index.html'][hreflang='zh-CN']").wait_for(timeout=5000)
            page.locator("article a[href='/index.html']").wait_for(timeout=5000)


def _file(route: Any, book: Path) -> None:
    file = book / route.request.url.partition("book.test/")[2].partition("?")[0]
    route.fulfill(path=file) if file.is_file() else route.fulfill(status=404)


def test_every_page_names_itself_in_both(built_book: Path) -> None:
    link = re.compile(r'<link rel="alternate" hreflang="([^"]+)" href="([^"]+)">')
    pages = [p for p in built_book.rglob("*.html") if p.name != "404.html" and p.parent.name != "embed"]
    assert len(pages) > 130
    for page in pages:
        told = {
            code: (page.parent / address).resolve() for code, address in link.findall(page.read_text("utf8"))
        }
        name = page.relative_to(built_book).as_posix().removeprefix("zh/")
        english, chinese = (built_book / name).resolve(), (built_book / "zh" / name).resolve()
        assert told == {"en": english, "zh-CN": chinese, "x-default": english}, page
        assert english.is_file()
        assert chinese.is_file()


def test_an_absolute_address_has_no_step_back(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(languages.LANGUAGES, "en,zh_CN")
    (english,) = languages.elsewhere("zh_CN", "provinces/shanxi", "https://example.org/baseline/zh/")
    assert english.address == "https://example.org/baseline/provinces/shanxi.html"
    (chinese,) = languages.elsewhere("en", "mining", "https://example.org/baseline/")
    assert chinese.address == "https://example.org/baseline/zh/mining.html"
    (near,) = languages.elsewhere("zh_CN", "mining", "./")
    assert near.address == "./../mining.html"
