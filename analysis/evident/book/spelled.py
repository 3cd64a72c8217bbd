"""The spelling of a report: which files are read, which names its evidence has, and what is said of a word.

Belongs here: chapters, guides, the words that code prints and the prose of notebooks; the names that stand in the
evidence; the report's own list, `dictionary.txt`, and the engine's. Does not: what a word is and which are known
(`text/spelling.py`).

A name that stands in the evidence is no misspelling: words of titles, publishers and authors in `sources.bib`, of
labels and definitions in `indicators.csv`, of places in the tables. Terms of such reports in general are in the
engine's list, `words/dictionary.txt`. Everything else is listed in `dictionary.txt` of the report, one word a line; a
word that begins with a capital letter there is known with it alone.
"""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from evident import paths
from evident.evidence.sources import read_sources
from evident.run.notebooks import read_cells
from evident.text import spelling
from evident.text.files import read_text
from evident.text.words import read_words, texts
from evident.text.yaml_files import read_yaml

DICTIONARY = "dictionary.txt"
LANGUAGE = "en"  # the dictionary is of this language
_NAMED = {  # columns of tables whose words are names
    "indicators.csv": ("label_en", "definition"),
    "observations.csv": ("place",),
    "panel.csv": ("province",),
}


@dataclass(frozen=True)
class Text:
    """The words of one file, or of one cell of a notebook.

    Attributes:
        path: the file.
        cell: the cell's id; empty if the lines of words are lines of the file.
        words: what stands in it.
    """

    path: Path
    cell: str
    words: list[spelling.Word]

    def where(self, word: spelling.Word) -> str:
        """file:line, or notebook, cell and line in it."""
        if self.cell:
            return f"{paths.short(self.path)}, cell {self.cell}, line {word.line}"
        return f"{paths.short(self.path)}:{word.line}"


def misspelt() -> Iterator[str]:
    """What is to be mended, a sentence each with place, suggestions and remedy.

    Raises:
        BadFile: a file cannot be read.
    """
    listing = paths.report().root / DICTIONARY
    listed = spelling.read_list(listing) if listing.exists() else []
    shared = (entry.text for entry in spelling.read_list(paths.ENGINE / "words" / DICTIONARY))
    names = frozenset((*_names(), *shared))
    own = names | {entry.text for entry in listed}
    used: set[str] = set()
    unknown: list[tuple[Text, spelling.Word]] = []
    for text in _texts():
        for word in text.words:
            if form := spelling.known(word.text, own):
                used.add(form)
            else:
                unknown.append((text, word))
    if unknown:
        near = spelling.suggester(own)
        for text, word in unknown:
            yield f"{text.where(word)}: {_message(word.text, near(word.text))}"
    for entry in listed:
        if entry.text not in used or entry.text in names:
            why = "is known without it" if entry.text in names else "is in no text, or in English already"
            yield f"{DICTIONARY}:{entry.line}: {entry.text!r} {why}; delete the line"


def _message(word: str, near: list[str]) -> str:
    meant = f"; is it {' or '.join(near)}?" if near else ";"
    return f"{word!r} is in no dictionary{meant} mend it, or add it to {DICTIONARY}; a name of code stands in backticks"


def _texts() -> Iterator[Text]:
    report = paths.report()
    guides = [
        *report.root.glob("*.md"),
        *(report.root / ".github").glob("*.md"),
        *paths.data_dir().glob("*.md"),
    ]
    for path in [*sorted(report.chapters.rglob("*.md")), *sorted(guides)]:
        yield Text(path, "", list(spelling.of_markdown(read_text(path))))
    for folder in paths.word_dirs(LANGUAGE):
        for path in sorted(folder.glob("*.yml")):
            document = read_yaml(path)
            found = (
                word
                for place, text in texts(read_words(path))
                for word in spelling.of_printed(text, document.line(*place))
            )
            yield Text(path, "", list(found))
    for path in paths.notebooks():
        for cell in read_cells(path):
            if cell.kind == "markdown":
                yield Text(path, cell.id, list(spelling.of_markdown(cell.source)))


def _names() -> Iterator[str]:
    """The words of names that stand in the evidence."""
    folder = paths.data_dir()
    told = [
        text
        for source in read_sources(folder / "sources.bib").values()
        for text in (source.title, source.publisher, source.author, *source.persons)
    ]
    for name, columns in _NAMED.items():
        path = folder / name
        if path.exists():
            for row in csv.DictReader(read_text(path).splitlines()):
                told += [row.get(column) or "" for column in columns]
    for text in dict.fromkeys(told):
        yield from (word.text for word in spelling.of_text(text))
