"""YAML files as people write them: read strictly, with the line of everything in them.

Belongs here: what is refused in any YAML file, and how its errors are told. Does not: what a file should hold (each is
read by the module that uses it).

Only what reads the same to everybody is admitted. A key stands once. There are no aliases: a few lines of them grow to
millions of values. `true`, `false`, whole and decimal numbers, dates and `null` are what they look like; everything
else is text, so that `no` is a word, 010 is not eight and 12:30 is not 750.
"""

import math
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from evident.text.files import BadFile, read_text, unseen

Place = tuple[Any, ...]


@dataclass(frozen=True)
class Document:
    """A YAML file: its value, and the line of each key and item by the way that leads to it.

    `lines["common", "seed"]` is where `seed:` stands under `common:`; of the whole file it is its first line.
    """

    path: Path
    value: Any
    lines: dict[Place, int]

    def line(self, *place: Any) -> int:
        """The line of a place, or of the nearest around it."""
        while place and place not in self.lines:
            place = place[:-1]
        return self.lines.get(place, 1)

    def wrong(self, message: str, remedy: str, *place: Any) -> BadFile:
        """The error that something at a place is wrong."""
        return BadFile(self.path, self.line(*place), message, remedy)


class _Strict(yaml.SafeLoader):
    """A loader that knows fewer forms of numbers and truth, and refuses aliases and repeated keys."""

    yaml_implicit_resolvers: dict[str, list[tuple[str, re.Pattern[str]]]] = {}  # noqa: RUF012 (the library's own form)

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        event = self.peek_event()
        if isinstance(event, yaml.AliasEvent):
            raise _error(event.start_mark, "an alias stands here", "write out what it stands for")
        if getattr(event, "anchor", None):
            raise _error(
                event.start_mark, "an anchor stands here", "delete the &name; aliases are not admitted"
            )
        if getattr(event, "tag", None):
            raise _error(event.start_mark, f"a tag stands here, {event.tag}", "delete it")
        node: yaml.Node | None = super().compose_node(parent, index)
        return node

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        first: dict[Any, int] = {}
        for key, _ in node.value:
            name = self.construct_object(key, deep=True)
            if not isinstance(name, str | int | float | bool | None) and not hasattr(name, "isoformat"):
                raise _error(key.start_mark, "a key is no plain word", "write a word before the colon")
            line = key.start_mark.line + 1
            if name in first:
                raise _error(
                    key.start_mark,
                    f"{name!r} stands twice, first in line {first[name]}",
                    "delete one of the two",
                )
            first[name] = line
        found: dict[Any, Any] = super().construct_mapping(node, deep)
        return found

    def construct_scalar(self, node: yaml.ScalarNode | yaml.MappingNode) -> Any:
        value = super().construct_scalar(node)
        if isinstance(value, str) and (hit := unseen(value)):
            raise _error(node.start_mark, hit[0], "delete it")
        return value

    def construct_object(self, node: yaml.Node, deep: bool = False) -> Any:
        try:
            found = super().construct_object(node, deep)
            if isinstance(found, float) and not math.isfinite(found):
                raise ValueError("the number is too large")
            return found
        except ValueError as error:  # the thirteenth month, or more digits than a number may have
            raise _error(
                node.start_mark, f"cannot be read ({error})", "mend it, or put it in quotation marks"
            ) from None


for _tag, _form, _first in (
    ("null", r"~|null|", ["~", "n", ""]),
    ("bool", r"true|false", ["t", "f"]),
    ("int", r"-?(?:0|[1-9][0-9]*)", [*"-0123456789"]),
    ("float", r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?", [*"-0123456789"]),
    ("timestamp", r"[0-9]{4}-[0-9]{2}-[0-9]{2}", [*"0123456789"]),
    ("merge", r"<<", ["<"]),
):
    _Strict.add_implicit_resolver(f"tag:yaml.org,2002:{_tag}", re.compile(f"^(?:{_form})$"), _first)


class _Told(yaml.MarkedYAMLError):
    """An error of ours on its way through the library, with a remedy."""

    def __init__(self, mark: Any, message: str, remedy: str) -> None:
        super().__init__(None, None, message, mark)
        self.remedy = remedy


def _error(mark: Any, message: str, remedy: str) -> _Told:
    return _Told(mark, message, remedy)


def read_yaml(path: Path) -> Document:
    """A YAML file; its value is None if it is empty.

    Raises:
        BadFile: it is not text in UTF-8, or not YAML of the form above.
    """
    text = read_text(path)
    loader = _Strict(text)
    try:
        node = loader.get_single_node()
        value = None if node is None else loader.construct_document(node)
    except _Told as error:
        raise BadFile(path, _line(error), str(error.problem), error.remedy) from None
    except yaml.YAMLError as error:
        raise BadFile(path, _line(error), f"not valid YAML: {_said(error)}", _remedy(text, error)) from None
    except RecursionError:
        raise BadFile(path, 1, "brackets are nested too deeply", "nest what is in it less deeply") from None
    finally:
        loader.dispose()
    lines: dict[Place, int] = {(): 1}
    _walk(node, (), lines)
    return Document(path, value, lines)


def _line(error: yaml.YAMLError) -> int:
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    return mark.line + 1 if mark else 1


def _said(error: yaml.YAMLError) -> str:
    return str(getattr(error, "problem", None) or str(error).splitlines()[0])


def _remedy(text: str, error: yaml.YAMLError) -> str:
    lines = text.splitlines()
    line = lines[_line(error) - 1] if _line(error) <= len(lines) else ""
    if "\t" in line:
        return "put blanks in the place of tabulators"
    if "mapping values" in _said(error):
        return "a text with a colon needs quotation marks"
    return (
        "look for a bracket or quotation mark that is not closed, and lines not indented as their neighbours"
    )


def _walk(node: yaml.Node | None, place: Place, lines: dict[Place, int]) -> None:
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            inner = (*place, key.value)
            lines[inner] = key.start_mark.line + 1
            if isinstance(key.value, str) and key.value.isdecimal() and len(key.value) < 10:
                lines[*place, int(key.value)] = lines[inner]
            _walk(value, inner, lines)
    elif isinstance(node, yaml.SequenceNode):
        for number, item in enumerate(node.value):
            lines[*place, number] = item.start_mark.line + 1
            _walk(item, (*place, number), lines)
