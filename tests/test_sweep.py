"""Sweeps of the small report: what they compute, what they leave alone, what survives a death and an interruption."""

import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psutil
import pyarrow.parquet as pq
import pytest

from evident import paths
from evident.run import parameters, pipeline, ranges, session, sweep_journal, sweep_plan, swept
from evident.run.settings import of_notebook
from evident.run.sweep_share import Job, compute
from evident.run.swept import Swept

from .conftest import Copy

MODELS = "analysis/departures/models.py"
DEADLINE = "    return dt.date(year, 12, 31)\n"


@pytest.fixture(scope="module")
def small_sweep(small: Copy) -> Copy:
    """A copy of the small report that has been swept."""
    done = small.evident("sweep")
    assert done.returncode == 0, done.stdout
    return small


@contextmanager
def working_on(copy: Copy) -> Iterator[None]:
    """The engine works on a copy in this process."""
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(copy.root)
        yield


def of(copy: Copy, notebook: str) -> Swept:
    with working_on(copy):
        found = swept.read(notebook)
    assert found is not None
    return found


def stale(copy: Copy, notebook: str) -> str:
    with working_on(copy):
        return swept.stale(notebook)


def out_of_date(copy: Copy) -> dict[str, int]:
    """How many settings of each notebook are."""
    said = copy.evident("sweep", "--dry-run").stdout
    return {name: int(count) for name, count in re.findall(r"(\w+): (\d+) of \d+ settings", said)}


def tables(copy: Copy) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in sorted((copy.root / "data/sweep").iterdir())}


# -- what is computed


def test_every_setting_is_computed(small_sweep: Copy) -> None:
    found = of(small_sweep, "trains")
    assert found.of("baseline") == ("baseline",)
    assert len(found.of("grid")) == 9 + 3 + 9
    assert len(found.of("together")) == 8
    assert found.of("edition") == ("edition hasty",)
    assert found.failures == {}
    assert found.moved("grid milestone=110000") == "milestone"
    assert found.parameters("grid milestone=110000")["milestone"] == 110000
    assert found.parameters("grid level=0.8")["milestone"] == 150000


def test_facts_and_claims_of_a_setting(small_sweep: Copy) -> None:
    found = of(small_sweep, "trains")
    # The milestone is what it is set to; 110,000 was passed on the way to the total of June 2025, so that the pace is enough.
    needed = {name: found.facts["trains.needed"][name][0] for name in found.of("grid")}
    assert found.facts["trains.milestone"]["grid milestone=190000"] == (190000.0, None, None)
    assert needed["grid milestone=110000"] < needed["grid milestone=120000"] < needed["grid milestone=190000"]  # type: ignore[operator]
    assert found.claims["trains.in_time"]["grid milestone=110000"] is True
    assert found.claims["trains.in_time"]["grid milestone=190000"] is False
    # What no parameter moves is the same everywhere.
    assert set(found.claims["trains.xian_first"].values()) == {True}


def test_texts_are_kept_where_a_book_prints_them(small_sweep: Copy) -> None:
    found = of(small_sweep, "trains")
    milestone = found.facts["trains.milestone"]
    assert milestone["baseline"] == (150000.0, None, "150,000")
    assert milestone["edition hasty"][2] == "150,000"
    assert {milestone[name][2] for name in found.of("grid") + found.of("together")} == {None}
    assert found.tests["trains.four_more_than_half"].endswith("is more than 50.")


def test_numbers_are_those_of_a_notebook_that_runs_plainly(small_sweep: Copy) -> None:
    with working_on(small_sweep):
        for path in paths.notebooks():
            found = swept.read(path.stem)
            assert found is not None
            for setting in found.settings[:: 1 if path.stem == "provinces" else 5]:
                made = session.collect(path, found.parameters(setting))
                facts = {key: (fact["value"], fact["value_high"]) for key, fact in made.facts.items()}
                ours = {key: by[setting][:2] for key, by in found.facts.items()}
                assert ours == {
                    key: tuple(float(v) if isinstance(v, int | float) else None for v in pair)
                    for key, pair in facts.items()
                }
                assert {key: by[setting] for key, by in found.claims.items()} == {
                    key: claim["holds"] for key, claim in made.claims.items()
                }


@pytest.mark.parametrize("name", ["trains", "provinces"])
def test_what_is_used_again_is_what_would_be_computed(small_sweep: Copy, name: str, tmp_path: Path) -> None:
    with working_on(small_sweep):
        kept, plain = both_ways(small_sweep, small_sweep.root / f"analysis/{name}.ipynb", tmp_path)
    assert kept == plain


def test_of_a_notebook_of_this_report_as_well(shop: pipeline.Workshop, tmp_path: Path) -> None:
    """The one with most draws and tables that are passed on."""
    path = paths.report().analysis / "cooperation.ipynb"
    values = parameters.for_notebook(parameters.load_edition("baseline"), path)
    one = ranges.Range("threshold", "between", (50.0, 150.0), "", False, "")
    other = ranges.Range("first_year", "among", (1997, 2009), "", True, "")
    every = of_notebook({"threshold": one, "first_year": other}, values, {}, 2)
    kept, plain = both_ways(Copy(paths.report().root, shop=shop), path, tmp_path, every[::4])
    assert kept == plain


def both_ways(
    copy: Copy, path: Path, folder: Path, settings: Any = None
) -> list[dict[str, sweep_journal.Done]]:
    """The results of a process that uses again what calls gave, and of one that does not."""
    if settings is None:
        settings = sweep_plan.of(path, ranges.load(), sweep_plan.Pieces()).settings
    assert copy.shop
    found = []
    for keep in (True, False):
        job = Job(path, settings[0], tuple(settings), 60.0, keep)
        parts = compute(
            copy.shop.sweep(), job, lambda number, keep=keep: folder / f"{keep}.jsonl", lambda: False
        )
        found.append(parts[0].done)
    return found


def test_a_table_says_what_it_is(small_sweep: Copy) -> None:
    table = pq.read_table(small_sweep.root / "data/sweep/trains.parquet")
    rows = table.to_pylist()
    assert list(rows[0]) == [
        "notebook",
        "setting",
        "varied",
        "parameter",
        "kind",
        "key",
        "value",
        "high",
        "text",
    ]
    order = [("parameter", "fact", "claim", "failure").index(row["kind"]) for row in rows]
    assert order == sorted(order)
    facts = [row for row in rows if row["kind"] == "fact"]
    assert [row["key"] for row in facts] == sorted(row["key"] for row in facts)
    of_one = [row["setting"] for row in facts if row["key"] == "trains.needed"]
    assert of_one == list(of(small_sweep, "trains").settings)
    assert {row["parameter"] for row in rows if row["varied"] != "grid"} == {None}
    (level,) = [
        r
        for r in rows
        if r["kind"] == "parameter" and (r["setting"], r["key"]) == ("grid level=0.8", "level")
    ]
    assert (level["parameter"], level["value"], level["text"]) == ("level", 0.8, "0.8")


def test_all_tables_together_are_there_for_readers(small_sweep: Copy) -> None:
    whole = pq.read_table(small_sweep.root / "_build/sweep/sweep.parquet")
    assert whole.num_rows == sum(
        pq.read_table(file).num_rows for file in (small_sweep.root / "data/sweep").iterdir()
    )
    lines = (small_sweep.root / "_build/sweep/sweep.csv").read_text("utf8").splitlines()
    assert lines[0].replace('"', "").startswith("notebook,setting,varied")
    assert len(lines) == whole.num_rows + 1


def test_the_trace_names_no_words_no_charts_and_no_place_of_this_machine(small_sweep: Copy) -> None:
    about = pq.read_schema(small_sweep.root / "data/sweep/trains.parquet").metadata[b"evident"].decode()
    assert '["meaning", \\"' not in about
    for wanted in ("analysis/departures/models.py", "observations.csv", "engine/export/comparisons.py"):
        assert wanted in about
    for unwanted in ("figures", "words", "charts.py", str(small_sweep.root), str(paths.ENGINE), "cli.py"):
        assert unwanted not in about


# -- what is left alone


def test_a_second_call_has_nothing_to_do(small_sweep: Copy) -> None:
    before = tables(small_sweep)
    assert small_sweep.evident("sweep").stdout == "nothing to do: everything is up to date\n"
    assert (tables(small_sweep), out_of_date(small_sweep)) == (before, {})


def test_the_bytes_are_the_same_whatever_was_computed_when(small_sweep: Copy) -> None:
    before = tables(small_sweep)
    (small_sweep.root / "data/sweep/trains.parquet").unlink()
    done = small_sweep.evident("sweep", "trains", "--only", "together", "-j1")
    assert (
        "trains: 9 settings computed; its table waits for 22 others" in done.stdout
    )  # the baseline is one of them
    assert not (small_sweep.root / "data/sweep/trains.parquet").exists()
    done = small_sweep.evident("sweep", "-j3")
    assert done.returncode == 0
    assert "22 settings computed of 31" in done.stdout
    assert tables(small_sweep) == before


@pytest.mark.parametrize(
    ("file", "old", "new", "why", "count"),
    [
        # A comment, a docstring, words and a row that nobody read cost nothing.
        (MODELS, DEADLINE, f"    # a comment\n{DEADLINE}", "", {}),
        (MODELS, '"""The last day of {year}."""', '"""The day before the next year."""', "", {}),
        ("analysis/departures/words/en/trains.yml", "title: ", "title: Many ", "", {}),
        ("chapters/trains.md", "# ", "# On ", "", {}),
        # A function, a cell, a figure that was read: all settings of those that use it.
        (MODELS, "return 100 * float(np.mean", "return 10 * float(np.mean", f"the code of {MODELS} has changed", {"provinces": 19, "trains": 31}),
        ("analysis/trains.ipynb", "comparisons.at_least, ratio, 1.5", "comparisons.at_least, ratio, 2.5", "a cell of analysis/trains.ipynb has changed", {"trains": 31}),
        ("data/observations.csv", "xian-trains-2024-a,freight,trains,Shaanxi/Xi'an,2024,flow,", "xian-trains-2024-a,freight,trains,Shaanxi/Xi'an,2024,flow,1", "data/observations.csv has changed", {"trains": 31}),
        # A range: the settings that are drawn from it. Those of all parameters together are.
        ("data/ranges.yml", "between: [0.8, 0.95]", "between: [0.8, 0.96]", "the range of level has changed", {"trains": 8 + 8}),
        ("data/ranges.yml", "among: [2026, 2027, 2028]", "among: [2026, 2027]", "the range of milestone_year has changed", {"trains": 4}),
        ("data/ranges.yml", "settings: 8", "settings: 16", "the number of settings has changed", {"provinces": 8, "trains": 8}),
        ("data/editions/hasty.yml", "value: 2026,", "value: 2028,", "the edition hasty has changed", {"trains": 1}),
        ("data/ranges.yml", "reason: \"A year earlier", "reason: \"One year earlier", "", {}),
    ],
)  # fmt: skip
def test_what_is_out_of_date(
    small_sweep: Copy, file: str, old: str, new: str, why: str, count: dict[str, int]
) -> None:
    text = (small_sweep.root / file).read_text("utf8")
    (small_sweep.root / file).write_text(text.replace(old, new, 1), "utf8")
    try:
        assert old in text
        assert stale(small_sweep, "trains") == why
        assert out_of_date(small_sweep) == count
    finally:
        (small_sweep.root / file).write_text(text, "utf8")
    assert (stale(small_sweep, "trains"), out_of_date(small_sweep)) == ("", {})


def test_a_sweep_that_is_not_there_is_told(small_sweep: Copy) -> None:
    table = small_sweep.root / "data/sweep/provinces.parquet"
    kept = table.read_bytes()
    try:
        table.write_bytes(kept[: len(kept) // 2])
        assert stale(small_sweep, "provinces") == "data/sweep/provinces.parquet cannot be read"
        table.unlink()
        assert stale(small_sweep, "provinces") == "it has not been computed"
        with working_on(small_sweep):
            assert swept.read("provinces") is None
    finally:
        table.write_bytes(kept)


def test_a_trial_of_another_size_leaves_the_tables_alone(small_sweep: Copy) -> None:
    before = tables(small_sweep)
    done = small_sweep.evident("sweep", "provinces", "--settings", "16")
    # The first eight of the sixteen are there already, as are all others.
    assert "provinces: 8 settings computed of 27" in done.stdout
    assert tables(small_sweep) == before
    assert (small_sweep.root / "_build/sweep/trial-16/provinces.parquet").exists()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--settings", "10"], "--settings 10: a power of two is wanted, such as 64 or 256"),
        (["train"], "there is no notebook 'train'; there are provinces, trains"),
        (["--only", "grids"], "'grids' is not one of 'grid', 'together', 'editions', 'each'"),
    ],
)
def test_a_call_that_asks_for_nothing_sensible(small_sweep: Copy, arguments: list[str], said: str) -> None:
    done = small_sweep.evident("sweep", *arguments)
    assert (done.returncode, said in done.stdout) == (2, True), done.stdout


# -- what goes wrong


@contextmanager
def broken(copy: Copy, code: str) -> Iterator[None]:
    """The small report with code at the beginning of a function that the deadline goes through; then as it was."""
    kept = tables(copy)
    try:
        with copy.edited(MODELS, DEADLINE, f"    {code}\n{DEADLINE}"):
            yield
    finally:
        for name, content in kept.items():
            (copy.root / "data/sweep" / name).write_bytes(content)
        shutil.rmtree(copy.root / "_build/sweep/journal", ignore_errors=True)


def test_a_run_that_fails_is_a_row(small_sweep: Copy) -> None:
    with broken(small_sweep, 'if year == 2028: raise TypeError("no such year")'):
        done = small_sweep.evident("sweep", "trains")
        found = of(small_sweep, "trains")
    assert done.returncode == 0
    assert "failed, the first of them grid milestone_year=2028 (cell " in done.stdout
    years = {name: found.parameters(name)["milestone_year"] for name in found.settings}
    assert {years[name] for name in found.failures} == {2028}
    assert found.failures["grid milestone_year=2028"][1] == "TypeError: no such year"
    # The others are as they would have been; of the failed ones nothing is half there.
    assert set(found.claims["trains.in_time"]) == set(found.settings) - set(found.failures)


def test_a_setting_that_ends_two_processes_is_a_row(small_sweep: Copy) -> None:
    with broken(small_sweep, "import os; year == 2026 and os.kill(os.getpid(), 9)"):
        done = small_sweep.evident("sweep", "trains", "--only", "grid", "-j1")
        again = small_sweep.evident("sweep", "trains", "-j1")
        found = of(small_sweep, "trains")
    assert done.returncode == again.returncode == 0, done.stdout
    assert "22 settings computed" in done.stdout
    killed = {name for name in found.settings if found.parameters(name)["milestone_year"] == 2026}
    assert set(found.failures) == killed
    assert found.failures["grid milestone_year=2026"] == ("", "the process was ended by signal 9 (SIGKILL)")


def test_a_run_without_end_is_ended(small_sweep: Copy) -> None:
    with broken(small_sweep, "import time; year == 2028 and time.sleep(60)"):
        small_sweep.evident("sweep", "trains", "--only", "grid", "--limit", "3", "-j1")
        (done,) = [part.done for part in map(sweep_journal.read, journals(small_sweep)) if part.done]
    assert done["grid milestone_year=2028"].failure == ("milestone", "Overtime: it ran longer than 3 seconds")
    assert [name for name, one in done.items() if one.failure] == ["grid milestone_year=2028"]


def test_a_baseline_that_fails_is_told_and_others_are_computed(small_sweep: Copy) -> None:
    with broken(small_sweep, 'raise TypeError("no such year")'):
        done = small_sweep.evident("sweep")
    assert done.returncode == 1
    assert (
        "analysis/trains.ipynb, cell 'milestone', with the values of the baseline: TypeError: no such year"
        in done.stdout
    )
    assert "✓ provinces: 19 settings computed of 19" in done.stdout


# -- what is stopped


@pytest.fixture
def begun(small_sweep: Copy) -> Iterator[Callable[[], subprocess.Popen[str]]]:
    """Begins a sweep that takes its time, and waits until it has computed something."""
    begun: list[subprocess.Popen[str]] = []
    with broken(small_sweep, "import time; time.sleep(0.2)"):

        def begin() -> subprocess.Popen[str]:
            process = subprocess.Popen(
                [sys.executable, "-m", "evident.cli", "sweep", "trains", "-j2"],
                cwd=small_sweep.root, env=small_sweep.environment, stdout=subprocess.PIPE, text=True,
            )  # fmt: skip
            until = time.monotonic() + 60
            while (
                process.poll() is None
                and sum(map(sweep_journal.count, journals(small_sweep))) < 4
                and time.monotonic() < until
            ):
                time.sleep(0.05)
            begun.append(process)
            return process

        yield begin
    for process in begun:
        process.kill()
        process.wait()


def journals(copy: Copy) -> list[Path]:
    return list((copy.root / "_build/sweep/journal/trains").glob("*.jsonl"))


@pytest.mark.parametrize("kind", [signal.SIGKILL, signal.SIGINT])
def test_what_was_done_is_kept(
    small_sweep: Copy, begun: Callable[[], subprocess.Popen[str]], kind: signal.Signals
) -> None:
    process = begun()
    others = psutil.Process(process.pid).children(recursive=True)
    assert len(others) >= 3  # the one that forks, and two that compute
    process.send_signal(kind)
    said = process.communicate(timeout=20)[0]
    assert process.returncode == (-9 if kind == signal.SIGKILL else 130)
    if kind != signal.SIGKILL:
        assert f"stopped by {kind.name}; what is done is kept, and the next call goes on from there" in said
    assert psutil.wait_procs(others, timeout=10)[1] == []  # nothing is left running
    kept = sum(map(sweep_journal.count, journals(small_sweep)))
    assert kept >= 4
    assert out_of_date(small_sweep) == {"trains": 31 - kept, "provinces": 19}
    (small_sweep.root / "_build/sweep/journal/trains" / "torn.jsonl").write_text(
        '{"trace": {}, "seco', "utf8"
    )
    done = small_sweep.evident("sweep", "trains")
    assert f"trains: {31 - kept} settings computed of 31" in done.stdout
    assert not journals(small_sweep)
