"""How Chinese is set in print and drawn in charts: what no line begins with, which face is bold, names on axes."""

import json
from pathlib import Path
from types import SimpleNamespace
from typing import cast

import pytest
import typst
from docutils import nodes
from matplotlib.figure import Figure
from matplotlib.text import Text
from pypdf import PdfReader

from evident import paths
from evident.book.languages import html_code
from evident.epub import package
from evident.export import charts
from evident.look import identity
from evident.text.words import Words
from evident.typst import builder, source
from evident.typst.inline import emphasis
from evident.typst.tables import Cell, _widths
from evident.typst.writer import Writer
from shanxi.figures import atlas

NOT_FIRST = "。，、；：？！）》」”✓～"


def printed(tmp_path: Path, body: str) -> PdfReader:
    """A body in Chinese, set with the template of the book."""
    data = {
        "colours": {name: identity.colour(name) for name in (*identity.COLOURS, "paper")},
        "language": ["zh", "cn"], "serif": list(identity.SERIF), "sans": list(identity.SANS),
        **dict.fromkeys(("title", "subtitle", "author", "edition", "as-of", "note"), ""),
        "imprint": [], "colophon": [], "verdicts": {},
        "words": dict.fromkeys(("contents", "report", "page", "colophon"), ""),
    }  # fmt: skip
    (tmp_path / "book.json").write_text(json.dumps(data), "utf8")
    for name in builder.TEMPLATE:
        text = Path(builder.__file__).with_name(name).read_text("utf8")
        (tmp_path / name).write_text(text, "utf8")
    main = f'#import "/template.typ": *\n#show: pages\n#set page(header: none, footer: none)\n{body}'
    fonts = typst.Fonts(include_system_fonts=False, font_paths=[str(paths.FONTS)])
    compiler = typst.Compiler(main.encode(), root=str(tmp_path), font_paths=fonts)
    (tmp_path / "set.pdf").write_bytes(cast("bytes", compiler.compile(format="pdf")))
    return PdfReader(tmp_path / "set.pdf")


def written(words: str) -> str:
    """Words as the writer of a Chinese book writes them."""
    writer = cast("Writer", SimpleNamespace(chinese=True, check_glyphs=lambda *_: None, text=Writer.text))
    return Writer.text(writer, words, nodes.Text(words))


def test_no_line_begins_with_a_closing_mark_or_the_mark_of_a_claim(tmp_path: Path) -> None:
    claim = '#claim(to: "there")[#"✓";];'
    said = (
        written("午间电价跌去大半")
        + claim
        + written("，约130%～135%")
        + claim
        + written("。")
        + written("（见表）；")
    )
    # Each column is a little narrower than the last, so that lines end at every place of the sentence.
    columns = [f"#block(width: {120 - step}mm)[{said * 3}]" for step in range(0, 60, 2)]
    reader = printed(tmp_path, '#anchor(name: "there")\n' + "\n\n".join(columns))
    lines = [
        line.strip().lstrip("\u2060") for page in reader.pages for line in page.extract_text().splitlines()
    ]
    whole = [
        line for line in lines if len(line) > 12
    ]  # a mark that is raised may be read as a line of its own
    assert len(whole) > 60
    assert [line for line in whole if line[0] in NOT_FIRST] == []


def test_running_text_is_indented_and_strong_is_of_the_sans(tmp_path: Path) -> None:
    def start(body: str) -> float:
        places: list[float] = []
        reader = printed(tmp_path, body)
        reader.pages[0].extract_text(
            visitor_text=lambda text, cm, tm, *_: (
                places.append(tm[4] * cm[0] + cm[4]) if text.strip() else None
            )
        )
        return min(places)

    alone = start(f"#text-column[{source.text('煤炭产量')}]")
    # The column begins 28 mm right of the page's edge of 25 mm; two characters of 10.4 points are 20.8.
    assert alone == pytest.approx((25 + 28) / 25.4 * 72 + 20.8, abs=0.6)
    assert start(f"#text-column[#lead[{source.text('煤炭产量')}]]") == pytest.approx(53 / 25.4 * 72, abs=1.5)
    reader = printed(tmp_path, f"#text-column[#strong[{source.text('煤炭')}]{source.text('产量')}]")
    faces = {
        str(font.get_object()["/BaseFont"]).partition("+")[2]
        for font in reader.pages[0]["/Resources"]["/Font"].values()
    }
    assert faces == {"NotoSansSC-Bold", "NotoSerifSC-Regular"}


@pytest.mark.parametrize(
    ("words", "chinese", "slanted"),
    [("全年产煤达13.78亿吨", True, False), ("Energy News", True, True), ("全年", False, True)],
)
def test_chinese_is_not_slanted(words: str, chinese: bool, slanted: bool) -> None:
    writer = cast("Writer", SimpleNamespace(chinese=chinese, children=lambda node: node.astext()))
    assert ("emph" in emphasis(writer, nodes.emphasis("", words))) is slanted


def test_a_chinese_character_takes_the_room_of_two_in_a_table() -> None:
    def row(*texts: str) -> list[Cell]:
        return [Cell(nodes.entry("", nodes.paragraph("", text)), at, 1, 1) for at, text in enumerate(texts)]

    # Five characters are as wide as ten letters, and 煤3 as three, below the least of eight.
    assert _widths([row("煤" * 5, "煤3")], ["left"] * 2) == [10.0, 8.0]


def test_names_on_an_axis_are_in_the_language_of_the_words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(charts.sentences, "known", lambda name, _: {"Hebei": "河北"}.get(name, name))
    figure = Figure()
    ax = figure.subplots()
    ax.set_yticks([0, 1], ["Hebei", "Else"])
    ax.text(0, 0, "Hebei", style="italic")
    ax.text(0, 1, "Bohai", style="italic")
    charts._say_names(figure, "zh_CN")
    assert [label.get_text() for label in ax.get_yticklabels()] == ["河北", "Else"]
    styles = {text.get_text(): text.get_fontstyle() for text in ax.texts if isinstance(text, Text)}
    assert styles == {"河北": "normal", "Bohai": "italic"}


def test_each_province_has_letters_of_its_own_in_either_language() -> None:
    assert atlas.letters_of("Shanxi", Words("en")) == "SX"
    assert atlas.letters_of("Shaanxi", Words("en")) == "SN"
    short = {name: atlas.letters_of(name, Words("zh_CN")) for name in atlas.TILES}
    assert [short[name] for name in ("Shanxi", "Shaanxi", "Hebei", "Hubei", "Guangxi")] == list("晋陕冀鄂桂")
    assert len(set(short.values())) == 31
    assert {len(letters) for letters in short.values()} == {1}


def test_the_epub_names_its_language_as_readers_know_it() -> None:
    text = package.page("nav", "目录", "", html_code("zh_CN"))
    assert 'lang="zh-CN" xml:lang="zh-CN"' in text
