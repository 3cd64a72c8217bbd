"""Builds of the real project, in a copy in another folder: the few things that only it can show, a minute or two each.

Belongs here: what is true of this report's whole book. Does not: staleness and faults (`test_build.py`, on the small
report, in seconds), the README's own commands (`test_cli.py` and others know the command line).
"""

import re
import shutil

from evident import paths
from evident.run import inputs

from .conftest import Copy
from .printed import may_change, must_change

MINES_2025 = "shanxi-intelligent-mines-2025-12-31-a"


def test_two_folders_give_the_same_bytes(checkout: Copy, built: inputs.Build) -> None:
    checkout.build()
    there = checkout.book()
    here = Copy(paths.report().root).book()
    assert sorted(here) == sorted(there)
    assert [name for name in here if here[name] != there[name]] == []


def test_one_observation_changes_the_pages_that_print_what_rests_on_it(checkout: Copy) -> None:
    checkout.build()
    before, pdf = checkout.pages(), checkout.pdf()
    named = may_change(checkout, MINES_2025)
    notebooks, aside = checkout.file("notebooks"), checkout.file("before")
    shutil.copytree(notebooks, aside)
    with checkout.observed_as(MINES_2025, "403") as old:
        assert old == "400"
        said = checkout.build()
        after, after_pdf = checkout.pages(), checkout.pdf()
        moved = must_change(checkout, aside, notebooks)
    assert "✓ HTML" in said
    assert "✓ PDF" in said
    changed = {page for page in before if before[page] != after[page]}
    assert changed == moved
    assert changed <= named
    assert {"mining", "evidence-mining"} <= changed  # by hand, so that the rule above is right
    assert changed < set(before)
    assert after_pdf.count("403") > pdf.count("403")


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
