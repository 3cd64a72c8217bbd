"""How what a page shows when it is asked for is written as HTML: entries of the catalogue, groups, rests of lists.

Belongs here: `details` elements. Does not: what is folded (`catalogue.py`, `bibliography.py`), how it looks
(`theme/styles/70-catalogue.css`).

An anchor stands inside what it opens: a browser opens every `details` that the target of an address is inside of, with
and without scripts, and so each link to an entry shows it.
"""

from html import escape

from docutils import nodes
from sphinx.writers.html5 import HTML5Translator

from evident.book.chinese import fitting
from evident.book.nodes import Entry, Folded
from evident.text.words import Words


def visit_entry(self: HTML5Translator, node: Entry) -> None:
    """One line, and below it what it says of itself; last what authors know it by."""
    term, definition = node.children
    self.body.append('<details class="entry"><summary>')
    _write(self, term)
    self.body.append(f'</summary><div id="{node["opens"]}">\n')
    _write(self, definition)
    words = Words(self.config.language)
    label = escape(words("book.catalogue.key") + fitting(": ", words.language).rstrip())
    key = f'<code class="catalogue-key">{escape(node["key"])}</code>'
    self.body.append(f'<p><span class="catalogue-label">{label}</span> {key}</p></div></details>\n')
    raise nodes.SkipNode


def visit_folded(self: HTML5Translator, node: Folded) -> None:
    """A name, and below it what it stands for."""
    name, *rest = node.children
    around = f"h{node['heading']}" if node["heading"] else "span"
    self.body.append(f'<details class="folded"><summary><{around}>')
    _write(self, name)
    ids = f' id="{node["opens"]}"' if node.get("opens") else ""
    self.body.append(f"</{around}></summary><div{ids}>\n")
    for child in rest:
        child.walkabout(self)
    self.body.append("</div></details>\n")
    raise nodes.SkipNode


def _write(self: HTML5Translator, node: nodes.Element) -> None:
    """What is inside of a node."""
    for child in node.children:
        child.walkabout(self)
