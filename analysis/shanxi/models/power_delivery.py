"""Where power goes and what a wind and solar base can deliver.

Belongs here: splitting generation into what stays and what leaves, and comparing a promised delivery with
capacity and hours. Does not: the mix of a whole fleet (`power_mix.py`).

Units: capacity in GW, energy in TWh a year, hours a year, shares in percent. NaN passes through.
"""

from collections.abc import Mapping

import pandas as pd

from shanxi.models.power_mix import generation, share


def stays_and_leaves(total: float, exported: float, green: float, green_exported: float) -> pd.DataFrame:
    """How generation divides between use in the province and export, for green power and for the rest.

    Args:
        total: generation of all plants.
        exported: net export of all power.
        green: generation of the green part.
        green_exported: the green part of the export.

    Returns:
        Index green, other; columns stays, leaves (TWh) and leaves_share (percent of the row).

    Raises:
        ValueError: more leaves than is generated, so that the four figures cannot share a definition.
    """
    table = pd.DataFrame(
        {
            "stays": [green - green_exported, total - green - (exported - green_exported)],
            "leaves": [green_exported, exported - green_exported],
        },
        index=pd.Index(["green", "other"], name="power"),
    )
    if (table < 0).to_numpy().any():
        raise ValueError(
            f"{green_exported:g} of {exported:g} TWh exported does not fit "
            f"{green:g} of {total:g} TWh generated"
        )
    return table.assign(leaves_share=table["leaves"] / table.sum(axis=1, skipna=False) * 100)


def deliverable(
    capacity: Mapping[str, float], hours: Mapping[str, tuple[float, float]]
) -> tuple[float, float]:
    """Lowest and highest yearly output of a base, TWh.

    Args:
        capacity: GW by source.
        hours: lowest and highest hours by source; it may hold more sources than the base has.
    """
    ends = [sum(generation(gw, hours[source][end]) for source, gw in capacity.items()) for end in (0, 1)]
    return ends[0], ends[1]


def loading(energy: float, capacity: float, hours_a_year: float = 8760.0) -> float:
    """Percent of its rating at which a line of `capacity` GW runs, on average, to carry `energy` TWh a
    year."""
    return share(energy, generation(capacity, hours_a_year))
