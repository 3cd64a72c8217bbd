"""Export facts and exhibits from a notebook: the only way that a number gets from the analysis to the book.

Belongs here: the `Notebook` that a notebook opens in its first cell. Does not: the form of exports (`exports.py`),
how a chart looks (`charts.py`), how the book prints an export (`book/`).

Every export is one output of the notebook with a MIME type of ours (a JSON object; `exports.py` tells its form),
beside plain text for people who open the notebook.
"""

import datetime as dt
import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd
from IPython.display import display
from matplotlib.figure import Figure

from evident.evidence.ids import TABLES, nearest
from evident.evidence.tables import Evidence, Observation, PanelValue
from evident.export import charts
from evident.export.payloads import EVIDENCE, EXHIBIT, EXPLORER, FACT, HOW, TEXT, VERDICT, print_fact
from evident.export.slices import Slices
from evident.text import digits, formats
from evident.text.words import BLANK, Words

Basis = Observation | PanelValue | str


class ExportError(ValueError):
    """A fact or exhibit that the book could not print or trace."""


@dataclass(frozen=True)
class Column:
    """How a column of an exhibit's data is printed: its label, unit and decimals (None: text as it is)."""

    label: str
    unit: str = ""
    decimals: int | None = None


class Notebook:
    """What a notebook exports.

    Args:
        name: the notebook's file name without suffix; facts are `<name>.<key>`, its words are in `<name>.yml`.
        evidence: what it draws on.
        language: of everything printed.
        parameters: the notebook's parameters, recorded with its exports.
    """

    def __init__(
        self,
        name: str,
        evidence: Evidence,
        language: str = "en",
        parameters: Mapping[str, Any] | None = None,
    ) -> None:
        self.name, self.evidence = name, evidence
        self.words = Words(language)
        self.parameters = dict(parameters or {})
        self.facts: dict[str, dict[str, Any]] = {}
        self.exhibits: dict[str, dict[str, Any]] = {}
        self.explorers: dict[str, dict[str, Any]] = {}
        self._evidence_of: dict[str, list[str]] = {}  # every cell, where an export names slices
        self._slices = Slices()

    # -- facts

    def fact(
        self,
        key: str,
        value: Observation | PanelValue | float,
        *,
        unit: str | None = None,
        decimals: int | None = None,
        how: str | None = None,
        rests_on: Iterable[Basis] = (),
        method: str = "",
        bound: str = "exact",
        value_high: float = math.nan,
    ) -> float:
        """Export a named number and return it.

        An observation or panel cell exports itself: unit, bound, decimals and origin follow. Any other number needs
        `unit`, `decimals`, `how` ("computed" or "modelled"), `rests_on` and a `method` in a few words.

        Args:
            key: name within the notebook, lower_snake_case.
            rests_on: observations, panel cells or their ids, or keys of facts exported before, which stand for
                everything they rest on.
            value_high: upper end of a range that starts at `value`.

        Raises:
            ExportError: key taken; origin missing; evidence unknown; a share outside 0 to 100.
        """
        if isinstance(value, Observation):
            basis: list[Basis] = [value, *rests_on]
            unit, bound, value_high = unit or value.unit, value.bound, value.value_high
            decimals = value.decimals if decimals is None else decimals
            how, number = how or "observed", value.value
        elif isinstance(value, PanelValue):
            basis = [value, *rests_on]
            unit, how, number = unit or value.unit, how or "observed", value.value
            decimals = (
                formats.decimals_of(number) if decimals is None and not math.isnan(number) else decimals or 0
            )
        else:
            basis, number = list(rests_on), float(value)
        if unit is None or decimals is None or how is None:
            raise ExportError(f"fact {key!r}: a computed number needs unit, decimals and how")
        if not self.words.has(f"common.units.{unit}"):
            where = f"words/{self.words.language}/common.yml"
            raise ExportError(f"fact {key!r}: unknown unit {unit!r}; add its pattern under units: in {where}")
        self._export_fact(
            key,
            value=_plain(number),
            value_high=_plain(value_high),
            unit=unit,
            decimals=decimals,
            bound=bound,
            text=formats.quantity(number, unit, decimals, self.words, bound=bound, value_high=value_high),
            how=how,
            method=method,
            basis=basis,
        )
        return number

    def verdict(self, key: str, verdict: str, *, rests_on: Iterable[Basis], method: str) -> str:
        """Export a verdict (`ahead`, `on_track`, `behind`, `cannot_be_told`) and return it."""
        if not self.words.has(f"common.verdicts.{verdict}"):
            raise ExportError(f"fact {key!r}: {verdict!r} is no verdict")
        self._export_fact(
            key, value=verdict, value_high=None, unit=VERDICT, decimals=0, bound="exact",
            text=self.words(f"common.verdicts.{verdict}"), how="computed", method=method, basis=list(rests_on),
        )  # fmt: skip
        return verdict

    def date(
        self, key: str, value: dt.date, *, rests_on: Iterable[Basis], how: str = "observed", method: str = ""
    ) -> dt.date:
        """Export a date, printed in words, and return it."""
        self._export_fact(
            key, value=value.isoformat(), value_high=None, unit="date", decimals=0, bound="exact",
            text=formats.date(value, self.words), how=how, method=method, basis=list(rests_on),
        )  # fmt: skip
        return value

    def text(self, key: str, value: str, *, rests_on: Iterable[Basis], method: str) -> str:
        """Export a word that the analysis chose (the name of a province that leads, say) and return it."""
        self._export_fact(
            key, value=value, value_high=None, unit=TEXT, decimals=0, bound="exact", text=value, how="computed",
            method=method, basis=list(rests_on),
        )  # fmt: skip
        return value

    def _export_fact(self, key: str, *, how: str, method: str, basis: list[Basis], **payload: Any) -> None:
        name = f"{self.name}.{key}"
        if not key.isidentifier() or key != key.lower():
            raise ExportError(f"fact {key!r}: use lower_snake_case")
        if name in self.facts:
            raise ExportError(f"fact {name} was exported before")
        if how not in HOW:
            raise ExportError(f"fact {name}: how is one of {', '.join(HOW)}, not {how!r}")
        if how != "observed" and not method:
            raise ExportError(f"fact {name} is {how}: say how in method=")
        rests_on, used = self._resolve(name, basis)
        value, high = payload["value"], payload["value_high"]
        if (
            payload["unit"] == "percent"
            and isinstance(value, float | int)
            and not key.endswith(("growth", "change"))
        ):
            worst = max(abs(v) for v in (value, high or 0.0))
            if worst > 100 and "share" in key:
                raise ExportError(
                    f"fact {name}: a share of {worst:g}% is impossible; look at {', '.join(rests_on)}"
                )
        payload = {
            "key": name, **payload, "how": how, "method": method, "rests_on": rests_on, "facts": used,
            "sources": self._sources(name),
        }  # fmt: skip
        self.facts[name] = payload
        origin = f"{how}{': ' + method if method else ''}"
        display(
            {
                FACT: payload,
                "text/plain": f"{name} = {payload['text']} ({origin}; rests on {len(self._evidence_of[name])})",
            },
            raw=True,
        )

    def evidence_of(self, key: str) -> list[str]:
        """Ids of every observation and panel cell that an exported fact or exhibit rests on (KeyError if none)."""
        return list(self._evidence_of[f"{self.name}.{key}"])

    def _resolve(self, name: str, basis: Iterable[Basis]) -> tuple[list[str], list[str]]:
        """Ids of evidence and keys of facts that something rests on; facts stand for their own evidence too."""
        ids: dict[str, None] = {}
        used: dict[str, None] = {}
        for item in basis:
            if not isinstance(item, str):
                ids[item.obs_id] = None
                continue
            key = item if item in self.facts else f"{self.name}.{item}"
            if key in self.facts:
                used[key] = None
                ids.update(dict.fromkeys(self._evidence_of[key]))
            elif item in self._slices:
                ids.update(dict.fromkeys(self._slices.cells(item)))
            elif item in TABLES or self.evidence.has(item):
                ids[item] = None
            else:
                close = nearest(item, [*self.facts, *self.evidence.observations.index])
                raise ExportError(
                    f"{name} rests on {item!r}, which is neither evidence nor an exported fact{close}"
                )
        if not ids:
            raise ExportError(f"{name} rests on nothing: name the observations in rests_on=")
        self._evidence_of[name] = list(ids)
        return self._slices.fold(ids), list(used)

    def _sources(self, name: str) -> list[str]:
        cited = (self.evidence.source_of(key) for key in self._evidence_of[name] if key not in TABLES)
        return list(dict.fromkeys(cited))

    def _record(self, key: str) -> dict[str, object]:
        return self._slices.record(key, self.evidence) if key in self._slices else self.evidence.record(key)

    # -- exhibits

    def figure(
        self,
        key: str,
        draw: Callable[[charts.Canvas], Figure],
        data: pd.DataFrame,
        columns: Mapping[str, Column],
        *,
        rests_on: Iterable[Basis],
        **blanks: object,
    ) -> None:
        """Export a chart and the table behind it.

        Title, subtitle, alt text and note are `<key>: title:` … in the notebook's file of words; `blanks` fill them,
        and `{theme.fact}` prints a fact exported before.

        Args:
            draw: draws the chart on a canvas; it is called for a wide and for a narrow one.
            data: what the chart shows, one row a mark; its columns are described by `columns`.

        Raises:
            ExportError: a text is missing or types a digit; a colour is not of the identity; data and columns differ.
        """
        svgs = charts.render(f"{self.name}.{key}", draw, self.words)
        payload = self._exhibit(key, "figure", data, columns, rests_on, blanks)
        payload["narrow"] = svgs["narrow"]
        self._show(payload, {"image/svg+xml": svgs["wide"]})

    def table(
        self,
        key: str,
        data: pd.DataFrame,
        columns: Mapping[str, Column],
        *,
        rests_on: Iterable[Basis],
        **blanks: object,
    ) -> None:
        """Export a table. Arguments and errors as for `figure`; alt text is not needed, a table is text."""
        self._show(self._exhibit(key, "table", data, columns, rests_on, blanks), {})

    def _exhibit(
        self,
        key: str,
        kind: str,
        data: pd.DataFrame,
        columns: Mapping[str, Column],
        rests_on: Iterable[Basis],
        blanks: Mapping[str, object],
    ) -> dict[str, Any]:
        name = f"{self.name}.{key}"
        if name in self.exhibits:
            raise ExportError(f"exhibit {name} was exported before")
        if list(data.columns) != list(columns):
            raise ExportError(
                f"exhibit {name}: its data have columns {list(data.columns)}, described are {list(columns)}"
            )
        used: dict[str, None] = {}
        texts = {
            part: self._say(f"{name}.{part}", blanks, used) for part in ("title", "subtitle", "alt", "note")
        }
        for part in ("title", "subtitle", *(("alt",) if kind == "figure" else ())):
            if not texts[part]:
                raise ExportError(
                    f"exhibit {name} has no {part}: add it to words/{self.words.language}/{self.name}.yml under {key}:"
                )
        ids, more = self._resolve(name, [*rests_on, *used])
        payload: dict[str, Any] = {
            "key": name,
            "kind": kind,
            **texts,
            "sources": self._sources(name),
            "rests_on": ids,
            "facts": list(dict.fromkeys([*used, *more])),
            "columns": [
                {
                    "name": str(column),
                    "label": spec.label,
                    "unit": spec.unit,
                    "decimals": spec.decimals,
                    "align": "left" if spec.decimals is None else "right",
                }
                for column, spec in columns.items()
            ],
            "rows": [[_plain(v) for v in row] for row in data.itertuples(index=False)],
            "cells": [
                [self._cell(v, spec) for v, spec in zip(row, columns.values(), strict=True)]
                for row in data.itertuples(index=False)
            ],
        }
        self.exhibits[name] = payload
        return payload

    def _say(self, key: str, blanks: Mapping[str, object], used: dict[str, None]) -> str:
        if not self.words.has(key):
            return ""
        raw = self.words.raw(key)
        if typed := digits.typed(BLANK.sub("", raw)):
            where = f"words/{self.words.language}/{key}"
            remedy = f"export a fact and write {{{self.name}.key}}"
            raise ExportError(f"{where}: the digit {typed[0].text!r} is typed by hand; {remedy}")
        filled = dict(blanks)
        for match in BLANK.finditer(raw):
            if "." in match[1]:
                if match[1] not in self.facts:
                    raise ExportError(
                        f"{key}: no fact {match[1]!r} was exported before{nearest(match[1], self.facts)}"
                    )
                used[match[1]] = None
        return BLANK.sub(
            lambda m: self.print(m[1], m[2] or "") if "." in m[1] else self._blank(key, m[1], filled), raw
        )

    @staticmethod
    def _blank(key: str, name: str, blanks: Mapping[str, object]) -> str:
        if name not in blanks:
            raise ExportError(f"{key}: nothing fills the blank {{{name}}}")
        return str(blanks[name])

    def print(self, key: str, style: str = "") -> str:
        """The text of an exported fact; style "number" leaves out unit and bound (see `print_fact`)."""
        return print_fact(self.facts[key if "." in key else f"{self.name}.{key}"], style)

    def _cell(self, value: Any, spec: Column) -> str:
        if value is None or (isinstance(value, float) and math.isnan(value)):
            return "–"
        if spec.decimals is None or isinstance(value, str):
            return str(value)
        return formats.number(float(value), spec.decimals)

    def _show(self, payload: dict[str, Any], images: dict[str, str]) -> None:
        lines = [
            f"{payload['kind']} {payload['key']}: {payload['title']}",
            *map(" | ".join, payload["cells"]),
        ]
        display({EXHIBIT: payload, **images, "text/plain": "\n".join(lines)}, raw=True)

    # -- explorers

    def explorer(
        self, key: str, data: Mapping[str, Any], *, units: Iterable[str], rests_on: Iterable[Basis]
    ) -> None:
        """Export what a reader can set otherwise in the HTML book, where a script computes with the same formulas.

        Its words are all strings under `<key>:` in the notebook's file of words. `{theme.fact}` prints a fact; any
        other blank is left to the script.

        Args:
            data: what the script computes with; numbers, texts, and lists or mappings of these.
            units: of the numbers that the script prints.

        Raises:
            ExportError: key taken; a text types a digit; evidence unknown.
        """
        name = f"{self.name}.{key}"
        if name in self.explorers:
            raise ExportError(f"explorer {name} was exported before")
        used: dict[str, None] = {}
        own = {
            blank: f"{{{blank}}}"
            for text in self.words.section(name).values()
            for blank, _ in BLANK.findall(text)
        }
        texts = {part: self._say(f"{name}.{part}", own, used) for part in self.words.section(name)}
        ids, more = self._resolve(name, [*rests_on, *used])
        self.explorers[name] = {
            "key": name, "data": _plain(data), "words": texts,
            "units": {unit: self.words.raw(f"common.units.{unit}") for unit in units},
            "bounds": self.words.section("common.bounds"), "verdicts": self.words.section("common.verdicts"),
            "sources": self._sources(name), "rests_on": ids, "facts": list(dict.fromkeys([*used, *more])),
        }  # fmt: skip
        display(
            {EXPLORER: self.explorers[name], "text/plain": f"explorer {name}: {texts['title']}"}, raw=True
        )

    # -- the end

    def close(self) -> None:
        """Export the records of all evidence used, and of the figures it is in conflict with. Call it in the last cell.

        Raises:
            ExportError: the notebook exported nothing.
        """
        exports = [*self.facts.values(), *self.exhibits.values(), *self.explorers.values()]
        if not exports:
            raise ExportError(f"notebook {self.name} exports nothing")
        ids = sorted({key for export in exports for key in export["rests_on"]} - TABLES)
        # A figure that another source contradicts is never shown alone.
        records = {key: self._record(key) for key in ids}
        disputes = {record["conflict_group"] for record in records.values()} - {""}
        table = self.evidence.observations
        for key in sorted(set(table.index[table["conflict_group"].isin(disputes)]) - set(ids)):
            records[str(key)] = self.evidence.record(str(key))
        payload = {
            "notebook": self.name,
            "as_of": self.evidence.as_of.isoformat(),
            "language": self.words.language,
            "parameters": {k: _plain(v) for k, v in self.parameters.items()},
            "evidence": records,
        }
        summary = f"{len(self.facts)} facts and {len(self.exhibits)} exhibits rest on {len(ids)} figures"
        display({EVIDENCE: payload, "text/plain": summary}, raw=True)


def _plain(value: Any) -> Any:
    """A value that JSON knows: dates as ISO text, NumPy numbers as Python's to twelve digits, NaN as None."""
    if isinstance(value, dt.date | pd.Timestamp):
        return value.isoformat()[:10]
    if isinstance(value, Mapping):
        return {str(k): _plain(v) for k, v in value.items()}
    if isinstance(value, Sequence | pd.Series) and not isinstance(value, str):
        return [_plain(v) for v in value]
    if hasattr(value, "item"):
        value = value.item()
    if isinstance(value, float):
        # Processors differ in the last digit of a power or a quantile; what is exported must not.
        return None if math.isnan(value) else float(f"{value:.12g}")
    return value
