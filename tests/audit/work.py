"""The work of an audit: run notebooks with one thing moved, and compare what they export.

Belongs here: which notebooks run for what, and what the comparison finds. Does not: which report is audited and how
much of it (the tests and `__main__.py` say so).

A notebook runs again for each figure that one of its exports names. A table of the panel that an export names as a
whole is one citation: a cell of it that moves nothing (a rank that stays, a year before the latest) is accounted for if
the export moves with the cells of the table. All figures that none of its exports names move together, in one run in
which nothing may move; if something does, halves of them do, until it is known which.
"""

import multiprocessing
import random
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial

from evident.evidence.tables import Evidence

from .exports import TABLES, Export, Exports, Run, exports_of
from .found import Audit, Exceptions, Gap, Slow, unexcused
from .moving import SIZES, STEP, moved_value, resized

TABLE = "with its table"


@dataclass(frozen=True)
class Before:
    """What notebooks export while nothing is moved.

    Attributes:
        evidence: as the notebooks load it, at the date of the edition.
        exports: by name of the notebook.
        findings: what models cannot use already, by name of the notebook.
        by_table: what moved with the cells of a table, as far as it was looked for.
    """

    runs: Sequence[Run]
    evidence: Evidence
    exports: Mapping[str, Exports]
    findings: Mapping[str, list[str]]
    by_table: dict[tuple[str, frozenset[str]], set[str]] = field(default_factory=dict)

    def naming(self, run: Run) -> set[str]:
        """Ids of all figures that some export of a notebook names."""
        return set().union(*(export.names for export in self.exports[run.name].values()))


def before_of(runs: Sequence[Run], evidence: Evidence) -> Before:
    """Run all notebooks with nothing moved."""
    made = {run.name: exports_of(run, evidence) for run in runs}
    return Before(
        runs,
        evidence,
        {name: exports for name, (exports, _) in made.items()},
        {name: findings for name, (_, findings) in made.items()},
    )


def sample(before: Before, figures: Iterable[str], size: int, seed: int) -> list[str]:
    """Some figures, drawn at random: of each notebook's about as many, so that the one that draws on thousands of
    cells of the panel does not take all."""
    draw = random.Random(seed)
    known = list(figures)
    pools = {run.name: sorted(before.naming(run).intersection(known)) for run in before.runs}
    for pool in pools.values():
        draw.shuffle(pool)
    chosen: dict[str, None] = {}
    while len(chosen) < size and any(pools.values()):
        for pool in pools.values():
            if pool and len(chosen) < size:
                chosen[pool.pop()] = None
    return list(chosen)


def audit(
    runs: Sequence[Run],
    evidence: Evidence,
    figures: Iterable[str] = (),
    parameters: Iterable[str] = (),
    jobs: int = 1,
    *,
    unnamed: Iterable[str] = (),
    allowed: Exceptions | None = None,
    before: Before | None = None,
    tell: Callable[[int, int], None] = lambda done, all_of_it: None,
) -> Audit:
    """Move each of these figures and parameters, one at a time.

    Args:
        unnamed: more figures, which move together where a notebook names none of them.
        jobs: processes; each does a part of the work.
        allowed: what is known to be idle, which is not tried by larger sizes.
        before: if it is at hand.
        tell: called with the pieces of work done and of all, as they are done.
    """
    before = before or before_of(runs, evidence)
    found = Audit(
        findings={f"nothing moved in {name}": said for name, said in before.findings.items() if said},
        named={export: set() for exports in before.exports.values() for export in exports},
        runs=len(runs),
    )
    figures = list(dict.fromkeys(figures))
    work: list[Callable[[Before], Audit]] = []
    for run in runs:
        named = before.naming(run)
        others = sorted({*figures, *unnamed} - named)
        work.append(partial(_together, run=run, keys=others))
        work += [partial(_one, run=run, key=key, allowed=allowed or {}) for key in figures if key in named]
    for key in parameters:
        name = key.partition(".")[0]
        work += [partial(_one, run=run, key=key, allowed=allowed or {}) for run in runs if run.name == name]
    if jobs == 1:
        parts = (_done(before, item) for item in work)
        return _collected(found, parts, len(work), tell)
    # Forked, so that nothing is imported or read again.
    with multiprocessing.get_context("fork").Pool(jobs) as pool:
        return _collected(found, pool.imap_unordered(partial(_done, before), work), len(work), tell)


def _collected(found: Audit, parts: Iterable[Audit], size: int, tell: Callable[[int, int], None]) -> Audit:
    for number, part in enumerate(parts, 1):
        found.add(part)
        tell(number, size)
    return found


def _done(before: Before, item: Callable[[Before], Audit]) -> Audit:
    return item(before)


# -- one thing in one notebook


def _one(before: Before, run: Run, key: str, allowed: Exceptions) -> Audit:
    """Move a figure or parameter and run a notebook; where something that names it stayed, again by more."""
    old = before.exports[run.name]
    naming = [name for name, export in old.items() if export.names_one(key)]
    found = Audit(named={name: {key} for name in naming})
    new = _run(before, run, key, "", found)
    if new is None:
        return found
    found.untold += [Gap(name, key) for name in _moved(old, new) if not _may(key, old.get(name) or new[name])]
    waiting = []
    for name in (name for name in naming if not _told(name, old, new)):
        tables = [table for table in old[name].tables if key in table]
        if any(name in _with(before, run, table, found) for table in tables):
            found.slow.append(Slow(name, key, old[name].kind, TABLE))
        else:
            waiting.append(name)
    known = [name for name in waiting if not unexcused([Gap(name, key)], allowed)]
    found.idle += [Gap(name, key) for name in known]
    waiting = [name for name in waiting if name not in known]
    refused: set[str] = set()
    for size in SIZES:
        if not waiting:
            break
        new = _run(before, run, key, size, found)
        if new is None:
            continue
        for name in list(waiting):
            if name in new and new[name].refused and not old[name].refused:
                refused.add(name)
            elif _told(name, old, new):
                waiting.remove(name)
                found.slow.append(Slow(name, key, old[name].kind, size))
    found.slow += [Slow(name, key, old[name].kind, "refused") for name in waiting if name in refused]
    found.idle += [Gap(name, key) for name in waiting if name not in refused]
    return found


def _with(before: Before, run: Run, table: frozenset[str], found: Audit) -> set[str]:
    """Names of exports that move when all cells of a table do, each by its own factor."""
    if (run.name, table) not in before.by_table:
        old, moved = before.exports[run.name], set()
        for low, high in ((0.9, 1.1), (0.5, 2.0)):
            draw = random.Random(len(table))
            factors = {key: draw.uniform(low, high) for key in sorted(table)}
            found.runs += 1
            try:
                new, _ = exports_of(run, before.evidence.moved(factors))
            except Exception as error:
                found.crashes[f"{min(factors)} and its table in {run.name}"] = (
                    f"{type(error).__name__}: {error}"
                )
                continue
            moved |= {name for name in old if name in new and not new[name].refused and _told(name, old, new)}
        before.by_table[run.name, table] = moved
    return before.by_table[run.name, table]


def _run(before: Before, run: Run, key: str, size: str, found: Audit) -> Exports | None:
    """The exports of a run with one thing moved; None if it crashed, which is noted."""
    evidence = before.evidence
    if evidence.has(key):
        evidence = evidence.moved({key: SIZES[size] if size else STEP})
    else:
        name = key.partition(".")[2]
        value = run.values[name]
        moved = resized(value, size) if size else moved_value(value)
        if moved == value:  # a whole part cannot become more
            return before.exports[run.name]  # type: ignore[return-value]
        run = replace(run, values={**run.values, name: moved})
    where = f"{key}{f' {size}' if size else ''} in {run.name}"
    found.runs += 1
    try:
        new, problems = exports_of(run, evidence)
    except Exception as error:  # whatever a cell raises is what is looked for
        found.crashes[where] = f"{type(error).__name__}: {error}"
        return None
    if not size and (said := [problem for problem in problems if problem not in before.findings[run.name]]):
        found.findings[where] = said
    return new


def _moved(old: Exports, new: Exports) -> list[str]:
    """Names of exports that show something else, or that are in one of the two runs only."""
    return [
        name
        for name in dict.fromkeys([*old, *new])
        if name not in old or name not in new or old[name].state != new[name].state
    ]


def _may(key: str, export: Export) -> bool:
    """Whether an export may move with a figure or parameter: it names it, or a whole table in which it is."""
    table = "data:panel" if key.startswith("panel:") else "data:observations"
    return export.names_one(key) or table in export.names


def _told(name: str, old: Exports, new: Exports) -> bool:
    """Whether an export moved, or the numbers that a claim, a word or a verdict was told from."""
    if name not in new or old[name].state != new[name].state or old[name].told_from != new[name].told_from:
        return True
    made_of = (f"{kind} {part}" for part in old[name].made_of for kind in ("fact", "claim"))
    return any(part in old and part in new and _told(part, old, new) for part in made_of)


# -- all that a notebook does not name


def _together(before: Before, run: Run, keys: Sequence[str]) -> Audit:
    """Move figures that no export of a notebook names, all at once; nothing may move but counts of whole tables."""
    found = Audit()
    if not keys:
        return found
    draw = random.Random(len(keys))  # not all by the same, which could cancel in a ratio
    factors = {key: draw.uniform(STEP, 2 * STEP - 1) for key in keys}
    found.runs += 1
    old = before.exports[run.name]
    try:
        new, problems = exports_of(run, before.evidence.moved(factors))
    except Exception as error:
        crash, moved, said = f"{type(error).__name__}: {error}", [], []
    else:
        crash = ""
        moved = [name for name in _moved(old, new) if not TABLES & (old.get(name) or new[name]).names]
        said = [problem for problem in problems if problem not in before.findings[run.name]]
    if not (crash or moved or said):
        return found
    if len(keys) > 1:
        middle = len(keys) // 2
        for part in (keys[:middle], keys[middle:]):
            found.add(_together(before, run, part))
        if found.crashes or found.untold or found.findings:
            return found
    # One alone, or some that do it only together.
    what = ", ".join(keys[:3]) + (" …" if len(keys) > 3 else "")
    if crash:
        found.crashes[f"{what} in {run.name}"] = crash
    if said:
        found.findings[f"{what} in {run.name}"] = said
    found.untold += [Gap(name, what) for name in moved]
    return found
