"""The data set as one SQLite file.

Belongs here: tables with keys, views that join them, and what the file says of itself. Does not: which tables and
columns there are (`dataset_tables.py`).

The same tables give the same bytes with the same SQLite. The meaning of each column stands in its table `columns`,
and behind the column in the statement that made the table, which SQLite keeps. Title, version, licence and how to
cite it are in the table `about`.
"""

import sqlite3
from collections.abc import Mapping, Sequence
from contextlib import closing
from pathlib import Path

from evident.run.dataset_tables import Column, Table

TYPES = {"string": "TEXT", "number": "REAL", "integer": "INTEGER", "boolean": "INTEGER"}
_OBSERVATIONS = """
SELECT o.obs_id, o.theme, i.label_en, i.label_zh, o.place, o.period, o.period_kind, o.status, o.category,
       o.value, o.value_high, o.unit, o.bound, i.definition, o.definition_note, o.quality, o.quality_note,
       s.publisher, s.title, s.published, s.url, o.locator
FROM observations AS o JOIN indicators AS i USING (indicator) JOIN sources AS s USING (source_id)
"""
_FACTS = """
SELECT DISTINCT f.fact, f.label, f.text, f.value, f.unit, f.how, s.source_id, s.publisher, s.title, s.published, s.url
FROM facts AS f JOIN fact_observations AS r USING (fact) JOIN observations AS o USING (obs_id)
     JOIN sources AS s USING (source_id)
"""
VIEWS = {"observations_full": _OBSERVATIONS, "fact_sources": _FACTS}


def write(target: Path, tables: Sequence[Table], about: Mapping[str, str]) -> None:
    """Write tables, views and what is said of them; the file is there when it is whole.

    Args:
        tables: each behind those whose rows it names.
        about: what the file says of itself, by name.

    Raises:
        sqlite3.IntegrityError: a row names a row that is not there, or two rows have one key.
        OSError: it cannot be written.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    part = target.with_suffix(".part")
    part.unlink(missing_ok=True)
    with closing(sqlite3.connect(part, isolation_level=None)) as base:
        base.execute("PRAGMA journal_mode = OFF")
        base.execute("PRAGMA foreign_keys = ON")
        base.execute("BEGIN")
        base.execute("CREATE TABLE about (name TEXT NOT NULL PRIMARY KEY, value TEXT NOT NULL)")
        base.executemany("INSERT INTO about VALUES (?, ?)", about.items())
        for table in tables:
            base.execute(statement(table))
            blanks = ", ".join("?" * len(table.columns))
            base.executemany(f"INSERT INTO {_quoted(table.name)} VALUES ({blanks})", table.rows)
        names = {table.name for table in tables}
        for name, query in VIEWS.items():
            if {"facts", "observations"} <= names or name == "observations_full":
                base.execute(f"CREATE VIEW {name} AS{query}")
        base.execute("COMMIT")
        base.execute("VACUUM")
    part.replace(target)


def statement(table: Table) -> str:
    """The statement that makes a table, with the meaning of each column behind it."""
    lines = [f"{_declared(column, table)},{_meant(column)}" for column in table.columns]
    rules = [f"PRIMARY KEY ({', '.join(map(_quoted, table.key))})"] + [
        f"FOREIGN KEY ({_quoted(column)}) REFERENCES {_quoted(other)} ({_quoted(column)})"
        for column, other in table.points.items()
    ]
    inner = "\n  ".join([*lines, ",\n  ".join(rules)])
    return f"CREATE TABLE {_quoted(table.name)} (\n  {inner}\n)"


def _declared(column: Column, table: Table) -> str:
    needed = column.required or column.name in table.key
    return f"{_quoted(column.name)} {TYPES[column.type]}{' NOT NULL' if needed else ''}"


def _meant(column: Column) -> str:
    said = ": ".join(filter(None, (column.title, " ".join(column.description.split()))))
    return f"  -- {said}" if said else ""


def _quoted(name: str) -> str:
    doubled = name.replace('"', '""')
    return f'"{doubled}"'
