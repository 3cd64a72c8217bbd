"""Key numbers: a few facts in large type, each with a line that says what it is, for the landing page.

Belongs here: the directive `keynumbers`. Does not: how it looks (`theme/styles/`).
"""

from docutils import nodes
from docutils.nodes import Node
from sphinx.util.docutils import SphinxDirective

from evident import paths


class KeyNumbersDirective(SphinxDirective):
    """One card a paragraph of the content: the first line holds the number, the others say what it is.

    ```{keynumbers}
    {fact}`theme.trains_2025|number`
    trains in 2025

    {fact}`theme.verdict`
    …
    ```
    """

    has_content = True

    def run(self) -> list[Node]:
        self.assert_has_content()
        holder = nodes.Element()
        if paths.report().language:
            # The line below a number names its unit in the original; a translation prints the unit with the number.
            lines = self.content.data
            self.content.data = [
                line if number and lines[number - 1].strip() else line.replace("|number`", "`")
                for number, line in enumerate(lines)
            ]
        self.state.nested_parse(self.content, self.content_offset, holder)
        cards = nodes.container(classes=["keynumbers"])
        self.set_source_info(cards)
        for paragraph in holder.children:
            cut = next((i for i, child in enumerate(paragraph.children) if child.astext() == "\n"), None)
            if not isinstance(paragraph, nodes.paragraph) or cut is None:
                raise self.error(
                    "keynumbers: write each card as a line with the number and a line that says what it is"
                )
            # With its own source each is a message for translators.
            first, _, rest = paragraph.rawsource.partition("\n")
            value = nodes.paragraph(first, "", *paragraph.children[:cut], classes=["keynumber-value"])
            label = nodes.paragraph(rest, "", *paragraph.children[cut + 1 :], classes=["keynumber-label"])
            value.line = label.line = paragraph.line
            value.source = label.source = paragraph.source
            cards += nodes.container("", value, label, classes=["keynumber"])
        return [cards]
