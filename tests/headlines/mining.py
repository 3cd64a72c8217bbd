"""The headlines of the chapter on mining, computed again from the data alone.

Belongs here: an independent computation from `data/` with pandas, written from what the chapter says and not from the
models. Does not: any import of the report or the engine. Keys are those of facts and claims, without the theme.
"""

import math

import pandas as pd

Found = dict[str, float | bool | str | tuple[float, float]]
Values = dict[str, float]  # of observations by id

NOT_FROM_DATA = {"target_year": "A parameter: the date that the province set itself."}
TARGET_YEAR = 2027  # parameters of the baseline edition
GWP_CENTURY, GWP_TWENTY = 28, 84
YEARS = 3  # over which a pace is taken
CREWS, FITTING_YEARS = 4, 4  # crews a face at most, and years in which intelligent faces came
TO_BOHAI = ["Daqin", "Shuohuang"]  # railways to ports on the Bohai
# Railways that lead no coal out to the east or south: by the ends that their rows name, Inner Mongolia, Shaanxi and
# Ningxia lie north and west, and the line from Datong to Puzhou stays in the province.
NOT_OUT = ["Dabao", "Dazhun", "Shenshuo", "Taizhongyin", "Tongpu", "Zhunchi", "Zhunshuo"]
TOLERANCE = 0.1  # on track is within a tenth
SIZES = ["0-6-0-9", "0-9-1-2", "1-2-2", "2-3", "3-5", "5-10", "10-and-over"]
LIMITS = [(0.6, 0.9), (0.9, 1.2), (1.2, 2), (2, 3), (3, 5), (5, 10), (10, math.inf)]


def recomputed(observations: pd.DataFrame, panel: pd.DataFrame) -> Found:
    """Facts and claims of the opening, the key numbers and the headings."""
    value = dict(zip(observations["obs_id"], map(float, observations["value"]), strict=True))
    first_parts = _roll_out(value) | _capacity(value) | _railways(observations)
    return first_parts | _people(value) | _coal(value) | _methane(value, panel)


def _roll_out(value: Values) -> Found:
    ends = {year: value[f"shanxi-intelligent-mines-{year}-12-31-a"] for year in (2022, 2023, 2025)}
    ends[2024] = value["shanxi-intelligent-mines-2024-12-31-b"]
    added = {2022: value["shanxi-intelligent-mines-added-2022-a"]}
    ends[2021] = ends[2022] - added[2022]
    added |= {year: ends[year] - ends[year - 1] for year in (2023, 2024, 2025)}
    letters = {2022: "b", 2023: "b", 2024: "a", 2025: "a", 2026: "a"}
    plans = {
        year: value[f"shanxi-intelligent-mines-added-{year}-{letter}"] for year, letter in letters.items()
    }
    counts = {
        "producing": value["shanxi-coal-mines-producing-2022-02-28-a"],
        "operating": value["shanxi-operating-mines-by-size-2024-05-22-all"],
        "all": value["shanxi-coal-mines-2022-10-a"],
    }
    left = TARGET_YEAR - 2025
    reachable = ends[2025] + left * plans[2026]
    pace = (ends[2025] - ends[2025 - YEARS]) / YEARS
    needed = {name: (count - ends[2025]) / left for name, count in counts.items()}
    now = {name: _verdict(pace, pace_needed) for name, pace_needed in needed.items()}
    if_met = {name: _verdict(plans[2026], pace_needed) for name, pace_needed in needed.items()}
    found: Found = {f"mines_{name}": count for name, count in counts.items()}
    found |= {f"needed_{name}": pace_needed for name, pace_needed in needed.items()}
    found |= {f"verdict_{name}": verdict for name, verdict in now.items()}
    return found | {
        "mines_2021": ends[2021],
        "mines_2025": ends[2025],
        "plan_2026": plans[2026],
        "pace_recent": pace,
        "reachable_at_mean": ends[2025] + left * pace,
        "mean_short": ends[2025] + left * pace < counts["producing"],
        "reachable_at_plan": reachable,
        "count_rose": sorted(ends.values()) == [ends[year] for year in range(2021, 2026)],
        "plans_met": all(added[year] >= plans[year] for year in added),
        "plan_shrinks": added[2025] > 2 * plans[2026],
        "goal_cannot_be_told": len(set(now.values())) > 1,
        "plan_falls_short": all(count > reachable for count in counts.values()),
        "not_done_as_planned": all(count > reachable for count in counts.values())
        and set(if_met.values()) == {"behind"},
    }


def _verdict(pace: float, needed: float) -> str:
    if pace > (1 + TOLERANCE) * needed:
        return "ahead"
    return "on_track" if pace >= (1 - TOLERANCE) * needed else "behind"


def _capacity(value: Values) -> Found:
    mines = [value[f"shanxi-operating-mines-by-size-2024-05-22-{size}"] for size in SIZES]
    tonnes = [value[f"shanxi-mine-capacity-by-size-2024-05-22-{size}"] for size in SIZES]
    done = value["shanxi-intelligent-mines-2025-12-31-a"]
    then = value["shanxi-intelligent-mines-2024-12-23-a"]
    operating = value["shanxi-operating-mines-by-size-2024-05-22-all"]
    published = value["shanxi-intelligent-capacity-share-2024-10-14-a"]
    most, most_then = (100 * _most(count, mines, tonnes) / sum(tonnes) for count in (done, then))
    rest = _most(sum(mines) - done, mines, tonnes)
    share_then = 100 * then / operating
    return {
        "most_share_latest": most,
        "least_share_latest": 100 - 100 * rest / sum(tonnes),
        "half_published": published >= 50,
        "upper_above_half": most > 50,
        "converted_were_larger": published > share_then,
        "count_is_not_coal": published >= 50 and share_then < published < most_then,
        "count_reaches_further": most > 100 * done / sum(mines),
    }


def _most(count: float, mines: list[float], tonnes: list[float]) -> float:
    """The most that so many mines can hold: whole classes from the top, then a part of one within its limits."""
    held = 0.0
    for number, capacity, (low, high) in reversed(list(zip(mines, tonnes, LIMITS, strict=True))):
        if count >= number:
            held, count = held + capacity, count - number
        else:
            return held + min(count * high if count else 0.0, capacity - (number - count) * low)
    return held


def _railways(observations: pd.DataFrame) -> Found:
    """By the newest capacity of each railway that leads east or south out of the province."""
    rails = observations[observations["indicator"] == "coal_railway_capacity"]
    newest = rails.sort_values("period").groupby("category")["value"].last().astype(float)
    rest = newest.drop([*TO_BOHAI, *NOT_OUT])
    return {"bohai_widest": bool(newest[TO_BOHAI].min() > rest.max())}


def _people(value: Values) -> Found:
    a_face = (
        value["shanxi-workers-replaced-2021-12-31-a"] / value["shanxi-graded-intelligent-faces-2021-12-31-a"]
    )
    posts = a_face * value["shanxi-intelligent-faces-2025-03-a"]
    periods = ("2023-to-2050", "2025-to-2030", "2020-to-2035")
    losses = [value[f"shanxi-coal-jobs-lost-{period}-a"] for period in periods]
    spans = [int(end) - int(start) for start, end in (period.split("-to-") for period in periods)]
    a_year = [loss / span for loss, span in zip(losses, spans, strict=True)]
    saved = (posts / FITTING_YEARS, CREWS * posts / FITTING_YEARS)
    rates = [value[f"shanxi-deaths-per-mt-{when}-a"] for when in ("2000", "2006", "2011-01-to-2011-11")]
    return {
        "posts_at_faces": posts,
        "posts_in_all_crews": CREWS * posts,
        "posts_a_year": saved,
        "lost_2050_a_year": a_year[0],
        "lost_2050_lowest": a_year[0] < min(a_year[1:]),
        "saved_like_lowest": abs(saved[1] / a_year[0] - 1) <= 0.1 and saved[1] < min(a_year[1:]),
        "deaths_fell_before": rates[0] > rates[1],
        "deaths_fell_on": rates[1] > rates[2],
    }


def _coal(value: Values) -> Found:
    letters = {2021: "b", 2022: "a", 2023: "b", 2024: "d", 2025: "a"}
    here = {year: value[f"shanxi-raw-coal-output-{year}-{letter}"] for year, letter in letters.items()}
    nation = [value[f"china-raw-coal-output-{year}-{'b' if year == 2022 else 'a'}"] for year in letters]
    first, in_2021 = value["shanxi-raw-coal-output-2020-a"], value["shanxi-raw-coal-output-2021-a"]
    later = in_2021 - value["shanxi-raw-coal-output-change-2021-a"]
    last, peak, in_2022 = here[2025], here[2023], value["shanxi-raw-coal-output-2022-a"]
    every_mine_2023 = value["shanxi-raw-coal-output-2023-c"]
    rise = [last - count for count in (first, later)]
    return {
        "output_2025": last,
        "output_since_2020": 100 * (last / first - 1),
        "output_since_2020_later": 100 * (last / later - 1),
        "output_since_2021": 100 * (last / in_2021 - 1),
        "output_change": 100 * (last / peak - 1),
        "share_five_years": 100 * sum(here.values()) / sum(nation),
        "more_than_quarter": sum(here.values()) / sum(nation) > 0.25,
        "output_plan_met": last >= value["shanxi-raw-coal-output-2025-d"],
        "mostly_shipped": value["shanxi-coal-shipped-to-other-provinces-2025-a"] > last / 2,
        "did_not_shrink": last > max(first, later, in_2021) and abs(last / peak - 1) <= 0.05,
        "coal_as_in_2022": abs(last / in_2022 - 1) <= 0.01
        and last > 1.2 * max(first, later)
        and last < min(peak, every_mine_2023),
        "output_since_2023_all": 100 * (last / every_mine_2023 - 1),
        "output_rise": (min(rise), max(rise)),
        "rose_more_than_added": min(rise) > value["shanxi-coal-capacity-added-2021-to-2025-b"],
        "q1_after_both": 100 * (_after(value, "2024-q1") * _after(value, "2025-q1") - 1),
        "rose_then_fell": here[2024] < peak,
        "came_back": last > here[2024],
    }


def _after(value: Values, quarter: str) -> float:
    return 1 + value[f"shanxi-raw-coal-output-growth-{quarter}-a"] / 100


def _methane(value: Values, panel: pd.DataFrame) -> Found:
    seen = value["shanxi-coal-mine-methane-2019-a"]
    error = value["shanxi-coal-mine-methane-uncertainty-2019-a"]
    own = (panel["province"] == "Shanxi") & (panel["year"].astype(int) == 2019)
    carbon = float(panel.loc[own & (panel["indicator"] == "co2_total"), "value"].iloc[0])
    ends = (seen - error, seen + error)
    century, twenty = (tuple(gwp * end for end in ends) for gwp in (GWP_CENTURY, GWP_TWENTY))
    return {
        "methane_2019": seen,
        "methane_century": (century[0], century[1]),
        "methane_century_beside": (100 * century[0] / carbon, 100 * century[1] / carbon),
        "methane_twenty_beside": (100 * twenty[0] / carbon, 100 * twenty[1] / carbon),
        "century_adds_a_third": century[0] > carbon / 3,
        "twenty_above_carbon": twenty[0] > carbon,
        "twice_the_error": GWP_TWENTY * (seen - 2 * error) > carbon,
    }
