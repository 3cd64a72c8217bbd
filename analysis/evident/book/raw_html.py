"""HTML that an author typed in a chapter: what both books print becomes a node of its own, everything else is refused.

Belongs here: line breaks, `<sub>`, `<sup>`, comments, and what to write instead of other tags. Does not: HTML that the
book itself writes (`html.py`).

No HTML of an author ever reaches a page: it could ask another host, run a script or leave a tag open, and the PDF
would not have it.
"""

import re

from docutils import nodes
from docutils.nodes import Element
from sphinx.transforms import SphinxTransform
from sphinx.util import logging

from evident.book.nodes import LineBreak
from evident.book.prose import place_of

logger = logging.getLogger(__name__)

_PAIRS = {"sub": nodes.subscript, "sup": nodes.superscript}
_COMMENTS = re.compile(r"\s*(?:<!--.*?-->\s*)*", re.DOTALL)
_TAG = re.compile(r"<\s*/?\s*([a-zA-Z][\w-]*)")
_BREAK = re.compile(r"\s*<br\s*/?>\s*", re.IGNORECASE)
_INSTEAD = {
    **dict.fromkeys(("table", "tr", "td", "th", "thead", "tbody"), "a table with | or {list-table}"),
    **dict.fromkeys(("img", "picture", "svg"), "{image} with :alt: and :width:"),
    **dict.fromkeys(("figure", "figcaption"), "{figure} with :alt:"),
    **dict.fromkeys(("details", "summary"), "{dropdown} Title"),
    **dict.fromkeys(("b", "strong"), "**words**"),
    **dict.fromkeys(("i", "em", "cite", "var"), "*words*"),
    **dict.fromkeys(("code", "tt", "kbd", "samp", "pre"), "words between backticks"),
    **dict.fromkeys(("ul", "ol", "li"), "a list with - or 1."),
    **dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6"), "a heading with #"),
    **dict.fromkeys(("p", "div", "span", "center", "section"), "the words alone, or {note}"),
    "a": "[words](address), or (name)= before what is linked to",
    "blockquote": "> words",
    "hr": "---",
    "br": "a blank line between paragraphs",
    "math": "$…$",
}
_NOTHING = "nothing: no book prints it"


class RawHtml(SphinxTransform):
    """Takes all raw HTML out of a page."""

    default_priority = 100  # after translations were put in, before anything looks at the text

    def apply(self, **kwargs: object) -> None:
        self._told: set[str] = set()  # tags; what closes them is not told again
        for parent in dict.fromkeys(raw.parent for raw in self.document.findall(nodes.raw)):
            parent.children = self._clean(parent, list(parent.children))
            for child in parent.children:
                child.parent = parent

    def _clean(self, parent: Element, children: list[nodes.Node]) -> list[nodes.Node]:
        """What stands in the place of some children of a node."""
        clean: list[nodes.Node] = []
        while children:
            child = children.pop(0)
            if not isinstance(child, nodes.raw):
                clean.append(child)
                continue
            text = child.astext()
            if _BREAK.fullmatch(text) and isinstance(parent, nodes.TextElement):
                clean.append(LineBreak())
                # The parser writes a break a second time, for LaTeX.
                if children and isinstance(children[0], nodes.raw) and children[0].get("format") == "latex":
                    children.pop(0)
            elif (name := _opened(text)) and (inside := _until(children, f"</{name}>")) is not None:
                del children[: len(inside) + 1]
                clean.append(_PAIRS[name]("", "", *self._clean(parent, inside)))
            elif not ("html" in child.get("format", "").split() and _COMMENTS.fullmatch(text)):
                self._refuse(child, text)
        return clean

    def _refuse(self, raw: nodes.raw, text: str) -> None:
        kind = raw.get("format", "")
        first = next((line for line in text.splitlines() if line.strip()), "")
        tag = _TAG.search(_COMMENTS.sub("", text, count=1))
        if tag and tag[0].endswith(f"/{tag[1]}") and tag[1] in self._told:
            return
        if tag:
            self._told.add(tag[1])
        if "html" not in kind.split():
            says = f"what is meant for {kind} alone ({{raw}}) would be missing elsewhere: write Markdown"
        elif tag and tag[1].lower() in _PAIRS:
            says = (
                f"<{tag[1]}> is not closed in its paragraph: write <{tag[1]}>…</{tag[1]}>, or {{{tag[1]}}}`…`"
            )
        else:
            name = f"<{tag[1]}>" if tag else first.strip()[:40]
            says = f"HTML is not printed ({name}): write {_INSTEAD.get(tag[1].lower(), _NOTHING) if tag else _NOTHING}"
        logger.warning("%s", says, location=place_of(self.document, raw, first.strip()))


def _opened(text: str) -> str:
    """The name of a tag that a raw text opens, if it is one of the pairs and has no attribute."""
    name = text.strip().removeprefix("<").removesuffix(">").lower()
    return name if name in _PAIRS else ""


def _until(children: list[nodes.Node], closing: str) -> list[nodes.Node] | None:
    """The nodes before a closing tag; None if it is missing."""
    for count, child in enumerate(children):
        if isinstance(child, nodes.raw) and child.astext().strip().lower() == closing:
            return children[:count]
    return None
