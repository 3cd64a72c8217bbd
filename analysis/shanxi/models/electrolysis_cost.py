"""What a kilogram of hydrogen from water costs, by the hours in which the plant runs.

Belongs here: the yearly cost of a plant, its hours, the two parts of a kilogram's cost, what is left to pay the grid
with, and the hours that a published cost implies. Does not: how much electricity a kilogram takes
(`hydrogen_balance.py`), prices of power, what any rival route costs (both are evidence).

A kilogram costs its electricity, and its part of a plant that has to be paid whether it runs or not:

    power      = price × electricity a kilogram
    equipment  = electricity a kilogram ÷ hours a year × cost of a kW × (annuity + upkeep)

A plant of one kW takes as many kWh a year as it has hours, so electricity a kilogram over hours is the plant, in kW,
that makes a kilogram a year. This is the usual levelised cost with equal yearly output; replaced stacks are in upkeep.
Water, land, staff, storage, taxes and what the grid takes for its wires are not in it.

NaN (a figure not yet public) passes through to the result.
"""

from collections.abc import Sequence

import numpy as np

from evident.evidence.tables import Observation
from evident.export.origins import modelled
from shanxi.models.uncertain import Draws, Range, ends

DAYS = 365


@modelled
def plant_cost(
    seed: int, draws: int, price: Observation, installation: float, connection: float, fallen: float = 0.0
) -> Draws:
    """{price}, fallen by {fallen} percent, raised by {installation} and then by a factor of up to {connection}.

    Drawn evenly, since nothing published favours a middle. The factor stands for what the breakdown leaves out.

    Args:
        seed: of all draws of the notebook.
        draws: how many.
        price: of the equipment, CNY/kW, least and most.
        installation: percent of the cost that is not equipment.
        connection: factor, at least 1; drawn evenly from 1 to it.
        fallen: percent by which equipment has become cheaper than the price.

    Returns:
        CNY/kW, shape (draws,).

    Raises:
        ValueError: a connection that makes the plant cheaper.
    """
    if connection < 1:
        raise ValueError(f"what is left out cannot make a plant cheaper: a factor of {connection}")
    rng = np.random.default_rng([seed, 4])
    equipment = (1 - fallen / 100) * _evenly(rng, ends(price), draws)
    return equipment / (1 - installation / 100) * _evenly(rng, (1, connection), draws)


@modelled
def yearly_rate(
    seed: int, draws: int, interest: Sequence[float], life: float, upkeep: Sequence[float]
) -> Draws:
    """The annuity at {interest}, over {life}, and {upkeep}.

    Args:
        seed: of all draws of the notebook.
        draws: how many.
        interest: percent a year, low end and high end, drawn evenly.
        life: years in which the plant is paid off.
        upkeep: percent of the cost a year, low end and high end, drawn evenly.

    Returns:
        Fraction a year, shape (draws,).

    Raises:
        ValueError: a rate of nothing or less, or no life.
    """
    if interest[0] <= 0 or life <= 0:
        raise ValueError("an annuity needs a rate above nothing and a life")
    rng = np.random.default_rng([seed, 5])
    rate = _evenly(rng, interest, draws) / 100
    return rate / (1 - (1 + rate) ** -life) + _evenly(rng, upkeep, draws) / 100


def mean_price(prices: Sequence[float]) -> float:
    """The mean of {prices}, each month alike."""
    return sum(prices) / len(prices)


def hours_a_year(hours_a_day: float, running: float) -> float:
    """{hours_a_day}, times the days of a year, times {running}."""
    return hours_a_day * DAYS * running


def power_part(consumption: Draws, price: float) -> Draws:
    """{consumption} at {price}, draw by draw.

    CNY/kg from kWh/kg and CNY/MWh.
    """
    return consumption * price / 1000


def equipment_part(consumption: Draws, hours: float, cost: Draws, rate: Draws) -> Draws:
    """{consumption} over {hours}, times {cost}, times {rate}, draw by draw.

    CNY/kg from kWh/kg, hours a year, CNY/kW and a fraction a year.
    """
    return consumption / hours * cost * rate


def even_cost(price: float, hours: float, rate: Draws) -> Draws:
    """{price} times {hours}, over {rate}: where plant and power cost the same.

    CNY/kW from CNY/MWh, hours a year and a fraction a year.
    """
    return price / 1000 * hours / rate


def together(power: Draws, equipment: Draws) -> Draws:
    """{power} and {equipment}, draw by draw.

    CNY/kg.
    """
    return power + equipment


def by_mass(cost: Sequence[float], volume: float) -> Range:
    """The lowest and the highest of {cost}, at {volume}.

    CNY/kg from CNY/m³ and m³/kg.
    """
    return min(cost) * volume, max(cost) * volume


def room(rival: float, cost: Draws, consumption: Draws) -> Draws:
    """What is left of {rival} after {cost}, over {consumption}.

    That much could be paid for wires and taxes; below nothing where the rival is cheaper. CNY/MWh from CNY/kg and
    kWh/kg.
    """
    return (rival - cost) / consumption * 1000


def upper(cost: Range) -> float:
    """The upper end of {cost}."""
    return cost[1]


def hours_implied(published: float, price: float, consumption: float, cost: Draws, rate: Draws) -> Draws:
    """Hours at which {cost}, with {rate} and {consumption} at {price}, come to {published}.

    Args:
        published: CNY/kg.
        price: CNY/MWh.
        consumption: kWh/kg.
        cost, rate: as for `equipment_part`.

    Raises:
        ValueError: the power alone costs as much.
    """
    rest = published - price * consumption / 1000
    if rest <= 0:
        raise ValueError("the power alone costs as much as is published")
    return consumption * cost * rate / rest


def _evenly(rng: np.random.Generator, between: Sequence[float], draws: int) -> Draws:
    """Draws between two ends; NaN where an end is not known, which the generator's own `uniform` refuses."""
    low, high = between
    return low + (high - low) * rng.random(draws)
