"""The look of the report in one place: colours and type families for page, PDF and charts.

Belongs here: names, contrast ratios, the engine's values and reading those of a report. Does not: how a chart is drawn
(`charts.py`), style sheets (`book/static`), the PDF template (`typst/template.typ`); they all read these values.

The contrast ratio (WCAG 2.2) beside each colour is against the paper of its scheme; a test recomputes it.
Text needs 4.5, a line or a mark that carries meaning 3.0; `rule` and `mist` carry none.
"""

import re
from pathlib import Path
from typing import Any, NamedTuple

from evident import paths
from evident.text.yaml_files import read_yaml


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
        BadFile: the file names a colour that pages do not know, or one of another form.
    """
    try:
        own = paths.report().own
    except paths.NoReport:
        own = None
    file = own / FILE if own else None
    return _DEFAULTS | (read_colours(file) if file and file.exists() else {})


def read_colours(file: Path) -> dict[str, Colour]:
    """The colours of a file (errors as above)."""
    document = read_yaml(file)
    told = {} if document.value is None else document.value
    if not isinstance(told, dict):
        raise document.wrong(
            "no names of colours stand here", "write `ink: [light, contrast, dark, contrast, meaning]`"
        )
    found: dict[str, Colour] = {}
    for name, values in told.items():
        if name not in _DEFAULTS:
            raise document.wrong(
                f"there is no colour {name!r}", f"mend its name; there are {', '.join(_DEFAULTS)}", name
            )
        if not _is_colour(values):
            raise document.wrong(
                f"{name} is no colour",
                'write [light, contrast, dark, contrast, meaning], as ["#1f2a33", 14.2, …]',
                name,
            )
        found[name] = Colour(*values)
    return found


def _is_colour(values: Any) -> bool:
    if not isinstance(values, list) or len(values) != len(Colour._fields):
        return False
    light, light_contrast, dark, dark_contrast, meaning = values
    hexes = all(isinstance(v, str) and re.fullmatch(r"#[0-9a-fA-F]{6}", v) for v in (light, dark))
    ratios = all(
        isinstance(v, int | float) and not isinstance(v, bool) and 1 <= v <= 21
        for v in (light_contrast, dark_contrast)
    )
    return hexes and ratios and isinstance(meaning, str)


COLOURS: dict[str, Colour] = _colours()
PAPER = COLOURS.pop("paper")

# Language and region, as Typst and a tagged PDF name them.
LANGUAGES = {"en": ("en", "gb"), "zh_CN": ("zh", "cn")}

SERIF = ("Loess Serif", "Noto Serif SC")
SANS = ("Loess Sans", "Noto Sans SC")
# For pages with many different Chinese characters: those of the sans are the lighter ones to fetch.
SERIF_LIGHT = (SERIF[0], SANS[1])

# What readers of Chinese have: a page in Chinese asks their systems for these before it fetches a face of ours.
SYSTEM_CHINESE: dict[str, tuple[str, ...]] = {
    SERIF[1]: ("Songti SC", "Noto Serif CJK SC", "Source Han Serif SC", "Source Han Serif CN", "Noto Serif SC"),
    SANS[1]: (
        "PingFang SC", "Hiragino Sans GB", "Microsoft YaHei", "Noto Sans CJK SC", "Source Han Sans SC",
        "Source Han Sans CN", "Noto Sans SC",
    ),
}  # fmt: skip
# Behind ours, until these have come: drawn for low resolutions.
LAST_CHINESE: dict[str, tuple[str, ...]] = {SERIF[1]: ("SimSun",), SANS[1]: ("SimHei",)}

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
