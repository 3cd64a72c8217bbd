"""Results that are given again: which calls are the same, what is made anew, and what somebody changes in place."""

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from evident import reads
from evident.evidence.tables import Evidence
from evident.export import arithmetic
from evident.export.origins import Parameter, Result, dated, whole
from evident.export.remembering import Changed, Memory

from . import little

MADE: list[str] = []  # calls of the functions below


def add(*numbers: float) -> float:
    MADE.append("add")
    return float(sum(numbers))


def draws(count: int) -> np.ndarray:
    MADE.append("draws")
    return np.arange(float(count))


def greatest(values: Any) -> float:
    MADE.append("greatest")
    return float(np.max(values))


def spoil(values: np.ndarray) -> float:
    values[0] = 99.0
    return 0.0


def first_of(values: Iterator[int]) -> int:
    MADE.append("first_of")
    return next(values)


def worded(words: str) -> int:
    MADE.append("worded")
    reads.note("words", "en", words)
    reads.note("series", words)
    return len(words)


def refuse(number: float) -> float:
    MADE.append("refuse")
    raise ValueError(f"not {number:g}")


def total_of(table: pd.DataFrame) -> float:
    MADE.append("total_of")
    return float(table.to_numpy().sum())


def apply(function: Callable[[float], float], number: float) -> float:
    MADE.append("apply")
    return function(number)


@pytest.fixture
def evidence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Evidence:
    little.enter(tmp_path, monkeypatch)
    MADE.clear()
    return Evidence.load("2025-12-31")


@pytest.fixture
def memory(evidence: Evidence) -> Memory:
    return Memory(evidence)


def twice(memory: Memory, function: Any, *arguments: Any, **named: Any) -> tuple[Result, Result]:
    return memory.call(function, arguments, named), memory.call(function, arguments, named)


def test_the_same_call_is_made_once(evidence: Evidence, memory: Memory) -> None:
    first, second = twice(memory, add, evidence["ore-2023"], Parameter("fund", 5.0), 1)
    assert MADE == ["add"]
    assert (first.value, first.origin.evidence, first.origin.assumed) == (46.0, ("ore-2023",), ("fund",))
    assert vars(second) == vars(first)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (1, 1.0), (1, True), (0.0, -0.0), (1, 2), ("1", 1),
        ([1, 2], (1, 2)), ({"a": 1}, {"a": 2}), ({"a": 1, "b": 2}, {"b": 2, "a": 1}),
        (Parameter("fund", 1.0), Parameter("fund", 2.0)), (Parameter("fund", 1.0), Parameter("found", 1.0)),
        (np.array([1.0]), np.array([2.0])), (np.float64(1), 1.0), (arithmetic.median, arithmetic.total), (None, 0),
    ],
)  # fmt: skip
def test_calls_that_are_not_the_same(memory: Memory, one: Any, other: Any) -> None:
    assert memory._tell(one) == memory._tell(one)
    assert memory._tell(one) != memory._tell(other)


def test_how_a_figure_is_passed_counts(evidence: Evidence, memory: Memory) -> None:
    obs = evidence["ore-2023"]
    assert len({memory._tell(item) for item in (obs, whole(obs), dated(obs))}) == 3


def test_a_figure_that_somebody_made_is_told_by_what_is_in_it(evidence: Evidence, memory: Memory) -> None:
    moved = evidence.moved({"ore-2023": 2.0})["ore-2023"]
    assert (memory.call(add, (evidence["ore-2023"],), {}).value, memory.call(add, (moved,), {}).value) == (
        40.0,
        80.0,
    )


def test_selections_of_the_panel(evidence: Evidence, memory: Memory) -> None:
    def sums() -> list[float]:
        asked = [("Norland",), (2010, 2011)], [("Norland",), (2011,)], [("Sudland",), (2011,)], [None, None]
        return [memory.call(total_of, (evidence.selection("people", *one),), {}).value for one in asked]

    # Ten millions and eleven; then one of them; then twenty-one; then all: three places from 2010 to 2016.
    assert sums() == [21.0, 11.0, 21.0, 7 * 60 + 3 * 21.0]
    assert sums() == sums()
    assert MADE == ["total_of"] * 4


def test_a_lineage_goes_through_results(memory: Memory) -> None:
    def run(count: int) -> float:
        memory.begin()
        made = memory.call(draws, (count,), {})
        return memory.call(greatest, (made,), {}).value

    assert (run(3), run(3), run(4)) == (2.0, 2.0, 3.0)
    assert MADE == ["draws", "greatest", "draws", "greatest"]


def test_a_result_that_was_exported_stands_for_its_name(memory: Memory) -> None:
    made = memory.call(add, (1, 2), {})
    plain, named = (memory.call(add, (item, 1), {}) for item in (made, made.exported("theme.sum")))
    assert (plain.origin.facts, named.origin.facts) == ((), ("theme.sum",))
    assert plain.value == named.value == 4.0


def test_a_problem_is_given_again(evidence: Evidence, memory: Memory) -> None:
    first, second = twice(memory, refuse, evidence["ore-2023"])
    assert (
        first.problem
        == second.problem
        == "cannot be computed from the figures given (not 40); look at ore-2023"
    )
    assert MADE == ["refuse"]


def test_functions_that_no_module_has_are_called_each_time(memory: Memory) -> None:
    seen = []
    twice(memory, lambda number: seen.append(number), 1)
    twice(memory, partial(lambda number: seen.append(number), 2))
    twice(memory, apply, lambda number: number, 3.0)
    assert (seen, MADE) == ([1, 1, 2, 2], ["apply", "apply"])


def test_a_function_and_part_of_its_arguments(memory: Memory) -> None:
    assert [made.value for made in twice(memory, partial(add, 1), 2)] == [3.0, 3.0]
    assert memory.call(partial(add, 2), (2,), {}).value == 4.0
    assert MADE == ["add", "add"]


def test_what_cannot_be_told_is_called_each_time(memory: Memory) -> None:
    assert [made.value for made in twice(memory, greatest, [1, 2])] == [2.0, 2.0]
    assert MADE == ["greatest"]
    for _ in range(2):
        assert memory.call(first_of, ((value for value in (1, 2)),), {}).value == 1
    assert MADE == ["greatest", "first_of", "first_of"]


def test_what_a_function_reads_is_read_again(memory: Memory) -> None:
    reads.forget()
    memory.call(worded, ("ore",), {})
    before = reads.noted()
    reads.forget()
    memory.call(worded, ("ore",), {})
    assert reads.noted() == before == [("words", "en", "ore"), ("series", "ore")]
    assert MADE == ["worded"]


def test_a_value_changed_in_place_is_found_out(memory: Memory) -> None:
    made = memory.call(draws, (3,), {})
    memory.call(spoil, (made,), {})
    with pytest.raises(Changed):
        memory.call(greatest, (made,), {})


def test_what_the_first_run_had_stays_and_what_later_ones_do_not_ask_for_goes(memory: Memory) -> None:
    memory.begin()
    memory.call(add, (1,), {})
    memory.keep_all()
    for number in (2, 3, 3, 1, 4, 2):
        memory.begin()
        memory.call(add, (number,), {})
    assert len(MADE) == 5  # one; two, three, four; and two once more, which three runs had not asked for


def test_evidence_is_known_and_not_looked_through(evidence: Evidence, memory: Memory) -> None:
    assert memory._tell(evidence.sources) == ("evidence", "_sources")
    assert memory._tell(evidence) == ("evidence", "all")
