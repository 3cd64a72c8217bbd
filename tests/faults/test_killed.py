"""Builds that are killed, interrupted or asked to end, at each step.

Belongs here: signals to the processes of a build. Does not: kernels that end themselves (`test_kernels.py`).
"""

import shutil
import signal
import subprocess
import sys
import time
from dataclasses import replace

import pytest

from .bench import DATA, PROSE, Bench, Change, differing, told
from .driver import Fault

# The steps of a build, by the function that is called there, in whichever process.
STEPS: dict[str, tuple[Change, Fault]] = {
    "while the evidence is checked": (DATA, Fault("evident.run.steps:faults_of_evidence")),
    "while a notebook runs": (DATA, Fault("evident.run.executing:_Client.execute_cell", nth=3)),
    "while a notebook is written": (DATA, Fault("nbformat:write", after=True)),
    "while a notebook takes its place": (DATA, Fault("evident.run.executing:_read")),
    "while chapters are read": (PROSE, Fault("evident.book.printing:_read")),
    "while what was read is kept": (PROSE, Fault("pickle:dump")),
    "while HTML is written": (PROSE, Fault("evident.book.printing:_write_html")),
    "when HTML has been written": (PROSE, Fault("evident.book.printing:_write_html", after=True)),
    "while the PDF is set": (PROSE, Fault("evident.book.printing:_write_pdf")),
    "when the PDF has been set": (PROSE, Fault("evident.book.printing:_write_pdf", after=True)),
    "before the list of pages is kept": (PROSE, Fault("evident.book.kept:Kept.write")),
    "while the data set is packed": (DATA, Fault("evident.run.dataset_workbook:write")),
    "before the book is laid beside the last": (PROSE, Fault("shutil:copytree")),
    "while it is laid beside the last": (PROSE, Fault("shutil:copyfile", given=".books/2", nth=5)),
    "before the list of its files is written": (
        PROSE,
        Fault("evident.run.publication:_listed", nth=1, after=True),
    ),
    "before the name is switched": (PROSE, Fault("evident.run.publication:_point")),
}

KILLED = [*STEPS]
# What is asked to end may end in its own way: once in each part of a build.
ASKED = {
    signal.SIGINT: ("while a notebook runs", "while HTML is written"),
    signal.SIGTERM: ("while chapters are read", "while the PDF is set", "before the list of pages is kept"),
    signal.SIGHUP: ("while the evidence is checked", "while the data set is packed"),
}


def disturbed(bench: Bench, change: Change, fault: Fault) -> "tuple[int, str]":
    """A build with a fault that stops it, and the next one, which is right."""
    bench.reset(change)
    with bench.readable(change):
        done = bench.drive("build", faults=(fault,))
        bench.nobody_lives()
        assert differing(bench.book(), bench.old) == []
        bench.is_right(change)
    return done.code, done.said


@pytest.mark.parametrize("step", KILLED)
def test_killed(bench: Bench, step: str) -> None:
    change, fault = STEPS[step]
    code, _ = disturbed(bench, change, replace(fault, signal=signal.SIGKILL))
    assert code == -signal.SIGKILL


@pytest.mark.parametrize(("number", "step"), [(n, s) for n, steps in ASKED.items() for s in steps])
def test_asked_to_end(bench: Bench, number: signal.Signals, step: str) -> None:
    change, fault = STEPS[step]
    code, said = disturbed(bench, change, replace(fault, signal=number))
    assert code == 130, said
    assert f"stopped by {number.name}; the last good book stays" in said
    assert "Traceback" not in said
    assert "nothing to do" not in said
    assert "✗" not in said


@pytest.mark.parametrize("step", ["while it is laid beside the last", "before the name is switched"])
def test_who_asks_while_the_book_is_published_comes_too_late(bench: Bench, step: str) -> None:
    change, fault = STEPS[step]
    bench.reset(change)
    with bench.readable(change):
        done = bench.drive("build", faults=(replace(fault, signal=signal.SIGTERM),))
        assert done.code == 0, done.said
        assert differing(bench.book(), bench.clean(change)) == []
        bench.nobody_lives()


def test_killed_when_the_name_has_been_switched(bench: Bench) -> None:
    """The new book is published then; the next build notices what is left over."""
    bench.reset(PROSE)
    with bench.readable(PROSE):
        fault = Fault("evident.run.publication:_point", after=True, signal=signal.SIGKILL)
        assert bench.drive("build", faults=(fault,)).code == -signal.SIGKILL
        assert differing(bench.book(), bench.clean(PROSE)) == []
        bench.nobody_lives()
        assert bench.drive("build").code == 0
        assert differing(bench.book(), bench.clean(PROSE)) == []


def test_killed_before_the_first_book_has_its_names(bench: Bench) -> None:
    """Nothing was there before: the next build is the first whole one."""
    bench.reset(PROSE)
    shutil.rmtree(bench.file(".books"))
    for name in (".current", "html", "departures.pdf"):
        bench.file(name).unlink()
    fault = Fault("evident.run.publication:lead", signal=signal.SIGKILL)
    assert bench.drive("build", faults=(fault,)).code == -signal.SIGKILL
    bench.nobody_lives()
    assert bench.drive("build").code == 0
    assert differing(bench.book(), bench.clean(PROSE)) == []


def started(bench: Bench, ignoring: signal.Signals | None = None) -> "subprocess.Popen[str]":
    """A command as an author starts it, in a shell that ignores no signal or one."""

    def shell() -> None:
        for kind in (signal.SIGINT, signal.SIGHUP):
            signal.signal(kind, signal.SIG_IGN if kind == ignoring else signal.SIG_DFL)

    return subprocess.Popen(
        [sys.executable, "-m", "evident.cli", "build"], cwd=bench.root, env=bench.copy.environment, text=True,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, preexec_fn=shell,
    )  # fmt: skip


def test_interrupted_at_any_time(bench: Bench) -> None:
    """Also while Python starts and imports."""
    bench.reset(PROSE)
    with bench.readable(PROSE):
        for seconds in (0.02, 0.1, 0.2, 0.35, 0.6, 1.0):
            build = started(bench)
            time.sleep(seconds)
            build.send_signal(signal.SIGINT)
            said, _ = build.communicate(timeout=60)
            if build.returncode == 0:  # on a machine that is quicker than that
                continue
            assert build.returncode in (1, 130, -signal.SIGINT), said
            assert "nothing to do" not in said
            assert differing(bench.book(), bench.old) == []
            bench.nobody_lives()
        bench.drive("build")
        assert differing(bench.book(), bench.clean(PROSE)) == []


def test_a_terminal_that_is_closed_does_not_end_what_ignores_it(bench: Bench) -> None:
    """As `nohup` starts it."""
    bench.reset(PROSE)
    with bench.readable(PROSE):
        build = started(bench, ignoring=signal.SIGHUP)
        while build.poll() is None:
            build.send_signal(signal.SIGHUP)
            time.sleep(0.1)
        assert build.returncode == 0, build.communicate()
        assert differing(bench.book(), bench.clean(PROSE)) == []


# -- the others that work for a build

OTHERS = {
    "the worker of a notebook": (DATA, Fault("evident.run.executing:_read", signal=signal.SIGKILL, to="here")),
    "the kernel": (DATA, Fault("evident.run.kernels:_watch", signal=signal.SIGKILL, to="here")),
    "the kernel when it has run": (DATA, Fault("evident.run.watching:modules", signal=signal.SIGKILL, to="here")),
    "the printer": (PROSE, Fault("evident.book.printing:_write_html", signal=signal.SIGTERM, to="here")),
    "who sets the PDF": (PROSE, Fault("evident.book.printing:_write_pdf", signal=signal.SIGKILL, to="here")),
    "who packs the data set": (DATA, Fault("evident.run.dataset:write", signal=signal.SIGKILL, to="here")),
    "the forge of the notebooks": (DATA, Fault("evident.run.executing:_read", signal=signal.SIGKILL, to="parent")),
    "the forge of the book": (PROSE, Fault("evident.book.printing:_write_html", signal=signal.SIGKILL, to="parent")),
    "a forge that has nothing to do yet": (PROSE, Fault("evident.run.forge:_next", signal=signal.SIGKILL, to="here")),
}  # fmt: skip


@pytest.mark.parametrize("who", OTHERS)
def test_killed_at_work(bench: Bench, who: str) -> None:
    change, fault = OTHERS[who]
    bench.reset(change)
    with bench.readable(change):
        told(
            bench.drive("build", faults=(fault,)),
            rf"ended by signal \d+ \({signal.Signals(fault.signal).name}\)",
        )
        assert differing(bench.book(), bench.old) == []
        bench.nobody_lives()
        bench.is_right(change)
