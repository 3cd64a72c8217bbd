"""The glossary: entries and mentions are found, and the lint tells what is missing with file, line and remedy."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from evident import cli
from evident.book import terms
from evident.text import glossary
from evident.text.files import BadFile

from . import little
from .conftest import Copy

PAGE = """# Glossary

```{glossary}
base of new energy
base
  基地. Wind and sun together, by {term}`UHV` lines.

face
  工作面. Where coal is cut.

new energy
  Wind and sun.

UHV
  特高压. Ultra-high voltage.

utility
  One that sells power.
```
"""
ENTRIES = glossary.entries(PAGE)
TOC = """format: jb-book
root: index
parts:
  - caption: Themes
    numbered: true
    chapters:
      - file: ore
"""


def test_entries_have_their_names_lines_and_links() -> None:
    assert [(entry.names, entry.lines, entry.links) for entry in ENTRIES] == [
        (("base of new energy", "base"), (4, 5), ("UHV",)),
        (("face",), (8,), ()),
        (("new energy",), (11,), ()),
        (("UHV",), (14,), ()),
        (("utility",), (17,), ()),
    ]
    assert glossary.entries("# No glossary\n\n```text\nface\n```\n") == []


def test_entries_without_a_blank_line_between_them_are_told_apart() -> None:
    found = glossary.entries("```{glossary}\na\n  One.\nb\n  Two.\n```\n")
    assert [entry.names for entry in found] == [("a",), ("b",)]


@pytest.mark.parametrize(
    ("text", "mentioned"),
    [
        ("A face here, faces there.", ["face:face", "face:faces"]),
        ("Faces come first.", ["face:Faces"]),
        ("The surface, facing a face2.", []),
        ("Two utilities.", ["utility:utilities"]),
        ("It is uhv, and UHV.", ["UHV:UHV"]),  # an abbreviation has its capitals
        ("Bases of new\nenergy beside new-energy plants.", ["base of new energy:Bases of new energy", "new energy:new-energy"]),
        ("# A face\n\n{claim}`Faces are few <a.b>` and `face` and {lit}`face <it>` [words](face.md).", []),
        ("```{keynumbers}\n{fact}`a.b`\nfaces\n```\n\n```{exhibit} face\n```\n", []),
        ("```{admonition} A face\nIts face.\n```\n", ["face:face", "face:face"]),
    ],
)  # fmt: skip
def test_mentions_are_words_of_the_running_text(text: str, mentioned: list[str]) -> None:
    found = glossary.mentions(text, ENTRIES, set())
    assert [f"{entry.term}:{place.text}" for entry, place in found] == mentioned


def test_the_first_mention_must_be_a_link() -> None:
    told = list(glossary.unlinked("# Coal\n\nOne face.\nA {term}`face` and faces.\n", ENTRIES, set()))
    assert told == [
        (
            3,
            "'face' is mentioned first here and is in the glossary; write {term}`face`, and not only in line 4",
        )
    ]
    assert list(glossary.unlinked("A {term}`face`, many faces.\n", ENTRIES, set())) == []
    assert (
        list(glossary.unlinked("A {claim}``claim of a {term}`face` <a.b>``, faces.\n", ENTRIES, set())) == []
    )
    (later,) = glossary.unlinked("Two faces.\n", ENTRIES, set())
    assert later[1].endswith("write {term}`faces <face>`")


def test_a_word_of_every_day_need_not_be_linked_and_another_name_of_its_entry_must() -> None:
    text = "At the base lies a base of new energy.\n"
    assert [line for line, _ in glossary.unlinked(text, ENTRIES, {"base"})] == [1]
    assert "base of new energy" in next(iter(glossary.unlinked(text, ENTRIES, {"base"})))[1]
    assert list(glossary.unlinked("A face.\n", ENTRIES, {"face"})) == []


def test_a_link_to_nothing_says_what_may_be_meant() -> None:
    text = "# A\n\n{term}`faces` {term}`Face` {term}`utilty` {term}`words <UHV>`\n\n{term}`whale`\n"
    assert list(glossary.unknown(text, ENTRIES)) == [
        (3, "{term}`faces` names no entry of the glossary; did you mean {term}`faces <face>`?"),
        (3, "{term}`utilty` names no entry of the glossary; did you mean {term}`utilty <utility>`?"),
        (5, "{term}`whale` names no entry of the glossary; add an entry to the glossary"),
    ]


def test_an_abbreviation_needs_an_entry() -> None:
    text = "# GDP\n\nUHV and TEUs, {claim}`GWP <a.b>`, CO2, `CSV`, PDF, kWh, A, https://example.org/XX.\n"
    assert [line for line, _ in glossary.unexplained(text, ENTRIES, {"PDF"})] == [1, 3, 3]
    assert [place.text for place in glossary.without_entry(text, ENTRIES, {"PDF"})] == ["GDP", "TEU", "GWP"]


def test_an_entry_that_nobody_uses_is_told() -> None:
    chapters = ["A base of new energy.\n", "{term}`The front <face>`\n"]
    told = list(glossary.unused(chapters, ENTRIES))
    # Bases are mentioned, and their page could not be named; UHV is linked by another entry alone.
    assert [(line, message.split(";")[0]) for line, message in told] == [
        (4, "no chapter links the entry 'base of new energy'"),
        (11, "no chapter links the entry 'new energy'"),
        (14, "no chapter links the entry 'UHV'"),
        (17, "no chapter links the entry 'utility'"),
    ]
    links = "{term}`base` {term}`face` {term}`New energy` {term}`UHV`\n"
    assert list(glossary.unused([links], ENTRIES)) == [
        (17, "no chapter links the entry 'utility'; link it where it is used, or delete it")
    ]


def test_entries_stand_in_the_order_of_the_alphabet_and_once() -> None:
    assert list(glossary.disordered(ENTRIES)) == []
    wrong = glossary.entries("```{glossary}\nface\n  A.\n\nBase\nface\n  B.\n```\n")
    assert list(glossary.disordered(wrong)) == [
        (5, "the entry 'Base' stands behind 'face'; move it up"),
        (6, "'face' stands twice, first in line 2; delete one of the two"),
    ]


# -- in a report


@pytest.fixture
def report(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = little.enter(tmp_path, monkeypatch)
    (folder / "_toc.yml").write_text(TOC, "utf8")
    write(folder, "words.md", PAGE)
    return folder


def write(report: Path, name: str, text: str) -> None:
    (report / "chapters").mkdir(exist_ok=True)
    (report / "chapters" / name).write_text(text, "utf8")


def test_the_numbered_parts_are_held_to_it_unless_others_are_named(report: Path) -> None:
    write(report, "ore.md", "A face and GDP. {term}`UHV` {term}`utility` {term}`base` {term}`new energy`\n")
    write(report, "other.md", "A face and GDP. {term}`fase`\n")
    assert [line.partition(";")[0] for line in terms.faults()] == [
        "chapters/other.md:1: {term}`fase` names no entry of the glossary",
        "chapters/ore.md:1: 'face' is mentioned first here and is in the glossary",
        "chapters/ore.md:1: the abbreviation GDP has no entry in the glossary",
        "chapters/words.md:8: no chapter links the entry 'face'",
    ]
    write(report, "terms.yml", "everyday: [face, whale]\nabbreviations: [GDP]\n")
    assert [line.partition(";")[0] for line in terms.faults()] == [
        "chapters/other.md:1: {term}`fase` names no entry of the glossary",
        "chapters/words.md:8: no chapter links the entry 'face'",
        "chapters/terms.yml: everyday: 'whale' is no entry",
    ]
    write(report, "terms.yml", "chapters: []\n")
    assert len(terms.faults()) == 1


def test_a_list_of_another_form_is_refused(report: Path) -> None:
    write(report, "terms.yml", "everyday: [face]\nabbrevations: [GDP]\n")
    with pytest.raises(BadFile, match=r"chapters/terms.yml:2: 'abbrevations' is not what stands here"):
        terms.settings()


def test_without_a_glossary_only_links_are_told(report: Path) -> None:
    (report / "chapters/words.md").unlink()
    write(report, "ore.md", "A face, GDP, {term}`face`.\n")
    assert [line.partition(";")[0] for line in terms.faults()] == [
        "chapters/ore.md:1: {term}`face` names no entry of the glossary"
    ]
    assert list(terms.counted()) == ["no chapter has a {glossary}"]


def test_the_command_counts_by_chapter(report: Path) -> None:
    write(report, "ore.md", "A face, a {term}`utility`, GDP.\n")
    write(report, "other.md", "Of UHV.\n")
    said = CliRunner().invoke(cli.main, ["lint", "--terms"]).output.splitlines()[1:]
    assert said == [
        "chapters/ore.md: 1 terms linked, 1 mentioned before a link, 1 abbreviations without an entry: GDP",
        "chapters/other.md (not held to it): 0 terms linked, 1 mentioned before a link, 0 abbreviations without an entry",
        "5 entries, 4 of them linked by no chapter; 1 abbreviations without an entry",
    ]


# -- in the book


def test_a_term_is_described_by_its_definition_and_leads_to_its_entry(small_book: Copy) -> None:
    page = small_book.html("trains")
    link = (
        '<a class="term" href="glossary.html#term-freight-train" aria-describedby="note-term-freight-train">'
    )
    assert f"{link}freight trains</a>" in page
    assert (
        '<p class="fact-note-value">freight train</p><p><span lang="zh">班列</span>. A train that carries'
        in page
    )
    assert 'id="term-freight-train"' in small_book.html("glossary")


def test_in_the_pdf_a_term_leads_to_its_entry(small_book: Copy) -> None:
    source = small_book.file(".work/typst/source/chapters/trains.typ").read_text("utf8")
    assert '#inside-link(to: "glossary#term-freight-train"' in source.replace("\n", "")
    entry = small_book.file(".work/typst/source/chapters/glossary.typ").read_text("utf8")
    assert "glossary#term-freight-train" in entry


def test_a_definition_that_changes_changes_the_notes_of_pages(small_book: Copy) -> None:
    with small_book.edited(
        "chapters/glossary.md", "A train that carries goods", "A train that carries boxes"
    ):
        small_book.build("--html")
        assert "A train that carries boxes" in small_book.html("trains")
    small_book.build()


def test_a_link_to_no_entry_stops_the_build_and_the_check(small: Copy) -> None:
    with small.edited(
        "chapters/trains.md", "{term}`freight trains <freight train>`", "{term}`freight trains`"
    ):
        said = small.fails("check")
        assert "chapters/trains.md:4: {term}`freight trains` names no entry of the glossary" in said
        assert "trains.md" in small.fails("build")
