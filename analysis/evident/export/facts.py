"""Exporting facts: published figures, assumptions and computed numbers.

Belongs here: what a fact is printed as. Does not: where its value comes from (`origins.py`), its JSON (`payloads.py`).
"""

import datetime as dt
import math
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from evident.evidence.ids import SWEEP, TABLES
from evident.evidence.periods import is_date
from evident.evidence.tables import Observation, PanelValue
from evident.export import arithmetic, payloads
from evident.export.exhibits import to_json
from evident.export.exporter import Exporter, ExportError
from evident.export.origins import Bounded, Origin, Parameter, Result, cannot_use, origin_of, plain
from evident.export.parts import SHOWN
from evident.export.verdicts import Verdict
from evident.text import formats, scales, sentences
from evident.text.formats import is_year, said

Published = Observation | PanelValue
_STEERS = ("language", "seed")
_COUNTS = ("draws",)  # of what every notebook may be told; as large as a year, it is none


@dataclass(frozen=True)
class _Printed:
    """The number of a fact and how it is printed."""

    value: Any
    unit: str
    decimals: int
    bound: str = "exact"
    high: float | None = None


class Facts(Exporter):
    """Exports facts."""

    def fact(
        self,
        key: str,
        item: Published | Parameter | Result,
        *,
        unit: str | None = None,
        decimals: int | None = None,
        bound: str | None = None,
    ) -> Result:
        """Export something as it is: a published figure, an assumption, or a result.

        An observation or panel cell brings unit, bound and decimals with it.

        Args:
            key: name within the notebook, lower_snake_case.

        Raises:
            ExportError: key taken; unit or decimals missing; no label in the words.
        """
        if isinstance(item, Observation):
            high = None if math.isnan(item.value_high) else item.value_high
            places = item.decimals if decimals is None else decimals
            printed = _Printed(item.value, unit or item.unit, places, bound or item.bound, high)
        elif isinstance(item, PanelValue):
            known = not math.isnan(item.value)
            places = decimals if decimals is not None else formats.decimals_of(item.value) if known else 0
            printed = _Printed(item.value, unit or item.unit, places, bound or "exact")
        else:
            printed = self._printed(key, plain(item), unit, decimals, bound)
        result = item if isinstance(item, Result) else Result(plain(item), origin_of(item))
        return self._export_fact(key, printed, result, None if isinstance(item, Result) else item)

    def _assumption(self, name: str) -> bool:
        """Export a parameter as the fact `<notebook>.<parameter>`, so that sentences follow it."""
        notebook, _, key = name.partition(".")
        if notebook != self.name or name in self._named or key not in self.parameters.values():
            return False
        item = self.parameters[key]
        value = plain(item)
        if isinstance(value, bool):  # no number and no word
            return False
        if isinstance(value, str) and len(value) == len("2026-11-21") and is_date(value):
            value = dt.date.fromisoformat(value)
        elif not isinstance(value, int | float | str) or scales.of_parameter(key, self.words):
            value = said(value, self.words, key)
        unit, decimals = "", 0
        if isinstance(value, int | float):
            unit = "count" if key in _COUNTS else "year" if is_year(value) else ""
            decimals = formats.decimals_of(value)
        self._export_fact(
            key, self._printed(key, value, unit, decimals, None), Result(value, origin_of(item)), item
        )
        return True

    def export_assumptions(self) -> None:
        """Export what the notebook assumes and has not exported itself, but for what only steers a computation."""
        for key, value in self.parameters.values().items():
            if key not in _STEERS and not isinstance(value, bool) and not self.parameters[key].chosen:
                self._assumption(f"{self.name}.{key}")

    def published(self, prefix: str = "", **ids: str) -> dict[str, Result]:
        """Export published figures as they are: fact key = id of the observation, behind `prefix`.

        Returns:
            The facts by key, to be passed on.
        """
        return {key: self.fact(key, self.evidence[prefix + obs_id]) for key, obs_id in ids.items()}

    def compute(
        self,
        key: str,
        function: Callable[..., Any],
        *arguments: Any,
        unit: str | None = None,
        decimals: int | None = None,
        bound: str | None = None,
        **named: Any,
    ) -> Result:
        """Call a function and export what it returns; what was passed is its origin, its docstring says how.

        A pair of numbers is a range, a `Bounded` a number with its bound, a
        text is a word that the analysis chose, a date is printed in words, a `Verdict`
        as a verdict. Numbers need `unit` and `decimals`.

        Raises:
            ExportError: key taken; unit or decimals missing; unknown unit; no label under `facts:` in the words.
        """
        result = self.derive(function, *arguments, **named)
        if isinstance(result.value, float) and math.isinf(result.value):
            result = replace(
                result, value=None, problem=cannot_use("it would be infinite", result.origin.evidence)
            )
        printed = self._printed(key, result.value, unit, decimals, bound)
        return self._export_fact(key, printed, result, None)

    def spread(
        self, key: str, draws: Result, *, level: float | Parameter = 0.9, unit: str, decimals: int
    ) -> tuple[Result, Result]:
        """Export draws as two facts: their median (`key`) and the central part of them (`<key>_range`).

        Args:
            draws: a result whose value is a sequence of numbers.
            level: the part of the draws that the range covers, 0 to 1.
        """
        return (
            self.compute(key, arithmetic.median, draws, unit=unit, decimals=decimals),
            self.compute(
                f"{key}_range", arithmetic.central_range, draws, level, unit=unit, decimals=decimals
            ),
        )

    def _printed(
        self, key: str, value: Any, unit: str | None, decimals: int | None, bound: str | None
    ) -> _Printed:
        if isinstance(value, Verdict):
            return _Printed(str(value), payloads.VERDICT, 0)
        if isinstance(value, bool):
            raise ExportError(f"fact {key!r} is true or false: export it as a claim")
        if isinstance(value, str):
            return _Printed(value, payloads.TEXT, 0)
        if isinstance(value, dt.date):
            return _Printed(value.isoformat(), payloads.DATE, 0)
        if unit is None or decimals is None:
            if value is None:
                return _Printed(None, unit or "", decimals or 0)
            raise ExportError(f"fact {key!r}: a number needs unit= and decimals=")
        if not scales.has(unit, self.words):
            where = f"words/{self.words.language}/common.yml"
            raise ExportError(f"fact {key!r}: unknown unit {unit!r}; add its pattern under units: in {where}")
        if isinstance(value, Bounded):
            ends = to_json(value.value), to_json(value.high)
            return _Printed(ends[0], unit, decimals, bound or value.bound, ends[1])
        if isinstance(value, tuple):
            low, high = (to_json(float(end)) for end in value)
            return _Printed(low, unit, decimals, bound or "range", high)
        return _Printed(to_json(float("nan" if value is None else value)), unit, decimals, bound or "exact")

    def _export_fact(self, key: str, printed: _Printed, result: Result, shown: Any) -> Result:
        name = self._new_name(key, self._named, "fact")
        problem = result.problem or self._impossible(key, printed, result.origin)
        self._note(problem)
        value = None if problem else to_json(printed.value)
        payload = {
            "key": name,
            "value": value,
            "value_high": None if value is None else to_json(printed.high),
            "unit": printed.unit,
            "decimals": printed.decimals,
            "bound": printed.bound,
            "problem": problem,
        }
        if self._publisher.telling:
            how = self._how(result, shown)
            payload |= {
                "label": self._label(key, how, shown),
                "text": self._text(
                    value, printed, problem, result.origin, assumed=isinstance(shown, Parameter)
                ),
                "how": how,
                "method": self._namer.says(result),
                "parts": self._namer.parts(
                    [shown] if shown is not None else [*result.arguments, *result.named.values()]
                )[:SHOWN],
                **self._origin_payload(name, result.origin),
            }
            self._publisher.publish(payloads.FACT, payload, payloads.fact_line(payload))
        self.facts[name], self._origins[name] = payload, result.origin
        return replace(result.exported(name), item=shown)

    def _text(self, value: Any, printed: _Printed, problem: str, origin: Origin, *, assumed: bool) -> str:
        if value is None and not problem and SWEEP in origin.evidence:
            return self.words("common.not_swept")
        if value is None:
            return self.words("common.not_computed" if problem else "common.not_known")
        if printed.unit == payloads.VERDICT:
            return self.words(f"common.verdicts.{value}")
        if printed.unit == payloads.DATE:
            return formats.date(dt.date.fromisoformat(value), self.words)
        if printed.unit == payloads.TEXT:
            comma = self.words.raw("common.comma")  # of several names each has its translation
            return comma.join(self._called(name, assumed=assumed) for name in str(value).split(comma))
        return formats.quantity(
            value, printed.unit, printed.decimals, self.words, bound=printed.bound, value_high=printed.high
        )

    def _called(self, name: str, *, assumed: bool) -> str:
        """A text that the analysis chose, in the language of the words; a year as the language writes one.

        A number among assumptions that looks like a year may be none.
        """
        if name.isdecimal() and is_year(int(name)) and not assumed:
            return formats.period(name, self.words)
        return sentences.said(name, self.words.language)

    @staticmethod
    def _impossible(key: str, printed: _Printed, origin: Origin) -> str:
        ends = [v for v in (printed.value, printed.high) if isinstance(v, float | int)]
        if printed.unit == "percent" and "share" in key and any(abs(v) > 100 for v in ends):
            worst = max(ends, key=abs)
            return f"a share of {worst:g}% is impossible; look at {', '.join(origin.evidence[:6])}"
        return ""

    @staticmethod
    def _how(result: Result, shown: Any) -> str:
        if isinstance(shown, Published):
            return "published"
        if isinstance(shown, Parameter):
            return "assumed"
        if result.origin.modelled:
            return "modelled"
        if result.origin.evidence and set(result.origin.evidence) <= TABLES:
            return "counted"
        return "computed"

    def _label(self, key: str, how: str, shown: Any) -> str:
        where = f"{self.name}.facts.{key}"
        if self.words.has(where):
            label = self.words.raw(where)
            self._refuse_digits(label, where)
            return label
        base = where.removesuffix("_range")
        if base != where and self.words.has(base):
            return self.words("common.range_of", what=self.words.raw(base))
        if isinstance(shown, Observation):
            return self._namer.observation(shown)
        if isinstance(shown, PanelValue):
            return self._namer.cell(shown)
        if isinstance(shown, Parameter):
            return shown.label
        raise ExportError(
            f"fact {self.name}.{key} has no name for people: add `{key}: …` under facts: in "
            f"words/{self.words.language}/{self.name}.yml"
        )
