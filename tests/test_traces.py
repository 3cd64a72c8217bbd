"""What a run read, and whether that is still the same: one piece at a time."""

from pathlib import Path

import pytest

from evident.run.traces import ABSENT, Pieces, changed, trace

OBSERVATIONS = """obs_id,indicator,value,source_id,conflict_group
a,ore,1,first,
b,ore,2,second,pits
c,coal,3,first,pits
"""
PANEL = "province,year,indicator,value\nEast,2020,people,5\nEast,2021,people,6\nWest,2020,people,7\n"
INDICATORS = "indicator,label_en\nore,Ore raised\ncoal,Coal raised\n"
SOURCES = "@online{first,\n  title = {One},\n}\n\n@online{second,\n  title = {Two},\n}\n"
WORDS = "title: Ore\nanswers:\n  short: no\n  1: January\n"


@pytest.fixture
def report(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A report of a few rows, in which the test runs."""
    files = {
        "pyproject.toml": '[tool.evident]\npackage = "pits"\n',
        "data/observations.csv": OBSERVATIONS,
        "data/panel.csv": PANEL,
        "data/indicators.csv": INDICATORS,
        "data/sources.bib": SOURCES,
        "analysis/pits/words/en/mines.yml": WORDS,
        "analysis/mines.ipynb": '{"cells": [{"source": "x = 1", "outputs": []}]}',
    }
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, "utf8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


READ = {
    "observation": ("a",),
    "series": ("ore",),
    "conflict": ("pits",),
    "cell": ("panel:East:2020:people",),
    "panel": ("people",),
    "indicator": ("ore",),
    "source": ("first",),
    "table": ("panel.csv",),
    "words": ("en", "mines.answers.short"),
}


def edited(report: Path, name: str, old: str, new: str) -> None:
    text = (report / name).read_text("utf8")
    assert text.count(old) == 1
    (report / name).write_text(text.replace(old, new), "utf8")


@pytest.mark.parametrize(
    ("name", "old", "new", "touched"),
    [
        ("data/observations.csv", "a,ore,1", "a,ore,9", {"observation", "series"}),
        ("data/observations.csv", "b,ore,2", "b,ore,9", {"series", "conflict"}),
        ("data/observations.csv", "c,coal,3", "c,coal,9", {"conflict"}),
        ("data/observations.csv", "c,coal", "d,ore,4,second,\nc,coal", {"series"}),
        ("data/panel.csv", "East,2020,people,5", "East,2020,people,9", {"cell", "panel", "table"}),
        ("data/panel.csv", "West,2020,people,7", "West,2020,people,9", {"panel", "table"}),
        ("data/indicators.csv", "Ore raised", "Ore dug", {"indicator"}),
        ("data/indicators.csv", "Coal raised", "Coal dug", set()),
        ("data/sources.bib", "{One}", "{Won}", {"observation", "series", "conflict", "source"}),
        ("data/sources.bib", "{Two}", "{Too}", {"series", "conflict"}),
        ("analysis/pits/words/en/mines.yml", "short: no", "short: off", {"words"}),
        ("analysis/pits/words/en/mines.yml", "title: Ore", "title: Coal", set()),
    ],
)  # fmt: skip
def test_a_piece_changes_with_what_is_in_it_and_with_nothing_else(
    report: Path, name: str, old: str, new: str, touched: set[str]
) -> None:
    known = {kind: trace([(kind, *piece)]) for kind, piece in READ.items()}
    edited(report, name, old, new)
    assert {kind for kind, one in known.items() if changed(one, Pieces())} == touched


def test_a_named_text_may_be_used_by_any_source(report: Path) -> None:
    """A macro of BibTeX that stands between two entries."""
    edited(report, "data/sources.bib", "@online{second", '@string{one = "One"}\n@online{second')
    known = trace([("source", "first"), ("source", "second")])
    edited(report, "data/sources.bib", '"One"', '"Won"')
    assert changed(known, Pieces()) == "source first"
    assert changed({key: known[key] for key in known if "second" in key}, Pieces()) == "source second"


def test_what_is_not_there_is_a_piece_as_well(report: Path) -> None:
    known = trace([("observation", "z"), ("file", str(report / "none.txt"))])
    assert set(known.values()) == {ABSENT}
    edited(report, "data/observations.csv", "c,coal", "z,coal,4,first,\nc,coal")
    assert changed(known, Pieces()) == "observation z"


def test_outputs_kept_in_a_notebook_are_not_run(report: Path) -> None:
    known = trace([("notebook", str(report / "analysis/mines.ipynb"))])
    edited(report, "analysis/mines.ipynb", '"outputs": []', '"outputs": [1]')
    assert not changed(known, Pieces())
    edited(report, "analysis/mines.ipynb", "x = 1", "x = 2")
    assert changed(known, Pieces()) == "notebook analysis/mines.ipynb"


def test_an_unknown_kind_is_an_error(report: Path) -> None:
    with pytest.raises(KeyError):
        Pieces().digest("rumour", "x")
