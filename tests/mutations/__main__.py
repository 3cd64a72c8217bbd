"""The table of kinds and outcomes; the exit code is 1 if a case failed.

Belongs here: running many cases and printing what came of them. Does not: a case (`cases.py`).
"""

import sys
import tempfile
from collections import Counter
from pathlib import Path

from hypothesis import HealthCheck, Phase, given, seed, settings

from tests.mutations.cases import ACCEPTED, FAILED, REFUSED, Case, Outcome, cases, report


def outcomes(count: int, start: int, files: tuple[str, ...] | None = None) -> list[Outcome]:
    """So many cases of a seed, those left out whose damage does not apply."""
    found: list[Outcome] = []
    with tempfile.TemporaryDirectory() as folder, report(Path(folder)) as small:

        @seed(start)
        @settings(
            max_examples=count, database=None, deadline=None, phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        )  # fmt: skip
        @given(cases() if files is None else cases(files))
        def run(case: Case) -> None:
            if outcome := small.run(case):
                found.append(outcome)

        run()
    return found


def main() -> int:
    """Run and print; the arguments are the number of cases and the seed."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 2000
    found: list[Outcome] = []
    start = int(sys.argv[2]) if len(sys.argv) > 2 else 1
    while len(found) < count:
        found += outcomes(min(count, 500), start)
        start += 1
    table: Counter[tuple[str, str, str]] = Counter()
    for outcome in found[:count]:
        for kind in outcome.case.kinds:
            table[Path(outcome.case.file).suffix, kind.name, outcome.outcome] += 1
    print(f"{'file':6} {'kind':34} {REFUSED:>8} {ACCEPTED:>8} {FAILED:>8}")
    for suffix, kind in sorted({key[:2] for key in table}):
        counts = [table[suffix, kind, outcome] for outcome in (REFUSED, ACCEPTED, FAILED)]
        print(f"{suffix:6} {kind:34}" + "".join(f" {count:8}" for count in counts))
    totals = Counter(outcome.outcome for outcome in found[:count])
    print(f"{count} cases: " + ", ".join(f"{totals[name]} {name}" for name in (REFUSED, ACCEPTED, FAILED)))
    for outcome in found[:count]:
        if outcome.outcome == FAILED:
            names = " + ".join(kind.name for kind in outcome.case.kinds)
            said = "\n  ".join(outcome.said[:4])
            print(f"\n{outcome.case.file}, {names}, seed {outcome.case.seed}:\n  {said}")
    return 1 if totals[FAILED] else 0


if __name__ == "__main__":
    sys.exit(main())
