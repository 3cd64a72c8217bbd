"""The chapters of the report: what they assert is bound, and what their words count is so many."""

import re

import pytest
import yaml

from evident import paths
from evident.book import unbound
from evident.run import thin
from evident.run.parameters import load_edition
from evident.text.words import Words

CHAPTERS = paths.report().chapters
EXHIBITS = [
    (notebook.stem, key)
    for notebook in paths.notebooks()
    for key, words in yaml.safe_load(
        (paths.word_dirs("en")[-1] / f"{notebook.stem}.yml").read_text("utf8")
    ).items()
    if isinstance(words, dict) and {"title", "subtitle", "alt"} <= set(words)
]


def test_no_sentence_asserts_unbound() -> None:
    found = list(map(str, unbound.unbound(unbound.prose_chapters(), unbound.theme_chapters())))
    assert found == []


@pytest.mark.parametrize("notebook", paths.notebooks(), ids=lambda path: path.stem)
def test_notebooks_are_thin(notebook) -> None:  # type: ignore[no-untyped-def]
    assert list(thin.faults(notebook)) == []


def test_ten_findings_are_ten() -> None:
    text = (CHAPTERS / "index.md").read_text("utf8")
    findings = text.partition("## Ten findings")[2].partition("\n## ")[0]
    items = re.findall(r"^\d+\. .*", findings, re.MULTILINE)
    assert len(items) == 10
    assert all("{claim}" in item for item in items)  # each begins with words that were tested


@pytest.mark.parametrize(("notebook", "key"), EXHIBITS, ids=lambda value: str(value))
def test_the_title_of_every_chart_is_bound_or_describes(notebook: str, key: str) -> None:
    words = Words("en")
    bound, describes = words.listed(f"{notebook}.{key}.claim"), words.has(f"{notebook}.{key}.describes")
    assert bool(bound) != describes
    assert not bound or words.has(f"{notebook}.{key}.otherwise")


def test_every_assumption_of_the_baseline_says_why() -> None:
    edition, words = load_edition("baseline"), Words("en")
    silent = [
        f"{section}.{name}"
        for (section, name), reason in edition.reasons.items()
        # What only steers a computation has its name from the engine, and needs no reason.
        if reason == edition.reason and not words.has(f"common.parameters.{name}")
    ]
    assert silent == []
