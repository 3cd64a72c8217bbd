"""The tests that are quick: `make test-quick` runs them while somebody works, `make test` runs all.

Belongs here: which tests are left out and why, which notebooks are compared, and telling it. Does not: any test.

A test is left out if it needs what takes long to make (`MADE`), or if its file is listed (`LEFT_OUT`). Of the
notebooks those are run again and compared that were changed since the last commit, and those whose last build says
that something they read has changed; where nothing was built, only the former.
"""

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from evident import paths
from evident.run import inputs
from evident.run.traces import Pieces, changed

# What takes long to make: built books, a browser, copies that are built.
MADE = {"built", "built_book", "built_pdf", "address", "browser", "small", "small_book", "checkout", "shop"}
LEFT_OUT = {
    "faults": "breaks builds in every way",
    "test_audit.py": "moves figures and runs notebooks again",
    "test_book_extension.py": "prints a hundred small books",
    "test_build.py": "builds books",
    "test_drawn.py": "runs notebooks and draws all charts",
    "test_fidelity.py": "prints small books in both forms",
    "test_fonts.py": "cuts fonts again",
    "test_mutations.py": "damages files and builds books",
    "test_publishing.py": "runs notebooks under nbval",
    "test_security_pages.py": "looks at built pages",
    "test_staleness.py": "builds books after changes",
}


def pytest_addoption(parser: pytest.Parser) -> None:
    """The option that `make test-quick` gives."""
    parser.addoption("--quick", action="store_true", help="leave out what takes long (tests/quick.py)")


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what is not quick."""
    if not config.getoption("--quick"):
        return
    kept = [item for item in items if is_quick(item)]
    config.hook.pytest_deselected(items=[item for item in items if not is_quick(item)])
    items[:] = kept


def is_quick(item: pytest.Item) -> bool:
    """Whether a test needs nothing that takes long."""
    return not {item.path.name, item.path.parent.name} & LEFT_OUT.keys() and not MADE & {
        *getattr(item, "fixturenames", ())
    }


def notebooks() -> list[tuple[Path, str]]:
    """The notebooks to run again and compare, each with the reason."""
    edited, state = _edited(), _state(inputs.build_of("baseline"))
    pieces = Pieces()
    found = []
    for notebook in paths.notebooks():
        if paths.short(notebook) in edited:
            found.append((notebook, "changed since the last commit"))
        elif piece := changed(state.get(f"notebook {notebook.stem}", {}), pieces):
            found.append((notebook, f"{piece} has changed since the last build"))
    return found


def _edited() -> set[str]:
    """What git says is changed or new, relative to the report; nothing where there is no git."""
    try:
        said = subprocess.run(
            ["git", "status", "--porcelain", "-z", "--untracked-files=all", "--", "analysis"],
            cwd=paths.report().root, capture_output=True, text=True, check=True,
        ).stdout  # fmt: skip
    except (OSError, subprocess.CalledProcessError):
        return set()
    return {entry[3:] for entry in said.split("\0")}


def _state(build: inputs.Build) -> dict[str, dict[str, str]]:
    """What the notebooks of a build read, by the name of its task; empty if nothing was built."""
    try:
        state = json.loads(build.state.read_text("utf8"))
        return {
            name: values["_values_:"]["trace"]
            for name, values in state.items()
            if name.startswith("notebook ")
        }
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return {}


def lines() -> Iterator[str]:
    """What was left out, and how it is run."""
    yield "left out: tests that need a built book, a browser or a copy of the project, and"
    for name, why in LEFT_OUT.items():
        yield f"  {name} ({why})"
    yield "`make test` runs them, and compares all notebooks"


def main() -> int:
    """Run what is quick; returns pytest's exit code."""
    chosen = notebooks()
    for notebook, why in chosen:
        print(f"{paths.short(notebook)} is run again and compared: {why}")
    if not chosen:
        print("no notebook has changed, nor what one read")
    done = subprocess.run(
        [
            sys.executable, "-m", "pytest", "--quick", "-q", "--no-header", "-n", "auto", "--dist", "loadfile",
            *(["--nbval"] if chosen else []), *(str(notebook) for notebook, _ in chosen), "tests",
        ],
        cwd=paths.report().root, check=False,
    )  # fmt: skip
    print("\n".join(lines()))
    return done.returncode


if __name__ == "__main__":
    sys.exit(main())
