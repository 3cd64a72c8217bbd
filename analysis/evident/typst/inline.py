"""Rules for what stands in a line: emphasis, links, facts, footnotes, formulas.

Belongs here: inline nodes. Does not: blocks (`blocks.py`), displayed formulas among them, pictures
(`pictures.py`), what a formula consists of (`formulas.py`).
"""

import re

from docutils import nodes
from docutils.nodes import Element
from sphinx import addnodes

from evident.book import chinese, formulas
from evident.book.nodes import ClaimNode, ClaimReference, FactNode, FactReference, LineBreak
from evident.look import identity
from evident.typst import pictures, source  # noqa: F401 (pictures registers its rule)
from evident.typst.formulas import markup
from evident.typst.writer import Writer, rule

# Classes of inlines that the template gives a look of its own.
STYLES = {
    "catalogue-flag": "entry-flag",
    "catalogue-label": "entry-label",
    "sd-badge": "badge",
}
_VERDICT_CLASS = re.compile(r"verdict-(\w+)")


@rule(nodes.emphasis, nodes.title_reference, addnodes.literal_emphasis, addnodes.manpage)
def emphasis(writer: Writer, node: Element) -> str:
    """Chinese has no italic: in a Chinese text its digits alone would slant."""
    if writer.chinese and chinese.HANZI.search(node.astext()):
        return writer.children(node)
    return source.call("emph", writer.children(node))


@rule(nodes.strong, addnodes.literal_strong)
def strong(writer: Writer, node: Element) -> str:
    return source.call("strong", writer.children(node))


@rule(nodes.superscript)
def superscript(writer: Writer, node: Element) -> str:
    return source.call("super", writer.children(node))


@rule(nodes.subscript)
def subscript(writer: Writer, node: Element) -> str:
    return source.call("sub", writer.children(node))


@rule(nodes.literal)
def literal(writer: Writer, node: Element) -> str:
    if "catalogue-key" in node["classes"]:
        return source.call("entry-key", source.text(node.astext()))
    return f"#raw({source.string(node.astext())});"


@rule(nodes.inline)
def inline(writer: Writer, node: nodes.inline) -> str:
    if "catalogue-places" in node["classes"]:
        return _places(writer, node)
    if "catalogue-more" in node["classes"]:
        return source.text("…")
    if "catalogue-reach" in node["classes"]:
        # What stands before it names the facts, which say on which pages they are printed.
        return ""
    body = writer.children(node)
    for name in node["classes"]:
        if name in STYLES:
            return source.call(STYLES[name], body)
        if name == "language-zh":
            return source.call("zh", body)
        if match := _VERDICT_CLASS.fullmatch(name):
            name = match[1].replace("-", "_")
            # Where the words have the shape already, the template does not set it again.
            words = node.astext().removeprefix(identity.VERDICT_MARKS[name][0])
            return source.call("verdict", source.text(words.lstrip()), name=name)
    return body


@rule(nodes.target, nodes.generated)
def transparent(writer: Writer, node: Element) -> str:
    return writer.children(node)


@rule(nodes.abbreviation, nodes.acronym)
def abbreviation(writer: Writer, node: Element) -> str:
    """A page shows what it stands for when it is pointed at; paper says it."""
    long = str(node.get("explanation", ""))
    return writer.children(node) + (writer.text(f" ({long})", node) if long else "")


@rule(LineBreak)
def line_break(writer: Writer, node: LineBreak) -> str:
    return "#linebreak();"


@rule(nodes.raw)
def raw(writer: Writer, node: nodes.raw) -> str:
    writer.problem(
        node, f"what is meant for {node.get('format', 'one output')} alone is not printed: write Markdown"
    )
    return ""


# -- facts and links


@rule(FactNode)
def fact(writer: Writer, node: FactNode) -> str:
    return _verdict(node, writer.children(node)) + source.call("printed", key=node["key"])


@rule(FactReference)
def fact_reference(writer: Writer, node: FactReference) -> str:
    body = _verdict(node, writer.children(node))
    target = writer.target(node)
    key = node["fact"]["key"]
    return source.call("fact", body, to=target, key=key) if target else body + source.call("printed", key=key)


@rule(ClaimNode)
def claim(writer: Writer, node: ClaimNode) -> str:
    return writer.children(node)


@rule(ClaimReference)
def claim_reference(writer: Writer, node: ClaimReference) -> str:
    target = writer.target(node)
    return source.call("claim", source.text(node.astext()), to=target) if target else ""


def _verdict(node: Element, body: str) -> str:
    return source.call("verdict", body, name=node["verdict"]) if node.get("verdict") else body


@rule(nodes.reference)
def reference(writer: Writer, node: nodes.reference) -> str:
    # The link that covers a whole card is written with the card.
    if "sd-stretched-link" in node["classes"]:
        return ""
    body = writer.children(node)
    if target := writer.target(node):
        return body if _is_plain(writer, target) else source.call("inside-link", body, to=target)
    uri = str(node.get("refuri", ""))
    if not uri or uri.startswith("%"):  # a page of this book that is not in this file
        return body
    if not re.match(r"(https?|mailto|doi):", uri):
        writer.problem(node, f"the PDF cannot follow the link {uri!r}: link to a page or a full address")
    return source.call("outside-link", body, to=uri)


def _places(writer: Writer, node: Element) -> str:
    """Where a fact is printed, as page numbers: HTML names pages and sections, which take more room. They are those of
    the fact's own words, since a section may go on over many pages."""
    if not any(node.findall(nodes.reference)):
        return writer.children(node)
    return f"#on-pages({source.string(node['fact'])}, {source.string(node['otherwise'])});"


def _is_plain(writer: Writer, target: str) -> bool:
    """Whether a link of the annex prints as text. Lists of what rests on a figure have thousands of links of
    half a kilobyte each; those to figures and sources stay."""
    _, _, fragment = target.partition("#")
    return writer.chapter.annex and (not fragment or fragment.startswith(("fact-", "claim-", "evidence-")))


@rule(addnodes.download_reference)
def download(writer: Writer, node: Element) -> str:
    """A file that is offered beside the HTML page; on paper its name is all there is."""
    return writer.children(node)


@rule(addnodes.pending_xref)
def unresolved(writer: Writer, node: Element) -> str:
    writer.problem(node, f"a cross-reference to {node.get('reftarget', '')!r} found nothing")
    return writer.children(node)


@rule(nodes.problematic, nodes.system_message)
def broken(writer: Writer, node: Element) -> str:
    writer.problem(node, f"the page has an error here: {node.astext()}")
    return ""


@rule(nodes.footnote_reference)
def footnote(writer: Writer, node: nodes.footnote_reference) -> str:
    note = writer.footnotes.get(node.get("refid", ""))
    if note is None:
        writer.problem(node, f"there is no footnote {node.astext()!r}")
        return ""
    name = f"{writer.chapter.docname}#note-{note['ids'][0]}"
    if name in writer.printed_notes:
        return f"#footnote(label({source.string(name)}));"
    writer.printed_notes.add(name)
    label = next(iter(note.findall(nodes.label)), None)
    body = writer.children(note, leave_out=[label] if label else []).strip()
    return f"#footnote[{body}]#label({source.string(name)});"


# -- formulas


@rule(nodes.math)
def math(writer: Writer, node: nodes.math) -> str:
    return equation(writer, node)


def equation(writer: Writer, node: nodes.math | nodes.math_block) -> str:
    """A formula as a call of Typst's; its alternative text is the LaTeX source."""
    formula = formulas.formula_of(node)
    try:
        converted = markup(formulas.mathml(formula))
    except formulas.Refused as error:
        writer.problem(node, str(error))
        return ""
    writer.check_glyphs("".join(c for c in formula.tex if c.isalpha()), node, identity.SERIF)
    space = " " if formula.display else ""
    arguments = f"block: {source.value(formula.display)}, alt: {source.string(formula.tex)}"
    return f"{writer.mark(node)}#math.equation({arguments}, ${space}{converted}{space}$);"
