"""The directive that prints what a command measured: in both books, and what it refuses."""

import json
import re
from pathlib import Path

import pytest

from evident.book import measured
from evident.text.files import BadFile

from .both import printed

TABLE = {
    "title": "Seconds & <b>more</b>",
    "columns": ["What", "Seconds"],
    "figures": [1],
    "rows": [["Cold #1", "12.5"], ["Warm", "0.25"]],
}
TOLD = {"about": ["Measured on 2026-11-27 on 2 cores."], "tables": [TABLE], "runs": [{"wall": 12.4999}]}
PAGE = "# Page\n\nHow long it takes:\n\n```{measured} speed\n```\n"


def keep(folder: Path, told: object) -> None:
    file = folder / "chapters" / "measured" / "speed.json"
    file.parent.mkdir(parents=True)
    file.write_text(json.dumps(told) + "\n", "utf8")


def test_both_books_print_the_tables_and_nobody_typed_their_figures(tmp_path: Path) -> None:
    keep(tmp_path, TOLD)
    book = printed(tmp_path, {"page": PAGE})
    assert book.about("page") == []
    assert book.refused == ""
    words = book.words()
    for text in ("Measured on 2026-11-27 on 2 cores.", "Seconds & <b>more</b>", "Cold #1", "12.5", "0.25"):
        assert text in words
        assert text in book.pdf["Page"]
    assert "12.4999" not in words + book.pdf["Page"]
    assert "<b>" not in book.html["page"]
    assert re.search(r'<td class="text-right"><p>12\.5</p></td>', book.html["page"])
    assert re.search(r'<td class="text-left"><p>Warm</p></td>', book.html["page"])


def test_a_file_that_is_not_there_is_told_with_its_line(tmp_path: Path) -> None:
    book = printed(tmp_path, {"page": PAGE}, forms=("html",))
    (said,) = book.about("page")
    assert said.startswith("5:")
    assert "measured/speed.json: the file is missing; put it back" in said


@pytest.mark.parametrize("name", ["../data/x", "Speed", "speed.json"])
def test_only_names_of_the_folder(tmp_path: Path, name: str) -> None:
    book = printed(tmp_path, {"page": PAGE.replace("speed", name)}, forms=("html",))
    (said,) = book.about("page")
    assert "name a file of measured/" in said


@pytest.mark.parametrize(
    ("told", "says"),
    [
        ([], "it has no `about` and `tables`"),
        (TOLD | {"about": "words"}, "it has no `about` and `tables`"),
        (TOLD | {"tables": [TABLE, TABLE | {"rows": [["Cold"]]}]}, "table 2 is not of"),
        (TOLD | {"tables": [TABLE | {"rows": [["Cold", 12.5]]}]}, "table 1 is not of"),
        (TOLD | {"tables": [TABLE | {"rows": []}]}, "table 1 is not of"),
        (TOLD | {"tables": [TABLE | {"figures": [2]}]}, "table 1 is not of"),
        (TOLD | {"tables": [TABLE | {"title": ""}]}, "table 1 is not of"),
        (TOLD | {"tables": ["Cold"]}, "table 1 is not of"),
    ],
)
def test_another_form_is_refused(tmp_path: Path, told: object, says: str) -> None:
    keep(tmp_path, told)
    with pytest.raises(BadFile, match=re.escape(says)):
        measured.read(tmp_path / "chapters/measured/speed.json")


def test_what_is_no_json_is_told_with_its_line(tmp_path: Path) -> None:
    file = tmp_path / "speed.json"
    file.write_text('{\n "about": [],\n "tables": [}\n', "utf8")
    with pytest.raises(BadFile) as caught:
        measured.read(file)
    assert caught.value.line == 3
