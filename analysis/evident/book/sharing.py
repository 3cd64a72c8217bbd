"""What other sites and lost readers see: the cards of links to pages, and the page for a wrong address.

Belongs here: the description of each page, the cards' files, the context of `theme/404.html`. Does not: how a
card looks (`pictures.typ`).

The pages do not know where the book will be served. With `html_baseurl` set, cards have full addresses, as
most sites need; without, relative ones.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment

from evident.book import pictures, policy
from evident.book.downloads import PICTURES
from evident.book.index import pages
from evident.book.notebooks import library_of
from evident.book.pictures import Card
from evident.look import identity
from evident.text.words import Words

CARDS = "_static/cards"
LENGTH = 200  # characters of a description that sites show


def shortened(text: str) -> str:
    """A text of at most `LENGTH` characters, cut between words."""
    return text if len(text) <= LENGTH else text[:LENGTH].rpartition(" ")[0] + "…"


def _has_card(env: BuildEnvironment, docname: str) -> bool:
    """Pages that were written; the catalogue and pages that are made share the book's card."""
    page = pages(env).get(docname)
    return page is not None and bool(page.lead) and not page.catalogues


def describe(
    app: Sphinx, pagename: str, template: str, context: dict[str, Any], doctree: nodes.document | None
) -> None:
    """Give each page its description and its card (event `html-page-context`)."""
    root = app.config.root_doc
    of = pagename if _has_card(app.env, pagename) else root
    page = pages(app.env).get(pagename) or pages(app.env)[root]
    titles = app.env.titles
    context["page_title"] = (
        titles[pagename].astext() if pagename in titles else context.get("title") or app.config.project
    )
    context["page_description"] = shortened(page.lead)
    path = f"{CARDS}/{of}.png"
    base = app.config.html_baseurl
    context["page_card"] = f"{base}{path}" if base else context["pathto"](path, 1)
    context["page_card_size"] = pictures.CARD_SIZE


def write_cards(app: Sphinx, exception: Exception | None) -> None:
    """Write a card for each page that has one (event `build-finished`)."""
    if exception or app.builder.name != "html":
        return
    root, project = app.config.root_doc, app.config.project
    named = [docname for docname in sorted(pages(app.env)) if _has_card(app.env, docname)]
    shown = [
        Card(
            app.env.titles[name].astext(),
            shortened(pages(app.env)[name].lead),
            "" if name == root else project,
        )
        for name in named
    ]
    kept = library_of(app.config).folder.parent / PICTURES / "cards"
    for name, png in zip(named, pictures.cards(shown, kept), strict=True):
        target = Path(app.outdir) / CARDS / f"{name}.png"
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(png)


def missing_page(app: Sphinx) -> Iterator[tuple[str, dict[str, Any], str]]:
    """The page that a server shows for a wrong address (event `html-collect-pages`)."""
    if app.config.html_theme != "evident":
        return  # its template is a part of our theme
    words = Words(app.config.language)
    said = {key: words(f"book.missing_page.{key}") for key in ("title", "text", "home", "search")}
    colours = {"paper": identity.PAPER, **identity.COLOURS}
    yield "404", {"missing": said, "colours": colours, "policy_of": policy.policy}, "404.html"
