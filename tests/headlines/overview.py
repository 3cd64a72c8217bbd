"""The headlines of the landing page and the chapter on what it adds up to, computed once more from `data/` alone.

Belongs here: the plain arithmetic of what `analysis/overview.ipynb` computes itself, written without the models. Does not:
numbers of other themes on those pages (each theme has its own file), comparing (`tests/test_headlines.py`).

What the notebook draws at random is drawn here with another generator.
"""

import random
import re
from pathlib import Path
from statistics import median
from typing import Any

import pandas as pd
import yaml

Value = float | bool | str | tuple[float, float]

DATA = Path(__file__).parents[2] / "data"
AS_OF = "2026-11-27"
DRAWS = 20_000
SCENARIOS = {"baseline": "baseline", "managed_decline": "managed-decline", "coal_rebound": "coal-rebound"}


def recomputed(observations: pd.DataFrame, panel: pd.DataFrame) -> dict[str, Value]:
    """Facts and claims of the notebook by their keys without the theme, unrounded."""
    value = dict(zip(observations["obs_id"], map(float, observations["value"]), strict=True))
    return _evidence(observations, panel) | _picture(value) | _economy(value) | _scenarios(value)


def _evidence(observations: pd.DataFrame, panel: pd.DataFrame) -> dict[str, Value]:
    entries = re.split(r"^@", (DATA / "sources.bib").read_text("utf8"), flags=re.MULTILINE)[1:]
    dated = {
        entry.partition("{")[2].partition(",")[0]: re.search(r"\bdate = \{([\d-]+)\}", entry)
        for entry in entries
    }
    late = {key for key, date in dated.items() if date and len(date[1]) == 10 and date[1] > AS_OF}
    known = observations[~observations["source_id"].isin(late)]
    return {
        "observations": float(len(known)),
        "sources": float(known["source_id"].nunique()),
        "panel_rows": float(len(panel)),
        "doubtful": float((known["quality"] == "doubtful").sum()),
        "in_conflict": float((known["quality"] == "conflict").sum()),
    }


def _economy(value: dict[str, float]) -> dict[str, Value]:
    gdp = {year: value[f"shanxi-gdp-{year}-b"] for year in range(2022, 2026)}
    industry = {
        year: 100 * value[f"shanxi-secondary-value-added-{year}-a"] / gdp[year] for year in range(2022, 2026)
    }
    grew = {
        year: value[f"shanxi-gdp-growth-{year}-{letter}"]
        for year, letter in ((2023, "a"), (2024, "b"), (2025, "a"))
    }
    found: dict[str, Value] = {f"gdp_{year}": gdp[year] for year in gdp}
    found |= {f"secondary_share_{year}": industry[year] for year in industry}
    found |= {f"growth_{year}": grew[year] for year in grew}
    for year in (2023, 2025):
        found[f"gdp_still_{year}"] = abs(gdp[year] / gdp[year - 1] - 1) <= 0.01
    spans = {2022: "2022-01-to-2022-08-a", 2025: "2025-01-to-2025-06-a"}
    coal, other = (
        {year: value[f"shanxi-{kind}-industry-growth-{span}"] for year, span in spans.items()}
        for kind in ("coal", "non-coal")
    )
    return found | {
        "volume_grew": all(rate > 0 for rate in grew.values()),
        "industry_share_fell": industry[2022] > industry[2023] and industry[2024] > industry[2025],
        "other_led_first": other[2022] > coal[2022],
        "coal_led_later": coal[2025] > other[2025],
    }


def _scenarios(value: dict[str, float]) -> dict[str, Value]:
    editions = {name: _assumed(file) for name, file in SCENARIOS.items()}
    horizon = editions["baseline"]["horizon"]
    ends = {name: _drawn(value, assumed, horizon) for name, assumed in editions.items()}
    found: dict[str, Value] = {
        "horizon": str(horizon),
        "underground_start": value["shanxi-underground-workers-2022-a"],
    }
    for name, drawn in ends.items():
        for measure in ("coal", "share", "jobs"):
            found[f"{measure}_{name}"] = median(drawn[measure])
            found[f"{measure}_{name}_range"] = _middle(drawn[measure])
        found[f"jobs_left_{name}"] = median(drawn["left"])
        found[f"jobs_unchanged_{name}"] = median(drawn["unchanged"])
    low, middle, high = (
        _middle(ends[name]["share"]) for name in ("coal_rebound", "baseline", "managed_decline")
    )
    base = editions["baseline"]["additions"]
    fleet, first = (
        value[f"shanxi-installed-new-energy-capacity-{key}"] for key in ("2025-12-31-a", "2020-a")
    )
    needed = (value["shanxi-installed-new-energy-capacity-2030-a"] - fleet) / 5
    record = value["shanxi-installed-wind-solar-added-2025-a"]
    coal = value["shanxi-raw-coal-output-2025-a"]
    plan = value["shanxi-raw-coal-output-2026-a"]
    return found | {
        "share_extremes_apart": low[1] < high[0],
        "share_low_overlaps": low[1] >= middle[0] and middle[1] >= low[0],
        "share_high_overlaps": middle[1] >= high[0] and high[1] >= middle[0],
        "share_rises": all(median(drawn["share"]) > median(drawn["first"]) for drawn in ends.values()),
        **_work(ends),
        "plan_is_today": abs(coal / plan - 1) <= 0.01,
        "adds_from_mean": abs(base[0] / ((fleet - first) / 5) - 1) <= 0.05,
        "adds_to_record": abs(base[1] / record - 1) <= 0.05,
        "rebound_from_forecast": abs(editions["coal_rebound"]["additions"][0] / needed - 1) <= 0.1,
    }


def _work(ends: dict[str, dict[str, list[float]]]) -> dict[str, Value]:
    """Whether the work underground surely falls: asked of the range that holds nine draws in ten."""
    ranges = {name: _middle(drawn["left"]) for name, drawn in ends.items()}
    falls = {name: high < 100 for name, (_, high) in ranges.items()}
    low, high = ranges["coal_rebound"]
    found: dict[str, Value] = {
        "work_falls_in_decline": falls["managed_decline"],
        "work_open_in_rebound": low <= 100 <= high,
        "work_stays_without_machines": abs(median(ends["baseline"]["unchanged"]) / 100 - 1) <= 0.03,
    }
    found["machines_decide"] = found["work_falls_in_decline"] and found["work_open_in_rebound"]
    return found


def _picture(value: dict[str, float]) -> dict[str, Value]:
    """Clean capacity against all that can burn coal, at the corners of what was rounded; coal dug then and now."""
    end = "-2025-12-31-a"
    clean = value[f"shanxi-installed-new-and-clean-capacity{end}"]
    total, share = (
        value[f"shanxi-installed-capacity-total{end}"],
        value[f"shanxi-share-new-and-clean-capacity{end}"],
    )
    least = clean - 0.005
    most_left = min(total + 0.5 - least, (clean + 0.005) * (100 / (share - 0.05) - 1))
    letters = {2020: "a", 2021: "a", 2022: "a", 2023: "b", 2024: "d", 2025: "a"}
    dug = {year: value[f"shanxi-raw-coal-output-{year}-{letter}"] for year, letter in letters.items()}
    return {
        "clean_passed_coal": least > most_left,
        "coal_fifth_more": abs(dug[2025] / dug[2020] / 1.2 - 1) <= 0.05,
        "coal_near_peak": abs(dug[2025] / max(dug.values()) - 1) <= 0.05,
        "below_two_years": dug[2025] < min(dug[2022], dug[2023]),
        "coal_as_before": dug[2025] > dug[2020] and dug[2025] > dug[2021],
    }


def _assumed(edition: str) -> dict[str, Any]:
    """The parameters of an edition, on those of the baseline."""
    found: dict[str, Any] = {}
    for name in ("baseline", edition):
        told = yaml.safe_load((DATA / "editions" / f"{name}.yml").read_text("utf8"))["overview"]
        found |= {key: item["value"] if isinstance(item, dict) else item for key, item in told.items()}
    return found


def _drawn(value: dict[str, float], assumed: dict[str, Any], horizon: int) -> dict[str, list[float]]:
    """The draws of the last year, and of the share in the first."""
    draw = random.Random(7)
    then = value["shanxi-raw-coal-output-2022-b"]
    found: dict[str, list[float]] = {
        name: [] for name in ("coal", "share", "first", "jobs", "left", "unchanged")
    }
    for _ in range(DRAWS):
        growth, adds, hours, power, work = (
            draw.uniform(*assumed[pace])
            for pace in ("coal_growth", "additions", "hours", "generation_growth", "productivity_growth")
        )
        coal = value["shanxi-raw-coal-output-2025-a"] * (1 + growth / 100) ** (horizon - 2025)
        for name, year in (("share", horizon), ("first", 2025)):
            # Capacity in the middle of the year, from that at the end of 2025.
            plant = value["shanxi-installed-new-energy-capacity-2025-12-31-a"] + adds * (year - 2025 - 0.5)
            all_power = value["shanxi-electricity-generation-2023-a"] * (1 + power / 100) ** (year - 2023)
            found[name].append(100 * plant * hours / 1000 / all_power)
        left = 100 * coal / then
        found["coal"].append(coal)
        found["unchanged"].append(left)
        found["left"].append(left / (1 + work / 100) ** (horizon - 2022))
        found["jobs"].append(found["left"][-1] / 100 * value["shanxi-underground-workers-2022-a"] / 1000)
    return found


def _middle(draws: list[float]) -> tuple[float, float]:
    low, high = pd.Series(draws).quantile([0.05, 0.95])
    return float(low), float(high)
