"""The report that the faults of a session disturb, and which faults a session tries.

Of the faults that one test tries a quarter is tried in a run, another in another week; FAULTS=all tries all of them, a
number those of another seed. `FAULTS=all pytest tests/faults` takes ten minutes of processor.
"""

import datetime as dt
import os
import random
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest

from .bench import Bench

SHARE = 4


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what this run does not try; a test that is named alone is never left out."""
    chosen = os.environ.get("FAULTS", "")
    if chosen == "all":
        return
    dice = random.Random(int(chosen or dt.date.today().toordinal() // 7))
    cases: dict[str, list[pytest.Item]] = defaultdict(list)
    for item in items:
        if item.path.is_relative_to(Path(__file__).parent):
            cases[item.nodeid.partition("[")[0]].append(item)
    left = {item for same in cases.values() for item in dice.sample(same, len(same) - -(-len(same) // SHARE))}
    config.hook.pytest_deselected(items=[item for item in items if item in left])
    items[:] = [item for item in items if item not in left]


@pytest.fixture(scope="session")
def bench() -> Iterator[Bench]:
    """A report with a published book; each fault begins with `reset`."""
    made = Bench()
    yield made
    made.close()
