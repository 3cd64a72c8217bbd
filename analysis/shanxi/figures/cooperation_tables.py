"""The tables of the chapter on cooperation: the bills, the instruments side by side, and the scorecard.

Belongs here: their rows. Does not: the values in them (the notebook computes them), or the charts (`cooperation.py`).
"""

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from evident.evidence.tables import Observation
from evident.export.exhibits import Column, Table
from evident.text import formats
from evident.text.words import Words
from shanxi.models.transition_cost import years_of

Pair = tuple[float, float]
INSTRUMENTS = ("equalisation", "transfer", "pairs", "levy", "premium", "investment", "abroad")


def _columns(words: Words, name: str, keys: Sequence[str]) -> dict[str, Column]:
    return {key: Column(words(f"cooperation.{name}.columns.{key}")) for key in keys}


def _range(words: Words, ends: Pair, unit: str, decimals: int, bound: str = "exact") -> str:
    return formats.quantity(ends[0], unit, decimals, words, bound=bound, value_high=ends[1])


def _a_year(words: Words, ends: Pair) -> str:
    """A sum a year, in the unit that the subtitle names."""
    low, high = ends
    return formats.in_tables(low, "billion CNY/yr", 1, words, value_high=high)


def bill(
    words: Words,
    forecasts: Mapping[str, Observation],
    costs: Mapping[str, tuple[Any, Any]],
    sizes: Mapping[str, tuple[Pair, str]],
) -> Table:
    """Each bill that a fall of coal brings: what it assumes, how large, and what it is a year.

    Args:
        forecasts: of jobs lost, by the keys of the words, the one with related trades last.
        costs: billion yuan a year in the money of its years and at the size of one: of `jobs` and `trades` a list in
            the order of the forecasts, of the other bills a pair of ends.
        sizes: how large the other bills are, ends and unit.
    """
    lines = []
    before, now = ([*costs["jobs"][form], *costs["trades"][form]] for form in (0, 1))
    for (key, forecast), old, new in zip(forecasts.items(), before, now, strict=True):
        most = forecast.value_high if forecast.bound == "range" else forecast.value
        jobs = _range(words, (forecast.value / 1000, most / 1000), "thousand", 0)
        over = words("cooperation.bill.over", years=years_of(forecast))
        lines.append((key, words("cooperation.bill.jobs", jobs=jobs, over=over), old, new))
    for key in ("tax", "tax_last", "land", "all", "all_last"):
        size = _range(words, *sizes[key], 0) if key in sizes else ""
        lines.append((key, words(f"cooperation.bill.sizes.{key}", size=size), *costs[key]))
    rows = [
        (
            words(f"cooperation.bill.rows.{key}"),
            words(f"cooperation.bill.assumes.{key}"),
            size,
            _a_year(words, old),
            _a_year(words, new),
        )
        for key, size, old, new in lines
    ]
    names = ["bill", "assumes", "size", "before", "now"]
    return Table(pd.DataFrame(rows, columns=names), _columns(words, "bill", names))


def instruments(
    words: Words, precedents: Sequence[Observation], sums: Mapping[str, tuple[Pair, str, int, str]]
) -> Table:
    """One row an instrument: who pays whom, what the law says, what precedent shows, and a yearly sum.

    Args:
        precedents: what the words name: power bought as aid, pairs of provinces, aid to coal regions in Germany.
        sums: by instrument its ends, unit, decimals and bound; where a key is missing no sum was found.
    """
    named = {
        name: formats.quantity(item.value, item.unit, item.decimals, words)
        for name, item in zip(("power", "pairs", "german"), precedents, strict=True)
    }
    parts, lines = ("rows", "flow", "law", "precedent"), []
    for key in INSTRUMENTS:
        told = [words(f"cooperation.instruments.{part}.{key}", **named) for part in parts]
        found = _range(words, *sums[key]) if key in sums else words("cooperation.instruments.none")
        lines.append((*told, found))
    names = ["instrument", "flow", "law", "precedent", "sum"]
    return Table(pd.DataFrame(lines, columns=names), _columns(words, "instruments", names))


def scorecard(
    words: Words,
    verdict: Mapping[str, str],
    latest: Mapping[str, float],
    target: Mapping[str, float],
    aid: Mapping[str, float],
    observed: Mapping[str, float],
    spans: Mapping[str, str],
    distance: Mapping[str, float],
    blanks: Mapping[str, Any],
) -> Table:
    """The scorecard: what, verdict, latest, target, pace needed, pace observed, distance.

    Args:
        aid: pace needed and seen of the precedent, billion yuan a year; observed: other paces, in the units below.
        spans: the years of a pace that is no plan's.
        distance: percent of the target.
        blanks: years that labels name.
    """

    def said(value: float | None, unit: str, decimals: int) -> str:
        return blank if value is None else formats.quantity(value, unit, decimals, words)

    def row(key: str, unit: str, pace: str) -> list[str]:
        needed = said(aid["needed"], pace, 1) if key == "aid" else blank
        seen = said(aid["seen"] if key == "aid" else observed.get(key), pace, 1)
        if spans.get(key):
            first, _, last = spans[key].partition("–")
            span = words("common.range", low=first, high=last) if last else first
            seen = words("cooperation.scorecard.over", pace=seen, span=span)
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
