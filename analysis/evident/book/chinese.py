"""Chinese words in the text, marked as Chinese.

Belongs here: finding them in any page and giving them class `language-zh`, from which HTML gets `lang="zh"`
and the PDF its fonts. Does not: Chinese inside charts, where the fonts are set by `charts.py`.
"""

import re

from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform

from evident.book.index import ancestors

# Han characters with the full-width punctuation, digits and Latin letters between them.
HAN = r"㐀-䶿一-鿿豈-﫿"
RUN = re.compile(rf"[“《（「]?[{HAN}](?:[{HAN}　-〿＀-￯\d%—·“”‘’:,\"]*[{HAN}》）」）”])?[》）」”。]?")


class MarkChinese(SphinxPostTransform):
    """Wraps each run of Chinese in an inline of class `language-zh`."""

    default_priority = 800  # after the catalogue is filled

    def run(self, **kwargs: object) -> None:
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
