"""The one style sheet of the book: the identity, the parts of a page, and what is used of those below ours.

Belongs here: the colours, families and font files as CSS; putting the parts together; the address by which pages ask
for it. Does not: the parts themselves (`theme/styles/`), how what lies below is cut (`trimmed.py`), the page
(`theme.py`).
"""

import re
import shutil
from base64 import b64encode
from collections.abc import Iterable, Mapping
from fnmatch import fnmatch
from hashlib import sha256
from os import PathLike
from pathlib import Path

from sphinx.application import Sphinx

from evident import paths
from evident.book import font_shares, font_stacks, trimmed
from evident.book.index import book
from evident.book.notebooks import library_of
from evident.look import fonts, identity, stand_ins

THEME = Path(__file__).parent / "theme"
FONTS = "_static/fonts"
STYLE = "_static/book.css"
_NOTE = re.compile(rb'<div class="fact-note".*?</div>', re.DOTALL)
_ASCII = bytes(range(128))
_NAMED = b" data-page="  # of a page that may have rules of its own, as exhibits that others embed have not
# The faces of the text, of what is stressed in it, of tables and of lists of evidence.
_WITHIN = ("LoessSerif-Regular.ttf", "LoessSerif-SemiBold.ttf", "LoessSans-Regular.ttf")
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
_CHINESE = "chinese.css"
_MISSING = "404.html"  # has a few words of the other language, and no rules of its own
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
    "_static/translations.js",  # words of Sphinx's scripts, which no page loads
    "objects.inv",  # for other Sphinx books; it would hold every published figure
)
_LINK = re.compile(rb'(href="[^"]*_static/book\.css)(?:\?v=[0-9a-f]+)?"')
_COMMENT = re.compile(r"/\*.*?\*/\n*", re.DOTALL)
_HEAD = 4_000  # bytes of a page in which the link to its style sheet stands


def style_of_identity(
    files: list[fonts.WebFont], within: Mapping[str, bytes] | None = None, *, is_chinese: bool = False
) -> str:
    """The identity as CSS: a variable for each colour in both schemes, the families, the font files.

    Args:
        files: the font files of the book, in `_static/fonts`.
        within: the content of those that stand in the style sheet itself, by name.
        is_chinese: the book is Chinese, so that the reader's own Chinese faces come before ours.
    """

    def source(file: str) -> str:
        content = (within or {}).get(file)
        return f"fonts/{file}" if content is None else f"data:font/woff2;base64,{b64encode(content).decode()}"

    def display(file: str) -> str:
        # What has come with the style sheet is there at once: nothing needs to stand in for it.
        return "block" if file in (within or {}) else "swap"

    def block(selector: str, scheme: str) -> str:
        colours = {"paper": identity.PAPER, **identity.COLOURS}
        lines = (f"  --{name}: {getattr(colour, scheme)};" for name, colour in colours.items())
        return f"{selector} {{\n  color-scheme: {scheme};\n" + "\n".join(lines) + "\n}\n"

    # A cover is dark in both schemes, as that of the PDF is.
    cover = (
        f"  --cover: {identity.COLOURS['ink'].light};\n  --on-cover: {identity.PAPER.light};\n"
        f"  --cover-accent: {identity.COLOURS['loess'].dark};\n"
    )
    owned: dict[str, set[str]] = {}
    for font in files:
        if font.page:
            owned.setdefault(font.page, set()).add(font.face.family)
    families = font_stacks.chinese() if is_chinese else font_stacks.families()
    # A page that has a file of its own for a family asks that first.
    own = "".join(
        f'[data-page="{page}"] {{\n{font_stacks.families(page, having)}}}\n'
        for page, having in sorted(owned.items())
    )
    left = fonts.CHINESE_SIGNS if is_chinese else frozenset()

    def face(font: fonts.WebFont, family: str) -> str:
        return (
            f'@font-face {{ font-family: "{f"{family} {font.page}".strip()}"; font-weight: {font.face.weight}; '
            f"font-style: {'italic' if font.face.italic else 'normal'}; font-display: {display(font.file)}; "
            # The family of a page is asked for there alone, and after those that have all but Chinese.
            f'src: url("{source(font.file)}") format("woff2")'
            f"{'' if font.page else f'; unicode-range: {font.unicode_range}'}; }}\n"
        )

    faces = "".join(
        face(font, family) for font in files for family in font_stacks.names(font.face, is_chinese=is_chinese)
    )
    faces += stand_ins.rules(left)
    verdicts = "".join(
        f".verdict-{verdict.replace('_', '-')} {{ color: var(--{colour}); }}\n"
        for verdict, (_, colour) in identity.VERDICT_MARKS.items()
    )
    # Paper is white: the dark scheme is for screens, chosen by the reader or, without scripts, by the system.
    dark = f"@media screen {{\n{block('html[data-theme=dark]', 'dark')}}}\n"
    dark += (
        f"@media screen and (prefers-color-scheme: dark) {{\n{block('html:not([data-theme])', 'dark')}}}\n"
    )
    return f"{faces}:root {{\n{families}{cover}}}\n{own}{block(':root', 'light')}{dark}{verdicts}"


def styles(*, is_chinese: bool = False) -> str:
    """The style sheets of the parts of a page, in the order of their names, and those of single exhibits, as one; of a
    book in Chinese what it has otherwise stands behind."""
    parts = [*sorted((THEME / "styles").glob("*.css")), *sorted(THEME.glob(_OF_EXHIBITS))]
    parts += [THEME / _CHINESE] if is_chinese else []
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


def _rare(page: bytes) -> str:
    """The characters of a page beyond ASCII."""
    return page.translate(None, _ASCII).decode("utf8")


def write_style(app: Sphinx, exception: Exception | None) -> None:
    """Put in the fonts that the pages need and the one style sheet: what is used of those below ours, identity and
    parts (event `build-finished`)."""
    if exception or app.builder.name != "html":
        return
    out = Path(app.outdir)
    # Cut beside the executed notebooks, where the next build of the edition finds them again.
    tag = paths.report().tag  # the files of one language are stale to another
    cut = library_of(app.config).folder.parent / (f".fonts-{tag}" if tag else ".fonts")
    whole = book(app.env)
    pages = {page.relative_to(out).as_posix(): page.read_bytes() for page in sorted(out.glob("**/*.html"))}
    # Every face of a family has ASCII, so that only what is left without it can make a difference to the files. Notes
    # are seen by those who ask for them, and references when they are opened.
    is_chinese = app.config.language.startswith("zh")
    share = font_shares.in_groups if is_chinese else font_shares.shared_out
    shares = share(
        {
            name.removesuffix(".html"): _rare(_NOTE.sub(b"", content))
            for name, content in pages.items()
            if name not in (f"{whole.references}.html", _MISSING) and _NAMED in content
        },
        "".join(_rare(note) for content in pages.values() for note in _NOTE.findall(content)),
        "".join(map(_rare, pages.values())),
    )
    files = fonts.web_fonts(shares.shared, cut, shares.own, is_chinese=is_chinese)
    shutil.rmtree(out / FONTS, ignore_errors=True)
    shutil.copytree(cut, out / FONTS)
    # The faces of most of the text come with the style sheet: whatever stood in for them, paragraphs would break
    # elsewhere and all below them would move.
    within = {
        f.file: (cut / f.file).read_bytes() for f in files if f.face.file in _WITHIN and "e" in f.characters
    }
    for file in within:
        (out / FONTS / file).unlink()
    own = style_of_identity(files, within, is_chinese=is_chinese) + styles(is_chinese=is_chinese)
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
