"""A sweep on a real Dask cluster of this machine: a scheduler and three workers, one of which is killed in the middle."""

import hashlib
import os
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest

from evident import paths
from evident.run import sweep_bundle, sweep_serve, sweep_worker
from evident.run.settings import Setting
from evident.run.sweep_share import Job

from .clusters import cluster
from .conftest import Copy

MODELS = "analysis/departures/models.py"
DEADLINE = "    return dt.date(year, 12, 31)\n"
BEFORE = "    import time; time.sleep(0.15)\n"  # so that there is a middle to kill a worker in

pytest.importorskip("distributed")


def tables(copy: Copy) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in sorted((copy.root / "data/sweep").iterdir())}


def test_the_table_is_the_local_one_though_a_worker_is_killed(small: Copy, tmp_path: Path) -> None:
    with small.edited(MODELS, DEADLINE, BEFORE + DEADLINE), cluster(tmp_path, 3) as (address, workers):
        sweep = subprocess.Popen(
            [sys.executable, "-m", "evident.cli", "sweep", "--scheduler", address],
            cwd=small.root, env=small.environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
        )  # fmt: skip
        try:
            # The first worker that has processes of ours below it is at work.
            busy, until = None, time.monotonic() + 90
            while busy is None and sweep.poll() is None and time.monotonic() < until:
                busy = next((worker for worker in workers if len(worker.children(recursive=True)) >= 3), None)
                time.sleep(0.05)
            assert busy is not None, sweep.communicate(timeout=1)[0]
            below = busy.children(recursive=True)
            busy.kill()
            said = sweep.communicate(timeout=120)[0]
        finally:
            sweep.kill()
            sweep.wait()
        assert sweep.returncode == 0, said
        assert "✓ trains: 31 settings computed of 31" in said
        assert psutil.wait_procs(below, timeout=10)[1] == []  # what worked for it has ended with it
        left = [
            child for worker in workers if worker.is_running() for child in worker.children(recursive=True)
        ]
        assert left == []  # and so have those of the others, with the sweep
        from_cluster = tables(small)
        for name in from_cluster:
            (small.root / "data/sweep" / name).unlink()
        assert small.evident("sweep").returncode == 0
        assert tables(small) == from_cluster


def test_a_scheduler_that_is_not_there_is_told(small: Copy) -> None:
    said = small.fails("sweep", "--settings", "32", "--scheduler", "tcp://127.0.0.1:9")
    assert "no scheduler answers at tcp://127.0.0.1:9" in said
    assert "start one with `dask scheduler`, and workers with `dask worker ADDRESS`" in said


# -- what a worker refuses


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of a worker that runs in this process."""

    class Worker:
        local_directory = str(tmp_path)

    worker = Worker()
    monkeypatch.setattr(sweep_worker, "_worker", lambda: worker)
    return tmp_path


PYTHON = f"{sys.version_info[0]}.{sys.version_info[1]}"


@pytest.mark.parametrize(
    ("python", "versions", "why"),
    [
        ("2.7", {}, f"it has Python {PYTHON}, and 2.7 is wanted"),
        (PYTHON, {"no-such-package": "1"}, "it has no-such-package none, and 1 is wanted"),
        (PYTHON, {"pytest": "0"}, f"it has pytest {pytest.__version__}, and 0 is wanted"),
        (PYTHON, {}, "it was sent code with the fingerprint "),
    ],
)
def test_a_worker_that_is_not_fit_says_why(
    place: Path, python: str, versions: dict[str, str], why: str
) -> None:
    assert sweep_worker.prepare("0" * 64, b"none", python, versions).startswith(why)
    assert list(place.iterdir()) == []


def test_a_worker_is_unpacked_once(place: Path, root: Path) -> None:
    bundle = sweep_bundle.pack()
    for _ in range(2):
        assert (
            sweep_worker.prepare(bundle.fingerprint, bundle.content, PYTHON, {"pytest": pytest.__version__})
            == ""
        )
    (unpacked,) = (item for item in place.iterdir() if item.name.startswith("evident-"))
    assert (unpacked / "report/data/observations.csv").read_bytes() == (
        root / "data/observations.csv"
    ).read_bytes()
    assert (unpacked / "engine/evident/paths.py").read_bytes() == (paths.ENGINE / "paths.py").read_bytes()


def test_a_worker_without_the_code_says_so(place: Path) -> None:
    assert sweep_worker.compute("f" * 64, "{}") == "refused: it has no code with the fingerprint ffffffffffff"


# -- what travels


def test_the_archive_follows_from_the_files_alone(root: Path) -> None:
    first = sweep_bundle.pack()
    assert first.fingerprint == hashlib.sha256(first.content).hexdigest()
    (root / "data/sweep").mkdir()
    (root / "data/sweep/trains.parquet").write_bytes(b"results do not travel")
    os.utime(root / "data/observations.csv", (1, 1))
    assert sweep_bundle.pack() == first
    (root / "data/observations.csv").write_bytes(b"changed")
    assert sweep_bundle.pack().fingerprint != first.fingerprint


def test_a_job_travels_as_a_line(root: Path) -> None:
    settings = [
        Setting("baseline", "baseline", {"fund": 20.0}),
        Setting("grid a=é", "grid", {"fund": [1, 2.0]}, "a"),
    ]
    job = Job(root / "analysis/trains.ipynb", settings[0], tuple(settings), 60.0, True)
    line = sweep_serve.to_json(job)
    assert "\n" not in line
    assert sweep_serve.from_json(line) == job
