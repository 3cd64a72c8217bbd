"""What is new in the evidence since the last commit: told by the check, where all that is known is only counted."""

import subprocess
from pathlib import Path

import pytest
from click.testing import CliRunner

from evident import cli

ROW = "china-trains-2025-a,freight,trains,China,2025,flow,20022,,trains,exact,actual,,European routes only,yicai2026trains,"


def commit(root: Path) -> None:
    for command in (
        ["init", "-q"],
        ["add", "."],
        ["-c", "user.name=a", "-c", "user.email=a@b", "commit", "-qm", "x"],
    ):
        subprocess.run(["git", *command], cwd=root, check=True, capture_output=True)


def check(*options: str) -> list[str]:
    done = CliRunner().invoke(cli.main, ["check", *options])
    assert done.exit_code == 0, done.output
    return done.output.splitlines()


def contradict(root: Path) -> None:
    """Another source has another number for the trains of 2025, from now on."""
    path = root / "data/observations.csv"
    line = next(line for line in path.read_text("utf8").splitlines(True) if line.startswith(ROW))
    other = (
        line.replace("2025-a", "2025-b").replace("20022", "25022").replace("yicai2026trains", "crct2025than")
    )
    path.write_text(path.read_text("utf8").replace(line, line + other), "utf8")


def test_nothing_new_is_one_line(root: Path) -> None:
    commit(root)
    assert check() == [
        "15 observations and 24 panel rows are well formed; 1 conflict and 0 doubts, none of them new; --all prints them"
    ]


def test_what_is_new_is_told_and_what_is_known_is_not(root: Path) -> None:
    commit(root)
    contradict(root)
    *told, last = check()
    assert len(told) == 2
    assert told[0].startswith("new conflict  two sources differ: Freight trains between China and Europe")
    assert told[1].split() == ["china-trains-2025-a,", "china-trains-2025-b"]
    assert "2 conflicts and 0 doubts, 1 of them new" in last
    # The two counts of the trains of 2021 were known.
    assert any("13,187" in line and line.startswith("conflict ") for line in check("--all"))
    commit(root)
    assert len(check()) == 1


def test_a_note_that_changes_is_nothing_new(root: Path) -> None:
    commit(root)
    path = root / "data/observations.csv"
    path.write_text(path.read_text("utf8").replace("Rounded by the source", "The source rounds"), "utf8")
    assert "none of them new" in check()[-1]


def test_without_a_commit_it_says_so_and_counts(root: Path) -> None:
    contradict(root)
    (only,) = check()
    assert "2 conflicts and 0 doubts, no commit to compare them with" in only


def test_without_git_it_says_so_and_counts(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    commit(root)
    monkeypatch.setenv("PATH", str(root))
    (only,) = check()
    assert "no commit to compare them with" in only
