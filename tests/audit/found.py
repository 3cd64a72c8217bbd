"""What an audit finds, and the exceptions that a report allows.

Belongs here: results and lists. Does not: finding them (`work.py`).
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from typing import NamedTuple


class Gap(NamedTuple):
    """An export and what was moved: an id of the evidence, or `notebook.parameter`."""

    export: str
    moved: str


class Slow(NamedTuple):
    """An export that names what was moved, stayed at a few per cent, and moved with a larger change or with others.

    Attributes:
        kind: of the export: number, count, word, claim, exhibit, explorer.
        size: of the change that moved it: "×2", "÷10" …; "refused" where what moved it made it not computable; "with
            its table" for a cell of a table of the panel that moves it only together with others.
    """

    export: str
    moved: str
    kind: str
    size: str


@dataclass
class Audit:
    """What an audit found.

    Attributes:
        untold: exports that moved without naming what was moved.
        idle: exports that name what was moved, and that no size moves.
        slow: those that a larger size moves.
        crashes, findings: for what was moved, the exception, or what models said they cannot use.
        named: for every export all that it names of what was moved; what it does not name, it must not rest on.
        runs: how often a notebook ran.
    """

    untold: list[Gap] = field(default_factory=list)
    idle: list[Gap] = field(default_factory=list)
    slow: list[Slow] = field(default_factory=list)
    crashes: dict[str, str] = field(default_factory=dict)
    findings: dict[str, list[str]] = field(default_factory=dict)
    named: dict[str, set[str]] = field(default_factory=dict)
    runs: int = 0

    def add(self, other: "Audit") -> None:
        """Take in what was found for other figures."""
        self.untold += other.untold
        self.idle += other.idle
        self.slow += other.slow
        self.crashes |= other.crashes
        self.findings |= other.findings
        self.runs += other.runs
        for export, keys in other.named.items():
            self.named.setdefault(export, set()).update(keys)

    @property
    def citations(self) -> int:
        """How many pairs of an export and what it names were looked at."""
        return sum(map(len, self.named.values()))

    def kinds(self) -> Counter[tuple[str, str]]:
        """How many of the slow there are, by kind of export and size."""
        return Counter((slow.kind, slow.size) for slow in self.slow)


Exceptions = Mapping[str, Mapping[str, str]]  # export → what may be moved without moving it (a pattern) → why


def unexcused(idle: Iterable[Gap], allowed: Exceptions) -> list[Gap]:
    """The idle exports that no exception explains."""
    return [gap for gap in sorted(idle) if not any(_allows(allowed, gap))]


def unneeded(idle: Iterable[Gap], allowed: Exceptions) -> list[Gap]:
    """Exceptions that nothing needs: to be looked at after an audit of everything."""
    idle = list(idle)
    return [
        Gap(export, pattern)
        for export, patterns in allowed.items()
        for pattern in patterns
        if not any(fnmatchcase(gap.export, export) and fnmatchcase(gap.moved, pattern) for gap in idle)
    ]


def _allows(allowed: Exceptions, gap: Gap) -> Iterator[bool]:
    for export, patterns in allowed.items():
        if fnmatchcase(gap.export, export):
            yield from (fnmatchcase(gap.moved, pattern) for pattern in patterns)
