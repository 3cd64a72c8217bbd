"""One case: damage a file, read everything that a build reads, and judge how it ended.

Belongs here: the copy of the small report, reading it in this process, the judgement. Does not: the damages (`kinds.py`
and its neighbours), how many cases there are (`__main__.py`, `tests/test_mutations.py`).
"""

import json
import os
import random
import re
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from hypothesis import strategies as st
from hypothesis.configuration import set_hypothesis_home_dir

from evident import paths
from evident.evidence import checks
from evident.evidence.tables import Evidence
from evident.run import notebooks, parameters, project, session
from evident.text import words
from evident.text.files import BadFile
from tests.mutations import bibliographies, tables, trees
from tests.mutations.kinds import Kind, applied

set_hypothesis_home_dir(Path(tempfile.gettempdir()) / "hypothesis")  # nothing of it belongs into the project

SMALL = Path(__file__).parents[1] / "report"
IDENTITIES = (
    "around: [China, World]\nshares:\n  trains: [trains, trains]\npanel:\n  trains_so_far: population\n"
)
LOOK = 'ink: ["#1f2a33", 14.24, "#e9e5dd", 14.05, text]\n'
FILES: dict[str, list[Kind]] = {
    "data/observations.csv": tables.KINDS,
    "data/indicators.csv": tables.KINDS,
    "data/panel.csv": tables.KINDS,
    "data/sources.bib": bibliographies.KINDS,
    "data/datapackage.json": trees.PACKAGE,
    "data/identities.yml": trees.IDENTITIES,
    "data/editions/baseline.yml": trees.EDITION,
    "data/editions/hasty.yml": trees.EDITION,
    "analysis/departures/words/en/trains.yml": trees.WORDS,
    "analysis/departures/words/en/provinces.yml": trees.WORDS,
    "analysis/departures/look.yml": trees.LOOK,
    "analysis/trains.ipynb": trees.NOTEBOOK,
    "analysis/provinces.ipynb": trees.NOTEBOOK,
    "chapters/claims/trains.yml": trees.EXCEPTIONS,
    "_toc.yml": trees.TOC,
    "_config.yml": trees.CONFIG,
    "CITATION.cff": trees.CITATION,
    "pyproject.toml": trees.TOML,
}
# The errors that a command tells without a traceback.
OWN = (BadFile, parameters.ParameterError, notebooks.NotebookFailed, paths.NoReport, words.UnknownWords)
# A report may be without these.
OPTIONAL = (
    "data/identities.yml",
    "data/editions/hasty.yml",
    "analysis/departures/look.yml",
    "chapters/claims/trains.yml",
)
REFUSED, ACCEPTED, FAILED = "refused", "accepted", "FAILED"
# A remedy tells what to do.
_REMEDY = re.compile(
    r"\b(write|put|delete|mend|add|save|restore|count|give|keep|use|look|complete|define|convert|fill|sort|swap|tag|see|"
    r"set|must match|allowed|begin|did you mean|known are|there are|is not allowed|nest|name|indent|separate|says|end)\b",
    re.IGNORECASE,
)
_LINE = re.compile(r":\d+: |, line \d+|, cell ")


@dataclass(frozen=True)
class Case:
    """A file, and how it is damaged."""

    file: str
    kinds: tuple[Kind, ...]
    seed: int


@dataclass(frozen=True)
class Outcome:
    """How a case ended; `said` are the messages, or why it failed."""

    case: Case
    outcome: str
    said: tuple[str, ...]


# The files that are written most, and most often by programs, are damaged most.
OFTEN = (
    *FILES,
    *("data/observations.csv",) * 2,
    *("data/sources.bib",) * 3,
    "data/indicators.csv",
    "data/panel.csv",
)


def cases(files: tuple[str, ...] = OFTEN) -> st.SearchStrategy[Case]:
    """Damages to one file each, one or two at a time."""

    def of(file: str) -> st.SearchStrategy[Case]:
        known = [kind for kind in FILES[file] if file not in OPTIONAL or kind.name != "file lost"]
        kinds = st.lists(st.sampled_from(known), min_size=1, max_size=2, unique_by=lambda kind: kind.name)
        return st.builds(Case, st.just(file), kinds.map(tuple), st.integers(0, 2**16))

    return st.sampled_from(files).flatmap(of)


@contextmanager
def report(folder: Path) -> Iterator["Report"]:
    """A copy of the small report with all kinds of files, which is the one that the engine works on."""
    root = folder / "report"
    shutil.copytree(SMALL, root, ignore=shutil.ignore_patterns("_build", "__pycache__", ".*"))
    (root / "data/identities.yml").write_text(IDENTITIES, "utf8")
    (root / "analysis/departures/look.yml").write_text(LOOK, "utf8")
    before = os.environ.get("EVIDENT_ROOT")
    os.environ["EVIDENT_ROOT"] = str(root)
    try:
        yield Report(root)
    finally:
        if before is None:
            del os.environ["EVIDENT_ROOT"]
        else:
            os.environ["EVIDENT_ROOT"] = before
        forget()


def forget() -> None:
    """Read the report and its words anew."""
    paths._report.cache_clear()
    words._merged.cache_clear()


class Report:
    """A copy of the small report to be damaged."""

    def __init__(self, root: Path) -> None:
        self.root = root
        forget()
        faults, self.whole = read()
        assert not faults, faults

    def run(self, case: Case) -> Outcome | None:
        """Damage, read, judge, mend; None if the damage does not apply to the file, or changes nothing."""
        path = self.root / case.file
        sound = path.read_bytes()
        damaged = applied(list(case.kinds), path, random.Random(case.seed))
        if damaged is None or damaged == sound:
            return None
        if any(kind.name == "file lost" for kind in case.kinds):
            path.unlink()
        else:
            path.write_bytes(damaged)
        forget()
        try:
            faults, found = read()
        except OWN as error:
            faults, found = [str(error)], None
        except Exception as error:
            return Outcome(case, FAILED, (f"{type(error).__name__}: {error}",))
        finally:
            path.write_bytes(sound)
            forget()
        return self._judged(case, faults, found)

    def _judged(self, case: Case, faults: list[str], found: Any) -> Outcome:
        if faults:
            if problem := _unclear(case, faults):
                return Outcome(case, FAILED, (problem, *faults))
            return Outcome(case, REFUSED, tuple(faults))
        if found == self.whole:
            return Outcome(case, ACCEPTED, ())
        return Outcome(case, FAILED, ("read without a word, and otherwise than before",))


def _unclear(case: Case, faults: list[str]) -> str:
    """What is wrong with messages: too many, or one without file, line or remedy."""
    name = Path(case.file).name
    if any(kind.harmless for kind in case.kinds) and all(kind.harmless for kind in case.kinds):
        return "refused, though nothing is wrong"
    many = any(kind.many for kind in case.kinds)
    if len(faults) > len(case.kinds) and not many:
        return f"{len(faults)} messages for {len(case.kinds)} faults"
    for fault in faults:
        if name not in fault and not many:
            return "a message does not name the file"
        if not _REMEDY.search(fault):
            return "a message names no remedy"
        if not _LINE.search(fault) and not any(kind.whole for kind in case.kinds):
            return "a message names no line"
    return ""


def read() -> tuple[list[str], Any]:
    """Everything that a build reads: what is wrong with it, else what was read.

    Raises:
        OWN: where a command stops at the first fault.
    """
    report = paths.report()
    faults = [str(fault) for fault in project.faults()]
    faults += [f"{f.where}: {f.message} {f.remedy}" for f in checks.validate(paths.data_dir())]
    if faults:
        return faults, None
    every = paths.notebooks()
    exported = []
    for path in sorted((paths.data_dir() / "editions").glob("*.yml")):
        edition = parameters.load_edition(path.stem)
        parameters.check_sections(edition, every)
        values = {notebook.stem: parameters.for_notebook(edition, notebook) for notebook in every}
        exported.append((edition.title, edition.reason, values, edition.reasons))
        if path.stem == "baseline":
            for notebook in every:
                made = session.collect(notebook, values[notebook.stem])
                exported.append(
                    json.dumps([made.facts, made.claims, made.exhibits], default=str, sort_keys=True)
                )
    evidence = Evidence.load()
    found = checks.reconcile(evidence)
    return [], (report, exported, evidence.observations.to_csv(), evidence.panel.to_csv(), evidence.indicators.to_csv(),
                list(evidence.sources.values()), evidence.relations, found)  # fmt: skip
