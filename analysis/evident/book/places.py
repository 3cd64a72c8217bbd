"""Pages of one value of a notebook that is made for many: whose run a page prints.

Belongs here: `place: Zhejiang` in the front matter of a page, and the full name of an export that the page names
shortly. Does not: which runs there are (`run/each.py`), reading them (`notebooks.py`).

In a page of Zhejiang ``{fact}`province.income` `` means the export of the run `province@zhejiang`, and so do claims,
exhibits and the catalogue. Notebooks that are made once are named as everywhere.
"""

import re

import yaml
from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.environment import BuildEnvironment

from evident.book.notebooks import library_of
from evident.run.each import AT, run_name

PLACE = "place"
_TEMP = "evident_place"
_FRONT = re.compile(r"\A---\n(.*?)\n---\n", re.DOTALL)


def place_in(source: str) -> str:
    """The place that the front matter of a page names; empty if none."""
    if not (match := _FRONT.match(source)):
        return ""
    try:
        told = yaml.safe_load(match[1])
    except yaml.YAMLError:  # MyST tells of it
        return ""
    return str(told.get(PLACE, "")) if isinstance(told, dict) else ""


def note_place(app: Sphinx, docname: str, source: list[str]) -> None:
    """Remember whose page is being read (event `source-read`)."""
    app.env.temp_data[_TEMP] = place_in(source[0])


def place_of(env: BuildEnvironment) -> str:
    """The place of the page that is being read; empty for any other page."""
    return str(env.temp_data.get(_TEMP, ""))


def has_place(env: BuildEnvironment, docname: str) -> bool:
    """Whether a page that has been read is that of a place."""
    return PLACE in env.metadata.get(docname, {})


def named(env: BuildEnvironment, config: Config, key: str) -> str:
    """The full name of what a page names: of a notebook with a run for the page's place, that run's."""
    notebook, dot, rest = key.partition(".")
    place = place_of(env)
    if not place or AT in notebook:
        return key
    library = library_of(config)
    if not library.is_made_for_many(notebook):
        return key
    return f"{run_name(notebook, place)}{dot}{rest}"
