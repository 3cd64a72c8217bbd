"""Who depends on whom: carbon that a province draws from elsewhere, as coal or as power.

Belongs here: balances of coal and power by province. Does not: who should pay (`burden_sharing.py`).

No published table in the evidence says which province buys Shanxi's coal. What can be computed is a balance:
a province that burns more carbon in coal than it digs, or uses more power than it makes, draws the rest from
elsewhere. All in Mt of CO2, so that coal of different quality can be added.
"""

import pandas as pd

CO2_PER_CARBON = 44 / 12  # molar masses


def co2_of_carbon(content: float) -> float:
    """CO2 of a tonne of coal from its carbon, t: content (t C a tonne) · 44/12, all of it burnt."""
    return content * CO2_PER_CARBON


def co2_of_heat(carbon: float, heat: float, oxidised: float) -> float:
    """CO2 of a tonne of coal from its heat, t: the form in which official factors are given.

    Args:
        carbon: t C a TJ.
        heat: MJ a kilogram, which is GJ a tonne.
        oxidised: part of the carbon that burns, 0 to 1.
    """
    return carbon * heat / 1000 * oxidised * CO2_PER_CARBON


def power_bought(consumption: pd.Series, generation: pd.DataFrame) -> pd.Series:
    """Power used and not made in the province: consumption − Σ of generation by source, TWh.

    Args:
        consumption: TWh, index province.
        generation: TWh, index province, one column a source; an empty cell counts as none, an empty
            table as not known.

    Returns:
        TWh; negative where the province sells.
    """
    if generation.isna().to_numpy().all():
        return consumption * float("nan")
    return consumption - generation.reindex(consumption.index).fillna(0).sum(axis=1)


def coal_drawn(burnt: pd.Series, dug: pd.Series, factor: float) -> pd.Series:
    """Carbon in coal burnt beyond the province's own digging: burnt − dug · factor, Mt of CO2.

    Args:
        burnt: CO2 from coal burnt in the province, Mt.
        dug: raw coal dug, Mt; a province that the table does not list counts as digging none, but where
            nothing is known (a table of NaN) nothing is computed.
        factor: t of CO2 a tonne of raw coal.
    """
    if dug.isna().all():
        return burnt * float("nan")
    return burnt - dug.reindex(burnt.index).fillna(0) * factor


def net_burners(burnt: pd.Series, dug: pd.Series, factor: float) -> list[str]:
    """Provinces that burn more coal than they dig, in the order of `burnt`."""
    drawn = coal_drawn(burnt, dug, factor)
    return list(drawn.index[drawn > 0])


def carbon_drawn(coal: pd.Series, power: pd.Series, grid: float) -> pd.DataFrame:
    """Carbon drawn from elsewhere by form.

    Args:
        coal: Mt of CO2, from `coal_drawn`.
        power: TWh bought, from `power_bought`.
        grid: kg of CO2 a kWh (Mt a TWh) for bought power.

    Returns:
        Index province of `coal`; columns coal, power and total, Mt of CO2.
    """
    drawn = pd.DataFrame({"coal": coal, "power": power.reindex(coal.index) * grid})
    return drawn.assign(total=drawn["coal"] + drawn["power"])
