"""Which sentences of a chapter assert something: sentences are found whole, and the words that assert are told."""

import pytest

from evident.text.assertions import Sentence, sentences


def texts(markdown: str) -> list[str]:
    return [sentence.text for sentence in sentences(markdown)]


def one(markdown: str) -> Sentence:
    (sentence,) = sentences(markdown)
    return sentence


# -- finding sentences


@pytest.mark.parametrize(
    ("markdown", "expected"),
    [
        ("One thing. Another thing.\n", ["One thing.", "Another thing."]),
        ("One thing\ngoes on. Another.\n", ["One thing goes on.", "Another."]),
        ("Why? Because! So.\n", ["Why?", "Because!", "So."]),
        ('He said "so." Then he left.\n', ['He said "so."', "Then he left."]),
        ("It is *so.* Then on.\n", ["It is *so.*", "Then on."]),
        ("It rose by 3.5 a year, e.g. in spring.\n", ["It rose by 3.5 a year, e.g. in spring."]),
        ("A first. 2024 was better.\n", ["A first.", "2024 was better."]),
        ("It fell. (It rose again.)\n", ["It fell.", "(It rose again.)"]),
        ("One paragraph\n\nand another\n", ["One paragraph", "and another"]),
        ("", []),
    ],
)
def test_sentences_are_split(markdown: str, expected: list[str]) -> None:
    assert texts(markdown) == expected


def test_each_has_its_line() -> None:
    markdown = "# Title\n\nFirst one\nends here. Second one\nends. Third.\n\n- item\n  goes on\n- other\n"
    found = [(sentence.line, sentence.text) for sentence in sentences(markdown)]
    assert found == [
        (1, "Title"),
        (3, "First one ends here."),
        (4, "Second one ends."),
        (5, "Third."),
        (7, "item goes on"),
        (9, "other"),
    ]


def test_headings_have_their_depth() -> None:
    assert [(s.text, s.heading) for s in sentences("# One\n\nText.\n## Two words\n### Three\n")] == [
        ("One", 1),
        ("Text.", 0),
        ("Two words", 2),
        ("Three", 3),
    ]


@pytest.mark.parametrize("mark", ["-", "*", "+", "1.", "12."])
def test_items_are_sentences_of_their_own(mark: str) -> None:
    assert texts(f"Before:\n{mark} one\n{mark} two\n  goes on\n") == ["Before:", "one", "two goes on"]


def test_cells_of_a_table_are_sentences_of_their_own() -> None:
    table = "| What | Why |\n| --- | :-: |\n| most of it | a \\| b |\n| | 7 |\n"
    assert texts(table) == ["What", "Why", "most of it", "a \\| b", "7"]
    assert [sentence.line for sentence in sentences(table)] == [1, 1, 3, 3, 4]


def test_roles_are_one_sign_and_their_words_do_not_assert() -> None:
    found = one(
        "Of {fact}`theme.most` it grew {cite:p}`first2024, only2025` [more](https://example.org/all).\n"
    )
    assert found.text == "Of … it grew … more."


def test_a_sentence_may_begin_with_a_role() -> None:
    assert texts("So it is. {fact}`theme.a|start` of it is left.\n") == ["So it is.", "… of it is left."]


def test_a_role_in_double_backticks_may_hold_roles() -> None:
    found = one("{claim}``{fact}`theme.done` are more than half <theme.half>``.\n")
    assert (found.text, found.bound) == (".", True)


def test_a_claim_over_two_lines_is_bound_and_counts_them() -> None:
    first, second = sentences("{claim}`It owes\nmore <theme.k>`. It is\nthe first.\n")
    assert (first.bound, first.line) == (True, 1)
    assert (second.text, second.bound, second.line) == ("It is the first.", False, 2)


def test_only_the_sentence_of_a_claim_is_bound() -> None:
    assert [(s.text, s.bound) for s in sentences("It fell, {claim}`most of all here <t.k>`. It rose.\n")] == [
        ("It fell, .", True),
        ("It rose.", False),
    ]


def test_headings_and_items_may_be_bound() -> None:
    markdown = "## {claim}`It is the first <t.k>`\n\n- {claim}`It fell || It rose <t.k>`\n- It fell\n"
    assert [(s.heading, s.bound) for s in sentences(markdown)] == [(2, True), (0, True), (0, False)]


@pytest.mark.parametrize(
    "block",
    [
        "```python\nmost = 1\n```",
        "```{exhibit} theme.most\n```",
        "```{figure} all.svg\n:alt: Most of all\n\nThe only caption.\n```",
        "```{math}\nx > most\n```",
        "````\n```\nmost\n```\n````",
        ":::{image} all.svg\n:::",
        "(most-of-all)=",
        "---",
    ],
)
def test_what_is_no_prose_is_left_out(block: str) -> None:
    assert texts(f"Before.\n\n{block}\n\nAfter.\n") == ["Before.", "After."]


@pytest.mark.parametrize(
    "name",
    ["note", "tip", "warning", "important", "admonition", "dropdown", "keynumbers", "epigraph", "margin"],
)
def test_directives_with_prose_are_read(name: str) -> None:
    for fence in ("```", ":::", "::::"):
        assert texts(
            f"Before.\n\n{fence}{{{name}}}\n:class: most\nInside it is most.\n{fence}\n\nAfter.\n"
        ) == [
            "Before.",
            "Inside it is most.",
            "After.",
        ]


def test_directives_inside_one_another() -> None:
    markdown = "::::{note}\nOutside.\n\n:::{tip}\nInside.\n:::\n\n```python\nmost = 1\n```\n\nStill outside.\n::::\nAfter.\n"
    assert texts(markdown) == ["Outside.", "Inside.", "Still outside.", "After."]


# -- what asserts


@pytest.mark.parametrize(
    ("sentence", "kind", "word"),
    [
        ("It owes more than the others.", "compares", "more"),
        ("It is ahead of the plan.", "compares", "ahead of"),
        ("There are too few.", "compares", "too few"),
        ("Most of it is left.", "ranks", "Most"),
        ("It was the first.", "ranks", "first"),
        ("The only one is here.", "ranks", "only"),
        ("All of them are here.", "speaks of all or none", "All"),
        ("Neither is here.", "speaks of all or none", "Neither"),
        ("It is entirely gone.", "speaks of all or none", "entirely"),
        ("Output fell.", "tells of a change", "fell"),
        ("Output has grown.", "tells of a change", "grown"),
        ("It halved.", "tells of a change", "halved"),
        ("It is twice the size.", "counts in words", "twice"),
        ("A third is left.", "counts in words", "third"),
        ("There are seven.", "counts in words", "seven"),
        ("The coal is black.", "", ""),
        ("For more detail, see below.", "", ""),
        ("The northern mine is small.", "", ""),
        ("It is a lesson.", "", ""),  # "less" is no word of it
        ("Alltogether it stands.", "", ""),
        ("Was it more?", "", ""),  # a question asserts nothing
    ],
)
def test_words_that_assert(sentence: str, kind: str, word: str) -> None:
    assert one(sentence + "\n").asserts() == (kind, word)


def test_a_heading_that_asks_asserts_what_it_asks() -> None:
    assert one("## Is it more?\n").asserts() == ("compares", "more")
