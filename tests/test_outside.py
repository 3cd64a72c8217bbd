"""A notebook that somebody took from the book runs with the archive that the book offers, and nothing else."""

import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from evident import paths
from evident.export.payloads import FACT
from evident.run import imports, outside, runnable
from evident.run.about import about
from evident.run.exported import Export, Exported

from .conftest import Copy

LIGHT = 2_000_000  # bytes of what a reader loads to run a notebook


def unpacked(archive: Path, folder: Path) -> Path:
    """The one folder that an archive unpacks to."""
    with zipfile.ZipFile(archive) as packed:
        packed.extractall(folder)
    (made,) = folder.iterdir()
    return made


def run(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Call `run.py` with the packages of this environment, where nothing of the report is at hand but the folder."""
    environment = {
        name: value for name, value in os.environ.items() if not name.startswith(("EVIDENT_", "PYTHONPATH"))
    }
    return subprocess.run(
        [sys.executable, "run.py", "--here", *arguments], cwd=folder, env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip


@pytest.fixture(scope="module")
def taken(small_book: Copy, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The archive of the small report unpacked, with a notebook that was downloaded beside it."""
    folder = unpacked(
        small_book.file("html/_downloads/departures-0.1.0-run.zip"), tmp_path_factory.mktemp("taken")
    )
    notebook = small_book.file("html/_downloads/notebooks/provinces.ipynb").read_bytes()
    (folder / "departures-provinces-0.1.0-2026-11-21.ipynb").write_bytes(notebook)
    return folder


def test_a_downloaded_notebook_runs_in_an_empty_folder(taken: Path) -> None:
    done = run(taken)
    assert done.returncode == 0, done.stdout + done.stderr
    made = taken / "departures-provinces-0.1.0-2026-11-21.run.ipynb"
    facts = made.read_text("utf8").count(f'"{FACT}"')
    assert facts > 3
    assert f"{made.name}: {facts} numbers, " in done.stdout
    assert "not as printed" not in done.stdout


def test_it_runs_with_the_code_and_the_data_of_the_folder(taken: Path) -> None:
    """A figure of the unpacked data is changed, and the run notices; so it was not another copy that was read."""
    probe = (
        "import evident, departures, sys; from evident import paths; "
        "print(evident.__file__, departures.__file__, paths.data_dir(), sep='\\n')"
    )
    environment = os.environ | {"PYTHONPATH": str(taken / "analysis"), "EVIDENT_ROOT": str(taken)}
    done = subprocess.run(
        [sys.executable, "-c", probe], cwd=taken, env=environment, capture_output=True, text=True, check=True
    )
    assert all(Path(line).is_relative_to(taken) for line in done.stdout.split())
    panel = taken / "data/panel.csv"
    kept = panel.read_text("utf8")
    panel.write_text(kept.replace(",2024,population,97.85,", ",2024,population,90.85,"), "utf8")
    assert panel.read_text("utf8") != kept
    try:
        done = run(taken)
    finally:
        panel.write_text(kept, "utf8")
    assert done.returncode == 1
    assert "not as printed: fact provinces." in done.stdout


def test_what_does_not_exist_is_told_without_a_traceback(taken: Path) -> None:
    done = run(taken, "provincs")
    assert done.returncode == 1
    assert "there is no notebook provincs" in done.stderr
    assert "did you mean provinces?" in done.stderr
    assert "Traceback" not in done.stderr


def test_without_a_lock_file_no_environment_is_made(taken: Path) -> None:
    done = subprocess.run([sys.executable, "run.py"], cwd=taken, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "there is no requirements.lock beside this file" in done.stderr
    assert not (taken / ".venv").exists()


def test_the_archive_of_the_report_is_light_whole_and_the_same(tmp_path: Path) -> None:
    runnable.write(tmp_path / "a.zip", "baseline")
    runnable.write(tmp_path / "b" / "a.zip", "baseline")
    assert (tmp_path / "a.zip").read_bytes() == (tmp_path / "b/a.zip").read_bytes()
    with zipfile.ZipFile(tmp_path / "a.zip") as packed:
        names = {name.partition("/")[2] for name in packed.namelist()}
        swept = sum(info.compress_size for info in packed.infolist() if info.filename.endswith(".parquet"))
        readme = packed.read("a/README.md").decode()
    assert {
        "run.py",
        "requirements.lock",
        "README.md",
        "data/README.md",
        "data/observations.csv",
        "analysis/mining.ipynb",
    } <= names
    assert {
        "analysis/evident/run/outside.py",
        "analysis/shanxi/models/rollout.py",
        "analysis/evident/__init__.py",
    } <= names
    assert not [name for name in names if name.startswith(("chapters/", "analysis/evident/book/"))]
    assert (tmp_path / "a.zip").stat().st_size - swept < LIGHT
    assert "python3 run.py" in readme
    assert "Python 3.11, 3.12 or 3.13" in readme
    assert about().version in readme


def test_freezing_does_not_change_what_the_archive_is_made_of(root: Path) -> None:
    imports.forget_imports()  # of the report that was worked on before
    before = runnable.made_of()
    notebook = next(iter(paths.notebooks()))
    told = json.loads(notebook.read_text("utf8"))
    for cell in told["cells"]:
        if cell["cell_type"] == "code":
            cell["outputs"] = []
    notebook.write_text(json.dumps(told), "utf8")
    assert runnable.made_of() == before
    observations = root / "data/observations.csv"
    observations.write_text(observations.read_text("utf8") + "\n", "utf8")
    assert runnable.made_of() != before
    imports.forget_imports()


def test_runs_are_compared_export_by_export() -> None:
    def fact(key: str, text: str) -> dict[tuple[str, str], Export]:
        return {("fact", key): Export("fact", key, {"text": text, "meaning": "whatever"})}

    before = Exported({**fact("a.x", "7"), **fact("a.y", "8"), **fact("a.gone", "9")})
    after = Exported({**fact("a.x", "7"), **fact("a.y", "9"), **fact("a.new", "9")})
    outcome = outside.compared(before, after)
    assert outcome.same["fact"] == 1
    assert sorted(outcome.other) == ["fact a.gone", "fact a.new", "fact a.y"]
