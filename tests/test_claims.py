"""What a notebook may export as a claim, and what is told of it."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from evident.export import arithmetic, comparisons, payloads
from evident.export.notebook import ExportError, Notebook
from evident.export.origins import Bounded, modelled

from . import little


@pytest.fixture
def nb(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Notebook:
    return little.notebook(tmp_path, monkeypatch)


def answers(value: Any) -> Any:
    """A test that answers this."""

    def test(_: float) -> Any:
        """It was asked."""
        return value

    return test


def test_a_claim_names_what_it_compared(nb: Notebook) -> None:
    before, after = nb.fact("ore_2023", nb.evidence["ore-2023"]), nb.evidence["ore-2024"]
    result = nb.claim("more_ore", comparisons.more, after, before)
    assert result.value is True
    claim = nb.claims["theme.more_ore"]
    assert {k: v for k, v in claim.items() if k != "parts"} == {
        "key": "theme.more_ore",
        "label": "Ore raised, Norland, 2024 is more than Ore raised, Norland, 2023.",
        "holds": True,
        "text": "holds",
        "test": "Ore raised, Norland, 2024 (50\u00a0Mt) is more than Ore raised, Norland, 2023 (40\u00a0Mt).",
        "how": "computed",
        "assumed": [],
        "rests_on": ["ore-2024", "ore-2023"],
        "facts": ["theme.ore_2023"],
        "sources": ["bureau2025", "bureau2024"],
        "problem": "",
    }
    assert [part["id"] for part in claim["parts"]] == ["ore-2024", "theme.ore_2023"]
    assert nb.evidence_of("more_ore") == ["ore-2024", "ore-2023"]


def test_it_is_one_output_of_the_notebook(nb: Notebook) -> None:
    nb.claim("so", comparisons.less, nb.evidence["ore-2024"], nb.evidence["ore-2023"])
    ((mime, payload, text),) = nb._publisher.published  # type: ignore[attr-defined]
    assert (mime, payload["holds"]) == (payloads.CLAIM, False)
    assert text == (
        "theme.so does not hold: Ore raised, Norland, 2024 (50\u00a0Mt) is less than Ore raised, Norland, 2023 "
        "(40\u00a0Mt). (computed; rests on ore-2024, ore-2023)"
    )


@pytest.mark.parametrize(
    ("answer", "holds", "text"),
    [
        (True, True, "holds"),
        (False, False, "does not hold"),
        (None, None, "cannot be told"),
        (np.bool_(True), True, "holds"),
        (np.float64(2) < 1, False, "does not hold"),
    ],
)
def test_three_answers(nb: Notebook, answer: Any, holds: bool | None, text: str) -> None:
    nb.claim("so", answers(answer), nb.evidence["ore-2023"])
    claim = nb.claims["theme.so"]
    assert claim["holds"] is holds
    assert claim["text"] == text


@pytest.mark.parametrize("answer", [1, 0, "yes", 0.5, [True], np.int64(1)])
def test_an_answer_that_is_none_of_them_is_refused(nb: Notebook, answer: Any) -> None:
    with pytest.raises(ExportError, match=r"claim theme\.so: its test returns .*, not True, False or None"):
        nb.claim("so", answers(answer), nb.evidence["ore-2023"])
    assert nb.claims == {}


def test_what_is_not_yet_public_cannot_be_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    early = little.notebook(tmp_path, monkeypatch, as_of="2024-12-31")
    early.claim("so", comparisons.more, early.evidence["ore-2024"], early.evidence["ore-2023"])
    claim = early.claims["theme.so"]
    assert (claim["holds"], claim["problem"]) == (None, "")
    assert "(not known at that date)" in claim["test"]
    assert early.problems == []


def test_of_what_cannot_be_computed_nothing_can_be_told(nb: Notebook) -> None:
    broken = nb.derive(arithmetic.ratio, nb.evidence["ore-2023"], 0)
    nb.claim("so", comparisons.more, broken, 1)
    claim = nb.claims["theme.so"]
    assert claim["holds"] is None
    assert claim["problem"].startswith("cannot be computed from the figures given")
    assert nb.problems == [claim["problem"]]


def test_what_we_assumed_is_told_with_its_reason(nb: Notebook) -> None:
    nb.claim("so", comparisons.at_least, nb.evidence["ore-2023"], nb.parameters.fund)
    claim = nb.claims["theme.so"]
    assert [(item["id"], item["reason"]) for item in claim["assumed"]] == [("fund", "A choice of ours.")]
    assert nb.assumed_by("so") == ["fund"]
    assert claim["test"].endswith("is at least Fund, million yuan (20).")


def test_a_claim_of_a_model_is_modelled(nb: Notebook) -> None:
    @modelled
    def fitted(value: float) -> float:
        """A curve."""
        return value

    nb.claim("so", comparisons.more, nb.derive(fitted, nb.evidence["ore-2023"]), 1)
    assert nb.claims["theme.so"]["how"] == "modelled"


def test_claims_are_passed_on_by_name(nb: Notebook) -> None:
    """Every one of several must hold; the whole rests on what they rest on."""
    first = nb.claim("first", comparisons.more, nb.evidence["ore-2024"], nb.evidence["ore-2023"])
    second = nb.claim("second", comparisons.more, nb.evidence["ore-2024"], nb.parameters.fund)
    third = nb.claim("third", comparisons.less, nb.evidence["ore-2024"], nb.evidence["ore-2023"])
    assert nb.claim("two", comparisons.all_hold, [first, second]).value is True
    assert nb.claim("three", comparisons.all_hold, [first, second, third]).value is False
    two = nb.claims["theme.two"]
    assert two["facts"] == ["theme.first", "theme.second"]
    assert two["rests_on"] == ["ore-2024", "ore-2023"]
    assert [item["id"] for item in two["assumed"]] == ["fund"]
    assert [part["text"] for part in two["parts"]] == ["holds", "holds"]


def test_a_claim_that_cannot_be_told_leaves_the_whole_open(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    early = little.notebook(tmp_path, monkeypatch, as_of="2024-12-31")
    known = early.claim("known", comparisons.more, early.evidence["ore-2023"], 1)
    unknown = early.claim("unknown", comparisons.more, early.evidence["ore-2024"], 1)
    false = early.claim("false", comparisons.less, early.evidence["ore-2023"], 1)
    assert early.claim("both", comparisons.all_hold, [known, unknown]).value is None
    assert early.claim("none", comparisons.none_holds, [false, unknown]).value is None
    # What is false makes the whole false, whatever the unknown one is.
    assert early.claim("all", comparisons.all_hold, [false, unknown]).value is False
    assert early.claim("no", comparisons.none_holds, [known, unknown]).value is False


def test_an_answer_of_numpy_is_passed_on_as_python_has_it(nb: Notebook) -> None:
    false = nb.claim("false", answers(np.bool_(False)), nb.evidence["ore-2023"])
    assert false.value is False
    assert nb.claim("all", comparisons.all_hold, [false]).value is False
    assert nb.claim("none", comparisons.none_holds, [false]).value is True


def test_a_bound_is_compared_by_its_worse_end(nb: Notebook) -> None:
    """ "Over 7" is more than 6 and not less than 27, whatever the text says after "over"."""

    def bounded(value: float) -> Bounded:
        """Over {value}."""
        return Bounded(value, "at_least")

    over = nb.derive(bounded, nb.evidence["pits-a"])
    assert nb.claim("above", comparisons.more, over, 6).value is True
    assert nb.claim("below", comparisons.less, over, 27).value is False


def test_a_key_is_new_among_facts_and_claims(nb: Notebook) -> None:
    nb.fact("ore", nb.evidence["ore-2023"])
    with pytest.raises(
        ExportError, match=r"claim theme\.ore was exported before; facts and claims share their"
    ):
        nb.claim("ore", answers(True), nb.evidence["ore-2023"])
    with pytest.raises(ExportError, match="claim 'Ore': use lower_snake_case"):
        nb.claim("Ore", answers(True), nb.evidence["ore-2023"])


def test_a_claim_about_nothing_is_refused(nb: Notebook) -> None:
    with pytest.raises(ExportError, match=r"theme\.so rests on nothing"):
        nb.claim("so", comparisons.more, 2, 1)
    assert nb.claims == {}
