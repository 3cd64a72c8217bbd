"""The headlines of the chapter on hydrogen, computed once more from `data/` alone.

Belongs here: the plain arithmetic of every number in the chapter's opening, key numbers and headings, and of the claims
they are bound to, written without the models. Does not: comparing the two (`tests/test_headlines.py`).

What the notebook draws at random is drawn here with another generator, so those ranges agree within a few per cent.
"""

import datetime as dt
import random
from pathlib import Path
from typing import Any

import pandas as pd
import yaml

Value = float | bool | str | tuple[float, float]

DRAWS = 40_000
MIDDLE = (0.05, 0.95)  # nine draws in ten
EDITION = Path(__file__).parents[2] / "data" / "editions" / "baseline.yml"

NOT_FROM_DATA = {"claims_tested": "Counts what the chapter tests, which no row of the data says."}


def recomputed(observations: pd.DataFrame, panel: pd.DataFrame) -> dict[str, Value]:
    """Headline facts and claims by their keys without the theme, unrounded."""
    rows = observations.set_index("obs_id")
    assumed = {
        key: item["value"] if isinstance(item, dict) else item
        for key, item in yaml.safe_load(EDITION.read_text("utf8"))["hydrogen"].items()
    }
    claim = _value(rows, "shanxi-hydrogen-capacity-2023-a")
    found: dict[str, Value] = {"claim": claim, "drawn_share": 100 * assumed["level"]}
    found |= _what_it_can_be(rows, claim)
    drawn = _draws(rows, panel, assumed)
    found |= _from_water(rows, claim, drawn)
    found |= _at_midday(rows, assumed, claim, drawn)
    found |= _emissions(rows, assumed, drawn)
    found |= _vehicles(rows, claim)
    return found | _printed_claims(rows)


def _value(rows: pd.DataFrame, key: str) -> float:
    return float(rows.at[key, "value"])


def _ends(rows: pd.DataFrame, key: str) -> tuple[float, float]:
    return float(rows.at[key, "value"]), float(rows.at[key, "value_high"])


def _middle(draws: pd.Series) -> tuple[float, float]:
    low, high = draws.quantile(list(MIDDLE))
    return float(low), float(high)


def _what_it_can_be(rows: pd.DataFrame, claim: float) -> dict[str, Value]:
    """Mass of hydrogen in gas and in fertiliser, as corners."""
    per_kg = _value(rows, "const-h2-volume")
    parts = _ends(rows, "const-cog-h2-share")
    gas = _value(rows, "const-cog-yield-per-t-coke")

    def held(coke: str) -> tuple[float, float]:
        cubic_metres = _value(rows, coke) * 1e6 * gas
        low, high = (cubic_metres * part / 100 / per_kg / 1e9 for part in parts)
        return low, high

    built, everything = held("shanxi-coke-capacity-2023-a"), held("shanxi-coke-capacity-2024-a")
    officials = [
        _value(rows, f"shanxi-byproduct-hydrogen-potential-{when}-a") / per_kg for when in ("2022-07", "2022")
    ]
    fertiliser = _value(rows, "shanxi-nitrogen-fertiliser-output-2023-a") * 3.024 / 14.007
    jincheng = _value(rows, "sx-jincheng-fertiliser-share-of-shanxi-2024-04-a") / 100
    together = (built[0] + fertiliser * jincheng, built[1] + fertiliser)
    firms = _value(rows, "sx-meijin-energy-hydrogen-capacity-2023-a")
    firms += _value(rows, "sx-pengfei-group-xiaoyi-hydrogen-capacity-2022-07-a")
    green = _value(rows, "china-renewable-hydrogen-capacity-2024-a")
    revenue = _value(rows, "shanxi-hydrogen-revenue-2023-a")
    mean_cost = _value(rows, "china-hydrogen-cost-2024-12-a")
    china = {
        route: _value(rows, f"china-hydrogen-production-{route}-2024-a")
        for route in ("coal", "byproduct", "gas", "electrolysis")
    }
    return {
        "contained_built": built,
        "contained_all": everything,
        "potential": (min(officials), max(officials)),
        "fertiliser_hydrogen": fertiliser,
        "with_fertiliser": together,
        "rest": (claim - max(officials), claim - min(officials)),
        "named_share_of_claim": 100 * firms / claim,
        "claim_times_renewable": claim / green,
        "built_factor_needed": claim / built[1],
        "methane_to_fill": _methane(rows, claim, built),
        "revenue_total": revenue,
        "companies": _value(rows, "shanxi-hydrogen-companies-2023-a"),
        "half_hydrogen": parts[0] >= 50,
        "ovens_short": claim > built[1],
        "approved_reach": claim <= everything[1],
        "fertiliser_fills": claim <= together[1],
        "rest_above_fertiliser": claim - max(officials) > fertiliser,
        "less_than_half": max(officials) < claim / 2,
        "named_small": firms < 0.05 * claim,
        "not_green": claim > green,
        "coal_leads": china.pop("coal") > max(china.values()),
        "claim_price_fits": revenue / claim < mean_cost,
        "gas_price_high": revenue / max(officials) > mean_cost and revenue / firms > mean_cost,
    }


def _methane(rows: pd.DataFrame, claim: float, free: tuple[float, float]) -> tuple[float, float]:
    """Methane that would fill the gap, percent of the gas: one volume of it gives four of hydrogen."""
    gas = (
        _value(rows, "shanxi-coke-capacity-2023-a") * 1e9 * _value(rows, "const-cog-yield-per-t-coke") / 1000
    )
    low, high = (
        100 * (claim - held) / 4 * 1e9 * _value(rows, "const-h2-volume") / gas for held in reversed(free)
    )
    return low, high


def _draws(rows: pd.DataFrame, panel: pd.DataFrame, assumed: dict[str, Any]) -> pd.DataFrame:
    """One row a draw: electricity a kilogram, hours of wind and sun, the plant's cost and its yearly part, coal."""
    chance = random.Random(3)
    least, most = _ends(rows, "const-electrolysis-alkaline-system")
    design = _value(rows, "const-electrolysis-china-design") * _value(rows, "const-h2-volume")
    mine = panel[panel["province"] == "Shanxi"].set_index(["indicator", "year"])["value"].astype(float)
    mine.index = pd.MultiIndex.from_tuples([(name, int(year)) for name, year in mine.index])
    wind = [mine["wind_utilisation_hours", year] for year in range(2018, 2024)]
    sun = [mine["solar_utilisation_hours", year] for year in range(2018, 2021)]
    sun.append(_value(rows, "shanxi-utilisation-hours-solar-2023-a"))
    both = _value(rows, "shanxi-installed-new-energy-capacity-2025-12-31-a")
    part = mine["solar_capacity_nea", 2025] / both
    price = _ends(rows, "china-electrolyser-price-2023-q1-a")
    beside = _value(rows, "china-electrolyser-installation-share-2021-a") / 100
    coal = _ends(rows, "const-h2-ef-coal-lifecycle")
    lines = []
    for _ in range(DRAWS):
        rate = chance.uniform(*assumed["interest"]) / 100
        lines.append(
            {
                "kwh": chance.triangular(least, most, design),
                "hours": (1 - part) * chance.choice(wind) + part * chance.choice(sun),
                "plant": chance.uniform(*price) / (1 - beside) * chance.uniform(1, assumed["connection"]),
                "due": rate / (1 - (1 + rate) ** -assumed["life"]) + chance.uniform(*assumed["upkeep"]) / 100,
                "coal": chance.uniform(*coal),
            }
        )
    return pd.DataFrame(lines)


def _from_water(rows: pd.DataFrame, claim: float, drawn: pd.DataFrame) -> dict[str, Value]:
    """Electricity and plant to make the claim from water."""
    twh = claim * drawn["kwh"]
    gw = twh / drawn["hours"] * 1000
    made = float(
        rows[
            (rows["indicator"] == "new_energy_generation")
            & (rows["place"] == "Shanxi")
            & (rows["period"] == "2025")
        ]["value"].iloc[0]
    )
    standing = _value(rows, "shanxi-installed-new-energy-capacity-2025-12-31-a")
    sent = _value(rows, "shanxi-electricity-exported-2023-a")
    ceiling = _value(rows, "const-curtailment-cap-cn-2024")
    spare = made * ceiling / (100 - ceiling)
    from_spare = 100 * spare / drawn["kwh"] / claim
    energy, power = _middle(twh), _middle(gw)
    return {
        "electricity_100": float(twh.median()),
        "electricity_100_range": energy,
        "electricity_100_times_range": _middle(twh / made),
        "capacity_100_range": power,
        "spare_hydrogen_share_range": _middle(from_spare),
        "new_energy_capacity": standing,
        "more_than_stands": power[0] > standing,
        "more_than_made": energy[0] > made,
        "around_exports": energy[0] <= sent <= energy[1],
        "surplus_small": _middle(from_spare)[1] < 10,
    }


def _at_midday(
    rows: pd.DataFrame, assumed: dict[str, Any], claim: float, drawn: pd.DataFrame
) -> dict[str, Value]:
    """What a kilogram costs by the hours of the plant."""
    spot = "shanxi-spot-price-day-ahead"
    midday = {year: _value(rows, f"{spot}-midday-{year}-a") for year in (2023, 2024, 2025)}
    early = _value(rows, f"{spot}-midday-2026-01-to-2026-05-a")
    same = [_value(rows, f"{spot}-midday-2025-{month:02}-a") for month in range(1, 6)]
    hours = {"midday": assumed["midday_hours"] * 365 * assumed["running"], "all": 8760 * assumed["running"]}
    plant = {key: drawn["kwh"] / time * drawn["plant"] * drawn["due"] for key, time in hours.items()}
    power = drawn["kwh"] * midday[2025] / 1000
    noon = power + plant["midday"]
    always = drawn["kwh"] * _value(rows, f"{spot}-2025-a") / 1000 + plant["all"]
    days = ("2025-08-08", "2025-11-24", "2026-03-24", "2026-06-24")
    quotes = [_value(rows, f"shanxi-hydrogen-cost-volume-{day}-a") for day in days]
    per_kg = _value(rows, "const-h2-volume")
    coal = (min(quotes) * per_kg, max(quotes) * per_kg)
    room = (coal[1] - noon) / drawn["kwh"] * 1000
    at_once = claim * drawn["kwh"] / hours["midday"] * 1000
    design = _value(rows, "const-electrolysis-china-design") * per_kg
    case = _value(rows, "const-h2-cost-green-cn-2024")
    left = case - design * _value(rows, "const-h2-power-price-green-cn-2024") / 1000
    even = _middle(midday[2025] / 1000 * hours["midday"] / drawn["due"])
    priced = _middle(drawn["plant"])
    implied = _middle(design * drawn["plant"] * drawn["due"] / left)
    return {
        "midday_same_months": sum(same) / 5,
        "hours_midday": hours["midday"],
        "hours_all": hours["all"],
        "coal_cost": coal,
        "cost_all_2025_range": _middle(always),
        "cost_midday_2025_range": _middle(noon),
        "equipment_times_range": _middle(plant["midday"] / power),
        "room_top": _middle(room)[1],
        "midday_power_range": _middle(at_once),
        "case_hours": implied,
        "midday_fell": midday[2023] > midday[2024] > midday[2025],
        "no_further_fall": early > sum(same) / 5,
        "even_cost": even,
        "plant_cost": priced,
        "plant_above_even": priced[0] > even[1],
        "equipment_outweighs": _middle(plant["midday"] / power)[0] > 1,
        "all_hours_dearer": _middle(always)[0] > coal[1],
        "midday_near_coal": _middle(noon)[0] < coal[1],
        "midday_above_byproduct": _middle(noon)[0] > _value(rows, "const-h2-cost-byproduct-shanxi-low"),
        "midday_middle_dearer": float(noon.median()) > coal[1],
        "no_room_in_the_middle": float(room.median()) < 0,
        "midday_more_than_stands": _middle(at_once)[0]
        > _value(rows, "shanxi-installed-new-energy-capacity-2025-12-31-a"),
        "case_fits": hours["midday"] <= implied[0] and implied[1] <= hours["all"],
    }


def _emissions(rows: pd.DataFrame, assumed: dict[str, Any], drawn: pd.DataFrame) -> dict[str, Value]:
    """Kilograms of CO2 a kilogram of hydrogen, by route."""
    factor = _value(rows, "const-grid-ef-shanxi-2022")
    grid = factor * drawn["kwh"]
    north = _middle(_value(rows, "const-grid-ef-north-2023") * drawn["kwh"])
    coal = _ends(rows, "const-h2-ef-coal-lifecycle")
    clean = _value(rows, "const-h2-std-clean-renewable-cn")
    carbon = _value(rows, "const-coal-ipcc-ef-bituminous") / 1000  # kg CO2/MJ
    heat = _value(rows, "const-h2-lhv") * 3.6 * carbon
    a_kilogram = carbon * _value(rows, "const-coal-ipcc-ncv-bituminous")
    seen = _value(rows, "shanxi-coal-mine-methane-2020-a")
    error = _value(rows, "shanxi-coal-mine-methane-uncertainty-2020-a")
    lost = (
        (seen - error) / _value(rows, "shanxi-raw-coal-output-2020-a"),
        _value(rows, "shanxi-coal-mine-methane-2024-a") / _value(rows, "shanxi-raw-coal-output-2024-a"),
    )

    def leaking(weight: float) -> tuple[float, float]:
        return (
            coal[0] + heat / a_kilogram * lost[0] * weight,
            coal[1] + coal[1] / a_kilogram * lost[1] * weight,
        )

    soon = leaking(assumed["warming_soon"])
    level = _middle(drawn["coal"] / drawn["kwh"])
    share, standard = 100 * (1 - drawn["coal"] / grid), 100 * (1 - clean / grid)
    return {
        "grid_factor": factor,
        "coal_chain": coal,
        "grid_shanxi": _middle(grid),
        "grid_times_coal": _middle(grid / drawn["coal"]),
        "grid_times_coal_methane": (_middle(grid)[0] / soon[1], _middle(grid)[1] / soon[0]),
        "breakeven": level,
        "clean_share_coal": _middle(share),
        "clean_share_standard": _middle(standard),
        "coal_methane": leaking(assumed["warming"]),
        "coal_methane_soon": soon,
        "coal_heat": heat,
        "grid_dirtier": _middle(grid / drawn["coal"])[0] > 1,
        "north_dirtier": north[0] > coal[1],
        "north_above_methane": north[0] > leaking(assumed["warming"])[1],
        "north_unsure_soon": north[0] < soon[1],
        "grid_above_breakeven": factor > level[1],
        "standard_needs_more": _middle(standard)[0] > _middle(share)[1],
        "coal_methane_below_grid": _middle(grid)[0] > leaking(assumed["warming"])[1],
        "coal_methane_soon_below_grid": _middle(grid)[0] > soon[1],
    }


def _vehicles(rows: pd.DataFrame, claim: float) -> dict[str, Value]:
    """Counts, targets and sales."""
    fleet, wanted = (
        _value(rows, "china-fuel-cell-vehicles-2025-b"),
        _value(rows, "china-fuel-cell-vehicles-2025-a"),
    )
    here = _value(rows, "shanxi-fuel-cell-vehicles-2023-06-30-a")
    aim, later = (_value(rows, f"shanxi-fuel-cell-vehicles-{year}-a") for year in (2025, 2030))
    years = (dt.date(2030, 12, 31) - dt.date(2023, 6, 30)).days / 365.25
    sold = "china-fuel-cell-vehicle-sales"
    fall = -_value(rows, f"{sold}-growth-2025-01-to-2025-06-a")
    grew = fleet - _value(rows, "china-fuel-cell-vehicles-2024-a")
    needed = (later - here) / years
    counted = len(_counts(rows))
    gas = _value(rows, "shanxi-byproduct-hydrogen-potential-2021-a") / _value(rows, "const-h2-volume")
    each = gas / _value(rows, "shanxi-byproduct-hydrogen-trucks-2021-a")
    burnt = 100 * here * each / claim
    mean = [
        _value(rows, f"shanxi-{what}-2023-06-30-a")
        / _value(rows, f"china-provincial-mean-{what}-2023-06-30-a")
        for what in ("fuel-cell-vehicles", "hydrogen-stations")
    ]
    return {
        "china_target_share": 100 * fleet / wanted,
        "sales_fall": fall,
        "vehicles": here,
        "target_2025_share": 100 * here / aim,
        "needed_2030": needed,
        "vehicles_2030_verdict": "cannot_be_told" if counted == 1 else "behind",
        "demand_now_share": burnt,
        "nation_missed": fleet < 0.9 * wanted,
        "sales_slumped": fall > 40,
        "fleet_grew": grew,
        "counts_disagree": grew > _value(rows, f"{sold}-2024-a"),
        "far_from_target": here < 0.1 * aim,
        "more_than_the_nation": needed > max(_value(rows, f"{sold}-{year}-a") for year in (2023, 2024)),
        "little_burnt": burnt < 1,
        "above_mean": min(mean) > 1,
    }


def _counts(rows: pd.DataFrame) -> pd.DataFrame:
    """Counts of the fuel-cell vehicles of the whole province; a pace would need two."""
    return rows[
        (rows["indicator"] == "fuel_cell_vehicles")
        & (rows["place"] == "Shanxi")
        & (rows["period_kind"] == "stock")
    ]


def _printed_claims(rows: pd.DataFrame) -> dict[str, Value]:
    """The four printed claims that can be tested."""
    gas = _value(rows, "shanxi-byproduct-hydrogen-potential-2021-a") / _value(rows, "const-h2-volume")
    saving = _value(rows, "shanxi-byproduct-hydrogen-co2-saving-2021-a") / gas
    truck = "sx-pengfei-group-xiaoyi-hydrogen-truck"
    takes = _value(rows, f"{truck}-consumption-2023-a")  # kg/100 km
    driven = _value(rows, f"{truck}-distance-2022-11-to-2023-12-a")
    record = _value(rows, f"{truck}-co2-saving-2022-11-to-2023-12-a") * 1000 / (driven / 100 * takes)
    heat = _value(rows, "const-h2-lhv") * 3.6 * _value(rows, "const-coal-ipcc-ef-bituminous") / 1000
    third = _value(rows, "shanxi-coking-capacity-share-of-china-2021-a")
    ovens = 100 * _value(rows, "shanxi-coke-capacity-2024-a") / _value(rows, "china-coke-output-2023-a")
    years = (dt.date(2023, 12, 29) - dt.date(2022, 11, 22)).days / 365.25
    far = driven / _value(rows, f"{truck}s-2022-11-22-a") / years
    assumed = gas * 1e9 / _value(rows, "shanxi-byproduct-hydrogen-trucks-2021-a") / takes * 100
    fails = [saving > record, third > ovens, assumed > far]
    return {
        "saving_times": saving / heat,
        "coking_share_most": ovens,
        "claims_failed": float(sum(fails)),
        "some_fail": any(fails),
    }
