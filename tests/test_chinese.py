"""The punctuation of a Chinese book, where code puts words together with that of English."""

import pytest

from evident.book.chinese import punctuated


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
