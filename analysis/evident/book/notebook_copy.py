"""A notebook as readers take it away: as it was run, with a cell before the others that says how to run it again.

Belongs here: that cell, and what the file's metadata say of its version. Does not: what the notebook runs with
(`run/runnable.py`), running it (`run/outside.py`).

Of a file as nbformat writes it nothing else is changed, and it need not be understood: a book has thirty megabytes of
them.
"""

import json
import re

from evident.run import runnable
from evident.run.about import About
from evident.text.words import Words

CELL = "how-to-run"  # the id of the cell
FIRST = '{\n "cells": [\n'
_METADATA = re.compile(r'^ "metadata": \{\n', re.MULTILINE)  # of the file: those of cells stand further in


def copy_of(notebook: str, name: str, told: About, words: Words) -> str:
    """A notebook with the cell and the metadata.

    Args:
        notebook: the text of its file.
        name: of the run: mining, province@anhui.
    """
    cell = {"cell_type": "markdown", "id": CELL, "metadata": {}, "source": text_of(name, told, words)}
    said = {
        "report": told.title, "version": told.version, "as_of": told.as_of, "edition": told.edition,
        "address": told.address, "archive": runnable.archive_name(told),
    }  # fmt: skip
    metadata = _METADATA.search(notebook)
    if not notebook.startswith(FIRST) or not metadata:  # written by somebody else
        whole = json.loads(notebook)
        whole["cells"].insert(0, cell)
        whole["metadata"] = whole.get("metadata", {}) | {"evident": said}
        return json.dumps(whole, ensure_ascii=False, indent=1) + "\n"
    return (
        FIRST
        + _indented(cell, 2)
        + ",\n"
        + notebook[len(FIRST) : metadata.end()]
        + f'  "evident": {_indented(said, 2).lstrip()},\n'
        + notebook[metadata.end() :]
    )


def _how() -> str:
    return "run" if runnable.command() == runnable.COMMAND else "run_here"


def _indented(value: object, by: int) -> str:
    lines = json.dumps(value, ensure_ascii=False, indent=1).splitlines()
    return "\n".join(" " * by + line for line in lines)


def text_of(name: str, told: About, words: Words) -> str:
    """What the cell says, as Markdown."""
    archive = runnable.archive_name(told)
    where = f"{told.address}_downloads/{archive}" if told.address else words("downloads.notebook.unpublished")
    return "\n\n".join(
        [
            f"### {words('downloads.notebook.title')}",
            words("downloads.notebook.what", notebook=name, title=told.title, version=told.told),
            f"1. {words('downloads.notebook.get', archive=archive, address=where)}\n"
            f"2. {words(f'downloads.notebook.{_how()}', python=runnable.pythons(words))}",
            f"```sh\n{runnable.command()} {told.name(name, '.ipynb')}\n```",
            words("downloads.notebook.says"),
        ]
    )
