"""What others paid or promised, put on one scale: a year, or a job.

Belongs here: sums over years and jobs, and the search for money that Shanxi got. Does not: who should pay what
(`burden_sharing.py`).
"""

from collections.abc import Sequence

from evident.evidence.tables import Evidence, Observation
from evident.export.verdicts import CANNOT_BE_TOLD, Verdict

# Indicators of money that one province gives another.
MONEY = ("paired_assistance_funds", "paired_assistance_plan", "east_west_funds", "eco_compensation")


def years_in(figure: Observation) -> float:
    """Length of an observation's period in years."""
    return figure.end.year - int(figure.period[:4]) + figure.end.month / 12


def a_year(figure: Observation) -> float:
    """{figure}, over the years of its period."""
    return figure.value / years_in(figure)


def yearly_span(figures: Sequence[Observation]) -> tuple[float, float]:
    """Each of {figures} over the years of its period: the least and the most."""
    ends = [a_year(figure) for figure in figures]
    return min(ends), max(ends)


def a_year_either_way(figure: Observation) -> tuple[float, float]:
    """{figure}, over the years of its period, its first year counted and not counted."""
    years = years_in(figure)
    return figure.value / years, figure.value / (years - 1)


def a_job(money: float, jobs: float) -> float:
    """{money} over {jobs}.

    Args:
        money: billion.

    Returns:
        Thousand a job.
    """
    return 1e6 * money / jobs


def change_a_year(first: Observation, last: Observation) -> float:
    """The change from {first} to {last}, over the years between."""
    return (last.value - first.value) / max(last.end.year - first.end.year, 1)


def span_of(first: Observation, last: Observation) -> str:
    """The years from {first} to {last}."""
    return f"{first.end.year}–{last.end.year}"


def without_target(latest: float) -> Verdict:
    """Verdict: no target for {latest} is in the evidence, so it cannot be told."""
    return CANNOT_BE_TOLD


def money_given(evidence: Evidence) -> list[Observation]:
    """Every figure of money that one province gave or promised another, paid or planned, of whatever quality."""
    every = ("good", "doubtful", "conflict", "damaged_text")
    return [row for name in MONEY for row in evidence.select(name, status=None, quality=every)]


def money_to(given: Sequence[Observation], place: str) -> int:
    """How many of the figures of money from province to province are money to {place}."""
    return sum(figure.place.endswith(f" to {place}") for figure in given)


def money_verdict(found: int) -> Verdict:
    """Verdict: the evidence has no target for money from other provinces ({found}), so it cannot be told."""
    return CANNOT_BE_TOLD
