"""The command `translate`.

Belongs here: its arguments, what it prints, its exit code. Does not: the work (`run/translate.py`, `book/messages.py`).
"""

import os
import sys

import click

from evident import paths
from evident.run import inputs


@click.command()
@click.argument("languages", nargs=-1, metavar="[LANGUAGE]...")
@click.option("--check", is_flag=True, help="Exit with 1 if anything is stale or missing.")
def translate(languages: tuple[str, ...], check: bool) -> None:
    """Bring the catalogues of translations up to what the chapters say now, and say how much of each is translated.

    A translation is chapters/locale/LANGUAGE/LC_MESSAGES/CHAPTER.po, one message a paragraph. A paragraph whose English
    changed a little keeps its translation, marked fuzzy, for a translator to mend; until the mark is taken away, a
    build of that language refuses the page.
    """
    from evident.run import pipeline, translate
    from evident.run.progress import Progress
    from evident.run.workshop import Workshop

    known = [*paths.report().translations]
    if strange := [language for language in languages if language not in known]:
        raise click.UsageError(
            f"the report is not translated into {', '.join(strange)}; `translations` of [tool.evident] names "
            f"{', '.join(known) or 'no language'}"
        )
    build = inputs.build_of("baseline")
    main = inputs.Build(build.edition, build.folder, translated=False)
    if code := pipeline.run(main, Progress, os.cpu_count() or 1, forms=(), say=click.echo):
        sys.exit(code)
    folder, shop = paths.report().build / ".translate", Workshop()
    try:
        said = shop.book().call("evident.book.messages:write_templates", folder, main.notebooks, main.edition)
    finally:
        shop.stop()
    if said:
        click.echo(said, err=True)
        sys.exit(1)
    open_ = 0
    for language in languages or known:
        every = translate.refresh(folder / "templates", language)
        wide = max((len(one.name) for one in every), default=0)
        for one in every:
            part = f"{100 * one.done // max(one.whole, 1)}%"
            click.echo(
                f"  {one.name:{wide}}  {one.done:4} of {one.whole:4}  {part:>4}"
                + (f"  {one.stale} stale" if one.stale else "")
                + (f"  {one.missing} missing" if one.missing else "")
            )
        whole, done = sum(one.whole for one in every), sum(one.done for one in every)
        click.echo(f"{language}: {done} of {whole} messages are translated")
        open_ += whole - done
    sys.exit(1 if check and open_ else 0)
