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

FILE = "identities.yml"


class BadRelations(ValueError):
    """identities.yml cannot be used; the message names what to mend."""


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

    def indicators(self) -> set[str]:
        """Every indicator of observations that the file names."""
        pairs = [name for pair in (*self.shares.values(), *self.amounts.values()) for name in pair]
        totals = [total.total for total in self.regional_totals.values()]
        return {
            *self.shares, *self.national_shares, *self.national_shares.values(), *self.amounts, *pairs, *totals,
            *self.growing_wholes, *self.panel,
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
        raw: dict[str, Any] = yaml.safe_load(path.read_text("utf8")) or {}
        hours, units = raw.get("hours", {}), raw.get("units", {})
        default = Relations()
        return Relations(
            around=tuple(raw.get("around", ())),
            shares=_pairs(raw.get("shares", {})),
            growing_wholes=tuple(raw.get("growing_wholes", ())),
            national_shares=dict(raw.get("national_shares", {})),
            home=str(hours.get("home", "")),
            amounts=_pairs(hours.get("amounts", {})),
            regional_totals={
                unit: RegionalTotal(**told) for unit, told in raw.get("regional_totals", {}).items()
            },
            panel=dict(raw.get("panel", {})),
            ladder=dict(raw.get("ladder", {})),
            counts=frozenset(units.get("counts", default.counts)),
            additive=frozenset(units.get("additive", default.additive)),
        )
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = f":{mark.line + 1}" if mark else ""
        raise BadRelations(f"{path.name}{line}: not valid YAML: {getattr(error, 'problem', error)}") from None
    except (TypeError, ValueError, AttributeError) as error:
        raise BadRelations(
            f"{path.name}: {error}; data/README.md and the comments in the file say its form"
        ) from None


def _pairs(raw: Mapping[str, Any]) -> dict[str, tuple[str, str]]:
    found = {}
    for name, pair in raw.items():
        if not (isinstance(pair, list) and len(pair) == 2):
            raise ValueError(f"{name} needs two indicators: [part, whole]")
        found[name] = (str(pair[0]), str(pair[1]))
    return found
