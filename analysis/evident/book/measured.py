"""Tables that a command measured: {measured} builds prints what it keeps in `chapters/measured/builds.json`.

Belongs here: the directive, and the form of such a file. Does not: measuring. The figures are not facts of the report:
they rest on no evidence and come from no notebook, but from a machine and a day, which the file tells and the page
prints first.

The file is an object with `about` (paragraphs) and `tables`, each with `title`, `columns` (their heads), `figures` (the
numbers of the columns that hold figures, counted from 0) and `rows` (lists of text). A translation has each text from
the catalogue of sentences. Whatever else it holds, such as
what the tables were computed from, is not printed.
"""

import json
import os
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from docutils import nodes
from docutils.nodes import Node
from sphinx.util.docutils import SphinxDirective

from evident import paths
from evident.text import sentences
from evident.text.files import BadFile, read_text

FOLDER = "measured"


class MeasuredDirective(SphinxDirective):
    """{measured} name prints the tables of `measured/name.json`, which lies beside the chapters."""

    required_arguments = 1

    def run(self) -> list[Node]:
        name = self.arguments[0]
        if not re.fullmatch(r"[a-z][a-z0-9-]*", name):
            raise self.error(
                f"measured {name!r}: name a file of {FOLDER}/ without its suffix, in small letters"
            )
        file = Path(self.env.srcdir, FOLDER, f"{name}.json")
        self.env.note_dependency(os.path.relpath(file, self.env.srcdir))
        try:
            told = read(file)
        except BadFile as error:
            raise self.error(str(error)) from None
        told = in_language(told, paths.report().language)
        made = nodes.container(
            "", *(nodes.paragraph("", text) for text in told["about"]), classes=["generated"]
        )
        self.set_source_info(made)
        for number, table in enumerate(told["tables"], 1):
            made += self._table(table, f"{FOLDER}-{name}-{number}")
        return [made]

    def _table(self, told: dict[str, Any], anchor: str) -> nodes.table:
        """A table with its title, which is numbered as the others are."""
        columns, rows = told["columns"], told["rows"]
        widths = [min(max(len(row[at]) for row in (columns, *rows)), 40) for at in range(len(columns))]
        group = nodes.tgroup(
            "", *(nodes.colspec(colwidth=max(width, 1)) for width in widths), cols=len(columns)
        )
        group += nodes.thead("", table_row(columns, told["figures"]))
        group += nodes.tbody("", *(table_row(row, told["figures"]) for row in rows))
        table = nodes.table(
            "", nodes.title("", told["title"]), group, ids=[anchor], classes=["exhibit-table"]
        )
        self.state.document.note_explicit_target(table)
        return table


def table_row(texts: Iterable[str], figures: list[int]) -> nodes.row:
    """A row of a table; `figures` are the numbers of the columns that hold figures."""
    cells = (
        nodes.entry("", nodes.paragraph("", text), classes=["text-right" if at in figures else "text-left"])
        for at, text in enumerate(texts)
    )
    return nodes.row("", *cells)


def read(file: Path) -> dict[str, Any]:
    """A file of the form above.

    Raises:
        BadFile: it is missing, is no JSON, or has another form.
    """
    again = "measure again, or restore it"
    try:
        told = json.loads(read_text(file))
    except json.JSONDecodeError as error:
        raise BadFile(file, error.lineno, f"not valid JSON: {error.msg}", again) from None
    if not (isinstance(told, dict) and _texts(told.get("about")) and isinstance(told.get("tables"), list)):
        raise BadFile(file, 0, "it has no `about` and `tables`", again)
    for number, table in enumerate(told["tables"], 1):
        if not _is_table(table):
            message = (
                f"table {number} is not of a title, columns, figures and rows with a text for each column"
            )
            raise BadFile(file, 0, message, again)
    return told


def in_language(told: dict[str, Any], language: str) -> dict[str, Any]:
    """The same in a language.

    Raises:
        Untranslated: a text has no translation.
    """

    def said(texts: list[str]) -> list[str]:
        return [sentences.said(text, language) for text in texts]

    tables = [
        table
        | {
            "title": sentences.said(table["title"], language),
            "columns": said(table["columns"]),
            "rows": [said(row) for row in table["rows"]],
        }
        for table in told["tables"]
    ]
    return told | {"about": said(told["about"]), "tables": tables}


def texts() -> set[str]:
    """What the files of a report say in words.

    Raises:
        BadFile: one has another form.
    """
    found: set[str] = set()
    for file in (paths.report().chapters / FOLDER).glob("*.json"):
        told = read(file)
        found.update(told["about"])
        for table in told["tables"]:
            found.update((table["title"], *table["columns"], *(cell for row in table["rows"] for cell in row)))
    return {text for text in found if any(character.isalpha() for character in text)}


def _texts(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(item, str) for item in value)


def _is_table(told: Any) -> bool:
    if not isinstance(told, dict) or not told.get("title") or not isinstance(told["title"], str):
        return False
    columns, rows, figures = told.get("columns"), told.get("rows"), told.get("figures")
    return bool(
        _texts(columns)
        and columns
        and isinstance(figures, list)
        and all(type(at) is int and 0 <= at < len(columns) for at in figures)
        and isinstance(rows, list)
        and rows
        and all(_texts(row) and len(row) == len(columns) for row in rows)
    )
