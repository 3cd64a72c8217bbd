"""The examples of the guides for authors: each block of code runs, each role finds its name, each command exists.

Belongs here: `chapters/authors*.md`. Does not: what commands do (their own tests), the sample edition's pages
(`test_editions.py`).

A block of Python runs in the notebook on mining, where it stands before the last cell. A block of words (its first line
names the file) is laid over the words. A block of an edition is loaded as one.
"""

import re
import shlex
from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import Any

import click
import pytest
import yaml

from evident import paths
from evident.cli import main
from evident.evidence.tables import Evidence
from evident.export.notebook import Notebook
from evident.export.publishing import Publisher, Silent
from evident.run import notebooks, parameters, session
from evident.text import words

GUIDES = sorted(paths.report().chapters.glob("authors*.md"))
_BLOCK = re.compile(
    r"^(?P<fence>`{3,})(?P<language>\w+)\n(?P<text>.*?)^(?P=fence)$", re.MULTILINE | re.DOTALL
)
_ROLE = re.compile(r"\{(fact|claim)\}(`{1,2})(.+?)\2(?!`)", re.DOTALL)
_EXHIBIT = re.compile(r"\{exhibit\} (\S+)")


def blocks(guide: Path, language: str) -> list[str]:
    return [
        match["text"] for match in _BLOCK.finditer(guide.read_text("utf8")) if match["language"] == language
    ]


def those_with(language: str) -> list[Path]:
    return [guide for guide in GUIDES if blocks(guide, language)]


class Drawing(Publisher):
    """Has charts drawn, and keeps their pictures by the name of the exhibit."""

    drawing = True

    def __init__(self) -> None:
        self.drawn: dict[str, Mapping[str, str]] = {}

    def publish(
        self, mime: str, payload: dict[str, Any], text: str, svgs: Mapping[str, str] | None = None,
        marks: Mapping[str, Any] | None = None,
    ) -> None:  # fmt: skip
        if svgs:
            self.drawn[payload["key"]] = svgs


@pytest.fixture(scope="module")
def mining() -> dict[str, Any]:
    """The names that the notebook on mining has before its last cell."""
    path = paths.report().analysis / "mining.ipynb"
    values = parameters.for_notebook(parameters.load_edition("baseline"), path)
    names: dict[str, Any] = {"__name__": "__main__"}
    with session.given(Evidence.load(values["as_of"]), Silent()):
        for cell in notebooks.read_cells(path)[:-1]:
            if cell.kind == "code":
                exec(cell.source, names)
    return names


def merged(before: Any, own: str, more: dict[str, Any], language: str, name: str) -> dict[str, Any]:
    """The words of a file, with those of a guide if it is the file that the guide names."""
    found = dict(before(language, name))
    for key, value in (more if name == own else {}).items():
        found[key] = {**found[key], **value} if isinstance(found.get(key), dict) else value
    return found


def laid_over(monkeypatch: pytest.MonkeyPatch, guide: Path) -> None:
    """Add the words that a guide tells its reader to write."""
    for text in blocks(guide, "yaml"):
        place = re.match(r"# analysis/shanxi/words/en/(\w+)\.yml\n", text)
        if place:
            monkeypatch.setattr(words, "_file", partial(merged, words._file, place[1], yaml.safe_load(text)))


def test_there_are_examples() -> None:
    assert len(GUIDES) >= 9
    assert len(those_with("python")) >= 3
    assert len(those_with("yaml")) >= 3
    assert len(those_with("markdown")) >= 3


@pytest.mark.parametrize(
    "guide", sorted({*those_with("python"), *those_with("markdown")}), ids=lambda guide: guide.stem
)
def test_code_runs_and_what_chapters_print_is_exported(
    guide: Path, mining: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    laid_over(monkeypatch, guide)
    names = dict(mining)
    notebook: Notebook = names["nb"]
    monkeypatch.setattr(notebook, "_publisher", publisher := Drawing())
    for key in re.findall(r'nb\.\w+\("(\w+)"', "".join(blocks(guide, "python"))):
        for exports in (notebook.facts, notebook.claims, notebook.exhibits):
            exports.pop(f"mining.{key}", None)  # an author may have typed the example into the notebook
    for number, code in enumerate(blocks(guide, "python"), 1):
        exec(compile(code, f"{guide.name}, block {number}", "exec"), names)
    notebook.export_assumptions()
    text = "\n".join(blocks(guide, "markdown"))
    found = list(_ROLE.finditer(text))
    assert found or _EXHIBIT.search(text) or not text
    for match in found:
        kind, inner = match[1], match[3]
        if kind == "fact":
            key, _, style = inner.partition("|")
            payload = notebook.facts[key]
            assert style in ("", "number", "start", "words", payload["value"]), inner
        else:
            for key in re.search(r"<([^<>]+)>$", inner)[1].split(","):  # type: ignore[index]
                assert notebook.claims[key.strip()]["holds"] is True, key
    for match in _EXHIBIT.finditer(text):
        assert not notebook.exhibits[match[1]]["problem"]
        assert {len(svg) > 1000 for svg in publisher.drawn[match[1]].values()} == {True}


@pytest.mark.parametrize("guide", those_with("yaml"), ids=lambda guide: guide.stem)
def test_editions_are_editions(guide: Path, tmp_path: Path) -> None:
    for file in (paths.data_dir() / "editions").glob("*.yml"):
        (tmp_path / file.name).write_text(file.read_text("utf8"), "utf8")
    for text in blocks(guide, "yaml"):
        if text.startswith("# analysis/"):
            assert isinstance(yaml.safe_load(text), dict)
            continue
        whole = text if text.startswith("title:") else f"title: A\nreason: B.\nbased_on: baseline\n{text}"
        (tmp_path / "sample.yml").write_text(whole, "utf8")
        edition = parameters.load_edition("sample", tmp_path)
        for notebook in paths.notebooks():
            assert parameters.for_notebook(edition, notebook)


@pytest.mark.parametrize("guide", those_with("sh"), ids=lambda guide: guide.stem)
def test_commands_exist(guide: Path) -> None:
    makefile = (paths.report().root / "Makefile").read_text("utf8")
    for line in "".join(blocks(guide, "sh")).splitlines():
        program, *arguments = shlex.split(line)
        if program == "make":
            assert re.search(rf"^{arguments[0]}:", makefile, re.MULTILINE), line
        elif program in ("shanxi", "evident"):
            command: click.Command = main
            while isinstance(command, click.Group):
                command = command.commands[arguments.pop(0)]
            known = {option for parameter in command.params for option in parameter.opts}
            assert {item for item in arguments if item.startswith("-")} <= known, line
        else:
            assert program in (".", "cd", "cp", "git", "pip", "pre-commit", "nbdime"), line


def test_guides_lead_to_each_other() -> None:
    first = (paths.report().chapters / "authors.md").read_text("utf8")
    assert {guide.stem for guide in GUIDES} - {"authors"} == set(re.findall(r"\{doc\}`(authors-\w+)`", first))
