"""What is kept from build to build, and what is published, spoilt: noticed or made again, never printed.

Belongs here: files below `_build/` that are not what the last build left. Does not: a disk that refuses (`test_disk.py`).
"""

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from .bench import DATA, PROSE, Bench, differing, told

Spoil = Callable[[Path], None]


def binary(path: Path) -> None:
    path.write_bytes(bytes(range(256)) * 3)


def empty(path: Path) -> None:
    path.write_bytes(b"")


def truncated(path: Path) -> None:
    content = path.read_bytes()
    path.write_bytes(content[: len(content) // 2])


def holding(content: str) -> Spoil:
    def write(path: Path) -> None:
        path.write_text(content, "utf8")

    write.__qualname__ = f"holding {content[:20]}"
    return write


def lost(path: Path) -> None:
    path.unlink()


def folder(path: Path) -> None:
    path.unlink()
    path.mkdir()
    (path / "something").write_text("in the way", "utf8")


def touched(path: Path) -> None:
    """As long as before, with the time of before."""
    content, about = bytearray(path.read_bytes()), path.stat()
    content[len(content) // 2] ^= 1
    path.write_bytes(content)
    os.utime(path, ns=(about.st_atime_ns, about.st_mtime_ns))


STATE, STANDING, KEPT = ".state", ".standing", ".work/kept.json"
TREES, TREE = ".work/doctrees/environment.pickle", ".work/doctrees/provinces.doctree"
RUN, PAGE, SET = "notebooks/provinces.ipynb", ".work/html/provinces.html", ".work/typst/chapters.json"
OLDER = '{"notebook trains": {"_values_:": {"trace": {"x": "y"}, "given": 1, "made": 2}, "checker:": "MD5Checker"}}'
SPOILT: list[tuple[str, Spoil]] = [
    *((STATE, spoil) for spoil in (binary, empty, truncated, holding('{"notebook trains": 5}'), holding(OLDER), folder)),
    *((STANDING, spoil) for spoil in (binary, folder)),
    *((KEPT, spoil) for spoil in (binary, truncated, lost, holding('{"shared": 1}'), folder)),
    *((TREES, spoil) for spoil in (binary, truncated, lost)),
    *((TREE, spoil) for spoil in (binary, truncated, lost)),
    *((RUN, spoil) for spoil in (binary, truncated, folder)),
    *((PAGE, spoil) for spoil in (lost, touched)),
    *((SET, spoil) for spoil in (binary, holding("{}"))),
    (".work/departures-data.zip", truncated), (".work/departures-data.xlsx", lost), (".work/data.digest", binary),
]  # fmt: skip


def named(case: tuple[str, Spoil]) -> str:
    return f"{case[0].rpartition('/')[2]} {case[1].__qualname__.partition('.')[0]}"


@pytest.mark.parametrize("case", SPOILT, ids=named)
def test_what_is_kept_is_spoilt(bench: Bench, case: tuple[str, Spoil]) -> None:
    name, spoil = case
    # Of one word only its page is written; of one figure all are, also those that are not read again.
    change = DATA if name == TREE else PROSE
    bench.reset(change)
    spoil(bench.file(name))
    with bench.readable(change):
        bench.is_right(change)
        bench.nobody_lives()


# -- what is published


def another_book(bench: Bench) -> None:
    """The name of the pages is a folder, as a copy made by hand would be."""
    html = bench.file("html")
    content = html.resolve()
    html.unlink()
    shutil.copytree(content, html)


def a_file(bench: Bench) -> None:
    bench.file("html").unlink()
    bench.file("html").write_text("a note of mine", "utf8")


def dangling(bench: Bench) -> None:
    bench.file(".current").unlink()
    bench.file(".current").symlink_to(".books/999")


def nothing_current(bench: Bench) -> None:
    bench.file(".current").unlink()


def a_folder_is_current(bench: Bench) -> None:
    books = bench.file(".current").resolve()
    bench.file(".current").unlink()
    books.rename(bench.file(".current"))


def no_books(bench: Bench) -> None:
    shutil.rmtree(bench.file(".books"))


def books_are_a_file(bench: Bench) -> None:
    no_books(bench)
    bench.file(".books").write_text("a note of mine", "utf8")


def the_list_is_lost(bench: Bench) -> None:
    bench.file(".current/files.json").unlink()


def published(name: str, spoil: Spoil) -> Callable[[Bench], None]:
    def change(bench: Bench) -> None:
        spoil(bench.file(name))

    change.__name__ = f"{name} {spoil.__qualname__.partition('.')[0]}"
    return change


PUBLISHED: tuple[Callable[[Bench], None], ...] = (
    another_book, a_file, dangling, nothing_current, a_folder_is_current, no_books, books_are_a_file, the_list_is_lost,
    published("html/trains.html", lost), published("html/trains.html", binary),
    published("departures.pdf", lost), published("departures.pdf", truncated),
    published("html/_downloads/departures-data.zip", empty),
)  # fmt: skip


@pytest.mark.parametrize("change", PUBLISHED, ids=lambda change: change.__name__)
def test_what_is_published_is_changed_by_hand(bench: Bench, change: Callable[[Bench], None]) -> None:
    """With nothing else to do: the book of before is published again."""
    bench.reset()
    assert bench.drive("build").code == 0
    change(bench)
    done = bench.drive("build")
    assert done.code == 0, done.said
    assert differing(bench.book(), bench.old) == []
    bench.nobody_lives()


def test_the_lock_is_a_folder(bench: Bench) -> None:
    bench.reset(PROSE)
    folder(bench.file(".lock"))
    with bench.readable(PROSE):
        told(bench.drive("build"), r"_build/baseline/\.lock: Is a directory; mend that")
        assert differing(bench.book(), bench.old) == []
        shutil.rmtree(bench.file(".lock"))
        bench.is_right(PROSE)


def test_a_set_pdf_that_is_spoilt_is_set_again(bench: Bench) -> None:
    """Also when no page of it has changed and only what is published is lost."""
    bench.reset()
    assert bench.drive("build").code == 0
    truncated(bench.file(".work/typst/departures.pdf"))
    truncated(bench.file(".work/html/_static/book.css"))
    lost(bench.file("departures.pdf"))
    assert bench.drive("build").code == 0
    assert differing(bench.book(), bench.old) == []


def test_half_a_switch(bench: Bench) -> None:
    """As a build leaves it that is killed between its last steps, and one that was killed while it copied."""
    bench.reset(PROSE)
    shutil.copytree(bench.file(".books/1/html"), bench.file(".books/2/html"))
    bench.file(".current.new").symlink_to(".books/2")
    with bench.readable(PROSE):
        bench.is_right(PROSE)
    assert not bench.file(".current.new").is_symlink()
    assert sorted(path.name for path in bench.file(".books").iterdir()) == ["1", "3"]
