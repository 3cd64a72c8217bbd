"""The catalogues of translations: taken from chapters, data and code, refreshed, and how much of each is translated.

Belongs here: what `translate` does. Does not: printing a translation and refusing one that is not whole
(`book/translating.py`, `text/sentences.py`), words that code prints, which are translated file by file in
`words/<language>/`.

Sphinx takes the messages from the chapters (its builder `gettext`); sentences of data and code are those that the
notebooks read when they ran in the language. Babel keeps what is translated. A message whose English changed a little
keeps its translation, marked fuzzy, beside the English that it was made of; nobody prints it until a translator has
looked at it and taken the mark away.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from babel.messages import Catalog
from babel.messages.pofile import read_po

from evident import paths
from evident.evidence.sources import read_sources
from evident.run import editions, parameters, ranges, releases
from evident.run.inputs import Build
from evident.text import catalogues, sentences
from evident.text.words import Words
from evident.text.yaml_files import read_yaml


@dataclass(frozen=True)
class Progress:
    """How much of a catalogue is translated.

    Attributes:
        name: of the catalogue, which is that of its chapter.
        whole: messages.
        stale: messages whose English changed since they were translated.
        missing: messages without a translation.
    """

    name: str
    whole: int
    stale: int
    missing: int

    @property
    def done(self) -> int:
        """Messages that are translated."""
        return self.whole - self.stale - self.missing


def refresh(wanted: dict[str, list[str]], folder: Path, language: str) -> list[Progress]:
    """Bring the catalogues of a language up to what has to be translated now.

    Args:
        wanted: the messages of each catalogue, by its name.
        folder: where the catalogues lie.

    Returns:
        one a catalogue, in the order of `wanted`.

    Raises:
        BadFile: a catalogue cannot be read; none is touched then.
    """
    before = {name: catalogues.read(folder / f"{name}.po", language) for name in wanted}
    folder.mkdir(parents=True, exist_ok=True)
    found = []
    for name, messages in wanted.items():
        template = Catalog()
        for message in messages:
            template.add(message)
        catalogue = before[name]
        catalogue.update(template, update_creation_date=False)
        of = "sentences of data and code" if name == sentences.CATALOGUE else f"chapters/{name}.md"
        catalogues.write(folder / f"{name}.po", catalogue, language, of)
        found.append(progress(name, catalogue))
    return found


def progress(name: str, catalogue: Catalog) -> Progress:
    """How much of a catalogue is translated."""
    messages = [message for message in catalogue if message.id]
    stale = sum(message.fuzzy for message in messages)
    missing = sum(not message.string for message in messages)
    return Progress(name, len(messages), stale, missing)


def of_chapters(templates: Path) -> dict[str, list[str]]:
    """The messages of the chapters, by catalogue.

    Args:
        templates: a folder with one `.pot` a chapter, as Sphinx writes them.
    """
    found = {}
    for file in sorted(templates.glob("*.pot")):
        with file.open("rb") as content:
            found[file.stem] = [str(message.id) for message in read_po(content) if message.id]
    return found


def of_data_and_code(build: Build) -> list[str]:
    """The sentences of data and code that the notebooks of a translation read, and those that pages print.

    Args:
        build: of the translation, whose notebooks have run; a draft will do.
    """
    try:
        known = json.loads(build.state.read_text("utf8"))
    except (OSError, ValueError):
        known = {}
    read = {
        text
        for task in known.values()
        for piece in (task.get("_values_:", {}).get("trace") or ())
        for kind, *rest in [json.loads(piece)]
        if kind == "sentence"
        for language, text in [rest]
        if language == build.language
    }
    return sorted(read | set(_of_pages()) | set(_of_data_set()) | set(_known(build.language)))


def _of_data_set() -> Iterable[str]:
    """What the data set says of itself and of its columns."""
    package = json.loads((paths.data_dir() / "datapackage.json").read_text("utf8"))
    for told in (
        package,
        *(field for one in package["resources"] for field in one.get("schema", {}).get("fields", ())),
    ):
        yield from filter(None, (told.get("title"), told.get("description")))


def _known(language: str) -> Iterable[str]:
    """What stays as it is where no translator has written it in the language: who published the sources, what is noted
    of them, what releases say of themselves and of their claims."""
    named, own = sentences.translations(language), Words(sentences.OWN)
    states = {*own.section("common.verdicts").values(), *own.section("common.claims").values()}
    about = {releases.read(releases.file_of(number)).about for number in releases.known()}
    yield from named.keys() & (states | about)
    for source in read_sources(paths.data_dir() / "sources.bib").values():
        yield from named.keys() & {source.publisher, source.author, *source.note.split("; ")}


def _of_pages() -> Iterable[str]:
    """Titles and reasons of editions, and the reasons of ranges."""
    for name in editions.names():
        edition = parameters.load_edition(name)
        yield from (edition.title, " ".join(edition.reason.split()))
        for notebook in paths.notebooks():
            yield from parameters.reasons(edition, notebook.stem).values()
    if ranges.place().exists():
        for section in read_yaml(ranges.place()).value.values():
            for entry in section.values() if isinstance(section, dict) else ():
                if isinstance(entry, dict):
                    yield " ".join(str(entry.get("reason", "")).split())
