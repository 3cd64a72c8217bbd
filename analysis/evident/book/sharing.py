"""What other sites and lost readers see: the cards of links to pages, and the page for a wrong address.

Belongs here: the description of each page, the cards' files, the context of `theme/404.html`. Does not: how a
card looks (`pictures.typ`).

Where the site has an address (`addresses.py`), pages tell their own and that of their card, as other sites need; an
unpublished copy has no address to tell, and finds its cards beside it.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment

from evident.book import feed, languages, pictures, policy
from evident.book.addresses import absolute
from evident.book.downloads import PICTURES
from evident.book.feed import FEED
from evident.book.index import pages
from evident.book.notebooks import Payload, library_of
from evident.book.pictures import Card
from evident.look import identity
from evident.run.each import AT
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
    published = bool(app.config.html_baseurl)
    context["page_card"] = absolute(app.env, path) if published else context["pathto"](path, 1)
    context["page_address"] = absolute(app.env, pagename) if published else ""
    context["book_feed"] = FEED if feed.published() else ""
    context["book_feed_title"] = Words(app.config.language)("book.feed.title", project=app.config.project)
    context["page_card_size"] = pictures.CARD_SIZE


def _first_chart(app: Sphinx, docname: str) -> Payload | None:
    """The first chart of a page; None if it has none, and on pages of places, whose charts have no pictures."""
    library = library_of(app.config)
    exhibits = (library.exhibit(key) for key in pages(app.env)[docname].exhibits if AT not in key)
    return next((exhibit for exhibit in exhibits if exhibit.get("wide")), None)


def write_cards(app: Sphinx, exception: Exception | None) -> None:
    """Write a card for each page that has one (event `build-finished`)."""
    if exception or app.builder.name != "html":
        return
    root, project = app.config.root_doc, app.config.project
    named = [docname for docname in sorted(pages(app.env)) if _has_card(app.env, docname)]
    shown = []
    for name in named:
        title, chart = app.env.titles[name].astext(), _first_chart(app, name)
        text = chart["title"] if chart else pages(app.env)[name].lead
        of = "" if name == root else project
        shown.append(Card(title, shortened(text), of, chart["wide"] if chart else ""))
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
    context = {
        "missing": said,
        "lost": languages.lost(app.config.language),
        "colours": colours,
        "policy_of": policy.policy,
    }
    yield "404", context, "404.html"
