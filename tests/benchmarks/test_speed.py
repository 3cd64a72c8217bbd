"""How long a build takes: from nothing built, with nothing to do, and the checks of the evidence.

Run by `make bench`. These are measurements, not tests: nothing fails because a machine is slow.
"""

import subprocess
import sys
from pathlib import Path

import pytest

from evident import paths
from evident.evidence import checks
from evident.evidence.tables import Evidence


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory):  # type: ignore[no-untyped-def]
    from tests.conftest import Copy

    return Copy.of_project(tmp_path_factory.mktemp("bench"))


def test_build_from_nothing(benchmark, copy) -> None:  # type: ignore[no-untyped-def]
    def clean() -> None:
        subprocess.run(["rm", "-rf", str(copy.root / "_build")], check=True)

    benchmark.pedantic(copy.build, setup=clean, rounds=3)


def test_build_with_nothing_to_do(benchmark, copy) -> None:  # type: ignore[no-untyped-def]
    copy.build()
    assert "nothing to do" in benchmark(copy.build)


def test_interpreter_alone(benchmark) -> None:  # type: ignore[no-untyped-def]
    """What any command costs: the floor under the line above."""
    benchmark(subprocess.run, [sys.executable, "-c", "import click"], check=True)


def test_load_evidence(benchmark) -> None:  # type: ignore[no-untyped-def]
    benchmark(Evidence.load)


def test_validate(benchmark) -> None:  # type: ignore[no-untyped-def]
    assert benchmark.pedantic(checks.validate, args=(Path(paths.data_dir()),), rounds=3) == []


def test_reconcile(benchmark) -> None:  # type: ignore[no-untyped-def]
    assert benchmark.pedantic(checks.reconcile, args=(Evidence.load(),), rounds=3)
