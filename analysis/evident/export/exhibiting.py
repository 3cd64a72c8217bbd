"""Exporting exhibits and explorers: charts and tables with their words, and what a reader sets otherwise.

Belongs here: putting an exhibit together from its words, its data and its pictures. Does not: the form of its data
(`exhibits.py`), the look of charts (`charts.py`).
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from matplotlib.figure import Figure

from evident.evidence.ids import nearest
from evident.export import charts, payloads
from evident.export.exhibits import Chart, Table, data_payload, to_json
from evident.export.exporter import Exporter, ExportError
from evident.export.origins import Origin, origin_of, plain
from evident.export.readouts import Readouts
from evident.text import scales
from evident.text.quotes import curly
from evident.text.words import BLANK


class Exhibits(Exporter):
    """Exports charts, tables and explorers."""

    def figure(
        self, key: str, build: Callable[..., Chart | None], *arguments: Any, blanks: Mapping[str, Any] | None = None,
        **named: Any,
    ) -> None:  # fmt: skip
        """Export a chart and the table behind it.

        Title, subtitle, alt text and note are `<key>: title:` … in the notebook's file of words. The title is a claim:
        `claim:` names it (or several), `otherwise:` is the title where it does not hold; a title that asserts nothing
        has `describes:` instead, which says what it describes. `{theme.fact}` prints a fact exported before, other
        blanks are filled by `blanks`.

        Args:
            build: called with the words and then the arguments, as for `derive`; returns what is drawn, None where
                nothing is known to draw.

        Raises:
            ExportError: a text is missing or types a digit; a colour is not of the identity; data and columns differ.
        """
        self._exhibit(key, "figure", build, arguments, named, blanks or {})

    def table(
        self, key: str, build: Callable[..., Table], *arguments: Any, blanks: Mapping[str, Any] | None = None,
        **named: Any,
    ) -> None:  # fmt: skip
        """Export a table. Arguments and errors as for `figure`; alt text is not needed, a table is text."""
        self._exhibit(key, "table", build, arguments, named, blanks or {})

    def _exhibit(
        self, key: str, kind: str, build: Callable[..., Table | None], arguments: tuple[Any, ...],
        named: Mapping[str, Any], blanks: Mapping[str, Any],
    ) -> None:  # fmt: skip
        if not self._publisher.exhibits:
            return
        name = self._new_name(key, self.exhibits, "exhibit")
        used: dict[str, None] = {}
        parts = ("title", "otherwise", "subtitle", "alt", "note")
        texts = {part: curly(self._say(f"{name}.{part}", blanks, used)) for part in parts}
        untold = self.edition != payloads.BASELINE and self.words.has(f"{name}.title") and not texts["title"]
        if untold:
            # What the subtitle says is no finding, and is true in every edition.
            texts["title"] = texts["subtitle"]
        if self.edition != payloads.BASELINE and not texts["alt"]:
            texts["alt"] = texts["subtitle"]
        for part in ("title", "subtitle", *(("alt",) if kind == "figure" else ())):
            if not texts[part]:
                raise ExportError(
                    f"exhibit {name} has no {part}: add it to words/{self.words.language}/{self.name}.yml under {key}:"
                )
        claims = [] if untold else self._title_claims(name)
        made = self.derive(build, self.words, *arguments, **named)
        origin = made.origin
        for text_fact in used:
            origin |= Origin(facts=(text_fact,)) | self._origins[text_fact]
        svgs: dict[str, str] = {}
        marks: dict[str, Any] = {}
        problem = made.problem
        table = made.value if isinstance(made.value, Table) else None
        empty: dict[str, list[Any]] = {"columns": [], "rows": [], "cells": []}
        data = _printed(data_payload(name, table, self.words)) if table is not None else empty
        if isinstance(table, Chart) and not problem:
            svgs, marks, problem = self._draw(name, table.draw, data, origin)
        payload: dict[str, Any] = {
            "key": name,
            "kind": kind,
            **texts,
            "claims": claims,
            "how": "modelled" if origin.modelled else "computed",
            **self._origin_payload(name, origin),
            **data,
            "problem": problem,
        }
        self.exhibits[name] = payload
        self._publisher.publish(payloads.EXHIBIT, payload, payloads.exhibit_lines(payload), svgs, marks)

    def _draw(
        self, name: str, draw: Callable[[charts.Canvas], Figure], data: Mapping[str, Any], origin: Origin
    ) -> tuple[dict[str, str], dict[str, Any], str]:
        """The drawings of a chart, what stands where in them, and why it cannot be drawn."""
        if not self._publisher.drawing:
            return {}, {}, ""
        told = Readouts(data, self.words)
        try:
            return charts.render(name, draw, self.words, told.read), told.payload(), ""
        except charts.ChartError:
            raise
        except (ValueError, ArithmeticError, LookupError) as error:
            if not origin.known:
                return {}, {}, ""
            problem = f"the chart {name} cannot be drawn ({error}); look at {', '.join(origin.evidence[:6])}"
            self._note(problem)
            return {}, {}, problem

    def _title_claims(self, name: str) -> list[str]:
        if self.words.has(f"{name}.describes"):
            return []
        keys = self.words.listed(f"{name}.claim")
        where = f"words/{self.words.language}/{self.name}.yml"
        if not keys:
            raise ExportError(
                f"{where}, {name.partition('.')[2]}: its title is bound to nothing; add `claim: key` of a claim that "
                "the notebook exports before it, or `describes: what` if the title asserts nothing"
            )
        full = [key if "." in key else f"{self.name}.{key}" for key in keys]
        for key in full:
            if key not in self.claims:
                raise ExportError(
                    f"{where}, {name.partition('.')[2]}: no claim {key!r} was exported before"
                    f"{nearest(key, self.claims)}"
                )
        return full

    def explorer(self, key: str, data: Mapping[str, Any], *, units: Iterable[str]) -> None:
        """Export what a reader can set otherwise in the HTML book, where a script computes with the same formulas.

        Its words are all strings under `<key>:` in the notebook's file of words. `{theme.fact}` prints a fact; any
        other blank is left to the script.

        Args:
            data: what the script computes with; as arguments of `derive`, and passed on as plain values.
            units: of the numbers that the script prints.

        Raises:
            ExportError: key taken; a text types a digit.
        """
        if not self._publisher.exhibits:
            return
        name = self._new_name(key, self.explorers, "explorer")
        used: dict[str, None] = {}
        section = self.words.section(name)
        own = {blank: f"{{{blank}}}" for text in section.values() for blank, _ in BLANK.findall(text)}
        texts = {part: self._say(f"{name}.{part}", own, used) for part in section}
        origin = origin_of(dict(data))
        for text_fact in used:
            origin |= Origin(facts=(text_fact,)) | self._origins[text_fact]
        sizes = {unit: scales.of_tables(unit, self.words) for unit in units}
        payload = {
            "key": name,
            "data": to_json(plain(dict(data))),
            "words": texts,
            "units": {unit: scale.pattern for unit, scale in sizes.items()},
            **({"powers": powers} if (powers := {u: s.power for u, s in sizes.items() if s.power}) else {}),
            "thousands": self.words.raw("common.thousands"),
            "bounds": self.words.section("common.bounds"),
            "verdicts": self.words.section("common.verdicts"),
            "how": "modelled" if origin.modelled else "computed",
            **self._origin_payload(name, origin),
        }
        self.explorers[name] = payload
        self._publisher.publish(payloads.EXPLORER, payload, f"explorer {name}: {texts['title']}")


def _printed(data: dict[str, Any]) -> dict[str, Any]:
    """The data of an exhibit with the quotation marks of print in what is read: labels of columns, and cells."""
    columns = [column | {"label": curly(column["label"])} for column in data["columns"]]
    return data | {"columns": columns, "cells": [[curly(cell) for cell in row] for row in data["cells"]]}
