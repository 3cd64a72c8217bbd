"""The same place in another language: the links between a book and its translations.

Belongs here: which languages a book is printed in, the address of a page in each, what the page parts and search
engines are told of them, captions of the table of contents in the book's language. Does not: translating
(`translating.py`), where translations are published (`run/publication.py`).

A translation lies in a folder of the book, named by its language: `zh/theme.html` beside `theme.html`. Pages and their
anchors have the same names in every language, so that an address differs by that folder alone.
"""

import operator
import os
from dataclasses import dataclass
from typing import Any
from urllib.parse import urljoin, urlsplit

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.util import logging

from evident import paths
from evident.book import translating
from evident.text.words import Words

logger = logging.getLogger(__name__)
LANGUAGES = (
    "EVIDENT_LANGUAGES"  # those that the book is printed in, with commas; the chapters' own comes first
)
SCRIPT = "language.js"


@dataclass(frozen=True)
class Elsewhere:
    """A page in another language, as links to it tell.

    Attributes:
        code: of the language, as HTML names it: zh-CN.
        name: of the language in itself: 中文.
        address: of the page, from the page that links to it or absolute.
        title: what the link says to who cannot see it, in the page's own language.
        offer, close: the sentence that offers the page to whose browser prefers that language, and the name of the
            button that puts the offer away, both in that language.
    """

    code: str
    name: str
    address: str
    title: str
    offer: str
    close: str


def printed() -> list[str]:
    """The languages of the book, as Sphinx names them; the first is the chapters' own and lies at the root."""
    return [language for language in os.environ.get(LANGUAGES, "").split(",") if language]


def html_code(language: str) -> str:
    """A language as HTML names it: zh_CN → zh-CN."""
    return language.replace("_", "-")


def way(here: str, there: str, first: str) -> str:
    """The way from the root of a book in one language to the root of the other.

    Args:
        first: the language whose book holds the others.
    """
    tag = "" if there == first else f"{there.partition('_')[0]}/"
    return f"{'' if here == first else '../'}{tag}"


def elsewhere(here: str, page: str, root: str) -> list[Elsewhere]:
    """The page in the other languages of the book.

    Args:
        here: the language of the page.
        page: its name.
        root: the way from it to the root of its book, or the book's absolute address.
    """
    languages = printed()
    words, found = Words(here), []
    for there in languages:
        if there == here:
            continue
        theirs = Words(there)
        name = theirs("book.language.name")
        # Of an absolute address a search engine wants the shortest form.
        joined = urljoin if urlsplit(root).scheme else operator.add
        found.append(
            Elsewhere(
                html_code(there),
                name,
                joined(root, f"{way(here, there, languages[0])}{page}.html"),
                words("book.language.switch", name=name),
                theirs("book.language.offer"),
                theirs("book.language.close"),
            )
        )
    return found


def lost(here: str) -> list[dict[str, str]]:
    """What the page for a wrong address says in the other languages: a server has one such page, in the first of them.

    Returns:
        for each its `code`, the `folder` from the root of the book, and its words `title` and `home`.
    """
    found = []
    for there in (language for language in printed() if language != here):
        words = Words(there)
        said = {key: words(f"book.missing_page.{key}") for key in ("title", "home")}
        found.append({"code": html_code(there), "folder": way(here, there, printed()[0]), **said})
    return found


def tell(
    app: Sphinx, pagename: str, template: str, context: dict[str, Any], doctree: nodes.document | None
) -> None:
    """Give each page its links to the other languages (event `html-page-context`)."""
    here = app.config.language
    if pagename == "404" or len(printed()) < 2:
        return
    context["languages"] = elsewhere(here, pagename, context["content_root"])
    base = app.config.html_baseurl
    other = elsewhere(here, pagename, base or context["content_root"])
    own = f"{base or context['content_root']}{pagename}.html"
    context["alternates"] = [(html_code(here), own), *((one.code, one.address) for one in other)]
    first = html_code(printed()[0])
    context["alternates"].append(("x-default", dict(context["alternates"])[first]))
    app.add_js_file(SCRIPT, loading_method="defer")


def translate_captions(app: Sphinx, tree: nodes.document) -> None:
    """Put the captions of the table of contents into the book's language (event `doctree-read`).

    They come from `_toc.yml` when Sphinx has translated the page already. The PDF and the EPUB take them from the table
    of contents that Sphinx makes of the page at the same event, so this comes before it.
    """
    if not paths.report().language:
        return
    for toctree in tree.findall(addnodes.toctree):
        caption = toctree.get("caption")
        if not caption:
            continue
        translated = translating.translated(caption, app.env.docname)
        if translated is None:
            logger.warning("%s", translating.missing(caption, app.env.docname), location=app.env.docname)
        else:
            toctree["caption"] = translated
