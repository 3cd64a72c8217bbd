"""Is the evidence sound? Two questions, one kind of answer.

Belongs here: the two calls that the command line, the tests and a chapter on data quality make. Does not: what a
finding is (`findings.py`), how a table is validated (`schema.py`), how figures are reconciled (`reconcile.py`,
`identities.py`).
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from evident.evidence.findings import Finding
from evident.text import sentences

if TYPE_CHECKING:
    from evident.evidence.tables import Evidence


def validate(folder: Path) -> list[Finding]:
    """Breaks of the schema that `datapackage.json` states, and of what it cannot state, in order of file and
    line.

    Args:
        folder: holds observations.csv, indicators.csv, panel.csv, sources.bib and datapackage.json.

    Returns:
        Findings of level error; empty if the evidence is well formed.
    """
    # The validator is slow to import, and most commands never need it.
    from evident.evidence import schema

    return schema.findings(folder)


def reconcile(evidence: Evidence, language: str = sentences.OWN) -> list[Finding]:
    """What the figures say about each other: contradictions, doubts, and computed agreement.

    Nothing is looked up by name: each finding follows from a rule on indicators, places, periods and values.
    Figures published after the evidence's date are left out.

    Args:
        language: in which it is said; the names of rules stay as they are.

    Returns:
        Findings of level conflict, doubt or agrees, in a fixed order: by rule, then by id.
    """
    from evident.evidence import reconcile as rules

    return rules.findings(evidence, language)
