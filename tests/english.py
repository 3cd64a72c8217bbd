"""English that was left in a Chinese text.

Belongs here: finding it in a text, and the texts of a page that a reader sees or hears. Does not: where the pages are
(`test_no_english_left.py`).

A run of Latin is English prose if it has several words in small letters and one of them binds a sentence together ("the
coal output was"); names have few of these ("People of Asia for Climate Solutions"). A few words of the frame of a book
are found alone ("Figure 4.2"). What begins with a capital needs one small word more: it may be the English name of a
term ("Mine in normal production"), which a glossary has. What stands between quotation marks or 《》 is somebody's wording or a title, and an
address, a file or a key is no word.
"""

import json
import re
from collections.abc import Iterator
from html.parser import HTMLParser

_BINDING = {
    "a", "an", "and", "are", "as", "at", "be", "been", "but", "by", "can", "for", "from", "had", "has",
    "have", "how", "if", "in", "into", "is", "it", "its", "no", "not", "of", "on", "or", "so", "than",
    "that", "the", "their", "them", "then", "there", "these", "they", "this", "those", "to", "was", "we",
    "were", "what", "when", "where", "which", "who", "will", "with", "would",
}  # fmt: skip
_FRAME = {
    "Also", "Back", "Caption", "Chapter", "Close", "Contents", "Copied", "Copy", "Data", "Download",
    "Figure", "Fig.", "Glossary", "Image", "Index", "Link", "Next", "Note", "Numbers", "Page", "Previous",
    "References", "Search", "Section", "See", "Share", "Skip", "Source", "Sources", "Table", "Tip",
    "Warning",
}  # fmt: skip
_QUOTED = re.compile(r"“[^”]*”|‘[^’]*’|《[^》]*》|「[^」]*」|\"[^\"]*\"")
# An address, a file, a key or a command: no word has such marks inside.
_NO_WORD = re.compile(r"\S*(?:[/_@=<>\\{}~|]|\w\.\w|\d)\S*|[\w.]+(?:-[\w.]+){2,}|`[^`]*`")
_RUN = re.compile(r"[A-Za-z][A-Za-z\s.,;:'’()&–—-]*")
_SMALL = re.compile(r"(?<![\w'’-])[a-z]+(?:['’][a-z]+)?(?![\w-])")
SENTENCE = 3  # words in small letters


def english(text: str) -> list[str]:
    """What in a text is English, as the runs of it that stand together."""
    bare = _NO_WORD.sub(" · ", _QUOTED.sub(" · ", text))
    found = []
    for run in (match[0].strip() for match in _RUN.finditer(bare)):
        small = _SMALL.findall(run)
        least = SENTENCE + run[0].isupper()
        if (len(small) >= least and not _BINDING.isdisjoint(small)) or run.rstrip(" .,:;(") in _FRAME:
            found.append(" ".join(run.split()))
    return found


class Texts(HTMLParser):
    """The texts of a page, each with the place in which it stands.

    A paragraph is one text, whatever inlines are in it. Left out are code, what a notebook or a list of references quotes
    in the language of its author, and what the page says of itself to programs.
    """

    _VERBATIM = frozenset(("code", "pre", "style", "script", "math", "kbd", "samp"))
    _INLINE = frozenset(
        ("a", "abbr", "b", "em", "i", "small", "span", "strong", "sub", "sup", "tspan", "wbr", "cite")
    )
    _VOID = frozenset(
        ("br", "hr", "img", "input", "link", "meta", "source", "wbr", "col", "path", "use", "rect")
    )
    _SPOKEN = ("alt", "aria-label", "data-label", "placeholder", "title")
    _METAS = frozenset(("description", "og:title", "og:description", "og:site_name", "author", "keywords"))

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, str]] = []
        self._open: list[tuple[str, bool]] = []
        self._text, self._json = "", ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = {name: value or "" for name, value in attrs}
        self.found += [(f"@{name}", told[name]) for name in self._SPOKEN if told.get(name)]
        if tag == "meta" and (told.get("name") or told.get("property")) in self._METAS:
            self.found.append(("meta", told.get("content", "")))
        if tag not in self._INLINE:
            self._flush(tag)
        if tag in self._VOID:
            return
        shut = bool(self._open and self._open[-1][1]) or self._is_shut(tag, told)
        self._open.append((tag, shut))
        if tag == "script" and told.get("type") == "application/json":
            self._json = " "

    def _is_shut(self, tag: str, told: dict[str, str]) -> bool:
        """Whether what stands inside is verbatim or in a language of its own."""
        if tag in self._VERBATIM or told.get("lang", "").startswith("en"):
            return True
        return tag == "em" and any(name == "li" for name, _ in self._open)

    def handle_endtag(self, tag: str) -> None:
        if tag not in self._INLINE:
            self._flush(tag)
        while self._open and self._open.pop()[0] != tag:
            pass
        if tag == "script" and self._json.strip():
            self.found += [("json", text) for text in _strings(json.loads(self._json))]
        self._json = "" if tag == "script" else self._json

    def handle_data(self, data: str) -> None:
        if self._json:
            self._json += data
        elif not (self._open and self._open[-1][1]):
            self._text += data
        elif data.strip():
            self._text += " · "

    def _flush(self, tag: str) -> None:
        if self._text.strip(" ·\n"):
            self.found.append((self._open[-1][0] if self._open else tag, " ".join(self._text.split())))
        self._text = ""


def _strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for inner in value.values():
            yield from _strings(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _strings(inner)


def texts(html: str) -> list[tuple[str, str]]:
    """The texts of a page with the element or attribute in which each stands."""
    reader = Texts()
    reader.feed(html)
    reader.close()
    return reader.found
