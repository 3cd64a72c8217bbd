"""The chapters of the report: what they assert is bound, and what their words count is so many."""

import re

import pytest

from evident import paths
from evident.book import unbound
from evident.run import findings, thin
from evident.run.parameters import unreasoned

CHAPTERS = paths.report().chapters


def test_no_sentence_asserts_unbound() -> None:
    found = list(map(str, unbound.unbound(unbound.prose_chapters(), set(findings.theme_chapters()))))
    assert found == []


@pytest.mark.parametrize("notebook", paths.notebooks(), ids=lambda path: path.stem)
def test_notebooks_are_thin(notebook) -> None:  # type: ignore[no-untyped-def]
    assert list(thin.faults(notebook)) == []


def test_six_to_ten_findings_each_with_a_claim() -> None:
    text = (CHAPTERS / "index.md").read_text("utf8")
    findings = text.partition("## What the report found")[2].partition("\n{doc}")[0]
    items = re.split(r"^\d+\. ", findings, flags=re.MULTILINE)[1:]
    assert 6 <= len(items) <= 10
    assert all("{claim}" in item for item in items)


def test_every_assumption_of_the_baseline_says_why() -> None:
    assert list(unreasoned()) == []
