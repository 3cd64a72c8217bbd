"""Mathematics without scripts: MathML, which browsers typeset themselves.

Belongs here: the HTML math renderer, numbers and labels of equations, which formulas the book has. Does not: reading
LaTeX (`formulas.py`), mathematics in the PDF (`typst/formulas.py`).
"""

import re
from html import escape
from typing import cast
from xml.etree import ElementTree

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.domains.math import MathDomain
from sphinx.environment import BuildEnvironment
from sphinx.environment.collectors import EnvironmentCollector
from sphinx.transforms import SphinxTransform
from sphinx.util import logging
from sphinx.util.math import get_node_equation_number
from sphinx.writers.html5 import HTML5Translator

from evident.book import formulas
from evident.book.formulas import Formula
from evident.book.prose import place_of

logger = logging.getLogger(__name__)

_LABEL = re.compile(r"\\label\s*\{([^{}]*)\}\s*")


# -- writing


def inline(self: HTML5Translator, node: nodes.math) -> None:
    """Write inline mathematics."""
    self.body.append(_mathml(formulas.formula_of(node)))
    raise nodes.SkipNode


def display(self: HTML5Translator, node: nodes.math_block) -> None:
    """Write a displayed equation, with its number if it has one."""
    self.body.append(self.starttag(node, "div", CLASS="math-block", TABINDEX="0"))
    self.body.append(_mathml(formulas.formula_of(node)))
    if node["number"]:
        self.body.append(f'<span class="eqno">({get_node_equation_number(self, node)})</span>')
    self.body.append("</div>\n")
    raise nodes.SkipNode


def _mathml(formula: Formula) -> str:
    try:
        root = formulas.mathml(formula)
    except formulas.Refused:
        return f"<code>{escape(formula.tex)}</code>"  # `convert_formulas` has said why
    # The source goes along, for people who cannot see the formula and for those who copy it.
    start = f'<math display="{root.get("display")}" alttext="{escape(formula.tex)}">'
    content = "".join(
        ElementTree.tostring(child, encoding="unicode", short_empty_elements=False) for child in root
    )
    return f"{start}{content}</math>"


# -- labels


class Labels(SphinxTransform):
    """Gives an equation the label that its LaTeX names, and one of `\\begin{align}` a label that stays the same."""

    default_priority = 250  # before the ids of targets pass to what follows them

    def apply(self, **kwargs: object) -> None:
        for count, node in enumerate(list(self.document.findall(nodes.math_block)), 1):
            named = dict.fromkeys(_LABEL.findall(node.astext()))
            bare = "amsmath" in node["classes"] and bool(node.get("label"))
            if len(named) > 1 or (named and node.get("label") and not bare):
                continue  # refused with the formula: an equation has one label
            if named:
                _set_text(node, _LABEL.sub("", node.astext()))
            if named or bare:
                label = next(iter(named), f"{self.env.docname}-{count}")
                self._label(node, label)

    def _label(self, node: nodes.math_block, label: str) -> None:
        domain = cast(MathDomain, self.env.get_domain("math"))
        old = node.get("label")
        if old:  # a random one, of the parser
            domain.equations.pop(old)
            target = node.parent[node.parent.index(node) - 1]
            self.document.ids.pop(target["ids"][0])
        else:
            target = nodes.target()
            target.source, target.line = node.source, node.line
            node.parent.insert(node.parent.index(node), target)
        domain.note_equation(self.env.docname, label, location=node)
        node["label"], node["docname"] = label, self.env.docname
        node["number"] = domain.get_equation_number_for(label)
        target["ids"] = [nodes.make_id(f"equation-{label}")]
        self.document.note_explicit_target(target)


def _set_text(node: nodes.math_block, text: str) -> None:
    node.children = []
    node.rawsource = text
    node += nodes.Text(text)


# -- what the book has


class FormulaCollector(EnvironmentCollector):
    """Collects the formulas of a page, and where each stands, when it has been read."""

    def clear_doc(self, app: Sphinx, env: BuildEnvironment, docname: str) -> None:
        _of_book(env).pop(docname, None)

    def merge_other(
        self, app: Sphinx, env: BuildEnvironment, docnames: set[str], other: BuildEnvironment
    ) -> None:
        _of_book(env).update({name: found for name, found in _of_book(other).items() if name in docnames})

    def process_doc(self, app: Sphinx, doctree: nodes.document) -> None:
        found = [
            (formulas.formula_of(node), place_of(doctree, node, node.astext().strip().partition("\n")[0]))
            for kind in (nodes.math, nodes.math_block)
            for node in doctree.findall(kind)
        ]
        if found:
            _of_book(app.env)[app.env.docname] = found


def _of_book(env: BuildEnvironment) -> dict[str, list[tuple[Formula, str]]]:
    kept: dict[str, list[tuple[Formula, str]]] = env.__dict__.setdefault("evident_formulas", {})
    return kept


def convert_formulas(app: Sphinx, env: BuildEnvironment) -> None:
    """Convert all formulas of the book, and refuse what cannot be printed (event `env-updated`)."""
    every = [found for _, page in sorted(_of_book(env).items()) for found in page]
    formulas.read(formula for formula, _ in every)
    if app.builder.format != "html":
        return  # the writer of the PDF says the same of what it writes
    for formula, place in every:
        try:
            formulas.mathml(formula)
        except formulas.Refused as error:
            logger.warning("%s", error, location=place, once=True)
