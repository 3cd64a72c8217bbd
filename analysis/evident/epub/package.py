"""What makes a publication of pages: the frame of each, contents, metadata, the archive.

Belongs here: the files of an EPUB beside the pages' own text, as EPUB 3.3 has them. Does not: that text (`builder.py`),
the picture of the cover (`cover.py`).

Text is in the face that a reader has chosen. The faces of charts are embedded, since their words were measured in them,
and a chart in another face would have words that overlap.
"""

import datetime as dt
import io
import json
import posixpath
import re
import uuid
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from html import escape
from pathlib import Path
from string import Template
from typing import Any
from urllib.parse import quote, unquote

from docutils import nodes
from sphinx.environment import BuildEnvironment
from sphinx.util.osutil import relative_uri

from evident import paths
from evident.book import edition as editions
from evident.book.languages import html_code
from evident.book.notebooks import library_of
from evident.epub import cover
from evident.look import identity
from evident.text import formats
from evident.text.words import Words
from evident.typst import imprint
from evident.typst.assembly import Chapter

FOLDER = "EPUB"
IMAGES = "images"
FACES = {"LoessSans-Regular.woff2": ("normal", 400), "LoessSans-SemiBold.woff2": ("normal", 600)}
_STYLE = Path(__file__).with_name("book.css")
_MEDIA = {
    ".xhtml": "application/xhtml+xml", ".css": "text/css", ".woff2": "font/woff2", ".png": "image/png",
    ".svg": "image/svg+xml", ".jpg": "image/jpeg", ".jpeg": "image/jpeg",
}  # fmt: skip
_CONTAINER = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>'
    f'<rootfile full-path="{FOLDER}/content.opf" media-type="application/oebps-package+xml"/>'
    "</rootfiles></container>\n"
)
# How the schema.org vocabulary names what a reader can do with it; all of it is true of every book of this engine.
_ACCESSIBLE = [
    ("accessMode", "textual"), ("accessMode", "visual"), ("accessModeSufficient", "textual"),
    *(("accessibilityFeature", name) for name in (
        "alternativeText", "MathML", "readingOrder", "structuralNavigation", "tableOfContents",
    )),
    ("accessibilityHazard", "none"),
]  # fmt: skip


def page_of(docname: str, place: str) -> str:
    """The page to which a relative address leads from another."""
    return unquote(posixpath.normpath(posixpath.join(posixpath.dirname(docname), place))).removesuffix(
        ".xhtml"
    )


def page(docname: str, title: str, body: str, language: str, kind: str = "") -> str:
    """A page of XHTML: its text in the frame that all have.

    Args:
        docname: its name, from which the way to the style sheet is known.
        kind: what it is in the structure of a book, as `epub:type` says it; empty: a chapter like others.
    """
    style = relative_uri(f"{docname}.xhtml", "book.css")
    structure = f' class="{kind}" epub:type="{kind}"' if kind else ""
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE html>\n'
        f'<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops" lang="{language}" '
        f'xml:lang="{language}">\n<head><meta charset="UTF-8"/><title>{escape(title)}</title>'
        f'<link rel="stylesheet" type="text/css" href="{style}"/></head>\n<body{structure}>\n{body}</body>\n</html>\n'
    )


def archive(env: BuildEnvironment, held: Sequence[Chapter], bodies: Mapping[str, str]) -> bytes:
    """The whole file.

    Args:
        held: its pages in reading order.
        bodies: their text by name.
    """
    config, words = env.config, Words(env.config.language or "en")
    language = html_code(config.language or "en")
    edition, as_of = editions.current(), editions.as_of(library_of(config)) or config.typst_date
    date = formats.date(dt.date.fromisoformat(as_of), words) if as_of else ""
    named = edition.title if edition else config.typst_edition
    fields = imprint.citation()
    files: dict[str, bytes] = {"book.css": style().encode()}
    files |= {f"fonts/{name}": (paths.FONTS / "web" / name).read_bytes() for name in FACES}
    files["cover.png"] = cover.picture(config, named, date, words)
    seen = f'<div><img src="cover.png" alt="{escape(cover.alt(config, named, words))}"/></div>\n'
    notices = [
        *imprint.inside_cover(fields, named, date, words),
        *imprint.colophon(named, edition.reason if edition else "", date, words),
    ]
    texts = {
        "cover": page("cover", config.project, seen, language, "cover"),
        "imprint": page(
            "imprint", words("epub.imprint"), _imprint(notices, config, words), language, "imprint"
        ),
        "nav": page("nav", words("pdf.contents"), _nav(env, held, words), language),
    }
    for chapter in held:
        title = env.titles[chapter.docname].astext()
        texts[chapter.docname] = page(chapter.docname, title, bodies[chapter.docname], language)
    files |= {f"{name}.xhtml": text.encode() for name, text in texts.items()}
    for uri, (docnames, name) in sorted(env.images.items()):
        if docnames & bodies.keys():
            files[f"{IMAGES}/{name}"] = (Path(env.srcdir) / uri).read_bytes()
    order = ["cover", "imprint", "nav", *(chapter.docname for chapter in held)]
    about = {
        "title": config.project, "language": language, "creator": config.author, "date": as_of,
        "identifier": f"urn:uuid:{identifier(config.project, edition.name if edition else '', fields['version'])}",
        "description": imprint.abstract(fields, words),
        "rights": " ".join(line for line in _licences(fields, words)),
        "summary": words("epub.accessible"),
    }  # fmt: skip
    files["content.opf"] = _opf(files, order, about).encode()
    return _packed(
        {"META-INF/container.xml": _CONTAINER.encode(), **{f"{FOLDER}/{n}": c for n, c in files.items()}},
        as_of,
    )


def identifier(title: str, edition: str, version: str) -> uuid.UUID:
    """The identifier of an edition of a version: the same whenever and wherever it is made."""
    return uuid.uuid5(uuid.NAMESPACE_URL, json.dumps([title, edition, version]))


def style() -> str:
    """The style sheet, in the colours of the report."""
    colours = {name: identity.colour(name) for name in (*identity.COLOURS, "paper")}
    faces = "".join(
        f'@font-face {{ font-family: "Loess Sans"; font-style: {slant}; font-weight: {weight}; '
        f"src: url(fonts/{name}); }}\n"
        for name, (slant, weight) in FACES.items()
    )
    return faces + Template(_STYLE.read_text("utf8")).substitute(colours)


def _licences(fields: Mapping[str, Any], words: Words) -> Iterable[str]:
    named = fields["license"] if isinstance(fields["license"], list) else [fields["license"]]
    return (words(f"pdf.licences.{name.replace('.', '-')}") for name in named)


def _imprint(notices: imprint.Notice, config: Any, words: Words) -> str:
    parts = [f"<h1>{escape(config.project)}</h1>\n<p>{escape(config.typst_subtitle)}</p>\n"]
    for head, lines in notices:
        said = "".join(
            f"<pre><code>{escape(line[2:])}</code></pre>"
            if line.startswith("$ ")
            else f"<p>{escape(line)}</p>"
            for line in lines
            if line
        )
        parts.append(f"<section><h2>{escape(head)}</h2>{said}</section>\n")
    return "".join(parts)


# -- contents


def _nav(env: BuildEnvironment, held: Sequence[Chapter], words: Words) -> str:
    items, part = [], None
    for chapter in held:
        if chapter.part != part and chapter.part:
            items.append("</ol></li>" if part else "")
            items.append(f"<li><span>{escape(chapter.part)}</span><ol>")
        part = chapter.part
        items.append(_entry(env, chapter))
    items.append("</ol></li>" if part else "")
    first = next((chapter for chapter in held if not chapter.landing), held[0])
    heading = escape(words("pdf.contents"))
    landmarks = (
        ("cover", "cover.xhtml", words("epub.cover")), ("toc", "nav.xhtml", words("pdf.contents")),
        ("bodymatter", _address(first.docname), words("epub.begin")),
    )  # fmt: skip
    marks = "".join(f'<li><a epub:type="{k}" href="{a}">{escape(said)}</a></li>' for k, a, said in landmarks)
    return (
        f'<nav epub:type="toc" role="doc-toc" aria-labelledby="contents"><h1 id="contents">{heading}</h1>\n'
        f"<ol>{''.join(items)}</ol></nav>\n"
        f'<nav epub:type="landmarks" hidden="hidden" aria-label="{escape(words("epub.landmarks"))}">'
        f"<ol>{marks}</ol></nav>\n"
    )


def _address(docname: str) -> str:
    return f"{quote(docname)}.xhtml"


def _entry(env: BuildEnvironment, chapter: Chapter) -> str:
    """A chapter in the contents, with its sections below it."""
    numbers = env.toc_secnumbers.get(chapter.docname, {})

    def line(anchor: str, text: str) -> str:
        number = ".".join(map(str, numbers.get(anchor) or ()))
        return f'<a href="{_address(chapter.docname)}{anchor}">{escape(f"{number} {text}".strip())}</a>'

    own = next(iter(env.tocs[chapter.docname].findall(nodes.list_item)), None)
    below = ""
    if own is not None:
        lists = [child for child in own.children if isinstance(child, nodes.bullet_list)]
        items = [item for one in lists for item in one.children if isinstance(item, nodes.list_item)]
        links = [next(iter(item.findall(nodes.reference)), None) for item in items]
        below = "".join(
            f"<li>{line(link['anchorname'], _plain(link))}</li>"
            for link in links
            if link is not None and link.get("anchorname")
        )
    return f"<li>{line('', _plain(env.titles[chapter.docname]))}{f'<ol>{below}</ol>' if below else ''}</li>\n"


def _plain(node: nodes.Element) -> str:
    return " ".join(node.astext().split())


# -- metadata


def _opf(files: Mapping[str, bytes], order: Sequence[str], about: Mapping[str, str]) -> str:
    meta = [
        f'<dc:identifier id="id">{about["identifier"]}</dc:identifier>',
        *(f"<dc:{name}>{escape(about[name])}</dc:{name}>" for name in ("title", "language") if about[name]),
        f'<dc:creator id="creator">{escape(about["creator"])}</dc:creator>',
        '<meta refines="#creator" property="role" scheme="marc:relators">aut</meta>',
        *(
            f"<dc:{name}>{escape(about[name])}</dc:{name}>"
            for name in ("date", "description", "rights")
            if about[name]
        ),
        f'<meta property="dcterms:modified">{(about["date"] or "1970-01-01")[:10]}T00:00:00Z</meta>',
        *(f'<meta property="schema:{name}">{value}</meta>' for name, value in _ACCESSIBLE),
        f'<meta property="schema:accessibilitySummary">{escape(about["summary"])}</meta>',
        '<meta name="cover" content="cover-png"/>',
    ]
    ids = {name: re.sub(r"[^A-Za-z0-9-]", "-", name) if name[0].isalpha() else f"f-{name}" for name in files}
    items = "".join(
        f'<item id="{ids[name]}" href="{quote(name)}" media-type="{_MEDIA[Path(name).suffix]}"'
        f"{_properties(name, content)}/>\n"
        for name, content in sorted(files.items())
    )
    spine = "".join(f'<itemref idref="{ids[f"{name}.xhtml"]}"/>' for name in order)
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="id" '
        f'xml:lang="{about["language"]}">\n<metadata xmlns:dc="http://purl.org/dc/elements/1.1/">\n'
        + "\n".join(meta)
        + f"\n</metadata>\n<manifest>\n{items}</manifest>\n<spine>{spine}</spine>\n</package>\n"
    )


def _properties(name: str, content: bytes) -> str:
    """What a reading system has to be told that a file holds."""
    if name == "cover.png":
        return ' properties="cover-image"'
    held = ["nav"] if name == "nav.xhtml" else []
    if name.endswith(".xhtml"):
        held += [kind for kind, tag in (("mathml", b"<math"), ("svg", b"<svg")) if tag in content]
    return f' properties="{" ".join(held)}"' if held else ""


# -- the archive


def _packed(files: Mapping[str, bytes], as_of: str) -> bytes:
    """An archive of EPUB: its kind first and not compressed, then the files by name."""
    year, month, day = (
        map(int, as_of[:10].split("-")) if re.match(r"\d{4}-\d\d-\d\d", as_of) else (1980, 1, 1)
    )
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as packed:
        for name, content in [("mimetype", b"application/epub+zip"), *sorted(files.items())]:
            entry = zipfile.ZipInfo(name, (year, month, day, 0, 0, 0))
            entry.external_attr = 0o644 << 16
            stored = name == "mimetype" or name.endswith((".png", ".woff2"))
            entry.compress_type = zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED
            packed.writestr(entry, content, compresslevel=9)
    return made.getvalue()
