"""The arithmetic that needs no model, by hand; what is not known passes through."""

import inspect
import math
import re
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from evident.export import arithmetic

NAN = math.nan


@pytest.mark.parametrize(
    ("function", "arguments", "expected"),
    [
        (arithmetic.difference, (50, 40), 10),
        (arithmetic.total, ([40, 50.5],), 90.5),
        (arithmetic.total, ([],), 0.0),
        (arithmetic.product, (40, 1.5), 60),
        (arithmetic.ratio, (40, 50), 0.8),
        (arithmetic.share, (40, 50), 80),
        (arithmetic.share_of_totals, ([10, 20], [40, 80]), 25),  # 30 of 120
        (arithmetic.change, (40, 50), 25),  # 10 of 40
        (arithmetic.change, (50, 40), -20),  # 10 of 50
        (arithmetic.largest, ([3, 7, 5],), 7),
        (arithmetic.smallest, ([3, 7, 5],), 3),
        (arithmetic.span, ([3, 7, 5],), (3, 7)),
        (arithmetic.median, ([1, 9, 4],), 4.0),
        (arithmetic.median, (np.array([1, 3, 5, 100]),), 4.0),  # between 3 and 5
        (arithmetic.central_range, (range(101), 0.9), (5.0, 95.0)),
        (arithmetic.central_range, (range(101),), (5.0, 95.0)),
        (arithmetic.central_range, (range(101), 0.5), (25.0, 75.0)),
        (arithmetic.count, (["a", "b"],), 2),
    ],
)
def test_by_hand(function: Callable[..., Any], arguments: tuple[Any, ...], expected: Any) -> None:
    assert function(*arguments) == pytest.approx(expected)


@pytest.mark.parametrize(
    ("function", "arguments"),
    [
        (arithmetic.difference, (NAN, 1)),
        (arithmetic.total, ([1, NAN],)),
        (arithmetic.product, (NAN, 0)),
        (arithmetic.ratio, (1, NAN)),
        (arithmetic.share, (NAN, 50)),
        (arithmetic.share_of_totals, ([1, NAN], [1, 2])),
        (arithmetic.change, (40, NAN)),
        (arithmetic.largest, ([NAN, 1],)),
        (arithmetic.largest, ([1, NAN],)),
        (arithmetic.smallest, ([NAN, 1],)),
        (arithmetic.smallest, ([1, NAN],)),
        (arithmetic.median, ([1, NAN, 3],)),
    ],
)
def test_what_is_not_known_passes_through(function: Callable[..., Any], arguments: tuple[Any, ...]) -> None:
    assert math.isnan(function(*arguments))


@pytest.mark.parametrize("items", [[NAN, 1, 2], [1, NAN, 2], [1, 2, NAN]])
def test_of_an_unknown_item_both_ends_are_unknown(items: list[float]) -> None:
    assert all(map(math.isnan, arithmetic.span(items)))
    assert all(map(math.isnan, arithmetic.central_range(items)))


@pytest.mark.parametrize(
    ("function", "arguments"),
    [
        (arithmetic.ratio, (1, 0)),
        (arithmetic.share, (1, 0)),
        (arithmetic.share_of_totals, ([1, 2], [3, -3])),
        (arithmetic.change, (0, 1)),
    ],
)
def test_by_nothing_nothing_is_divided(function: Callable[..., Any], arguments: tuple[Any, ...]) -> None:
    with pytest.raises(ZeroDivisionError):
        function(*arguments)


def test_every_function_says_what_it_does_with_each_of_its_arguments() -> None:
    """The first paragraph is printed to readers: it names every argument that is not a setting of the method."""
    for name, function in inspect.getmembers(arithmetic, inspect.isfunction):
        said = (inspect.getdoc(function) or "").partition("\n\n")[0]
        named = set(re.findall(r"\{(\w+)\}", said))
        wanted = {
            item.name
            for item in inspect.signature(function).parameters.values()
            if item.default is inspect.Parameter.empty
        }
        assert named == wanted, name
        assert said.endswith("."), name
