"""What a report finds, as its chapters say it: the first page's numbered findings and the headings of theme chapters.

Belongs here: finding them and the claims that they are bound to. Does not: whether they hold (`firmness.py`), other
sentences (`text/assertions.py`).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from evident import paths
from evident.text.assertions import Sentence, sentences
from evident.text.yaml_files import read_yaml

_ITEM = re.compile(r"^\d+\.\s.*?(?=^\d+\.\s|^\s*$|\Z)", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True)
class Finding:
    """A finding: the chapter that says it, its words (a fact as a blank, {theme.pace}), the claims that bear it out."""

    chapter: str
    words: str
    claims: tuple[str, ...]


def theme_chapters() -> list[str]:
    """The chapters of the numbered parts of `_toc.yml`, in order: those whose headings are findings."""
    toc = read_yaml(paths.report().root / "_toc.yml").value
    parts = [part for part in toc.get("parts", ()) if part.get("numbered")]
    return [chapter["file"] for part in parts for chapter in part.get("chapters", ()) if "file" in chapter]


def findings() -> list[Finding]:
    """The findings of the report, each set of claims once: headings in the order of chapters, then what only the first
    page says."""
    root = str(read_yaml(paths.report().root / "_toc.yml").value["root"])
    found: dict[frozenset[str], Finding] = {}
    for chapter in theme_chapters():
        for sentence in sentences(_text(chapter)):
            if sentence.heading and sentence.claims:
                found.setdefault(frozenset(sentence.claims), _finding(chapter, sentence))
    for sentence in _numbered(_text(root)):
        found.setdefault(frozenset(sentence.claims), _finding(root, sentence))
    return list(found.values())


def chapter_title(name: str) -> str:
    """What readers know a notebook or chapter by: the heading of the chapter of this name, else the name."""
    for line in _text(name).splitlines():
        if line.startswith("# "):
            return line.removeprefix("# ").strip()
    return name.capitalize()


def _text(chapter: str) -> str:
    path: Path = paths.report().chapters / f"{chapter}.md"
    return path.read_text("utf8") if path.exists() else ""


def _numbered(markdown: str) -> Iterator[Sentence]:
    """Of each item of a numbered list the first sentence that is bound to a claim."""
    for item in _ITEM.finditer(markdown):
        bound = next((sentence for sentence in sentences(item[0]) if sentence.claims), None)
        if bound is not None:
            yield bound


def _finding(chapter: str, sentence: Sentence) -> Finding:
    return Finding(chapter, sentence.said.replace("*", "").strip(" ."), sentence.claims)
