"""The chooser of settings in a real browser: it counts the settings that remain, and answers to the keyboard."""

import gzip
import shutil
from pathlib import Path

import pytest

from evident.book import chooser
from evident.book.explorer import island

from .conftest import CHROMIUM

STATIC = Path(chooser.__file__).parent / "theme" / "static" / chooser.FILES
WORDS = {
    "theme": "Chapter", "every": "whole", "base": "{part} (here)", "reset": "Reset", "none": "Nothing remains.",
    "never": "{count}", "never_none": "0", "always": "{claim}: always", "remain": "{count} of {all}; {claims} claims, {always} always, {never} never", "claim": "Claim",
    "holds": "Holds in", "of": "{holds} of {count}", "open": "{count} open", "ask": "Why", "in_text": "in the text",
    "decides": "{claim}: where", "choice": "Choice", "part_of": "Part", "share": "Share", "choose": "Choose",
    "more": "More", "fewer": "Fewer", "close": "Close",
}  # fmt: skip
# Eight settings: the fund low in the first four. `more` fails where the fund is high; of `open` one is not known.
DATA = {
    "words": WORDS,
    "themes": [
        {
            "name": "theme", "title": "Theme", "settings": 8,
            "parameters": [
                {"name": "fund", "label": "Fund", "parts": ["low", "high"], "base": 0, "at": "00001111"},
                {"name": "year", "label": "Year", "parts": ["early", "late"], "base": 1, "at": "01010101"},
            ],
            "claims": [
                {"key": "theme.sure", "words": "Sure", "href": "c.html"},
                {"key": "theme.more", "words": "More", "href": "c.html", "fails": "0f", "first": "Fails at high.",
                 "alone": ["fund"]},
                {"key": "theme.open", "words": "Open", "href": "c.html", "open": "80"},
            ],
        }
    ],
}  # fmt: skip

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="there is no browser")


@pytest.fixture
def page(browser, tmp_path: Path):  # type: ignore[no-untyped-def]
    shutil.copytree(STATIC, tmp_path / chooser.FILES)
    shutil.copyfile(STATIC.parent / "elements.js", tmp_path / "elements.js")
    (tmp_path / "firmness.html").write_text(
        '<!doctype html><html lang="en"><meta charset="utf-8"><title>Firm</title>'
        '<link rel="stylesheet" href="chooser/chooser.css"><script defer src="elements.js"></script>'
        '<script defer src="chooser/chooser.js"></script>'
        f'<main><section class="chooser" aria-label="Choose" hidden>{island(DATA)}</section></main></html>',
        "utf8",
    )
    opened = browser.new_page()
    opened.goto((tmp_path / "firmness.html").as_uri())
    yield opened
    opened.close()


def rows(page) -> list[list[str]]:  # type: ignore[no-untyped-def]
    found: list[list[str]] = page.eval_on_selector_all(
        ".chooser-claims tbody tr",
        "rows => rows.map(row => [...row.cells].map(cell => cell.innerText.trim()))",
    )
    return found


def test_claims_that_fail_most_come_first(page) -> None:  # type: ignore[no-untyped-def]
    assert page.locator(".chooser-summary").inner_text() == "8 of 8; 3 claims, 1 always, 0 never"
    assert [row[0] for row in rows(page)] == ["More", "Open", "Sure"]
    assert [row[1].split("\n")[0] for row in rows(page)] == ["4 of 8", "7 of 8", "8 of 8"]


def test_what_is_chosen_leaves_settings_and_is_kept_in_the_address(page) -> None:  # type: ignore[no-untyped-def]
    page.select_option("#chooser-fund", "1")
    assert page.locator(".chooser-summary").inner_text() == "4 of 8; 3 claims, 2 always, 1 never"
    page.select_option("#chooser-year", "0")
    assert rows(page)[0] == ["More", "0 of 2"]
    assert page.url.endswith("#theme=theme&fund=1&year=0")
    page.reload()
    assert page.locator(".chooser-summary").inner_text() == "2 of 8; 3 claims, 2 always, 1 never"
    page.get_by_text("Reset").click()
    assert page.locator(".chooser-summary").inner_text() == "8 of 8; 3 claims, 1 always, 0 never"


def test_an_address_asks_about_a_claim_and_keys_choose_where_it_fails(page) -> None:  # type: ignore[no-untyped-def]
    page.goto(f"{page.url.partition('#')[0]}#claim=theme.more")
    about = page.locator(".chooser-about")
    assert about.locator("h3").inner_text() == "More: where"
    assert "Fails at high." in about.inner_text()
    # Of the choice that breaks it alone both parts are told; the other only to who asks.
    assert about.locator("tbody tr").count() == 2
    about.get_by_text("More", exact=True).focus()
    page.keyboard.press("Enter")
    assert about.locator("tbody tr").count() == 4
    about.locator('button[data-at="fund 1"]').focus()
    page.keyboard.press("Enter")
    assert rows(page)[0] == ["More", "0 of 4"]
    assert page.evaluate("document.activeElement.dataset.at") == "fund 1"


def test_an_address_that_names_nothing_known_is_no_obstacle(page) -> None:  # type: ignore[no-untyped-def]
    page.goto(f"{page.url.partition('#')[0]}#claim=other.gone&fund=9")
    assert page.locator(".chooser-summary").inner_text().startswith("8 of 8")
    assert page.locator(".chooser-about").is_hidden()


def test_the_script_is_light() -> None:
    assert sum(len(gzip.compress(file.read_bytes())) for file in STATIC.iterdir()) < 6_000
