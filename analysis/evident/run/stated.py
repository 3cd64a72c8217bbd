"""What a report says of itself in several files: its version, title, authors, licence, keywords.

Belongs here: reading these from pyproject.toml, CITATION.cff, .zenodo.json and CHANGELOG.md, and where they differ; and
the version of the data in `data/datapackage.json`, which is that of the report.
Does not: what else must be so before a release (`releasing.py`), the form of CITATION.cff (`project.py`).

`.zenodo.json` is what an archive such as Zenodo reads when a release is deposited there; it takes the place of
CITATION.cff, so both have to say the same. A report need not have one.
"""

import json
import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from evident import paths
from evident.text.files import BadFile, read_text
from evident.text.yaml_files import Document, read_yaml

PYPROJECT, CITATION, ZENODO, CHANGELOG = "pyproject.toml", "CITATION.cff", ".zenodo.json", "CHANGELOG.md"
PACKAGE = "datapackage.json"
_HEADING = re.compile(
    r"^## \[?(?P<version>\d+\.\d+\.\d+)\]?(?:\s+[–-]\s+(?P<date>\d{4}-\d{2}-\d{2}))?\s*$", re.MULTILINE
)
# What an archive is told, and the field of CITATION.cff that says it too.
_SAME = {
    "title": "title",
    "creators": "authors",
    "version": "version",
    "publication_date": "date-released",
    "license": "license",
    "keywords": "keywords",
    "upload_type": "type",
}
_ALSO = ("description", "access_right", "language", "related_identifiers", "notes")


@dataclass(frozen=True)
class Stated:
    """A version as a file states it, with its day where it has one, and the lines of both."""

    path: Path
    line: int
    version: str
    date: str = ""
    date_line: int = 0


def version() -> str:
    """The version of the report as pyproject.toml states it; empty if it states none."""
    told = tomllib.loads(read_text(paths.report().root / PYPROJECT)).get("project", {}).get("version", "")
    return told if isinstance(told, str) else ""


def versions() -> list[Stated]:
    """What each of the four files says, pyproject.toml first.

    Raises:
        BadFile: one of them is missing, cannot be read, or states no version.
    """
    return [_of_project(), _of_citation(), _of_zenodo(), _of_changelog()]


def differing() -> list[BadFile]:
    """Where the version, or the day of it, is another than pyproject.toml, or the changelog, says.

    Raises:
        BadFile: as for `versions`.
    """
    first, *others = versions()
    package = _of_package()
    wrong = [
        BadFile(
            one.path,
            one.line,
            f"the version is {one.version}",
            f"{PYPROJECT}:{first.line} says {first.version}; write the same",
        )
        for one in (*others, *([package] if package else []))
        if one.version != first.version
    ]
    last = others[-1]
    return wrong + [
        BadFile(
            one.path,
            one.date_line,
            f"the day is {one.date}",
            f"{CHANGELOG}:{last.date_line} says {last.date}; write the same",
        )
        for one in others
        if not wrong and one.date != last.date
    ]


def _of_project() -> Stated:
    path = paths.report().root / PYPROJECT
    text = read_text(path)
    told = tomllib.loads(text).get("project", {}).get("version")
    if not isinstance(told, str):
        raise BadFile(path, 0, "no version stands in [project]", 'write `version = "0.1.0"` there')
    return Stated(path, _line(text, re.compile(r"^version\s*=", re.MULTILINE)), told)


def _of_citation() -> Stated:
    document = read_yaml(paths.report().root / CITATION)
    if "version" not in (document.value or {}):
        raise document.wrong("there is no version", "add `version: …`")
    return _of_document(document, "date-released")


def _of_zenodo() -> Stated:
    return _of_document(_zenodo(), "publication_date")


def _of_document(document: Document, date: str) -> Stated:
    told = document.value
    lines = document.line("version"), document.line(date)
    return Stated(document.path, lines[0], str(told.get("version", "")), str(told.get(date, "")), lines[1])


def _of_package() -> Stated | None:
    """The version of the data, where its description states one."""
    path = paths.data_dir() / PACKAGE
    if not path.exists():
        return None
    text = read_text(path)
    try:
        told = json.loads(text)
    except json.JSONDecodeError:  # which the check of the evidence tells
        return None
    if not isinstance(told, dict) or "version" not in told:
        return None
    return Stated(path, _line(text, re.compile(r'^\s*"version"\s*:', re.MULTILINE)), str(told["version"]))


def _of_changelog() -> Stated:
    path = paths.report().root / CHANGELOG
    text = read_text(path)
    if not (found := _HEADING.search(text)):
        raise BadFile(
            path,
            0,
            "no version has a part",
            "give the part “Unreleased” its number and day: `## 0.1.0 – 2026-11-21`",
        )
    line = text.count("\n", 0, found.start()) + 1
    if not found["date"]:
        raise BadFile(
            path,
            line,
            f"the part of {found['version']} has no day",
            f"write `## {found['version']} – 2026-11-21`",
        )
    return Stated(path, line, found["version"], found["date"], line)


def _line(text: str, pattern: re.Pattern[str]) -> int:
    found = pattern.search(text)
    return text.count("\n", 0, found.start()) + 1 if found else 1


def _zenodo() -> Document:
    """`.zenodo.json` with its lines, by name.

    Raises:
        BadFile: it is missing, no JSON, or no object.
    """
    path = paths.report().root / ZENODO
    text = read_text(path)
    try:
        told = json.loads(text)
    except json.JSONDecodeError as error:
        raise BadFile(path, error.lineno, f"not valid JSON: {error.msg}", "mend what stands there") from None
    if not isinstance(told, dict):
        raise BadFile(path, 1, "this is no object", "write names and values in braces")
    lines = {(name,): _line(text, re.compile(rf'^\s*"{re.escape(name)}"\s*:', re.MULTILINE)) for name in told}
    return Document(path, told, {(): 1} | lines)


def faults() -> Iterator[BadFile]:
    """Where `.zenodo.json`, if there is one, says something else than CITATION.cff."""
    if not (paths.report().root / ZENODO).exists():
        return
    try:
        document, cited = _zenodo(), read_yaml(paths.report().root / CITATION)
    except BadFile as fault:
        yield fault
        return
    if not isinstance(cited.value, dict):  # which is told elsewhere
        return
    wanted = _as_zenodo(cited.value)
    for name in document.value:
        if name not in (*_SAME, *_ALSO):
            yield document.wrong(
                f"{name!r} means nothing to the check",
                f"mend its name, or delete it; there may be {', '.join((*_SAME, *_ALSO))}",
                name,
            )
    for name, source in _SAME.items():
        if name not in document.value:
            yield document.wrong(
                f"there is no {name}",
                f"write {json.dumps(wanted[name], ensure_ascii=False)}, as {CITATION} says",
            )
        elif document.value[name] != wanted[name]:
            said = json.dumps(document.value[name], ensure_ascii=False)
            yield document.wrong(
                f"{name} is {said}",
                f"write {json.dumps(wanted[name], ensure_ascii=False)}: {CITATION}:{cited.line(source)} says so",
                name,
            )


def _as_zenodo(cited: dict[str, Any]) -> dict[str, Any]:
    """The fields of CITATION.cff in the form that the archive takes."""
    licences = cited.get("license", "")
    return {
        "title": cited.get("title"),
        "creators": [_creator(author) for author in cited.get("authors", ()) if isinstance(author, dict)],
        "version": str(cited.get("version")),
        "publication_date": str(cited.get("date-released")),
        # It takes one licence: that of the contents, which CITATION.cff names first.
        "license": str(licences[0] if isinstance(licences, list) and licences else licences).lower(),
        "keywords": cited.get("keywords"),
        "upload_type": cited.get("type"),
    }


def _creator(author: dict[str, Any]) -> dict[str, str]:
    name = author.get("name") or f"{author.get('family-names', '')}, {author.get('given-names', '')}"
    return {"name": name} | ({"orcid": author["orcid"].rpartition("/")[2]} if "orcid" in author else {})
