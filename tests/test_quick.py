"""The choice of quick tests: what is left out exists, and notebooks are compared if they or what they read changed."""

import json
import subprocess
from pathlib import Path
from types import SimpleNamespace

import pytest

from evident import paths
from evident.run import inputs, traces

from . import conftest, little, quick


def item(name: str, *fixtures: str, folder: str = "tests") -> SimpleNamespace:
    return SimpleNamespace(path=Path(folder, name), fixturenames=fixtures)


@pytest.mark.parametrize(
    ("test", "chosen"),
    [
        (item("test_pace.py", "tmp_path"), True),
        (item("test_html.py", "tmp_path", "built_book"), False),
        (item("test_browser.py", "browser"), False),
        (item("test_build.py"), False),
        (item("test_disk.py", folder="tests/faults"), False),
        (SimpleNamespace(path=Path("analysis/mining.ipynb")), True),  # a cell, which knows no fixtures
    ],
)
def test_what_is_quick(test: SimpleNamespace, chosen: bool) -> None:
    assert quick.is_quick(test) is chosen  # type: ignore[arg-type]


def test_what_is_left_out_exists() -> None:
    here = Path(__file__).parent
    assert [name for name in quick.LEFT_OUT if not (here / name).exists()] == []
    assert [name for name in quick.MADE if not hasattr(conftest, name)] == []


def test_what_was_left_out_is_told_with_the_command_that_runs_it() -> None:
    said = "\n".join(quick.lines())
    assert "test_staleness.py (builds books after changes)" in said
    assert said.endswith("`make test` runs them, and compares all notebooks")


# -- notebooks


@pytest.fixture
def report(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A report with two notebooks that are committed."""
    little.enter(tmp_path, monkeypatch)
    for name in ("pits", "ore"):
        little.save(tmp_path / f"analysis/{name}.ipynb", "seed: int = 1")
    for command in (
        ["init", "-q"],
        ["add", "-A"],
        ["-c", "user.name=t", "-c", "user.email=t@example.org", "commit", "-qm", "t"],
    ):
        subprocess.run(["git", *command], cwd=tmp_path, check=True)
    return tmp_path


def chosen() -> list[tuple[str, str]]:
    return [(notebook.stem, why) for notebook, why in quick.notebooks()]


def test_no_notebook_is_compared_if_nothing_changed(report: Path) -> None:
    assert chosen() == []


def test_a_notebook_that_was_changed_or_is_new_is_compared(report: Path) -> None:
    little.save(report / "analysis/ore.ipynb", "seed: int = 2")
    little.save(report / "analysis/rail.ipynb", "seed: int = 2")
    why = "changed since the last commit"
    assert chosen() == [("ore", why), ("rail", why)]


def test_a_notebook_that_read_something_which_has_changed_is_compared(report: Path) -> None:
    state = inputs.build_of("baseline").state
    state.parent.mkdir(parents=True)
    read = {name: traces.trace([("observation", name)]) for name in ("ore-2024", "price-2024")}
    built = {"notebook ore": read["ore-2024"], "notebook pits": read["price-2024"]}
    state.write_text(
        json.dumps({name: {"_values_:": {"trace": trace}} for name, trace in built.items()}), "utf8"
    )
    assert chosen() == []
    table = paths.data_dir() / "observations.csv"
    table.write_text(table.read_text("utf8").replace("flow,50,", "flow,51,"), "utf8")
    assert chosen() == [("ore", "observation ore-2024 has changed since the last build")]


@pytest.mark.parametrize("text", ["", "{", "[]", '{"notebook ore": 1}', '{"notebook ore": {}}'])
def test_a_build_that_cannot_be_read_says_nothing(report: Path, text: str) -> None:
    state = inputs.build_of("baseline").state
    state.parent.mkdir(parents=True)
    state.write_text(text, "utf8")
    assert chosen() == []


def test_without_git_no_notebook_counts_as_changed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    little.enter(tmp_path, monkeypatch)
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    little.save(tmp_path / "analysis/ore.ipynb", "seed: int = 1")
    assert chosen() == []
