"""What ties the indicators of a report together, read from `data/identities.yml`.

Belongs here: the form of that file. Does not: the rules that use it (`identities.py`, `reconcile.py`). A report without
the file has no identities: its figures are then compared only with themselves.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

from evident.evidence.ids import nearest
from evident.text.files import BadFile
from evident.text.yaml_files import Document, read_yaml

FILE = "identities.yml"
_REMEDY = "see its form in data/README.md and in the comments of the file"


class BadRelations(BadFile):
    """identities.yml cannot be used."""


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
    try:
        file = _File(read_yaml(path))
    except BadRelations:
        raise
    except BadFile as error:
        raise BadRelations(error.path, error.line, error.message, error.remedy) from None
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
        national_shares=file.texts("national_shares"),
        home=file.text("hours", "home"),
        amounts=file.pairs("hours", "amounts"),
        regional_totals=file.totals("regional_totals"),
        panel=file.texts("panel"),
        ladder=file.texts("ladder"),
        counts=frozenset(file.names("units", "counts") or default.counts),
        additive=frozenset(file.names("units", "additive") or default.additive),
        lines=file.first,
    )


class _File:
    """The file as read, with the line of each of its keys and names."""

    def __init__(self, document: Document) -> None:
        self.document, self.raw = document, {} if document.value is None else document.value
        self.first: dict[str, int] = {}
        for place, line in sorted(document.lines.items(), key=lambda item: item[1]):
            for name in place:
                self.first.setdefault(str(name), line)
        self._names(self.raw, ())

    def _names(self, value: Any, place: tuple[Any, ...]) -> None:
        """Note where each name of a list, or behind a key, stands first."""
        inner = (
            value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
        )
        for key, item in inner:
            self._names(item, (*place, key))
        if not isinstance(value, dict | list):
            line = self.document.line(*place)
            self.first[str(value)] = min(line, self.first.get(str(value), line))

    def _wrong(self, message: str, *path: Any) -> BadRelations:
        line = self.document.line(*path)
        return BadRelations(self.document.path, line, message, _REMEDY)

    def known(self, *names: str, under: str = "") -> None:
        """Refuse sections that nothing reads."""
        path = (under,) if under else ()
        for name in self.mapping(*path):
            if name not in names:
                near = nearest(str(name), names) or "; there are " + ", ".join(names)
                raise self._wrong(f"there is no section {name!r}{near}", *path, name)

    def names(self, *path: str) -> tuple[str, ...]:
        found = self._at(path, [])
        if not isinstance(found, list) or not all(isinstance(name, str) for name in found):
            raise self._wrong(f"{path[-1]}: a list of names is expected", *path)
        return tuple(found)

    def mapping(self, *path: str) -> dict[str, Any]:
        found = self._at(path, {})
        if not isinstance(found, dict):
            raise self._wrong(
                f"{path[-1] if path else FILE}: names, each with what belongs to it, are expected", *path
            )
        return found

    def texts(self, *path: str) -> dict[str, str]:
        for name, text in (found := self.mapping(*path)).items():
            if not isinstance(text, str):
                raise self._wrong(f"{name} needs one name", *path, name)
        return found

    def text(self, *path: str) -> str:
        found = self._at(path, "")
        if not isinstance(found, str):
            raise self._wrong(f"{path[-1]} needs one name", *path)
        return found

    def pairs(self, *path: str) -> dict[str, tuple[str, str]]:
        found = {}
        for name, pair in self.mapping(*path).items():
            if not (isinstance(pair, list) and len(pair) == 2 and all(isinstance(p, str) for p in pair)):
                raise self._wrong(f"{name} needs two indicators: [part, whole]", *path, name)
            found[name] = (pair[0], pair[1])
        return found

    def totals(self, *path: str) -> dict[str, RegionalTotal]:
        found = {}
        for unit, told in self.mapping(*path).items():
            fits = isinstance(told, dict) and set(told) == {"total", "rule", "what"}
            if not fits or not all(isinstance(text, str) for text in told.values()):
                raise self._wrong(f"{unit} needs total, rule and what", *path, unit)
            found[unit] = RegionalTotal(**told)
        return found

    def _at(self, path: tuple[str, ...], empty: Any) -> Any:
        found = self.raw
        for step in path:
            if not isinstance(found, dict):
                break
            found = found.get(step)
            found = empty if found is None else found
        return found
