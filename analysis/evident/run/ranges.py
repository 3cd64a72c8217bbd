"""Ranges of parameters: what a reasonable critic could ask a choice to be, and why (`data/ranges.yml`).

Belongs here: reading the file against what notebooks declare and the baseline has. Does not: what is computed with the
values of a range (`settings.py`, `sweep.py`).

The file has `settings`, the number of settings in which all parameters are varied together (a power of two), and one
section a notebook, and `common` for all notebooks that declare a parameter. In a section stands by parameter one of

    threshold: {between: [50.0, 130.0], reason: …}               numbers from low to high
    interest: {between: [[2.0, 6.0], [6.0, 12.0]], reason: …}    a list that moves evenly from the first to the second
    first_year: {among: [1997, 2005, 2009], reason: …}           alternatives of any type
    place: {each: [Anhui, Fujian], reason: …}                    the notebook is made once for each

and below `fixed:` the assumptions that nobody would set otherwise, each with a reason (`fixed: {draws: …}`).
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from evident import paths
from evident.evidence.ids import nearest
from evident.run import parameters
from evident.run.parameters import Declared, ParameterError
from evident.text.files import BadFile
from evident.text.words import Words
from evident.text.yaml_files import Document, read_yaml

BETWEEN, AMONG, EACH, FIXED, COMMON = "between", "among", "each", "fixed", "common"
SETTINGS = 256  # in which all parameters are varied together, unless the file says otherwise
FILE = "ranges.yml"


class RangeError(ParameterError):
    """A range that cannot be used; the message names file, line and remedy."""


@dataclass(frozen=True)
class Range:
    """The range of one parameter.

    Attributes:
        kind: "between", "among" or "each".
        values: the two ends of `between`, or all values.
        whole: the parameter takes whole numbers only.
        where: file and line.
    """

    name: str
    kind: str
    values: tuple[Any, ...]
    reason: str
    whole: bool
    where: str


@dataclass(frozen=True)
class Ranges:
    """All ranges of a report: how many settings in which all are varied together, and by notebook the ranges by name
    and the reasons of what is fixed."""

    settings: int = SETTINGS
    of: dict[str, dict[str, Range]] = field(default_factory=dict)
    fixed: dict[str, dict[str, str]] = field(default_factory=dict)


def place() -> Path:
    """Where the ranges of the report stand."""
    return paths.data_dir() / FILE


def load() -> Ranges:
    """The ranges of the report; none if it has no file of them.

    Raises:
        RangeError: the first thing that is wrong with it.
        ParameterError: a notebook or the baseline cannot be read.
    """
    found, said = _read()
    if said:
        raise RangeError(said[0])
    return found


def faults() -> list[str]:
    """All that is wrong with the file, in order of line; of one that fits nothing."""
    try:
        return _read()[1]
    except RangeError as error:
        return [str(error)]
    except ParameterError:  # of a notebook or an edition, which is told elsewhere
        return []


def unranged() -> Iterator[str]:
    """Assumptions of the baseline that have neither a range nor a reason why they have none.

    Nothing, in a report without ranges; what only steers a computation needs none.

    Raises:
        ParameterError: the ranges, a notebook or the baseline cannot be read.
    """
    if not place().exists():
        return
    ranges, baseline, words = load(), parameters.load_edition("baseline"), Words("en")
    for notebook in paths.notebooks():
        told = ranges.of.get(notebook.stem, {}).keys() | ranges.fixed.get(notebook.stem, {}).keys()
        for name in parameters.declared(notebook):
            section = notebook.stem if name in baseline.values.get(notebook.stem, {}) else COMMON
            reason = baseline.reasons.get((section, name), baseline.reason)
            if name in told or reason == baseline.reason or words.has(f"common.parameters.{name}"):
                continue
            yield (
                f"{baseline.lines[section, name]}: {name} is an assumption, and nobody says how far it could be set "
                f"otherwise; add `{name}: {{between: …, reason: …}}` under {notebook.stem}: in data/{FILE}, or "
                f"`fixed: {{{name}: why}}`"
            )


def _read() -> tuple[Ranges, list[str]]:
    """The ranges that can be used, and what is wrong with the others."""
    path = place()
    if not path.exists():
        return Ranges(), []
    try:
        document = read_yaml(path)
    except BadFile as error:
        raise RangeError(str(error)) from None
    raw = document.value or {}
    if not isinstance(raw, dict):
        raise RangeError(
            f"{paths.short(path)}:1: no sections stand here; write `notebook:` and parameters below it"
        )
    reader = _Reader(document, {notebook.stem: notebook for notebook in paths.notebooks()})
    for section, entries in raw.items():
        reader.section(section, entries)
    return Ranges(reader.settings, reader.of, reader.fixed), reader.said


class _Reader:
    """Reads the sections of a file, and remembers what is wrong with them."""

    def __init__(self, document: Document, notebooks: dict[str, Path]) -> None:
        self._document, self._short = document, paths.short(document.path)
        self._baseline = parameters.load_edition("baseline")
        self._declared = {name: parameters.declared(path) for name, path in notebooks.items()}
        self.settings = SETTINGS
        self.of: dict[str, dict[str, Range]] = {}
        self.fixed: dict[str, dict[str, str]] = {}
        self.said: list[str] = []

    def section(self, section: Any, entries: Any) -> None:
        """One entry of the file."""
        if section == "settings":
            if isinstance(entries, bool) or not isinstance(entries, int) or not is_count(entries):
                self._wrong(f"settings is {entries!r}", "write a power of two, such as 256", section)
            else:
                self.settings = entries
            return
        if section != COMMON and section not in self._declared:
            near = (
                nearest(str(section), [*self._declared, COMMON]) or f"; there are {', '.join(self._declared)}"
            )
            self._wrong(f"there is no notebook {section!r}{near.rstrip('?')}", "mend the name", section)
            return
        if not isinstance(entries, dict):
            self._wrong(f"section {section!r} has no ranges", "indent them below it, or delete it", section)
            return
        for name, told in entries.items():
            if name == FIXED:
                self._fixed(section, told)
            else:
                self._range(section, name, told)

    def _users(self, section: str, name: Any, *place: Any) -> dict[str, Declared]:
        """The notebooks of a section that declare a parameter, with what they declare."""
        among = self._declared if section == COMMON else {section: self._declared[section]}
        found = {stem: declared[name] for stem, declared in among.items() if name in declared}
        if not found:
            known = sorted({other for declared in among.values() for other in declared})
            near = nearest(str(name), known) or f"; there are {', '.join(known)}"
            whose = "no notebook" if section == COMMON else f"{section}.ipynb"
            verb = "has a parameter" if section == COMMON else "has no parameter"
            self._wrong(f"{whose} {verb} {name!r}{near.rstrip('?')}", "mend the name", section, *place, name)
        return found

    def _fixed(self, section: str, told: Any) -> None:
        if not isinstance(told, dict):
            self._wrong("nothing is fixed here", "write `fixed: {name: reason}`", section, FIXED)
            return
        for name, reason in told.items():
            if not (isinstance(reason, str) and reason.strip()):
                self._wrong(f"{name} does not say why it is fixed", "write a reason", section, FIXED, name)
                continue
            for stem in self._users(section, name, FIXED):
                self.fixed.setdefault(stem, {}).setdefault(name, " ".join(reason.split()))

    def _range(self, section: str, name: Any, told: Any) -> None:
        users = self._users(section, name)
        kinds = [kind for kind in (BETWEEN, AMONG, EACH) if isinstance(told, dict) and kind in told]
        if not users:
            return
        if len(kinds) != 1 or set(told) != {kinds[0], "reason"}:
            message = f"{name} is no range"
            self._wrong(message, f"write `{name}: {{between: [low, high], reason: …}}`", section, name)
            return
        (kind,), reason = kinds, told["reason"]
        if not (isinstance(reason, str) and reason.strip()):
            self._wrong(
                f"the range of {name} has no reason", "say who would ask for it, and why", section, name
            )
            return
        values = (
            tuple(parameters.plain(value) for value in told[kind]) if isinstance(told[kind], list) else ()
        )
        for stem, declared in users.items():
            if problem := _unfit(kind, values, declared, self._value(stem, name)):
                self._wrong(f"{kind} of {name} {problem[0]}", problem[1], section, name)
                return
            if section == COMMON and name in self.of.get(stem, {}):
                continue  # the notebook's own section comes first
            other = next((r.name for r in self.of.get(stem, {}).values() if r.kind == EACH), name)
            if kind == EACH and other != name:
                self._wrong(
                    f"{stem}.ipynb is made once for each {other} already",
                    "delete one of the two",
                    section,
                    name,
                )
                return
            where = f"{self._short}:{self._document.line(section, name)}"
            whole = declared.annotation in ("int", "list[int]")
            own = Range(name, kind, values, " ".join(reason.split()), whole, where)
            self.of.setdefault(stem, {})[name] = own

    def _value(self, stem: str, name: str) -> Any:
        section, common = (self._baseline.values.get(which, {}) for which in (stem, COMMON))
        return section.get(name, common.get(name))

    def _wrong(self, message: str, remedy: str, *place: Any) -> None:
        self.said.append(f"{self._short}:{self._document.line(*place)}: {message}; {remedy}")


def is_count(number: int) -> bool:
    """Whether a Sobol sequence of so many points is even in every direction: a power of two, of two or more."""
    return number >= 2 and number & (number - 1) == 0


def _unfit(kind: str, values: tuple[Any, ...], declared: Declared, baseline: Any) -> tuple[str, str] | None:
    """What is wrong with the values of a range, and the remedy; None if nothing is."""
    if len(values) < 2:
        return "has fewer than two values", "write a list of them"
    for value in values:
        if problem := parameters.misfit(value, declared.annotation):
            return problem, "mend the value"
    if kind != BETWEEN:
        if len({repr(value) for value in values}) < len(values):
            return "has a value twice", "delete one of the two"
        if baseline not in values:
            return f"leaves out {baseline!r}, which the baseline has", "add it"
        return None
    if len(values) != 2:
        return f"has {len(values)} ends", "write the low and the high one"
    low, high = (value if isinstance(value, list) else [value] for value in values)
    if not all(isinstance(number, int | float) and not isinstance(number, bool) for number in (*low, *high)):
        return "is not of numbers", "write `among:` and all values"
    middle = baseline if isinstance(baseline, list) else [baseline]
    if len(low) != len(high) or len(low) != len(middle):
        return f"has lists of other lengths than {baseline!r}, which the baseline has", "make them as long"
    if low == high or any(a > b for a, b in zip(low, high, strict=True)):
        return "does not go from low to high", "change the two ends"
    if not all(a <= b <= c for a, b, c in zip(low, middle, high, strict=True)):
        return f"leaves out {baseline!r}, which the baseline has", "widen it"
    return None
