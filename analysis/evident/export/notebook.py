"""Export facts, claims and exhibits from a notebook: the only way that a number gets from the analysis to the book.

Belongs here: the `Notebook` that a notebook opens in its first cell. Does not: where values come from (`origins.py`),
the form of exports (`payloads.py`), how a chart looks (`charts.py`), how the book prints an export (`book/`).

Every export is one output of the notebook with a MIME type of ours (a JSON object; `payloads.py` tells its form),
beside plain text for people who open the notebook. Nobody types what an export rests on or how it was obtained: both
come from the call that made it.
"""

from evident.evidence.ids import TABLES
from evident.export import payloads
from evident.export.claims import Claims
from evident.export.exhibiting import Exhibits
from evident.export.exhibits import to_json
from evident.export.exporter import ExportError
from evident.export.facts import Facts
from evident.text import sentences

_SENTENCES = ("category", "definition", "definition_note", "locator", "paraphrase", "quality_note")


class Notebook(Facts, Claims, Exhibits):
    """What a notebook exports.

    Args:
        name: the notebook's file name without suffix; facts are `<name>.<key>`, its words are in `<name>.yml`.
        evidence: what it draws on.
        language: of everything printed.
        parameters: the notebook's assumptions.
        edition: the name of the edition that it runs with.
        publisher: where outputs go; by default the notebook's own.
        memory: gives again what the same calls gave in earlier runs; without one every call is made.

    Attributes:
        facts, claims, exhibits, explorers: what has been exported, payloads by full name.
        problems: figures that a model could not use, one sentence each.
    """

    def close(self) -> None:
        """Export the assumptions, and the records of all evidence used and of the figures it is in conflict with.

        Call it in the last cell.

        Raises:
            ExportError: the notebook exported nothing.
        """
        if not (self.facts or self.claims or self.exhibits or self.explorers):
            raise ExportError(f"notebook {self.name} exports nothing")
        self.export_assumptions()
        if not self._publisher.telling:
            return
        exports = [
            *self.facts.values(),
            *self.claims.values(),
            *self.exhibits.values(),
            *self.explorers.values(),
        ]
        ids = sorted({key for export in exports for key in export["rests_on"]} - TABLES)
        # A figure that another source contradicts is never shown alone.
        records = {key: self._record(key) for key in ids}
        disputes = {str(record["conflict_group"]) for record in records.values()} - {""}
        for key in self.evidence.disputing(disputes):
            if key not in records:
                records[key] = self._record(key)
        payload = {
            "notebook": self.name,
            "as_of": self.evidence.as_of.isoformat(),
            "language": self.words.language,
            "edition": self.edition,
            "parameters": {k: to_json(v) for k, v in self.parameters.values().items()},
            "findings": self.problems,
            "evidence": records,
        }
        summary = (
            f"{len(self.facts)} facts, {len(self.claims)} claims and {len(self.exhibits)} exhibits rest on "
            f"{len(ids)} figures"
        )
        self._publisher.publish(payloads.EVIDENCE, payload, "\n".join([summary, *self.problems]))

    def _record(self, key: str) -> dict[str, object]:
        known = key in self._slices
        record = self._slices.record(key, self.evidence) if known else self.evidence.record(key)
        if self.words.language == sentences.OWN:
            return record
        said = self._namer.said
        record |= {name: said(str(record[name])) for name in _SENTENCES if record.get(name)}
        record["place"] = "/".join(map(said, str(record["place"]).split("/")))
        return record | {"label_en": record["label_zh"], "label_zh": ""}
