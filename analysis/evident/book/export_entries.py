"""Entries of the evidence catalogue for what a notebook exports: numbers, tested statements, exhibits.

Belongs here: what an entry says of an export. Does not: entries of published figures (`evidence_entries.py`).
"""

from collections.abc import Iterator

from docutils import nodes
from docutils.nodes import Node

from evident.book.entries import DOCUMENTS_SHOWN, Entries
from evident.book.exhibit import source_line
from evident.book.firm import how_firm
from evident.book.index import anchor
from evident.book.nodes import PendingBound, PendingLink, PendingUses
from evident.book.notebooks import Payload
from evident.text.words import Words


class ExportEntries(Entries):
    """Makes the entries of facts, claims and exhibits."""

    def _fact(self, fact: Payload) -> nodes.definition_list_item:
        nowhere = self.say("nowhere")
        printed = PendingUses("", keys=[fact["key"]], otherwise=nowhere)
        places = nodes.inline(
            "", "", printed, classes=["catalogue-places"], fact=fact["key"], otherwise=nowhere
        )
        lines: list[Node] = [nodes.paragraph("", obtained(fact, self.words)), *self._assumed(fact)]
        lines += [*self._origin(fact), *self._from_documents(fact), self._line("printed", places)]
        term = [nodes.strong("", fact["text"]), nodes.Text(f" {fact['label']}")]
        if self.folded:
            term += [*self._flags(self._published_as(fact)), *self._kind(fact)]
        return self._item(anchor("fact", fact["key"]), fact["key"], term, lines)

    def _published_as(self, fact: Payload) -> Payload:
        """The published figure that a fact is, as it was printed; empty if it is none."""
        figure = fact["parts"][0]["id"] if fact["how"] == "published" and fact["parts"] else ""
        return self.exports.evidence.get(figure, {})

    def _kind(self, export: Payload) -> list[Node]:
        kind = nodes.inline("", self.say(f"how.{export['how']}"), classes=["catalogue-kind"])
        return [nodes.Text(" "), kind]

    def _from_documents(self, export: Payload) -> Iterator[Node]:
        """The documents that its figures were published in, so that nobody has to go by the figures' own entries."""
        if self.folded and export["sources"]:
            label = "source" if len(export["sources"]) == 1 else "sources"
            yield from self._list(label, self._documents(export["sources"]), shown=DOCUMENTS_SHOWN)

    def _claim(self, claim: Payload) -> nodes.definition_list_item:
        bound = PendingBound("", key=claim["key"], otherwise=self.say("unbound"))
        lines: list[Node] = [self._line("bound", bound), *self._assumed(claim)]
        lines += [*self._origin(claim, on_paper=False), *self._from_documents(claim)]
        if claim["problem"]:
            lines.append(nodes.paragraph("", claim["problem"]))
        if firm := how_firm(claim, self.exports, self.words):
            lines.append(nodes.paragraph("", firm))
        word = "holds" if claim["holds"] else "unknown" if claim["holds"] is None else "fails"
        if self.exports.is_one_of_many and word == "fails":
            word = "opposite"  # its page prints the words for this outcome
        state = self.words(f"book.claim.{word}")
        test = claim["test"].rstrip(".") + "."
        term: list[Node] = [nodes.strong("", test), nodes.Text(f" {state}.")]
        if self.folded:
            mark = nodes.inline("", f"{state}.", classes=["catalogue-state", f"state-{word}"])
            term = [nodes.Text(f"{test} "), mark]
        return self._item(anchor("claim", claim["key"]), claim["key"], term, lines)

    def _exhibit(self, exhibit: Payload) -> nodes.definition_list_item:
        title = exhibit["title"]
        see = PendingLink("", title, kind="exhibit", key=exhibit["key"])
        lines: list[Node] = [nodes.paragraph("", exhibit["subtitle"])]
        if self.folded:  # what opens an entry cannot also lead elsewhere
            lines.append(self._line("printed", see))
        if exhibit["claims"]:
            tests = (
                self._here(anchor("claim", key), self.exports.claims[key]["test"].rstrip("."))
                for key in exhibit["claims"]
            )
            lines.append(self._line("tested", *self._joined(tests)))
        lines += [*self._assumed(exhibit), *self._origin(exhibit)]
        if exhibit["sources"]:
            lines.append(self._line("source", *source_line(self.bibliography, exhibit["sources"])))
        term: list[Node] = [nodes.strong("", title)] if self.folded else [see]
        return self._item(anchor("evidence", exhibit["key"]), exhibit["key"], term, lines)

    def _assumed(self, export: Payload) -> Iterator[nodes.paragraph]:
        """The assumptions of ours that had a part in it, each with its reason."""
        if export["how"] != "assumed":
            for item in reasoned(export["assumed"]):
                yield nodes.paragraph("", assumption(item, self.words))


def obtained(fact: Payload, words: Words) -> str:
    """How a fact was obtained, in one or two sentences."""
    how = fact["how"]
    if fact["problem"]:
        return fact["problem"]
    if how == "assumed":
        reason = fact["parts"][0].get("reason", "") if fact["parts"] else ""
        return f"{words('book.fact.assumed')}. {reason}".strip()
    if how == "published":
        plan = bool(fact["parts"]) and fact["parts"][0].get("target")
        return words("book.fact.published_plan" if plan else "book.fact.published") + "."
    method = fact["method"].rstrip(".")
    return words(f"book.fact.{how}") + (f": {method}." if method else ".")


def reasoned(items: list[Payload]) -> list[Payload]:
    """The assumptions that have a reason; what only steers a computation (a seed) has none and is no news."""
    return [item for item in items if item["reason"]]


def assumption(item: Payload, words: Words) -> str:
    """An assumption that had a part in something: what, its value, why."""
    return words("book.fact.assumes", label=item["label"], text=item["text"], reason=item["reason"]).strip()
