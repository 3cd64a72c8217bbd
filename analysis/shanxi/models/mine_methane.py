"""What the methane that coal mines let out amounts to, and what catching it would spare.

Belongs here: methane into carbon dioxide by a stated warming potential, gas volumes into mass, what burning spares.
Does not: estimates of the emission (they are evidence, made by others), coalbed methane as a source of energy.

Two facts carry the module. A tonne of methane warms as much as `gwp` tonnes of carbon dioxide, over a span that goes
with the value; the value is a parameter. A tonne of methane that is burnt becomes 44/16 tonnes of carbon dioxide, the
ratio of the two molecular masses, so burning spares the difference.
"""

import math
from collections.abc import Sequence

from evident.export.comparisons import tells

DENSITY = 0.67  # kg/m³ at 20 °C and one atmosphere: IPCC 2006 guidelines, volume 2, chapter 4
BURNT = 44 / 16  # tonnes of carbon dioxide from a tonne of methane


def spread(estimate: float, error: float) -> tuple[float, float]:
    """{estimate}, less and more by {error}."""
    return estimate - error, estimate + error


def beyond_inventory(carbon_dioxide: float, missing: float) -> float:
    """{carbon_dioxide}, if this part of it is missing from the inventory, in percent: {missing}."""
    return carbon_dioxide * (1 + missing / 100)


def equivalent(methane: float, gwp: float) -> float:
    """{methane}, each tonne taken as {gwp} tonnes of carbon dioxide.

    Args:
        methane: Mt.

    Returns:
        Mt of carbon dioxide.
    """
    return methane * gwp


def equivalent_range(methane: tuple[float, float], gwp: float) -> tuple[float, float]:
    """{methane}, each tonne taken as {gwp} tonnes of carbon dioxide."""
    low, high = methane
    return low * gwp, high * gwp


def beside(methane: tuple[float, float], gwp: float, carbon_dioxide: float) -> tuple[float, float]:
    """{methane}, each tonne taken as {gwp} tonnes of carbon dioxide, in percent of {carbon_dioxide}."""
    low, high = equivalent_range(methane, gwp)
    return 100 * low / carbon_dioxide, 100 * high / carbon_dioxide


def a_tonne(methane: float, coal: float) -> float:
    """{methane} over {coal}, in kilograms of methane a tonne of coal.

    Args:
        methane, coal: Mt of the same year.
    """
    return 1000 * methane / coal


def mass(volume: float) -> float:
    """{volume} as methane at 0.67 kg a cubic metre, in million tonnes.

    Args:
        volume: billion cubic metres; what else the gas holds is left out of account.
    """
    return volume * DENSITY


def spared(gwp: float) -> float:
    """What burning a tonne of methane spares: {gwp} tonnes of carbon dioxide, less 44/16 that burning makes."""
    return gwp - BURNT


def spared_by(methane: float, percent: float, gwp: float) -> float:
    """What is spared if {percent} percent of {methane} is caught and burnt, each tonne of it taken as {gwp} tonnes of
    carbon dioxide before and as 44/16 tonnes after, in Mt of carbon dioxide.
    """
    return methane * percent / 100 * spared(gwp)


def worth(gwp: float, price: float) -> float:
    """What burning a tonne of methane spares, at {gwp} tonnes of carbon dioxide a tonne, times {price}.

    Args:
        price: yuan a tonne of carbon dioxide.

    Returns:
        Yuan a tonne of methane.
    """
    return spared(gwp) * price


@tells
def above_error(second: float, estimate: float, error: float) -> bool:
    """{second} is more than {estimate} and its error of {error} together."""
    return second > estimate + error


@tells
def above_at_twice(estimate: float, error: float, gwp: float, carbon_dioxide: float) -> bool:
    """{estimate}, less twice its error of {error}, taken as {gwp} tonnes of carbon dioxide a tonne, is more than
    {carbon_dioxide}.
    """
    return equivalent(estimate - 2 * error, gwp) > carbon_dioxide


@tells
def parts_below(parts: Sequence[float], whole: tuple[float, float]) -> bool:
    """The sum of {parts} is below the low end of {whole}."""
    total = sum(parts)
    return not math.isnan(total) and total < whole[0]
