"""What people hand in: files as programs save them, slips, and texts that mean harm, each with what it must end in."""

import csv
import io
import json
import os
import re
import xml.etree.ElementTree as ET
import zipfile
from collections.abc import Callable
from html import unescape
from pathlib import Path

import html5lib
import pytest

from evident import paths
from evident.book.bibliography import Bibliography
from evident.book.exhibit_csv import MARK, csv_of
from evident.evidence import addresses, checks, latex, naming
from evident.evidence.findings import Finding
from evident.evidence.sources import Source, read_sources
from evident.evidence.tables import Evidence
from evident.look.identity import read_colours
from evident.run import about, dataset_tables, dataset_workbook, notebook_form, parameters, project
from evident.text.files import BadFile
from evident.text.words import Words, read_words
from evident.text.yaml_files import read_yaml
from tests.conftest import SMALL, Copy
from tests.mutations.bibliographies import ADDRESSES
from tests.mutations.cases import forget

OBSERVATIONS = "data/observations.csv"


def said(root: Path) -> list[str]:
    """What the check says of the evidence, one line a fault."""
    return [_line(finding) for finding in checks.validate(root / "data")]


def _line(finding: Finding) -> str:
    return f"{finding.where}: {finding.message} {finding.remedy}"


def edit(root: Path, file: str, old: str, new: str) -> int:
    """Replace a text that stands in a file once; the line of it."""
    text = (root / file).read_text("utf8")
    assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {file}"
    (root / file).write_text(text.replace(old, new), "utf8", newline="")
    return text[: text.index(old)].count("\n") + 1


# -- files as programs save them


SAVED: dict[str, tuple[Callable[[str], bytes], str]] = {
    "BOM": (lambda t: b"\xef\xbb\xbf" + t.encode(), "it begins with a byte order mark."),
    "CRLF": (lambda t: t.replace("\n", "\r\n").encode(), "it ends its lines with CR."),
    "semicolons": (lambda t: t.replace(",", ";").encode(), "it separates its columns by semicolons."),
    "tabulators": (lambda t: t.replace(",", "\t").encode(), "it separates its columns by tabulators."),
    "UTF-16": (lambda t: t.encode("utf-16"), "it is saved as UTF-16."),
    "sep": (
        lambda t: b"sep=;\n" + t.replace(",", ";").encode(),
        "it begins with a line that names its separator.",
    ),
    "Excel": (
        lambda t: b"\xef\xbb\xbf" + t.replace(",", ";").replace("\n", "\r\n").encode(),
        "it begins with a byte order mark and ends its lines with CR and separates its columns by semicolons.",
    ),
}


@pytest.mark.parametrize(("save", "sign"), SAVED.values(), ids=SAVED)
def test_a_table_as_a_spreadsheet_saves_it_is_told_in_one_line(
    root: Path, save: Callable[[str], bytes], sign: str
) -> None:
    path = root / OBSERVATIONS
    path.write_bytes(save(path.read_text("utf8")))
    (line,) = said(root)
    assert line.startswith(
        f"data/observations.csv:1: the file is as a spreadsheet program saves it: {sign} Save it as CSV"
    )
    with pytest.raises(BadFile, match=r"observations\.csv:1: the file is as a spreadsheet"):
        Evidence.load()


def test_a_table_in_another_encoding_names_encoding_and_line(root: Path) -> None:
    path = root / "data/indicators.csv"
    text = path.read_text("utf8")
    path.write_bytes(text.encode("gbk"))
    (line,) = said(root)
    assert line.startswith(
        "data/indicators.csv:2: the file is as a spreadsheet program saves it: it is saved as GBK"
    )
    path.write_text(text, "utf8")
    observations = root / OBSERVATIONS
    observations.write_bytes(
        observations.read_text("utf8").replace("Rounded", "Gerundet für").encode("latin-1")
    )
    (line,) = said(root)
    assert line.startswith(
        "data/observations.csv:5: the file is as a spreadsheet program saves it: it is saved as Latin-1"
    )


# -- cells


XIAN = "xian-trains-2024-a,freight,trains,Shaanxi/Xi'an,2024,flow,3849,,trains,exact,actual,,,crct2025than,paragraph 3,"
CELLS = {
    "NaN": (",3849,", ",NaN,", "value: 'NaN' is not a number."),
    "inf": (",3849,", ",inf,", "value: 'inf' is not a number."),
    "1e400": (",3849,", ",1e400,", "value: '1e400' is too large or too small to be kept."),
    "1e-400": (",3849,", ",1e-400,", "value: '1e-400' is too large or too small to be kept."),
    "-0": (",3849,", ",-0,", "value: '-0' is nothing with a sign."),
    "thousands": (",3849,", ',"3,849",', "value: '3,849' is not a number."),
    "wide digits": (",3849,", ",３８４９,", "value: '３８４９' is not a number."),
    "percent": (",3849,", ",3849%,", "value: '3849%' is not a number."),
    "underscore": (",3849,", ",3_849,", "value: '3_849' is not a number."),
    "zero width": ("Xi'an,2024", "Xi\u200b'an,2024", "place: there is a character that cannot be seen, U+200B"),
    "direction": ("paragraph 3", "paragraph \u202e3", "locator: there is a character that cannot be seen, U+202E"),
    "control": ("paragraph 3", "para\x07graph 3", "locator: there is a character that cannot be seen, U+0007"),
    "formula": ("paragraph 3", "=1+1", "locator: '=1+1' is a formula to a spreadsheet program."),
    "at": ("paragraph 3", "@SUM(A1)", "locator: '@SUM(A1)' is a formula to a spreadsheet program."),
    "blank": ("paragraph 3", "paragraph 3 ", "locator: 'paragraph 3 ' begins or ends with a blank."),
    "place": ("Shaanxi/Xi'an", "Shaanxi/Xian City", "place: \"Shaanxi/Xian City\" is not the place"),
    "another place": ("Shaanxi/Xi'an", "China", "place: 'China' is not the place that the id begins with, 'xian'."),
    "period": ("Xi'an,2024", "Xi'an,2023", "period: '2023' is not the period in the id, 2024."),
    "future": ("Xi'an,2024", "Xi'an,2035", "period: '2035' is not the period in the id, 2024."),
    "spreadsheet's date": ("Xi'an,2024", "Xi'an,1/1/2024", "period: '1/1/2024' "),
    "basic date": ("Xi'an,2024", "Xi'an,20240101", "period: '20240101' is not a period of the calendar."),
    "wide year": ("Xi'an,2024", "Xi'an,２０２４", "period: '２０２４' is not a period of the calendar."),
    "unit": ("3849,,trains", "3849,,million", "unit: 'million' is not the unit of trains, which is 'trains'."),
}  # fmt: skip


@pytest.mark.parametrize(("old", "new", "message"), CELLS.values(), ids=CELLS)
def test_a_cell_is_refused_in_one_line_with_its_field(root: Path, old: str, new: str, message: str) -> None:
    row = edit(root, OBSERVATIONS, XIAN, XIAN.replace(old, new))
    (line,) = said(root)
    assert line.startswith(f"data/observations.csv:{row}: ")
    assert message.replace('"Shaanxi/Xian City"', "'Shaanxi/Xian City'") in line


def test_a_figure_of_a_time_that_had_not_begun_is_refused(root: Path) -> None:
    row = edit(root, OBSERVATIONS, XIAN, XIAN.replace("2024", "2035"))
    (line,) = said(root)
    assert line.startswith(
        f"data/observations.csv:{row}: period: '2035' had not begun when crct2025than was published, 2025-01-22."
    )
    plan = XIAN.replace("2024", "2035").replace("flow", "target").replace("actual", "target")
    edit(root, OBSERVATIONS, XIAN.replace("2024", "2035"), plan)
    assert said(root) == []


def test_rows_out_of_order_and_twice_are_told_by_line(root: Path) -> None:
    path = root / OBSERVATIONS
    lines = path.read_text("utf8").splitlines(keepends=True)
    path.write_text("".join([*lines[:3], lines[4], lines[3], *lines[5:]]), "utf8")
    (line,) = said(root)
    assert line.startswith(
        "data/observations.csv:5: freight, trains, chengdu-trains-2024-a: this row belongs before"
    )
    path.write_text("".join([*lines, lines[-1]]), "utf8")
    (line,) = said(root)
    assert line.startswith(f"data/observations.csv:{len(lines) + 1}: obs_id: this row repeats an earlier one")


def test_marks_of_a_merge_and_open_quotation_marks_name_their_line(root: Path) -> None:
    path = root / "data/panel.csv"
    text = path.read_text("utf8")
    lines = text.splitlines(keepends=True)
    path.write_text(
        "".join([*lines[:4], "<<<<<<< HEAD\n", lines[4], "=======\n", lines[4], ">>>>>>> x\n", *lines[5:]]),
        "utf8",
    )
    (line,) = said(root)
    assert line.startswith("data/panel.csv:5: a conflict of a merge was left in the file.")
    path.write_text(text.replace("Henan,2018,gdp", 'Henan,2018,"gdp', 1), "utf8")
    (line,) = said(root)
    assert line.startswith("data/panel.csv:10: a quotation mark is not closed")
    path.write_text(text.removesuffix("\n")[:-4], "utf8")
    (line,) = said(root)
    assert "the last line does not end" in line


def test_every_kind_of_id_of_the_two_reports_agrees_with_its_row() -> None:
    row = {
        "obs_id": "sx-datong-ore-2024-01-to-2024-06-a",
        "indicator": "ore",
        "place": "Shanxi/Datong",
        "period": "2024-01/2024-06",
    }
    assert naming.contradictions(row, {"ore"}, set()) == []
    assert naming.contradictions(row | {"obs_id": "const-anything-1999"}, {"ore"}, set()) == []
    ((field, _),) = naming.contradictions(row | {"place": "Shanxi/Datonng"}, {"ore"}, set())
    assert field == "place"
    ((field, message),) = naming.contradictions(row | {"indicator": "coal"}, {"ore", "coal"}, set())
    assert (field, message) == ("indicator", "'coal' is not what the id names, ore")
    ((field, _),) = naming.contradictions(row | {"period": "2024-01"}, {"ore"}, set())
    assert field == "period"


# -- the bibliography


def bib(root: Path, entry: str) -> list[str]:
    path = root / "data/sources.bib"
    path.write_text(path.read_text("utf8") + entry, "utf8")
    return said(root)


MANAGED = r"""@String{asc = "Academy of " # {Sciences}}
% exported on a day of March
@Article{mueller2024,
  Author = {Franz M{\"u}ller and Dvo{\v{r}}{\'a}k, Anton{\'\i}n and {\'E}cole, Ren{\'e}e},
  title = "Stra{\ss}en und Wege:
           {T}rains -- 5\% more",
  journal = asc # " Letters",
  year = 2024, month = mar,
  doi = {10.1234/abc.5}, url = {https://example.org/a\_b?x=1\&y=2\%20},
  keywords = {one, two},
}
"""


def test_a_bibliography_as_reference_managers_write_it_is_read(root: Path) -> None:
    assert bib(root, MANAGED) == []
    source = read_sources(root / "data/sources.bib")["mueller2024"]
    assert source == Source(
        "mueller2024", "Academy of Sciences Letters", "Straßen und Wege: Trains – 5% more", "2024-03",
        "https://example.org/a_b?x=1&y=2%20", "Franz Müller and Dvořák, Antonín and École, Renée",
        ("Müller, Franz", "Dvořák, Antonín", "École, Renée"), kind="article",
    )  # fmt: skip
    assert Bibliography(root / "data/sources.bib", "en").called("mueller2024") == ("Müller et al.", "2024")
    shown = Bibliography(root / "data/sources.bib", "en").entry(source)
    assert "Straßen und Wege: Trains – 5% more" in "".join(node.astext() for node in shown)


@pytest.mark.parametrize(
    ("written", "read"),
    [
        (r"M{\"u}ller", "Müller"), (r"{\'E}cole", "École"), (r"\v{c}apek", "čapek"), (r"Stra{\ss}e", "Straße"),
        (r"na{\"\i}ve", "naïve"), (r"{\O}st \aa{}r", "Øst år"), (r"5\% \& \$2 \#1 a\_b", "5% & $2 #1 a_b"),
        ("a -- b --- c", "a – b — c"), ("``quoted''", "“quoted”"), ("{{Kept} {W}hole}", "Kept Whole"),
    ],
)  # fmt: skip
def test_latex_is_read_as_letters(written: str, read: str) -> None:
    assert latex.text(written) == read


@pytest.mark.parametrize(
    ("written", "command"), [(r"\emph{x}", r"\emph {"), ("CO$_2$", "$…$"), ("x\\", "\\")]
)
def test_latex_that_stands_for_no_letter_is_refused(written: str, command: str) -> None:
    with pytest.raises(latex.UnknownLatex) as error:
        latex.text(written)
    assert error.value.command == command


@pytest.mark.parametrize("address", ADDRESSES)
def test_an_address_that_is_none_is_refused_by_check_and_by_everybody_who_reads(
    root: Path, address: str
) -> None:
    lines = len((root / "data/sources.bib").read_text("utf8").splitlines())
    (line,) = bib(
        root,
        f"@online{{x2024,\n  title = {{T}},\n  publisher = {{P}},\n  date = {{2024}},\n  url = {{{address}}},\n}}\n",
    )
    assert line.startswith(f"data/sources.bib:{lines + 5}: ")
    assert "x2024: " in line or "cannot be seen" in line
    with pytest.raises(BadFile, match=rf"sources\.bib:{lines + 5}: "):
        Evidence.load()


def test_addresses_that_are_some() -> None:
    for good in (
        "https://example.org",
        "http://a.b.co.uk:80/x/%E4%B8%AD?q=1&r=[2]#c",
        "https://x.org/a_(b)'c,d;e~f",
    ):
        assert addresses.problem(good) == ""
    assert addresses.doi_problem("10.1016/j.ecolecon.2008.02.016") == ""
    assert "is no DOI" in addresses.doi_problem("https://doi.org/10.1016/x")


ENTRY = "@online{x2024,\n  title = {T},\n  publisher = {P},\n  date = {2024},\n}\n"
BROKEN = {
    "a brace": (ENTRY.replace("{P}", "{P"), 1, "x2024: a brace is not closed."),
    "a comma": (ENTRY.replace("{T},", "{T}"), 2, "x2024: '}' expected here."),
    "twice": (ENTRY + ENTRY.replace("x2024", "X2024"), 6, "the key X2024 stands twice, first in line"),
    "field twice": (ENTRY.replace("  date", "  title = {U},\n  date"), 4, "x2024: the field title stands twice."),
    "no title": (ENTRY.replace("  title = {T},\n", ""), 1, "x2024 has no title."),
    "no publisher": (ENTRY.replace("  publisher = {P},\n", ""), 1, "x2024 has no publisher."),
    "no date": (ENTRY.replace("  date = {2024},\n", ""), 1, "x2024 has no date."),
    "a field": (ENTRY.replace("publisher", "pubisher").replace("  date", "  journal = {J},\n  date"), 3,
                "x2024: there is no field 'pubisher'; did you mean publisher"),
    "a type": (ENTRY.replace("@online", "@onlin"), 1, "x2024: there is no type @onlin; did you mean online?"),
    "a month": (ENTRY.replace("  date = {2024},", "  year = 2024,\n  month = foo,"), 5, "x2024: nothing defines foo."),
    "a stray line": ("see also\n" + ENTRY, 1, "'see also' belongs to no entry"),
    "two years": (ENTRY.replace("  date", "  year = {2023},\n  date"), 4, "x2024: the year is '2023' and the date '2024'."),
    "a day": (ENTRY.replace("2024}", "2024-02-30}"), 4, "x2024: '2024-02-30' is not a date."),
    "LaTeX": (ENTRY.replace("{T}", r"{\emph{T}}"), 2, r"x2024: title: \emph is no letter that can be printed."),
}  # fmt: skip


@pytest.mark.parametrize(("entry", "line", "message"), BROKEN.values(), ids=BROKEN)
def test_a_broken_entry_is_told_once_with_its_line(root: Path, entry: str, line: int, message: str) -> None:
    lines = len((root / "data/sources.bib").read_text("utf8").splitlines())
    (told,) = bib(root, entry)
    assert told.startswith(f"data/sources.bib:{lines + line}: {message}")


# -- YAML


YAML = {
    "key twice": ("a: 1\nb: 2\na: 3\n", 3, "'a' stands twice, first in line 1"),
    "alias": ("a: &x [1]\nb: *x\n", 1, "an anchor stands here"),
    "bomb": ("a: [x]\n" + "".join(f"b{n}: [*a, *a]\n" for n in range(50)), 2, "an alias stands here"),
    "tab": ("a:\n\tb: 1\n", 2, "not valid YAML"),
    "open bracket": ("a: [1\nb: 2\n", 2, "not valid YAML"),
    "tag": ("a: 1\nb: !!python/object:os.system x\n", 2, "a tag stands here"),
    "month": ("a: 2024-13-01\n", 1, "cannot be read (month must be in 1..12)"),
    "deep": ("a: 1\nb: " + "[" * 5000 + "\n", 1, "brackets are nested too deeply"),
    "huge": ("a: " + "9" * 5000 + "\n", 1, "cannot be read"),
    "infinite": ("a: 1e999\n", 1, "cannot be read (the number is too large)"),
    "escaped direction": ('a: "\\u202e"\n', 1, "there is a character that cannot be seen, U+202E"),
    "merge": (
        "a: 1\n<<<<<<< HEAD\nb: 1\n=======\nb: 2\n>>>>>>> x\n",
        2,
        "a conflict of a merge was left in the file",
    ),
    "cut off": ("a: 1\nb: som", 2, "the last line does not end"),
}


@pytest.mark.parametrize(("text", "line", "message"), YAML.values(), ids=YAML)
def test_yaml_that_nobody_can_mean_is_refused_with_its_line(
    tmp_path: Path, text: str, line: int, message: str
) -> None:
    path = tmp_path / "some.yml"
    path.write_text(text, "utf8")
    with pytest.raises(BadFile) as error:
        read_yaml(path)
    assert (error.value.line, error.value.message[: len(message)]) == (line, message)
    assert error.value.remedy


def test_yaml_reads_the_same_to_everybody(tmp_path: Path) -> None:
    path = tmp_path / "some.yml"
    path.write_text(
        "a: no\nb: 010\nc: 12:30\nd: 1_000\ne: true\nf: 5\ng: 1.5\nh: ~\ni: .nan\nj: 0x1F\n", "utf8"
    )
    assert read_yaml(path).value == {
        "a": "no", "b": "010", "c": "12:30", "d": "1_000", "e": True, "f": 5, "g": 1.5, "h": None, "i": ".nan", "j": "0x1F",
    }  # fmt: skip


WORDS = "analysis/departures/words/en/trains.yml"


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("  city: City", "  city: 5", "cities.city is 5 and no text"),
        ("  city: City", "  city:", "cities.city is None and no text"),
        ("  city: City", '  city: "{place"', "cities.city has a { that belongs to no blank"),
        ("  city: City", "  city: City\n  city: Town", "'city' stands twice"),
        ("  city: City", "  city: City: large", "not valid YAML: mapping values are not allowed here"),
    ],
)
def test_words_name_file_and_line(root: Path, old: str, new: str, message: str) -> None:
    line = edit(root, WORDS, old, new) + new.count("\n")
    with pytest.raises(BadFile) as error:
        read_words(root / WORDS)
    assert str(error.value).startswith(f"{WORDS}:{line}: {message}")
    assert [str(fault) for fault in project.faults()] == [str(error.value)]


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (
            "milestone_year: {value: 2027",
            "milestone_year: {value: 2027.5",
            "milestone_year must be int, but is 2027.5",
        ),
        ("draws: 4000", "draws: 010", "draws must be int, but is '010'"),
        ("draws: 4000", "draws: .nan", "draws must be int, but is '.nan'"),
        ("draws: 4000", "draws: ", "no value for 'draws'"),
        ("as_of: 2026-11-21", "as_of: 2026-11", "as_of must be a day, as 2026-11-21, but is '2026-11'"),
        (
            "language: en",
            "language: no",
            "language must be a language that words are written in, but is 'no'",
        ),
        ("language: en", "language: ../en", "language must be a language that words are written in"),
    ],
)
def test_an_edition_names_file_and_line(root: Path, old: str, new: str, message: str) -> None:
    line = edit(root, "data/editions/baseline.yml", old, new)

    def load() -> None:
        edition = parameters.load_edition("baseline")
        for notebook in paths.notebooks():
            parameters.for_notebook(edition, notebook)

    with pytest.raises(parameters.ParameterError) as error:
        load()
    assert str(error.value).startswith(f"data/editions/baseline.yml:{line}: {message}")


def test_editions_that_rest_on_each_other_are_refused(root: Path) -> None:
    edit(root, "data/editions/baseline.yml", "title: Baseline\n", "title: Baseline\nbased_on: hasty\n")
    with pytest.raises(parameters.ParameterError, match=r"hasty\.yml:3: edition baseline is based on itself"):
        parameters.load_edition("baseline")


@pytest.mark.parametrize(
    ("file", "old", "new", "message"),
    [
        (
            "_toc.yml",
            "file: trains",
            "file: trians",
            "there is no chapter 'trians' in chapters; did you mean trains",
        ),
        ("_toc.yml", "file: provinces", "file: trains", "trains stands twice, first in line 7"),
        ("_toc.yml", "root: index", "root: index\ntitel: x", "'titel' means nothing here"),
        ("_config.yml", "title: Departures\n", "title: [a]\n", "title: ['a'] is not of type"),
        ("_config.yml", "numfig: true", "numfig: yes", "some programs read 'yes' as True"),
        ("_config.yml", "      - evident.typst\n", "", "the extension evident.typst is not in the list"),
        (
            "CITATION.cff",
            "date-released: 2026-11-21",
            "date-released: soon",
            "date-released has another form",
        ),
        ("CITATION.cff", "version: 0.1.0\n", "", "there is no version, which the book prints"),
        (
            "chapters/claims/trains.yml",
            "- text: nobody has set it as a target\n",
            "-\n",
            "an exception has text and reason",
        ),
    ],
)
def test_the_files_around_name_themselves(root: Path, file: str, old: str, new: str, message: str) -> None:
    edit(root, file, old, new)
    faults = [str(fault) for fault in project.faults()]
    assert any(fault.startswith(f"{file}:") and message in fault for fault in faults), faults
    assert all(fault.startswith(f"{file}:") for fault in faults)


def test_a_chapter_that_no_part_has_is_told(root: Path) -> None:
    (root / "chapters/lost.md").write_text("# Lost\n", "utf8")
    (fault,) = project.faults()
    assert str(fault) == (
        "_toc.yml:1: the chapter lost is in no part, so nobody can read it; add `- file: lost`, or move chapters/lost.md away"
    )


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('ink: "#1f2a33"\n', "ink is no colour"),
        ('inc: ["#1f2a33", 14.2, "#e9e5dd", 14, text]\n', "there is no colour 'inc'"),
        ('ink: ["#1f2a33;}", 14.2, "#e9e5dd", 14, text]\n', "ink is no colour"),
        ("- ink\n", "no names of colours stand here"),
    ],
)
def test_colours_name_file_and_line(tmp_path: Path, text: str, message: str) -> None:
    (tmp_path / "look.yml").write_text(text, "utf8")
    with pytest.raises(BadFile) as error:
        read_colours(tmp_path / "look.yml")
    assert (error.value.line, error.value.message) == (1, message)


# -- notebooks, the schema, the project


NOTEBOOK: dict[str, tuple[Callable[[str], str], str]] = {
    "cut off": (lambda t: t[: len(t) // 2], "not a notebook file: "),
    "merge": (
        lambda t: t.replace(' "cells"', '<<<<<<< HEAD\n "cells"', 1),
        "a conflict of a merge was left in the file",
    ),
    "no cells": (
        lambda t: json.dumps(json.loads(t) | {"cells": None}),
        "not a notebook file: it has no list of cells",
    ),
    "format": (
        lambda t: json.dumps(json.loads(t) | {"nbformat": 3}),
        "a notebook of format 3, where 4 is read",
    ),
    "cell": (lambda t: t.replace('"cell_type": "code"', '"cell_type": "cod"', 1), "cell "),
    "source": (
        lambda t: json.dumps({**json.loads(t), "cells": [{"cell_type": "code", "source": 5}]}),
        "cell 1 has no text",
    ),
}


@pytest.mark.parametrize(("change", "message"), NOTEBOOK.values(), ids=NOTEBOOK)
def test_what_is_no_notebook_is_refused_before_a_kernel_starts(
    root: Path, change: Callable[[str], str], message: str
) -> None:
    path = root / "analysis/trains.ipynb"
    path.write_text(change(path.read_text("utf8")), "utf8")
    with pytest.raises(BadFile) as error:
        notebook_form.checked(path)
    assert error.value.message.startswith(message)
    with pytest.raises(parameters.ParameterError, match=r"analysis/trains\.ipynb"):
        parameters.declared(path)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (
            '"path": "panel.csv"',
            '"path": "https://example.org/panel.csv"',
            "the path of panel is 'https://example.org/panel.csv'",
        ),
        ('"name": "departures",', '"name": "departures"', "not valid JSON: expecting ',' delimiter"),
        ('"name": "value_high"', '"name": "value_hihg"', "observations describes no field value_high"),
    ],
)
def test_the_schema_itself_names_its_line(root: Path, old: str, new: str, message: str) -> None:
    line = edit(root, "data/datapackage.json", old, new)
    (told,) = said(root)
    assert told.startswith(
        (f"data/datapackage.json:{line}: {message}", f"data/datapackage.json:{line + 1}: {message}")
    )


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('command = "evident"', 'command = "evident', r"pyproject\.toml:9: not valid TOML"),
        (
            'package = "departures"',
            'package = "../x"',
            r"package = '\.\./x' in \[tool\.evident\] cannot be used; write it",
        ),
        ('pdf = "departures.pdf"', "pdf = 5", r"pdf = 5 in \[tool\.evident\] cannot be used"),
        (
            'pdf = "departures.pdf"',
            'rebuild = "make"',
            r"rebuild = 'make' in \[tool\.evident\] cannot be used",
        ),
    ],
)
def test_the_table_of_the_report_is_typed(root: Path, old: str, new: str, message: str) -> None:
    edit(root, "pyproject.toml", old, new)
    forget()
    with pytest.raises(paths.NoReport, match=message):
        paths.report()


# -- texts that mean harm are texts


HARM = (
    '</script><img src=x onerror=alert(1)> #panic("x") $x$ *b* _i_ `c` & "q" \'a\' [l](javascript:1) {fact}`x` @y '
    "<b>z</b> \\n // /* ~"
)
# In a bibliography braces and backslashes are none of the text: what stands before the first is compared.
PART = HARM.partition("{")[0].rstrip()
MARKS = (
    "Q locator",
    "Q paraphrase",
    "Q definition_note",
    "Q quality_note",
    "Q label_en",
    "Q definition",
    "Q title",
)


def _hostile(root: Path) -> None:
    """Put harm into notes, locators, labels and titles of the small report."""
    observations, indicators = root / OBSERVATIONS, root / "data/indicators.csv"
    for path, fields in ((observations, MARKS[:4]), (indicators, ("Q label_en", "Q definition"))):
        rows = list(csv.DictReader(path.read_text("utf8").splitlines()))
        for row in rows:
            if row.get("obs_id", row["indicator"]) in ("china-trains-2021-01-to-2021-11-a", "trains"):
                row |= {field[2:]: f"{field} {HARM}" for field in fields}
        with path.open("w", encoding="utf8", newline="") as file:
            writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)
    written = HARM.translate(
        {ord(c): f"\\{c}" for c in "$&#_"} | {ord("\\"): "", ord("~"): "", ord("{"): "", ord("}"): ""}
    )
    edit(
        root,
        "data/sources.bib",
        "title = {{More than 19,000",
        f'title = {{{{Q title {written} M{{\\"u}}ller: more than 19,000',
    )


def test_harm_in_evidence_is_printed_as_text_everywhere(small: Copy) -> None:
    _hostile(small.root)
    small.build()
    found: set[str] = set()
    for page in small.file("html").glob("*.html"):
        document = html5lib.parse(page.read_text("utf8"), namespaceHTMLElements=False)
        elements = [element for element in document.iter() if isinstance(element.tag, str)]
        assert not [e for e in elements if any(name.startswith("on") for name in e.attrib)], page.name
        assert not [e for e in elements if e.tag == "img" and e.get("src") == "x"], page.name
        links = [e.get("href", "") for e in elements if e.tag == "a"]
        assert not [link for link in links if link.startswith(("javascript", "data"))], page.name
        text = " ".join("".join(document.itertext()).split())
        for mark in MARKS:
            assert text.count(f"{mark} </script>") == text.count(f"{mark} {PART}"), (page.name, mark)
            found |= {mark} if f"{mark} {PART}" in text else set()
    assert found == set(MARKS)
    printed = small.pdf().replace(" ", "")
    for mark in ("Q locator", "Q paraphrase", "Q quality_note", "Q title"):
        assert f"{mark} {PART}".replace(" ", "") in printed, mark
    for file in small.file("html/_downloads/exhibits").iterdir():
        if file.suffix == ".json":
            json.loads(file.read_text("utf8"))
        elif file.suffix == ".svg":
            ET.parse(file)


def test_texts_that_look_like_formulas_are_escaped_in_a_download() -> None:
    names = [{"name": "=who"}, {"name": "value"}]
    rows = [
        ["=1+1", -3.5],
        ["+1", -2.0],
        ["-x", 1e-7],
        ["@a", None],
        ["\tb", True],
        ["\rc", "1,2"],
        ["＝d", 0.0],
        ["plain", 5.0],
    ]
    assert [*csv.reader(io.StringIO(csv_of({"columns": names, "rows": rows}, Words("en")).removeprefix(MARK), newline=""))] == [
        ["'=who", "value"], ["'=1+1", "-3.5"], ["'+1", "-2"], ["'-x", "0.0000001"], ["'@a", ""], ["'\tb", "true"],
        ["'\nc", "1,2"], ["'＝d", "0"], ["plain", "5"],
    ]  # fmt: skip


def test_texts_of_a_workbook_are_no_formulas_and_no_links(root: Path, tmp_path: Path) -> None:
    path = root / "data/indicators.csv"
    path.write_text(
        path.read_text("utf8")
        .replace("Trips in the period", "{=1+1} https://example.org =cmd")
        .replace('"{=', '"{='),
        "utf8",
    )
    tables = dataset_tables.tables(root / "data", None, Words("en"))
    dataset_workbook.write(tmp_path / "a.xlsx", tables, about.about(), "T", "")
    with zipfile.ZipFile(tmp_path / "a.xlsx") as book:
        sheets = [
            book.read(name).decode() for name in book.namelist() if name.startswith("xl/worksheets/sheet")
        ]
        linked = "".join(book.read(name).decode() for name in book.namelist() if "worksheets/_rels" in name)
        assert "{=1+1} https://example.org =cmd" in book.read("xl/sharedStrings.xml").decode()
    assert len(sheets) == 6
    assert not [sheet for sheet in sheets if "<f>" in sheet]
    addresses_of = {source.url for source in read_sources(root / "data/sources.bib").values() if source.url}
    targets = {unescape(target) for target in re.findall(r'Target="([^"]*)"', linked)}
    assert targets <= {*addresses_of, about.LICENCE["url"]}


def test_nothing_here_leaves_the_report_set(root: Path) -> None:
    """The fixture works on a copy: what it damages is not the small report itself."""
    assert os.environ["EVIDENT_ROOT"] == str(root)
    assert not root.is_relative_to(SMALL)
    assert said(SMALL) == []
