"""The charts and tables of the report.

Belongs here: their data, columns and drawing. Does not: titles and labels (`words/`), what is computed (`models.py`),
the look that all charts share (`evident.export.charts`).
"""

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd
from matplotlib.figure import Figure

from evident.export import charts
from evident.export.charts import Canvas
from evident.export.exhibits import Chart, Column, Table
from evident.look.identity import colour
from evident.text.formats import number
from evident.text.words import Words

LINES = ("jade", "slate", "ink")  # of the provinces


def cities(words: Words, trains: Mapping[str, float]) -> Chart:
    """Trains by city, one bar each.

    Args:
        trains: by name of the city, in the order in which they are drawn.
    """
    data = pd.DataFrame({"city": list(trains), "trains": list(trains.values())})
    columns = {
        "city": Column(words("trains.cities.city")),
        "trains": Column(words("trains.cities.trains"), "trains", 0),
    }

    def draw(canvas: Canvas) -> Figure:
        figure, ax = canvas.subplots(2.6)
        ax.barh(data["city"], data["trains"], color=colour("slate"), height=0.6)
        for row, value in enumerate(data["trains"]):
            charts.label(ax, value, row, number(value, 0))
        ax.invert_yaxis()
        ax.margins(x=0.14)
        ax.xaxis.set_major_formatter(lambda value, _: number(value, 0))
        ax.locator_params(axis="x", nbins=4 if canvas.narrow else 6)
        ax.grid(visible=False, axis="y")
        return figure

    return Chart(data, columns, draw)


def outputs(words: Words, gdp: pd.DataFrame, people: pd.DataFrame) -> Chart:
    """Output a head over the years, one line a province.

    Args:
        gdp, people: a row a year, a column a province.
    """
    data = (gdp / people).rename_axis(columns=None).reset_index()
    columns = {
        "year": Column(words("provinces.outputs.year")),
        **{name: Column(name, "thousand CNY", 1) for name in gdp.columns},
    }

    def draw(canvas: Canvas) -> Figure:
        figure, ax = canvas.subplots(3.0)
        last = data.iloc[-1]
        for name, line in zip(gdp.columns, LINES, strict=True):
            charts.observed(ax, data["year"], data[name], line)
            charts.label(ax, last["year"], float(last[name]), name, line)
        ax.set_ylim(bottom=0)
        ax.set_xticks(data["year"])
        ax.margins(x=0.04)
        ax.set_ylabel(words("provinces.outputs.axis"))
        return figure

    return Chart(data, columns, draw)


def comparison(words: Words, rows: Sequence[Mapping[str, Any]]) -> Table:
    """Trains, people and output of each province, a row each.

    Args:
        rows: province, city, trains, people, dense, output.
    """
    data = pd.DataFrame(list(rows), columns=["province", "city", "trains", "people", "dense", "output"])
    kinds = {
        "trains": ("trains", 0),
        "people": ("million", 1),
        "dense": ("", 1),
        "output": ("thousand CNY", 1),
    }
    columns = {
        name: Column(words(f"provinces.comparison.{name}"), *kinds.get(name, ("", None))) for name in data
    }
    return Table(data, columns)
