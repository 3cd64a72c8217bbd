"""From figure to SVG: the short way gives what matplotlib's own way gives, and measures each text once."""

import gc
import io

import pytest
from matplotlib.figure import Figure

from evident.export import svg
from evident.export.charts import Canvas, label, observed, style
from evident.text.words import Words


def _chart(canvas: Canvas) -> Figure:
    """Two panels with what moves a layout: titles, one axis with a name and one without, a label beyond the edge."""
    figure, (above, below) = canvas.subplots(4.0, 2, 1, sharex=True)
    observed(above, [2020, 2021, 2022], [1.0, 30_000.0, 2.0])
    above.set_title("Above\nin two lines")
    above.set_ylabel("tonnes")
    label(above, 2022, 2.0, "at the right edge")
    below.bar([2020, 2021], [3, 4], label="bars")
    below.set_xlabel("$x^2$ of the year")
    below.legend()
    return figure


@pytest.fixture
def words() -> Words:
    return Words("en")


def test_same_bytes_as_savefig(words: Words) -> None:
    with style("test"):
        ours = svg.to_svg(_chart(Canvas(6.3, words)))
        buffer = io.StringIO()
        _chart(Canvas(6.3, words)).savefig(
            buffer, format="svg", metadata={"Date": None, "Creator": None}, dpi=72
        )
    assert ours == buffer.getvalue()


def test_a_text_is_measured_once(words: Words) -> None:
    svg._measured.cache_clear()
    svg._line_heights.cache_clear()
    with style("test"):
        svg.to_svg(_chart(Canvas(6.3, words)))
        texts, fonts = (cache.cache_info().misses for cache in (svg._measured, svg._line_heights))
        assert texts > 10
        assert fonts > 1
        svg.to_svg(_chart(Canvas(6.3, words)))
    assert svg._measured.cache_info().misses == texts
    assert svg._line_heights.cache_info().misses == fonts


def test_garbage_is_collected_again() -> None:
    with svg.uncollected():
        assert not gc.isenabled()
    assert gc.isenabled()
