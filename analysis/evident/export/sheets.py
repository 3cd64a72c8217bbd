"""The table behind a chart, in which the row of a mark is looked for.

Belongs here: which rows have what the place of a mark says along both axes, and the words written along an axis. Does
not: reading marks off a figure (`marks.py`), where a cell may stand along an axis (`positions.py`).
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from matplotlib.axes import Axes
from matplotlib.dates import DateLocator
from matplotlib.text import Annotation

from evident.export.positions import on_an_axis

_SCALES = (1.0, 100.0, 1e3, 1e6)  # a chart may have its numbers in thousands, a share as a percentage
_NEAR = 1e-6
_EXACT, _OTHERWISE, _SCALED, _NAMED, _PARTLY = 3.0, 2.0, 1.5, 3.0, 2.0  # how well a place is explained
_MOST_SERIES = 40
_BESIDE = 0.5  # steps of an axis of categories within which words belong to a place
_WORD = re.compile(r"[^\W\d_]")
_FIGURES = re.compile(r"\d[\d,]*(?:\.\d+)?")
_NUMBER = re.compile(r"[−-]?\d[\d,]*(?:\.\d+)?")


@dataclass(frozen=True)
class Point:
    """A place of an artist in the units of its axes, with the numbers that a bar may mean along each."""

    xs: tuple[float, ...]
    ys: tuple[float, ...]
    centre: tuple[float, float]
    box: tuple[float, float, float, float] | None = None


@dataclass(frozen=True)
class Found:
    """A row and a column that explain a place, and the column that says where along the other axis; how well."""

    row: int
    column: int
    at: int
    upright: bool
    score: float


class Names:
    """The words at the places of axes that count categories: at their ticks, or beside marks where there are none.

    An axis that says its own numbers measures, and has none.
    """

    def __init__(self, ax: Axes) -> None:
        self.x, self.y = self._along(ax, ax.xaxis, 0), self._along(ax, ax.yaxis, 1)

    @staticmethod
    def _along(ax: Axes, axis: Any, which: int) -> "_Along":
        labels = (
            [text.get_text() for text in axis.get_ticklabels()] if axis.get_visible() and ax.axison else []
        )
        ticks = list(zip((float(at) for at in axis.get_ticklocs()), labels, strict=False))
        ticks = [(at, label) for at, label in ticks if label.strip()]
        said = sum(_says(label, at) for at, label in ticks)
        if ticks and (said > len(ticks) / 2 or isinstance(axis.get_major_locator(), DateLocator)):
            return _Along([], measures=True, counts=False)
        if ticks:
            return _Along(ticks, measures=False, counts=True)
        places = [(text.xy[which], text.get_text()) for text in ax.texts if isinstance(text, Annotation)]
        named = [
            (float(at), label) for at, label in places if isinstance(at, int | float) and _WORD.search(label)
        ]
        return _Along(named, measures=False, counts=False)


@dataclass(frozen=True)
class _Along:
    """What is written along an axis: words by place; whether its numbers measure; whether it counts categories."""

    words: list[tuple[float, str]]
    measures: bool
    counts: bool


def _says(label: str, at: float) -> bool:
    """Whether a label is the number that it stands at, in whatever unit and as short as a year."""
    numbers = [float(text.replace(",", "").replace("−", "-")) for text in _NUMBER.findall(label)]
    scaled = [at * s for s in _SCALES] + [at / s for s in _SCALES]
    return any(abs(n - own) <= max(0.02 * abs(own), 1e-9) for n in numbers for own in scaled)


@dataclass
class Sheet:
    """The table behind a chart, in which numbers and names are looked for.

    Attributes:
        rows: raw values.
        cells: the same as printed.
        numeric: of each column, whether its cells are numbers.
        together: columns that are one figure, such as its two ends.
        said: the numbers that are written in each row, without their signs.
    """

    rows: Sequence[Sequence[Any]]
    cells: Sequence[Sequence[str]]
    numeric: Sequence[bool]
    together: Sequence[tuple[int, ...]] = ()
    said: list[set[float]] = field(default_factory=list)
    _index: list[tuple[list[float], list[tuple[int, bool]]]] = field(default_factory=list)
    _words: dict[str, list[tuple[int, int, float]]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for column in range(len(self.numeric)):
            held = sorted(
                (number, row, exact)
                for row, values in enumerate(self.rows)
                for number, exact in (*on_an_axis(values[column]), *self._between(values, column))
            )
            self._index.append(([one[0] for one in held], [(one[1], one[2]) for one in held]))
        self._series = self._series_column()
        self.said = [
            {float(number.replace(",", "")) for text in cells for number in _FIGURES.findall(text)}
            for cells in self.cells
        ]

    def _between(self, values: Sequence[Any], column: int) -> Iterator[tuple[float, bool]]:
        """The middle of a figure that has two ends and no middle, as its first end."""
        for low, high in (pair for pair in self.together if len(pair) == 2 and pair[0] == column):
            ends = [next(on_an_axis(values[end]), (None, True))[0] for end in (low, high)]
            if ends[0] is not None and ends[1] is not None:
                yield (ends[0] + ends[1]) / 2, False

    def _series_column(self) -> int:
        """The column of words that most rows share; -1 if there is none."""
        best, fewest = -1, len(self.rows)
        for column, numeric in enumerate(self.numeric):
            texts = [row[column] for row in self.cells]
            dated = any(_is_dated(str(row[column])) for row in self.rows)
            if not numeric and all(text.strip(" –") for text in texts) and not dated:
                count = len(set(texts))
                if 1 < count < fewest and count <= _MOST_SERIES:
                    best, fewest = column, count
        return best

    def series_of(self, row: int) -> str:
        """The series that a row is of, as far as a column says."""
        return self.cells[row][self._series] if self._series >= 0 else ""

    def named(self, text: str) -> int | None:
        """The row that has this name."""
        said = _plain(text)
        if not said:
            return None
        for column, numeric in enumerate(self.numeric):
            found = [
                row for row, cells in enumerate(self.cells) if not numeric and _plain(cells[column]) == said
            ]
            if len(found) == 1:
                return found[0]
        return None

    def exactly(self, value: float) -> Iterator[tuple[int, int]]:
        """Rows and columns of numbers that have a number as it is."""
        for row, column, score in self._holding(value):
            if self.numeric[column] and score == _EXACT:
                yield row, column

    def printed(self, number: str) -> Iterator[tuple[int, int]]:
        """Rows and columns of numbers that are printed so."""
        for row, cells in enumerate(self.cells):
            yield from ((row, at) for at, cell in enumerate(cells) if self.numeric[at] and cell == number)

    def _holding(self, value: float) -> Iterator[tuple[int, int, float]]:
        """Rows and columns that have a number, with how well."""
        for column, (numbers, told) in enumerate(self._index):
            for scale in {1.0, *_SCALES, *(1 / s for s in _SCALES)} if self.numeric[column] else {1.0}:
                near = _NEAR * max(1.0, abs(value * scale))
                first, last = (
                    bisect_left(numbers, value * scale - near),
                    bisect_right(numbers, value * scale + near),
                )
                for row, exact in told[first:last]:
                    yield row, column, (_EXACT if exact else _OTHERWISE) if scale == 1 else _SCALED

    def _called(self, names: Sequence[tuple[float, str]], centre: float) -> dict[int, dict[int, float]]:
        """By row: the columns that have the words at a place, with how well."""
        found: dict[int, dict[int, float]] = {}
        for text in (text for at, text in names if abs(at - centre) < _BESIDE):
            for row, column, score in self._with(text):
                known = found.setdefault(row, {})
                known[column] = max(known.get(column, 0), score)
        return found

    def _with(self, text: str) -> list[tuple[int, int, float]]:
        """Rows and columns that have some words, or are among them, with how well."""
        if text not in self._words:
            said = _plain(text)
            self._words[text] = [
                (row, column, _NAMED if own == said else _PARTLY)
                for row, cells in enumerate(self.cells)
                for column, numeric in enumerate(self.numeric)
                if not numeric
                and (own := _plain(cells[column]))
                and (own == said or own in said or said in own)
            ]
        return self._words[text]

    def _along(self, values: Sequence[float]) -> dict[int, dict[int, float]]:
        """By row: the columns that have one of these numbers, with how well; the first number is meant most."""
        found: dict[int, dict[int, float]] = {}
        for rank, value in enumerate(values):
            for row, column, score in self._holding(value):
                known = found.setdefault(row, {})
                known[column] = max(known.get(column, 0), score - 0.1 * rank)
        return found

    def explain(self, point: Point, names: Names) -> Iterator[Found]:
        """The rows that have what a place says along both axes; else the only one that has its number."""
        x, y = point.centre
        ways = (
            (True, point.ys, names.y, (*point.xs, x), names.x, x),
            (False, point.xs, names.x, (*point.ys, y), names.y, y),
        )
        best: dict[tuple[int, int], Found] = {}
        for upright, values, along, others, across, centre in ways:
            if along.counts:
                continue
            placed = self._called(across.words, centre) or ({} if across.counts else self._along(others))
            for row, columns in self._along(values).items():
                for column, score in columns.items():
                    if not self.numeric[column]:
                        continue
                    ats = {c: s for c, s in placed.get(row, {}).items() if c != column}
                    # A word or a date says better where a mark stands than a number does.
                    at = max(ats, key=lambda c: (ats[c], not self.numeric[c], -c), default=-1)
                    # Along an axis that does not measure a mark may stand anywhere; nothing is no length to go by.
                    if at < 0 and (across.measures or not values[0]):
                        continue
                    one = Found(row, column, at, upright, score + ats.get(at, 0))
                    if (row, column) not in best or one.score > best[row, column].score:
                        best[row, column] = one
        sure = [one for one in best.values() if one.at >= 0]
        # A number that several rows have tells none of them where nothing says where the mark stands.
        alone = [] if sure else list(best.values())
        yield from sure or (alone if len({one.row for one in alone}) == 1 else [])


def _is_dated(text: str) -> bool:
    return bool(re.fullmatch(r"\d{4}(-\d\d){0,2}", text))


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())
