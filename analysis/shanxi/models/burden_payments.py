"""What shares of a fund come to in money: by payer, by head, by tonne and by job; and what the explorer computes with.

Belongs here: payments, levies, and the tables that a reader can set otherwise. Does not: the shares
(`burden_sharing.py`).
"""

from collections.abc import Mapping, Sequence

import pandas as pd

from shanxi.models import burden_sharing as sharing


def payment(share: tuple[float, float], fund: float) -> tuple[float, float]:
    """{share} of {fund}."""
    return share[0] * fund / 100, share[1] * fund / 100


def per_head(one_rule: pd.Series, people: pd.DataFrame, party: str, fund: float) -> float:
    """What {party} would pay a head by sharing.capability: its share of {fund} over its people.

    Args:
        people: million; fund: billion yuan a year.

    Returns:
        Yuan a head a year.
    """
    return float(1000 * fund * one_rule[party] / people.iloc[0][party])


def levy_raised(levy: float, coal: float, power: float, equivalent: float, sent: float) -> float:
    """{levy} on {coal} and on coal burnt for {power}; coal for a kilowatt-hour is {equivalent} over {sent}.

    Returns:
        Billion yuan a year.
    """
    return sharing.levy_revenue(levy, coal, power, equivalent / sent)


def premium(energy: float, price: float) -> float:
    """{energy} times {price}.

    Args:
        energy: TWh; price: yuan a certificate, which stands for a megawatt-hour.

    Returns:
        Billion yuan.
    """
    return energy * price / 1000


def of_all(fund: float, parts: Sequence[float]) -> float:
    """{fund} over the sum of {parts}, in percent."""
    return 100 * fund / sum(parts)


def of_revenue(by_rule: pd.DataFrame, fund: float, revenue: Mapping[str, float]) -> pd.DataFrame:
    """What each would pay of {fund} under each rule, over its budget revenue, in percent."""
    return (100 * fund * by_rule).div(pd.Series(dict(revenue), dtype=float), axis=0)


def worst_part(parts: pd.DataFrame) -> float:
    """The greatest part of its budget revenue that any of them would pay under any rule, in percent."""
    return float(parts.max(skipna=False).max(skipna=False))


# -- what the explorer computes with


def payers(found: pd.DataFrame, named: Sequence[str]) -> list[str]:
    """Provinces that may take part: those that burn more coal than they dig, greatest median share first, and
    {named}."""
    return list(dict.fromkeys([*found.median().sort_values(ascending=False).index, *named]))


def of_each(table: pd.DataFrame, parties: Sequence[str]) -> pd.Series:
    """{table}, of each party."""
    return table.iloc[0].reindex(list(parties))


def income_of_each(gdp: pd.DataFrame, people: pd.DataFrame, parties: Sequence[str]) -> pd.Series:
    """{gdp} over {people}, of each party."""
    return (gdp.iloc[0] / people.iloc[0]).reindex(list(parties))


def median_income(gdp: pd.DataFrame, people: pd.DataFrame) -> float:
    """GDP per head of the median province."""
    return float((gdp.iloc[0] / people.iloc[0]).median(skipna=False))


def emitted(emissions: pd.DataFrame, first_year: int, parties: Sequence[str]) -> pd.Series:
    """{emissions}, added up from {first_year}."""
    return sharing.responsibility(emissions, first_year).reindex(list(parties))


def drawn_by_each(drawn: Mapping[str, pd.DataFrame], parties: Sequence[str]) -> pd.Series:
    """Carbon drawn from elsewhere by each party, at the middle factor."""
    return drawn["middle"]["total"].reindex(list(parties))
