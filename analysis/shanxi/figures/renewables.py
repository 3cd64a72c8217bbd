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
from evident.export.exhibits import Chart, Column, Table
from evident.text import formats
from evident.text.words import Words
from shanxi.figures import renewables_drawing as drawing
from shanxi.models import power_mix

HERE = "Shanxi"
NO_BREAK = "\N{NO-BREAK SPACE}"
# How many decimals the scorecard prints, at most.
PLACES = {"new_and_clean": 1, "solar": 1, "wind": 1, "generation": 1, "gas": 1, "renewables": 1}

Level = tuple[int, float | Observation]


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


def outlook(
    words: Words,
    band: pd.DataFrame,
    past: Mapping[int, tuple[Sequence[float], float]],
    today: tuple[float, float, tuple[float, float]],
    planned: tuple[float, float, tuple[float, float]],
) -> Chart:
    """Share of generation against wind and solar capacity.

    Args:
        band: columns capacity (GW), low, median, high (percent of generation in the year of the outlook).
        past: by year: capacity of wind and solar, share of generation.
        today, planned: capacity, median share, range of shares: the first full year of today's fleet, and the fleet
            with the plan in the year of the outlook.
    """
    observed = pd.DataFrame(
        [(year, sum(parts), share) for year, (parts, share) in past.items()],
        columns=["year", "capacity", "share"],
    )
    marks = [
        band.assign(mark=words("renewables.outlook.curve")),
        pd.DataFrame(
            {
                "mark": [words("renewables.outlook.observed", year=year) for year in past],
                "capacity": observed["capacity"],
                "median": observed["share"],
            }
        ),
        *(
            pd.DataFrame(
                {
                    "mark": [words(f"renewables.outlook.{key}")],
                    "capacity": [capacity],
                    "low": [low],
                    "median": [median],
                    "high": [high],
                }
            )
            for key, (capacity, median, (low, high)) in (("today", today), ("planned", planned))
        ),
    ]
    columns = _columns(words, "mark", capacity="GW", low="percent", median="percent", high="percent")
    data = pd.concat(marks, ignore_index=True)[list(columns)]
    return Chart(
        data, columns, partial(drawing.outlook, band=band, observed=observed, today=today, planned=planned)
    )


def exports(words: Words, flows: pd.DataFrame) -> Chart:
    """What stays and what leaves, for green power and for the rest.

    Args:
        flows: index green, other; columns stays, leaves in TWh, leaves_share in percent.
    """
    columns = _columns(words, "power", stays="TWh", leaves="TWh", leaves_share="percent")
    data = flows.assign(power=[_line(words, f"exports.{key}") for key in flows.index])[list(columns)]
    return Chart(data, columns, partial(drawing.exports, flows=flows))


def datong(words: Words, plans: Mapping[str, float], possible: Mapping[str, tuple[float, float]]) -> Chart:
    """What is promised from the base beside what its developers plan and what capacity and hours allow.

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


def solar(
    words: Words,
    here: Mapping[str, pd.DataFrame],
    everywhere: Mapping[str, pd.DataFrame],
) -> Chart:
    """Solar by kind in Shanxi, and where Shanxi stands among the provinces.

    Args:
        here: of Shanxi over the years: all, distributed and household capacity, GW.
        everywhere: of all provinces in one year: all and distributed, GW.
    """
    kinds = power_mix.solar_kinds(*(here[kind][HERE] for kind in ("all", "distributed", "household")))
    year = int(everywhere["all"].index[0])
    total, distributed = (everywhere[kind].loc[year] for kind in ("all", "distributed"))
    provinces = pd.DataFrame({"capacity": total, "distributed": 100 * distributed / total})
    provinces = provinces.sort_values("capacity", ascending=False)
    left = kinds.assign(
        province=HERE,
        capacity=here["all"][HERE],
        distributed=100 * here["distributed"][HERE] / here["all"][HERE],
    )
    right = provinces.drop(index=HERE).rename_axis("province").reset_index().assign(year=year)
    units = {
        "capacity": "GW",
        "distributed": "percent",
        "utility": "GW",
        "commercial": "GW",
        "household": "GW",
    }
    columns = _columns(words, "province", "year", **units)
    data = pd.concat([left.rename_axis("year").reset_index(), right], ignore_index=True)[list(columns)]
    return Chart(data, columns, partial(drawing.solar, kinds=kinds, provinces=provinces, year=year))


def scorecard(words: Words, rows: Mapping[str, Mapping[str, Any]]) -> Table:
    """Verdicts and what they rest on, one row an indicator, with the year behind each value.

    Args:
        rows: by key of the indicator's name: verdict, latest and target (pairs of year and value), and where there
            is one if_plan_met (a verdict), needed, observed (a year) and distance (percent of the target).
    """

    def printed(key: str, level: Level) -> str:
        year, item = level
        value = item.value if isinstance(item, Observation) else item
        if not math.isfinite(value):
            return words("common.not_known")
        bound = item.bound if isinstance(item, Observation) else "exact"
        places = min(PLACES.get(key, 0), formats.decimals_of(value))
        return f"{formats.quantity(value, '', places, words, bound=bound)}{NO_BREAK}({year})"

    def verdict(row: Mapping[str, Any], name: str) -> str | None:
        return words(f"common.verdicts.{row[name]}") if name in row else None

    columns = _columns(words, "indicator", "verdict", "if_plan_met", "latest", "target")
    columns |= _columns(words, needed="", observed="", distance="")
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
