"""Which edition a book is, and what its pages may print of what it does not know.

Belongs here: the edition's name and reason; what of an export is not known in it; what the baseline refuses for it.
Does not: the form of editions (`run/parameters.py`), leaving sentences out of other editions (`left_out.py`).
"""

import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from docutils import nodes
from sphinx.transforms import SphinxTransform
from sphinx.util import logging

from evident import paths
from evident.book import prose
from evident.book.chinese import fitting
from evident.book.index import ancestors
from evident.book.nodes import ClaimNode, FactNode
from evident.book.notebooks import Exports, Library, Payload, library_of
from evident.evidence.ids import SWEEP
from evident.export.payloads import BASELINE, VERDICT
from evident.export.verdicts import VERDICTS
from evident.run.parameters import Edition, in_language, load_edition
from evident.text import formats
from evident.text.words import Words

logger = logging.getLogger(__name__)
_TEXTS = ("title", "otherwise", "subtitle", "alt", "note")


@dataclass(frozen=True)
class Told:
    """What a page tells of its edition: the name, and of an edition beside the baseline a note with its reason."""

    name: str
    note: str


def current() -> Edition | None:
    """The edition that is being printed, as EVIDENT_EDITION names it; None where none is named."""
    name = os.environ.get("EVIDENT_EDITION", "")
    return in_language(load_edition(name), paths.report().language) if name else None


def told(library: Library, words: Words) -> Told:
    """The line that each page has of its edition, and the note of an edition that is not the baseline."""
    edition, day = current(), as_of(library)
    date = formats.period(day, words) if day else ""
    name = words("book.edition.is", name=edition.title) if edition else ""
    known = words("book.edition.as_of", date=date) if date else ""
    note = ""
    if edition and edition.name != BASELINE:
        note = words("book.edition.note", name=edition.title, reason=edition.reason, date=date)
    return Told(fitting(", ", words.language).join(filter(None, (name, known))), note)


def as_of(library: Library) -> str:
    """The latest day to which the executed notebooks know the evidence (ISO); empty if none was run."""
    return max((library.notebook(name).about.get("as_of", "") for name in library.names()), default="")


def is_baseline(library: Library, key: str) -> bool:
    """Whether the notebook of an export ran with the baseline."""
    return library.notebook(key.partition(".")[0]).about.get("edition", BASELINE) == BASELINE


def is_unknown(fact: Payload) -> bool:
    """Whether a fact has no value: nothing was published by the edition's day, or it cannot be computed."""
    return fact["value"] is None


def is_of_sweep(export: Payload) -> bool:
    """Whether an export rests on the sweep, which may be of other evidence: that it is not known then stops nothing."""
    return SWEEP in export["rests_on"]


def fault_of_fact(fact: Payload, style: str, day: str) -> str:
    """Why the baseline may not print a fact: it cannot be computed, is not known, or its verdict has turned.

    Args:
        style: what stands behind the fact's name; of a verdict the word for which its sentence was written.
        day: the last day of the evidence, as text.

    Returns:
        The fault with its remedy, empty if there is none.
    """
    key = fact["key"]
    if fact["problem"]:
        return f"the fact {key}: {fact['problem']}"
    if is_unknown(fact) and not is_of_sweep(fact):
        return (
            f"the fact {key} ({fact['label']}) is not known at {day}: let the notebook choose a figure that is "
            "published, or print another fact"
        )
    if fact["unit"] == VERDICT and style and style != fact["value"]:
        return (
            f"the verdict {key} has turned: it is {fact['text']!r}, and the sentence was written for {style!r}; read "
            f"the sentence, mend it, and write {{fact}}`{key}|{fact['value']}`"
        )
    return ""


def fault_of_exhibit(exhibit: Payload, words: Words) -> str:
    """What of an exhibit of the baseline says that something is not known; empty if nothing does."""
    for part, text in _printed(exhibit):
        if words("common.not_known") in text:
            where = f"exhibit {exhibit['key']}, {part}"
            return f"{where}: something in it is not known at this date: {_around(text, words)}"
    return ""


def _printed(exhibit: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for part in _TEXTS:
        yield part, exhibit[part]
    for row in exhibit["cells"]:
        yield f"row {row[0]!r} of its data", " | ".join(row)
    yield "its chart", exhibit.get("wide") or ""


def _around(text: str, words: Words) -> str:
    said = words("common.not_known")
    before, _, after = re.sub(r"<[^>]*>", " ", text).partition(said)
    return f"“…{before[-40:]}{said}{after[:30]}…”; let its notebook take a figure that is published"


def faults_of_notebook(exports: Exports) -> list[str]:
    """What the catalogue of the baseline would have to print as not known, one sentence each."""
    if exports.about.get("edition", BASELINE) != BASELINE or exports.is_one_of_many:
        return []  # of one place or another something is not known, and its page says so
    day = exports.about.get("as_of", "this date")
    return [
        f"{fault_of_fact(fact, '', day)} ({exports.name}.ipynb, cell {fact['cell'] or 'without an id'})"
        for fact in exports.facts.values()
        if is_unknown(fact) and not fact["problem"] and not is_of_sweep(fact)
    ]


class VerdictRule(SphinxTransform):
    """A verdict in a sentence says for which word the sentence was written, so that it stops the build when it turns.

    In a table, and inside the words of a claim, nothing is said about a verdict that could become false with it.
    """

    default_priority = 865

    def apply(self, **kwargs: object) -> None:
        library = library_of(self.config)
        for fact in self.document.findall(FactNode):
            if "verdict" not in fact or fact.get("written_for") or not is_baseline(library, fact["key"]):
                continue
            if any(isinstance(above, nodes.entry | ClaimNode) for above in ancestors(fact)):
                continue
            key = fact["key"]
            logger.warning(
                "the verdict %s is %r today, and its sentence may be false when it turns: write {fact}`%s|%s`, "
                "and the build says so then",
                key, fact.astext(), key, fact["verdict"],
                location=prose.place_of(self.document, fact, f"`{key}`", key),
            )  # fmt: skip


def written_for(style: str) -> str:
    """The verdict that stands behind the name of a fact, else empty."""
    return style if style in VERDICTS else ""
