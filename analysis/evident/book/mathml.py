"""Mathematics without scripts: LaTeX to MathML, which browsers typeset themselves.

Belongs here: the HTML math renderer. Does not: mathematics in the PDF (`typst/`).
"""

from html import escape

from docutils import nodes
from latex2mathml.converter import convert
from sphinx.util.math import get_node_equation_number
from sphinx.writers.html5 import HTML5Translator


def inline(self: HTML5Translator, node: nodes.math) -> None:
    """Write inline mathematics."""
    self.body.append(_mathml(node.astext(), "inline"))
    raise nodes.SkipNode


def display(self: HTML5Translator, node: nodes.math_block) -> None:
    """Write a displayed equation, with its number if it has one."""
    self.body.append(self.starttag(node, "div", CLASS="math-block", TABINDEX="0"))
    self.body.append(_mathml(node.astext(), "block"))
    if node["number"]:
        self.body.append(f'<span class="eqno">({get_node_equation_number(self, node)})</span>')
    self.body.append("</div>\n")
    raise nodes.SkipNode


def _mathml(latex: str, mode: str) -> str:
    # The source goes along, for people who cannot see the formula and for those who copy it.
    return str(convert(latex, display=mode)).replace("<math ", f'<math alttext="{escape(latex)}" ', 1)
