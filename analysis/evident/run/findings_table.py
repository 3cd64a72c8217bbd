"""How firm the findings of a report are, as a table that a notebook reads.

Belongs here: putting findings and sweeps together, as the origin `data:sweep`. Does not: which sentences are findings
(`findings.py`), counting settings (`firmness.py`), drawing (a report's own figures).
"""

import math
from collections.abc import Sequence
from typing import Any

import pandas as pd

from evident import paths, reads
from evident.evidence.rows import WholeTable
from evident.run import exported, swept_claims
from evident.run.findings import Finding, chapter_title, findings
from evident.run.firmness import Firmness, joined, of_claim
from evident.run.firmness_text import Told
from evident.text.words import BLANK, Words

COLUMNS = ("chapter", "finding", "share", "settings", "touched", "where", "parameter", "distance")


def table(words: Words) -> WholeTable:
    """The findings with their firmness, a row each, in the order of chapters.

    What is read is noted, so that a notebook that takes it runs again when a finding is worded otherwise, when a sweep
    is made again, and when one becomes stale.

    Returns:
        columns `chapter` (its title), `finding` (its words), `share` (percent of the settings in which all its claims hold; NaN where
        no sweep is of this evidence), `settings` (how many), `touched` (whether a range has a part in it), `where` (its
        first break in words, or ""), `parameter` (its name for people), `distance` (of the break, percent of the range).
        Of a finding whose claims come from several notebooks the weakest of these counts.
    """
    with reads.passed_over():  # what is taken from chapters is told by its own piece
        every = findings()
    reads.note("findings")
    named = sorted({key.partition(".")[0] for finding in every for key in finding.claims})
    sweeps: dict[str, Told] = {}
    for notebook in named:
        reads.note("swept", notebook)
        found = swept_claims.outcomes_of(notebook)
        if found is not None:
            sweeps[notebook] = Told(notebook, found, words)
    assumed = {notebook: _assumed(notebook) for notebook in sweeps}
    rows = [_row(finding, sweeps, assumed) for finding in every]
    return WholeTable("data:sweep", pd.DataFrame(rows, columns=list(COLUMNS)))


def _assumed(notebook: str) -> dict[str, tuple[str, ...]]:
    """The parameters that each claim of a notebook assumes, as its frozen outputs say."""
    raw = (paths.report().analysis / f"{notebook}.ipynb").read_bytes()
    return {
        key: export.assumed for (kind, key), export in exported.read(raw).exports.items() if kind == "claim"
    }


def _row(
    finding: Finding, sweeps: dict[str, Told], assumed: dict[str, dict[str, tuple[str, ...]]]
) -> tuple[Any, ...]:
    by_notebook: dict[str, list[str]] = {}
    for key in finding.claims:
        by_notebook.setdefault(key.partition(".")[0], []).append(key)
    chapter, said = chapter_title(finding.chapter), _filled(finding, sweeps)
    known = all(
        notebook in sweeps and all(key in sweeps[notebook].found.states for key in keys)
        for notebook, keys in by_notebook.items()
    )
    if not known:
        return (chapter, said, math.nan, math.nan, False, "", "", math.nan)
    weakest = min(
        (_of(sweeps[notebook], keys, assumed[notebook]) for notebook, keys in by_notebook.items()),
        key=lambda pair: (pair[1].share, not pair[1].touched),
    )
    told, firm = weakest
    broken = firm.soonest
    return (
        chapter,
        said,
        100 * firm.share,
        firm.settings,
        firm.touched,
        told.where(broken) if broken else "",
        told.label(broken.parameter) if broken else "",
        100 * broken.distance if broken else math.nan,
    )


def _of(told: Told, claims: Sequence[str], assumed: dict[str, tuple[str, ...]]) -> tuple[Told, Firmness]:
    found = joined(told.found, claims, "all")
    return told, of_claim(found, "all", [name for key in claims for name in assumed.get(key, ())])


def _filled(finding: Finding, sweeps: dict[str, Told]) -> str:
    """The words of a finding with its facts as the baseline of the sweep prints them."""

    def fact(key: str) -> str:
        told = sweeps.get(key.partition(".")[0])
        return swept_claims.printed(told.notebook).get(key, "…") if told else "…"

    return BLANK.sub(lambda match: fact(match[1]), finding.words)
