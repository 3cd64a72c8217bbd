"""The settings that a sweep draws: values reckoned by hand, ids, digests, and what changes with what."""

from typing import Any

import pytest

from evident.run import settings
from evident.run.ranges import Range, is_count
from evident.run.settings import Setting, at, digest, drawn_from, grid, of_notebook


def between(low: Any, high: Any, *, whole: bool = False, name: str = "fund") -> Range:
    return Range(name, "between", (low, high), "why", whole, "ranges.yml:1")


def among(*values: Any, kind: str = "among", name: str = "year") -> Range:
    return Range(name, kind, values, "why", False, "ranges.yml:2")


@pytest.mark.parametrize(
    ("one", "values"),
    [
        (between(50.0, 130.0), [50.0, 60.0, 70.0, 80.0, 90.0, 100.0, 110.0, 120.0, 130.0]),
        (between(2026, 2030, whole=True), [2026, 2027, 2028, 2029, 2030]),  # each once
        (between(1, 17, whole=True), [1, 3, 5, 7, 9, 11, 13, 15, 17]),
        (between([2.0, 6.0], [6.0, 14.0]), [[2 + n / 2, 6.0 + n] for n in range(9)]),
        (between(0.0, 0.8), [0.0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8]),  # and not 0.30000000000000004
        (among("a", "b", "c"), ["a", "b", "c"]),
    ],
)
def test_a_grid(one: Range, values: list[Any]) -> None:
    assert grid(one) == values


@pytest.mark.parametrize(
    ("one", "part", "value"),
    [
        (between(50.0, 130.0), 0.0, 50.0),
        (between(50.0, 130.0), 0.25, 70.0),
        (between([2.0, 6.0], [6.0, 14.0]), 0.5, [4.0, 10.0]),
        (among("a", "b", "c"), 0.0, "a"),
        (among("a", "b", "c"), 0.67, "c"),
        (among("a", "b", "c"), 0.999, "c"),
        # Of three whole numbers each has a third, and so have the two at the ends.
        (between(1, 3, whole=True), 0.32, 1),
        (between(1, 3, whole=True), 0.34, 2),
        (between(1, 3, whole=True), 0.999, 3),
        (between([1, 2], [3, 8], whole=True), 0.5, [2, 5]),
    ],
)
def test_a_place_in_a_range(one: Range, part: float, value: Any) -> None:
    assert at(one, part) == value
    assert type(at(one, part)) is type(value)


BASELINE = {"fund": 100.0, "year": 2027, "seed": 1}
RANGES = {"fund": between(50.0, 130.0), "year": among(2026, 2027)}


def test_all_settings_of_a_notebook() -> None:
    every = of_notebook(RANGES, BASELINE, {"rich": BASELINE | {"fund": 900.0}}, 4)
    assert [one.name for one in every] == [
        "baseline",
        *(f"grid fund={value}.0" for value in range(50, 131, 10)),
        "grid year=2026", "grid year=2027",
        "together 0000", "together 0001", "together 0002", "together 0003",
        "edition rich",
    ]  # fmt: skip
    assert every[0].values == BASELINE
    assert every[1].values == BASELINE | {"fund": 50.0}
    assert [one.parameter for one in every[:2]] == ["", "fund"]
    assert every[-1] == Setting("edition rich", "edition", BASELINE | {"fund": 900.0}, edition="rich")
    together = [one.values for one in every if one.varied == "together"]
    assert {values["seed"] for values in together} == {1}  # it has no range
    assert all(50 <= values["fund"] <= 130 for values in together)
    # Four points of a Sobol sequence: one in each quarter of every direction, as the sequence promises.
    assert sorted(int((values["fund"] - 50) / 20) for values in together) == [0, 1, 2, 3]
    assert sorted(values["year"] for values in together) == [2026, 2026, 2027, 2027]


def test_half_the_settings_are_the_first_half() -> None:
    few, many = (of_notebook(RANGES, BASELINE, {}, count) for count in (4, 16))
    assert [one for one in few if one.varied == "together"] == [
        one for one in many if one.varied == "together"
    ][:4]


def test_what_a_notebook_is_made_for_takes_no_part_in_other_settings() -> None:
    ranges = RANGES | {"place": among("Norland", "Sudland", kind="each", name="place")}
    baseline = BASELINE | {"place": "Norland"}
    every = of_notebook(ranges, baseline, {}, 4)
    assert [one.name for one in every[-2:]] == ["each Norland", "each Sudland"]
    assert every[-1].values == baseline | {"place": "Sudland"}
    assert {one.values["place"] for one in every[:-2]} == {"Norland"}


def test_without_ranges_there_is_the_baseline_and_the_editions() -> None:
    assert [one.name for one in of_notebook({}, BASELINE, {"rich": BASELINE}, 256)] == [
        "baseline",
        "edition rich",
    ]


def test_a_digest_is_of_the_values_and_the_edition() -> None:
    one = Setting("baseline", "baseline", {"a": 1, "b": [2.0]})
    assert one.digest == Setting("other", "grid", {"b": [2.0], "a": 1}, "a").digest
    assert one.digest != Setting("baseline", "baseline", {"a": 1.0, "b": [2.0]}).digest
    assert one.digest != Setting("edition rich", "edition", {"a": 1, "b": [2.0]}, edition="rich").digest
    assert digest({"a": "é"}) == digest({"a": "é"}) != digest({"a": "e"})


def test_what_settings_are_drawn_from() -> None:
    before = drawn_from(RANGES, BASELINE, {"rich": BASELINE}, 4)
    assert list(before) == [
        "the baseline", "the number of settings", "the range of fund", "the range of year", "the edition rich",
    ]  # fmt: skip
    wider = drawn_from(RANGES | {"fund": between(50.0, 140.0)}, BASELINE, {"rich": BASELINE}, 4)
    assert [name for name in before if before[name] != wider[name]] == ["the range of fund"]
    more = drawn_from(RANGES, BASELINE, {"rich": BASELINE}, 8)
    assert [name for name in before if before[name] != more[name]] == ["the number of settings"]


@pytest.mark.parametrize(
    ("number", "is_one"), [(1, False), (2, True), (3, False), (256, True), (255, False), (-2, False)]
)
def test_a_number_of_settings(number: int, is_one: bool) -> None:
    assert is_count(number) is is_one


def test_kinds_are_told_in_the_order_of_tables() -> None:
    assert settings.VARIED == ("baseline", "grid", "together", "edition", "each")
