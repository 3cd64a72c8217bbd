"""Columns of a table that are one figure: its low end, its middle and its high end, or the figure as it is printed.

Belongs here: which columns belong together, what a figure of several columns is called. Does not: what is read out of
them (`book/chart_readings.py`), which column a mark shows (`marks.py`).

Columns are ends of one figure by their names: low, median (or value) and high; least and most; the same after a name
and a low line, as coal_low and coal_high. `shown` is the figure of the row as it is printed, `unit` its unit.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from evident.text.words import Words

SHOWN, UNIT = "shown", "unit"  # names of columns of text
_FAMILIES = (("low", ("median", "value"), "high"), ("least", (), "most"))


@dataclass(frozen=True)
class Figure:
    """Columns, by their numbers, that are one figure: both ends and what lies between, or one column alone."""

    middle: int | None
    low: int | None = None
    high: int | None = None

    @property
    def columns(self) -> tuple[int, ...]:
        """The columns, from the low end to the high one."""
        return tuple(at for at in (self.low, self.middle, self.high) if at is not None)


def figures(columns: Sequence[Mapping[str, Any]]) -> list[Figure]:
    """The figures of a row in the order of the table.

    Args:
        columns: as an exhibit's payload has them; those of text are in no figure.
    """
    at = {column["name"]: n for n, column in enumerate(columns) if column["decimals"] is not None}
    found: list[Figure] = []
    taken: set[int] = set()
    for name, number in at.items():
        if number in taken:
            continue
        figure = _family(name, at) or Figure(number)
        found.append(figure)
        taken.update(figure.columns)
    return found


def _family(name: str, at: Mapping[str, int]) -> Figure | None:
    """The figure of which a column is an end or the middle; None if it stands alone."""
    for low, middles, high in _FAMILIES:
        for end in (low, *middles, high):
            start = name.removesuffix(end)
            if start + end != name or (start and not start.endswith("_")):
                continue
            ends = at.get(start + low), at.get(start + high)
            if ends[0] is None or ends[1] is None:
                continue
            middle = next((at[start + m] for m in middles if start + m in at), None)
            return Figure(middle, *ends)
    return None


def named(figure: Figure, columns: Sequence[Mapping[str, Any]], words: Words) -> str:
    """What a figure is called: the label of its middle; what its ends have in common; else both ends.

    "Coal plant, low end" and "Coal plant, high end" are "Coal plant".
    """
    if figure.middle is not None:
        return str(columns[figure.middle]["label"])
    return in_common(figure, columns) or spanned(*_labels(figure, columns), words)


def in_common(figure: Figure, columns: Sequence[Mapping[str, Any]]) -> str:
    """What the labels of both ends begin with: "Coal plant" of "Coal plant, low end"; empty if it is nothing."""
    return _head(*_labels(figure, columns))


def _labels(figure: Figure, columns: Sequence[Mapping[str, Any]]) -> tuple[str, str]:
    low, high = (str(columns[at]["label"]) for at in figure.columns)
    return low, high


def _head(low: str, high: str) -> str:
    head = low.rpartition(", ")[0]
    return head if head and high.startswith(f"{head}, ") else ""


def spanned(low: str, high: str, words: Words) -> str:
    """The labels of both ends as one: "Low end" and "High end" are "Low to high end"."""
    if head := _head(low, high):
        high = high.removeprefix(f"{head}, ")
    first, second = low.split(" "), high.split(" ")
    same = 0
    while same < min(len(first), len(second)) - 1 and first[-1 - same] == second[-1 - same]:
        same += 1
    low = " ".join(first[: len(first) - same])
    return words("common.ends", low=low, high=high[:1].lower() + high[1:])
