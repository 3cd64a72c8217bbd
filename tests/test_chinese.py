"""The punctuation of a Chinese book, where code puts words together with that of English."""

import pytest
from docutils import nodes
from docutils.utils import new_document

from evident.book.chinese import _close_up, punctuated


@pytest.mark.parametrize(
    ("text", "full"),
    [
        ("; ", "；"),  # between two links
        ("2023年12月31日 (118)。", "2023年12月31日（118）。"),
        ("新华社，2023年1月[b].", "新华社，2023年1月[b]。"),
        ("Xinhua (", "Xinhua（"),
        (" （", "（"),  # between a number and a link
        (". ", "。"),
        (", 第3页.", "，第3页。"),
        ("来源: ", "来源："),
        ("计算: 两年之差。.", "计算：两年之差。"),
        ("原煤产量, 山西, 2024年", "原煤产量，山西，2024年"),
        ("约3,000辆", "约3,000辆"),  # a number
        ("新华社 (2024年).", "新华社（2024年）。"),
        ("Shan et al. (", "Shan et al.（"),  # before a link
        ("); Xinhua (", "）；Xinhua（"),  # between two
        ("China Daily, 2024", "China Daily, 2024"),  # a title
        ("占55.1%, 超过一半", "占55.1%，超过一半"),
        ("由新华社公布。 依据一项公布数据.", "由新华社公布。依据一项公布数据。"),
    ],
)
def test_punctuated(text: str, full: str) -> None:
    assert punctuated(text) == full
    assert punctuated(full) == full


@pytest.mark.parametrize(
    ("texts", "left"),
    [
        (["共", "4人", " ", "（", "China Daily, 2024", "）", "。"], "共4人（China Daily, 2024）。"),
        (["煤炭。", " ", "产量接近峰值"], "煤炭。产量接近峰值"),
        (["公布数据。", "。依据"], "公布数据。依据"),
        (["见 ", "Guo Jinchao", " 所述"], "见 Guo Jinchao 所述"),  # beside Latin words a blank may stand
        (["运行", " ", "make test", "。"], "运行 make test。"),
    ],
)
def test_texts_of_a_line_meet_without_blanks_beside_full_width_marks(texts: list[str], left: str) -> None:
    line = nodes.paragraph("", "", *(nodes.inline("", text) for text in texts))
    document = new_document("")
    document += [line, nodes.paragraph("", " ", nodes.literal("", "a （b）"))]
    _close_up(list(line.findall(nodes.Text)))
    _close_up(list(document[1].findall(nodes.Text)))
    assert line.astext() == left
    assert document[1].astext() == " a （b）"  # code is printed as it is
