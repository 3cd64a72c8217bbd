"""Disks that are full, folders that may not be written, what is kept from build to build spoilt.

Belongs here: the files of the build. Does not: the environment of the command (`test_surroundings.py`).
"""

import errno
import os
import shutil
import subprocess
from dataclasses import replace

import pytest

from .bench import DATA, PROSE, Bench, Change, differing, told
from .driver import Fault

FULL = "No space left on device|is the disk full"
NOBODY = 65534

# What is being written when the disk is full. Most of it happens in other processes than the main one.
WRITING: dict[str, tuple[Change, Fault]] = {
    "an executed notebook": (DATA, Fault("nbformat:write")),
    "its taking its place": (DATA, Fault("pathlib:Path.replace", given="trains.ipynb")),
    "what a notebook read": (DATA, Fault("pathlib:Path.write_text", given="reads.part")),
    "a tree of a chapter": (PROSE, Fault("sphinx.builders:Builder.write_doctree")),
    "what was read of all chapters": (PROSE, Fault("pickle:dump")),
    "a page": (PROSE, Fault("builtins:open", given="trains.html")),
    "the files beside the pages": (PROSE, Fault("evident.book:write_downloads")),
    "the style of the pages": (PROSE, Fault("pathlib:Path.write_text", given="book.css")),
    "the source of the PDF": (PROSE, Fault("pathlib:Path.write_text", given="trains.typ")),
    "the PDF": (PROSE, Fault("pathlib:Path.write_bytes", given=".pdf.part")),
    "the list of pages that are kept": (PROSE, Fault("pathlib:Path.write_text", given="kept.json")),
    "the archive of the data set": (DATA, Fault("evident.run.dataset:write_archive")),
    "the workbook of the data set": (DATA, Fault("xlsxwriter:Workbook.close")),
    "the folder of the next book": (PROSE, Fault("pathlib:Path.mkdir", given=".books/2'")),
    "a page of the next book": (PROSE, Fault("shutil:copyfile", given="trains.html")),
    "the PDF of the next book": (PROSE, Fault("shutil:copyfile", given="departures.pdf')", nth=2)),
    "the list of files of the next book": (PROSE, Fault("pathlib:Path.write_text", given="files.json")),
    "the name that is switched": (PROSE, Fault("pathlib:Path.symlink_to")),
    "the switch itself": (PROSE, Fault("pathlib:Path.replace", given=".current.new")),
}


@pytest.mark.parametrize("what", WRITING)
def test_a_full_disk_while_writing(bench: Bench, what: str) -> None:
    change, fault = WRITING[what]
    bench.reset(change)
    with bench.readable(change):
        told(bench.drive("build", faults=(replace(fault, errno=errno.ENOSPC),)), FULL)
        assert differing(bench.book(), bench.old) == []
        bench.nobody_lives()
        bench.is_right(change)


def test_a_disk_that_is_really_full(bench: Bench) -> None:
    """The folder of the build is a file system of its own, with no room for the next book."""
    bench.reset(PROSE)
    build = bench.file("")
    used = sum(file.stat().st_blocks * 512 for file in build.rglob("*") if not file.is_symlink()) // 1024
    aside = build.with_name("aside")
    build.rename(aside)
    build.mkdir()
    if not mounted("-t", "tmpfs", "-o", f"size={used + 300}k", "tmpfs", str(build)):
        pytest.skip("no file system may be mounted here")
    try:
        shutil.copytree(aside, build, symlinks=True, dirs_exist_ok=True)
        with bench.readable(PROSE):
            told(bench.drive("build"), FULL)
            assert differing(bench.book(), bench.old) == []
            bench.nobody_lives()
            assert mounted("-o", f"remount,size={used * 4}k", str(build))
            bench.is_right(PROSE)
    finally:
        subprocess.run(["umount", "-l", str(build)], check=True)


def mounted(*arguments: str) -> bool:
    return subprocess.run(["mount", *arguments], capture_output=True, check=False).returncode == 0


def test_files_may_not_be_large(bench: Bench) -> None:
    """As a disk quota has it: larger files than of 60 kB are refused."""
    bench.reset(PROSE)
    with bench.readable(PROSE):
        told(bench.real("build", before=("prlimit", "--fsize=60000")), "File too large")
        assert differing(bench.book(), bench.old) == []
        bench.nobody_lives()
        bench.is_right(PROSE)


# -- what may not be written


def test_a_tree_that_may_only_be_read(bench: Bench) -> None:
    bench.reset(PROSE)
    root = str(bench.root)
    script = (
        f"mount --bind '{root}' '{root}' && mount -o remount,ro,bind '{root}' && cd '{root}' && exec \"$@\""
    )
    alone = ("unshare", "--mount", "sh", "-c", script, "sh")
    if subprocess.run([*alone, "true"], capture_output=True, check=False).returncode:
        pytest.skip("no file system may be mounted here")
    with bench.readable(PROSE):
        told(bench.real("build", before=alone), r"_build/baseline/\S+: Read-only file system")
        assert differing(bench.book(), bench.old) == []
        bench.is_right(PROSE)


# What belongs to another user: everything, or something in a folder that is one's own.
OTHERS = (
    "everything",
    ".lock",
    ".work",
    ".work/html",
    ".books",
    "notebooks",
    ".state",
    ".work/kept.json",
    ".work/doctrees",
)


@pytest.mark.parametrize("name", OTHERS)
def test_files_of_another_user(bench: Bench, name: str) -> None:
    if os.getuid():
        pytest.skip("only root can be somebody else")
    change = DATA if name in ("notebooks", ".state") else PROSE
    bench.reset(change)
    if name != "everything":
        for path in (bench.file(""), *bench.file("").rglob("*")):
            if not path.is_relative_to(bench.file(name)):
                os.chown(path, NOBODY, NOBODY, follow_symlinks=False)
    with bench.readable(change):
        done = bench.drive("build", user=NOBODY)
        if done.code:  # a file may be replaced in a folder of one's own
            told(done, r"_build/baseline/\S+: Permission denied|_build/baseline/\S+: Operation not permitted")
            assert differing(bench.book(), bench.old) == []
        else:
            assert differing(bench.book(), bench.clean(change)) == []
        bench.nobody_lives()
        bench.drive("build")
        assert differing(bench.book(), bench.clean(change)) == []
