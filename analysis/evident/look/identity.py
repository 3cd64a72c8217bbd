"""The look of the report in one place: colours and type families for page, PDF and charts.

Belongs here: names, values, contrast ratios. Does not: how a chart is drawn (`charts.py`), style sheets
(`book/static`), the PDF template (`typst/template.typ`); they all read these values.

The contrast ratio (WCAG 2.2) beside each colour is against the paper of its scheme; a test recomputes it.
Text needs 4.5, a line or a mark that carries meaning 3.0; `rule` and `mist` carry none.
"""

from typing import NamedTuple


class Colour(NamedTuple):
    """One colour of the identity: hex values for the light and the dark scheme, each with its contrast."""

    light: str
    light_contrast: float
    dark: str
    dark_contrast: float
    meaning: str


PAPER = Colour("#fdfcf9", 1.0, "#15191e", 1.0, "background")

COLOURS: dict[str, Colour] = {
    "ink": Colour("#1f2a33", 14.24, "#e9e5dd", 14.05, "text; coal"),
    "loess": Colour("#a35a12", 5.08, "#e6a756", 8.43, "accent; the soil of the plateau"),
    "jade": Colour("#17705a", 5.85, "#5cbf9b", 7.89, "transition; ahead"),
    "brick": Colour("#a8352a", 6.38, "#ec8a78", 7.12, "warning; behind"),
    "slate": Colour("#41607f", 6.39, "#93b4d6", 8.19, "comparators; links"),
    "stone": Colour("#646a6f", 5.34, "#a9adb1", 7.82, "secondary text; other places"),
    "rule": Colour("#cfcbc2", 1.58, "#454c54", 2.03, "hairlines and grid"),
    "mist": Colour("#f1eee7", 1.13, "#20262d", 1.16, "panels and bands"),
}

SERIF = ("Loess Serif", "Noto Serif SC")
SANS = ("Loess Sans", "Noto Sans SC")

# The shape beside the word of a verdict, and its colour. Shapes differ, so that the colour is never needed.
VERDICT_MARKS: dict[str, tuple[str, str]] = {
    "ahead": ("▲", "jade"),
    "on_track": ("●", "slate"),
    "behind": ("▼", "brick"),
    "cannot_be_told": ("◇", "stone"),
}


def colour(name: str) -> str:
    """The hex value of a colour in the light scheme, in which charts are drawn (KeyError if unknown)."""
    return PAPER.light if name == "paper" else COLOURS[name].light
