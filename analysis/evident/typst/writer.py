"""Document trees to Typst source.

Belongs here: the writer's state (chapter, targets, what went wrong) and how a rule is found for a node. Does
not: the rules, which are beside this in `inline.py`, `blocks.py`, `tables.py` and `exhibits.py`.

A node without a rule, a picture without alternative text, a link to nowhere, a character that no font has:
each is a problem with a place. All problems of a book are told at once.
"""

import os
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from docutils import nodes
from docutils.nodes import Element, Node
from sphinx.environment import BuildEnvironment
from sphinx.errors import SphinxError

from evident.look import fonts, identity
from evident.text.words import Words
from evident.typst import source
from evident.typst.assembly import Chapter
from evident.typst.printable import refusal

Rule = Callable[["Writer", Any], str]
_RULES: dict[type[Node], Rule] = {}


class BookError(SphinxError):
    """The book cannot be set as a PDF; one line a problem, each with file and line."""

    category = "PDF"


def rule(*kinds: type[Node]) -> Callable[[Rule], Rule]:
    """Register how nodes of these classes, and of subclasses without a rule of their own, are written."""

    def register(function: Rule) -> Rule:
        _RULES.update(dict.fromkeys(kinds, function))
        return function

    return register


@dataclass
class Written:
    """A chapter as it was written, so that it need not be again while what it was made of stays the same.

    Attributes:
        text: its Typst source.
        files: the pictures it includes, by file name.
        labels: the label of each of its ids.
        wanted: labels that its references point to.
        placed: its own labels that it marks, because something in the book points to them.
        floats: places of its exhibits that float (`placement.py`), found for what `laid` is a digest of.
    """

    text: str = ""
    files: dict[str, str] = field(default_factory=dict)
    labels: dict[str, str] = field(default_factory=dict)
    wanted: list[str] = field(default_factory=list)
    placed: list[str] = field(default_factory=list)
    floats: list[str] = field(default_factory=list)
    laid: str = ""


def rule_of(node: Node) -> Rule | None:
    """How a node is written; None if no rule says."""
    return next((_RULES[kind] for kind in type(node).__mro__ if kind in _RULES), None)


class Writer:
    """Writes resolved chapters as Typst source.

    Args:
        env: the environment with the numbers of sections and figures.
        chapters: the book in reading order.
        tree: the resolved tree of a page, by its name; asked for each page that is written.
        words: what the PDF prints of its own.
        kept: chapters that need not be written again, by document name.
    """

    def __init__(
        self,
        env: BuildEnvironment,
        chapters: list[Chapter],
        tree: Callable[[str], nodes.document],
        words: Words,
        kept: Mapping[str, Written] | None = None,
    ) -> None:
        self.env, self.chapters, self.words = env, chapters, words
        self.chinese = words.language.startswith("zh")
        self.chapter = chapters[0]
        self._apart = {chapter.docname for chapter in chapters if chapter.apart}
        self.annexes = {chapter.docname for chapter in chapters if chapter.annex}
        self.level = 0
        self.in_column = False  # whether what is written stands in the text column
        self.problems: list[str] = []
        self.files: dict[str, str] = {}  # SVG by file name, for the compiler
        self.footnotes: dict[str, nodes.footnote] = {}
        self.printed_notes: set[str] = set()
        self._tree, self._kept = tree, kept or {}
        self._places = 0
        self._printable: set[str] = set()
        self._canonical: dict[str, str] = {}  # the label of each id of the book
        self._labels: set[str] = set()
        self._wanted: set[str] = set()  # labels that something links to
        self._placed: set[str] = set()

    def write(self) -> dict[str, Written]:
        """Each chapter, by document name.

        Raises:
            BookError: with all problems found.
        """
        written = {c.docname: self._kept.get(c.docname) or Written() for c in self.chapters}
        trees = {name: self._tree(name) for name in written if name not in self._kept}
        for name, tree in trees.items():
            self._index(name, tree, written[name].labels)
        for one in written.values():
            self._canonical |= one.labels
        self._labels = set(self._canonical.values())
        for chapter in self.chapters:
            if chapter.docname in trees:
                self.chapter, one = chapter, written[chapter.docname]
                wanted = (self._want(link) for link in trees[chapter.docname].findall(nodes.reference))
                one.wanted = sorted(filter(None, set(wanted)))
        self._wanted = {label for one in written.values() for label in one.wanted}
        for chapter in self.chapters:
            one = written[chapter.docname]
            if chapter.docname in trees:
                self._write(chapter, trees[chapter.docname], one)
            elif set(one.placed) != self._wanted & set(one.labels.values()):
                # Something new points into it, or nothing does any more.
                self._write(chapter, self._tree(chapter.docname), one)
            self._placed |= set(one.placed)
        lost = sorted(self._wanted - self._placed)
        self.problems += [f"{label}: something links here, and it is not printed" for label in lost]
        if self.problems:
            raise BookError("\n".join(dict.fromkeys(self.problems)))
        return written

    def _write(self, chapter: Chapter, tree: nodes.document, one: Written) -> None:
        # A page of the annex has no margin beside its text.
        self.chapter, self.level, self.in_column = chapter, chapter.level - 1, chapter.annex
        self.footnotes = {i: note for note in tree.findall(nodes.footnote) for i in note["ids"]}
        self.printed_notes, self.files, self._places = set(), {}, 0
        before = set(self._placed)
        one.text = '#import "/template.typ": *\n' + self.children(tree)
        one.files, one.placed = self.files, sorted(self._placed - before)

    # -- nodes

    def render(self, node: Node) -> str:
        """The source of a node, with a label where something links to it."""
        if isinstance(node, nodes.Text):
            return self.text(node.astext(), node)
        if write := rule_of(node):
            written = write(self, node)
            # A rule that has a better place for the label has put it there by now.
            return self.anchor(node) + written
        self.problem(node, refusal(node))
        return ""

    def children(self, node: Element, leave_out: Iterable[Node] = ()) -> str:
        """The source of a node's children."""
        left_out = set(map(id, leave_out))
        return "".join(self.render(child) for child in node.children if id(child) not in left_out)

    def inner(self, node: Element) -> str:
        """The source of a node's children without the space around it."""
        return self.children(node).strip()

    def text(self, words: str, node: Node) -> str:
        """Running text, checked against the fonts."""
        self.check_glyphs(words, node, identity.SERIF, identity.SANS)
        # No line of Chinese begins with the sign of a range.
        return source.text(words.replace("～", "\u2060～") if self.chinese else words)

    def check_glyphs(self, words: str, node: Node, *stacks: tuple[str, ...]) -> None:
        """Note a problem for each character of a text that a stack of families does not have."""
        if set(words) <= self._printable:
            return
        lost = list(dict.fromkeys(c for stack in stacks for c in fonts.missing(words, stack)))
        for character in lost:
            name = f"{character!r} (U+{ord(character):04X})"
            self.problem(node, f"no font has the character {name}; see analysis/evident/look/faces/README.md")
        if len(stacks) > 1:
            self._printable |= set(words) - set(lost)

    def config_label(self, kind: str, number: str) -> str:
        """ "Figure 2.1" as the HTML book says it; empty without a number."""
        return str(self.env.config.numfig_format[kind]) % number if number else ""

    # -- targets

    def target(self, reference: Element) -> str:
        """The label that a reference inside the book points to; empty for any other, and for one that leads into or
        out of a PDF of its own."""
        if self.chapter.apart:
            return ""
        if refid := reference.get("refid"):
            where = f"{self.chapter.docname}#{refid}"
        elif (uri := str(reference.get("refuri", ""))).startswith("%"):
            docname, _, fragment = uri[1:].partition("#")
            where = f"{docname}#{fragment}"
        else:
            return ""
        return "" if where.partition("#")[0] in self._apart else self._canonical.get(where, where)

    def label(self, node: Element, extra: str | None = None) -> str | None:
        """The label to place on this node if something links to it, once; None otherwise.

        Args:
            extra: a further id: the chapter's own (""), for its first heading.
        """
        ids = [*([extra] if extra is not None else []), *node.get("ids", ())]
        for i in ids:
            label = self._canonical.get(f"{self.chapter.docname}#{i}")
            if label in self._wanted and label not in self._placed:
                self._placed.add(label)
                return label
        return None

    def anchor(self, node: Node) -> str:
        """An invisible mark with the node's label, where something links to it and it has no other place."""
        label = self.label(node) if isinstance(node, Element) else None
        return source.call("anchor", name=label) if label else ""

    def _index(self, docname: str, tree: nodes.document, labels: dict[str, str]) -> None:
        first = next(tree.findall(nodes.section), None)
        for node in tree.findall(Element):
            ids = node.get("ids", [])
            own = f"{docname}#" if node is first else f"{docname}#{ids[0]}" if ids else ""
            for i in ids:
                labels.setdefault(f"{docname}#{i}", own)
        labels[f"{docname}#"] = f"{docname}#"

    def _want(self, reference: nodes.reference) -> str:
        label = self.target(reference)
        if label and label not in self._labels:
            self.problem(reference, f"a link points to {label!r}, which the book does not have")
            return ""
        return label

    def next_place(self) -> str:
        """A name for the next block of the chapter, by which `placement.py` finds it in the layout."""
        self._places += 1
        return f"{self.chapter.docname}:{self._places}"

    # -- problems

    def place(self, node: Node) -> str:
        """File and line of a node, the file as the author knows it: chapters/theme.md:12."""
        line = None
        path = None
        at: Node | None = node
        while at is not None and not (line and path):
            line, path = line or at.line, path or at.source
            at = at.parent
        # The source of a node may be a docstring or a generated text: then the chapter's own file is named.
        if path is None or not os.path.isabs(path):  # noqa: PTH117 (docutils hands out strings)
            path = self.env.doc2path(self.chapter.docname)
        file = os.path.relpath(path, os.path.dirname(self.env.srcdir)).replace(os.sep, "/")  # noqa: PTH120
        return f"{file}:{line}" if line else file

    def mark(self, node: Node) -> str:
        """A comment with the node's place, for errors of the compiler (`builder.blame` reads it)."""
        return f"/* {self.place(node)} */ "

    def problem(self, node: Node, message: str) -> None:
        """Note what is wrong, with its place; the build fails when the whole book has been written."""
        self.problems.append(f"{self.place(node)}: {message}")
