"""The runs of a notebook in a build: one, or one for each value of a parameter that takes many.

Belongs here: which values those are, the names of the runs, and which run stands for its notebook. Does not: ranges in
general (`ranges.py`), running anything (`pipeline.py`), which page prints which run (`book/places.py`).

`data/ranges.yml` says for which values of which parameter a notebook is made:

    province:
      place: {each: [Anhui, Beijing], reason: One page a province.}

The notebook `province` is then executed as `province@anhui.ipynb` and `province@beijing.ipynb`. Its frozen form is that
of its default. Nothing here imports pandas or Sphinx.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

from evident import paths
from evident.run import parameters, ranges
from evident.text.files import BadFile
from evident.text.yaml_files import read_yaml

AT = "@"  # between the name of a notebook and that of a value


@dataclass(frozen=True)
class Each:
    """The parameter of a notebook for each of whose values it is made, and the values in order."""

    parameter: str
    values: tuple[Any, ...]


@dataclass(frozen=True)
class Run:
    """One run of a notebook: the name of its executed file without suffix, and what is set beside the edition."""

    notebook: Path
    name: str
    values: dict[str, Any] = field(default_factory=dict)


def slug(value: Any) -> str:
    """A value as part of the name of a file: Inner Mongolia → inner-mongolia."""
    return re.sub(r"[^a-z0-9]+", "-", str(value).lower()).strip("-")


def run_name(notebook: str, value: Any) -> str:
    """The name of the run of a notebook for a value."""
    return f"{notebook}{AT}{slug(value)}"


def notebook_of(run: str) -> str:
    """The notebook of a run, which may be the notebook itself."""
    return run.partition(AT)[0]


def each_of(notebook: str) -> Each | None:
    """The parameter with many values of a notebook; None if it is made once.

    What is wrong with the file is told by whoever checks it (`ranges.faults`); here it has no such parameter then.
    """
    file = ranges.place()
    return _read(str(file), file.stat().st_mtime_ns).get(notebook) if file.exists() else None


@lru_cache(maxsize=8)
def _read(file: str, _modified: int) -> dict[str, Each]:
    """By notebook; without looking into the notebooks, since every kernel of a build asks."""
    try:
        told = read_yaml(Path(file)).value
    except BadFile:
        return {}
    found = {}
    for notebook, section in told.items() if isinstance(told, dict) else ():
        for name, entry in section.items() if isinstance(section, dict) else ():
            if isinstance(entry, dict) and isinstance(entry.get(ranges.EACH), list):
                found[str(notebook)] = Each(str(name), tuple(entry[ranges.EACH]))
    return found


def runs(notebooks: list[Path]) -> Iterator[Run]:
    """The runs of notebooks, those of one after another."""
    for notebook in notebooks:
        many = each_of(notebook.stem)
        if many is None:
            yield Run(notebook, notebook.stem)
            continue
        for value in many.values:
            yield Run(notebook, run_name(notebook.stem, value), {many.parameter: value})


def left_over(folder: Path, notebooks: list[Path]) -> list[Path]:
    """Executed notebooks of a folder for values that a notebook is no longer made for, or from before it was."""
    wanted = {run.name for run in runs(notebooks)}
    made = {notebook_of(name) for name in wanted}
    files = folder.glob("*.ipynb")
    return sorted(f for f in files if f.stem not in wanted and (AT in f.stem or f.stem in made))


def standing_for(run: str) -> str:
    """The notebook that a run stands for, where versions are compared: that of its default; empty for any other."""
    notebook, at, value = run.partition(AT)
    if not at:
        return run
    many, file = each_of(notebook), paths.report().analysis / f"{notebook}.ipynb"
    if many is None or not file.exists():
        return ""
    default = parameters.declared(file)[many.parameter].default
    return notebook if slug(default) == value else ""
