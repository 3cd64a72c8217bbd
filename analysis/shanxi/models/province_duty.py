"""What one province would owe if it paid into the fund of the cooperation chapter, by each of its rules.

Belongs here: on which side of the coal a place is, who takes part, its shares and ranks.
Does not: the rules (`burden_sharing.py`), the balance that says who burns more coal than it digs (`dependence.py`).

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


def sure_burners(drawn: Mapping[str, pd.DataFrame]) -> list[str]:
    """Provinces that burn more coal than they dig at both ends of the range of factors: {drawn}."""
    return [str(name) for name in drawn["middle"].index if burns_more(drawn, str(name))]


def side_by_side(**rules: pd.Series) -> pd.DataFrame:
    """The shares by each rule, a column a rule."""
    return pd.DataFrame(rules)


def rank_in(one_rule: pd.Series, place: str) -> float:
    """The rank of {place} among those who pay, the greatest share first: {one_rule}

    Returns:
        NaN where the share is not known or nothing: who owes nothing stands in no row of payers.
    """
    share = float(one_rule.get(place, math.nan))
    return float((one_rule > share).sum() + 1) if share > 0 else math.nan


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
    """{place} burns more coal than it digs, at both ends of the range of factors for a tonne of coal."""
    ends = _ends(drawn, place)
    return None if ends is None else min(ends) > 0


def digs_more(drawn: Mapping[str, pd.DataFrame], place: str) -> bool | None:
    """{place} digs more coal than it burns, at both ends of the range of factors for a tonne of coal."""
    ends = _ends(drawn, place)
    return None if ends is None else max(ends) < 0


def either_side(drawn: Mapping[str, pd.DataFrame], place: str) -> bool | None:
    """Whether {place} burns more coal than it digs or digs more hangs on the factor for a tonne of coal."""
    ends = _ends(drawn, place)
    return None if ends is None else min(ends) <= 0 <= max(ends)


def _ends(drawn: Mapping[str, pd.DataFrame], place: str) -> tuple[float, float] | None:
    """The coal burnt beyond what is dug at the low and at the high factor; None where it is not known."""
    low, high = (float(drawn[end]["coal"].get(place, math.nan)) for end in ("low", "high"))
    return None if math.isnan(low) or math.isnan(high) else (low, high)


def asks_most(by_rule: pd.DataFrame, place: str, rules: Sequence[str]) -> bool | None:
    """Of the three rules, the one that asks most of {place} is this: {rules}."""
    share = by_rule.loc[place]
    return None if share.isna().any() else bool(share.idxmax() in rules)
