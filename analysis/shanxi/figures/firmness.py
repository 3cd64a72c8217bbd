"""The chart of how firm the findings are.

Belongs here: its marks and the table behind it. Does not: in how many settings a finding holds
(`evident.run.findings_table`), counts of findings (`models/firm_findings.py`).
"""

from dataclasses import dataclass

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from evident.export import charts
from evident.export.charts import Canvas
from evident.export.exhibits import Chart, Column
from evident.look.identity import colour
from evident.text.lines import wrapped
from evident.text.words import Words
from shanxi.models.firm_findings import FIRM

_LINE = 0.165  # inches between two lines of text
_GAP = 0.12  # inches between two findings
_BELOW = 0.2  # inches for the scale below the words, on a phone
_AXIS = 0.55  # inches for the axis
_MOST = 5.4  # inches, with which a page of the PDF has room for title and note
_SHARES = (1.45, 1)  # of the width, for words and for the scale
NONE = "–"  # where nothing breaks a finding alone


def firm(words: Words, findings: pd.DataFrame) -> Chart | None:
    """In which part of the settings each finding holds, and what breaks it first.

    Args:
        findings: as `evident.run.findings_table` gives them.

    Returns:
        None where a sweep is not of this evidence, so that nothing can be drawn.
    """
    if findings.empty or findings["share"].isna().any():
        return None
    ordered = findings.sort_values(["share", "distance"], kind="stable", ignore_index=True)
    data = ordered[["chapter", "finding", "share", "where", "distance"]].copy()
    data["share"] = data["share"].where(ordered["touched"])
    data["where"] = data["where"].replace("", NONE)
    columns = {
        "chapter": Column(words("firmness.firm.column_chapter")),
        "finding": Column(words("firmness.firm.column_finding")),
        "share": Column(words("firmness.firm.column_share"), "percent", 0),
        "where": Column(words("firmness.firm.column_where")),
        "distance": Column(words("firmness.firm.column_distance"), "percent", 0),
    }
    drawn = data.assign(short=ordered["short"].replace("", NONE))[data["share"] < 100]
    return Chart(data, columns, lambda canvas: _draw(canvas, drawn))


@dataclass(frozen=True)
class _Row:
    """A finding as it is drawn: the lines of its words, those of its break, the part in which it holds."""

    words: list[str]
    broken: list[str]
    share: float

    @property
    def lines(self) -> int:
        return len(self.words) + len(self.broken)


def _rows(canvas: Canvas, drawn: pd.DataFrame) -> list[_Row]:
    wide = 50 if canvas.narrow else 58  # characters of a line
    return [
        _Row(
            wrapped(str(finding), wide),
            wrapped(canvas.words("firmness.firm.breaks", where=short), wide) if short != NONE else [],
            float(share),
        )
        for finding, short, share in zip(drawn["finding"], drawn["short"], drawn["share"], strict=True)
    ]


def _draw(canvas: Canvas, drawn: pd.DataFrame) -> Figure:
    """Words to the left of the scale; on a phone above it."""
    below = _BELOW if canvas.narrow else 0.0
    rows = _that_fit(_rows(canvas, drawn), canvas)
    heights = [row.lines * _LINE + below + _GAP for row in rows]
    if canvas.narrow:
        figure, ax = canvas.subplots(sum(heights) + _AXIS)
        beside = ax
    else:
        figure, (beside, ax) = canvas.subplots(sum(heights) + _AXIS, 1, 2, sharey=True, width_ratios=_SHARES)
        beside.set_axis_off()
    top = 0.0
    for row, height in zip(rows, heights, strict=True):
        at = top + height - _GAP / 2 - below / 2 if canvas.narrow else top + height / 2
        _mark(ax, row.share, at)
        for number, text in enumerate([*row.words, *row.broken]):
            look = "ink" if number < len(row.words) else "stone"
            line = top + _GAP / 2 + (number + 0.5) * _LINE
            beside.text(0, line, text, color=colour(look), va="center", fontsize=10)
        top += height
    ax.axvline(FIRM, color=colour("stone"), linewidth=0.8, linestyle=(0, (2, 2)), zorder=0)
    ax.set(xlim=(0, 100), ylim=(top, 0), yticks=[])
    ax.grid(visible=False)
    ax.set_xticks([0, 50, FIRM])
    ax.xaxis.set_major_formatter(lambda value, _: f"{value:.0f}%")
    ax.set_xlabel(canvas.words("firmness.firm.axis"))
    return figure


def _that_fit(rows: list[_Row], canvas: Canvas) -> list[_Row]:
    """The rows, those that hold least first, for which a page has room; a phone's page has no end."""
    height, kept = _AXIS, list[_Row]()
    for row in rows:
        height += row.lines * _LINE + _GAP
        if height > _MOST and not canvas.narrow:
            break
        kept.append(row)
    return kept


def _mark(ax: Axes, share: float, at: float) -> None:
    """A dot on its own scale, with its value on the side where there is room."""
    ax.plot([0, 100], [at, at], color=colour("rule"), linewidth=0.6, zorder=0)
    charts.observed(ax, [share], [at], "ink" if share >= FIRM else "brick", linestyle="none")
    way, side = (-1, "right") if share > 50 else (1, "left")
    charts.label(ax, share, at, f"{share:.0f}%", xytext=(7 * way, 0), ha=side)
