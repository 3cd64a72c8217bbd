"""What of the evidence is new against the last commit.

Belongs here: asking git for the tables as they were, and comparing what they say about each other. Does not: the rules
(`evidence/reconcile.py`), printing (`cli.py`). Without git, or outside a repository, nothing is known of before.
"""

import tempfile
from collections.abc import Sequence
from pathlib import Path

from evident import paths
from evident.evidence import checks
from evident.evidence.findings import AGREES, Finding
from evident.evidence.tables import Evidence
from evident.run import git
from evident.text.files import BadFile

_TABLES = (
    "observations.csv",
    "indicators.csv",
    "panel.csv",
    "sources.bib",
    "datapackage.json",
    "identities.yml",
)


def committed(path: Path) -> bytes | None:
    """A file as it was last committed; None if it was not, or nobody can tell."""
    return git.ask(path.parent, "show", f"HEAD:./{path.name}")


def new(findings: Sequence[Finding]) -> list[Finding] | None:
    """Conflicts and doubts that the evidence of the last commit did not have; None if there is none to compare with."""
    folder = paths.data_dir()
    if git.ask(folder, "rev-parse", "--verify", "--quiet", "HEAD") is None:
        return None
    if (
        git.ask(folder, "diff", "--quiet", "HEAD", "--", *(n for n in _TABLES if (folder / n).exists()))
        is not None
    ):
        return []
    with tempfile.TemporaryDirectory() as before:
        for name in _TABLES:
            if (raw := committed(folder / name)) is not None:
                (Path(before) / name).write_bytes(raw)
        try:
            known = set(checks.reconcile(Evidence.load(folder=Path(before))))
        except BadFile:  # what was committed was broken
            return None
    return [finding for finding in findings if finding.level != AGREES and finding not in known]
