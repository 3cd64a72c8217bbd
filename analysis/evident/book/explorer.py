"""Explorers: places where a reader of the HTML book sets a model otherwise.

Belongs here: the directive, the frame in the page, and which pages load the scripts. Does not: the formulas
and what is drawn (the report's `static/explorer/`), the data (the notebook's export).

An explorer adds to an exhibit that stands before it. Its scripts, heavy for what few readers use, come when it is
nearly in view. Without scripts a sentence says so; the PDF has the exhibit alone.
"""

import json
from html import escape
from pathlib import Path
from typing import Any

from docutils import nodes
from docutils.nodes import Node
from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util.docutils import SphinxDirective
from sphinx.util.osutil import relative_uri
from sphinx.writers.html5 import HTML5Translator

from evident import paths
from evident.book.fact import depend_on
from evident.book.index import anchor
from evident.book.nodes import Chooser, Explorer, Reporting
from evident.book.notebooks import UnknownExport, library_of
from evident.look import identity
from evident.text.words import Words

FRAME = '<section class="explorer"'
FILES = "explorer"  # folder in theme/static
# In the order in which they need each other; after them come the report's own (formulas, then views).
FIRST = ("d3/d3.min.js", "numbers.js", "controls.js")
START = "start.js"  # loads them when an explorer is nearly in view
ELEMENTS = "elements.js"  # of all scripts that make elements
FOR_THE_SCRIPTS = ("key", "data", "words", "units", "powers", "thousands", "bounds", "verdicts")


class ExplorerDirective(SphinxDirective):
    """{explorer} theme.key lets a reader set what the notebook exported under that name."""

    required_arguments = 1

    def run(self) -> list[Node]:
        key, library = self.arguments[0], library_of(self.config)
        try:
            payload = library.explorer(key)
        except UnknownExport as error:
            raise self.error(str(error)) from None
        depend_on(self.env, library, key)
        given = {name: payload[name] for name in FOR_THE_SCRIPTS if name in payload}
        given["marks"] = {verdict: mark for verdict, (mark, _) in identity.VERDICT_MARKS.items()}
        node = Explorer("", key=key, payload=given)
        node["ids"] = [anchor("explorer", key)]
        self.set_source_info(node)
        return [node]


class OnlyInHtml(SphinxPostTransform):
    """Leaves explorers, the chooser of settings and the place of reports out of outputs in which nothing can be set."""

    default_priority = 5

    def run(self, **kwargs: Any) -> None:
        if self.app.builder.format == "html":
            return
        for kind in (Explorer, Chooser, Reporting):
            for node in list(self.document.findall(kind)):
                node.parent.remove(node)


def visit_explorer(self: HTML5Translator, node: Explorer) -> None:
    """The frame that the scripts fill, with what they compute with; hidden where there are none."""
    words, name, own = node["payload"]["words"], node["ids"][0], Words(self.config.language)
    said = " ".join(
        f'data-{part}="{escape(own(f"book.explorer.{part}"))}"' for part in ("copy", "copied", "failed")
    )
    here = self.builder.get_target_uri(self.builder.current_docname)
    late = " ".join(relative_uri(here, f"_static/{FILES}/{script}") for script in scripts())
    self.body.append(
        f'{FRAME} id="{name}" aria-labelledby="{name}-title" aria-busy="true" {said} data-scripts="{escape(late)}">'
        f'<p class="explorer-title" id="{name}-title">{escape(words["title"])}</p>'
        f'<p class="explorer-subtitle">{escape(words["subtitle"])}</p>'
        f'<div class="explorer-room"></div>{island(node["payload"])}</section>\n'
        f'<noscript><p class="explorer-static">{escape(words["static"])}</p></noscript>\n'
    )
    raise nodes.SkipNode


def island(data: Any) -> str:
    """Data for a script, as an element of a page that no text in it can end."""
    # "</script" would end it, and after "<!--" a "<script" would keep it from ending.
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")
    return f'<script type="application/json">{text}</script>'


def scripts() -> list[str]:
    """The scripts of explorers, in the order in which they are loaded when one is nearly in view."""
    own = paths.report().own
    mine = sorted(file.name for file in (own / "static" / FILES).glob("*.js")) if own else []
    return [*FIRST, *mine]


def offer_own_files(app: Sphinx, config: Config) -> None:
    """Put the report's own static files (scripts of explorers, its icon) beside the theme's (event `config-inited`)."""
    own = paths.report().own
    if own and (own / "static").is_dir():
        config.html_static_path.append(str(own / "static"))


def load_scripts(
    app: Sphinx, pagename: str, template: str, context: dict[str, Any], doctree: nodes.document | None
) -> None:
    """Load what loads the rest, and the style, on pages with an explorer and no other (event `html-page-context`)."""
    if FRAME not in context.get("body", ""):
        return
    app.add_js_file(ELEMENTS, loading_method="defer")
    app.add_js_file(f"{FILES}/{START}", loading_method="defer")
    app.add_css_file(str(Path(FILES) / "explorer.css"))
