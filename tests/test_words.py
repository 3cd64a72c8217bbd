"""Strings by key, and the rule that none of them types a figure."""

import re
from pathlib import Path

import pytest

from evident import paths
from evident.run import wording
from evident.text.words import UnknownWords, Words

FILES = sorted(file for folder in paths.word_dirs("en") for file in folder.glob("*.yml"))


def test_blanks_are_filled() -> None:
    assert Words("en")("common.bounds.at_least", text="700 Mt") == "over 700 Mt"


def test_unfilled_blank() -> None:
    with pytest.raises(UnknownWords, match=r"nothing fills the blank \{text\}"):
        Words("en")("common.bounds.at_least")


def test_unknown_key_names_the_file() -> None:
    with pytest.raises(UnknownWords, match=r"'common\.nowhere'.*words/en/common\.yml"):
        Words("en")("common.nowhere")


def test_unknown_language() -> None:
    with pytest.raises(UnknownWords, match="language 'xx'"):
        Words("xx")("common.date")


@pytest.mark.parametrize("file", FILES, ids=lambda f: f"{f.parent.name}/{f.name}")
def test_no_figure_is_typed_and_every_title_is_bound(file: Path) -> None:
    found = list(map(str, wording.of_words(file)))
    if file.is_relative_to(paths.ENGINE):  # which says a number in words, where it is asked to
        found = [said for said in found if re.search(r"the figure '[^']*\d", said)]
    assert found == []


def test_section() -> None:
    assert Words("en").section("common.bounds")["at_least"] == "over {text}"
    with pytest.raises(UnknownWords, match=r"no section 'common\.nowhere'.*words/en/common\.yml"):
        Words("en").section("common.nowhere")
