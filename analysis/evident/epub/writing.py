"""How the book's own nodes are written as XHTML for e-readers.

Belongs here: facts and claims as references to notes, charts, exhibits, what stands in the place of an explorer. Does
not: the notes (`notes.py`), what all HTML has in common (Sphinx's translator, `book/html.py`).
"""

import re
from collections.abc import Mapping
from html import escape
from types import MethodType
from typing import Any

from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform

from evident.book import html
from evident.book.nodes import (
    ChapterCards,
    Chart,
    ClaimReference,
    Explorer,
    FactReference,
    TermReference,
    VerdictCards,
)
from evident.book.tiles import Tiles
from evident.look import identity
from evident.text.words import Words

_PROLOGUE = re.compile(r"^.*?(?=<svg\b)", re.DOTALL)
_ROOT = re.compile(r"<svg\b[^>]*?viewBox=\"(?P<box>[^\"]+)\"[^>]*>")
# A style element inside a page would reach beyond the chart; `book.css` has its rule.
_STYLE = re.compile(r"<defs>\s*<style.*?</style>\s*</defs>\s*", re.DOTALL)
_METADATA = re.compile(r"<metadata>.*?</metadata>\s*", re.DOTALL)


def is_note(link: nodes.reference) -> bool:
    """Whether a link is that of a fact or claim, which leads to a note of the same page."""
    return isinstance(link, FactReference | ClaimReference)


class SayExplorers(SphinxPostTransform):
    """Puts a sentence in the place of an explorer; the exhibit before it has what it begins with."""

    default_priority = 4  # before `book/explorer.py` takes it out of everything but HTML

    def run(self, **kwargs: Any) -> None:
        if self.app.builder.name != "epub":
            return
        said = Words(self.config.language)("epub.explorer")
        for explorer in list(self.document.findall(Explorer)):
            explorer.replace_self(nodes.paragraph("", said, classes=["elsewhere"]))


def with_rules(translator: Any, handlers: Mapping[str, Mapping[str, Any]]) -> Any:
    """A translator that writes all nodes that the HTML book has, and those below in the form of this module.

    Args:
        handlers: the visitors of nodes by builder, as extensions registered them.
    """
    for name, (visit, depart) in {**handlers.get("html", {}), **_RULES}.items():
        setattr(translator, f"visit_{name}", MethodType(visit, translator))
        setattr(translator, f"depart_{name}", MethodType(depart or html.skip, translator))
    return translator


def _visit_fact(self: Any, node: FactReference) -> None:
    self.body.append(_note_link(self, node, "fact"))
    self.body.append(_mark_of_verdict(node))


def _visit_plain_fact(self: Any, node: nodes.Element) -> None:
    self.body.append(_mark_of_verdict(node))


def _mark_of_verdict(node: nodes.Element) -> str:
    """The sign of a verdict, as the PDF prints it; nothing for another fact."""
    return f"{identity.VERDICT_MARKS[node['verdict']][0]}&#160;" if "verdict" in node else ""


def _visit_claim(self: Any, node: ClaimReference) -> None:
    label = escape(Words(self.config.language)("book.claim.how_tested"))
    self.body.append(f"<sup>{_note_link(self, node, 'claim', label)}")


def _depart_claim(self: Any, node: ClaimReference) -> None:
    self.body.append("</a></sup>")


def _note_link(self: Any, node: Any, css_class: str, label: str = "") -> str:
    """The start of a reference to a note; the note leads back to the first of them."""
    ids, place = self.builder.notes.refer(node)
    own = f' id="{place}"' if place else ""
    said = f' title="{label}"' if label else ""
    return f'<a class="{css_class}" epub:type="noteref" role="doc-noteref" href="#{ids}"{own}{said}>'


def _end_link(self: Any, node: nodes.Element) -> None:
    self.body.append("</a>")


def _visit_term(self: Any, node: TermReference) -> None:
    self.body.append(f'<a class="term" href="{escape(node["refuri"])}">')


def _visit_exhibit(self: Any, node: nodes.Element) -> None:
    """Title and subtitle first, then the chart or table, note and source, as in the HTML book."""
    caption, subtitle, *rest = node.children
    self.body.append(self.starttag(node, "figure", CLASS=f"exhibit exhibit-{node['kind']}"))
    self.body.append("<figcaption>")
    caption.walkabout(self)
    if "exhibit-subtitle" in subtitle["classes"]:
        subtitle.walkabout(self)
    else:
        rest = [subtitle, *rest]
    self.body.append("</figcaption>\n")
    for child in rest:
        child.walkabout(self)
    self.body.append("</figure>\n")
    raise nodes.SkipNode


def _visit_chart(self: Any, node: Chart) -> None:
    """One drawing, the narrow one: a phone and most e-readers are as wide as it was drawn for."""
    self.body.append(f'<div class="chart">{drawing(node["narrow"] or node["wide"], node["alt"])}</div>\n')
    raise nodes.SkipNode


def drawing(svg: str, alt: str) -> str:
    """A chart inside a page of XHTML, with its alt text; its colours stay, since it stands on paper of its own."""
    svg = _METADATA.sub("", _STYLE.sub("", _PROLOGUE.sub("", svg), count=1))
    root = (
        '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" role="img" '
        'aria-label="{}" viewBox="{}">'
    )
    return _ROOT.sub(lambda m: root.format(escape(alt), m["box"]), svg, count=1)


def _visit_table(self: Any, node: nodes.table) -> None:
    """What the HTML book shows as cards is a table on paper, and here."""
    self.visit_table(node)


def _depart_table(self: Any, node: nodes.table) -> None:
    self.depart_table(node)


def _visit_line_break(self: Any, node: nodes.Element) -> None:
    self.body.append("<br />\n")


_EXHIBITS = ("ExhibitFigure", "ExhibitTable", "PlaceFigure", "PlaceTable")
_RULES: dict[str, tuple[Any, Any]] = {
    "FactNode": (_visit_plain_fact, html.skip),
    FactReference.__name__: (_visit_fact, _end_link),
    ClaimReference.__name__: (_visit_claim, _depart_claim),
    TermReference.__name__: (_visit_term, _end_link),
    Chart.__name__: (_visit_chart, html.skip),
    Tiles.__name__: (_visit_chart, html.skip),
    VerdictCards.__name__: (_visit_table, _depart_table),
    ChapterCards.__name__: (_visit_table, _depart_table),
    "DatasetLink": (html.skip, html.skip),  # whose file is not beside an EPUB; the words stand alone
    "LineBreak": (_visit_line_break, html.skip),
    **dict.fromkeys(_EXHIBITS, (_visit_exhibit, html.skip)),
}
