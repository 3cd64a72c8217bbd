"""What the transition would cost Shanxi, as far as sources allow: ranges, not estimates.

Belongs here: interval arithmetic on published inputs and stated parameters. Does not: who pays
(`burden_sharing.py`). Investment in new industry is not here: no source in the evidence says what it needs.

The ends of a range combine all low inputs and all high inputs. It is wider than any probable interval, and
it is no probability: the inputs come from different methods and nobody knows how they go together. A part of a
whole takes all corners too: least of the part with most of the rest, and the other way round.
"""

from collections.abc import Sequence
from typing import NamedTuple

from evident.evidence.tables import Observation


class Range(NamedTuple):
    """Two ends of what may be, in one unit."""

    low: float
    high: float

    def times(self, other: "Range | float") -> "Range":
        """Product, end by end; both ranges must not be negative."""
        factor = other if isinstance(other, Range) else Range(other, other)
        return Range(self.low * factor.low, self.high * factor.high)

    def plus(self, other: "Range") -> "Range":
        """Sum, end by end."""
        return Range(self.low + other.low, self.high + other.high)


def span(*values: float) -> Range:
    """The range from the least to the greatest of several published figures; NaN (not known) is left out."""
    known = [value for value in values if value == value]
    return Range(min(known), max(known)) if known else Range(float("nan"), float("nan"))


def support_a_year(jobs: Range, per_worker: Range, years: float) -> Range:
    """Support for workers who lose their jobs, spread evenly over the years of the forecast: jobs · yuan a worker /
    years, billion yuan a year."""
    return jobs.times(per_worker).times(1e-9 / years)


def budget_loss(tax: float, coal_share: Range, decline: Range) -> Range:
    """Tax lost each year once coal revenue has fallen: tax · coal's share · decline, billion yuan a year.

    Args:
        tax: the province's tax revenue, billion yuan a year.
        coal_share: part of it that coal pays, 0 to 1.
        decline: part of coal's tax that is gone, 0 to 1.
    """
    return coal_share.times(decline).times(tax)


def corners(part: Range, rest: Range) -> Range:
    """The least and the greatest part of a whole in percent: each end of the part with the opposite end of the
    rest."""
    return Range(
        100 * part.low / (part.low + rest.high),
        100 * part.high / (part.high + rest.low),
    )


# -- what the notebook calls: ranges arrive and leave as pairs


def years_of(forecast: Observation) -> int:
    """Years over which a forecast lets jobs go: from the year it starts in to the year it ends in."""
    return forecast.end.year - int(forecast.period[:4])


def support_by_forecast(
    forecasts: Sequence[Observation], support: tuple[float, float]
) -> list[tuple[float, float]]:
    """Jobs of each of {forecasts}, times {support}, spread evenly over its own years.

    Args:
        forecasts: persons; support: thousand yuan a worker.

    Returns:
        Billion yuan a year, least and most, in the order given.
    """
    found = []
    for forecast in forecasts:
        most = forecast.value_high if forecast.bound == "range" else forecast.value
        jobs = Range(forecast.value, most)
        low, high = support_a_year(jobs, Range(*support).times(1e3), years_of(forecast))
        found.append((low, high))
    return found


def both_ends(value: float) -> tuple[float, float]:
    """{value}, as a range of no width."""
    return value, value


def widest(ranges: Sequence[tuple[float, float]]) -> tuple[float, float]:
    """From the least to the greatest of these: {ranges}"""
    return span(*(end for pair in ranges for end in pair))


def jobs_a_year(forecasts: Sequence[Observation]) -> tuple[float, float]:
    """Jobs of each of {forecasts} over its own years: the least and the most, in thousands a year."""
    return span(*(1e-3 * forecast.value / years_of(forecast) for forecast in forecasts))


def tax_by_parts(revenue: float, parts: Sequence[float]) -> tuple[float, float]:
    """An estimate of ours: {revenue} times the part that tax was of it at other times, {parts}.

    Args:
        parts: percent.
    """
    return span(*(revenue * part / 100 for part in parts))


def support_a_worker(money: Sequence[float], workers: Sequence[float]) -> tuple[float, float]:
    """Central money for coal and steel over the workers placed with it, in the year with the least and with the
    most a worker: {money} over {workers}.

    Args:
        money: billion yuan, one a year; workers: people, in the same order.

    Returns:
        Thousand yuan a worker.
    """
    return span(*(1e6 * spent / people for spent, people in zip(money, workers, strict=True)))


def raised(support: tuple[float, float], times: float) -> tuple[float, float]:
    """{support}, times this: {times}."""
    return support[0] * times, support[1] * times


def apart(parts: Sequence[float]) -> float:
    """How far the least of {parts} lies under the greatest, in percent of the greatest."""
    return 100 * (1 - min(parts) / max(parts))


def last_loss(
    tax: tuple[float, float], parts: Sequence[float], decline: tuple[float, float]
) -> tuple[float, float]:
    """{tax} times {parts}, times {decline}: what is lost each year once all of it is gone.

    Args:
        parts: percent of the tax that coal pays; decline: percent of that gone.
    """
    part = span(*parts).times(1e-2)
    falls = Range(*decline).times(1e-2)
    return budget_loss(tax[0], part, falls).low, budget_loss(tax[1], part, falls).high


def mean_loss(last: tuple[float, float]) -> tuple[float, float]:
    """Half of the loss in the last year, which is the mean of a straight fall."""
    return last[0] / 2, last[1] / 2


def together(first: tuple[float, float], second: tuple[float, float]) -> tuple[float, float]:
    """{first} and {second} together, low ends and high ends."""
    return first[0] + second[0], first[1] + second[1]


def part_of_both(part: tuple[float, float], rest: tuple[float, float]) -> tuple[float, float]:
    """The part of {part} in it and {rest} together, in percent: each end of the one with the opposite end of
    the other."""
    return corners(Range(*part), Range(*rest))
