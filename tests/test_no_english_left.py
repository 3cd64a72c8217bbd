"""No English sentence is left in the Chinese edition outside names and titles of sources: pages, PDF, words."""

import re
import subprocess
from pathlib import Path

import pypdf
import pytest

from evident import paths
from evident.evidence.sources import read_sources
from evident.run.inputs import Build
from tests.english import english, texts


@pytest.mark.parametrize(
    "text",
    [
        "the coal output was",
        "煤炭产量，because the mines were closed，下降",
        "A mine closes for good, or the plan is cut",
        "Figure 4.2",
        "Search",
        "本报告假设：1997。The inventory of emissions begins there",
    ],
)
def test_english_is_found(text: str) -> None:
    assert english(text)


@pytest.mark.parametrize(
    "text",
    [
        "China Daily，2024年",
        "People of Asia for Climate Solutions（2025年）",
        "正常生产煤矿：Mine in normal production",
        "State Council and NDRC",
        "原文为“more than a dozen of them are in the north”，记作至少12",
        "《The coal that is left in the ground》",
        "运行evident build或`make test for all of it`",
        "见data/sources.bib和https://example.org/what-is-in-the-coal",
        "shanxi-share-of-the-nation-in-2024-a",
        "JETP和CO2",
        "煤炭产量为13.05亿吨",
    ],
)
def test_names_titles_and_code_are_not(text: str) -> None:
    assert english(text) == []


def test_a_paragraph_is_one_text_and_code_none() -> None:
    page = (
        '<p>煤，<a href="x">the coal</a> output <em>was</em> low</p><pre>the coal output was</pre>'
        '<img alt="图"><p lang="en">in the coal it is</p>'
    )
    assert texts(page) == [("p", "煤，the coal output was low"), ("@alt", "图")]


def test_titles_in_lists_are_left_out() -> None:
    assert texts("<ul><li><p>新华社。<em>The coal that is left</em>。</p></li></ul>") == [
        ("p", "新华社。 · 。")
    ]


def test_texts_of_scripts_are_read() -> None:
    page = '<script type="application/json">{"a": ["the coal output was"]}</script><script>var the = of + is;</script>'
    assert texts(page) == [("json", "the coal output was")]


@pytest.fixture(scope="module")
def titles() -> set[str]:
    """Titles of sources, which stay in their language wherever they are named."""
    sources = read_sources(paths.data_dir() / "sources.bib").values()
    return {
        text for s in sources for text in (s.title, s.author, s.publisher, s.issue, s.note) if text.strip()
    }


# How a release printed its numbers, in the language that it had.
AS_RELEASED = {"billion yuan a year", "yuan a tonne"}
# What a verdict of the glossary is called in English; its entry says so.
IN_ENGLISH = {"cannot be told"}
# Code in a chapter of the PDF that is read as a whole.
CODE = {"import pandas as pd"}
# Chapters of the PDF whose every page has code or titles in other languages, which its text does not tell apart; the
# test of pages reads them.
MIXED = re.compile(
    "参考文献|证据|第一个小时|更正或|刊出|写一个|增加|改一项|检验发现|在JupyterLab|查看一处|发布报告|另写|出版说明"
)


def left_in(text: str, titles: set[str]) -> list[str]:
    """The English of a text that is no title."""
    found = [run for run in english(text) if run not in AS_RELEASED | IN_ENGLISH]
    return [run for run in found if not any(run in _plain(title) for title in titles)]


def _plain(text: str) -> str:
    return " ".join(text.split())


def test_no_english_is_left_on_a_page(built_book: Path, titles: set[str]) -> None:
    pages = sorted((built_book / "zh").rglob("*.html"))
    assert len(pages) > 40
    found = {
        f"{page.relative_to(built_book)} {where}: {run}"
        for page in pages
        for where, text in texts(page.read_text("utf8"))
        for run in left_in(text, titles)
    }
    assert sorted(found) == []


@pytest.mark.parametrize("part", ["", "-summary", "-provinces"])
def test_no_english_is_left_in_the_pdf(built: Build, titles: set[str], part: str) -> None:
    file = built.pdf.with_name(f"{built.pdf.stem}-zh{part}.pdf")
    printed = "\n".join(_pages(file))
    assert re.search(r"[\u4e00-\u9fff]", printed)
    whole = " ".join(" ".join(titles).split())
    lines = (" ".join(line.split()) for line in printed.splitlines())
    found = {run for line in lines for run in english(line) if run not in whole}
    assert sorted(found - AS_RELEASED - IN_ENGLISH - CODE) == []


def _pages(file: Path) -> list[str]:
    """The texts of the pages of a PDF, without the chapters that are mixed."""
    reader, begins = pypdf.PdfReader(file), {}
    for entry in reader.outline:
        if not isinstance(entry, list):
            begins[reader.get_destination_page_number(entry)] = str(entry.title)
    printed = subprocess.run(
        ["pdftotext", "-layout", str(file), "-"], capture_output=True, text=True, check=True
    ).stdout
    kept, mixed = [], False
    for number, page in enumerate(printed.split("\f")):
        if number in begins:
            mixed = bool(MIXED.match(begins[number]))
        if not mixed:
            kept.append(page)
    return kept
