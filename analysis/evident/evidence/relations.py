"""What ties the indicators of a report together, read from `data/identities.yml`.

Belongs here: the form of that file. Does not: the rules that use it (`identities.py`, `reconcile.py`). A report without
the file has no identities: its figures are then compared only with themselves.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from evident.evidence.ids import nearest

FILE = "identities.yml"


class BadRelations(ValueError):
    """identities.yml cannot be used; `line` and `message` name what to mend."""

    def __init__(self, line: int, message: str) -> None:
        super().__init__(f"{FILE}:{line}: {message}")
        self.line, self.message = line, message


@dataclass(frozen=True)
class RegionalTotal:
    """The indicator that holds all of a unit in a region, and how a finding says so."""

    total: str
    rule: str
    what: str


@dataclass(frozen=True)
class Relations:
    """The identities of a report, by indicator.

    Attributes:
        around: the nation and what lies around it, outwards.
        shares: share → (part, whole).
        growing_wholes: wholes that only grow.
        national_shares: share of the nation → what is shared.
        home: the place whose best hours count.
        amounts: yearly amount → (stock that makes it, indicator of its hours).
        regional_totals: by unit.
        panel: indicator of observations → indicator of the panel.
        ladder: names for parts of one whole, narrow to wide: as labels begin → as prose says.
        counts, additive: units of counts, and of amounts that add up over places.
        lines: where each name first stands in the file.
    """

    around: tuple[str, ...] = ()
    shares: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    growing_wholes: tuple[str, ...] = ()
    national_shares: Mapping[str, str] = field(default_factory=dict)
    home: str = ""
    amounts: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    regional_totals: Mapping[str, RegionalTotal] = field(default_factory=dict)
    panel: Mapping[str, str] = field(default_factory=dict)
    ladder: Mapping[str, str] = field(default_factory=dict)
    counts: frozenset[str] = frozenset({"count", "persons", "year"})
    additive: frozenset[str] = frozenset({"count", "persons"})
    lines: Mapping[str, int] = field(default_factory=dict, compare=False)

    def indicators(self) -> set[str]:
        """Every indicator that the file names."""
        pairs = [name for pair in (*self.shares.values(), *self.amounts.values()) for name in pair]
        totals = [total.total for total in self.regional_totals.values()]
        return {
            *self.shares, *self.national_shares, *self.national_shares.values(), *self.amounts, *pairs, *totals,
            *self.growing_wholes, *self.panel, *self.panel.values(),
        }  # fmt: skip


def read_relations(folder: Path) -> Relations:
    """The identities of the evidence in a folder; none if it has no such file.

    Raises:
        BadRelations: the file is not of the form above.
    """
    path = folder / FILE
    return _read(path, path.stat().st_mtime_ns) if path.exists() else Relations()


@lru_cache(maxsize=8)
def _read(path: Path, _modified: int) -> Relations:
    text = path.read_text("utf8")
    try:
        file = _File(yaml.safe_load(text) or {}, yaml.compose(text))
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        raise BadRelations(
            mark.line + 1 if mark else 1, f"not valid YAML: {getattr(error, 'problem', error)}"
        ) from None
    file.known(
        "around", "shares", "growing_wholes", "national_shares", "hours", "regional_totals", "panel", "ladder", "units"
    )  # fmt: skip
    file.known("home", "amounts", under="hours")
    file.known("counts", "additive", under="units")
    default = Relations()
    return Relations(
        around=file.names("around"),
        shares=file.pairs("shares"),
        growing_wholes=file.names("growing_wholes"),
        national_shares=file.mapping("national_shares"),
        home=str(file.mapping("hours").get("home", "")),
        amounts=file.pairs("hours", "amounts"),
        regional_totals=file.totals("regional_totals"),
        panel=file.mapping("panel"),
        ladder=file.mapping("ladder"),
        counts=frozenset(file.names("units", "counts") or default.counts),
        additive=frozenset(file.names("units", "additive") or default.additive),
        lines=file.first,
    )


class _File:
    """The file as read, with the line of each of its keys and names."""

    def __init__(self, raw: Any, tree: yaml.Node | None) -> None:
        self.raw = raw
        self.lines: dict[tuple[str, ...], int] = {(): 1}
        self.first: dict[str, int] = {}
        self._walk(tree, ())

    def _walk(self, node: yaml.Node | None, path: tuple[str, ...]) -> None:
        if isinstance(node, yaml.MappingNode):
            for key, value in node.value:
                self.lines[*path, key.value] = key.start_mark.line + 1
                self._walk(key, path)
                self._walk(value, (*path, key.value))
        elif isinstance(node, yaml.SequenceNode):
            for item in node.value:
                self._walk(item, path)
        elif isinstance(node, yaml.ScalarNode):
            self.first.setdefault(node.value, node.start_mark.line + 1)

    def _wrong(self, message: str, *path: str) -> BadRelations:
        return BadRelations(
            self.lines[path], f"{message}; data/README.md and the comments in the file say its form"
        )

    def known(self, *names: str, under: str = "") -> None:
        """Refuse sections that nothing reads."""
        path = (under,) if under else ()
        for name in self.mapping(*path):
            if name not in names:
                raise BadRelations(
                    self.lines.get((*path, str(name)), 1),
                    f"there is no section {name!r}{nearest(str(name), names) or '; there are ' + ', '.join(names)}",
                )

    def names(self, *path: str) -> tuple[str, ...]:
        found = self._at(path, [])
        if not isinstance(found, list):
            raise self._wrong(f"{path[-1]}: a list of names is expected", *path)
        return tuple(map(str, found))

    def mapping(self, *path: str) -> dict[str, Any]:
        found = self._at(path, {})
        if not isinstance(found, dict):
            raise self._wrong(
                f"{path[-1] if path else FILE}: names, each with what belongs to it, are expected", *path
            )
        return found

    def pairs(self, *path: str) -> dict[str, tuple[str, str]]:
        found = {}
        for name, pair in self.mapping(*path).items():
            if not (isinstance(pair, list) and len(pair) == 2):
                raise self._wrong(f"{name} needs two indicators: [part, whole]", *path, name)
            found[name] = (str(pair[0]), str(pair[1]))
        return found

    def totals(self, *path: str) -> dict[str, RegionalTotal]:
        found = {}
        for unit, told in self.mapping(*path).items():
            if not (isinstance(told, dict) and set(told) == {"total", "rule", "what"}):
                raise self._wrong(f"{unit} needs total, rule and what", *path, unit)
            found[unit] = RegionalTotal(**told)
        return found

    def _at(self, path: tuple[str, ...], empty: Any) -> Any:
        found = self.raw
        for step in path:
            found = found.get(step) or empty
            if not isinstance(found, dict):
                break
        return found
