"""What each page of the book prints and holds, so that pages can point at each other.

Belongs here: collecting facts, exhibits, citations and catalogues from pages as they are read; anchors; links
between pages. Does not: what stands at an anchor (`catalogue.py`, `bibliography.py`).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache

from docutils import nodes
from docutils.nodes import Node
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.environment.collectors import EnvironmentCollector
from sphinx.transforms.post_transforms import SphinxPostTransform

from evident import reads
from evident.book.nodes import (
    CatalogueStart,
    Chooser,
    ClaimNode,
    Exhibit,
    FactNode,
    Pending,
    PendingBound,
    PendingLink,
    PendingUses,
    Reporting,
)
from evident.evidence.ids import PANEL_ID

# Whole tables of the data, as the address of the catalogue's filter lists their entries.
ALL_OF = {"data:observations": "kind=observation", "data:panel": "kind=panel"}


@dataclass
class Page:
    """What one page prints: places are pairs of anchor and heading."""

    facts: dict[str, list[tuple[str, str]]] = field(default_factory=dict)
    claims: dict[str, list[tuple[str, str, str]]] = field(default_factory=dict)  # with the words bound
    exhibits: dict[str, str] = field(default_factory=dict)  # anchor by key
    exhibit_facts: set[str] = field(default_factory=set)
    cited: set[str] = field(default_factory=set)
    catalogues: list[str] = field(default_factory=list)  # notebooks
    references: bool = False
    chooser: bool = False  # of the settings of sweeps
    reporting: bool = False  # of errors
    evidence: bool = False  # the start page of the catalogue
    terms: dict[str, tuple[str, str]] = field(
        default_factory=dict
    )  # term and definition by anchor, of a glossary
    term_links: set[str] = field(default_factory=set)  # the names of terms that it links to, in lower case
    lead: str = ""  # the first sentence


@dataclass
class Book:
    """What the whole book prints, by name; pages in reading order."""

    facts: dict[str, list[tuple[str, str, str]]] = field(default_factory=dict)  # page, anchor, heading
    claims: dict[str, list[tuple[str, str, str, str]]] = field(
        default_factory=dict
    )  # page, anchor, heading, words
    exhibits: dict[str, tuple[str, str]] = field(default_factory=dict)  # page, anchor
    exhibit_facts: set[str] = field(default_factory=set)
    cited: set[str] = field(default_factory=set)
    catalogues: dict[str, str] = field(default_factory=dict)  # page by notebook
    references: str = ""
    chooser: str = ""
    reporting: str = ""
    evidence: str = ""
    terms: dict[str, tuple[str, str]] = field(default_factory=dict)
    term_uses: dict[str, list[str]] = field(default_factory=dict)  # pages by the name that they link to


@cache
def anchor(kind: str, key: str) -> str:
    """The id of an entry: ("fact", "theme.pace") → fact-theme-pace; a panel cell has its indicator's."""
    if match := PANEL_ID.fullmatch(key):
        kind, key = "panel", match["indicator"]
    return f"{kind}-" + re.sub(r"[^a-z0-9]+", "-", key.lower()).strip("-")


def ancestors(node: Node) -> Iterator[Node]:
    """The nodes that a node is inside of, from the nearest."""
    while (node := node.parent) is not None:
        yield node


def pages(env: BuildEnvironment) -> dict[str, Page]:
    """What each page prints, by its name; kept in the environment from build to build."""
    found: dict[str, Page] = env.__dict__.setdefault("evident_pages", {})
    return found


def book(env: BuildEnvironment) -> Book:
    """What the book prints, once every page has been read."""
    whole: Book = env.__dict__["evident_book"]
    return whole


class PageCollector(EnvironmentCollector):
    """Collects what a page prints when it has been read."""

    def clear_doc(self, app: Sphinx, env: BuildEnvironment, docname: str) -> None:
        pages(env).pop(docname, None)

    def merge_other(
        self, app: Sphinx, env: BuildEnvironment, docnames: set[str], other: BuildEnvironment
    ) -> None:
        pages(env).update({name: page for name, page in pages(other).items() if name in docnames})

    def process_doc(self, app: Sphinx, doctree: nodes.document) -> None:
        page = pages(app.env).setdefault(app.env.docname, Page())
        page.lead = first_sentence(doctree)
        for fact in doctree.findall(FactNode):
            places = page.facts.setdefault(fact["key"], [])
            if (place := _place(fact)) not in places:
                places.append(place)
        for claim in doctree.findall(ClaimNode):
            for key in claim["keys"]:
                page.claims.setdefault(key, []).append((*_place(claim), claim.astext()))
        for exhibit in doctree.findall(Exhibit):
            page.exhibits[exhibit["key"]] = exhibit["ids"][0]
            page.exhibit_facts.update(exhibit["payload"]["facts"])
        for link in doctree.findall(PendingLink):
            if link["kind"] == "source":
                page.cited.add(link["key"])
        for node in doctree.findall(nodes.container):
            if "notebook" in node:
                page.catalogues.append(node["notebook"])
                page.cited.update(node["cited"])
            page.references |= "references" in node["classes"]
        page.evidence = any(True for _ in doctree.findall(CatalogueStart))
        page.chooser = any(True for _ in doctree.findall(Chooser))
        page.reporting = any(True for _ in doctree.findall(Reporting))
        for entry in doctree.findall(nodes.definition_list_item):
            page.terms |= terms_of(entry)
        page.term_links = {
            str(link["reftarget"]).lower()
            for link in doctree.findall(addnodes.pending_xref)
            if link["reftype"] == "term"
        }


def terms_of(entry: nodes.definition_list_item) -> dict[str, tuple[str, str]]:
    """The terms of an entry of a glossary by their anchors, each with its definition; of any other list, none."""
    terms = [term for term in entry.findall(nodes.term) if any(i.startswith("term-") for i in term["ids"])]
    definition = " ".join(d.astext() for d in entry.findall(nodes.definition))
    return {i: (term.astext(), " ".join(definition.split())) for term in terms for i in term["ids"]}


def first_sentence(doctree: nodes.document) -> str:
    """The first sentence of a page's first paragraph; empty if it has none."""
    paragraph = next(iter(doctree.findall(nodes.paragraph)), None)
    text = " ".join(paragraph.astext().split()) if paragraph is not None else ""
    return re.split(r"(?<=[.?!])\s(?=[A-Z\d])", text, maxsplit=1)[0]


def _place(node: Node) -> tuple[str, str]:
    section = next((a for a in ancestors(node) if isinstance(a, nodes.section)), None)
    return (section["ids"][0], section[0].astext()) if section is not None else ("", "")


def bind(app: Sphinx, env: BuildEnvironment) -> list[str]:
    """Put together what pages print; name the pages whose links that changes (event `env-updated`)."""
    whole = Book()
    for docname in reading_order(env):
        page = pages(env).get(docname, Page())
        for key, places in page.facts.items():
            whole.facts.setdefault(key, []).extend((docname, *place) for place in places)
        for key, bound in page.claims.items():
            whole.claims.setdefault(key, []).extend((docname, *place) for place in bound)
        for key, ids in page.exhibits.items():
            whole.exhibits.setdefault(key, (docname, ids))
        for notebook in page.catalogues:
            whole.catalogues.setdefault(notebook, docname)
        whole.exhibit_facts |= page.exhibit_facts
        whole.cited |= page.cited
        whole.terms |= page.terms
        for name in sorted(page.term_links):
            whole.term_uses.setdefault(name, []).append(docname)
        if page.references:
            whole.references = whole.references or docname
        if page.chooser:
            whole.chooser = whole.chooser or docname
        if page.reporting:
            whole.reporting = whole.reporting or docname
        if page.evidence:
            whole.evidence = whole.evidence or docname
    old: Book | None = env.__dict__.get("evident_book")
    env.__dict__["evident_book"] = whole
    if old is None or old == whole:
        return []
    if _linked(old) != _linked(whole):
        return sorted(pages(env))
    return sorted({*whole.catalogues.values(), whole.references} - {""})


def _linked(whole: Book) -> tuple[object, ...]:
    """The pages to which notes and feet of any page may link."""
    return whole.catalogues, whole.references, whole.chooser, whole.reporting


def reading_order(env: BuildEnvironment) -> list[str]:
    """All pages in the order of the table of contents; those outside it last."""
    order: dict[str, None] = {}

    def visit(docname: str) -> None:
        if docname not in order:
            order[docname] = None
            for child in env.toctree_includes.get(docname, ()):
                visit(child)

    visit(env.config.root_doc)
    return [*order, *sorted(set(env.all_docs) - set(order))]


class ResolveLinks(SphinxPostTransform):
    """Fills the places that needed the whole book: links to entries, and where a fact is printed."""

    default_priority = 4

    def run(self, **kwargs: object) -> None:
        resolve_links(self, self.document)


def resolve_links(transform: SphinxPostTransform, tree: nodes.Element) -> None:
    """Turn the pending links and uses inside a tree into links."""
    whole = book(transform.env)
    for node in list(tree.findall(Pending)):
        if isinstance(node, PendingBound):
            node.replace_self(list(_bound(transform, whole, node)))
        elif isinstance(node, PendingUses):
            node.replace_self(list(_uses(transform, whole, node)))
        elif isinstance(node, PendingLink):
            if target := _target(whole, node["kind"], node["key"]):
                node.replace_self(link(transform, *target, *node.children))
            else:
                node.replace_self(node.children)


def _target(whole: Book, kind: str, key: str) -> tuple[str, str] | None:
    if kind == "source":
        return (whole.references, anchor(kind, key)) if whole.references else None
    if kind == "exhibit":
        return whole.exhibits.get(key)
    if kind == "table":
        listed = {"data:sweep": whole.chooser, "data:sources": whole.references}.get(key, whole.evidence)
        return (listed, ALL_OF.get(key, "")) if listed else None
    page = whole.catalogues.get(key.partition(".")[0])
    return (page, anchor(kind, key)) if page else None


def _uses(transform: SphinxPostTransform, whole: Book, node: PendingUses) -> Iterator[Node]:
    """Links to the pages that print facts, in reading order, with sections unless `pages` is set."""
    reads.note("places")
    places: dict[str, dict[str, str]] = {}
    for key in node["keys"]:
        for page, ids, heading in whole.facts.get(key, ()):
            places.setdefault(page, {})[ids] = heading
    for number, (page, sections) in enumerate(places.items()):
        title = transform.env.titles[page].astext()
        yield nodes.Text("; " if number else "")
        yield link(transform, page, "", nodes.Text(title))
        inner = {} if node.get("pages") else {ids: text for ids, text in sections.items() if text != title}
        for place, (ids, heading) in enumerate(inner.items()):
            yield nodes.Text("; " if place else " (")
            yield link(transform, page, ids, nodes.Text(heading))
        yield nodes.Text(")" if inner else "")
    if not places:
        yield nodes.Text(node["otherwise"])


def _bound(transform: SphinxPostTransform, whole: Book, node: PendingBound) -> Iterator[Node]:
    """The words that are bound to a claim, each a link to where it is printed, in reading order."""
    reads.note("places")
    for number, (page, ids, _, words) in enumerate(dict.fromkeys(whole.claims.get(node["key"], ()))):
        yield nodes.Text("; " if number else "")
        yield link(transform, page, ids, nodes.Text(f"“{words}”"))
    if not whole.claims.get(node["key"]):
        yield nodes.Text(node["otherwise"])


def link(transform: SphinxPostTransform, page: str, ids: str, *children: Node) -> nodes.reference:
    """A link to an anchor on a page."""
    return nodes.reference("", "", *children, internal=True, refuri=address(transform, page, ids))


def address(transform: SphinxPostTransform, page: str, ids: str) -> str:
    """The address of an anchor, from the page that is being resolved, in the builder's own form."""
    uri = transform.app.builder.get_relative_uri(transform.env.docname, page)
    return f"{uri}#{ids}" if ids else uri
