"""Where promises stand, and what chapters found, at a glance: the directives `verdicts` and `cards`.

Belongs here: reading their cards, the bar of a distance, writing both as HTML. Does not: how they look
(`theme/styles/45-front.css`), how a verdict is computed (`export/verdicts.py`).

Both are tables in the tree of the page, which the PDF prints as such, and lists of cards in HTML: what a card says is
read card by card, and a narrow screen has no room for columns.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from docutils import nodes
from docutils.nodes import Node
from docutils.statemachine import StringList
from sphinx.util.docutils import SphinxDirective
from sphinx.writers.html5 import HTML5Translator

from evident.book import places
from evident.book.fact import depend_on
from evident.book.nodes import ChapterCards, FactNode, VerdictCards
from evident.book.notebooks import UnknownExport, library_of
from evident.text.words import Words

BAR = "bar:"
WIDE, HIGH = 240, 16  # of the drawing of a bar, in its own units; a mark is as wide as it is high


class _CardsDirective(SphinxDirective):
    """One card a paragraph of the content, one column a line of it."""

    has_content = True
    columns: tuple[str, ...] = ()  # the keys of their heads in the words of the book
    least = 2  # lines of a card
    example = ""

    def _blocks(self) -> Iterator[tuple[list[str], int]]:
        """The lines of each card, and where it begins."""
        block: list[str] = []
        for number, line in enumerate([*self.content, ""]):
            if line.strip():
                block.append(line)
            elif block:
                yield block, number - len(block)
                block = []

    def _cells(self, lines: list[str], begin: int) -> list[list[Node]]:
        """The nodes of each line of a card."""
        holder = nodes.Element()
        self.state.nested_parse(
            StringList(lines, self.state.document["source"]), self.content_offset + begin, holder
        )
        if len(holder.children) != 1 or not isinstance(holder[0], nodes.paragraph):
            raise self.error(f"{self.name}: a card is one paragraph; write it as {self.example}")
        cells: list[list[Node]] = [[]]
        for child in list(holder[0].children):
            if child.astext() == "\n" and isinstance(child, nodes.Text):
                cells.append([])
            else:
                cells[-1].append(child)
        if not self.least <= len(cells) <= len(self.columns):
            raise self.error(
                f"{self.name}: a card has {self.least} to {len(self.columns)} lines, and “{lines[0]}” has "
                f"{len(cells)}; write it as {self.example}"
            )
        return cells + [[] for _ in range(len(self.columns) - len(cells))]

    def _table(self, kind: type[nodes.table], rows: Sequence[nodes.row]) -> nodes.table:
        words = Words(self.config.language)
        used = [column for column in range(len(self.columns)) if any(row[column].children for row in rows)]
        count = used[-1] + 1  # a column in which no card has anything is none
        for row in rows:
            row[:] = row[:count]
        heads = [
            nodes.entry("", nodes.paragraph("", words(f"book.{self.name}.{name}")))
            for name in self.columns[:count]
        ]
        group = nodes.tgroup("", *(nodes.colspec("", colwidth=1) for _ in range(count)), cols=count)
        group += nodes.thead("", nodes.row("", *heads))
        group += nodes.tbody("", *rows)
        table = kind("", group, classes=["generated"])
        self.set_source_info(table)
        return table

    def _row(self, cells: Sequence[Sequence[Node]], lines: Sequence[str], begin: int) -> nodes.row:
        """One card as a row.

        Args:
            lines: the source of its cells, each of which is a message for translators.
            begin: where the card begins in the content.
        """
        row = nodes.row("")
        for number, cell in enumerate(cells):
            paragraph = nodes.paragraph(lines[number] if cell else "", "", *cell)
            paragraph.source = self.get_source_info()[0]
            paragraph.line = self.content_offset + begin + 1
            row += nodes.entry("", *([paragraph] if cell else []))
        return row


class VerdictsDirective(_CardsDirective):
    """One card a promise: what was promised, its verdict, and how far it is, with a bar if two facts say it.

    ```{verdicts}
    {fact}`theme.goal` trains by {fact}`theme.deadline`
    {fact}`theme.verdict`
    {fact}`theme.trains` so far
    bar: theme.trains / theme.goal
    ```

    Behind `bar:` stand the fact reached and, behind the slash, the one promised; a range is drawn from its lower to
    its upper end. Without a slash the facts are percentages of what was promised, one or the two ends of a range.
    """

    columns = ("promise", "verdict", "distance")
    example = (
        "a line with the promise, one with its verdict, and perhaps one on the distance, `bar: fact / fact`"
    )

    def run(self) -> list[Node]:
        self.assert_has_content()
        rows = []
        for block, begin in self._blocks():
            bars = [line for line in block if line.startswith(BAR)]
            lines = [line for line in block if line not in bars]
            row = self._row(self._cells(lines, begin), lines, begin)
            row["bar"] = self._bar(bars[0]) if bars else None
            if not any("verdict" in fact for fact in row[1].findall(FactNode)):
                raise self.error(
                    f"verdicts: the second line of “{block[0]}” has no verdict; write it as {self.example}"
                )
            rows.append(row)
        return [self._table(VerdictCards, rows)]

    def _bar(self, line: str) -> tuple[float, float, float] | None:
        """The ends of what was reached, and what was promised; None where one of them is not known."""
        reached, _, promised = (part.split() for part in line.removeprefix(BAR).partition("/"))
        if not 1 <= len(reached) <= 2 or len(promised) > 1:
            raise self.error(
                f"verdicts: {line!r}: write `{BAR} fact / fact`, or one or two percentages without a slash"
            )
        try:
            facts = [self._fact(key) for key in [*reached, *promised]]
        except UnknownExport as error:
            raise self.error(str(error)) from None
        units = {fact["unit"] for fact in facts}
        if len(units) > 1 or (not promised and units != {"percent"}):
            said = ", ".join(f"{fact['key']} in {fact['unit'] or 'no unit'}" for fact in facts)
            raise self.error(
                f"verdicts: a bar compares facts of one unit, or percentages with the whole: {said}"
            )
        if any(not isinstance(fact["value"], int | float) for fact in facts):
            return None
        ends = [
            end
            for fact in facts[: len(reached)]
            for end in (fact["value"], fact.get("high"))
            if end is not None
        ]
        return min(ends), max(ends), facts[-1]["value"] if promised else 100.0

    def _fact(self, key: str) -> dict[str, Any]:
        library = library_of(self.config)
        name = places.named(self.env, self.config, key)
        depend_on(self.env, library, name)
        return library.fact(name)


class CardsDirective(_CardsDirective):
    """One card a chapter: its link, a number and what it counts, what was found, and if you like a verdict.

    ```{cards}
    {doc}`theme`
    {fact}`theme.trains|number` trains in 2025
    {claim}`More than the year before <theme.still_growing>`
    {fact}`theme.verdict`
    ```
    """

    columns = ("chapter", "number", "finding", "verdict")
    least = 3
    example = (
        "a line with a link, one with a number and what it counts, one with the finding, perhaps a verdict"
    )

    def run(self) -> list[Node]:
        self.assert_has_content()
        rows = []
        for block, begin in self._blocks():
            row = self._row(self._cells(block, begin), block, begin)
            if not isinstance(row[1][0][0], FactNode):
                raise self.error(
                    f"cards: the second line of “{block[0]}” begins with no fact; write it as {self.example}"
                )
            rows.append(row)
        return [self._table(ChapterCards, rows)]


# -- HTML


def _body_rows(node: nodes.table) -> list[nodes.row]:
    return [row for body in node.findall(nodes.tbody) for row in body.findall(nodes.row)]


def _write(self: HTML5Translator, css_class: str, children: Sequence[Node], element: str = "p") -> None:
    """Nodes as an element of their own; nothing if there are none."""
    if not children:
        return
    self.body.append(f'<{element} class="{css_class}">')
    for child in children:
        child.walkabout(self)
    self.body.append(f"</{element}>\n")


def _inside(entry: nodes.entry) -> Sequence[Node]:
    """What stands in a cell, without its paragraph."""
    inside: Sequence[Node] = entry[0].children if entry.children else ()
    return inside


def visit_verdict_cards(self: HTML5Translator, node: VerdictCards) -> None:
    """Promises as a list: the verdict first, then what was promised, then the distance."""
    self.body.append('<ul class="verdict-cards wide">\n')
    for row in _body_rows(node):
        promise, verdict, distance = (*row.children, nodes.entry())[:3]
        self.body.append('<li class="verdict-card">')
        _write(self, "verdict-card-verdict", _inside(verdict))
        _write(self, "verdict-card-promise", _inside(promise))
        if row["bar"]:
            self.body.append(bar(*row["bar"]))
        _write(self, "verdict-card-distance", _inside(distance))
        self.body.append("</li>\n")
    self.body.append("</ul>\n")
    raise nodes.SkipNode


def visit_chapter_cards(self: HTML5Translator, node: ChapterCards) -> None:
    """Chapters as a list: a number in large type, the title as a link, the finding, the verdict."""
    self.body.append('<ul class="chapter-cards wide">\n')
    for row in _body_rows(node):
        chapter, number, finding, verdict = (_inside(cell) for cell in (*row.children, nodes.entry())[:4])
        self.body.append('<li class="chapter-card">')
        _write(self, "chapter-card-title", chapter)
        _write(self, "chapter-card-number", number[:1])
        _write(self, "chapter-card-label", number[1:])
        _write(self, "chapter-card-finding", finding)
        _write(self, "chapter-card-verdict", verdict)
        self.body.append("</li>\n")
    self.body.append("</ul>\n")
    raise nodes.SkipNode


def bar(low: float, high: float, promised: float) -> str:
    """A distance as a drawing for the eye: solid what was reached, lighter the rest of a range, a hollow diamond the
    promise, as in the charts. The words beside it say the same.

    Args:
        low, high: the ends of what was reached, in the unit of `promised`; the same if it is no range.
    """
    middle = HIGH / 2
    scale = (WIDE - middle) / max(high, promised)
    at = promised * scale
    reached, most = (max(end, 0) * scale for end in (low, high))
    diamond = (
        f"M{at:.1f} 1L{at + middle - 1:.1f} {middle:g}L{at:.1f} {HIGH - 1}L{at - middle + 1:.1f} {middle:g}z"
    )
    return (
        f'<svg class="distance" viewBox="0 0 {WIDE} {HIGH}" aria-hidden="true" focusable="false">'
        f'<path class="distance-way" d="M0 {middle:g}H{WIDE - middle:g}"/>'
        f'<path class="distance-range" d="M{reached:.1f} {middle:g}H{most:.1f}"/>'
        f'<path class="distance-reached" d="M0 {middle:g}H{reached:.1f}"/>'
        f'<path class="distance-goal" d="{diamond}"/></svg>\n'
    )
