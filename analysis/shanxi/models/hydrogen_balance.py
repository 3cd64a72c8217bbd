"""How much hydrogen there can be, what making it from water would take, and what each route emits.

Belongs here: balances of mass, energy, money and CO2 for hydrogen. Does not: vehicles and their targets
(`hydrogen_fleet.py`), how much a power fleet gives (`power_mix.py`).

Units throughout: hydrogen in Mt, gas in billion cubic metres (bcm) or m³ at 0 °C and one atmosphere, energy
in TWh, electrolysis in kWh/kg, capacity in GW, CO2 in kg per kg of hydrogen unless a line says otherwise. The
prefixes are chosen so that they cancel: Mt × kWh/kg = TWh, bcm / (m³/kg) = Mt, billion yuan / Mt = yuan/kg,
Mt × kg/kg = Mt of CO2. NaN (a figure not yet public) passes through to the result.
"""

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Draws = NDArray[np.float64]

MJ_PER_KWH = 3.6


def mass(volume: float, specific_volume: float) -> float:
    """Mt of a gas from its volume in bcm and the volume of a kilogram in m³."""
    return volume / specific_volume


def in_coke_oven_gas(coke: float, gas_yield: float, hydrogen_share: float, specific_volume: float) -> float:
    """Hydrogen contained in all gas of the ovens, Mt: an upper bound, since part of the gas heats the ovens.

    Args:
        coke: Mt.
        gas_yield: m³ of gas per tonne of coke.
        hydrogen_share: percent by volume.
        specific_volume: of hydrogen, m³/kg.
    """
    return mass(coke * gas_yield / 1000 * hydrogen_share / 100, specific_volume)


def price(revenue: float, sold: float) -> float:
    """Yuan per kg that `revenue` (billion yuan) implies if `sold` Mt brought it in; NaN for nothing sold."""
    return revenue / sold if sold else math.nan


def coal_heat_co2(heating_value: float, coal_factor: float) -> float:
    """CO2 of coal that holds as much heat as a kilogram of hydrogen, kg/kg.

    No plant that takes all its energy from coal and captures nothing can make hydrogen with less: its coal
    would hold less energy than its product. The same number is the most that hydrogen can save where it
    replaces coal as heat.

    Args:
        heating_value: lower heating value of hydrogen, kWh/kg.
        coal_factor: t CO2/TJ, net calorific value.
    """
    return heating_value * MJ_PER_KWH * coal_factor / 1000


def electricity(hydrogen: float | Draws, consumption: float | Draws) -> float | Draws:
    """TWh to make `hydrogen` Mt at `consumption` kWh/kg."""
    return hydrogen * consumption


def hydrogen_from(energy: float, consumption: float) -> float:
    """Mt of hydrogen that `energy` TWh makes at `consumption` kWh/kg."""
    return energy / consumption


def breakeven_factor(route: float, consumption: float) -> float:
    """kg CO2 per kWh of power at which electrolysis emits as much as another route of `route` kg/kg."""
    return route / consumption


def clean_share_needed(limit: float, grid_factor: float, consumption: float) -> float:
    """Percent of the power that must be free of CO2, the rest being grid average, for hydrogen of `limit`."""
    return max(0.0, 100 * (1 - limit / (grid_factor * consumption))) if math.isfinite(limit) else math.nan


def curtailed(used: float, utilisation: float) -> float:
    """TWh turned away, from what was used (TWh) and the share used of what could be made (percent)."""
    return used * (100 / utilisation - 1)


def consumption_draws(
    rng: np.random.Generator, draws: int, lowest: float, design: float, highest: float
) -> Draws:
    """Draws of the power an electrolysis plant takes, kWh/kg.

    Triangular, its peak at the design value; plants that do worse grow rarer from there.

    Args:
        rng: seeded generator.
        draws: how many.
        lowest: least that is published for whole plants.
        design: at which plants are planned.
        highest: most that is published.

    Returns:
        Shape (draws,); NaN if an end is NaN.
    """
    if not np.isfinite([lowest, design, highest]).all():
        return np.full(draws, np.nan)
    return rng.triangular(lowest, design, highest, draws)


def fleet_hours(
    rng: np.random.Generator, draws: int, wind: Sequence[float], solar: Sequence[float], solar_part: float
) -> Draws:
    """Draws of the hours a year that a mixed fleet runs at full load.

    Wind and sun each get the hours of a year on record: the spread is that of past weather and curtailment.

    Args:
        rng: seeded generator.
        draws: how many.
        wind: published hours of past years; NaN are left out, none left gives NaN.
        solar: the same for solar.
        solar_part: solar share of the capacity, 0 to 1.

    Returns:
        Shape (draws,).
    """
    picked = []
    for hours in (wind, solar):
        known = np.array([h for h in hours if not math.isnan(h)], dtype=float)
        picked.append(rng.choice(known, draws) if known.size else np.full(draws, np.nan))
    return (1 - solar_part) * picked[0] + solar_part * picked[1]


def capacity(energy: Draws, hours: Draws) -> Draws:
    """GW that give `energy` TWh in `hours` a year."""
    return energy * 1000 / hours


def outcome(printed: float, low: float, high: float) -> str:
    """What a test says of a printed figure: `holds` inside its bounds, else `too_low` or `too_high`.

    An infinite bound is no bound; `untested` if a number is missing.
    """
    if math.isnan(printed) or math.isnan(low) or math.isnan(high):
        return "untested"
    if printed < low:
        return "too_low"
    return "too_high" if printed > high else "holds"
