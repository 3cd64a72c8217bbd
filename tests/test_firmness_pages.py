"""How firm claims are on the pages of a small book: notes, entries of the annex, and where settings are chosen."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from evident.run import swept_claims
from evident.run.firmness import Outcomes, outcomes

from . import little, swept
from .test_book_extension import SOURCES, Book, claim, fact, write_notebook

FUND = {"kind": "assumed", "id": "fund", "label": "Fund", "text": "20", "reason": "A choice of ours."}


def found() -> Outcomes:
    """`more` holds below a fund of 40; `sure` assumes the fund and always holds; `plain` rests on no choice."""
    return outcomes(
        swept.table(
            {"fund": 20.0, "year": 2030},
            {"fund": [10.0, 20.0, 30.0, 40.0, 50.0], "year": [2025, 2030, 2035]},
            [{"fund": fund, "year": year} for fund in (10.0, 30.0, 40.0, 50.0) for year in (2030, 2035)],
            {
                "theme.more": lambda v: bool(v["fund"] < 40),
                "theme.sure": lambda v: True,
                "theme.plain": lambda v: True,
            },
        )
    )


@pytest.fixture
def sweeps(monkeypatch: pytest.MonkeyPatch) -> dict[str, Outcomes | None]:
    """What the sweep of each notebook found; a notebook that is not named has no ranges."""
    known: dict[str, Outcomes | None] = {"theme": found()}
    monkeypatch.setattr(swept_claims, "has_ranges", known.__contains__)
    monkeypatch.setattr(swept_claims, "outcomes_of", known.get)
    return known


@pytest.fixture
def book(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, sweeps: dict[str, Outcomes | None]) -> Book:
    little.enter(tmp_path / "report", monkeypatch)
    (tmp_path / "report" / "data" / "sources.bib").write_text(SOURCES, "utf8")
    made = Book(tmp_path)
    write_notebook(
        made.notebooks, "theme", fact("theme.mines", "over 7"),
        claim("theme.more", assumed=[FUND]), claim("theme.sure", assumed=[FUND]), claim("theme.plain"),
        claim("theme.new"), parameters={"fund": 20.0, "year": 2030},
    )  # fmt: skip
    write_notebook(made.notebooks, "other", fact("other.share", "12.5%", 12.5), claim("other.same", facts=[]))
    made.contents = ["chapter", "firmness"]
    made.page(
        "chapter",
        "# Chapter\n\n{claim}`It rose <theme.more>` {given}`with a small fund <theme.fund>`. "
        "{claim}`It is sure <theme.sure>`. {claim}`It is plain <theme.plain>`. {claim}`It is new <theme.new>`. "
        "{claim}`It is the same <other.same>`.\n",
    )
    made.page("firmness", "# Firm\n\nHere.\n\n```{chooser}\n```\n")
    return made


def note(html: str, key: str) -> list[str]:
    """The lines of a claim's note."""
    text = html.partition(f'id="note-claim-{key}"')[2].partition("</div>")[0]
    return re.findall(r"<p[^>]*>(.*?)</p>", text)


def test_the_note_of_a_claim_says_how_firm_it_is_and_leads_to_the_settings(book: Book) -> None:
    built = book.build()
    assert built.warnings == ""
    more = note(built.html(), "theme-more")
    assert more[-3:] == [
        "Holds in 4 of 8 settings of the choices that were varied. It fails first where “Fund, million yuan” is 40 or "
        "more (20 here).",
        "The words name “Fund, million yuan”.",
        '<a href="evidence.html#claim-theme-more">See the evidence</a> · '
        '<a href="firmness.html#claim=theme.more">Choose the settings yourself</a>',
    ]
    assert "Holds in all 8 settings of the choices that were varied." in note(built.html(), "theme-sure")
    plain = note(built.html(), "theme-plain")
    assert "No choice of ours that was varied has a part in it." in plain
    assert "firmness.html" not in " ".join(plain)  # the chooser does not have it
    assert "How firm it is was not computed for this evidence." in note(built.html(), "theme-new")


def test_a_notebook_without_ranges_says_nothing(book: Book) -> None:
    same = note(book.build().html(), "other-same")
    assert "settings" not in " ".join(same)
    assert "computed for this evidence" not in " ".join(same)


def test_the_entry_in_the_annex_says_it_too(book: Book) -> None:
    text = book.build().text("evidence")
    assert "Holds in 4 of 8 settings of the choices that were varied. It fails first where" in text
    assert "How firm it is was not computed for this evidence." in text


def test_where_the_sweep_is_of_other_evidence_no_number_of_it_is_printed(
    book: Book, sweeps: dict[str, Outcomes | None]
) -> None:
    sweeps["theme"] = None
    built = book.build()
    assert "How firm it is was not computed for this evidence." in note(built.html(), "theme-more")
    for page in ("chapter", "evidence", "firmness"):
        assert "of 8 settings" not in built.html(page)
    assert "The settings were not computed for this evidence." in built.text("firmness")


def test_in_another_edition_the_value_is_said_to_be_the_baselines(book: Book) -> None:
    write_notebook(
        book.notebooks, "theme", fact("theme.mines", "over 7"), claim("theme.more", assumed=[FUND]),
        claim("theme.sure"), claim("theme.plain"), claim("theme.new"),
        parameters={"fund": 20.0, "year": 2030}, edition="hasty",
    )  # fmt: skip
    assert "is 40 or more (20 in the baseline)." in " ".join(note(book.build().html(), "theme-more"))


def data(html: str) -> dict[str, Any]:
    island = re.search(
        r'<section class="chooser".*?<script type="application/json">(.*?)</script>', html, re.DOTALL
    )
    assert island
    loaded: dict[str, Any] = json.loads(island[1])
    return loaded


def test_the_chooser_has_the_claims_that_a_range_touches_and_where_they_fail(book: Book) -> None:
    html = book.build().html("firmness")
    (theme,) = data(html)["themes"]
    assert (theme["name"], theme["title"], theme["settings"]) == ("theme", "Theme", 8)
    assert theme["printed"] == 3
    assert theme["parameters"] == [
        {"name": "fund", "label": "Fund, million yuan", "parts": ["10", "20", "30", "40", "50"], "base": 1,
         "at": "00223344"},
        {"name": "year", "label": "Year of the fund", "parts": ["2025", "2030", "2035"], "base": 1,
         "at": "12121212"},
    ]  # fmt: skip
    assert theme["claims"] == [
        {"key": "theme.more", "words": "It rose", "href": "chapter.html#chapter", "fails": "0f",
         "first": "It fails first where “Fund, million yuan” is 40 or more (20 here).", "alone": ["fund"]},
        {"key": "theme.sure", "words": "It is sure", "href": "chapter.html#chapter"},
    ]  # fmt: skip
    assert html.count("chooser/chooser.js") == 1
    assert "chooser.js" not in book.build().html("chapter")


def test_without_scripts_a_sentence_says_so(book: Book) -> None:
    assert '<noscript><p class="chooser-static">With scripts allowed' in book.build().html("firmness")
