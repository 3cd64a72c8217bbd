"""Marks inside a line that were read as text, and headings and links that no page can have.

Belongs here: what looks like markup in the text of a page and is none; one title a chapter; addresses. Does not:
fences and merges (`source_rule.py`).
"""

import re
from collections.abc import Iterator

from docutils import nodes
from sphinx.transforms import SphinxTransform
from sphinx.util import logging

from evident.book import prose

logger = logging.getLogger(__name__)

_OPEN = "the role {0} was read as text: close it with a backtick, {0}…`"
_OPEN_IN_TABLE = _OPEN + "; in a table, leave out the style after | or write \\|"
# In the order of telling: what a text looks like, and what to write. {0} is what was found.
_MARKS = (
    (r"\\(?:begin|end|frac|text|left|right|sum)\b", "{0} was read as text: a formula stands between dollars, $…$"),
    (r"\{\{.*?\}\}", "{0} is printed as it stands, nothing is put in: print a fact, {{fact}}`theme.key`"),
    (
        r"\{[a-z][\w:.+-]*\}`",
        _OPEN,
    ),
    (
        r"\{[a-z][\w:.+-]*\}(?=\s?\w)",
        "{0} was read as text: a role has its text between backticks, and no blank before, {0}`…`",
    ),
    (r"~~.*?~~", "{0} is printed with its signs: nothing is struck out here; say what is no longer so"),
    (r"!\[", "{0} begins a picture that is not read: write {{image}} with :alt:"),
    (r"\[\^[^\]\s]+\]", "there is no footnote {0}: write {0}: and its words on a line of their own"),
    (r"\[\^[\w-]+(?![\w\]-])", "{0} was read as text: close the mark of a footnote with ]"),
    (r"\]\([^)\n]*\)?", "the link {0} was read as text: write [words](address), without a blank between them"),
    (r"\]\s\((?=https?:|[\w/-]+\.md)", "a link was read as text: write [words](address), without a blank between them"),
    (r"\]\[[^\]]*\]", "the link {0} leads to nothing: write [words](address)"),
    (r"\*\*", "{0} is printed: bold words are written **so**, without a blank inside"),
    (r"\$\$", "{0} was read as text: an equation stands between two lines of $$"),
)  # fmt: skip
_AT_START = (
    (r"\[[ xX]\](?=\s)", "{0} is printed as it stands, no box to tick: write a list without it"),
    (r"#{1,6}(?=[^\s#])", "{0} is printed: a heading has a blank behind its {0}"),
    (
        r"\|.*\|",
        "{0} was read as text: a table has a second line | - | - |, with as many columns as the first",
    ),
    (r"\([\w-]+\)=", "{0} was read as text: a name stands on a line of its own before a heading or a block"),
)
_PATTERNS = [(re.compile(pattern, re.DOTALL), says) for pattern, says in _MARKS]
_START_PATTERNS = [(re.compile(pattern), says) for pattern, says in _AT_START]
_SCHEME = re.compile(r"(?!https?:|mailto:|doi:)(?:[a-zA-Z][\w+.-]*:|//).*")
# Before a word between backticks: a role of another language, one parted from its words, or one that lost a brace.
_BEFORE_LITERAL = re.compile(
    r"(?<!\w):[a-z]+(?::[a-z]+)?:$|\{[a-z][\w:.+-]*\}\s+$|\{[a-z][\w:.+-]*$|[a-z][\w:.+-]*\}$"
)

_UNSEEN = (
    nodes.comment,
    nodes.target,
    nodes.docinfo,
    nodes.meta,
    nodes.substitution_definition,
    nodes.system_message,
)


def _around(node: nodes.Node) -> Iterator[nodes.Node]:
    """A node, and what it stands in."""
    while node is not None:
        yield node
        node = node.parent


class MarkupRule(SphinxTransform):
    """Fails on what would be printed with its marks."""

    default_priority = 869  # before the rule of digits, which speaks of what is left

    def apply(self, **kwargs: object) -> None:
        for run in prose.runs(self.document):
            self._check(run)
        for link in self.document.findall(nodes.reference):
            if match := _SCHEME.fullmatch(link.get("refuri", "")):
                self._warn(
                    link, f"no page links to {match[0][:60]}: an address begins with https:, mailto: or doi:"
                )
        for section in self.document.findall(nodes.section):
            title = section.next_node(nodes.title)
            if title is None or not [*title.findall(nodes.Text), *title.findall(nodes.image)]:
                self._warn(section, "a heading without words: write some behind it, or delete it")
        self._check_top([c for c in self.document.children if not isinstance(c, _UNSEEN)])

    def _check_top(self, children: list[nodes.Node]) -> None:
        """A chapter has one heading of the first level, above everything else."""
        if not children:
            return
        if not isinstance(children[0], nodes.section):
            self._warn(children[0], "there is no heading above this: begin a chapter with # and its title")
            if not any(isinstance(child, nodes.section) for child in children):
                self._give_title()
        for child in children[1:]:
            if isinstance(child, nodes.section):
                self._warn(
                    child, "a second title: a chapter has one heading with a single #, others have more"
                )

    def _give_title(self) -> None:
        """A chapter without any is not printed in the end, but what names its title must find one."""
        name = self.env.docname
        section = nodes.section("", nodes.title("", name), *self.document.children, ids=[nodes.make_id(name)])
        self.document.children = []
        self.document += section

    def _warn(self, node: nodes.Node, message: str) -> None:
        logger.warning("%s", message, location=prose.place_of(self.document, node))

    def _check(self, run: list[nodes.Text]) -> None:
        text = "".join(part.astext() for part in run)
        block = run[0].parent
        if isinstance(block, nodes.paragraph) and block.index(run[0]) == 0:
            for pattern, says in _START_PATTERNS:
                if match := pattern.match(text):
                    return self._tell(run[0], match, says)
        behind = block.index(run[-1]) + 1
        if (
            behind < len(block)
            and isinstance(block[behind], nodes.literal)
            and (match := _BEFORE_LITERAL.search(text))
        ):
            return self._tell(
                run[0], match, "{0} was read as text: a role is written {{name}}`…`, without a blank"
            )
        for pattern, says in _PATTERNS:
            if match := pattern.search(text):
                in_table = says is _OPEN and any(isinstance(node, nodes.entry) for node in _around(block))
                return self._tell(run[0], match, _OPEN_IN_TABLE if in_table else says)
        return None

    def _tell(self, node: nodes.Text, match: re.Match[str], says: str) -> None:
        found = " ".join(match[0].split())
        line = match.string[: match.end()].rpartition("\n")[2][-30:]
        place = prose.place_of(self.document, node, line, match[0].partition("\n")[0])
        logger.warning("%s", says.format(found if len(found) <= 40 else found[:38] + "…"), location=place)
