"""Cells that end their kernel, hang, or print without end.

Belongs here: what a cell of a notebook does to the build. Does not: errors that a cell raises and that its author wants
to see (`test_build.py`), signals from elsewhere (`test_killed.py`).
"""

import pytest

from .bench import PROSE, Bench, differing, in_cell, replaced, told

CELL = r"analysis/provinces\.ipynb, cell 'open': "
TO_PARENT = "import os; os.kill(os.getppid(), 9); __import__('time').sleep(60)"
TO_FORGE = (
    "import os, time; stat = open(f'/proc/{os.getppid()}/stat').read(); "
    "os.kill(int(stat.rsplit(')', 1)[1].split()[1]), 9); time.sleep(60)"
)
TOO_LONG = rf"{CELL}it ran longer than 1 seconds; .*`--limit SECONDS` or `time_limit:`"
TOO_MUCH = rf"{CELL}its outputs are larger than 20 MB; print less"

# What the cell does, options of the command, and what the build says.
CELLS: dict[str, tuple[str, tuple[str, ...], str]] = {
    "ends the kernel": ("import os; os._exit(3)", (), rf"{CELL}the kernel was ended by exit status 3"),
    "ends it and says all is well": ("import os; os._exit(0)", (), rf"{CELL}the kernel was ended by exit status 0"),
    "aborts": ("import os; os.abort()", (), rf"{CELL}the kernel was ended by signal 6 \(SIGABRT\)"),
    "is killed as by a system without memory": (
        "import os; os.kill(os.getpid(), 9)", (), rf"{CELL}the kernel was ended by signal 9 \(SIGKILL\).*memory",
    ),
    "raises MemoryError": ("raise MemoryError", (), rf"{CELL}MemoryError"),
    "asks for more memory than there is": (
        "import resource; resource.setrlimit(resource.RLIMIT_AS, (2**32,) * 2); b'x' * 2**36", (), rf"{CELL}MemoryError",
    ),
    "leaves Python": ("raise SystemExit(0)", (), rf"{CELL}SystemExit"),
    "crashes in C": ("import ctypes; ctypes.string_at(0)", (), rf"{CELL}the kernel was ended by signal 11 \(SIGSEGV\)"),
    "kills its worker": (TO_PARENT, (), r"ended by signal 9 \(SIGKILL\)"),
    "kills the forge": (TO_FORGE, (), r"ended by signal 9 \(SIGKILL\)"),
    "hangs": ("import time; time.sleep(3600)", ("--limit", "1"), TOO_LONG),
    "hangs and ignores an interrupt": (
        "import signal; signal.signal(signal.SIGINT, signal.SIG_IGN)\nwhile True: pass", ("--limit", "1"), TOO_LONG,
    ),
    "closes what the kernel talks through": ("import os; os.closerange(3, 200)", ("--limit", "2"), CELL),
    "prints a gigabyte in many lines": ("for _ in range(10**7): print('x' * 100)", (), TOO_MUCH),
    "prints a hundred megabytes at once": ("print('x' * 10**8)", (), TOO_MUCH),
    "shows eighty megabytes": ("from IPython.display import HTML, display; display(HTML('x' * 80_000_000))", (), TOO_MUCH),
    "leaves a process behind": (
        "import subprocess, os; subprocess.Popen(['sleep', '600']); os._exit(3)", (), "exit status 3",
    ),
}  # fmt: skip


@pytest.mark.parametrize("does", CELLS)
def test_a_cell_that(bench: Bench, does: str) -> None:
    code, options, says = CELLS[does]
    bench.reset(PROSE)
    whole = (bench.root / "analysis/provinces.ipynb").read_bytes()
    in_cell(code)(bench.root)
    with bench.readable(PROSE):
        told(bench.drive("build", *options), says)
        assert differing(bench.book(), bench.old) == []
        bench.nobody_lives()
        (bench.root / "analysis/provinces.ipynb").write_bytes(whole)
        bench.is_right(PROSE)


def test_a_time_limit_of_the_edition(bench: Bench) -> None:
    bench.reset(PROSE)
    kept = {
        name: (bench.root / name).read_bytes()
        for name in ("analysis/provinces.ipynb", "data/editions/baseline.yml")
    }
    in_cell("import time; time.sleep(3600)")(bench.root)
    replaced("data/editions/baseline.yml", "title: Baseline\n", "title: Baseline\ntime_limit: 1\n")(
        bench.root
    )
    with bench.readable(PROSE):
        told(bench.drive("build"), TOO_LONG)
        assert differing(bench.book(), bench.old) == []
        bench.nobody_lives()
        for name, content in kept.items():
            (bench.root / name).write_bytes(content)
        bench.is_right(PROSE)
