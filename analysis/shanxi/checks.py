"""Is the evidence sound? Two questions, one kind of answer.

Belongs here: what a finding is, and the two calls that the command line, the tests and the chapter on data
quality make. Does not: how a table is validated (`schema.py`), how figures are reconciled (`reconcile.py`,
`identities.py`).
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from shanxi.evidence import Evidence

ERROR, CONFLICT, DOUBT, AGREES = "error", "conflict", "doubt", "agrees"


@dataclass(frozen=True)
class Finding:
    """One thing found in the evidence.

    Attributes:
        rule: the rule that found it, in words: "a part exceeds its whole".
        level: error (the tables break their schema), conflict (two printed figures cannot both be right as
            they are labelled), doubt (they differ by more than rounding, which a definition may explain) or
            agrees.
        ids: the observations, panel cells or sources concerned, the questionable one first.
        where: file:line for a break of the schema, otherwise empty.
        message: one sentence with the figures.
        remedy: how to mend it; empty for what is kept as it is.
    """

    rule: str
    level: str
    ids: tuple[str, ...]
    where: str
    message: str
    remedy: str = ""


def validate(folder: Path) -> list[Finding]:
    """Breaks of the schema that `datapackage.json` states, and of what it cannot state, in order of file and
    line.

    Args:
        folder: holds observations.csv, indicators.csv, panel.csv, sources.bib and datapackage.json.

    Returns:
        Findings of level error; empty if the evidence is well formed.
    """
    # The validator is slow to import, and most commands never need it.
    from shanxi import schema

    return schema.findings(folder)


def reconcile(evidence: Evidence) -> list[Finding]:
    """What the figures say about each other: contradictions, doubts, and computed agreement.

    Nothing is looked up by name: each finding follows from a rule on indicators, places, periods and values.
    Figures published after the evidence's date are left out.

    Returns:
        Findings of level conflict, doubt or agrees, in a fixed order: by rule, then by id.
    """
    from shanxi import reconcile as rules

    return rules.findings(evidence)
