"""Which parts of a drawing belong to which series, so that a series that is put aside fades with all that is its own.

Belongs here: the owners of lines, bands, bars, points and words. Does not: finding marks (`marks.py`), naming series
(`readouts.py`), fading (`theme/static/chart/answers.js`).

A part belongs to the series whose figures it is drawn from: those of the marks that it holds; else, in a panel of one
series, to that; else, where an axis measures, to the one series whose rows have all its numbers. Words belong to the
series that they name, whose mark they stand in or at, whose numbers they say, or on whose line they lie. A colour is
the last sign and counts only where all that wears it in the panel is one series': a line of reference may have the
colour of a series too.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any

import numpy as np
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.colors import to_hex, to_rgba_array
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.text import Annotation, Text

from evident.export.marks import Mark, points_of
from evident.export.sheets import Names, Point, Sheet

_AT = 2.0  # points from a mark within which words are anchored at it
_NEAR = 7.0  # points from a line within which words stand on it
_NUMBER = re.compile(r"\d[\d,.]*\d|\d")
_FEW = 4  # letters that a text has at least which is looked for inside a name


class Owners:
    """The parts of one drawing with the series that they are of.

    Attributes:
        parts: id of a part → numbers of the series.
    """

    def __init__(
        self, figure: Figure, sheet: Sheet, groups: Mapping[Artist, str], found: Sequence[Mark],
        series: Mapping[tuple[int, int], int], names: Sequence[str], places: Iterable[str],
    ) -> None:  # fmt: skip
        """Args:
        groups: the ids under which artists stand in the SVG.
        found: all marks, with the ends of bands.
        series: the number of the series by row and column.
        names: of the series.
        places: what is written beside marks of all series.
        """
        self._sheet, self._series, self._found, self._groups = sheet, series, found, groups
        self._names, self._places = [_plain(n) for n in names], set(map(_plain, places))
        self._height = figure.bbox.height
        self._colours: dict[str, str] = {}
        self.parts = _of_marks(found, series)
        panels = [(ax, Names(ax), _in(ax, groups)) for ax in figure.axes]
        for ax, along, artists in panels:
            drawn = [artist for artist in artists if not isinstance(artist, Text)]
            self._colours |= {groups[artist]: colour_of(artist) for artist in drawn}
            alone = self._alone(artists, groups) if len(panels) > 1 else -1
            for artist in drawn:
                if groups[artist] not in self.parts:
                    self._own(groups[artist], alone if alone >= 0 else self._by_numbers(ax, artist, along))
            worn = self._worn([groups[artist] for artist in drawn])
            for artist in artists:
                if isinstance(artist, Text) and artist.get_text().strip():
                    owner = alone if alone >= 0 else self._of_words(ax, artist)
                    self._own(groups[artist], owner if owner != -1 else self._of_colour(artist, worn))

    def tints(self, without: str) -> list[str]:
        """The colour that each series wears; empty where it has several. `without` is no series' colour."""
        worn: list[set[str]] = [set() for _ in self._names]
        for group, own in self.parts.items():
            if len(own) == 1 and group in self._colours:
                worn[own[0]].add(self._colours[group])
        sets = [colours - {"", without} for colours in worn]
        return [min(colours) if len(colours) == 1 else "" for colours in sets]

    def _worn(self, drawn: Sequence[str]) -> dict[str, int]:
        """Colours in which a panel has parts of one series and of nothing else."""
        wearing: dict[str, set[tuple[int, ...]]] = {}
        for group in drawn:
            wearing.setdefault(self._colours[group], set()).add(self.parts.get(group, ()))
        only = {colour: next(iter(own)) for colour, own in wearing.items() if len(own) == 1}
        return {colour: own[0] for colour, own in only.items() if colour and len(own) == 1}

    def _of_colour(self, text: Text, worn: Mapping[str, int]) -> int:
        return worn.get(str(to_hex(str(text.get_color()))).lower(), -1)

    def _own(self, group: str, owner: int) -> None:
        if owner >= 0:
            self.parts[group] = (owner,)

    def _alone(self, artists: Sequence[Artist], groups: Mapping[Artist, str]) -> int:
        """The only series that a panel has marks of; -1 if there are none or several."""
        own = {number for artist in artists for number in self.parts.get(groups[artist], ())}
        return own.pop() if len(own) == 1 else -1

    def _by_numbers(self, ax: Axes, artist: Artist, names: Names) -> int:
        """The only series that has all numbers of an artist along an axis that measures; -1 if there is none."""
        points = list(points_of(ax, artist))
        if len(points) > 1 and (owner := self._by_places([point.centre for point in points])) >= 0:
            return owner
        for values, along in (([p.ys for p in points], names.y), ([p.xs for p in points], names.x)):
            if not along.measures:
                continue
            # A line may begin at nothing.
            sets = [self._with(set(ways)) for ways in values if any(ways)]
            owners = set.intersection(*sets) if sets else set()
            if len(owners) == 1:
                return owners.pop()
        return -1

    def _by_places(self, places: Sequence[tuple[float, float]]) -> int:
        """The only series with a row whose words say all places of a line on a map; -1 if there is none."""
        owners = {
            self._series[row, -1]
            for row, said in enumerate(self._sheet.said)
            if (row, -1) in self._series and all({abs(x), abs(y)} <= said for x, y in places)
        }
        return owners.pop() if len(owners) == 1 else -1

    def _with(self, values: Iterable[float]) -> set[int]:
        cells = (cell for value in values if value for cell in self._sheet.exactly(value))
        return {self._series[cell] for cell in cells if cell in self._series}

    def _of_words(self, ax: Axes, text: Text) -> int:
        said = _plain(text.get_text())
        if said in self._names:
            return self._names.index(said)
        for way, owners in enumerate(self._ways(ax, text, said)):
            if len(owners) == 1:
                return owners.pop()
            if not way and said in self._places:
                return -2  # the name of a row of marks, of no series
        return -1

    def _ways(self, ax: Axes, text: Text, said: str) -> Iterator[set[int]]:
        """The series that words may be of, by one way after another."""
        place, anchored = text.get_position(), isinstance(text, Annotation) and text.xycoords == "data"
        x, y = text.get_transform().transform(place)
        if isinstance(text, Annotation) and anchored:
            place = text.xy
            x, y = ax.transData.transform(place)
        y = self._height - y
        inside = [m for m in self._found if m.box and m.box[0] <= x <= m.box[2] and m.box[1] <= y <= m.box[3]]
        yield {self._series[m.row, m.column] for m in inside}
        at = [m for m in self._found if abs(m.x - x) <= _AT and abs(m.y - y) <= _AT]
        yield {self._series[m.row, m.column] for m in at}
        if anchored and all(map(_is_number, place)):
            across, up = map(float, place)
            explained = list(self._sheet.explain(Point((across,), (up,), (across, up)), Names(ax)))
            best = max((one.score for one in explained), default=0)
            cells = [(one.row, one.column) for one in explained if one.score == best]
            yield {self._series[cell] for cell in cells if cell in self._series}
        yield {n for n, name in enumerate(self._names) if name and name in said}
        yield {n for n, name in enumerate(self._names) if len(said) >= _FEW and said in name}
        sets = [own for number in _NUMBER.findall(text.get_text()) if (own := self._printed(number))]
        yield set.intersection(*sets) if sets else set()
        near = [line for line in ax.lines if line in self._groups and _passes(line, (x, self._height - y))]
        yield {number for line in near for number in self.parts.get(self._groups[line], ())}

    def _printed(self, number: str) -> set[int]:
        cells = self._sheet.printed(number)
        return {self._series[cell] for cell in cells if cell in self._series}


def _of_marks(found: Sequence[Mark], series: Mapping[tuple[int, int], int]) -> dict[str, tuple[int, ...]]:
    """The parts that hold marks, with the series of these.

    A line that only begins or ends at a mark which another series has drawn by itself is not that series'.
    """
    held: dict[str, dict[int, set[int]]] = {}
    for mark in found:
        for group in mark.groups:
            held.setdefault(group, {}).setdefault(series[mark.row, mark.column], set()).add(mark.row)

    def elsewhere(number: int, rows: set[int]) -> bool:
        return any(rows < other.get(number, set()) for other in held.values())

    return {
        group: tuple(n for n, rows in own.items() if len(own) == 1 or not elsewhere(n, rows)) or tuple(own)
        for group, own in held.items()
    }


def _in(ax: Axes, groups: Mapping[Artist, str]) -> list[Artist]:
    every = (*ax.lines, *ax.collections, *ax.patches, *ax.texts)
    return [artist for artist in every if artist in groups and artist.get_visible()]


def _passes(line: Line2D, place: tuple[float, float]) -> bool:
    """Whether a line comes near a place, in points."""
    ends = line.get_transform().transform(np.column_stack([line.get_xdata(), line.get_ydata()]).astype(float))
    for (x, y), (x2, y2) in pairwise(ends):
        length = (x2 - x) ** 2 + (y2 - y) ** 2
        along = ((place[0] - x) * (x2 - x) + (place[1] - y) * (y2 - y)) / length if length else 0.0
        along = min(1.0, max(0.0, along))
        if np.hypot(place[0] - x - along * (x2 - x), place[1] - y - along * (y2 - y)) <= _NEAR:
            return True
    return False


def colour_of(artist: Artist) -> str:
    """The colour of an artist as the drawing writes it; empty if it has several."""
    if isinstance(artist, Line2D) and artist.get_linestyle() == "None":
        return str(to_hex(artist.get_markeredgecolor())).lower()
    for name in ("get_color", "get_facecolor", "get_edgecolor"):
        get = getattr(artist, name, None)
        if get is None:
            continue
        try:
            colours = np.atleast_2d(to_rgba_array(get()))
        except (ValueError, TypeError):
            continue
        seen = {to_hex(colour) for colour in colours if colour[3]}
        if len(seen) == 1:
            return seen.pop()
    return ""


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) or (hasattr(value, "item") and not isinstance(value, str))


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())
