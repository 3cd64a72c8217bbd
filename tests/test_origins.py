"""An origin is what was passed to a call, all of it and nothing else."""

import datetime as dt
import math
import random
from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from evident.evidence.tables import Evidence, Observation
from evident.export import origins
from evident.export.origins import (
    Bounded,
    Origin,
    Parameter,
    Result,
    call,
    dated,
    modelled,
    origin_of,
    plain,
    whole,
)

from . import little

FUND = little.FUND


@pytest.fixture
def evidence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Evidence:
    little.enter(tmp_path, monkeypatch)
    return Evidence.load("2025-12-31")


@pytest.fixture
def early(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Evidence:
    """The evidence of a day on which the ore of 2024 was not yet public."""
    little.enter(tmp_path, monkeypatch)
    return Evidence.load("2024-12-31")


def seen(*arguments: Any, **named: Any) -> Any:
    """What came in."""
    return arguments, named


def received(*arguments: Any) -> Any:
    """What a function is given in place of these."""
    return call(seen, arguments, {}).value[0]


def add(*numbers: float) -> float:
    """The sum."""
    return sum(numbers)


def refuses(*_: Any) -> float:
    """Nothing."""
    raise ValueError("it is too large")


# -- what a function receives


def test_plain_values_of_everything_that_has_an_origin(evidence: Evidence) -> None:
    cell = evidence.cell("Norland", 2012, "people")
    earlier = call(add, (1, 2), {})
    assert received(evidence["ore-2023"], cell, FUND, earlier, 7, "km") == (40.0, 12, 20.0, 3, 7, "km")


def test_containers_are_unpacked_and_keep_their_kind(evidence: Evidence) -> None:
    nested = {"a": [evidence["ore-2023"], (FUND, 1)], "b": {}}
    assert received(nested) == ({"a": [40.0, (20.0, 1)], "b": {}},)


def test_a_selection_arrives_as_a_table_of_years_and_places(evidence: Evidence) -> None:
    (table,) = received(evidence.selection("people", ["Westland", "Norland"], [2011, 2010]))
    wanted = pd.DataFrame({"Westland": [31, 30], "Norland": [11, 10]}, index=[2011, 2010])
    assert table.to_dict() == wanted.to_dict()
    assert list(table.columns) == ["Westland", "Norland"]


def test_a_whole_table_arrives_without_what_was_not_yet_public(early: Evidence) -> None:
    (table,) = received(early.whole("observations"))
    assert set(table.index) == {"ore-2023", "ore-goal"}  # of 1 February 2024; the others came in 2025


def test_dated_and_whole(evidence: Evidence) -> None:
    pits, ore = evidence["pits-a"], evidence["ore-2023"]
    assert received(dated(ore), dated([pits])) == (
        (dt.date(2023, 12, 31), 40.0),
        [(dt.date(2024, 12, 31), 7.0)],
    )
    assert received(whole(ore), whole({"x": pits})) == (ore, {"x": pits})


def test_dated_and_whole_see_through_a_fact_that_is_a_published_figure(evidence: Evidence) -> None:
    ore = evidence["ore-2023"]
    exported = Result(40.0, origin_of(ore), key="theme.ore", item=ore)
    assert received(dated(exported), whole(exported)) == ((dt.date(2023, 12, 31), 40.0), ore)
    assert origin_of(dated(exported)) == Origin(evidence=("ore-2023",), facts=("theme.ore",))


@pytest.mark.parametrize("wrap", [whole, dated])
def test_a_computed_value_has_no_date(evidence: Evidence, wrap: Any) -> None:
    computed = call(add, (evidence["ore-2023"], 1), {})
    with pytest.raises(
        TypeError, match=r"whole\(\) and dated\(\) take observations, cells, and facts that are"
    ):
        received(wrap(computed))


def test_what_could_not_be_computed_arrives_as_not_a_number() -> None:
    assert math.isnan(plain(Result(None, Origin())))


# -- origins


def test_everything_passed_is_an_origin_once_and_in_order(evidence: Evidence) -> None:
    ore = evidence["ore-2024"]
    cell = evidence.cell("Sudland", 2010, "people")
    made = call(seen, (ore, cell, FUND), {"more": [ore, {"x": evidence["pits-a"]}]})
    assert made.origin == Origin(
        evidence=("ore-2024", "panel:Sudland:2010:people", "pits-a"), assumed=("fund",)
    )


def test_plain_values_have_no_origin() -> None:
    assert call(add, (1, 2.5), {}).origin == Origin()
    assert origin_of(["a", {"b": (1, None)}, pd.DataFrame({"x": [1]})]) == Origin()


def test_of_a_selection_the_cells_that_were_chosen(evidence: Evidence) -> None:
    chosen = evidence.selection("people", ["Norland"], [2010, 2016])
    assert origin_of(chosen).evidence == ("panel:Norland:2010:people", "panel:Norland:2016:people")


def test_of_a_whole_table_the_table(evidence: Evidence) -> None:
    assert origin_of(evidence.whole("sources")) == Origin(evidence=("data:sources",))


def test_a_result_hands_on_its_whole_origin(evidence: Evidence) -> None:
    inner = call(add, (evidence["ore-2023"], FUND), {})
    outer = call(add, (inner, evidence["ore-2024"]), {})
    assert outer.value == 110.0  # 40 + 20 + 50
    assert outer.origin == Origin(evidence=("ore-2023", "ore-2024"), assumed=("fund",))


def test_an_exported_result_hands_on_its_name_in_place_of_earlier_ones(evidence: Evidence) -> None:
    first = call(add, (evidence["ore-2023"],), {}).exported("theme.first")
    second = call(add, (first, FUND), {})
    assert second.origin.facts == ("theme.first",)
    third = call(add, (second.exported("theme.second"), 1), {})
    assert third.origin == Origin(evidence=("ore-2023",), assumed=("fund",), facts=("theme.second",))


def test_what_came_of_a_model_stays_modelled(evidence: Evidence) -> None:
    @modelled
    def fitted(value: float) -> float:
        return value

    first = call(fitted, (evidence["ore-2023"],), {})
    assert first.origin.modelled
    assert call(add, (first.exported("theme.first"), 1), {}).origin.modelled
    assert not call(add, (evidence["ore-2023"],), {}).origin.modelled


def test_results_cannot_be_reckoned_with_outside_a_call(evidence: Evidence) -> None:
    result = call(add, (evidence["ore-2023"],), {})
    for reckon in (lambda: result + 1, lambda: 2 * result, lambda: result < 3, lambda: float(result)):
        with pytest.raises(TypeError):
            reckon()


def test_a_result_at_the_end_of_a_cell_shows_nothing(evidence: Evidence) -> None:
    from IPython.core.formatters import DisplayFormatter

    result = call(add, (evidence["ore-2023"],), {})
    assert DisplayFormatter().format(result) == ({}, {})


LEAVES = ["ore-2023", "ore-2024", "pits-a", "fund", 3, "x"]


def nested(rng: random.Random, depth: int = 3) -> Any:
    """Lists, tuples and mappings of names, inside one another."""
    kind = rng.choice(["leaf", list, tuple, dict]) if depth else "leaf"
    if kind == "leaf":
        return rng.choice(LEAVES)
    items = [nested(rng, depth - 1) for _ in range(rng.randrange(4))]
    return dict(zip("abc", items, strict=False)) if kind is dict else kind(items)  # type: ignore[operator]


@pytest.mark.parametrize("seed", range(40))
def test_no_container_hides_an_origin(seed: int) -> None:
    """Whatever the nesting, the origin names exactly the leaves that have one, in order of first use."""
    figures: list[str] = []
    assumed: list[str] = []

    def build(item: Any) -> Any:
        if isinstance(item, dict):
            return {key: build(inner) for key, inner in item.items()}
        if isinstance(item, list | tuple):
            return type(item)(build(inner) for inner in item)
        if item == "fund":
            assumed.append("fund")
            return FUND
        if isinstance(item, str) and "-" in item:
            figures.append(item)
            return observation(item)
        return item

    origin = origin_of(build([nested(random.Random(seed)) for _ in range(5)]))
    assert origin.evidence == tuple(dict.fromkeys(figures))
    assert origin.assumed == tuple(dict.fromkeys(assumed))


def observation(obs_id: str) -> Observation:
    return Observation(
        obs_id, "", "ore", "Norland", "2024", "flow", 1.0, math.nan, "Mt", "exact", "actual", "", "", "", "", "",
        "good", "", "",
    )  # fmt: skip


# -- what a function cannot use


def test_a_figure_that_cannot_be_used_is_a_problem_and_no_crash(evidence: Evidence) -> None:
    made = call(refuses, (evidence["ore-2023"], evidence["pits-a"]), {})
    assert made.value is None
    assert made.problem == (
        "cannot be computed from the figures given (it is too large); look at ore-2023, pits-a"
    )
    assert made.origin.evidence == ("ore-2023", "pits-a")


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (ZeroDivisionError("by nothing"), "ZeroDivisionError: by nothing"),
        (KeyError("x"), "KeyError: 'x'"),
        (RuntimeError("no fit"), "RuntimeError: no fit"),
    ],
)
def test_other_errors_of_a_model_say_what_they_are(evidence: Evidence, error: Exception, said: str) -> None:
    def breaks(_: float) -> float:
        raise error

    assert f"({said}); look at ore-2023" in call(breaks, (evidence["ore-2023"],), {}).problem


def test_a_mistake_in_the_code_is_shown_as_one(evidence: Evidence) -> None:
    def wrong(value: float) -> Any:
        return value.nothing  # type: ignore[attr-defined]

    with pytest.raises(AttributeError, match="nothing"):
        call(wrong, (evidence["ore-2023"],), {})
    with pytest.raises(TypeError, match="argument"):
        call(refuses.__call__, (), {"strange": 1})


def test_of_many_figures_six_are_named(evidence: Evidence) -> None:
    problem = call(refuses, (evidence.selection("people", ["Norland"]),), {}).problem
    assert problem.endswith("panel:Norland:2015:people …")
    assert problem.count("panel:") == 6


def test_what_is_broken_breaks_what_comes_of_it_with_the_same_words(evidence: Evidence) -> None:
    broken = call(refuses, (evidence["ore-2023"],), {})
    later = call(add, (broken, evidence["ore-2024"]), {})
    assert (later.value, later.problem) == (None, broken.problem)
    assert later.origin.evidence == ("ore-2023", "ore-2024")


def test_what_is_not_yet_public_is_no_problem(early: Evidence) -> None:
    assert math.isnan(call(add, (early["ore-2024"], 1), {}).value)  # NaN passes through
    refused = call(refuses, (early["ore-2024"], early["ore-2023"]), {})
    assert (refused.value, refused.problem, refused.origin.known) == (None, "", False)


def test_a_table_that_is_not_there_is_no_mistake_in_the_code(early: Evidence) -> None:
    """A function that needs a table, of which an earlier one could make none, ends in no traceback."""
    table = call(refuses, (early["ore-2024"],), {})

    def summed(frame: pd.DataFrame) -> float:
        return frame.sum()

    assert call(summed, (table,), {}) == Result(
        None, Origin(evidence=("ore-2024",), known=False), summed, (table,), {}
    )
    # With figures that are all public it is a mistake.
    with pytest.raises(AttributeError):
        call(summed, (early["ore-2023"],), {})


def test_one_unknown_figure_makes_the_whole_unknown(early: Evidence) -> None:
    known = call(add, (early["ore-2023"],), {})
    assert known.origin.known
    assert not call(add, (known, early["ore-2024"]), {}).origin.known
    late = early.selection("people", ["Norland"])
    assert origin_of(late).known
    assert not origin_of(replace(late, known=False)).known


def test_a_parameter_without_reason_only_steers() -> None:
    assert Parameter("seed", 1).reason == ""
    assert origins.origin_of(Parameter("seed", 1)).assumed == ("seed",)


def test_bounded_numbers_without_an_upper_end_are_equal() -> None:
    assert Bounded(53.0, "at_least") == Bounded(53.0, "at_least", float("nan"))
    assert len({Bounded(53.0), Bounded(53.0), Bounded(54.0)}) == 2
    assert Bounded(3, "range", 5) == Bounded(3, "range", 5)
    for other in (Bounded(3), Bounded(3, "range", 6), Bounded(4, "range", 5), 3):
        assert Bounded(3, "range", 5) != other
