"""What a reader can have read out of a chart: its marks as series and places, in the form that pages load.

Belongs here: putting the marks of both drawings together, naming series and places. Does not: finding marks
(`marks.py`), whose a part of a drawing is (`belonging.py`), the file and the controls (`book/chart_answers.py`),
showing them (`theme/static/chart/`).

The form:

    place      the column that tells marks of a series apart: a year, a province, a case
    series     the column that names the series; -1 where columns are the series, or where there is one
    by_column  whether columns are the series
    names      the series in the order of the table; none where there is one
    tints      the colour of each as the drawing writes it, empty where it has several
    places     the cells of `place` in the order of the table, of the rows that are drawn
    wide, narrow  {width, height (points), upright, marks, parts}

A mark is [x, y, row, column, series, kind, box]: its place in points from left and top, its row and column in the
table (column -1: the row is shown as a whole), the number of its series, what the grammar means by it (empty:
published or computed), and of a bar or tile the corners. A part is [id in the SVG, numbers of the series that it is of]
(`belonging.py`).
"""

from collections.abc import Mapping, Sequence
from typing import Any

from matplotlib.artist import Artist
from matplotlib.figure import Figure

from evident.export.belonging import Owners
from evident.export.ends import figures, named
from evident.export.marks import SAME, Mark, with_bands
from evident.export.sheets import Sheet
from evident.look import identity
from evident.text.words import Words


class Readouts:
    """Reads the drawings of one chart."""

    def __init__(self, data: Mapping[str, Any], words: Words) -> None:
        """Args:
        data: columns, rows and cells of the exhibit.
        words: in which figures of several columns are named.
        """
        self._columns: Sequence[Mapping[str, Any]] = data["columns"]
        self._cells: Sequence[Sequence[str]] = data["cells"]
        self._numeric = [column["decimals"] is not None for column in self._columns]
        own = figures(self._columns)
        self._figures = {at: figure for figure in own for at in figure.columns}
        self._sheet = Sheet(data["rows"], self._cells, self._numeric, [figure.columns for figure in own])
        self._words = words
        self._drawn: dict[str, tuple[Figure, list[Mark], dict[Artist, str]]] = {}

    def read(self, name: str, figure: Figure, groups: dict[Artist, str]) -> None:
        """Read a drawing that has been laid out and drawn, for `charts.render`."""
        found = with_bands(figure, self._sheet, groups) if self._columns else []
        self._drawn[name] = figure, found, groups

    def payload(self) -> dict[str, Any]:
        """All that was read; empty where no mark stands for a row."""
        every = [mark for _, found, _ in self._drawn.values() for mark in found]
        told = [mark for mark in every if mark.told]
        if not told:
            return {}
        place = self._place(told)
        series = self._series(place, told)
        by_column = series < 0 and self._by_column(told)
        if by_column:
            # What names a row as a whole says nothing where each figure of the row has a mark of its own.
            every = [mark for mark in every if mark.column >= 0]
        named = {mark: self._name(mark.row, mark.column, series, by_column) for mark in every}
        names = list(dict.fromkeys(named[m] for m in sorted(every, key=lambda m: (m.row, m.column))))
        number = {name: at for at, name in enumerate(names)}
        cells = {
            (row, column): number[name]
            for row in range(len(self._cells))
            for column in range(-1, len(self._columns))
            if (name := self._name(row, column, series, by_column)) in number
        }
        rows = sorted({mark.row for mark in told})
        made: dict[str, Any] = {
            "place": place,
            "series": series,
            "by_column": by_column,
            "names": names if len(names) > 1 else [],
            "places": list(dict.fromkeys(self._cells[row][place] for row in rows)),
        }
        for drawing, (figure, found, groups) in self._drawn.items():
            own = [mark for mark in found if mark in named]
            owners = Owners(figure, self._sheet, groups, own, cells, names, made["places"])
            shown = self._once([mark for mark in own if mark.told], cells)
            made[drawing] = {
                "width": round(float(figure.bbox.width), 1),
                "height": round(float(figure.bbox.height), 1),
                "upright": sum(mark.upright for mark in shown) * 2 >= len(shown),
                "marks": [
                    [m.x, m.y, m.row, m.column, cells[m.row, m.column], m.kind, *((m.box,) if m.box else ())]
                    for m in shown
                ],
                "parts": [[group, list(own)] for group, own in owners.parts.items()]
                if len(names) > 1
                else [],
            }
            if drawing == "wide":
                made["tints"] = owners.tints(identity.PAPER.light.lower())
        return made

    def _once(self, found: Sequence[Mark], cells: Mapping[tuple[int, int], int]) -> list[Mark]:
        """Marks of which no two say the same at one place: both ends of a figure that is one number are one mark."""
        kept: dict[tuple[int, int], list[Mark]] = {}
        shown = []
        for mark in found:
            same = kept.setdefault((mark.row, cells[mark.row, mark.column]), [])
            if not any(abs(old.x - mark.x) <= SAME and abs(old.y - mark.y) <= SAME for old in same):
                same.append(mark)
                shown.append(mark)
        return shown

    def _place(self, every: Sequence[Mark]) -> int:
        """The column that tells where a mark stands along the axis that does not measure."""
        counts: dict[int, int] = {}
        for mark in every:
            if mark.at >= 0 and not self._numeric[mark.at]:
                counts[mark.at] = counts.get(mark.at, 0) + 1
        if counts:
            return max(counts, key=lambda column: (counts[column], -column))
        return next((column for column, numeric in enumerate(self._numeric) if not numeric), 0)

    def _series(self, place: int, every: Sequence[Mark]) -> int:
        """The column of words that names the series: the first that is full and that rows share."""
        rows = sorted({mark.row for mark in every})
        best, fewest = -1, len(rows)
        for column, numeric in enumerate(self._numeric):
            texts = [self._cells[row][column].strip(" –") for row in rows]
            if numeric or column == place or not all(texts):
                continue
            count = len(set(texts))
            if 1 < count < fewest:
                best, fewest = column, count
        return best

    def _by_column(self, told: Sequence[Mark]) -> bool:
        """Whether each figure of a row is a series of its own."""
        return len({self._figures[mark.column] for mark in told if mark.column >= 0}) > 1

    def _name(self, row: int, column: int, series: int, by_column: bool) -> str:
        if series >= 0:
            return self._cells[row][series]
        if not by_column or column not in self._figures:
            return ""
        return named(self._figures[column], self._columns, self._words)
