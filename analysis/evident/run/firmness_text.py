"""How firm a claim is, in words: for notes, the annex, the lint and exhibits.

Belongs here: sentences, and the printed form of a break. Does not: counting (`firmness.py`), where the sentences stand
(`book/notes.py`, `book/export_entries.py`, `book/firm_rule.py`).
"""

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from evident.run.firmness import Break, Firmness, Outcomes, of_claim, weights
from evident.run.parameters import label
from evident.text import formats
from evident.text.sentences import OWN
from evident.text.words import Words

NOTHING = "–"  # of an empty list
_WAYS = {1: "at_least", -1: "at_most", 0: "at"}
_MOVES = {1: "rises", -1: "falls"}


@dataclass(frozen=True)
class Told:
    """The firmness of the claims of one notebook with what is needed to say it.

    Attributes:
        notebook: its name.
        found: what its sweep found, around the baseline.
        baseline: whether the book that says it is the baseline's.
    """

    notebook: str
    found: Outcomes
    words: Words
    baseline: bool = True

    def label(self, parameter: str) -> str:
        """What people call a parameter."""
        return label(self.words, self.notebook, parameter)

    def said(self, parameter: str, value: Any) -> str:
        """A value of a parameter as people read it."""
        return printed(self.words, parameter, value)

    def where(self, breaks: Sequence[Break]) -> str:
        """Where a parameter breaks a claim, as a clause: “Threshold, percent” rises to between 100 and 110 (100 here).

        The values that were tried are no thresholds: a claim gives way between the last at which it holds and the
        first at which it does not. Of alternatives each is told by itself: “Rule” is median (mean here).

        Args:
            breaks: of one parameter, on one side or on both.
        """
        parameter = breaks[0].parameter
        if answer := self._answer(parameter, breaks[0].value):
            return answer
        return self.words(
            "book.firmness.where",
            label=self.label(parameter),
            places=self.words("book.firmness.or").join(map(self._place, breaks)),
            base=rounded(self.words, parameter, self.found.baseline.get(parameter)),
            here=self.words("book.firmness.here" if self.baseline else "book.firmness.in_baseline"),
        )

    def short(self, breaks: Sequence[Break]) -> str:
        """The same in fewer words: threshold, percent: 100 to 110."""
        if answer := self._answer(breaks[0].parameter, breaks[0].value, "_short"):
            return answer
        places = self.words("book.firmness.or").join(self._short(broken) for broken in breaks)
        return self.words("book.firmness.short", label=self.label(breaks[0].parameter), places=places)

    def _answer(self, parameter: str, value: Any, form: str = "") -> str:
        """What a yes or a no to a parameter means, as a clause or `_short`; empty where the words do not say it."""
        key = f"{self.notebook}.answers.{parameter}_{formats.said(value, Words(OWN))}{form}"
        return self.words(key) if isinstance(value, bool) and self.words.has(key) else ""

    def _short(self, broken: Break) -> str:
        value = _ends(self.words, broken.parameter, broken.value)
        if broken.last is not None:
            last = _ends(self.words, broken.parameter, broken.last)
            return self.words("book.firmness.short_between", last=last, value=value)
        way = _WAYS[broken.way if broken.onward else 0]
        return self.words(f"book.firmness.short_{way}", value=value)

    def _place(self, broken: Break) -> str:
        if broken.last is None:
            way = _WAYS[broken.way if broken.onward else 0]
            return self.words(
                f"book.firmness.{way}", value=rounded(self.words, broken.parameter, broken.value)
            )
        last, value = (_ends(self.words, broken.parameter, end) for end in (broken.last, broken.value))
        said = self.words(f"book.firmness.{_MOVES[broken.way]}", last=last, value=value)
        return said if broken.onward else self.words("book.firmness.again", place=said)

    def sentences(self, claim: str, assumed: list[str]) -> Iterator[str]:
        """How firm a claim is, a sentence each.

        Args:
            assumed: the parameters that it assumes.
        """
        if claim not in self.found.states:
            yield self.words("book.firmness.not_computed")
            return
        firm = of_claim(self.found, claim, assumed)
        if not firm.touched:
            yield self.words("book.firmness.untouched")
            return
        yield from self._counted(firm)
        if firm.soonest is not None:
            key = "first" if firm.holds < firm.settings else "alone"
            yield self.words(f"book.firmness.{key}", where=self.where(firm.first))
            if firm.others:
                yield self.words("book.firmness.others", labels=quoted(map(self.label, firm.others)))
        elif heavy := weights(self.found, claim):
            yield self.words("book.firmness.heaviest", label=self.label(heavy[0][0]))

    def _counted(self, firm: Firmness) -> Iterator[str]:
        if not firm.settings:
            return
        key = "all" if firm.holds == firm.settings else "some"
        yield self.words(f"book.firmness.{key}", holds=firm.holds, count=firm.settings)
        for kind in ("unknown", "failed"):
            if count := getattr(firm, kind):
                yield self.words(f"book.firmness.{kind}", count=count)


def quoted(labels: Iterable[str]) -> str:
    """Labels of parameters in a row, each in quotation marks, since many have commas."""
    return ", ".join(f"“{label}”" for label in labels)


def _ends(words: Words, parameter: str, value: Any) -> str:
    """An end of an interval; of several numbers that are no range, in brackets."""
    text = rounded(words, parameter, value)
    return f"({text})" if isinstance(value, list) and not _is_range(value) else text


def rounded(words: Words, parameter: str, value: Any) -> str:
    """A value that was tried, to three digits; whole numbers and years in full."""
    return printed(words, parameter, three_digits(value))


def three_digits(value: Any) -> Any:
    """Numbers with a fraction to three digits, or without their fraction; lists of them too; anything else as it is."""
    if isinstance(value, list):
        return [three_digits(each) for each in value]
    if not isinstance(value, float) or not math.isfinite(value):
        return value
    return float(f"{value:.3g}") if abs(value) < 1000 else float(round(value))


def printed(words: Words, parameter: str, value: Any) -> str:
    """A value of a parameter as people read it; what only steers a computation, such as a seed, is no quantity."""
    if isinstance(value, int) and words.has(f"common.parameters.{parameter}"):
        return str(value)
    if _is_range(value):
        low, high = (formats.said(end, words, parameter) for end in value)
        return words("common.range", low=low, high=high)
    return formats.said(value, words, parameter) or NOTHING


def _is_range(value: Any) -> bool:
    """Whether a value is the two ends of a range: 0 and 5 are 0–5."""
    numbers = isinstance(value, list) and all(isinstance(v, int | float) for v in value)
    return numbers and len(value) == 2 and value[0] < value[1] and not any(map(formats.is_year, value))


def said(told: Told | None, claim: str, assumed: list[dict[str, Any]], words: Words) -> str:
    """How firm a claim is, in one to three sentences.

    Args:
        told: None where the notebook has no sweep for this evidence.
        assumed: what the claim assumes, as its notebook exports it.
    """
    if told is None:
        return words("book.firmness.not_computed")
    return " ".join(told.sentences(claim, [item["id"] for item in assumed]))
