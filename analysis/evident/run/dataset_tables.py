"""The data set as tables: the evidence as `data/` has it, and what the notebooks made of it.

Belongs here: which tables and columns there are, their types, keys and meaning, and their rows. Does not: the files
that hold them (`dataset_sqlite.py`, `dataset_parquet.py`, `dataset_workbook.py`).

What is empty in a file is None here. Of the evidence nothing is added or left out; the meaning of its columns is that
of `datapackage.json`, so that there is one.
"""

import csv
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from evident.evidence.sources import read_sources
from evident.export.payloads import CLAIM, FACT
from evident.run.each import AT, notebook_of
from evident.text import sentences
from evident.text.words import Words

EVIDENCE = ("observations", "indicators", "panel")
_TYPES = {"number": float, "integer": int}
_EXPORTS = {
    "facts": ("fact", {"value": "number", "value_high": "number"}),
    "claims": ("claim", {"holds": "boolean"}),
}
_POINTS = {
    "indicator": "indicators",
    "source_id": "sources",
    "obs_id": "observations",
    "fact": "facts",
    "claim": "claims",
}

Row = tuple[Any, ...]


@dataclass(frozen=True)
class Column:
    """A column: name, type (string, number, integer, boolean), title, meaning, and whether each row has a value."""

    name: str
    type: str
    title: str
    description: str
    required: bool = False


@dataclass(frozen=True)
class Table:
    """A table: its columns, the names of those that tell its rows apart, and those that name rows of other tables."""

    name: str
    description: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    rows: Sequence[Row]

    @property
    def points(self) -> dict[str, str]:
        """The tables that columns name rows of, by column; a table does not name its own."""
        names = [column.name for column in self.columns]
        return {name: table for name, table in _POINTS.items() if name in names and self.key != (name,)}


def tables(folder: Path, notebooks: Path | None, words: Words) -> list[Table]:
    """All tables, each behind those whose rows it names.

    Args:
        folder: the evidence, `data/`.
        notebooks: the executed notebooks of an edition; None: the evidence alone.

    Raises:
        KeyError: `datapackage.json` has not one of the tables.
    """
    package = json.loads((folder / "datapackage.json").read_text("utf8"))
    described = {resource["name"]: resource for resource in package["resources"]}
    evidence = {name: _evidence(folder, described[name], words) for name in EVIDENCE}
    found = [evidence["indicators"], _sources(folder, words), evidence["observations"], evidence["panel"]]
    if notebooks is not None:
        known = {row[0] for row in evidence["observations"].rows}
        found += _exported(notebooks, known, words)
    return [*found, _columns(found, words)]


def _evidence(folder: Path, resource: dict[str, Any], words: Words) -> Table:
    name, schema = resource["name"], resource["schema"]
    columns = tuple(
        Column(
            field["name"],
            field["type"],
            sentences.said(field.get("title", ""), words.language),
            sentences.said(field.get("description", ""), words.language),
            bool(field.get("constraints", {}).get("required")),
        )
        for field in schema["fields"]
    )
    with (folder / f"{name}.csv").open(encoding="utf8", newline="") as file:
        header, *lines = csv.reader(file)
    types = {column.name: _TYPES.get(column.type, str) for column in columns}
    as_read = [
        [types[n](text) if text else None for n, text in zip(header, line, strict=True)] for line in lines
    ]
    # In the order of the schema, whatever that of the file.
    order = [header.index(column.name) for column in columns]
    key = schema.get("primaryKey") or [columns[0].name]
    rows = [tuple(row[place] for place in order) for row in as_read]
    return Table(
        name, words(f"downloads.tables.{name}"), columns, tuple([key] if isinstance(key, str) else key), rows
    )


def _sources(folder: Path, words: Words) -> Table:
    columns = _described("sources", {}, ("source_id",), words)
    sources = read_sources(folder / "sources.bib").values()
    rows = [tuple(getattr(source, column.name) or None for column in columns) for source in sources]
    return Table("sources", words("downloads.tables.sources"), columns, ("source_id",), rows)


def _described(
    table: str, types: dict[str, str], required: Sequence[str], words: Words
) -> tuple[Column, ...]:
    """The columns of a table that no schema describes: the words of the engine do."""
    return tuple(
        Column(name, types.get(name, "string"), name.replace("_", " "), text, name in required)
        for name, text in words.section(f"downloads.columns.{table}").items()
    )


def _exported(notebooks: Path, known: set[str], words: Words) -> list[Table]:
    """Numbers and tested statements of the executed notebooks, and what they rest on."""
    facts, claims = _payloads(notebooks, FACT), _payloads(notebooks, CLAIM)
    made = []
    for name, payloads in (("facts", facts), ("claims", claims)):
        key, types = _EXPORTS[name]
        columns = _described(name, types, (key, "notebook"), words)
        rows = [tuple(_value(payload, column, key) for column in columns) for payload in payloads]
        made.append(Table(name, words(f"downloads.tables.{name}"), columns, (key,), rows))
    printed = {fact["key"] for fact in facts}
    pairs = {
        "fact_observations": _pairs(facts, "rests_on", known),
        "claim_observations": _pairs(claims, "rests_on", known),
        "claim_facts": _pairs(claims, "facts", printed),
    }
    for name, rows in pairs.items():
        columns = _described(name, {}, tuple(words.section(f"downloads.columns.{name}")), words)
        made.append(
            Table(name, words(f"downloads.tables.{name}"), columns, tuple(c.name for c in columns), rows)
        )
    return made


def _payloads(notebooks: Path, mime: str) -> list[dict[str, Any]]:
    """The exports of one kind of all notebooks of a folder, by key, in which a run for one place has the place."""
    found = {}
    for file in sorted(notebooks.glob("*.ipynb")):
        own = f"{notebook_of(file.stem)}."
        for cell in json.loads(file.read_text("utf8"))["cells"]:
            for output in cell.get("outputs", ()):
                if payload := output.get("data", {}).get(mime):
                    placed = payload | {"notebook": file.stem, "key": _placed(payload["key"], own, file.stem)}
                    placed["facts"] = [_placed(key, own, file.stem) for key in payload["facts"]]
                    found[placed["key"]] = placed
    return [found[key] for key in sorted(found)]


def _placed(key: str, own: str, run: str) -> str:
    return f"{run}.{key.removeprefix(own)}" if AT in run and key.startswith(own) else key


def _value(payload: dict[str, Any], column: Column, key: str) -> Any:
    if column.name == key:
        return payload["key"]
    if column.name == "panel":
        return "; ".join(item for item in payload["rests_on"] if item.startswith("panel:")) or None
    value = payload.get(column.name)
    if column.type == "number":  # the value of a verdict is a word, that of a day a date
        return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else None
    return value if column.type == "boolean" else (str(value) if value not in ("", None) else None)


def _pairs(payloads: list[dict[str, Any]], name: str, known: set[str]) -> list[Row]:
    return [
        (payload["key"], other)
        for payload in payloads
        for other in dict.fromkeys(payload[name])
        if other in known
    ]


def _columns(tables: list[Table], words: Words) -> Table:
    """The table that explains the columns of the others, and its own."""
    columns = _described("columns", {}, ("table_name", "column_name", "type"), words)

    def explained() -> Iterator[Row]:
        own = Table("columns", "", columns, (), ())
        for table in (*tables, own):
            for column in table.columns:
                yield (table.name, column.name, column.type, column.title or None, column.description or None)

    key = ("table_name", "column_name")
    return Table("columns", words("downloads.tables.columns"), columns, key, list(explained()))
