"""The start page of the evidence catalogue: the directive `evidence`.

Belongs here: the table of all catalogues, the frame of the filter, its data beside the page, which pages load its
script. Does not: what the filter knows of an entry (`all_entries.py`), how it works (`theme/static/evidence/`).
"""

from collections.abc import Iterable
from hashlib import sha256
from html import escape
from pathlib import Path
from typing import Any

from docutils import nodes
from docutils.nodes import Node
from sphinx.application import Sphinx
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util.docutils import SphinxDirective
from sphinx.util.osutil import relative_uri
from sphinx.writers.html5 import HTML5Translator

from evident.book import all_entries
from evident.book.all_entries import STATUSES
from evident.book.bibliography import bibliography_of
from evident.book.explorer import island
from evident.book.index import anchor, book, link
from evident.book.nodes import CatalogueStart
from evident.book.notebooks import library_of
from evident.evidence.ids import PANEL_ID
from evident.text.words import Words

FRAME = '<section class="evidence-filter"'
FILES = "evidence"  # folder in theme/static
DATA = f"_static/{FILES}/entries.js"
PARTS = ("facts", "claims", "exhibits", "observations", "panel")  # the sections of a catalogue


class EvidenceDirective(SphinxDirective):
    """{evidence} prints a table of all catalogues of the book, and in HTML a filter of their entries."""

    def run(self) -> list[Node]:
        bibliography_of(self.env)  # whose names of documents the filter has
        node = CatalogueStart("")
        self.set_source_info(node)
        return [node]


class FillStart(SphinxPostTransform):
    """Puts in the table when every page has been read, and so it is known which catalogues there are."""

    default_priority = 5

    def run(self, **kwargs: object) -> None:
        for place in list(self.document.findall(CatalogueStart)):
            table = self._table(Words(self.config.language))
            if self.app.builder.format == "html":
                place += table
            else:
                place.replace_self(table)

    def _table(self, words: Words) -> nodes.table:
        """How many entries of each kind each catalogue has; every count leads to them."""
        library, pages = library_of(self.config), all_entries.themes(self.env)
        counts = []
        for name in pages:
            exports = library.notebook(name)
            panel = {match["indicator"] for key in exports.evidence if (match := PANEL_ID.fullmatch(key))}
            observed = sum(not PANEL_ID.fullmatch(key) for key in exports.evidence)
            told = (len(exports.facts), len(exports.claims), len(exports.exhibits), observed, len(panel))
            counts.append(dict(zip(PARTS, told, strict=True)))
        kinds = [kind for kind in PARTS if any(count[kind] for count in counts)]
        head = [words("book.evidence.theme"), *(words(f"book.evidence.parts.{kind}") for kind in kinds)]
        body = []
        named = all_entries.titles(self.env, [*pages.values()])
        for (name, page), title, count in zip(pages.items(), named, counts, strict=True):
            cells: list[Node] = [link(self, page, "", nodes.Text(title))]
            for kind in kinds:
                ids = anchor("catalogue", f"{name}-{kind}")
                number = nodes.Text(f"{count[kind]:,}")
                cells.append(link(self, page, ids, number) if count[kind] else nodes.Text("–"))
            body.append(_row(cells))
        group = nodes.tgroup("", cols=len(head))
        group += [nodes.colspec(colwidth=30), *(nodes.colspec(colwidth=14) for _ in kinds)]
        group += nodes.thead("", _row([nodes.Text(text) for text in head]))
        group += nodes.tbody("", *body)
        return nodes.table("", group, classes=["evidence-table"])


def _row(cells: Iterable[Node]) -> nodes.row:
    """A row whose first cell is words, and whose others are numbers."""
    return nodes.row("", *(
        nodes.entry("", nodes.paragraph("", "", cell), classes=["text-right" if at else "text-left"])
        for at, cell in enumerate(cells)
    ))  # fmt: skip


def visit_start(self: HTML5Translator, node: CatalogueStart) -> None:
    """The frame that the script fills, and the table of the catalogues."""
    words = Words(self.config.language)
    here = self.builder.get_target_uri(self.builder.current_docname)
    # A browser that keeps the data of an earlier edition must not take them for those of this one.
    version = sha256(all_entries.script(self.builder.env).encode()).hexdigest()[:8]
    told = {
        "data": f"{relative_uri(here, DATA)}?v={version}",
        "root": relative_uri(here, "index.html").removesuffix("index.html"),
        "words": words.section("book.evidence"),
        "kinds": words.section("book.evidence.kinds"),
        "statuses": {name: words(f"book.flags.{name}") for name in STATUSES},
        "qualities": words.section("book.evidence.qualities"),
    }
    self.body.append(
        f'{FRAME} aria-label="{escape(words("book.evidence.filter"))}">{island(told)}</section>\n'
        f'<noscript><p class="evidence-static">{escape(words("book.evidence.static"))}</p></noscript>\n'
    )
    label = escape(words("book.evidence.table"))
    self.body.append(f'<div class="scroll" tabindex="0" role="region" aria-label="{label}">')
    for child in node.children:
        child.walkabout(self)
    self.body.append("</div>\n")
    raise nodes.SkipNode


def load_script(
    app: Sphinx, pagename: str, template: str, context: dict[str, Any], doctree: nodes.document | None
) -> None:
    """Load the script of the filter on the page that has it, and on no other (event `html-page-context`)."""
    if FRAME in context.get("body", ""):
        app.add_js_file(str(Path(FILES) / "filter.js"), loading_method="defer")


def write_entries(app: Sphinx, exception: Exception | None) -> None:
    """Write the data of the filter, if a page has one (event `build-finished`)."""
    if exception or app.builder.name != "html":
        return
    if book(app.env).evidence:
        (Path(app.outdir) / DATA).parent.mkdir(parents=True, exist_ok=True)
        (Path(app.outdir) / DATA).write_text(all_entries.script(app.env), "utf8")
