"""What of a difference readers are told, and in which order.

Belongs here: sorting changes by theme and by how much they tell. Does not: finding them (`run/differences.py`), how
they are printed (`changes.py`, `changes_nodes.py`).
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from evident.run.differences import Change
from evident.run.releases import value_of

HOLDS, FAILS, UNKNOWN = "holds", "fails", "unknown"


@dataclass
class Theme:
    """What changed in one notebook.

    Attributes:
        turned: claims that hold no longer or hold now and verdicts that turned, which the book prints; claims first.
        aside: how many turned that it does not print.
        untold, told: how many claims can be told no longer, and the other way round.
        moved: numbers that the book prints otherwise, those that moved most first.
        others: how many numbers moved that it does not print.
        lost, found: how many numbers were known and are not, and the other way round.
        come, gone: how many exports are new, and how many are there no longer.
    """

    name: str
    turned: list[Change] = field(default_factory=list)
    aside: int = 0
    untold: int = 0
    told: int = 0
    moved: list[Change] = field(default_factory=list)
    others: int = 0
    lost: int = 0
    found: int = 0
    come: int = 0
    gone: int = 0

    @property
    def empty(self) -> bool:
        """Whether nothing is told of it."""
        return not (self.changed or self.untold or self.told)

    @property
    def one_sided(self) -> dict[str, int]:
        """How many statements and numbers are known on one side only, by what became of them."""
        return {"untold": self.untold, "told": self.told, "lost": self.lost, "found": self.found}

    @property
    def changed(self) -> int:
        """How many verdicts, claims and numbers are there on both sides and differ."""
        return len(self.turned) + len(self.moved) + self.aside + self.others + self.lost + self.found


def by_theme(
    changes: Iterable[Change], printed: Callable[[Change], bool], cannot_be_told: str
) -> list[Theme]:
    """Changes of facts, verdicts and claims by notebook, in order of their names.

    Args:
        printed: whether the book prints what changed.
        cannot_be_told: what a claim says of itself that has no answer.
    """
    themes: dict[str, Theme] = {}
    for change in changes:
        name = change.key.partition(".")[0]
        theme = themes.setdefault(name, Theme(name))
        if change.what == "added":
            theme.come += 1
        elif change.what == "removed":
            theme.gone += 1
        elif change.flipped:
            if change.kind == "claim" and change.after == cannot_be_told:
                theme.untold += 1
            elif change.kind == "claim" and change.before == cannot_be_told:
                theme.told += 1
            elif printed(change):
                theme.turned.append(change)
            else:
                theme.aside += 1
        elif change.kind == "fact" and change.before != change.after:
            known = tuple(value is not None for value in values(change))
            if known == (True, False):
                theme.lost += 1
            elif known == (False, True):
                theme.found += 1
            elif printed(change):
                theme.moved.append(change)
            else:
                theme.others += 1
    for theme in themes.values():
        theme.turned.sort(key=lambda change: (change.kind != "claim", change.key))
        theme.moved.sort(key=lambda change: (-moved_by(change), change.key))
    return [themes[name] for name in sorted(themes)]


def values(change: Change) -> tuple[object, object]:
    """The values of a fact before and after; the same if only its text differs."""
    told = next(((a, b) for name, a, b in change.parts if name == "value"), ("0", "0"))
    before, after = (value_of(text)[0] for text in told)
    return before, after


def moved_by(change: Change) -> float:
    """How far a number moved: the change over the larger of the two, so 0 to 2; 0 of words and dates, which have no
    distance."""
    before, after = values(change)
    if not all(isinstance(value, int | float) for value in (before, after)):
        return 0.0
    low, high = float(before), float(after)  # type: ignore[arg-type]
    return abs(high - low) / (max(abs(low), abs(high)) or 1.0)


@dataclass(frozen=True)
class Turning:
    """What is bound to claims that do not come out alike in all editions: its state by edition, in their order."""

    name: str
    states: tuple[str, ...]


def turning(states: Iterable[tuple[str, tuple[str, ...]]]) -> list[Turning]:
    """What turns, that which fails in most editions first, then that which cannot be told in most.

    Args:
        states: by claim, or by the words that are bound to one, its state in each edition: `HOLDS`, `FAILS` or
            `UNKNOWN`. Words that are bound to several claims come several times: they hold where all of these do, and
            fail where one does.
    """
    found: dict[str, tuple[str, ...]] = {}
    for name, told in states:
        found[name] = tuple(map(_worse, found.get(name, told), told))
    turned = [Turning(name, told) for name, told in found.items() if len(set(told)) > 1]
    return sorted(turned, key=lambda t: (-t.states.count(FAILS), -t.states.count(UNKNOWN), t.name))


def _worse(one: str, other: str) -> str:
    return max(one, other, key=(HOLDS, UNKNOWN, FAILS).index)
