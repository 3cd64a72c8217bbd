"""The headlines of the chapter on renewables and power, computed anew from `data/` alone.

Belongs here: every number and claim of the opening, the key numbers and the headings, by another way than the notebook's and
without its code. Does not: figures that a chapter prints as published further down, the harness that compares.

Values are unrounded and in the unit of the fact; a range is a pair; a claim is true or false.
"""

import itertools
import math

import numpy as np
import pandas as pd

# The assumptions of the baseline that headlines rest on (data/editions/baseline.yml).
USE_GREW = (3.0, 8.0)  # percent, 2025
OVER_740 = 10.0  # TWh
GROWTH_LEAST, EXTRA_CURTAILED = 0.0, 0.05
DEVELOPERS_SOLAR = 9.3  # TWh
PLAN_YEAR = 2030


def recomputed(observations: pd.DataFrame, panel: pd.DataFrame) -> dict[str, float | bool | str | tuple]:
    """Headlines by the key of their fact or claim, without the theme."""
    of = observations.set_index("obs_id")["value"].astype(float).to_dict()
    here = panel[panel["province"] == "Shanxi"]
    cell = {
        (int(y), i): float(v) for y, i, v in zip(here["year"], here["indicator"], here["value"], strict=True)
    }

    def shanxi(name: str) -> float:
        return of[f"shanxi-{name}"]

    found = (
        _capacity(shanxi, cell)
        | _balance(shanxi, cell)
        | _market(shanxi)
        | _fleet(shanxi)
        | _exports(shanxi)
        | _datong(of, cell)
        | _plan(shanxi, cell)
        | _targets(shanxi, cell)
    )
    return {key: _plain(value) for key, value in found.items()}


def _plain(value):
    """Without the types of numpy."""
    if isinstance(value, tuple):
        return tuple(map(float, value))
    return (
        value if isinstance(value, bool) else value.item() if isinstance(value, np.generic) else float(value)
    )


def _capacity(shanxi, cell):
    clean, share, total = (
        shanxi(f"{name}-2025-12-31-a")
        for name in (
            "installed-new-and-clean-capacity",
            "share-new-and-clean-capacity",
            "installed-capacity-total",
        )
    )
    # Both roundings must hold: try every pair of unrounded values on a grid and keep what fits the total too.
    parts = np.linspace(clean - 0.005, clean + 0.005, 201)[:, None]
    shares = np.linspace(share - 0.05, share + 0.05, 201)[None, :]
    rest = parts * (100 / shares - 1)
    fits = rest[np.abs(parts + rest - total) <= 0.5]
    low, high = (
        (float(fits.min()), float(fits.max())) if fits.size else (math.nan, math.nan)
    )  # none fits both
    before = [shanxi(f"share-new-and-clean-capacity-{end}") for end in ("2022-a", "2023-12-31-b", "2024-a")]
    coal_2023 = shanxi("installed-coal-capacity-2023-12-31-a")
    all_2023 = shanxi("installed-capacity-total-2023-a")
    first = share > 50 and max(before) <= 50
    not_smaller = low >= coal_2023
    two_2023 = shanxi("installed-wind-capacity-2023-12-31-a") + shanxi(
        "installed-solar-capacity-2023-12-31-a"
    )
    slow = shanxi("installed-renewables-capacity-2023-a") - two_2023
    two_2025 = shanxi("installed-new-energy-capacity-2025-12-31-a")
    by_growth = coal_2023 / (1 + shanxi("installed-coal-capacity-growth-2023-a") / 100)
    by_share = shanxi("installed-new-and-clean-capacity-2022-a") * (100 / before[0] - 1)
    return {
        "headline_share": share,
        "coal_2025": (low, high),
        "first_majority": first,
        "coal_lost_lead": first and bool(clean > high),
        "coal_not_smaller": not_smaller,
        "coal_2022_by_growth": by_growth,
        "coal_2022_by_share": by_share,
        "coal_2022_no_larger": max(by_growth, by_share) < low,
        "tracker_above_sum": shanxi("coal-unit-capacity-by-technology-2024-07-all") > high,
        "new_energy_share_2025": 100 * two_2025 / total,
        "renewables_share_2025": 100 * (two_2025 + slow) / total,
        "wind_solar_share": 100 * two_2023 / all_2023,
        "stair_top": 100 * (1 - coal_2023 / all_2023),
        "wind_solar_above_coal": bool(shanxi("installed-new-energy-capacity-2025-12-31-a") > high),
        "new_energy_is_wind_and_solar": abs(
            shanxi("installed-new-energy-capacity-2020-a") / (cell[2020, "capacity_wind"] + cell[2020, "solar_capacity_nea"]) - 1
        ) <= 0.001,
    }  # fmt: skip


def _made_in(shanxi, cell):
    """All that 2024 and 2025 can have generated: corners of use and export, tried one by one."""
    sent_2021 = shanxi("electricity-exported-2022-a") / (
        1 + shanxi("electricity-exported-growth-2022-a") / 100
    )
    known = sent_2021 + shanxi("electricity-exported-2022-a") + shanxi("electricity-exported-2023-a")
    floor = shanxi("electricity-exported-cumulative-2021-to-2025-a") - known
    used, third = cell[2024, "electricity_consumption"], shanxi("electricity-export-share-2024-a") / 100
    first, second = [], []
    for both in np.linspace(floor, floor + OVER_740, 11):
        for sent in np.linspace(used * third / (1 - third), both / 2, 51):
            first.append(used + sent)
            second += [used * (1 + grew / 100) + both - sent for grew in USE_GREW]
    return (min(first), max(first)), (min(second), max(second))


def _balance(shanxi, cell):
    made, coal = shanxi("electricity-generation-2023-a"), shanxi("electricity-generation-coal-2023-a")
    two = shanxi("electricity-generation-wind-2023-a") + shanxi("electricity-generation-solar-2023-a")
    green = {2025: shanxi("new-energy-generation-2025-a")}
    green[2024] = green[2025] / (1 + shanxi("new-energy-generation-growth-2025-a") / 100)
    total = dict(zip((2024, 2025), _made_in(shanxi, cell), strict=True))
    others = made - coal - two

    def shares(part, whole):
        return tuple(sorted(100 * part / end for end in whole))

    clean = {year: shares(green[year] + others, total[year]) for year in total}
    sun = shares(green[2025], total[2025])
    told = {
        2022: shanxi("electricity-generation-coal-2022-a") / shanxi("coal-share-in-generation-2022-a") * 100,
        2023: made,
    }
    summed = {
        year: cell[year, "electricity_consumption"] + shanxi(f"electricity-exported-{year}-a")
        for year in told
    }
    moved = cell[2024, "generation_thermal_above_scale"] / cell[2023, "generation_thermal_above_scale"]
    by_source = green[2024] + (made - two) * moved
    plant, coal_plant = (
        shanxi(f"installed-{name}-a") for name in ("capacity-total-2023", "coal-capacity-2023-12-31")
    )
    of_capacity = round(100 * (1 - coal_plant / plant), 2) == shanxi(
        "share-new-and-clean-capacity-2023-12-31-b"
    )
    return {
        "made_2024": total[2024],
        "made_2025": total[2025],
        "made_2024_by_source": by_source,
        "two_ways_agree": total[2024][0] <= by_source <= total[2024][1],
        "clean_made_share_2024": clean[2024],
        "clean_made_share_2025": clean[2025],
        "green_made_share_2025": sun,
        "clean_three_tenths": clean[2025][0] >= 25 and clean[2025][1] <= 35,
        "clean_short_of_capacity": clean[2025][1] < shanxi("share-new-and-clean-capacity-2025-12-31-a"),
        "green_quarter": sun[0] <= 25 <= sun[1],
        "no_coal_made_share": 100 * (1 - coal / made),
        "stair_bottom": 100 * two / made,
        "shares_rose": 100 * (1 - coal / made) < clean[2024][0] and clean[2024][1] < clean[2025][0],
        "coal_power_untold": total[2025][0] - green[2025] - others <= coal <= total[2025][1] - green[2025] - others,
        "balance_tested": all(abs(summed[year] / told[year] - 1) <= 0.002 for year in told),
        "no_coal_made_as_printed": round(100 * (1 - coal / made), 1) == shanxi("share-new-and-clean-generation-2023-a"),
        "receiving_provinces": shanxi("power-supply-provinces-2025-a"),
        "no_coal_capacity_as_printed": of_capacity,
        "new_and_clean_is_no_coal": of_capacity
        and round(100 * (1 - coal / made), 1) == shanxi("share-new-and-clean-generation-2023-a"),
        "higher_aim_missed": clean[2025][1] < shanxi("share-new-and-clean-generation-2025-a"),
    }  # fmt: skip


def _market(shanxi):
    def price(hour, span):
        return shanxi(f"spot-price-day-ahead-{hour}-{span}-a")

    springs = {year: f"{year}-01-to-{year}-05" for year in range(2023, 2027)}
    # The five months of 2025 and of 2026 are also in the evidence one by one.
    by_month = {
        year: np.mean([price("midday", f"{year}-{month:02}") for month in range(1, 6)])
        for year in (2025, 2026)
    }
    assert all(abs(by_month[year] - price("midday", springs[year])) < 0.06 for year in by_month)
    evenings = [price("evening", span) for span in springs.values()]
    gap = {year: price("evening", str(year)) - price("midday", str(year)) for year in (2023, 2025)}
    return {
        "midday_year_2023": price("midday", "2023"),
        "midday_year_2025": price("midday", "2025"),
        "evening_year_2025": price("evening", "2025"),
        "midday_months_2026": price("midday", springs[2026]),
        "midday_fell": price("midday", "2023") > 2 * price("midday", "2025"),
        "midday_fell_in_like_months": price("midday", springs[2023]) > 3 * by_month[2026],
        "midday_no_lower_in_2026": bool(by_month[2026] > by_month[2025]),
        "evening_held": price("evening", "2025") >= price("evening", "2023"),
        "evening_gave_way": evenings[-1] < min(evenings[:-1]),
        "gap_doubled": gap[2025] > 2 * gap[2023],
        "earned_2025": shanxi("utilisation-hours-solar-2023-a") / 1000 * price("midday", "2025"),
    }


def _fleet(shanxi):
    cut = "coal-unit-capacity-by"
    decades = {d: shanxi(f"{cut}-decade-2024-07-{d}") for d in ("1980s", "1990s", "2000s", "2010s", "2020s")}
    whole = sum(decades.values())
    low = 100 * shanxi(f"{cut}-technology-2024-07-subcritical") / whole
    old = 100 * sum(decades[d] for d in ("1980s", "1990s", "2000s")) / whole
    young = 100 * decades["2020s"] / whole
    return {
        "subcritical_share": low,
        "coal_before_2010_share": old,
        "fleet_half_subcritical": 45 <= low <= 50,
        "fleet_old_and_young": 40 <= old <= 45,
        "fleet_a_fifth_young": 17.5 <= young <= 22.5,
    }


def _exports(shanxi):
    sent, green = shanxi("electricity-exported-2023-a"), shanxi("new-energy-exported-2023-a")
    made = shanxi("electricity-generation-2023-a")
    two = shanxi("electricity-generation-wind-2023-a") + shanxi("electricity-generation-solar-2023-a")
    of_two, of_rest = 100 * green / two, 100 * (sent - green) / (made - two)
    early = shanxi("new-energy-exported-2024-q1-a") / shanxi("electricity-exported-2024-q1-a")
    return {
        "green_out_share": 100 * green / sent,
        "green_leaves_share": of_two,
        "other_leaves_share": of_rest,
        "green_stays": of_rest > 3 * of_two,
        "exports_not_green": green / sent < 0.1 and early < 0.1,
    }


def _hours(of, cell):
    wind = [cell[year, "wind_utilisation_hours"] for year in range(2018, 2024)]
    sun = [cell[year, "solar_utilisation_hours"] for year in range(2018, 2021)]
    return wind, [*sun, of["shanxi-utilisation-hours-solar-2023-a"]]


def _datong(of, cell):
    wind, sun = _hours(of, cell)
    base = of["sx-datong-wind-solar-base-capacity-2024-03-28-a"]
    turbines = of["sx-jinbei-base-wind-wind-solar-base-capacity-2025-a"]
    own = (
        of["sx-datong-subsidence-solar-output-2016-to-2017-a"]
        / of["sx-datong-subsidence-solar-capacity-2016-06-a"]
    )
    outcomes = [
        (turbines * blown + (base - turbines) * shone) / 1000
        for blown, shone in itertools.product(wind, [*sun, 1000 * own])
    ]
    developers = DEVELOPERS_SOLAR + of["sx-jinbei-base-wind-clean-power-delivery-plan-2025-a"]
    readings = (min(*outcomes, developers), max(*outcomes, developers))
    promised = of["sx-datong-clean-power-delivery-plan-2024-a"]
    return {
        "promised": promised,
        "possible": (min(outcomes), max(outcomes)),
        "possible_share": tuple(100 * end / promised for end in readings),
        "datong_short": promised > readings[1],
        "mayor_within_readings": readings[0]
        <= of["sx-datong-clean-power-delivery-plan-2024-11-01-a"]
        <= readings[1],
    }


def _plan(shanxi, cell):
    """Wind and sun in all generation, today and with the plan: own draws, of another generator and seed."""
    wind, sun = _hours(
        {"shanxi-utilisation-hours-solar-2023-a": shanxi("utilisation-hours-solar-2023-a")}, cell
    )
    chance, draws = np.random.RandomState(7), 200_000
    blown, shone = chance.choice(wind, draws), chance.choice(sun, draws)
    base = chance.uniform(*_made_in(shanxi, cell)[1], draws)
    most = 100 * (
        (shanxi("electricity-generation-2023-a") / shanxi("electricity-generation-2013-a")) ** 0.1 - 1
    )
    grew = 1 + chance.uniform(GROWTH_LEAST, most, draws) / 100
    left = 1 - chance.uniform(0, EXTRA_CURTAILED, draws)
    solar = {year: cell[year, "solar_capacity_nea"] for year in (2024, 2025)}
    turbines = {year: shanxi(f"installed-new-energy-capacity-{year}-12-31-a") - solar[year] for year in solar}
    of_new = (turbines[2025] - turbines[2024]) / sum(now[2025] - now[2024] for now in (turbines, solar))
    part = chance.uniform(*sorted((of_new, turbines[2025] / (turbines[2025] + solar[2025]))), draws)
    added = shanxi("renewable-capacity-added-target-2026-to-2030-a")

    def share(more, years):
        made = (turbines[2025] + more * part) * blown + (solar[2025] + more * (1 - part)) * shone
        return 100 * made / 1000 * left / (base * grew**years)

    today, planned = share(0, 1), share(added, PLAN_YEAR - 2025)
    return {
        "today_made_share": float(np.median(today)),
        "plan_made_share_range": tuple(float(end) for end in np.quantile(planned, [0.05, 0.95])),
        "plan_doubles": abs(np.median(planned) / np.median(today) / 2 - 1) <= 0.1,
        "half_open": np.quantile(planned, 0.05) <= 50 <= np.quantile(planned, 0.95),
    }


def _targets(shanxi, cell):
    solar = cell[2025, "solar_capacity_nea"]
    both = shanxi("installed-new-energy-capacity-2025-12-31-a")
    goal = {kind: shanxi(f"installed-{kind}-capacity-2025-a") for kind in ("solar", "wind")}
    pace = (both - shanxi("installed-wind-solar-capacity-2022-12-31-a")) / 3
    needed = shanxi("renewable-capacity-added-target-2026-to-2030-a") / 5
    gas = shanxi("unconventional-gas-output-2025-01-to-2025-09-a") / 9 * 12
    return {
        "solar_shortfall": 100 * (1 - solar / goal["solar"]),
        "wind_shortfall": 100 * (1 - (both - solar) / goal["wind"]),
        "solar_and_wind_missed": solar < goal["solar"] and both - solar < goal["wind"],
        "solar_and_wind_short": solar < goal["solar"] and both - solar < goal["wind"],
        "needed_renewables": needed,
        "wind_solar_pace": pace,
        "connected_below_need": max(pace, shanxi("installed-wind-solar-added-2025-a")) < needed,
        "gas_2025_at_rate": gas,
        "gas_pace": (gas - shanxi("unconventional-gas-output-2023-a")) / 2,
        "needed_gas": (shanxi("unconventional-gas-output-2030-a") - gas) / 5,
        "gas_out_of_reach": gas < shanxi("coalbed-methane-output-2025-a"),
    }
