"""Where a sentence begins and ends that may have to be left out, in English and in Chinese."""

import pytest
from docutils import nodes

from evident.book.left_out import _kept, _sentences
from evident.book.nodes import FactNode
from evident.text.words import Words


def _read(*parts: str) -> list[nodes.Node]:
    """Nodes of a paragraph: text, and for "?" a fact that is not known, for "!" one that is."""
    return [
        FactNode("", "9", unknown=part == "?") if part in ("?", "!") else nodes.Text(part) for part in parts
    ]


def _texts(sentences: list[list[nodes.Node]]) -> list[str]:
    return ["".join(node.astext() for node in sentence) for sentence in sentences]


@pytest.mark.parametrize(
    ("parts", "sentences"),
    [
        (("It rose. It fell. ",), ["It rose. ", "It fell. "]),
        (("煤多了。煤少了？“够了。”完。",), ["煤多了。", "煤少了？", "“够了。”", "完。"]),
        (("煤为", "!", "吨；电为", "!", "度。气少了。"), ["煤为9吨；电为9度。", "气少了。"]),
        (("按2.5算。", "!", "个省。"), ["按2.5算。", "9个省。"]),
    ],
)
def test_sentences(parts: tuple[str, ...], sentences: list[str]) -> None:
    assert _texts(list(_sentences(_read(*parts)))) == sentences


def test_a_chinese_sentence_goes_with_the_one_that_points_back_to_it() -> None:
    words = Words("zh_CN")
    found = list(_sentences(_read("煤多了。电为", "?", "度。这说明电够了。气少了。")))
    left = "".join(node.astext() for node in _kept(found, words))
    assert left == f"煤多了。{words('book.edition.left_out_many', count=2)}气少了。"
