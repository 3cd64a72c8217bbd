"""How values are named for people, and how a docstring says what was done with them."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from evident.export import arithmetic
from evident.export.notebook import Notebook
from evident.export.origins import Result
from evident.export.parts import Namer, summary
from evident.export.verdicts import BEHIND
from evident.text.formats import said
from evident.text.words import Words

from . import little


@pytest.fixture
def nb(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Notebook:
    return little.notebook(tmp_path, monkeypatch)


@pytest.fixture
def namer(nb: Notebook) -> Namer:
    return Namer(nb.evidence, nb.words, nb.facts)


# -- names


def test_an_observation_says_what_which_where_and_when(namer: Namer) -> None:
    north = namer.evidence["ore-north"]
    assert namer.observation(north) == "Ore raised, small pits, Northtown, Norland, March 2024"
    assert namer.observation(namer.evidence["ore-2023"]) == "Ore raised, Norland, 2023"


def test_a_cell_says_what_where_and_in_which_year(namer: Namer) -> None:
    assert namer.cell(namer.evidence.cell("Sudland", 2012, "people")) == "Residents, Sudland, 2012"


@pytest.mark.parametrize(
    ("places", "years", "named"),
    [
        (["Norland"], [2012], "Residents, Norland, 2012"),
        (["Norland"], [2010, 2011, 2016], "Residents, Norland, 2010 to 2016"),
        (["Norland", "Sudland"], [2012], "Residents, 2 places, 2012"),
        (None, None, "Residents, 3 places, 2010 to 2016"),
    ],
)
def test_a_selection_says_its_extent(namer: Namer, places: Any, years: Any, named: str) -> None:
    assert namer.selection(namer.evidence.selection("people", places, years)) == named


@pytest.mark.parametrize(
    ("path", "name"), [("Norland", "Norland"), ("Norland/Northtown/Pit", "Pit, Northtown, Norland")]
)
def test_a_place_is_said_from_the_inside(namer: Namer, path: str, name: str) -> None:
    assert namer.place(path) == name


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (True, "yes"),
        (False, "no"),
        (2030, "2030"),  # a year
        (2101, "2,101"),
        (20.0, "20"),
        (0.285, "0.285"),
        (-3, "−3"),
        (float("nan"), "–"),
        (["2024-12-31", 3], "2024-12-31, 3"),
        ("income", "income"),
    ],
)
def test_plain_values_as_text(value: Any, text: str) -> None:
    assert said(value, Words("en")) == text


# -- parts


def test_a_part_of_each_kind(nb: Notebook, namer: Namer) -> None:
    evidence = nb.evidence
    assert namer.part(evidence["pits-a"]) == {
        "kind": "observation", "id": "pits-a", "label": "Open pits, Norland, 31 December 2024", "text": "over 7",
        "target": False,
    }  # fmt: skip
    assert namer.part(evidence["price-2024"])["text"] == "3–5 yuan a tonne"
    assert namer.part(evidence["ore-goal"])["target"] is True
    assert namer.part(evidence.cell("Norland", 2010, "people")) == {
        "kind": "panel", "id": "panel:Norland:2010:people", "label": "Residents, Norland, 2010",
        "text": "10\u00a0million",
    }  # fmt: skip
    assert namer.part(evidence.selection("people", ["Norland"])) == {
        "kind": "panel", "id": "panel:Norland:2010:people", "label": "Residents, Norland, 2010 to 2016",
        "text": "",
    }  # fmt: skip
    assert namer.part(evidence.whole("panel")) == {
        "kind": "table", "id": "data:panel", "label": "the whole panel", "text": "",
    }  # fmt: skip
    assert namer.part(little.FUND) == {
        "kind": "assumed", "id": "fund", "label": "Fund, million yuan", "text": "20",
        "reason": "A choice of ours.",
    }  # fmt: skip
    fact = nb.fact("ore", evidence["ore-2023"])
    assert namer.part(fact) == {
        "kind": "fact", "id": "theme.ore", "label": "Ore raised, Norland, 2023", "text": "40\u00a0Mt",
    }  # fmt: skip


def test_parts_are_listed_once_and_through_what_was_not_exported(nb: Notebook, namer: Namer) -> None:
    first, second = nb.evidence["ore-2023"], nb.evidence["ore-2024"]
    inner = nb.derive(arithmetic.difference, second, first)
    outer = nb.derive(arithmetic.ratio, inner, first)
    assert [part["id"] for part in namer.parts([outer, little.FUND])] == ["ore-2024", "ore-2023", "fund"]
    exported = nb.compute("sum", arithmetic.total, [first, second], unit="Mt", decimals=0)
    assert [part["id"] for part in namer.parts([exported, first])] == ["theme.sum", "ore-2023"]


# -- sentences


def test_a_blank_is_filled_with_the_name_of_what_was_passed(nb: Notebook, namer: Namer) -> None:
    first, second = nb.evidence["ore-2023"], nb.evidence["ore-2024"]
    result = nb.derive(arithmetic.change, first, second)
    assert (
        namer.says(result)
        == "The change from Ore raised, Norland, 2023 to Ore raised, Norland, 2024, in percent."
    )
    named = nb.derive(arithmetic.change, after=second, before=first)
    assert namer.says(named) == namer.says(result)


def test_with_values_each_part_has_its_number(nb: Notebook, namer: Namer) -> None:
    result = nb.derive(arithmetic.difference, nb.evidence["ore-2024"], little.FUND)
    assert namer.says(result, values=True) == (
        "Ore raised, Norland, 2024 (50\u00a0Mt) less Fund, million yuan (20)."
    )


def test_a_plain_number_and_a_default_are_said_as_they_are(nb: Notebook, namer: Namer) -> None:
    def scaled(value: float, factor: float, places: Sequence[str], step: int = 1200) -> float:
        """{value} times {factor} in {places}, by {step}; {nothing} stays."""
        return value * factor

    result = nb.derive(scaled, nb.evidence["ore-2023"], 1.5, ["Norland", "Sudland", "Westland"])
    assert namer.says(result) == (
        "Ore raised, Norland, 2023 times 1.5 in Norland, Sudland and Westland, by 1,200; {nothing} stays."
    )


def test_few_parts_are_named_and_many_are_counted(nb: Notebook, namer: Namer) -> None:
    cells = [nb.evidence.cell("Norland", year, "people") for year in range(2010, 2015)]
    four = nb.derive(arithmetic.total, cells[:4])
    assert namer.says(four) == (
        "The sum of Residents, Norland, 2010, Residents, Norland, 2011, Residents, Norland, 2012 and "
        "Residents, Norland, 2013."
    )
    assert namer.says(nb.derive(arithmetic.total, cells)) == "The sum of 5 figures."


def test_what_was_derived_says_itself_inside_a_sentence(nb: Notebook, namer: Namer) -> None:
    first, second = nb.evidence["ore-2023"], nb.evidence["ore-2024"]
    inner = nb.derive(arithmetic.total, [first, second])
    assert namer.says(nb.derive(arithmetic.share, second, inner)) == (
        "Ore raised, Norland, 2024 over the sum of Ore raised, Norland, 2023 and Ore raised, Norland, 2024, "
        "in percent."
    )
    # What begins with a name keeps its capital.
    less = nb.derive(arithmetic.difference, second, first)
    assert namer.says(nb.derive(arithmetic.product, 2, less)).startswith(
        "2 times Ore raised, Norland, 2024 less"
    )


def test_a_fact_is_said_by_its_label(nb: Notebook, namer: Namer) -> None:
    both = nb.compute(
        "sum", arithmetic.total, [nb.evidence["ore-2023"], nb.evidence["ore-2024"]], unit="Mt", decimals=0
    )
    assert namer.says(nb.derive(arithmetic.product, both, 2), values=True) == (
        "Ore of both years (90\u00a0Mt) times 2."
    )


def test_a_verdict_that_a_test_compares_with_is_said_in_words(nb: Notebook, namer: Namer) -> None:
    def is_so(first: float, verdict: str) -> bool:
        """{first} is {verdict}."""
        return True

    assert (
        namer.says(nb.derive(is_so, nb.evidence["ore-2023"], BEHIND))
        == "Ore raised, Norland, 2023 is behind."
    )


def test_only_the_first_paragraph_of_a_docstring_is_for_readers() -> None:
    def function() -> None:
        """One plain
        sentence.

        Args:
            nothing: at all.
        """

    assert summary(function) == "One plain sentence."
    assert summary(lambda: None) == ""


def test_what_no_function_made_says_nothing(namer: Namer) -> None:
    from evident.export.origins import Origin

    assert namer.says(Result(1, Origin())) == ""
