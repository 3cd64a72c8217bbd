"""An export as a person sees it in a live notebook: what the book will print, and what stands behind it.

Belongs here: HTML of one fact, claim or exhibit for the output of a cell, styled inline. Does not: the book's own pages
(`book/`), who is shown it (`live.py`), the form of exports (`payloads.py`).

Front ends are light or dark and tell nobody which: text has the colour of its surroundings, rules are half
transparent, and pictures stand on the paper for which they were drawn. A picture is an image of its own, so that
neither its ids nor its styles meet those of the page.
"""

import base64
from collections.abc import Mapping
from html import escape
from typing import Any

from evident.evidence.ids import TABLES
from evident.evidence.tables import Evidence
from evident.export import payloads
from evident.export.charts import NARROW, WIDE
from evident.export.publishing import Publisher
from evident.look.identity import PAPER, SANS, VERDICT_MARKS, colour
from evident.text.words import Words

ROWS = 8  # of a table that are shown
IDS = 12  # of what an export rests on
_BOX = "border-left:3px solid {};padding:2px 0 4px 12px;margin:4px 0;max-width:1040px;line-height:1.45"
_RULE = "1px solid rgba(128,128,128,.45)"
_WORDS = {True: "holds", False: "fails", None: "unknown"}
_MARKS = {True: ("✓", "jade"), False: ("×", "brick"), None: ("◇", "stone")}


class Live(Publisher):
    """Publishes what the book reads, and beside it what a person sees."""

    def __init__(self, evidence: Evidence, words: Words) -> None:
        """Args:
        evidence: names the sources.
        words: in which it is said how an export was obtained.
        """
        self._evidence, self._words = evidence, words

    def html(self, mime: str, payload: Mapping[str, Any], svgs: Mapping[str, str]) -> str:
        """One export as HTML; empty where there is nothing to show but its text."""
        if mime == payloads.FACT:
            return self._fact(payload)
        if mime == payloads.CLAIM:
            return self._claim(payload)
        if mime == payloads.EXHIBIT:
            return self._exhibit(payload, svgs)
        return ""

    # -- the three kinds

    def _fact(self, fact: Mapping[str, Any]) -> str:
        unit = "" if fact["unit"] in (payloads.TEXT, payloads.DATE, payloads.VERDICT) else fact["unit"]
        value = fact["value"]
        mark = (
            f"{_mark(*VERDICT_MARKS[value])} "
            if fact["unit"] == payloads.VERDICT and value in VERDICT_MARKS
            else ""
        )
        exact = _number(value) + (
            f" to {_number(fact['value_high'])}" if fact["value_high"] is not None else ""
        )
        lines = [
            f'<span style="font-size:1.35em;font-weight:600">{mark}{escape(str(fact["text"]))}</span> '
            f"&ensp;{escape(fact['label'])}",
            _small(f"{self._words('book.fact.' + fact['how'])}: {escape(fact['method'])}".rstrip(": ")),
            _small(f"exact: {exact} · unit: {escape(unit)}") if unit else "",
            *self._basis(fact),
        ]
        return self._box(fact, f"{{fact}}`{fact['key']}`", lines)

    def _claim(self, claim: Mapping[str, Any]) -> str:
        said = self._words(f"book.claim.{_WORDS[claim['holds']]}")
        tested = self._words("book.claim.tested", test=claim["test"])
        lines = [
            f'{_mark(*_MARKS[claim["holds"]])} <span style="font-weight:600">{escape(said)}</span>',
            escape(tested),
            *self._basis(claim),
        ]
        name = _MARKS[claim["holds"]][1]
        return self._box(claim, f"{{claim}}`… <{claim['key']}>`", lines, name)

    def _exhibit(self, exhibit: Mapping[str, Any], svgs: Mapping[str, str]) -> str:
        bound = (
            f"bound to {', '.join(exhibit['claims'])}" if exhibit["claims"] else "the title asserts nothing"
        )
        other = f"; otherwise: “{exhibit['otherwise']}”" if exhibit["otherwise"] else ""
        pictures = "".join(
            _picture(svgs[name], said, width, exhibit["alt"])
            for name, said, width in (("wide", "page and PDF", WIDE), ("narrow", "phone", NARROW))
            if name in svgs
        )
        lines = [
            f'<span style="font-size:1.2em;font-weight:600">{escape(exhibit["title"])}</span>',
            escape(exhibit["subtitle"]),
            _small(escape(bound + other)),
            f'<div style="display:flex;flex-wrap:wrap;gap:12px;align-items:flex-start">{pictures}</div>'
            if pictures
            else "",
            _table(exhibit),
            escape(exhibit["note"]),
            _small(f"Alt text: {escape(exhibit['alt'])}") if exhibit["alt"] else "",
            *self._basis(exhibit),
        ]
        return self._box(exhibit, f"{{exhibit}} {exhibit['key']}", lines)

    # -- what all share

    def _box(self, export: Mapping[str, Any], role: str, lines: list[str], name: str = "slate") -> str:
        problem = (
            f'{_mark("×", "brick")} <span style="font-weight:600">{escape(export["problem"])}</span>'
            if export["problem"]
            else ""
        )
        body = "".join(f"<div>{line}</div>" for line in [*lines, problem] if line)
        code = f'<code style="font-size:.85em;opacity:.8;background:none;color:inherit">{escape(role)}</code>'
        return f'<div style="{_BOX.format(colour(name))}">{body}<div>{code}</div></div>'

    def _basis(self, export: Mapping[str, Any]) -> list[str]:
        """What an export assumes, rests on, and which documents that stands in."""
        lines = [
            self._words("book.fact.assumes", label=item["label"], text=item["text"], reason=item["reason"])
            for item in export["assumed"]
        ]
        ids = list(export["rests_on"])
        if ids:
            more = self._words("book.more_sources", count=len(ids) - IDS) if len(ids) > IDS else ""
            lines.append(f"Rests on: {', '.join(filter(None, [*ids[:IDS], more]))}")
        if set(ids) - TABLES:
            named = [self._source(key) for key in export["sources"]]
            lines.append(
                f"{self._words('book.source' if len(named) == 1 else 'book.sources')}: {'; '.join(named)}"
            )
        return [_small(escape(line)) for line in lines]

    def _source(self, key: str) -> str:
        source = self._evidence.sources[key]
        return ", ".join(filter(None, [source.publisher, source.title, source.published]))


def _number(value: Any) -> str:
    return "not known" if value is None else escape(repr(value) if isinstance(value, float) else str(value))


def _mark(sign: str, name: str) -> str:
    return f'<span style="color:{colour(name)}">{sign}</span>'


def _small(html: str) -> str:
    return f'<span style="font-size:.87em;opacity:.8">{html}</span>' if html else ""


def _picture(svg: str, said: str, width: float, alt: str) -> str:
    # A front end has not the fonts of the report; one without serifs comes nearest to them.
    code = base64.b64encode(svg.replace(f"'{SANS[-1]}'", f"'{SANS[-1]}', sans-serif").encode()).decode()
    pixels = round(width * 96)
    return (
        f'<figure style="margin:6px 0"><img alt="{escape(alt)}" width="{pixels}" '
        f'style="background:{PAPER.light};max-width:100%" src="data:image/svg+xml;base64,{code}">'
        f'<figcaption style="font-size:.8em;opacity:.75">{said}</figcaption></figure>'
    )


def _table(exhibit: Mapping[str, Any]) -> str:
    columns, cells = exhibit["columns"], exhibit["cells"]
    style = [f"text-align:{column['align']};padding:1px 10px;border-bottom:{_RULE}" for column in columns]
    head = "".join(
        f'<th style="{look}">{escape(column["label"])}</th>'
        for look, column in zip(style, columns, strict=True)
    )
    rows = "".join(
        "<tr>"
        + "".join(f'<td style="{look}">{escape(cell)}</td>' for look, cell in zip(style, row, strict=True))
        + "</tr>"
        for row in cells[:ROWS]
    )
    told = f"{len(cells)} rows, the first {ROWS} are shown"
    left = f'<caption style="caption-side:bottom;text-align:left">{told}</caption>'
    return (
        f'<table style="border-collapse:collapse;font-size:.87em;margin:6px 0;background:none;color:inherit">'
        f"{left if len(cells) > ROWS else ''}<thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"
        if columns
        else ""
    )
