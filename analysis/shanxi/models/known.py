"""What is known: counts of the evidence, and where it contradicts itself.

Belongs here: counting rows of the evidence, running the rules that compare figures with figures, and listing the groups
of figures that readers of the sources found in conflict. Does not: the rules themselves (`evident.evidence`), any
judgement on who is right.
"""

import re
from collections import Counter
from collections.abc import Mapping, Sequence

import pandas as pd

from evident.evidence import checks
from evident.evidence.findings import AGREES, CONFLICT, DOUBT, Finding
from evident.evidence.relations import Relations
from evident.evidence.sources import Source
from evident.evidence.tables import Evidence

LEVELS = (AGREES, DOUBT, CONFLICT)
PLANNED = ("target", "plan")
_NAMED = re.compile(r"\b[a-z0-9]+(?:-[a-z0-9]+){3,}\b")  # an id in a note: shanxi-gdp-per-capita-2021-b


def figures(observations: pd.DataFrame) -> int:
    """The rows of {observations}, each of them one published figure, counted."""
    return len(observations)


def documents(observations: pd.DataFrame) -> int:
    """The documents that {observations} were taken from, counted."""
    return int(observations["source_id"].nunique())


def marked(observations: pd.DataFrame, quality: str) -> int:
    """Those of {observations} that are marked {quality}, counted."""
    return int((observations["quality"] == quality).sum())


def cells(panel: pd.DataFrame) -> int:
    """The figures of {panel}, each of one province, one year and one measure, counted."""
    return int(panel["value"].notna().sum())


def by_mark(observations: pd.DataFrame) -> dict[str, int]:
    """How many of {observations} each mark of the charts stands for.

    Returns:
        observed, doubtful and target; a target or plan counts as such also where it is doubtful.
    """
    planned = (observations["period_kind"] == "target") | observations["status"].isin(PLANNED)
    doubtful = observations["quality"].isin(("doubtful", "damaged_text")) & ~planned
    return {
        "observed": int((~planned & ~doubtful).sum()),
        "doubtful": int(doubtful.sum()),
        "target": int(planned.sum()),
    }


def compared(
    observations: pd.DataFrame,
    panel: pd.DataFrame,
    indicators: pd.DataFrame,
    sources: Mapping[str, Source],
    relations: Relations,
    language: str,
) -> list[Finding]:
    """What the rules found when they compared {observations} and {panel} with one another."""
    evidence = Evidence(observations, panel, indicators, dict(sources), relations=relations)
    return checks.reconcile(evidence, language)


def rules(findings: Sequence[Finding]) -> int:
    """How many rules found something to compare: {findings}"""
    return len({finding.rule for finding in findings})


def of_level(findings: Sequence[Finding], level: str) -> int:
    """The results of kind {level}, counted, in this: {findings}"""
    return sum(finding.level == level for finding in findings)


def tally(findings: Sequence[Finding]) -> pd.DataFrame:
    """How often each rule found agreement, doubt and conflict: {findings}

    Returns:
        Columns rule, agrees, doubt, conflict, the rule with most conflicts first. Agreement is missing (NaN) where a
        rule counted none: most of these rules look for fault only.
    """
    found = Counter((finding.rule, finding.level) for finding in findings)
    names = sorted({rule for rule, _ in found})
    rows = [(name, *(found[name, level] for level in LEVELS)) for name in names]
    table = pd.DataFrame(rows, columns=["rule", *LEVELS])
    table = table.sort_values([CONFLICT, DOUBT, AGREES, "rule"], ascending=[False, False, False, True])
    return table.astype({AGREES: float}).replace({AGREES: {0.0: float("nan")}}).reset_index(drop=True)


def messages(findings: Sequence[Finding], level: str) -> pd.DataFrame:
    """The results of one kind, {level}, among these: {findings}

    Returns:
        Columns rule, finding.
    """
    return pd.DataFrame(
        [(f.rule, f.message) for f in findings if f.level == level], columns=["rule", "finding"]
    )


def groups(observations: pd.DataFrame, findings: Sequence[Finding]) -> pd.DataFrame:
    """The figures of {observations} that contradict one another, group by group; a rule sees a group if one of its
    results names a figure of it.

    Returns:
        One row a group: `group`, `members` (ids: those marked with the group, those that their notes name, and, where
        a group has one member only, figures of the same measure, place and period) and `seen` by a rule.
    """
    seen = {key for finding in findings if finding.level != AGREES for key in finding.ids}
    rows = []
    for name, own in observations[observations["conflict_group"] != ""].groupby("conflict_group"):
        named = [
            key for note in own["quality_note"] for key in _NAMED.findall(note) if key in observations.index
        ]
        if len({*own.index, *named}) == 1:
            named = _beside(observations, own.iloc[0])
        members = list(dict.fromkeys([*map(str, own.index), *map(str, named)]))
        rows.append((str(name), members, not seen.isdisjoint(own.index)))
    return pd.DataFrame(rows, columns=["group", "members", "seen"])


def _beside(observations: pd.DataFrame, row: pd.Series) -> list[str]:
    same = (observations[["indicator", "place", "period"]] == row[["indicator", "place", "period"]]).all(
        axis=1
    )
    return [str(key) for key in observations.index[same] if key != row.name]


def how_many(table: pd.DataFrame) -> int:
    """How many of these there are: {table}"""
    return len(table)


def figures_of(table: pd.DataFrame) -> int:
    """The figures in these groups, each counted once, those that only a note of another names among them: {table}"""
    return len({key for members in table["members"] for key in members})


def seen_by_rules(table: pd.DataFrame) -> int:
    """How many of these a rule found too: {table}"""
    return int(table["seen"].sum())


def all_listed(observations: pd.DataFrame, table: pd.DataFrame) -> bool:
    """Every group of {observations} marked as in conflict is in the list of groups, with each figure marked so."""
    wanted = observations.loc[observations["conflict_group"] != "", "conflict_group"]
    listed = {key: set(members) for key, members in zip(table["group"], table["members"], strict=True)}
    return all(key in listed.get(group, set()) for key, group in wanted.items())
