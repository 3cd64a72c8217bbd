"""The headlines of the chapter on freight, computed once more from `data/` alone.

Belongs here: the plain arithmetic of the numbers in the chapter's opening, key numbers and headings, and of the claims
they are bound to, written without the models. Does not: comparing the two (`tests/test_headlines.py`).

A pace whose totals are bounds or whose days are not known is a pair of ends: fewest trains in the longest time, most
trains in the shortest.
"""

import datetime as dt
from collections.abc import Callable

import pandas as pd

Value = float | bool | str | tuple[float, float]

YEAR = 365.25
FIRST_COUNT = dt.date(2019, 11, 1), dt.date(2019, 11, 30)  # printed for the month


def recomputed(observations: pd.DataFrame, panel: pd.DataFrame) -> dict[str, Value]:
    """Headline facts and claims by their keys without the theme, unrounded."""
    values = observations.set_index("obs_id")["value"].astype(float)
    highs = observations.set_index("obs_id")["value_high"].astype(float)

    def count(tail: str) -> float:
        return float(values["shanxi-china-europe-trips-" + tail])

    def trade(year: int) -> float:
        return float(values[f"shanxi-foreign-trade-{year}-a"])

    sea, rail = (
        "shanxi-to-europe-sea-transit-time-until-to-2016-a",
        "shanxi-to-europe-rail-transit-time-2025-a",
    )
    days_sea = (float(values[sea]), float(highs[sea]))
    found: dict[str, Value] = {"days_sea": days_sea, "days_europe": float(values[rail])}
    # "about 20" is 15 to 25 at the most
    found["sooner_than_by_sea"] = values[rail] + 5 < days_sea[0]

    found |= paces(values, count)
    latest = found["pace_latest"]
    assert isinstance(latest, tuple)

    each = values["shanxi-china-europe-cargo-value-2021-01-to-2021-05-a"] / count("2021-01-to-2021-05-a")
    by_train = {
        year: (100 * latest[0] * each / trade(year), 100 * latest[1] * each / trade(year))
        for year in (2024, 2025)
    }
    found["trade_by_train"], found["trade_by_train_2024"] = by_train[2025], by_train[2024]
    # January to May of 2021: more than the first quarter of trade, so less than this part of it.
    carried = values["shanxi-china-europe-cargo-value-2021-01-to-2021-05-a"]
    found["small_in_2021"] = bool(100 * carried / values["shanxi-foreign-trade-2021-q1-a"] < 3)
    found["small_in_value"] = all(low >= 0.75 and high <= 1.25 for low, high in by_train.values())
    coal = values["shanxi-coal-shipped-to-other-provinces-2025-a"] * 1e6
    moved = values["sx-zhongding-park-china-europe-cargo-weight-2017-to-2025-09-17-a"]
    found["coal_hours"] = float(moved / coal * YEAR * 24)
    found["small_in_weight"] = found["coal_hours"] < 24
    units = values["sx-zhongding-park-china-europe-teu-2021-01-01-to-2021-06-02-a"]
    found["teu_a_train"] = float(
        units / values["sx-zhongding-park-china-europe-trips-2021-01-01-to-2021-06-02-a"]
    )
    before = [float(values[f"china-china-europe-trips-2021-01-to-2021-11-{which}"]) for which in "ab"]
    boxes = float(values["china-china-europe-teu-2021-01-to-2021-11-a"])
    nation = (boxes / max(before), boxes / min(before))
    found["teu_a_train_nation"] = nation
    found["as_long_as_others"] = 0.9 * nation[0] <= found["teu_a_train"] <= 1.1 * nation[1]

    nation_2024 = values["china-china-europe-trips-2024-b"]
    rose = values["china-china-europe-trips-growth-2024-a"] > 0
    rose = rose and values["china-china-europe-trips-2025-a"] > nation_2024 + 0.5
    grew = values["china-china-europe-trips-2023-01-to-2023-11-a"] > max(before)
    found["nation_kept_growing"] = bool(grew and rose)
    found["one_park"] = bool(values["sx-zhongding-park-zhongding-share-of-trains-2025-06-a"] >= 90)
    trips = observations[
        (observations["indicator"] == "china_europe_trips") & (observations["period"] == "2024")
    ]
    cities = trips[trips["place"] != "China"]["value"].astype(float)
    found["behind_every_city"] = bool(2 * latest[1] < cities.min())

    found["trade_fall"] = 100 * (1 - trade(2025) / trade(2021))
    found["peak_2021"] = all(trade(year) < trade(2021) for year in (2019, 2020, 2022, 2023, 2024, 2025))
    found["below_first_year"] = trade(2025) < trade(2019)
    aim = values["shanxi-foreign-trade-growth-2024-a"]
    found["trade_2024_growth"] = 100 * (trade(2024) / trade(2023) - 1)
    found["trade_2024_distance"] = 100 * (trade(2024) / (trade(2023) * (1 + aim / 100)) - 1)
    found["target_missed"] = bool(found["trade_2024_growth"] < aim)
    return found


def paces(values: "pd.Series[float]", count: Callable[[str], float]) -> dict[str, Value]:
    """The paces, and the claims that compare them."""
    in_2017, in_2020 = count("2017-a"), count("2020-a")
    at_2019, at_2020 = count("cumulative-2019-11-a"), count("cumulative-2020-06-18-a")
    at_2021, at_2022 = count("cumulative-2021-09-25-a"), count("cumulative-2022-12-20-a")
    at_2023 = count("cumulative-2023-08-05-a")
    peak = _pace(at_2021 - at_2020, dt.date(2020, 6, 18), dt.date(2021, 9, 25))
    after = _pace(at_2022 - at_2021, dt.date(2021, 9, 25), dt.date(2022, 12, 20))
    later = _pace(at_2023 - at_2022, dt.date(2022, 12, 20), dt.date(2023, 8, 5))
    early = (
        _pace(at_2020 - at_2019, FIRST_COUNT[0], dt.date(2020, 6, 18)),
        _pace(at_2020 - at_2019, FIRST_COUNT[1], dt.date(2020, 6, 18)),
    )

    # The park's 74 were 47.5 to 48.5 % more than a year before; the fewest of that year bound the end of 2019 from above.
    park_2021 = values["sx-zhongding-park-china-europe-trips-2021-01-01-to-2021-06-02-a"]
    fewest = park_2021 / 1.485
    by_2019 = (at_2019, float(at_2020 - fewest))
    by_2020 = (by_2019[0] + in_2020, by_2019[1] + in_2020)
    new_year = dt.date(2020, 12, 31), dt.date(2021, 9, 25)
    in_2021 = (_pace(at_2021 - by_2020[1], *new_year), _pace(at_2021 - by_2020[0], *new_year))
    disputed = count("cumulative-2021-06-a") - park_2021 - in_2020

    # From 25 September the pace that followed.
    rest = after * (dt.date(2021, 12, 31) - dt.date(2021, 9, 25)).days / YEAR
    of_2021 = (float(at_2021 - by_2020[1] + rest), float(at_2021 - by_2020[0] + rest))
    early_2021 = count("2021-01-to-2021-05-a") / 5 * 12
    most, least = max(in_2020, of_2021[1], early_2021), min(in_2020, of_2021[0], early_2021)

    park = values["sx-zhongding-park-china-europe-trips-cumulative-2025-09-17-a"]
    implied = (float(park / 0.935), float(park / 0.925))
    since = dt.date(2023, 8, 5), dt.date(2025, 9, 17)
    latest = (_pace(implied[0] - at_2023, *since), _pace(implied[1] - at_2023, *since))
    lowest, highest = min(after, later, latest[0]), max(after, later, latest[1])
    return {
        "trains_2017": in_2017,
        "trains_2020": in_2020,
        "grew_to_2020": in_2020 > in_2017,
        "pace_2019_20": early,
        "pace_peak": peak,
        "pace_2021": in_2021,
        "pace_2021_22": after,
        "pace_2022_23": later,
        "pace_latest": latest,
        "total_implied": implied,
        "by_2019": by_2019,
        "by_2020": by_2020,
        "end_2019": float(disputed),
        "estimate_fits": bool(by_2019[0] <= disputed <= by_2019[1]),
        "trains_2021": of_2021,
        "pace_early_2021": early_2021,
        "about_half_since": most / 2 <= latest[0] and latest[1] <= 0.6 * least,
        "under_two_thirds": most / 2 <= lowest and highest <= 0.66 * least,
        "fewer_than_2020": latest[1] < in_2020,
        "fewer_since": in_2020 > max(after, later),
        "surge_over": peak > max(early[1], highest) and in_2020 > highest,
        "halved": latest[1] < peak / 2,
    }


def _pace(trains: float, first: dt.date, last: dt.date) -> float:
    return trains / (last - first).days * YEAR
