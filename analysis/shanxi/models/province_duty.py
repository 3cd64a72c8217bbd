"""What one province would owe if it paid into the fund of the cooperation chapter, by each of its rules.

Belongs here: who takes part, the place's shares and ranks. Does not: the rules (`burden_sharing.py`), the balance that
says who burns more coal than it digs (`dependence.py`).

The parties are the net burners of coal, and the place itself where it is none, so that every place can be asked what it
would owe.
"""

import math
from collections.abc import Mapping, Sequence

import pandas as pd

from shanxi.models import burden_sharing as sharing


def parties(burners: Sequence[str], place: str) -> list[str]:
    """Those who pay: the provinces that burn more coal than they dig, and {place}."""
    return list(dict.fromkeys([*burners, place]))


def by_responsibility(emissions: pd.DataFrame, first_year: int, payers: Sequence[str]) -> pd.Series:
    """Each payer's part of all CO2 that the payers emitted since {first_year}.

    Returns:
        Not known (NaN) for all where the inventory leaves one of them out.
    """
    return shares_of(sharing.responsibility(emissions.reindex(columns=list(payers)), first_year))


def shares_of(indicator: pd.Series) -> pd.Series:
    """Parts of a whole; all NaN where one is not known."""
    return sharing.shares(indicator) if indicator.notna().all() else indicator * math.nan


def by_benefit(drawn: Mapping[str, pd.DataFrame], payers: Sequence[str]) -> pd.Series:
    """Each payer's part of all carbon that the payers drew from elsewhere, at the middle factor."""
    return shares_of(drawn["middle"]["total"].reindex(list(payers)))


def rank_in(one_rule: pd.Series, place: str) -> float:
    """The rank of {place} among those who pay, the greatest share first: {one_rule}"""
    share = float(one_rule.get(place, math.nan))
    return math.nan if math.isnan(share) else float((one_rule > share).sum() + 1)


def position(by_rule: pd.DataFrame, people: pd.DataFrame, place: str, fund: float) -> pd.DataFrame:
    """What {place} would owe of {fund} by each rule.

    Args:
        by_rule: parts of 1, index party, a column a rule; people: million, one row; fund: billion yuan a year.

    Returns:
        Index rule; columns share (percent), rank, payment (billion yuan a year), head (yuan a head a year).
    """
    share = by_rule.loc[place]
    return pd.DataFrame(
        {
            "share": 100 * share,
            "rank": [rank_in(by_rule[rule], place) for rule in by_rule.columns],
            "payment": fund * share,
            "head": 1000 * fund * share / float(people.iloc[-1][place]),
        }
    )


def number_of(payers: Sequence[str]) -> int:
    """How many would pay."""
    return len(payers)


def burns_more(drawn: Mapping[str, pd.DataFrame], place: str) -> bool | None:
    """{place} burns more coal than it digs, at the middle factor."""
    drawn_there = float(drawn["middle"]["coal"].get(place, math.nan))
    return None if math.isnan(drawn_there) else drawn_there > 0


def either_factor(drawn: Mapping[str, pd.DataFrame], place: str) -> bool | None:
    """Whether {place} burns more coal than it digs is the same at both ends of the range of factors."""
    ends = [float(drawn[end]["coal"].get(place, math.nan)) for end in ("low", "high")]
    return None if any(map(math.isnan, ends)) else (ends[0] > 0) == (ends[1] > 0)


def asks_most(by_rule: pd.DataFrame, place: str, rules: Sequence[str]) -> bool | None:
    """Of the rules, {rules} ask most of {place}."""
    share = by_rule.loc[place]
    return None if share.isna().any() else bool(share.idxmax() in rules)
