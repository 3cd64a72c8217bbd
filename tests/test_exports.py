"""The short form of exports hands on what a notebook's own would."""

from typing import Any

import pytest

from evident.export import arithmetic, comparisons
from shanxi.exports import Exports


class Recorder:
    """Stands in for a notebook and writes down what it was asked for."""

    def __init__(self) -> None:
        self.asked: list[tuple[Any, ...]] = []

    def compute(self, key: str, function: Any, *arguments: Any, **named: Any) -> str:
        self.asked.append(("compute", key, function, *arguments, named))
        return f"result of {key}"

    def fact(self, key: str, item: Any, **named: Any) -> str:
        self.asked.append(("fact", key, item, named))
        return f"result of {key}"

    def claim(self, key: str, test: Any, *arguments: Any) -> None:
        self.asked.append(("claim", key, test, *arguments))


def test_facts_claims_and_what_was_exported() -> None:
    notebook = Recorder()
    f = Exports(notebook)  # type: ignore[arg-type]
    f.as_they_are("t", 1, dug=5)
    f.facts("Mt", 0, "at_least", both=(arithmetic.total, [f.dug, 2]))
    f.claims(enough=(comparisons.more, f.both, 1))
    told = {"unit": "Mt", "decimals": 0, "bound": "at_least"}
    assert notebook.asked == [
        ("fact", "dug", 5, {"unit": "t", "decimals": 1}),
        ("compute", "both", arithmetic.total, ["result of dug", 2], told),
        ("claim", "enough", comparisons.more, "result of both", 1),
    ]
    assert f["both"] == "result of both"
    with pytest.raises(AttributeError, match="no fact 'dig'"):
        f.dig  # noqa: B018
