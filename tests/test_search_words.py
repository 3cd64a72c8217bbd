"""How the search understands words and orders what it finds, on a handful of records made here.

Belongs here: all words before some, words near each other, slips, what is alike, words that mean the same, Chinese, parts
of a text to show. Does not: what the real book's search finds, its dialog, its marks (`test_search.py`).

Needs Chromium on the path; without one the tests are skipped and say so.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from evident.book.search import KINDS
from evident.book.style import THEME

SCRIPTS = ("minisearch/minisearch.min.js", "terms.js", "slips.js", "extracts.js", "ranking.js")
PAGES = ["a.html", "b.html", "c.html", "evidence.html"]


@pytest.fixture(scope="module")
def page(browser: Any) -> Iterator[Any]:
    """A page that has the search and no book."""
    made = browser.new_page()
    yield made
    made.close()


def asked(page: Any, records: list[tuple[Any, ...]], query: str, same: list[list[str]] | None = None) -> Any:
    """What is found in records (kind, page, anchor, title, text, also): hits and the words that were heard."""
    page.goto("about:blank")
    page.evaluate("delete globalThis.evidentSearch")
    for script in SCRIPTS:
        page.add_script_tag(path=str(Path(THEME) / "static/search" / script))
    data = {
        "words": {"passed_over": "the of in", "asking": "how many"},
        "kinds": [[kind, kind] for kind in KINDS],
        "pages": [[name, name] for name in PAGES],
        "same": same or [],
        "behind": [3],
        "records": [[KINDS.index(record[0]), *record[1:]] for record in records],
    }
    page.evaluate("data => evidentSearch.take('report', data)", data)
    page.evaluate("evidentSearch.take('evidence', {})")  # or a slip may be a word that is still to come
    return page.evaluate(
        """query => {
            const { hits, heard, typed, taken } = evidentSearch.answer(query);
            const shown = (set) => [...set].sort();
            return {
                titles: hits.map(({ record }) => record.title),
                lacks: hits.map(({ lacks }) => lacks),
                more: hits.map(({ more }) => more.map(({ record }) => record.title)),
                marked: hits.map(({ record, sets }) => [record.title, record.text].flatMap((text) => evidentSearch.written(text, sets))),
                instead: taken ? [typed, taken] : [],
                absent: heard.filter(({ found }) => !found.size).map(({ label }) => label),
                near: evidentSearch.nearWords({ heard }),
            };
        }""",
        query,
    )


def finding(title: str, anchor: str, page: int = 0) -> tuple[Any, ...]:
    return ("finding", page, anchor, title)


def test_all_words_come_before_some_and_what_lacks_one_says_which(page: Any) -> None:
    records = [
        finding("Coal, coal and nothing but coal", "one"),
        finding("Jobs are few where coal is dug", "two"),
        finding("Jobs in towns", "three"),
    ]
    found = asked(page, records, "coal jobs")
    assert found["titles"][0] == "Jobs are few where coal is dug"
    assert found["lacks"] == [[], *found["lacks"][1:]]
    assert sorted(map(str, found["lacks"][1:])) == ["['coal']", "['jobs']"]


def test_a_word_that_stands_nowhere_is_told_once_and_not_of_each_place(page: Any) -> None:
    records = [finding("Jobs are few where coal is dug", "one"), finding("Jobs in towns", "two")]
    found = asked(page, records, "coal jobs xyzzy")
    assert found["absent"] == ["xyzzy"]
    assert found["titles"] == ["Jobs are few where coal is dug", "Jobs in towns"]
    assert found["lacks"] == [[], ["coal"]]


def test_words_near_each_other_come_before_words_far_apart(page: Any) -> None:
    far = finding("Coal is dug by fewer and fewer in towns that have no other jobs", "far")
    near = finding("In the towns of the north that have a single railway, coal jobs go", "near")
    assert asked(page, [far, near], "coal jobs")["titles"] == [near[3], far[3]]
    assert asked(page, [near, far], "jobs coal")["titles"] == [near[3], far[3]]  # in whatever order


def test_words_that_ask_need_not_stand_there(page: Any) -> None:
    found = asked(page, [finding("Trains run to Europe", "one")], "how many trains to Europe")
    assert (found["titles"], found["lacks"]) == (["Trains run to Europe"], [[]])


def test_what_is_called_alike_is_shown_once(page: Any) -> None:
    records = [
        ("observation", 3, "x", "Coal output", "Shanxi, 2024: 1 Mt"),
        ("observation", 3, "y", "Coal output", "Shanxi, 2023: 2 Mt"),
        ("observation", 2, "z", "Coal output 煤炭产量"),
        ("observation", 3, "w", "Coal exports", "Shanxi, 2024"),
    ]
    found = asked(page, records, "coal output")
    assert len(found["titles"]) == len(["output", "exports"])
    assert len(found["more"][0]) == len(["y", "z"])


def test_numbers_of_one_place_are_together(page: Any) -> None:
    records = [
        ("number", 0, "here", "Coal of one year", "1 Mt"),
        ("number", 0, "here", "Coal of the next year", "2 Mt"),
        ("number", 1, "there", "Coal of a third year", "3 Mt"),
        ("section", 0, "here", "Coal in years"),
        ("page", 0, "", "Of something else"),
    ]
    found = asked(page, records, "coal year")
    assert {"Coal in years", "Coal of a third year", "Coal of one year"} < set(found["titles"])
    assert "Coal of the next year" not in found["titles"]
    assert found["more"][found["titles"].index("Coal of one year")] == ["Coal of the next year"]


def test_a_slip_is_told_and_an_unknown_word_is_not_taken_for_another(page: Any) -> None:
    records = [finding("Hydrogen from coal", "one"), finding("Employment in quartz mines", "two")]
    found = asked(page, records, "hydrogn coal ")
    assert (found["titles"], found["instead"]) == (["Hydrogen from coal"], ["hydrogn", "hydrogen coal"])
    for query in ("qwertz ", "unemployment "):  # which is not almost "employment"
        found = asked(page, records, query)
        assert (found["titles"], found["instead"], found["absent"]) == ([], [], [query.strip()])
    assert asked(page, records, "unemployment ")["near"] == []
    assert asked(page, records, "cola ")["instead"] == ["cola", "coal"]  # its letters changed places
    assert (asked(page, records, "cool ")["instead"], asked(page, records, "cool ")["near"]) == ([], ["coal"])
    assert asked(page, records, "quarts coal ")["instead"] == ["quarts", "quartz coal"]
    assert asked(page, records, "quirts ")["near"] == ["quartz"]  # two letters are wrong: only offered


def test_words_run_together_are_found(page: Any) -> None:
    found = asked(page, [finding("The coal of a mine", "one"), finding("A coal mine", "two")], "coalmine ")
    assert found["instead"] == ["coalmine", "coal mine"]
    assert found["titles"] == ["A coal mine", "The coal of a mine"]


def test_marks_are_of_the_words_that_were_found(page: Any) -> None:
    records = [finding("The methane of mines is let out by miners and mining", "one")]
    same = [["methane", "mine gas"]]
    assert asked(page, records, "methane", same)["marked"] == [["methane"]]
    found = asked(page, [finding("Mine gas warms; a mine has gas", "one")], "methane", same)
    assert found["marked"] == [["mine gas"]]
    # Of a word that is whole, what only begins with it is another; of one that is being typed it is not.
    assert asked(page, [finding("Minerals", "one"), finding("Mines", "two")], "mine")["titles"] == ["Mines"]
    assert asked(page, [finding("Minerals", "one")], "miner")["titles"] == ["Minerals"]


def test_chinese_is_cut_at_names_that_are_known(page: Any) -> None:
    same = [["Shanxi", "山西"], ["coal output", "煤炭产量"]]
    records = [finding("The coal output of Shanxi is large", "one"), finding("Shanxi and others", "two")]
    found = asked(page, records, "山西煤炭产量", same)
    assert (found["titles"][0], found["lacks"][0]) == ("The coal output of Shanxi is large", [])
    assert set(found["marked"][0]) == {"coal output", "shanxi"}


@pytest.mark.parametrize(
    ("query", "title"),
    [
        ("20bn yuan", "20 bn yuan"),
        ("12th plan", "The 12th plan"),
        ("tons", "A tonne"),
        ("1 305 Mt", "1,305 Mt"),
    ],
)
def test_numbers_with_what_is_written_to_them(page: Any, query: str, title: str) -> None:
    found = asked(page, [finding(title, "one"), finding("Nothing", "two")], query)
    assert (found["titles"], found["lacks"]) == ([title], [[]])


@pytest.mark.parametrize(
    ("terms", "sets", "width"),
    [
        ("a b c a", ["b", "a"], 2),
        ("a x x b", ["a", "b"], 4),
        ("a x b a", ["a", "b"], 2),
        ("a a", ["a", "b"], None),
    ],
)
def test_in_how_few_words_all_stand(page: Any, terms: str, sets: list[str], width: int | None) -> None:
    asked(page, [], "")
    told = page.evaluate(
        "([terms, sets]) => evidentSearch.span(terms, sets.map((term) => new Set([term])))",
        [terms.split(), sets],
    )
    assert told == (width or float("inf"))


def test_an_extract_shows_all_words(page: Any) -> None:
    asked(page, [], "")
    between = "and so on " * 60
    text = f"Coal comes first {between}then jobs come {between}at the end."
    pieces = page.evaluate(
        "text => evidentSearch.extract(text, ['coal', 'job'].map((term) => new Set([term])))", text
    )
    assert [piece["text"] for piece in pieces if piece["hit"]] == ["Coal", "jobs"]
    shown = "".join(piece["text"] for piece in pieces)
    assert shown.startswith("Coal comes first and")
    assert shown.endswith(" …")
    assert "… " in shown[1:-2]
    assert len(shown) < 280
