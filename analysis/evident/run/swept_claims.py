"""What the committed sweep of a notebook says of its claims, if it was computed for this evidence.

Belongs here: reading what firmness needs out of a swept table, without pandas, and a digest by which pages and
notebooks see that it changed. Does not: the form of the tables and whether one is stale (`swept.py`), what follows
(`firmness.py`).
"""

from functools import lru_cache
from pathlib import Path

from evident.run import ranges, swept
from evident.run.firmness import Outcomes, outcomes
from evident.run.traces import file_digest

_COLUMNS = ["setting", "varied", "parameter", "kind", "key", "value", "text"]


def state(notebook: str) -> str:
    """The digest of the sweep of a notebook as it lies there; empty where it is missing or stale."""
    return "" if swept.stale(notebook) else file_digest(swept.path(notebook))


def outcomes_of(notebook: str) -> Outcomes | None:
    """What the sweep of a notebook found of its claims; None where it was not computed for this evidence."""
    digest = state(notebook)
    return _read(notebook, digest) if digest else None


@lru_cache(maxsize=32)
def _read(notebook: str, _digest: str) -> Outcomes:
    import pyarrow.parquet  # slow to import, and most pages have no claims

    table = pyarrow.parquet.read_table(
        swept.path(notebook), columns=_COLUMNS, filters=[("kind", "in", ["parameter", "claim"])]
    )
    return outcomes(table.to_pylist())


def has_ranges(notebook: str) -> bool:
    """Whether choices of a notebook are varied, so that something can be said of how firm its claims are."""
    place = ranges.place()
    found = _varied(place, place.stat().st_mtime_ns) if place.exists() else frozenset()
    return notebook in found


@lru_cache(maxsize=8)
def _varied(_place: Path, _saved: int) -> frozenset[str]:
    made = ranges.load().of
    return frozenset(
        name for name, own in made.items() if any(one.kind != ranges.EACH for one in own.values())
    )


def printed(notebook: str) -> dict[str, str]:
    """The facts of a notebook by key as the baseline of its sweep prints them; none where it is of other evidence."""
    digest = state(notebook)
    return _facts(notebook, digest) if digest else {}


@lru_cache(maxsize=32)
def _facts(notebook: str, _digest: str) -> dict[str, str]:
    import pyarrow.parquet

    chosen = [("kind", "=", "fact"), ("varied", "=", "baseline")]
    table = pyarrow.parquet.read_table(swept.path(notebook), columns=["key", "text"], filters=chosen)
    return dict(zip(table["key"].to_pylist(), table["text"].to_pylist(), strict=True))
