"""How a reader reports an error: where a link "Report an error" leads, and the place of the book that it may lead to.

Belongs here: the address with what it concerns filled in, the directive `reporting`, the pattern of that address for
the script. Does not: where such links stand (`notes.py`, `html.py`, `theme/book-footer.html`), filling them in while
a reader looks (`theme/static/reporting.js`).

Where the project has an address (`paths.project_address`), the link opens the form of the forge for a new issue, with
title and text filled in. Where it has none yet, it leads to the page with the directive `reporting`, which shows what
to include. A book with neither has no such links.
"""

from html import escape
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

from docutils import nodes
from docutils.nodes import Node
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.util.docutils import SphinxDirective
from sphinx.writers.html5 import HTML5Translator

from evident import paths
from evident.book import edition
from evident.book.addresses import absolute
from evident.book.index import book
from evident.book.nodes import Reporting
from evident.book.notebooks import library_of
from evident.run import stated
from evident.text.words import Words

ANCHOR = "reporting"
SCRIPT = "reporting.js"
# What the script puts in their place, for the one of many notes that a reader opens.
BLANKS = {"what": "{what}", "value": "{value}", "place": "{place}"}
_FIELDS = ("what", "value", "place", "page", "edition", "version")


class ReportingDirective(SphinxDirective):
    """{reporting} is where links "Report an error" lead as long as the project has no address: it lists what to say."""

    def run(self) -> list[Node]:
        node = Reporting("", ids=[ANCHOR])
        self.set_source_info(node)
        return [node]


def report_address(env: BuildEnvironment, here: str, what: str, place: str, value: str = "") -> str:
    """Where a link "Report an error" on a page leads.

    Args:
        here: the name of the page.
        what: what the error is in, as a reader can find it again: the key of a fact, the title of an exhibit or a page.
        place: its address (`addresses.absolute`).
        value: as it is printed; empty if it has none.

    Returns:
        An address; empty where the project has none and the book no place that says how to report.

    Raises:
        NoAddress: the address of the project is none.
    """
    words = Words(env.config.language)
    told = {"what": what, "value": value, "place": place, "page": absolute(env, here), **_state(env, words)}
    if project := paths.project_address():
        lines = [words(f"book.reporting.line.{name}", **{name: told[name]}) for name in _FIELDS if told[name]]
        body = "\n".join([*lines, "", words("book.reporting.question"), ""])
        return new_issue(project, words("book.reporting.title", what=what), body)
    if not (page := book(env).reporting):
        return ""
    asked = {name: told[name] for name in ("what", "value", "place") if told[name]}
    return f"{env.app.builder.get_relative_uri(here, page)}?{urlencode(asked, quote_via=quote)}#{ANCHOR}"


def new_issue(project: str, title: str, body: str) -> str:
    """The form of a forge for a new issue, filled in; GitLab has names of its own for its fields.

    Args:
        project: the address of the project, without a slash at its end.
    """
    gitlab = "gitlab" in (urlsplit(project).hostname or "")
    names = ("issue[title]", "issue[description]") if gitlab else ("title", "body")
    fields = urlencode(dict(zip(names, (title, body), strict=True)), quote_via=quote)
    return f"{project}{'/-' if gitlab else ''}/issues/new?{fields}"


def short_address(env: BuildEnvironment, here: str) -> str:
    """The same without anything filled in, for links that the script fills; empty where there is nothing to lead to."""
    if project := paths.project_address():
        return new_issue(project, "", "").partition("?")[0]
    page = book(env).reporting
    return f"{env.app.builder.get_relative_uri(here, page)}#{ANCHOR}" if page else ""


def _state(env: BuildEnvironment, words: Words) -> dict[str, str]:
    """The edition and the version that a reader has before them."""
    return {"edition": edition.told(library_of(env.config), words).name, "version": stated.version()}


def tell_page(
    app: Sphinx, pagename: str, template: str, context: dict[str, Any], doctree: nodes.document | None
) -> None:
    """Give the foot of a page its links to the project, and the pattern for the script (event `html-page-context`)."""
    env, words = app.env, Words(app.config.language)
    known = pagename in env.titles
    what = env.titles[pagename].astext() if known else str(context.get("title") or pagename)
    context["book_project"] = paths.project_address()
    context["book_report"] = report_address(env, pagename, what, absolute(env, pagename))
    context["book_report_pattern"] = report_address(env, pagename, **BLANKS)
    context["book_base"] = app.config.html_baseurl
    context["book_report_words"] = {
        name: words(f"book.reporting.{name}") for name in ("link", "page", "project")
    }
    if context["book_report"]:
        app.add_js_file(SCRIPT, loading_method="defer")


def visit_reporting(self: HTML5Translator, node: Reporting) -> None:
    """What to include in a report: edition and version are known, the script fills in what the link was about."""
    env, words = self.builder.env, Words(self.config.language)
    told = {**dict.fromkeys(("what", "value", "place"), ""), **_state(env, words)}
    rows = "".join(
        f'<div class="reporting-row" data-field="{name}"{"" if value else " hidden"}>'
        f"<dt>{escape(words(f'book.reporting.field.{name}'))}</dt><dd>{escape(value)}</dd></div>"
        for name, value in told.items()
    )
    copy = escape(words("book.reporting.copy"))
    done = escape(words("book.reporting.copied"))
    self.body.append(
        f'<section class="reporting" id="{ANCHOR}" aria-label="{escape(words("book.reporting.include"))}">'
        f'<dl>{rows}</dl><button type="button" class="reporting-copy" data-done="{done}" hidden>{copy}</button>'
        "</section>\n"
    )
    raise nodes.SkipNode
