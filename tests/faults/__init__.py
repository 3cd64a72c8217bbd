"""Faults: whatever disturbs a build, the last good book is whole and the next build is right.

Belongs here: a report to build and disturb (`bench.py`), a build whose functions fail at a chosen moment (`driver.py`),
and the faults themselves (`test_*.py`), by what goes wrong. Does not: what an author gets wrong in the evidence or a
chapter (`test_build.py`, `mutations/`), changes without a fault (`test_staleness.py`).
"""

import pytest

pytest.register_assert_rewrite(f"{__name__}.bench")  # its assertions say what they compared
