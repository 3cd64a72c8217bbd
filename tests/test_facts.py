"""What a notebook may export as a fact, how it is printed, and what it is refused."""

import datetime as dt
import math
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from evident.evidence.tables import Evidence
from evident.export import arithmetic, payloads, verdicts
from evident.export.exporter import Parameters
from evident.export.notebook import ExportError, Notebook
from evident.export.origins import Bounded, Parameter, modelled

from . import little

IN_MT: dict[str, Any] = {"unit": "Mt", "decimals": 0}


@pytest.fixture
def nb(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Notebook:
    return little.notebook(tmp_path, monkeypatch)


def returns(value: Any) -> Any:
    """A function that returns this, whatever it is given."""

    def given(*_: Any) -> Any:
        """What was measured."""
        return value

    return given


def exported(nb: Notebook, value: Any, key: str = "number", **how: Any) -> dict[str, Any]:
    nb.compute(key, returns(value), nb.evidence["ore-2023"], **how)
    return nb.facts[f"theme.{key}"]


# -- as it is


def test_an_observation_exports_itself(nb: Notebook) -> None:
    result = nb.fact("ore", nb.evidence["ore-2023"])
    assert result.value == 40.0
    assert nb.facts["theme.ore"] == {
        "key": "theme.ore", "label": "Ore raised, Norland, 2023", "value": 40.0, "value_high": None, "unit": "Mt",
        "decimals": 0, "bound": "exact", "text": "40\u00a0Mt", "how": "published", "method": "",
        "parts": [{"kind": "observation", "id": "ore-2023", "label": "Ore raised, Norland, 2023",
                   "text": "40\u00a0Mt", "target": False}],
        "assumed": [], "rests_on": ["ore-2023"], "facts": [], "sources": ["bureau2024"], "problem": "",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("obs_id", "text", "number"),
    [
        ("pits-a", "over 7", "7"),
        ("price-2024", "3–5 yuan a tonne", "3–5"),
        ("ore-north", "12.5\u00a0Mt", "12.5"),
        ("ore-goal", "over 60\u00a0Mt", "60"),
    ],
)
def test_an_observation_is_printed_as_its_source_bounds_it(
    nb: Notebook, obs_id: str, text: str, number: str
) -> None:
    nb.fact("x", nb.evidence[obs_id])
    assert (nb.print("x"), nb.print("x", "number"), nb.print("theme.x")) == (text, number, text)


def test_what_is_given_beside_an_observation_wins(nb: Notebook) -> None:
    nb.fact("x", nb.evidence["ore-north"], unit="Mt/yr", decimals=0, bound="approx")
    assert nb.print("x") == "about 13\u00a0Mt a year"


def test_a_cell_exports_itself(nb: Notebook) -> None:
    nb.fact("people", nb.evidence.cell("Sudland", 2012, "people"))
    fact = nb.facts["theme.people"]
    assert (fact["text"], fact["label"], fact["how"]) == (
        "22\u00a0million",
        "Residents, Sudland, 2012",
        "published",
    )
    assert fact["rests_on"] == ["panel:Sudland:2012:people"]
    assert fact["sources"] == ["yearbook2017"]


def test_a_parameter_is_assumed_and_says_why(nb: Notebook) -> None:
    nb.fact("fund", nb.parameters.fund, unit="million", decimals=0)
    fact = nb.facts["theme.fund"]
    assert (fact["text"], fact["label"], fact["how"]) == ("20\u00a0million", "Fund, million yuan", "assumed")
    assert (fact["rests_on"], fact["sources"]) == ([], [])
    assert [(item["id"], item["text"], item["reason"]) for item in fact["assumed"]] == [
        ("fund", "20", "A choice of ours.")
    ]


def test_published_exports_several_by_id(nb: Notebook) -> None:
    found = nb.published("ore-", last="2024", first="2023")
    assert {key: result.value for key, result in found.items()} == {"last": 50.0, "first": 40.0}
    assert [fact["rests_on"] for fact in nb.facts.values()] == [["ore-2024"], ["ore-2023"]]


def test_a_result_can_be_exported_later(nb: Notebook) -> None:
    derived = nb.derive(arithmetic.total, [nb.evidence["ore-2023"], nb.parameters.fund])
    assert nb.facts == {}
    nb.fact("sum", derived, **IN_MT)
    fact = nb.facts["theme.sum"]
    assert (fact["value"], fact["how"]) == (60.0, "computed")
    assert fact["method"] == "The sum of Ore raised, Norland, 2023 and Fund, million yuan."
    assert [part["id"] for part in fact["parts"]] == ["ore-2023", "fund"]
    assert [item["id"] for item in fact["assumed"]] == ["fund"]


# -- computed


def test_a_computed_fact_names_what_it_was_computed_from(nb: Notebook) -> None:
    first = nb.fact("first", nb.evidence["ore-2023"])
    nb.compute("sum", arithmetic.total, [first, nb.evidence["ore-2024"]], **IN_MT)
    fact = nb.facts["theme.sum"]
    assert (fact["value"], fact["text"], fact["how"]) == (90.0, "90\u00a0Mt", "computed")
    assert fact["label"] == "Ore of both years"
    assert (fact["rests_on"], fact["facts"]) == (["ore-2023", "ore-2024"], ["theme.first"])
    assert fact["sources"] == ["bureau2024", "bureau2025"]
    assert [part["kind"] for part in fact["parts"]] == ["fact", "observation"]
    assert nb.evidence_of("sum") == ["ore-2023", "ore-2024"]
    assert nb.assumed_by("sum") == []


@pytest.mark.parametrize(
    ("value", "how", "text", "bound"),
    [
        (12.34, {"unit": "Mt", "decimals": 1}, "12.3\u00a0Mt", "exact"),
        (12.34, {"unit": "Mt", "decimals": 1, "bound": "approx"}, "about 12.3\u00a0Mt", "approx"),
        ((3.2, 4.8), IN_MT, "3–5\u00a0Mt", "range"),
        ((3.0, 3.2), IN_MT, "3\u00a0Mt", "range"),  # both ends round to one number
        (Bounded(7.6, "at_least"), IN_MT, "over 7\u00a0Mt", "at_least"),  # a lower bound is rounded down
        (Bounded(7.4, "at_most"), IN_MT, "up to 8\u00a0Mt", "at_most"),
        (Bounded(7.0, "range", 9.0), IN_MT, "7–9\u00a0Mt", "range"),
        ("Norland", {}, "Norland", "exact"),
        (dt.date(2030, 6, 1), {}, "1 June 2030", "exact"),
        (verdicts.BEHIND, {}, "behind", "exact"),
        (verdicts.CANNOT_BE_TOLD, {}, "cannot be told", "exact"),
    ],
)  # fmt: skip
def test_what_a_function_returns_is_printed_by_its_kind(
    nb: Notebook, value: Any, how: dict[str, Any], text: str, bound: str
) -> None:
    fact = exported(nb, value, **how)
    assert (fact["text"], fact["bound"]) == (text, bound)


def test_words_dates_and_verdicts_have_units_of_their_own(nb: Notebook) -> None:
    assert exported(nb, "Norland", "word")["unit"] == payloads.TEXT
    day = exported(nb, dt.date(2030, 6, 1), "day")
    assert (day["unit"], day["value"]) == (payloads.DATE, "2030-06-01")
    verdict = exported(nb, verdicts.MET, "verdict")
    assert (verdict["unit"], verdict["value"]) == (payloads.VERDICT, "met")
    assert nb.print("verdict", "number") == "met"


def test_how_a_value_was_obtained(nb: Notebook) -> None:
    @modelled
    def fitted(value: float) -> float:
        """A curve through {value}."""
        return value

    model = nb.compute("number", fitted, nb.evidence["ore-2023"], **IN_MT)
    nb.compute("mean", arithmetic.product, model, 2, **IN_MT)
    nb.compute("rows", arithmetic.count, nb.evidence.whole("sources"), unit="count", decimals=0)
    nb.compute("sum", arithmetic.total, [nb.evidence["ore-2023"]], **IN_MT)
    assert {key: fact["how"] for key, fact in nb.facts.items()} == {
        "theme.number": "modelled", "theme.mean": "modelled", "theme.rows": "counted", "theme.sum": "computed",
    }  # fmt: skip
    # A count of the evidence rests on the table and cites nobody.
    rows = nb.facts["theme.rows"]
    assert (rows["value"], rows["rests_on"], rows["sources"]) == (4, ["data:sources"], [])


def test_a_spread_is_a_median_and_a_range(nb: Notebook) -> None:
    draws = nb.derive(returns([float(n) for n in range(101)]), nb.evidence["ore-2023"])
    median, span = nb.spread("number", draws, level=0.8, **IN_MT)
    assert (median.value, span.value) == (50.0, pytest.approx((10.0, 90.0)))
    assert (nb.print("number"), nb.print("number_range")) == ("50\u00a0Mt", "10–90\u00a0Mt")


def test_a_level_that_is_a_parameter_is_an_origin_of_the_range_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    little.enter(tmp_path, monkeypatch)
    level = Parameter("level", 0.5, "Part inside", "A choice.")
    nb = Notebook("theme", Evidence.load(), parameters=[level], publisher=little.Recorder())
    draws = nb.derive(returns([0.0, 1.0, 2.0, 3.0, 4.0]), nb.evidence["ore-2023"])
    nb.spread("number", draws, level=level, **IN_MT)
    assert nb.facts["theme.number_range"]["text"] == "1–3\u00a0Mt"
    assert nb.assumed_by("number_range") == ["level"]
    assert nb.assumed_by("number") == []


def test_a_range_is_named_after_its_fact(
    nb: Notebook, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert exported(nb, (1.0, 2.0), "mean_range", **IN_MT)["label"] == "Ore in a middle year: range"
    assert exported(nb, (1.0, 2.0), "number_range", **IN_MT)["label"] == "A number between two ends"


def test_the_last_digits_of_a_float_are_not_exported(nb: Notebook) -> None:
    one = exported(nb, 122.44217006748804, "number", **IN_MT)
    other = exported(nb, 122.44217006748805, "mean", **IN_MT)
    assert one["value"] == other["value"] == 122.442170067


def test_many_cells_become_one_slice(nb: Notebook) -> None:
    def summed(table: pd.DataFrame) -> float:
        """All of {table}."""
        return float(table.to_numpy().sum())

    two = ["Norland", "Sudland"]  # 14 cells; more than twelve become a slice
    sums = nb.compute("sum", summed, nb.evidence.selection("people", two), **IN_MT)
    assert nb.facts["theme.sum"]["rests_on"] == ["panel:2:2010-2016:people"]
    assert nb.facts["theme.sum"]["value"] == 252.0  # (10 + … + 16) + (20 + … + 26) = 91 + 161
    assert len(nb.evidence_of("sum")) == 14
    # What comes of the fact rests on the same cells; others of the same extent have a name of their own.
    nb.compute("mean", arithmetic.product, sums, 1, **IN_MT)
    nb.compute("number", summed, nb.evidence.selection("people", ["Norland", "Westland"]), **IN_MT)
    nb.compute("rows", summed, nb.evidence.selection("people", two, range(2010, 2016)), **IN_MT)
    assert nb.facts["theme.mean"]["rests_on"] == ["panel:2:2010-2016:people"]
    assert nb.facts["theme.number"]["rests_on"] == ["panel:2:2010-2016.1:people"]
    assert len(nb.facts["theme.rows"]["rests_on"]) == 12  # twelve are named one by one


# -- not known, not computable, impossible


def test_what_is_not_yet_public_is_not_known(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    early = little.notebook(tmp_path, monkeypatch, as_of="2024-12-31")
    result = early.fact("ore", early.evidence["ore-2024"])
    assert math.isnan(result.value)
    early.compute("sum", arithmetic.total, [result, early.evidence["ore-2023"]], **IN_MT)
    fact = early.facts["theme.sum"]
    assert (fact["value"], fact["text"], fact["problem"]) == (None, "not known at that date", "")
    assert early.print("sum", "number") == "not known at that date"
    assert early.problems == []


def test_a_model_of_what_is_not_yet_public_is_not_known_either(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    early = little.notebook(tmp_path, monkeypatch, as_of="2024-12-31")

    def refuses(_: float) -> float:
        """Nothing."""
        raise ValueError("not a number")

    early.compute("sum", refuses, early.evidence["ore-2024"], **IN_MT)
    early.compute("word", refuses, early.evidence["ore-2024"])
    assert [fact["text"] for fact in early.facts.values()] == ["not known at that date"] * 2
    assert early.problems == []


def test_a_figure_that_a_model_cannot_use_is_a_finding(nb: Notebook) -> None:
    broken = nb.compute("number", arithmetic.ratio, nb.evidence["ore-2023"], 0, **IN_MT)
    fact = nb.facts["theme.number"]
    said = "cannot be computed from the figures given (ZeroDivisionError: float division by zero); look at ore-2023"
    assert (fact["value"], fact["text"], fact["problem"]) == (None, "cannot be computed", said)
    nb.compute("mean", arithmetic.product, broken, 2, **IN_MT)
    assert nb.facts["theme.mean"]["problem"] == said
    assert nb.problems == [said]  # told once


def test_what_would_be_infinite_is_a_finding(nb: Notebook) -> None:
    """A model may return infinity for a target that is never reached; no page can print it."""
    fact = exported(nb, math.inf, **IN_MT)
    said = "cannot be computed from the figures given (it would be infinite); look at ore-2023"
    assert (fact["value"], fact["text"], fact["problem"]) == (None, "cannot be computed", said)
    assert nb.problems == [said]


@pytest.mark.parametrize(
    ("value", "possible"), [(100.0, True), (100.1, False), (-101.0, False), ((50.0, 120.0), False)]
)
def test_a_share_beyond_the_whole_is_a_finding(nb: Notebook, value: Any, possible: bool) -> None:
    fact = exported(nb, value, "ore_share", unit="percent", decimals=0)
    assert (fact["problem"] == "") is possible
    if not possible:
        assert fact["problem"].startswith("a share of ")
        assert fact["problem"].endswith("% is impossible; look at ore-2023")
        assert (fact["value"], fact["value_high"], fact["text"]) == (None, None, "cannot be computed")
        assert nb.problems == [fact["problem"]]


def test_a_growth_may_pass_a_hundred_percent(nb: Notebook) -> None:
    assert exported(nb, 120.0, unit="percent", decimals=0)["text"] == "120%"


# -- refused


@pytest.mark.parametrize(
    ("value", "how", "message"),
    [
        (1.0, {}, "fact 'number': a number needs unit= and decimals="),
        (1.0, {"unit": "Mt"}, "a number needs unit= and decimals="),
        ((1.0, 2.0), {"decimals": 0}, "a number needs unit= and decimals="),
        (1.0, {"unit": "furlong", "decimals": 0}, r"unknown unit 'furlong'; add its pattern under units: in words/en/common\.yml"),
        (True, {}, "fact 'number' is true or false: export it as a claim"),
    ],
)  # fmt: skip
def test_a_value_is_refused(nb: Notebook, value: Any, how: dict[str, Any], message: str) -> None:
    with pytest.raises(ExportError, match=message):
        exported(nb, value, **how)
    assert nb.facts == {}


def test_a_fact_needs_a_name_for_people(nb: Notebook) -> None:
    with pytest.raises(
        ExportError,
        match=r"theme\.strange has no name for people: add `strange: …` under facts: in words/en/theme\.yml",
    ):
        exported(nb, 1.0, "strange", **IN_MT)


def test_a_name_for_people_types_no_digit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    words = little.WORDS.replace("sum: Ore of both years", "sum: Ore of 90 Mt in 2024")
    nb = little.notebook(tmp_path, monkeypatch, words=words)
    with pytest.raises(ExportError, match=r"words/en/theme\.facts\.sum: the digit '90' is typed by hand"):
        exported(nb, 1.0, "sum", **IN_MT)


@pytest.mark.parametrize("key", ["Ore", "ore-2023", "ore 2", "2ore", ""])
def test_a_key_is_plain(nb: Notebook, key: str) -> None:
    with pytest.raises(ExportError, match="use lower_snake_case"):
        nb.fact(key, nb.evidence["ore-2023"])


def test_a_key_is_new_among_facts_and_claims(nb: Notebook) -> None:
    nb.fact("ore", nb.evidence["ore-2023"])
    nb.claim("so", returns(True), nb.evidence["ore-2023"])
    for key in ("ore", "so"):
        with pytest.raises(
            ExportError, match=rf"theme\.{key} was exported before; facts and claims share their names"
        ):
            nb.fact(key, nb.evidence["ore-2024"])
    assert nb.facts["theme.ore"]["value"] == 40.0


def test_a_number_from_nowhere_is_refused(nb: Notebook) -> None:
    with pytest.raises(
        ExportError, match=r"theme\.sum rests on nothing: pass observations, cells, parameters or results"
    ):
        nb.compute("sum", arithmetic.total, [1, 2], **IN_MT)
    assert nb.facts == {}


# -- parameters of a notebook


def test_parameters_by_name(nb: Notebook) -> None:
    assert nb.parameters.fund.value == nb.parameters["fund"].value == 20.0
    assert nb.parameters.values() == {"fund": 20.0, "year": 2030}
    with pytest.raises(AttributeError, match=r"no parameter 'fnud'; did you mean fund\?"):
        nb.parameters.fnud  # noqa: B018


def test_an_assumption_of_another_edition_is_added_once() -> None:
    parameters = Parameters([little.FUND])
    other = Parameter("other_fund", 30.0, "Fund of the other edition", "Higher.")
    assert parameters.add(other) is other
    assert parameters.add(other) is other
    assert parameters.other_fund.value == 30.0
    assert parameters.values() == {"fund": 20.0}  # only what the notebook declares
    with pytest.raises(ExportError, match="there are two parameters 'other_fund'"):
        parameters.add(Parameter("other_fund", 31.0))


# -- the records of evidence


def test_close_exports_what_everything_rests_on(nb: Notebook) -> None:
    with pytest.raises(ExportError, match="notebook theme exports nothing"):
        nb.close()
    nb.fact("ore", nb.evidence["ore-2023"])
    nb.close()
    mime, payload, text = nb._publisher.published[-1]  # type: ignore[attr-defined]
    assert mime == payloads.EVIDENCE
    assert text == "3 facts, 0 claims and 0 exhibits rest on 1 figures"  # two of them assumptions
    assert {k: v for k, v in payload.items() if k != "evidence"} == {
        "notebook": "theme", "as_of": "2025-12-31", "language": "en", "edition": "baseline",
        "parameters": {"fund": 20.0, "year": 2030}, "findings": [],
    }  # fmt: skip
    record = payload["evidence"]["ore-2023"]
    assert (record["value"], record["unit"], record["source_id"], record["label_en"]) == (
        40.0, "Mt", "bureau2024", "Ore raised",
    )  # fmt: skip


def test_a_figure_that_another_contradicts_is_never_alone(nb: Notebook) -> None:
    nb.fact("pits", nb.evidence["pits-a"])
    nb.close()
    assert set(nb._publisher.published[-1][1]["evidence"]) == {"pits-a", "pits-b"}  # type: ignore[attr-defined]


def test_close_tells_slices_and_findings(nb: Notebook) -> None:
    def summed(table: pd.DataFrame) -> float:
        """All of {table}."""
        return float(table.to_numpy().sum())

    nb.compute("sum", summed, nb.evidence.selection("people", ["Norland", "Sudland"]), **IN_MT)
    nb.compute("number", arithmetic.ratio, nb.evidence["ore-2023"], 0, **IN_MT)
    nb.close()
    _, payload, text = nb._publisher.published[-1]  # type: ignore[attr-defined]
    record = payload["evidence"]["panel:2:2010-2016:people"]
    assert (record["place"], record["period"], record["cells"], record["value"]) == (
        "2",
        "2010/2016",
        14,
        None,
    )
    assert payload["findings"] == nb.problems
    assert text.splitlines()[1] == nb.problems[0]


# -- how a fact is printed


FACT = {
    "text": "over 7\u00a0Mt",
    "value": 7.0,
    "value_high": None,
    "unit": "count",
    "decimals": 0,
    "bound": "at_least",
}


@pytest.mark.parametrize(
    ("change", "style", "text"),
    [
        ({}, "", "over 7\u00a0Mt"),
        ({}, "start", "Over 7\u00a0Mt"),
        ({}, "number", "7"),
        ({}, "words", "seven"),
        ({}, "Words", "Seven"),
        ({"value": 7.9}, "number", "7"),  # still a lower bound
        ({"value": 3.0, "value_high": 5.0, "bound": "range"}, "number", "3–5"),
        ({"value": 3.0, "value_high": 5.0, "bound": "range"}, "Words", "Three to five"),
        ({"value": 2.04, "unit": "times"}, "words", "twice"),
        ({"value": 33.0, "unit": "percent"}, "words", "a third"),
        ({"value": "Norland", "text": "Norland", "unit": "text"}, "words", "Norland"),
        ({"value": None, "text": "not known at that date"}, "number", "not known at that date"),
        ({"value": None, "text": "not known at that date"}, "Words", "not known at that date"),
        ({"text": "about 3 bcm"}, "start", "About 3 bcm"),  # the unit keeps its small letters
    ],
)  # fmt: skip
def test_styles(change: dict[str, Any], style: str, text: str) -> None:
    assert payloads.print_fact(FACT | change, style) == text


@pytest.mark.parametrize(
    ("style", "message"),
    [
        ("bold", r"a fact has no style 'bold': leave it out, or use \|number, \|start, \|words or \|Words"),
        ("words", "13.5 count cannot be said in a word: print the number"),
    ],
)
def test_styles_refused(style: str, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        payloads.print_fact(FACT | {"value": 13.5}, style)
