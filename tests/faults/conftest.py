"""The report that the faults of a session disturb."""

from collections.abc import Iterator

import pytest

from .bench import Bench


@pytest.fixture(scope="session")
def bench() -> Iterator[Bench]:
    """A report with a published book; each fault begins with `reset`."""
    made = Bench()
    yield made
    made.close()
