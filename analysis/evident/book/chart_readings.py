"""What a chart says of a mark when it is asked: of whom, when, and the figure with its unit.

Belongs here: putting the words of a table together for one mark. Does not: which marks there are
(`export/readouts.py`), the file that pages load (`chart_answers.py`), showing it (`theme/static/chart/answers.js`).

All that is said is in the table of the exhibit, in the words of its headings. Columns that are ends of one figure are
said as one (`export/ends.py`): one number where the ends are equal, the middle and then the range where they are not.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from evident.export import ends
from evident.export.ends import Figure
from evident.text import formats, scales
from evident.text.words import Words

NOTHING = ("", "–")
_TIME = re.compile(r"\d{4}(-.*)?|\d{4}.*/\d{4}.*")


@dataclass(frozen=True)
class Reading:
    """What is said of a mark: a head, and lines of a label (or none) and a text."""

    head: str
    lines: tuple[tuple[str, str], ...]

    def __str__(self) -> str:
        return "; ".join([self.head, *(f"{label}: {text}" if label else text for label, text in self.lines)])


class Readings:
    """Says what the marks of one chart mean."""

    def __init__(self, payload: Mapping[str, Any], words: Words) -> None:
        """Args:
        payload: the JSON of a figure with its marks.
        """
        self._columns: Sequence[Mapping[str, Any]] = payload["columns"]
        self._cells: Sequence[Sequence[str]] = payload["cells"]
        self._rows: Sequence[Sequence[Any]] = payload["rows"]
        self._marks: Mapping[str, Any] = payload["marks"]
        self._words = words
        self._figures = [
            figure
            for figure in ends.figures(self._columns)
            if all(self._columns[at].get("told", True) for at in figure.columns)
        ]
        self._named = {column["name"]: at for at, column in enumerate(self._columns)}

    def of(self, mark: Sequence[Any]) -> Reading:
        """What is said of a mark, [x, y, row, column, series, kind, …]."""
        _, _, row, column, series, kind, *_ = mark
        cells, place = self._cells[row], self._marks["place"]
        remarks = [at for at in self._remarks() if cells[at].strip() not in NOTHING]
        names = [] if self._marks["by_column"] or not self._marks["names"] else [self._marks["names"][series]]
        if self._marks["series"] == self._named.get(ends.UNIT):
            names = []  # the unit is said with the figure
        # A time that has another beside it needs its own heading: from, to.
        span = self._is_time(row, place) and any(self._is_time(row, at) for at in remarks)
        head = [*names, *([] if span else [cells[place]])]
        lines = [
            *self._figure_lines(row, column),
            *(
                (self._columns[at]["label"], cells[at])
                for at in sorted([*remarks, *([place] if span else [])])
            ),
        ]
        told = " ".join([*head, *(text for _, text in lines)]).casefold()
        if kind and (meant := self._words(f"book.chart.kinds.{kind}")) and not _says(told, kind, meant):
            lines.append(("", meant))
        if not lines:
            lines.append(("", self._words("book.chart.nothing")))
        return Reading(", ".join(dict.fromkeys(text for text in head if text not in NOTHING)), tuple(lines))

    def _remarks(self) -> Iterator[int]:
        """Columns of words that say more of a row."""
        known = {
            self._marks["place"],
            self._marks["series"],
            self._named.get(ends.UNIT),
            self._named.get(ends.SHOWN),
        }
        for at, column in enumerate(self._columns):
            if column["decimals"] is None and at not in known and column.get("told", True):
                yield at

    def _figure_lines(self, row: int, column: int) -> Iterator[tuple[str, str]]:
        """The figures of a row; of one whose columns are series, the mark's own."""
        cells = self._cells[row]
        own = [figure for figure in self._figures if column in figure.columns]
        shown = own if own and self._marks["by_column"] else self._figures
        printed = cells[self._named[ends.SHOWN]] if ends.SHOWN in self._named else ""
        for figure in shown:
            middle = "" if figure.middle is None else cells[figure.middle]
            if figure.low is not None and printed.strip() not in NOTHING and middle in NOTHING:
                yield "", self._with_unit(printed, row, figure)
            else:
                yield from self._lines(figure, row)

    def _lines(self, figure: Figure, row: int) -> Iterator[tuple[str, str]]:
        cells, known = self._cells[row], [at for at in figure.columns if self._cells[row][at] not in NOTHING]
        if not known:
            return
        if figure.low is None or figure.high is None:
            yield self._label(known[0]), self._with_unit(cells[known[0]], row, figure)
            return
        low, high = cells[figure.low], cells[figure.high]
        same = len({cells[at] for at in known}) == 1
        middle = figure.middle if figure.middle in known else None
        if len(known) == 1 and known[0] != figure.middle:
            yield self._label(known[0]), self._with_unit(cells[known[0]], row, figure)
        elif same:
            yield self._name(figure, single=True), self._with_unit(cells[known[0]], row, figure)
        else:
            if middle is not None:
                yield self._label(middle), self._with_unit(cells[middle], row, figure)
            if figure.low in known and figure.high in known:
                ends_of = self._columns[figure.low]["label"], self._columns[figure.high]["label"]
                name = ends.spanned(*ends_of, self._words) if middle is not None else self._name(figure)
                yield name, self._with_unit(low, row, figure, high)

    def _name(self, figure: Figure, *, single: bool = False) -> str:
        """What a figure is called; a single number is not called by the names of two ends."""
        if single and figure.middle is None and figure.low is not None:
            return ends.in_common(figure, self._columns)
        return ends.named(figure, self._columns, self._words)

    def _label(self, at: int) -> str:
        """The label of a column, without the unit that is said with the figure: "Share, %" is "Share"."""
        label, unit = str(self._columns[at]["label"]), self._columns[at]["unit"]
        if not unit or not scales.has(unit, self._words):
            return label
        named = formats.unit_name(unit, self._words, self._columns[at].get("power"))
        return label.removesuffix(f"{self._words.raw('common.comma_between')}{named}")

    def _with_unit(self, text: str, row: int, figure: Figure, high: str = "") -> str:
        """The digits of a figure, or of both ends of a range, with the unit."""
        column = self._columns[figure.columns[0]]
        unit, power = column["unit"], column.get("power")
        if unit and scales.has(unit, self._words):
            if high:
                return formats.range_with_unit(text, high, unit, self._words, power)
            return formats.with_unit(text, unit, self._words, power)
        if high:
            text = self._words("common.range", low=text, high=high)
        if ends.UNIT in self._named:
            return f"{text} {self._cells[row][self._named[ends.UNIT]]}".strip(" –")
        return text

    def _is_time(self, row: int, at: int) -> bool:
        return bool(_TIME.fullmatch(str(self._rows[row][at])))


def _says(told: str, kind: str, meant: str) -> bool:
    """Whether something is said already: the kind itself, or a word of what it means."""
    return any(word in told for word in (kind, *re.findall(r"\w{5,}", meant.casefold())))
