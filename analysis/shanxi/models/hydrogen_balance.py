"""How much hydrogen there can be, what making it from water would take, and what each route emits.

Belongs here: balances of mass, energy and CO2 for hydrogen. Does not: vehicles and their targets
(`hydrogen_fleet.py`), what it costs (`electrolysis_cost.py`), how much a power fleet gives (`power_mix.py`), ratios of
what is uncertain (`uncertain.py`).

Units throughout: hydrogen in Mt, gas in billion cubic metres (bcm) or m³ at 0 °C and one atmosphere, energy
in TWh, electrolysis in kWh/kg, capacity in GW, CO2 in kg per kg of hydrogen unless a line says otherwise. The
prefixes are chosen so that they cancel: Mt × kWh/kg = TWh, bcm / (m³/kg) = Mt, billion yuan / Mt = yuan/kg,
Mt × kg/kg = Mt of CO2. NaN (a figure not yet public) passes through to the result.
"""

import math
from collections.abc import Sequence

import numpy as np

from evident.evidence.tables import Observation
from evident.export.origins import Bounded, modelled
from shanxi.models.uncertain import Draws, Range, ends

MJ_PER_KWH = 3.6
# Ammonia is NH3: three atoms of hydrogen (1.008) for one of nitrogen (14.007), by weight.
HYDROGEN_PER_NITROGEN = 3 * 1.008 / 14.007
HYDROGEN_PER_METHANE = 4  # volumes, with steam
# What a test says of a printed claim; keys of the words `hydrogen.claims`.
HOLDS, TOO_HIGH, UNTESTED, ABSTRACT = "holds", "too_high", "untested", "abstract"


def mass(volume: float, specific_volume: float) -> float:
    """{volume}, turned into mass by {specific_volume}.

    Mt of a gas from its volume in bcm and the volume of a kilogram in m³.
    """
    return volume / specific_volume


def in_coke_oven_gas(coke: float, gas_yield: float, hydrogen_share: Range, specific_volume: float) -> Range:
    """All hydrogen in the gas that comes with {coke}: times {gas_yield}, times {hydrogen_share}, turned into mass.

    An upper bound on what can be had, since part of the gas heats the ovens.

    Args:
        coke: Mt.
        gas_yield: m³ of gas per tonne of coke.
        hydrogen_share: percent by volume, least and most.
        specific_volume: of hydrogen, m³/kg.
    """
    low, high = (mass(coke * gas_yield / 1000 * part / 100, specific_volume) for part in hydrogen_share)
    return low, high


def in_fertiliser(nitrogen: float) -> float:
    """Hydrogen that went into the ammonia of {nitrogen}.

    The least that chemistry allows: nothing is lost. Mt from Mt of nitrogen.
    """
    return nitrogen * HYDROGEN_PER_NITROGEN


def gas_and_fertiliser(gas: Range, fertiliser: float, apart: float) -> Range:
    """{gas} and {fertiliser}, together, counting no kilogram twice.

    Some ammonia may be made with coke-oven gas. In the low end only {apart} of the fertiliser counts beside the gas, in
    the high end all of it.

    Args:
        gas, fertiliser: Mt of hydrogen.
        apart: percent of the fertiliser that is made where there are hardly any coke ovens.
    """
    return gas[0] + fertiliser * apart / 100, gas[1] + fertiliser


def methane_to_fill(
    wanted: float, held: Range, coke: float, gas_yield: float, specific_volume: float
) -> Range:
    """Methane that would have to be turned to fill {wanted}, beside {held}; gas from {coke} at {gas_yield}.

    With steam a volume of methane gives four of hydrogen (CH₄ + 2 H₂O → CO₂ + 4 H₂) where nothing is lost. Turned
    into mass by {specific_volume}.

    Args:
        wanted: Mt of hydrogen.
        held: Mt of hydrogen that is free in the gas, least and most.
        coke: Mt.
        gas_yield: m³ of gas per tonne of coke.
        specific_volume: of hydrogen, m³/kg.

    Returns:
        Percent of the gas by volume, least and most; 0 where nothing is missing.
    """
    gas = coke * gas_yield / 1000
    most, least = (
        float(np.maximum(0.0, 100 * (wanted - free) * specific_volume / HYDROGEN_PER_METHANE / gas))
        for free in held
    )
    return least, most


def factor_needed(wanted: float, held: Range) -> float:
    """{wanted} over the upper end of this: {held}."""
    return wanted / held[1]


def coal_heat_co2(heating_value: float, coal_factor: float) -> float:
    """CO₂ of coal that holds as much heat as a kilogram of hydrogen: {heating_value} times {coal_factor}.

    No plant that takes all its energy from coal and captures nothing can make hydrogen with less: its coal
    would hold less energy than its product. The same number is the most that hydrogen can save where it
    replaces coal as heat; in a vehicle the comparison is with what drove it before.

    Args:
        heating_value: lower heating value of hydrogen, kWh/kg.
        coal_factor: t CO2/TJ, net calorific value.
    """
    return heating_value * MJ_PER_KWH * coal_factor / 1000


def from_heat_to_chain(heat: float, chain: Range) -> Range:
    """{heat} at least, the upper end of {chain} at most: between these lies the CO₂ that is of coal."""
    return heat, chain[1]


def coal_of(co2: Range, coal_factor: float, heat: float) -> Range:
    """Coal that gives {co2}, at {coal_factor} and {heat}.

    Kg of coal per kg of hydrogen from kg of CO2, t CO2/TJ and MJ/kg.
    """
    low, high = (each / (coal_factor / 1000 * heat) for each in co2)
    return low, high


def methane_rate(methane: Sequence[float], coal: Sequence[float]) -> Range:
    """The lowest and the highest of {methane}, each over the coal of its year: {coal}.

    Kg of methane per tonne of coal, from Mt and Mt.
    """
    rates = [gas / dug * 1000 for gas, dug in zip(methane, coal, strict=True)]
    return (math.nan, math.nan) if any(map(math.isnan, rates)) else (min(rates), max(rates))


def with_methane(co2: Range, coal: Range, rate: Range, warming: float) -> Range:
    """{co2}, with the methane of {coal} at {rate}, each kilogram of it counted as {warming} kg of CO₂.

    Low with low and high with high: more coal means more of both.

    Args:
        co2: kg CO2 per kg of hydrogen.
        coal: kg per kg of hydrogen.
        rate: kg of methane per tonne of coal.
        warming: kg CO2 per kg of methane.
    """
    low, high = (a + b * c / 1000 * warming for a, b, c in zip(co2, coal, rate, strict=True))
    return low, high


def electricity(hydrogen: float, consumption: float | Draws, percent: float = 100) -> float | Draws:
    """Electricity to make {percent} percent of {hydrogen} from water, at this electricity a kilogram: {consumption}.

    TWh from Mt and kWh/kg.
    """
    return percent / 100 * hydrogen * consumption


def hydrogen_from(energy: float | Draws, consumption: float | Draws) -> float | Draws:
    """Hydrogen from {energy}, at this electricity a kilogram: {consumption}.

    Mt from TWh and kWh/kg.
    """
    return energy / consumption


def hydrogen_of_plant(power: float, hours: Draws, consumption: Draws) -> Draws:
    """Hydrogen that {power} makes in a year, draw by draw of hours and of electricity a kilogram.

    Mt from GW, hours a year and kWh/kg.
    """
    return power * hours / 1000 / consumption


def clean_share_needed(limit: float | Draws, on_grid: float | Draws) -> float | Draws:
    """The percentage of power that must be free of CO₂ for {limit}, where all of it from the grid gives {on_grid}.

    Args:
        limit: kg CO2 per kg of hydrogen that may be emitted.
        on_grid: kg CO2 per kg of hydrogen with power of the grid alone.

    Returns:
        0 where the grid is clean enough.
    """
    return np.maximum(0.0, 100 * (1 - limit / on_grid))


def curtailed(used: float, ceiling: float) -> float:
    """Power that would be turned away, beside {used}, if losses stood at the ceiling: {ceiling}.

    Args:
        used: TWh.
        ceiling: percent of what could be made that may be turned away.
    """
    return used * (100 / (100 - ceiling) - 1)


@modelled
def consumption_draws(seed: int, draws: int, published: Observation, design: float) -> Draws:
    """Electricity a kilogram, drawn from a triangle between the ends of {published}, its peak at {design}.

    Plants that do worse than the design grow rarer towards the upper end.

    Args:
        seed: of all draws of the notebook.
        draws: how many.
        published: least and most that is published for whole plants, kWh/kg.
        design: at which plants are planned, kWh/kg.

    Returns:
        Shape (draws,); NaN if a figure is NaN.

    Raises:
        ValueError: the design does not lie within the range.
    """
    low, high = ends(published)
    if not np.isfinite([low, design, high]).all():
        return np.full(draws, np.nan)
    return np.random.default_rng(seed).triangular(low, design, high, draws)


@modelled
def fleet_hours(
    seed: int, draws: int, wind: Sequence[float], solar: Sequence[float], solar_percent: float
) -> Draws:
    """Hours a year at full load of a fleet with {solar_percent}, drawn from the past years of wind and of sun.

    Wind and sun each get the hours of a year on record: the spread is that of past weather and curtailment.

    Args:
        seed: of all draws of the notebook.
        draws: how many.
        wind: published hours of past years; NaN are left out, none left gives NaN.
        solar: the same for solar.
        solar_percent: solar in the capacity, percent.

    Returns:
        Shape (draws,).
    """
    rng = np.random.default_rng([seed, 1])
    picked = []
    for hours in (wind, solar):
        known = np.array([h for h in hours if not math.isnan(h)], dtype=float)
        picked.append(rng.choice(known, draws) if known.size else np.full(draws, np.nan))
    part = solar_percent / 100
    return (1 - part) * picked[0] + part * picked[1]


def capacity(energy: Draws, hours: float | Draws) -> Draws:
    """Capacity that gives this electricity at past hours, draw by draw: {energy}.

    GW from TWh and hours a year.
    """
    return energy * 1000 / hours


def not_above(printed: float, most: float | Range | Bounded) -> str:
    """Whether {printed} is at most {most}.

    Args:
        most: of a range its upper end counts, of a bound the number itself.

    Returns:
        A key of the words `hydrogen.claims`; `untested` where a number is missing.
    """
    top = most.value if isinstance(most, Bounded) else most[1] if isinstance(most, tuple) else most
    if math.isnan(printed) or math.isnan(top):
        return UNTESTED
    return TOO_HIGH if printed > top else HOLDS


def read_in_abstract(printed: Range, least: float) -> str:
    """{printed} lies below {least}, but was read in an abstract that does not say what co-products carry."""
    if math.isnan(printed[1]):
        return UNTESTED
    return ABSTRACT if printed[1] < least else HOLDS


def not_tested(printed: float) -> str:
    """A bound for {printed} would need the hydrogen made from coal, which no source gives."""
    return UNTESTED


def tested(outcomes: Sequence[str]) -> int:
    """How many of these claims could be set against a bound: {outcomes}."""
    return sum(found in (HOLDS, TOO_HIGH) for found in outcomes)


def failed(outcomes: Sequence[str]) -> int:
    """How many of these claims lie above their bound: {outcomes}."""
    return sum(found == TOO_HIGH for found in outcomes)


def all_pass(outcomes: Sequence[str]) -> bool | None:
    """Each of these claims lies within its bound: {outcomes}."""
    return None if UNTESTED in outcomes else all(found == HOLDS for found in outcomes)
