"""Exhibits in chapters: the directive that prints a figure or table of a notebook.

Belongs here: making the document nodes of an exhibit, its label, its source line. Does not: how it looks
(`html.py`), the files it offers (`downloads.py`), how it is drawn (`charts.py`).
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from docutils import nodes
from docutils.nodes import Node
from docutils.parsers.rst import directives
from sphinx.util.docutils import SphinxDirective

from evident.book import places
from evident.book.bibliography import (
    BREAK,
    Bibliography,
    UnknownSource,
    bibliography_of,
    citation,
    framed,
)
from evident.book.chart_answers import answering, asked
from evident.book.claim import faults, mark
from evident.book.downloads import offered
from evident.book.edition import fault_of_exhibit, is_baseline, is_of_sweep
from evident.book.fact import depend_on
from evident.book.index import anchor
from evident.book.nodes import (
    Chart,
    ClaimNode,
    ExhibitFigure,
    ExhibitTable,
    PendingLink,
    PlaceFigure,
    PlaceTable,
)
from evident.book.notebooks import Payload, UnknownExport, library_of
from evident.look import identity
from evident.text.words import Words

SOURCES_SHOWN = 8


class ExhibitDirective(SphinxDirective):
    """{exhibit} theme.key prints a numbered exhibit with label `exhibit-theme-key` or :name:.

    `:when: theme.claim` prints it only where that claim holds: on a page of a place for which there is nothing to draw.
    """

    required_arguments = 1
    option_spec = {"name": directives.unchanged, "when": directives.unchanged}  # noqa: RUF012 (docutils reads it from the class)

    def run(self) -> list[Node]:
        key = places.named(self.env, self.config, self.arguments[0])
        try:
            if not self._is_wanted():
                return []
            node = self._exhibit(key)
        except (UnknownExport, UnknownSource) as error:
            raise self.error(str(error)) from None
        self.options.setdefault("name", anchor("exhibit", key))
        self.set_source_info(node)
        self.add_name(node)
        return [node]

    def _is_wanted(self) -> bool:
        if "when" not in self.options:
            return True
        library, key = library_of(self.config), places.named(self.env, self.config, self.options["when"])
        depend_on(self.env, library, key)
        return library.claim(key)["holds"] is True

    def _exhibit(self, key: str) -> ExhibitFigure | ExhibitTable:
        library = library_of(self.config)
        payload = library.exhibit(key)
        depend_on(self.env, library, key)
        is_figure = payload["kind"] == "figure"
        if payload["problem"] and is_baseline(library, key):
            raise self.error(f"exhibit {key}: {payload['problem']}")
        if is_baseline(library, key) and (fault := fault_of_exhibit(payload, Words(self.config.language))):
            raise self.error(fault)
        if is_figure and not payload["alt"].strip():
            raise self.error(
                f"figure {key} has no alt text: add alt: to its words and run its notebook again"
            )
        kept = {name: value for name, value in payload.items() if name not in ("wide", "narrow", "marks")}
        kinds = (PlaceFigure, PlaceTable) if places.place_of(self.env) else (ExhibitFigure, ExhibitTable)
        node = kinds[0 if is_figure else 1]("", key=key, kind=payload["kind"], payload=kept)
        node["downloads"] = offered(payload)
        node += self._title(payload)
        if payload["title"] != payload["subtitle"]:  # which is the title where nothing can be told
            node += nodes.paragraph("", payload["subtitle"], classes=["exhibit-subtitle"])
        node += self._body(payload)
        if payload["note"]:
            node += nodes.paragraph("", payload["note"], classes=["exhibit-note"])
        node += nodes.paragraph("", "", *self._source_line(payload), classes=["exhibit-source"])
        return node

    def _body(self, payload: Payload) -> Node:
        """The chart or table; where nothing was known to draw or list, a line that says so."""
        words = Words(self.config.language)
        if payload["kind"] == "figure" and payload.get("narrow") and payload["wide"] and _has_values(payload):
            return _chart(payload, words)
        if payload["kind"] == "table" and payload["cells"]:
            return data_table(payload, words)
        known = "common.not_swept" if is_of_sweep(payload) else "common.not_known"
        said = words("common.not_computed" if payload["problem"] else known)
        return nodes.paragraph("", said[:1].upper() + said[1:] + ".", classes=["exhibit-note"])

    def _title(self, payload: Payload) -> nodes.caption:
        """The take-away title, bound to its claims; refused where they do not hold in the baseline."""
        library = library_of(self.config)
        claims = [library.claim(key) for key in payload["claims"]]
        turned = (
            payload["title"] != payload["bound"] and not payload["fails"]
        )  # of a place, to what is true of it
        if not turned and (fault := faults(library, claims)):
            where = f"words/{self.config.language}/{payload['key'].partition('.')[0]}.yml"
            raise self.error(
                f"the title of exhibit {payload['key']}, {payload['bound']!r}, {fault} ({where})"
            )
        if not claims:
            return nodes.caption("", payload["title"])
        title = payload["title"]
        bound = ClaimNode(
            "", title, keys=payload["claims"], words=payload["bound"], holds=not payload["fails"]
        )
        # Of one place of many the title is the one that its tests bear out.
        bound["of_place"] = not payload["fails"]
        if payload["fails"] and title == payload["bound"]:
            bound += mark(
                [claim for claim in claims if claim["holds"] is not True], Words(self.config.language)
            )
        return nodes.caption("", "", bound)

    def _source_line(self, payload: Payload) -> Iterator[Node]:
        words = Words(self.config.language)
        keys = payload["sources"]
        if not keys:
            yield nodes.Text(bibliography_of(self.env).origin(payload))
            return
        yield nodes.Text(words("book.sources" if len(keys) > 1 else "book.source") + ": ")
        yield from source_line(bibliography_of(self.env), keys[:SOURCES_SHOWN])
        if len(keys) > SOURCES_SHOWN:
            more = words("book.more_sources", count=len(keys) - SOURCES_SHOWN)
            yield nodes.Text("; ")
            yield PendingLink("", more, kind="evidence", key=payload["key"])
        yield nodes.Text(".")


def source_line(bibliography: Bibliography, keys: Sequence[str]) -> Iterator[Node]:
    """Sources by name, with the dates of their documents as links: Xinhua (2024; 3 May 2025); IEA (2021)."""
    between = bibliography.joined(("", ""))
    for number, (name, documents) in enumerate(bibliography.by_name(keys).items()):
        links: list[Node] = []
        for key in documents:
            links += [nodes.Text(between)] if links else []
            links.append(citation(bibliography, key, bibliography.called(key)[1]))
        yield from framed(f"{between if number else ''}{bibliography.dated(name, [BREAK])}", links)


def _has_values(payload: Payload) -> bool:
    """Whether a chart shows anything: without a single number its axes are empty."""
    numbers = [place for place, column in enumerate(payload["columns"]) if column["decimals"] is not None]
    return not numbers or any(row[place] is not None for row in payload["rows"] for place in numbers)


def _chart(payload: Payload, words: Words) -> Chart:
    drawn = {name: payload[name] for name in ("key", "alt", "wide", "narrow")}
    return Chart("", answers=answering(payload, words), asked=asked(payload), **drawn)


def data_table(payload: Payload, words: Words) -> nodes.table:
    """The data of an exhibit as a table, with the text of cells as the notebook printed it."""
    columns: list[dict[str, Any]] = payload["columns"]
    verdicts = {words(f"common.verdicts.{verdict}"): verdict for verdict in identity.VERDICT_MARKS}
    # Numbers need less room than words; the widths are shares that a writer may use.
    widths = [
        max(len(text) for text in (column["label"], *(row[i] for row in payload["cells"])))
        for i, column in enumerate(columns)
    ]

    def row(texts: Sequence[str]) -> nodes.row:
        cells = (
            nodes.entry(
                "", nodes.paragraph("", "", _cell(text, verdicts)), classes=[f"text-{column['align']}"]
            )
            for text, column in zip(texts, columns, strict=True)
        )
        return nodes.row("", *cells)

    group = nodes.tgroup("", *(nodes.colspec(colwidth=min(width, 40)) for width in widths), cols=len(columns))
    group += nodes.thead("", row([column["label"] for column in columns]))
    group += nodes.tbody("", *map(row, payload["cells"]))
    return nodes.table("", group, classes=["exhibit-table"])


def _cell(text: str, verdicts: Mapping[str, str]) -> Node:
    """The text of a cell; a verdict has its mark before the word and its colour."""
    if text not in verdicts:
        return nodes.Text(text)
    verdict = verdicts[text]
    mark = identity.VERDICT_MARKS[verdict][0]
    return nodes.inline(
        "", f"{mark}\u00a0{text}", classes=["verdict", f"verdict-{verdict.replace('_', '-')}"]
    )
