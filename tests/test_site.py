"""Several editions side by side: their list, the site of all of them, the way from a page to the same page of another.

Belongs here: `run/editions.py`, `book/site.py`, `build --all`, on the small report; which claims of the report turn in
the edition of its critic. Does not: what the pages of an edition print (`test_editions.py`).
"""

import json
import re
import shutil
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from urllib.parse import unquote

import pytest

from evident import paths
from evident.book import site as sites
from evident.run import locking, parameters, session
from evident.run.editions import Listed
from evident.text.words import Words

from .conftest import Copy

CLAIM = re.compile(r"\{claim\}(`+).*?(?<!`)\1(?!`)", re.DOTALL)
FACT = re.compile(r"\{fact\}`([\w.]+)")
LATE = """
title: Late <b>&
reason: The same milestone two years later, to see what changes.
based_on: baseline

trains:
  milestone_year: 2029
provinces:
  many_times: 3.0
"""


@pytest.fixture(scope="module")
def site(small: Copy) -> Path:
    """The site of the small report, which has two editions."""
    said = small.build("--all")
    assert said.splitlines()[-2:] == ["site", "  _build/site/index.html"]
    return small.root / "_build/site"


def pages(folder: Path) -> dict[str, str]:
    """The pages of an edition by address."""
    return {p.relative_to(folder).as_posix(): p.read_text("utf8") for p in sorted(folder.rglob("*.html"))}


def files(folder: Path) -> dict[str, bytes]:
    """Every file by address."""
    return {
        p.relative_to(folder).as_posix(): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()
    }


def switcher(html: str) -> str:
    """The list of editions of a page."""
    (found,) = re.findall(r'<details class="editions">.*?</details>', html, re.DOTALL)
    return str(found)


def links(html: str) -> Iterator[str]:
    """The addresses that a page leads to or loads, but for those of other hosts."""
    for found in re.findall(r'(?:href|src)="([^"#?]+)', html):
        if not re.match(r"[a-z]+:", found):
            yield unquote(unescape(found))


def test_the_same_page_has_the_same_address_below_each_edition(site: Path) -> None:
    names = {path.name for path in site.iterdir()}
    assert names == {"404.html", "_headers", "_policy.conf", "baseline", "hasty", "index.html"}
    one, other = pages(site / "baseline"), pages(site / "hasty")
    assert one.keys() == other.keys()
    assert {"index.html", "trains.html", "evidence-trains.html", "search.html"} <= one.keys()
    assert [path.name for path in (site / "hasty/_downloads").glob("*.pdf")]


def test_the_page_for_a_wrong_address_leads_into_the_main_edition(site: Path) -> None:
    html = (site / "404.html").read_text("utf8")
    assert '<body data-folder="baseline/" class="page-missing">' in html
    inside = [link for link in links(html) if link.endswith(".html")]
    assert inside
    assert [link for link in inside if not link.startswith("baseline/")] == []


def test_every_address_of_the_site_exists(site: Path) -> None:
    lost = {
        (page, link)
        for page, html in pages(site).items()
        for link in links(html)
        if not (site / page).parent.joinpath(link).resolve().is_relative_to(site.resolve())
        or not (site / page).parent.joinpath(link).exists()
    }
    assert lost == set()


def test_each_page_leads_to_the_same_page_of_the_other_editions(site: Path) -> None:
    for edition, other in (("baseline", "hasty"), ("hasty", "baseline")):
        for page, html in pages(site / edition).items():
            if page.startswith("embed/"):
                continue  # shown inside of a page of somebody else
            if page == "404.html":
                assert "editions" not in html
                continue
            found = switcher(html)
            assert f'href="../{other}/{page}"' in found
            (here,) = re.findall(r'<a href="([^"]*)" aria-current="page">', found)
            assert here == f"../{edition}/{page}"
    text = " ".join(re.sub(r"<[^>]+>", " ", switcher(pages(site / "hasty")["trains.html"])).split())
    assert text.startswith("Edition: Hasty Baseline · the main text · PDF Baseline The evidence as it stood")
    assert "Hasty · one assumption differs · PDF Hasty The same milestone a year earlier" in text


def test_a_page_that_another_edition_does_not_have_leads_to_its_first() -> None:
    every = [
        Listed("baseline", "Baseline", "As it is.", "2026-01-01", ()),
        Listed("o k", "Other", "Why not.", "2025-01-01", ("a.b", "a.c")),
    ]
    pages = {"baseline": frozenset({"index.html", "p/q.html"}), "o k": frozenset({"index.html"})}
    made = list(sites.entries(every, pages, "../../", "p/q.html", Words("en")))
    assert [(entry.address, entry.elsewhere) for entry in made] == [
        ("../../baseline/p/q.html", False), ("../../o%20k/index.html", True),
    ]  # fmt: skip
    assert made[1].differs == "evidence up to 1 January 2025, 2 assumptions differ"


def test_search_engines_take_the_baseline(site: Path) -> None:
    assert '<link rel="canonical"' not in pages(site / "baseline")["trains.html"]
    assert '<link rel="canonical" href="../baseline/trains.html">' in pages(site / "hasty")["trains.html"]


def test_the_first_page_leads_to_the_baseline_without_a_script(site: Path) -> None:
    html = (site / "index.html").read_text("utf8")
    assert '<meta http-equiv="refresh" content="0; url=baseline/index.html">' in html
    assert '<a href="baseline/index.html">' in html
    assert "<script" not in html


def test_a_book_by_itself_has_no_list_of_editions(small: Copy, site: Path) -> None:
    for page, html in pages(small.root / "_build/hasty/html").items():
        assert '<details class="editions">' not in html, page
        assert "../baseline" not in html, page


def test_a_site_is_the_same_whenever_it_is_made(small: Copy, site: Path) -> None:
    before = files(site)
    assert "site: nothing to do" in small.build("--all")
    shutil.rmtree(small.root / "_build/.site")
    assert "nothing to do" in small.build("--all").partition("edition hasty")[2]
    assert files(site) == before


def test_a_new_edition_is_one_file_and_one_that_fails_leaves_the_last_site(small: Copy, site: Path) -> None:
    file = small.root / "data/editions/late.yml"
    with small.tried():
        file.write_text(LATE, "utf8")
        try:
            assert small.evident("editions").stdout.splitlines()[-1].split()[-3:] == ["2", "not", "built"]
            small.build("--all")
            found = switcher(pages(site / "baseline")["trains.html"])
            assert 'href="../late/trains.html"' in found
            assert "Late &lt;b&gt;&amp;" in found
            assert "2 assumptions differ" in found
            assert "Late <b>" not in pages(site)["index.html"]
            before = files(site)
            file.write_text(LATE.replace("2029", "2030"), "utf8")
            with locking.held(small.root / "_build/late/.lock", wait=False, say=print):
                said = small.fails("build", "--all", "--no-wait")
            assert "another build is at work" in said
            assert "1 edition failed: late; the last good site stays" in said
            assert files(site) == before
        finally:
            file.unlink()
    assert "nothing to do" in small.build("--all")


def test_the_list_of_editions(small: Copy, site: Path) -> None:
    lines = [re.split(r"\s{2,}", line) for line in small.evident("editions").stdout.splitlines()]
    assert lines == [
        ["name", "title", "evidence to", "assumptions that differ", "book"],
        ["baseline", "Baseline", "2026-11-21", "0", "up to date"],
        ["hasty", "Hasty", "2026-11-21", "1", "up to date"],
    ]
    with small.edited(
        "data/editions/hasty.yml", "milestone_year: {value: 2026", "milestone_year: {value: 2028"
    ):
        told = json.loads(small.evident("editions", "--json").stdout)
    # Of the baseline too: the data set that its pages offer holds all editions.
    assert [(edition["name"], edition["state"]) for edition in told] == [
        ("baseline", "out of date"), ("hasty", "out of date"),
    ]  # fmt: skip
    assert told[1]["differing"] == ["trains.milestone_year"]


def test_no_edition_takes_the_place_of_the_site(small: Copy) -> None:
    file = small.root / "data/editions/site.yml"
    file.write_text(LATE, "utf8")
    try:
        assert "data/editions/site.yml:1: _build/site is the folder of all editions" in small.fails(
            "editions"
        )
    finally:
        file.unlink()


def test_all_editions_have_all_forms(small: Copy) -> None:
    for more in (["--html"], ["--edition", "hasty"]):
        done = small.evident("build", "--all", *more)
        assert done.returncode == 2
        assert "--all builds HTML, PDF and EPUB of every edition" in done.stdout + done.stderr


def test_where_the_site_has_an_address_each_page_tells_its_own() -> None:
    page = (
        '<title>T</title>\n    <link rel="canonical" href="https://a.org/r/hasty/p/q.html" />'
        '<meta property="og:image" content="https://a.org/r/hasty/_static/cards/q.png">'
    )
    told = sites.told_to_others(page, "hasty", "p/q.html", "../../baseline/p/q.html")
    assert told.count("canonical") == 1
    assert '<link rel="canonical" href="https://a.org/r/baseline/p/q.html">' in told
    assert 'content="https://a.org/r/hasty/_static/cards/q.png"' in told
    alone = sites.told_to_others(page, "hasty", "p/q.html", "")  # the baseline has no such page
    assert '<link rel="canonical" href="https://a.org/r/hasty/p/q.html">' in alone


def test_the_list_opens_by_keyboard_and_without_scripts(site: Path, browser) -> None:  # type: ignore[no-untyped-def]
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto((site / "index.html").resolve().as_uri())
    page.wait_for_url("**/baseline/index.html")
    page.locator(".editions summary").focus()
    assert not page.get_by_role("link", name="Hasty", exact=True).is_visible()
    page.keyboard.press("Enter")
    page.get_by_role("link", name="Hasty", exact=True).focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/hasty/index.html")
    context.close()


# -- the report


def _said(bound: str, holds: dict[str, bool | None]) -> str:
    """The wording of a claim's words that an edition prints, where these are its verdicts."""
    words, _, keys = bound.rpartition("<")
    told = [holds.get(key, True) for key in re.findall(r"\w+\.\w+", keys)]
    wordings = words.split("||")
    state = 0 if all(told) else 1 if False in told else 2
    return wordings[min(state, len(wordings) - 1)]


def test_claims_that_turn_for_the_critic_are_marked_or_said_otherwise() -> None:
    """No notebook fails, and each claim that turns has other words, or is one that the engine marks."""
    edition = parameters.load_edition("critic")
    holds, without = {}, set()
    for notebook in paths.notebooks():
        made = session.collect(notebook, parameters.for_notebook(edition, notebook))
        without |= {key for key, fact in made.facts.items() if fact["problem"]}
        holds |= {key: claim["holds"] for key, claim in made.claims.items()}
    turned = {key for key, told in holds.items() if told is False}
    assert without  # the count that this edition ends with is open above, so that no day can be worked out
    assert len({key.partition(".")[0] for key in turned}) > 1
    # The engine marks all words whose test fails. Headings and the front pages should read well as well.
    for path in sorted(paths.report().chapters.glob("*.md")):
        text = path.read_text("utf8")
        printed = set(FACT.findall(CLAIM.sub(lambda bound: _said(bound[0], holds), text)))
        assert not printed & without, path.name
        for bound in CLAIM.finditer(text):
            keys = set(re.findall(r"\w+\.\w+", bound[0].rpartition("<")[2]))
            heading = text[: bound.start()].rpartition("\n")[2].startswith("#")
            if keys & turned and (heading or path.stem in ("index", "summary")):
                assert "||" in bound[0], f"{path.name}: {bound[0]}"
