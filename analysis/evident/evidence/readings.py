"""Figures in the form that the rules of reconciliation work on.

Belongs here: what the printed digits and the bound of a figure leave open, its first and last day, how it is
named in a finding, and the indexes over all figures. Does not: any rule (`reconcile.py`, `identities.py`).

Every figure stands for an interval. Two figures disagree only if their intervals do not meet, so that
rounding is never reported as a contradiction.
"""

import datetime as dt
import math
from collections import defaultdict
from collections.abc import Callable, Collection, Hashable, Iterable
from dataclasses import dataclass
from typing import TypeVar

from evident.evidence.periods import period_start, published_by
from evident.evidence.tables import Evidence, Observation
from evident.text import formats, sentences
from evident.text.words import Words

OBSERVED = ("actual", "estimate")
SLACK = 0.005  # half a percent: two sources that differ by less are taken to agree
# What "about", "nearly" or a rounding by the source leaves open on either side: about 50 may be 48.
ABOUT = 0.05

Interval = tuple[float, float]
Key = TypeVar("Key", bound=Hashable)


@dataclass(frozen=True)
class Figure:
    """An observation with what rules ask of it."""

    obs: Observation
    interval: Interval
    start: dt.date
    end: dt.date

    @property
    def id(self) -> str:
        return self.obs.obs_id

    @property
    def value(self) -> float:
        return self.obs.value

    @property
    def key(self) -> tuple[str, str, str]:
        """What is measured, where, in which class."""
        return self.obs.indicator, self.obs.place, self.obs.category

    @property
    def observed(self) -> bool:
        return self.obs.status in OBSERVED and self.obs.period_kind != "target"


class Figures:
    """All figures known at the evidence's date, with the indexes that rules use.

    Args:
        language: in which findings are told.
    """

    def __init__(self, evidence: Evidence, language: str = sentences.OWN) -> None:
        self.evidence = evidence
        self.relations = evidence.relations
        self.words = Words(language)
        rows = (evidence[key] for key in evidence.observations.index)
        self.all = [figure(obs, self.relations.counts) for obs in rows if obs.known]
        self.by_indicator = grouped(self.all, lambda f: f.obs.indicator)
        self.by_place = grouped(self.all, lambda f: (f.obs.indicator, f.obs.place))

    def at(self, indicator: str, place: str, *, observed: bool = True) -> list[Figure]:
        """The figures of an indicator at a place, in order of end and id."""
        found = self.by_place.get((indicator, place), [])
        return sorted((f for f in found if f.observed or not observed), key=lambda f: (f.end, f.id))

    def label(self, indicator: str) -> str:
        return str(self.evidence.indicators.loc[indicator, "label_en"])

    def names(self, figure: Figure) -> str:
        """What a finding is about: "Raw output, Norland"."""
        comma = self.words.raw("common.comma_between")
        return f"{self.called(figure.obs.indicator)}{comma}{self.place(figure.obs.place)}"

    def called(self, indicator: str) -> str:
        """What an indicator is called in the language in which findings are told."""
        return self.evidence.label(indicator, self.words.language)

    def place(self, place: str) -> str:
        """A place in that language; in English as the tables have it."""
        if self.words.language == sentences.OWN:
            return place
        return "".join(sentences.known(part, self.words.language) for part in place.split("/"))

    def say(self, template: str, **blanks: str) -> str:
        """A sentence of a rule in that language, its blanks filled."""
        return sentences.said(template, self.words.language).format(**blanks)

    def kind(self, indicator: str) -> str:
        return str(self.evidence.indicators.loc[indicator, "kind"])

    def says(self, figure: Figure) -> str:
        """A figure as text: "244 (China Daily, March 2025)"; a plan says that it is one."""
        obs = figure.obs
        high = None if math.isnan(obs.value_high) else obs.value_high
        text = formats.quantity(
            obs.value, obs.unit, obs.decimals, self.words, bound=obs.bound, value_high=high
        )
        return self.say(
            "{figure} ({publisher}, {period})"
            if figure.observed
            else "{figure} (a plan, {publisher}, {period})",
            figure=text,
            publisher=self.publisher(obs.source_id),
            period=formats.period(obs.period, self.words),
        )

    def publisher(self, source: str) -> str:
        """Who published a source, by its name in that language if it has one."""
        return sentences.known(self.evidence.sources[source].publisher, self.words.language)

    def published(self, figure: Figure) -> dt.date:
        """The day by which the source of a figure was public."""
        return published_by(self.evidence.sources[figure.obs.source_id].published)

    def number(self, value: float, unit: str, digits: int = 3) -> str:
        """A computed value as text, with `digits` significant digits; counts are whole."""
        decimals = 0 if unit in self.relations.counts else decimals_for(value, digits)
        return formats.quantity(value, unit, decimals, self.words)


def decimals_for(value: float, digits: int) -> int:
    """Decimals that leave `digits` significant digits, and never fewer than the whole part has."""
    return 0 if value == 0 else max(0, digits - 1 - math.floor(math.log10(abs(value))))


def grouped(figures: Iterable[Figure], key: Callable[[Figure], Key]) -> dict[Key, list[Figure]]:
    """Figures by a key, in order of first appearance."""
    groups: dict[Key, list[Figure]] = defaultdict(list)
    for item in figures:
        groups[key(item)].append(item)
    return dict(groups)


def figure(obs: Observation, counts: Collection[str]) -> Figure:
    """An observation with its interval and its first and last day; `counts` are the units of counts."""
    return Figure(obs, interval(obs, counts), period_start(obs.period), obs.end)


def interval(obs: Observation, counts: Collection[str]) -> Interval:
    """What the printed digits and the bound of a figure leave open.

    Half a unit of the last printed place on either side (1,270 Mt may be 1,265 to 1,275; counts below a
    thousand are exact), more where the source says "about", without end where it says "over" or "up to".
    """
    if obs.bound == "range":
        return obs.value, obs.value_high
    half = rounding(obs.value, obs.unit, counts)
    if obs.bound == "approx":
        half = max(half, ABOUT * abs(obs.value))
    low = -math.inf if obs.bound == "at_most" else obs.value - half
    high = math.inf if obs.bound == "at_least" else obs.value + half
    return low, high


def rounding(value: float, unit: str, counts: Collection[str] = ()) -> float:
    """Half a unit of the last place that was printed; zeros that end a whole number count as not printed.

    Small counts are exact, and the last place of a percentage is one, even where it is a zero.
    """
    if decimals := formats.decimals_of(value):
        return 0.5 * 10.0**-decimals
    whole = abs(int(value))
    if unit in counts and whole < 1000:
        return 0.0
    if unit == "percent":
        return 0.5
    zeros = len(str(whole)) - len(str(whole).rstrip("0")) if whole else 0
    return 0.5 * 10.0**zeros


def meet(a: Interval, b: Interval, slack: float = SLACK) -> bool:
    """Whether two intervals overlap, or miss each other by no more than `slack` of their size."""
    gap = max(a[0], b[0]) - min(a[1], b[1])
    size = max((abs(v) for v in (*a, *b) if math.isfinite(v)), default=0.0)
    return gap <= slack * size
