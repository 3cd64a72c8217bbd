"""Words that no dictionary has: which words a text holds, and which of them are known.

Belongs here: finding words in Markdown and in the words that code prints, the dictionary of English, the form of a
report's own list, suggestions. Does not: which files are read and what a report's names are (`book/spelled.py`),
British against American spelling (the tool `typos` knows it; `[tool.typos]` of pyproject.toml).

Code, roles' targets, addresses and formulas are no words: they are blanked, so that what is left keeps its lines.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

from evident.paths import Mistake
from evident.text.files import BadFile, read_text

_DISTANCE = 2  # letters by which a suggestion may differ; of a short word one
_SHORT = 4
# Directives whose content is no prose. Others are read, so that one that nobody has thought of is not passed over.
_NO_PROSE = {
    "bibliography", "catalogue", "code", "code-block", "exhibit", "explorer", "image", "include", "literalinclude",
    "math", "measured", "raw", "references", "toctree",
}  # fmt: skip
_FENCE = re.compile(r"^\s*(?P<fence>`{3,}|:{3,}|~{3,})(?:\{(?P<name>[\w:.-]+)\})?(?P<rest>.*)$")
_OPTION = re.compile(r"^\s*:(?!alt:)[\w-]+:(?:\s.*)?$")
_ROLE = re.compile(r"\{(?P<name>[\w:.-]+)\}(?P<ticks>`+)(?P<inner>.*?)(?<!`)(?P=ticks)(?!`)", re.DOTALL)
_CODE = re.compile(r"(?<!`)(?P<ticks>`+)(?!`).*?(?<!`)(?P=ticks)(?!`)", re.DOTALL)
_TARGET = re.compile(r"<[^<>]*>\s*$", re.DOTALL)
_OTHER = re.compile(
    r"<!--.*?-->|<[^<>\s][^<>]*>"  # comments, tags, addresses in angle brackets
    r"|https?://\S+|\]\([^)\s]*\)"
    r"|\$\$.*?\$\$|\$[^$\n]+\$"
    r"|^\([\w.-]+\)=$|\{[#.%][^}\n]*\}",
    re.DOTALL | re.MULTILINE,
)
_BLANK = re.compile(r"\{[^{}]*\}")  # in the words that code prints
# Letters with apostrophes between them; not what is part of a name with digits, dots or underscores.
_WORD = re.compile(r"(?<![\w.@\\])[^\W\d_]+(?:['’][^\W\d_]+)*(?![\w@\\]|\.\w)")
_LATIN = re.compile(r"[A-Za-zÀ-ɏ'’]+")


@dataclass(frozen=True)
class Word:
    """A word as it is written, and its line."""

    text: str
    line: int


def of_markdown(markdown: str) -> Iterator[Word]:
    """The words of Markdown that a reader reads as prose, in order."""
    yield from of_text(without_marks(said_by_roles(prose_lines(markdown))))


def of_printed(text: str, line: int = 1) -> Iterator[Word]:
    """The words of a text that code prints, without its blanks for facts."""
    yield from of_text(without_marks(_BLANK.sub(blank, text)), line)


def of_text(text: str, line: int = 1) -> Iterator[Word]:
    """The words of a text in Latin letters; of one letter there is nothing to say."""
    for number, part in enumerate(text.split("\n"), line):
        for match in _WORD.finditer(part):
            if len(match[0]) > 1 and _LATIN.fullmatch(match[0]):
                yield Word(match[0].replace("’", "'"), number)


def blank(match: re.Match[str]) -> str:
    """Blanks in place of a match; its lines stay."""
    return re.sub(r"[^\n]", " ", match[0])


def _glued(text: str) -> str:
    """Blanks in place of code or a role, to whose end letters may be joined that are no word: `n`th."""
    return re.sub(r"[^\n]", " ", text[:-1]) + "_"


def without_code(text: str) -> str:
    return _CODE.sub(lambda match: _glued(match[0]), text)


def without_marks(text: str) -> str:
    """A text with code, comments, addresses and formulas blanked."""
    return _OTHER.sub(blank, without_code(text))


def said_by_roles(text: str) -> str:
    """A text with roles replaced by the words that are typed in them."""
    return _ROLE.sub(_said, text)


def without_roles(text: str) -> str:
    """A text with roles blanked, whatever they print."""
    return _ROLE.sub(lambda match: _glued(match[0]), text)


def prose_lines(markdown: str) -> str:
    """The text with code blocks, directives without prose and options emptied."""
    kept: list[str] = []
    closing, around = "", list[str]()
    for line in markdown.splitlines():
        fence = _FENCE.match(line)
        bare = bool(fence) and not fence["name"] and not fence["rest"].strip() if fence else False
        if closing:
            closing = "" if bare and fence and fence["fence"].startswith(closing) else closing
            kept.append("")
        elif fence and bare and around and fence["fence"] == around[-1]:
            around.pop()
            kept.append("")
        elif fence and fence["name"] and fence["name"] not in _NO_PROSE:
            around.append(fence["fence"])
            kept.append(fence["rest"])
        elif fence:
            closing = fence["fence"]
            kept.append("")
        else:
            kept.append("" if _OPTION.match(line) else line)
    return "\n".join(kept)


def _said(match: re.Match[str]) -> str:
    """What a role prints of what is typed in it: words before a target, and all that is bound to a claim."""
    inner = match["inner"]
    target = _TARGET.search(inner)
    words = inner[: target.start()] if target else ""
    if _ROLE.search(words):
        words = _ROLE.sub(blank, words)
    before = re.sub(r"[^\n]", " ", match[0][: match.start("inner") - match.start()])
    return before + words + _glued(match[0][match.start("inner") - match.start() + len(words) :])


# -- what is known


@cache
def english() -> frozenset[str]:
    """The words of English, British and American, in small letters."""
    lines = _dictionary().read_text("utf8").splitlines()
    return frozenset(line.split(" ", 1)[0] for line in lines) | {
        "et"
    }  # al., of those who wrote with somebody


def _dictionary() -> Path:
    # The package is asked for its file alone: to load it as a checker takes seconds, and most texts have no fault.
    try:
        return Path(str(resources.files("symspellpy") / "frequency_dictionary_en_82_765.txt"))
    except ModuleNotFoundError:
        raise Mistake(
            "spelling is checked with symspellpy, which is not installed: `pip install symspellpy`"
        ) from None


@dataclass(frozen=True)
class Entry:
    """A word of a report's own list, and its line."""

    text: str
    line: int


def read_list(path: Path) -> list[Entry]:
    """The words of a report's own list: one a line; lines that begin with # say what follows.

    Raises:
        BadFile: the file cannot be read, a line holds something else than a word, or a word stands twice.
    """
    first: dict[str, int] = {}
    found = []
    for number, line in enumerate(read_text(path).splitlines(), 1):
        word = line.strip()
        if not word or word.startswith("#"):
            continue
        if [part.text for part in of_text(word)] != [word.replace("’", "'")]:
            raise BadFile(
                path, number, f"{word!r} is not one word", "write one word a line, or # before a title"
            )
        if word in first:
            message = f"{word!r} stands twice, first in line {first[word]}"
            raise BadFile(path, number, message, "delete one of the two")
        first[word] = number
        found.append(Entry(word, number))
    return found


def forms(word: str) -> Iterator[str]:
    """The forms under which a word may be listed: as written, without the end of a genitive, in small letters."""
    bare = re.sub(r"'s?$", "", word)
    yield from dict.fromkeys((word, bare, word.lower(), bare.lower()))


def known(word: str, own: frozenset[str]) -> str:
    """The form of a word that is known, empty if none is.

    Args:
        own: words of the report; those that begin with a capital letter are known with it alone.
    """
    if any(form in english() for form in forms(word) if form.islower()):
        return word.lower()
    return next((form for form in forms(word) if form in own), "")


def suggester(own: frozenset[str]) -> Callable[[str], list[str]]:
    """A function that gives up to three known words near one that is not; the first takes seconds to make."""
    from symspellpy import SymSpell, Verbosity

    listed = SymSpell(max_dictionary_edit_distance=_DISTANCE)
    written = {word.lower(): word for word in own if word.lower() not in english()}
    for word in written:
        listed.create_dictionary_entry(word, 1)

    def suggest(word: str) -> list[str]:
        if word.isupper():  # an abbreviation is near to everything
            return []
        distance = 1 if len(word) <= _SHORT else _DISTANCE
        found = [
            item
            for checker in (listed, _checker())
            for item in checker.lookup(word.lower(), Verbosity.CLOSEST, max_edit_distance=distance)
        ]
        near = [(item.distance, written.get(item.term, item.term)) for item in found]
        # Of those that are as near, a name for a name and a word for a word.
        near.sort(key=lambda pair: (pair[0], pair[1][0].isupper() != word[0].isupper()))
        told = [text for _, text in near]
        return [text[0].upper() + text[1:] if word[0].isupper() else text for text in dict.fromkeys(told)][:3]

    return suggest


@cache
def _checker() -> Any:
    from symspellpy import SymSpell

    made = SymSpell(max_dictionary_edit_distance=_DISTANCE)
    made.load_dictionary(str(_dictionary()), 0, 1, encoding="utf8")
    return made
