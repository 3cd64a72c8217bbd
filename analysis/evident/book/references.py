"""The list of references: the directive `references`.

Belongs here: what it lists and in which order, and in HTML its letters, its filter, and what rests on each document.
Does not: how a source is printed (`bibliography.py`), how the filter works (`theme/static/evidence/references.js`).
"""

from collections import Counter, defaultdict
from collections.abc import Iterator
from html import escape
from pathlib import Path
from typing import Any

from docutils import nodes
from docutils.nodes import Node
from sphinx.application import Sphinx
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util.docutils import SphinxDirective
from sphinx.writers.html5 import HTML5Translator

from evident.book import all_entries
from evident.book.bibliography import Bibliography, bibliography_of
from evident.book.explorer import island
from evident.book.index import anchor, book, link
from evident.book.nodes import Folded, ReferenceFilter
from evident.book.notebooks import library_of
from evident.evidence.ids import PANEL_ID
from evident.evidence.sources import Source
from evident.text import formats, pinyin
from evident.text.words import Words

FRAME = '<div class="reference-filter"'
KIND, LANGUAGE = "kind-", "written-"  # begin the classes of an item by which it is found
ENGLISH = "english"


class ReferencesDirective(SphinxDirective):
    """{references} lists every source that the book cites. It is filled when all pages have been read."""

    def run(self) -> list[Node]:
        bibliography_of(self.env)
        return [nodes.container(classes=["references", "generated"])]


class FillReferences(SphinxPostTransform):
    """Lists the cited sources, by name and date."""

    default_priority = 3

    def run(self, **kwargs: object) -> None:
        for place in self.document.findall(nodes.container):
            if "references" not in place["classes"]:
                continue
            bibliography, words = bibliography_of(self.env), Words(self.config.language)
            cited = [bibliography.sources[key] for key in book(self.env).cited]
            placed = pinyin.place if words.language.startswith("zh") else str.casefold
            cited.sort(key=lambda s: (placed(bibliography.name(s)), s.published, s.source_id))
            if self.app.builder.format == "html":
                place += self._in_letters(cited, bibliography, words)
            else:
                place += _listed(_item(source, bibliography) for source in cited)

    def _in_letters(self, cited: list[Source], bibliography: Bibliography, words: Words) -> Iterator[Node]:
        """How many documents there are and of what use, the filter, and the list under its letters."""
        resting = _Resting(self, words)
        own = sum(bool(resting.figures[source.source_id]) for source in cited)
        said = words("book.references.counted", count=len(cited), figures=own, others=len(cited) - own)
        yield nodes.paragraph("", said)
        letters = defaultdict[str, list[Source]](list)
        for source in cited:
            letters[pinyin.letter(bibliography.name(source))].append(source)
        kinds, languages = _kinds(cited, words), _languages(cited, words)
        yield ReferenceFilter("", kinds=kinds, languages=languages, letters=list(letters))
        for name, sources in letters.items():
            items = []
            for source in sources:
                item = _item(source, bibliography)
                item["classes"] = [f"{KIND}{source.kind}", f"{LANGUAGE}{source.language or ENGLISH}"]
                item += resting.on(source.source_id)
                items.append(item)
            heading = nodes.inline("", words("book.references.letter", letter=name, count=len(items)))
            yield nodes.container(
                "", Folded("", heading, _listed(items), heading=2), classes=["reference-part"]
            )


def _listed(items: Iterator[nodes.list_item] | list[nodes.list_item]) -> nodes.bullet_list:
    return nodes.bullet_list("", *items, classes=["reference-list"])


def _item(source: Source, bibliography: Bibliography) -> nodes.list_item:
    item = nodes.list_item("", nodes.paragraph("", "", *bibliography.entry(source)))
    item["ids"] = [anchor("source", source.source_id)]
    return item


def _kinds(cited: list[Source], words: Words) -> list[tuple[str, str, int]]:
    """Class, name and number of the kinds of documents, the most frequent first."""
    named = words.section("book.references.kinds")
    counts = Counter(source.kind for source in cited)
    return [(f"{KIND}{kind}", named.get(kind, kind), count) for kind, count in counts.most_common()]


def _languages(cited: list[Source], words: Words) -> list[tuple[str, str, int]]:
    """The same of their languages."""
    named = words.section("book.references.languages")
    counts = Counter(source.language or ENGLISH for source in cited)
    return [
        (f"{LANGUAGE}{name}", named.get(name, name.title()), count) for name, count in counts.most_common()
    ]


class _Resting:
    """What rests on each document: the published figures that were taken from it, and the numbers computed from them.

    Neither is told with its value, so that a figure that is mended changes its own entry and not this list.
    """

    def __init__(self, transform: SphinxPostTransform, words: Words) -> None:
        self._transform, self._words = transform, words
        self.figures = defaultdict[str, dict[str, tuple[str, str, str]]](dict)  # page, anchor, text by id
        self._numbers: Counter[str] = Counter()
        library = library_of(transform.config)
        for notebook, page in all_entries.themes(transform.env).items():
            exports = library.notebook(notebook)
            for key, record in exports.evidence.items():
                match = PANEL_ID.fullmatch(key)
                when = formats.period(record["period"], words)
                parts = ("label_en",) if match else ("label_en", "category", "place")
                text = ", ".join(filter(None, [*(record[part] for part in parts), "" if match else when]))
                name = f"panel:{match['indicator']}" if match else key
                self.figures[record["source_id"]].setdefault(name, (page, anchor("obs", key), text))
            for fact in exports.facts.values():
                self._numbers.update(fact["sources"])

    def on(self, key: str) -> list[Node]:
        """A line that opens to the figures of a document; nothing if it has none."""
        figures = self.figures[key]
        if not figures:
            return []
        counts = {"figures": len(figures), "numbers": self._numbers[key]}
        name = nodes.inline("", self._words("book.references.resting", **counts))
        links = [link(self._transform, page, ids, nodes.Text(text)) for page, ids, text in figures.values()]
        items = (nodes.list_item("", nodes.paragraph("", "", one)) for one in links)
        return [Folded("", name, nodes.bullet_list("", *items), heading=0)]


def visit_filter(self: HTML5Translator, node: ReferenceFilter) -> None:
    """The frame that the script fills."""
    told = {
        "words": Words(self.config.language).section("book.references.filter"),
        "letters": node["letters"],
        "kinds": node["kinds"],
        "languages": node["languages"],
    }
    label = escape(told["words"]["title"])
    self.body.append(f'{FRAME} role="search" aria-label="{label}">{island(told)}</div>\n')
    raise nodes.SkipNode


def load_script(
    app: Sphinx, pagename: str, template: str, context: dict[str, Any], doctree: nodes.document | None
) -> None:
    """Load the script of the filter on the page that has it, and on no other (event `html-page-context`)."""
    if FRAME in context.get("body", ""):
        app.add_js_file(str(Path("evidence") / "references.js"), loading_method="defer")
