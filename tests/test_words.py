"""Strings by key, and the rule that none of them types a figure."""

import re

import pytest
import yaml

from evident import paths
from evident.text import digits
from evident.text.words import BLANK, UnknownWords, Words

FILES = sorted(file for folder in paths.word_dirs("en") for file in folder.glob("*.yml"))


def strings(tree: object, path: str = "") -> list[tuple[str, str]]:
    if isinstance(tree, dict):
        return [found for key, value in tree.items() for found in strings(value, f"{path}.{key}")]
    return [(path.lstrip("."), str(tree))]


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
def test_no_digit_is_typed(file: object) -> None:
    found = strings(yaml.safe_load(file.read_text("utf8")))  # type: ignore[attr-defined]
    assert found
    # A claim is named as the notebook names it; that is no text.
    prose = [(key, text) for key, text in found if not re.search(r"\.claim(\.\d+)?$", key)]
    typed = {key: digits.typed(BLANK.sub("", text)) for key, text in prose}
    assert {key: hits for key, hits in typed.items() if hits} == {}


def test_section() -> None:
    assert Words("en").section("common.bounds")["at_least"] == "over {text}"
    with pytest.raises(UnknownWords, match=r"no section 'common\.nowhere'.*words/en/common\.yml"):
        Words("en").section("common.nowhere")
