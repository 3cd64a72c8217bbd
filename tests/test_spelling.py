"""The spelling of a report: what is read as prose, what is known, and how a word that is not is told."""

import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from evident import cli
from evident.book import spelled
from evident.text import spelling
from evident.text.files import BadFile

from . import little


@pytest.fixture
def report(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    little.enter(tmp_path, monkeypatch)
    write(tmp_path, "dictionary.txt", "Mt\n")  # a unit in its words
    return tmp_path


def write(report: Path, name: str, text: str) -> Path:
    path = report / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, "utf8")
    return path


def read(markdown: str) -> list[str]:
    return [word.text for word in spelling.of_markdown(markdown)]


# -- what is prose


@pytest.mark.parametrize(
    ("markdown", "words"),
    [
        ("Coal isn’t ore.", ["Coal", "isn't", "ore"]),
        ("a coal-fired plant of Xi'an, 煤, 5G and H2", ["coal", "fired", "plant", "of", "Xi'an", "and"]),
        ("see `nb.xfact` and ``a `b` xx`` so", ["see", "and", "so"]),
        ("`n`th {fact}`t.xmany`th mine", ["mine"]),
        ("{claim}`it owes more <t.xmore, t.xother>` now", ["it", "owes", "more", "now"]),
        ("{claim}``{fact}`t.xn` owe || {fact}`t.xm` owed <t.xmore>``", ["owe", "owed"]),
        ("{cite:p}`xkey` {doc}`the chapter <xmining>`", ["the", "chapter"]),
        ("[words](xaddress.html) <https://xhost.org> https://xhost.org/x", ["words"]),
        ("a<br>b <span class='xx'>word</span> $xalpha + xx$", ["word"]),
        ("(xlabel)=\n# Title {#xid .xclass}", ["Title"]),
        ("xname.py x_name and/or end.", ["and", "or", "end"]),
    ],
)  # fmt: skip
def test_what_is_read(markdown: str, words: list[str]) -> None:
    assert read(markdown) == words


@pytest.mark.parametrize(
    "fence", ["```python", "```", "~~~sh", "```{math}", "```{exhibit} xore", ":::{code-block}"]
)
def test_blocks_that_are_no_prose(fence: str) -> None:
    mark = fence[:3]
    assert read(f"one\n{fence}\nxcode\n:xoption: xx\n{mark}\ntwo\n") == ["one", "two"]


def test_directives_with_prose_are_read_also_those_that_nobody_has_thought_of() -> None:
    text = (
        "````{newest} Its title\n:class: xclass\n:alt: A line\nsaid\n```sh\nxcode\n```\nagain\n````\nbehind\n"
    )
    assert read(text) == ["Its", "title", "alt", "line", "said", "again", "behind"]


def test_lines_are_those_of_the_file_over_blocks_and_roles() -> None:
    text = "one\n\n```sh\nxx\n```\n{claim}`two\nthree <t.x,\nt.y>`\nfour\n"
    assert [(w.text, w.line) for w in spelling.of_markdown(text)] == [
        ("one", 1),
        ("two", 6),
        ("three", 7),
        ("four", 9),
    ]


def test_blanks_of_printed_words_are_no_words() -> None:
    assert [w.text for w in spelling.of_printed("Ore of {xplace}, {theme.xore|number}")] == ["Ore", "of"]


# -- what is known


@pytest.mark.parametrize("word", ["coal", "Coal", "COAL", "coal's", "miners'", "organisation", "isn't"])
def test_english_is_known(word: str) -> None:
    assert spelling.known(word, frozenset())


@pytest.mark.parametrize("word", ["coall", "Nurland", "recieve"])
def test_other_words_are_not(word: str) -> None:
    assert not spelling.known(word, frozenset())


def test_a_word_that_is_listed_with_a_capital_is_known_with_it_alone() -> None:
    own = frozenset({"Nurland", "xcoke"})
    assert spelling.known("Nurland's", own) == "Nurland"
    assert spelling.known("Xcoke", own) == "xcoke"
    assert not spelling.known("nurland", own)


def test_suggestions_are_near_and_know_the_report_s_own_words() -> None:
    near = spelling.suggester(frozenset({"Nurland"}))
    assert near("recieve")[0] == "receive"
    assert near("Nurlnad")[0] == "Nurland"
    assert near("XQV") == []  # an abbreviation is near to everything
    assert near("xqvzzkjw") == []


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Norland\nNorland\n", "dictionary.txt:2: 'Norland' stands twice, first in line 1; delete one of the two"),
        ("# t\n\ntwo words\n", "dictionary.txt:3: 'two words' is not one word; write one word a line, or # before a title"),
        ("mp3\n", "dictionary.txt:1: 'mp3' is not one word; write one word a line, or # before a title"),
    ],
)  # fmt: skip
def test_a_list_that_cannot_be_used(report: Path, text: str, told: str) -> None:
    with pytest.raises(BadFile) as error:
        spelling.read_list(write(report, "dictionary.txt", text))
    assert str(error.value) == told


# -- the report


def test_a_word_is_told_with_its_place_suggestions_and_remedy(report: Path) -> None:
    write(report, "chapters/index.md", "# Ore\n\nWe recieve it.\n")
    assert list(spelled.misspelt()) == [
        "chapters/index.md:3: 'recieve' is in no dictionary; is it receive or relieve? mend it, or add it to "
        "dictionary.txt; a name of code stands in backticks"
    ]


def test_every_kind_of_text_is_read(report: Path) -> None:
    for name in ("README.md", "chapters/index.md", "data/README.md"):
        write(report, name, "teh\n")
    words = report / "analysis/little/words/en/theme.yml"
    words.write_text(words.read_text("utf8").replace("More ore", "Moer ore"), "utf8")
    little.save(report / "analysis/theme.ipynb", "seed: int = 1")
    notebook = (report / "analysis/theme.ipynb").read_text("utf8")
    (report / "analysis/theme.ipynb").write_text(
        notebook.replace('"cells": [', '"cells": [{"cell_type": "markdown", "id": "t", "metadata": {}, "source": "a\\nteh"},'),
        "utf8",
    )  # fmt: skip
    line = words.read_text("utf8").splitlines().index("  title: Moer ore") + 1
    assert [told.split(" is in no")[0] for told in spelled.misspelt()] == [
        "chapters/index.md:1: 'teh'",
        "README.md:1: 'teh'",
        "data/README.md:1: 'teh'",
        f"analysis/little/words/en/theme.yml:{line}: 'Moer'",
        "analysis/theme.ipynb, cell t, line 2: 'teh'",
    ]


def test_names_of_the_evidence_are_known(report: Path) -> None:
    text = "Norland and Northtown, Westland\n"  # places of a row and of the panel
    write(report, "chapters/index.md", text)
    assert list(spelled.misspelt()) == []
    bib = report / "data/sources.bib"
    write(report, "chapters/index.md", "The Xpaper\n")
    assert len(list(spelled.misspelt())) == 1
    bib.write_text(bib.read_text("utf8").replace("{The Paper}", "{The Xpaper}"), "utf8")
    assert list(spelled.misspelt()) == []


def test_what_the_list_holds_is_known_and_what_nothing_needs_is_told(report: Path) -> None:
    write(report, "chapters/index.md", "Xburg\n")
    write(report, "dictionary.txt", "# Places\nMt\nXburg\nXham\nWestland\ncoal\n")
    assert list(spelled.misspelt()) == [
        "dictionary.txt:4: 'Xham' is in no text, or in English already; delete the line",
        "dictionary.txt:5: 'Westland' is known without it; delete the line",
        "dictionary.txt:6: 'coal' is in no text, or in English already; delete the line",
    ]


def test_without_the_package_it_is_told_what_to_install(
    report: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "symspellpy", None)
    spelling.english.cache_clear()
    done = CliRunner().invoke(cli.main, ["spell"])
    assert done.exit_code == 1
    assert "not installed: `pip install symspellpy`" in done.output


def test_the_command_fails_only_if_a_word_is_not_known(report: Path) -> None:
    assert (done := CliRunner().invoke(cli.main, ["spell"])).exit_code == 0, done.output
    assert done.output == ""
    write(report, "chapters/index.md", "teh\n")
    done = CliRunner().invoke(cli.main, ["spell"])
    assert done.exit_code == 1
    assert done.output.startswith("chapters/index.md:1: 'teh' is in no dictionary; is it the")
