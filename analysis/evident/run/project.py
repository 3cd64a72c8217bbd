"""Are the files around chapters and evidence what the build takes them for?

Belongs here: `_toc.yml`, `_config.yml`, `CITATION.cff`, the exceptions in `chapters/claims/`, and that files of words,
of colours and notebooks can be read, all before anything runs. Does not: what chapters say (the book's own rules),
editions (`parameters.py`), the evidence (`evidence/schema.py`), `.zenodo.json` (`stated.py`), what is kept of releases
(`releases.py`).
"""

import datetime as dt
import json
from collections.abc import Callable, Iterator
from importlib import resources
from pathlib import Path
from typing import Any

import yaml

from evident import paths
from evident.evidence.ids import nearest
from evident.run import releases, stated
from evident.run.notebook_form import checked
from evident.text.files import BadFile, faults_of
from evident.text.words import read_words
from evident.text.yaml_files import Document, read_yaml

TOC, CONFIG, CITATION = "_toc.yml", "_config.yml", "CITATION.cff"
_TOC_NAMES = ("format", "root", "parts", "chapters", "options", "defaults", "meta")
_PART_NAMES = ("caption", "chapters", "numbered", "maxdepth", "hidden", "titlesonly", "reversed")
_ENTRY_NAMES = ("file", "url", "title", "sections", "subtrees", "options")
_TELLING = 8  # letters of an exception that holds for all chapters
_SUFFIXES = (".md", ".ipynb", ".rst")
INCLUDED = "_"  # begins the name of a text that other chapters include, and that is none itself
# What the inside cover of the PDF and the citation of an exhibit print, and its form.
_CITED: dict[str, Callable[[Any], bool]] = {
    "title": lambda value: isinstance(value, str),
    "authors": lambda value: isinstance(value, list) and bool(value) and all(map(_is_author, value)),
    "version": lambda value: isinstance(value, str | int | float) and not isinstance(value, bool),
    "date-released": lambda value: isinstance(value, dt.date),
    "license": lambda value: (
        isinstance(value, str) or (isinstance(value, list) and all(map(_is_text, value)))
    ),
    "abstract": lambda value: isinstance(value, str),
}


def faults() -> list[BadFile]:
    """What is wrong, one a file where the rest of it cannot be read, in order of file and line."""
    root, found = paths.report().root, list[BadFile]()
    for name, rule in ((TOC, _toc), (CONFIG, _config), (CITATION, _citation)):
        found += faults_of(root / name, lambda path, rule=rule: rule(_read(path)))  # type: ignore[misc]
    for path in sorted((paths.report().chapters / "claims").glob("*.yml")):
        found += faults_of(path, lambda path: _exceptions(read_yaml(path)))
    for path in _words():
        found += faults_of(path, lambda path: _only(read_words(path)))
    for path in paths.notebooks():
        found += faults_of(path, lambda path: _only(checked(path)))
    found += [*_look(), *stated.faults(), *releases.faults()]
    return sorted(found, key=lambda fault: (str(fault.path), fault.line))


def _only(_: Any) -> Iterator[BadFile]:
    """No faults: what was read raises what is wrong with it."""
    return iter(())


def _read(path: Path) -> Document:
    """A file that other programs read too.

    Raises:
        BadFile: it cannot be read, is no mapping, or they would read it otherwise: `no` as false, 010 as eight.
    """
    document = read_yaml(path)
    if not isinstance(document.value, dict):
        raise document.wrong("no names with values stand here", "put back what was in the file")
    other = yaml.safe_load(path.read_text("utf8"))
    for place in sorted(document.lines, key=lambda place: document.lines[place]):
        ours, theirs = _at(document.value, place), _at(other, place)
        if not isinstance(ours, dict | list) and (type(ours), ours) != (type(theirs), theirs):
            raise document.wrong(
                f"some programs read {ours!r} as {theirs!r}",
                "put it in quotation marks, or write true or false",
                *place,
            )
    return document


def _at(value: Any, place: tuple[Any, ...]) -> Any:
    for step in place:
        try:
            value = value[step]
        except (KeyError, IndexError, TypeError):
            return None
    return value


# -- _toc.yml


def _toc(document: Document) -> Iterator[BadFile]:
    """Names that mean nothing, chapters that are not there, twice there or left out."""
    toc = document.value
    yield from _known(document, toc, _TOC_NAMES, ())
    if toc.get("format") != "jb-book":
        yield document.wrong(f"the format is {toc.get('format')!r}", "write `format: jb-book`", "format")
    named: dict[str, tuple[Any, ...]] = {}
    yield from _file(document, toc.get("root"), ("root",), named)
    parts = toc.get("parts", [])
    if not isinstance(parts, list):
        yield document.wrong("parts are no list", "begin each part with `- caption:`", "parts")
        return
    for number, part in enumerate(parts):
        place = ("parts", number)
        if not isinstance(part, dict):
            yield document.wrong("this is no part", "write `- caption: …` and `chapters:` below it", *place)
            continue
        yield from _known(document, part, _PART_NAMES, place)
        yield from _entries(document, part.get("chapters"), (*place, "chapters"), named)
    if "chapters" in toc:
        yield from _entries(document, toc["chapters"], ("chapters",), named)
    folder, known = paths.report().chapters, _sources()
    for kind in ("summary", "collection"):
        if (chapter := getattr(paths.report(), kind)) and chapter not in named:
            yield document.wrong(
                f"the {kind}, {chapter!r}, is in no part",
                f"add `- file: {chapter}`, or mend {kind} in pyproject.toml",
            )
    for path in sorted(folder.rglob("*.md")):
        if path.name.startswith(INCLUDED):
            continue
        name = path.relative_to(folder).with_suffix("").as_posix()
        misspelt = any(name in nearest(other, [name]) for other in named if other not in known)
        if name not in named and "_build" not in path.parts and not misspelt:
            message = f"the chapter {name} is in no part, so nobody can read it"
            yield document.wrong(message, f"add `- file: {name}`, or move {paths.short(path)} away")


def _entries(
    document: Document, entries: Any, place: tuple[Any, ...], named: dict[str, tuple[Any, ...]]
) -> Iterator[BadFile]:
    if not isinstance(entries, list):
        yield document.wrong(
            "there is no list of chapters", "write `chapters:` and `- file: …` below it", *place
        )
        return
    for number, entry in enumerate(entries):
        here = (*place, number)
        if not isinstance(entry, dict) or len({"file", "url"} & set(entry)) != 1:
            yield document.wrong("this is no chapter", "write `- file: name`, without suffix", *here)
            continue
        yield from _known(document, entry, _ENTRY_NAMES, here)
        if "file" in entry:
            yield from _file(document, entry["file"], (*here, "file"), named)
        if "sections" in entry:
            yield from _entries(document, entry["sections"], (*here, "sections"), named)


def _file(
    document: Document, name: Any, place: tuple[Any, ...], named: dict[str, tuple[Any, ...]]
) -> Iterator[BadFile]:
    """A chapter by its name; `named` are those before it."""
    folder, known = paths.report().chapters, _sources()
    plain = str(name).removesuffix(".md")
    if not isinstance(name, str) or plain not in known:
        near = nearest(plain, known) or f"; there are {', '.join(known)}"
        message = f"there is no chapter {name!r} in {paths.short(folder)}{near.rstrip('?')}"
        yield document.wrong(message, "mend the name, or add the file", *place)
    elif plain in named:
        line = document.line(*named[plain])
        yield document.wrong(f"{name} stands twice, first in line {line}", "delete one of the two", *place)
    named.setdefault(plain, place)


def _sources() -> list[str]:
    """The names of all chapters that there are."""
    folder = paths.report().chapters
    found = (path for path in folder.rglob("*") if path.suffix in _SUFFIXES)
    return sorted({path.relative_to(folder).with_suffix("").as_posix() for path in found})


def _known(
    document: Document, told: dict[Any, Any], names: tuple[str, ...], place: tuple[Any, ...]
) -> Iterator[BadFile]:
    for name in told:
        if name not in names:
            near = nearest(str(name), names) or f"; there are {', '.join(names)}"
            yield document.wrong(
                f"{name!r} means nothing here{near.rstrip('?')}", "mend its name, or delete it", *place, name
            )


# -- the others


def _config(document: Document) -> Iterator[BadFile]:
    """What Jupyter Book's own schema of the file refuses, and what this engine needs of it."""
    import jsonschema  # type: ignore[import-untyped]

    schema = json.loads(resources.files("jupyter_book").joinpath("config_schema.json").read_text("utf8"))
    for error in jsonschema.Draft7Validator(schema).iter_errors(document.value):
        where = ".".join(map(str, error.path))
        yield document.wrong(
            f"{where}: {error.message}", "see Jupyter Book's description of _config.yml", *error.path
        )
    names = (
        *schema["properties"],
        "only_build_toc_files",
        "exclude",
        "binder",
        "comments_config",
        "google_analytics",
    )
    yield from _known(document, document.value, names, ())
    config = document.value
    for name in ("title", "author"):
        if not isinstance(config.get(name), str) and name not in config:
            yield document.wrong(f"there is no {name}", f"add `{name}: …`")
    own = config["sphinx"].get("config") if isinstance(config.get("sphinx"), dict) else None
    if not isinstance(own, dict) or not isinstance(own.get("extensions"), list):
        yield document.wrong("there is no list sphinx.config.extensions", "put it back", "sphinx", "config")
    elif missing := [name for name in ("evident.book", "evident.typst") if name not in own["extensions"]]:
        yield document.wrong(
            f"the extension {missing[0]} is not in the list", "add it", "sphinx", "config", "extensions"
        )
    site = ("html", "baseurl"), ("sphinx", "config", "html_baseurl")
    for setting in site:
        written = config
        for name in setting:
            written = written.get(name) if isinstance(written, dict) else None
        try:
            paths.address_from("", str(written or ""), ".".join(setting))
        except paths.NoAddress as error:
            said, _, remedy = str(error).partition("; ")
            yield document.wrong(said, remedy, *setting)


def _citation(document: Document) -> Iterator[BadFile]:
    """What the book prints of `CITATION.cff`."""
    for name, fits in _CITED.items():
        if name not in document.value:
            yield document.wrong(f"there is no {name}, which the book prints", f"add `{name}: …`")
        elif not fits(document.value[name]):
            yield document.wrong(
                f"{name} has another form than the book prints", "see the form of CITATION.cff files", name
            )


def _is_text(value: Any) -> bool:
    return isinstance(value, str)


def _is_author(author: Any) -> bool:
    if not isinstance(author, dict):
        return False
    names = (("name",), ("family-names", "given-names"))
    return any(all(isinstance(author.get(name), str) for name in form) for form in names)


def _exceptions(document: Document) -> Iterator[BadFile]:
    """Exceptions of the lint: a list of text and reason."""
    entries = [] if document.value is None else document.value
    if not isinstance(entries, list):
        raise document.wrong(
            "this is no list of exceptions", "begin each with `- text: …` and `reason: …` below it"
        )
    everywhere = document.path.stem == "all"
    for number, entry in enumerate(entries):
        fits = isinstance(entry, dict) and set(entry) == {"text", "reason"}
        if not fits or not all(isinstance(text, str) and text.strip() for text in entry.values()):
            yield document.wrong(
                "an exception has text and reason", "write `- text: …` and `reason: …`", number
            )
        elif everywhere and len(entry["text"]) < _TELLING:
            message = f"{entry['text']!r} is too short for an exception of all chapters: it is in sentences of any kind"
            yield document.wrong(message, "write more words of the sentence", number)


def _words() -> list[Path]:
    own = paths.report().own
    folders = [paths.ENGINE / "words", *([own / "words"] if own else [])]
    return [file for folder in folders for file in sorted(folder.rglob("*.yml"))]


def _look() -> list[BadFile]:
    own = paths.report().own
    file = own / "look.yml" if own else None
    if file is None or not file.exists():
        return []
    try:
        # The module reads the file of the report when it is loaded.
        from evident.look.identity import read_colours

        read_colours(file)
    except BadFile as fault:
        return [fault]
    return []
