"""Builds of the real project, in a copy in another folder: the few things that only it can show, a minute or two each.

Belongs here: what is true of this report's whole book. Does not: staleness and faults (`test_build.py`, on the small
report, in seconds), the README's own commands (`test_cli.py` and others know the command line).
"""

import os
import random
import re
import subprocess

from evident import paths
from evident.run import inputs

from .changes import Change, cell, clean_build, differing, docstrings, field, replaced
from .conftest import Copy

# Changes after which every claim still holds.
CHANGES: dict[str, Change] = {
    "an observation's note": field(
        "data/observations.csv", "shanxi-intelligent-mines-2025-03-a", "quality_note", "As it was printed"
    ),
    "an indicator's label": replaced("data/indicators.csv", "Resident population", "People who live there"),
    "a source's title": replaced("data/sources.bib", "title = {{", "title = {{The "),
    "a parameter's reason": replaced("data/editions/baseline.yml", 'reason: "', 'reason: "In short: '),
    "a model": lambda root: docstrings(root / "analysis/shanxi/models/mine_sizes.py"),
    "a word of a chart": replaced("analysis/shanxi/words/en/freight.yml", "subtitle: ", "subtitle: Here, "),
    "a notebook's cell": cell("hydrogen.ipynb", "nb.close()", "nb.close()  # the end"),
    "a word of a chapter": replaced("chapters/mining.md", " the ", " all the "),
    "a heading of methods": replaced("chapters/methods.md", "\n## ", "\n## Now: "),
    "a comment of all words": replaced("analysis/evident/words/en/common.yml", "\n", "\n# A comment.\n"),
}


def test_two_folders_give_the_same_bytes(checkout: Copy, built: inputs.Build) -> None:
    checkout.build()
    assert differing(Copy(paths.report().root).book(), checkout.book()) == []


def test_the_next_build_is_a_clean_build(checkout: Copy, built: inputs.Build, tmp_path_factory) -> None:  # type: ignore[no-untyped-def]
    """A sample of the kinds of change that differs from commit to commit; with EVIDENT_ALL=1, all of them."""
    commits = subprocess.run(
        ["git", "rev-list", "--count", "HEAD"],
        cwd=paths.report().root,
        capture_output=True,
        text=True,
        check=False,
    ).stdout
    count = len(CHANGES) if os.environ.get("EVIDENT_ALL") else 2
    sample = random.Random(commits.strip()).sample(sorted(CHANGES), count)
    for change in sample:
        before = checkout.sources()
        CHANGES[change](checkout.root)
        assert before != checkout.sources(), f"{change}: it changed nothing"
        checkout.build()
    fresh = Copy.of_project(tmp_path_factory.mktemp("fresh"))
    assert differing(checkout.book(), clean_build(checkout, fresh)) == [], sample


def test_commands_of_the_readme_exist() -> None:
    root = paths.report().root
    readme = (root / "README.md").read_text("utf8")
    makefile = (root / "Makefile").read_text("utf8")
    targets = set(re.findall(r"^([a-z]+):", makefile, re.MULTILINE))
    named = set(re.findall(r"(?:`|^)make ([a-z]+)", readme, re.MULTILINE))
    assert {"book", "test", "lint", "audit"} <= named
    assert named <= targets
    phony = set(re.findall(r"^\.PHONY: (.*)", makefile, re.MULTILINE)[0].split())
    assert targets <= phony
