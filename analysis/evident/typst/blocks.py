"""Rules for blocks: sections, paragraphs, lists, quotes, notes, cards, code, displayed formulas.

Belongs here: block nodes of docutils, Sphinx, MyST and sphinx-design. Does not: tables (`tables.py`), figures
and exhibits (`exhibits.py`), what stands in a line (`inline.py`).
"""

from collections.abc import Iterable
from itertools import groupby

from docutils import nodes
from docutils.nodes import Element, Node
from sphinx import addnodes
from sphinx.locale import admonitionlabels
from sphinx_design.shared import PassthroughTextElement

from evident.book.nodes import Exhibit
from evident.typst import source
from evident.typst.assembly import float_number, section_number
from evident.typst.inline import equation
from evident.typst.writer import Writer, rule

# Which look of the template a kind of admonition has.
TONES = {
    **dict.fromkeys(("warning", "caution", "danger", "error", "attention"), "warning"),
    **dict.fromkeys(("tip", "hint", "important"), "finding"),
}


@rule(
    nodes.comment, nodes.substitution_definition, nodes.colspec, nodes.footnote,
    addnodes.toctree, addnodes.index, addnodes.highlightlang, addnodes.tabular_col_spec,
)  # fmt: skip
def unprinted(writer: Writer, node: Element) -> str:
    """Carries nothing to print: footnotes are printed where they are referred to."""
    return ""


@rule(nodes.legend, PassthroughTextElement, addnodes.glossary, addnodes.acks)
def transparent(writer: Writer, node: Element) -> str:
    return writer.children(node)


@rule(nodes.document, nodes.compound)
def flow(writer: Writer, node: Element) -> str:
    return blocks(writer, node)


def blocks(writer: Writer, node: Element, leave_out: Iterable[Node] = ()) -> str:
    """Blocks one after another: what is wide spans the page, the rest stands in the text column."""
    if writer.in_column:
        return writer.children(node, leave_out)
    written, left_out = [], set(map(id, leave_out))
    children = (child for child in node.children if id(child) not in left_out)
    for width, group in groupby(children, _width):
        writer.in_column = width != "flow"
        body = "".join(map(writer.render, group))
        writer.in_column = False
        if width == "column" and body.strip():
            body = source.block("text-column", body.strip(), place=writer.next_place())
        written.append(body)
    return "".join(written)


_COMPONENT_WIDTHS = {"": "flow", "grid-container": "flow", "grid-row": "wide"}


def _width(node: Node) -> str:
    """Whether a block only holds others ("flow"), spans the page ("wide") or is running text ("column")."""
    if isinstance(node, nodes.container):
        if "keynumbers" in node["classes"]:
            return "wide"
        return _COMPONENT_WIDTHS.get(node.get("design_component", ""), "column")
    if isinstance(node, nodes.section | nodes.document | nodes.compound):
        return "flow"
    return "wide" if isinstance(node, nodes.table | nodes.figure | Exhibit) else "column"


# -- sections


@rule(nodes.section)
def section(writer: Writer, node: nodes.section) -> str:
    writer.level += 1
    first = not isinstance(node.parent, nodes.section)
    title = next(iter(node.findall(nodes.title)))
    number = section_number(writer.env, writer.chapter.docname, node, first)
    body = blocks(writer, node, leave_out=[title])
    # The labels first, so that the heading carries the one it shares with its section.
    label = writer.label(node, extra="" if first else None)
    if first and writer.chapter.level == 1:
        heading = _opener(writer, title, number, label)
    else:
        words = writer.inner(title)
        heading = source.block("section-heading", words, level=writer.level, number=number, name=label)
    writer.level -= 1
    return heading + body


def _opener(writer: Writer, title: nodes.title, number: str, label: str | None) -> str:
    heading = writer.inner(title)
    if writer.chapter.landing and title.astext() == writer.env.config.project:
        # The cover has said the title of the book.
        heading = source.text(writer.words("pdf.summary"))
    part, annex = writer.chapter.part, writer.chapter.annex
    # Only the openers of the findings are tall.
    low = None if number else True
    return source.block(
        "chapter-heading", heading, number=number, part=part, annex=annex or None, low=low, name=label
    )


@rule(nodes.rubric)
def rubric(writer: Writer, node: Element) -> str:
    return source.block("rubric", writer.inner(node))


@rule(nodes.transition)
def transition(writer: Writer, node: Element) -> str:
    return "" if "footnotes" in node["classes"] else source.block("transition")


# -- paragraphs and lists


@rule(nodes.paragraph)
def paragraph(writer: Writer, node: nodes.paragraph) -> str:
    body = writer.inner(node)
    if _is_lead(writer, node):
        return source.block("lead", body)
    return f"\n\n{writer.mark(node)}{body}\n\n"


def _is_lead(writer: Writer, node: nodes.paragraph) -> bool:
    """Whether this is the paragraph with which a chapter opens, which can stand alone."""
    parent = node.parent
    if not isinstance(parent, nodes.section) or isinstance(parent.parent, nodes.section):
        return False
    before = parent.children[: parent.index(node)]
    return all(isinstance(sibling, nodes.title | nodes.target | nodes.comment) for sibling in before)


def _items(writer: Writer, node: Element) -> str:
    return "".join(f"[{writer.anchor(item)}{writer.inner(item)}]" for item in node.children)


def _tight(node: Element) -> str:
    """Whether items stand close: none has a second paragraph. Lists inside items do not count."""
    inner = nodes.bullet_list | nodes.enumerated_list
    return source.value(all(sum(not isinstance(c, inner) for c in i.children) <= 1 for i in node.children))


@rule(nodes.bullet_list)
def bullet_list(writer: Writer, node: Element) -> str:
    return f"\n\n#list(tight: {_tight(node)}){_items(writer, node)};\n\n"


@rule(nodes.enumerated_list)
def enumerated_list(writer: Writer, node: Element) -> str:
    styles = {"loweralpha": "a", "upperalpha": "A", "lowerroman": "i", "upperroman": "I"}
    pattern = node.get("prefix", "") + styles.get(node.get("enumtype", ""), "1") + node.get("suffix", ".")
    start = node.get("start", 1)
    arguments = f"tight: {_tight(node)}, start: {start}, numbering: {source.string(pattern)}"
    return f"\n\n#enum({arguments}){_items(writer, node)};\n\n"


@rule(nodes.definition_list)
def definition_list(writer: Writer, node: Element) -> str:
    is_catalogue = "catalogue" in node["classes"]
    name = "catalogue" if is_catalogue else "definitions"
    entries = []
    for item in node.children:
        terms = [c for c in item.children if isinstance(c, nodes.term | nodes.classifier)]
        # Other names of an entry follow it; a classifier says of which kind it is.
        term = "".join(
            ("" if not n else ", " if isinstance(c, nodes.term) else "#h(0.5em);")
            + writer.anchor(c)
            + writer.inner(c)
            for n, c in enumerate(terms)
        )
        definitions = [c for c in item.children if isinstance(c, nodes.definition)]
        # An entry of the annex is one paragraph: thousands of them have to fit.
        parts = [_sentence(writer, p) for c in definitions for p in c.children] if is_catalogue else []
        body = " ".join(filter(None, parts)) if is_catalogue else "".join(map(writer.children, definitions))
        entries.append(f"([{writer.anchor(item)}{term}], [{body.strip()}]), ")
    return f"\n\n#{name}(({''.join(entries)}));\n\n"


def _sentence(writer: Writer, node: Element) -> str:
    """A line of an entry, with a full stop, since the next one follows it."""
    return writer.inner(node) + ("" if node.astext().endswith(".") else source.text("."))


@rule(nodes.field_list)
def field_list(writer: Writer, node: Element) -> str:
    fields = (field.children for field in node.children)
    entries = [f"([{writer.inner(name)}], [{writer.inner(body)}]), " for name, body in fields]
    return f"\n\n#definitions(({''.join(entries)}));\n\n"


@rule(nodes.line_block)
def line_block(writer: Writer, node: Element) -> str:
    lines = [
        source.call("line-indent", line_block(writer, line).strip()) if isinstance(line, nodes.line_block)
        else writer.inner(line)
        for line in node.children
    ]  # fmt: skip
    return "\n\n" + " \\\n".join(lines) + "\n\n"


@rule(nodes.block_quote)
def block_quote(writer: Writer, node: Element) -> str:
    source_line = next((c for c in node.children if isinstance(c, nodes.attribution)), None)
    body = writer.children(node, leave_out=[source_line] if source_line else []).strip()
    return source.block("quotation", body, writer.inner(source_line) if source_line else "")


@rule(nodes.literal_block, nodes.doctest_block)
def literal_block(writer: Writer, node: Element) -> str:
    language = node.get("language", "text")
    code = source.string(node.astext().rstrip())
    return f"\n\n#raw(block: true, lang: {source.string(language)}, {code});\n\n"


@rule(nodes.math_block)
def math_block(writer: Writer, node: Element) -> str:
    number = float_number(writer.env, writer.chapter.docname, "displaymath", node) or node.get("number") or ""
    shown = equation(writer, node)
    return source.block("numbered-equation", shown, number=f"({number})" if number else "")


@rule(nodes.citation)
def citation(writer: Writer, node: nodes.citation) -> str:
    label = next(iter(node.findall(nodes.label)), None)
    body = writer.children(node, leave_out=[label] if label else []).strip()
    return source.block("bibliography-entry", writer.anchor(node) + body)


# -- notes, cards, tabs


@rule(addnodes.versionmodified)
def version(writer: Writer, node: Element) -> str:
    return writer.children(node)


@rule(addnodes.centered)
def centred(writer: Writer, node: Element) -> str:
    return source.block("centred", writer.inner(node))


@rule(addnodes.hlist)
def columns(writer: Writer, node: Element) -> str:
    """A list whose items stand in columns."""
    cells = "".join(f"[{writer.inner(column)}]" for column in node.children)
    return f"\n\n#list-columns{cells};\n\n"


@rule(addnodes.hlistcol)
def column(writer: Writer, node: Element) -> str:
    return writer.children(node)


@rule(nodes.Admonition, nodes.topic, nodes.sidebar)
def admonition(writer: Writer, node: Element) -> str:
    kind = type(node).__name__
    title = node.children[0] if node.children and isinstance(node.children[0], nodes.title) else None
    if title is not None:
        heading = writer.inner(title)
        kind = next((name for name in node["classes"] if name in TONES), "note")
    else:
        heading = source.text(str(admonitionlabels.get(kind, "")))
    body = writer.children(node, leave_out=[title] if title else []).strip()
    return source.block("admonition", heading, body, tone=TONES.get(kind, "note"))


@rule(nodes.container)
def container(writer: Writer, node: nodes.container) -> str:
    component = node.get("design_component", "")
    if component in _COMPONENTS:
        return _COMPONENTS[component](writer, node)
    for name in node["classes"]:
        if name in _CLASSES:
            return _CLASSES[name](writer, node)
    return blocks(writer, node)


def _grid(writer: Writer, node: Element) -> str:
    cells = "".join(f"[{writer.anchor(cell)}{writer.inner(cell)}]" for cell in node.children)
    return f"\n\n#cards{cells};\n\n"


def _card(writer: Writer, node: Element) -> str:
    parts = node.findall(nodes.container)
    title = next((part for part in parts if part.get("design_component") == "card-title"), None)
    heading = writer.inner(title) if title is not None else ""
    if title is not None:
        title.parent.remove(title)
    cover = next((r for r in node.findall(nodes.reference) if "sd-stretched-link" in r["classes"]), None)
    target = writer.target(cover) if cover is not None else ""
    outside = str(cover.get("refuri", "")) if cover is not None and not target else ""
    in_grid = True if getattr(node.parent, "attributes", {}).get("design_component") == "grid-item" else None
    return source.block(
        "card", heading, writer.inner(node), to=target or None, address=outside or None, in_grid=in_grid
    )


def _dropdown(writer: Writer, node: Element) -> str:
    """On paper a dropdown is open."""
    title = node.children[0] if node.get("has_title") else None
    body = writer.children(node, leave_out=[title] if title else []).strip()
    return source.block("admonition", writer.inner(title) if title else "", body, tone="note")


def _tab(writer: Writer, node: Element) -> str:
    """On paper tabs stand below each other."""
    label, content = node.children
    return source.block("rubric", writer.inner(label)) + writer.children(content)


def _key_numbers(writer: Writer, node: Element) -> str:
    cells = []
    for card in node.children:
        value, *label = card.children
        words = "".join(map(writer.render, label)).strip()
        cells.append(f"([{writer.anchor(card)}{writer.inner(value)}], [{words}]), ")
    return f"\n\n#key-numbers(({''.join(cells)}));\n\n"


def _captioned_code(writer: Writer, node: Element) -> str:
    caption = next(child for child in node.children if isinstance(child, nodes.caption))
    number = writer.config_label(
        "code-block", float_number(writer.env, writer.chapter.docname, "code-block", node)
    )
    head = source.block("code-caption", writer.inner(caption), number=number, name=writer.label(node))
    return head + writer.children(node, leave_out=[caption])


_COMPONENTS = {"grid-row": _grid, "card": _card, "dropdown": _dropdown, "tab-item": _tab}
_CLASSES = {"keynumbers": _key_numbers, "literal-block-wrapper": _captioned_code}
