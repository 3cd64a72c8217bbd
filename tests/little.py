"""A report of a few rows, written into a folder of a test: a land with pits, nothing that exists.

Belongs here: its evidence, its words, a notebook that records what it exports. Does not: tests.
Values are such that a test can reckon with them in the head.
"""

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import nbformat
import pandas as pd
import pytest

from evident.evidence.tables import Evidence
from evident.export.charts import Canvas, observed
from evident.export.exhibits import Chart, Column, Table
from evident.export.notebook import Notebook
from evident.export.origins import Parameter
from evident.export.publishing import Publisher
from evident.text.words import Words

PYPROJECT = '[tool.evident]\ncommand = "little"\npackage = "little"\n'
INDICATORS = """indicator,theme,label_en,label_zh,unit,kind,definition,higher_is
ore,pits,Ore raised,,Mt,flow,,neutral
ore_share,pits,Share of ore,,percent,share,,neutral
people,pits,Residents,,million,stock,,neutral
pits,pits,Open pits,,count,stock,,neutral
price,pits,Price of ore,,CNY/t,price,,neutral
"""
OBSERVATIONS = """\
obs_id,theme,indicator,place,period,period_kind,value,value_high,unit,bound,status,category,definition_note,\
source_id,locator,paraphrase,quality,quality_note,conflict_group
ore-2023,pits,ore,Norland,2023,flow,40,,Mt,exact,actual,,,bureau2024,p,Ore,good,,
ore-2024,pits,ore,Norland,2024,flow,50,,Mt,exact,actual,,,bureau2025,p,Ore,good,,
ore-goal,pits,ore,Norland,2030,target,60,,Mt,at_least,target,,,bureau2024,p,Ore,good,,
ore-north,pits,ore,Norland/Northtown,2024-03,flow,12.5,,Mt,exact,actual,small pits,,bureau2025,p,Ore,good,,
pits-a,pits,pits,Norland,2024-12-31,stock,7,,count,at_least,actual,,,bureau2025,p,Pits,conflict,,pits-2024
pits-b,pits,pits,Norland,2024-12-31,stock,9,,count,exact,actual,,,paper2025,p,Pits,conflict,,pits-2024
price-2024,pits,price,Norland,2024,flow,3,5,CNY/t,range,actual,,,paper2025,p,Price,good,,
"""
SOURCES = """@online{bureau2024,
  publisher = {Bureau},
  title = {{Ore of 2023}},
  date = {2024-02-01},
}
@online{bureau2025,
  publisher = {Bureau},
  title = {{Ore of 2024}},
  date = {2025-02-01},
}
@online{paper2025,
  publisher = {The Paper},
  title = {{Pits}},
  date = {2025-06-01},
}
@online{yearbook2017,
  publisher = {Yearbook},
  title = {{Residents}},
  date = {2017-09-01},
}
"""
YEARS = range(2010, 2017)
RESIDENTS = {"Norland": 10, "Sudland": 20, "Westland": 30}  # millions in 2010; one more each year
COMMON = """units:
  Mt: "{text}\u00a0Mt"
  Mt/yr: "{text}\u00a0Mt a year"
  CNY/t: "{text} yuan a tonne"
"""
WORDS = """facts:
  sum: Ore of both years
  mean: Ore in a middle year
  number: A number
  number_range: A number between two ends
  ore_share: Share of the ore
  word: The larger of two
  day: The last day
  verdict: Verdict on the ore
  rows: Figures in the evidence
parameters:
  as_of: Date
  fund: Fund, million yuan
  year: Year of the fund
chart:
  title: More ore
  claim: more_ore
  otherwise: No more ore
  subtitle: Ore of {place}, {theme.ore_2024} at last
  alt: A line that rises to {theme.ore_2024|number}
  note: As printed
table:
  title: What there is
  describes: the figures
  subtitle: All of them
"""
BASELINE = """title: Baseline
reason: As it stood.
common:
  as_of: 2025-12-31
theme:
  fund: {value: 20.0, reason: "As much as a neighbour gives; a choice of ours."}
  year: 2030
"""
FUND = Parameter("fund", 20.0, "Fund, million yuan", "A choice of ours.")
YEAR = Parameter("year", 2030, "Year of the fund")


def write(folder: Path, words: str = WORDS) -> Path:
    """Write the report; returns its folder."""
    panel = ["province,year,indicator,value,unit,source_id"] + [
        f"{place},{year},people,{first + year - YEARS[0]},million,yearbook2017"
        for place, first in RESIDENTS.items()
        for year in YEARS
    ]
    files = {
        "pyproject.toml": PYPROJECT,
        "data/indicators.csv": INDICATORS,
        "data/observations.csv": OBSERVATIONS,
        "data/panel.csv": "\n".join([*panel, ""]),
        "data/sources.bib": SOURCES,
        "data/editions/baseline.yml": BASELINE,
        "analysis/little/words/en/common.yml": COMMON,
        "analysis/little/words/en/theme.yml": words,
        "chapters/index.md": "# Ore\n",
    }
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf8")
    return folder


def enter(folder: Path, monkeypatch: pytest.MonkeyPatch, words: str = WORDS) -> Path:
    """Write the report and make it the one that the engine works on."""
    monkeypatch.setenv("EVIDENT_ROOT", str(write(folder, words)))
    for name in ("EVIDENT_DATA", "EVIDENT_EDITION", "EVIDENT_FROZEN"):
        monkeypatch.delenv(name, raising=False)
    return folder


class Recorder(Publisher):
    """Keeps what is published, as long as it can be JSON."""

    def __init__(self) -> None:
        self.published: list[tuple[str, dict[str, Any], str]] = []

    def publish(
        self, mime: str, payload: dict[str, Any], text: str, svgs: Mapping[str, str] | None = None,
        marks: Mapping[str, Any] | None = None,
    ) -> None:  # fmt: skip
        self.published.append((mime, json.loads(json.dumps(payload, allow_nan=False)), text))


def notebook(
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    *,
    as_of: str = "2025-12-31",
    words: str = WORDS,
) -> Notebook:
    """A notebook of the report, with two parameters, and a `Recorder` in place of the outputs."""
    enter(folder, monkeypatch, words)
    return Notebook("theme", Evidence.load(as_of), parameters=[FUND, YEAR], publisher=Recorder())


def drawn(words: Words, first: float, second: float) -> Chart:
    """A chart of two years."""

    def draw(canvas: Canvas) -> Any:
        figure, ax = canvas.subplots(2)
        observed(ax, [2023, 2024], [first, second])
        return figure

    data = pd.DataFrame({"year": ["2023", "2024"], "ore": [first, second]})
    return Chart(data, {"year": Column("Year"), "ore": Column("Ore", "Mt", 1)}, draw)


def listed(words: Words, *values: float) -> Table:
    """A table of values."""
    return Table(pd.DataFrame({"ore": list(values)}), {"ore": Column("Ore", "Mt", 0)})


def save(
    path: Path, *cells: str, tag: Callable[[int], list[str]] = lambda n: ["parameters"] * (n == 0)
) -> Path:
    """Write cells as a notebook; the first is tagged `parameters`."""
    path.parent.mkdir(parents=True, exist_ok=True)
    made = [
        nbformat.v4.new_code_cell(source, id=f"c{number}", metadata={"tags": tag(number)})
        for number, source in enumerate(cells)
    ]
    about = {"kernelspec": {"name": "python3", "language": "python", "display_name": "Python 3"}}
    nbformat.write(nbformat.v4.new_notebook(cells=made, metadata=about), path)
    return path
