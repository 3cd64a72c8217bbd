"""The maps: places of the gazetteer, curves between them, and that labels and type are fit to read."""

import math
import re

import pytest
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle
from matplotlib.text import Text

from evident.export import charts
from evident.export.charts import NARROW, WIDE, Canvas
from evident.export.exhibits import Chart
from evident.text.words import Words
from shanxi.figures import atlas, cooperation_map, geography, mining_map
from shanxi.figures.geography import TOWNS, Town
from shanxi.models import deliveries

from .test_drawn import charts_of

SHANXI = geography.Box(110.2, 34.5, 114.6, 40.8)


def test_a_curve_starts_and_ends_at_its_places_and_bows_by_half_of_its_bend() -> None:
    start, end = Town(110, 38, 1), Town(114, 38, 2)
    assert geography.middle(start, end, 0.2, 0) == (110, 38)
    assert geography.middle(start, end, 0.2, 1) == (114, 38)
    # The point that pulls lies 0.2 · 4 degrees aside; a quadratic curve comes half as near.
    assert geography.middle(start, end, 0.2) == pytest.approx((112, 38.4))
    assert geography.middle(start, end, 0) == pytest.approx((112, 38))


def test_a_place_has_its_own_number_in_the_gazetteer_unless_it_says_for_what_it_stands() -> None:
    own = [town.geonames for town in TOWNS.values() if not town.stands_for]
    assert len(own) == len(set(own))
    assert all(106 < town.east < 120 and 32 < town.north < 41 for town in TOWNS.values())


@pytest.mark.parametrize("key", ["datong", "taiyuan", "changzhi", "shuozhou", "houma", "jinzhong", "puzhou"])
def test_towns_of_the_province_lie_in_it(key: str) -> None:
    town = TOWNS[key]
    assert SHANXI.west < town.east < SHANXI.east
    assert SHANXI.south < town.north < SHANXI.north


def test_every_line_of_the_evidence_has_its_way() -> None:
    assert set(deliveries.LEADS_TO) < set(cooperation_map.SECTIONS)
    known = {*deliveries.TO_BOHAI, *deliveries.NOT_OUT, *deliveries.WITHIN}
    assert known < set(mining_map.RAILWAYS)
    assert {name for name, way in mining_map.RAILWAYS.items() if way.start not in TOWNS} == {"Shenshuo"}


def test_tiles_do_not_share_a_place() -> None:
    places = [(row, column) for _, row, column in atlas.TILES.values()]
    assert len(places) == len(set(places)) == 31


@pytest.mark.parametrize("count", [14, 19, 249])
def test_a_block_has_as_many_squares_as_there_are_mines(count: int) -> None:
    ax = Figure().subplots()
    height = mining_map.block(ax, 0.0, 2.0, count, 34)
    area = sum(p.get_width() * p.get_height() for p in ax.patches if isinstance(p, Rectangle))
    assert area == pytest.approx(4 * count)
    assert height == 2.0 * math.ceil(count / 34)


def said(chart: Chart, width: float) -> list[str]:
    """The words on a chart, without those of its axes."""
    with charts.style("map", width):
        figure = chart.draw(Canvas(width, Words("en")))
    return [
        text.get_text() for text in figure.findobj(Text) if text.get_visible() and "°" not in text.get_text()
    ]


@pytest.mark.parametrize(
    ("notebook", "key"), [("mining", "map"), ("cooperation", "lines"), ("cooperation", "drawn")]
)
def test_the_table_behind_a_map_has_every_number_on_it(notebook: str, key: str) -> None:
    chart = charts_of(notebook)[f"{notebook}.{key}"]
    told = " ".join(
        chart.data.astype(object)
        .map(lambda v: f"{v:g}" if isinstance(v, float) else str(v))
        .to_numpy()
        .ravel()
    )
    for width in (WIDE, NARROW):
        for text in said(chart, width):
            for number in re.findall(r"\d+(?:\.\d+)?", text):
                assert re.search(rf"(?<![\d.]){re.escape(number)}", told), (text, number)


def test_the_median_province_has_the_shade_up_to_the_median() -> None:
    assert [atlas.band_of(value) for value in (79.9, 80, 100, 100.3, 150, 150.1)] == [0, 1, 1, 2, 2, 3]
