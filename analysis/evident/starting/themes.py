"""A new theme: a notebook, its chart, its words, a chapter, a page of the catalogue, their places in the table of
contents.

Belongs here: putting these together so that they build at once. Does not: their texts (`templates/`).
"""

import json
import re
from collections.abc import Sequence
from pathlib import Path

from evident import paths
from evident.evidence.package import FILE
from evident.evidence.tables import Evidence, Observation
from evident.run import parameters
from evident.run.project import TOC
from evident.starting import notebook_files, series
from evident.starting.writing import CannotBegin, Writing, faults, filled, refuse_name
from evident.text.files import read_text

_STEERING = ("as_of", "language")  # what every notebook declares, where the baseline has it
_IMPORTS = (
    "from evident.export import arithmetic, comparisons",
    "from evident.export.origins import dated",
    "from evident.run.session import open_notebook",
)
_ENTRY = re.compile(r"^(\s*)- file: (\S+)", re.MULTILINE)
_ENUM = re.compile(r'("name": "theme",[^\[]*"enum": \[)(?=(\s*))(.*?)(\n\s*\])', re.DOTALL)


def begin(
    name: str, title: str = "", indicator: str = "", ids: Sequence[str] = (), own_data: bool = False
) -> list[Path]:
    """Write a theme that builds; returns its files.

    Args:
        name: of the notebook, of its words and its chapter.
        title: of the chapter.
        indicator, ids: the figures that it rests on at first; neither: the longest series of the evidence.
        own_data: let figures and indicators belong to a theme of this name.

    Raises:
        CannotBegin: the name is taken or none, or the figures cannot be used; nothing was written.
    """
    refuse_name("theme", name)
    report = paths.report()
    if report.own is None:
        raise CannotBegin(
            "pyproject.toml: the report has no package for words and charts; add `package` to [tool.evident]"
        )
    found = series.chosen(Evidence.load(), indicator, ids)
    blanks = _blanks(name, title, found)
    module, imported = _figures(report.own, name)
    blanks["imports"] = "\n".join(sorted([*_IMPORTS, f"from {imported}"]))
    made = Writing()
    made.add(report.analysis / f"{name}.ipynb", notebook_files.made(filled("notebook.txt", blanks)))
    made.add(module, filled("figures.txt", blanks))
    made.add(report.own / "words" / "en" / f"{name}.yml", filled("words.yml", blanks))
    made.add(report.chapters / f"{name}.md", filled("chapter.md", blanks))
    made.add(report.chapters / f"evidence-{name}.md", filled("evidence.md", blanks))
    made.change(report.root / TOC, _listed(report.root / TOC, name))
    if own_data:
        made.change(paths.data_dir() / FILE, _allowed(paths.data_dir() / FILE, name))
    return made.write(faults)


def _blanks(name: str, title: str, found: Sequence[Observation]) -> dict[str, str]:
    keys = ["in_" + re.sub(r"[^a-z0-9]+", "_", obs.period.lower()).strip("_") for obs in found]
    title = title or name.replace("_", " ").capitalize()
    common = parameters.load_edition("baseline").values.get("common", {})
    return {
        "name": name,
        "title": title,
        "lower": title[:1].lower() + title[1:],
        "label": "What this chart shows, in which unit and where",
        "parameters": "\n".join(
            f"{key}: str = {json.dumps(common[key])}" for key in _STEERING if key in common
        ),
        "published": "\n".join(f'    {key}="{obs.obs_id}",' for key, obs in zip(keys, found, strict=True)),
        "first": keys[0],
        "last": keys[-1],
        "source": found[-1].source_id,
        "unit": found[-1].unit,
        "decimals": str(max(obs.decimals for obs in found)),
    }


def _figures(own: Path, name: str) -> tuple[Path, str]:
    """Where the charts of the theme stand, and how a notebook imports them."""
    if (own / "figures").is_dir():
        return own / "figures" / f"{name}.py", f"{own.name}.figures import {name} as figures"
    return own / f"{name}_figures.py", f"{own.name} import {name}_figures as figures"


def _listed(path: Path, name: str) -> str:
    """The table of contents with both pages: each behind the last of its kind, all else as it was.

    Raises:
        CannotBegin: no place can be told.
    """
    text = read_text(path)
    themes = {notebook.stem for notebook in paths.notebooks()}
    for page, alike in (
        (name, lambda file: file in themes),
        (f"evidence-{name}", lambda file: file.startswith("evidence-")),
    ):
        entries = list(_ENTRY.finditer(text))
        last = next(
            (entry for entry in reversed(entries) if alike(entry[2])), entries[-1] if entries else None
        )
        if last is None:
            raise CannotBegin(
                f"{paths.short(path)}: no line `- file: …` stands in it; add a part with one chapter"
            )
        end = text.index("\n", last.end()) + 1
        deeper = re.compile(rf"{last[1]}\s+.*\n")  # sections below the entry
        while below := deeper.match(text, end):
            end = below.end()
        text = f"{text[:end]}{last[1]}- file: {page}\n{text[end:]}"
    return text


def _allowed(path: Path, name: str) -> str:
    """The description of the data with one more theme, in both tables that name themes."""
    text, count = _ENUM.subn(rf'\1\3,\2"{name}"\4', read_text(path, plain=True, ended=False))
    if not count:
        raise CannotBegin(
            f"{paths.short(path)}: no field `theme` lists what is allowed; nothing need be added there"
        )
    return text
