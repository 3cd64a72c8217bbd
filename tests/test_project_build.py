"""Builds of the real project, in a copy in another folder: the few things that only it can show, a minute or two each.

Belongs here: what is true of this report's whole book. Does not: staleness and faults (`test_build.py`, on the small
report, in seconds), the README's own commands (`test_cli.py` and others know the command line).
"""

import re

from evident import paths
from evident.run import inputs

from .conftest import Copy


def test_two_folders_give_the_same_bytes(checkout: Copy, built: inputs.Build) -> None:
    checkout.build()
    there = checkout.book()
    here = Copy(paths.report().root).book()
    assert sorted(here) == sorted(there)
    assert [name for name in here if here[name] != there[name]] == []


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
