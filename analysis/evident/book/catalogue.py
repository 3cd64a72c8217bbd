"""The evidence catalogue: every number a notebook exports, and every published figure that these rest on.

Belongs here: the directive `catalogue` and the entries it makes. Does not: the places it links to
(`index.py`), how sources are printed (`bibliography.py`).

Entries are definition lists, which are short to scan, read well aloud and print well; all are standard nodes.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cached_property

from docutils import nodes
from docutils.nodes import Node
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util.docutils import SphinxDirective

from evident.book.bibliography import Bibliography, UnknownSource, bibliography_of, citation
from evident.book.exhibit import source_line
from evident.book.fact import depend_on
from evident.book.index import anchor, resolve_links
from evident.book.nodes import PendingEntries, PendingLink, PendingUses
from evident.book.notebooks import Exports, Payload, UnknownExport, library_of
from evident.evidence.ids import PANEL_ID, TABLES
from evident.text import formats
from evident.text.words import Words

LINKS_SHOWN = 8
_ID = re.compile(r"\w+(?:-\w+)*")


class CatalogueDirective(SphinxDirective):
    """{catalogue} mining lists the numbers, exhibits and published figures of a notebook.

    When the page is read only its headings are made. The entries, thousands of nodes that no other extension
    has to walk through, are filled in when the page is written.
    """

    required_arguments = 1

    def run(self) -> list[Node]:
        name = self.arguments[0]
        library = library_of(self.config)
        try:
            exports = library.notebook(name)
            depend_on(self.env, library, name)
            catalogue = Catalogue(exports, bibliography_of(self.env), Words(self.config.language))
            marker = nodes.container("", catalogue.summary(), notebook=name, classes=["generated"])
            marker["cited"] = catalogue.cited()
        except (UnknownExport, UnknownSource) as error:
            raise self.error(str(error)) from None
        return [marker, *catalogue.outline(self.state.document)]


class FillCatalogue(SphinxPostTransform):
    """Puts the entries under the headings of a catalogue."""

    default_priority = 700

    def run(self, **kwargs: object) -> None:
        for place in list(self.document.findall(PendingEntries)):
            exports = library_of(self.config).notebook(place["notebook"])
            catalogue = Catalogue(exports, bibliography_of(self.env), Words(self.config.language))
            listing = nodes.definition_list("", *catalogue.entries(place["kind"], place["indicator"]))
            listing["classes"] = ["catalogue"]
            place.replace_self(listing)
            resolve_links(self, listing)


class Catalogue:
    """Makes the entries of one notebook's catalogue."""

    def __init__(self, exports: Exports, bibliography: Bibliography, words: Words) -> None:
        self.exports, self.bibliography, self.words = exports, bibliography, words

    def say(self, key: str, **blanks: object) -> str:
        return self.words(f"book.catalogue.{key}", **blanks)

    def summary(self) -> nodes.paragraph:
        """What the page holds, in one sentence."""
        lists = {name: getattr(self.exports, name) for name in ("facts", "exhibits", "evidence")}
        return nodes.paragraph("", self.say("summary", **{name: len(items) for name, items in lists.items()}))

    def cited(self) -> list[str]:
        """The sources that the entries cite.

        Raises:
            UnknownSource: `sources.bib` has not one of them.
        """
        keys = {str(record["source_id"]) for record in self.exports.evidence.values()}
        for record in self.exports.evidence.values():
            keys |= self.bibliography.sources.keys() & set(_ID.findall(record["quality_note"]))
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
        if kind == "exhibits":
            return map(self._exhibit, self.exports.exhibits.values())
        if kind == "observations":
            return map(self._observation, self._indicators[indicator])
        return (self._panel_entry(keys) for _, keys in sorted(self._panel.items()))

    @cached_property
    def _indicators(self) -> dict[str, list[Payload]]:
        """Observations by indicator, both in the order in which they are printed."""
        groups = defaultdict[str, list[Payload]](list)
        for key, record in self.exports.evidence.items():
            if not PANEL_ID.fullmatch(key):
                groups[record["indicator"]].append(record)
        for group in groups.values():
            group.sort(key=lambda record: (record["place"], record["period"], record["obs_id"]))
        return dict(sorted(groups.items(), key=lambda item: str(item[1][0]["label_en"]).casefold()))

    # -- parts of entries

    @staticmethod
    def _item(ids: str, term: Iterable[Node], lines: Iterable[nodes.paragraph]) -> nodes.definition_list_item:
        return nodes.definition_list_item(
            "", nodes.term("", "", *term, ids=[ids]), nodes.definition("", *lines)
        )

    def _line(self, label: str, *children: Node) -> nodes.paragraph:
        name = nodes.inline("", self.say(label) + ":", classes=["catalogue-label"])
        return nodes.paragraph("", "", name, nodes.Text(" "), *children)

    @staticmethod
    def _key(text: str) -> list[Node]:
        return [nodes.Text(" "), nodes.literal("", text, classes=["catalogue-key"])]

    @staticmethod
    def _joined(links: Iterable[Node]) -> list[Node]:
        return [
            part for number, link in enumerate(links) for part in ([nodes.Text("; ")] * bool(number) + [link])
        ]

    @staticmethod
    def _here(ids: str, text: str) -> nodes.reference:
        return nodes.reference("", text, internal=True, refid=ids)

    # -- facts and exhibits

    def _fact(self, fact: Payload) -> nodes.definition_list_item:
        how = self.words(f"book.fact.{fact['how']}") + (f": {fact['method']}" if fact["method"] else "")
        printed = PendingUses("", keys=[fact["key"]], otherwise=self.say("nowhere"))
        places = nodes.inline("", "", printed, classes=["catalogue-places"])
        lines = [
            nodes.paragraph("", how.rstrip(".") + "."),
            *self._origin(fact),
            self._line("printed", places),
        ]
        term = [nodes.strong("", fact["text"]), *self._key(fact["key"])]
        return self._item(anchor("fact", fact["key"]), term, lines)

    def _exhibit(self, exhibit: Payload) -> nodes.definition_list_item:
        title = PendingLink("", exhibit["title"], kind="exhibit", key=exhibit["key"])
        sources = self._line("source", *source_line(self.bibliography, exhibit["sources"]))
        lines = [nodes.paragraph("", exhibit["subtitle"]), *self._origin(exhibit), sources]
        return self._item(anchor("evidence", exhibit["key"]), [title, *self._key(exhibit["key"])], lines)

    def _origin(self, export: Payload) -> Iterator[nodes.paragraph]:
        """The facts that an export is computed from, and what it rests on beside what these rest on."""
        if export["facts"]:
            yield self._line("from_facts", *self._joined(map(self._fact_link, export["facts"])))
        if direct := self._direct(export):
            yield self._line("rests_on", *self._joined(self._basis(direct)))

    def _direct(self, export: Payload) -> list[str]:
        given = {key for name in export["facts"] for key in self.exports.facts[name]["rests_on"]}
        return [key for key in export["rests_on"] if key not in given]

    def _fact_link(self, key: str) -> nodes.reference:
        return self._here(anchor("fact", key), key.partition(".")[2])

    def _basis(self, ids: list[str]) -> Iterator[Node]:
        """Links to what something rests on: each figure if they are few, else indicators with counts."""
        groups = defaultdict[tuple[str, bool], list[str]](list)
        for key in ids:
            if key in TABLES:
                yield nodes.Text(self.say(f"tables.{key.partition(':')[2]}"))
            else:
                is_cell = bool(PANEL_ID.fullmatch(key))
                groups[self.exports.evidence[key]["indicator"], is_cell].append(key)
        for (indicator, is_cell), keys in groups.items():
            label = self.exports.evidence[keys[0]]["label_en"]
            count = self.exports.count(keys)
            if count == 1 or (len(ids) <= LINKS_SHOWN and not is_cell):
                yield from (self._here(anchor("obs", key), f"{label}, {self._where(key)}") for key in keys)
            else:
                place = anchor("obs", keys[0]) if is_cell else anchor("indicator", indicator)
                yield self._here(
                    place, self.say("cells" if is_cell else "many", count=count, indicator=label)
                )

    def _where(self, key: str) -> str:
        record = self.exports.evidence[key]
        return f"{record['place']}, {formats.period(record['period'], self.words)}"

    # -- observations

    def _observation(self, record: Payload) -> nodes.definition_list_item:
        key = record["obs_id"]
        term: list[Node] = [nodes.strong("", self._value(record)), nodes.Text(f" {self._where(key)}")]
        for kind, plain in (("status", "actual"), ("quality", "good")):
            if record[kind] != plain:
                flag = self.words(f"book.flags.{record[kind]}")
                term += [
                    nodes.Text(" "),
                    nodes.inline("", flag, classes=["catalogue-flag", f"flag-{record[kind]}"]),
                ]
        what = ". ".join(
            record[part].rstrip(".") for part in ("paraphrase", "definition_note") if record[part]
        )
        lines = [nodes.paragraph("", f"{what}.")] if what else []
        locator = f", {record['locator']}" if record["locator"] else ""
        lines.append(
            self._line("source", citation(self.bibliography, record["source_id"]), nodes.Text(f"{locator}."))
        )
        if record["quality_note"]:
            lines.append(self._line("note", *self._with_links(record["quality_note"].rstrip(".") + ".")))
        if partners := self._partners(record):
            lines.append(self._line("conflicts", *self._joined(partners)))
        lines.append(self._used_by(key))
        return self._item(anchor("obs", key), [*term, *self._key(key)], lines)

    def _with_links(self, note: str) -> Iterator[Node]:
        """A note in which the ids of sources and of figures on this page are links that say what they are."""
        end = 0
        for match in _ID.finditer(note):
            if match[0] in self.bibliography.sources:
                link: Node = citation(self.bibliography, match[0])
            elif match[0] in self.exports.evidence:
                link = self._here(anchor("obs", match[0]), self._where(match[0]))
            else:
                continue
            yield nodes.Text(note[end : match.start()])
            yield link
            end = match.end()
        yield nodes.Text(note[end:])

    def _value(self, record: Payload) -> str:
        if record["value"] is None:
            return self.words("common.not_known")
        return formats.quantity(
            record["value"], record["unit"], record["decimals"], self.words,
            bound=record["bound"], value_high=record["value_high"],
        )  # fmt: skip

    def _partners(self, record: Payload) -> list[nodes.reference]:
        group = record["conflict_group"]
        others = (o for o in self.exports.evidence.values() if group and o["conflict_group"] == group)
        return [
            self._here(
                anchor("obs", other["obs_id"]), f"{self._value(other)}, {self._where(other['obs_id'])}"
            )
            for other in others
            if other["obs_id"] != record["obs_id"]
        ]

    def _used_by(self, *keys: str) -> nodes.paragraph:
        """The exports that rest on figures directly, and the pages that print what comes of them."""
        wanted = set(keys)
        users = {name for key in keys for name in self._users[key]}
        if not users:
            return nodes.paragraph("", self.say("unused"))
        facts = [name for name in self.exports.facts if name in users]
        direct = [name for name in facts if wanted & set(self._direct(self.exports.facts[name]))]
        links: list[Node] = [self._fact_link(name) for name in direct]
        for name, exhibit in self.exports.exhibits.items():
            if name in users and wanted & set(self._direct(exhibit)):
                links.append(self._here(anchor("evidence", name), exhibit["title"]))
        if len(links) > LINKS_SHOWN:
            more = self.words("book.more_sources", count=len(links) - LINKS_SHOWN)
            links[LINKS_SHOWN:] = [nodes.Text(more)]
        pages = PendingUses("", keys=facts, pages=True, otherwise=self.say("nowhere"))
        reach = [nodes.Text(" ("), pages, nodes.Text(")")]
        return self._line(
            "used_by", *self._joined(links), nodes.inline("", "", *reach, classes=["catalogue-reach"])
        )

    @cached_property
    def _users(self) -> dict[str, set[str]]:
        """The facts and exhibits that rest on each figure, directly or through other facts."""
        users = defaultdict[str, set[str]](set)
        for name, payload in (*self.exports.facts.items(), *self.exports.exhibits.items()):
            for key in payload["rests_on"]:
                users[key].add(name)
        return users

    # -- panel

    @cached_property
    def _panel(self) -> dict[str, list[str]]:
        """Ids of panel cells by indicator."""
        cells = defaultdict[str, list[str]](list)
        for key in self.exports.evidence:
            if match := PANEL_ID.fullmatch(key):
                cells[match["indicator"]].append(key)
        return cells

    def _panel_entry(self, keys: list[str]) -> nodes.definition_list_item:
        records = [self.exports.evidence[key] for key in keys]
        years = sorted(year for record in records for year in record["period"].split("/"))
        # A slice has the number of its provinces in the place of a name.
        named = {record["place"] for record in records if "cells" not in record}
        count = max([len(named), *(int(record["place"]) for record in records if "cells" in record)])
        extent = next(iter(named)) if count == 1 and named else self.say("places", count=count)
        first = records[0]
        title = " ".join(filter(None, (first["label_en"], first["label_zh"])))
        unit = formats.with_unit("", first["unit"], self.words).strip() or first["unit"]
        cells = self.say("panel_cells", extent=extent, first=years[0], last=years[-1])
        sources = sorted({record["source_id"] for record in records})
        lines = [nodes.paragraph("", f"{first['definition'].rstrip('.')}. {cells}".lstrip(". "))]
        lines.append(self._line("source", *source_line(self.bibliography, sources)))
        lines.append(self._used_by(*keys))
        term = [nodes.strong("", title), nodes.Text(f" {unit}"), *self._key(f"panel:{first['indicator']}")]
        return self._item(anchor("obs", keys[0]), term, lines)
