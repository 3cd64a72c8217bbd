"""The charts of the overview notebook.

Belongs here: drawing. Does not: numbers or words (see `figures/__init__.py`).
"""

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd
from matplotlib.figure import Figure
from numpy.typing import NDArray

from evident.export import charts
from evident.export.charts import Canvas
from evident.look.identity import colour

Array = NDArray[np.float64]

# Present pace in ink, the way out of coal in jade, the way back in loess; each is also labelled.
LOOKS = {"baseline": "ink", "managed-decline": "jade", "coal-rebound": "loess"}
NEW_BASE = 2024  # the first year on the base of the fifth economic census
GRAMMAR = ("observed", "doubtful", "target", "projection", "comparison")


def grammar(canvas: Canvas) -> Figure:
    """One sample of every kind of mark, with its meaning beside it."""
    columns = 1 if canvas.narrow else 2
    rows = -(-len(GRAMMAR) // columns)
    figure, axes = canvas.subplots(0.55 * rows, rows, columns, squeeze=False)
    for ax, kind in zip(axes.T.flat, [*GRAMMAR, None][: rows * columns], strict=True):
        ax.set(xlim=(0, 10), ylim=(0, 1))
        ax.axis("off")
        if kind is None:
            continue
        x = np.array([0.4, 1.2, 2.0])
        if kind == "observed":
            charts.observed(ax, x, [0.3, 0.45, 0.7])
        elif kind == "doubtful":
            charts.doubtful(ax, x, [0.3, 0.45, 0.7])
        elif kind == "target":
            charts.target(ax, x[1:2], [0.5])
        elif kind == "projection":
            charts.projection(ax, x, [0.35, 0.25, 0.2], [0.4, 0.5, 0.6], [0.45, 0.75, 0.95])
        else:
            charts.observed(ax, x, [0.6, 0.5, 0.4], "stone")
        charts.label(ax, 2.5, 0.5, canvas.words(f"overview.grammar.{kind}"), xytext=(0, 0))
    return figure


def scenarios(canvas: Canvas, bands: Mapping[str, Mapping[str, Array]], years: Array) -> Figure:
    """One panel a measure: the band and median of each scenario.

    Args:
        bands: measure → scenario → (3, n): low end, median, high end for each of `years`.
    """
    panels = len(bands)
    shape = (panels, 1) if canvas.narrow else (1, panels)
    figure, axes = canvas.subplots(2.0 * panels if canvas.narrow else 2.9, *shape, squeeze=False)
    for ax, (measure, by_scenario) in zip(axes.flat, bands.items(), strict=True):
        for scenario, values in by_scenario.items():
            low, median, high = values
            charts.projection(ax, years, low, median, high, name=LOOKS[scenario])
        ends = charts.spread(
            [values[1, -1] for values in by_scenario.values()], gap=0.09 * float(np.ptp(ax.get_ylim()))
        )
        for (scenario, _), end in zip(by_scenario.items(), ends, strict=True):
            charts.label(
                ax,
                years[-1],
                end,
                canvas.words(f"overview.scenarios.{scenario}"),
                LOOKS[scenario],
                xytext=(4, 0),
            )
        ax.set_title(canvas.words(f"overview.scenarios.{measure}"))
        ax.set_ylim(bottom=0)
        ax.set_xticks([years[0], years[-1]])
        ax.yaxis.set_major_formatter(lambda value, _: f"{value:,.0f}")
    return figure


def economy(canvas: Canvas, shares: pd.DataFrame, coal: Sequence[float], other: Sequence[float]) -> Figure:
    """Shares of the sectors by year, and growth of coal against other industry in two spans.

    Args:
        shares: columns year, secondary, tertiary, in percent of GDP.
        coal, other: growth in percent, one value a span; the spans are named by words.
    """
    shape = (2, 1) if canvas.narrow else (1, 2)
    figure, (left, right) = canvas.subplots(5.0 if canvas.narrow else 2.9, *shape)
    for sector, colour_name in (("secondary", "ink"), ("tertiary", "jade")):
        values = list(shares[sector])
        # Every value rests on communiqués that were read by machine: doubtful, and so open. The line is not drawn
        # across the change of statistical base.
        for base in (shares["year"] < NEW_BASE, shares["year"] >= NEW_BASE):
            left.plot(shares["year"][base], shares[sector][base], color=colour(colour_name), linewidth=1.4)
        charts.doubtful(left, shares["year"], values, colour_name)
        charts.label(
            left, shares["year"].iloc[-1], values[-1], canvas.words(f"overview.economy.{sector}"), colour_name
        )
    left.set_title(canvas.words("overview.economy.shares"))
    left.set_xticks(shares["year"])
    left.set_ylim(30, 60)
    for at, growth, colour_name, name in ((-0.2, coal, "ink", "coal"), (0.2, other, "jade", "other")):
        spots = [span + at for span in range(len(growth))]
        bars = right.bar(spots, growth, 0.36, color=colour(colour_name))
        right.bar_label(bars, fmt="{:.1f}", padding=2, color=colour(colour_name), fontsize=9)
        right.annotate(
            canvas.words(f"overview.economy.{name}"), (spots[0], 0.4), rotation=90, ha="center", va="bottom",
            color=colour("paper"),
        )  # fmt: skip
    right.set_title(canvas.words("overview.economy.growth"))
    right.set_ylim(0, 1.15 * max(*coal, *other))
    right.set_xticks(
        range(len(coal)), [canvas.words(f"overview.economy.span_{word}") for word in ("first", "second")]
    )
    right.tick_params(axis="x", length=0)
    return figure
