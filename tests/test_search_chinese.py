"""The search of the Chinese pages in a real browser: words without blanks find the pages and figures that have them.

Needs Chromium; without one the tests are skipped and say so.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

# What is asked, a page or place that must be among the first results, and the kind of it.
ASKED = {
    "煤层气": ("glossary.html#term-coalbed-methane", "term"),
    "瓦斯": ("glossary.html#term-coal-mine-methane", "term"),
    "智能化煤矿": ("mining.html", "chapter"),
    "太原": ("", ""),
    "氢能": ("hydrogen.html", "chapter"),
    "弃风弃光": ("glossary.html#term-curtailment", "term"),
    "焦炉煤气": ("glossary.html#term-coke-oven-gas", "term"),
    "煤炭产量 2025": ("mining.html", ""),
    "山西省": ("provinces/shanxi.html", "place"),
    "燃料电池汽车": ("hydrogen.html", ""),
    "谁来出钱": ("cooperation.html", ""),
    "内蒙古": ("provinces/inner-mongolia.html", "place"),
}
SEEN = 8  # results that are looked through
FOUND = """query => evidentSearch.answer(query).hits.map(({ record }) =>
    [evidentSearch.head.pages[record.page][0] + (record.anchor && "#" + record.anchor), record.kind])"""


@pytest.fixture(scope="module")
def asking(browser: Any, built_book: Path) -> Iterator[Any]:
    """The Chinese search page, from a disk, with all that it looks through."""
    if not (built_book / "zh/search.html").exists():
        pytest.skip("the book is not built in Chinese")
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.goto(f"{built_book.as_uri()}/zh/search.html?q=煤")
    page.wait_for_function("globalThis.evidentSearch?.records?.some(r => r.kind === 'source')")
    yield page
    page.close()


@pytest.mark.parametrize("query", ASKED)
def test_words_without_blanks_find_their_places(asking: Any, query: str) -> None:
    place, kind = ASKED[query]
    found = asking.evaluate(FOUND, query)[:SEEN]
    assert any(one.startswith(place) and (not kind or kind == of) for one, of in found), found


@pytest.mark.parametrize("query", ["煤层气", "瓦斯", "太原", "智能化煤矿"])
def test_published_figures_are_found(asking: Any, query: str) -> None:
    kinds = [kind for _, kind in asking.evaluate(FOUND, query)]
    assert {"observation", "number"} & set(kinds), kinds


def test_results_are_shown_in_chinese(asking: Any) -> None:
    asking.locator("input[type=search]:visible").fill("智能化煤矿")
    asking.locator("mark.search-mark", has_text="智能化煤矿").first.wait_for()
    assert asking.locator(".search-status").first.inner_text().endswith("。")
    for shown in asking.locator(".search-result").all()[:SEEN]:
        assert re.search("[一-鿿]", shown.inner_text())
    extracts = asking.locator(".search-extract").all_inner_texts()
    assert extracts
    assert all(re.search("[一-鿿]", text) for text in extracts)
