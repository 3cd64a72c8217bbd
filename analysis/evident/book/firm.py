"""How firm claims are, for notes and entries of the annex.

Belongs here: the sweep of an executed notebook as the book says it, the conditions that words beside a claim carry.
Does not: counting (`run/firmness.py`), the sentences (`run/firmness_text.py`), the page where settings are chosen
(`chooser.py`).
"""

from collections.abc import Iterable

from docutils import nodes
from sphinx.application import Sphinx

from evident.book.given import given_nodes
from evident.book.html import claim_note_id
from evident.book.index import ancestors
from evident.book.nodes import ClaimNode
from evident.book.notebooks import Exports, Payload
from evident.export.payloads import BASELINE
from evident.run import swept_claims
from evident.run.firmness import Outcomes, of_claim
from evident.run.firmness_text import Told, quoted, said
from evident.run.traces import Pieces
from evident.text.words import Words

_known: dict[
    str, Outcomes | None
] = {}  # in this print: to ask whether a sweep is of this evidence takes long
_pieces = [Pieces()]  # of the evidence, as this print finds it
_BLOCKS = (nodes.paragraph, nodes.title, nodes.caption, nodes.term)


def is_swept(exports: Exports) -> bool:
    """Whether a notebook has ranges, so that something can be said of how firm its claims are."""
    return swept_claims.has_ranges(_name(exports))


def forget(app: Sphinx) -> None:
    """A new print begins (event `builder-inited`)."""
    _known.clear()
    _pieces[0] = Pieces()


def told_of(exports: Exports, words: Words) -> Told | None:
    """The sweep of an executed notebook; None where it was not computed for this evidence."""
    name = _name(exports)
    if name not in _known:
        _known[name] = swept_claims.outcomes_of(name, _pieces[0])
    found = _known[name]
    if found is None:
        return None
    return Told(_name(exports), found, words, exports.about.get("edition", BASELINE) == BASELINE)


def _name(exports: Exports) -> str:
    """The notebook that was run: one that is made for each of several places has one sweep."""
    return exports.name.partition("@")[0]


def how_firm(claim: Payload, exports: Exports, words: Words) -> str:
    """How firm a claim is; empty where its notebook has no ranges."""
    if not is_swept(exports):
        return ""
    return said(told_of(exports, words), claim["key"], claim["assumed"], words)


def is_chosen(claims: Iterable[Payload], exports: Exports, words: Words) -> bool:
    """Whether the page where settings are chosen has a claim: one that a range has a part in."""
    told = told_of(exports, words) if is_swept(exports) else None
    return told is not None and any(
        of_claim(told.found, claim["key"], [item["id"] for item in claim["assumed"]]).touched
        for claim in claims
        if claim["key"] in told.found.states
    )


def carried(doctree: nodes.document) -> dict[str, list[str]]:
    """The parameters that stand as a condition beside claims, by the id of the claims' note."""
    found: dict[str, list[str]] = {}
    for claim in doctree.findall(ClaimNode):
        block = next((a for a in ancestors(claim) if isinstance(a, _BLOCKS)), None)
        if block is not None and (given := given_nodes(block)):
            keys = found.setdefault(claim_note_id(claim["keys"]), [])
            keys += [key for node in given for key in node["given"] if key not in keys]
    return found


def condition(given: Iterable[str], claims: Iterable[Payload], exports: Exports, words: Words) -> str:
    """On what the words say that claims depend: those of the parameters that alone break one of them; else empty."""
    told = told_of(exports, words) if is_swept(exports) else None
    if told is None:
        return ""
    known = [of_claim(told.found, claim["key"]) for claim in claims if claim["key"] in told.found.states]
    named = [key.partition(".")[2] for key in given if key.startswith(f"{told.notebook}.")]
    labels = [told.label(name) for name in named if any(firm.broken_by(name) for firm in known)]
    return words("book.firmness.given", labels=quoted(labels)) if labels else ""
