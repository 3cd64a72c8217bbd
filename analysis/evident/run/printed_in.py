"""Where the book prints an export: lines of chapters, and texts of words that have its name in a blank.

Belongs here: finding names of facts, claims, exhibits and explorers in the sources of a book, by file and line. Does
not: printing them (`book/`).

Chapters name exports in roles ({fact}, {claim}, also inside key numbers, admonitions and alt texts), in directives
({exhibit}, {explorer}) and in references to exhibits ({numref}). Words name facts in blanks, `{theme.fact|number}`, and
claims under `claim:`.
"""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

_FACT = re.compile(r"\{fact\}`+\s*([\w.]+)")
_CLAIM = re.compile(r"\{claim\}(`+)(.*?)<([\w.,\s]+)>\s*\1(?!`)", re.DOTALL)
_DIRECTIVE = re.compile(r"^ *[`:]{3,}\{(exhibit|explorer)\}[ \t]+([\w.]+)", re.MULTILINE)
_REFERENCE = re.compile(r"\{(?:numref|ref)\}`[^`]*?exhibit-(\w+?)-([\w-]+)>?`")
_FENCED = re.compile(r"^ *(`{3,}|~{3,})(?P<told>[^\n`]*)\n.*?^ *\1", re.MULTILINE | re.DOTALL)
_BLANK = re.compile(r"\{(\w+\.\w+)(?:\|\w+)?\}")
_BOUND = re.compile(r"^ *claim: *(.+)$", re.MULTILINE)

Places = dict[tuple[str, str], list[str]]


def places(files: Mapping[str, str]) -> Places:
    """Where each export is printed: file:line by kind and key.

    Args:
        files: chapters (.md) and words (.yml) by their path in the report.
    """
    found: Places = {}
    for file, text in sorted(files.items(), key=lambda item: (not item[0].endswith(".md"), item[0])):
        named = _in_chapter(text) if file.endswith(".md") else _in_words(text, Path(file).stem)
        for kind, key, at in sorted(named, key=lambda hit: hit[2]):
            here = found.setdefault((kind, key), [])
            where = f"{file}:{text.count(chr(10), 0, at) + 1}"
            if where not in here:
                here.append(where)
    return found


def _in_chapter(text: str) -> Iterator[tuple[str, str, int]]:
    # A block of code shows roles and prints nothing; its lines still count.
    text = _FENCED.sub(
        lambda block: block[0] if block["told"].startswith("{") else re.sub(r"[^\n]", " ", block[0]), text
    )
    for hit in _FACT.finditer(text):
        yield "fact", hit[1], hit.start()
    for hit in _CLAIM.finditer(text):
        for key in re.split(r"[,\s]+", hit[3].strip()):
            if key:
                yield "claim", key, hit.start()
    for hit in _DIRECTIVE.finditer(text):
        yield hit[1], hit[2], hit.start()
    for hit in _REFERENCE.finditer(text):
        yield "exhibit", f"{hit[1]}.{hit[2].replace('-', '_')}", hit.start()


def _in_words(text: str, notebook: str) -> Iterator[tuple[str, str, int]]:
    for hit in _BLANK.finditer(text):
        yield "fact", hit[1], hit.start()
    for hit in _BOUND.finditer(text):
        for key in re.findall(r"[\w.]+", hit[1].partition(" #")[0]):
            yield "claim", key if "." in key else f"{notebook}.{key}", hit.start()
