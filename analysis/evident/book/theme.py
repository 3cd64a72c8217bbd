"""The look of the HTML book: style sheet of the identity, fonts, words of page parts, what is left out.

Belongs here: what has to be made when a book is built. Does not: the page parts and style sheets themselves
(`theme/`), the nodes of the book (`html.py`).
"""

import re
import shutil
from collections.abc import Iterable
from dataclasses import dataclass
from fnmatch import fnmatch
from functools import cache
from hashlib import sha256
from os import PathLike
from pathlib import Path
from typing import Any

import sphinx_book_theme  # type: ignore[import-untyped]
from docutils import nodes
from jinja2 import FileSystemBytecodeCache
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.events import EventListener
from sphinx.util import logging

from evident.book import edition, policy, trimmed
from evident.book.index import book
from evident.book.notebooks import library_of
from evident.book.strata import strata
from evident.look import fonts, identity, stand_ins
from evident.text.words import Words

logger = logging.getLogger(__name__)

THEME = Path(__file__).parent / "theme"
FONTS = "_static/fonts"
STYLE = "_static/book.css"
TEMPLATES = ".templates"  # compiled, beside the executed notebooks, where the edition's next build finds them
_NOTE = re.compile(rb'<div class="fact-note".*?</div>', re.DOTALL)
_GLOSSARY = b'<dl class="simple glossary">'
_ASCII = bytes(range(128))
_NUMERAL = re.compile(r'(<h1><span class="section-number">)(\d+)\. (</span>)')
# The style sheets of the themes below ours and of Sphinx's extensions, in the order in which a page would load them.
BELOW = (
    "basic.css",
    "styles/pydata-sphinx-theme.css",
    "pygments.css",
    "styles/sphinx-book-theme.css",
    "mystnb.*.css",
    "sphinx-design.min.css",
)
# Style sheets of single exhibits, which the book's own holds too: a page has one.
_OF_EXHIBITS = "static/*/*.css"
# What Sphinx and the themes below ours would have each page load, and why none does.
SCRIPTS_LEFT_OUT = (
    "_static/documentation_options.js",  # of Sphinx's search, in place of which the book has its own
    "_static/doctools.js",  # the same
    "_static/sphinx_highlight.js",  # the same
    "_static/scripts/sphinx-book-theme.js",  # moves what our pages do not have
    "_static/design-tabs.js",  # remembers tabs; the book has none
)
# Files of the themes below ours that no page asks for: source maps, an icon font and the script that draws it, style
# sheets that the book's own has taken in.
_NOT_USED = (
    "_static/scripts",
    "_static/styles",
    *(f"_static/{name}" for name in BELOW if "/" not in name),
    "_static/explorer/*.css",
    "_static/chooser/*.css",
    "_static/design-tabs.js",
    "_static/vendor",
    "_static/webpack-macros.html",
    "_static/sbt-webpack-macros.html",
    "_static/images/logo_*",
    "_static/locales",
    "objects.inv",  # for other Sphinx books; it would hold every published figure
)
_LINK = re.compile(rb'(href="[^"]*_static/book\.css)(?:\?v=[0-9a-f]+)?"')
_COMMENT = re.compile(r"/\*.*?\*/\n*", re.DOTALL)
_HEAD = 4_000  # bytes of a page in which the link to its style sheet stands


def style_of_identity(files: list[fonts.WebFont]) -> str:
    """The identity as CSS: a variable for each colour in both schemes, the families, the font files.

    Args:
        files: the font files in `_static/fonts`.
    """

    def block(selector: str, scheme: str) -> str:
        colours = {"paper": identity.PAPER, **identity.COLOURS}
        lines = (f"  --{name}: {getattr(colour, scheme)};" for name, colour in colours.items())
        return f"{selector} {{\n  color-scheme: {scheme};\n" + "\n".join(lines) + "\n}\n"

    # A cover is dark in both schemes, as that of the PDF is.
    cover = (
        f"  --cover: {identity.COLOURS['ink'].light};\n  --on-cover: {identity.PAPER.light};\n"
        f"  --cover-accent: {identity.COLOURS['loess'].dark};\n"
    )
    families = "".join(
        f"  --{name}: {', '.join(f'{chr(34)}{family}{chr(34)}' for family in stand_ins.families(stack))}, {last};\n"
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
    return (
        f"{faces}{stand_ins.rules()}:root {{\n{families}{cover}}}\n{block(':root', 'light')}{dark}{verdicts}"
    )


def styles() -> str:
    """The style sheets of the parts of a page, in the order of their names, and those of single exhibits, as one."""
    parts = [*sorted((THEME / "styles").glob("*.css")), *sorted(THEME.glob(_OF_EXHIBITS))]
    return "".join(_COMMENT.sub("", path.read_text("utf8")) for path in parts)


def is_within(file: str | PathLike[str]) -> bool:
    """Whether a style sheet that a page would load, as `_static/name.css`, is a part of the book's own."""
    name = str(file).removeprefix("_static/")
    return any(fnmatch(name, pattern) for pattern in BELOW) or (THEME / "static" / name).is_file()


def names_in(static: Path, pages: Iterable[bytes]) -> set[str]:
    """What selectors can ask for that there is in the pages of a book, or that one of its scripts may make.

    Args:
        static: the folder `_static` of the book.
    """
    names: set[str] = set().union(*map(trimmed.names_in_page, pages))
    for script in sorted(static.rglob("*.js")):
        if script.parent.name != "scripts":  # those of the themes below ours, which no page loads
            names |= trimmed.names_in_script(script.read_bytes())
    return names


def from_below(static: Path, pages: Iterable[bytes], own: str, cache: Path) -> str:
    """What the book uses of the style sheets below its own.

    Args:
        static: the folder `_static` of the book, in which they lie.
        pages: the pages of the book.
        own: the book's own style sheet.
        cache: where what was read of them is kept.
    """
    names = names_in(static, pages)
    rules = []
    for pattern in BELOW:
        for file in sorted(static.glob(pattern)):
            rules += trimmed.trimmed(trimmed.rules_of(file.read_text("utf8"), cache), names)
    return trimmed.written(rules, own)


def write_style(app: Sphinx, exception: Exception | None) -> None:
    """Put in the fonts that the pages need and the one style sheet: what is used of those below ours, identity and
    parts (event `build-finished`)."""
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
    own = style_of_identity(files) + styles()
    below = from_below(out / "_static", pages.values(), own, cut.with_name(".styles"))
    style = (below + own).encode()
    (out / STYLE).write_bytes(style)
    # With its digest in the address a browser may keep it for ever. It is known when all pages are written.
    version = sha256(style).hexdigest()[:10].encode()
    for name, page in pages.items():
        head = _LINK.sub(rb"\g<1>?v=" + version + b'"', page[:_HEAD], count=1)
        if head != page[:_HEAD]:
            (out / name).write_bytes(head + page[_HEAD:])


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
    names = (
        "colours",
        "search",
        "contents",
        "on_this_page",
        "licence",
        "skip",
        "parts",
        "around",
        "before",
        "after",
    )
    context["book_words"] = {name: words(f"book.page.{name}") for name in names}
    shared = app.builder.globalcontext  # type: ignore[attr-defined]  # of the HTML builders, which send this event
    if "book_pages" not in shared:
        shared["book_pages"] = parts_of(app)
    context["book_pages"] = shared["book_pages"]
    if "book_edition" not in shared:
        shared["book_edition"] = edition.told(library_of(app.config), words)
    context["book_edition"] = shared["book_edition"]
    context["strata"] = strata
    context["scheme_script"] = scheme_script()
    context["scripts_left_out"] = SCRIPTS_LEFT_OUT
    context["is_within"] = is_within
    body = context.get("body", "")
    context["body"] = titled(body, banded=pagename != app.config.root_doc)
    element = policy.meta(policy.policy(scheme_script(), sized=policy.sizes(body)))
    context["metatags"] = f"\n    {element}{context.get('metatags', '')}"
    for found in policy.refused(body):
        said = (
            "the policy of the pages does not let this style through: %s… (give it a class of a style sheet)"
        )
        logger.warning(said, found, location=pagename)


@cache
def scheme_script() -> str:
    """What sets the colours before anything is drawn, so that a page never flashes; without a file to wait for."""
    return (THEME / "scheme.js").read_text("utf8").strip()


def titled(body: str, *, banded: bool) -> str:
    """The body of a page with the numeral of its chapter by itself, and a band of strata under its title.

    Args:
        banded: whether it has the band.
    """
    before, end, rest = body.partition("</h1>")
    if not end:
        return body
    number = _NUMERAL.search(before)
    seed = float(number[2]) if number else len(before) % 7
    before = _NUMERAL.sub(r"\1\2 \3", before, count=1)
    lines = "".join(f'<path d="{line}"/>' for line in strata(3, seed))
    band = (
        '<svg class="strata strata-title" viewBox="0 0 1000 100" preserveAspectRatio="none" aria-hidden="true" '
        f'focusable="false">{lines}</svg>'
    )
    return f"{before}{band if banded else ''}{end}{rest}"


@dataclass(frozen=True)
class Part:
    """A part of the table of contents: its caption (may be empty), and the titles of its pages as HTML by name; below
    each page the same of the pages below it, which only those pages and that page itself list."""

    caption: str
    pages: dict[str, str]
    below: dict[str, dict[str, str]]

    def holds(self, page: str) -> bool:
        """Whether a page is one of the part's."""
        return page in self.pages or any(page in inner for inner in self.below.values())


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
