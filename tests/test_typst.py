"""The PDF builder: what a chapter holds is printed, and what cannot be printed fails with file and line."""

import json
import re
from collections.abc import Iterator
from io import StringIO
from pathlib import Path
from types import SimpleNamespace
from typing import Any, ClassVar, cast

import pytest
import typst
from docutils import nodes
from docutils.parsers.rst import directives
from pypdf import PdfReader
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective, SphinxRole, docutils_namespace, patch_docutils

from evident import paths
from evident.book.nodes import (
    Chart,
    ClaimNode,
    ClaimReference,
    Exhibit,
    ExhibitFigure,
    ExhibitTable,
    FactNode,
    FactReference,
)
from evident.typst import source
from evident.typst.inline import claim_reference, inline
from evident.typst.placement import Spot, broken, leaving_gaps
from evident.typst.tables import Cell, _widths
from evident.typst.writer import BookError, Writer

SVG = """<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 400 {height}" width="400pt" height="{height}pt">
<path d="M 10 90 L 390 10" stroke="#1f2a33" fill="none"/>
<text x="20" y="50" style="font: 12px 'Loess Sans', 'Noto Sans SC'">{label}</text></svg>"""


# -- a small stand-in for the book extension, so that only the builder is tested here


class Odd(nodes.General, nodes.Element):
    """A node that no rule knows."""


class FactRole(SphinxRole):
    """{fact}`key=text` or {fact}`key=text=verdict`."""

    def run(self) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        key, text, verdict, *_ = [*self.text.split("="), ""]
        inside = self.inliner.parent is not None and isinstance(self.inliner.parent, nodes.title)
        node: nodes.Element = (
            FactNode("", text, key=key)
            if inside
            else FactReference("", text, refuri=f"%evidence-mining#{key}", fact={"key": key})
        )
        if verdict:
            node["verdict"] = verdict
        self.set_source_info(node)
        return [node], []


class ClaimRole(SphinxRole):
    """{claim}`key=words`, with a mark that links to the entry; `key=words=fails` for one that does not hold."""

    def run(self) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        key, words, fails, *_ = [*self.text.split("="), ""]
        node = ClaimNode("", words, keys=[key], words=words, holds=not fails)
        if fails:
            node += nodes.inline("", " [does not hold]", classes=["claim-fails"])
        mark = "✗" if fails else "✓"
        node += ClaimReference("", mark, refuri=f"%evidence-mining#{key}", holds=not fails, claims=[])
        self.set_source_info(node)
        return [node], []


class ExhibitDirective(SphinxDirective):
    """{exhibit} kind label: a figure or table with a title, a subtitle and a source."""

    required_arguments = 2
    option_spec: ClassVar[dict[str, Any]] = {
        "alt": directives.unchanged, "label": directives.unchanged, "rows": int, "height": int,
    }  # fmt: skip

    def run(self) -> list[nodes.Node]:
        kind, name = self.arguments
        node: Exhibit = (ExhibitFigure if kind == "figure" else ExhibitTable)(key=f"mining.{name}", kind=kind)
        self.set_source_info(node)
        node += nodes.caption("", f"Title of {name}")
        node += nodes.paragraph("", f"Subtitle of {name}", classes=["exhibit-subtitle"])
        node += self._chart(name) if kind == "figure" else self._table()
        node += nodes.paragraph("", "Source: a bureau", classes=["exhibit-source"])
        self.options["name"] = name
        self.add_name(node)
        return [node]

    def _chart(self, name: str) -> Chart:
        label = self.options.get("label", "Datong 大同")
        svg = SVG.format(label=label, height=self.options.get("height", 100))
        chart = Chart(key=f"mining.{name}", alt=self.options.get("alt", ""), wide=svg, narrow=svg)
        self.set_source_info(chart)
        return chart

    def _table(self) -> nodes.table:
        group = nodes.tgroup("", nodes.colspec(), nodes.colspec(), cols=2)
        head, body = nodes.thead("", _row("Province", "Coal, Mt")), nodes.tbody()
        for number in range(self.options.get("rows", 3)):
            body += _row(f"Province {number}", "1,269.5")
        group += [head, body]
        return nodes.table("", group)


def _row(*cells: str) -> nodes.row:
    return nodes.row("", *(nodes.entry("", nodes.paragraph("", cell)) for cell in cells))


def _title(node: nodes.Element) -> str:
    return node[0].astext()


def setup(app: Sphinx) -> dict[str, Any]:
    """Make this module an extension of the books that it builds."""
    app.add_role("fact", FactRole())
    app.add_role("claim", ClaimRole())
    app.add_directive("exhibit", ExhibitDirective)
    app.add_node(FactNode)
    app.add_node(ClaimNode)
    app.add_node(ClaimReference)
    app.add_enumerable_node(ExhibitFigure, "figure", _title)
    app.add_enumerable_node(ExhibitTable, "table", _title)
    return {"parallel_read_safe": True}


CONFIG: dict[str, Any] = {
    "extensions": ["myst_parser", "sphinx_design", "evident.typst", __name__],
    "project": "Shanxi in Transition",
    "author": "The authors",
    "language": "en",
    "numfig": True,
    "numfig_format": {"figure": "Figure %s", "table": "Table %s"},
    "myst_enable_extensions": ["dollarmath", "deflist", "colon_fence", "fieldlist"],
    "typst_date": "2026-11-21",
    "typst_subtitle": "How a coal province changes",
    "typst_keywords": ["coal", "Shanxi"],
}

INDEX = """\
# Shanxi in Transition

The landing page in a sentence.

```{toctree}
:caption: Themes
:numbered:
mining
```

```{toctree}
:caption: About the evidence
evidence-mining
```
"""

EVIDENCE = """\
# Evidence: mining

(obs-a)=
An observation.
"""


def build(folder: Path, mining: str, files: dict[str, str] | None = None, **config: Any) -> Path:
    """Build a book of a landing page, a chapter and an annex; return the path of its PDF."""
    chapters = folder / "chapters"
    chapters.mkdir(parents=True, exist_ok=True)
    texts = {"index.md": INDEX, "mining.md": mining, "evidence-mining.md": EVIDENCE} | (files or {})
    for name, text in texts.items():
        (chapters / name).write_text(text, "utf8")
    warning = StringIO()
    with patch_docutils(), docutils_namespace():
        places = (chapters, None, folder / "out", folder / "trees")
        Sphinx(*places, "typst", CONFIG | config, status=None, warning=warning).build()
    assert not warning.getvalue()
    return folder / "out" / paths.report().pdf


CHAPTER = """\
# Machines came faster than rules

The count rose to {fact}`obs-a=over 400`, which is {fact}`obs-a=behind=behind`.[^def]

[^def]: A footnote that stands at the foot of its page.

## The pace was {fact}`obs-a=94 a year`

See {numref}`rollout` and {numref}`provinces`, {ref}`below <sec-kinds>` and <https://example.org/a>.

```{exhibit} figure rollout
:alt: Line chart. The count rises.
```

```{exhibit} table provinces
```

(sec-kinds)=
## Every kind of node

- one *emphasis*
  - nested **strong**

1. first
2. second

Term
: Definition.

> Quoted words.

:::{note}
A note.
:::

:::{admonition} What would change our mind
:class: tip
A tip.
:::

:::{dropdown} How we counted
Dropped words.
:::

::::{grid} 2
:::{grid-item-card} Card title
:link: evidence-mining
:link-type: doc
Card words.
:::
:::{grid-item-card} Other card
Other words.
:::
::::

::::{tab-set}
:::{tab-item} Tab label
Tab words.
:::
::::

| Indicator | 2025 |
|:--|--:|
| Share of {fact}`obs-a=12%` | 12.5% |

```{list-table} A captioned table
:header-rows: 1
* - Name
  - Value
* - Alpha
  - 10
```

```{eval-rst}
+-----+-----+
| h 1 | h 2 |
+=====+=====+
| over both |
+-----+-----+
| two | c   |
+ rows+-----+
|     | d   |
+-----+-----+

| Line one
|   line two

:Field: value
```

Inline $x^2$ and

$$N(t) = \\frac{K}{1 + e^{-rt}}$$ (eq-logistic)

which is {eq}`eq-logistic`, with `code`.

```python
print("code block")
```

### A third level

The end, 太原.
"""


@pytest.fixture(scope="module")
def pdf(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(tmp_path_factory.mktemp("book"), CHAPTER)


@pytest.fixture(scope="module")
def reader(pdf: Path) -> PdfReader:
    return PdfReader(pdf)


@pytest.fixture(scope="module")
def text(reader: PdfReader) -> str:
    return re.sub(r"\s+", " ", " ".join(page.extract_text() for page in reader.pages))


def _outline(items: list[Any], depth: int = 0) -> Iterator[tuple[int, str]]:
    for item in items:
        if isinstance(item, list):
            yield from _outline(item, depth + 1)
        else:
            yield depth, str(item["/Title"])


def test_metadata(reader: PdfReader) -> None:
    about = reader.metadata
    assert about is not None
    assert (about.title, about.author) == ("Shanxi in Transition", "The authors")
    assert about.get("/Keywords") == "coal, Shanxi"
    assert str(about.creation_date) == "2026-11-21 00:00:00+00:00"
    assert reader.trailer["/Root"]["/Lang"] == "en-GB"


def test_tagged_and_declared_accessible(reader: PdfReader) -> None:
    root = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert "/StructTreeRoot" in root
    assert b"<pdfuaid:part>1</pdfuaid:part>" in root["/Metadata"].get_data()


def test_alternative_text_and_headings_are_in_the_structure(reader: PdfReader) -> None:
    kinds: dict[str, int] = {}
    alternatives = []

    def walk(element: Any) -> None:
        element = element.get_object()
        if isinstance(element, list):
            for child in element:
                walk(child)
        elif isinstance(element, dict) and "/S" in element:
            kinds[element["/S"]] = kinds.get(element["/S"], 0) + 1
            if "/Alt" in element:
                alternatives.append(element["/Alt"])
            if "/K" in element:
                walk(element["/K"])

    walk(reader.trailer["/Root"]["/StructTreeRoot"]["/K"])
    assert "Line chart. The count rises." in alternatives
    assert "x^2" in alternatives
    # Contents, landing page, chapter, annex, colophon; the two findings; the third level.
    assert (kinds["/H1"], kinds["/H2"], kinds["/H3"]) == (5, 2, 1)
    # Exhibit, pipe table, list table, grid table.
    assert kinds["/Table"] == 4
    assert kinds["/Note"] == 1


def test_outline(reader: PdfReader) -> None:
    assert list(_outline(reader.outline)) == [
        (0, "Contents"),
        (0, "In brief"),
        (0, "1 Machines came faster than rules"),
        (1, "1.1 The pace was 94 a year"),
        (1, "1.2 Every kind of node"),
        (2, "1.2.1 A third level"),
        (0, "Evidence: mining"),
        (0, "Colophon"),
    ]


def test_pages_open_with_cover_contents_and_chapters(reader: PdfReader) -> None:
    pages = [re.sub(r"\s+", " ", page.extract_text()) for page in reader.pages]
    first, second, third, fourth, fifth = pages[:5]
    assert "How a coal province changes" in first
    assert "Evidence as of 21 November 2026" in first
    assert "How to cite" in second
    assert "Contents" in third
    assert re.search(r"Machines came faster than rules\s*5", third)
    assert "In brief" in fourth
    assert "Machines came faster than rules" in fifth
    assert "Colophon" in pages[-1]
    assert all((round(p.mediabox.width), round(p.mediabox.height)) == (595, 842) for p in reader.pages)


PRINTED = [
    "over 400", "▼ behind", "A footnote that stands at the foot", "Figure 1.1", "Title of rollout",
    "Subtitle of rollout", "Source: a bureau", "Datong 大同", "Table 1.1", "1,269.5", "nested strong",
    "2. second", "Term Definition.", "Quoted words.", "Note A note.",
    "What would change our mind A tip.", "Dropped words.", "Card title Card words.",
    "Tab label Tab words.", "12.5%", "Table 1.2", "over both", "two rows", "line two", "Field value",
    "(1.1)", 'print("code block")', "太原", "See Figure 1.1 and Table 1.1, below",
]  # fmt: skip


@pytest.mark.parametrize("words", PRINTED)
def test_text(text: str, words: str) -> None:
    assert words in text


def test_footnote_is_on_the_page_that_refers_to_it(reader: PdfReader) -> None:
    (page,) = [p for p in reader.pages if "A footnote that stands" in p.extract_text()]
    assert "The count rose to" in page.extract_text()


def test_fonts_are_embedded_and_ours(reader: PdfReader) -> None:
    names = set()
    for page in reader.pages:
        for font in page["/Resources"].get("/Font", {}).values():
            whole = font.get_object()["/DescendantFonts"][0].get_object()
            descriptor = whole["/FontDescriptor"]
            assert {"/FontFile2", "/FontFile3"} & set(descriptor)
            names.add(re.sub(r"^/[A-Z]{6}\+", "", descriptor["/FontName"]).partition("-")[0])
    ours = {"LoessSerif", "LoessSans", "NotoSerifSC", "NotoSansSC"}
    assert ours <= names
    # Two more come with the compiler: for formulas and for code.
    assert names - ours <= {"NewCMMath", "DejaVuSansMono"}


def test_no_picture_made_of_dots(reader: PdfReader) -> None:
    assert [image.name for page in reader.pages for image in page.images] == []


def test_links_lead_into_the_document_and_out(reader: PdfReader) -> None:
    links = [
        annotation.get_object()
        for page in reader.pages
        for annotation in page.get("/Annots", ())
        if annotation.get_object()["/Subtype"] == "/Link"
    ]
    outside = {link["/A"]["/URI"] for link in links if "/URI" in link.get("/A", {})}
    assert outside == {"https://example.org/a"}
    annex = reader.get_page_number(reader.pages[-2])
    to_annex = [
        link for link in links
        if "/Dest" in link and reader.get_page_number(_page_of(reader, link["/Dest"])) == annex
    ]  # fmt: skip
    # Facts: two in the first paragraph and one in a table; a card; the entry of the contents.
    assert len(to_annex) == 5


def _page_of(reader: PdfReader, destination: Any) -> Any:
    if isinstance(destination, str):
        return reader.named_destinations[destination]["/Page"].get_object()
    return destination[0].get_object()


def test_same_bytes_in_another_folder(pdf: Path, tmp_path: Path) -> None:
    assert build(tmp_path / "else where", CHAPTER).read_bytes() == pdf.read_bytes()


def test_long_table_breaks_and_repeats_its_head(tmp_path: Path) -> None:
    book = PdfReader(build(tmp_path, "# Chapter\n\n```{exhibit} table long\n:rows: 90\n```\n"))
    pages = [page.extract_text() for page in book.pages]
    holding = [number for number, page in enumerate(pages) if "1,269.5" in page]
    assert len(holding) > 1
    assert [number for number, page in enumerate(pages) if "Coal, Mt" in page] == holding
    assert sum(page.count("1,269.5") for page in pages) == 90


def test_exhibit_that_does_not_fit_floats_and_text_fills_its_place(tmp_path: Path) -> None:
    # The opener leaves some 170 mm; a chart of 400 × 400 pt is set 160 mm wide and high, which is more
    # than is left below the first text. The text after it moves up, the chart goes to the next page.
    words = "Words that go on for a while, so that they fill lines. " * 12
    exhibit = "```{exhibit} figure tall\n:alt: Chart.\n:height: 400\n```"
    chapter = f"# Chapter\n\n{words}\n\n{exhibit}\n\nAfter it. {words}\n"
    pages = [page.extract_text() for page in PdfReader(build(tmp_path, chapter)).pages]
    (before,) = [i for i, page in enumerate(pages) if "After it." in page]
    (chart,) = [i for i, page in enumerate(pages) if "Title of tall" in page]
    assert chart == before + 1


# -- claims


CLAIMS = """\
# {claim}`obs-a=Machines came first`

They say: {claim}`obs-a=it rose` and {claim}`obs-a=it fell=fails`.

## {claim}`obs-a=The pace rose`

- {claim}`obs-a=an item`

### {claim}`obs-a=A third level=fails`

Words.
"""


@pytest.fixture(scope="module")
def claimed(tmp_path_factory: pytest.TempPathFactory) -> PdfReader:
    return PdfReader(build(tmp_path_factory.mktemp("claims"), CLAIMS))


def test_the_mark_of_a_claim_links_to_the_annex_also_in_headings(claimed: PdfReader) -> None:
    (chapter,) = [page for page in claimed.pages if "They say" in page.extract_text()]
    text = re.sub(r"\s+", " ", chapter.extract_text())
    for words in ("Machines came first✓", "it rose✓ and it fell [does not hold]✗.", "1.1 The pace rose✓", "an item✓",
                  "A third level [does not hold]✗"):  # fmt: skip
        assert words in text, words
    annex = next(n for n, page in enumerate(claimed.pages) if "An observation." in page.extract_text())
    links = [link.get_object() for link in chapter["/Annots"]]
    assert len(links) == 6  # three headings, two in the sentence, one item
    assert {claimed.get_page_number(_page_of(claimed, link["/Dest"])) for link in links} == {annex}


def test_contents_and_bookmarks_have_the_words_of_a_claim_without_its_mark(claimed: PdfReader) -> None:
    titles = [title for _, title in _outline(claimed.outline)]
    assert titles[2:5] == [
        "1 Machines came first",
        "1.1 The pace rose",
        "1.1.1 A third level [does not hold]",
    ]
    contents = next(page for page in claimed.pages if "Contents" in page.extract_text())
    text = re.sub(r"\s+", " ", contents.extract_text())
    assert "1 Machines came first 5" in text
    assert "The pace rose 5" in text
    assert not {"✓", "✗"} & set(text)
    # A link in an entry would stand inside the entry's own.
    pages = {
        claimed.get_page_number(_page_of(claimed, link.get_object()["/Dest"])) for link in contents["/Annots"]
    }
    assert pages == {3, 4, 5, 6}
    assert len(contents["/Annots"]) == 5


def test_running_heads_have_no_mark(tmp_path: Path) -> None:
    long = "Words that go on for a while, so that they fill lines. " * 250
    book = PdfReader(build(tmp_path, f"# {{claim}}`obs-a=Machines came first`\n\n{long}\n"))
    second = book.pages[5].extract_text()
    assert second.splitlines()[0].startswith("Machines came first")
    assert "✓" not in second


def test_a_claim_without_an_entry_prints_its_words_alone() -> None:
    node = ClaimReference("", "✓", refuri="https://example.org", holds=True, claims=[])
    writer = cast("Writer", SimpleNamespace(target=lambda reference: ""))
    assert claim_reference(writer, node) == ""


# -- what cannot be printed


WRONG = {
    "no alt": ("```{exhibit} figure a\n```", "the picture mining.a.svg has no alternative text"),
    "glyph": ("A rare 龘 hanzi.", r"no font has the character '龘' \(U\+9F98\)"),
    "glyph in chart": ("```{exhibit} figure a\n:alt: A\n:label: 龘\n```", "no font has the character '龘'"),
    "format": ("```{image} dots.gif\n:alt: A\n```", "the picture dots.gif is not SVG, PNG or JPEG"),
    "no picture": ("```{image} b.svg\n:alt: A\n```", "there is no picture b.svg"),
    "no target": (
        "{fact}`obs-b=3`",
        "a link points to 'evidence-mining#obs-b', which",
    ),
    "formula": (
        r"$\badmacro + 1$",
        r"the formula “\\badmacro \+ 1” cannot be printed: \\badmacro is not known",
    ),
}


@pytest.mark.parametrize(("words", "message"), WRONG.values(), ids=WRONG)
def test_errors_name_file_and_line(tmp_path: Path, words: str, message: str) -> None:
    (tmp_path / "chapters").mkdir()
    (tmp_path / "chapters" / "dots.gif").write_bytes(b"")
    (tmp_path / "chapters" / "a.svg").write_text(SVG.format(label="a", height=10), "utf8")
    with pytest.raises(BookError, match=f"chapters/mining.md:5: {message}"):
        build(tmp_path, f"# C\n\nOne.\n\n{words}\n")


def test_a_node_without_a_rule_is_a_problem() -> None:
    problems: list[str] = []
    writer = cast("Writer", SimpleNamespace(problem=lambda node, message: problems.append(message)))
    assert Writer.render(writer, Odd()) == ""
    assert problems[0].startswith(
        "what is written here, Odd, has no form in the PDF: write it with paragraphs"
    )


def test_an_authors_picture_needs_alternative_text(tmp_path: Path) -> None:
    (tmp_path / "chapters").mkdir()
    (tmp_path / "chapters" / "a.svg").write_text(SVG.format(label="a", height=10), "utf8")
    # Sphinx forgets the line of such a picture; the nearest one known is told.
    with pytest.raises(BookError, match=r"chapters/mining.md:1: the picture a\.svg has no alternative text"):
        build(tmp_path, "# C\n\n```{image} a.svg\n```\n")


def test_all_problems_are_told_and_the_last_good_book_stays(tmp_path: Path) -> None:
    good = build(tmp_path, "# C\n\nText.\n").read_bytes()
    with pytest.raises(BookError) as caught:
        build(tmp_path, "# C\n\n龘\n\n{fact}`obs-b=3`\n")
    assert len(str(caught.value).splitlines()) == 2
    assert (tmp_path / "out" / paths.report().pdf).read_bytes() == good


def test_a_date_is_needed_and_must_be_one(tmp_path: Path) -> None:
    with pytest.raises(BookError, match="typst_date: '21 November' is no date"):
        build(tmp_path, "# C\n\nText.\n", typst_date="21 November")


# -- parts


def test_text_becomes_a_literal_that_typst_reads_back() -> None:
    for words in ['a "b" \\ c', "#let x = [1]", "$x$ *b* _c_ `d` <l> @r // -- ... ~ '", "tab\tend"]:
        read = typst.query(f"#metadata({source.string(words)})<m>".encode(), "<m>", field="value", one=True)
        assert json.loads(read) == words


def test_values() -> None:
    assert source.value((1, "a", None, True, [])) == '(1, "a", none, true, (), )'
    assert source.call("f", "x", to="a", in_grid=True, name=None) == '#f(to: "a", in-grid: true)[x];'
    with pytest.raises(TypeError, match="no Typst literal for dict"):
        source.value({})


def spots(*rows: tuple[int, str, int, float]) -> list[Spot]:
    return [Spot(f"mining:{place}", edge, page, y) for place, edge, page, y in rows]


def test_gap_before_an_exhibit() -> None:
    # Text ends at 200 mm of a page that holds text to 272: 72 mm are lost, more than 28.
    moved = spots((1, "end", 4, 200.0), (2, "start", 5, 30.0), (2, "end", 5, 140.0))
    assert leaving_gaps(moved, set()) == {"mining:2"}
    assert leaving_gaps(moved, {"mining:2"}) == set()
    # 272 − 250 = 22 mm are not worth it; an exhibit on the same page leaves no gap.
    assert leaving_gaps(spots((1, "end", 4, 250.0), (2, "start", 5, 30.0)), set()) == set()
    assert leaving_gaps(spots((1, "end", 4, 100.0), (2, "start", 4, 110.0)), set()) == set()


def test_one_exhibit_of_a_chapter_at_a_time() -> None:
    # The second gap may be gone once the first exhibit floats. 10 comes after 9 in the text.
    moved = spots((9, "end", 4, 100.0), (10, "start", 5, 30.0), (10, "end", 5, 100.0), (11, "start", 6, 30.0))
    assert leaving_gaps(moved, set()) == {"mining:10"}


def test_a_gap_that_a_float_leaves_is_seen() -> None:
    # Block 1 floats and ends at 140 mm of page 5; the text before block 3 ended on page 4: 132 mm are lost.
    moved = spots(
        (1, "start", 5, 30.0), (1, "end", 5, 140.0), (2, "end", 4, 265.0),
        (3, "start", 6, 30.0), (3, "end", 6, 150.0),
    )  # fmt: skip
    assert leaving_gaps(moved, {"mining:1"}) == {"mining:3"}


def test_a_broken_table_is_kept_whole_unless_a_list_follows_it() -> None:
    # 72 mm at the foot of page 4 and 73 mm on page 5: one page holds it.
    table = [Spot("mining:1", "start-broken", 4, 200.0), Spot("mining:1", "end", 5, 100.0)]
    text, rows = Spot("mining:2", "end", 5, 150.0), Spot("mining:3", "start-list", 5, 160.0)
    assert broken([*table, text, rows]) == {"mining:1/whole"}
    assert broken([*table, rows]) == set()


def test_code_is_not_broken_by_the_end_of_a_line_or_of_a_page(tmp_path: Path) -> None:
    line = 'clean, share = value[name.format("installed")], value[name.format("share of all")]'
    lines = [f"number_{n} = {n}" for n in range(30)]
    # Blocks of thirty lines after one another: a page ends in the second or the third.
    block = "\n```python\n" + "\n".join([*lines, line]) + "\n```\n"
    pdf = PdfReader(build(tmp_path, "# Code\n\nA word.\n" + block * 3))
    told = [page.extract_text() for page in pdf.pages]
    assert sum(text.count(line) for text in told) == 3  # on one line, as it was typed
    assert all(text.count("number_0 ") == text.count("number_29 ") for text in told)
    assert len([text for text in told if line in text]) > 1


def test_where_a_fact_is_printed_is_told_in_pages_of_its_own_words() -> None:
    places = nodes.inline("", "", classes=["catalogue-places"], fact="mining.pace", otherwise="nowhere")
    places += nodes.reference("", "Mining", refuri="%mining")
    writer = cast("Writer", SimpleNamespace())
    assert inline(writer, places) == '#on-pages("mining.pace", "nowhere");'
    nowhere = nodes.inline(
        "", "nowhere", classes=["catalogue-places"], fact="mining.pace", otherwise="nowhere"
    )
    writer = cast("Writer", SimpleNamespace(children=lambda node: node.astext()))
    assert inline(writer, nowhere) == "nowhere"


def test_short_columns_are_not_broken() -> None:
    def row(*texts: str) -> list[Cell]:
        return [
            Cell(nodes.entry("", nodes.paragraph("", text)), column, 1, 1)
            for column, text in enumerate(texts)
        ]

    # 90 characters have room. 12 of them go to the short column and 78 to two long ones whose texts are as
    # 1 to 4, so that their shares are as 1 to 2: 26 and 52.
    rows = [row("a" * 12, "b" * 60, "c" * 240)]
    assert _widths(rows, ["left"] * 3) == [12.0, 26.0, 52.0]
    # Where all fits, the longest cell is the share, and no column is narrower than 8.
    assert _widths([row("a" * 12, "b" * 3)], ["left"] * 2) == [12.0, 8.0]
