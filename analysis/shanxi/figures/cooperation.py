"""The charts and tables of the chapter on cooperation.

Belongs here: the table behind a chart, its marks, axes and direct labels. Does not: computing anything, or words
(`words/<language>/cooperation.yml`).
"""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

import pandas as pd

from evident.export.exhibits import Chart, Column, Table
from evident.text import formats
from evident.text.words import Words
from shanxi.figures import cooperation_drawing as drawing
from shanxi.models import burden_sharing as sharing

# What stands where in the chart of sums: panel and kind of each row.
SCALE = {
    "cost": ("year", "need"), "fund": ("year", "fund"), "levy": ("year", "fund"), "xinjiang": ("year", "paid"),
    "own_fund": ("year", "planned"), "germany": ("year", "planned"), "eu": ("year", "planned"),
    "river": ("year", "paid"), "fund_job": ("job", "fund"), "central_job": ("job", "paid"),
    "spain_job": ("job", "planned"), "hardcoal_job": ("job", "planned"),
}  # fmt: skip


def _column(words: Words, key: str, unit: str = "", decimals: int | None = None) -> Column:
    return Column(words(f"cooperation.columns.{key}"), unit, decimals)


def income(
    words: Words, relative: pd.DataFrame, five: pd.Series, prices: pd.DataFrame, breaks: Collection[int]
) -> Chart:
    """Income against two yardsticks, and the price part of growth.

    Args:
        relative: percent of the median province, index year; five: percent of the five named provinces.
        prices: index year; columns nominal, real, price (percent) and doubtful.
        breaks: years whose figures start a new census base.
    """
    lines = pd.DataFrame({"median": relative["Shanxi"], "five": five.reindex(relative.index)})
    shown = lines.join(prices, how="outer").rename_axis("year").reset_index()
    said = {True: words("cooperation.income.doubtful"), False: ""}
    shown["doubtful"] = ["" if pd.isna(value) else said[bool(value)] for value in shown["doubtful"]]
    columns = {"year": _column(words, "year")}
    columns |= {
        key: _column(words, key, "percent", 1) for key in ("median", "five", "nominal", "real", "price")
    }
    columns["doubtful"] = _column(words, "doubtful")
    return Chart(shown, columns, lambda canvas: drawing.draw_income(canvas, lines, prices, breaks))


def dependence(
    words: Words, drawn: Mapping[str, pd.DataFrame], burners: Sequence[str], named: Collection[str]
) -> Chart:
    """Carbon drawn from elsewhere: bars for coal and power, a line for the range of coal's carbon.

    Args:
        drawn: by low, middle and high factor: index province; columns coal, power, total in Mt of CO2.
    """
    ranked = drawn["middle"].loc[list(burners)].sort_values("total", ascending=False)
    ends = pd.concat([drawn[end]["total"] for end in ("low", "high")], axis=1).loc[ranked.index]
    ranked = ranked.assign(low=ends.min(axis=1), high=ends.max(axis=1))
    columns = {"province": _column(words, "province")}
    columns |= {key: _column(words, key, "Mt CO2", 0) for key in ranked.columns}
    return Chart(
        ranked.reset_index(names="province"),
        columns,
        lambda canvas: drawing.draw_dependence(canvas, ranked, named),
    )


def rules(
    words: Words, by_rule: pd.DataFrame, views: pd.DataFrame, fund: float, of_revenue: pd.DataFrame
) -> Chart:
    """Shares under each rule as marks, all views as a band with its median.

    Args:
        by_rule: index province, one column a rule; parts of 1. views: one row a view, one column a province.
        of_revenue: as `by_rule`, percent of the province's budget revenue.
    """
    shares = (100 * by_rule).join(sharing.bands(views)).sort_values("median", ascending=False)
    shown = shares.assign(
        payment=fund * shares["median"] / 100,
        of_revenue_least=of_revenue.min(axis=1),
        of_revenue_most=of_revenue.max(axis=1),
    )
    columns = {"province": _column(words, "province")}
    columns |= {key: _column(words, key, "percent", 1) for key in shares.columns}
    columns["payment"] = _column(words, "payment", "billion CNY", 1)
    columns |= {key: _column(words, key, "percent", 2) for key in ("of_revenue_least", "of_revenue_most")}
    return Chart(
        shown.reset_index(names="province"),
        columns,
        lambda canvas: drawing.draw_rules(canvas, shares, sharing.RULES),
    )


def burners(words: Words, by_rule: pd.DataFrame, views: pd.DataFrame, named: Collection[str]) -> Chart:
    """Every net burner of coal: the band of all views, its median, the extremes of the pure rules. As `rules`."""
    shares = sharing.bands(views)
    shares = shares.assign(least=100 * by_rule.min(axis=1), most=100 * by_rule.max(axis=1))
    shares = shares.sort_values("median", ascending=False)
    columns = {"province": _column(words, "province")}
    columns |= {key: _column(words, key, "percent", 1) for key in shares.columns}
    return Chart(
        shares.reset_index(names="province"),
        columns,
        lambda canvas: drawing.draw_burners(canvas, shares, named),
    )


def sensitivity(
    words: Words, thresholds: pd.DataFrame, years: pd.DataFrame, threshold: float, first_year: int
) -> Chart:
    """Capability against its threshold, responsibility against the first year counted.

    Args:
        thresholds: index threshold (percent of the median province), one column a province, percent.
        years: index first year, one column a province, percent.
        threshold, first_year: of the edition.
    """
    long = [
        table.rename_axis("at").reset_index().assign(swept=words(f"cooperation.sensitivity.{key}_title"))
        for key, table in (("threshold", thresholds), ("first_year", years))
    ]
    shown = pd.concat(long).astype({"at": str})[["swept", "at", *thresholds.columns]]
    columns = {key: _column(words, key) for key in ("swept", "at")}
    columns |= {name: Column(name, "percent", 1) for name in thresholds.columns}
    return Chart(
        shown,
        columns,
        lambda canvas: drawing.draw_sensitivity(canvas, thresholds, years, (threshold, first_year)),
    )


def scale(words: Words, yearly: Mapping[str, Any], per_job: Mapping[str, Any]) -> Chart:
    """A fund beside the cost counted and what was paid or promised elsewhere, a year and per coal job.

    Args:
        yearly: billion yuan a year, by the keys of SCALE; a number or a pair of ends.
        per_job: thousand yuan a coal job, likewise.
    """
    entries = []
    for key, value in {**yearly, **per_job}.items():
        low, high = value if isinstance(value, tuple) else (value, value)
        entries.append((words(f"cooperation.scale.rows.{key}"), *SCALE[key], low, high))
    rows = pd.DataFrame(entries, columns=["label", "panel", "kind", "low", "high"]).dropna()
    shown = rows.copy()
    for part in ("panel", "kind"):
        shown[part] = [words(f"cooperation.scale.{value}") for value in rows[part]]
    columns = {key: _column(words, key) for key in ("label", "panel", "kind")}
    columns |= {key: _column(words, key, "", 1) for key in ("low", "high")}
    return Chart(shown, columns, lambda canvas: drawing.draw_scale(canvas, rows))


def scorecard(
    words: Words,
    verdict: Mapping[str, str],
    latest: Mapping[str, float],
    target: Mapping[str, float],
    aid: Mapping[str, float],
    observed: Mapping[str, float],
    distance: Mapping[str, float],
    blanks: Mapping[str, Any],
) -> Table:
    """The scorecard: what, verdict, latest, target, pace needed, pace observed, distance.

    Args:
        aid: pace needed and seen of the precedent, billion yuan a year; observed: other paces, in the units below.
        distance: percent of the target.
        blanks: years that labels name.
    """

    def said(value: float | None, unit: str, decimals: int) -> str:
        return blank if value is None else formats.quantity(value, unit, decimals, words)

    def row(key: str, unit: str, pace: str) -> list[str]:
        needed = said(aid["needed"], pace, 1) if key == "aid" else blank
        seen = said(aid["seen"] if key == "aid" else observed.get(key), pace, 1)
        places = 2 if key == "aid" else 1 if key == "growth" else 0
        told = {True: said(target.get(key), unit, places), False: words("cooperation.scorecard.no_target")}
        found = latest.get(key)
        return [
            words(f"cooperation.scorecard.rows.{key}", **blanks),
            words(f"common.verdicts.{verdict[key]}"),
            words("cooperation.scorecard.nothing") if key == "brotherhood" else said(found, unit, places),
            told[key in target],
            needed,
            seen,
            said(distance.get(key), "percent", 0),
        ]

    blank = words("cooperation.scorecard.none")
    lines = [
        row("growth", "percent", "percent"),
        row("income", "percent", "percent/yr"),
        row("coal_tax", "percent", "percentage points/yr"),
        row("brotherhood", "billion CNY", "billion CNY/yr"),
        row("aid", "billion CNY", "billion CNY/yr"),
    ]
    names = ["indicator", "verdict", "latest", "target", "needed", "observed", "distance"]
    columns = {name: Column(words(f"cooperation.scorecard.columns.{name}")) for name in names}
    return Table(pd.DataFrame(lines, columns=names), columns)


# -- drawing
