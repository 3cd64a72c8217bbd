"""What entries of the evidence catalogue are made of: terms, labelled lines, links inside the page.

Belongs here: the base of the entries. Does not: entries of exports (`export_entries.py`) and of evidence
(`evidence_entries.py`), the page (`catalogue.py`).
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator

from docutils import nodes
from docutils.nodes import Node

from evident.book.bibliography import Bibliography, citation
from evident.book.index import anchor
from evident.book.nodes import Entry, Folded, PendingLink
from evident.book.notebooks import Exports, Payload
from evident.evidence.ids import PANEL_ID, TABLES
from evident.text import formats
from evident.text.words import Words

LINKS_SHOWN = 8
DOCUMENTS_SHOWN = 3


class Entries:
    """Makes entries of one notebook's catalogue.

    Args:
        folded: for a page of HTML, where an entry is one line that opens, and so is the rest of a long list.
    """

    def __init__(
        self, exports: Exports, bibliography: Bibliography, words: Words, *, folded: bool = False
    ) -> None:
        self.exports, self.bibliography, self.words, self.folded = exports, bibliography, words, folded
        self._directly: dict[int, list[str]] = {}

    def say(self, key: str, **blanks: object) -> str:
        return self.words(f"book.catalogue.{key}", **blanks)

    def _item(
        self, ids: str, key: str, term: Iterable[Node], lines: Iterable[Node], *, paper_key: bool = False
    ) -> nodes.definition_list_item:
        """An entry.

        Args:
            key: what authors know it by; a page of HTML shows it last.
            paper_key: the PDF shows it too, behind the term.
        """
        if self.folded:
            return Entry("", nodes.term("", "", *term), nodes.definition("", *lines), key=key, opens=ids)
        shown = [*term, nodes.Text(" "), nodes.literal("", key, classes=["catalogue-key"])]
        named = nodes.term("", "", *(shown if paper_key else term), ids=[ids])
        return nodes.definition_list_item("", named, nodes.definition("", *lines))

    def _line(self, label: str, *children: Node) -> nodes.paragraph:
        name = nodes.inline("", self.say(label) + ":", classes=["catalogue-label"])
        return nodes.paragraph("", "", name, nodes.Text(" "), *children)

    @staticmethod
    def _joined(links: Iterable[Node]) -> list[Node]:
        return [
            part for number, link in enumerate(links) for part in ([nodes.Text("; ")] * bool(number) + [link])
        ]

    def _list(
        self, label: str, links: list[Node], *, shown: int = LINKS_SHOWN, end: Iterable[Node] = ()
    ) -> Iterator[Node]:
        """A line of links, and what of them a reader can ask for beyond the first.

        On paper, where nobody can ask, it says that there are more.
        """
        more = len(links) - shown
        if more > 0 and not self.folded:
            told = self.words("book.more_sources", count=more)
            links[shown:] = [nodes.inline("", told, classes=["catalogue-more"])]
        yield self._line(label, *self._joined(links[: shown if self.folded else None]), *end)
        if more > 0 and self.folded:
            name = nodes.inline("", self.words("book.more_sources", count=more))
            yield Folded("", name, nodes.paragraph("", "", *self._joined(links[shown:])), heading=0)

    def _documents(self, keys: Iterable[str]) -> list[Node]:
        """Links to documents: to the list of references, and of the first few to the documents themselves."""
        made: list[Node] = []
        for place, key in enumerate(keys):
            whole = nodes.inline("", "", citation(self.bibliography, key))
            if place < DOCUMENTS_SHOWN and (host := self.bibliography.host(key)):
                url = self.bibliography.sources[key].url
                whole += [nodes.Text(" ("), nodes.reference("", host, refuri=url), nodes.Text(")")]
            made.append(whole)
        return made

    def _flags(self, record: Payload) -> Iterator[Node]:
        """The marks of a published figure that is no observation, or in doubt."""
        for kind, plain in (("status", "actual"), ("quality", "good")):
            if record.get(kind, plain) != plain:
                flag = self.words(f"book.flags.{record[kind]}")
                yield nodes.Text(" ")
                yield nodes.inline("", flag, classes=["catalogue-flag", f"flag-{record[kind]}"])

    @staticmethod
    def _here(ids: str, text: str) -> nodes.reference:
        return nodes.reference("", text, internal=True, refid=ids)

    def _origin(self, export: Payload, *, on_paper: bool = True) -> Iterator[Node]:
        """The facts that an export is computed from, and what it rests on beside what these rest on.

        Args:
            on_paper: print the facts in the PDF too; what has named them already need not.
        """
        if export["facts"]:
            lines = list(self._list("from_facts", [self._fact_link(key) for key in export["facts"]]))
            if not on_paper and not self.folded:
                (line,) = lines
                children = line.children
                line.clear()
                line += nodes.inline("", "", *children, classes=["catalogue-reach"])
            yield from lines
        if direct := self._direct(export):
            yield self._line("rests_on", *self._joined(self._basis(direct)))

    def _direct(self, export: Payload) -> list[str]:
        """What an export rests on that none of the facts it is computed from rests on."""
        if id(export) not in self._directly:  # a fact and an exhibit may have the same key
            given = {key for name in export["facts"] for key in self._export(name)["rests_on"]}
            self._directly[id(export)] = [key for key in export["rests_on"] if key not in given]
        return self._directly[id(export)]

    def _fact_link(self, key: str) -> nodes.reference:
        """A link to a fact or claim, named for people."""
        export = self._export(key)
        kind, text = (
            ("fact", f"{export['label']}, {export['text']}")
            if key in self.exports.facts
            else ("claim", export["label"])
        )
        return self._here(anchor(kind, key), text.rstrip("."))

    def _export(self, key: str) -> Payload:
        return self.exports.facts[key] if key in self.exports.facts else self.exports.claims[key]

    def _basis(self, ids: list[str]) -> Iterator[Node]:
        """Links to what something rests on: each figure if they are few, else indicators with counts."""
        groups = defaultdict[tuple[str, bool], list[str]](list)
        for key in ids:
            if key in TABLES:
                name = self.say(f"tables.{key.partition(':')[2]}")
                yield (
                    PendingLink("", nodes.Text(name), kind="table", key=key)
                    if self.folded
                    else nodes.Text(name)
                )
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
