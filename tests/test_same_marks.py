"""A paragraph and its translation point to the same facts, claims, citations and places."""

from collections import Counter

import pytest

from evident.book.same_marks import differences, marks, without_roles


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (
            "Of {fact}`theme.a` and {fact}`theme.a|number`.",
            {"fact theme.a": 2},
        ),  # the style is the translator's
        ("{claim}`More <theme.more, theme.most>`", {"claim theme.more": 1, "claim theme.most": 1}),
        (
            "{claim}``{given}`If so <theme.p>`, {fact}`theme.a` || Or {fact}`theme.b` <theme.c>``",
            {"claim theme.c": 1, "given theme.p": 1, "fact theme.a": 1, "fact theme.b": 1},
        ),
        ("{cite:p}`one2020,two2021` {cite:t}`one2020`", {"cite one2020": 2, "cite two2021": 1}),
        ("{term}`methane <coal mine methane>` {term}`TEU`", {"term coal mine methane": 1, "term TEU": 1}),
        (
            "{doc}`cooperation <../cooperation>` {numref}`exhibit-a`",
            {"doc ../cooperation": 1, "numref exhibit-a": 1},
        ),
        ("[the code](https://example.org/a) and ![x](a.svg)", {"link https://example.org/a": 1}),
        ("{lit}`5 <a name>` H{sub}`2`", {}),
    ],
)
def test_marks(text: str, found: dict[str, int]) -> None:
    assert marks(text) == Counter(found)


ENGLISH = "{claim}`More than before <theme.more>`: {fact}`theme.a` {cite:p}`one2020`."


@pytest.mark.parametrize(
    ("translated", "said"),
    [
        ("{cite:p}`one2020`，{fact}`theme.a`，{claim}`多于以往 <theme.more>`。", []),  # the order is free
        ("{claim}`多于以往 <theme.more>`。{cite:p}`one2020`", ["lacks fact theme.a"]),
        (
            "{claim}`多于以往 <theme.less>`：{fact}`theme.a`{cite:p}`one2020`。",
            ["lacks claim theme.more", "has claim theme.less, which the original has not"],
        ),
        (
            "{claim}`多于以往 || 不多 <theme.more>`：{fact}`theme.a`{cite:p}`one2020`。",
            ["has 1 of the marks || between wordings, where the original has 0"],
        ),
        (
            "{claim}`多于以往 <theme.more>`：{fact}`theme.a`、{fact}`theme.a`{cite:p}`one2020`。",
            ["has fact theme.a, which the original has not"],
        ),
    ],
)
def test_differences(translated: str, said: list[str]) -> None:
    assert differences(ENGLISH, translated) == said


def test_words_of_claims_are_words_of_the_text() -> None:
    text = "在{claim}``{given}`若5年 <theme.p>`，{fact}`theme.a` <theme.b>``的{fact}`theme.c2020`"
    assert without_roles(text).replace(" ", "") == "在若5年，的"
