"""Who depends on whom: carbon that a province draws from elsewhere, as coal or as power.

Belongs here: balances of coal and power by province. Does not: who should pay (`burden_sharing.py`).

No published table in the evidence says which province buys Shanxi's coal. What can be computed is a balance:
a province that burns more carbon in coal than it digs, or uses more power than it makes, draws the rest from
elsewhere. All in Mt of CO2, so that coal of different quality can be added. What a province draws may as well come
from abroad: the evidence has no imports by province. For coal the balance fails its check (`coal_sent`), so that no
amount of it is printed: it says who burns more than it digs, and serves one variant of one rule of sharing.
"""

from collections.abc import Sequence

import pandas as pd

from evident.evidence.tables import Observation
from shanxi.models.intervals import Interval, outward

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


# -- what the notebook calls


def factor_range(content: Observation, carbon: float, heat: float, oxidised: float) -> tuple[float, float]:
    """The lowest and the highest of the factors in use for a tonne of Chinese raw coal: by its carbon content,
    and by its heat.

    Args:
        content: t C a tonne, a range.
        carbon, heat: as for `co2_of_heat`.
        oxidised: percent.

    Returns:
        t of CO2 a tonne.
    """
    ends = [co2_of_carbon(content.value), co2_of_carbon(content.value_high)]
    ends.append(co2_of_heat(carbon, heat, oxidised / 100))
    return min(ends), max(ends)


def carbon_in(coal: float, factor: tuple[float, float]) -> tuple[float, float]:
    """{coal} times {factor}.

    Args:
        coal: Mt.
        factor: t of CO2 a tonne, low and high.

    Returns:
        Gt of CO2.
    """
    return coal * factor[0] / 1000, coal * factor[1] / 1000


def over_home(leaving: tuple[float, float], home: float) -> tuple[float, float]:
    """{leaving} over {home}.

    Args:
        leaving, home: both in Gt of CO2.
    """
    return leaving[0] / home, leaving[1] / home


def by_mass(leaving: float, dug: float, share: float) -> tuple[float, float]:
    """Coal that leaves over coal that stays, by mass: {leaving} out of {dug}, and by {share}.

    Args:
        leaving, dug: Mt.
        share: percent of what is dug that leaves.

    Returns:
        The least and the most, rounded outward to the place that is printed, since the least is a bound.
    """
    ends = leaving / (dug - leaving), share / (100 - share)
    found = outward(Interval(min(ends), max(ends)), 1)
    return found.low, found.high


def power_made(
    metered: dict[str, pd.DataFrame],
    capacity: dict[str, pd.DataFrame],
    hours: dict[str, pd.DataFrame],
) -> pd.DataFrame:
    """Power made by source: {metered}, and capacity at the mean of two year-ends times hours of use.

    Args:
        metered: TWh of one year (one row), by source.
        capacity: GW at two year-ends (two rows), by source.
        hours: of one year (one row), same sources.

    Returns:
        TWh, index province, one column a source.
    """
    made = {source: table.iloc[0] for source, table in metered.items()}
    for source, table in capacity.items():
        made[source] = table.mean(skipna=False) * hours[source].iloc[0] / 1000
    return pd.DataFrame(made)


def bought(use: pd.DataFrame, made: pd.DataFrame) -> pd.Series:
    """Power used and not made in the province: {use} less {made}.

    Args:
        use: TWh, one row.
    """
    return power_bought(use.iloc[0], made)


def drawn_at(
    burnt: pd.DataFrame,
    dug: pd.DataFrame,
    power: pd.Series,
    factor: tuple[float, float],
    grid: float,
) -> dict[str, pd.DataFrame]:
    """Carbon drawn from elsewhere as coal and as power, at the low end, the middle and the high end of {factor}.

    Args:
        burnt, dug: one row, columns provinces; Mt of CO2, Mt of coal.
        power: TWh bought.

    Returns:
        By low, middle and high the table of `carbon_drawn`, for the provinces of `burnt`.
    """
    low, high = factor
    ends = {"low": low, "middle": (low + high) / 2, "high": high}
    return {
        name: carbon_drawn(coal_drawn(burnt.iloc[0], dug.iloc[0], at), power, grid)
        for name, at in ends.items()
    }


def coal_at(burnt: pd.DataFrame, dug: pd.DataFrame, factor: tuple[float, float]) -> dict[str, pd.DataFrame]:
    """Carbon in coal burnt beyond the province's own digging, at the low end, the middle and the high end of {factor}.

    Args:
        burnt, dug: as for `drawn_at`.

    Returns:
        By low, middle and high a table with the column coal, Mt of CO2, for the provinces of `burnt`.
    """
    low, high = factor
    ends = {"low": low, "middle": (low + high) / 2, "high": high}
    return {
        name: pd.DataFrame({"coal": coal_drawn(burnt.iloc[0], dug.iloc[0], at)}) for name, at in ends.items()
    }


def burners_of(drawn: dict[str, pd.DataFrame]) -> list[str]:
    """Provinces that burn more coal than they dig, at the middle factor: {drawn}."""
    coal = drawn["middle"]["coal"]
    return list(coal.index[coal > 0])


def number_of(burners: Sequence[str]) -> float:
    """How many provinces burn more coal than they dig, at the middle of the range of factors.

    Returns:
        NaN where nothing is known.
    """
    return len(burners) or float("nan")


def number_sure(drawn: dict[str, pd.DataFrame]) -> float:
    """How many provinces burn more coal than they dig at both ends of the range of factors.

    Returns:
        NaN where nothing is known.
    """
    sure = (pd.DataFrame({end: table["coal"] for end, table in drawn.items()}) > 0).all(axis=1)
    return int(sure.sum()) or float("nan")


def sale_against(power: pd.Series, province: str, reported: float) -> float:
    """What the balance gives as power sold by {province}, against {reported}: the difference in percent."""
    return 100 * (-float(power[province]) / reported - 1)


def coal_sent(
    burnt: pd.DataFrame, dug: pd.DataFrame, factor: tuple[float, float], province: str
) -> tuple[float, float]:
    """Coal that {province} digs beyond its own burning, which the balance takes for coal that leaves: over the
    range of factors.

    Returns:
        Mt.
    """
    ends = [float(dug[province].iloc[0]) - float(burnt[province].iloc[0]) / at for at in factor]
    return min(ends), max(ends)


def burns_most(burnt: pd.DataFrame, burners: Sequence[str], province: str) -> bool | None:
    """Of the provinces that burn more coal than they dig, {province} burns most."""
    known = burnt.iloc[0].reindex(list(burners))
    return None if known.empty or known.isna().any() else known.idxmax() == province
