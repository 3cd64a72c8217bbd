"""The names of evidence: ids of panel cells and of whole tables, and the offer of a near name for a misspelt one.

Belongs here: the form of ids. Does not: what stands under them (`tables.py`). Nothing here imports pandas, which the
book has no use for.
"""

import difflib
import re
from collections.abc import Iterable

# What a count of the evidence itself rests on: a whole table of data/, not its thousand rows.
SWEEP = (
    "data:sweep"  # what sweeps of the notebooks found, which may be of other evidence and is then not known
)
TABLES = frozenset({"data:observations", "data:panel", "data:sources", "data:indicators", SWEEP})
# A cell of the panel, panel:Norland:2019:population, or a slice, panel:30:1997-2019:co2_total (30 provinces).
PANEL_ID = re.compile(r"panel:(?P<province>[^:]+):(?P<year>\d{4}(?:-\d{4})?(?:\.\d+)?):(?P<indicator>\w+)")


def nearest(wrong: str, names: Iterable[str]) -> str:
    """ "; did you mean …?" with the closest names, or nothing."""
    close = difflib.get_close_matches(wrong, [str(n) for n in names], n=3, cutoff=0.75)
    return f"; did you mean {' or '.join(close)}?" if close else ""
