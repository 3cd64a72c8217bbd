"""Every entry of the evidence catalogue in one list, as the filter on its start page reads it.

Belongs here: what the list holds of an entry, and its form as data for a script. Does not: the start page
(`catalogue_start.py`), the entries themselves (`catalogue.py`), the filter (`theme/static/evidence/`).

The data are one call of a function, `evidentEntries`, because a page that is read from a disk can load scripts and no
other files. Their form:

    themes   [[name, title, page]], a catalogue each
    kinds, statuses, qualities   names of choices, to which rows refer
    documents   how documents are called; rows refer to the one that a figure was published in
    anchors  how the anchor of an entry begins, a kind each
    rows     [kind, themes, anchor, key, value, title, status, quality, document, other words] a row an entry; kind,
             themes, status, quality and document are places in the lists above, -1 for none. An anchor that is what
             `index.anchor` makes of the key is left empty
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from sphinx.environment import BuildEnvironment

from evident.book.bibliography import Bibliography, bibliography_of
from evident.book.index import anchor, book, reading_order
from evident.book.notebooks import Exports, Payload, library_of
from evident.evidence.ids import PANEL_ID
from evident.run.each import AT
from evident.text import formats
from evident.text.words import Words

FUNCTION = "evidentEntries"
KINDS = ("fact", "assumption", "claim", "exhibit", "observation", "panel")
STATUSES = ("actual", "estimate", "target", "plan", "forecast", "derived")
ANCHORS = ("fact", "fact", "claim", "evidence", "obs", "panel")  # how they begin, by kind
QUALITIES = ("good", "doubtful", "conflict", "damaged_text")


@dataclass
class Row:
    """An entry: its kind, the catalogues that have it, where it stands there, what authors call it, its value and title
    in words; of a published figure its status, quality, document, and other words by which it is found."""

    kind: str
    themes: list[str]
    anchor: str
    key: str
    value: str
    title: str
    figure: Payload = field(default_factory=dict)
    found_by: str = ""


def themes(env: BuildEnvironment) -> dict[str, str]:
    """The page of each catalogue by its notebook, in reading order; not those of pages of places."""
    pages = book(env).catalogues
    order = {page: place for place, page in enumerate(reading_order(env))}
    return {
        name: pages[name] for name in sorted(pages, key=lambda name: order[pages[name]]) if AT not in name
    }


def titles(env: BuildEnvironment, pages: list[str]) -> list[str]:
    """The titles of pages of the catalogue without the words with which all begin: Evidence: mining → Mining."""
    told = [env.titles[page].astext() for page in pages]
    common = _common_words(told) if len(told) > 1 else ""
    return [(rest := title.removeprefix(common))[:1].upper() + rest[1:] for title in told]


def _common_words(told: list[str]) -> str:
    """The words with which all texts begin, up to a blank or a colon."""
    first, last = min(told), max(told)
    same = next((at for at, (a, b) in enumerate(zip(first, last, strict=False)) if a != b), len(first))
    return first[: max(first.rfind(mark, 0, same) for mark in " :：") + 1]


def rows(env: BuildEnvironment) -> list[Row]:
    """All entries, by kind and in the order of the catalogues; what several of them have is one row."""
    library, words = library_of(env.config), Words(env.config.language)
    found: dict[tuple[str, str], Row] = {}
    for theme in themes(env):
        for row in _of_notebook(library.notebook(theme), words):
            known = found.setdefault((row.kind, row.key), row)
            if theme not in known.themes:
                known.themes.append(theme)
    return sorted(found.values(), key=lambda row: KINDS.index(row.kind))


def _of_notebook(exports: Exports, words: Words) -> Iterator[Row]:
    name = [exports.name]
    for key, fact in exports.facts.items():
        parts = fact["parts"]
        figure = exports.evidence.get(parts[0]["id"], {}) if fact["how"] == "published" and parts else {}
        kind = "assumption" if fact["how"] == "assumed" else "fact"
        yield Row(kind, [*name], anchor("fact", key), key, fact["text"], fact["label"], figure)
    for key, claim in exports.claims.items():
        state = "holds" if claim["holds"] else "unknown" if claim["holds"] is None else "fails"
        said = words(f"book.claim.{state}")
        yield Row("claim", [*name], anchor("claim", key), key, "", claim["test"].rstrip(".") + ".", {}, said)
    for key, exhibit in exports.exhibits.items():
        yield Row(
            "exhibit", [*name], anchor("evidence", key), key, "", exhibit["title"], {}, exhibit["subtitle"]
        )
    yield from _assumed(exports)
    for key, record in exports.evidence.items():
        if match := PANEL_ID.fullmatch(key):
            yield Row("panel", [*name], anchor("obs", key), match["indicator"], "", record["label_en"], {},
                      record["label_zh"])  # fmt: skip
        else:
            when = formats.period(record["period"], words)
            what = (record["label_en"], record["category"], record["place"], when)
            yield Row("observation", [*name], anchor("obs", key), key, _value(record, words),
                      ", ".join(filter(None, what)), record, record["label_zh"])  # fmt: skip


def _assumed(exports: Exports) -> Iterator[Row]:
    """The assumptions that are no numbers of their own, each where the first export that they had a part in stands."""
    own = {part["id"] for f in exports.facts.values() if f["how"] == "assumed" for part in f["parts"]}
    for kind in ("fact", "claim", "exhibit"):
        for key, export in exports.of(kind).items():
            for item in export["assumed"]:
                if item["reason"] and item["id"] not in own:
                    own.add(item["id"])
                    place = anchor("evidence" if kind == "exhibit" else kind, key)
                    yield Row("assumption", [exports.name], place, f"{exports.name}.{item['id']}", item["text"],
                              item["label"], {}, item["reason"])  # fmt: skip


def _value(record: Payload, words: Words) -> str:
    if record["value"] is None:
        return words("common.not_known")
    return formats.quantity(
        record["value"], record["unit"], record["decimals"], words,
        bound=record["bound"], value_high=record["value_high"],
    )  # fmt: skip


def script(env: BuildEnvironment) -> str:
    """The data as a script."""
    pages = themes(env)
    bibliography: Bibliography = bibliography_of(env)
    names, documents = list(pages), dict[str, int]()
    told = []
    for row in rows(env):
        source = row.figure.get("source_id", "")
        document = documents.setdefault(source, len(documents)) if source else -1
        told.append([
            KINDS.index(row.kind), [names.index(theme) for theme in row.themes], _short(row), row.key, row.value,
            row.title, _place(STATUSES, row.figure.get("status")), _place(QUALITIES, row.figure.get("quality")),
            document, row.found_by,
        ])  # fmt: skip
    data: dict[str, Any] = {
        "themes": [
            list(one) for one in zip(names, titles(env, [*pages.values()]), pages.values(), strict=True)
        ],
        "kinds": KINDS,
        "anchors": ANCHORS,
        "statuses": STATUSES,
        "qualities": QUALITIES,
        "documents": [bibliography.short(key) for key in documents],
        "rows": told,
    }
    return f"{FUNCTION}({json.dumps(data, ensure_ascii=False, separators=(',', ':'))});\n"


def _short(row: Row) -> str:
    """The anchor of an entry, empty where a script can make it of the key."""
    return "" if row.anchor == anchor(ANCHORS[KINDS.index(row.kind)], row.key) else row.anchor


def _place(names: tuple[str, ...], name: str | None) -> int:
    return names.index(name) if name in names else -1
