"""PDFs of their own beside the whole report's: the summary, and a collection of pages that the whole leaves out.

Belongs here: which there are, the source that sets each, what it says of the whole report and of its sources, how long
it may be. Does not: their names (`summary` and `collection` in [tool.evident], `paths.py`), compiling (`builder.py`),
how they look (`alone` in the template).

They are set from the same sources as the chapters of the whole PDF. What they link to is not in them, so nothing in
them is a link but full addresses; in place of the annex the documents are named that their numbers and claims rest on.
The summary is one chapter of two pages. The collection is every page below a chapter, as one page a province, each of
two pages at most.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sphinx.environment import BuildEnvironment

from evident import paths
from evident.book.bibliography import bibliography_of
from evident.book.index import pages
from evident.book.notebooks import library_of
from evident.text.words import Words
from evident.typst import source
from evident.typst.assembly import Chapter

PAGES = 2  # that a chapter may take


@dataclass(frozen=True)
class Alone:
    """A PDF of its own.

    Attributes:
        file: its name.
        told: the name of the file with its titles and sources, which the template reads.
        kind: "summary" or "collection", as the template sets it.
        title: the page that gives it its title.
        chapters: what is in it.
    """

    file: str
    told: str
    kind: str
    title: str
    chapters: tuple[Chapter, ...]

    @property
    def inputs(self) -> dict[str, str]:
        """Inputs of the compiler; base.typ reads them."""
        return {"alone": "true", "told": self.told}

    def main(self) -> str:
        """The source of the PDF."""
        lines = ['#import "/template.typ": *', f"#show: {self.kind}"]
        for chapter in self.chapters:
            name, file = source.string(chapter.docname), source.string(f"chapters/{chapter.docname}.typ")
            lines.append(f"#alone-chapter({name}, include {file})")
        return "\n".join(lines) + "\n"

    def notices(self, env: BuildEnvironment, words: Words) -> dict[str, Any]:
        """What it says beside its chapters: its title, the report that it is of, the sources of each chapter."""
        of = words(f"pdf.{self.kind}_of", title=env.config.project, file=paths.report().pdf)
        sources = {chapter.docname: _sources(env, chapter.docname) for chapter in self.chapters}
        return {"title": env.titles[self.title].astext(), "of": of, "sources": sources}

    def too_long(self, spans: Mapping[str, int]) -> list[str]:
        """What is said of chapters that take more pages than they may.

        Args:
            spans: how many pages each takes.
        """
        return [
            f"chapters/{name}.md: it takes {count} pages of {self.file}, and {PAGES} is all it may have; shorten it"
            for name, count in spans.items()
            if count > PAGES
        ]


def all_of(order: Sequence[Chapter]) -> Iterator[Alone]:
    """The PDFs beside the whole report's that a report has."""
    report = paths.report()
    if brief := [chapter for chapter in order if chapter.docname == report.summary]:
        yield Alone(report.summary_pdf, "summary.json", "summary", report.summary, tuple(brief))
    if apart := [chapter for chapter in order if chapter.apart]:
        yield Alone(report.collection_pdf, "collection.json", "collection", report.collection, tuple(apart))


def spans(edges: str) -> dict[str, int]:
    """How many pages each chapter takes.

    Args:
        edges: what the template noted under `<edges>`, as JSON: name and page of the begin and the end of each chapter.
    """
    found: dict[str, list[int]] = {}
    for edge in json.loads(edges):
        found.setdefault(edge["name"], []).append(int(edge["page"]))
    return {name: max(pages) - min(pages) + 1 for name, pages in found.items()}


def _sources(env: BuildEnvironment, docname: str) -> str:
    """The documents that its numbers and claims rest on and that it cites, in a line; empty if there are none."""
    page, library = pages(env).get(docname), library_of(env.config)
    if page is None:
        return ""
    # The catalogue of a page, which its PDF leaves out, cites all that the notebook rests on.
    keys = set() if page.catalogues else set(page.cited)
    for fact in page.facts:
        keys |= set(library.fact(fact)["sources"])
    for claim in page.claims:
        keys |= set(library.claim(claim)["sources"])
    bibliography = bibliography_of(env)
    return bibliography.line(sorted(keys, key=bibliography.called)) if keys else ""
