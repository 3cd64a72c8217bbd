"""What entries of the evidence catalogue are made of: terms, labelled lines, links inside the page.

Belongs here: the base of the entries. Does not: entries of exports (`export_entries.py`) and of evidence
(`evidence_entries.py`), the page (`catalogue.py`).
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator

from docutils import nodes
from docutils.nodes import Node

from evident.book.bibliography import Bibliography
from evident.book.index import anchor
from evident.book.notebooks import Exports, Payload
from evident.evidence.ids import PANEL_ID, TABLES
from evident.text import formats
from evident.text.words import Words

LINKS_SHOWN = 8


class Entries:
    """Makes entries of one notebook's catalogue."""

    def __init__(self, exports: Exports, bibliography: Bibliography, words: Words) -> None:
        self.exports, self.bibliography, self.words = exports, bibliography, words
        self._directly: dict[int, list[str]] = {}

    def say(self, key: str, **blanks: object) -> str:
        return self.words(f"book.catalogue.{key}", **blanks)

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

    def _more(self, count: int) -> nodes.inline:
        """How many are not named; on paper, where nobody can ask for them, only that there are more."""
        return nodes.inline("", self.words("book.more_sources", count=count), classes=["catalogue-more"])

    @staticmethod
    def _here(ids: str, text: str) -> nodes.reference:
        return nodes.reference("", text, internal=True, refid=ids)

    def _origin(self, export: Payload, *, on_paper: bool = True) -> Iterator[nodes.paragraph]:
        """The facts that an export is computed from, and what it rests on beside what these rest on.

        Args:
            on_paper: print the facts in the PDF too; what has named them already need not.
        """
        if export["facts"]:
            links: list[Node] = [self._fact_link(key) for key in export["facts"][:LINKS_SHOWN]]
            if len(export["facts"]) > LINKS_SHOWN:
                count = len(export["facts"]) - LINKS_SHOWN
                links.append(self._more(count))
            line = self._line("from_facts", *self._joined(links))
            if not on_paper:
                children = line.children
                line.clear()
                line += nodes.inline("", "", *children, classes=["catalogue-reach"])
            yield line
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
