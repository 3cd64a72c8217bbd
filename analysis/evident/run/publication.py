"""Publishing a book: its forms and data set of one edition together, or a site of several, at once, or not at all.

Belongs here: putting a book that is complete in the place of the last one. Does not: making its parts.

Books lie side by side in `.books/`. The name `.current` points to the one that is published; `html` and the PDF's
name lead through it. A new book is laid beside the last one and `.current` is switched with one rename, which the file
system does at once: whoever reads, or serves the folder, has the old book or the new one. The book before stays until
the next, for those who are still reading it.
"""

import json
import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from evident.run.inputs import Build

_LIST = "files.json"


@contextmanager
def laid(folder: Path) -> Iterator[Path]:
    """A new book of a folder: empty, to be filled inside the block; at its end `.current` is switched to it.

    Of the books before, the last stays.

    Raises:
        OSError: it could not be written; what was published stays.
    """
    books, current = folder / ".books", folder / ".current"
    if not books.is_dir():
        remove(books)
    books.mkdir(parents=True, exist_ok=True)
    last = current.resolve() if current.is_symlink() else None
    numbers = [int(path.name) for path in books.iterdir() if path.name.isdecimal()]
    new = books / str(max(numbers, default=0) + 1)
    try:
        new.mkdir()
        yield new
        (new / _LIST).write_text(json.dumps(_listed(new)), "utf8")
        _point(current, Path(".books") / new.name)
    except BaseException:
        shutil.rmtree(new, ignore_errors=True)
        raise
    for path in books.iterdir():
        if path not in (new, last):
            shutil.rmtree(path, ignore_errors=True)


@dataclass(frozen=True)
class Book:
    """A book in one language that is complete, to be published.

    Attributes:
        build: where it goes.
        html: the folder of its pages; None if it has none.
        whole: the files that are a whole book each, by their form.
        beside: files that the pages offer, put into `_downloads/`.
    """

    build: Build
    html: Path | None
    whole: Mapping[str, list[Path]]
    beside: list[Path]


def publish(books: list[Book], *, links: bool = False) -> None:
    """Publish a book with its translations, which lie below its pages.

    Args:
        books: that of the chapters' own language first.
        links: make links to the files in place of copies, which is quicker; whoever changes one changes both.

    Raises:
        OSError: it could not be written; what was published stays.
    """
    main = books[0].build
    with laid(main.folder) as new:
        for book in books:
            whole = [file for files in book.whole.values() for file in files]
            if book.html:
                pages = new / book.build.html.relative_to(main.folder)
                copy = os.link if links else shutil.copyfile
                shutil.copytree(book.html, pages, copy_function=copy, dirs_exist_ok=True)
                downloads = pages / "_downloads"
                downloads.mkdir(exist_ok=True)
                for file in (*book.beside, *whole):
                    shutil.copyfile(file, downloads / file.name)
            for file in whole:
                shutil.copyfile(file, new / file.name)
    lead(main.html, Path(".current/html"), books[0].html is not None)
    for book in books:
        for form in ("typst", "epub"):
            for name in book.build.made(form):
                lead(name, Path(".current") / name.name, form in book.whole)


def intact(build: Build, forms: tuple[str, ...]) -> bool:
    """Whether the published book has these forms ("html", "typst", "epub") and is as it was published."""
    current = build.folder / ".current"
    try:
        return all(
            name.resolve().is_relative_to(current.resolve())
            for of in build.languages
            for form in forms
            for name in of.made(form)
        ) and untouched(build.folder)
    except OSError:
        return False


def untouched(folder: Path) -> bool:
    """Whether what is published of a folder is as it was laid."""
    current = folder / ".current"
    try:
        return bool(json.loads((current / _LIST).read_text("utf8")) == _listed(current))
    except (OSError, ValueError):
        return False


def published(folder: Path) -> str:
    """A text that changes whenever something is published of a folder; empty if nothing is."""
    try:
        return (folder / ".current" / _LIST).read_text("utf8")
    except OSError:
        return ""


def _listed(book: Path) -> dict[str, list[int]]:
    """Size and time of each file of a book."""
    found = {}
    for folder, _, names in os.walk(book):
        for name in names:
            path = Path(folder, name)
            if path.name != _LIST or path.parent != book:
                about = path.stat()
                found[path.relative_to(book).as_posix()] = [about.st_size, about.st_mtime_ns]
    return found


def _point(name: Path, target: Path) -> None:
    """Make a name lead to a target, at once."""
    fresh = name.with_name(f"{name.name}.new")
    fresh.unlink(missing_ok=True)
    fresh.symlink_to(target)
    if name.is_dir() and not name.is_symlink():
        remove(name)  # a copy made by hand, or the work of an older version
    fresh.replace(name)


def remove(path: Path) -> None:
    """Take away a file, a link or a whole folder, if it is there."""
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


def lead(name: Path, target: Path, wanted: bool) -> None:
    """Make a name lead to a target, through `.current`, or take it away."""
    if wanted and name.is_symlink() and name.readlink() == target:
        return
    if wanted:
        _point(name, target)
    else:
        remove(name)
