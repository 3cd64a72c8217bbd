"""What the transition would cost Shanxi, as far as sources allow: ranges, not estimates.

Belongs here: interval arithmetic on published inputs and stated parameters. Does not: who pays
(`burden_sharing.py`). Investment in new industry is not here: no source in the evidence says what it needs.

The ends of a range combine all low inputs and all high inputs. It is wider than any probable interval, and
it is no probability: the inputs come from different methods and nobody knows how they go together.
"""

from dataclasses import dataclass
from typing import NamedTuple


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


@dataclass(frozen=True)
class Burden:
    """Yearly cost over the horizon, billion yuan a year."""

    workers: Range
    budget: Range

    @property
    def total(self) -> Range:
        """Workers and budget together."""
        return self.workers.plus(self.budget)


def workers_a_year(jobs: Range, per_worker: Range, years: float) -> Range:
    """Support for workers who lose their jobs, spread evenly: jobs · yuan a worker / years, billion yuan a
    year."""
    return jobs.times(per_worker).times(1e-9 / years)


def budget_loss(tax: float, coal_share: Range, decline: Range) -> Range:
    """Tax lost each year once coal revenue has fallen: tax · coal's share · decline, billion yuan a year.

    Args:
        tax: the province's tax revenue, billion yuan a year.
        coal_share: part of it that coal pays, 0 to 1.
        decline: part of coal's tax that is gone, 0 to 1.
    """
    return coal_share.times(decline).times(tax)


def burden(
    jobs: Range, per_worker: Range, years: float, tax: float, coal_share: Range, decline: Range
) -> Burden:
    """The yearly burden on average over the horizon.

    Coal revenue is taken to fall in a straight line to `decline` at the end of the horizon, so the mean loss
    is half of the last year's. Arguments as above.
    """
    return Burden(
        workers=workers_a_year(jobs, per_worker, years),
        budget=budget_loss(tax, coal_share, decline).times(0.5),
    )
