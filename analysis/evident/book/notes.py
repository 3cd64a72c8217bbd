"""The notes that facts, claims and terms open: what a number is, what was tested, what a word means.

Belongs here: their text as HTML, put at the end of each page's body. Does not: opening and closing them
(`theme/static/book.js`). Without scripts a fact is a link, and its note describes it to a screen reader.
"""

from collections.abc import Iterator, Sequence
from html import escape
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx

from evident import paths
from evident.book.bibliography import Bibliography, bibliography_of
from evident.book.chinese import marked, punctuated
from evident.book.chooser import choosing
from evident.book.documents import documents
from evident.book.export_entries import assumption, obtained, reasoned
from evident.book.firm import carried, condition, how_firm, is_chosen
from evident.book.html import claim_note_id, note_id, term_note_id
from evident.book.index import book, pages
from evident.book.nodes import ClaimReference, FactReference, TermReference
from evident.book.notebooks import Exports, Payload, library_of
from evident.book.reporting import short_address
from evident.text.words import Words

SOURCES_SHOWN = 3
PARTS_SHOWN = 4
# Of a figure's status and quality, what a note tells; that it is a plan or target it says otherwise.
RESERVES = ("estimate", "forecast", "derived", "doubtful", "conflict", "damaged_text")


def add_notes(
    app: Sphinx, pagename: str, template: str, context: dict[str, Any], doctree: nodes.document | None
) -> None:
    """Append the notes of a page's facts, claims and terms to its body (event `html-page-context`)."""
    page = pages(app.env).get(pagename)
    if doctree is None or page is None:
        return
    terms = {link["entry"] for link in doctree.findall(TermReference)}
    facts, claims = {}, {}
    if page.facts or page.claims:
        facts = {link["fact"]["key"]: link for link in doctree.findall(FactReference)}
        claims = {
            claim_note_id([c["key"] for c in link["claims"]]): link
            for link in doctree.findall(ClaimReference)
        }
    if not facts and not claims and not terms:  # or no page of the book has their evidence
        return
    words, bibliography, library = (
        Words(app.config.language),
        bibliography_of(app.env),
        library_of(app.config),
    )
    wrong = short_address(app.env, pagename)
    notes = [
        note(
            link["fact"], link["refuri"], library.notebook(key.partition(".")[0]), bibliography, words, wrong
        )
        for key, link in sorted(facts.items())
    ]
    chooser = book(app.env).chooser
    choose = app.builder.get_relative_uri(pagename, chooser) if chooser else ""
    given = carried(doctree)
    for ids, link in sorted(claims.items()):
        exports = library.notebook(link["claims"][0]["key"].partition(".")[0])
        firm = [how_firm(claim, exports, words) for claim in link["claims"]]
        firm.append(condition(given.get(ids, []), link["claims"], exports, words))
        chosen = [claim["key"] for claim in link["claims"] if is_chosen([claim], exports, words)]
        href = choosing(choose, chosen[0]) if choose and chosen else ""
        notes.append(
            claim_note(ids, link["claims"], link["refuri"], exports, bibliography, words, firm, choose=href)
        )
    defined = book(app.env).terms
    notes += [term_note(entry, *defined[entry]) for entry in sorted(terms)]
    context["body"] += f'<div class="fact-notes">{"".join(notes)}</div>\n'


def note(
    fact: Payload, href: str, exports: Exports, bibliography: Bibliography, words: Words, wrong: str = ""
) -> str:
    """The note of a fact: value, what it is, how it was obtained, what is assumed, what it rests on, links.

    Args:
        wrong: where an error is reported; the script fills in what it concerns. Empty: nowhere.
    """
    lines = [fact["label"] + ".", obtained(fact, words)]
    if fact["how"] == "published":
        lines += _reserves(fact, exports, words)
    if fact["how"] != "assumed":
        lines += [assumption(item, words) for item in reasoned(fact["assumed"])]
    if fact["how"] in ("computed", "modelled") and fact["parts"]:
        lines += _from(fact["parts"], words)
    if fact["bound"] in ("at_least", "at_most", "approx"):
        lines.append(words(f"book.bounds.{fact['bound']}") + ".")
    if fact["how"] != "counted":
        lines.append(_basis(fact, exports, bibliography, words))
    links = documents(fact["sources"], bibliography, words)
    links += _evidence(href, words, wrong=(wrong, fact["key"]))
    return _html(note_id(fact["key"]), fact["text"], lines, links)


def claim_note(
    ids: str,
    claims: list[Payload],
    href: str,
    exports: Exports,
    bibliography: Bibliography,
    words: Words,
    firm: Sequence[str] = (),
    *,
    choose: str = "",
) -> str:
    """The note of a claim: whether it holds, what was tested, how firm it is, what is assumed, links.

    Args:
        firm: how firm the claims are, a line each.
        choose: where a reader chooses the settings in which they are asked again.
    """
    states = {claim["holds"] for claim in claims}
    word = "holds" if states == {True} else "fails" if False in states else "unknown"
    if exports.is_one_of_many and states != {True}:
        word = "found"  # its page has a wording for each outcome
    lines = []
    for claim in claims:
        lines.append(words("book.claim.tested", test=claim["problem"] or claim["test"]))
        lines += [assumption(item, words) for item in reasoned(claim["assumed"])]
    if any(claim["how"] == "modelled" for claim in claims):
        lines.append(words("book.claim.modelled"))
    lines += [_basis(claim, exports, bibliography, words) for claim in claims[:1]]
    lines += filter(None, firm)
    links = _evidence(href, words, choose)
    return _html(ids, words(f"book.claim.{word}"), list(dict.fromkeys(lines)), links)


def term_note(entry: str, term: str, definition: str) -> str:
    """The note of a term: what it means. The term itself leads to its entry."""
    return _html(term_note_id(entry), term, [definition])


def _reserves(fact: Payload, exports: Exports, words: Words) -> Iterator[str]:
    """What is to be known of a published figure before it is quoted: that it is no count, that it is in doubt."""
    record = exports.evidence.get(fact["rests_on"][0], {}) if len(fact["rests_on"]) == 1 else {}
    for field in ("status", "quality"):
        if record.get(field) in RESERVES:
            yield words(f"book.fact.reserve.{record[field]}")


def _from(parts: list[Payload], words: Words) -> Iterator[str]:
    """What a call was given, but for assumptions, which have said so."""
    given = [part for part in parts if part["kind"] != "assumed" and part["text"]]
    shown = [f"{part['label']}, {part['text']}" for part in given[:PARTS_SHOWN]]
    if len(given) > PARTS_SHOWN:
        shown.append(words("book.more_sources", count=len(given) - PARTS_SHOWN))
    if shown:
        yield words("book.fact.from", parts="; ".join(shown)) + "."


def _basis(export: Payload, exports: Exports, bibliography: Bibliography, words: Words) -> str:
    """How many published figures something rests on, and by whom they were published."""
    count = exports.count(export["rests_on"])
    if not count:
        return words("book.fact.none") + "."
    basis = words("book.fact.one") if count == 1 else words("book.fact.many", count=count)
    called = [bibliography.short(key) for key in export["sources"]]
    if len(called) > SOURCES_SHOWN:
        called[SOURCES_SHOWN:] = [words("book.more_sources", count=len(called) - SOURCES_SHOWN)]
    return f"{basis}{': ' + '; '.join(called) if called else ''}."


def _html(ids: str, value: str, lines: list[str], link: str = "") -> str:
    body = "".join(f"<p>{_marked(line)}</p>" for line in lines)
    head = f'<p class="fact-note-value">{escape(value)}</p>'
    return f'<div class="fact-note" id="{ids}" popover="manual">{head}{body}{link}</div>'


def _evidence(href: str, words: Words, choose: str = "", wrong: tuple[str, str] = ("", "")) -> str:
    if not href:  # of an output without a catalogue
        return ""
    said = f'<a href="{escape(href)}">{escape(words("book.fact.evidence"))}</a>'
    if choose:
        said += f' · <a href="{escape(choose)}">{escape(words("book.firmness.choose"))}</a>'
    address, key = wrong
    if address:
        said += f' · <a href="{escape(address)}" data-report="{escape(key)}">{escape(words("book.reporting.link"))}</a>'
    return f"<p>{said}</p>"


def _marked(line: str) -> str:
    """A line with its Chinese marked as such, or with the punctuation of a Chinese book."""
    if paths.report().language.startswith("zh"):
        return escape(punctuated(line))
    return "".join(
        escape(part.astext())
        if isinstance(part, nodes.Text)
        else f'<span lang="zh">{escape(part.astext())}</span>'
        for part in marked(line)
    )
