"""The headlines of the chapter on cooperation, recomputed from the two data tables alone.

Belongs here: a second, plain way to each number and claim of the chapter's opening, key numbers and headings. Does not:
anything from the report's own packages; the comparison with what the notebook exports (`tests/test_headlines.py`).

Assumptions of the edition are written out again, since they are no data: the fund, the part of coal's tax that goes,
where ability begins, and from which year emissions count.
"""

import numpy as np
import pandas as pd

FIVE = ["Beijing", "Shanghai", "Guangdong", "Jiangsu", "Shandong"]
FUND = 20.0  # billion yuan a year
GONE = (0.10, 0.30)  # of coal's tax
THRESHOLDS = (0.0, 1.5)  # of the median province's GDP per head, beside 1
FIRST_YEAR = 1997
CENSUS = (2010, 2020, 2024)
CO2 = 44 / 12


def wide(panel: pd.DataFrame, indicator: str) -> pd.DataFrame:
    """Year by province, without the national total."""
    rows = panel[(panel["indicator"] == indicator) & (panel["province"] != "China")]
    return rows.pivot(index="year", columns="province", values="value")


def shares(amounts: pd.Series) -> pd.Series:
    """Parts of the whole; who has less than nothing has nothing."""
    floor = amounts.clip(lower=0)
    return floor / floor.sum()


def bands(rules: pd.DataFrame, heads: pd.Series, income: pd.Series, median: float) -> pd.DataFrame:
    """The middle nine tenths of each party's share, over our own draws of weights and thresholds; percent."""
    rng = np.random.default_rng(7)
    weights = rng.exponential(size=(40_000, 3))  # divided by their sum they are even over all weightings
    weights /= weights.sum(axis=1, keepdims=True)
    split, start = rng.uniform(size=40_000), rng.uniform(*THRESHOLDS, size=40_000)
    names = rules.index
    able = heads[names].to_numpy() * (income[names].to_numpy() - start[:, None] * median).clip(min=0)
    able /= able.sum(axis=1, keepdims=True)
    carbon = np.outer(split, rules["responsibility"]) + np.outer(1 - split, rules["benefit"])
    found = weights[:, [0]] * rules["equality"].to_numpy() + weights[:, [1]] * able + weights[:, [2]] * carbon
    ends = np.percentile(100 * found, [5, 95], axis=0)
    return pd.DataFrame(ends.T, index=names, columns=["low", "high"])


def carbon_drawn(panel: pd.DataFrame, values: pd.Series) -> tuple[pd.Series, list[str], bool]:
    """Carbon drawn from elsewhere at the middle factor, Mt of CO2; who burns more coal than it digs; and whether
    each of them does so by every factor."""
    by_heat = values["const-coal-c-per-tj-ndrc"] * values["const-coal-ncv-ndrc"] / 1000
    by_heat *= values["const-coal-oxidation-ndrc"] / 100 * CO2
    content = [values["const-coal-c-content-range"] * CO2, values["high"] * CO2, by_heat]
    factor = (min(content) + max(content)) / 2
    burnt = wide(panel, "co2_coal").loc[2019].dropna()
    dug = wide(panel, "raw_coal_output_above_scale").loc[2023].reindex(burnt.index).fillna(0)
    use = wide(panel, "electricity_consumption").loc[2023].dropna()
    made = sum(
        wide(panel, f"generation_{source}_above_scale").loc[2023].reindex(use.index).fillna(0)
        for source in ("thermal", "hydro", "nuclear")
    )
    for capacity, hours, year in (
        ("capacity_wind", "wind_utilisation_hours", 2023),
        ("solar_capacity_nea", "solar_utilisation_hours", 2020),
    ):
        mean = wide(panel, capacity).loc[[2022, 2023]].mean(skipna=False)
        made = made + (mean * wide(panel, hours).loc[year] / 1000).reindex(use.index).fillna(0)
    coal = burnt - dug * factor
    power = (use - made).reindex(burnt.index) * values["const-grid-ef-cn-2023"]
    names = list(coal.index[coal > 0])
    sure = [name for name in names if all(burnt[name] > dug[name] * end for end in content)]
    return coal + power, names, sure == names


def bills(
    values: pd.Series, economy: pd.Series, own_economy: pd.Series
) -> dict[str, float | bool | tuple[float, float]]:
    """Jobs, tax and land, in the money of their years and at the size of the economy of the last year."""
    paid = [
        1e9 * values[f"const-cn-resettlement-funds-{y}"] / values[f"const-cn-resettlement-workers-{y}"]
        for y in (2016, 2017)
    ]  # yuan a worker
    jobs = {
        "2023-to-2050": 27,
        "2025-to-2030": 5,
        "2020-to-2035": 15,
    }
    yearly = [values[f"shanxi-coal-jobs-lost-{key}-a"] / years for key, years in jobs.items()]
    workers = (min(yearly) * min(paid) / 1e9, max(yearly) * max(paid) / 1e9)
    trades = (values["trades_low"] / 5 * min(paid) / 1e9, values["trades_high"] / 5 * max(paid) / 1e9)
    revenue = values["shanxi-public-budget-revenue-2022-a"]
    parts = [
        values["shanxi-tax-revenue-2021-a"] / values["shanxi-public-budget-revenue-2021-b"],
        values["shanxi-tax-revenue-2022-01-to-2022-05-a"]
        / values["shanxi-public-budget-revenue-2022-01-to-2022-05-a"],
    ]
    coal = [values["shanxi-coal-share-of-tax-2019-a"] / 100, values["shanxi-coal-share-of-tax-2023-a"] / 100]
    own_growth = own_economy.iloc[-1] / own_economy.loc[min(2022, own_economy.index.max())]
    lost = (
        revenue * min(parts) * min(coal) * GONE[0] * own_growth,
        revenue * max(parts) * max(coal) * GONE[1] * own_growth,
    )
    tax = (lost[0] / 2, lost[1] / 2)  # the mean of a straight fall
    plans = {
        values["shanxi-subsidence-cost-2014-to-2019-a"] / 6: range(2014, 2020),
        values["shanxi-subsidence-cost-2015-to-2017-a"] / 3: range(2015, 2018),
    }
    last = economy.iloc[-1]
    land = [plan * last / economy.loc[list(years)].mean() for plan, years in plans.items()]
    grown = last / economy.loc[[2016, 2017]].mean()
    people = (workers[0] * grown + min(land), workers[1] * grown + max(land))
    wide_rest = (trades[0] * grown + min(land), trades[1] * grown + max(land))

    def part(of: tuple[float, float], rest: tuple[float, float]) -> tuple[float, float]:
        return 100 * of[0] / (of[0] + rest[1]), 100 * of[1] / (of[1] + rest[0])

    small, wider, last_part = part(tax, people), part(tax, wide_rest), part(lost, wide_rest)
    return {
        "bill": (people[0] + tax[0], people[1] + tax[1]),
        "bill_last": (people[0] + lost[0], people[1] + lost[1]),
        "budget_cost": tax,
        "budget_last": lost,
        "tax_parts_apart": 100 * (1 - min(parts) / max(parts)),
        "people_and_land": people,
        "tax_2022": (revenue * min(parts), revenue * max(parts)),
        "budget_part_of_all": small,
        "budget_part_with_trades": wider,
        "budget_part_last": last_part,
        "tax_open_with_land": small[0] < 50 < small[1],
        "tax_less_with_trades": wider[1] < 50,
        "tax_open_at_last": last_part[0] < 50 < last_part[1],
        "fund_covers_people": people[1] < FUND,
        "fund_short_with_trades": wide_rest[0] > FUND,
    }


def recomputed(observations: pd.DataFrame, panel: pd.DataFrame) -> dict[str, float | bool | str | tuple]:
    """The chapter's headlines by their keys: a number, a claim's truth, or the ends of a range."""
    rows = observations.set_index("obs_id")
    values = rows["value"].astype(float).copy()
    values["high"] = float(rows.loc["const-coal-c-content-range", "value_high"])
    trades = rows.loc["shanxi-coal-related-jobs-lost-2025-to-2030-a"]
    values["trades_low"], values["trades_high"] = float(trades["value"]), float(trades["value_high"])
    gdp, people = wide(panel, "gdp_current"), wide(panel, "population")
    last = int(gdp.index.max())
    economy = gdp.sum(axis=1)
    income = gdp / people
    relative = 100 * income.div(income.median(axis=1), axis=0)
    found: dict[str, float | bool | str | tuple] = {}

    # What leaves
    leaving, dug = (
        values["shanxi-coal-shipped-to-other-provinces-2025-a"],
        values["shanxi-raw-coal-output-2025-a"],
    )
    out = values["shanxi-coal-shipped-share-2022-a"]
    ratios = sorted((leaving / (dug - leaving), out / (100 - out)))
    green = 100 * values["shanxi-new-energy-exported-2023-a"] / values["shanxi-electricity-exported-2023-a"]
    ratios = [np.floor(10 * ratios[0]) / 10, np.ceil(10 * ratios[1] - 1e-9) / 10]  # printed outward
    found |= {"mass_ratio": tuple(ratios), "more_coal_leaves": ratios[0] > 1}
    found |= {"green_share": green, "power_mostly_coal": green < 10}
    home = wide(panel, "co2_coal").loc[2019, "Shanxi"] / 1000
    factors = [values["const-coal-c-content-range"] * CO2, values["high"] * CO2]
    heat = values["const-coal-c-per-tj-ndrc"] * values["const-coal-ncv-ndrc"] / 1000
    factors.append(heat * values["const-coal-oxidation-ndrc"] / 100 * CO2)
    carbon = (leaving * min(factors) / 1000 / home, leaving * max(factors) / 1000 / home)
    found |= {"carbon_ratio": carbon, "more_carbon_leaves": carbon[0] > 1}
    drawn, burners, same = carbon_drawn(panel, values)
    burnt = wide(panel, "co2_coal").loc[2019, burners]
    found |= {"burners": len(burners), "same_burners": same, "hebei_burns_most": burnt.idxmax() == "Hebei"}
    found["hebei_poorer"] = bool(relative.loc[last, "Hebei"] < relative.loc[last, "Shanxi"])

    # Coal and income
    counts = observations[
        (observations["indicator"] == "raw_coal_output")
        & (observations["place"] == "Shanxi")
        & observations["period"].str.fullmatch(r"\d{4}")
        & (observations["status"] == "actual")
    ]
    peak = counts.loc[counts["period"].astype(int).between(2009, last), "value"].astype(float).max()
    first = values["shanxi-raw-coal-output-2009-a"]
    moves = np.log(relative["Shanxi"]).diff().drop(list(CENSUS)).loc[2010:]
    gain = 100 * (np.exp(moves.sum()) - 1)
    found |= {"output_peak": peak, "output_first": first, "output_doubled": peak > 2 * first}
    earlier = 100 * (np.exp(moves.iloc[:-1].sum()) - 1)
    swing = 100 * np.log(relative["Shanxi"]).diff().drop(list(CENSUS)).std()
    found |= {"income_moved_change": gain, "income_moved_earlier_change": earlier}
    found["no_gain"] = bool(max(gain, earlier) < swing)

    # Bills and ways of paying
    found |= bills(values, economy, gdp["Shanxi"])
    spending = values["shanxi-public-budget-expenditure-2021-a"]
    own = values["shanxi-public-budget-revenue-2021-a"]
    home_gdp = gdp["Shanxi"]
    gap = (spending - own) * home_gdp[last] / home_gdp[2021]
    old_fund = values["shanxi-coal-fund-revenue-2007-a"] * home_gdp[last] / home_gdp[2007]
    found |= {"own_part": 100 * own / spending, "gap": gap, "gap_times": gap / FUND}
    found["gap_largest"] = bool(gap > max(found["bill_last"][1], FUND, old_fund))  # type: ignore[index]
    revenue = {name: values[f"{name.lower()}-public-budget-revenue-2025-a"] for name in FIVE}
    found["fund_of_revenue_share"] = 100 * FUND / sum(revenue.values())

    # Who would pay
    median, heads, now = income.loc[last].median(), people.loc[last], income.loc[last]
    emitted = wide(panel, "co2_total").loc[FIRST_YEAR:].sum(skipna=False)

    def side_by_side(parties: list[str], start: float = 1.0) -> pd.DataFrame:
        able = heads[parties] * (now[parties] - start * median).clip(lower=0)
        columns = {"equality": heads[parties], "capability": able, "responsibility": emitted[parties]}
        return pd.DataFrame({**columns, "benefit": drawn[parties]}).apply(shares)

    five = side_by_side(FIVE)
    ends = bands(five, heads, now, median)
    width = ends["high"] / ends["low"]
    found |= {f"{name.lower()}_share": tuple(ends.loc[name]) for name in FIVE}
    found |= {
        "jiangsu_firmest": width.idxmin() == "Jiangsu",
        "others_loose": bool(width.drop("Jiangsu").min() > 1.75),
    }
    worst = (100 * FUND * five).div(pd.Series(revenue), axis=0).max().max()
    found |= {
        "favourites": 100 * five.min(axis=1).sum(),
        "worst_share": worst,
        "small_in_budgets": bool(worst < 2),
    }
    swept = pd.DataFrame(
        {
            at: side_by_side(FIVE, at)["capability"]
            for at in np.arange(THRESHOLDS[0], THRESHOLDS[1] + 0.001, 0.05)
        }
    )
    years = wide(panel, "co2_total")[FIVE]
    starts = pd.DataFrame({year: shares(years.loc[year:].sum()) for year in years.index})
    shift = [(table.max(axis=1) - table.min(axis=1)).max() for table in (swept, starts)]
    found["threshold_matters_more"] = bool(shift[0] > 3 * shift[1])
    every = side_by_side(burners)
    of_all = bands(every, heads, now, median)
    found["jiangsu_of_all_share"] = tuple(of_all.loc["Jiangsu"])
    found["bands_meet"] = bool(of_all.loc["Guangdong", "high"] > of_all.loc["Jiangsu", "low"])
    found["zhejiang_owes_more"] = bool(
        (every.loc["Zhejiang"] > every.loc["Beijing"]).all()
        and (every.loc["Zhejiang"] > every.loc["Shanghai"]).all()
    )
    for name in ("Beijing", "Shanghai"):
        money = gdp.loc[last, "Zhejiang"] - gdp.loc[last, name]
        at = money / (heads["Zhejiang"] - heads[name])
        found[f"zhejiang_until_{name.lower()}"] = 100 * at / median
    found["hebei_large_and_poor"] = bool(
        every.loc["Hebei", "responsibility"] > 5 * every.loc["Hebei", "capability"]
    )
    found["liaoning_large_and_poor"] = bool(
        every.loc["Liaoning", "responsibility"] > 5 * every.loc["Liaoning", "capability"]
    )
    given = values["jiangsu-to-xinjiang-paired-assistance-funds-2010-to-2017-a"]
    grown = gdp.loc[last, "Jiangsu"] / gdp.loc[2010:2017, "Jiangsu"].mean()
    before = (given / 8 * grown, given / 7 * grown)
    asked = tuple(FUND * ends.loc["Jiangsu"] / 100)
    found["payer_pays_more_now"] = bool(asked[0] > before[1])
    return found
