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
from evident.run.firmness import BASELINE, Firmness, joined, of_claim, of_claims, outcomes
from evident.run.firmness_text import Told
from evident.run.traces import Pieces
from evident.text.sentences import OWN
from evident.text.words import BLANK, Words

UNKNOWN = "…"  # in the place of a fact that the sweep does not have
COLUMNS = ("chapter", "finding", "share", "settings", "touched", "where", "short", "distance")


def table(words: Words) -> WholeTable:
    """The findings with their firmness, a row each, in the order of chapters.

    What is read is noted, so that a notebook that takes it runs again when a finding is worded otherwise, when a sweep
    is made again, and when one becomes stale.

    Returns:
        columns `chapter` (its title), `finding` (its words), `share` (percent of the settings in which all its claims
        hold; NaN where no sweep is of this evidence), `settings` (how many), `touched` (whether a range has a part in
        it), `where` (its first break in words, or ""), `short` (that break in fewer words), `distance` (of
        the break, percent of the range; NaN of an alternative without order, such as a switch). Of a finding whose
        claims come from several notebooks the weakest of these counts.
    """
    with reads.passed_over():  # what is taken from chapters is told by its own piece
        every = findings(words.language)
    reads.note("findings", *([] if words.language == OWN else [words.language]))
    named = sorted({key.partition(".")[0] for finding in every for key in finding.claims})
    sweeps, facts, pieces = dict[str, Told](), dict[str, str](), Pieces()
    for notebook in named:
        reads.note("swept", notebook)
        if (found := swept_claims.found_of(notebook, pieces)) is not None:
            sweeps[notebook] = Told(notebook, outcomes(found), words)
            facts |= {
                key: told[BASELINE][2] or UNKNOWN for key, told in found.facts.items() if BASELINE in told
            }
    assumed = {notebook: _assumed(notebook) for notebook in sweeps}
    with reads.passed_over():  # titles are told with the findings
        titles = {finding.chapter: chapter_title(finding.chapter, words.language) for finding in every}
    rows = [_row(finding, titles[finding.chapter], sweeps, assumed, facts) for finding in every]
    return WholeTable("data:sweep", pd.DataFrame(rows, columns=list(COLUMNS)))


def claims() -> WholeTable:
    """Every claim that was swept, printed in a chapter or not, a row each.

    Returns:
        columns `claim` (its key), `share` (percent of the settings in which it holds). No row where the sweep of some
        notebook is missing or not of this evidence.
    """
    rows, pieces = list[tuple[str, float]](), Pieces()
    names = sorted(path.stem for path in paths.notebooks() if swept_claims.has_ranges(path.stem))
    for notebook in names:
        reads.note("swept", notebook)
        found = swept_claims.outcomes_of(notebook, pieces)
        if found is None:
            rows.clear()
            break
        rows += [(claim, 100 * firm.share) for claim, firm in of_claims(found, {}).items()]
    return WholeTable("data:sweep", pd.DataFrame(rows, columns=["claim", "share"]))


def _assumed(notebook: str) -> dict[str, tuple[str, ...]]:
    """The parameters that each claim of a notebook assumes, as its frozen outputs say."""
    raw = (paths.report().analysis / f"{notebook}.ipynb").read_bytes()
    return {
        key: export.assumed for (kind, key), export in exported.read(raw).exports.items() if kind == "claim"
    }


def _row(
    finding: Finding,
    chapter: str,
    sweeps: dict[str, Told],
    assumed: dict[str, dict[str, tuple[str, ...]]],
    facts: dict[str, str],
) -> tuple[Any, ...]:
    by_notebook: dict[str, list[str]] = {}
    for key in finding.claims:
        by_notebook.setdefault(key.partition(".")[0], []).append(key)
    said = BLANK.sub(lambda match: facts.get(match[1], UNKNOWN), finding.words)
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
        told.where(firm.first) if broken else "",
        told.short(firm.first) if broken else "",
        100 * broken.distance if broken and broken.way else math.nan,
    )


def _of(told: Told, claims: Sequence[str], assumed: dict[str, tuple[str, ...]]) -> tuple[Told, Firmness]:
    found = joined(told.found, claims, "all")
    return told, of_claim(found, "all", [name for key in claims for name in assumed.get(key, ())])
