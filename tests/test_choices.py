"""What a reader can choose among the settings of a sweep: parts of ranges, worked out by hand."""

from typing import Any

import pytest

from evident.book.chooser import packed
from evident.run.choices import Choice, choices
from evident.run.firmness import Outcomes, outcomes
from evident.text.words import Words

from . import swept

NINE = [50.0 + 10 * step for step in range(9)]  # 50 to 130, so that the parts end at 76.7 and 103


def found(grid: dict[str, list[Any]], base: dict[str, Any], *together: dict[str, Any]) -> Outcomes:
    return outcomes(swept.table(base, grid, together, {"t.more": lambda values: True}))


def only(grid: list[Any], base: Any, *tried: Any) -> Choice:
    (choice,) = choices(found({"p": grid}, {"p": base}, *({"p": value} for value in tried)), Words("en"))
    return choice


def test_a_range_is_cut_into_three_parts_of_equal_length() -> None:
    choice = only(NINE, 100.0, 50.0, 76.0, 77.0, 103.0, 104.0, 130.0)
    assert choice.parts == ("50 to 76.7", "76.7 to 103", "103 to 130")
    assert choice.base == 1
    assert choice.at == (0, 0, 1, 1, 2, 2)


def test_whole_numbers_have_whole_ends() -> None:
    years = [1990, 1995, 2000, 2005, 2010, 2015, 2020]
    assert only(years, 2005, 1991).parts == ("1990 to 2000", "2000 to 2010", "2010 to 2020")


def test_a_few_values_are_offered_one_by_one_and_in_order() -> None:
    choice = only([2009, 1997, 2005], 2005, 1997, 2009, 2005)
    assert choice == Choice("p", ("1997", "2005", "2009"), 1, (0, 2, 1))


def test_alternatives_without_order_stay_as_they_are_told() -> None:
    choice = only(["mean", "median"], "median", "median", "mean")
    assert choice == Choice("p", ("mean", "median"), 1, (1, 0))
    assert only([True, False], False, True).parts == ("yes", "no")


def test_lists_move_from_end_to_end() -> None:
    grid = [[2.0 + step / 2, 6.0 + 0.75 * step] for step in range(9)]
    choice = only(grid, [4.0, 9.0], [2.5, 6.75], [5.9, 11.85])
    assert choice.parts == ("2, 6 to 3.33, 8", "3.33, 8 to 4.67, 10", "4.67, 10 to 6, 12")
    assert (choice.base, choice.at) == (1, (0, 2))


@pytest.mark.parametrize(
    ("bits", "text"),
    [([], ""), ([True], "8"), ([False, True, True, False], "6"), ([True] * 4 + [False, True], "f4")],
)
def test_bits_are_packed_the_first_the_highest(bits: list[bool], text: str) -> None:
    assert packed(bits) == text
