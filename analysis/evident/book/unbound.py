"""Sentences that assert something and are bound to no claim: the lint of chapters.

Belongs here: which chapters are read, the list of exceptions, and what is said of a sentence. Does not: what asserts
(`text/assertions.py`), the role that binds (`claim.py`).

Exceptions are listed by chapter in `chapters/claims/<chapter>.yml`, each with its reason; those in
`chapters/claims/all.yml` hold for every chapter and need not occur:

    - text: words that the sentence contains
      reason: why it needs no claim

The text "*" excepts a whole chapter, for a page that says nothing of the report's subject.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from evident import paths
from evident.text.assertions import Sentence, sentences
from evident.text.yaml_files import read_yaml


@dataclass(frozen=True)
class Unbound:
    """Something to mend: file:line, and one sentence that says what and how."""

    where: str
    message: str

    def __str__(self) -> str:
        return f"{self.where}: {self.message}"


@dataclass(frozen=True)
class Excepted:
    """Words that need no claim, where they are listed, and why."""

    text: str
    reason: str
    where: str


def unbound(chapters: list[Path], themes: set[str]) -> Iterator[Unbound]:
    """What chapters assert without a claim, and exceptions that no sentence needs any more.

    Args:
        chapters: Markdown files.
        themes: names of the chapters of which every heading must be bound.
    """
    shared = exceptions("all")
    for chapter in chapters:
        own = exceptions(chapter.stem)
        if any(entry.text == "*" for entry in own):
            continue
        used: set[str] = set()
        for sentence in sentences(chapter.read_text("utf8")):
            problem = _problem(sentence, chapter.stem in themes)
            listed = next((e for e in (*own, *shared) if e.text in sentence.text), None)
            if listed:
                used.add(listed.text)
            if problem and not listed:
                yield Unbound(f"{paths.short(chapter)}:{sentence.line}", f"{short(sentence.text)} {problem}")
        for left in own:
            if left.text not in used:
                yield Unbound(
                    left.where, f"no sentence has the words {short(left.text)}; delete the exception"
                )


def _problem(sentence: Sentence, theme: bool) -> str:
    remedy = "bind it, {claim}`words <theme.key>`, reword it, or except it with a reason in chapters/claims/"
    if sentence.bound:
        return ""
    if sentence.heading > 1 and theme:
        return f"is a heading that is bound to no claim: {remedy}"
    kind, word = sentence.asserts()
    return f"{kind} ({word!r}) and is bound to no claim: {remedy}" if kind else ""


def short(text: str) -> str:
    """The beginning of a text between quotation marks."""
    return f"“{text if len(text) <= 90 else text[:88] + '…'}”"


def exceptions(chapter: str) -> list[Excepted]:
    """The exceptions of a chapter.

    Raises:
        ValueError: the file is not a list of text and reason; the message names it.
    """
    path = paths.report().chapters / "claims" / f"{chapter}.yml"
    if not path.exists():
        return []
    raw = read_yaml(path).value or []
    found = []
    for number, item in enumerate(raw if isinstance(raw, list) else [None], 1):
        if not isinstance(item, dict) or set(item) != {"text", "reason"} or not all(item.values()):
            raise ValueError(f"{paths.short(path)}, entry {number}: write text: and reason:")
        found.append(Excepted(" ".join(str(item["text"]).split()), str(item["reason"]), paths.short(path)))
    return found


def prose_chapters() -> list[Path]:
    """All chapters of `_toc.yml` that hold prose: what only lists evidence or references is left out."""
    found = sorted(paths.report().chapters.rglob("*.md"))
    generated = ("{catalogue}", "{references}")
    return [path for path in found if not any(name in path.read_text("utf8") for name in generated)]
