"""Where a reader chooses settings of a sweep and sees which claims hold in them: the directive `chooser`.

Belongs here: the directive, its data for the script, the frame in the page, which pages load the script. Does not: what
happens there (`theme/static/chooser/`), cutting ranges into parts (`run/choices.py`). Nothing is computed anew: the
script counts settings that the sweep has tried.

Data for the script, in the page: `words`; `themes`, each with `name`, `title`, `settings` (how many), `printed` (how
many of its claims chapters print), `parameters` [{name, label, parts, base, at}] and `claims` [{key, words, tested,
href, fails, open, first, alone}]. `at` has a digit a setting, its part; `fails` and `open` are hexadecimal, a bit a
setting, the first setting the highest: where a claim does not hold, and where it cannot be told or computed; a claim
that holds in all settings has neither. `tested` says what was tested, where several claims have the same words;
`first` says where it fails first, and `alone` names the parameters that break it alone.
"""

import os
from collections import Counter
from collections.abc import Iterable, Sequence
from html import escape
from pathlib import Path
from typing import Any

from docutils import nodes
from docutils.nodes import Node
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective
from sphinx.writers.html5 import HTML5Translator

from evident import reads
from evident.book.explorer import island
from evident.book.firm import told_of
from evident.book.index import book
from evident.book.nodes import Chooser
from evident.book.notebooks import Exports, library_of
from evident.run import swept_claims
from evident.run.choices import choices
from evident.run.findings import chapter_title
from evident.run.firmness import of_claim
from evident.run.firmness_text import Told
from evident.text.words import Words

FRAME = '<section class="chooser"'
FILES = "chooser"  # folder in theme/static
ADDRESS = "claim"  # what stands before the claim that an address asks for


class ChooserDirective(SphinxDirective):
    """{chooser} lets a reader of the HTML book choose among the settings that were swept."""

    def run(self) -> list[Node]:
        library = library_of(self.config)
        swept = [name for name in library.names() if swept_claims.has_ranges(name)]
        for name in swept:  # so that the page follows their sweeps
            self.env.note_dependency(os.path.relpath(library.path(name), self.env.srcdir))
        node = Chooser("", notebooks=swept)
        self.set_source_info(node)
        return [node]


def choosing(page: str, claim: str) -> str:
    """The address of the chooser, set to a claim."""
    return f"{page}#{ADDRESS}={claim}"


def visit_chooser(self: HTML5Translator, node: Chooser) -> None:
    """The frame that the script fills, with the settings and what became of the claims in them."""
    words = Words(self.config.language)
    data = _data(self, node["notebooks"], words)
    if not data["themes"]:
        self.body.append(f"<p>{escape(words('book.chooser.not_computed'))}</p>\n")
        raise nodes.SkipNode
    self.body.append(
        f'{FRAME} aria-label="{escape(words("book.chooser.title"))}" hidden>{island(data)}</section>\n'
        f'<noscript><p class="chooser-static">{escape(words("book.chooser.static"))}</p></noscript>\n'
    )
    raise nodes.SkipNode


def _data(self: HTML5Translator, notebooks: Iterable[str], words: Words) -> dict[str, Any]:
    library = library_of(self.config)
    reads.note("places")  # it prints the words that are bound to claims, and where
    themes = []
    for name in notebooks:
        exports = library.notebook(name)
        told = told_of(exports, words)
        if told is not None and told.found.together and told.found.grid:
            themes.append(_theme(self, exports, told, words))
    return {"words": words.section("book.chooser"), "themes": [theme for theme in themes if theme["claims"]]}


def _theme(self: HTML5Translator, exports: Exports, told: Told, words: Words) -> dict[str, Any]:
    found, printed = told.found, book(self.builder.env).claims
    claims = []
    for key, claim in exports.claims.items():
        if key not in printed or key not in found.states:
            continue
        firm = of_claim(found, key, [item["id"] for item in claim["assumed"]])
        if not firm.touched:
            continue
        page, ids, _, said = printed[key][0]
        href = self.builder.get_relative_uri(self.builder.current_docname, page) + (f"#{ids}" if ids else "")
        about: dict[str, Any] = {"key": key, "words": said, "href": href, **_bits(told, key)}
        if firm.soonest is not None:
            about["first"] = words("book.firmness.first", where=told.where(firm.first))
            about["alone"] = list(dict.fromkeys(each.parameter for each in firm.breaks))
        claims.append(about)
    # One sentence may be bound to several claims: then each is listed by what of it was tested.
    shared = Counter(about["words"] for about in claims)
    for about in claims:
        if shared[about["words"]] > 1:
            about["tested"] = exports.claims[about["key"]]["label"]
    return {
        "name": exports.name,
        "title": chapter_title(exports.name, words.language),
        "settings": len(found.together),
        "printed": sum(key in printed and key in found.states for key in exports.claims),
        "parameters": [
            {
                "name": choice.parameter,
                "label": told.label(choice.parameter),
                "parts": choice.parts,
                "base": choice.base,
                "at": "".join(map(str, choice.at)),
            }
            for choice in choices(found, words)
        ],
        "claims": claims,
    }


def _bits(told: Told, claim: str) -> dict[str, str]:
    """In which settings a claim does not hold, and in which nothing is known of it."""
    states = told.found.states[claim]
    every: Sequence[str] = told.found.together
    bits = {
        "fails": [states.get(setting) is False for setting in every],
        "open": [states.get(setting) is None for setting in every],
    }
    return {name: packed(values) for name, values in bits.items() if any(values)}


def packed(bits: Sequence[bool]) -> str:
    """Bits as hexadecimal digits, the first bit the highest; the last digit is filled up with zeros."""
    text = "".join("1" if bit else "0" for bit in bits)
    text += "0" * (-len(text) % 4)
    return "".join(f"{int(text[at : at + 4], 2):x}" for at in range(0, len(text), 4))


def load_script(
    app: Sphinx, pagename: str, template: str, context: dict[str, Any], doctree: nodes.document | None
) -> None:
    """Load script and style on pages with a chooser, and on no other (event `html-page-context`)."""
    if FRAME in context.get("body", ""):
        for script in ("elements.js", str(Path(FILES) / "chooser.js")):
            app.add_js_file(script, loading_method="defer")
        app.add_css_file(str(Path(FILES) / "chooser.css"))
