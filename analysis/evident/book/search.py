"""What the search of the HTML book can find, each with the place that it opens.

Belongs here: the records, of which kind they are and in which part of the index they stand. Does not: the text of
sections (`search_text.py`), the files that pages load (`search_files.py`), what a report says of its search
(`search_settings.py`), looking things up and ranking (`theme/static/search/`).

A record is for a reader: a number is found where the text prints it, by the words of its label and by its digits.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from sphinx.environment import BuildEnvironment

from evident.book.bibliography import bibliography_of
from evident.book.edition import is_unknown
from evident.book.index import Book, anchor, book, pages, reading_order
from evident.book.notebooks import Exports, Library, Payload, library_of
from evident.book.places import has_place
from evident.book.search_text import Section, texts
from evident.evidence.ids import PANEL_ID
from evident.export.payloads import VERDICT
from evident.run.each import AT
from evident.text import formats
from evident.text.words import Words

# In the order in which `search/ranking.js` weighs them; what they are called is in the words of the book.
KINDS = (
    "chapter", "page", "place", "section", "finding", "figure", "table", "term", "number", "download", "source",
    "observation",
)  # fmt: skip
# How the anchors of headings in a catalogue begin: of an indicator's figures, and of parts that all catalogues have.
INDICATOR, PART = anchor("indicator", ""), anchor("catalogue", "")
RANKS = ("省", "市", "自治区")  # with one of which a place of China is asked for in Chinese
WHOLE = 30  # characters of bound words that are a statement by themselves, and not a part of a sentence
LABELS = 80  # of an exhibit's labels that are looked through


@dataclass(frozen=True)
class Record:
    """What can be found.

    Attributes:
        kind: one of `KINDS`.
        page, ids: the place that it opens; the page as Sphinx names it.
        title: what the result is called.
        text: what is shown and found beside the title.
        also: words by which it is found too, shown nowhere.
        proof: page and anchor of the entry in the evidence catalogue, for a number.
    """

    kind: str
    page: str
    ids: str
    title: str
    text: str = ""
    also: str = ""
    proof: tuple[str, str] = ("", "")


def of_report(env: BuildEnvironment) -> Iterator[Record]:
    """What is looked up first: pages, sections by their headings, findings, exhibits, terms, numbers, downloads."""
    whole, library, words = book(env), library_of(env.config), Words(env.config.language)
    listed = [page for page in reading_order(env) if page in texts(env)]
    for page in listed:
        yield from _page(env, page, whole)
    for page in listed:
        for section in texts(env)[page][1:]:
            kind = "observation" if section.ids.startswith(INDICATOR) else "section"
            if not section.ids.startswith(PART):
                yield Record(kind, page, section.ids, section.title)
    yield from _findings(env, whole)
    for key, (page, ids) in whole.exhibits.items():
        if AT not in key:
            exhibit = library.exhibit(key)
            yield Record(exhibit["kind"], page, ids, exhibit["title"], exhibit["subtitle"])
    yield from _terms(env, listed)
    yield from _downloads({page: texts(env)[page] for page in listed}, words("book.search.download_also"))
    yield from _numbers(whole, library)


def of_texts(env: BuildEnvironment) -> Iterator[Record]:
    """The text of all sections, in the order of the book, and what exhibits show; of pages that are alike, none."""
    whole, library = book(env), library_of(env.config)
    catalogues = set(whole.catalogues.values())
    for page in reading_order(env):
        if page in texts(env) and page not in catalogues:
            for number, section in enumerate(texts(env)[page]):
                if section.text:
                    kind, ids = ("section", section.ids) if number else ("page", "")
                    yield Record(kind, page, ids, section.title, section.text)
    for key, (page, ids) in whole.exhibits.items():
        if AT not in key:
            exhibit = library.exhibit(key)
            yield Record(exhibit["kind"], page, ids, exhibit["title"], _shown(exhibit))


def of_evidence(env: BuildEnvironment) -> Iterator[Record]:
    """What the report rests on: published figures and sources."""
    whole, library, words = book(env), library_of(env.config), Words(env.config.language)
    told = set()
    for notebook, page in whole.catalogues.items():
        if AT in notebook:
            continue
        for key, record in library.notebook(notebook).evidence.items():
            if PANEL_ID.fullmatch(key) or key in told:
                continue
            told.add(key)
            what = (
                record["category"],
                record["place"],
                formats.period(record["period"], words),
            )
            value = formats.quantity(
                record["value"], record["unit"], record["decimals"], words,
                bound=record["bound"], value_high=record["value_high"],
            ) if record["value"] is not None else ""  # fmt: skip
            said = ": ".join(filter(None, [", ".join(filter(None, what)), value]))
            also = record.get("label_zh") or ""
            yield Record("observation", page, anchor("obs", key), record["label_en"], said, also)
    if whole.references:
        bibliography = bibliography_of(env)
        for key in sorted(whole.cited):
            name, when = bibliography.called(key)
            title = bibliography.sources[key].title
            yield Record(
                "source", whole.references, anchor("source", key), title, bibliography.dated(name, [when])
            )


def _shown(exhibit: Payload) -> str:
    """What an exhibit shows, in words: its description, and the names in its table; a place on a map is none."""
    said = exhibit.get("alt") or ""
    cells = dict.fromkeys(cell for row in exhibit["cells"] for cell in row if _is_named(cell))
    named = [cell for cell in cells if cell not in said]
    return " ".join(filter(None, [said, ", ".join(named[:LABELS])]))


def _is_named(cell: str) -> bool:
    return sum(map(str.isalpha, cell)) > sum(map(str.isdigit, cell))


def _page(env: BuildEnvironment, page: str, whole: Book) -> Iterator[Record]:
    kind = "place" if has_place(env, page) else "chapter" if env.toc_secnumbers.get(page) else "page"
    lead = pages(env)[page].lead if page not in whole.catalogues.values() or kind == "place" else ""
    top = texts(env)[page][0] if texts(env)[page] else Section("", env.titles[page].astext(), "", ())
    named = [page.rpartition("/")[2].replace("-", " ")]
    if kind == "place" and env.config.language.startswith("zh"):
        named += [f"{top.title}{rank}" for rank in RANKS]
    yield Record(kind, page, "", top.title, lead, " ".join(named))


def _findings(env: BuildEnvironment, whole: Book) -> Iterator[Record]:
    """Statements that were tested, each once: on the first page that prints it after the landing page, if one does."""
    library = library_of(env.config)
    titles = {
        library.exhibit(key)["title"] for key in whole.exhibits
    }  # which are found as such, as headings are
    places: dict[str, tuple[str, str]] = {}
    for name, bound in whole.claims.items():
        for page, ids, heading, words in bound if AT not in name else ():
            if len(words) < WHOLE or words[0].islower() or words == heading or words in titles:
                continue
            if words not in places or places[words][0] == env.config.root_doc:
                places[words] = (page, ids)
    for words, (page, ids) in places.items():
        yield Record("finding", page, ids, words)


def _terms(env: BuildEnvironment, listed: list[str]) -> Iterator[Record]:
    for page in listed:
        for ids, (term, definition) in pages(env)[page].terms.items():
            yield Record("term", page, ids, term, definition)


def _downloads(found: dict[str, list[Section]], also: str) -> Iterator[Record]:
    """Files to take away, each once: where the book first offers it. Other pages link to the same file in passing, in
    fewer words, and would push that place down."""
    told = set()
    for page, sections in found.items():
        for section in sections:
            for file, said in dict(section.files).items():
                if file not in told:
                    told.add(file)
                    yield Record("download", page, section.ids, said, file, also)


def _numbers(whole: Book, library: Library) -> Iterator[Record]:
    """Numbers that the text or an exhibit prints; of many places alike the page is found, and not each of its
    numbers."""
    for notebook, page in whole.catalogues.items():
        if AT in notebook:
            continue
        exports = library.notebook(notebook)
        for key, fact in exports.facts.items():
            if is_unknown(fact) or fact["unit"] == VERDICT:
                continue
            proof = (page, anchor("fact", key))
            if key in whole.facts:
                at = _printed(whole.facts[key], notebook)
            elif key in whole.exhibit_facts:
                at = proof
            else:
                continue
            also = " ".join(filter(None, [_bare(fact), _chinese(fact, exports)]))
            yield Record("number", *at, fact["label"], fact["text"], also, proof)


def _printed(places: list[tuple[str, str, str]], notebook: str) -> tuple[str, str]:
    """Where a number is at home: the page of its theme, else the first that prints it."""
    own = [place for place in places if place[0] == notebook]
    page, ids, _ = (own or places)[0]
    return page, ids


def _chinese(fact: Payload, exports: Exports) -> str:
    """What the figures that a number rests on are called in Chinese; nothing where they are of several kinds."""
    records = (exports.evidence.get(key) for key in fact["rests_on"])
    named = {record.get("label_zh") or "" for record in records if record}
    return named.pop() if len(named) == 1 else ""


def _bare(fact: Payload) -> str:
    """The digits of a number as its data have them, where they are not the ones printed."""
    value = fact["value"]
    if not isinstance(value, int | float) or isinstance(value, bool):
        return ""
    digits = f"{value:.{max(fact['decimals'], 0)}f}"
    return "" if digits in fact["text"].replace(",", "") else digits
