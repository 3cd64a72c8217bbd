"""`make audit`: move every figure and every parameter of the report, and print what was found.

Exit code 1 if an export has an untold origin or a notebook crashed.
"""

import argparse
import os
import sys
import time
from collections import Counter

from . import Audit, audit, before_of, evidence_of, figures_of, parameters_of, runs_of, sample
from .moving import SIZES
from .work import TABLE

HEADS = ("notebook", "exports", "citations", "untold", "idle at 3 %", "idle at any size", "crashes")


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.audit", description=__doc__)
    parser.add_argument("notebooks", nargs="*", help="only these")
    parser.add_argument("--edition", default="baseline")
    parser.add_argument(
        "--sample", type=int, help="so many figures instead of all, as many of each notebook's"
    )
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("-j", "--jobs", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--list", action="store_true", help="also list what is idle, line by line")
    told = parser.parse_args()
    start = time.monotonic()
    runs = runs_of(told.edition, told.notebooks or None)
    evidence = evidence_of(runs)
    before = before_of(runs, evidence)
    every = figures_of(evidence)
    figures = sample(before, every, told.sample, told.seed) if told.sample else every
    parameters = parameters_of(runs)
    found = audit(
        runs, evidence, figures, parameters, told.jobs, unnamed=every, before=before, tell=_progress
    )
    print(file=sys.stderr)
    print(table(found))
    print(f"\n{len(figures):,} figures and {len(parameters)} parameters moved one at a time, {found.runs:,} runs, "
          f"{time.monotonic() - start:.0f} s")  # fmt: skip
    print(slow(found))
    for heading, lines in (
        ("UNTOLD: moved without naming what was moved", [f"{g.export} ← {g.moved}" for g in found.untold]),
        ("CRASHES", [f"{where}: {what}" for where, what in found.crashes.items()]),
        (
            "Findings: figures moved by 3 % that a model cannot use",
            [f"{w}: {'; '.join(s)}" for w, s in found.findings.items()],
        ),
        ("Idle at any size", idle(found, told.list)),
    ):
        if lines:
            print(f"\n{heading}")
            print("\n".join(f"  {line}" for line in sorted(lines)))
    return 1 if found.untold or found.crashes else 0


def table(found: Audit) -> str:
    """A row a notebook and one for all: the counts of HEADS."""
    rows = {}
    notebooks = sorted({_notebook(export) for export in found.named})
    for name in notebooks:
        exports = [export for export in found.named if _notebook(export) == name]
        crashes = {where.split(" in ")[0] for where in found.crashes if where.endswith(f" in {name}")}
        still = sum(_notebook(gap.export) == name for gap in found.idle)
        rows[name] = (
            len(exports),
            sum(len(found.named[export]) for export in exports),
            sum(_notebook(gap.export) == name for gap in found.untold),
            still + sum(_notebook(item.export) == name for item in found.slow),
            still,
            len(crashes),
        )
    rows["all"] = tuple(map(sum, zip(*rows.values(), strict=True)))
    widths = [max(len(head), 14 if number == 0 else 9) for number, head in enumerate(HEADS)]
    lines = [HEADS, *((name, *(f"{count:,}" for count in row)) for name, row in rows.items())]
    return "\n".join(
        "  ".join(
            text.ljust(width) if place == 0 else text.rjust(width)
            for place, (text, width) in enumerate(zip(line, widths, strict=True))
        )
        for line in lines
    )


def slow(found: Audit) -> str:
    """What stayed at a few per cent and moved by more: by kind of export and size."""
    counts = found.kinds()
    lines = []
    for kind in sorted({kind for kind, _ in counts}):
        sizes = ((size, counts[kind, size]) for size in (TABLE, *SIZES, "refused") if counts[kind, size])
        lines.append(f"  {kind}: " + ", ".join(f"{count:,} {size}" for size, count in sizes))
    return "\n".join(["\nIdle at 3 %, moved by more", *(lines or ["  none"])])


def idle(found: Audit, every: bool) -> list[str]:
    """Each export with what does not move it; or how many of these there are."""
    if every:
        return [f"{gap.export} ← {gap.moved}" for gap in found.idle]
    counts = Counter(gap.export for gap in found.idle)
    first = {gap.export: gap.moved for gap in reversed(found.idle)}
    return [
        f"{export} ← {first[export]}" + (f" and {count - 1:,} more" if count > 1 else "")
        for export, count in counts.items()
    ]


def _notebook(export: str) -> str:
    return export.split()[1].partition(".")[0]


def _progress(done: int, all_of_it: int) -> None:
    if done % 10 == 0 or done == all_of_it:
        print(f"\r{done:,} of {all_of_it:,}", end="", file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
