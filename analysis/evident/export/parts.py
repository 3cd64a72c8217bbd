"""What a value is made of, in words for people.

Belongs here: naming observations, cells, parameters and facts as a reader would, and saying what a function did with
them. Does not: computing (`origins.py`) or exporting (`notebook.py`) anything.

How a value was obtained is said by the first paragraph of the function's docstring, so that it is true of the code that
ran. `{part}` in it stands for what was passed as the parameter `part`.
"""

import inspect
import math
import re
from collections.abc import Mapping
from functools import reduce
from typing import Any

from evident.evidence.tables import Evidence, Observation, PanelValue, Selection, WholeTable
from evident.export.origins import Parameter, Result, leaves
from evident.export.verdicts import Verdict
from evident.text import formats, sentences
from evident.text.formats import said
from evident.text.words import Words

SHOWN = 12  # parts listed beside a value; the rest are in what it rests on
NAMED = 4  # parts that a sentence names one by one
_BLANK = re.compile(r"\{(\w+)\}")

Part = dict[str, Any]


class Namer:
    """Names parts: knows the evidence, the words and what has been exported."""

    def __init__(self, evidence: Evidence, words: Words, exported: Mapping[str, dict[str, Any]]) -> None:
        self.evidence, self.words, self.exported = evidence, words, exported

    def observation(self, obs: Observation) -> str:
        """What, which class, where, when: "Raw output, small mines, Norland, 31 December 2024"."""
        named = (
            self._label(obs.indicator),
            self.said(obs.category),
            self.place(obs.place),
            formats.period(obs.period, self.words),
        )
        return self._comma().join(filter(None, named))

    def cell(self, cell: PanelValue) -> str:
        """What, where, in which year."""
        named = (
            self._label(cell.indicator),
            self.place(cell.province),
            formats.period(str(cell.year), self.words),
        )
        return self._comma().join(named)

    def selection(self, chosen: Selection) -> str:
        """What, where, over which years."""
        places, years = list(chosen.table.columns), list(chosen.table.index)
        where = (
            self.place(str(places[0]))
            if len(places) == 1
            else self.words("book.catalogue.places", count=len(places))
        )
        when = (
            formats.period(str(years[0]), self.words)
            if len(years) == 1
            else formats.period(f"{years[0]}/{years[-1]}", self.words)
        )
        return self._comma().join((self._label(chosen.indicator), where, when))

    def said(self, text: str) -> str:
        """A sentence of the data or a docstring in the language of the words."""
        return sentences.said(text, self.words.language)

    def place(self, path: str) -> str:
        """A place as people say it: "Norland/Northtown" → Northtown, Norland; in Chinese the larger comes first."""
        parts = (self.said(part) for part in path.split("/"))
        return reduce(lambda outer, inner: self.words("common.place_in", inner=inner, outer=outer), parts)

    def _label(self, indicator: str) -> str:
        return self.evidence.label(indicator, self.words.language)

    def _comma(self) -> str:
        return self.words.raw("common.comma_between")

    def part(self, leaf: Any) -> Part:
        """One part: its kind, id, label and printed value; of an assumption also the reason."""
        if isinstance(leaf, Observation):
            high = None if math.isnan(leaf.value_high) else leaf.value_high
            text = formats.quantity(
                leaf.value, leaf.unit, leaf.decimals, self.words, bound=leaf.bound, value_high=high
            )
            return {
                "kind": "observation",
                "id": leaf.obs_id,
                "label": self.observation(leaf),
                "text": text,
                "target": leaf.period_kind == "target" or leaf.status in ("target", "plan"),
            }
        if isinstance(leaf, PanelValue):
            decimals = formats.decimals_of(leaf.value) if not math.isnan(leaf.value) else 0
            text = formats.quantity(leaf.value, leaf.unit, decimals, self.words)
            return {"kind": "panel", "id": leaf.obs_id, "label": self.cell(leaf), "text": text}
        if isinstance(leaf, Selection):
            return {"kind": "panel", "id": leaf.ids[0], "label": self.selection(leaf), "text": ""}
        if isinstance(leaf, WholeTable):
            name = self.words(f"book.catalogue.tables.{leaf.obs_id.partition(':')[2]}")
            return {"kind": "table", "id": leaf.obs_id, "label": name, "text": ""}
        if isinstance(leaf, Parameter):
            text = said(leaf.value, self.words, leaf.name)
            return {
                "kind": "assumed",
                "id": leaf.name,
                "label": leaf.label,
                "text": text,
                "reason": leaf.reason,
            }
        fact = self.exported[leaf.key]
        return {"kind": "fact", "id": leaf.key, "label": fact["label"], "text": fact["text"]}

    def parts(self, items: Any) -> list[Part]:
        """The parts of a call's arguments, each once; earlier results that were not exported give their own parts."""
        found: dict[str, Part] = {}
        for leaf in leaves(items):
            if isinstance(leaf, Result) and not leaf.key:
                inner = self.parts([*leaf.arguments, *leaf.named.values()])
            else:
                inner = [self.part(leaf)]
            for part in inner:
                found.setdefault(part["id"], part)
        return list(found.values())

    def says(self, result: Result, *, values: bool = False) -> str:
        """The first paragraph of the function's docstring, with its blanks filled by what was passed.

        Args:
            values: put the printed value behind each part.
        """
        if result.function is None:
            return ""
        text = self.said(summary(result.function))
        if not _BLANK.search(text):
            return text
        bound = inspect.signature(result.function).bind(*result.arguments, **result.named)
        bound.apply_defaults()

        def fill(match: re.Match[str]) -> str:
            return (
                self._phrase(bound.arguments[match[1]], values) if match[1] in bound.arguments else match[0]
            )

        filled = _BLANK.sub(fill, text)
        return filled[:1].upper() + filled[1:]

    def _phrase(self, item: Any, values: bool) -> str:
        if isinstance(item, Verdict):
            return self.words(f"common.verdicts.{item}")
        if isinstance(item, Parameter) and item.chosen:
            return said(item.value, self.words)
        if not any(True for _ in leaves(item)):
            if isinstance(item, list | tuple):
                return formats.series((said(part, self.words) for part in item), self.words)
            return sentences.known(said(item, self.words), self.words.language)  # a place, a word of the data
        if isinstance(item, Result) and not item.key and item.function is not None:
            text = self.says(item, values=values).rstrip(".。")
            # What begins with the name of a part keeps its capital.
            keeps = (
                summary(item.function).startswith("{") or text[1:2].isupper()
            )  # an abbreviation does as well
            return text if keeps else text[:1].lower() + text[1:]
        named = self.parts([item])
        if len(named) > NAMED:
            return self.words("book.fact.figures", count=len(named))
        shown = (f"{p['label']} ({p['text']})" if values and p["text"] else p["label"] for p in named)
        return formats.series(shown, self.words)


def summary(function: Any) -> str:
    """The first paragraph of a function's docstring, on one line; empty if it has none."""
    text = inspect.getdoc(function) or ""
    return " ".join(text.partition("\n\n")[0].split())
