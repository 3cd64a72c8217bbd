"""Facts in the text of chapters: the roles `fact` and `lit`, and facts inside alt text.

Belongs here: turning a fact's name into its printed text, and into a link to its evidence. Does not: reading
notebooks (`notebooks.py`), how a fact looks (`html.py`), the rule against typed digits (`digit_rule.py`).
"""

import os
import re
from pathlib import Path

from docutils import nodes
from docutils.nodes import Node, system_message
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.transforms import SphinxTransform
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util import logging
from sphinx.util.docutils import SphinxRole

from evident import paths
from evident.book import places
from evident.book.edition import fault_of_fact, is_baseline, is_of_sweep, is_unknown, written_for
from evident.book.index import address, ancestors, anchor, book
from evident.book.nodes import ClaimNode, FactNode, FactReference
from evident.book.notebooks import Library, Payload, UnknownExport, library_of
from evident.export.payloads import VERDICT, print_fact
from evident.export.verdicts import CANNOT_BE_TOLD, VERDICTS
from evident.text import digits, formats
from evident.text.words import Words

logger = logging.getLogger(__name__)

SWEPT = "swept"  # why a fact is not known: its sweep is of other evidence
_IN_ALT = re.compile(r"\{fact\}`([^`]*)`")
_MARKDOWN_IMAGE = re.compile(r"!\[[^\]]*\{fact\}`")
_LITERAL = re.compile(r"(?P<text>.*\S)\s*<(?P<reason>[^<>]*\w[^<>]*)>", re.DOTALL)


def look_up(env: BuildEnvironment, target: str) -> tuple[Payload, str]:
    """The payload and printed text of `<notebook>.<key>` or `<notebook>.<key>|<style>`.

    The page that is being read comes to depend on the notebook.

    Raises:
        UnknownExport: no notebook exports the fact.
        ValueError: there is no such style, or the baseline may not print the fact (`edition.py`).
    """
    key, _, style = (part.strip() for part in target.partition("|"))
    key, library = places.named(env, env.config, key), library_of(env.config)
    payload = library.fact(key)
    depend_on(env, library, key)
    if is_baseline(library, key):
        day = formats.period(
            library.notebook(key.partition(".")[0]).about.get("as_of", ""), Words(env.config.language)
        )
        if fault := fault_of_fact(payload, written_for(style), day):
            raise ValueError(fault)
    if payload["unit"] == VERDICT and style not in ("", *VERDICTS):
        raise ValueError(
            f"{key} is a verdict, and {style!r} is none: behind its name stands the verdict that the sentence was "
            f"written for, one of {', '.join(VERDICTS)}"
        )
    if style in VERDICTS and payload["unit"] != VERDICT and not is_unknown(payload):
        raise ValueError(f"{key} is no verdict, so {style!r} cannot stand behind its name; delete it")
    if is_unknown(payload) or (payload["unit"] == VERDICT and written_for(style)):
        style = ""  # there is no number to print in another form
    return payload, print_fact(payload, style, env.config.language)


def depend_on(env: BuildEnvironment, library: Library, key: str) -> None:
    """Note that the page being read prints something of the notebook that exports `key`."""
    env.note_dependency(os.path.relpath(library.path(key.partition(".")[0]), env.srcdir))


class FactRole(SphinxRole):
    """{fact}`theme.pace` prints a fact, {fact}`theme.pace|number` its digits alone;
    {fact}`theme.pace|start` begins a sentence, {fact}`theme.pace|words` says it in words.

    {fact}`theme.verdict|behind` prints a verdict, and stops the baseline when it is no longer the one that the sentence
    was written for."""

    def run(self) -> tuple[list[Node], list[system_message]]:
        try:
            payload, text = look_up(self.env, self.text)
        except (UnknownExport, ValueError) as error:
            if not paths.report().language:
                return refuse(self, str(error))
            # In a translation the original is read first, and then gives way: only what stays is at fault.
            refused = nodes.problematic(self.rawtext, self.rawtext, refused=str(error))
            self.set_source_info(refused)
            return [refused], []
        node = FactNode(self.rawtext, text, key=payload["key"])
        if payload["unit"] == VERDICT:
            node["verdict"] = payload["value"]
            node["written_for"] = written_for(self.text.partition("|")[2].strip())
        pinned = node.get("written_for") or CANNOT_BE_TOLD
        turned = payload["value"] == CANNOT_BE_TOLD != pinned
        if is_unknown(payload) or turned:  # "the share is cannot be told" says nothing
            node["unknown"] = SWEPT if is_of_sweep(payload) else True
        self.set_source_info(node)
        return [node], []


class RefuseInTranslation(SphinxTransform):
    """Says of a translated page which facts can not be printed, when the translations have taken their places."""

    default_priority = 30  # behind Sphinx's own, which puts them there

    def apply(self, **kwargs: object) -> None:
        for node in self.document.findall(
            lambda node: isinstance(node, nodes.problematic) and "refused" in node
        ):
            logger.error("%s", node["refused"], location=node)


class LiteralRole(SphinxRole):
    """{lit}`5 August <the name of a street>`: digits that are meant as they stand, with the reason why."""

    def run(self) -> tuple[list[Node], list[system_message]]:
        match = _LITERAL.fullmatch(self.text)
        if not match:
            return refuse(self, f"lit {self.text!r}: say why it is literal: {{lit}}`text <reason>`")
        node = nodes.inline(self.rawtext, match["text"], classes=["lit"])
        self.set_source_info(node)
        return [node], []


def refuse(role: SphinxRole, message: str) -> tuple[list[Node], list[system_message]]:
    """A role that cannot be printed: an error with file and line, the role's text in its place."""
    error = role.inliner.reporter.error(message, line=_line_of(role))
    return [role.inliner.problematic(role.rawtext, role.rawtext, error)], [error]


def _line_of(role: SphinxRole) -> int:
    """The line on which a role stands; the parser knows only where its paragraph begins."""
    begins = role.text.splitlines()[0]
    source, _ = role.get_source_info()  # which may be an included file
    file = Path(source) if source and Path(source).is_file() else Path(role.env.doc2path(role.env.docname))
    lines = file.read_text("utf8").splitlines()
    start = role.lineno if file.samefile(role.env.doc2path(role.env.docname)) else max(role.lineno - 1, 1)
    for number in range(start, len(lines) + 1):
        if begins in lines[number - 1]:
            return number
        if not lines[number - 1].strip():
            break
    return role.lineno


class FactsInAltText(SphinxTransform):
    """Replaces {fact}`…` in the alt text of images, which must have one and may type no figure."""

    default_priority = 400

    def apply(self, **kwargs: object) -> None:
        for image in self.document.findall(nodes.image):
            alt, where = image.get("alt", ""), self._where(image)
            if not alt.strip():
                logger.warning("an image needs an alt text: add :alt:", location=where)
            for typed in digits.typed(_IN_ALT.sub("", alt), self.env.config.language):
                logger.warning("alt text types the figure %s: print a fact there", typed.text, location=where)
            try:
                image["alt"] = _IN_ALT.sub(lambda match: look_up(self.env, match[1])[1], alt)
            except (UnknownExport, ValueError) as error:
                logger.warning("alt text: %s", error, location=where)

    def _where(self, image: nodes.image) -> str:
        """The file and line of an image: the parser does not tell, so the line that names the picture."""
        lines = Path(self.document["source"]).read_text("utf8").splitlines()
        line = next((number for number, text in enumerate(lines, 1) if image["uri"] in text), 1)
        return f"{self.document['source']}:{line}"


def refuse_facts_in_markdown_images(app: Sphinx, docname: str, source: list[str]) -> None:
    """`![… {fact}`x` …](picture)` would lose the number without a word (the parser keeps plain text only)."""
    for number, line in enumerate(source[0].splitlines(), 1):
        if _MARKDOWN_IMAGE.search(line):
            where = f"{app.env.doc2path(docname)}:{number}"
            logger.warning("a fact in ![…] is lost: use the image directive with :alt:", location=where)


class LinkFacts(SphinxPostTransform):
    """Turns facts into links to the evidence catalogue, where a link may stand."""

    default_priority = 3

    def run(self, **kwargs: object) -> None:
        library = library_of(self.config)
        for node in list(self.document.findall(FactNode)):
            page = book(self.env).catalogues.get(node["key"].partition(".")[0])
            if page is None or _inside(node, nodes.title, nodes.reference):
                continue
            link = FactReference("", "", *node.children, internal=True, fact=library.fact(node["key"]))
            link["refuri"] = address(self, page, anchor("fact", node["key"]))
            if "verdict" in node:
                link["verdict"] = node["verdict"]
            node.replace_self(link)


def _inside(node: Node, *kinds: type[Node]) -> bool:
    return any(isinstance(ancestor, kinds) for ancestor in ancestors(node))


def _stable(title: nodes.Element) -> str:
    """The words of a heading that no edition changes: without facts, and of claims the words that were bound."""
    words = ""
    for child in title.children:
        if isinstance(child, ClaimNode):
            words += re.sub(r"\{\w+\}`[^`]*`", "", child["words"])
        elif isinstance(child, nodes.Text):
            words += child.astext()
        elif not isinstance(child, FactNode) and isinstance(child, nodes.Element):
            words += _stable(child)
    return words


class StableAnchors(SphinxTransform):
    """Gives a heading that prints a fact or claim an anchor that new evidence does not change, so that links live."""

    default_priority = 410

    def apply(self, **kwargs: object) -> None:
        changing = [
            (section, old)
            for section in self.document.findall(nodes.section)
            if [*section[0].findall(FactNode), *section[0].findall(ClaimNode)]
            and (old := self._implicit(section))
        ]
        # The old anchors, which have the numbers and words of this edition, must not stand in the way of the new ones.
        for _, old in changing:
            self.document.ids.pop(old)
        for section, old in changing:
            self._rename(section, old)

    def _implicit(self, section: nodes.section) -> str:
        """The anchor that was made of the words of a heading; what the author named stays as it is."""
        names, ids = self.document.nametypes, self.document.nameids
        given = {ids.get(name) for name in section["names"] if names.get(name)}
        return next((i for i in section["ids"] if i not in given), "")

    def _rename(self, section: nodes.section, old: str) -> None:
        bound = next(iter([*section[0].findall(FactNode), *section[0].findall(ClaimNode)]))
        key = bound["key"] if isinstance(bound, FactNode) else bound["keys"][0]
        new = stem = nodes.make_id(_stable(section[0])) or nodes.make_id(key)
        count = 1
        while new in self.document.ids:
            count += 1
            new = f"{stem}-{count}"
        section["ids"] = [new if i == old else i for i in section["ids"]]
        self.document.ids[new] = section
        for name in section["names"]:
            if self.document.nameids.get(name) == old:
                self.document.nameids[name] = new
