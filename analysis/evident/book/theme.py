"""The look of the HTML book: style sheet of the identity, fonts, words of page parts, what is left out.

Belongs here: what has to be made when a book is built. Does not: the page parts and style sheets themselves
(`theme/`), the nodes of the book (`html.py`).
"""

import re
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import sphinx_book_theme  # type: ignore[import-untyped]
from docutils import nodes
from jinja2 import FileSystemBytecodeCache
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.events import EventListener
from sphinx.util import logging

from evident.book import edition, policy
from evident.book.index import book
from evident.book.notebooks import library_of
from evident.look import fonts, identity
from evident.text.words import Words

logger = logging.getLogger(__name__)

THEME = Path(__file__).parent / "theme"
FONTS = "_static/fonts"
STYLE = "_static/book.css"
TEMPLATES = ".templates"  # compiled, beside the executed notebooks, where the edition's next build finds them
_NOTE = re.compile(rb'<div class="fact-note".*?</div>', re.DOTALL)
_GLOSSARY = b'<dl class="simple glossary">'
_ASCII = bytes(range(128))
# Files of the themes below ours that no page asks for: source maps, an icon font and the script that draws
# it.
_NOT_USED = (
    "_static/scripts/*.map",
    "_static/scripts/fontawesome.js*",
    "_static/styles/*.map",
    "_static/vendor",
    "_static/webpack-macros.html",
    "_static/sbt-webpack-macros.html",
    "_static/images/logo_*",
    "_static/locales",
    "objects.inv",  # for other Sphinx books; it would hold every published figure
)


def style_of_identity(files: list[fonts.WebFont]) -> str:
    """The identity as CSS: a variable for each colour in both schemes, the families, the font files.

    Args:
        files: the font files in `_static/fonts`.
    """

    def block(selector: str, scheme: str) -> str:
        colours = {"paper": identity.PAPER, **identity.COLOURS}
        lines = (f"  --{name}: {getattr(colour, scheme)};" for name, colour in colours.items())
        return f"{selector} {{\n  color-scheme: {scheme};\n" + "\n".join(lines) + "\n}\n"

    families = "".join(
        f"  --{name}: {', '.join(f'{chr(34)}{family}{chr(34)}' for family in stack)}, {last};\n"
        for name, stack, last in (
            ("serif", identity.SERIF, "serif"),
            ("serif-light", identity.SERIF_LIGHT, "serif"),
            ("sans", identity.SANS, "sans-serif"),
        )
    )
    faces = "".join(
        f'@font-face {{ font-family: "{font.face.family}"; font-weight: {font.face.weight}; '
        f"font-style: {'italic' if font.face.italic else 'normal'}; font-display: swap; "
        f'src: url("fonts/{font.file}") format("woff2"); unicode-range: {font.unicode_range}; }}\n'
        for font in files
    )
    verdicts = "".join(
        f".verdict-{verdict.replace('_', '-')} {{ color: var(--{colour}); }}\n"
        for verdict, (_, colour) in identity.VERDICT_MARKS.items()
    )
    # Paper is white: the dark scheme is for screens, chosen by the reader or, without scripts, by the system.
    dark = f"@media screen {{\n{block('html[data-theme=dark]', 'dark')}}}\n"
    dark += (
        f"@media screen and (prefers-color-scheme: dark) {{\n{block('html:not([data-theme])', 'dark')}}}\n"
    )
    return f"{faces}:root {{\n{families}}}\n{block(':root', 'light')}{dark}{verdicts}"


def styles() -> str:
    """The style sheets of the parts of a page, in the order of their names, as one."""
    return "\n".join(path.read_text("utf8") for path in sorted((THEME / "styles").glob("*.css")))


def write_style(app: Sphinx, exception: Exception | None) -> None:
    """Put in the fonts that the pages need and the one style sheet: identity and parts (event `build-finished`)."""
    if exception or app.builder.name != "html":
        return
    out = Path(app.outdir)
    # Cut beside the executed notebooks, where the next build of the edition finds them again.
    cut = library_of(app.config).folder.parent / ".fonts"
    whole = book(app.env)
    later = {f"{name}.html" for name in (*whole.catalogues.values(), whole.references)}
    # Every face of a family has ASCII, so that only what is left without it can make a difference to the files.
    pages = {page.relative_to(out).as_posix(): page.read_bytes() for page in sorted(out.glob("**/*.html"))}
    chapters = [content for name, content in pages.items() if name not in later]
    # Notes are seen by those who ask for them, a glossary by those who look a word up.
    seen = [_NOTE.sub(b"", content) for content in chapters if _GLOSSARY not in content]
    files = fonts.web_fonts(
        [
            (content.translate(None, _ASCII).decode("utf8") for content in some)
            for some in (seen, chapters, [pages[name] for name in pages if name in later])
        ],
        cut,
    )
    shutil.rmtree(out / FONTS, ignore_errors=True)
    shutil.copytree(cut, out / FONTS)
    (out / STYLE).write_text(style_of_identity(files) + styles(), "utf8")


def remove_unused(app: Sphinx, exception: Exception | None) -> None:
    """Take out of the book what no page asks for (event `build-finished`)."""
    if exception or app.builder.name != "html":
        return
    for pattern in _NOT_USED:
        for path in Path(app.outdir).glob(pattern):
            shutil.rmtree(path) if path.is_dir() else path.unlink()


def add_words(
    app: Sphinx, pagename: str, template: str, context: dict[str, Any], doctree: nodes.document | None
) -> None:
    """Give the page parts their words, the pages of the book, the policy (event `html-page-context`)."""
    words = Words(app.config.language)
    names = ("colours", "search", "contents", "on_this_page", "licence")
    context["book_words"] = {name: words(f"book.page.{name}") for name in names}
    shared = app.builder.globalcontext  # type: ignore[attr-defined]  # of the HTML builders, which send this event
    if "book_pages" not in shared:
        shared["book_pages"] = parts_of(app)
    context["book_pages"] = shared["book_pages"]
    if "book_edition" not in shared:
        shared["book_edition"] = edition.told(library_of(app.config), words)
    context["book_edition"] = shared["book_edition"]
    body = context.get("body", "")
    element = policy.meta(policy.policy(sized=policy.sizes(body)))
    context["metatags"] = f"\n    {element}{context.get('metatags', '')}"
    for found in policy.refused(body):
        said = (
            "the policy of the pages does not let this style through: %s… (give it a class of a style sheet)"
        )
        logger.warning(said, found, location=pagename)


@dataclass(frozen=True)
class Part:
    """A part of the table of contents: its caption (may be empty), and the titles of its pages as HTML by name; below
    each page the same of the pages below it, which only those pages and that page itself list."""

    caption: str
    pages: dict[str, str]
    below: dict[str, dict[str, str]]


def parts_of(app: Sphinx) -> list[Part] | None:
    """The parts of a book whose pages lie side by side, or one level below another; None where the table of contents
    has more in it than that."""
    env, parts = app.env, []
    for tree in env.get_doctree(env.config.root_doc).findall(addnodes.toctree):
        named = dict.fromkeys(page for _, page in tree["entries"] if page in env.titles)
        if len(named) < len(tree["entries"]) or any(title for title, _ in tree["entries"]):
            return None  # an address, this page itself, or another title than the page's own
        below = {page: env.toctree_includes.get(page, []) for page in named}
        if any(env.toctree_includes.get(page) for inner in below.values() for page in inner):
            return None
        titles = {page: {name: _title(app, name) for name in inner} for page, inner in below.items() if inner}
        parts.append(Part(tree.get("caption") or "", {page: _title(app, page) for page in named}, titles))
    return parts


def _title(app: Sphinx, page: str) -> str:
    """The title of a page with its number, as the links of a table of contents show it."""
    entry = next(iter(app.env.tocs[page].findall(addnodes.compact_paragraph))).deepcopy()
    shown: str = app.builder.render_partial(entry)["fragment"]  # type: ignore[attr-defined]
    return shown.partition(">")[2].rpartition("</a>")[0]


def spare_work(app: Sphinx) -> None:
    """Leave out what the themes below ours do for nothing (event `builder-inited`).

    One makes a description of each page from all its text, section by section with all that is inside, which takes
    longer than to write the page; ours are in `sharing.py`. And templates are compiled once, and not for each build.
    """
    if app.builder.name != "html":
        return
    listeners = app.events.listeners["html-page-context"]
    for place, (ids, handler, priority) in enumerate(listeners):
        if handler is sphinx_book_theme.add_metadata_to_page:
            listeners[place] = EventListener(ids, _metadata_without_text, priority)
    compiled = library_of(app.config).folder.parent / TEMPLATES
    compiled.mkdir(parents=True, exist_ok=True)
    app.builder.templates.environment.bytecode_cache = FileSystemBytecodeCache(str(compiled))


def _metadata_without_text(
    app: Sphinx, pagename: str, template: str, context: dict[str, Any], doctree: nodes.document | None
) -> None:
    sphinx_book_theme.add_metadata_to_page(app, pagename, template, context, None)


def keep_build_info(app: Sphinx) -> None:
    """Put back the record of the last build's configuration, by which Sphinx sees that it changed."""
    kept = Path(app.doctreedir) / "html.buildinfo"
    if app.builder.name == "html" and kept.exists() and Path(app.outdir).exists():
        shutil.copyfile(kept, Path(app.outdir) / ".buildinfo")


def take_build_info(app: Sphinx, exception: Exception | None) -> None:
    """Take that record out of the book: it hashes paths of this machine (event `build-finished`)."""
    record = Path(app.outdir) / ".buildinfo"
    if app.builder.name == "html" and record.exists():
        shutil.move(record, Path(app.doctreedir) / "html.buildinfo")


def list_unused(app: Sphinx, exception: Exception | None) -> None:
    """List the facts and exhibits that no page prints, beside the book (event `build-finished`)."""
    if exception:
        return
    library, whole = library_of(app.config), book(app.env)
    unused = []
    for name in library.names():
        exports = library.notebook(name)
        unused += [
            f"fact {key}"
            for key in exports.facts
            if key not in whole.facts and key not in whole.exhibit_facts
        ]
        unused += [f"exhibit {key}" for key in exports.exhibits if key not in whole.exhibits]
    (Path(app.outdir).parent / "unused-facts.txt").write_text("".join(f"{line}\n" for line in unused), "utf8")
    if unused:
        logger.info("%d facts and exhibits are printed nowhere: see unused-facts.txt", len(unused))
