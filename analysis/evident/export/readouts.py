"""What a reader can have read out of a chart: its marks as series and places, in the form that pages load.

Belongs here: putting the marks of both drawings together, naming series and places. Does not: finding marks
(`marks.py`), the file and the controls (`book/chart_answers.py`), showing them (`theme/static/chart/`).

The form:

    place      the column that tells marks of a series apart: a year, a province, a case
    series     the column that names the series; -1 where columns are the series, or where there is one
    by_column  whether columns are the series
    names      the series in the order of the table; none where there is one
    tints      the colour of each as the drawing writes it, empty where it has several
    places     the cells of `place` in the order of the table, of the rows that are drawn
    wide, narrow  {width, height (points), upright, marks, groups, labels}

A mark is [x, y, row, column, series, kind, box]: its place in points from left and top, its row and column in the
table (column -1: the row is shown as a whole), the number of its series, what the grammar means by it (empty:
published or computed), and of a bar or tile the corners. `groups` has, for each series, the ids of the parts of the
SVG; a part of the drawing that several series share is in none. `labels` likewise, of the words beside marks.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from matplotlib.artist import Artist
from matplotlib.figure import Figure
from matplotlib.text import Text

from evident.export.marks import Mark, marks, words_of
from evident.export.sheets import Sheet
from evident.look import identity

_ENDS = ("low", "median", "high", "least", "most")  # names of columns that are ends of one figure


class Readouts:
    """Reads the drawings of one chart."""

    def __init__(self, data: Mapping[str, Any]) -> None:
        """Args:
        data: columns, rows and cells of the exhibit.
        """
        self._columns: Sequence[Mapping[str, Any]] = data["columns"]
        self._cells: Sequence[Sequence[str]] = data["cells"]
        self._numeric = [column["decimals"] is not None for column in self._columns]
        self._sheet = Sheet(data["rows"], self._cells, self._numeric)
        self._drawn: dict[str, tuple[tuple[float, float], list[Mark], list[tuple[str, str, str, Text]]]] = {}

    def read(self, name: str, figure: Figure, groups: dict[Artist, str]) -> None:
        """Read a drawing that has been laid out and drawn, for `charts.render`."""
        found = marks(figure, self._sheet, groups) if self._columns else []
        width, height = (round(float(side), 1) for side in (figure.bbox.width, figure.bbox.height))
        colours = {
            groups[artist]: _colour(artist)
            for ax in figure.axes
            for artist in (*ax.lines, *ax.collections, *ax.patches)
            if artist in groups
        }
        labels = [
            (group, text.get_text(), str(text.get_color()), text) for group, text in words_of(figure, groups)
        ]
        self._drawn[name] = (width, height), found, labels
        self._colours = getattr(self, "_colours", {}) | {(name, group): c for group, c in colours.items()}

    def payload(self) -> dict[str, Any]:
        """All that was read; empty where no mark stands for a row."""
        every = [mark for _, found, _ in self._drawn.values() for mark in found]
        if not every:
            return {}
        place = self._place(every)
        series = self._series(place, every)
        by_column = series < 0 and self._by_column(every)
        named = {mark: self._name(mark, series, by_column) for mark in every}
        names = list(dict.fromkeys(named[m] for m in sorted(every, key=lambda m: (m.row, m.column))))
        rows = sorted({mark.row for mark in every})
        made: dict[str, Any] = {
            "place": place,
            "series": series,
            "by_column": by_column,
            "names": names if len(names) > 1 else [],
            "places": list(dict.fromkeys(self._cells[row][place] for row in rows)),
        }
        for drawing, (size, found, labels) in self._drawn.items():
            number = {mark: names.index(named[mark]) for mark in found}
            made[drawing] = {
                "width": size[0],
                "height": size[1],
                "upright": sum(mark.upright for mark in found) * 2 >= len(found),
                "marks": [
                    [m.x, m.y, m.row, m.column, number[m], m.kind, *((m.box,) if m.box else ())]
                    for m in found
                ],
                **self._parts(drawing, found, number, labels, names),
            }
            if drawing == "wide":
                made["tints"] = made[drawing].pop("tints")
            else:
                made[drawing].pop("tints")
        return made

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

    def _by_column(self, every: Sequence[Mark]) -> bool:
        """Whether each column of numbers is a series of its own, and not an end of one figure."""
        used = {mark.column for mark in every if mark.column >= 0}
        return len([c for c in used if self._columns[c]["name"] not in _ENDS]) > 1

    def _name(self, mark: Mark, series: int, by_column: bool) -> str:
        if series >= 0:
            return self._cells[mark.row][series]
        if not by_column or mark.column < 0:
            return ""
        # The ends of a range are no series beside its middle.
        middle = next((c for c in self._columns if c["name"] == "median"), None)
        own = self._columns[mark.column]
        return str((middle if middle and own["name"] in _ENDS else own)["label"])

    def _parts(
        self, drawing: str, found: Sequence[Mark], number: Mapping[Mark, int],
        labels: Sequence[tuple[str, str, str, Text]], names: Sequence[str],
    ) -> dict[str, list[Any]]:  # fmt: skip
        """The ids of the parts of the drawing that belong to one series alone, and the colour that it wears."""
        owners: dict[str, set[int]] = {}
        for mark in found:
            for group in mark.groups:
                owners.setdefault(group, set()).add(number[mark])
        groups: list[list[str]] = [[] for _ in names]
        worn: list[set[str]] = [set() for _ in names]
        for group, own in owners.items():
            if len(own) == 1:
                (one,) = own
                groups[one].append(group)
                worn[one].add(self._colours.get((drawing, group), ""))
        # Words in a colour that one series alone wears are that series' own.
        beside: list[list[str]] = [[] for _ in names]
        for group, _, colour, _ in labels:
            wearing = [one for one, colours in enumerate(worn) if colour.lower() in colours]
            if len(wearing) == 1:
                beside[wearing[0]].append(group)
        paper = identity.PAPER.light.lower()
        tints = [min(colours - {"", paper}) if len(colours - {"", paper}) == 1 else "" for colours in worn]
        return {"groups": groups, "labels": beside, "tints": tints}


def _colour(artist: Artist) -> str:
    """The colour of an artist as the drawing writes it; empty if it has several."""
    from matplotlib.colors import to_hex

    for name in ("get_color", "get_facecolor", "get_edgecolor"):
        get = getattr(artist, name, None)
        if get is None:
            continue
        try:
            value = get()
            return str(to_hex(value[0] if hasattr(value, "ndim") and value.ndim == 2 else value)).lower()
        except (ValueError, IndexError, TypeError):
            continue
    return ""
