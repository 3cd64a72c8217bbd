"""How the book's own nodes are written as HTML.

Belongs here: exhibits, charts, facts and claims. Does not: the buttons under exhibits (`exhibit_tools.py`), the notes
that facts open (`notes.py`), colours and sizes (`theme/styles/`), page parts (`theme/`).
"""

import re
from collections.abc import Sequence
from html import escape

from docutils import nodes
from sphinx.writers.html5 import HTML5Translator

from evident.book import chart_answers
from evident.book.exhibit_tools import tools
from evident.book.html_charts import drawings
from evident.book.nodes import (
    Chart,
    ClaimNode,
    ClaimReference,
    Exhibit,
    FactNode,
    FactReference,
    LineBreak,
    TermReference,
)
from evident.text.words import Words

LONG = 14  # characters of a fact; one that is longer may end a line at its spaces, and leaves no hole in it

_RANGE = re.compile(r"[\d.,]+–[\d.,]*\d%?")

# A verdict is a word, a shape and a colour; the shapes differ in outline, so that they can be told apart in
# grey.
SHAPES = {
    "ahead": '<path d="M6 1 11.5 11H.5z"/>',
    "on_track": '<circle cx="6" cy="6" r="5"/>',
    "behind": '<path d="M6 11 .5 1h11z"/>',
    "cannot_be_told": '<path d="M6 1.2 10.8 6 6 10.8 1.2 6z" class="outline"/>',
    "met": '<path d="M1 6.5 4.5 10 11 2" class="outline"/>',
    "missed": '<path d="M1.5 1.5l9 9m0-9l-9 9" class="outline"/>',
}


# -- facts


def verdict_open(verdict: str) -> str:
    """The start of a verdict: its colour and its shape."""
    shape = f'<svg class="verdict-shape" viewBox="0 0 12 12" aria-hidden="true">{SHAPES[verdict]}</svg>'
    return f'<span class="verdict verdict-{verdict.replace("_", "-")}">{shape}'


def visit_fact(self: HTML5Translator, node: FactNode) -> None:
    """A fact where no link may stand is plain text."""
    self.body.append(verdict_open(node["verdict"]) if "verdict" in node else "")
    _keep_ranges_whole(self, node)


def _keep_ranges_whole(self: HTML5Translator, node: nodes.Element) -> None:
    """Write the text of a fact; a browser may end a line behind the dash of "1.6–1.9", and so is told not to.

    No joiner is put between, since who copies the numbers would copy it too.
    """
    text = self.encode(node.astext())
    self.body.append(_RANGE.sub(r'<span class="unbroken">\g<0></span>', text))
    raise nodes.SkipChildren


def depart_fact(self: HTML5Translator, node: FactNode) -> None:
    """End of a fact."""
    self.body.append("</span>" if "verdict" in node else "")


def visit_fact_reference(self: HTML5Translator, node: FactReference) -> None:
    """A fact in the text links to its evidence and is described by its note at the end of the page."""
    href, note = escape(node["refuri"]), note_id(node["fact"]["key"])
    css_class = "fact fact-long" if len(node.astext()) > LONG else "fact"
    self.body.append(f'<a class="{css_class}" href="{href}" aria-describedby="{note}">')
    self.body.append(verdict_open(node["verdict"]) if "verdict" in node else "")
    _keep_ranges_whole(self, node)


def depart_fact_reference(self: HTML5Translator, node: FactReference) -> None:
    """End of a fact."""
    self.body.append(("</span>" if "verdict" in node else "") + "</a>")


def visit_claim(self: HTML5Translator, node: ClaimNode) -> None:
    """The words of a claim."""
    self.body.append('<span class="claim">')


def depart_claim(self: HTML5Translator, node: ClaimNode) -> None:
    """End of a claim."""
    self.body.append("</span>")


def visit_claim_reference(self: HTML5Translator, node: ClaimReference) -> None:
    """The mark behind a claim; it opens the note that says what was tested."""
    href, note = escape(node["refuri"]), claim_note_id([claim["key"] for claim in node["claims"]])
    says = escape(Words(self.config.language)("book.claim.how_tested"))
    state = "claim-holds" if node["holds"] else "claim-otherwise"
    self.body.append(
        f'<a class="fact claim-mark {state}" href="{href}" aria-describedby="{note}" aria-label="{says}">'
    )


def depart_claim_reference(self: HTML5Translator, node: ClaimReference) -> None:
    """End of the mark."""
    self.body.append("</a>")


def visit_term_reference(self: HTML5Translator, node: TermReference) -> None:
    """A term links to its entry and is described by its definition at the end of the page."""
    note = term_note_id(node["entry"])
    self.body.append(f'<a class="term" href="{escape(node["refuri"])}" aria-describedby="{note}">')


def depart_term_reference(self: HTML5Translator, node: TermReference) -> None:
    """End of the term."""
    self.body.append("</a>")


def term_note_id(entry: str) -> str:
    """The id of the note of an entry of the glossary."""
    return f"note-{entry.lower()}"


def claim_note_id(keys: Sequence[str]) -> str:
    """The id of the note of words bound to these claims."""
    return "-".join(note_id(f"claim-{key}") for key in keys)


def note_id(key: str) -> str:
    """The id of a fact's note on a page."""
    return "note-" + key.replace(".", "-").replace("_", "-").replace("@", "-")


def visit_line_break(self: HTML5Translator, node: LineBreak) -> None:
    """The end of a line inside a paragraph."""
    self.body.append("<br />\n")


# -- exhibits


def visit_exhibit(self: HTML5Translator, node: Exhibit) -> None:
    """Title and subtitle first, then the chart or table, note, source, and what it offers."""
    caption, subtitle, *rest = node.children
    self.body.append(self.starttag(node, "figure", CLASS=f"exhibit exhibit-{node['kind']}"))
    self.body.append("<figcaption>")
    caption.walkabout(self)
    subtitle.walkabout(self)
    self.body.append("</figcaption>\n")
    words = Words(self.config.language)
    for child in rest:
        if isinstance(child, nodes.table):
            # A wide table scrolls in a frame that the keyboard reaches; a script shows the hint where needed.
            title, hint = escape(node["payload"]["title"]), escape(words("book.exhibit.scroll"))
            self.body.append(f'<div class="scroll" tabindex="0" role="region" aria-label="{title}">')
            child.walkabout(self)
            self.body.append(f'</div><p class="scroll-hint" hidden>{hint}</p>\n')
        else:
            child.walkabout(self)
    self.body.append(tools(self, node))
    self.body.append("</figure>\n")
    raise nodes.SkipNode


def skip(self: HTML5Translator, node: nodes.Node) -> None:
    """The end of a node that was written whole by its visitor."""


def visit_chart(self: HTML5Translator, node: Chart) -> None:
    """Both drawings; the style sheet shows the one that fits."""
    answers, here = node["answers"], self.builder.get_target_uri(self.builder.current_docname)
    frame = chart_answers.attributes(node["key"], here) if answers else ""
    self.body.append(f'<div class="chart" {frame}>{drawings(node.attributes)}</div>\n')
    if answers:
        self.body.append(chart_answers.controls(answers, Words(self.config.language)))
    raise nodes.SkipNode
