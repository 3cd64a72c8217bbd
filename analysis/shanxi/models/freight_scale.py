"""Is it much? Freight and trade set against something that the reader knows.

Belongs here: shares, and how long another flow takes to move the same weight. Does not: the pace of trains
(`freight_pace.py`) or growth (`pace.py`).
"""

HOURS_A_YEAR = 365.25 * 24


def share_of(part: float, whole: float) -> float:
    """`part` in percent of `whole`; NaN where either is not known.

    Raises:
        ValueError: the whole is 0 or less.
    """
    if whole <= 0:
        raise ValueError(f"no share of a whole of {whole:g}")
    return 100 * part / whole


def hours_of_flow(weight: float, flow: float) -> float:
    """In how many hours a flow moves a weight.

    Args:
        weight: in t.
        flow: in Mt a year.

    Raises:
        ValueError: nothing flows.
    """
    if flow <= 0:
        raise ValueError(f"a flow of {flow:g} Mt a year moves nothing")
    return weight / (flow * 1e6) * HOURS_A_YEAR
