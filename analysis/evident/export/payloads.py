"""What notebooks and book agree on: the form of an export.

Belongs here: MIME types and JSON keys of exports, how a fact is printed from its JSON. Does not: making exports
(`notebook.py`), reading them (`book/notebooks.py`). Nothing here imports pandas or matplotlib, which the book has
no use for.

The JSON of a fact:

    key, value, value_high, unit, decimals, bound, text, how, method, rests_on, facts, sources

and of an exhibit:

    key, kind (figure or table), title, subtitle, alt, note, sources, rests_on, facts,
    columns [{name, label, unit, decimals, align}], rows [[raw values]], cells [[printed text]], narrow (SVG)

and of an explorer, which a reader sets otherwise in the HTML book:

    key, data (what it computes with), words {name: text}, units {unit: pattern}, bounds, verdicts, sources, rests_on,
    facts

What rests on many panel cells names slices of the panel instead; the record of a slice has the number of its
`cells`.
The wide SVG of a figure is the output's image/svg+xml. The records of evidence: evidence {id: record}, as_of,
language, parameters.
"""

from collections.abc import Mapping
from typing import Any

from evident.text import formats

FACT = "application/vnd.evident.fact+json"
EXHIBIT = "application/vnd.evident.exhibit+json"
EXPLORER = "application/vnd.evident.explorer+json"
EVIDENCE = "application/vnd.evident.evidence.tables+json"
HOW = ("observed", "computed", "modelled")
VERDICT = "verdict"
TEXT = "text"


def print_fact(payload: Mapping[str, Any], style: str = "") -> str:
    """The text of a fact as the book prints it.

    Args:
        payload: the JSON of a fact.
        style: "" for value, unit and bound ("over 700 Mt"); "number" for the digits alone ("700"); "start" for
            the beginning of a sentence ("Over 700 Mt").

    Raises:
        ValueError: there is no such style.
    """
    if style == "":
        return str(payload["text"])
    if style == "start":
        text = str(payload["text"])
        return text[:1].upper() + text[1:]
    if style == "number":
        if not isinstance(payload["value"], float | int):
            return str(payload["text"])
        text = formats.number(payload["value"], payload["decimals"])
        high = payload["value_high"]
        return text if high is None else f"{text}–{formats.number(high, payload['decimals'])}"
    raise ValueError(f"a fact has no style {style!r}: leave it out, or use |number or |start")
