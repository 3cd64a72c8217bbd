"""The table of kinds and outcomes; the exit code is 1 if a case failed.

Belongs here: running many cases and printing what came of them. Does not: a case (`cases.py`).
"""

import sys
import tempfile
from collections import Counter
from pathlib import Path

from hypothesis import HealthCheck, Phase, given, seed, settings

from tests.mutations import chapters
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
    """Run and print; the arguments are the number of cases, a sixth of which are chapters, and the seed."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 2000
    found: list[Outcome] = []
    start = int(sys.argv[2]) if len(sys.argv) > 2 else 1
    in_chapters: list[chapters.Outcome] = []
    while len(in_chapters) < count // 6:
        with tempfile.TemporaryDirectory() as folder:
            in_chapters += chapters.outcomes(
                Path(folder), min(count // 6, 100), 1000 * start + len(in_chapters)
            )
    while len(found) < count - len(in_chapters):
        found += outcomes(min(count, 500), start)
        start += 1
    found = found[: count - len(in_chapters)]
    table: Counter[tuple[str, str, str]] = Counter()
    for outcome in found:
        for kind in outcome.case.kinds:
            table[Path(outcome.case.file).suffix, kind.name, outcome.outcome] += 1
    table.update((".md", one.kind.name, one.outcome) for one in in_chapters)
    print(f"{'file':6} {'kind':34} {REFUSED:>8} {ACCEPTED:>8} {FAILED:>8}")
    for suffix, kind in sorted({key[:2] for key in table}):
        counts = [table[suffix, kind, outcome] for outcome in (REFUSED, ACCEPTED, FAILED)]
        print(f"{suffix:6} {kind:34}" + "".join(f" {count:8}" for count in counts))
    totals = Counter(outcome.outcome for outcome in (*found, *in_chapters))
    print(
        f"{totals.total()} cases: "
        + ", ".join(f"{totals[name]} {name}" for name in (REFUSED, ACCEPTED, FAILED))
    )
    failed = [
        (f"{o.case.file}, {' + '.join(kind.name for kind in o.case.kinds)}, seed {o.case.seed}", o.said)
        for o in found if o.outcome == FAILED
    ]  # fmt: skip
    failed += [
        (f"a chapter, {o.kind.name}, seed {o.seed}", o.said) for o in in_chapters if o.outcome == FAILED
    ]
    for what, said in failed:
        print(f"\n{what}:\n  " + "\n  ".join(said[:4]))
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
