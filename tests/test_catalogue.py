"""The evidence catalogue and the references as a reader uses them: what opens, what is found, what leads where.

On a book of two notebooks that is made here, and on the small report in a browser.
"""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from evident.book.all_entries import _common_words
from evident.book.bibliography import Bibliography

from .conftest import Copy
from .test_book_extension import Book, Built, book, exhibit, fact, later, record, write_notebook

__all__ = ["book"]  # a fixture

ENTRY = re.compile(
    r'<details class="entry"><summary>(.*?)</summary><div id="([^"]+)">(.*?)</div></details>', re.S
)


def entries(built: Built, page: str = "evidence") -> dict[str, tuple[str, str]]:
    """The line and the rest of each entry of a page, by its anchor."""
    return {ids: (line, rest) for line, ids, rest in ENTRY.findall(built.html(page))}


def plain(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", "", html).split())


def test_an_entry_is_one_line_and_its_anchor_lies_in_what_that_opens(book: Book) -> None:
    evidence = {"obs-a": record("obs-a", quality="doubtful", status="target")}
    published = fact("theme.mines", "over 7", how="published", parts=[{"kind": "observation", "id": "obs-a",
                     "label": "M", "text": "7"}])  # fmt: skip
    write_notebook(book.notebooks, "theme", published, exhibit("theme.chart"), evidence=evidence)
    found = entries(book.build())
    assert plain(found["fact-theme-mines"][0]) == "over 7 What mines is target doubtful published"
    assert plain(found["evidence-theme-chart"][0]) == "It rose"
    assert plain(found["obs-obs-a"][0]) == "over 7 Shanxi, 31 December 2024 target doubtful"
    # A line that opens something leads nowhere else, and shows no code name; that comes last.
    assert not any("<a " in line or "theme." in line for line, _ in found.values())
    assert plain(found["fact-theme-mines"][1]).endswith("Known to authors as: theme.mines")


def test_an_entry_leads_to_the_page_on_which_its_number_was_published(book: Book) -> None:
    _, rest = entries(book.build())["fact-theme-mines"]
    assert (
        '<a class="reference internal" href="references.html#source-xinhua2024a">Xinhua, 5 March 2024</a></span>'
        not in rest
    )
    assert '(<a class="reference external" href="https://example.org/a">example.org</a>)' in rest


def test_the_rest_of_a_long_list_opens(book: Book) -> None:
    many = [fact(f"theme.n{number}", str(number)) for number in range(11)]
    total = fact("theme.mines", "55", facts=[one["key"] for one in many])
    write_notebook(book.notebooks, "theme", *many, total)
    html = book.build().html("evidence")
    line, _, after = (
        html.partition('id="fact-theme-mines"')[2].partition("Computed from:")[2].partition("</p>")
    )
    assert line.count("<a ") == 8
    more = re.match(r'\s*<details class="folded"><summary><span>and 3 more</span>', after)
    assert more is not None
    opened = after.partition("</summary>")[2].partition("</details>")[0]
    assert re.findall(r'href="#([^"]+)"', opened) == ["fact-theme-n8", "fact-theme-n9", "fact-theme-n10"]


def test_numbers_that_no_page_prints_stand_behind_the_others_until_one_does(book: Book) -> None:
    behind = "printed on no page: 1"
    write_notebook(book.notebooks, "theme", fact("theme.mines", "over 7"), fact("theme.pace", "3.5 a year"))
    html = book.build().html("evidence")
    assert html.index('id="fact-theme-mines"') < html.index(behind) < html.index('id="fact-theme-pace"')
    book.page("chapter", "# Chapter\n\nOf {fact}`theme.mines` and {fact}`theme.pace`.\n")
    later(book.source / "chapter.md")
    assert behind not in book.build().html("evidence")


def data_of(built: Built) -> dict[str, Any]:
    """What the filter is given."""
    script = (built.book.out / "html" / "_static" / "evidence" / "entries.js").read_text("utf8")
    told: dict[str, Any] = json.loads(script.removeprefix("evidentEntries(").removesuffix(");\n"))
    return told


def test_the_start_page_counts_all_catalogues_and_has_every_entry(book: Book) -> None:
    evidence = {
        "obs-a": record("obs-a", quality="conflict"),
        "panel:Shanxi:2024:gdp": record("panel:Shanxi:2024:gdp", indicator="gdp"),
        "panel:Anhui:2024:gdp": record("panel:Anhui:2024:gdp", indicator="gdp"),
    }
    fund = {"kind": "assumed", "id": "fund", "label": "Fund", "text": "20", "reason": "A choice of ours."}
    write_notebook(
        book.notebooks,
        "theme",
        fact("theme.mines", "over 7", assumed=[fund]),
        exhibit("theme.chart"),
        evidence=evidence,
    )
    book.page("start", "# All\n\n```{evidence}\n```\n")
    book.contents.append("start")
    built = book.build()
    assert built.warnings == ""
    html = built.html("start")
    for ids, count in (("facts", 1), ("exhibits", 1), ("observations", 1), ("panel", 1)):
        assert f'href="evidence.html#catalogue-theme-{ids}">{count}</a>' in html
    assert html.count("catalogue-other-exhibits") == 0
    told = data_of(built)
    assert [theme[0] for theme in told["themes"]] == ["theme", "other"]
    rows = [(told["kinds"][row[0]], row[1], row[2], row[3], row[4], row[5]) for row in told["rows"]]
    assert rows == [
        ("fact", [0], "", "theme.mines", "over 7", "What mines is"),
        ("fact", [1], "", "other.share", "12.5%", "What share is"),
        # An assumption that is no number of its own stands where it had a part in something.
        ("assumption", [0], "fact-theme-mines", "theme.fund", "20", "Fund"),
        ("exhibit", [0], "", "theme.chart", "", "It rose"),
        ("observation", [0, 1], "", "obs-a", "over 7", "Intelligent mines, Shanxi, 31 December 2024"),
        ("panel", [0], "", "gdp", "", "Intelligent mines"),
    ]
    observed = next(row for row in told["rows"] if row[3] == "obs-a")
    assert told["qualities"][observed[7]] == "conflict"
    assert told["documents"][observed[8]] == "Xinhua, 5 March 2024"


def test_a_book_without_a_start_page_has_no_data_for_it(book: Book) -> None:
    book.build()
    assert not (book.out / "html" / "_static" / "evidence" / "entries.js").exists()


@pytest.mark.parametrize(
    ("titles", "common"),
    [
        (["Evidence: mining", "Evidence: freight"], "Evidence: "),
        (["Evidence: mining", "Evidence: mines"], "Evidence: "),
        (["证据：煤矿", "证据：货运"], "证据："),
        (["Mining", "Freight"], ""),
    ],
)
def test_the_words_with_which_titles_begin(titles: list[str], common: str) -> None:
    assert _common_words(titles) == common


# -- references


def test_references_say_what_rests_on_them_and_how_many_there_are(book: Book) -> None:
    book.page("chapter", "# Chapter\n\nOf {fact}`theme.mines` {cite:p}`bass1969new`.\n")
    built = book.build()
    text = built.text("references")
    assert "Listed are 2 documents: 1 in which figures" in text
    assert "and 1 that the text cites for something else" in text
    # theme has four numbers and other one, all of which name the document.
    assert "Figures and series taken from it: 1. Numbers that rest on it: 4." in text
    item = built.html("references").partition('id="source-xinhua2024a"')[2].partition("</li>\n</ul>")[0]
    assert 'href="evidence.html#obs-obs-a">Intelligent mines, Shanxi, 31 December 2024</a>' in item
    assert '<details class="folded"><summary><h2>X · 1</h2>' in built.html("references")


BARE = """@misc{copy2024, publisher = {{Paper}}, title = {{A copy}}, date = {2024}, note = {Read in a copy}}
@misc{bare2024, publisher = {{Paper}}, title = {{Bare}}, date = {2024-05}}
@article{cho2022, author = {Cho, A.}, title = {{Steam}}, journal = {Energy}, volume = {8}, number = {2}, pages = {11--19},
  date = {2022}}
@article{doi2022, author = {Doe, A.}, title = {{Air}}, journal = {Energy}, date = {2022}, doi = {10.1000/ab}}
"""


def test_a_source_without_an_address_says_why(tmp_path: Path) -> None:
    (tmp_path / "sources.bib").write_text(BARE, "utf8")
    bibliography = Bibliography(tmp_path / "sources.bib", "en")
    told = {
        key: "".join(node.astext() for node in bibliography.entry(source))
        for key, source in bibliography.sources.items()
    }
    assert told["copy2024"].endswith("2024. Read in a copy.")
    assert told["bare2024"].endswith("May 2024. No address is known.")
    assert told["cho2022"] == "Cho, A. Steam. Energy 8(2), 11–19, 2022."
    assert told["doi2022"].endswith("Energy, 2022. https://doi.org/10.1000/ab")


@pytest.mark.parametrize(
    ("export", "said"),
    [
        ({"sources": ["copy2024"], "rests_on": ["obs-a"]}, "Source: Paper (2024)."),
        ({"sources": [], "rests_on": ["data:observations", "data:panel"]},
         "Source: the report’s own data: all observations; the whole panel."),
        ({"sources": [], "rests_on": []}, "Source: the report’s own assumptions, and no published figure."),
    ],
)  # fmt: skip
def test_no_exhibit_is_without_a_source_line(tmp_path: Path, export: dict[str, Any], said: str) -> None:
    (tmp_path / "sources.bib").write_text(BARE, "utf8")
    assert Bibliography(tmp_path / "sources.bib", "en").origin(export).replace("Paper (May 2024)", "") == said


def test_every_number_is_two_clicks_from_where_it_comes_from(small_pages: Path) -> None:
    """The first opens its entry, from which the second leads to a document, in the web or in the list of references, or
    to all of a table of the data; or it says what was assumed, which no document has."""
    entries = {
        (page.name, ids): rest
        for page in small_pages.glob("evidence*.html")
        for _, ids, rest in ENTRY.findall(page.read_text("utf8"))
    }
    asked, astray, ways = 0, [], set()
    for page in small_pages.glob("*.html"):
        if page.name.startswith("evidence"):
            continue
        for name, ids in re.findall(
            r'<a class="fact[^"]*"[^>]* href="([^"#]*)#([^"]+)"', page.read_text("utf8")
        ):
            asked += 1
            rest = entries[name, ids]
            leads = re.findall(r'href="(https?:|references\.html["#]|evidence\.html#kind=)', rest)
            if leads:
                ways.add(leads[0])
            elif "Assumed by us" not in rest:
                astray.append(ids)
    assert asked > 30
    assert len(ways) > 1
    assert astray == []


# -- in a browser


@pytest.fixture(scope="module")
def small_pages(small: Copy) -> Path:
    small.build("--html")
    return small.file("html").resolve()


def test_a_reader_finds_entries_and_sends_the_list(small_pages: Path, browser: Any) -> None:
    page = browser.new_page()
    page.goto(f"file://{small_pages}/evidence.html")
    status, hits = page.locator(".evidence-count"), page.locator(".evidence-hits > li")
    page.get_by_label("Words, numbers or publishers").fill("13817")
    assert re.match(r"\d+ of \d+ entries$", status.inner_text())
    assert "13,817" in hits.first.inner_text()
    page.get_by_label("Doubt").select_option("conflict")
    page.get_by_label("Kind").select_option("observation")
    assert hits.count() == 1
    assert page.url.endswith("#q=13817&kind=observation&quality=conflict")
    # Who is sent the address finds the same, and the hit opens at its entry.
    other = browser.new_page()
    other.goto(page.url)
    assert other.locator(".evidence-hits > li").count() == 1
    other.locator(".evidence-hits a").click()
    assert other.locator(".entry:has(> div:target)").evaluate(
        "entry => entry.open && entry.parentElement.closest('details').open"
    )
    page.close()
    other.close()


def test_the_catalogues_of_the_book_are_of_a_height_to_read(built_book: Path, browser: Any) -> None:
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    largest = sorted(built_book.glob("evidence-*.html"), key=lambda file: file.stat().st_size)[-3:]
    for file in [*largest, built_book / "references.html"]:
        page.goto(file.as_uri())
        assert page.evaluate("document.documentElement.getBoundingClientRect().height") <= 15_000, file.name
    page.close()


def test_letters_count_what_is_listed(small_pages: Path, browser: Any) -> None:
    page = browser.new_page()
    page.goto(f"file://{small_pages}/references.html")
    headings = page.locator(".reference-part h2")
    before = headings.all_inner_texts()
    page.get_by_label("Words").fill("europe")
    listed = {}
    for part in page.locator(".reference-part:not([hidden])").all():
        name = part.locator("h2").inner_text()
        listed[name] = part.locator(".reference-list > li:not([hidden])").count()
    assert any(" of " in name for name in listed)
    for name, count in listed.items():
        letter, told = name.split(" · ")
        assert int(told.split(" of ")[0]) == count, letter
    page.get_by_role("button", name="Clear").click()
    assert headings.all_inner_texts() == before
    page.close()


def test_every_entry_is_found_at_its_anchor(small_pages: Path, browser: Any) -> None:
    page = browser.new_page()
    page.goto(f"file://{small_pages}/evidence.html")
    while (more := page.get_by_role("button", name="Show more")).is_visible():
        more.click()
    links = page.locator(".evidence-hits a").evaluate_all(
        "links => links.map(link => link.getAttribute('href'))"
    )
    page.close()
    assert links
    for link in links:
        name, _, ids = link.partition("#")
        assert f'id="{ids}"' in (small_pages / name).read_text("utf8"), link


def test_without_scripts_a_link_opens_its_entry_and_the_table_leads_on(
    small_pages: Path, browser: Any
) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"file://{small_pages}/evidence-trains.html#fact-trains-growth")
    assert page.locator("#fact-trains-growth").is_visible()
    page.goto(f"file://{small_pages}/references.html")
    shut = page.locator(".reference-part li").first
    assert not shut.is_visible()
    page.goto(f"file://{small_pages}/references.html#{shut.get_attribute('id')}")
    assert shut.is_visible()
    page.goto(f"file://{small_pages}/evidence.html")
    assert page.locator(".evidence-table a").count() > 4
    assert page.locator(".evidence-static").is_visible()
    context.close()


def test_references_are_found_by_words_kind_and_language(small_pages: Path, browser: Any) -> None:
    page = browser.new_page()
    page.goto(f"file://{small_pages}/references.html")
    items = page.locator(".reference-list > li")
    assert items.filter(visible=True).count() == 0  # letters are shut
    page.get_by_label("Words").fill("yicai")
    assert items.filter(visible=True).count() == 1
    assert page.url.endswith("#q=yicai")
    page.get_by_role("button", name="Clear").click()
    assert items.filter(visible=True).count() == 0
    page.close()
