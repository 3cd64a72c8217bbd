"""The condition of a claim in the text of chapters: the role `given`.

Belongs here: reading which parameters words carry, and refusing one that no notebook has. Does not: whether the claim
beside them needs a condition, and whether it is this one (`firm_rule.py`), what a note says of it (`notes.py`).

    {claim}`Norland owes most <theme.norland_most>` {given}`if the threshold lies low <theme.threshold>`
    {given}`at these prices <theme.price, theme.interest>`         a condition on two parameters
"""

import re

from docutils import nodes
from docutils.nodes import Node, system_message
from sphinx.util.docutils import SphinxRole

from evident.book.fact import depend_on, refuse
from evident.book.notebooks import Library, UnknownExport, library_of
from evident.evidence.ids import nearest

_CARRIED = re.compile(r"(?P<text>.*\S)\s*<(?P<keys>[\w.,\s]+)>\s*", re.DOTALL)


class GivenRole(SphinxRole):
    """{given}`words <theme.parameter>` prints words that say under which value of a parameter a claim holds."""

    def run(self) -> tuple[list[Node], list[system_message]]:
        match = _CARRIED.fullmatch(self.text)
        if not match:
            return refuse(
                self, f"given {self.text!r}: name its parameter: {{given}}`words <theme.parameter>`"
            )
        keys = [key.strip() for key in match["keys"].split(",") if key.strip()]
        library = library_of(self.config)
        try:
            for key in keys:
                _known(library, key)
                depend_on(self.env, library, key)
        except UnknownExport as error:
            return refuse(self, str(error))
        node = nodes.inline(self.rawtext, "", classes=["given"], given=keys)
        # The parser counts lines of what it is given from one.
        children, messages = self.inliner.parse(match["text"], self.lineno - 1, self.inliner, node)
        node += [*children, *messages]
        self.set_source_info(node)
        return [node], []


def _known(library: Library, key: str) -> None:
    """Refuse a name that is no parameter of a notebook (UnknownExport)."""
    notebook, dot, name = key.partition(".")
    if not dot:
        raise UnknownExport(f"parameter {key!r}: write <notebook>.<parameter>")
    names = library.notebook(notebook).about.get("parameters", {})
    if name not in names:
        close = nearest(name, names) or f"; it has {', '.join(sorted(names)) or 'none'}"
        raise UnknownExport(f"notebook {notebook}.ipynb has no parameter {name!r}{close}")


def given_nodes(tree: nodes.Element) -> list[nodes.inline]:
    """The words inside a tree that carry a condition; attribute `given` names its parameters."""
    return [node for node in tree.findall(nodes.inline) if "given" in node]
