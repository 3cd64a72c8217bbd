"""What a chart draws, and whether its table has it.

Belongs here: reading marks off a figure of matplotlib, and looking for their numbers in the table of an exhibit. Does not:
which charts are looked at (`test_drawn.py`).

A mark is a line, a row of dots, a bar or an area, with the places of its points along both axes. Its values have to be in
the table along the axis that measures; along the other they may be positions, as the bars of categories have, if that axis
is labelled with words or not at all. A bar that stands on an axis of dates says something along the other axis only. A table may have a number in another unit (thousands, a share for a percentage).
Helpers are no marks: what is placed by the page and not by the data. A line may lead to the edge of its chart.
"""

import datetime as dt
import math
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import matplotlib.dates as dates
import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection, PathCollection, PolyCollection
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

SCALES = (1.0, 100.0, 1e3, 1e6)
NEAR = 1e-6
_NUMBER = re.compile(r"[−-]?\d[\d,]*(?:\.\d+)?")
_ISO = re.compile(r"\b(\d{4})-(\d\d)(?:-(\d\d))?\b")
_QUARTER = re.compile(r"\b(\d{4})\W{0,2}[Qq]([1-4])\b")
_YEARS = range(1900, 2101)
_PLACES = range(25)  # of categories, counted
BESIDE = 0.2  # years by which marks of one year may stand side by side


@dataclass(frozen=True)
class Mark:
    """Something drawn: what it is, its values along both axes, whether each axis measures, where each ends, and whether
    it is one of dates."""

    kind: str
    x: list[float]
    y: list[float]
    measures: tuple[bool, bool]
    edges: tuple[tuple[float, float], tuple[float, float]]
    dated: tuple[bool, bool]


def marks(figure: Figure) -> Iterator[Mark]:
    """The marks of a figure."""
    figure.canvas.draw()
    for ax in figure.axes:
        axes = (_measures(ax.xaxis), _measures(ax.yaxis)) if ax.axison else (False, False)
        dated = _is_dated(ax.xaxis), _is_dated(ax.yaxis)
        for kind, points in _points(ax):
            known = np.isfinite(points).all(axis=1)
            if known.any() and (kind != "bar" or known.all()):  # of a bar that is not known an end is missing
                points = points[known]
                edges = ax.get_xlim(), ax.get_ylim()
                yield Mark(kind, points[:, 0].tolist(), points[:, 1].tolist(), axes, edges, dated)


def _measures(axis: Any) -> bool:
    """Whether an axis is one of dates, or its labels say the numbers that they stand at; others mark positions."""
    if not axis.get_visible():
        return False
    if _converts_dates(axis):
        return True
    labels = [
        (text.get_text(), at) for text, at in zip(axis.get_ticklabels(), axis.get_ticklocs(), strict=False)
    ]
    labels = [(text, at) for text, at in labels if text]
    said = sum(any(_same(number, at) for number in _numbers(text)) for text, at in labels)
    return said > len(labels) / 2


def _converts_dates(axis: Any) -> bool:
    converters = dates.DateConverter | dates.ConciseDateConverter | dates._SwitchableDateConverter
    return isinstance(axis.get_converter(), converters)


def _is_dated(axis: Any) -> bool:
    """Whether an axis is one of dates, also if a chart turned its dates into numbers itself."""
    return _converts_dates(axis) or isinstance(axis.get_major_locator(), dates.DateLocator)


def _same(number: float, at: float) -> bool:
    return any(
        math.isclose(number, scaled, rel_tol=0.02, abs_tol=1e-9)
        for s in SCALES
        for scaled in (at * s, at / s)
    )


def _points(ax: Axes) -> Iterator[tuple[str, np.ndarray]]:
    for line in ax.lines:
        if (
            line.get_transform().contains_branch_seperately(ax.transData) == (True, True)
            and line.get_visible()
        ):
            yield (
                "line",
                np.column_stack([line.get_xdata(orig=False), line.get_ydata(orig=False)]).astype(float),
            )
    for collection in ax.collections:
        if isinstance(collection, PathCollection):
            yield "dots", np.ma.filled(np.asarray(collection.get_offsets(), float), np.nan)
        elif isinstance(collection, LineCollection):
            for segment in collection.get_segments():
                yield "segment", np.asarray(segment, float)
        elif isinstance(collection, PolyCollection):
            for path in collection.get_paths():
                yield (
                    "area",
                    np.asarray(path.vertices[:-1] if path.codes is not None else path.vertices, float),
                )
    for patch in ax.patches:
        if isinstance(patch, Rectangle) and patch.get_transform().contains_branch(ax.transData):
            x, y = patch.get_xy()
            yield "bar", np.array([[x, y], [x + patch.get_width(), y + patch.get_height()]], float)


class Held:
    """The numbers of a table, in the units that a chart may have them in."""

    def __init__(self, table: pd.DataFrame) -> None:
        found: set[float] = {0.0}
        columns = []
        for name in table.columns:
            own = [number for value in table[name] for number in _numbers(value)]
            found |= set(own)
            columns.append(own)
        for own in columns:  # bars that stand on one another, and their differences
            found |= set(np.cumsum(own))
        for row in table.itertuples(index=False):
            numbers = [number for value in row for number in _numbers(value)]
            found |= set(np.cumsum(numbers))
            # Where a row has two ends, a line may go through their middle.
            found |= {(low + high) / 2 for low, high in pairwise(numbers)}
        both = {sign * number * scale for number in found for scale in SCALES for sign in (1, -1)}
        both |= {number / scale for number in both for scale in SCALES}
        self._sorted = np.array(sorted(both))

    def __contains__(self, value: float) -> bool:
        return self._has(value, NEAR * max(1.0, abs(value))) or (
            round(value) in _YEARS and abs(value - round(value)) <= BESIDE and self._has(round(value), NEAR)
        )

    def near(self, value: float, distance: float) -> bool:
        """Whether a number lies within a distance of a value."""
        return self._has(value, max(distance, NEAR))

    def _has(self, value: float, distance: float) -> bool:
        at = int(np.searchsorted(self._sorted, value))
        near = self._sorted[max(0, at - 1) : at + 1]
        return bool(len(near)) and bool(np.min(np.abs(near - value)) <= distance)

    def all(self, values: Iterable[float]) -> bool:
        return all(value in self for value in values)


def _numbers(value: Any) -> list[float]:
    """The numbers of a cell: of a day, month, quarter or year its places on an axis, of a text those written in it."""
    if isinstance(value, dt.date | pd.Timestamp):
        day = pd.Timestamp(value)
        days = 366 if day.is_leap_year else 365
        parts = [(day.day_of_year - begun) / length for begun in (0, 1) for length in (days, 365.25)]
        if day.is_month_end:
            parts.append(day.month / 12)
        return [float(dates.date2num(day)), float(day.year), *(day.year + part for part in parts)]
    if isinstance(value, str):
        found = [float(text.replace(",", "").replace("−", "-")) for text in _NUMBER.findall(value)]
        for year, month, day in _ISO.findall(value):
            found += _numbers(dt.date(int(year), int(month), int(day or 15)))
            if not day:
                found += [int(year) + (int(month) - back) / 12 for back in (0, 0.5, 1)]
        for year, quarter in _QUARTER.findall(value):
            found += [int(year) + (int(quarter) - back) / 4 for back in (0, 0.5, 1)]
        return found
    if isinstance(value, bool) or value is None:
        return []
    return [] if math.isnan(value := float(value)) else [value]


def not_in(table: pd.DataFrame, figure: Figure) -> list[str]:
    """The marks of a figure that its table does not have, each in a line."""
    held, said = Held(table), []
    for mark in marks(figure):
        if problem := _problem(mark, held):
            said.append(f"{mark.kind}: {problem}")
    return list(dict.fromkeys(said))


def _is_place(value: float) -> bool:
    return value == round(value) and abs(value) < len(_PLACES)


def _problem(mark: Mark, held: Held) -> str:
    strange = {
        name: [value for value in values if value not in held and value not in edges]
        for name, values, edges in zip("xy", (mark.x, mark.y), mark.edges, strict=True)
    }
    if mark.kind == "bar":  # its length is what it says, and where it stands is a position
        lengths = [abs(b - a) for a, b in (mark.x, mark.y)]
        # Where it stands in time is in every table of dates: then the axis beside it has to tell.
        tell = [n for n in (0, 1) if not (mark.dated[n] and mark.measures[1 - n])]
        if any(lengths[n] == 0 or lengths[n] in held or not strange["xy"[n]] for n in tell):
            return ""
        return f"lengths {lengths[0]:g} and {lengths[1]:g} are not in the table"
    wrong = [name for name, measures in zip("xy", mark.measures, strict=True) if measures and strange[name]]
    if not any(mark.measures):  # places that are counted say nothing: another axis has to
        telling = [name for name, values in (("x", mark.x), ("y", mark.y)) if not all(map(_is_place, values))]
        wrong = telling[:1] if all(strange[name] for name in telling) else []
    return "; ".join(
        f"{name} {', '.join(f'{v:g}' for v in strange[name][:4])} not in the table" for name in wrong
    )
