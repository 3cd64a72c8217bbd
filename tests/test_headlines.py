"""The headlines computed a second time: by scripts that read `data/` and nothing of the report or the engine.

Each theme has one, `tests/headlines/<theme>.py`: `recomputed(observations, panel)` gives facts and claims by their keys
without the theme, as a number, a bool, a text, or a pair of ends. They are compared with what the frozen notebook
exports, at the precision that is printed. What the notebook draws at random may differ by more: a tenth of a range's
width, or three in a hundred of a number.

Every fact and claim in a chapter's opening, key numbers and headings has to be there. What cannot be computed from the
data alone is listed in `NOT_FROM_DATA` of the script, each key with its reason.
"""

import ast
import importlib.util
import re
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from evident import paths
from evident.run.exported import Export, read
from evident.text import formats

FOLDER = Path(__file__).parent / "headlines"
THEMES = sorted(path.stem for path in FOLDER.glob("*.py") if path.stem != "__init__")
ADMITTED = set(sys.stdlib_module_names) - {"importlib", "subprocess", "runpy"} | {"pandas", "numpy", "yaml"}
CHAPTERS = ["index", "mining", "renewables", "hydrogen", "cooperation", "freight", "outlook"]
WIDTH, PART = 0.1, 0.03  # what draws may differ by: of a range's width, of a number
Value = Any  # float, bool, str or a pair of ends

_BOUND = re.compile(r"\{(?P<role>fact|claim)\}(?P<ticks>`+)(?P<inner>.*?)(?<!`)(?P=ticks)(?!`)", re.DOTALL)
_KEYS = re.compile(r"<(?P<keys>[\w.,\s]+)>\s*$")


@dataclass(frozen=True)
class Script:
    """What a script of a theme gives."""

    found: dict[str, Value]
    not_from_data: dict[str, str]


def tables() -> tuple[pd.DataFrame, pd.DataFrame]:
    """Observations and panel as any reader of the files has them."""
    numbers = {"value": float, "value_high": float}
    text = pd.read_csv(paths.data_dir() / "observations.csv", dtype=str)
    panel = pd.read_csv(paths.data_dir() / "panel.csv", dtype={"value": float, "year": int})
    return text.astype(numbers), panel


def module(theme: str) -> Any:
    spec = importlib.util.spec_from_file_location(f"headlines_{theme}", FOLDER / f"{theme}.py")
    assert spec
    assert spec.loader
    loaded = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(loaded)
    return loaded


@cache
def script(theme: str) -> Script:
    loaded = module(theme)
    return Script(loaded.recomputed(*tables()), getattr(loaded, "NOT_FROM_DATA", {}))


@cache
def exports(theme: str) -> dict[str, Export]:
    """Facts and claims of a frozen notebook, by their keys without the theme."""
    told = read((paths.report().analysis / f"{theme}.ipynb").read_bytes()).exports
    return {
        key.partition(".")[2]: export for (kind, key), export in told.items() if kind in ("fact", "claim")
    }


# -- comparing


def differing(theme: str, found: Mapping[str, Value], told: Mapping[str, Export]) -> list[str]:
    """What script and notebook do not agree on, a line each with both values."""
    said = []
    for key, value in found.items():
        if key not in told:
            said.append(f"{theme}.{key}: the script has {value!r}, the notebook exports nothing of this name")
        elif problem := _problem(value, told[key]):
            said.append(f"{theme}.{key}: {problem}")
    return said


def _problem(value: Value, export: Export) -> str:
    """How a value of a script differs from an export; empty if it does not."""
    if export.kind == "claim":
        holds = export.told["text"] == "holds"
        said = f"the script says {bool(value)}, the notebook that it {export.told['text']} ({export.told['test']})"
        return "" if isinstance(value, bool | _NUMPY_BOOL) and bool(value) is holds else said
    exact, drawn = _exact(export.told["value"]), "seed" in export.assumed
    said = f"the script has {value!r}, the notebook {export.told['value']} (printed {export.told['text']!r})"
    if isinstance(exact, str) or isinstance(value, str):
        return "" if _plain(value) == _plain(exact) else said
    ours, theirs = _ends(value), _ends(exact)
    if len(ours) != len(theirs):
        return said
    near = step(export.told["text"], theirs) / 2
    if drawn:
        near = max(
            2 * near,
            *(PART * abs(end) for end in theirs) if len(theirs) == 1 else [WIDTH * (theirs[1] - theirs[0])],
        )
    near = max(near, 1e-9 * abs(theirs[-1]))  # the frozen value has twelve digits
    return "" if all(abs(a - b) <= near for a, b in zip(ours, theirs, strict=True)) else said


_NUMPY_BOOL = type(pd.Series([True]).all())


def _exact(told: str) -> Value:
    """The unrounded value that a frozen fact tells of: '1.5', '1.5 to 2.0', a text in quotation marks."""
    if re.match(r"['\"]", told):
        return ast.literal_eval(told)
    ends = [float(end) for end in told.split(" to ")]
    return ends[0] if len(ends) == 1 else (ends[0], ends[1])


def _plain(value: Value) -> str:
    return f"{value:.0f}" if isinstance(value, float) and value.is_integer() else str(value)


def _ends(value: Value) -> tuple[float, ...]:
    if isinstance(value, tuple):
        return float(value[0]), float(value[1])
    return (float(value),)


def step(text: str, values: tuple[float, ...]) -> float:
    """The unit of the last digit of a number that is printed: 0.1 of "1.5 Mt", ten of "1,190" for 1191.8."""
    printed = text.replace(",", "").replace("−", "-")
    for decimals in range(6, -7, -1):
        shown = {formats.number(value, decimals).replace(",", "").replace("−", "-") for value in values}
        if all(re.search(rf"(?<![\d.]){re.escape(one.lstrip('+'))}(?![\d]|\.\d)", printed) for one in shown):
            rounds = all(round(value, decimals) == round(value, decimals - 1) for value in values)
            if not rounds or decimals <= 0:
                return 10.0**-decimals
    return 1.0


# -- what has to be there


def headlines(markdown: str) -> list[str]:
    """Keys of facts and claims in the opening of a chapter, its key numbers among it, and in its headings."""
    opening = re.split(r"^## ", markdown, maxsplit=1, flags=re.MULTILINE)[0]
    headings = re.findall(r"^#+ .*(?:\n(?!\n).*)*", markdown, flags=re.MULTILINE)
    keys: dict[str, None] = {}
    for text in (opening, *headings):
        for key in _keys(text):
            keys[key] = None
    return list(keys)


def _keys(text: str) -> list[str]:
    found = []
    for match in _BOUND.finditer(text):
        if match["role"] == "fact":
            found.append(match["inner"].partition("|")[0].strip())
        elif bound := _KEYS.search(match["inner"]):
            found += [key.strip() for key in bound["keys"].split(",") if key.strip()]
            found += _keys(match["inner"][: bound.start()])
    return found


def missing(keys: list[str], scripts: Mapping[str, Script]) -> list[str]:
    """Headlines that no script computes; of themes without a script nothing is asked."""
    return [
        key
        for key in keys
        if (theme := key.partition(".")[0]) in scripts
        and key.partition(".")[2] not in {*scripts[theme].found, *scripts[theme].not_from_data}
    ]


# -- the report


@pytest.mark.parametrize("theme", THEMES)
def test_a_script_reads_data_alone(theme: str) -> None:
    tree = ast.parse((FOLDER / f"{theme}.py").read_text("utf8"))
    imported = {
        name.split(".")[0]
        for node in ast.walk(tree)
        for name in (
            [alias.name for alias in node.names]
            if isinstance(node, ast.Import)
            else [node.module or "."]
            if isinstance(node, ast.ImportFrom)
            else []
        )
    }
    assert imported <= ADMITTED, f"{theme}.py imports {', '.join(sorted(imported - ADMITTED))}"


@pytest.mark.parametrize("theme", THEMES)
def test_script_and_notebook_agree(theme: str) -> None:
    said = differing(theme, script(theme).found, exports(theme))
    assert not said, "\n".join(said)


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_every_headline_is_computed_twice(chapter: str) -> None:
    text = (paths.report().chapters / f"{chapter}.md").read_text("utf8")
    lost = missing(headlines(text), {theme: script(theme) for theme in THEMES})
    assert not lost, (
        f"{chapter}.md prints as headlines what tests/headlines does not compute: {', '.join(lost)}"
    )


@pytest.mark.parametrize("theme", THEMES)
def test_an_exception_has_a_reason_and_is_needed(theme: str) -> None:
    excepted = script(theme).not_from_data
    assert all(len(reason) >= 10 for reason in excepted.values())
    assert not set(excepted) & set(script(theme).found)
    assert set(excepted) <= set(exports(theme)), "of these the notebook exports nothing"


@pytest.mark.parametrize("theme", THEMES)
def test_a_figure_that_moves_is_noticed(theme: str) -> None:
    observations, panel = tables()
    observations["value"] *= 1.2
    panel["value"] *= 1.3
    moved = module(theme).recomputed(observations, panel)
    assert differing(theme, moved, exports(theme))


# -- the harness


def told(**kinds: str) -> dict[str, Export]:
    """Facts, `text [value]`, and claims, `holds` or `fails`."""
    found = {}
    for key, line in kinds.items():
        text, _, value = line.rstrip("]").partition(" [")
        kind = "fact" if value else "claim"
        found[key] = Export(kind, f"ore.{key}", {"text": text, "value": value, "test": "a is more than b"})
    return found


@pytest.mark.parametrize(
    ("line", "value", "agrees"),
    [
        ("55.1% [55.1234]", 55.15, True),
        ("55.1% [55.1234]", 55.2, False),
        ("1,190–1,420 Mt [1191.8 to 1424.6]", (1188.0, 1427.0), True),
        ("1,190–1,420 Mt [1191.8 to 1424.6]", (1191.8, 1431.0), False),
        ("1,190–1,420 Mt [1191.8 to 1424.6]", 1191.8, False),
        ("400 [400.0]", 400, True),
        ("400 [400.0]", 401, False),
        ("over 30 [30.0]", 30.0, True),
        ("8% [7.98 to 8.42]", (7.9, 8.5), True),
        ("2027 ['2027']", 2027.0, True),
        ("on track ['on_track']", "behind", False),
        ("holds", True, True),
        ("holds", False, False),
        ("fails", False, True),
        ("cannot be told", True, False),
        ("holds", 1.0, False),
    ],
)
def test_values_are_compared_as_they_are_printed(line: str, value: Value, agrees: bool) -> None:
    said = differing("ore", {"x": value}, told(x=line))
    assert (said == []) is agrees
    assert all(text.startswith("ore.x: the script ") for text in said)


def test_a_key_that_the_notebook_does_not_export_is_told() -> None:
    assert differing("ore", {"y": 1.0}, told(x="1 [1.0]")) == [
        "ore.y: the script has 1.0, the notebook exports nothing of this name"
    ]


def test_headlines_are_those_of_opening_key_numbers_and_headings() -> None:
    chapter = (
        "# Ore\n\nIt is {fact}`ore.a|number`.\n\n```{keynumbers}\n{fact}`ore.b`\nwords\n```\n\n"
        "## {claim}``More than {fact}`ore.c`\nnow <ore.d, pit.e>``\n\nBelow {fact}`ore.f` is {claim}`more <ore.g>`.\n"
    )
    keys = headlines(chapter)
    assert keys == ["ore.a", "ore.b", "ore.d", "pit.e", "ore.c"]
    scripts = {"ore": Script({"a": 1.0, "c": 2.0}, {"b": "It is drawn by lot."})}
    assert missing(keys, scripts) == ["ore.d"]
