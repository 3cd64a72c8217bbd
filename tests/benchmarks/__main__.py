"""Measure how this report is built, beside other ways, and keep the tables that the book prints.

Every kind of change is made and built by each way in turn, in copies in a temporary folder; then come the next change
and the next round. Nothing else should run on the machine meanwhile.
"""

import sys
import tempfile
from dataclasses import asdict
from pathlib import Path
from statistics import median

import click

from evident import paths

from . import previewing, tables
from .edits import CHANGES
from .measuring import measured, wall_of
from .tables import Record, Run, Short
from .ways import Ours, Way, of_report, of_small_report

STARTS = 5  # calls in a round of what takes a tenth of a second
KEPT = "chapters/measured/builds.json"


@click.command(help=__doc__)
@click.option("--rounds", default=3, show_default=True, type=click.IntRange(1))
@click.option(
    "--book", type=click.Choice([tables.REPORT, tables.SMALL, "both"]), default="both", show_default=True
)
@click.option("--before", default="", metavar="COMMIT", help="Also measure the build that this commit had.")
@click.option(
    "--output", type=click.Path(path_type=Path), help=f"Where to keep the tables.  [default: {KEPT}]"
)
def main(rounds: int, book: str, before: str, output: Path | None) -> None:
    record, file = Record(tables.machine()), output or paths.report().root / KEPT
    with tempfile.TemporaryDirectory(prefix="benchmarks-") as name:
        folder = Path(name)
        ways: dict[str, list[Way]] = {}
        if book != tables.SMALL:
            ways[tables.REPORT] = of_report(folder / tables.REPORT, before)
        if book != tables.REPORT:
            ways[tables.SMALL] = of_small_report(folder / tables.SMALL)
        for number in range(1, rounds + 1):
            for which, those in ways.items():
                _round(record, which, those, number, folder)
            if tables.REPORT in ways:
                record.short.append(_short(ways[tables.REPORT][0], number, folder))
            tables.write(record, file)  # a round that is complete is not lost with the next one
    click.echo(_told(record))
    click.echo(f"kept in {paths.short(file)}")
    wrong = [run for run in record.runs if run.way == tables.OURS and not all(run.right.values())]
    for run in wrong:
        click.echo(f"the {run.book} was not right after: {CHANGES[run.change]} (round {run.round})", err=True)
    sys.exit(bool(wrong))


def _round(record: Record, book: str, ways: list[Way], number: int, folder: Path) -> None:
    """Every change, by every way; who begins changes from round to round."""
    first = (number - 1) % len(ways)
    for change in CHANGES:
        for way in [*ways[first:], *ways[:first]]:
            if not way.asked(change):
                continue
            run = _run(book, way, change, number, folder)
            record.runs.append(run)
            click.echo(
                f"{book}, round {number}, {CHANGES[change].lower()}, {way.name}: {run.wall:.1f} s, {run.processor:.1f} s "
                f"of processor, {run.peak / 1e6:.0f} MB, right: {run.right}"
                + (f", notebooks run: {run.ran}" if run.ran is not None else "")
            )


def _run(book: str, way: Way, change: str, number: int, folder: Path) -> Run:
    way.change(change)
    before = way.executed() if isinstance(way, Ours) else {}
    log = folder / "log"
    took = measured(["sh", "-ec", way.commands(change)], way.root, way.environment, log)
    if took.code:
        raise click.ClickException(
            f"{way.name}, {CHANGES[change].lower()}: it failed\n{log.read_text('utf8')[-4000:]}"
        )
    after = way.executed() if isinstance(way, Ours) else {}
    ran = sum(before.get(name) != at for name, at in after.items()) if after else None
    numbers = {name: value for name, value in asdict(took).items() if name != "code"}
    return Run(book, way.name, change, number, right=way.right(change), ran=ran, **numbers)


def _short(way: Way, number: int, folder: Path) -> Short:
    assert isinstance(way, Ours)
    calls = {"python": ["-c", "import click"], "nothing": ["-m", "evident.cli", "build"]}
    took: dict[str, list[float]] = {name: [] for name in calls}
    for _ in range(STARTS):
        for name, arguments in calls.items():
            took[name].append(wall_of([sys.executable, *arguments], way.root, way.environment))
    found = {name: median(values) for name, values in took.items()}
    short = Short(round=number, **found, **previewing.watched(way, folder / "log"))
    click.echo(
        f"round {number}: "
        + ", ".join(f"{name} {value:.2f} s" for name, value in asdict(short).items() if name != "round")
    )
    return short


def _told(record: Record) -> str:
    """The tables, for a terminal."""
    lines = []
    for table in tables.kept(record)["tables"]:
        rows = [table["columns"], *table["rows"]]
        widths = [max(len(row[column]) for row in rows) for column in range(len(table["columns"]))]
        lines += ["", table["title"], *("  ".join(map(str.ljust, row, widths)).rstrip() for row in rows)]
    return "\n".join(lines)


if __name__ == "__main__":
    main()
