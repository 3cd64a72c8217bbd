"""The ranges in which choices were varied, as tables: the directive `ranges`.

Belongs here: what a table of them says. Does not: the form of `data/ranges.yml` (`run/ranges.py`), what came of it
(`chooser.py`, `firm.py`).
"""

import os
from collections.abc import Iterator

from docutils import nodes
from docutils.nodes import Node
from sphinx.util.docutils import SphinxDirective

from evident import paths
from evident.book.measured import table_row
from evident.run import parameters, ranges
from evident.run.findings import chapter_title
from evident.run.firmness_text import printed
from evident.run.ranges import BETWEEN, EACH, Range
from evident.text import sentences
from evident.text.words import Words

_WIDTHS = (26, 10, 20, 40)  # shares of the width: choice, value here, range, reason


class RangesDirective(SphinxDirective):
    """{ranges} prints the ranges of all notebooks, a table each: choice, its value, its range, why."""

    def run(self) -> list[Node]:
        for file in (ranges.place(), paths.data_dir() / "editions" / "baseline.yml"):
            self.env.note_dependency(os.path.relpath(file, self.env.srcdir))
        words = Words(self.config.language)
        made = nodes.container("", classes=["generated"])
        self.set_source_info(made)
        for notebook, own in ranges.load().of.items():
            if varied := [one for one in own.values() if one.kind != EACH]:
                chapter = paths.report().chapters / f"{notebook}.md"
                if chapter.exists():
                    self.env.note_dependency(os.path.relpath(chapter, self.env.srcdir))
                made += self._table(notebook, varied, words)
        return [made]

    def _table(self, notebook: str, varied: list[Range], words: Words) -> nodes.table:
        heads = [words(f"book.ranges.{name}") for name in ("choice", "here", "range", "why")]
        body = [table_row(list(texts), []) for texts in _rows(notebook, varied, words)]
        group = nodes.tgroup("", *(nodes.colspec(colwidth=width) for width in _WIDTHS), cols=len(heads))
        group += nodes.thead("", table_row(heads, []))
        group += nodes.tbody("", *body)
        title = words("book.ranges.title", chapter=chapter_title(notebook, words.language))
        table = nodes.table("", nodes.title("", title), group, ids=[f"ranges-{notebook}"])
        table["classes"] = ["exhibit-table"]
        self.state.document.note_explicit_target(table)
        return table


def _rows(notebook: str, varied: list[Range], words: Words) -> Iterator[tuple[str, str, str, str]]:
    edition = parameters.load_edition("baseline")
    values = parameters.for_notebook(edition, paths.report().analysis / f"{notebook}.ipynb")
    for one in varied:
        texts = [printed(words, one.name, value) for value in one.values]
        low, *_, high = texts
        spread = words("book.chooser.part", low=low, high=high) if one.kind == BETWEEN else "; ".join(texts)
        yield (
            parameters.label(words, notebook, one.name),
            printed(words, one.name, values[one.name]),
            spread,
            sentences.said(" ".join(one.reason.split()), words.language),
        )
