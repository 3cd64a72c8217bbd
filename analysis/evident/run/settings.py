"""The settings in which a notebook is run by a sweep: what each is called, and which values its parameters have.

Belongs here: drawing settings from ranges. Does not: reading ranges (`ranges.py`), running anything (`sweep.py`).

    baseline              what the book prints
    grid NAME=VALUE       one parameter alone: even points between its ends, or each of its alternatives
    together 0000 …       all parameters of the notebook at once
    edition NAME          every other edition
    each VALUE            the baseline, for each place (or whatever else the notebook is made for)

Settings of all parameters at once are points of a Sobol sequence, scrambled with a seed (Sobol 1967; Owen 1998), which
fill a space of many directions more evenly than random draws do. The first half of them is the sequence of half the
length, so that a trial with fewer of them is a part of the whole.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from evident.run.ranges import AMONG, BETWEEN, EACH, Range

BASELINE, GRID, TOGETHER, EDITION = "baseline", "grid", "together", "edition"
VARIED = (BASELINE, GRID, TOGETHER, EDITION, EACH)
POINTS = 9  # of a grid between two ends
SEED = 20261127  # of the scrambling
_DIGITS = 12  # of a number; what two machines reckon differently comes after them

Values = dict[str, Any]


@dataclass(frozen=True)
class Setting:
    """One setting of a notebook.

    Attributes:
        name: its id, as above.
        varied: the first word of the id.
        values: of all parameters of the notebook.
        parameter: the one that a grid moves.
        edition: whose reasons and name the run has.
    """

    name: str
    varied: str
    values: Values
    parameter: str = ""
    edition: str = BASELINE

    @property
    def digest(self) -> str:
        """What tells this setting from one of the same name with other values."""
        return digest([self.edition, self.values])

    @property
    def told(self) -> bool:
        """Whether the book prints what such a run exports, so that it is wanted in words."""
        return self.varied in (BASELINE, EDITION, EACH)


def digest(value: Any) -> str:
    """The first sixteen hexadecimal digits of a SHA-256 of a value."""
    return hashlib.sha256(json.dumps(value, sort_keys=True, ensure_ascii=False).encode()).hexdigest()[:16]


def of_notebook(
    ranges: Mapping[str, Range], baseline: Values, editions: Mapping[str, Values], together: int
) -> list[Setting]:
    """All settings of a notebook, in the order in which tables have them.

    Args:
        ranges: of its parameters, by name.
        baseline: values of all its parameters.
        editions: the same of the other editions, by name.
        together: how many settings of all parameters at once, a power of two.
    """
    varied = {name: one for name, one in sorted(ranges.items()) if one.kind != EACH}
    found = [Setting(BASELINE, BASELINE, dict(baseline))]
    for name, one in varied.items():
        for value in grid(one):
            found.append(Setting(f"{GRID} {name}={said(value)}", GRID, baseline | {name: value}, name))
    for number, point in enumerate(_points(len(varied), together)):
        values = {name: at(one, part) for (name, one), part in zip(varied.items(), point, strict=True)}
        found.append(Setting(f"{TOGETHER} {number:04d}", TOGETHER, baseline | values))
    for name, values in sorted(editions.items()):
        found.append(Setting(f"{EDITION} {name}", EDITION, dict(values), edition=name))
    for one in ranges.values():
        for value in one.values if one.kind == EACH else ():
            found.append(Setting(f"{EACH} {said(value)}", EACH, baseline | {one.name: value}, one.name))
    return found


def drawn_from(
    ranges: Mapping[str, Range], baseline: Values, editions: Mapping[str, Values], together: int
) -> dict[str, str]:
    """What settings are drawn from, as digests by name in words: equal if `of_notebook` gives the same.

    Nothing here imports scipy: this is asked for whenever a book is printed.
    """
    told = {"the baseline": digest(baseline), "the number of settings": digest([together, POINTS, SEED])}
    told |= {f"the range of {name}": digest([one.kind, one.values]) for name, one in ranges.items()}
    return told | {f"the edition {name}": digest(values) for name, values in editions.items()}


def grid(one: Range) -> list[Any]:
    """The values that a parameter takes alone, each once and in order."""
    if one.kind != BETWEEN:
        return list(one.values)
    low, high = one.values
    points = [_mix(low, high, number / (POINTS - 1), one.whole) for number in range(POINTS)]
    return list({said(point): point for point in points}.values())


def at(one: Range, part: float) -> Any:
    """The value of a range that lies a part of the way along it, 0 to 1 (1 not included)."""
    if one.kind == AMONG:
        return one.values[int(part * len(one.values))]
    low, high = one.values
    if one.whole and not isinstance(low, list):
        return int(low + int(part * (high - low + 1)))  # each whole number has the same chance
    return _mix(low, high, part, one.whole)


def said(value: Any) -> str:
    """A value as an id has it."""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _mix(low: Any, high: Any, part: float, whole: bool) -> Any:
    if isinstance(low, list):
        return [_mix(a, b, part, whole) for a, b in zip(low, high, strict=True)]
    value = low + (high - low) * part
    return round(value) if whole else float(f"{value:.{_DIGITS}g}")


def _points(directions: int, count: int) -> Any:
    """Points in the unit cube, count × directions; none where there is no direction."""
    if not directions:
        return ()
    from scipy.stats import qmc

    return qmc.Sobol(directions, scramble=True, rng=SEED).random(count).tolist()
