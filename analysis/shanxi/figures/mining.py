"""The charts and tables of the mining chapter.

Belongs here: the tables of what is drawn. Does not: where marks and labels go (`mining_drawing.py`), numbers (the
notebook passes them in) or words (`words/<language>/mining.yml`).
"""

import datetime as dt
import math
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from evident.evidence.sources import Source
from evident.evidence.tables import Observation
from evident.export.exhibits import Chart, Column, Table, measured_in
from evident.text import sentences
from evident.text.formats import number
from evident.text.words import Words
from shanxi.figures import mine_classes
from shanxi.figures import mining_drawing as drawing
from shanxi.figures.mining_drawing import Frame
from shanxi.models import mine_sizes
from shanxi.models.pace import change
from shanxi.models.rollout import interval, rising

Dated = tuple[dt.date, float]

QUIET = {39, 48, 244, 328, 369}  # counts that would crowd their neighbours' labels
SAME = 0.5  # percent: totals for one year that differ by less are one mark


def _end(year: int) -> dt.date:
    return dt.date(year, 12, 31)


def rollout(
    words: Words,
    counts: Sequence[Observation],
    start: Dated,
    added: Mapping[int, float],
    plans: Mapping[int, float],
    foreseen: Sequence[Dated],
) -> Chart:
    """Mines added against planned, and mines counted.

    Args:
        start: day and number of mines before the first printed count.
        added, plans: mines by year.
        foreseen: totals that plans imply, by day.
    """
    first = pd.DataFrame([(*start, True, False, False)], columns=["date", "value", "usable", "open", "shown"])
    mines = pd.concat([first.dropna(), _counts(counts)], ignore_index=True)
    mines["computed"] = mines["date"] == start[0]
    coming = pd.DataFrame(foreseen, columns=["date", "value"]).dropna()
    years = sorted({*added, *plans})
    yearly = pd.DataFrame(
        {
            "year": years,
            **{n: [by.get(y, math.nan) for y in years] for n, by in (("added", added), ("planned", plans))},
        }
    )
    stale = words("mining.rollout.stale")
    rows = [
        *(
            (words(f"mining.rollout.{n}"), y, v, True)
            for n in ("added", "planned")
            for y, v in zip(years, yearly[n], strict=True)
        ),
        *(
            (words("mining.rollout.mines"), *row)
            for row in mines[["date", "value", "usable"]].itertuples(index=False)
        ),
        *((words("mining.rollout.plans"), *row, True) for row in coming.itertuples(index=False)),
    ]
    data = pd.DataFrame(
        [(name, str(date), value, "" if usable else stale) for name, date, value, usable in rows],
        columns=["series", "date", "value", "usable"],
    ).dropna()
    columns = {
        "series": Column(words("mining.rollout.series")),
        "date": Column(words("mining.rollout.date")),
        "value": Column(words("mining.rollout.count"), "count", 0),
        "usable": Column(words("mining.rollout.remark")),
    }
    return Chart(data, columns, drawing.rollout(mines, coming, yearly))


def _counts(figures: Sequence[Observation]) -> Frame:
    """Counts as marks: off the line if stale, open if only doubtful sources have them, labelled unless quiet."""
    usable = set(rising([(obs.end, obs.value) for obs in figures]))
    sure = {(obs.end, obs.value) for obs in figures if obs.quality != "doubtful"}
    rows = [
        (*p, p in usable, p not in sure, p not in usable or p[1] not in QUIET)
        for p in sorted({(obs.end, obs.value) for obs in figures})
    ]
    return pd.DataFrame(rows, columns=["date", "value", "usable", "open", "shown"])


def denominators(
    words: Words, totals: Mapping[str, float], done: float, plan: float, reachable: float
) -> Chart:
    """Mines done, planned and left, of each count of mines.

    Args:
        totals: mines by count (words under mining.denominators).
        done: mines counted last.
        plan: mines planned for the next year.
        reachable: mines at the deadline if the plan is kept up.
    """
    kept_up = reachable - done - plan
    rows = [
        (words(f"mining.denominators.{name}"), total, done, plan, kept_up, total - reachable)
        for name, total in totals.items()
    ]
    names = ["name", "total", "done", "plan", "kept_up", "left"]
    data = pd.DataFrame(rows, columns=names)
    columns = {name: Column(words(f"mining.denominators.column_{name}"), "count", 0) for name in names[1:]}
    columns = {"name": Column(words("mining.denominators.column_name")), **columns}
    return Chart(data, columns, drawing.denominators(data))


def outlook(
    words: Words,
    counts: Sequence[Dated],
    ahead: tuple[Any, Any],
    goals: Mapping[str, tuple[float, float]],
    plan: Dated,
    target_year: int,
) -> Chart:
    """The counts, what the curve makes of them, and the straight lines that would reach each number of mines.

    Args:
        ahead: decimal years, and draws × times.
        goals: by name (words under mining.outlook): number of mines, and mines a year needed.
        plan: day and total that the next plan implies.
    """
    fitted = pd.DataFrame(counts, columns=["date", "value"]).dropna()
    steps, draws = ahead
    path: Frame = pd.DataFrame([interval(column) for column in draws.T], columns=["low", "median", "high"])
    path.insert(0, "time", steps)
    aims = pd.DataFrame([(n, *pair) for n, pair in goals.items()], columns=["name", "value", "needed"])
    curve, nan = words("mining.outlook.curve"), math.nan
    rows = [
        *(
            (words("mining.outlook.counted"), str(r.date), nan, r.value, nan, nan)
            for r in fitted.itertuples()
        ),
        *((curve, _quarter(r.time), r.low, r.median, r.high, nan) for r in path.itertuples()),
        (words("mining.outlook.planned"), str(plan[0]), nan, plan[1], nan, nan),
        *(
            (words(f"mining.outlook.goal_{r.name}"), str(_end(target_year)), nan, r.value, nan, r.needed)
            for r in aims.itertuples(index=False)
        ),
    ]
    data = pd.DataFrame(rows, columns=["what", "date", "low", "median", "high", "needed"])
    columns = {
        "what": Column(words("mining.outlook.what")),
        "date": Column(words("mining.rollout.date")),
        "low": Column(words("mining.outlook.low"), "count", 0),
        "median": Column(words("mining.outlook.mines"), "count", 0),
        "high": Column(words("mining.outlook.high"), "count", 0),
        "needed": Column(words("mining.outlook.needed"), "count/yr", 0),
    }
    draw = drawing.outlook(fitted, path, aims, plan, _end(target_year))
    return Chart(data.dropna(subset=["median"]), columns, draw)


def _quarter(time: float) -> str:
    """The last day before a decimal year that is a quarter's end: 2026.0 is 2025-12-31."""
    year, part = int(time), round(4 * (time % 1))
    day = dt.date(year, 3 * part + 1, 1) if part < 4 else dt.date(year + 1, 1, 1)
    return str(day - dt.timedelta(days=1))


def backtest(
    words: Words,
    tests: Sequence[tuple[str, str, Mapping[int, Any], Sequence[Dated]]],
    plans: Mapping[int, tuple[float, float]],
    bureau: Dated,
    actual: Mapping[int, float],
) -> Chart:
    """Forecasts made with less evidence, beside what came.

    Args:
        tests: basis (words under mining.backtest), date, draws by year, and the counts used.
        plans: by year: the count before, and the plan.
        bureau: what a document of the bureau foresaw.
        actual: the counts by year.
    """
    rows: list[tuple[Any, ...]] = []
    for basis, date, found, seen in tests:
        name = words(f"mining.backtest.{basis}", year=date[:4])
        rows += [
            (name, "curve", year, *interval(np.asarray(ends)), len(seen)) for year, ends in found.items()
        ]
    foreseen = [(words("mining.backtest.plan", year=y), y, sum(pair)) for y, pair in plans.items()]
    foreseen.append((words("mining.backtest.bureau"), bureau[0].year, bureau[1]))
    rows += [(name, "plan", year, value, value, value, math.nan) for name, year, value in foreseen]
    data = pd.DataFrame(rows, columns=["name", "kind", "year", "low", "median", "high", "counts"])
    data["actual"] = data["year"].map(actual)
    data["error"] = 100 * (data["median"] - data["actual"]) / data["actual"]
    data = data.dropna(subset=["median"])
    outturns = pd.DataFrame(list(actual.items()), columns=["year", "value"])
    columns = {
        "name": Column(words("mining.backtest.name")),
        "year": Column(words("mining.backtest.year")),
        "low": Column(words("mining.outlook.low"), "count", 0),
        "median": Column(words("mining.outlook.mines"), "count", 0),
        "high": Column(words("mining.outlook.high"), "count", 0),
        "counts": Column(words("mining.backtest.counts"), "count", 0),
        "actual": Column(words("mining.backtest.actual"), "count", 0),
        "error": Column(words("mining.backtest.error"), "percent", 0),
    }
    shown = data.drop(columns="kind").astype({"year": str})
    return Chart(shown, columns, drawing.backtest(data, outturns))


def capacity(
    words: Words, classes: Sequence[mine_sizes.SizeClass], done: float, most: float, published: float
) -> Chart:
    """Mines and their capacity by size class, and how far the mines done reach if the largest came first.

    Args:
        done: mines counted last.
        most: the share of capacity that they can hold at most, in percent.
        published: a share of capacity that was published as a floor, in percent.
    """
    mines, tonnes = (sum(getattr(size, name) for size in classes) for name in ("mines", "capacity"))
    ordered = sorted((size for size in classes if size.mines), key=lambda size: size.low, reverse=True)
    rows = [
        (_size(words, c), c.mines, 100 * c.mines / mines, c.capacity, 100 * c.capacity / tonnes)
        for c in ordered
    ]
    names = ["size", "mines", "mines_share", "capacity", "capacity_share"]
    data = pd.DataFrame(rows, columns=names)
    reach = 100 * done / mines if mines else math.nan
    totals = [
        (words("mining.capacity.done"), done, reach, math.nan, most),
        (words("mining.capacity.published"), math.nan, math.nan, math.nan, published),
    ]
    shown = pd.concat([data, pd.DataFrame(totals, columns=names)], ignore_index=True)
    columns = {
        "size": Column(words("mining.capacity.size")),
        "mines": Column(words("mining.capacity.mines"), "count", 0),
        "mines_share": Column(words("mining.capacity.mines_share"), "percent", 0),
        "capacity": Column(words("mining.capacity.capacity"), "Mt/yr", 0),
        "capacity_share": Column(words("mining.capacity.capacity_share"), "percent", 0),
    }
    return Chart(shown, columns, drawing.capacity(data, (mines, tonnes), (done, reach, most), published))


def _size(words: Words, size: mine_sizes.SizeClass) -> str:
    low, high = mine_classes.ends_of_class(words, size)
    if math.isinf(size.high):
        return words("mining.capacity.over", low=low)
    return words("mining.capacity.between", low=low, high=high)


def jobs(words: Words, saved: tuple[float, float], faces: float, losses: Mapping[str, float]) -> Chart:
    """Posts saved by machines a year beside the losses a year that others forecast.

    Args:
        saved: posts a year at all faces if the sample counts everyone, and if it counts one of several crews.
        faces: the faces that they are of.
        losses: a year, by name (words under mining.jobs).
    """
    rows = [
        (words("mining.jobs.scaled", faces=number(faces, 0, words=words)), "computed", *saved),
        *((words(f"mining.jobs.{name}"), "forecast", lost, lost) for name, lost in losses.items()),
    ]
    data = pd.DataFrame(rows, columns=["label", "kind", "low", "high"])
    columns = {
        "label": Column(words("mining.jobs.what")),
        "low": Column(words("mining.jobs.low"), "persons/yr", -2),
        "high": Column(words("mining.jobs.high"), "persons/yr", -2),
    }
    return Chart(data.drop(columns="kind"), columns, drawing.jobs(data))


def deaths(words: Words, here: Sequence[Observation], nation: Sequence[Observation]) -> Chart:
    """Deaths per million tonnes in the province and the nation.

    Args:
        here, nation: rates, of whole years or of months.
    """
    rows = [
        (place, o.period, o.end.year, o.value, o.quality != "good" or "/" in o.period)
        for place, found in (("here", here), ("nation", nation))
        for o in found
    ]
    data = pd.DataFrame(rows, columns=["place", "period", "year", "value", "open"])
    # Of two prints of one rate the good one counts.
    data = data.sort_values(["place", "year", "open"], ascending=[False, True, True], kind="stable")
    data = data.drop_duplicates(["place", "period"])
    shown = data.assign(place=[words(f"mining.deaths.{place}") for place in data["place"]])
    columns = {
        "place": Column(words("mining.deaths.place")),
        "period": Column(words("mining.deaths.period")),
        "value": Column(words("mining.deaths.rate"), "deaths/Mt", 3),
    }
    return Chart(shown[list(columns)], columns, drawing.deaths(data))


def output(
    words: Words,
    line: Mapping[int, Observation],
    totals: Sequence[Observation],
    plans: Sequence[Observation],
    levels: Sequence[Observation],
    sources: Mapping[str, Source],
) -> Chart:
    """Coal output with the plan of each year and the figures that were set years ahead, each with its publisher.

    Args:
        line: the figure of each year that the line follows.
        totals: all printed totals of a year; those that differ from the line are drawn beside it.
        plans: of single years.
        levels: set five years ahead.
    """
    marks = [(year, obs.value, True, obs.quality != "good", obs) for year, obs in line.items() if obs.known]
    marks += [
        (obs.end.year, obs.value, False, obs.quality != "good", obs)
        for obs in totals
        if obs.end.year in line and abs(change(line[obs.end.year].value, obs.value)) > SAME
    ]
    series = pd.DataFrame(marks, columns=["year", "value", "line", "open", "printed"])
    limits = pd.DataFrame(
        [
            (o.end.year, o.value, kind, o)
            for kind, found in (("plan", plans), ("level", levels))
            for o in found
            if o.known
        ],
        columns=["year", "value", "kind", "printed"],
    )
    kinds = ["line" if on else "other" for on in series["line"]] + list(limits["kind"])
    rows = [
        (
            words(f"mining.output.{kind}"),
            str(obs.end.year),
            obs.value,
            sentences.known(sources[obs.source_id].publisher, words.language),
        )
        for kind, obs in zip(kinds, (*series["printed"], *limits["printed"]), strict=True)
    ]
    data = pd.DataFrame(rows, columns=["series", "year", "value", "source"])
    columns = {
        "series": Column(words("mining.rollout.series")),
        "year": Column(words("mining.backtest.year")),
        "value": Column(words("mining.output.tonnes"), "Mt", 0),
        "source": Column(words("mining.output.source")),
    }
    ordered = data.sort_values(["series", "year"], kind="stable")
    return Chart(ordered, columns, drawing.output(series, limits))


def methane(
    words: Words,
    whole: Mapping[str, tuple[float, tuple[float, float]]],
    others: Mapping[str, float],
    warming: Mapping[str, tuple[float, float]],
    carbon: float,
) -> Chart:
    """Estimates of the methane that mines let out, and what it weighs beside the province's carbon dioxide.

    Args:
        whole: satellite estimates of the province, with their range, by year (words under mining.methane).
        others: a bottom-up estimate and two of a part, by name.
        warming: the estimate of 2019 as carbon dioxide, by span of years.
        carbon: carbon dioxide of the province in 2019.
    """
    estimates = [(f"year_{year}", value, *ends) for year, (value, ends) in whole.items()]
    estimates += [(name, value, value, value) for name, value in others.items()]
    methane = pd.DataFrame(estimates, columns=["name", "value", "low", "high"])
    weights = [("carbon", carbon, carbon)]
    weights += [(span, *ends) for span, ends in warming.items()]
    beside = pd.DataFrame(weights, columns=["name", "low", "high"])
    middle = beside.assign(value=(beside["low"] + beside["high"]) / 2)
    rows = [
        (words(f"mining.methane.{r.name}"), words("mining.methane.mt"), r.low, r.value, r.high)
        for r in methane.itertuples(index=False)
    ]
    rows += [
        (words(f"mining.methane.{r.name}"), words("mining.methane.mt_co2"), r.low, r.value, r.high)
        for r in middle.itertuples(index=False)
    ]
    data = pd.DataFrame(rows, columns=["name", "unit", "low", "value", "high"])
    columns = {
        "name": Column(words("mining.methane.what")),
        "unit": Column(words("mining.methane.unit")),
        "low": Column(words("mining.outlook.low"), "", 1),
        "value": Column(words("mining.methane.estimate"), "", 1),
        "high": Column(words("mining.outlook.high"), "", 1),
    }
    units = {words("mining.methane.mt"): drawing.METHANE, words("mining.methane.mt_co2"): "Mt CO2"}
    return Chart(data, measured_in(columns, "unit", units), drawing.methane(methane, middle))


def scorecard(words: Words, rows: Mapping[str, Sequence[Any]]) -> Table:
    """Each promise with its verdict.

    Args:
        rows: by name (words under mining.scorecard): verdict, verdict if the plan is met, latest, target, needed,
            observed, distance. None where a column has nothing to say.
    """
    columns = ["verdict", "if_plan_met", "latest", "target", "needed", "observed", "distance"]
    data = pd.DataFrame(
        [(words(f"mining.scorecard.{n}"), *row) for n, row in rows.items()], columns=["indicator", *columns]
    )
    for name in ("verdict", "if_plan_met"):
        data[name] = [words(f"common.verdicts.{v}") if isinstance(v, str) else "–" for v in data[name]]
    decimals = {"latest": 0, "target": 0, "needed": 1, "observed": 1, "distance": 0}
    data = data.astype(dict.fromkeys(decimals, float))
    specs = {n: Column(words(f"mining.scorecard.column_{n}"), "", decimals.get(n)) for n in data.columns}
    tonnes = {words(f"mining.scorecard.{name}"): "Mt" for name in ("cap_2020", "level_2025", "output_plan")}
    specs = measured_in(specs, "indicator", tonnes)
    specs["distance"] = Column(words("mining.scorecard.column_distance"), "percent", 0)
    return Table(data, specs)
