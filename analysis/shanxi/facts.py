"""Export facts and exhibits from a notebook: the only way that a number gets from the analysis to the book.

Belongs here: the `Notebook` that a notebook opens in its first cell, and the form of what it exports. Does not:
how a chart looks (`charts.py`), how the book prints an export (`book/`).

Every export is one output of the notebook with a MIME type of ours (a JSON object), beside plain text for people
who open the notebook. The JSON of a fact:

    key, value, value_high, unit, decimals, bound, text, how, method, rests_on, facts, sources

and of an exhibit:

    key, kind (figure or table), title, subtitle, alt, note, sources, rests_on, facts,
    columns [{name, label, unit, decimals, align}], rows [[raw values]], cells [[printed text]], narrow (SVG)

The wide SVG of a figure is the output's image/svg+xml. `Notebook.close` exports, once, the records of all evidence
that facts and exhibits rest on (JSON: evidence {id: record}, as_of, language, parameters).
"""

import datetime as dt
import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd
from IPython.display import display
from matplotlib.figure import Figure

from shanxi import charts, digits, formats
from shanxi.evidence import Evidence, Observation, PanelValue, nearest
from shanxi.words import BLANK, Words

FACT = "application/vnd.shanxi.fact+json"
EXHIBIT = "application/vnd.shanxi.exhibit+json"
EVIDENCE = "application/vnd.shanxi.evidence+json"
HOW = ("observed", "computed", "modelled")
# What a count of the evidence itself rests on: a whole table of data/, not its thousand rows.
TABLES = frozenset({"data:observations", "data:panel", "data:sources", "data:indicators"})
VERDICT = "verdict"
TEXT = "text"

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
            decimals = formats.decimals_of(number) if decimals is None and not math.isnan(number) else decimals or 0
        else:
            basis, number = list(rests_on), float(value)
        if unit is None or decimals is None or how is None:
            raise ExportError(f"fact {key!r}: a computed number needs unit, decimals and how")
        if not self.words.has(f"common.units.{unit}"):
            raise ExportError(
                f"fact {key!r}: unknown unit {unit!r}; add its pattern under units: in words/{self.words.language}/common.yml"
            )
        self._export_fact(
            key,
            value=None if math.isnan(number) else number,
            value_high=None if math.isnan(value_high) else value_high,
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

    def date(self, key: str, value: dt.date, *, rests_on: Iterable[Basis], how: str = "observed", method: str = "") -> dt.date:
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
        if payload["unit"] == "percent" and isinstance(value, float | int) and not key.endswith(("growth", "change")):
            worst = max(abs(v) for v in (value, high or 0.0))
            if worst > 100 and "share" in key:
                raise ExportError(f"fact {name}: a share of {worst:g}% is impossible; look at {', '.join(rests_on)}")
        payload = {
            "key": name, **payload, "how": how, "method": method, "rests_on": rests_on, "facts": used,
            "sources": self._sources(rests_on),
        }  # fmt: skip
        self.facts[name] = payload
        origin = f"{how}{': ' + method if method else ''}"
        display({FACT: payload, "text/plain": f"{name} = {payload['text']} ({origin}; rests on {len(rests_on)})"}, raw=True)

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
                ids.update(dict.fromkeys(self.facts[key]["rests_on"]))
            elif item in TABLES or self.evidence.has(item):
                ids[item] = None
            else:
                close = nearest(item, [*self.facts, *self.evidence.observations.index])
                raise ExportError(f"{name} rests on {item!r}, which is neither evidence nor an exported fact{close}")
        if not ids:
            raise ExportError(f"{name} rests on nothing: name the observations in rests_on=")
        return list(ids), list(used)

    def _sources(self, rests_on: Iterable[str]) -> list[str]:
        return list(dict.fromkeys(self.evidence.source_of(key) for key in rests_on if key not in TABLES))

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
            raise ExportError(f"exhibit {name}: its data have columns {list(data.columns)}, described are {list(columns)}")
        used: dict[str, None] = {}
        texts = {part: self._say(f"{name}.{part}", blanks, used) for part in ("title", "subtitle", "alt", "note")}
        for part in ("title", "subtitle", *(("alt",) if kind == "figure" else ())):
            if not texts[part]:
                raise ExportError(f"exhibit {name} has no {part}: add it to words/{self.words.language}/{self.name}.yml under {key}:")
        ids, more = self._resolve(name, [*rests_on, *used])
        payload: dict[str, Any] = {
            "key": name,
            "kind": kind,
            **texts,
            "sources": self._sources(ids),
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
            raise ExportError(f"words/{self.words.language}/{key}: the digit {typed[0].text!r} is typed by hand; export a fact and write {{{self.name}.key}}")
        filled = dict(blanks)
        for match in BLANK.finditer(raw):
            if "." in match[1]:
                if match[1] not in self.facts:
                    raise ExportError(f"{key}: no fact {match[1]!r} was exported before{nearest(match[1], self.facts)}")
                used[match[1]] = None
        return BLANK.sub(lambda m: self.print(m[1], m[2] or "") if "." in m[1] else self._blank(key, m[1], filled), raw)

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
        lines = [f"{payload['kind']} {payload['key']}: {payload['title']}", *map(" | ".join, payload["cells"])]
        display({EXHIBIT: payload, **images, "text/plain": "\n".join(lines)}, raw=True)

    # -- the end

    def close(self) -> None:
        """Export the records of all evidence used. Call it in the last cell.

        Raises:
            ExportError: the notebook exported nothing.
        """
        exports = [*self.facts.values(), *self.exhibits.values()]
        if not exports:
            raise ExportError(f"notebook {self.name} exports nothing")
        ids = sorted({key for export in exports for key in export["rests_on"]} - TABLES)
        payload = {
            "notebook": self.name,
            "as_of": self.evidence.as_of.isoformat(),
            "language": self.words.language,
            "parameters": {k: _plain(v) for k, v in self.parameters.items()},
            "evidence": {key: self.evidence.record(key) for key in ids},
        }
        summary = f"{len(self.facts)} facts and {len(self.exhibits)} exhibits rest on {len(ids)} figures"
        display({EVIDENCE: payload, "text/plain": summary}, raw=True)


def print_fact(payload: Mapping[str, Any], style: str = "") -> str:
    """The text of a fact as the book prints it.

    Args:
        payload: the JSON of a fact.
        style: "" for value, unit and bound ("over 700 Mt"); "number" for the digits alone ("700").

    Raises:
        ValueError: there is no such style.
    """
    if style == "":
        return str(payload["text"])
    if style == "number":
        if not isinstance(payload["value"], float | int):
            return str(payload["text"])
        text = formats.number(payload["value"], payload["decimals"])
        high = payload["value_high"]
        return text if high is None else f"{text}–{formats.number(high, payload['decimals'])}"
    raise ValueError(f"a fact has no style {style!r}: leave it out, or use |number")


def _plain(value: Any) -> Any:
    """A value that JSON knows: dates as ISO text, NumPy numbers as Python's, NaN as None."""
    if isinstance(value, dt.date | pd.Timestamp):
        return value.isoformat()[:10]
    if isinstance(value, Sequence) and not isinstance(value, str):
        return [_plain(v) for v in value]
    if hasattr(value, "item"):
        value = value.item()
    return None if isinstance(value, float) and math.isnan(value) else value
