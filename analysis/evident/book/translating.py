"""A chapter in another language: its catalogue, and the rule that a translation is whole and says the same.

Belongs here: reading and compiling the gettext catalogues of chapters, refusing what is missing, stale or says
otherwise, what Sphinx itself says in the language. Does not: what two texts must have in common (`same_marks.py`),
making and refreshing catalogues (`run/translate.py`), words that code prints (`text/words.py`).

Chapters are translated by Sphinx's own convention: `chapters/locale/zh_CN/LC_MESSAGES/<chapter>.po` has one message a
paragraph, and Sphinx puts the translation in its place before anything else reads the page. A paragraph whose English
changed has no message any more, so it can never be printed in an old translation.
"""

import difflib
import os
import re
from pathlib import Path

from babel.messages import Catalog
from docutils import nodes
from sphinx.transforms import SphinxTransform
from sphinx.util import logging
from sphinx.util.nodes import extract_messages

from evident import paths
from evident.book.same_marks import differences, without_roles
from evident.run.inputs import LOCALE
from evident.text import catalogues
from evident.text.digits import typed
from evident.text.sentences import DRAFT
from evident.text.words import Words

logger = logging.getLogger(__name__)
MESSAGES = "LC_MESSAGES"  # as gettext names the folder
OF_SPHINX = "sphinx"  # the catalogue in which Sphinx looks for what it says itself, before its own
NEAR = 0.6  # how alike two texts are of which one is probably an older form of the other


def folder_of(language: str) -> Path:
    """Where the catalogues of a language lie."""
    return paths.report().chapters / LOCALE / language / MESSAGES


def domain_of(docname: str) -> str:
    """The catalogue of a page: pages in a folder have one together, as Sphinx does it."""
    return docname.partition("/")[0]


def compile_into(folder: Path, language: str) -> None:
    """Compile the catalogues of a language for Sphinx, which reads them from here and not from the report's folder.

    Raises:
        BadFile: one is no catalogue.
        OSError: it cannot be written.
    """
    target = folder / language / MESSAGES
    target.mkdir(parents=True, exist_ok=True)
    wanted = set()
    for file in sorted(folder_of(language).glob("*.po")):
        compiled = target / f"{file.stem}.mo"
        wanted.add(compiled)
        catalogues.compile_to(compiled, catalogues.read(file, language))
    own = target / f"{OF_SPHINX}.mo"
    wanted.add(own)
    catalogues.compile_to(own, _of_sphinx(language))
    for left in set(target.glob("*.mo")) - wanted:
        left.unlink()


def _of_sphinx(language: str) -> Catalog:
    """What Sphinx prints by itself and has no translation of."""
    made = Catalog(locale=language)
    for text, there in Words(language).section("book.sphinx").items():
        made.add(text, there)
    return made


class CellsOfTables(SphinxTransform):
    """Tells Sphinx where the cells of a table in a directive stand: what has no place is no message to it, and would be
    printed in the language of the original."""

    default_priority = 9  # before messages are taken from the page, or put into it

    def apply(self, **kwargs: object) -> None:
        for table in self.document.findall(nodes.table):
            for cell in table.findall(nodes.entry):
                for paragraph in cell.findall(nodes.paragraph):
                    if paragraph.rawsource and not paragraph.source:
                        paragraph.source, paragraph.line = table.source, table.line


class TranslationRule(SphinxTransform):
    """Refuses a page of a translation with a paragraph that is missing or stale, or whose facts, claims or references
    are not those of the original."""

    default_priority = 15  # before Sphinx puts the translations in place

    def apply(self, **kwargs: object) -> None:
        language = paths.report().language
        if not language:
            return
        where = paths.short(file_of(self.env.docname))
        for node, text in extract_messages(self.document):
            is_prose = not isinstance(node, nodes.field_name)  # which front matter has
            if not is_prose or not needs_words(text):
                continue
            there = translated(text, self.env.docname)
            if there is None and os.environ.get(DRAFT):
                node["classes"].append("untranslated")
            elif there is None:
                self._say(node, missing(text, self.env.docname))
            else:
                for difference in differences(text, there):
                    self._say(node, f"its translation in {where} {difference}")
                for figure in typed(without_roles(there), language):
                    said = f"its translation in {where} has the figure {figure.text!r} typed by hand"
                    self._say(node, f"{said}; print the fact that the original prints")

    @staticmethod
    def _say(node: nodes.Element, text: str) -> None:
        logger.warning("%s", text, location=node)


def file_of(docname: str) -> Path:
    """The catalogue of a page in the language that is printed."""
    return folder_of(paths.report().language) / f"{domain_of(docname)}.po"


def _own(docname: str) -> Catalog:
    return catalogues.kept(file_of(docname), paths.report().language)


def translated(text: str, docname: str) -> str | None:
    """The translation of a message of a page; None where there is none, or it is stale."""
    return catalogues.translation(file_of(docname), paths.report().language, text) or None


def missing(text: str, docname: str) -> str:
    """What is said of a message without a translation: whether it is stale, and what to do."""
    old = nearest(text, _own(docname))
    state = f"is stale: it was made of “{_cut(old)}”" if old else "is missing"
    command, where = f"{paths.report().command} translate", paths.short(file_of(docname))
    return f"the translation of “{_cut(text)}” {state}; run `{command}` and write it in {where}, or build with --draft"


def needs_words(text: str) -> bool:
    """Whether a message has anything to translate: not a fact, a verdict or a citation alone, nor words that code has
    printed in the language already."""
    if re.search(r"[\u4e00-\u9fff]", text) and not re.search(r"[a-z]{4,}", without_roles(text)):
        return False
    return any(character.isalpha() for character in without_roles(text)) or "{doc}" in text or "{ref}" in text


def nearest(text: str, catalogue: Catalog) -> str:
    """The message of a catalogue of which a text is probably a newer form; empty if none is like it."""
    told = [
        str(message.id)
        for message in [*catalogue, *catalogue.obsolete.values()]
        if message.id and message.string
    ]
    return next(iter(difflib.get_close_matches(text, told, 1, NEAR)), "")


def _cut(text: str) -> str:
    return text if len(text) <= 60 else f"{text[:57]}…"


def settings(work: Path, language: str) -> dict[str, object]:
    """What Sphinx is told for a translation."""
    words = Words(language)
    own: dict[str, object] = {
        "numfig_format": {
            kind: words(f"book.numbered.{kind}", number="%s") for kind in words.section("book.numbered")
        }
    }
    if words.has("pdf.author"):
        own["author"] = words("pdf.author")
    if words.has("pdf.subtitle"):
        own["typst_subtitle"] = words("pdf.subtitle")
    if words.has("pdf.author"):
        own["author"] = words("pdf.author")
    if keywords := words.listed("pdf.keywords"):
        own["typst_keywords"] = keywords
    return own | {
        "language": language,
        "locale_dirs": [str(work / LOCALE)],
        "gettext_auto_build": False,
        "gettext_compact": True,
        "project": paths.report().translations[language],
        "html_title": paths.report().translations[language],
    }
