"""What was measured, as tables that the book prints.

Belongs here: medians, ratios, the words of the tables, the description of the machine, and the file in which they are
kept (its form is that of the directive `measured`, `analysis/evident/book/measured.py`). Does not: measuring.

A ratio is taken within a round, between two builds that followed each other, and the median of the rounds is printed:
what disturbs the machine for a while disturbs both.
"""

import datetime as dt
import json
import os
import platform
import re
import subprocess
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass, field
from importlib.metadata import version
from pathlib import Path
from statistics import median
from typing import Any

import psutil

from evident import paths

from .edits import CHANGES, COLD, DATA, FIGURE, PROSE, SAME

REPORT, SMALL = "report", "small"
OURS, SEQUENCE, TWO = "ours", "papermill", "papermill, two at a time"
PACKAGES = ("jupyter-book", "sphinx", "myst-nb", "papermill", "pandas", "matplotlib", "typst", "doit")
_MB = 1_000_000


@dataclass(frozen=True)
class Run:
    """One build.

    Attributes:
        book: `report` or `small`.
        way: the name of the way.
        change: what had been changed before.
        round: counted from 1.
        wall, processor: in seconds.
        peak, largest: in bytes, of all processes together and of the largest.
        right: by form, whether a reader finds what the change made of the book.
        ran: how many notebooks were run, where the way keeps what tells.
    """

    book: str
    way: str
    change: str
    round: int
    wall: float
    processor: float
    peak: int
    largest: int
    right: dict[str, bool]
    ran: int | None = None


@dataclass(frozen=True)
class Short:
    """In one round, seconds of what takes little: calling Python, nothing to do, and the preview."""

    round: int
    python: float
    nothing: float
    start: float  # of the preview, until it serves
    page: float  # from saving a word to the page that has it
    error: float  # from saving a mistake to telling the page
    mended: float  # from mending it to the page without it


@dataclass
class Record:
    """Everything that one call of the command measured."""

    machine: dict[str, Any]
    runs: list[Run] = field(default_factory=list)
    short: list[Short] = field(default_factory=list)


# -- arithmetic


def medians(runs: Iterable[Run], value: Callable[[Run], float]) -> dict[tuple[str, str, str], float]:
    """The median of the rounds, by book, change and way."""
    found: dict[tuple[str, str, str], list[float]] = {}
    for run in runs:
        found.setdefault((run.book, run.change, run.way), []).append(value(run))
    return {key: median(values) for key, values in found.items()}


def ratio(
    runs: Iterable[Run],
    above: tuple[str, str, str],
    below: tuple[str, str, str],
    value: Callable[[Run], float],
) -> float | None:
    """The median over the rounds of one build over another of the same round; None if no round has both.

    Args:
        above, below: book, change and way.
    """
    found = {(run.book, run.change, run.way, run.round): value(run) for run in runs}
    rounds = sorted({key[3] for key in found})
    both = [
        found[(*above, number)] / found[(*below, number)]
        for number in rounds
        if (*above, number) in found and (*below, number) in found
    ]
    return median(both) if both else None


def right_in_all(runs: Iterable[Run]) -> dict[tuple[str, str, str], str]:
    """In words, in which forms every round was right, by book, change and way."""
    found: dict[tuple[str, str, str], dict[str, bool]] = {}
    for run in runs:
        told = found.setdefault((run.book, run.change, run.way), dict.fromkeys(run.right, True))
        for form, right in run.right.items():
            told[form] &= right
    return {key: _right(told) for key, told in found.items()}


def _right(told: dict[str, bool]) -> str:
    wrong = [form for form, right in told.items() if not right]
    if not wrong:
        return "yes"
    return "no" if len(wrong) == len(told) else f"{' and '.join(wrong)} not"


# -- words


def seconds(value: float) -> str:
    """Seconds with two figures that count, and no more than two decimals."""
    if value >= 9.95:
        return f"{value:.0f}"
    return f"{value:.1f}" if value >= 0.995 else f"{value:.2f}"


def times(value: float | None) -> str:
    """A ratio with two figures that count; empty if there is none."""
    return "" if value is None else seconds(value)


def megabytes(value: float) -> str:
    """Bytes in megabytes."""
    return f"{value / _MB:,.0f}"


def builds(record: Record, book: str, title: str) -> dict[str, Any]:
    """The table of one book: a row for each change and way, with the ratios to our build of the same round."""
    runs = [run for run in record.runs if run.book == book]
    wall, processor = medians(runs, _wall), medians(runs, _processor)
    peak = medians(runs, lambda run: run.peak)
    right, ways = right_in_all(runs), list(dict.fromkeys(run.way for run in runs))
    rows = []
    for change, words in CHANGES.items():
        for way in ways:
            key = (book, change, way)
            if key in wall:
                # How long a wrong page takes is no measure of anything.
                over = (
                    None
                    if way == OURS or right[key] != "yes"
                    else ratio(runs, key, (book, change, OURS), _wall)
                )
                # Of a tenth of a second the memory is not seen.
                memory = "" if change == SAME and way == OURS else megabytes(peak[key])
                rows.append([
                    words, way, seconds(wall[key]), times(over), seconds(processor[key]), memory, right[key],
                ])  # fmt: skip
    columns = [
        "What has changed", "Built by", "Seconds", "Times ours", "Seconds of processor", "Memory, MB", "Right",
    ]  # fmt: skip
    return {"title": title, "columns": columns, "figures": [2, 3, 4, 5], "rows": rows}


def goals(record: Record) -> dict[str, Any]:
    """The table of what was aimed at."""

    def over(above: tuple[str, str], below: tuple[str, str]) -> float | None:
        return ratio(record.runs, (REPORT, *above), (REPORT, *below), _wall)

    nothing = [one.nothing / one.python for one in record.short]
    page = [one.page for one in record.short]
    found = [
        ("Papermill and Jupyter Book, in times of ours, from nothing", over((COLD, SEQUENCE), (COLD, OURS)), ">", 3),
        ("The same with two notebooks at a time", over((COLD, TWO), (COLD, OURS)), ">", 2),
        ("Our build after one word, as a part of ours from nothing", over((PROSE, OURS), (COLD, OURS)), "<", 1 / 5),
        ("Our build after one figure, as a part of ours from nothing", over((DATA, OURS), (COLD, OURS)), "<", 1 / 3),
        ("Our build with nothing to do, in times of starting Python", median(nothing) if nothing else None, "<", 3),
        ("Preview: seconds from saving a word until its page is served", median(page) if page else None, "<", 1),
    ]  # fmt: skip
    rows = [
        [words, times(value), f"{'at least' if side == '>' else 'at most'} {times(aim)}",
         "yes" if (value >= aim) == (side == ">") else "no"]
        for words, value, side, aim in found if value is not None
    ]  # fmt: skip
    return {
        "title": "What was aimed at",
        "columns": ["Ratio or time", "Measured", "Aim", "Reached"],
        "figures": [1],
        "rows": rows,
    }


def short(record: Record) -> dict[str, Any]:
    """The table of what takes little."""
    named = {
        "Starting Python and its library for commands (click)": "python",
        "Our build with nothing to do": "nothing",
        "Preview: from its start, beside a finished build, until it serves": "start",
        "Preview: from saving a word until it serves the new page": "page",
        "Preview: from saving a mistake until it tells the page": "error",
        "Preview: from mending it until it serves the page": "mended",
    }
    rows = [
        [words, seconds(median(getattr(one, name) for one in record.short))] for words, name in named.items()
    ]
    return {"title": "What takes little", "columns": ["What", "Seconds"], "figures": [1], "rows": rows}


def kept(record: Record) -> dict[str, Any]:
    """The whole file: what the book prints, and what that rests on."""
    machine, rounds = record.machine, max((run.round for run in record.runs), default=0)
    versions = ", ".join(f"{name} {number}" for name, number in machine["versions"].items())
    medians_of = "those of one round" if rounds == 1 else f"medians of {rounds} rounds"
    about = [
        f"Measured on {machine['date']} at commit {machine['commit']} on {machine['processor']}, {machine['cores']} "
        f"cores, {machine['memory_gb']} GB of memory, {machine['system']}, with a load of {machine['load']} before it "
        f"began. Python {machine['python']}; {versions}. Printed are {medians_of}, and of ratios the median of those "
        "within each round."
    ]
    ran = [
        run.ran for run in record.runs if (run.book, run.way, run.change) == (REPORT, OURS, DATA) and run.ran
    ]
    if ran:
        about.append(
            f"The figure of this report that is changed is {FIGURE}; it made ours run {_notebooks(max(ran))} again. A "
            "figure that more notebooks read makes it run more."
        )
    aims = goals(record)
    tables = [aims] if aims["rows"] else []
    titles = {REPORT: "This report, HTML and PDF", SMALL: "The small report of the tests, HTML"}
    tables += [
        builds(record, book, title)
        for book, title in titles.items()
        if any(r.book == book for r in record.runs)
    ]
    tables += [short(record)] if record.short else []
    runs = [
        {k: round(v, 3) if isinstance(v, float) else v for k, v in asdict(run).items()} for run in record.runs
    ]
    shorts = [{k: round(v, 4) for k, v in asdict(one).items()} for one in record.short]
    return {"about": about, "tables": tables, "machine": machine, "runs": runs, "short": shorts}


def _notebooks(count: int) -> str:
    return "one notebook" if count == 1 else f"{count} notebooks"


def write(record: Record, file: Path) -> None:
    """Keep what was measured, a line a run, so that a difference can be read."""
    told = kept(record)
    lines = json.dumps(told, indent=1, ensure_ascii=False)
    for name in ("runs", "short"):
        rows = ",\n  ".join(json.dumps(row, ensure_ascii=False) for row in told[name])
        one = json.dumps(told[name], indent=1, ensure_ascii=False).replace("\n", "\n ")
        lines = lines.replace(f'"{name}": {one}', f'"{name}": [\n  {rows}\n ]' if rows else f'"{name}": []')
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(f"{lines}\n", "utf8")


# -- the machine


def machine() -> dict[str, Any]:
    """What the figures depend on beside the code."""
    affinity = getattr(os, "sched_getaffinity", None)
    return {
        "date": dt.datetime.now(dt.UTC).date().isoformat(),
        "commit": _commit(),
        "processor": _processor_name(),
        "cores": len(affinity(0)) if affinity else os.cpu_count(),
        "memory_gb": round(psutil.virtual_memory().total / 2**30),
        "system": platform.system(),
        "load": round(os.getloadavg()[0], 1),
        "python": platform.python_version(),
        "versions": {name: version(name) for name in PACKAGES},
    }


def _commit() -> str:
    """The commit of the project, with a mark if something is not committed."""
    command = ["git", "describe", "--always", "--dirty", "--abbrev=10", "--exclude=*"]
    done = subprocess.run(command, cwd=paths.report().root, capture_output=True, text=True, check=False)
    return done.stdout.strip() or "unknown"


def _processor_name() -> str:
    try:
        found = re.search(r"^model name\s*:\s*(.+)$", Path("/proc/cpuinfo").read_text("utf8"), re.MULTILINE)
    except OSError:
        found = None
    return found[1].strip() if found else platform.processor() or platform.machine()


def _wall(run: Run) -> float:
    return run.wall


def _processor(run: Run) -> float:
    return run.processor
