"""How what changed is printed: sentences, lists and tables of standard nodes.

Belongs here: the nodes of one comparison, and of the table of what turns. Does not: which changes are told
(`changed.py`), the directive and its files (`changes.py`).
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from docutils import nodes
from docutils.nodes import Node

from evident.book.changed import FAILS, UNKNOWN, Theme, Turning
from evident.book.nodes import DatasetLink, PendingLink
from evident.run.differences import Change
from evident.text import formats, sentences
from evident.text.words import Words

SHOWN = 8  # of what turned in one theme
MOVED = 5  # numbers of one theme

Where = tuple[str, str]  # words, and the address of where they are printed; empty if nowhere


class ChangesNodes:
    """Makes the nodes.

    Args:
        words: of the book.
        labels: of a fact or claim what it is called, and where.
        theme: the title of a notebook.
    """

    def __init__(self, words: Words, label: Callable[[Change], Where], theme: Callable[[str], str]) -> None:
        self._words, self._label, self._theme = words, label, theme

    def say(self, key: str, **blanks: object) -> str:
        return self._words(f"book.changes.{key}", **blanks)

    def many(self, key: str, count: int) -> str:
        """A count with what is counted: "one number is printed otherwise", "3 numbers are …"."""
        return self.say(f"{key}.{'one' if count == 1 else 'many'}", count=f"{count:,}")

    def sentence(
        self, key: str, counts: Iterable[tuple[str, int]], **blanks: object
    ) -> nodes.paragraph | None:
        """A sentence that lists counts; none if all are nought."""
        told = [self.many(name, count) for name, count in counts if count]
        if not told:
            return None
        return nodes.paragraph("", self.say(key, told=formats.series(told, self._words), **blanks))

    # -- parameters

    def _known(self, text: str) -> str:
        """A state or verdict of a release, which has it in the language of the chapters."""
        return sentences.known(text, self._words.language)

    def parameter(self, label: str, before: str, after: str) -> nodes.list_item:
        """A parameter that differs, with its value on both sides."""
        pair = nodes.Text(": " + self.say("pair", before=shown(before), after=shown(after)) + ".")
        return nodes.list_item("", nodes.paragraph("", "", nodes.strong("", label), pair))

    # -- a theme

    def of_theme(self, theme: Theme, sides: tuple[str, str], *, alike: bool) -> Iterator[Node]:
        """What changed in a notebook: its heading, what turned, the numbers that moved most, and how many more.

        Args:
            sides: the heads of the columns.
            alike: neither side is the later one.
        """
        if not (theme.turned or theme.moved or any(theme.one_sided.values())):
            return
        yield nodes.rubric("", self._theme(theme.name))
        turned = self._together(theme.turned)
        if turned:
            yield nodes.bullet_list("", *map(self._turned, turned[:SHOWN]))
        if theme.moved:
            rows = [self._moved(change) for change in theme.moved[:MOVED]]
            head = [self.say("number"), *sides]
            made = table([[nodes.Text(text)] for text in head], rows, figures=(1, 2), widths=(46, 18, 18))
            made["classes"].append("pairs")
            yield made
        rest = [
            ("more_turned", sum(map(len, turned[SHOWN:]))),
            ("more_moved", len(theme.moved[MOVED:])),
            *self.known([theme], alike=alike),
        ]
        if (said := self.sentence("rest" if turned or theme.moved else "alone", rest)) is not None:
            yield said

    @staticmethod
    def known(themes: Iterable[Theme], *, alike: bool) -> list[tuple[str, int]]:
        """How many statements and numbers of these are known on one side only, with the names of their words.

        Args:
            alike: neither side is the later one.
        """
        counts: Counter[str] = Counter()
        for theme in themes:
            counts.update(theme.one_sided)
        return [(f"{name}_there" if alike else name, count) for name, count in counts.items()]

    def _together(self, turned: Sequence[Change]) -> list[list[Change]]:
        """What turned alike and is bound to the same words, together."""
        found: dict[tuple[str, str, str], list[Change]] = {}
        for change in turned:
            found.setdefault((self._label(change)[0], change.before, change.after), []).append(change)
        return list(found.values())

    def _turned(self, changes: Sequence[Change]) -> nodes.list_item:
        first = changes[0]
        line = nodes.paragraph("", "", link(*self._label(first), first))
        line += nodes.Text(": ")
        line += nodes.strong(
            "", self.say("pair", before=self._known(first.before), after=self._known(first.after))
        )
        line += nodes.Text(".")
        return nodes.list_item("", line)

    def _moved(self, change: Change) -> list[list[Node]]:
        text, _ = self._label(change)
        return [
            [PendingLink("", text, kind="fact", key=change.key)],
            [nodes.Text(self._known(change.before))],
            [nodes.Text(self._known(change.after))],
        ]

    # -- what came and went

    def counts(self, themes: Sequence[Theme]) -> Node:
        """A table of how much changed in each notebook."""
        head = [self.say(name) for name in ("theme", "turned_head", "moved_head", "come_head", "gone_head")]
        rows = [
            [
                [nodes.Text(text)]
                for text in (
                    self._theme(theme.name),
                    *(
                        f"{count:,}"
                        for count in (
                            len(theme.turned),
                            len(theme.moved) + theme.lost + theme.found,
                            theme.come,
                            theme.gone,
                        )
                    ),
                )
            ]
            for theme in themes
        ]
        return table(
            [[nodes.Text(text)] for text in head], rows, figures=(1, 2, 3, 4), widths=(30, 12, 12, 12, 12)
        )

    # -- what turns

    def turning(
        self, found: Sequence[Turning], titles: Sequence[str], where: Mapping[str, Where]
    ) -> Iterator[Node]:
        """The findings that fail in some edition, those together that come out alike.

        Args:
            titles: of the editions.
            where: the words of findings as they are printed, with their addresses, by name.
        """
        alike: dict[tuple[str, ...], list[Turning]] = {}
        for one in found:
            alike.setdefault(one.states, []).append(one)
        for states, those in alike.items():
            told = []
            for state in (FAILS, UNKNOWN):
                names = [f"“{t}”" for t, said in zip(titles, states, strict=True) if said == state]
                if names:
                    told.append(self.say(f"states.{state}", names=formats.series(names, self._words)))
            yield nodes.rubric("", formats.series(told, self._words))
            items = [nodes.paragraph("", "", link(*where[one.name])) for one in those]
            yield nodes.bullet_list("", *(nodes.list_item("", item) for item in items))

    def others(
        self, asked: int, firm: int, untold: Sequence[Turning], titles: Sequence[str]
    ) -> nodes.paragraph:
        """What is counted, how many hold in all editions, and how many hold wherever they can be told."""
        said = [self.many("asked", asked), self.many("firm", firm)]
        if untold:
            counts = [sum(one.states[at] == UNKNOWN for one in untold) for at in range(len(titles))]
            where = [self.say("untold_in", count=n, name=t) for n, t in zip(counts, titles, strict=True) if n]
            said.append(self.many("untold_else", len(untold)) + f" ({'; '.join(where)}).")
        return nodes.paragraph("", " ".join(said))

    def file(self, name: str) -> nodes.paragraph:
        """The sentence that offers everything as a file."""
        before, _, after = self._words.raw("book.changes.all").partition("{file}")
        return nodes.paragraph(
            "", "", nodes.Text(before), DatasetLink("", self.say("file"), file=name), nodes.Text(after)
        )


def shown(parameter: str) -> str:
    """The value of a parameter, or the items of a list, as people write them: −1 for -1.0."""
    parts = []
    for part in parameter.split(", "):
        try:
            value = float(part)
            text = str(int(value)) if value.is_integer() else repr(value)
            parts.append(text.replace("-", formats.MINUS))
        except ValueError:
            parts.append(part)
    return ", ".join(parts)


def link(text: str, address: str, change: Change | None = None) -> Node:
    """Words as a link to where they are printed; of a verdict, or where they are printed nowhere, to the entry."""
    if address:
        return nodes.reference("", text, internal=True, refuri=address)
    if change is None:
        return nodes.Text(text)
    return PendingLink("", text, kind="claim" if change.kind == "claim" else "fact", key=change.key)


def table(
    head: Sequence[list[Node]],
    rows: Sequence[Sequence[list[Node]]],
    figures: Sequence[int],
    widths: Sequence[int],
) -> nodes.table:
    """A table.

    Args:
        head, rows: what stands in each cell.
        figures: the columns that hold numbers, counted from 0.
        widths: of the columns, as shares.
    """

    def row(cells: Sequence[list[Node]]) -> nodes.row:
        return nodes.row(
            "",
            *(
                nodes.entry(
                    "",
                    nodes.paragraph("", "", *cell),
                    classes=["text-right" if at in figures else "text-left"],
                )
                for at, cell in enumerate(cells)
            ),
        )

    group = nodes.tgroup("", *(nodes.colspec(colwidth=width) for width in widths), cols=len(widths))
    group += nodes.thead("", row(head))
    group += nodes.tbody("", *map(row, rows))
    return nodes.table("", group, classes=["exhibit-table"])
