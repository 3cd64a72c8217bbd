"""Chinese words in the text: marked as Chinese in another language, with the marks of Chinese between them in a Chinese
book.

Belongs here: finding them in any page and giving them class `language-zh`, from which HTML gets `lang="zh"`
and the PDF its fonts; full-width punctuation where code put words together with a comma, a colon or a full stop of
English. Does not: Chinese inside charts, where the fonts are set by `charts.py`.
"""

import re
from itertools import groupby

from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform

from evident.book.index import ancestors

# Han characters with the full-width punctuation, digits and Latin letters between them.
HAN = r"㐀-䶿一-鿿豈-﫿"
HANZI = re.compile(f"[{HAN}]")
RUN = re.compile(rf"[“《（「]?[{HAN}](?:[{HAN}　-〿＀-￯\d%—·“”‘’:,\"]*[{HAN}》）」）”])?[》）」”。]?")


# What stands in these is no text of a language.
_AS_WRITTEN = (nodes.raw, nodes.FixedTextElement, nodes.literal, nodes.math)


class MarkChinese(SphinxPostTransform):
    """Wraps each run of Chinese in an inline of class `language-zh`."""

    default_priority = 800  # after the catalogue is filled

    def run(self, **kwargs: object) -> None:
        if self.config.language.startswith("zh"):  # the whole page is
            self._punctuate()
            return
        for text in list(self.document.findall(nodes.Text)):
            if (
                text.isascii()
                or not RUN.search(text)
                or isinstance(text.parent, nodes.raw | nodes.FixedTextElement)
            ):
                continue
            if any("language-zh" in a.get("classes", ()) for a in ancestors(text)):
                continue
            text.parent.replace(text, marked(text.astext()))

    def _punctuate(self) -> None:
        for text in list(self.document.findall(nodes.Text)):
            if isinstance(text.parent, _AS_WRITTEN):
                continue
            if (full := punctuated(text.astext())) != text.astext():
                text.parent.replace(text, nodes.Text(full))
        for _, texts in groupby(self.document.findall(nodes.Text), _block_of):
            _close_up(list(texts))


_FULL = str.maketrans(",;:?!.()", "，；：？！。（）")
_WIDE = rf"{HAN}　-〿＀-￯“”‘’·"
_ALONE = re.compile(r"\s*[.,;:()]+\s*")
_AFTER = re.compile(rf"(?<=[{_WIDE}%])\s*([,;:?!])(?:\s+|(?!\d))")
_STOP = re.compile(rf"(?<=[{_WIDE}%\]])\.(?=\s|$|[{_WIDE}])\s*")
_DOUBLE = re.compile(r"([。！？；：，])\s*[.。](?=\s|$)")
_BRACKETS = re.compile(rf"\s*\(([^()]*[{HAN}][^()]*)\)\s*|(?<=[{_WIDE}])\s*\(([^()]*)\)")
_FIRST = re.compile(r"^([,;:.])(\s+|$)")
_LAST = re.compile(r"([:;,])\s*$")
# What stands in the bracket is a link, and its other half begins the text behind it.
_OPEN = re.compile(r"\s*\($")
_CLOSE = re.compile(r"^\)([,;:.]?)(\s+|$)")
# A sign as wide as a hanzi has room of its own.
_ROUND = re.compile(r"[ \n]*([，。、；：？！（）《》])[ \n]*")
_GAP = re.compile(rf"(?<=[{_WIDE}]) (?=[{_WIDE}])")
_MARKS = "，。；：？！、（）《》「」"
_LOOSE = re.compile(rf"(?<=[{_MARKS}])\s+|\s+(?=[{_MARKS}])|(?<=[{HAN}])\s+(?=[{HAN}])")
_TWICE = re.compile(r"(?<=[。！？])。")


def fitting(text: str, language: str) -> str:
    """A text that code puts together with the punctuation of English, as its language has it."""
    return punctuated(text) if language.startswith("zh") else text


def punctuated(text: str) -> str:
    """A piece of Chinese with the punctuation of Chinese: what stands alone, behind a Chinese character, or round one.

    Punctuation between Latin words or digits stays: a title, an address, "3,000".
    """
    if _ALONE.fullmatch(text):
        return text.strip().translate(_FULL)
    text = _CLOSE.sub(lambda match: f"）{match[1].translate(_FULL)}", _OPEN.sub("（", text))
    text = _ROUND.sub(r"\1", text)
    if not HANZI.search(text):
        return _FIRST.sub(lambda m: m[1].translate(_FULL), text)
    text = _BRACKETS.sub(lambda match: f"（{match[1] or match[2]}）", text)
    for rule in (_AFTER, _FIRST, _LAST):
        text = rule.sub(lambda match: match[1].translate(_FULL), text)
    return _GAP.sub("", _DOUBLE.sub(r"\1", _STOP.sub("。", text)))


def _block_of(text: nodes.Node) -> nodes.Node:
    """The paragraph, heading or cell that a text stands in."""
    block = text.parent
    while isinstance(block, nodes.Inline) and block.parent is not None:
        block = block.parent
    return block


def _close_up(texts: list[nodes.Text]) -> None:
    """Take away what texts have too much where they meet: blanks beside a full-width mark, which has room of its own,
    or between two characters, and the second of two full stops."""
    kept = [isinstance(text.parent, _AS_WRITTEN) for text in texts]
    line = "".join("x" * len(text) if keep else text for text, keep in zip(texts, kept, strict=True))
    lost = {
        place for rule in (_LOOSE, _TWICE) for match in rule.finditer(line) for place in range(*match.span())
    }
    start = 0
    for text, keep in zip(texts, kept, strict=True):
        left = "".join(c for place, c in enumerate(text, start) if place not in lost)
        start += len(text)
        if not keep and len(left) < len(text):
            text.parent.replace(text, nodes.Text(left))


def marked(text: str) -> list[nodes.Node]:
    """A text as nodes, its Chinese runs in inlines of class `language-zh`."""
    out: list[nodes.Node] = []
    end = 0
    for match in RUN.finditer(text):
        if match.start() > end:
            out.append(nodes.Text(text[end : match.start()]))
        out.append(nodes.inline("", match[0], classes=["language-zh"]))
        end = match.end()
    return out + ([nodes.Text(text[end:])] if end < len(text) else [])
