"""The catalogues of translations: taken from the chapters, refreshed, and how much of each is translated.

Belongs here: what `translate` does. Does not: printing a translation and refusing one that is not whole
(`book/translating.py`), words that code prints, which are translated file by file in `words/<language>/`.

Sphinx takes the messages from the chapters (its builder `gettext`), Babel keeps what is translated. A message whose
English changed a little keeps its translation, marked fuzzy, beside the English that it was made of; nobody prints it
until a translator has looked at it and taken the mark away.
"""

from dataclasses import dataclass
from pathlib import Path

from babel.messages import Catalog
from babel.messages.pofile import read_po, write_po

from evident import paths
from evident.book import translating

WIDTH = 100
_HEADER = """# chapters/{file}.md, message by message; `#, fuzzy` marks what is stale.
msgid ""
msgstr ""
"Language: {language}\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"

"""


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


def refresh(templates: Path, language: str) -> list[Progress]:
    """Bring the catalogues of a language up to what the chapters say now.

    Args:
        templates: a folder with one `.pot` a chapter, as Sphinx writes them.

    Returns:
        one a chapter, by name.

    Raises:
        BadFile: a catalogue cannot be read; none is touched then.
    """
    folder = translating.folder_of(language)
    files = sorted(templates.glob("*.pot"))
    before = {file.stem: translating.read(folder / f"{file.stem}.po", language) for file in files}
    folder.mkdir(parents=True, exist_ok=True)
    found = []
    for file in files:
        template = _template(file)
        catalogue = before[file.stem]
        catalogue.update(template, update_creation_date=False)
        _write(folder / f"{file.stem}.po", catalogue, language)
        found.append(progress(file.stem, catalogue))
    return found


def _template(file: Path) -> Catalog:
    """The messages that need a translator: not those that are facts or references alone."""
    found = Catalog()
    with file.open("rb") as content:
        for message in read_po(content):
            if message.id and translating.needs_words(str(message.id)):
                found.add(message.id)
    return found


def progress(name: str, catalogue: Catalog) -> Progress:
    """How much of a catalogue is translated."""
    messages = [message for message in catalogue if message.id]
    stale = sum(message.fuzzy for message in messages)
    missing = sum(not message.string for message in messages)
    return Progress(name, len(messages), stale, missing)


def _write(file: Path, catalogue: Catalog, language: str) -> None:
    """A catalogue as text that differs only where a message does: no dates, no lines of chapters."""
    for message in catalogue:  # the braces of a role are no blanks of Python
        message.flags -= {"python-format", "python-brace-format"}
    part = file.with_suffix(".part")
    with part.open("wb") as content:
        content.write(_HEADER.format(file=file.stem, language=language).encode())
        write_po(content, catalogue, width=WIDTH, no_location=True, omit_header=True, include_previous=True)
    part.replace(file)
