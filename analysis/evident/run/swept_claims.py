"""What the committed sweep of a notebook says of its claims, if it was computed for this evidence.

Belongs here: asking for it, and a digest by which pages and notebooks see that it changed. Does not: the form of the
tables and whether one is stale (`swept.py`), what follows (`firmness.py`).
"""

from functools import lru_cache
from pathlib import Path

from evident.run import ranges, sweep_plan, swept
from evident.run.firmness import Outcomes, outcomes
from evident.run.swept import Swept
from evident.run.traces import Pieces, file_digest


def state(notebook: str, pieces: Pieces | None = None) -> str:
    """The digest of the sweep of a notebook as it lies there; empty where it is missing or stale.

    Args:
        pieces: what lies in `data/` now, if it is asked about several notebooks.
    """
    return "" if swept.stale(notebook, pieces) else file_digest(sweep_plan.committed(notebook))


def found_of(notebook: str, pieces: Pieces | None = None) -> Swept | None:
    """What the sweep of a notebook found; None where it was not computed for this evidence."""
    digest = state(notebook, pieces)
    return _read(notebook, digest) if digest else None


def outcomes_of(notebook: str, pieces: Pieces | None = None) -> Outcomes | None:
    """What it found of claims; None where it was not computed for this evidence."""
    found = found_of(notebook, pieces)
    return None if found is None else outcomes(found)


@lru_cache(maxsize=32)
def _read(notebook: str, _digest: str) -> Swept | None:
    return swept.read(notebook)


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
