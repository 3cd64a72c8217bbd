"""How firm claims are: in which settings of a sweep each holds, and which parameter breaks it first.

Belongs here: counting settings, finding breaks, ordering parameters by their weight; pure functions of what a sweep
found. Does not: running or reading sweeps (`sweep.py`, `swept.py`), saying it in words (`firmness_text.py`).

The share of settings in which a claim holds is the summary of a multiverse analysis (Steegen, Tuerlinckx, Gelman and
Vanpaemel 2016; Simonsohn, Simmons and Nelson 2020). It is no probability: the ranges are choices too.
"""

import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from evident.run.settings import BASELINE, GRID, POINTS, TOGETHER
from evident.run.swept import Swept

FIRM = 0.9  # a claim that holds in less of the settings must carry its condition
_NEAR = 1e-9  # positions within a range that differ by less are the same


@dataclass
class Outcomes:
    """What a sweep found of the claims of one notebook.

    Attributes:
        together: ids of the settings in which all ranged parameters vary, in order.
        grid: ids of the settings in which one parameter varies, by parameter, in order.
        values: the values of parameters by setting, of those that the sweep varies.
        states: by claim and setting whether it holds, None where that cannot be told; a setting in which the notebook
            failed, or stopped before the claim, is missing.
    """

    together: list[str] = field(default_factory=list)
    grid: dict[str, list[str]] = field(default_factory=dict)
    values: dict[str, dict[str, Any]] = field(default_factory=dict)
    states: dict[str, dict[str, bool | None]] = field(default_factory=dict)

    @property
    def baseline(self) -> dict[str, Any]:
        """The values of the baseline."""
        return self.values.get(BASELINE, {})

    def value(self, setting: str, parameter: str) -> Any:
        """The value of a parameter in a setting: the baseline's where the setting does not move it."""
        return self.values.get(setting, {}).get(parameter, self.baseline.get(parameter))


@dataclass(frozen=True)
class Break:
    """Where a claim first does not hold as one parameter moves away from the baseline, all others held.

    Attributes:
        value: the nearest value tried at which it does not hold.
        distance: from the baseline, as a part of the range (0 to 1); 1 for an alternative that is no number.
        way: 1 above the baseline, -1 below it, 0 for an alternative that has no order.
        onward: whether it holds at none of the values tried that lie further that way.
        last: of a range between two ends the value tried before it, where the claim still holds: it gives way somewhere
            between the two. None of alternatives, and of whole numbers of which none lies between.
    """

    parameter: str
    value: Any
    distance: float
    way: int
    onward: bool
    last: Any = None


@dataclass(frozen=True)
class Firmness:
    """In how many settings a claim holds when all ranged parameters vary together, and what breaks it alone.

    Attributes:
        holds, fails, unknown, failed: numbers of settings: it holds; it does not; it cannot be told; the notebook
            failed there.
        touched: whether a range has a part in it: it assumes a ranged parameter, or it is not the same everywhere.
        breaks: by parameter and way, the soonest first.
    """

    claim: str
    holds: int
    fails: int
    unknown: int
    failed: int
    touched: bool
    breaks: tuple[Break, ...] = ()

    @property
    def settings(self) -> int:
        """How many settings were tried."""
        return self.holds + self.fails + self.unknown + self.failed

    @property
    def share(self) -> float:
        """The part of the settings in which it holds; 1 where no parameter was varied."""
        return self.holds / self.settings if self.settings else 1.0

    @property
    def firm(self) -> bool:
        """Whether it needs no condition beside its words."""
        return self.share >= FIRM

    @property
    def soonest(self) -> Break | None:
        """The break that lies nearest to the baseline as a part of its range."""
        return self.breaks[0] if self.breaks else None

    @property
    def first(self) -> tuple[Break, ...]:
        """The breaks of the parameter that breaks it soonest: on one side of the baseline or on both."""
        return tuple(each for each in self.breaks if each.parameter == self.breaks[0].parameter)

    @property
    def others(self) -> tuple[str, ...]:
        """The parameters that break it alone as well, but later."""
        names = dict.fromkeys(each.parameter for each in self.breaks)
        return tuple(names)[1:]

    def broken_by(self, parameter: str) -> bool:
        """Whether a parameter alone breaks it."""
        return any(each.parameter == parameter for each in self.breaks)


def outcomes(swept: Swept) -> Outcomes:
    """What a sweep says of claims and of the parameters that it varied."""
    grid: dict[str, list[str]] = {}
    for setting in swept.of(GRID):
        grid.setdefault(swept.moved(setting), []).append(setting)
    return Outcomes(list(swept.of(TOGETHER)), grid, swept.values, swept.claims)


def of_claims(found: Outcomes, assumed: Mapping[str, Collection[str]]) -> dict[str, Firmness]:
    """The firmness of each claim, by its key.

    Args:
        assumed: by claim the names of the parameters that it assumes, as its notebook exports them.
    """
    return {claim: of_claim(found, claim, assumed.get(claim, ())) for claim in found.states}


def of_claim(found: Outcomes, claim: str, assumed: Collection[str] = ()) -> Firmness:
    """The firmness of one claim (KeyError if the sweep has none of this name)."""
    states = found.states[claim]
    tried = [states.get(setting, ...) for setting in found.together]
    varied = {name for name, settings in found.grid.items() if settings}
    return Firmness(
        claim,
        holds=sum(state is True for state in tried),
        fails=sum(state is False for state in tried),
        unknown=sum(state is None for state in tried),
        failed=sum(state is ... for state in tried),
        touched=bool(varied & set(assumed)) or len(set(_around(found, states))) > 1,
        breaks=breaks(found, claim),
    )


def _around(found: Outcomes, states: Mapping[str, bool | None]) -> Iterator[bool | None]:
    """What a claim is around the baseline; other editions and other places are no ranges."""
    for setting in (BASELINE, *found.together, *(s for settings in found.grid.values() for s in settings)):
        if setting in states:
            yield states[setting]


def joined(found: Outcomes, claims: Sequence[str], name: str) -> Outcomes:
    """The same settings with one claim more: that all of these hold.

    Args:
        claims: keys (KeyError if the sweep has none of a name). name: of the new claim.
    """
    every = [found.states[claim] for claim in claims]
    states: dict[str, bool | None] = {}
    for setting in set[str].intersection(*(set(each) for each in every)):
        told = [each[setting] for each in every]
        states[setting] = False if False in told else None if None in told else True
    return Outcomes(found.together, found.grid, found.values, {**found.states, name: states})


def breaks(found: Outcomes, claim: str) -> tuple[Break, ...]:
    """Where each parameter alone first breaks a claim that holds in the baseline, the soonest first.

    A setting in which the notebook failed says nothing of the claim and is passed over.
    """
    states = found.states[claim]
    if states.get(BASELINE) is not True:
        return ()
    made: list[Break] = []
    for parameter, settings in found.grid.items():
        base = found.baseline.get(parameter)
        tried = [(found.value(s, parameter), states[s] is True) for s in settings if s in states]
        scale = positions([value for value, _ in tried], base)
        if scale is None:
            made += [
                Break(parameter, value, 1.0, 0, False)
                for value, holds in tried
                if not holds and value != base
            ]
            continue
        at, origin = scale
        for way in (1, -1):
            further = sorted(
                (way * (place - origin), number)
                for number, place in enumerate(at)
                if way * (place - origin) > _NEAR
            )
            holding = [tried[number][1] for _, number in further]
            if False in holding:
                first = holding.index(False)
                distance, number = further[first]
                value = tried[number][0]
                before = tried[further[first - 1][1]][0] if first else base
                last = before if len(settings) >= POINTS and not _next_whole(before, value) else None
                made.append(Break(parameter, value, distance, way, True not in holding[first:], last))
    return tuple(sorted(made, key=lambda each: each.distance))


def _next_whole(one: Any, other: Any) -> bool:
    """Whether these are whole numbers with none between them."""
    return isinstance(one, int) and isinstance(other, int) and abs(one - other) <= 1


def positions(values: Sequence[Any], base: Any) -> tuple[list[float], float] | None:
    """Where values lie in their range, and where the baseline does, from 0 (low) to 1 (high).

    Lists of numbers have a place if they lie on one line, as those of `between` do; they are placed by the number that
    moves most.

    Returns:
        None for what has no order: words, days, switches, lists that move in several ways.
    """
    every = [*values, base]
    if not values or base is None:
        return None
    if all(map(_is_number, every)):
        return _placed([float(value) for value in values], float(base))
    if not all(isinstance(value, list) and value and all(map(_is_number, value)) for value in every):
        return None
    if len({len(value) for value in every}) > 1:
        return None
    columns = [[float(value[i]) for value in values] for i in range(len(base))]
    widest = max(range(len(columns)), key=lambda i: max(columns[i]) - min(columns[i]))
    placed = _placed(columns[widest], float(base[widest]))
    low, high = (columns[widest].index(end(columns[widest])) for end in (min, max))
    span = columns[widest][high] - columns[widest][low]
    for column in columns:
        for place, value in zip(columns[widest], column, strict=True):
            share = (place - columns[widest][low]) / span if span else 0.0
            expected = column[low] + share * (column[high] - column[low])
            if abs(value - expected) > 1e-6 * max(1.0, abs(value)):
                return None
    return placed


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _placed(values: list[float], base: float) -> tuple[list[float], float]:
    low, high = min(*values, base), max(*values, base)
    span = (high - low) or 1.0
    return [(value - low) / span for value in values], (base - low) / span


def weights(found: Outcomes, claim: str) -> list[tuple[str, float]]:
    """How far apart a parameter lies where a claim holds and where it does not, all parameters varied together.

    Returns:
        parameters with their weight, the heaviest first: of numbers the difference of the mean places in the range
        (0 to 1), of alternatives half the sum of the differences of their shares (the total variation distance).
        Empty if the claim is the same in all settings.
    """
    states = found.states[claim]
    good = [s for s in found.together if states.get(s) is True]
    bad = [s for s in found.together if s in states and states[s] is not True]
    if not good or not bad:
        return []
    made = []
    for parameter in found.grid:
        values = [found.value(s, parameter) for s in (*good, *bad)]
        scale = positions(values, found.baseline.get(parameter))
        if scale is not None:
            at = scale[0]
            means = sum(at[: len(good)]) / len(good), sum(at[len(good) :]) / len(bad)
            made.append((parameter, abs(means[0] - means[1])))
        else:
            keys = [json.dumps(value) for value in values]
            apart = sum(
                abs(keys[: len(good)].count(key) / len(good) - keys[len(good) :].count(key) / len(bad))
                for key in set(keys)
            )
            made.append((parameter, apart / 2))
    return sorted(made, key=lambda item: -item[1])
