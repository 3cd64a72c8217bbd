"""The evidence catalogue: every number a notebook exports, and every published figure that these rest on.

Belongs here: the directive `catalogue` and the entries it makes. Does not: the places it links to
(`index.py`), how sources are printed (`bibliography.py`).

Entries are definition lists, which are short to scan, read well aloud and print well; all are standard nodes.
"""

from collections.abc import Iterator

from docutils import nodes
from docutils.nodes import Node
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util.docutils import SphinxDirective

from evident import reads
from evident.book import places
from evident.book.bibliography import UnknownSource, bibliography_of
from evident.book.edition import faults_of_notebook
from evident.book.evidence_entries import ID, EvidenceEntries
from evident.book.export_entries import ExportEntries
from evident.book.fact import depend_on
from evident.book.index import anchor, book, resolve_links
from evident.book.nodes import Folded, PendingEntries
from evident.book.notebooks import UnknownExport, library_of
from evident.text.words import Words


class CatalogueDirective(SphinxDirective):
    """{catalogue} theme lists the numbers, exhibits and published figures of a notebook.

    When the page is read only its headings are made. The entries, thousands of nodes that no other extension
    has to walk through, are filled in when the page is written.
    """

    required_arguments = 1

    def run(self) -> list[Node]:
        name = places.named(self.env, self.config, self.arguments[0])
        library = library_of(self.config)
        try:
            exports = library.notebook(name)
            depend_on(self.env, library, name)
            catalogue = Catalogue(exports, bibliography_of(self.env), Words(self.config.language))
            marker = nodes.container("", catalogue.summary(), notebook=name, classes=["generated"])
            marker["cited"] = catalogue.cited()
            if unknown := faults_of_notebook(exports):
                raise self.error("; ".join(unknown))
        except (UnknownExport, UnknownSource) as error:
            raise self.error(str(error)) from None
        return [marker, *catalogue.outline(self.state.document)]


class FillCatalogue(SphinxPostTransform):
    """Puts the entries under the headings of a catalogue."""

    default_priority = 700

    def run(self, **kwargs: object) -> None:
        if self.app.builder.name == "gettext":  # what is made of data is in the language already
            made_here = [s for s in self.document.findall(nodes.section) if "generated" in s["classes"]]
            for part in made_here:
                part.parent.remove(part)
            return
        made: dict[str, Catalogue] = {}
        folded = self.app.builder.format == "html"
        if self.app.builder.format != "html" and places.has_place(self.env, self.env.docname):
            self._leave_out()
            return
        for place in list(self.document.findall(PendingEntries)):
            name = place["notebook"]
            if name not in made:
                exports = library_of(self.config).notebook(name)
                words = Words(self.config.language)
                made[name] = Catalogue(exports, bibliography_of(self.env), words, folded=folded)
            whole = nodes.container("", *self._lists(made[name], place))
            resolve_links(self, whole)
            section = place.parent
            place.replace_self(whole.children)
            if folded and place["kind"] == "observations":
                section.replace_self(Folded("", *section.children, heading=3, opens=section["ids"][0]))

    def _lists(self, catalogue: "Catalogue", place: PendingEntries) -> Iterator[Node]:
        """The entries of a section; in HTML numbers that no page prints are folded, behind those that are."""
        entries = list(catalogue.entries(place["kind"], place["indicator"]))
        if not catalogue.folded:
            yield nodes.definition_list("", *entries, classes=["catalogue"])
            return
        unseen: list[Node] = []
        if place["kind"] == "facts":
            reads.note("places")
            whole = book(self.env)
            unseen = [
                e for e in entries if e["key"] not in whole.facts and e["key"] not in whole.exhibit_facts
            ]
            if len(unseen) == len(entries):
                unseen = []
        behind = {id(entry) for entry in unseen}
        shown = [entry for entry in entries if id(entry) not in behind]
        yield nodes.container("", *shown, classes=["catalogue"])
        if unseen:
            name = nodes.inline("", catalogue.say("behind", count=len(unseen)))
            inner = nodes.container("", *unseen, classes=["catalogue"])
            yield Folded("", name, inner, heading=0)

    def _leave_out(self) -> None:
        """Take the catalogue with its heading out of a page of a place, whose PDF names the sources in its stead."""
        for marker in list(self.document.findall(nodes.container)):
            if "notebook" in marker:
                marker.parent.parent.remove(marker.parent)


class Catalogue(ExportEntries, EvidenceEntries):
    """Makes the entries of one notebook's catalogue."""

    def summary(self) -> nodes.paragraph:
        """What the page holds, in one sentence."""
        lists = {name: getattr(self.exports, name) for name in ("facts", "claims", "exhibits", "evidence")}
        return nodes.paragraph("", self.say("summary", **{name: len(items) for name, items in lists.items()}))

    def cited(self) -> list[str]:
        """The sources that the entries cite.

        Raises:
            UnknownSource: `sources.bib` has not one of them.
        """
        keys = {str(record["source_id"]) for record in self.exports.evidence.values()}
        for record in self.exports.evidence.values():
            keys |= self.bibliography.sources.keys() & set(ID.findall(record["quality_note"]))
        for key in sorted(keys):
            self.bibliography.called(key)
        return sorted(keys)

    def outline(self, document: nodes.document) -> Iterator[nodes.section]:
        """The sections of the page with their headings, each with a place for its entries."""

        def section(title: str, ids: str, *children: Node) -> nodes.section:
            made = nodes.section("", nodes.title("", title), *children, ids=[ids], classes=["generated"])
            document.note_explicit_target(made)
            return made

        def place(kind: str, indicator: str = "") -> PendingEntries:
            return PendingEntries("", notebook=self.exports.name, kind=kind, indicator=indicator)

        parts: dict[str, list[Node]] = {"facts": [place("facts")]}
        if self.exports.claims:
            parts["claims"] = [place("claims")]
        if self.exports.exhibits:
            parts["exhibits"] = [place("exhibits")]
        for indicator, group in self._indicators.items():
            title = " ".join(filter(None, (group[0]["label_en"], group[0]["label_zh"])))
            definition = group[0]["definition"]
            about = [nodes.paragraph("", definition)] if definition else []
            inner = section(title, anchor("indicator", indicator), *about, place("observations", indicator))
            parts.setdefault("observations", []).append(inner)
        if self._panel:
            parts["panel"] = [place("panel")]
        for kind, children in parts.items():
            yield section(self.say(kind), anchor("catalogue", f"{self.exports.name}-{kind}"), *children)

    def entries(self, kind: str, indicator: str) -> Iterator[nodes.definition_list_item]:
        """The entries of one section; `indicator` tells the section of observations."""
        if kind == "facts":
            return map(self._fact, self.exports.facts.values())
        if kind == "claims":
            return map(self._claim, self.exports.claims.values())
        if kind == "exhibits":
            return map(self._exhibit, self.exports.exhibits.values())
        if kind == "observations":
            return map(self._observation, self._indicators[indicator])
        return (self._panel_entry(keys) for _, keys in sorted(self._panel.items()))
