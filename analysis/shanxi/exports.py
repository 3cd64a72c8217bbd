"""Exporting many facts and claims of a notebook at once, one line each.

Belongs here: the short form in which a long notebook exports. Does not: what is computed (`models/`), how an export
looks (`evident.export`).
"""

from collections.abc import Callable
from typing import Any

from evident.export.notebook import Notebook
from evident.export.origins import Result

Call = tuple[Callable[..., Any], *tuple[Any, ...]]


class Exports:
    """Exports facts and claims of a notebook by keyword; what was exported is an attribute, to be passed on."""

    def __init__(self, notebook: Notebook) -> None:
        self._notebook = notebook
        self._made: dict[str, Result] = {}

    def facts(self, unit: str = "", decimals: int = 0, bound: str | None = None, **calls: Call) -> None:
        """Export facts of one unit: `key=(function, *arguments)` each. Words, dates and verdicts need no unit."""
        for key, (function, *arguments) in calls.items():
            made = self._notebook.compute(
                key, function, *arguments, unit=unit, decimals=decimals, bound=bound
            )
            self._made[key] = made

    def as_they_are(self, unit: str | None = None, decimals: int | None = None, **items: Any) -> None:
        """Export published figures, assumptions and results as they are: `key=item` each."""
        for key, item in items.items():
            self._made[key] = self._notebook.fact(key, item, unit=unit, decimals=decimals)

    def claims(self, **tests: Call) -> None:
        """Export claims: `key=(test, *arguments)` each."""
        for key, (test, *arguments) in tests.items():
            self._notebook.claim(key, test, *arguments)

    def __getattr__(self, key: str) -> Result:
        try:
            return self.__dict__["_made"][key]
        except KeyError:
            raise AttributeError(f"no fact {key!r} was exported") from None

    def __getitem__(self, key: str) -> Result:
        return self._made[key]
