"""What all exports of a notebook share: names, words, origins, where they go.

Belongs here: the base of the exports. Does not: facts (`facts.py`), claims, charts, tables and explorers
(`sentences.py`, `exhibits.py`), the notebook as a whole (`notebook.py`).
"""

import re
from collections import ChainMap
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from evident.evidence.ids import TABLES, nearest
from evident.evidence.tables import Evidence
from evident.export import payloads
from evident.export.live import Cells, Export
from evident.export.origins import Origin, Parameter, Result, call, plain
from evident.export.parts import Namer
from evident.export.publishing import Publisher
from evident.export.remembering import Memory
from evident.export.slices import Slices
from evident.text import digits, sentences
from evident.text.words import BLANK, Words

UNKNOWN = "…"  # in the place of a figure, where something must be said
_SENTENCE = re.compile(r"(?<=[.?!])\s+|(?<=[。？！])(?=.)")


class ExportError(ValueError):
    """A fact, claim or exhibit that the book could not print or trace."""


class Parameters:
    """The parameters of a notebook by name: `p.target_year` is a `Parameter`, to be passed to calls."""

    def __init__(self, items: Iterable[Parameter]) -> None:
        self._items = {item.name: item for item in items}
        self._declared = tuple(self._items)

    def __getattr__(self, name: str) -> Parameter:
        try:
            return self.__dict__["_items"][name]
        except KeyError:
            raise AttributeError(f"no parameter {name!r}{nearest(name, self._items)}") from None

    def add(self, item: Parameter) -> Parameter:
        """An assumption that the notebook does not declare, such as one of an edition that it compares; returns it.

        Raises:
            ExportError: another has this name.
        """
        if self._items.setdefault(item.name, item) != item:
            raise ExportError(f"there are two parameters {item.name!r}")
        return item

    def values(self) -> dict[str, Any]:
        """Values by name, of those that the notebook declares."""
        return {name: self._items[name].value for name in self._declared}

    def __getitem__(self, name: str) -> Parameter:
        return self._items[name]


class Exporter:
    """Names, words and origins of what a notebook exports; arguments and attributes as told at `Notebook`."""

    def __init__(
        self,
        name: str,
        evidence: Evidence,
        language: str = "en",
        parameters: Iterable[Parameter] = (),
        edition: str = "baseline",
        publisher: Publisher | None = None,
        memory: Memory | None = None,
    ) -> None:
        self.name, self.evidence, self.edition = name, evidence, edition
        self._call = memory.call if memory else call
        self.words = Words(language)
        self.parameters = Parameters(parameters)
        self.facts: dict[str, dict[str, Any]] = {}
        self.claims: dict[str, dict[str, Any]] = {}
        self.exhibits: dict[str, dict[str, Any]] = {}
        self.explorers: dict[str, dict[str, Any]] = {}
        self.problems: list[str] = []
        self.cells = Cells(self._withdraw)
        self._origins: dict[str, Origin] = {}
        self._slices = Slices()
        self._publisher = publisher or Publisher()
        self._named = ChainMap(self.facts, self.claims)  # results are passed on under these names
        self._namer = Namer(evidence, self.words, self._named)

    def derive(self, function: Callable[..., Any], *arguments: Any, **named: Any) -> Result:
        """Call a function and keep the origin of what it returns, without exporting it.

        Arguments may be observations, cells and selections of the panel, parameters, earlier results, plain values,
        and lists, tuples and mappings of these (`evident.export.origins`).
        """
        result = self._call(function, arguments, named)
        self._note(result.problem)
        return result

    def _new_name(self, key: str, taken: Mapping[str, Any], kind: str) -> str:
        name = f"{self.name}.{key}"
        if not key.isidentifier() or key != key.lower():
            raise ExportError(f"{kind} {key!r}: use lower_snake_case")
        if name in taken:
            by = self.cells.taken_by(name) or "; facts and claims share their names"
            raise ExportError(f"{kind} {name} was exported before{by}")
        self.cells.exported(Export(kind, name))
        return name

    def _withdraw(self, export: Export) -> None:
        """Take back what a cell exported that runs again. Nothing is there if it failed half-way."""
        if export.kind == "problem":
            self.problems.remove(export.name)
            return
        kinds = {"fact": self.facts, "claim": self.claims, "exhibit": self.exhibits}
        kinds.get(export.kind, self.explorers).pop(export.name, None)
        if export.kind in ("fact", "claim"):
            self._origins.pop(export.name, None)

    def _origin_payload(self, name: str, origin: Origin) -> dict[str, Any]:
        """What an export rests on, in the form of its JSON."""
        if not origin.evidence and not origin.assumed:
            raise ExportError(
                f"{name} rests on nothing: pass observations, cells, parameters or results to the call"
            )
        cited = self.evidence.sources_of(key for key in origin.evidence if key not in TABLES)
        return {
            "assumed": [self._namer.part(self.parameters[item]) for item in origin.assumed],
            "rests_on": self._slices.fold(origin.evidence),
            "facts": list(origin.facts),
            "sources": cited,
        }

    def _note(self, problem: str) -> None:
        if not problem:
            return
        if problem not in self.problems:
            self.problems.append(problem)
        self.cells.exported(Export("problem", problem))

    def evidence_of(self, key: str) -> list[str]:
        """Ids of every observation and panel cell that an exported fact or claim rests on (KeyError if none)."""
        return list(self._origins[f"{self.name}.{key}"].evidence)

    def assumed_by(self, key: str) -> list[str]:
        """Names of the parameters that an exported fact or claim rests on (KeyError if none)."""
        return list(self._origins[f"{self.name}.{key}"].assumed)

    def _say(self, key: str, blanks: Mapping[str, Any], used: dict[str, None]) -> str:
        if not self.words.has(key):
            return ""
        raw = self.words.raw(key)
        self._refuse_digits(BLANK.sub("", raw), key)
        for match in BLANK.finditer(raw):
            if "." in match[1]:
                if match[1] not in self.facts and not self._assumption(match[1]):
                    raise ExportError(
                        f"{key}: no fact {match[1]!r} was exported before{nearest(match[1], self.facts)}"
                    )
                used[match[1]] = None
            elif match[1] not in blanks:
                raise ExportError(f"{key}: nothing fills the blank {{{match[1]}}}")
        # A sentence cannot say what nobody had published by the edition's day. (The baseline has none such.)
        told = [part for part in _SENTENCE.split(raw) if not self._unknown_in(part)]
        if not told and key.endswith(".subtitle"):  # it says what is shown, and that is always something
            told = [raw]

        def fill(match: re.Match[str]) -> str:
            if "." not in match[1]:
                return sentences.known(str(plain(blanks[match[1]])), self.words.language)
            return UNKNOWN if self._unknown_in(match[0]) else self.print(match[1], match[2] or "")

        return BLANK.sub(fill, ("" if self.words.language.startswith("zh") else " ").join(told))

    def _unknown_in(self, sentence: str) -> bool:
        """Whether a sentence with blanks prints a fact that is not known in this edition."""
        facts = (self.facts[match[1]] for match in BLANK.finditer(sentence) if "." in match[1])
        return self.edition != payloads.BASELINE and any(fact["value"] is None for fact in facts)

    def _assumption(self, name: str) -> bool:
        """Export a parameter as the fact of this name, if it is one."""
        return False

    def _refuse_digits(self, text: str, key: str) -> None:
        if typed := digits.typed(BLANK.sub("", text), self.words.language):
            where = f"words/{self.words.language}/{key}"
            remedy = f"export a fact and write {{{self.name}.key}}"
            raise ExportError(f"{where}: the digit {typed[0].text!r} is typed by hand; {remedy}")

    def print(self, key: str, style: str = "") -> str:
        """The text of an exported fact; style "number" leaves out unit and bound (see `print_fact`)."""
        payload = self.facts[key if "." in key else f"{self.name}.{key}"]
        return payloads.print_fact(payload, style, self.words.language)
