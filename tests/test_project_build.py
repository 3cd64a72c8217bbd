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

from .changes import Change, cell, differing, docstrings, field, replaced
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


def test_changes_that_are_taken_back_leave_the_book_of_another_folder(
    checkout: Copy, built: inputs.Build
) -> None:
    """A sample of the kinds of change that differs from commit to commit; with EVIDENT_ALL=1, all of them.

    The copy is built with all the changes, then with one less each time; in the end it is the book of the project's own
    folder, byte for byte.
    """
    commits = subprocess.run(
        ["git", "rev-list", "--count", "HEAD"],
        cwd=paths.report().root,
        capture_output=True,
        text=True,
        check=False,
    ).stdout
    count = len(CHANGES) if os.environ.get("EVIDENT_ALL") else 1
    sample = random.Random(commits.strip()).sample(sorted(CHANGES), count)
    states = [checkout.sources()]
    for change in sample:
        CHANGES[change](checkout.root)
        states.append(checkout.sources())
        assert states[-2] != states[-1], f"{change}: it changed nothing"
    before = Copy(paths.report().root).book()
    for number, state in reversed(list(enumerate(states))):
        for file, content in state.items():
            if file.read_bytes() != content:
                file.write_bytes(content)
        # What was changed has no translation, which a draft forgives.
        checkout.build(*(["--draft"] if number else []))
        assert bool(differing(before, checkout.book())) == bool(number), sample[:number]


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
