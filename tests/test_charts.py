"""Placing labels; drawing is tested in test_facts.py and looked at."""

import pytest

from evident.export import charts
from evident.export.charts import spread
from evident.text.words import Words


@pytest.mark.parametrize(
    ("values", "placed"),
    [
        ([1.0, 5.0], [1.0, 5.0]),  # far enough apart: nothing moves
        ([5.0, 5.0], [4.5, 5.5]),  # a pair is centred on its mean
        ([5.2, 5.0, 5.1], [6.1, 4.1, 5.1]),  # three around 5.1, the order of the values kept
        ([0.0, 0.5, 1.2], [-0.4333, 0.5667, 1.5667]),  # the first pair pushes into the third: mean 1.7 / 3
    ],
)
def test_spread(values: list[float], placed: list[float]) -> None:
    assert spread(values, 1.0) == pytest.approx(placed, abs=1e-3)


def test_dollars_in_a_label_are_dollars() -> None:
    """And no formula between them, which would be drawn in another font and without its blanks."""

    def draw(canvas: charts.Canvas) -> charts.Figure:
        figure, ax = canvas.subplots()
        charts.label(ax, 1, 1, "$5 a tonne, not $6")
        return figure

    assert ">$5 a tonne, not $6<" in charts.render("theme.prices", draw, Words("en"))["wide"]
