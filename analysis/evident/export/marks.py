"""The marks of a chart and the rows of its table that they stand for.

Belongs here: reading marks off a drawn figure, one mark for what means one figure.
Does not: looking for it in the table (`sheets.py`), drawing (`charts.py`, `svg.py`), what is read out of a
mark (`readouts.py`).

Nothing is read out that is not a cell of the table: a mark says where it stands in the drawing and which row it is, and
the numbers are those of the row. A mark whose place no row explains is not told; so are helpers, such as lines of a
grid, that stand for no figure. Regions of a map and tiles, whose places are no numbers, are found by the name that
is written in them.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection, PathCollection, PolyCollection
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Rectangle

from evident.export.sheets import Names, Point, Sheet

KIND = "kind_of_mark"  # attribute by which the grammar of charts says what an artist means
SAME = 1.0  # points between marks that are one
_SIGN = re.compile(r"[^\w\s.,'’()/-]")  # beside the name in a tile


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
        told: whether it is read out; a band is not, whose middle is drawn.
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
    told: bool = True


def drawn(figure: Figure) -> Iterator[Artist]:
    """The artists of a figure that may hold marks, and the words in it."""
    for ax in figure.axes:
        yield from ax.lines
        yield from ax.collections
        yield from (patch for patch in ax.patches if isinstance(patch, Rectangle))
        yield from ax.texts


def marks(figure: Figure, table: Sheet, groups: Mapping[Artist, str]) -> list[Mark]:
    """The marks of a figure that has been laid out and drawn, in the order in which they are read.

    Args:
        groups: the ids under which the artists stand in the SVG.
    """
    return [mark for mark in with_bands(figure, table, groups) if mark.told]


def with_bands(figure: Figure, table: Sheet, groups: Mapping[Artist, str]) -> list[Mark]:
    """As `marks`, with the ends of bands that are not read out since their middle is."""
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
    found += _middles([mark for mark in areas if (mark.row, mark.at) not in told], table.together)
    silent = [
        replace(mark, told=False)
        for mark in _middles([mark for mark in areas if (mark.row, mark.at) in told], table.together)
    ]
    return [*_merged(found), *silent]


def _of_artist(
    figure: Figure, ax: Axes, artist: Artist, table: Sheet, group: str, taken: set[tuple[int, int]]
) -> Iterator[Mark]:
    points = list(points_of(ax, artist))
    if not points:
        return
    names = Names(ax)
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


def _place(ax: Axes, point: Point, height: float, upright: bool | None = None) -> tuple[float, float]:
    """Where a mark stands in the drawing: a bar in the middle of its end, a tile in its middle."""
    end = point.box[2:] if point.box else point.centre
    x = point.centre[0] if upright is not False else end[0]
    y = point.centre[1] if not upright else end[1]
    right, up = ax.transData.transform((x, y))
    return round(float(right), 1), round(float(height - up), 1)


def points_of(ax: Axes, artist: Artist) -> Iterator[Point]:
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
            yield Point((float(x),), (float(y),), (float(x), float(y)))


def _bar(bar: Rectangle) -> Iterator[Point]:
    x, y, width, height = bar.get_x(), bar.get_y(), bar.get_width(), bar.get_height()
    if all(map(np.isfinite, (x, y, width, height))) and width and height:
        # Its length, its end, its length as a loss, its beginning.
        across, up = (width, x + width, -width, x), (height, y + height, -height, y)
        yield Point(across, up, (x + width / 2, y + height / 2), (x, y, x + width, y + height))


def _box(ax: Axes, point: Point, height: float) -> tuple[float, float, float, float] | None:
    if point.box is None:
        return None
    (x, y), (x2, y2) = ax.transData.transform((point.box[:2], point.box[2:]))
    left, right = sorted((float(x), float(x2)))
    top, bottom = sorted((float(height - y), float(height - y2)))
    return round(left, 1), round(top, 1), round(right, 1), round(bottom, 1)


def _named_inside(
    ax: Axes, table: Sheet, place: tuple[float, float], box: tuple[float, float, float, float] | None, height: float
) -> int | None:  # fmt: skip
    """The row whose name is written in a tile or at a place of a map."""
    for text in ax.texts:
        x, y = text.get_transform().transform(text.get_unitless_position()) if not hasattr(text, "xy") else (
            ax.transData.transform(text.xy)  # an annotation stands beside what it names
        )  # fmt: skip
        y = height - y
        inside = box and box[0] <= x <= box[2] and box[1] <= y <= box[3]
        if inside or (box is None and abs(x - place[0]) <= SAME and abs(y - place[1]) <= SAME):
            for line in (text.get_text(), *text.get_text().splitlines(), _SIGN.sub("", text.get_text())):
                if (row := table.named(line)) is not None:
                    return row
    return None


def _together(found: Iterable[Mark]) -> list[Mark]:
    """Marks of one artist that show the same number, such as the ends of a short line across, are one in the middle."""
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


def _middles(found: Sequence[Mark], together: Sequence[tuple[int, ...]]) -> Iterator[Mark]:
    """One mark for the two ends of a band in each row."""
    rows: dict[tuple[int, int, tuple[str, ...]], list[Mark]] = {}
    for mark in found:
        rows.setdefault((mark.row, mark.at, mark.groups), []).append(mark)
    for same in rows.values():
        middle = round(sum(m.x for m in same) / len(same), 1), round(sum(m.y for m in same) / len(same), 1)
        # In the middle of what are no two ends of one figure stands neither.
        own = {m.column for m in same}
        column = same[0].column if any(own <= set(ends) for ends in ({same[0].column}, *together)) else -1
        yield replace(same[0], x=middle[0], y=middle[1], column=column)


def _merged(found: Sequence[Mark]) -> list[Mark]:
    """Marks of one row that lie on one another are one."""
    kept: list[Mark] = []
    at: dict[tuple[int, int], list[int]] = {}
    for mark in found:
        for number in at.setdefault((mark.row, mark.column), []):
            old = kept[number]
            if abs(old.x - mark.x) <= SAME and abs(old.y - mark.y) <= SAME:
                groups = tuple(dict.fromkeys((*old.groups, *mark.groups)))
                kept[number] = replace(
                    old, groups=groups, kind=old.kind or mark.kind, box=old.box or mark.box
                )
                break
        else:
            at[mark.row, mark.column].append(len(kept))
            kept.append(mark)
    return kept
