"""The marks of a chart and the rows of its table that they stand for.

Belongs here: reading marks off a drawn figure, finding the row and the column of each in the table behind the chart, and
naming the series. Does not: drawing (`charts.py`, `svg.py`), how cells print (`exhibits.py`), what a reader is shown
of a mark (`book/readouts.py`).

Nothing is read out that is not a cell of the table: a mark says where it stands in the drawing and which row it is, and
the numbers are those of the row. A mark whose place no row explains is not told; so are helpers, such as lines of a
grid, that stand for no figure. Regions of a map and tiles, whose places are no numbers, are found by the name that
is written in them.
"""

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection, PathCollection, PolyCollection
from matplotlib.dates import DateLocator
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Rectangle
from matplotlib.text import Annotation, Text

from evident.export.positions import on_an_axis

KIND = "kind_of_mark"  # attribute by which the grammar of charts says what an artist means
_SCALES = (1.0, 100.0, 1e3, 1e6)  # a chart may have its numbers in thousands, a share as a percentage
_NEAR = 1e-6
_EXACT, _OTHERWISE, _SCALED, _NAMED, _PARTLY = 3.0, 2.0, 1.5, 3.0, 2.0  # how well a place is explained
_SAME = 1.0  # points between marks that are one
_BESIDE = 0.5  # steps of an axis of categories within which words belong to a place
_WORD = re.compile(r"[^\W\d_]")
_SIGN = re.compile(r"[^\w\s.,'’()/-]")  # beside the name in a tile
_NUMBER = re.compile(r"[−-]?\d[\d,]*(?:\.\d+)?")
_MOST_SERIES = 40


@dataclass(frozen=True)
class Mark:
    """Something drawn that stands for a row.

    Attributes:
        x, y: its place in the drawing, in points from left and top.
        row: of the table.
        column: the one whose number it shows; -1 where it shows a row by its name alone.
        at: the column that says where along the other axis it stands; -1 if none does.
        upright: whether its number is measured along the upright axis.
        kind: what the grammar of charts says that it means; empty for a published or computed figure.
        groups: ids of the parts of the SVG that it belongs to, without their prefix.
        box: left, top, right, bottom of a bar or tile.
    """

    x: float
    y: float
    row: int
    column: int
    at: int
    upright: bool
    kind: str = ""
    groups: tuple[str, ...] = ()
    box: tuple[float, float, float, float] | None = None


@dataclass(frozen=True)
class _Point:
    """A place of an artist in the units of its axes, with the numbers that a bar may mean along each."""

    xs: tuple[float, ...]
    ys: tuple[float, ...]
    centre: tuple[float, float]
    box: tuple[float, float, float, float] | None = None


@dataclass(frozen=True)
class _Found:
    row: int
    column: int
    at: int
    upright: bool
    score: float


def drawn(figure: Figure) -> Iterator[Artist]:
    """The artists of a figure that may hold marks, and the words in it."""
    for ax in figure.axes:
        yield from ax.lines
        yield from ax.collections
        yield from (patch for patch in ax.patches if isinstance(patch, Rectangle))
        yield from ax.texts


def marks(figure: Figure, table: "Sheet", groups: Mapping[Artist, str]) -> list[Mark]:
    """The marks of a figure that has been laid out and drawn, in the order in which they are read.

    Args:
        groups: the ids under which the artists stand in the SVG.
    """
    found: list[Mark] = []
    areas: list[Mark] = []
    for ax in figure.axes:
        taken: set[tuple[int, int]] = set()
        for artist in (*ax.lines, *ax.collections, *ax.patches):
            if not artist.get_visible() or artist not in groups:
                continue
            mine = _together(_of_artist(figure, ax, artist, table, groups[artist], taken))
            (areas if isinstance(artist, PolyCollection) else found).extend(mine)
    # The ends of a band are told by what is drawn in its middle, if anything is.
    told = {(mark.row, mark.at) for mark in found}
    found += _middles([mark for mark in areas if (mark.row, mark.at) not in told])
    return _merged(found)


def _of_artist(
    figure: Figure, ax: Axes, artist: Artist, table: "Sheet", group: str, taken: set[tuple[int, int]]
) -> Iterator[Mark]:
    points = list(_points(ax, artist))
    if not points:
        return
    names = _Names(ax)
    found = [list(table.explain(point, names)) for point in points]
    # Of rows that explain a place equally well it is the one of the series that the artist's other places are of.
    weight: Counter[tuple[str, int]] = Counter()
    for each in found:
        best = max((one.score for one in each), default=0)
        weight.update({(table.series_of(one.row), one.column) for one in each if one.score == best})
    height = figure.bbox.height
    for point, each in zip(points, found, strict=True):
        box = _box(ax, point, height)
        if each and ax.axison:
            # Of cells that say the same it is one that no other mark shows.
            one = max(
                each,
                key=lambda e: (
                    e.score,
                    weight[table.series_of(e.row), e.column],
                    (e.row, e.column) not in taken,
                    -e.row,
                ),
            )
            taken.add((one.row, one.column))
            yield Mark(
                *_place(ax, point, height, one.upright),
                one.row,
                one.column,
                one.at,
                one.upright,
                getattr(artist, KIND, ""),
                (group,),
                box,
            )
            continue
        place = _place(ax, point, height)
        if (row := _named_inside(ax, table, place, box, height)) is not None:
            yield Mark(*place, row, -1, -1, False, getattr(artist, KIND, ""), (group,), box)


def _place(ax: Axes, point: _Point, height: float, upright: bool | None = None) -> tuple[float, float]:
    """Where a mark stands in the drawing: a bar in the middle of its end, a tile in its middle."""
    end = point.box[2:] if point.box else point.centre
    x = point.centre[0] if upright is not False else end[0]
    y = point.centre[1] if not upright else end[1]
    right, up = ax.transData.transform((x, y))
    return round(float(right), 1), round(float(height - up), 1)


def _points(ax: Axes, artist: Artist) -> Iterator[_Point]:
    """The places of an artist that stands in the units of its axes."""
    if isinstance(artist, Line2D):
        if artist.get_transform().contains_branch_seperately(ax.transData) != (True, True):
            return
        places = np.column_stack([artist.get_xdata(orig=False), artist.get_ydata(orig=False)]).astype(float)
    elif isinstance(artist, PathCollection):
        places = np.ma.filled(np.asarray(artist.get_offsets(), float), np.nan)
    elif isinstance(artist, LineCollection):
        segments = artist.get_segments()
        places = (
            np.concatenate([np.asarray(one, float) for one in segments]) if segments else np.empty((0, 2))
        )
    elif isinstance(artist, PolyCollection):
        paths = [np.asarray(path.vertices, float) for path in artist.get_paths()]
        places = np.concatenate(paths) if paths else np.empty((0, 2))
    elif isinstance(artist, Rectangle):
        if artist.get_transform().contains_branch(ax.transData):
            yield from _bar(artist)
        return
    else:
        return
    for x, y in places:
        if np.isfinite(x) and np.isfinite(y):
            yield _Point((float(x),), (float(y),), (float(x), float(y)))


def _bar(bar: Rectangle) -> Iterator[_Point]:
    x, y, width, height = bar.get_x(), bar.get_y(), bar.get_width(), bar.get_height()
    if all(map(np.isfinite, (x, y, width, height))) and width and height:
        # Its length, its end, its length as a loss, its beginning.
        across, up = (width, x + width, -width, x), (height, y + height, -height, y)
        yield _Point(across, up, (x + width / 2, y + height / 2), (x, y, x + width, y + height))


def _box(ax: Axes, point: _Point, height: float) -> tuple[float, float, float, float] | None:
    if point.box is None:
        return None
    (x, y), (x2, y2) = ax.transData.transform((point.box[:2], point.box[2:]))
    left, right = sorted((float(x), float(x2)))
    top, bottom = sorted((float(height - y), float(height - y2)))
    return round(left, 1), round(top, 1), round(right, 1), round(bottom, 1)


def _named_inside(
    ax: Axes, table: "Sheet", place: tuple[float, float], box: tuple[float, float, float, float] | None, height: float
) -> int | None:  # fmt: skip
    """The row whose name is written in a tile or at a place of a map."""
    for text in ax.texts:
        x, y = text.get_transform().transform(text.get_unitless_position()) if not hasattr(text, "xy") else (
            ax.transData.transform(text.xy)  # an annotation stands beside what it names
        )  # fmt: skip
        y = height - y
        inside = box and box[0] <= x <= box[2] and box[1] <= y <= box[3]
        if inside or (box is None and abs(x - place[0]) <= _SAME and abs(y - place[1]) <= _SAME):
            for line in (text.get_text(), *text.get_text().splitlines(), _SIGN.sub("", text.get_text())):
                if (row := table.named(line)) is not None:
                    return row
    return None


class _Names:
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
    """

    rows: Sequence[Sequence[Any]]
    cells: Sequence[Sequence[str]]
    numeric: Sequence[bool]
    _index: list[tuple[list[float], list[tuple[int, bool]]]] = field(default_factory=list)
    _words: dict[str, list[tuple[int, int, float]]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for column in range(len(self.numeric)):
            held = sorted(
                (number, row, exact)
                for row, values in enumerate(self.rows)
                for number, exact in on_an_axis(values[column])
            )
            self._index.append(([one[0] for one in held], [(one[1], one[2]) for one in held]))
        self._series = self._series_column()

    def _series_column(self) -> int:
        """The column of words that most rows share; -1 if there is none."""
        best, fewest = -1, len(self.rows)
        for column, numeric in enumerate(self.numeric):
            texts = [row[column] for row in self.cells]
            if not numeric and all(text.strip(" –") for text in texts) and not any(map(_is_dated, texts)):
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

    def explain(self, point: _Point, names: _Names) -> Iterator[_Found]:
        """The rows that have what a place says along both axes, or along the one that measures."""
        x, y = point.centre
        ways = (
            (True, point.ys, names.y, (*point.xs, x), names.x, x),
            (False, point.xs, names.x, (*point.ys, y), names.y, y),
        )
        best: dict[tuple[int, int], _Found] = {}
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
                    one = _Found(row, column, at, upright, score + ats.get(at, 0))
                    if (row, column) not in best or one.score > best[row, column].score:
                        best[row, column] = one
        yield from best.values()


def _is_dated(text: str) -> bool:
    return bool(re.fullmatch(r"\d{4}(-\d\d){0,2}", text))


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())


def _together(found: Iterable[Mark]) -> list[Mark]:
    """Marks of one artist that show the same number, such as the ends of a tick across a line, are one in their middle."""
    same: dict[tuple[int, int], list[Mark]] = {}
    for mark in found:
        same.setdefault((mark.row, mark.column), []).append(mark)
    return [
        replace(
            each[0],
            x=round(sum(m.x for m in each) / len(each), 1),
            y=round(sum(m.y for m in each) / len(each), 1),
        )
        for each in same.values()
    ]


def _middles(found: Sequence[Mark]) -> Iterator[Mark]:
    """One mark for the two ends of a band in each row."""
    rows: dict[tuple[int, int, tuple[str, ...]], list[Mark]] = {}
    for mark in found:
        rows.setdefault((mark.row, mark.at, mark.groups), []).append(mark)
    for same in rows.values():
        middle = round(sum(m.x for m in same) / len(same), 1), round(sum(m.y for m in same) / len(same), 1)
        # In the middle stands neither end.
        column = same[0].column if len({m.column for m in same}) == 1 else -1
        yield replace(same[0], x=middle[0], y=middle[1], column=column)


def _merged(found: Sequence[Mark]) -> list[Mark]:
    """Marks of one row that lie on one another are one."""
    kept: list[Mark] = []
    at: dict[tuple[int, int], list[int]] = {}
    for mark in found:
        for number in at.setdefault((mark.row, mark.column), []):
            old = kept[number]
            if abs(old.x - mark.x) <= _SAME and abs(old.y - mark.y) <= _SAME:
                groups = tuple(dict.fromkeys((*old.groups, *mark.groups)))
                kept[number] = replace(
                    old, groups=groups, kind=old.kind or mark.kind, box=old.box or mark.box
                )
                break
        else:
            at[mark.row, mark.column].append(len(kept))
            kept.append(mark)
    return kept


def words_of(figure: Figure, groups: Mapping[Artist, str]) -> Iterator[tuple[str, Text]]:
    """The ids and the words of the labels in a drawing."""
    for ax in figure.axes:
        for text in ax.texts:
            if text in groups and text.get_text().strip():
                yield groups[text], text
