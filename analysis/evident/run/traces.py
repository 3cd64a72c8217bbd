"""Whether what a run of a notebook read is still the same.

Belongs here: the digest of each piece that can be read, and comparing it with what it was. Does not: noting what is
read (`reads.py`), running notebooks.

A trace is a list of pieces with their digests (a "verifying trace" in the words of Mokhov, Mitchell and Peyton Jones,
"Build systems à la carte", 2018). Pieces are cut out of the files by the csv module and by hand, because a build with
nothing to do must not wait for pandas.
"""

import csv
import hashlib
import json
import re
from collections.abc import Callable, Iterable
from functools import cached_property, partial
from pathlib import Path
from typing import Any

import yaml

from evident import paths
from evident.text import sentences
from evident.text.files import BadFile

Trace = dict[str, str]
ABSENT = "absent"
_NOT_RUN = ("outputs", "execution_count")
_NAMED = re.compile(r"@string\b", re.IGNORECASE)
_ENTRY = re.compile(r"^[ \t]*@(\w+)\s*[{(]\s*([^,\s]+)\s*,", re.MULTILINE)


def trace(noted: Iterable[tuple[str, ...]]) -> Trace:
    """The digests of pieces, by kind and name as one text."""
    pieces = Pieces()
    return {json.dumps(piece, ensure_ascii=False): pieces.digest(*piece) for piece in noted}


def changed(known: Trace, pieces: "Pieces") -> str:
    """The first piece of a trace that is no longer what it was, in words; empty if all are."""
    for key, digest in known.items():
        kind, *name = json.loads(key)
        if pieces.digest(kind, *name) != digest:
            return " ".join((kind, *(_short(kind, part) for part in name)))
    return ""


def _short(kind: str, name: str) -> str:
    return paths.short(Path(name)) if name.startswith("/") else name


def file_digest(path: Path) -> str:
    """The SHA-256 of a file, or `absent`."""
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError:
        return ABSENT


def _digest(value: Any) -> str:
    return hashlib.sha256(json.dumps(value, ensure_ascii=False, default=str).encode()).hexdigest()


class Pieces:
    """The pieces of the evidence, the words and other files as they are now; each file is read once."""

    def __init__(self) -> None:
        self._data = paths.data_dir()
        self._files: dict[Path, str] = {}
        self._tables: dict[tuple[str, ...], dict[str, list[dict[str, str]]]] = {}
        self._words: dict[tuple[str, str], Any] = {}

    def digest(self, kind: str, *name: str) -> str:
        """The digest of a piece as `reads.note` names it; `absent` if there is none.

        Raises:
            KeyError: there is no such kind.
        """
        known: dict[str, Callable[..., str]] = {
            "observation": partial(self._observed, "obs_id"),
            "series": partial(self._observed, "indicator"),
            "conflict": partial(self._observed, "conflict_group"),
            "cell": self._cell,
            "panel": partial(self._listed, "panel.csv", "indicator"),
            "indicator": partial(self._listed, "indicators.csv", "indicator"),
            "source": self._source,
            "table": lambda table: self._file(self._data / table),
            "words": self._word,
            "file": lambda file: self._file(Path(file)),
            "code": lambda file: self._file(Path(file)),
            "notebook": self._notebook,
            "folder": self._folder,
            "swept": self._swept,
            "findings": self._findings,
            "sentence": self._sentence,
        }
        return known[kind](*name)

    def _file(self, path: Path) -> str:
        if path not in self._files:
            self._files[path] = file_digest(path)
        return self._files[path]

    def _folder(self, path: str) -> str:
        folder = Path(path)
        if not folder.is_dir():
            return ABSENT
        return _digest(sorted(item.name for item in folder.iterdir() if item.name != "__pycache__"))

    def _swept(self, notebook: str) -> str:
        """The sweep of a notebook as it lies there; absent where it is missing or of other evidence."""
        from evident.run import swept_claims  # which reads traces itself

        return swept_claims.state(notebook, self) or ABSENT

    def _findings(self, language: str = sentences.OWN) -> str:
        """The findings of the report in a language, whatever else its chapters say."""
        from evident.run import findings  # it reads chapters, which most runs never ask for

        try:
            every = [
                (findings.chapter_title(found.chapter, language), found.words, found.claims)
                if language != sentences.OWN
                else (found.chapter, found.words, found.claims)
                for found in findings.findings(language)
            ]
            return _digest(every)
        except (OSError, ValueError, TypeError, KeyError, AttributeError):
            return ABSENT

    def _notebook(self, path: str) -> str:
        """What of a notebook is run: everything but the outputs that are kept in it."""
        try:
            cells = json.loads(Path(path).read_text("utf8"))["cells"]
            return _digest([{k: v for k, v in cell.items() if k not in _NOT_RUN} for cell in cells])
        except (OSError, ValueError, TypeError, KeyError, AttributeError):
            return self._file(Path(path))

    # -- evidence

    def _rows(self, table: str, *columns: str) -> dict[str, list[dict[str, str]]]:
        """The rows of a table by what stands in these columns, joined by colons; none of one that cannot be read."""
        if (table, *columns) not in self._tables:
            found: dict[str, list[dict[str, str]]] = {}
            try:
                with (self._data / table).open(encoding="utf-8-sig", newline="") as file:
                    # What a row has too much or too little of is in its digest as well.
                    for row in csv.DictReader(file):
                        found.setdefault(":".join(row.get(name) or "" for name in columns), []).append(row)
            except (OSError, UnicodeDecodeError, csv.Error):
                found = {}
            self._tables[table, *columns] = found
        return self._tables[table, *columns]

    @cached_property
    def _sources(self) -> dict[str, str]:
        try:
            text = (self._data / "sources.bib").read_text("utf-8-sig")
        except (OSError, UnicodeDecodeError):
            return {}
        starts = [*_ENTRY.finditer(text)]
        ends = [match.start() for match in starts[1:]] + [len(text)]
        # A text with a name (`@string`) may stand anywhere and be used by any entry.
        found = {"": text if _NAMED.search(text) else ""}
        for match, end in zip(starts, ends, strict=True):
            found[match[2]] = found.get(match[2], "") + text[match.start() : end]
        return found

    def _observed(self, column: str, value: str) -> str:
        """Observations with their sources, whose dates say since when a figure was public."""
        if not (rows := self._rows("observations.csv", column).get(value)):
            return ABSENT
        return _digest([(row, self._source(row.get("source_id") or "")) for row in rows])

    def _source(self, key: str) -> str:
        if key not in self._sources:
            return ABSENT
        return _digest((self._sources[key], self._sources[""]))

    def _cell(self, key: str) -> str:
        rows = self._rows("panel.csv", "province", "year", "indicator").get(key.removeprefix("panel:"))
        return _digest(rows) if rows else ABSENT

    def _listed(self, table: str, column: str, value: str) -> str:
        rows = self._rows(table, column).get(value)
        return _digest(rows) if rows else ABSENT

    # -- words

    def _sentence(self, language: str, text: str) -> str:
        """The translation of a sentence of data or code."""
        try:
            return _digest(sentences.translations(language).get(text, ""))
        except BadFile:  # said by the notebook that needs it
            return ABSENT

    def _word(self, language: str, key: str) -> str:
        name, *path = key.split(".")
        if (language, name) not in self._words:
            self._words[language, name] = [
                _scalars(folder / f"{name}.yml") for folder in paths.word_dirs(language)
            ]
        found = []
        for value in self._words[language, name]:
            for step in path:
                if not isinstance(value, dict):
                    value = None
                    break
                value = value.get(step)
            found.append(value)
        return _digest(found)


def _scalars(path: Path) -> Any:
    """A YAML file with every scalar as the text that it is, so that `no` and `off` differ; None if there is none, its
    text if it is not YAML. What it means is for `text.words`, which refuses what it cannot read."""
    try:
        text = path.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError):
        return None
    try:
        return yaml.load(text, getattr(yaml, "CBaseLoader", yaml.BaseLoader))
    except yaml.YAMLError:
        return text
