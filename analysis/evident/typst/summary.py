"""The summary: one chapter that is also a PDF of its own, of two pages.

Belongs here: the source that sets it, what it says of the whole report and of its sources. Does not: its name
(`summary` in [tool.evident], `paths.py`), compiling (`builder.py`), how it looks (`alone` in the template).

It is set from the same source as the chapter of the whole PDF. What it links to is not in it, so nothing in it is a
link but full addresses; in place of the annex it names at its end the documents that its numbers and claims rest on.
"""

from collections.abc import Sequence

from sphinx.environment import BuildEnvironment

from evident import paths
from evident.book.bibliography import bibliography_of
from evident.book.index import pages
from evident.book.notebooks import library_of
from evident.text.words import Words
from evident.typst import source
from evident.typst.assembly import Chapter

PAGES = 2
INPUTS = {"alone": "true"}  # of the compiler; base.typ reads it


def chapter_of(order: Sequence[Chapter]) -> Chapter | None:
    """The chapter that is the summary; None if the book has none."""
    return next((chapter for chapter in order if chapter.docname == paths.report().summary), None)


def main_source(chapter: Chapter) -> str:
    """The source of its PDF."""
    file = source.string(f"chapters/{chapter.docname}.typ")
    return f'#import "/template.typ": *\n#show: summary\n#chapter(include {file})\n#summary-end\n'


def notices(env: BuildEnvironment, chapter: Chapter, words: Words) -> dict[str, str]:
    """What stands at its top and end: its title, the report that it is of, its sources."""
    report = paths.report()
    title = env.titles[chapter.docname].astext()
    told = {"title": title, "of": words("pdf.summary_of", title=env.config.project, file=report.pdf)}
    return told | {"sources": _sources(env, chapter.docname)}


def _sources(env: BuildEnvironment, docname: str) -> str:
    """The documents that its numbers and claims rest on and that it cites, in a line; empty if there are none."""
    page, library = pages(env).get(docname), library_of(env.config)
    if page is None:
        return ""
    keys = set(page.cited)
    for fact in page.facts:
        keys |= set(library.fact(fact)["sources"])
    for claim in page.claims:
        keys |= set(library.claim(claim)["sources"])
    bibliography = bibliography_of(env)
    return bibliography.line(sorted(keys, key=bibliography.called)) if keys else ""


def too_long(count: int) -> str:
    """What is said of a summary of so many pages."""
    return (
        f"chapters/{paths.report().summary}.md: the summary takes {count} pages of its PDF, and {PAGES} is all it may "
        "have; shorten it"
    )
