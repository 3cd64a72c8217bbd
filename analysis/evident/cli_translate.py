"""The command `translate`.

Belongs here: its arguments, what it prints, its exit code. Does not: the work (`run/translate.py`, `book/messages.py`).
"""

import os
import sys
from dataclasses import replace

import click

from evident import paths
from evident.run import inputs
from evident.text import sentences


@click.command()
@click.argument("languages", nargs=-1, metavar="[LANGUAGE]...")
@click.option("--check", is_flag=True, help="Exit with 1 if anything is stale or missing.")
def translate(languages: tuple[str, ...], check: bool) -> None:
    """Bring the catalogues of translations up to what the chapters say now, and say how much of each is translated.

    A translation is chapters/locale/LANGUAGE/LC_MESSAGES/CHAPTER.po, one message a paragraph. A paragraph whose English
    changed a little keeps its translation, marked fuzzy, for a translator to mend; until the mark is taken away, a
    build of that language refuses the page.
    """
    from evident.book import measured, translating
    from evident.run import pipeline, translate
    from evident.run.progress import Progress
    from evident.run.workshop import Workshop

    known = [*paths.report().translations]
    if strange := [language for language in languages if language not in known]:
        raise click.UsageError(
            f"the report is not translated into {', '.join(strange)}; `translations` of [tool.evident] names "
            f"{', '.join(known) or 'no language'}"
        )
    build = replace(
        inputs.build_of("baseline"), draft=True
    )  # what is missing stops nothing: it is to be found
    if code := pipeline.run(build, Progress, os.cpu_count() or 1, forms=(), say=click.echo):
        sys.exit(code)
    folder, shop = paths.report().build / ".translate", Workshop()
    try:
        said = shop.book().call(
            "evident.book.messages:write_templates", folder, build.notebooks, build.edition
        )
    finally:
        shop.stop()
    if said:
        click.echo(said, err=True)
        sys.exit(1)
    chapters = {
        name: [message for message in messages if translating.needs_words(message)]
        for name, messages in translate.of_chapters(folder / "templates").items()
    }
    left = 0
    for of in build.translations:
        if languages and of.language not in languages:
            continue
        of_data = {*translate.of_data_and_code(of), *measured.texts()}
        wanted = chapters | {sentences.CATALOGUE: sorted(of_data)}
        every = translate.refresh(wanted, translating.folder_of(of.language), of.language)
        wide = max(len(one.name) for one in every)
        for one in every:
            part = f"{100 * one.done // max(one.whole, 1)}%"
            stale = f"  {one.stale} stale" if one.stale else ""
            missing = f"  {one.missing} missing" if one.missing else ""
            click.echo(f"  {one.name:{wide}}  {one.done:4} of {one.whole:4}  {part:>4}{stale}{missing}")
        whole, done = sum(one.whole for one in every), sum(one.done for one in every)
        click.echo(f"{of.language}: {done} of {whole} messages are translated")
        left += whole - done
    sys.exit(1 if check and left else 0)
