"""The audit of origins: move figures and assumptions, one at a time, and see which exports move.

Every export must name exactly what moves it:

- One that moves without naming what was moved has an **untold** origin. This is never allowed. (A count of a whole
  table may move with each of its rows.)
- One that names what was moved and stays at a few per cent is tried again with larger changes, up and down. A maximum,
  a rounded word, a rule with a threshold move then. It is **slow**, with the size that moved it.
- One that no size moves is **idle**. This is allowed where a list of exceptions says why.
- What ends in an exception is a **crash**; a model that says that it cannot use a figure is a **finding**, and what
  rests on it prints as not known.

    runs = audit.runs_of("baseline")
    evidence = audit.evidence_of(runs)
    result = audit.audit(runs, evidence, figures=[…], parameters=audit.parameters_of(runs))
    assert not result.untold and not audit.unexcused(result.idle, EXCEPTIONS)

`python -m tests.audit` moves everything there is and prints a table. What is moved and by how much: `moving.py`; what
an export shows and names: `exports.py`; runs and comparisons: `work.py`.
"""

from .exports import Export, Run, evidence_of, exports_of, runs_of
from .found import Audit, Gap, Slow, unexcused, unneeded
from .moving import STEP, figures_of, moved_value, parameters_of, resized
from .work import Before, audit, before_of, sample

__all__ = [
    "STEP",
    "Audit",
    "Before",
    "Export",
    "Gap",
    "Run",
    "Slow",
    "audit",
    "before_of",
    "evidence_of",
    "exports_of",
    "figures_of",
    "moved_value",
    "parameters_of",
    "resized",
    "runs_of",
    "sample",
    "unexcused",
    "unneeded",
]
