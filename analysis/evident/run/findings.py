"""What a report finds, as its chapters say it: the first page's numbered findings and the headings of theme chapters.

Belongs here: finding them and the claims that they are bound to, and their words in a translation. Does not: whether
they hold (`firmness.py`), other sentences (`text/assertions.py`).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from evident import paths
from evident.text import assertions, catalogues, sentences
from evident.text.assertions import Sentence
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


def findings(language: str = sentences.OWN) -> list[Finding]:
    """The findings of the report, each set of claims once: headings in the order of chapters, then what only the first
    page says.

    Args:
        language: in which they are worded; where a translation is missing, that of the chapters.
    """
    root = str(read_yaml(paths.report().root / "_toc.yml").value["root"])
    found: dict[frozenset[str], Finding] = {}
    for chapter in theme_chapters():
        lines = _text(chapter).splitlines()
        for sentence in assertions.sentences(_text(chapter)):
            if sentence.heading and sentence.claims:
                message = lines[sentence.line - 1].lstrip("#").strip()
                said = _worded(chapter, message, sentence, language)
                found.setdefault(frozenset(sentence.claims), _finding(chapter, said))
    for message, sentence in _numbered(_text(root)):
        said = _worded(root, message, sentence, language)
        found.setdefault(frozenset(sentence.claims), _finding(root, said))
    return list(found.values())


def chapter_title(name: str, language: str = sentences.OWN) -> str:
    """What readers know a notebook or chapter by: the heading of the chapter of this name, else the name."""
    for line in _text(name).splitlines():
        if line.startswith("# "):
            title = line.removeprefix("# ").strip()
            return _translated(name, title, language) or title
    return name.capitalize()


def _worded(chapter: str, message: str, sentence: Sentence, language: str) -> Sentence:
    """The sentence of a translation that is bound to the claims of a sentence of a message; itself if there is none."""
    there = assertions.sentences(_translated(chapter, message, language))
    return next((one for one in there if set(one.claims) == set(sentence.claims)), sentence)


def _translated(chapter: str, message: str, language: str) -> str:
    """The translation of a paragraph or heading of a chapter; empty where there is none, or it is stale."""
    if language == sentences.OWN:
        return ""
    file = sentences.catalogue(language).with_name(f"{chapter}.po")
    return catalogues.translation(file, language, message)


def _text(chapter: str) -> str:
    path: Path = paths.report().chapters / f"{chapter}.md"
    return path.read_text("utf8") if path.exists() else ""


def _numbered(markdown: str) -> Iterator[tuple[str, Sentence]]:
    """Of each item of a numbered list its text, as a catalogue has it, and the first sentence bound to a claim."""
    for item in _ITEM.finditer(markdown):
        bound = next((sentence for sentence in assertions.sentences(item[0]) if sentence.claims), None)
        if bound is not None:
            yield re.sub(r"^\d+\.\s+", "", " ".join(item[0].split())), bound


def _finding(chapter: str, sentence: Sentence) -> Finding:
    return Finding(chapter, sentence.said.replace("*", "").strip(" .。"), sentence.claims)
