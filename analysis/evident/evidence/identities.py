"""What the figures say about each other: one measure computed from others.

Belongs here: the identities (a share times its total is the part, levels give the growth, years add up to a
sum, one amount in two currencies gives the rate, energy over capacity gives hours) and the comparison of what
they give with what is printed. Does not: comparisons of one measure with itself (`reconcile.py`).

Which indicators an identity ties together is data of the report (`relations.py`); which observations contradict it
is computed.
"""

import datetime as dt
import math
from collections.abc import Iterator
from itertools import product
from statistics import median

from evident.evidence.findings import AGREES, CONFLICT, DOUBT, Finding
from evident.evidence.readings import Figure, Figures, Interval, meet

YEAR_HOURS = 8760
# A plan may hope for good sites: half as much again as the best hours known there is still believed.
HOPE = 1.5
POINTS = 0.3  # percentage points within which a growth and its levels agree


def shares(figures: Figures) -> Iterator[Finding]:
    """A printed share against the part over the whole, at the same place and time."""
    ties = figures.relations
    for share, (part, whole) in ties.shares.items():
        for item in figures.by_indicator.get(share, []):
            place = item.obs.place
            yield from _share(figures, item, figures.at(part, place), figures.at(whole, place))
    for share, measure in ties.national_shares.items():
        nation = ties.around[0]
        for item in figures.by_indicator.get(share, []):
            place = item.obs.place
            yield from _share(figures, item, figures.at(measure, place), figures.at(measure, nation))


def _share(figures: Figures, item: Figure, parts: list[Figure], wholes: list[Figure]) -> Iterator[Finding]:
    if not item.observed:
        return
    pairs = [
        (part, whole)
        for part, whole in product(_same_time(item, parts), _same_time(item, wholes))
        if whole.interval[0] > 0
    ]
    if not pairs:
        return
    part, whole = min(pairs, key=lambda p: (_distance(item.interval, _percent(*p)), p[0].id, p[1].id))
    computed = _percent(part, whole)
    agrees = meet(item.interval, computed, 0.01)
    yield Finding(
        "a share and its parts",
        AGREES if agrees else CONFLICT,
        (item.id, part.id, whole.id),
        "",
        figures.say(
            "{what}: {figure} agrees with {part} over {whole}, which is {share}."
            if agrees
            else "{what}: {figure} does not follow from {part} over {whole}, which is {share}.",
            what=figures.names(item),
            figure=figures.says(item),
            part=figures.says(part),
            whole=figures.says(whole),
            share=figures.number(100 * part.value / whole.value, "percent"),
        ),
    )


def _same_time(item: Figure, others: list[Figure]) -> list[Figure]:
    """Figures of the same span; of stocks, those of the same last day (a year stands for its end)."""
    same = [o for o in others if (o.start, o.end) == (item.start, item.end)]
    return same or [
        o for o in others if o.end == item.end and "stock" in (o.obs.period_kind, item.obs.period_kind)
    ]


def _percent(part: Figure, whole: Figure) -> Interval:
    """Part over whole as an interval, in percent. An open end leaves the share open on that side."""
    low = 100 * max(part.interval[0], 0) / whole.interval[1] if math.isfinite(whole.interval[1]) else 0.0
    return low, 100 * part.interval[1] / whole.interval[0]


def _distance(a: Interval, b: Interval) -> float:
    return max(0.0, max(a[0], b[0]) - min(a[1], b[1]))


def implied_whole(figures: Figures) -> Iterator[Finding]:
    """Part over share gives the whole; where it only grows, it lies between the wholes before and after.

    That a whole only grows is a premise, so only a whole of the same day makes a conflict; one of another day, a doubt.
    """
    for share, (part, whole) in figures.relations.shares.items():
        if whole not in figures.relations.growing_wholes:
            continue
        for item in figures.by_indicator.get(share, []):
            totals = figures.at(whole, item.obs.place)
            for amount in _same_time(item, figures.at(part, item.obs.place)) if item.observed else []:
                low, high = (100 * amount.interval[i] / item.interval[1 - i] for i in (0, 1))
                wrong = [t for t in totals if t.end <= item.end and high < t.interval[0] * 0.99]
                wrong += [t for t in totals if t.end >= item.end and low > t.interval[1] * 1.01]
                total = 100 * amount.value / item.value
                if wrong:
                    nearest = min(wrong, key=lambda t: (abs((t.end - item.end).days), t.id))
                    same_day = nearest.end == item.end
                    yield Finding(
                        "a share and its amount imply a whole",
                        CONFLICT if same_day else DOUBT,
                        (item.id, amount.id, nearest.id),
                        "",
                        figures.say(
                            "{what}: {figure} with {amount} implies {total} in all, against {nearest}"
                            + (
                                "."
                                if same_day
                                else " before that."
                                if nearest.end < item.end
                                else " after that."
                            ),
                            what=figures.names(item),
                            figure=figures.says(item),
                            amount=figures.says(amount),
                            total=figures.number(total, amount.obs.unit),
                            nearest=figures.says(nearest),
                        ),
                    )


def growth(figures: Figures) -> Iterator[Finding]:
    """A printed growth, change or addition against the levels at its two ends.

    The level of `x_growth`, `x_change` and `x_added` is `x`. Real growth is left out: levels are nominal.
    """
    for name in sorted(figures.by_indicator, key=str):
        level, _, form = str(name).rpartition("_")
        if form not in ("growth", "change", "added") or level not in figures.by_indicator:
            continue
        if "real" in str(figures.evidence.indicators.loc[name, "definition"]).lower().split(", "):
            continue
        for item in figures.by_indicator[name]:
            if item.observed:
                yield from _growth(figures, item, figures.at(level, item.obs.place), form)


def _growth(figures: Figures, item: Figure, levels: list[Figure], form: str) -> Iterator[Finding]:
    now = _same_time(item, levels) if form != "added" else [f for f in levels if f.end == item.end]
    then = [f for f in levels if (f.start, f.end) == (_year_before(item.start), _year_before(item.end))]
    if form == "added":
        then = [f for f in levels if f.end == item.start - dt.timedelta(days=1)]
    pairs = [(a, b) for a, b in product(now, then) if b.interval[0] > 0 and not _open(a) and not _open(b)]
    if not pairs:
        return
    relative = item.obs.unit == "percent"
    a, b = min(
        pairs, key=lambda p: (_distance(item.interval, _difference(p[0], p[1], relative)), p[0].id, p[1].id)
    )
    computed = _difference(a, b, relative)
    agrees = meet(item.interval, computed) or (relative and _distance(item.interval, computed) <= POINTS)
    value = 100 * (a.value / b.value - 1) if relative else a.value - b.value
    yield Finding(
        "a growth and its levels",
        AGREES if agrees else DOUBT,
        (item.id, a.id, b.id),
        "",
        figures.say(
            "{what}: {figure} agrees with {now} after {then}, which is {change}."
            if agrees
            else "{what}: {figure} does not follow from {now} after {then}, which is {change}.",
            what=figures.names(item),
            figure=figures.says(item),
            now=figures.says(a),
            then=figures.says(b),
            change=figures.number(value, item.obs.unit),
        ),
    )


def _open(item: Figure) -> bool:
    return not (math.isfinite(item.interval[0]) and math.isfinite(item.interval[1]))


def _year_before(day: dt.date) -> dt.date:
    if day.year <= 1:
        return day
    return day.replace(year=day.year - 1, day=28 if (day.month, day.day) == (2, 29) else day.day)


def _difference(now: Figure, then: Figure, relative: bool) -> Interval:
    if relative:
        low, high = now.interval[0] / then.interval[1], now.interval[1] / then.interval[0]
        return 100 * (low - 1), 100 * (high - 1)
    return now.interval[0] - then.interval[1], now.interval[1] - then.interval[0]


def sums(figures: Figures) -> Iterator[Finding]:
    """A total of several years against the sum of its years (`x_cumulative` is the total of `x`)."""
    for item in figures.all:
        years = range(item.start.year, item.end.year + 1)
        whole_years = (item.start.month, item.start.day, item.end.month, item.end.day) == (1, 1, 12, 31)
        if not item.observed or len(years) < 2 or not whole_years or item.obs.period_kind != "flow":
            continue
        measure = item.obs.indicator.removesuffix("_cumulative")
        series = [f for f in figures.at(measure, item.obs.place) if not _open(f)]
        yearly = [[f for f in series if f.obs.period == str(year)] for year in years]
        if not all(yearly):
            continue
        low, high = (
            sum(pick(f.interval[i] for f in year) for year in yearly) for i, pick in ((0, min), (1, max))
        )
        agrees = meet(item.interval, (low, high), 0.0)
        # Years from other sources may have another scope; within one source they may not.
        one_source = len({f.obs.source_id for year in yearly for f in year} | {item.obs.source_id}) == 1
        unit = item.obs.unit
        middle = figures.number(sum(median(f.value for f in year) for year in yearly), unit, 4)
        least, most = (figures.number(end, unit, 4) for end in (low, high))
        ends = least if least == most else figures.say("{least} to {most}", least=least, most=most)
        yield Finding(
            "a total and the sum of its years",
            AGREES if agrees else CONFLICT if one_source else DOUBT,
            (item.id, *(f.id for year in yearly for f in year)),
            "",
            figures.say(
                "{what}: {figure} agrees with the sum of its years, {sum} ({ends} by source and rounding)."
                if agrees
                else "{what}: {figure} is not the sum of its years, {sum} ({ends} by source and rounding).",
                what=figures.names(item),
                figure=figures.says(item),
                sum=middle,
                ends=ends,
            ),
        )


def currencies(figures: Figures) -> Iterator[Finding]:
    """The rate of an amount printed in yuan and in dollars, against the rates that other texts used."""
    rates = []
    for item in figures.all:
        plain = item.obs.indicator.removesuffix("_usd")
        if plain == item.obs.indicator:
            continue
        twins = [
            f
            for f in figures.by_place.get((plain, item.obs.place), [])
            if (f.obs.source_id, f.obs.period) == (item.obs.source_id, item.obs.period)
            and f.obs.unit == item.obs.unit.replace("USD", "CNY")
            and f.value > item.value
        ]
        twin = min(twins, key=lambda f: abs(f.value / item.value - 6.8), default=None)
        if twin:
            half = abs(twin.interval[0] - twin.value) if math.isfinite(twin.interval[0]) else 0.0
            low = (twin.value - half) / item.interval[1]
            high = (twin.value + half) / item.interval[0]
            rates.append((item, twin, (low, high), figures.published(item)))
    for item, twin, rate, day in rates:
        peers = [p for p in rates if p[0] is not item and abs((p[3] - day).days) <= 400]
        if not peers:
            continue
        middle = median(p[1].value / p[0].value for p in peers)
        agrees = meet(rate, (middle, middle), 0.01)
        yield Finding(
            "a converted amount and the rate of the time",
            AGREES if agrees else DOUBT,
            (item.id, twin.id),
            "",
            figures.say(
                "{what}: {amount} printed as {converted} is {rate} yuan a dollar; other texts of that year used {usual}.",
                what=figures.names(item),
                amount=figures.says(twin),
                converted=figures.says(item),
                rate=f"{twin.value / item.value:.2f}",
                usual=f"{middle:.2f}",
            ),
        )


def hours(figures: Figures) -> Iterator[Finding]:
    """Energy over capacity: never more than a year has, and seldom more than the best hours known there."""
    for energy, (capacity, utilisation) in figures.relations.amounts.items():
        best = max(
            figures.at(utilisation, figures.relations.home), key=lambda f: (f.value, f.id), default=None
        )
        for item in figures.by_indicator.get(energy, []) if best else []:
            plants = [
                p for p in figures.at(capacity, item.obs.place, observed=False) if p.end.year == item.end.year
            ]
            plants = [p for p in plants if p.obs.quality != "damaged_text"]
            if plants and best and (_whole_year(item) or item.obs.period_kind == "target"):
                yield _hours(figures, item, max(plants, key=lambda p: (p.value, p.id)), best)


def _hours(figures: Figures, item: Figure, plant: Figure, best: Figure) -> Finding:
    run = 1000 * item.value / plant.value
    possible = run <= HOPE * best.value
    level = AGREES if possible else CONFLICT if run > YEAR_HOURS else DOUBT
    return Finding(
        "energy and the capacity to make it",
        level,
        (item.id, plant.id, best.id),
        "",
        figures.say(
            "{what}: {figure} from {plant} needs {hours} a year, "
            + ("which is possible: " if possible else "far above what is known: ")
            + "the best year had {best}.",
            what=figures.names(item),
            figure=figures.says(item),
            plant=figures.says(plant),
            hours=figures.number(run, "hour"),
            best=figures.says(best),
        ),
    )


def _whole_year(item: Figure) -> bool:
    return item.obs.period == str(item.end.year)


RULES = (shares, implied_whole, growth, sums, currencies, hours)
