"""The commands `new …`: what they ask and what they say.

Belongs here: options, questions on a terminal, what to do next. Does not: writing anything (the other modules here).
"""

import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import click

from evident import paths


@click.group(name="new")
def new() -> None:
    """Begin something: a theme, an edition, an observation, a source, a claim, pages of places.

    Each writes what passes `check` at once, or nothing. What is there is never written over.
    """


@new.command()
@click.argument("name")
@click.option("--title", default="", help="Of the chapter. Default: the name.")
@click.option(
    "--indicator", default="", help="Whose figures it rests on at first. Default: the longest series."
)
@click.option(
    "--observation", "ids", multiple=True, metavar="ID", help="A figure that it rests on; may stand often."
)
@click.option("--own-data", is_flag=True, help="Also allow figures that belong to a theme of this name.")
def theme(name: str, title: str, indicator: str, ids: tuple[str, ...], own_data: bool) -> None:
    """Begin a theme: notebook, chart, words, chapter, page of the catalogue, table of contents.

    It rests on figures that are there, so that it can be built and seen, and says in comments what to replace.
    """
    from evident.starting import themes

    name = name.removesuffix(".ipynb")
    _say(themes.begin(name, title, indicator, ids, own_data))
    command = paths.report().command
    click.echo(
        f"next: `{command} build` (or `preview`) and look at {name}.html; put your figures into the notebook, then\n"
        f"      `{command} freeze {name}` keeps its outputs for the tests. A parameter of its own goes into the cell\n"
        f"      `parameters`, under `{name}:` in data/editions/baseline.yml, and with a name into the words."
    )


@new.command()
@click.argument("name")
@click.option("--title", default="", help="Default: the name.")
@click.option("--reason", default="", help="What it assumes otherwise, and why; readers see it.")
@click.option("--as-of", default="", metavar="DATE", help="Hide evidence published later, as 2024-12-31.")
@click.option("--based-on", default="baseline", show_default=True, metavar="EDITION", help="What it changes.")
def edition(name: str, title: str, reason: str, as_of: str, based_on: str) -> None:
    """Begin an edition: a file of parameters with everything that can be set in it, as comments."""
    from evident.starting import editions

    name = name.removesuffix(".yml")
    _say([editions.begin(name, title, reason, as_of, based_on)])
    click.echo(
        f"next: set in it what you assume otherwise, then `{paths.report().command} build --edition {name}`"
    )


def _fields(names: Iterable[str]) -> Callable[[Any], Any]:
    """An option for each field."""

    def decorated(command: Any) -> Any:
        for name in reversed(list(names)):
            command = click.option(f"--{name.replace('_', '-')}", name, default="", metavar="TEXT")(command)
        return command

    return decorated


@new.command()
@click.argument("obs_id", metavar="ID")
@_fields((
    "indicator", "place", "period", "value", "value_high", "source_id", "locator", "paraphrase", "bound", "status",
    "period_kind", "category", "definition_note", "quality", "quality_note", "conflict_group",
))  # fmt: skip
def observation(obs_id: str, **told: str) -> None:
    """Add a published figure to data/observations.csv, at its place.

    ID says place, indicator and period: norland-ore-output-2024-a. Theme and unit are those of the indicator. What is
    needed and not told is asked for on a terminal.
    """
    from evident.starting import rows

    form = rows.Form()
    if problem := form.wrong("obs_id", obs_id):
        raise paths.Mistake(problem)
    told = {name: value for name, value in told.items() if value}
    _ask(told, rows.NEEDED, form.wrong)
    _say([rows.observation(obs_id, told)])
    click.echo(
        f'next: in a notebook `nb.fact("key", evidence["{obs_id}"])`, in a chapter {{fact}}`NOTEBOOK.key`'
    )


@new.command()
@click.argument("key")
@_fields(("publisher", "title", "date", "author", "url", "urldate", "note"))
def source(key: str, **told: str) -> None:
    """Add a document to data/sources.bib, at its place among the keys."""
    from evident.starting import rows

    told = {name: value for name, value in told.items() if value}
    _ask(
        told,
        rows.SOURCE_NEEDED,
        lambda name, value: "" if value else f"{name} is empty; every source needs it",
    )
    _say([rows.source(key, told)])
    click.echo(f"next: `source_id` {key} in a row of data/observations.csv, {{cite:p}}`{key}` in a chapter")


@new.command()
@click.argument("name", metavar="NOTEBOOK.KEY")
@click.option("--observation", "ids", multiple=True, metavar="ID", help="A figure to compare; give it twice.")
def claim(name: str, ids: tuple[str, ...]) -> None:
    """Add a cell with a test to a notebook, and print the role that binds words to it."""
    from evident.starting import claims

    path, role = claims.begin(name.replace(".ipynb.", "."), ids)
    _say([path])
    command = paths.report().command
    click.echo(
        f"next: test there what you mean to say, run `{command} freeze {path.stem}`, and paste into a chapter\n"
        f"      {role}"
    )


@new.command()
@click.argument("notebook")
def places(notebook: str) -> None:
    """Write the pages that the values of a notebook lack, which data/ranges.yml lists under `each:`.

    They share the text of `_profile.md` beside them, and stand below the chapter that `collection` in pyproject.toml
    names.
    """
    from evident.starting import places as pages

    _say(pages.begin(notebook.removesuffix(".ipynb")))
    click.echo(
        f"next: `{paths.report().command} build`; a value that goes from the list leaves its page to be deleted"
    )


def _ask(told: dict[str, str], needed: Iterable[str], wrong: Callable[[str, str], str]) -> None:
    """Ask for what is needed and was not told, again until it can be used.

    Raises:
        UsageError: nobody is there to answer.
    """
    missing = [name for name in needed if name not in told]
    if missing and not _answers():
        raise click.UsageError("tell " + ", ".join(f"--{name.replace('_', '-')}" for name in missing))
    for name in missing:

        def usable(value: str, name: str = name) -> str:
            if problem := wrong(name, value.strip()):
                raise click.BadParameter(problem)
            return value.strip()

        told[name] = click.prompt(name, value_proc=usable)


def _answers() -> bool:
    """Whether somebody sits at the terminal."""
    return sys.stdin.isatty()


def _say(files: Iterable[Path]) -> None:
    for file in files:
        click.echo(f"  {paths.short(file)}")
