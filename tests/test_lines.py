"""Lines of labels, of Latin words and of Chinese, in columns counted by hand."""

import pytest

from evident.text.lines import width, wrapped


def test_a_chinese_character_takes_two_columns() -> None:
    assert width("煤coal，") == 2 + 4 + 2


@pytest.mark.parametrize(
    ("text", "columns", "lines"),
    [
        ("the coal output was", 10, ["the coal", "output was"]),  # 8 and 10
        ("煤炭产量翻了一番", 8, ["煤炭产量", "翻了一番"]),
        ("煤炭产量，翻了番", 8, ["煤炭产", "量，翻了", "番"]),  # no line begins with a comma
        ("他说“煤炭产量”", 6, ["他说", "“煤炭", "产量”"]),  # nor ends with an opening quotation mark
        ("到2027年完不成", 6, ["到2027", "年完不", "成"]),  # a number is not torn
        ("一个averyverylongword", 6, ["一个", "averyverylongword"]),
        ("", 6, []),
    ],
)
def test_wrapped(text: str, columns: int, lines: list[str]) -> None:
    assert wrapped(text, columns) == lines
