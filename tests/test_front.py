"""The first page and the pages around it: promises and chapters as cards, the glossary, notes with reservations, cards."""

import re
from pathlib import Path

import pytest

from evident.book import notes
from evident.book.verdicts import bar
from evident.text.words import Words

from .conftest import Copy

STRIP = """
## Promises

```{verdicts}
{fact}`trains.milestone` trains by {fact}`trains.deadline`
{fact}`trains.verdict`
{fact}`trains.trains_2025` so far.
bar: trains.trains_2025 / trains.milestone

Another promise
{fact}`trains.verdict`
```

```{cards}
{doc}`trains`
{fact}`trains.trains_2025|number` trains in 2025
{claim}`More than the year before || || Trains <trains.still_growing>`.
{fact}`trains.verdict`

{doc}`provinces`
{fact}`trains.four_share` of the trains
Some words.
```
"""


@pytest.fixture(scope="module")
def front(small: Copy) -> Copy:
    """The small report with cards on its first page."""
    index = small.root / "chapters/index.md"
    index.write_text(index.read_text("utf8") + STRIP, "utf8")
    small.build()
    return small


def cards(html: str, kind: str) -> list[str]:
    return re.findall(rf'<li class="{kind}-card">.*?</li>', html, re.DOTALL)


def words_of(html: str) -> str:
    return " ".join(re.sub(r"<svg.*?</svg>|<[^>]+>", " ", html, flags=re.DOTALL).split())


def test_a_promise_is_a_card_with_verdict_bar_and_distance(front: Copy) -> None:
    first, second = cards(front.html("index"), "verdict")
    assert (
        first.index("verdict-card-verdict")
        < first.index("verdict-card-promise")
        < first.index("distance-goal")
    )
    assert "verdict-ahead" in first
    assert words_of(first).startswith("ahead")
    assert "so far." in words_of(first)
    assert "distance-goal" not in second
    assert words_of(second).endswith("Another promise")


def test_a_chapter_is_a_card_with_a_number_and_a_finding(front: Copy) -> None:
    first, second = cards(front.html("index"), "chapter")
    assert 'href="trains.html"' in first
    assert (
        re.search(r'<p class="chapter-card-number">.*20,022.*?</p>', first) or "chapter-card-number" in first
    )
    assert "More than the year before" in words_of(first)
    assert "chapter-card-verdict" in first
    assert "chapter-card-verdict" not in second


def test_the_pdf_prints_them_as_tables(front: Copy) -> None:
    said = front.pdf()
    for word in ("Promise", "How far it is", "Another promise", "A number of it"):
        assert word in said


def test_a_bar_is_solid_to_what_was_reached_and_ends_at_the_promise() -> None:
    drawn = bar(45, 61, 100)  # 232 units for the whole
    assert 'class="distance-reached" d="M0 8H104.4"' in drawn
    assert 'class="distance-range" d="M104.4 8H141.5"' in drawn
    assert 'class="distance-goal" d="M232.0 1L' in drawn
    assert 'class="distance-reached" d="M0 8H232.0"' in bar(120, 120, 60)  # twice what was promised
    assert 'class="distance-goal" d="M116.0 1L' in bar(120, 120, 60)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (
            "bar: trains.trains_2025 / trains.milestone",
            "bar: trains.trains_2025 / trains.four_share",
            "facts of one unit",
        ),
        (
            "bar: trains.trains_2025 / trains.milestone",
            "bar: trains.nothing / trains.milestone",
            "trains.nothing",
        ),
        ("bar: trains.trains_2025 / trains.milestone", "bar: / trains.milestone", "write `bar: fact / fact`"),
        (
            "Another promise\n{fact}`trains.verdict`",
            "Another promise\n{fact}`trains.milestone`",
            "has no verdict",
        ),
        ("{fact}`trains.four_share` of the trains\n", "Four of the trains\n", "begins with no fact"),
        (
            "{fact}`trains.four_share` of the trains\nSome words.",
            "{fact}`trains.four_share`",
            "a card has 3 to 4 lines",
        ),
    ],
)
def test_a_card_of_another_form_is_refused(front: Copy, old: str, new: str, said: str) -> None:
    with front.edited("chapters/index.md", old, new):
        told = front.fails("build", "--html")
    assert "chapters/index.md:" in told
    assert said in told


# -- glossary


def test_entries_say_where_a_term_is_used_and_its_chinese_name(front: Copy) -> None:
    page = front.html("glossary")
    assert re.search(r'<dt id="term-freight-train">freight train <span[^>]*lang="zh"[^>]*>班列</span>', page)
    assert "班列. A train" not in page
    uses = re.search(r'<p class="glossary-uses[^"]*">(.*?)</p>', page, re.DOTALL)
    assert uses
    assert words_of(uses[1]) == "Used in: Trains"
    letters = re.search(r'<p class="glossary-letters[^"]*">(.*?)</p>', page, re.DOTALL)
    assert letters
    assert re.findall(r'href="(#term-[a-z-]+)"[^>]*>(\w)<', letters[1]) == [
        ("#term-freight-train", "F"),
        ("#term-output", "O"),
    ]
    assert "班列. A train" in front.pdf()


# -- notes


class Evidence:
    """What a note asks of a notebook's exports."""

    def __init__(self, **record: str) -> None:
        self.evidence = {"a": record}


@pytest.mark.parametrize(
    ("record", "said"),
    [
        ({"status": "actual", "quality": "good"}, []),
        ({"status": "forecast", "quality": "good"}, ["A forecast, and no count."]),
        (
            {"status": "target", "quality": "doubtful"},
            ["We mark it as doubtful; its entry in the evidence says why."],
        ),
        (
            {"status": "estimate", "quality": "conflict"},
            [
                "The source gives it as an estimate.",
                "Other published figures contradict it; its entry in the evidence names them.",
            ],
        ),
    ],
)
def test_the_note_of_a_published_figure_says_what_is_to_be_known_before_it_is_quoted(
    record: dict[str, str], said: list[str]
) -> None:
    told = notes._reserves({"rests_on": ["a"]}, Evidence(**record), Words("en"))  # type: ignore[arg-type]
    assert list(told) == said


# -- cards of links


def test_the_card_of_a_page_shows_its_first_chart(front: Copy, tmp_path: Path) -> None:
    folder = front.file("html/_static/cards")
    sizes = {file.stem: len(file.read_bytes()) for file in folder.glob("*.png")}
    assert {"index", "trains", "provinces"} <= sizes.keys()
    # The chart of another page is another picture, and none is the card of words.
    assert len({(folder / f"{name}.png").read_bytes() for name in sizes}) == len(sizes)
