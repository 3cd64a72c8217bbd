"""Placing labels; drawing is tested in test_facts.py and looked at."""

import pytest

from evident.export import charts
from evident.export.charts import spread
from evident.look import identity
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


@pytest.mark.parametrize(("size", "which"), [(7.5, "both"), (9.0, "narrow"), (None, "none")])
def test_type_that_is_too_small_for_a_screen_is_refused(size: float | None, which: str) -> None:
    """8 points of a wide drawing and 9.5 of a narrow one are 13 pixels or more where they are shown."""

    def draw(canvas: charts.Canvas) -> charts.Figure:
        figure, ax = canvas.subplots()
        charts.label(ax, 1, 1, "small", fontsize=size or canvas.small)
        return figure

    if which == "none":
        assert charts.render("theme.small", draw, Words("en"))
        return
    with pytest.raises(charts.ChartError, match="'small' in"):
        charts.render("theme.small", draw, Words("en"))


def test_least_type_is_thirteen_pixels_where_drawings_are_shown() -> None:
    """A wide drawing is shown 850 pixels wide, a narrow one 358; 72 points are an inch."""
    assert charts.SMALL[False] * 850 / (charts.WIDE * 72) >= 13
    assert charts.SMALL[True] * 358 / (charts.NARROW * 72) >= 13


def test_typewriter_quotes_in_a_chart_are_printed_curly() -> None:
    def draw(canvas: charts.Canvas) -> charts.Figure:
        figure, ax = canvas.subplots()
        charts.label(ax, 1, 1, 'the port\'s "new" gate')
        return figure

    assert ">the port’s “new” gate<" in charts.render("theme.gate", draw, Words("en"))["wide"]


def test_names_at_an_axis_are_printed_in_the_language_of_the_chart(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where ticks stand at given places, and where they are counted: 2 Mt are 200 万吨."""
    chinese = {"Jiangsu": "江苏", "Hebei": "河北"}
    monkeypatch.setattr(charts.sentences, "known", lambda name, language: chinese.get(name, name))

    def draw(canvas: charts.Canvas) -> charts.Figure:
        figure, ax = canvas.subplots()
        ax.set_yticks([1, 2], ["Jiangsu", "Hebei"])
        ax.get_yticklabels()[0].set(fontweight=600)
        ax.barh([1, 2], [3, 4], color=identity.colour("ink"))
        canvas.counted(ax.xaxis, "Mt")
        ax.set_xticks([0, 2])
        return figure

    drawn = charts.render("theme.places", draw, Words("zh"))["wide"]
    assert all(f">{text}<" in drawn for text in ("江苏", "河北", "0", "200"))
    assert "Jiangsu" not in drawn
