"""The commands: build, editions, check, new, preview, run, translate, freeze, diff, sweep, release, lint, spell, links,
fingerprint.

Belongs here: reading arguments, printing results, exit codes. Does not: any work (`pipeline.py` and others do it).
Imports of heavy modules stand inside the commands, so that `build` with nothing to do answers at once.
"""

import contextlib
import io
import json
import os
import shlex
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any, NoReturn

import click

from evident import paths
from evident.cli_translate import translate
from evident.run import inputs, standing
from evident.starting import commands

EXIT_CODES = """
Exit codes: 0 all is well; 1 something in the project needs mending (the message says what and where);
2 the command was called wrongly.
"""


STOPPED = 130  # the exit code of what somebody stopped
_CALLED = "evident.called"  # under which the arguments of a call are kept


class _Forgiving(io.FileIO):
    """An output that is closed or full: what cannot be said is dropped, which is no reason not to build."""

    def write(self, data: Any) -> int:
        try:
            return super().write(data) or 0
        except OSError:
            return len(data)


def _forgive() -> None:
    """Let what is printed fail neither for who listens nor for the alphabet of the terminal."""
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        try:
            raw = _Forgiving(stream.fileno(), "w", closefd=False)
        except (AttributeError, OSError):  # there is none, or a test reads it
            continue
        setattr(
            sys,
            name,
            io.TextIOWrapper(io.BufferedWriter(raw), stream.encoding, "replace", line_buffering=True),
        )


class _Commands(click.Group):
    """Commands that say what the author has to mend, without a traceback."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        ctx.meta[_CALLED] = shlex.join(args)
        return super().parse_args(ctx, args)

    def invoke(self, ctx: click.Context) -> Any:
        _forgive()
        try:
            return super().invoke(ctx)
        except paths.Mistake as error:
            _stop(str(error))
        except OSError as error:
            where = f"{error.filename}: " if error.filename else ""
            _stop(f"{where}{error.strerror or error}; mend that and call again")
        except KeyboardInterrupt:
            click.echo("stopped", err=True)
            sys.exit(130)


@click.group(
    cls=_Commands,
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog=EXIT_CODES,
    help="""Build and check a report.

    \b
    readers   build           the HTML book, the PDF and the EPUB, from what is out of date
    authors   preview         the same, served on this machine and rebuilt on every change
              editions        which there are, how they differ, whether they are built
              check           is what you wrote sound? what in the evidence contradicts itself anew?
              lint            are notebooks thin, and sentences bound to tests?
              spell           are the words in a dictionary?
              links           do addresses have their form, and does somebody answer there?
              run NOTEBOOK    one notebook, with an edition's parameters
              new             begin a theme, an edition, an observation, a source, a claim
              translate       how much of each chapter is translated; refreshes the catalogues
              freeze NOTEBOOK keep its outputs in the notebook, as the reference for the tests
              diff [A] [B]    what changed: numbers, claims, charts; why; and which lines print it
              sweep           which findings survive which assumptions? (`data/ranges.yml`)
              release         keep its numbers, and pack it for an archive

    A number changes in data/; the notebooks that use data/ run again; the book is printed again if anything it
    prints changed. `--help` behind a command tells more.""",
)
def main() -> None:
    """See the help above."""


main.add_command(commands.new)
main.add_command(translate)


def edition_option(command: Any) -> Any:
    """The option --edition of several commands."""
    return click.option(
        "--edition",
        default="baseline",
        show_default=True,
        metavar="NAME",
        help="Which parameters: a file data/editions/NAME.yml.",
    )(command)


def build_options(command: Any) -> Any:
    """The options of commands that run notebooks."""
    for option in (
        click.option(
            "-j", "--jobs", default=os.cpu_count() or 1, show_default="processors", type=click.IntRange(1),
            help="Tasks at a time.",
        ),
        click.option(
            "--limit", type=click.FloatRange(0, min_open=True), metavar="SECONDS",
            help=f"How long a cell may run. Default: `time_limit` of the edition, else {inputs.LIMIT:g}.",
        ),
        click.option("--no-wait", is_flag=True, help="Fail at once if another build of this edition is at work."),
    ):  # fmt: skip
        command = option(command)
    return edition_option(command)


@main.command()
@build_options
@click.option("--html", "forms", flag_value="html", help="Only the HTML book.")
@click.option("--pdf", "forms", flag_value="typst", help="Only the PDF.")
@click.option("--epub", "forms", flag_value="epub", help="Only the EPUB.")
@click.option("--untranslated", is_flag=True, help="Only in the language that chapters are written in.")
@click.option("--draft", is_flag=True, help="Print what has no translation untranslated, and mark it.")
@click.option("--all", "everything", is_flag=True, help="All editions, and the site of them in _build/site/.")
@click.pass_context
def build(
    ctx: click.Context,
    edition: str,
    forms: str | None,
    jobs: int,
    limit: float | None,
    no_wait: bool,
    untranslated: bool,
    draft: bool,
    everything: bool,
) -> None:
    """Build the book: run the notebooks that are out of date, then HTML, PDF and EPUB if anything they print changed.

    The result is in _build/EDITION/. HTML, PDF, EPUB and data set appear there together when all of them are good;
    until then, and if a step fails, the last good book stays.

    With --all, every edition is built, one after the other, and _build/site/ has them side by side: the same page of
    two editions has the same address below its edition, and leads to the other. If one fails, the last good site stays.
    """
    if everything:
        if forms or ctx.get_parameter_source("edition") != click.core.ParameterSource.DEFAULT:
            raise click.UsageError(
                "--all builds HTML, PDF and EPUB of every edition; leave out what says otherwise"
            )
        _build_site(jobs, limit=limit, wait=not no_wait)
        return
    place = replace(inputs.build_of(edition), draft=draft)
    if untranslated:
        place = replace(place, translated=False)
    made = (forms,) if forms else inputs.FORMS
    code = _run(place, jobs, forms=made, limit=limit, wait=not no_wait)
    if code == 0:
        for of in place.languages:
            for form in made:
                for file in of.made(form):
                    click.echo(f"  {paths.short(file)}")
    sys.exit(code)


def _build_site(jobs: int, *, limit: float | None, wait: bool) -> None:
    """Build all editions, and the site of them if none failed."""
    from evident.run import editions

    failed = []
    for name in editions.names():
        click.echo(f"edition {name}")
        try:
            code = _work(inputs.build_of(name), jobs, forms=inputs.FORMS, limit=limit, wait=wait)
        except paths.Mistake as error:
            click.echo(str(error), err=True)
            code = 1
        if code == STOPPED:
            sys.exit(code)
        failed += [name] if code else []
    if failed:
        _stop(f"{_counted(len(failed), 'edition')} failed: {', '.join(failed)}; the last good site stays")
    from evident.book import site

    click.echo("site" if site.assemble(wait=wait, say=click.echo) else f"site: {standing.NOTHING}")
    click.echo(f"  {paths.short(site.folder() / 'index.html')}")


@main.command()
@click.option("--json", "as_json", is_flag=True, help="For machines.")
def editions(as_json: bool) -> None:
    """The editions: title, to which day each knows the evidence, how many assumptions differ, whether it is built.

    An edition is one file of data/editions/. `build --edition NAME` builds one of them, `build --all` all.
    """
    from evident.run import editions as known

    every = known.listed()
    if as_json:
        click.echo(json.dumps([known.as_json(edition) for edition in every], ensure_ascii=False, indent=1))
        return
    rows = [("name", "title", "evidence to", "assumptions that differ", "book")]
    rows += [
        (e.name, e.title, e.as_of or "–", str(len(e.differing)), known.state(inputs.build_of(e.name)))
        for e in every
    ]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        click.echo("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())


@main.command()
@click.argument("names", nargs=-1, metavar="[NOTEBOOK]...")
@build_options
def run(names: tuple[str, ...], edition: str, jobs: int, limit: float | None, no_wait: bool) -> None:
    """Run notebooks with an edition's parameters (all of them, or those named), if they are out of date.

    The executed notebooks are in _build/EDITION/notebooks/.
    """
    sys.exit(
        _run(inputs.build_of(edition), jobs, forms=(), only=_named(names), limit=limit, wait=not no_wait)
    )


@main.command()
@click.argument("names", nargs=-1, metavar="[NOTEBOOK]...")
def freeze(names: tuple[str, ...]) -> None:
    """Run notebooks with their defaults and keep the outputs in them.

    The tests compare a fresh run with these outputs. Read the difference before you commit it (`diff`): it says what
    your change did to every number.
    """
    from evident.run import pipeline

    pipeline.freeze(_named(names), os.cpu_count() or 1, click.echo)


@main.command()
@click.argument("versions", nargs=-1, metavar="[A] [B]")
@click.option("--all", "everything", is_flag=True, help="Every change, however many there are.")
@click.option("--json", "form", flag_value="json", help="For machines; run/differences.py tells the form.")
@click.option("--markdown", "form", flag_value="markdown", help="For a comment on a pull request.")
@click.option(
    "--html", "file", type=click.Path(dir_okay=False, path_type=Path), help="Write a page for a review."
)
@click.option("--exit-code", is_flag=True, help="Exit with 1 if anything differs, as git does.")
def diff(
    versions: tuple[str, ...], everything: bool, form: str | None, file: Path | None, exit_code: bool
) -> None:
    """What a change did: numbers, verdicts, claims and charts that differ, why, and every line that prints them.

    A and B are each a commit (anything that git takes for one), an edition, `build` (the last one), `previous` (the
    build before it that had other numbers; build:EDITION and previous:EDITION of another edition), or `work`, the
    working copy with its frozen notebooks. Without B, A is compared with the working copy; without both, the last
    commit.
    """
    from evident.run import difference_page, difference_text, differences
    from evident.run import versions as known

    if len(versions) > 2:
        raise click.UsageError(f"two versions are compared, and {len(versions)} are named")

    def run_edition(name: str) -> None:
        place = inputs.build_of(name)
        if not any(standing.nothing_to_do(place, forms) for forms in (inputs.FORMS, ("html",), ())):
            from evident.run import pipeline
            from evident.run.progress import Progress

            # What is done is told aside, so that --json and --markdown can be read by who asked for them.
            with contextlib.redirect_stdout(sys.stderr):
                code = pipeline.run(place, Progress, os.cpu_count() or 1, forms=(), say=click.echo)
            if code:
                _stop("", "\n".join(Progress.told), code)

    def note(text: str) -> None:
        click.echo(text, err=True)

    names = (*(versions or ("HEAD",)), known.WORK)[:2]
    found = differences.between(
        *(known.version(name, run_edition, note if name in versions else _silent) for name in names)
    )
    if file:
        file.write_text(difference_page.page(found), "utf8")
        click.echo(paths.short(file.resolve()), err=form is not None)
    if form == "json":
        click.echo(json.dumps(found.as_json(), ensure_ascii=False, indent=1))
    elif form == "markdown":
        click.echo(difference_text.markdown(found), nl=False)
    elif not file:
        click.echo(difference_text.terminal(found, everything=everything))
    sys.exit(1 if exit_code and found.changes else 0)


@main.command()
@click.argument("number", required=False, default="", metavar="[VERSION]")
@click.option(
    "--keep", is_flag=True, help="Only write what it says to data/releases/VERSION.json, to be committed."
)
@click.option(
    "--from", "commit", default="", metavar="COMMIT", help="Keep what this commit said (with --keep)."
)
@click.option("--about", default="", metavar="TEXT", help="A sentence on what it is (with --keep).")
def release(number: str, keep: bool, commit: str, about: str) -> None:
    """Make the archive of a release: sources, data, executed notebooks, pages, PDFs and checksums.

    VERSION is the one that pyproject.toml, CITATION.cff, .zenodo.json and CHANGELOG.md state. First `--keep` keeps the
    numbers and tested statements of it, so that later versions can be compared with it (`diff release:VERSION`). The
    archive is made of a commit: nothing may be uncommitted, every notebook frozen and every sweep computed for this
    evidence. It is in _build/release/ with its checksum; the same commit gives the same bytes.
    """
    from evident.run import releasing

    if keep:
        click.echo(paths.short(releasing.keep(number, commit, about)))
        return
    if commit or about:
        raise click.UsageError("--from and --about say what is kept; add --keep")

    def make(place: inputs.Build) -> None:
        _run(place, os.cpu_count() or 1, forms=inputs.FORMS)

    releasing.release(number, make, click.echo)


@main.command()
@click.argument("names", nargs=-1, metavar="[NOTEBOOK]...")
@click.option(
    "--settings", "together", type=int, metavar="N",
    help="Settings of all parameters at once, a power of two. Default: as data/ranges.yml says. Another number is a "
    "trial, whose tables are written to _build/sweep/ alone.",
)  # fmt: skip
@click.option(
    "-j", "--jobs", default=os.cpu_count() or 1, show_default="processors", type=click.IntRange(1),
    help="Processes at a time.",
)  # fmt: skip
@click.option(
    "--only", type=click.Choice(["grid", "together", "editions", "each"]), help="Only these settings."
)
@click.option(
    "--limit", type=click.FloatRange(0, min_open=True), default=inputs.LIMIT, metavar="SECONDS",
    show_default=True, help="How long a run may take.",
)  # fmt: skip
@click.option(
    "--scheduler",
    metavar="ADDRESS",
    help="A Dask cluster that computes it: tcp://HOST:PORT of its scheduler.",
)
@click.option("--dry-run", is_flag=True, help="Say what is out of date, and about how long it takes.")
def sweep(
    names: tuple[str, ...], together: int | None, jobs: int, only: str | None, limit: float, scheduler: str | None,
    dry_run: bool,
) -> None:  # fmt: skip
    """Run notebooks over many settings of their parameters: which findings survive which assumptions?

    The settings are drawn from data/ranges.yml: each parameter alone, all together, every other edition. What is out of
    date is computed and no more. The results are in data/sweep/, one table a notebook, to be committed; all of them
    together are in _build/sweep/. Whatever stops it, the next call goes on from there.
    """
    from evident.run import ranges, sweep_plan
    from evident.run import sweep as sweeps

    known = ranges.load()
    if together is not None and not ranges.is_count(together):
        raise click.UsageError(
            f"--settings {together}: a power of two is wanted, such as 64 or {ranges.SETTINGS}"
        )
    trial = together if together and together != known.settings else 0
    swept = tuple(notebook for notebook in _named(names) if not sweep_plan.reads_sweeps(notebook))
    asked = sweeps.Asked(swept, trial, only or "", limit)
    if dry_run:
        todo = sweeps.plans(asked)
        for plan in todo:
            if plan.todo:
                click.echo(f"{plan.name}: {len(plan.todo)} of {len(plan.settings)} settings are out of date")
        seconds = sweep_plan.expected(todo, jobs)
        if not any(plan.todo for plan in todo):
            click.echo(standing.NOTHING)
        elif seconds is None:
            click.echo("how long that takes is not known: it has not run here yet")
        else:
            click.echo(f"that takes about {seconds:.0f} s with {jobs} processes")
        return
    if not any(plan.todo or not (only or plan.written) for plan in sweeps.plans(asked)):
        click.echo(standing.NOTHING)
        return
    if scheduler:
        from evident.run import sweep_cluster

        sys.exit(sweep_cluster.run(asked, scheduler, click.echo))
    sys.exit(sweeps.run(asked, jobs, click.echo))


@main.command()
@click.option("--all", "everything", is_flag=True, help="Also print what is known already, and what agrees.")
@click.option(
    "--fix", is_flag=True, help="First mend what a program did to a file, where the mend is certain."
)
def check(everything: bool, fix: bool) -> None:
    """Check everything that an author writes: evidence, words, editions, contents, notebooks, chapters.

    Errors are told with file, line and remedy; a build stops at them too. Then what only the tests would say. A
    contradiction between sources is no error: it is kept. Told are those that are new since the last commit.

    --fix mends byte order marks, line ends, encodings and separators of spreadsheet programs, blanks around cells, the
    order of rows and a last line that does not end. It says what it did, and leaves alone what it would have to guess.
    """
    from evident.book import search_settings, source_rule, terms
    from evident.run import mending, soundness

    if fix:
        for mended in mending.mendable():
            mending.write(mended)
            click.echo(f"mended  {mended}")
    said = soundness.errors([*source_rule.of_all_chapters(), *terms.unknown(), *search_settings.faults()])
    for line in said:
        click.echo(line, err=True)
    command = paths.report().command
    if said:
        remedy = f"; `{command} check --fix` mends some of it" if mending.mendable() else ""
        click.echo(f"{_counted(len(said), 'error')}{remedy}", err=True)
        _stop("", "\n".join(said))
    kept = list(soundness.habits())
    for line in kept:
        click.echo(line, err=True)
    told = _reconciled(everything)
    if kept:
        click.echo(f"{told}\nno error, and {_counted(len(kept), 'fault')} that the tests find")
        _stop("", "\n".join(kept))
    for line in soundness.unfinished():
        click.echo(f"to do     {line}")
    click.echo(told)


def _reconciled(everything: bool) -> str:
    """Print what the evidence says about itself, or what of it is new; returns the counts."""
    from evident.evidence import checks
    from evident.evidence.tables import Evidence
    from evident.run import committed

    evidence = Evidence.load()
    findings = checks.reconcile(evidence)
    new = committed.new(findings)
    for finding in findings if everything else new or ():
        mark = "new " if new and finding in new else ""
        ids = ", ".join(finding.ids)
        click.echo(f"{mark}{finding.level:9} {finding.rule}: {finding.message}\n          {ids}")
    levels = [finding.level for finding in findings]
    known = " and ".join(_counted(levels.count(level), level) for level in ("conflict", "doubt"))
    since = "no commit to compare them with" if new is None else f"{len(new) or 'none'} of them new"
    rest = f"{levels.count('agrees')} agree" if everything else "--all prints them"
    return (
        f"{len(evidence.observations):,} observations and {len(evidence.panel):,} panel rows are well formed; "
        f"{known}, {since}; {rest}"
    )


def _counted(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"


@main.command()
@click.option(
    "--terms", is_flag=True, help="Only count, by chapter, what has no entry or link in the glossary."
)
def lint(terms: bool) -> None:
    """Are notebooks thin, is what asserts bound to a claim, does what is not firm say so, is every term explained?

    A notebook loads, calls and shows: no cell longer than a screen, no helper, no number taken out of what carries its
    origin. A sentence of a chapter that compares, ranks, counts or tells of a change is bound with {claim}`…`, or is
    listed with a reason in chapters/claims/. A claim that holds in less than nine tenths of the settings of its sweep
    has its condition in the same sentence, {given}`…`; where the sweep is of other evidence, that is said and no fault.
    A term of the glossary is linked with {term}`…` where a chapter first
    mentions it, and an abbreviation has an entry; chapters/terms.yml lists what needs none.
    """
    from evident.book import firm_rule, unbound
    from evident.book import terms as rules
    from evident.run import findings, thin

    if terms:
        click.echo("\n".join(rules.counted()))
        return
    said = [fault for notebook in paths.notebooks() for fault in thin.faults(notebook)]
    try:
        said += map(str, unbound.unbound(unbound.prose_chapters(), set(findings.theme_chapters())))
        told, unknown = firm_rule.of_report()
        said += map(str, told)
        if unknown:
            click.echo(unknown)
        said += rules.faults()
    except ValueError as error:
        said.append(str(error))
    if said:
        _stop("\n".join(said))


@main.command()
def spell() -> None:
    """Are the words of chapters, guides, notebooks and exhibits in a dictionary?

    Names that stand in the evidence are known. Any other word that is right is listed in dictionary.txt. Code in
    backticks is not read.
    """
    from evident.book import spelled

    if said := list(spelled.misspelt()):
        _stop("\n".join(said))


@main.command()
@click.option("--offline", is_flag=True, help="Ask nobody; look at the form of addresses alone.")
@click.option("--json", "as_json", is_flag=True, help="Print all addresses with their answers as JSON.")
def links(offline: bool, as_json: bool) -> None:
    """Do the addresses of sources, chapters and guides have their form, and does somebody answer there?

    Hosts are asked slowly; some hundred addresses take minutes. An address that is gone, or has no proper form, is an
    error. One that moved, a host that answers no program and one that is silent are told.
    """
    from evident.book import answers

    examined = answers.examine(offline)
    if as_json:
        click.echo(examined.as_json())
    else:
        for line in examined.lines():
            click.echo(line, err=True)
        click.echo(examined.summary())
    sys.exit(0 if examined.good else 1)


@main.command()
@edition_option
def fingerprint(edition: str) -> None:
    """Print the fingerprint of what the book is made of, as the last page of the PDF has it.

    It is a hash of the chapters, the executed notebooks with the evidence they use, the bibliography, the words,
    the fonts, the configuration and the lock file. Two copies with the same fingerprint print the same book.
    """
    from evident.run import steps

    click.echo(steps.book_fingerprint(inputs.build_of(edition)))


@main.command()
@edition_option
@click.option(
    "--port", default=8000, type=click.IntRange(0, 65535), show_default=True, help="Where to serve it."
)
def preview(edition: str, port: int) -> None:
    """Serve the HTML book on this machine and rebuild it whenever a file it depends on changes.

    A change that cannot be built shows its error in the page and leaves the last good book on show. It builds into a
    folder of its own: `build` may run beside it.
    """
    from evident.run.parameters import load_edition
    from evident.run.preview import serve

    load_edition(edition)  # what is not there is told before anything is served
    serve(edition, port, click.echo)


def _named(names: tuple[str, ...]) -> list[Path]:
    """The notebooks of these names, given with or without folder and suffix."""
    every = {notebook.stem: notebook for notebook in paths.notebooks()}
    found = []
    for name in names:
        stem = name.rpartition("/")[2].removesuffix(".ipynb")
        where = every.get(stem)
        if where is None or ("/" in name and Path(name).resolve().parent != where.parent):
            raise click.UsageError(f"there is no notebook {name!r}; there are {', '.join(every)}")
        found.append(where)
    return list(dict.fromkeys(found)) or list(every.values())


def _run(
    place: inputs.Build, jobs: int, forms: tuple[str, ...], only: list[Path] | None = None, **choice: Any
) -> int:
    code = _work(place, jobs, forms, only, **choice)
    if code:
        from evident.run.progress import Progress

        _stop("", "\n".join(Progress.told), code)
    return code


def _work(
    place: inputs.Build, jobs: int, forms: tuple[str, ...], only: list[Path] | None = None, **choice: Any
) -> int:
    if standing.nothing_to_do(place, forms, only):
        click.echo(standing.NOTHING)
        return 0
    from evident.run import pipeline
    from evident.run.progress import Progress

    return pipeline.run(place, Progress, jobs, forms=forms, only=only, say=click.echo, **choice)


def _stop(message: str, about: str = "", code: int = 1) -> NoReturn:
    """Say what is wrong and the one thing to do next; `about` are messages that have been printed already."""
    from evident.run.next_step import next_step

    if message:
        click.echo(message, err=True)
    if code == 1:
        called = click.get_current_context().meta.get(_CALLED, "")
        if said := next_step(message or about, f"{_command()} {called}".strip()):
            click.echo(said, err=True)
    sys.exit(code)


def _silent(text: str) -> None:
    """Nothing is said of a version that nobody named."""


def _command() -> str:
    try:
        return paths.report().command
    except paths.Mistake:  # what is to be mended first
        return "evident"


if __name__ == "__main__":
    main()
