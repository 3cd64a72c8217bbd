"""What the baseline may not print, what other editions leave out, and what every page tells of its edition.

Belongs here: `book/edition.py` and `book/left_out.py`, the words of exhibits in an edition that knows less, facts that
mean the same whatever is published later. Does not: the parameters of editions (`test_parameters.py`).
"""

# ruff: noqa: F811 (the fixture `book` is imported and taken as an argument)

import datetime as dt
import re
from pathlib import Path
from typing import Any

import pandas as pd
import pypdf
import pytest

from evident import paths
from evident.evidence.periods import period_end
from evident.evidence.sources import Source
from evident.evidence.tables import Evidence
from evident.export import arithmetic
from evident.export.exporter import ExportError
from evident.export.notebook import Notebook
from evident.export.origins import Parameter
from evident.run import notebooks, parameters, session

from . import little
from .conftest import Copy
from .test_book_extension import Book, book, claim, claims_of, exhibit, fact, write_notebook  # noqa: F401
from .test_guides import Drawing
from .test_guides import blocks as guided

GUIDE = paths.report().chapters / "authors-editions.md"
NOT_KNOWN = "not known at that date"
ONE = "[One sentence is left out: it rests on what was published later.]"


def unknown(key: str, **more: Any) -> dict[str, Any]:
    return fact(key, NOT_KNOWN, None, **more)


def write(book: Book, edition: str, *more: dict[str, Any]) -> None:
    exports = [fact("theme.mines", "over 7"), exhibit("theme.chart"), *more]
    write_notebook(book.notebooks, "theme", *exports, edition=edition)


# -- the baseline


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ("One.\n\nOf {fact}`theme.gone`.\n", 5, "the fact theme.gone (What gone is) is not known at 1 January 2026"),
        ("{fact}`theme.gone|words` are left.\n", 3, "let the notebook choose a figure that is published"),
        ("```{figure} dot.svg\n:alt: {fact}`theme.gone` mines\n```\n", 3, "is not known at 1 January 2026"),
        ("It is {fact}`theme.turned|behind`.\n", 3, "'on track', and the sentence was written for 'behind'; read the sentence, mend it, and write {fact}`theme.turned|on_track`"),
        ("It is {fact}`theme.turned|on track`.\n", 3, "theme.turned is a verdict, and 'on track' is none: behind its name stands"),
        ("It is {fact}`theme.mines|behind`.\n", 3, "theme.mines is no verdict, so 'behind' cannot stand behind its name"),
        ("Words.\n\nIt is {fact}`theme.turned` now.\n", 5, "write {fact}`theme.turned|on_track`, and the build says so then"),
    ],
)  # fmt: skip
def test_the_baseline_refuses_what_it_does_not_know_and_verdicts_that_turned(
    book: Book,
    text: str,
    line: int,
    said: str,
) -> None:
    (book.source / "dot.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg"/>', "utf8")
    write(book, "baseline", fact("theme.turned", "on track", "on_track", unit="verdict"))
    # Beside the catalogue, which would tell of it too.
    write_notebook(book.notebooks, "more", unknown("more.gone", label="What gone is"))
    book.page("chapter", f"# Chapter\n\n{text.replace('theme.gone', 'more.gone')}")
    warnings = book.build().warnings
    assert f"chapter.md:{line}:" in warnings
    assert said.replace("theme.gone", "more.gone") in warnings


def test_a_pin_does_not_hide_why_a_verdict_cannot_be_computed(book: Book) -> None:
    late = fact("theme.turned", "cannot be computed", None, unit="", problem="the year is over")
    write(book, "early", late)
    book.page("chapter", "# Chapter\n\nFirst. It is {fact}`theme.turned|behind`. Last.\n")
    built = book.build()
    assert built.warnings == ""
    assert built.text().rpartition("Chapter¶")[2].strip() == f"First. {ONE} Last."
    write(book, "baseline", late)
    assert "chapter.md:3" in (said := book.build().warnings)
    assert "the fact theme.turned: the year is over" in said


def test_a_verdict_in_a_table_or_a_claim_needs_no_word_behind_it(book: Book) -> None:
    write(book, "baseline", fact("theme.turned", "behind", "behind", unit="verdict"), claim("theme.more"))
    book.page(
        "chapter",
        "# Chapter\n\n| a | b |\n|---|---|\n| x | {fact}`theme.turned` |\n\n"
        "{claim}``All agree: {fact}`theme.turned` <theme.more>``. It is {fact}`theme.turned|behind`.\n",
    )
    built = book.build()
    assert built.warnings == ""
    assert "It is behind." in built.text().replace("▼", "").replace("\u00a0", "")


def test_the_catalogue_of_the_baseline_lists_nothing_unknown(book: Book) -> None:
    write(book, "baseline", unknown("theme.gone"))
    warnings = book.build().warnings
    assert "evidence.md:3:" in warnings
    assert "theme.gone (What gone is) is not known at 2026-01-01" in warnings
    assert "(theme.ipynb, cell all)" in warnings


@pytest.mark.parametrize(
    ("part", "told"),
    [
        ({"title": f"It rose to {NOT_KNOWN}"}, "exhibit theme.bad, title"),
        ({"alt": f"A line to {NOT_KNOWN}"}, "exhibit theme.bad, alt"),
        ({"cells": [["2024", "7"], ["2025", NOT_KNOWN]]}, "exhibit theme.bad, row '2025' of its data"),
    ],
)
def test_no_part_of_an_exhibit_of_the_baseline_is_unknown(
    book: Book, part: dict[str, Any], told: str
) -> None:
    write(book, "baseline", exhibit("theme.bad", **part))
    book.page("chapter", "# Chapter\n\nWords.\n\n```{exhibit} theme.bad\n```\n")
    warnings = book.build().warnings
    assert "chapter.md:5:" in warnings
    assert told in warnings
    assert "let its notebook take a figure that is published" in warnings
    write(book, "early", exhibit("theme.bad", **part))
    assert told not in book.build().warnings


# -- other editions


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("First. There were {fact}`theme.gone` mines. Last.\n", f"First. {ONE} Last."),
        ("There were {fact}`theme.gone` mines.\n", ONE),
        ("Of {fact}`theme.gone`. Of {fact}`theme.gone` *too*. Now it has {fact}`theme.mines`.\n",
         "[2 sentences are left out: they rest on what was published later, or lean on one that does.] Now it has over 7."),
        ("First. Of {fact}`theme.gone`. This is little. Last.\n",
         "First. [2 sentences are left out: they rest on what was published later, or lean on one that does.] Last."),
        ("First. It was so {cite:p}`xinhua2031`. Last.\n", f"First. {ONE} Last."),
        ("{claim}``It has {fact}`theme.gone` || It has {fact}`theme.mines` <theme.less>``. Last.\n", "It has over 7✗. Last."),
        ("{claim}``It has {fact}`theme.gone` <theme.less>``. Last.\n", f"{ONE} Last."),
        ("First. {claim}`It grew || It shrank <theme.untold>`. Last.\n", f"First. {ONE} Last."),
        ("First. {claim}`It grew || It shrank || It moved <theme.untold>`. Last.\n", "First. It moved◇. Last."),
        ("First. {claim}`It grew <theme.untold, theme.less>`. Last.\n",
         "First. It grew [does not hold in this edition]✗. Last."),
        ("- **Mines.** Of {fact}`theme.gone`.\n- More.\n", f"Mines. {ONE} More."),
        ("| a | b |\n|---|---|\n| {fact}`theme.gone` of coal | x |\n", "a b … of coal x"),
        ("| a | b |\n|---|---|\n| x | short by {fact}`theme.gone` |\n", f"a b x {NOT_KNOWN}"),
        ("```{keynumbers}\n{fact}`theme.gone`\nmines\n\n{fact}`theme.mines`\nmines too\n```\n", "over 7 mines too"),
        ("Before.\n\n```{keynumbers}\n{fact}`theme.gone`\nmines\n```\n", "Before."),
    ],
)  # fmt: skip
def test_sentences_without_a_figure_are_left_out(book: Book, text: str, printed: str) -> None:
    write(book, "early", unknown("theme.gone"), claim("theme.less", False), claim("theme.untold", None))
    sources = book.source.parent / "data/sources.bib"
    sources.write_text(
        f"{sources.read_text('utf8')}@online{{xinhua2031,\n  publisher = {{Xinhua}},\n  title = {{Later}},\n"
        "  date = {2031},\n}\n",
        "utf8",
    )
    book.page("chapter", f"# Chapter\n\n{text}")
    built = book.build()
    assert built.warnings == ""
    assert built.text().rpartition("Chapter¶")[2].strip() == printed


@pytest.mark.parametrize(
    ("holds", "otherwise", "title"),
    [
        (None, "Mines by year", "Mines, count"),
        (None, "", "Mines, count"),
        (False, "Mines by year", "Mines by year"),
        (False, "", "It rose [does not hold in this edition]"),
    ],
)
def test_the_title_of_a_chart_says_what_it_shows_where_nothing_can_be_told(
    book: Book, holds: bool | None, otherwise: str, title: str
) -> None:
    shown = exhibit("theme.shown", title="It rose", otherwise=otherwise, claims=["theme.rose"])
    write(book, "early", claim("theme.rose", holds), shown)
    book.page("chapter", "# Chapter\n\nWords.\n\n```{exhibit} theme.shown\n```\n")
    built = book.build()
    assert built.warnings == ""
    assert claims_of(built.html()) == [f"{title}{'◇' if holds is None else '✗'}"]


def test_a_chart_without_a_number_is_not_drawn(book: Book) -> None:
    drawn = {
        "wide": "<svg>wide</svg>",
        "narrow": "<svg>narrow</svg>",
        "rows": [["2024", None], ["2025", None]],
    }
    write(book, "early", exhibit("theme.empty", **drawn))
    book.page("chapter", "# Chapter\n\nWords.\n\n```{exhibit} theme.empty\n```\n")
    assert "Not known at that date." in book.build().text()
    write(book, "early", exhibit("theme.empty", **drawn | {"rows": [["2024", None], ["2025", 0.0]]}))
    assert "Not known at that date." not in book.build().text()


def test_the_baseline_is_told_of_a_document_of_later(book: Book) -> None:
    sources = book.source.parent / "data/sources.bib"
    later = "@online{xinhua2031,\n  publisher = {Xinhua},\n  title = {Later},\n  date = {2031},\n}\n"
    sources.write_text(sources.read_text("utf8") + later, "utf8")
    write(book, "baseline")
    book.page("chapter", "# Chapter\n\nFirst.\n\nIt was so {cite:p}`xinhua2031`. Last.\n")
    built = book.build()
    assert "chapter.md:5: WARNING: xinhua2031 was published after 2026-01-01" in built.warnings
    assert "It was so" in built.text()


def test_a_heading_without_its_figure_keeps_its_anchor(book: Book) -> None:
    for edition, gone in (("baseline", fact("theme.gone", "9 Mt", 9.0)), ("early", unknown("theme.gone"))):
        write(book, edition, gone)
        book.page("chapter", "# Chapter\n\n## After {fact}`theme.gone` of coal\n\nWords.\n")
        built = book.build()
        assert built.warnings == ""
        assert '<section id="after-of-coal">' in built.html()
    assert "After … of coal" in built.text()


def test_words_of_exhibits_leave_out_what_an_edition_does_not_know(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    words = little.WORDS + (
        'drawn:\n  title: "Ore reached {theme.sum}"\n  describes: x\n  subtitle: "Ore, Mt"\n'
        '  alt: "Bars. The last is {theme.sum}."\n  note: "Two years. Together {theme.sum}. No more is known."\n'
        "  first: First\n  second: Second\n  value: Value\n"
    )
    little.enter(tmp_path, monkeypatch, words)
    evidence = Evidence.load(dt.date(2024, 6, 1))  # the figure of 2024 was published a year later
    nb = Notebook("theme", evidence, publisher=little.Recorder(), edition="early")
    ore = [evidence["ore-2023"], evidence["ore-2024"]]
    nb.compute("sum", arithmetic.total, ore, unit="Mt", decimals=0)
    nb.figure("drawn", little.drawn, ore[0], ore[0])
    made = nb.exhibits["theme.drawn"]
    assert made["title"] == made["subtitle"] == "Ore, Mt"
    assert made["alt"] == "Bars."
    assert made["note"] == "Two years. No more is known."


def test_parameters_are_facts_that_words_can_print(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    words = little.WORDS + (
        'drawn:\n  title: "By {theme.until} at {theme.pace}"\n  describes: x\n  subtitle: "Ore"\n  alt: "Bars"\n'
        "  first: First\n  second: Second\n  value: Value\n"
    )
    little.enter(tmp_path, monkeypatch, words)
    given = {"until": 2027, "pace": 2.5, "named": ["a", "b"], "day": "2024-12-31", "seed": 1, "on": True}
    made = [Parameter(key, value, f"What {key} is", "A choice.") for key, value in given.items()]
    nb = Notebook("theme", Evidence.load(), publisher=little.Recorder(), parameters=made)
    nb.figure("drawn", little.drawn, nb.parameters.pace, nb.parameters.pace)
    assert nb.exhibits["theme.drawn"]["title"] == "By 2027 at 2.5"
    nb.close()
    texts = {key: (item["text"], item["how"]) for key, item in nb.facts.items()}
    assert texts == {
        "theme.until": ("2027", "assumed"), "theme.pace": ("2.5", "assumed"), "theme.named": ("a, b", "assumed"),
        "theme.day": ("31 December 2024", "assumed"),
    }  # fmt: skip
    with pytest.raises(ExportError, match="exported before"):
        nb.fact("until", nb.parameters.until, unit="year", decimals=0)


# -- the pages of an edition


def test_every_page_of_an_edition_tells_its_name_and_reason(small: Copy) -> None:
    (sample,) = [text for text in guided(GUIDE, "yaml") if text.startswith("title:")]
    (small.root / "data/editions/early.yml").write_text(sample, "utf8")
    small.build("--edition", "early")
    folder = small.root / "_build/early"
    pages = sorted(set((folder / "html").glob("*.html")) - {folder / "html/404.html"})
    assert len(pages) >= 5
    for page in pages:
        html = page.read_text("utf8")
        assert (
            "This is the edition “As of the end of 2024” of the report, and not its main text. What could be known then."
            in html
        )
        article = re.sub(
            r"<table.*?</table>|<dl class=.*?</dl>", "", html.partition("<article")[2], flags=re.DOTALL
        )
        if not page.name.startswith("evidence"):
            notes = article.partition('class="fact-notes"')[0]
            assert NOT_KNOWN not in re.sub(r"<[^>]+>", "", notes), page.name
    for page in pypdf.PdfReader(next(folder.glob("*.pdf"))).pages[2:]:
        assert "What could be known then." in " ".join(page.extract_text().split())


def test_the_baseline_has_no_note_but_its_name(small_book: Copy) -> None:
    html = small_book.html("index")
    assert "edition-note" not in html
    assert "Baseline edition, evidence as of" in html


@pytest.mark.parametrize("path", paths.notebooks(), ids=lambda path: path.stem)
def test_a_notebook_runs_as_of_a_day_on_which_little_was_known(path: Path) -> None:
    edition = parameters.load_edition("baseline")
    values = parameters.for_notebook(edition, path) | {"as_of": "2022-12-31"}
    names: dict[str, Any] = {"__name__": "__main__"}
    publisher = Drawing()
    with session.given(Evidence.load(values["as_of"]), publisher) as opened:
        for cell in notebooks.read_cells(path):
            if cell.kind == "code":
                exec(compile(cell.source, f"{path.name}, cell {cell.id}", "exec"), names)
            if "parameters" in cell.tags:
                names.update(values)
    assert publisher.drawn
    assert opened[0].facts


# -- facts mean the same whatever is published later


_YEAR = re.compile(r"\b(?:19|20)\d\d\b")


def with_later_figures(evidence: Evidence) -> Evidence:
    """The evidence with one more figure of half a year, or of its last day, at the end of every series."""
    rows, observations = [], evidence.observations
    actual = observations[(observations["status"] == "actual") & (observations["period_kind"] != "target")]
    for (_, _, _, kind), series in actual.groupby(["indicator", "place", "category", "period_kind"]):
        last = series.loc[series["period"].map(lambda period: str(period_end(period))).idxmax()]
        if kind in ("stock", "flow") and period_end(last["period"]) < dt.date(2026, 6, 1):
            period, factor = ("2026-06-30", 1.2) if kind == "stock" else ("2026-01/2026-06", 0.5)
            row = last.copy()
            row[["period", "value", "source_id", "quality", "conflict_group"]] = (
                period, last["value"] * factor, "later2026", "good", "",
            )  # fmt: skip
            row["obs_id"] = row.name = f"later-{len(rows)}-2026-06-30-a"
            rows.append(row)
    table = pd.concat([observations, pd.DataFrame(rows)]).sort_values(["theme", "indicator", "obs_id"])
    sources = {**evidence.sources, "later2026": Source("later2026", "Bureau", "Later", "2026-10-01", "")}
    return Evidence(table, evidence.panel, evidence.indicators, sources, evidence.as_of, evidence.relations)


@pytest.mark.parametrize("path", paths.notebooks(), ids=lambda path: path.stem)
def test_what_names_a_year_is_of_that_year_whatever_is_published_later(path: Path) -> None:
    """Half a year is no year, and the pace of 2025 is that of 2025 though later counts exist."""
    given = parameters.for_notebook(parameters.load_edition("baseline"), path)
    evidence = Evidence.load(given["as_of"])
    before = session.collect(path, given, evidence)
    after = session.collect(path, given, with_later_figures(evidence))
    moved = [
        f"{key} ({item['label']}): {item['text']} → {after.facts[key]['text']}"
        for key, item in before.facts.items()
        if _YEAR.search(item["label"]) and item["text"] != after.facts[key]["text"]
    ]
    assert moved == []
    assert [key for key, item in after.facts.items() if item["value"] is None] == []
