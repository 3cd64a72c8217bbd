"""The notes that facts open: what a number is, how it was obtained, what it rests on.

Belongs here: their text as HTML, put at the end of each page's body. Does not: opening and closing them
(`theme/static/book.js`). Without scripts a fact is a link, and its note describes it to a screen reader.
"""

from html import escape
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx

from evident.book.bibliography import Bibliography, bibliography_of
from evident.book.html import note_id
from evident.book.nodes import FactReference
from evident.book.notebooks import Exports, Payload, library_of
from evident.text import formats
from evident.text.words import Words

SOURCES_SHOWN = 3


def add_notes(
    app: Sphinx, pagename: str, template: str, context: dict[str, Any], doctree: nodes.document | None
) -> None:
    """Append the notes of a page's facts to its body (event `html-page-context`)."""
    if doctree is None or not (
        links := {link["fact"]["key"]: link for link in doctree.findall(FactReference)}
    ):
        return
    words, bibliography, library = (
        Words(app.config.language),
        bibliography_of(app.env),
        library_of(app.config),
    )
    notes = (
        note(link["fact"], link["refuri"], library.notebook(key.partition(".")[0]), bibliography, words)
        for key, link in sorted(links.items())
    )
    context["body"] += f'<div class="fact-notes">{"".join(notes)}</div>\n'


def note(fact: Payload, href: str, exports: Exports, bibliography: Bibliography, words: Words) -> str:
    """One note: value, bound, how it was obtained, what it rests on, with a link to the evidence."""
    how, method = words(f"book.fact.{fact['how']}"), fact["method"].rstrip(".")
    if fact["how"] == "observed" and (record := exports.evidence.get(fact["rests_on"][0])):
        method = f"{record['label_en']}, {record['place']}, {formats.period(record['period'], words)}"
    lines = [f"{how}: {method}." if method else f"{how}."]
    if fact["bound"] in ("at_least", "at_most", "approx"):
        lines.append(words(f"book.bounds.{fact['bound']}") + ".")
    count = exports.count(fact["rests_on"])
    basis = words("book.fact.one") if count == 1 else words("book.fact.many", count=count)
    called = [", ".join(bibliography.called(key)) for key in fact["sources"]]
    if len(called) > SOURCES_SHOWN:
        called[SOURCES_SHOWN:] = [words("book.more_sources", count=len(called) - SOURCES_SHOWN)]
    lines.append(f"{basis}{': ' + '; '.join(called) if called else ''}.")
    body = "".join(f"<p>{escape(line)}</p>" for line in lines)
    link = f'<p><a href="{escape(href)}">{escape(words("book.fact.evidence"))}</a></p>'
    value = f'<p class="fact-note-value">{escape(fact["text"])}</p>'
    return f'<div class="fact-note" id="{note_id(fact["key"])}" popover="manual">{value}{body}{link}</div>'
