"""The table of a sweep: what it computed of one notebook, as a Parquet file whose bytes follow from its content.

Belongs here: the form of the file, writing and reading it. Does not: what is in it (`sweep_run.py`), asking it
(`swept.py`).

Columns: notebook, setting, varied, parameter, kind, key, value, high, text; in order of kind, key and setting. The
schema's metadata has, under `evident`, a JSON of

    trace      what the runs read, with digests
    only       by piece of the trace the settings that read it, of what the baseline did not read
    settings   the digest of each setting's values, by its id, in order
    drawn      what the settings were drawn from, with digests
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet as pq

from evident.run.settings import Setting
from evident.run.sweep_journal import Done
from evident.run.traces import Trace

PARAMETER, FACT, CLAIM, FAILURE = KINDS = ("parameter", "fact", "claim", "failure")
META = b"evident"
SCHEMA = pa.schema(
    [
        *((name, pa.string()) for name in ("notebook", "setting", "varied", "parameter", "kind", "key")),
        ("value", pa.float64()),
        ("high", pa.float64()),
        ("text", pa.string()),
    ]
)
Row = tuple[Any, ...]


@dataclass(frozen=True)
class About:
    """What the metadata of a file says; see above."""

    trace: Trace
    only: dict[str, list[str]]
    settings: dict[str, str]
    drawn: dict[str, str]

    def fresh(self, setting: Setting, changed: set[str]) -> bool:
        """Whether the table has a setting, computed from what is there now.

        Args:
            changed: the pieces of the trace that are no longer what they were.
        """
        if self.settings.get(setting.name) != setting.digest:
            return False
        return not any(key not in self.only or setting.name in self.only[key] for key in changed)


def write(
    path: Path,
    notebook: str,
    settings: Sequence[Setting],
    done: Mapping[str, Done],
    trace: Trace,
    drawn: dict[str, str],
) -> None:
    """Write the table of a notebook; the file is there whole or not at all.

    Args:
        done: the result of each setting.
        trace: of the baseline's run.
        drawn: what the settings were drawn from.
    """
    only: dict[str, list[str]] = {}
    whole = dict(trace)
    for setting in settings:
        for key, digest in done[setting.name].more.items():
            only.setdefault(key, []).append(setting.name)
            whole[key] = digest
    about = {
        "trace": dict(sorted(whole.items())),
        "only": dict(sorted(only.items())),
        "settings": {setting.name: setting.digest for setting in settings},
        "drawn": drawn,
    }
    rows = [
        row
        for number, setting in enumerate(settings)
        for row in _rows(notebook, number, setting, done[setting.name])
    ]
    rows.sort(key=lambda row: row[0])
    told = SCHEMA.with_metadata({META: json.dumps(about, ensure_ascii=False).encode()})
    columns = zip(*(row[1] for row in rows), strict=True)
    table = pa.table([pa.array(c, field.type) for c, field in zip(columns, told, strict=True)], schema=told)
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_suffix(".part")
    _save(table, part)
    part.replace(path)


def _save(table: pa.Table, path: Path) -> None:
    pq.write_table(
        table, path, compression="zstd", compression_level=9, version="2.6", write_statistics=False
    )


def _rows(notebook: str, number: int, setting: Setting, done: Done) -> Iterable[tuple[Row, Row]]:
    """The rows of a setting, each with what it is sorted by."""
    parameter = setting.parameter if setting.varied == "grid" else None
    first = (notebook, setting.name, setting.varied, parameter)

    def row(
        kind: str, key: str, value: float | None, high: float | None, text: str | None
    ) -> tuple[Row, Row]:
        return (KINDS.index(kind), key, number), (*first, kind, key, value, high, text)

    for key, value in setting.values.items():
        plain = float(value) if isinstance(value, int | float) and not isinstance(value, bool) else None
        yield row(PARAMETER, key, plain, None, json.dumps(value, ensure_ascii=False))
    for key, (value, high, text) in done.facts.items():
        yield row(FACT, key, value, high, text)
    for key, (holds, test) in done.claims.items():
        yield row(CLAIM, key, holds, None, test)
    if done.failure:
        yield row(FAILURE, f"{notebook}.{done.failure[0]}".rstrip("."), None, None, done.failure[1])


def about(path: Path) -> About | None:
    """What a file says of itself; None if there is none, or it is no table of this form."""
    try:
        schema = pq.read_schema(path)
        told = json.loads(schema.metadata[META])
        return About(told["trace"], told["only"], told["settings"], told["drawn"])
    except (OSError, pa.ArrowException, KeyError, TypeError, ValueError):
        return None


def results(path: Path, wanted: Iterable[str]) -> dict[str, Done]:
    """What a file has of these settings."""
    told = about(path)
    if told is None:
        return {}
    more: dict[str, Trace] = {}
    for key, names in told.only.items():
        for name in names:
            more.setdefault(name, {})[key] = told.trace[key]
    found = {
        name: Done(name, told.settings[name], more=more.get(name, {}))
        for name in wanted
        if name in told.settings
    }
    failed = {}
    columns = pq.read_table(path, columns=["setting", "kind", "key", "value", "high", "text"]).to_pydict()
    for name, kind, key, value, high, text in zip(*columns.values(), strict=True):
        if (done := found.get(name)) is None:
            continue
        if kind == FACT:
            done.facts[key] = (value, high, text)
        elif kind == CLAIM:
            done.claims[key] = (value, text)
        elif kind == FAILURE:
            failed[name] = key.partition(".")[2], text
    return {
        name: Done(name, done.digest, done.facts, done.claims, failed.get(name), done.more)
        for name, done in found.items()
    }


def join(paths: Sequence[Path], folder: Path) -> list[Path]:
    """Put tables one behind the other for readers, as Parquet and as CSV; returns the files."""
    whole = pa.concat_tables([pq.read_table(path).replace_schema_metadata(None) for path in paths])
    folder.mkdir(parents=True, exist_ok=True)
    made = [folder / "sweep.parquet", folder / "sweep.csv"]
    parts = [path.with_name(f"{path.name}.part") for path in made]
    _save(whole, parts[0])
    pyarrow.csv.write_csv(whole, parts[1])
    for part, path in zip(parts, made, strict=True):
        part.replace(path)
    return made
