"""The book as a sequence of chapters: their order, parts and numbers.

Belongs here: reading Sphinx's table of contents. Does not: resolving or writing the chapters (`builder.py`,
`writer.py`).
"""

from dataclasses import dataclass
from fnmatch import fnmatch

from docutils import nodes
from sphinx import addnodes
from sphinx.environment import BuildEnvironment

from evident import paths


@dataclass(frozen=True)
class Chapter:
    """One page of the HTML book in its place in the PDF.

    `level` is that of its first heading (1, or more for a page below another); `part` is the caption of the
    part it is in, empty for none; `landing` marks the root page; `annex` a page set small in two columns; `apart` one
    of the collection that is a PDF of its own (`alone.py`).
    """

    docname: str
    part: str = ""
    level: int = 1
    landing: bool = False
    annex: bool = False
    apart: bool = False


def chapters(env: BuildEnvironment) -> list[Chapter]:
    """The pages of the book in reading order, the root page first, without those outside the contents."""
    root = env.config.root_doc
    found = {root: Chapter(root, landing=True)}

    def visit(docname: str, part: str, level: int, apart: bool = False) -> None:
        if docname in found or docname not in env.all_docs:
            return
        annex = any(fnmatch(docname, pattern) for pattern in env.config.typst_annex)
        found[docname] = Chapter(docname, part, level, annex=annex, apart=apart)
        collected = apart or docname == paths.report().collection
        for child in env.toctree_includes.get(docname, ()):
            visit(child, part, 1 if collected else level + 1, collected)

    for toctree in env.tocs[root].findall(addnodes.toctree):
        for docname in toctree["includefiles"]:
            visit(docname, toctree.get("caption") or "", 1)
    return list(found.values())


def section_number(env: BuildEnvironment, docname: str, section: nodes.section, first: bool) -> str:
    """The number of a section as in HTML ("2.1"), empty where chapters are not numbered.

    Args:
        first: whether the section is the page itself.
    """
    numbers = env.toc_secnumbers.get(docname, {})
    anchor = "" if first else f"#{section['ids'][0]}"
    return ".".join(map(str, numbers.get(anchor) or ()))


def float_number(env: BuildEnvironment, docname: str, kind: str, node: nodes.Element) -> str:
    """The number of a figure, table or equation ("2.1"); empty where it has none.

    Args:
        kind: figure, table, code-block or displaymath, as Sphinx calls them.
    """
    numbers = env.toc_fignumbers.get(docname, {}).get(kind, {})
    found = next((numbers[i] for i in node["ids"] if i in numbers), ())
    return ".".join(map(str, found))
