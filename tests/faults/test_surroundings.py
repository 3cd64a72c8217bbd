"""Where, when and by whom a build is called: places, clocks, locales, variables, options of Python, no network.

Belongs here: what surrounds the command and should not matter to the book. Does not: its own files (`test_disk.py`,
`test_leftovers.py`).

What does not matter alone does not matter together: several oddities share a build, which is one of new interpreters.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from ..conftest import Copy
from .bench import DATA, MARK, PROSE, Bench, Change, Outcome, differing, plain, told

OFF = "http://127.0.0.1:9"  # nobody answers there

# By the locale: options of Python, and variables (None: not set).
SURROUNDINGS: dict[str, tuple[Change, tuple[str, ...], dict[str, str | None]]] = {
    "C, farthest east, -O, backend nonsense, no home, no TMPDIR": (
        DATA, ("-O",),
        {
            "LC_ALL": "C", "PYTHONIOENCODING": "ascii", "TZ": "Pacific/Kiritimati", "MPLBACKEND": "nonsense",
            "HOME": None, "TMPDIR": "/nonexistent/tmp", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0",
        },
    ),
    "zh_CN.GB18030, farthest west, -OO, backend TkAgg, home missing": (
        DATA, ("-OO",),
        {
            "LC_ALL": "zh_CN.GB18030", "TZ": "Etc/GMT+12", "MPLBACKEND": "TkAgg", "HOME": "/nonexistent/home",
            "LANGUAGE": "zh_CN", "PYTHONHASHSEED": "7",
        },
    ),
    "de_DE.ISO-8859-1, time zone nonsense, -I, home that may not be written, proxies": (
        PROSE, ("-I",),
        {
            "LC_ALL": "de_DE.ISO-8859-1", "TZ": "Nowhere/Else", "HOME": "/proc/sys", "http_proxy": OFF, "https_proxy": OFF,
            "HTTP_PROXY": OFF, "ALL_PROXY": "socks5://127.0.0.1:9", "no_proxy": "",
        },
    ),
    "POSIX, warnings are errors, PYTHONPATH odd, start-up files, a terminal that is none": (
        PROSE, ("-W", "error"),
        {
            "LC_ALL": "POSIX", "PYTHONWARNINGS": "error", "PYTHONSTARTUP": "/nonexistent.py", "PYTHONINSPECT": "",
            "TERM": "nonsense", "COLUMNS": "3", "PYTHONOPTIMIZE": "2", "PYTHONBREAKPOINT": "0", "LINES": "x",
            "XDG_CONFIG_HOME": "/nonexistent", "XDG_CACHE_HOME": "/nonexistent", "MPLCONFIGDIR": "/nonexistent",
        },
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", SURROUNDINGS)
def test_surroundings_do_not_matter(bench: Bench, name: str) -> None:
    change, python, variables = SURROUNDINGS[name]
    bench.reset(change)
    if "PYTHONPATH odd" in name:
        variables = variables | {
            "PYTHONPATH": f"::/nonexistent:{bench.copy.environment['PYTHONPATH']}:relative:"
        }
    with bench.readable(change):
        done = bench.real("build", python=python, root=None, **variables)
        assert done.code == 0, done.said
        assert differing(bench.book(), bench.clean(change)) == []
        bench.nobody_lives()


@pytest.mark.parametrize("loopback", ["up", "down"])
def test_no_network(bench: Bench, loopback: str) -> None:
    """Nothing is asked of a network, not even of this machine by its own."""
    bench.reset(DATA)
    script = 'exec "$@"' if loopback == "down" else f'"{shutil.which("ip")}" link set lo up && exec "$@"'
    alone = ("unshare", "--net", "sh", "-c", script, "sh")
    if subprocess.run([*alone, "true"], capture_output=True, check=False).returncode:
        pytest.skip("the network may not be taken away here")
    with bench.readable(DATA):
        done = bench.real("build", before=alone)
        assert done.code == 0, done.said
        assert differing(bench.book(), bench.clean(DATA)) == []
        bench.nobody_lives()


# -- places


@pytest.mark.parametrize(
    "name", ["a b'c\"d (1) {x} [y] #1 50% & $HOME; *?! `é` 山西\t~", "-rf", "…\u200b\u202e\U0001f4a5"]
)
def test_odd_names_of_folders(bench: Bench, name: str) -> None:
    """The same book as elsewhere, and the next as well."""
    bench.reset()
    other = bench.folder / "odd" / name / "report"
    shutil.copytree(bench.root, other, ignore=shutil.ignore_patterns("_build", "__pycache__"))
    try:
        done = bench.drive("build", folder=other)
        assert done.code == 0, done.said
        assert differing(book_of(bench, other), bench.old) == []
        PROSE(other)
        done = bench.drive("build", folder=other)
        assert done.code == 0, done.said
        assert differing(book_of(bench, other), bench.clean(PROSE)) == []
    finally:
        shutil.rmtree(bench.folder / "odd")


def book_of(bench: Bench, root: Path) -> dict[str, bytes]:
    return plain(Copy(root).book())


def test_a_folder_that_moves(bench: Bench) -> None:
    """What was built elsewhere is used or made again, and right."""
    bench.reset(PROSE)
    other = bench.folder / "moved"
    shutil.copytree(bench.root, other, symlinks=True)
    try:
        done = bench.drive("build", folder=other)
        assert done.code == 0, done.said
        assert differing(book_of(bench, other), bench.clean(PROSE)) == []
    finally:
        shutil.rmtree(other)


# -- clocks

YEAR = 365.25 * 86400.0


@pytest.mark.parametrize(
    "clock", [40 * YEAR, -40 * YEAR], ids=["in another year", "in another year and backwards"]
)
def test_a_clock_that_is_wrong(bench: Bench, clock: float) -> None:
    bench.reset(DATA)
    with bench.readable(DATA):
        done = bench.drive("build", clock=clock)
        assert done.code == 0, done.said
        assert differing(bench.book(), bench.clean(DATA)) == []
        bench.nobody_lives()
    assert "nothing to do" in bench.drive("build").said


@pytest.mark.parametrize("when", [4102444800, 86400, None], ids=["2100", "1970", "as before"])
def test_times_of_files_do_not_count(bench: Bench, when: int | None) -> None:
    """A chapter as long as before, with another time, or with the time that it had."""
    chapter = bench.root / "chapters/trains.md"
    bench.reset()
    assert bench.drive("build").code == 0
    about = chapter.stat()
    text = chapter.read_text("utf8")
    swapped = text.replace("Senders pay\nfor time", "Senders pay\nfor tame")
    assert text != swapped
    chapter.write_text(swapped, "utf8")
    os.utime(chapter, (when, when) if when else (about.st_atime, about.st_mtime))
    os.utime(chapter, ns=(about.st_atime_ns, about.st_mtime_ns)) if when is None else None
    done = bench.drive("build")
    assert done.code == 0, done.said
    assert "for tame" in bench.copy.html("trains")
    chapter.write_text(text, "utf8")
    os.utime(chapter, ns=(about.st_atime_ns, about.st_mtime_ns))
    done = bench.drive("build")
    assert done.code == 0, done.said
    assert differing(bench.book(), bench.old) == []


# -- what the command talks to


def shell(bench: Bench, script: str, **environment: Any) -> tuple[int, str]:
    """A command in a shell that has the build as `$BUILD`."""
    done = subprocess.run(
        ["bash", "-c", script], cwd=bench.root, check=False, capture_output=True, text=True, timeout=180,
        env=bench.copy.environment | {"BUILD": f"{sys.executable} -m evident.cli build", MARK: str(bench.folder)},
    )  # fmt: skip
    return done.returncode, done.stdout + done.stderr


@pytest.mark.parametrize(
    "script",
    [
        "$BUILD | true; exit ${PIPESTATUS[0]}",
        "$BUILD > /dev/full",
        "$BUILD >&- 2>&-",
        "$BUILD > /dev/full 2> /dev/full",
    ],
    ids=["nobody reads", "full", "closed", "both full"],
)
def test_nobody_hears_what_is_said(bench: Bench, script: str) -> None:
    bench.reset(PROSE)
    with bench.readable(PROSE):
        code, said = shell(bench, script)
        assert code in (0, 1), (code, said)
        assert "Traceback" not in said
        assert "Exception ignored" not in said
        bench.nobody_lives()
        done = bench.drive("build")
        assert done.code == 0, done.said
        assert differing(bench.book(), bench.clean(PROSE)) == []


@pytest.mark.parametrize("most", [64, 12])
def test_few_files_may_be_open(bench: Bench, most: int) -> None:
    bench.reset(PROSE)
    with bench.readable(PROSE):
        code, said = shell(bench, f"ulimit -n {most}; exec $BUILD")
        if code:
            told(Outcome(code, said), "Too many open files")
            assert differing(bench.book(), bench.old) == []
        bench.nobody_lives()
        done = bench.drive("build")
        assert done.code == 0, done.said
        assert differing(bench.book(), bench.clean(PROSE)) == []
