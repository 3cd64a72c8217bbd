"""What the figures say about each other: one measure compared with itself.

Belongs here: the rules that compare one measure across sources, times and places, and with what is physically
possible, and the list of all rules. Does not: rules that compute one measure from others (`identities.py`);
what a figure leaves open (`readings.py`); the form of the tables (`schema.py`).
"""

import datetime as dt
import math
import re
import statistics
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import combinations, product

from evident.evidence import identities
from evident.evidence.findings import AGREES, CONFLICT, DOUBT, Finding
from evident.evidence.readings import OBSERVED, SLACK, Figure, Figures, grouped, meet, rounding
from evident.evidence.tables import Evidence
from evident.text import sentences

# Of sizes out of line: how many neighbours are asked, how far these may lie apart, what is a slip, and how many times
# a measure may become what it was within a year.
_NEIGHBOURS, _ALIKE, _SLIP, _GROWTH = 4, 3, 6, 4

# A plan may be replaced by another: two sources tell the same one only if they were published so few days apart.
_ONE_PLAN = 31


def findings(evidence: Evidence, language: str = sentences.OWN) -> list[Finding]:
    """All findings, by rule and then by id.

    Args:
        language: of their messages; rules keep their names.
    """
    figures = Figures(evidence, language)
    rules = (
        impossible_size,
        two_sources,
        count_falls,
        part_exceeds_whole,
        place_exceeds_whole,
        out_of_line,
        definitions,
        panel,
        *identities.RULES,
    )
    found: list[Finding] = []
    for rule in rules:
        found += sorted(set(rule(figures)), key=lambda f: (f.ids, f.message))
    return found


# -- rules


def impossible_size(figures: Figures) -> Iterator[Finding]:
    """Something in a region, or planned for it, that is larger than all of its kind in the whole region."""
    for unit, told in figures.relations.regional_totals.items():
        totals = [f for f in figures.by_indicator.get(told.total, []) if f.observed]
        for item in figures.all:
            region = item.obs.place.split("/")[0]
            if item.obs.unit != unit or item.obs.place == region:
                continue
            whole = max((t for t in totals if t.obs.place == region), key=lambda t: t.value, default=None)
            if whole and item.interval[0] > whole.interval[1]:
                times = figures.number(item.value / whole.value, "", 2)
                yield Finding(
                    told.rule,
                    CONFLICT,
                    (item.id, whole.id),
                    "",
                    figures.say(
                        "{what}: {figure} is {times} times the {total} in {region}, {whole}.",
                        what=figures.names(item),
                        figure=figures.says(item),
                        times=times,
                        total=figures.say(told.what),
                        region=figures.place(region),
                        whole=figures.says(whole),
                    ),
                )


def two_sources(figures: Figures) -> Iterator[Finding]:
    """The same measure at the same place and time, printed differently by two sources; plans only with plans of the
    same weeks."""
    groups = grouped(figures.all, lambda f: (*f.key, f.obs.period, f.obs.period_kind, _class(f)))
    for group in groups.values():
        pairs = [
            (a, b)
            for a, b in combinations(group, 2)
            if a.obs.source_id != b.obs.source_id
            and (a.observed or abs((figures.published(a) - figures.published(b)).days) <= _ONE_PLAN)
        ]
        apart = [(a, b) for a, b in pairs if not meet(a.interval, b.interval) and not _parts(a, b, group)]
        if not apart:
            continue
        low, high = max(
            apart, key=lambda p: abs(p[0].value - p[1].value) / max(abs(p[0].value), abs(p[1].value))
        )
        low, high = sorted((low, high), key=lambda f: (f.value, f.id))
        same = low.obs.definition_note == high.obs.definition_note
        others = sorted({f.id for pair in apart for f in pair} - {low.id, high.id})
        yield Finding(
            "two sources differ",
            CONFLICT if same else DOUBT,
            (low.id, high.id, *others),
            "",
            figures.say(
                "{what}: {low} against {high}."
                if same
                else "{what}: {low} against {high}, by different definitions.",
                what=figures.names(low),
                low=figures.says(low),
                high=figures.says(high),
            ),
        )


def _class(figure: Figure) -> str:
    """What is never compared with another class: an outturn with a plan, or one kind of plan with another."""
    return "observed" if figure.observed else f"planned {figure.obs.status}"


def _parts(a: Figure, b: Figure, group: Sequence[Figure]) -> bool:
    """Whether one of the two may be part of a breakdown: its source prints several, told apart by
    definition.
    """
    sources = {a.obs.source_id, b.obs.source_id}
    broken_down = any(
        len({f.obs.definition_note for f in group if f.obs.source_id == source}) > 1 for source in sources
    )
    return broken_down and a.obs.definition_note != b.obs.definition_note


def count_falls(figures: Figures) -> Iterator[Finding]:
    """A count that can only grow, smaller at a later date."""
    for indicator, place in figures.by_place:
        if not _cumulative(figures, indicator):
            continue
        series = [f for f in figures.at(indicator, place) if f.obs.period_kind == "stock"]
        for later in series:
            above = [f for f in series if f.end < later.end and f.interval[0] > later.interval[1]]
            if above:
                most = max(above, key=lambda f: (f.value, f.id))
                yield Finding(
                    "a count falls",
                    CONFLICT,
                    (later.id, *(f.id for f in above)),
                    "",
                    figures.say(
                        "{what}: {later} is less than the earlier {most}.",
                        what=figures.names(later),
                        later=figures.says(later),
                        most=figures.says(most),
                    ),
                )


def _cumulative(figures: Figures, indicator: str) -> bool:
    row = figures.evidence.indicators.loc[indicator]
    return row["kind"] == "stock" and "cumulative" in f"{row['label_en']} {row['definition']}".lower()


def part_exceeds_whole(figures: Figures) -> Iterator[Finding]:
    """More in a part of a period than in all of it."""
    for group in grouped((f for f in figures.all if _adds_up(figures, f)), lambda f: f.key).values():
        for part in group:
            for whole in group:
                inside = whole.start <= part.start and part.end <= whole.end
                longer = (whole.start, whole.end) != (part.start, part.end)
                beside = [f for f in group if f.obs.period == whole.obs.period]
                exceeds = part.interval[0] > whole.interval[1] * (1 + SLACK)
                if inside and longer and exceeds and not _parts(whole, part, beside):
                    # A damaged printing keeps its note beside it; that is no other definition.
                    same = part.obs.definition_note == whole.obs.definition_note
                    yield Finding(
                        "a part exceeds its whole",
                        CONFLICT if same or whole.obs.quality == "damaged_text" else DOUBT,
                        (whole.id, part.id),
                        "",
                        figures.say(
                            "{what}: {whole} for the whole period is less than {part} for a part of it.",
                            what=figures.names(whole),
                            whole=figures.says(whole),
                            part=figures.says(part),
                        ),
                    )


def _adds_up(figures: Figures, item: Figure) -> bool:
    """Whether the figure is an amount over its period, so that a part of the period cannot hold more."""
    return (
        item.observed
        and item.start > dt.date.min  # a sum whose start is not stated is no whole and no part
        and item.obs.period_kind == "flow"
        and figures.kind(item.obs.indicator) == "flow"
        and not re.search(r"/(person|Mt|d|yr|ha)\b", item.obs.unit)
        and item.interval[0] >= 0
    )


def place_exceeds_whole(figures: Figures) -> Iterator[Finding]:
    """More in a city than in its region, in a region than in the nation, in the nation than in the world."""
    for item in figures.all:
        if figures.kind(item.obs.indicator) not in ("flow", "stock") or not item.observed:
            continue
        places = _around(item.obs.place, figures.relations.around)
        for around in places if item.obs.unit in figures.relations.additive else []:
            for whole in figures.at(item.obs.indicator, around):
                if whole.obs.period == item.obs.period and item.interval[0] > whole.interval[1] * (1 + SLACK):
                    same = item.obs.definition_note == whole.obs.definition_note
                    yield Finding(
                        "a place exceeds the place around it",
                        CONFLICT if same else DOUBT,
                        (item.id, whole.id),
                        "",
                        figures.say(
                            "{what}: {figure} in {place} is more than {whole} in {around}."
                            if same
                            else "{what}: {figure} in {place} is more than {whole} in {around}, by another definition.",
                            what=figures.called(item.obs.indicator),
                            figure=figures.says(item),
                            place=figures.place(item.obs.place),
                            whole=figures.says(whole),
                            around=figures.place(around),
                        ),
                    )


def _around(place: str, around: Sequence[str]) -> list[str]:
    """The places around a place: of a city its region and the nation, of a region all in `around`."""
    if "/" in place:
        return [place.split("/")[0], *around[:1]]
    return list(around[around.index(place) + 1 :] if place in around else around)


def out_of_line(figures: Figures) -> Iterator[Finding]:
    """A size that is many times, or a small part of, what the same measure was before and after.

    A slip of ten or a thousand, where its neighbours agree among themselves. A measure may grow: the longer ago the
    nearest neighbour is, the more.
    """
    series = grouped(
        (f for f in figures.all if f.observed and f.value > 0),
        lambda f: (*f.key, f.obs.unit, f.obs.period_kind, _months(f)),
    )
    for group in series.values():
        if figures.kind(group[0].obs.indicator) not in ("flow", "stock", "price"):
            continue
        for item in group:
            others = [f for f in group if f.obs.period != item.obs.period]
            near = sorted(others, key=lambda f: (abs((f.end - item.end).days), f.id))[:_NEIGHBOURS]
            values = [f.value for f in near]
            if len(near) < 2 or max(values) > _ALIKE * min(values):
                continue
            times = item.value / statistics.median(values)
            years = abs((near[0].end - item.end).days) / 365.25
            open_ended = math.isinf(item.interval[1]) if times < 1 else math.isinf(item.interval[0])
            if max(times, 1 / times) < max(_SLIP, _GROWTH**years) or open_ended:
                continue
            size = figures.number(times if times > 1 else 1 / times, "", 2)
            yield Finding(
                "a size out of line with its own series",
                DOUBT,
                (item.id, *(f.id for f in near)),
                "",
                figures.say(
                    "{what}: {figure} is {size} times its neighbours, {near}."
                    if times > 1
                    else "{what}: {figure} is {size} times smaller than its neighbours, {near}.",
                    what=figures.names(item),
                    figure=figures.says(item),
                    size=size,
                    near=figures.words.raw("common.comma").join(figures.says(f) for f in near),
                ),
            )


def _months(item: Figure) -> int:
    """How long the period of a flow is; a stock has no length."""
    return round((item.end - item.start).days / 30) if item.obs.period_kind == "flow" else 0


def definitions(figures: Figures) -> Iterator[Finding]:
    """Shares of the same whole under names that sound alike, and whether the wider name has the larger
    share.
    """
    names = figures.relations.ladder
    ladder = list(names)
    families: dict[tuple[str, str], list[tuple[int, Figure]]] = defaultdict(list)
    for item in figures.all:
        name, _, whole = figures.label(item.obs.indicator).partition(" share of ")
        if whole and name.removesuffix(" energy share") in names and item.obs.status in OBSERVED:
            families[item.obs.place, whole].append((ladder.index(name), item))
    for (place, whole), members in sorted(families.items()):
        for narrow, wide in combinations(range(len(ladder)), 2):
            pairs = [
                (a, b)
                for (i, a), (j, b) in product(members, members)
                if (i, j) == (narrow, wide) and abs((a.end - b.end).days) <= 366
            ]
            if not pairs:
                continue
            # The two that lie closest in time, the latest of these.
            a, b = min(
                pairs,
                key=lambda p: (abs((p[0].end - p[1].end).days), -p[0].end.toordinal(), p[0].id, p[1].id),
            )
            upside_down = a.interval[0] > b.interval[1] and a.end <= b.end
            yield Finding(
                "one whole, two definitions",
                CONFLICT if upside_down else DOUBT,
                (b.id, a.id),
                "",
                figures.say(
                    "{Wider} at {wide} and {narrower} at {narrow} are both called a share of {whole} in {place}: "
                    + ("the narrower is larger." if upside_down else "they are not points of one line."),
                    Wider=figures.say(names[ladder[wide]]).capitalize(),
                    wide=figures.says(b),
                    narrower=figures.say(names[ladder[narrow]]),
                    narrow=figures.says(a),
                    whole=figures.say(whole),
                    place=figures.place(place),
                ),
            )


def panel(figures: Figures) -> Iterator[Finding]:
    """A printed figure against the official series of the same measure and year."""
    known = figures.evidence.panel
    for item in figures.all:
        name, year = figures.relations.panel.get(item.obs.indicator), item.end.year
        key = f"panel:{item.obs.place}:{year}:{name}"
        if not (item.observed and key in known.index and _of_the_year(figures, item)):
            continue
        cell = figures.evidence.cell(item.obs.place, year, str(name))
        if math.isnan(cell.value):
            continue
        half = rounding(cell.value, cell.unit, figures.relations.counts)
        agrees = meet(item.interval, (cell.value - half, cell.value + half), 0.01)
        yield Finding(
            "printed figure and official series",
            AGREES if agrees else DOUBT,
            (item.id, key),
            "",
            figures.say(
                "{what}: {figure} agrees with {cell} in the series of {publisher}."
                if agrees
                else "{what}: {figure} differs from {cell} in the series of {publisher}.",
                what=figures.names(item),
                figure=figures.says(item),
                cell=figures.number(cell.value, cell.unit, 4),
                publisher=figures.publisher(cell.source_id),
            ),
        )


def _of_the_year(figures: Figures, item: Figure) -> bool:
    """Whether a figure is of a whole year or its end. A stock "of 2022" that was out before 2022 ended is
    neither.
    """
    year = item.end.year
    if item.obs.period_kind == "stock" and item.obs.period == str(year):
        return figures.published(item) > item.end
    return item.obs.period in (str(year), f"{year}-12-31")
