"""Is the report sound? What stops a build, what else is wrong, and what only the tests would say.

Belongs here: which rules are asked, and in which order, by the check and by the build. Does not: any rule.

An error of the check is an error of the build. Two kinds are told early by the check alone: what is wrong with a
chapter, at which the build stops when it prints it, and what a merge left in files of which no book is made.
"""

from collections.abc import Iterable, Iterator

from evident import paths
from evident.evidence import checks, neatness
from evident.run import parameters, place_pages, project, ranges, text_files, thin, wording

PLACEHOLDER = "To do: "  # begins what `new theme` leaves to its author


def errors_of_build() -> list[str]:
    """What stops a build before anything runs, one line each with file, line and remedy."""
    said = [str(fault) for fault in project.faults()]
    said += parameters.faults(paths.notebooks())
    said += ranges.faults()
    said += [str(fault) for fault in place_pages.faults()]
    said += [f"{f.where}: {f.message} {f.remedy}".strip() for f in checks.validate(paths.data_dir())]
    told = {_file(line) for line in said}
    said += [str(fault) for fault in wording.faults() if paths.short(fault.path) not in told]
    return list(dict.fromkeys(said))


def errors(of_chapters: Iterable[str] = ()) -> list[str]:
    """All errors: those that stop a build at once, those of chapters, and what a merge or a program left behind.

    Args:
        of_chapters: as the book finds them, which this room does not know.
    """
    said = errors_of_build()
    for more in (list(of_chapters), map(str, text_files.faults())):
        told = {_file(line) for line in said}
        said += [line for line in more if _file(line) not in told]
    return said


def habits() -> Iterator[str]:
    """What stops no build and fails in the tests, one line each; of a report without errors.

    Raises:
        Mistake: something cannot be read; `errors` tells of it.
    """
    every = paths.notebooks()
    for notebook in every:
        yield from thin.faults(notebook)
        yield from thin.misfrozen(notebook)
    yield from parameters.differing(every)
    yield from parameters.unreasoned()
    yield from ranges.unranged()
    for finding in neatness.findings(paths.data_dir()):
        if finding.rule != neatness.UNUSED:
            yield f"{finding.where}: {finding.message} {finding.remedy}"


def unfinished() -> Iterator[str]:
    """What was begun and is to be finished before it is committed, one line each; the tests ask for it too."""
    for notebook in paths.notebooks():
        yield from thin.not_yet_frozen(notebook)
    for finding in neatness.findings(paths.data_dir()):
        if finding.rule == neatness.UNUSED:
            yield f"{finding.where}: {finding.message} {finding.remedy}"
    for chapter in sorted(paths.report().chapters.glob("*.md")):
        for number, line in enumerate(chapter.read_text("utf8").splitlines(), 1):
            if line.startswith(PLACEHOLDER):
                yield f"{paths.short(chapter)}:{number}: a line of the template is there still; write what it asks for"


def _file(line: str) -> str:
    return line.partition(":")[0].partition(",")[0]
