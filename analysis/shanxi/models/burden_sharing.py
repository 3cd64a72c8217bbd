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
al., 2021), which is why every blend is drawn and not one. Two of the four rules count carbon and rank the parties much
alike; blends are therefore drawn over three principles (people, ability, carbon), carbon's weight being split
between its two rules. What two voices for carbon would change is asked of the claims (`data/ranges.yml`).
"""

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd
from scipy.stats import kendalltau, spearmanr

from evident.export.comparisons import tells
from evident.export.origins import modelled

EXAMPLES = (
    "Beijing",
    "Shanghai",
    "Guangdong",
    "Jiangsu",
    "Shandong",
)  # of the proposal, whose shares are printed
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


# -- what the notebook calls. Panel tables of one year have one row; drawn is as `dependence.drawn_at` gives it.


def by_people(people: pd.DataFrame, parties: Sequence[str]) -> pd.Series:
    """Each party's part of all people of the parties that pay."""
    return shares(people.iloc[0].reindex(list(parties)))


def by_capability(
    gdp: pd.DataFrame, people: pd.DataFrame, threshold: float, parties: Sequence[str]
) -> pd.Series:
    """Each party's part of all GDP above {threshold} of the parties that pay.

    Args:
        gdp, people: of all provinces, from which the median province's income comes.
        threshold: percent of the median province's GDP per head.
    """
    income, party = gdp.iloc[0] / people.iloc[0], list(parties)
    at = threshold / 100 * income.median(skipna=False)
    return shares(capability(people.iloc[0].reindex(party), income.reindex(party), at))


def by_responsibility(emissions: pd.DataFrame, first_year: int, parties: Sequence[str]) -> pd.Series:
    """Each party's part of all CO2 emitted by the parties that pay, added up from {first_year}."""
    return shares(responsibility(emissions[list(parties)], first_year))


def by_benefit(drawn: Mapping[str, pd.DataFrame], parties: Sequence[str]) -> pd.Series:
    """Each party's part of all carbon drawn from elsewhere by the parties that pay, at the middle factor."""
    return shares(drawn["middle"]["total"].reindex(list(parties)))


def side_by_side(
    equality: pd.Series, capability: pd.Series, responsibility: pd.Series, benefit: pd.Series
) -> pd.DataFrame:
    """Shares under the four rules: index party, columns RULES."""
    return pd.DataFrame(dict(zip(RULES, (equality, capability, responsibility, benefit), strict=True)))


@modelled
def views(
    by_rule: pd.DataFrame,
    gdp: pd.DataFrame,
    people: pd.DataFrame,
    low: float,
    high: float,
    draws: int,
    seed: int,
    carbon_voices: int = 1,
) -> pd.DataFrame:
    """Shares under views drawn evenly: any weighting of people, ability and carbon is as likely as any other, ability
    begins anywhere between {low} and {high}, and the two rules of carbon have this many voices: {carbon_voices}.

    Weights of the principles are drawn evenly over the simplex (Dirichlet with all parameters 1). With one voice carbon
    is split anyhow between its two rules; with two, each of them has a weight of its own.

    Args:
        by_rule: shares, index party, columns RULES.
        gdp, people: of all provinces, one row.
        low, high: percent of the median province's GDP per head.

    Returns:
        One row a draw, one column a party.
    """
    rng = np.random.default_rng(seed)
    weights = rng.dirichlet(np.ones(2 + carbon_voices), draws)
    split, thresholds = rng.uniform(0, 1, draws), rng.uniform(low, high, draws)
    of_carbon = weights[:, 2:].sum(axis=1)
    if carbon_voices > 1:
        split = weights[:, 2] / of_carbon
    parties = list(by_rule.index)
    incomes = gdp.iloc[0] / people.iloc[0]
    income, heads = incomes[parties].to_numpy(), people.iloc[0][parties].to_numpy()
    median = incomes.median(skipna=False)
    able = heads * np.clip(income - thresholds[:, None] / 100 * median, 0, None)
    able /= able.sum(axis=1, keepdims=True)
    parts = {rule: by_rule[rule].to_numpy() for rule in RULES}
    carbon = split[:, None] * parts["responsibility"] + (1 - split[:, None]) * parts["benefit"]
    found = weights[:, [0]] * parts["equality"] + weights[:, [1]] * able + of_carbon[:, None] * carbon
    return pd.DataFrame(found, columns=parties)


ENDS = (0.05, 0.95)  # a band leaves out a twentieth of the views at either end


def bands(found: pd.DataFrame) -> pd.DataFrame:
    """Low and high end and median of each party's share, in percent: {found}; a twentieth is left out at either
    end."""
    table = 100 * found.quantile([ENDS[0], 0.5, ENDS[1]]).T
    return table.set_axis(["low", "median", "high"], axis=1)


def band(found: pd.DataFrame, party: str) -> tuple[float, float]:
    """The middle nine tenths of the shares of {party}, in percent: {found}."""
    return band_together(found, [party]) if party in found else (float("nan"), float("nan"))


def band_together(found: pd.DataFrame, parties: Sequence[str]) -> tuple[float, float]:
    """The middle nine tenths of what {parties} owe together, in percent: {found}."""
    low, high = np.quantile(100 * found[list(parties)].sum(axis=1, skipna=False), ENDS)
    return float(low), float(high)


def share_in(one_rule: pd.Series, party: str) -> float:
    """The share of {party}, in percent: {one_rule}."""
    return float(100 * one_rule.get(party, np.nan))


def greatest_median(found: pd.DataFrame, party: str) -> bool | None:
    """Of the medians of all parties over the views, that of {party} is the greatest: {found}."""
    if found.empty or found.isna().to_numpy().any():
        return None
    return bool(found.median().idxmax() == party)


@tells
def wider_for_size(first: tuple[float, float], second: tuple[float, float]) -> bool:
    """For its size, {first} is wider than {second}."""
    return first[1] / first[0] > second[1] / second[0]


def narrower_than_each(first: tuple[float, float], others: Sequence[tuple[float, float]]) -> bool | None:
    """For its size, {first} is narrower than each of {others}."""
    told = [wider_for_size(other, first) for other in others]
    return None if any(item is None for item in told) else all(told)


@tells
def each_loose(ranges: Sequence[tuple[float, float]], times: float) -> bool:
    """The upper end of each of {ranges} is more than {times} times its lower end."""
    return all(high > times * low for low, high in ranges)


def favourites(by_rule: pd.DataFrame) -> float:
    """The part of the fund that comes in if each pays by the rule that suits it best, in percent."""
    return 100 * raised_by_favourites(by_rule)


def both_of_carbon(by_rule: pd.DataFrame) -> bool | None:
    """The two rules that rank the parties most alike are the two that count carbon."""
    pairs = agreement(by_rule)
    if pairs["kendall"].isna().any():
        return None
    row = pairs.sort_values("kendall").iloc[-1]
    return {row["first"], row["second"]} == {"responsibility", "benefit"}


def owes_more_than_each(by_rule: pd.DataFrame, party: str, others: Sequence[str]) -> bool | None:
    """{party} owes more than {others} under every one of the four rules."""
    if by_rule.loc[[party, *others]].isna().to_numpy().any():
        return None
    return len(owes_more(by_rule, party, others)) == len(others)
