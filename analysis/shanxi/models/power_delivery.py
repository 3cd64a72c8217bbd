"""Where power goes and what a wind and solar base can deliver.

Belongs here: splitting generation into what stays and what leaves, and comparing a promised delivery with
capacity and hours. Does not: the mix of a whole fleet (`power_mix.py`).

Units: capacity in GW, energy in TWh a year, hours a year, shares in percent. NaN passes through.
"""

import math
from collections.abc import Sequence

import pandas as pd

from shanxi.models.power_mix import generation


def stays_and_leaves(
    made: float, exported: float, green: Sequence[float], green_exported: float
) -> pd.DataFrame:
    """Generation of wind and sun and of all other plant, split into what stays and what leaves.

    Args:
        made: generation of all plants.
        exported: net export of all power.
        green: generation of each green source.
        green_exported: the green part of the export.

    Returns:
        Index green, other; columns stays, leaves (TWh) and leaves_share (percent of the row).

    Raises:
        ValueError: more leaves than is generated, so that the four figures cannot share a definition.
    """
    of_green = sum(green)
    table = pd.DataFrame(
        {
            "stays": [of_green - green_exported, made - of_green - (exported - green_exported)],
            "leaves": [green_exported, exported - green_exported],
        },
        index=pd.Index(["green", "other"], name="power"),
    )
    if (table < 0).to_numpy().any():
        raise ValueError(
            f"{green_exported:g} of {exported:g} TWh exported does not fit "
            f"{of_green:g} of {made:g} TWh generated"
        )
    return table.assign(leaves_share=table["leaves"] / table.sum(axis=1, skipna=False) * 100)


def other_leaves(made: float, exported: float, green: Sequence[float], green_exported: float) -> float:
    """{exported} less {green_exported}, over {made} less {green}, in percent.

    Raises:
        ValueError: as `stays_and_leaves`.
    """
    return float(stays_and_leaves(made, exported, green, green_exported)["leaves_share"]["other"])


def part_of_rest(part: float, whole: float, less: Sequence[float]) -> float:
    """{part} over {whole} less {less}, in percent."""
    return 100 * part / (whole - sum(less))


def at_hours_on_record(
    base: float, wind: float, wind_hours: Sequence[float], solar_hours: Sequence[float], better: float = 0.0
) -> tuple[float, float]:
    """{base}, of which {wind} is wind and the rest sun, at the lowest and at the highest hours on record for each, and
    so many percent more: {better}.

    Args:
        base: of wind and solar together, GW.
        better: percent by which new plant may do better than any on record.
    """
    known = [[h for h in hours if not math.isnan(h)] for hours in (wind_hours, solar_hours)]
    if not all(known):
        return math.nan, math.nan
    low, high = (
        (1 + better / 100) * (generation(wind, end(known[0])) + generation(base - wind, end(known[1])))
        for end in (min, max)
    )
    return low, high


def from_to(reading: tuple[float, float], other: float) -> tuple[float, float]:
    """From the lowest to the highest of {reading} and {other}."""
    return min(*reading, other), max(*reading, other)


def share_of_promise(readings: tuple[float, float], promised: float) -> tuple[float, float]:
    """{readings} over {promised}, in percent."""
    return 100 * readings[0] / promised, 100 * readings[1] / promised
