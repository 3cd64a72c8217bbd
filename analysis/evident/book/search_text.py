"""The text of each section of a page, for the search.

Belongs here: taking it from a page when it has been read. Does not: what else can be found (`search.py`).

It is kept in Sphinx's environment with the page, so that a page that is not read again is found as before. An exhibit,
a term of the glossary and what is filled in when all pages are read are found by themselves, and are left out here.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from docutils import nodes
from docutils.nodes import Node
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.environment.collectors import EnvironmentCollector

from evident.book.nodes import (
    Chooser,
    DatasetLink,
    Exhibit,
    Explorer,
    LineBreak,
    PendingChanges,
    PendingEntries,
)

# Formulas are read as pictures and not as words.
_PASSED_OVER = (
    nodes.section, nodes.title, nodes.raw, nodes.comment, nodes.system_message, nodes.math, nodes.math_block,
    addnodes.toctree, Exhibit, Explorer, Chooser, PendingChanges, PendingEntries,
)  # fmt: skip
_TERM = "term-"
_APART = " · "  # between cells of a table and key numbers, which no stop ends
_BLANKS = re.compile(r"\s+")
_LATER = ("doc", "ref", "numref")  # references whose words are those of the place that they lead to
_NAMED_LATER = "\ue000"
_UNNAMED = re.compile(rf"\s*\((?:[^()\w]*{_NAMED_LATER}[^()\w]*)+\)")  # a bracket that has nothing else


@dataclass(frozen=True)
class Section:
    """A section of a page; the first of a page is what stands below its title.

    Attributes:
        ids: its anchor.
        title, text: as printed, the text without the sections inside.
        files: pairs of the name of a file of the data set that is offered here and the words that offer it.
    """

    ids: str
    title: str
    text: str
    files: tuple[tuple[str, str], ...]


def texts(env: BuildEnvironment) -> dict[str, list[Section]]:
    """The sections of each page, kept in the environment from build to build."""
    found: dict[str, list[Section]] = env.__dict__.setdefault("evident_texts", {})
    return found


class TextCollector(EnvironmentCollector):
    """Collects the sections of a page when it has been read."""

    def clear_doc(self, app: Sphinx, env: BuildEnvironment, docname: str) -> None:
        texts(env).pop(docname, None)

    def merge_other(
        self, app: Sphinx, env: BuildEnvironment, docnames: set[str], other: BuildEnvironment
    ) -> None:
        texts(env).update({name: found for name, found in texts(other).items() if name in docnames})

    def process_doc(self, app: Sphinx, doctree: nodes.document) -> None:
        texts(app.env)[app.env.docname] = [_section(node) for node in doctree.findall(nodes.section)]


def _section(node: nodes.section) -> Section:
    own = [child for child in node.children if not isinstance(child, nodes.section)]
    files = [
        (link["file"], _plain(link.astext())) for child in own if isinstance(child, nodes.Element)
        for link in child.findall(DatasetLink)
    ]  # fmt: skip
    text = _plain("".join(piece for child in own[1:] for piece in _pieces(child)))
    return Section(node["ids"][0], _plain(node[0].astext()), text, tuple(files))


def _pieces(node: Node) -> Iterator[str]:
    if isinstance(node, nodes.Text):
        yield str(node)
    elif isinstance(node, LineBreak):
        yield " "
    elif isinstance(node, addnodes.pending_xref) and node["reftype"] in _LATER and not node["refexplicit"]:
        # What is printed there, a title or a number, is known when all pages are read; till then it is a code name.
        yield _NAMED_LATER
    elif isinstance(node, nodes.Element) and not _left_out(node):
        for child in node.children:
            yield from _pieces(child)
        if not isinstance(node, nodes.Inline):
            yield _APART if isinstance(node, nodes.entry) or "keynumber" in node["classes"] else " "


def _left_out(node: nodes.Element) -> bool:
    if isinstance(node, nodes.definition_list_item):
        return any(i.startswith(_TERM) for term in node.findall(nodes.term) for i in term["ids"])
    return isinstance(node, _PASSED_OVER) or "notebook" in node


def _plain(text: str) -> str:
    return _BLANKS.sub(" ", _UNNAMED.sub("", text)).replace(_NAMED_LATER, "…").strip(" ·")
