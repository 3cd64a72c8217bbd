"""The words that code prints: units, bounds, verdicts, chart titles and labels, one folder a language.

Belongs here: finding a string by its key and filling its blanks. Does not: numbers to text (`formats.py`), the
labels of indicators (`data/indicators.csv`), the prose of chapters.

A key is `<file>.<path inside it>`: `theme.rise.title` is `rise: title:` of `words/en/theme.yml`. In a
string, `{name}` is a blank filled by the caller and `{theme.fact}` prints a fact exported earlier by the
notebook (`{theme.fact|number}` without unit and bound). No digit is typed in these files: numbers come through
blanks, so that they follow the evidence (years and names such as 5G excepted; `digits.py` is the rule).
"""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from evident import paths, reads
from evident.text.yaml_files import read_yaml

BLANK = re.compile(r"\{([A-Za-z_][\w]*(?:\.[\w]+)?)(?:\|(\w+))?\}")


class UnknownWords(KeyError):
    """A string that no file of words has."""

    def __str__(self) -> str:
        return str(self.args[0])


def _file(language: str, name: str) -> dict[str, Any]:
    return _merged(paths.report().root, language, name)


@cache
def _merged(_report: Path, language: str, name: str) -> dict[str, Any]:
    folders = paths.word_dirs(language)
    files = [folder / f"{name}.yml" for folder in folders if (folder / f"{name}.yml").exists()]
    if not files:
        raise UnknownWords(
            f"there is no file of words {name}.yml for language {language!r}: add {folders[-1] / name}.yml"
        )
    whole: dict[str, Any] = {}
    for file in files:
        _lay_over(whole, read_words(file))
    return whole


def forget() -> None:
    """Read files of words again when they are asked for; a kernel lives on while they are edited."""
    _merged.cache_clear()


def read_words(file: Path) -> dict[str, Any]:
    """The words of one file.

    Raises:
        BadFile: it is not YAML, or holds something else than texts, lists of texts and sections of these.
    """
    document = read_yaml(file)
    if document.value is None:
        return {}
    if not isinstance(document.value, dict):
        raise document.wrong("no keys with words stand here", "write `key: words`")
    for place, text in texts(document.value):
        key = ".".join(map(str, place))
        if not isinstance(text, str):
            raise document.wrong(
                f"{key} is {text!r} and no text", "put it in quotation marks, or delete the key", *place
            )
        if stray := re.search(r"[{}]", BLANK.sub("", text)):
            message = f"{key} has a {stray[0]} that belongs to no blank"
            raise document.wrong(message, "write {name}, {theme.fact} or {theme.fact|number}", *place)
    return document.value


def texts(value: Any, place: tuple[Any, ...] = ()) -> Iterator[tuple[tuple[Any, ...], Any]]:
    """What stands at the ends of a tree of sections and lists, with the way to it."""
    inner = (
        value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else None
    )
    if inner is None or not value:
        yield place, value
        return
    for key, item in inner:
        yield from texts(item, (*place, key))


def _lay_over(under: dict[str, Any], over: dict[str, Any]) -> None:
    """Put the words of one file over those of another, section by section."""
    for key, value in over.items():
        if isinstance(value, dict) and isinstance(under.get(key), dict):
            _lay_over(under[key], value)
        else:
            under[key] = value


class Words:
    """The strings of one language."""

    def __init__(self, language: str = "en") -> None:
        self.language = language

    def raw(self, key: str) -> str:
        """The string as written, with its blanks.

        Raises:
            UnknownWords: no such key; the message names the file to add it to.
        """
        name, *path = key.split(".")
        reads.note("words", self.language, key)
        found: Any = _file(self.language, name)
        for step in path:
            # YAML reads an unquoted 1 as a number; months are keyed so.
            found = (
                found.get(step, found.get(int(step)) if step.isdigit() else None)
                if isinstance(found, dict)
                else None
            )
        if not isinstance(found, str):
            raise UnknownWords(f"no string {key!r}: add it to words/{self.language}/{name}.yml")
        return found

    def section(self, key: str) -> dict[str, str]:
        """All strings directly under a key, as written.

        Raises:
            UnknownWords: no such section.
        """
        name, *path = key.split(".")
        reads.note("words", self.language, key)
        found: Any = _file(self.language, name)
        for step in path:
            found = found.get(step) if isinstance(found, dict) else None
        if not isinstance(found, dict):
            raise UnknownWords(f"no section {key!r}: add it to words/{self.language}/{name}.yml")
        return {inner: text for inner, text in found.items() if isinstance(text, str)}

    def listed(self, key: str) -> list[str]:
        """A string or a list of strings as a list; empty if there is no such key."""
        name, *path = key.split(".")
        reads.note("words", self.language, key)
        found: Any = _file(self.language, name)
        for step in path:
            found = found.get(step) if isinstance(found, dict) else None
        return [found] if isinstance(found, str) else [str(item) for item in found or ()]

    def has(self, key: str) -> bool:
        """Whether there is such a string."""
        try:
            self.raw(key)
        except UnknownWords:
            return False
        return True

    def __call__(self, key: str, **blanks: object) -> str:
        """The string with its blanks filled.

        Raises:
            UnknownWords: no such key, or a blank that was given no value.
        """

        def fill(match: re.Match[str]) -> str:
            if match[1] not in blanks:
                raise UnknownWords(f"{key}: nothing fills the blank {match[0]}")
            return str(blanks[match[1]])

        return BLANK.sub(fill, self.raw(key))
