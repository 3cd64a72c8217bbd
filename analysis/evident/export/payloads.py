"""What notebooks and book agree on: the form of an export.

Belongs here: MIME types and JSON keys of exports, how a fact is printed from its JSON. Does not: making exports
(`notebook.py`), reading them (`book/notebooks.py`). Nothing here imports pandas or matplotlib, which the book has
no use for.

The JSON of a fact:

    key, label, value, value_high, unit, decimals, bound, text, how, method, parts, assumed, rests_on, facts, sources,
    problem

`how` is one of HOW; `parts` are what the call was given, [{kind, id, label, text, reason}]; `assumed` the parameters
that had a part in it, [{id, label, text, reason}]; `problem` says why a model could not compute it, else empty.
A claim:

    key, holds (true, false, or null where it cannot be told), text, test, parts, assumed, how, rests_on, facts,
    sources, problem

An exhibit:

    key, kind (figure or table), title, otherwise (the title where its claims do not hold), claims, subtitle, alt, note,
    how, assumed, sources, rests_on, facts, columns [{name, label, unit, decimals, align, power (in which power of ten
    of its unit it is counted), unit_in, powers {what the column `unit_in` says: power}}], rows [[raw values]], cells
    [[printed text]], narrow (SVG), marks (`readouts.py`), problem

An explorer, which a reader sets otherwise in the HTML book:

    key, data (what it computes with), words {name: text}, units {unit: pattern}, powers {unit: power of ten of it that
    the pattern counts}, thousands, bounds, verdicts, how, assumed, sources, rests_on, facts

What rests on many panel cells names slices of the panel instead; the record of a slice has the number of its
`cells`. The wide SVG of a figure is the output's image/svg+xml. The records of evidence: evidence {id: record}, as_of,
language, edition, parameters, findings.
"""

import os
from collections.abc import Mapping
from typing import Any

from evident.text import formats, sentences
from evident.text.words import Words

FACT = "application/vnd.evident.fact+json"
CLAIM = "application/vnd.evident.claim+json"
EXHIBIT = "application/vnd.evident.exhibit+json"
EXPLORER = "application/vnd.evident.explorer+json"
EVIDENCE = "application/vnd.evident.evidence+json"
HOW = ("published", "counted", "assumed", "computed", "modelled")
VERDICT = "verdict"
BASELINE = "baseline"  # the edition that knows all it prints
TEXT = "text"
DATE = "date"


def print_fact(payload: Mapping[str, Any], style: str = "", language: str = "en") -> str:
    """The text of a fact as the book prints it.

    Args:
        payload: the JSON of a fact.
        style: "" for value, unit and bound ("over 700 Mt"); "number" for the digits alone ("700"); "start" for
            the beginning of a sentence ("Over 700 Mt"); "words" in words ("seven", "twice", "a third"), "Words" the
            same at the beginning of a sentence.

    Raises:
        ValueError: there is no such style, or the value cannot be said in words.
    """
    if style == "":
        return str(payload["text"])
    if style == "start":
        text = str(payload["text"])
        return text[:1].upper() + text[1:]
    if style == "number":
        if not isinstance(payload["value"], float | int):
            return str(payload["text"])
        words, high = Words(language), payload["value_high"]
        of_fact = (payload["value"], payload["unit"], payload["decimals"], words)
        if formats.size(*of_fact, bound=payload["bound"], value_high=high).power:
            if os.environ.get(sentences.DRAFT):
                return str(payload["text"])
            raise ValueError(
                f"digits of {payload['unit']} say nothing in this language, which counts so many in another size: "
                "print the whole fact"
            )
        text = formats.number(payload["value"], payload["decimals"], payload["bound"], words=words)
        if high is None:
            return text
        return words("common.range", low=text, high=formats.number(high, payload["decimals"], words=words))
    if style in ("words", "Words"):
        if not isinstance(payload["value"], float | int):
            return str(payload["text"])
        high = payload["value_high"]
        text = formats.in_words(payload["value"], payload["unit"], Words(language), high)
        return text[:1].upper() + text[1:] if style == "Words" else text
    raise ValueError(f"a fact has no style {style!r}: leave it out, or use |number, |start, |words or |Words")


def fact_line(payload: Mapping[str, Any]) -> str:
    """A fact on one line: name, text, exact value, how it was obtained, what it rests on."""
    value, high = payload["value"], payload["value_high"]
    exact = f" [{value!r}{f' to {high!r}' if high is not None else ''}]"
    return (
        f"{payload['key']} = {payload['text']}{exact} ({payload['how']}: {payload['label']}{_basis(payload)})"
    )


def claim_line(payload: Mapping[str, Any]) -> str:
    """A claim on one line: name, whether it holds, what was tested, what it rests on."""
    return f"{payload['key']} {payload['text']}: {payload['test']} ({payload['how']}{_basis(payload)})"


def exhibit_lines(payload: Mapping[str, Any]) -> str:
    """An exhibit as text: its title, the claims that the title is bound to, and its data."""
    bound = f" ({', '.join(payload['claims'])})" if payload["claims"] else ""
    head = f"{payload['kind']} {payload['key']}: {payload['title']}{bound}"
    return "\n".join([head, *filter(None, [payload["problem"]]), *map(" | ".join, payload["cells"])])


def _basis(payload: Mapping[str, Any]) -> str:
    said = [payload["method"]] if payload.get("method") else []
    if payload["rests_on"]:
        said.append(f"rests on {', '.join(payload['rests_on'])}")
    if payload["assumed"]:
        said.append(f"assumes {', '.join(item['id'] for item in payload['assumed'])}")
    if payload["problem"]:
        said.append(payload["problem"])
    return "".join(f"; {text}" for text in said)
