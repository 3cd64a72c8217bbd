"""Choosing published figures by their dates and by whether they are public yet, never by their values.

Belongs here: which two figures a pace runs between. Does not: the latest figure (`latest.py`), computing with them.
"""

from collections.abc import Mapping, Sequence

from evident.evidence.tables import Observation
from evident.export.verdicts import NEAR, YEARS, years_between


def apart(figures: Sequence[Observation], years: float = YEARS) -> list[Observation]:
    """The two figures between which a pace is measured: the latest, and the last one that is `years` older.

    Where none is so old it is the first on record, as the rule of verdicts has it; figures that lie closer are often of
    two agencies, and their difference says nothing of growth.

    Args:
        figures: in ascending order of their periods, those not yet public among them (`known=False`).
        years: between the two.

    Returns:
        The earlier and the later; the same figure twice where only one is public.

    Raises:
        ValueError: there is none at all.
    """
    if not figures:
        raise ValueError("no figure to choose from")
    last = next((figure for figure in reversed(figures) if figure.known), figures[0])
    older = [figure for figure in figures if figure.known and figure.end < last.end]
    wanted = (f for f in reversed(older) if years_between(f.end, last.end) >= years - NEAR)
    return [next(wanted, older[0] if older else last), last]


def planned(plans: Mapping[int, float], year: int) -> float:
    """The plan for {year}.

    Raises:
        ValueError: none was published.
    """
    if year not in plans:
        raise ValueError(f"no plan for {year} was published")
    return plans[year]
