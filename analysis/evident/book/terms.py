"""The glossary and the chapters that use it: which page it is, which chapters are held to it, what needs no entry.

Belongs here: reading the glossary and its list of exceptions, faults by file and line, counts by chapter. Does not:
the rules (`text/glossary.py`), the notes that links open (`term_notes.py`).

The glossary is the chapter that has a {glossary}. `chapters/terms.yml` is a list of what it need not say:

    everyday: terms that are words of every day too, so that only their links count
    abbreviations: those that need no entry, such as units and formats
    chapters: those held to first mentions and abbreviations (without it: the numbered parts of _toc.yml); where none
        is, entries that no chapter links are not told either
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from evident import paths
from evident.book import unbound
from evident.run.findings import theme_chapters
from evident.text import glossary
from evident.text.files import read_text
from evident.text.yaml_files import read_yaml

SETTINGS = "terms.yml"
_NAMES = ("everyday", "abbreviations", "chapters")


@dataclass(frozen=True)
class Settings:
    """What `terms.yml` says: exempt terms, abbreviations without entry, the chapters that are held to the rules."""

    everyday: set[str]
    abbreviations: set[str]
    chapters: set[str]


def faults() -> list[str]:
    """What is to be mended: links to nothing, first mentions without a link, abbreviations and entries, one line each.

    Raises:
        BadFile: a file cannot be read, or `terms.yml` has another form.
    """
    page, entries = _glossary()
    said = list(unknown())
    if page is None:
        return said
    told = settings()
    texts = _chapters(page)
    for path, text in texts.items():
        if path.stem in told.chapters:
            faulty = [
                *glossary.unlinked(text, entries, told.everyday),
                *glossary.unexplained(text, entries, told.abbreviations),
            ]
            said += [_line(path, *fault) for fault in sorted(faulty)]
    of_page = list(glossary.disordered(entries))
    if told.chapters:
        of_page += glossary.unused(texts.values(), entries)
    said += [_line(page, *fault) for fault in sorted(of_page)]
    known = {name for entry in entries for name in entry.names}
    stray = [name for name in sorted(told.everyday) if name not in known]
    return said + [f"{paths.short(_file())}: everyday: {name!r} is no entry; delete it" for name in stray]


def unknown() -> Iterator[str]:
    """Links that name no entry, in all chapters; the build stops at them too."""
    page, entries = _glossary()
    for path in sorted(paths.report().chapters.rglob("*.md")):
        text = read_text(path)
        if "{term}`" in text and (page is not None or glossary.links(text)):
            yield from (_line(path, *fault) for fault in glossary.unknown(text, entries))


def counted() -> Iterator[str]:
    """For each chapter of prose: how many terms are first mentioned without a link, and abbreviations without entry."""
    page, entries = _glossary()
    if page is None:
        yield "no chapter has a {glossary}"
        return
    told = settings()
    whole: Counter[str] = Counter()
    for path, text in _chapters(page).items():
        bare = list(glossary.unlinked(text, entries, told.everyday))
        strange = [place.text for place in glossary.without_entry(text, entries, told.abbreviations)]
        whole.update(strange)
        mark = "" if path.stem in told.chapters else " (not held to it)"
        named = f": {', '.join(strange)}" if strange else ""
        yield (
            f"{paths.short(path)}{mark}: {len({link.text for link in glossary.links(text)})} terms linked, "
            f"{len(bare)} mentioned before a link, {len(strange)} abbreviations without an entry{named}"
        )
    left = list(glossary.unused(_chapters(page).values(), entries))
    none = f"{len(left)} of them linked by no chapter"
    yield f"{len(entries)} entries, {none}; {len(whole)} abbreviations without an entry"


def settings() -> Settings:
    """What `terms.yml` says; nothing is exempt without it.

    Raises:
        BadFile: it has another form.
    """
    found: dict[str, list[str]] = {}
    if _file().exists():
        document = read_yaml(_file())
        for name, value in (document.value or {}).items():
            fits = isinstance(value, list) and all(isinstance(item, str) for item in value)
            if name not in _NAMES or not fits:
                raise document.wrong(
                    f"{name!r} is not what stands here",
                    f"write lists of words under {', '.join(_NAMES)}",
                    name,
                )
            found[name] = value
    held = set(found["chapters"]) if "chapters" in found else set(theme_chapters())
    return Settings(set(found.get("everyday", ())), set(found.get("abbreviations", ())), held)


def _file() -> Path:
    return paths.report().chapters / SETTINGS


def _glossary() -> tuple[Path | None, list[glossary.Entry]]:
    """The page of the glossary and its entries; None if no chapter has one."""
    for path in sorted(paths.report().chapters.rglob("*.md")):
        if found := glossary.entries(read_text(path)):
            return path, found
    return None, []


def _chapters(page: Path) -> dict[Path, str]:
    """The chapters of prose with their text, without the glossary and the pages that say nothing of the subject."""
    every = [path for path in unbound.prose_chapters() if path != page]
    return {
        path: read_text(path)
        for path in every
        if not any(entry.text == "*" for entry in unbound.exceptions(path.stem))
    }


def _line(path: Path, line: int, message: str) -> str:
    return f"{paths.short(path)}:{line}: {message}"
