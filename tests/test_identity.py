"""The contrast that identity.py states is the contrast there is (WCAG 2.2, relative luminance)."""

import pytest

from evident.look import identity

CARRIES_NO_MEANING = {"rule", "mist"}


def luminance(colour: str) -> float:
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def test_contrast_of_black_and_white_is_21() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)


@pytest.mark.parametrize("name", identity.COLOURS)
def test_stated_contrast(name: str) -> None:
    colour = identity.COLOURS[name]
    assert contrast(colour.light, identity.PAPER.light) == pytest.approx(colour.light_contrast, abs=0.01)
    assert contrast(colour.dark, identity.PAPER.dark) == pytest.approx(colour.dark_contrast, abs=0.01)


@pytest.mark.parametrize("name", sorted(set(identity.COLOURS) - CARRIES_NO_MEANING))
def test_text_can_be_read(name: str) -> None:
    colour = identity.COLOURS[name]
    assert min(colour.light_contrast, colour.dark_contrast) >= 4.5
