"""How the book's own nodes are written as HTML.

Belongs here: exhibits, charts, facts and claims. Does not: the notes that facts open (`notes.py`), colours and sizes
(`theme/styles/`), page parts (`theme/`).
"""

import re
from collections.abc import Sequence
from functools import lru_cache
from html import escape
from typing import Any

from docutils import nodes
from sphinx.util.osutil import relative_uri
from sphinx.writers.html5 import HTML5Translator

from evident.book.downloads import address_of, citation_of
from evident.book.index import book
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
from evident.look import identity
from evident.text.words import Words

ROWS_SHOWN = 60
LONG = 28  # characters of a fact that may be broken over two lines

_NAMES = {colour.light: name for name, colour in identity.COLOURS.items()} | {identity.PAPER.light: "paper"}
_HEX = re.compile(r"#[0-9a-fA-F]{6}\b")
_ROOT = re.compile(r"<svg\b[^>]*?viewBox=\"(?P<box>[^\"]+)\"[^>]*>")
_STYLED = re.compile(r"\bstyle=\"([^\"]*)\"")
_STYLE = re.compile(r"<defs>\s*<style.*?</style>\s*</defs>\s*", re.DOTALL)

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


def depart_fact(self: HTML5Translator, node: FactNode) -> None:
    """End of a fact."""
    self.body.append("</span>" if "verdict" in node else "")


def visit_fact_reference(self: HTML5Translator, node: FactReference) -> None:
    """A fact in the text links to its evidence and is described by its note at the end of the page."""
    href, note = escape(node["refuri"]), note_id(node["fact"]["key"])
    css_class = "fact fact-long" if len(node.astext()) > LONG else "fact"
    self.body.append(f'<a class="{css_class}" href="{href}" aria-describedby="{note}">')
    self.body.append(verdict_open(node["verdict"]) if "verdict" in node else "")


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
    self.body.append('<div class="exhibit-tools">')
    if node["kind"] == "figure":
        self.body.append(_data_behind(node["payload"], words))
    self.body.append(_downloads(self, node["payload"]["title"], node["downloads"], words))
    self.body.append(_how_to_cite(self, node, words))
    self.body.append("</div></figure>\n")
    raise nodes.SkipNode


def skip(self: HTML5Translator, node: nodes.Node) -> None:
    """The end of a node that was written whole by its visitor."""


def visit_chart(self: HTML5Translator, node: Chart) -> None:
    """Both drawings; the style sheet shows the one that fits."""
    drawings = "".join(inline_svg(node[size], node["alt"], f"chart-{size}") for size in ("wide", "narrow"))
    self.body.append(f'<div class="chart">{drawings}</div>\n')
    raise nodes.SkipNode


def inline_svg(svg: str, alt: str, css_class: str) -> str:
    """A chart inside a page: as wide as its column, in the colours of the scheme, with its alt text."""
    # A style element inside a page would reach beyond the chart (book.css has the rule); the policy of the pages lets
    # no style attribute through, and does the attributes that SVG has for the same.
    svg = _STYLE.sub("", svg, count=1)
    svg = _STYLED.sub(lambda match: _attributes(match[1]), svg)
    svg = _HEX.sub(lambda m: f"var(--{_NAMES[m[0]]}, {m[0]})" if m[0] in _NAMES else m[0], svg)
    root = (
        '<svg class="{}" role="img" aria-label="{}" viewBox="{}" xmlns:xlink="http://www.w3.org/1999/xlink">'
    )
    return _ROOT.sub(lambda m: root.format(css_class, escape(alt), m["box"]), svg, count=1)


@lru_cache(maxsize=4096)
def _attributes(style: str) -> str:
    """What a style attribute says as attributes: fill: none; stroke: #000000 → fill="none" stroke="#000000"."""
    rules = (rule.partition(":") for rule in style.split(";") if rule.strip())
    return " ".join(f'{name.strip()}="{value.strip()}"' for name, _, value in rules)


def _data_behind(payload: dict[str, Any], words: Words) -> str:
    columns, cells = payload["columns"], payload["cells"]
    head = "".join(f'<th scope="col" class="text-{c["align"]}">{escape(c["label"])}</th>' for c in columns)
    rows = "".join(
        "<tr>"
        + "".join(
            f'<td class="text-{c["align"]}">{escape(t)}</td>' for c, t in zip(columns, row, strict=True)
        )
        + "</tr>"
        for row in cells[:ROWS_SHOWN]
    )
    left_out = ""
    if len(cells) > ROWS_SHOWN:
        left_out = f"<p>{escape(words('book.exhibit.rows_left_out', shown=ROWS_SHOWN, count=len(cells)))}</p>"
    summary, title = escape(words("book.exhibit.data")), escape(payload["title"])
    return (
        '<details class="exhibit-data">'
        f'<summary>{summary}<span class="visually-hidden">: {title}</span></summary>'
        f'<div class="scroll" tabindex="0" role="region" aria-label="{title}">'
        f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div>{left_out}</details>"
    )


def _how_to_cite(self: HTML5Translator, node: Exhibit, words: Words) -> str:
    env, payload = self.builder.env, node["payload"]
    summary, title = escape(words("book.exhibit.cite")), escape(payload["title"])
    # An exhibit printed twice has one address, where it is printed first.
    place = address_of(env, payload["key"])
    page, ids = book(env).exhibits[payload["key"]]
    href = self.builder.get_relative_uri(self.builder.current_docname, page) + f"#{ids}"
    return (
        '<details class="exhibit-cite">'
        f'<summary>{summary}<span class="visually-hidden">: {title}</span></summary>'
        f"<p>{escape(citation_of(env, payload))}</p>"
        f'<p>{escape(words("book.exhibit.address"))} <a href="{escape(href)}">{escape(place)}</a></p>'
        "</details>"
    )


def _downloads(self: HTML5Translator, title: str, downloads: list[tuple[str, str]], words: Words) -> str:
    here = self.builder.get_target_uri(self.builder.current_docname)
    hidden = f'<span class="visually-hidden">: {escape(title)}</span>'
    links = (
        f'<a href="{escape(relative_uri(here, path))}" download>'
        f"{escape(words(f'book.exhibit.{kind}'))}{hidden}</a>"
        for kind, path in downloads
    )
    return f'<p class="exhibit-downloads">{escape(words("book.exhibit.downloads"))} {" ".join(links)}</p>'
