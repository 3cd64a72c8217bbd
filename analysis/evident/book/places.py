"""Pages of one value of a notebook that is made for many: whose run a page prints.

Belongs here: the full name of an export that a page with `place: Zhejiang` in its front matter names shortly. Does not:
which runs there are (`run/each.py`), which pages (`run/place_pages.py`), reading runs (`notebooks.py`).

In a page of Zhejiang ``{fact}`province.income` `` means the export of the run `province@zhejiang`, and so do claims,
exhibits and the catalogue. Notebooks that are made once are named as everywhere.
"""

from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.environment import BuildEnvironment

from evident.book.notebooks import library_of
from evident.run.each import AT, run_name
from evident.run.place_pages import PLACE, place_in

_TEMP = "evident_place"


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
