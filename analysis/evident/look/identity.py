"""The look of the report in one place: colours and type families for page, PDF and charts.

Belongs here: names, contrast ratios, the engine's values and reading those of a report. Does not: how a chart is drawn
(`charts.py`), style sheets (`book/static`), the PDF template (`typst/template.typ`); they all read these values.

The contrast ratio (WCAG 2.2) beside each colour is against the paper of its scheme; a test recomputes it.
Text needs 4.5, a line or a mark that carries meaning 3.0; `rule` and `mist` carry none.
"""

from typing import NamedTuple

import yaml

from evident import paths


class Colour(NamedTuple):
    """One colour of the identity: hex values for the light and the dark scheme, each with its contrast."""

    light: str
    light_contrast: float
    dark: str
    dark_contrast: float
    meaning: str


# The eight colours that pages, charts and the PDF name, with their values where a report gives none of its own.
_DEFAULTS = {
    "paper": Colour("#fdfcf9", 1.0, "#15191e", 1.0, "background"),
    "ink": Colour("#1f2a33", 14.24, "#e9e5dd", 14.05, "text"),
    "loess": Colour("#a35a12", 5.08, "#e6a756", 8.43, "accent"),
    "jade": Colour("#17705a", 5.85, "#5cbf9b", 7.89, "transition; ahead"),
    "brick": Colour("#a8352a", 6.38, "#ec8a78", 7.12, "warning; behind"),
    "slate": Colour("#41607f", 6.39, "#93b4d6", 8.19, "comparators; links"),
    "stone": Colour("#646a6f", 5.34, "#a9adb1", 7.82, "secondary text; other places"),
    "rule": Colour("#cfcbc2", 1.58, "#454c54", 2.03, "hairlines and grid"),
    "mist": Colour("#f1eee7", 1.13, "#20262d", 1.16, "panels and bands"),
}
FILE = "look.yml"  # in the report's package: name → [light, its contrast, dark, its contrast, meaning]


def _colours() -> dict[str, Colour]:
    """The colours of the report: its own over the engine's.

    Raises:
        ValueError: the file names a colour that pages do not know.
    """
    try:
        own = paths.report().own
    except paths.NoReport:
        own = None
    file = own / FILE if own else None
    told = yaml.safe_load(file.read_text("utf8")) or {} if file and file.exists() else {}
    if strange := set(told) - set(_DEFAULTS):
        raise ValueError(
            f"{FILE}: there is no colour {', '.join(sorted(strange))}; there are {', '.join(_DEFAULTS)}"
        )
    return _DEFAULTS | {name: Colour(*values) for name, values in told.items()}


COLOURS: dict[str, Colour] = _colours()
PAPER = COLOURS.pop("paper")

SERIF = ("Loess Serif", "Noto Serif SC")
SANS = ("Loess Sans", "Noto Sans SC")

# The shape beside the word of a verdict, and its colour. Shapes differ, so that the colour is never needed.
VERDICT_MARKS: dict[str, tuple[str, str]] = {
    "ahead": ("▲", "jade"),
    "on_track": ("●", "slate"),
    "behind": ("▼", "brick"),
    "cannot_be_told": ("◇", "stone"),
    "met": ("✓", "jade"),
    "missed": ("×", "brick"),
}


def colour(name: str) -> str:
    """The hex value of a colour in the light scheme, in which charts are drawn (KeyError if unknown)."""
    return PAPER.light if name == "paper" else COLOURS[name].light
