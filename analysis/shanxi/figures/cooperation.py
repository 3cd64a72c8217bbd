"""The charts of the chapter on cooperation.

Belongs here: the table behind a chart. Does not: marks, axes and labels (`cooperation_drawing.py`), tables that are
printed (`cooperation_tables.py`), computing anything, or words (`words/<language>/cooperation.yml`).
"""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

import pandas as pd

from evident.export.exhibits import Chart, Column
from evident.text.words import Words
from shanxi.figures import cooperation_drawing as drawing
from shanxi.models import burden_sharing as sharing

# What kind of sum each row of the chart of sums is.
SCALE = {
    "bill": "need", "fund": "fund", "levy": "fund", "premium": "fund", "jiangsu_would": "fund", "gap": "paid",
    "xinjiang_first": "paid", "xinjiang": "paid", "jiangsu": "paid", "river": "paid", "own_fund": "planned",
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


def partners(
    words: Words,
    burnt: pd.DataFrame,
    relative: pd.DataFrame,
    burners: Sequence[str],
    named: Collection[str],
) -> Chart:
    """Coal burnt against GDP per head, one point a province that burns more than it digs.

    Args:
        burnt: one row, Mt of CO2 from coal; relative: percent of the median province, its last year is taken.
    """
    names = list(burners)
    shown = pd.DataFrame({"income": relative.iloc[-1][names], "burnt": burnt.iloc[0][names]})
    shown = shown.sort_values("burnt", ascending=False)
    own = float(relative.iloc[-1]["Shanxi"])
    columns = {
        "province": _column(words, "province"),
        "income": _column(words, "median", "percent", 0),
        "burnt": _column(words, "burnt", "Mt CO2", 0),
    }
    own_row = pd.DataFrame({"income": [own], "burnt": [float(burnt.iloc[0]["Shanxi"])]}, index=["Shanxi"])
    table = pd.concat([shown, own_row]).rename_axis("province").reset_index()
    return Chart(table, columns, lambda canvas: drawing.draw_partners(canvas, shown, own, named))


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
    columns["median"] = _column(words, "middle", "percent", 1)
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
    columns["median"] = _column(words, "middle", "percent", 1)
    return Chart(
        shares.reset_index(names="province"),
        columns,
        lambda canvas: drawing.draw_burners(canvas, shares, named),
    )


def scale(words: Words, sums: Mapping[str, Any]) -> Chart:
    """What was paid, what is proposed and what is needed, a year, at the size of the economy of one year.

    Args:
        sums: billion yuan a year, by the keys of SCALE; a number or a pair of ends.
    """
    entries = []
    for key, value in sums.items():
        low, high = value if isinstance(value, tuple) else (value, value)
        entries.append((words(f"cooperation.scale.rows.{key}"), SCALE[key], low, high))
    rows = pd.DataFrame(entries, columns=["label", "kind", "low", "high"]).dropna()
    rows = rows.sort_values("high", ascending=False)
    shown = rows.assign(kind=[words(f"cooperation.scale.{kind}") for kind in rows["kind"]])
    columns = {key: _column(words, key) for key in ("label", "kind")}
    columns |= {key: _column(words, key, "billion CNY/yr", 1) for key in ("low", "high")}
    return Chart(shown, columns, lambda canvas: drawing.draw_scale(canvas, rows))
