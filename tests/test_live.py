"""Notebooks in a kernel in which a person works: cells run again, files are edited meanwhile, exports are shown.

One kernel is started for all tests with it (two seconds), as JupyterLab starts it and with the same messages.
"""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from queue import Empty
from typing import Any

import pytest
from jupyter_client.blocking.client import BlockingKernelClient
from jupyter_client.manager import KernelManager

from evident.export.live import Cell, Cells, Export
from evident.run.notebooks import read_cells

from .conftest import SMALL

HTML = "text/html"
A, B = Cell("a", "cell a"), Cell("b", "cell b")
X = Export("fact", "theme.x")


class Kernel:
    """A kernel of JupyterLab on a copy of the small report."""

    def __init__(self, root: Path, client: BlockingKernelClient) -> None:
        self.root, self.client = root, client

    def run(self, source: str, cell: str | None = None) -> tuple[list[dict[str, Any]], str]:
        """Run a cell; what it displayed, and the error, empty if there is none.

        Args:
            cell: its id as JupyterLab sends it; None as a front end that sends none.
        """
        content = {"code": source, "silent": False, "store_history": True, "user_expressions": {}}
        message = self.client.session.msg("execute_request", content)
        message["metadata"] = {"cellId": cell} if cell else {}
        self.client.shell_channel.send(message)
        shown, error = [], ""
        while True:
            try:
                told = self.client.get_iopub_msg(timeout=60)
            except Empty:
                pytest.fail("the kernel does not answer")
            if told["parent_header"].get("msg_id") != message["header"]["msg_id"]:
                continue
            kind, said = told["msg_type"], told["content"]
            if kind in ("display_data", "execute_result"):
                shown.append(said["data"])
            elif kind == "error":
                error = f"{said['ename']}: {said['evalue']}"
            elif kind == "status" and said["execution_state"] == "idle":
                return shown, error

    def value(self, expression: str) -> str:
        """The value of an expression, without a cell being run for it."""
        shown, error = self.run(f"{expression}", "asked")
        assert not error, error
        return str(shown[-1]["text/plain"])

    def cells(self, *ids: str) -> list[dict[str, Any]]:
        """Run cells of trains.ipynb as they stand in the file; what they displayed."""
        found = []
        for cell in read_cells(self.root / "analysis/trains.ipynb"):
            if cell.id in ids:
                shown, error = self.run(cell.source, cell.id)
                assert not error, error
                found += shown
        return found

    def edit(self, name: str, old: str, new: str) -> None:
        """Save a file of the report with a text replaced."""
        path = self.root / name
        text = path.read_text("utf8")
        assert old in text
        path.write_text(text.replace(old, new), "utf8")
        # A kernel compares times of whole seconds with those of compiled modules.
        os.utime(path, (path.stat().st_atime, path.stat().st_mtime + 5))


@pytest.fixture(scope="module")
def kernel(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Kernel]:
    root = tmp_path_factory.mktemp("live") / "report"
    shutil.copytree(SMALL, root, ignore=shutil.ignore_patterns("_build", "__pycache__", ".*"))
    manager = KernelManager(kernel_name="python3")
    without = {key: value for key, value in os.environ.items() if not key.startswith("EVIDENT_")}
    manager.start_kernel(cwd=str(root / "analysis"), env=without)
    client = manager.client()
    client.start_channels()
    client.wait_for_ready(timeout=60)
    yield Kernel(root, client)
    client.stop_channels()
    manager.shutdown_kernel(now=True)


@pytest.fixture
def opened(kernel: Kernel) -> Kernel:
    """The notebook opened anew."""
    kernel.cells("parameters", "open")
    return kernel


def test_a_cell_that_runs_again_replaces_what_it_exported(opened: Kernel) -> None:
    opened.cells("counts", "years", "price")
    before = opened.value("len(nb.facts), len(nb.claims), len(nb.exhibits)")
    opened.cells("counts")  # it failed here: "fact trains.trains_2020 was exported before"
    assert opened.value("len(nb.facts), len(nb.claims), len(nb.exhibits)") == before
    assert opened.value("'trains.price_ratio' in nb.facts") == "True"


def test_an_edited_cell_leaves_nothing_of_what_it_was(opened: Kernel) -> None:
    opened.run('nb.fact("old", evidence["china-trains-2020-a"])', "one")
    opened.run('nb.fact("trains_2020", evidence["china-trains-2020-a"])', "one")
    assert opened.value("list(nb.facts)") == "['trains.trains_2020']"


def test_two_cells_with_one_name_are_both_named(opened: Kernel) -> None:
    line = 'nb.fact("trains_2020", evidence["china-trains-2020-a"])'
    opened.run(line, "one")
    _, error = opened.run(f"# again\n{line}", "two")
    assert error == (
        f"ExportError: fact trains.trains_2020 was exported before: by cell one that begins with {line[:50]!r}, and now by "
        "cell two that begins with '# again'; give one of the two another name, or, if it was moved, run the cell it was "
        "moved from"
    )
    opened.run("pass", "one")  # it was moved
    assert opened.run(line, "two")[1] == ""


def test_a_name_twice_in_one_cell_is_an_error(opened: Kernel) -> None:
    line = 'nb.fact("trains_2020", evidence["china-trains-2020-a"])'
    assert ": twice by cell one that begins with" in opened.run(f"{line}\n{line}", "one")[1]


def test_a_front_end_that_sends_no_id_is_told_cells_by_their_text(opened: Kernel) -> None:
    line = 'nb.fact("trains_2020", evidence["china-trains-2020-a"])'
    assert opened.run(line)[1] == opened.run(line)[1] == ""
    assert 'by the cell that begins with \'nb.fact("trains_2020"' in opened.run(f"{line};")[1]


def test_the_notebook_can_be_closed_twice(opened: Kernel) -> None:
    opened.cells("price")
    assert next(opened.run("nb.close()", "end") for _ in range(2))[1] == ""
    assert [one["text/plain"] for one in opened.run("nb.close()", "end")[0]][-1].startswith(
        "8 facts, 1 claims"
    )


def test_parameters_that_were_not_run_are_named(kernel: Kernel) -> None:
    kernel.run("%reset -f", "reset")
    opening = 'from evident.run.session import open_notebook\nopen_notebook("trains", globals())'
    assert (
        "which the kernel does not have; run the cell tagged `parameters` first"
        in kernel.run(opening, "open")[1]
    )


def test_edits_of_a_model_are_seen_when_a_cell_runs_again(opened: Kernel) -> None:
    opened.cells("price")
    was = opened.value('nb.facts["trains.price_ratio"]["value"]')
    opened.edit(
        "analysis/departures/models.py",
        "def price_ratio(",
        "def price_ratio(*_):\n    return 7.0\n\n\ndef _was(",
    )
    opened.cells("price")
    assert (was, opened.value('nb.facts["trains.price_ratio"]["value"]')) == ("2.0", "7.0")


def test_edits_of_figures_and_words_are_seen_when_the_notebook_is_opened_again(opened: Kernel) -> None:
    opened.edit("data/observations.csv", ",12400,,trains", ",12500,,trains")
    opened.edit("analysis/departures/words/en/trains.yml", "xian: Trains of Xi'an", "xian: Freight of Xi'an")
    opened.cells("open", "counts")
    assert opened.value('nb.facts["trains.trains_2020"]["value"]') == "12500.0"
    assert opened.value('nb.facts["trains.xian"]["label"]') == '"Freight of Xi\'an in 2024"'


def test_exports_are_shown_as_they_will_be_printed(opened: Kernel) -> None:
    shown = opened.cells("counts")
    fact = next(data for data in shown if "trains.four_share" in data["text/plain"].split(" = ")[0])
    for text in ("about 53%", "Share of four cities", "Computed: ", "exact: 52.8", "unit: percent", "xian-trains-2024-a",
                 "China Railway Container Transport, More than 19,000"):  # fmt: skip
        assert text in fact[HTML], text
    claim = next(data[HTML] for data in shown if data["text/plain"].startswith("trains.xian_first "))
    assert "Tested, and holds" in claim
    assert "Tested: Trains of Xi&#x27;an" in claim or "Freight of Xi&#x27;an" in claim
    exhibit = shown[-1][HTML]
    assert exhibit.count("<img ") == 2
    for text in (
        "Xi’an has more trains than any other",  # with the apostrophe that the book prints
        "by city",
        "<td",
        "Alt text: Bars",
        "otherwise: “Xi’an no",
    ):
        assert text in exhibit, text


# -- without a kernel


def test_what_another_cell_says_too_is_not_taken_back() -> None:
    taken: list[Export] = []
    cells = Cells(taken.append)
    problem = Export("problem", "no figure")
    for cell in (A, B):
        cells.begin(cell)
        cells.exported(problem)
    cells.begin(A)
    assert taken == []
    cells.begin(B)
    assert taken == [problem]


def test_where_there_are_no_cells_nobody_is_named() -> None:
    cells = Cells(lambda export: None)
    cells.exported(X)
    assert cells.taken_by(X.name) == ""
