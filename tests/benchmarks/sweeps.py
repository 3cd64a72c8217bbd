"""How fast sweeps are, beside stock papermill on the same settings: `python -m tests.benchmarks.sweeps`.

Belongs here: the ways to run settings that are compared, their times, and the tables that the book prints of them. Does
not: builds (`__main__.py`), tests (`tests/test_benchmarks.py`).

Papermill runs a few settings of each notebook, for it needs seconds a setting; the sweep runs these and others, as many of
each notebook. A ratio is one of seconds of processor a setting, which other work on the machine disturbs less than those of
a clock.
"""

import contextlib
import json
import re
import shutil
import sys
import tempfile
import time
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import click
import yaml

from evident import paths
from evident.run import ranges, sweep_plan
from evident.run.settings import TOGETHER, Setting
from evident.run.traces import Pieces

from ..clusters import cluster
from ..conftest import Copy
from .measuring import Measured, measured, wall_of
from .tables import machine, seconds, times

KEPT = "chapters/measured/sweeps.json"
FEW = 1  # settings of each notebook that papermill runs
THOUSAND = 1000
MANY = 16  # processors of a machine that many have
ONE, TWO = "sweep, one process", "sweep, two processes"
_SWEEP = ("-m", "evident.cli", "sweep", "--only", "together")
COMMAND, CALLED = "papermill, its command line", "papermill, execute_notebook"


@dataclass(frozen=True)
class Run:
    """Settings that one way ran: how many, seconds of the clock and of all processors."""

    way: str
    settings: int
    wall: float
    processor: float | None


@dataclass(frozen=True)
class Notebook:
    """Seconds of processor: until the baseline is done with all that is read for it, and of each setting more.

    Attributes:
        settings: of the whole sweep; `ran` are those of the benchmark.
        plain: of each setting if every call is made.
    """

    name: str
    settings: int
    ran: int
    load: float
    each: float
    plain: float


@click.command(help=__doc__)
@click.option(
    "--settings", "together", default=64, show_default=True, help="Of each notebook, a power of two."
)
@click.option("--workers", default=3, show_default=True, help="Of the cluster, at most.")
@click.option(
    "--output", type=click.Path(path_type=Path), help=f"Where to keep the tables.  [default: {KEPT}]"
)
def main(together: int, workers: int, output: Path | None) -> None:
    about = machine()
    with tempfile.TemporaryDirectory(prefix="benchmarks-") as name:
        folder = Path(name)
        copy = Copy.of_project(folder / "report")
        settings, whole = _settings(copy, together)
        few = {name: every[:FEW] for name, every in settings.items()}
        log = folder / "log"
        runs = [_papermill(copy, few, folder, log, way) for way in (COMMAND, CALLED)]
        count = sum(map(len, settings.values()))
        runs.append(_told(_sweep(copy, log, "-j", "1"), ONE, count))
        pace = _pace(copy, runs[-1])
        runs.append(_told(_sweep(copy, log, "-j", "2"), TWO, count))
        plain = _plain(copy, log, count)
        for number in range(1, workers + 1):
            place = folder / f"cluster-{number}"
            place.mkdir()
            with cluster(place, number) as (address, _):
                time.sleep(5)  # until all workers are there
                wall = _on_cluster(copy, address)
            way = f"sweep, Dask with {number} worker{'s' if number > 1 else ''}"
            runs.append(Run(way, count, wall, None))  # what its workers take is not theirs to tell
            click.echo(f"{way}: {count} settings, {wall:.1f} s")
        notebooks = [
            Notebook(name, whole[name], len(settings[name]), *pace[name], plain[name])
            for name in sorted(settings)
        ]
    size = sum(file.stat().st_size for file in (paths.data_dir() / "sweep").glob("*.parquet"))
    told = kept(about, runs, notebooks, size)
    file = output or paths.report().root / KEPT
    file.write_text(json.dumps(told, indent=1, ensure_ascii=False) + "\n", "utf8")
    for table in told["tables"]:
        click.echo(
            "\n".join(["", table["title"], *(" | ".join(row) for row in [table["columns"], *table["rows"]])])
        )


# -- the ways


def _settings(copy: Copy, together: int) -> tuple[dict[str, list[Setting]], dict[str, int]]:
    """The settings of each notebook that are run, and how many its whole sweep has."""
    with contextlib.chdir(copy.root):
        text, pieces = ranges.place().read_text("utf8"), Pieces()
        every = [path for path in paths.notebooks() if not sweep_plan.reads_sweeps(path)]
        committed = {path.stem: len(sweep_plan.of(path, ranges.load(), pieces).settings) for path in every}
        ranges.place().write_text(
            re.sub(r"^settings: \d+$", f"settings: {together}", text, flags=re.M), "utf8"
        )
        plans = [sweep_plan.of(path, ranges.load(), pieces) for path in every]
        return {plan.name: [s for s in plan.settings if s.varied == TOGETHER] for plan in plans}, committed


def _told(took: Measured, way: str, count: int) -> Run:
    if took.code:
        raise click.ClickException(f"{way}: it failed")
    click.echo(f"{way}: {count} settings, {took.wall:.1f} s, {took.processor:.1f} s of processor")
    return Run(way, count, took.wall, took.processor)


def _papermill(copy: Copy, few: dict[str, list[Setting]], folder: Path, log: Path, way: str) -> Run:
    """Run some settings with papermill as it comes."""
    jobs = []
    for name, settings in few.items():
        for setting in settings:
            given = folder / f"{name}-{setting.name}.yml"
            given.write_text(yaml.safe_dump(setting.values), "utf8")
            source = str(copy.root / f"analysis/{name}.ipynb")
            jobs.append([source, str(folder / "out.ipynb"), str(given)])
    if way == COMMAND:
        calls = [f'"{sys.executable}" -m papermill --cwd analysis "{a}" "{b}" -f "{c}"' for a, b, c in jobs]
        command = ["sh", "-ec", "\n".join(calls)]
    else:
        code = (
            "import sys, json, yaml, papermill\n"
            "for a, b, c in json.loads(sys.argv[1]):\n"
            "    papermill.execute_notebook(a, b, yaml.safe_load(open(c)), progress_bar=False, cwd='analysis')\n"
        )
        command = [sys.executable, "-c", code, json.dumps(jobs)]
    return _told(measured(command, copy.root, copy.environment, log), way, len(jobs))


def _sweep(copy: Copy, log: Path, *arguments: str) -> Measured:
    """Sweep from nothing."""
    return _from_nothing(copy, log, *_SWEEP, *arguments)


def _on_cluster(copy: Copy, address: str) -> float:
    """The seconds of the same on a cluster, whose own processes would be waited for if all of ours were."""
    _forget(copy)
    return wall_of([sys.executable, *_SWEEP, "--scheduler", address], copy.root, copy.environment)


def _forget(copy: Copy) -> None:
    for place in ("_build", "data/sweep"):
        shutil.rmtree(copy.root / place, ignore_errors=True)


def _from_nothing(copy: Copy, log: Path, *arguments: str) -> Measured:
    _forget(copy)
    took = measured([sys.executable, *arguments], copy.root, copy.environment, log)
    if took.code:
        raise click.ClickException(log.read_text("utf8")[-2000:])
    return took


def _pace(copy: Copy, run: Run) -> dict[str, list[float]]:
    """By notebook the load and the time of a setting in the run just made, on a processor that does nothing else."""
    assert run.processor is not None
    with contextlib.chdir(copy.root):
        busy = run.processor / run.wall
        return {name: [seconds * busy for seconds in told] for name, told in sweep_plan.pace().items()}


def _plain(copy: Copy, log: Path, count: int) -> dict[str, float]:
    """Seconds a setting of each notebook if every call is made, in one process."""
    code = (
        "import sys\n"
        "from evident import paths\n"
        "from evident.run import sweep, sweep_plan\n"
        "every = tuple(path for path in paths.notebooks() if not sweep_plan.reads_sweeps(path))\n"
        "asked = sweep.Asked(every, only='together', keep=False)\n"
        "sys.exit(sweep.run(asked, 1, print))\n"
    )
    run = _told(_from_nothing(copy, log, "-c", code), "sweep, every call made", count)
    return {name: each for name, (_, each) in _pace(copy, run).items()}


# -- the tables


def kept(about: dict[str, Any], runs: list[Run], notebooks: list[Notebook], size: int) -> dict[str, Any]:
    """The whole file: what the book prints, and what that rests on."""
    ours = next(run for run in runs if run.way == ONE)
    assert ours.processor is not None
    rows = []
    for run in runs:
        each = None if run.processor is None else run.processor / run.settings
        ratio = (
            None if each is None or run.way.startswith("sweep") else each / (ours.processor / ours.settings)
        )
        rows.append([
            run.way, f"{run.settings:,}", seconds(run.wall), _short(run.wall / run.settings),
            "" if each is None else _short(each), _short(run.settings / run.wall), times(ratio),
        ])  # fmt: skip
    load, each = sum(one.load for one in notebooks), sum(one.settings * one.each for one in notebooks)
    plain = sum(one.settings * one.plain for one in notebooks)
    start = max(ours.processor - load - sum(one.ran * one.each for one in notebooks), 0.0)
    count = sum(one.settings for one in notebooks)
    parts = [
        [one.name, f"{one.settings:,}", seconds(one.load), _short(one.each), _short(one.plain),
         times(one.plain / one.each)]
        for one in notebooks
    ]  # fmt: skip
    parts.append(["all of them", f"{count:,}", seconds(load), _short(each / count), _short(plain / count),
                  times(plain / each)])  # fmt: skip
    many = [
        ["Settings", f"{count * THOUSAND:,}"],
        ["Hours of one processor", f"{each * THOUSAND / 3600:,.0f}"],
        [f"Hours of {MANY}", seconds(each * THOUSAND / 3600 / MANY)],
        ["Seconds to start, once", seconds(start)],
        [
            "Processors at which loading takes as long as computing, for the sweep as it is",
            f"{each / load:.0f}",
        ],
        ["The same for a thousand times as many settings", f"{each * THOUSAND / load:,.0f}"],
    ]
    if size:
        many.append(["Gigabytes of tables", f"{size * THOUSAND / 1e9:.1f}"])
    return {
        "about": [
            f"Measured on {about['date']} at commit {about['commit']} on {about['processor']}, {about['cores']} cores, "
            f"{about['memory_gb']} GB of memory, with a load of {about['load']} before it began, in one run. Python "
            f"{about['python']}; papermill {about['versions']['papermill']}, pandas {about['versions']['pandas']}. With other "
            "work on the machine seconds of the clock say little; those of a processor say more, and their ratios most."
        ],
        "tables": [
            {
                "title": "The same notebooks and settings, run in turn",
                "columns": ["Run by", "Settings", "Seconds", "Seconds a setting", "Seconds of processor a setting",
                            "Settings a second", "Times one process"],
                "figures": [1, 2, 3, 4, 5, 6],
                "rows": rows,
            },
            {
                "title": "Where the time of a setting goes, in seconds of processor",
                "columns": ["Notebook", "Settings", "Load, once", "A setting", "If every call is made", "Times"],
                "figures": [1, 2, 3, 4, 5],
                "rows": parts,
            },
            {
                "title": "A thousand times as many settings",
                "columns": ["What it would take, reckoned from the above", "Amount"],
                "figures": [1],
                "rows": many,
            },
        ],
        "machine": about,
        "runs": [asdict(run) for run in runs],
        "notebooks": [asdict(one) for one in notebooks],
    }  # fmt: skip


def _short(value: float) -> str:
    return f"{value:.3f}" if value < 0.0995 else seconds(value)


if __name__ == "__main__":
    main()
