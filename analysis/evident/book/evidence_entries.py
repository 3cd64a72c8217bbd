"""Entries of the evidence catalogue for published figures: observations and cells of the panel.

Belongs here: what an entry says of a figure, and what uses it. Does not: entries of exports (`export_entries.py`).
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from functools import cached_property

from docutils import nodes
from docutils.nodes import Node

from evident.book.bibliography import citation
from evident.book.entries import Entries
from evident.book.exhibit import source_line
from evident.book.index import anchor
from evident.book.nodes import PendingUses
from evident.book.notebooks import Payload
from evident.evidence.ids import PANEL_ID
from evident.text import formats

ID = re.compile(r"\w+(?:-\w+)*")


class EvidenceEntries(Entries):
    """Makes the entries of observations and of the panel."""

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

    def _observation(self, record: Payload) -> nodes.definition_list_item:
        key = record["obs_id"]
        term: list[Node] = [nodes.strong("", self._value(record)), nodes.Text(f" {self._where(key)}")]
        term += self._flags(record)
        what = ". ".join(
            record[part].rstrip(".") for part in ("paraphrase", "definition_note") if record[part]
        )
        lines: list[Node] = [nodes.paragraph("", f"{what}.")] if what else []
        locator = f", {record['locator']}" if record["locator"] else ""
        cited = citation(self.bibliography, record["source_id"])
        named = self._documents([record["source_id"]]) if self.folded else [cited]
        lines.append(self._line("source", *named, nodes.Text(f"{locator}.")))
        if record["quality_note"]:
            lines.append(self._line("note", *self._with_links(record["quality_note"].rstrip(".") + ".")))
        if partners := self._partners(record):
            lines.append(self._line("conflicts", *self._joined(partners)))
        lines += self._used_by(key)
        return self._item(anchor("obs", key), key, term, lines, paper_key=True)

    def _with_links(self, note: str) -> Iterator[Node]:
        """A note in which the ids of sources and of figures on this page are links that say what they are."""
        end = 0
        for match in ID.finditer(note):
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
        return [
            self._here(
                anchor("obs", other["obs_id"]), f"{self._value(other)}, {self._where(other['obs_id'])}"
            )
            for other in self._conflicts.get(record["conflict_group"], ())
            if other["obs_id"] != record["obs_id"]
        ]

    def _used_by(self, *keys: str) -> Iterator[Node]:
        """The exports that rest on figures directly, and the pages that print what comes of them."""
        users = self._of(self._users, keys)
        if not users:
            yield nodes.paragraph("", self.say("unused"))
            return
        facts = [export["key"] for kind, export in users if kind == "fact"]
        links: list[Node] = []
        for kind, export in self._of(self._direct_users, keys):
            if kind == "fact":
                links.append(self._fact_link(export["key"]))
            elif kind == "exhibit":
                links.append(self._here(anchor("evidence", export["key"]), export["title"]))
        pages = PendingUses("", keys=facts, pages=True, otherwise=self.say("nowhere"))
        reach = [nodes.Text(" ("), pages, nodes.Text(")")]
        yield from self._list(
            "used_by", links, end=[nodes.inline("", "", *reach, classes=["catalogue-reach"])]
        )

    def _of(self, users: dict[str, list[int]], keys: Iterable[str]) -> list[tuple[str, Payload]]:
        """The exports that use any of some figures, in order."""
        return [self._all[place] for place in sorted({p for key in keys for p in users.get(key, ())})]

    @cached_property
    def _all(self) -> list[tuple[str, Payload]]:
        """Kind and payload of every export: facts, claims, exhibits, each in the order of export."""
        kinds = ("fact", "claim", "exhibit")
        return [(kind, export) for kind in kinds for export in self.exports.of(kind).values()]

    @cached_property
    def _users(self) -> dict[str, list[int]]:
        """The places in `_all` of what rests on each figure, directly or through facts."""
        return self._by_figure(lambda export: export["rests_on"])

    @cached_property
    def _direct_users(self) -> dict[str, list[int]]:
        """The places in `_all` of what rests on each figure directly."""
        return self._by_figure(self._direct)

    def _by_figure(self, basis: Callable[[Payload], Iterable[str]]) -> dict[str, list[int]]:
        users = defaultdict[str, list[int]](list)
        for place, (_, export) in enumerate(self._all):
            for key in basis(export):
                users[key].append(place)
        return users

    @cached_property
    def _conflicts(self) -> dict[str, list[Payload]]:
        """Observations by conflict group."""
        groups = defaultdict[str, list[Payload]](list)
        for record in self.exports.evidence.values():
            if record["conflict_group"]:
                groups[record["conflict_group"]].append(record)
        return groups

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
        unit = formats.unit_name(first["unit"], self.words) or first["unit"]
        cells = self.say("panel_cells", extent=extent, first=years[0], last=years[-1])
        sources = sorted({record["source_id"] for record in records})
        lines: list[Node] = [nodes.paragraph("", f"{first['definition'].rstrip('.')}. {cells}".lstrip(". "))]
        lines.append(self._line("source", *source_line(self.bibliography, sources)))
        lines += self._used_by(*keys)
        term = [nodes.strong("", title), nodes.Text(f" {unit}")]
        return self._item(anchor("obs", keys[0]), f"panel:{first['indicator']}", term, lines, paper_key=True)
