"""The look of the HTML book: style sheet of the identity, fonts, words of page parts, what is left out.

Belongs here: what has to be made when a book is built. Does not: the page parts and style sheets themselves
(`theme/`), the nodes of the book (`html.py`).
"""

import shutil
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util import logging

from evident.book.index import book
from evident.book.notebooks import library_of
from evident.look import fonts, identity
from evident.text.words import Words

logger = logging.getLogger(__name__)

THEME = Path(__file__).parent / "theme"
FONTS = "_static/fonts"
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
        for name, stack, last in (("serif", identity.SERIF, "serif"), ("sans", identity.SANS, "sans-serif"))
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


def write_style(app: Sphinx, exception: Exception | None) -> None:
    """Put in the fonts that the pages need and the style sheet of the identity (event `build-finished`)."""
    if exception or app.builder.name != "html":
        return
    out = Path(app.outdir)
    # Cut beside the executed notebooks, where the next build of the edition finds them again.
    cut = library_of(app.config).folder.parent / ".fonts"
    whole = book(app.env)
    later = {f"{name}.html" for name in (*whole.catalogues.values(), whole.references)}
    text = {page.name: page.read_text("utf8") for page in sorted(out.glob("**/*.html"))}
    files = fonts.web_fonts(
        (text[name] for name in text if name not in later),
        (text[name] for name in text if name in later),
        cut,
    )
    shutil.rmtree(out / FONTS, ignore_errors=True)
    shutil.copytree(cut, out / FONTS)
    (out / "_static/identity.css").write_text(style_of_identity(files), "utf8")


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
    """Give the page parts their words, and each page its description (event `html-page-context`)."""
    words = Words(app.config.language)
    names = ("colours", "search", "contents", "on_this_page", "licence")
    context["book_words"] = {name: words(f"book.page.{name}") for name in names}


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
