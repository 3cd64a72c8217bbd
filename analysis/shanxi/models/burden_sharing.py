"""Who would pay what: rules of effort sharing for a fund, their blends, and how far they agree.

Belongs here: closed formulas from indicator arrays, weights and a fund to shares and payments. Does not:
where the indicators come from (`dependence.py`, the panel), what the fund is needed for
(`transition_cost.py`).

The formulas are short on purpose, so that a reader can repeat them anywhere. With parties i = 1 … n and
rules r:

    x[equality, i]       = population[i]
    x[capability, i]     = population[i] · max(income per head[i] − threshold, 0)
    x[responsibility, i] = Σ over years ≥ first year of emissions[year, i]
    x[benefit, i]        = max(carbon drawn from elsewhere[i], 0)
    share[r, i]          = x[r, i] / Σ_j x[r, j]
    blend[i]             = Σ_r weight[r] · share[r, i] / Σ_r weight[r]
    payment[i]           = fund · blend[i]

Rules and their names follow the taxonomy of Höhne et al. (2014); capability above a threshold is that of the
Greenhouse Development Rights (Baer et al., 2008), taken at the mean income of a province because incomes
inside provinces are not in the evidence. A blend is a choice of values, not a neutral average (Dooley et
al., 2021), which is why every blend is drawn and not one.
"""

from collections.abc import Sequence

import numpy as np
import pandas as pd
from scipy.stats import kendalltau, spearmanr

RULES = ("equality", "capability", "responsibility", "benefit")


def shares(indicator: pd.Series) -> pd.Series:
    """Each party's part of an indicator: share[i] = max(x[i], 0) / Σ max(x, 0).

    Args:
        indicator: one value a party, any unit.

    Returns:
        Parts that add up to 1; all NaN where a value is unknown or nobody has anything, so that a share is
        never computed from half of the parties.
    """
    floor = indicator.clip(lower=0)
    total = floor.sum(skipna=False)
    return floor / total if total > 0 else floor * np.nan


def capability(population: pd.Series, income: pd.Series, threshold: float) -> pd.Series:
    """Income above a threshold: population · max(income per head − threshold, 0).

    Args:
        population: million.
        income: thousand yuan a head.
        threshold: in the unit of `income`.

    Returns:
        Billion yuan a year.
    """
    return population * (income - threshold).clip(lower=0)


def responsibility(emissions: pd.DataFrame, first_year: int) -> pd.Series:
    """Emissions added up from `first_year` to the last year of the table (index year, one column a party).

    Raises:
        ValueError: the table has no year from `first_year` on.
    """
    counted = emissions.loc[emissions.index >= first_year]
    if counted.empty:
        raise ValueError(f"no emissions from {first_year} on: the table ends in {emissions.index.max()}")
    return counted.sum(skipna=False)


def rule_shares(
    population: pd.Series,
    income: pd.Series,
    threshold: float,
    emissions: pd.DataFrame,
    first_year: int,
    draw: pd.Series,
) -> pd.DataFrame:
    """Shares under each rule: index party, columns RULES. Arguments as for the rules; `draw` in any unit."""
    return pd.DataFrame(
        {
            "equality": shares(population),
            "capability": shares(capability(population, income, threshold)),
            "responsibility": shares(responsibility(emissions, first_year)),
            "benefit": shares(draw),
        }
    )


def blend(by_rule: pd.DataFrame, weights: Sequence[float]) -> pd.Series:
    """Shares under a blend of rules.

    Args:
        by_rule: shares, index party, one column a rule.
        weights: one a rule, none negative, not all zero; they are divided by their sum. A rule without weight
            is left out, even where it gives no shares.

    Raises:
        ValueError: the weights do not fit.
    """
    given = np.asarray(weights, dtype=float)
    if given.shape != (by_rule.shape[1],) or (given < 0).any() or given.sum() <= 0:
        raise ValueError(
            f"give {by_rule.shape[1]} weights, none negative and not all zero, not {list(weights)}"
        )
    used = given > 0
    return pd.Series(by_rule.to_numpy()[:, used] @ (given[used] / given.sum()), by_rule.index)


def every_blend(by_rule: pd.DataFrame, draws: int, rng: np.random.Generator) -> pd.DataFrame:
    """Median and 90% interval of each party's share over all blends, each as likely as any other.

    Weights are drawn evenly over the simplex (Dirichlet with all parameters 1).

    Args:
        by_rule: shares, index party, one column a rule.
        draws: number of blends.

    Returns:
        Index party; columns low (5%), median, high (95%).
    """
    weights = rng.dirichlet(np.ones(by_rule.shape[1]), draws)
    low, median, high = np.quantile(weights @ by_rule.to_numpy().T, (0.05, 0.5, 0.95), axis=0)
    return pd.DataFrame({"low": low, "median": median, "high": high}, index=by_rule.index)


def raised_by_favourites(by_rule: pd.DataFrame) -> float:
    """The part of the fund that comes in if every party pays by the rule that suits it best.

    Σ_i min_r share[r, i]: the provincial form of the warning of Robiou du Pont and Meinshausen (2018). NaN if
    any share is unknown.
    """
    return float(by_rule.min(axis=1, skipna=False).sum(skipna=False))


def agreement(by_rule: pd.DataFrame) -> pd.DataFrame:
    """How far two rules rank the parties alike, for each pair of rules.

    Returns:
        One row a pair: first, second, kendall (tau-b) and spearman (rho), from −1 (reversed) to 1 (the same
        order).
    """
    rows = []
    for i, first in enumerate(by_rule.columns):
        for second in by_rule.columns[i + 1 :]:
            x, y = by_rule[first], by_rule[second]
            rows.append((first, second, kendalltau(x, y).statistic, spearmanr(x, y).statistic))
    return pd.DataFrame(rows, columns=["first", "second", "kendall", "spearman"])


def owes_more(by_rule: pd.DataFrame, party: str, others: Sequence[str]) -> list[str]:
    """Those of `others` whose share is smaller than `party`'s under every rule, and so under every blend."""
    return [other for other in others if (by_rule.loc[party] > by_rule.loc[other]).all()]


def levy_revenue(levy: float, coal: float, power: float, coal_per_power: float) -> float:
    """What a levy on coal and power that leave brings in: levy · (coal + power · coal per power).

    Args:
        levy: yuan a tonne.
        coal: Mt a year that leave as coal.
        power: TWh a year that leave.
        coal_per_power: Mt of coal burnt for a TWh.

    Returns:
        Billion yuan a year.
    """
    return levy * (coal + power * coal_per_power) / 1000
