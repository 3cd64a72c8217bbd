"""The page parts of the HTML book: their words, the pages in their lists, what of the themes below ours is left out.

Belongs here: what has to be made when a book is built. Does not: the page parts and style sheets themselves
(`theme/`), the style sheet (`style.py`), the nodes of the book (`html.py`).
"""

import re
import shutil
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import sphinx_book_theme  # type: ignore[import-untyped]
from docutils import nodes
from jinja2 import FileSystemBytecodeCache
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.events import EventListener
from sphinx.util import logging

from evident.book import edition, policy
from evident.book.index import book
from evident.book.notebooks import library_of
from evident.book.strata import strata
from evident.book.style import THEME, is_within
from evident.text.words import Words

logger = logging.getLogger(__name__)

TEMPLATES = ".templates"  # compiled, beside the executed notebooks, where the edition's next build finds them
_NUMERAL = re.compile(r'(<h1><span class="section-number">)(\d+)\. (</span>)')
# What Sphinx and the themes below ours would have each page load, and why none does.
SCRIPTS_LEFT_OUT = (
    "_static/documentation_options.js",  # of Sphinx's search, in place of which the book has its own
    "_static/doctools.js",  # the same
    "_static/sphinx_highlight.js",  # the same
    "_static/translations.js",  # the words of these scripts in the language of the book
    "_static/scripts/sphinx-book-theme.js",  # moves what our pages do not have
    "_static/design-tabs.js",  # remembers tabs; the book has none
)


def add_words(
    app: Sphinx, pagename: str, template: str, context: dict[str, Any], doctree: nodes.document | None
) -> None:
    """Give the page parts their words, the pages of the book, the policy (event `html-page-context`)."""
    words = Words(app.config.language)
    names = (
        "colours",
        "search",
        "contents",
        "on_this_page",
        "licence",
        "skip",
        "parts",
        "around",
        "before",
        "after",
    )
    context["book_words"] = {name: words(f"book.page.{name}") for name in names}
    shared = app.builder.globalcontext  # type: ignore[attr-defined]  # of the HTML builders, which send this event
    if "book_pages" not in shared:
        shared["book_pages"] = parts_of(app)
    context["book_pages"] = shared["book_pages"]
    if "book_edition" not in shared:
        shared["book_edition"] = edition.told(library_of(app.config), words)
    context["book_edition"] = shared["book_edition"]
    context["strata"] = strata
    context["scheme_script"] = scheme_script()
    context["scripts_left_out"] = SCRIPTS_LEFT_OUT
    context["is_within"] = is_within
    body = context.get("body", "")
    context["body"] = titled(body, banded=pagename != app.config.root_doc)
    element = policy.meta(policy.policy(scheme_script(), sized=policy.sizes(body)))
    context["metatags"] = f"\n    {element}{context.get('metatags', '')}"
    for found in policy.refused(body):
        said = (
            "the policy of the pages does not let this style through: %s… (give it a class of a style sheet)"
        )
        logger.warning(said, found, location=pagename)


@cache
def scheme_script() -> str:
    """What sets the colours before anything is drawn, so that a page never flashes; without a file to wait for."""
    return (THEME / "scheme.js").read_text("utf8").strip()


def titled(body: str, *, banded: bool) -> str:
    """The body of a page with the numeral of its chapter by itself, and a band of strata under its title.

    Args:
        banded: whether it has the band.
    """
    before, end, rest = body.partition("</h1>")
    if not end:
        return body
    number = _NUMERAL.search(before)
    seed = float(number[2]) if number else len(before) % 7
    before = _NUMERAL.sub(r"\1\2 \3", before, count=1)
    lines = "".join(f'<path d="{line}"/>' for line in strata(3, seed))
    band = (
        '<svg class="strata strata-title" viewBox="0 0 1000 100" preserveAspectRatio="none" aria-hidden="true" '
        f'focusable="false">{lines}</svg>'
    )
    return f"{before}{band if banded else ''}{end}{rest}"


@dataclass(frozen=True)
class Part:
    """A part of the table of contents: its caption (may be empty), and the titles of its pages as HTML by name; below
    each page the same of the pages below it, which only those pages and that page itself list."""

    caption: str
    pages: dict[str, str]
    below: dict[str, dict[str, str]]

    def holds(self, page: str) -> bool:
        """Whether a page is one of the part's."""
        return page in self.pages or any(page in inner for inner in self.below.values())


def parts_of(app: Sphinx) -> list[Part] | None:
    """The parts of a book whose pages lie side by side, or one level below another; None where the table of contents
    has more in it than that."""
    env, parts = app.env, []
    for tree in env.get_doctree(env.config.root_doc).findall(addnodes.toctree):
        named = dict.fromkeys(page for _, page in tree["entries"] if page in env.titles)
        if len(named) < len(tree["entries"]) or any(title for title, _ in tree["entries"]):
            return None  # an address, this page itself, or another title than the page's own
        below = {page: env.toctree_includes.get(page, []) for page in named}
        if any(env.toctree_includes.get(page) for inner in below.values() for page in inner):
            return None
        titles = {page: {name: _title(app, name) for name in inner} for page, inner in below.items() if inner}
        parts.append(Part(tree.get("caption") or "", {page: _title(app, page) for page in named}, titles))
    return parts


def _title(app: Sphinx, page: str) -> str:
    """The title of a page with its number, as the links of a table of contents show it."""
    entry = next(iter(app.env.tocs[page].findall(addnodes.compact_paragraph))).deepcopy()
    shown: str = app.builder.render_partial(entry)["fragment"]  # type: ignore[attr-defined]
    return shown.partition(">")[2].rpartition("</a>")[0]


def spare_work(app: Sphinx) -> None:
    """Leave out what the themes below ours do for nothing (event `builder-inited`).

    One makes a description of each page from all its text, section by section with all that is inside, which takes
    longer than to write the page; ours are in `sharing.py`. And templates are compiled once, and not for each build.
    """
    if app.builder.name != "html":
        return
    listeners = app.events.listeners["html-page-context"]
    for place, (ids, handler, priority) in enumerate(listeners):
        if handler is sphinx_book_theme.add_metadata_to_page:
            listeners[place] = EventListener(ids, _metadata_without_text, priority)
    compiled = library_of(app.config).folder.parent / TEMPLATES
    compiled.mkdir(parents=True, exist_ok=True)
    app.builder.templates.environment.bytecode_cache = FileSystemBytecodeCache(str(compiled))


def _metadata_without_text(
    app: Sphinx, pagename: str, template: str, context: dict[str, Any], doctree: nodes.document | None
) -> None:
    sphinx_book_theme.add_metadata_to_page(app, pagename, template, context, None)


def keep_build_info(app: Sphinx) -> None:
    """Put back the record of the last build's configuration, by which Sphinx sees that it changed."""
    kept = Path(app.doctreedir) / "html.buildinfo"
    if app.builder.name == "html" and kept.exists() and Path(app.outdir).exists():
        shutil.copyfile(kept, Path(app.outdir) / ".buildinfo")


def take_build_info(app: Sphinx, exception: Exception | None) -> None:
    """Take that record out of the book: it hashes paths of this machine (event `build-finished`)."""
    record = Path(app.outdir) / ".buildinfo"
    if app.builder.name == "html" and record.exists():
        shutil.move(record, Path(app.doctreedir) / "html.buildinfo")


def list_unused(app: Sphinx, exception: Exception | None) -> None:
    """List the facts and exhibits that no page prints, beside the book (event `build-finished`)."""
    if exception:
        return
    library, whole = library_of(app.config), book(app.env)
    unused = []
    for name in library.names():
        exports = library.notebook(name)
        unused += [
            f"fact {key}"
            for key in exports.facts
            if key not in whole.facts and key not in whole.exhibit_facts
        ]
        unused += [f"exhibit {key}" for key in exports.exhibits if key not in whole.exhibits]
    (Path(app.outdir).parent / "unused-facts.txt").write_text("".join(f"{line}\n" for line in unused), "utf8")
    if unused:
        logger.info("%d facts and exhibits are printed nowhere: see unused-facts.txt", len(unused))
