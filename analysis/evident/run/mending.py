"""Mend what a program did to a text file, where the mend is certain.

Belongs here: byte order marks, line ends, encodings, separators of spreadsheet programs, blanks around cells, a last
line that does not end, rows out of order; each mended only if nothing has to be guessed, and written whole or not at
all. Does not: finding what is wrong (`soundness.py`), anything that an author meant.

What is not certain stays as it is, and the check tells of it: letters of Latin-1, commas that may be decimal, a last
line that may have been cut off.
"""

import csv
import io
import os
import re
import shutil
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from evident import paths
from evident.evidence import schema
from evident.evidence.schema import ORDER
from evident.evidence.table_files import COLUMNS, NUMBERS
from evident.run.committed import committed
from evident.run.text_files import text_files
from evident.text import files

_CHINESE = re.compile(r"[一-鿿]")
_RUN = re.compile(r"[一-鿿]{3}")
# What stands between Chinese letters; every other letter beyond ASCII means that the encoding was another.
_BETWEEN = re.compile(r"[\x00-\x7f一-鿿　-〿＀-￯‘’“”—…·×°℃³²–]*")
_COMMON = 0.8  # of Chinese letters that are among those that everybody uses, in a text that is Chinese


@dataclass(frozen=True)
class Mended:
    """A file with what was mended in it: its bytes, and what was done, in words."""

    path: Path
    raw: bytes
    done: tuple[str, ...]

    def __str__(self) -> str:
        return f"{paths.short(self.path)}: {', '.join(self.done)}"


def mendable() -> list[Mended]:
    """What can be mended in the report; nothing is written."""
    found = (proposed(path) for path in text_files())
    return [mended for mended in found if mended.done]


def write(mended: Mended) -> None:
    """Put a mended file in the place of the old one, whole or not at all.

    Raises:
        OSError: it cannot be written; the old one stays.
    """
    handle, name = tempfile.mkstemp(dir=mended.path.parent, prefix=".mending-")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(mended.raw)
        shutil.copymode(mended.path, name)
        Path(name).replace(mended.path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def proposed(path: Path) -> Mended:
    """A file with what is certain mended; `done` is empty if there is nothing.

    Raises:
        BadFile: it cannot be read.
    """
    raw = files.read_bytes(path)
    text, done = _decoded(raw)
    if text is None:
        return Mended(path, raw, ())
    if "\r\n" in text and path.suffix not in (".bat", ".ps1"):
        text = text.replace("\r\n", "\n")
        done.append("line ends are LF")
    if path.suffix == ".csv" and path.parent.resolve() == paths.data_dir().resolve():
        text = _table(path, text, done)
    if text and not text.endswith("\n") and _whole(path, text):
        text += "\n"
        done.append("the last line ends")
    return Mended(path, text.encode() if done else raw, tuple(done))


def _decoded(raw: bytes) -> tuple[str | None, list[str]]:
    """Bytes as text, and what that took; None if the encoding would have to be guessed."""
    if raw.startswith(files.BOM):
        try:
            return raw.decode("utf8").lstrip("\ufeff"), ["the byte order mark is gone"]
        except UnicodeDecodeError:
            return None, []
    if raw.startswith(files.UTF16):
        try:
            return raw.decode("utf-16"), ["UTF-16 is UTF-8"]
        except UnicodeDecodeError:
            return None, []
    _, told = files.guessed(raw)
    if not told:
        return raw.decode("utf8"), []
    if told.startswith("GBK"):
        try:
            text = raw.decode("gbk")
        except UnicodeDecodeError:
            return None, []
        if _is_chinese(text):
            return text, ["GBK is UTF-8"]
    return None, []


def _is_chinese(text: str) -> bool:
    """Whether a text in letters of Chinese is one, and not another language that was read as that."""
    letters = _CHINESE.findall(text)
    # Letters of Latin-1 with accents read as Chinese in pairs; nobody writes six in a row.
    if not _RUN.search(text) or not _BETWEEN.fullmatch(text):
        return False
    common = sum(_is_common(letter) for letter in letters)
    return common >= _COMMON * len(letters)


def _is_common(letter: str) -> bool:
    """Whether a letter is on the first level of GB 2312, which holds those in daily use."""
    try:
        return 0xB0 <= letter.encode("gb2312")[0] <= 0xD7
    except UnicodeEncodeError:
        return False


# -- tables


def _table(path: Path, text: str, done: list[str]) -> str:
    """The text of a table of the evidence, with separators, cells and order mended; `done` is told of each."""
    columns = COLUMNS.get(path.stem)
    if columns is None:
        return text
    if "\r" in text:  # inside a cell: written without quotation marks it would end the row
        return text
    text = _separated(text, columns, done)
    lines = text.split("\n")
    ends = not lines[-1]
    body = lines[1:-1] if ends else lines[1:]
    header = _cells(lines[0], ",")
    rows = [_cells(line, ",") for line in body]
    if header is None or not set(columns) <= set(header):
        return text
    if any(row is None or len(row) != len(header) for row in rows):
        return text
    cells = [row for row in rows if row is not None]
    if blank := [number for number, row in enumerate(cells) if row != [cell.strip() for cell in row]]:
        for number in blank:
            cells[number] = [cell.strip() for cell in cells[number]]
            body[number] = _line(cells[number])
        done.append(f"blanks around cells are gone in {len(blank)} {'row' if len(blank) == 1 else 'rows'}")
    if ends and path.stem in ORDER:
        at = [header.index(name) for name in ORDER[path.stem]]
        order = sorted(range(len(body)), key=lambda number: [cells[number][column] for column in at])
        if order != [*range(len(body))] and (done or not _mistaken(path)):
            body = [body[number] for number in order]
            done.append(f"the rows are sorted by {', '.join(ORDER[path.stem])}")
    return "\n".join([lines[0], *body, *([""] if ends else [])])


def _mistaken(path: Path) -> bool:
    """Whether the check finds another fault in a table than the order of its rows: a slip would move its row."""
    at = f"{path.parent.name}/{path.name}:"
    return any(
        f.where.startswith(at) and "this row belongs" not in f.message for f in schema.findings(path.parent)
    )


def _separated(text: str, columns: Sequence[str], done: list[str]) -> str:
    """A table with commas between its cells, if it is certain which sign stands there now."""
    rest = re.sub(r"\A\"?sep=.\"?\n", "", text, flags=re.IGNORECASE)
    for sign, name in ((";", "semicolons"), ("\t", "tabulators"), ("|", "vertical bars")):
        lines = rest.split("\n")
        ends = not lines[-1]
        rows = [_cells(line, sign) for line in (lines[:-1] if ends else lines)]
        header = rows[0] if rows else None
        if header is None or not set(columns) <= set(header):
            continue
        numbers = [header.index(field) for field in NUMBERS if field in header]
        whole = [row for row in rows if row is not None and len(row) == len(header)]
        # A comma in a number may be decimal or part thousands: which, nobody can tell from here.
        if len(whole) < len(rows) or any("," in row[at] for row in whole for at in numbers):
            return text
        done.append(f"{name} between columns are commas")
        return "\n".join([*map(_line, whole), *([""] if ends else [])])
    if rest != text and set(columns) <= set(_cells(rest.split("\n", 1)[0], ",") or ()):
        done.append("the line that names the separator is gone")
        return rest
    return text


def _cells(line: str, sign: str) -> list[str] | None:
    try:
        return next(csv.reader([line], delimiter=sign, strict=True), None)
    except csv.Error:
        return None


def _line(cells: Sequence[str]) -> str:
    buffer = io.StringIO()
    csv.writer(buffer, lineterminator="").writerow(cells)
    return buffer.getvalue()


def _whole(path: Path, text: str) -> bool:
    """Whether the last line of a text is complete, so that only its end is missing."""
    last = text.rpartition("\n")[2]
    if path.suffix == ".bib":
        return last.strip() == "}" and text.count("{") == text.count("}")
    if path.suffix not in (".csv", ".yml", ".yaml", ".cff"):
        return False
    before = committed(path)  # a line that was there before has not been cut off
    return before is not None and last.encode() in before.splitlines()
