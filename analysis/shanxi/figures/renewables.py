"""The charts and tables of the chapter on renewables and power.

Belongs here: the table behind each exhibit of `renewables.ipynb`, and how it is drawn. Does not: any figure or word:
data come as arguments, labels from `words/<language>/renewables.yml`.
"""

import datetime as dt
import math
from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

import numpy as np
import pandas as pd

from evident.evidence.tables import Observation
from evident.export.exhibits import Chart, Column, Table, measured_in
from evident.text import formats
from evident.text.words import Words
from shanxi.figures import renewables_drawing as drawing
from shanxi.models import power_mix

HERE = "Shanxi"
# How many decimals the scorecard prints, at most.
PLACES = {
    "new_and_clean": 1,
    "solar": 1,
    "wind": 1,
    "generation": 1,
    "gas_2025": 1,
    "gas": 1,
    "renewables": 1,
}

# Units of the indicators of the scorecard that a language may count in another size.
UNITS = {
    **dict.fromkeys(("renewables", "solar", "wind", "storage"), "GW"),
    **dict.fromkeys(("gas_2025", "gas"), "bcm"),
}

Range = tuple[float, float]
Level = tuple[int, float | Range | Observation]


def _columns(words: Words, *names: str, **units: str) -> dict[str, Column]:
    """Columns labelled by the chapter's words: `names` are text, `units` numbers with one decimal."""
    text = {name: Column(words(f"renewables.columns.{name}")) for name in names}
    return text | {name: Column(words(f"renewables.columns.{name}"), unit, 1) for name, unit in units.items()}


def _line(words: Words, key: str) -> str:
    """Words of a mark on one line."""
    return " ".join(words(f"renewables.{key}").split())


def crossing(
    words: Words,
    thermal: pd.DataFrame,
    hydro: pd.DataFrame,
    wind: pd.DataFrame,
    solar: pd.DataFrame,
    early_solar: Sequence[tuple[dt.date, float]],
    late_wind: Mapping[int, float],
    definitions: Mapping[int, Mapping[str, Any]],
) -> Chart:
    """Capacity by source since 2007, and the definitions whose lines met in 2025.

    Args:
        thermal, hydro, wind, solar: GW at year end, index year.
        early_solar: solar before the series begins.
        late_wind: wind by year after the series ends.
        definitions: by year: coal (a number or a range), new_and_clean, wind_solar (its two parts).
    """
    series = {
        "thermal": thermal[HERE],
        "solar": pd.concat([pd.Series({day.year: gw for day, gw in early_solar}, dtype=float), solar[HERE]]),
        "wind": pd.concat([wind[HERE], pd.Series(late_wind, dtype=float)]),
        "hydro": hydro[HERE],
    }
    sources = pd.DataFrame(series).sort_index()
    rows = {
        year: {
            "coal": float(np.mean(row.get("coal", math.nan))),
            "new_and_clean": row["new_and_clean"],
            "wind_solar": sum(row["wind_solar"]),
        }
        for year, row in definitions.items()
    }
    defined = pd.DataFrame(rows).T.astype(float)
    data = sources.join(defined, how="outer").rename_axis("year").reset_index()
    columns = _columns(words, "year", **dict.fromkeys([*sources.columns, *defined.columns], "GW"))
    return Chart(data, columns, partial(drawing.crossing, sources=sources, definitions=defined))


def staircase(words: Words, levels: Sequence[tuple[str, float, float]], losses: Mapping[str, float]) -> Chart:
    """From a headline share of capacity down to a share of generation.

    Args:
        levels: from the widest definition to the narrowest: key, share of capacity, share of generation.
        losses: points between the narrowest share of capacity and its share of generation, by key.
    """
    steps = power_mix.staircase(
        levels, between=["not_renewable", "hydro_biomass"], steps=losses, last="delivered"
    )
    data = steps.assign(step=[_line(words, f"staircase.{key}") for key in steps["key"]])
    columns = _columns(words, "step", value="percent", generation="percent")
    return Chart(data[list(columns)], columns, partial(drawing.staircase, steps=steps))


def shares(
    words: Words,
    capacity: Mapping[int, float],
    clean: Mapping[int, float | Range],
    green: Mapping[int, float | Range],
    ahead: Sequence[tuple[int, float, Range]],
) -> Chart:
    """The widest share of capacity beside shares of generation: published, estimated and to come.

    Args:
        capacity: share of plant that burns no coal, by year.
        clean, green: share of generation without coal, and of wind and sun, by year: a number, or a range where it is
            an estimate.
        ahead: share of wind and sun in years to come: year, median and range of the draws.
    """

    def row(name: str, year: int, value: float | Range) -> tuple[str, int, float, float, float]:
        low, high = value if isinstance(value, tuple) else (value, value)
        middle = math.nan if isinstance(value, tuple) else value
        return name, year, low, middle, high

    told = {"capacity": capacity, "clean": clean, "green": green}
    rows = [row(name, year, value) for name, series in told.items() for year, value in series.items()]
    rows += [("ahead", year, low, median, high) for year, median, (low, high) in ahead]
    points = pd.DataFrame(rows, columns=["key", "year", "low", "median", "high"])
    columns = _columns(words, "mark", "year", low="percent", median="percent", high="percent")
    data = points.assign(mark=[_line(words, f"shares.{key}") for key in points["key"]])[list(columns)]
    return Chart(data, columns, partial(drawing.shares, points=points))


def fleet(words: Words, table: pd.DataFrame) -> Chart:
    """The coal fleet by the decade in which its units began and by their steam technology.

    Args:
        table: as `coal_fleet.table`.
    """
    columns = _columns(words, "group", capacity="GW", share="percent")
    columns["units"] = Column(words("renewables.columns.units"), "count", 0)
    data = table.assign(group=[_line(words, f"fleet.{key}") for key in table["group"]])[list(columns)]
    return Chart(data, columns, partial(drawing.fleet, table=table))


def market(words: Words, spans: Mapping[str, tuple[float, float]]) -> Chart:
    """The price at midday and in the evening, by span of months.

    Args:
        spans: yuan a MWh at midday and in the evening, by key of the span's name.
    """
    rows = pd.DataFrame(
        [(key, *prices) for key, prices in spans.items()], columns=["key", "midday", "evening"]
    )
    columns = _columns(words, "span", midday="CNY/MWh", evening="CNY/MWh", gap="CNY/MWh")
    data = rows.assign(
        span=[_line(words, f"market.{key}") for key in rows["key"]], gap=rows["evening"] - rows["midday"]
    )[list(columns)]
    return Chart(data, columns, partial(drawing.market, rows=rows))


def utilisation(words: Words, table: pd.DataFrame, broken: str) -> Chart:
    """What part of available wind and solar power the grid took, month by month.

    Args:
        table: as `power_market.monthly`.
        broken: the first month of the narrower definition.
    """
    columns = _columns(words, "month", wind="percent", solar="percent")
    return Chart(table[list(columns)], columns, partial(drawing.utilisation, table=table, broken=broken))


def datong(words: Words, plans: Mapping[str, float], possible: Mapping[str, Range]) -> Chart:
    """All that is said of what the Datong base gives, beside what capacity and hours allow.

    Args:
        plans: TWh a year by key, from the top.
        possible: lowest and highest, TWh a year, by key, below the plans.
    """
    marks = [(key, "target", value, value) for key, value in plans.items()]
    marks += [(key, "range", *ends) for key, ends in possible.items()]
    rows = pd.DataFrame(marks, columns=["key", "kind", "least", "most"])
    columns = _columns(words, "row", least="TWh", most="TWh")
    data = rows.assign(row=[_line(words, f"datong.{key}") for key in rows["key"]])[list(columns)]
    return Chart(data, columns, partial(drawing.datong, rows=rows))


def scorecard(words: Words, rows: Mapping[str, Mapping[str, Any]]) -> Table:
    """Verdicts and what they rest on, one row an indicator, with the year behind each value.

    Args:
        rows: by key of the indicator's name: verdict, latest and target (pairs of year and value), and where there
            is one if_plan_met (a verdict), needed, observed (a year) and distance (percent of the target).
    """

    def printed(key: str, level: Level) -> str:
        year, item = level
        if isinstance(item, tuple):
            if not all(map(math.isfinite, item)):
                return words("common.not_known")
            low, high = item
            text = formats.in_tables(low, UNITS.get(key, ""), 0, words, bound="range", value_high=high)
            return words("renewables.scorecard.of_year", text=text, year=year)
        value = item.value if isinstance(item, Observation) else item
        if not math.isfinite(value):
            return words("common.not_known")
        bound = item.bound if isinstance(item, Observation) else "exact"
        most = item.value_high if isinstance(item, Observation) else None
        places = min(PLACES.get(key, 0), formats.decimals_of(value))
        unit = UNITS.get(key, "")
        text = formats.in_tables(value, unit, places, words, bound=bound, value_high=most)
        return words("renewables.scorecard.of_year", text=text, year=year)

    def verdict(row: Mapping[str, Any], name: str) -> str | None:
        return words(f"common.verdicts.{row[name]}") if name in row else None

    columns = _columns(words, "indicator", "verdict", "if_plan_met", "latest", "target")
    units = {words(f"renewables.scorecard.{key}"): unit for key, unit in UNITS.items()}
    columns |= measured_in(_columns(words, needed="", observed=""), "indicator", units)
    columns |= _columns(words, distance="percent")
    data = [
        {
            "indicator": words(f"renewables.scorecard.{key}"),
            "verdict": verdict(row, "verdict"),
            "if_plan_met": verdict(row, "if_plan_met"),
            "latest": printed(key, row["latest"]),
            "target": printed(key, row["target"]),
            # A target that is reached, or whose date has passed, needs no pace.
            "needed": row["needed"] if row.get("needed", 0) > 0 else math.nan,
            "observed": row.get("observed", math.nan),
            "distance": row.get("distance", math.nan),
        }
        for key, row in rows.items()
    ]
    return Table(pd.DataFrame(data, columns=list(columns)), columns)
