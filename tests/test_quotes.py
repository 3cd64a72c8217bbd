"""Typewriter marks become curly ones."""

import pytest

from evident.text.quotes import curly


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("Shanxi's", "Shanxi’s"),
        ("ovens' gas", "ovens’ gas"),
        ('Officials: "green" power', "Officials: “green” power"),
        ('("new energy")', "(“new energy”)"),
        ("in '97", "in ’97"),
        ("the 'basic' grade", "the ‘basic’ grade"),
        ("“as it is”", "“as it is”"),
        ("plain", "plain"),
    ],
)
def test_marks_are_turned_by_what_stands_before_them(typed: str, printed: str) -> None:
    assert curly(typed) == printed
