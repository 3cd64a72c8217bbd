"""Rules for figures and exhibits.

Belongs here: charts and what stands around an exhibit. Does not: the rows of a table (`tables.py`), what an
exhibit says (`evident.book.exhibit`), pictures of an author (`pictures.py`).
"""

import html
import re

from docutils import nodes
from docutils.nodes import Element

from evident.book.nodes import Chart, Exhibit, ExhibitTable
from evident.look import identity
from evident.typst import source
from evident.typst.assembly import float_number
from evident.typst.tables import row_count
from evident.typst.writer import Writer, rule

_SVG_TEXT = re.compile(r"<text\b[^>]*>(.*?)</text>", re.DOTALL)
_TAG = re.compile(r"<[^>]+>")
_RASTER = re.compile(r"<image\b")


@rule(Exhibit)
def exhibit(writer: Writer, node: Exhibit) -> str:
    kind = "table" if isinstance(node, ExhibitTable) else "figure"
    number = float_number(writer.env, writer.chapter.docname, kind, node)
    title = next(c for c in node.children if isinstance(c, nodes.caption))
    subtitle = next((c for c in node.children if "exhibit-subtitle" in c.get("classes", ())), None)
    foot = [c for c in node.children if {"exhibit-note", "exhibit-source"} & set(c.get("classes", ()))]
    rest = [title, *([subtitle] if subtitle else []), *foot]
    # Where nothing was known to draw, no picture says what the figure shows.
    empty = kind == "figure" and not any(True for _ in node.findall(Chart))
    told = {"alt": str(node["payload"]["alt"])} if empty else {}
    return source.block(
        "exhibit",
        writer.inner(title),
        writer.inner(subtitle) if subtitle else "",
        writer.children(node, leave_out=rest).strip(),
        "".join(source.call("foot-line", writer.inner(line)) for line in foot),
        kind=kind,
        number=writer.config_label(kind, number),
        name=writer.label(node),
        rows=row_count(node),
        place=writer.next_place(),
        **told,
    )


@rule(Chart)
def chart(writer: Writer, node: Chart) -> str:
    name, alt = f"{node['key']}.svg", str(node.get("alt", ""))
    check_alternative_text(writer, node, name, alt)
    add_drawing(writer, node, name, node["wide"])
    return f'#image("/pictures/{name}", alt: {source.string(alt)}, width: 100%);'


@rule(nodes.figure)
def figure(writer: Writer, node: nodes.figure) -> str:
    number = float_number(writer.env, writer.chapter.docname, "figure", node)
    title = next((c for c in node.children if isinstance(c, nodes.caption)), None)
    legend = next((c for c in node.children if isinstance(c, nodes.legend)), None)
    body = writer.children(node, leave_out=[c for c in (title, legend) if c]).strip()
    return source.block(
        "exhibit",
        writer.inner(title) if title else "",
        "",
        body,
        source.call("foot-line", writer.inner(legend)) if legend else "",
        kind="figure",
        number=writer.config_label("figure", number),
        name=writer.label(node),
        place=writer.next_place(),
    )


def check_alternative_text(writer: Writer, node: Element, name: str, alt: str) -> None:
    """Note a problem for a picture that says nothing to those who cannot see it."""
    if not alt.strip():
        writer.problem(node, f"the picture {name} has no alternative text: say what it shows, and its trend")


def add_drawing(writer: Writer, node: Element, name: str, svg: str) -> None:
    """Give the compiler a drawing, whose words must be of our fonts and whose lines must be lines."""
    if _RASTER.search(svg):
        writer.problem(node, f"the picture {name} holds dots, not lines: draw it without rasterized parts")
    words = " ".join(html.unescape(_TAG.sub(" ", text)) for text in _SVG_TEXT.findall(svg))
    writer.check_glyphs(words, node, identity.SANS)
    writer.files[f"pictures/{name}"] = svg
