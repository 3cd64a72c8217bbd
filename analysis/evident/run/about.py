"""What a file that leaves the report says of where it is from: title, version, day, authors, licence, how to cite.

Belongs here: reading these from CITATION.cff, `_config.yml` and the edition, once for all files, and the names under
which files are saved. Does not: whether the files that state a version agree (`stated.py`), what is in a file
(`dataset.py`, `book/downloads.py`).

A file that somebody has saved lies in a folder among others. Its name says what it is, of which report, in which
version and edition, and to which day the evidence is known. Its address on the site has none of this, so that links
and pictures in other pages go on working when there is a new version.
"""

import os
import re
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import quote

from evident import paths
from evident.export.payloads import BASELINE
from evident.run import parameters
from evident.text import formats
from evident.text.words import Words
from evident.text.yaml_files import read_yaml

LICENCE = {"name": "CC BY 4.0", "url": "https://creativecommons.org/licenses/by/4.0/"}


@dataclass(frozen=True)
class About:
    """What is said of a report.

    Attributes:
        title: of the report.
        authors: by name.
        version: as CITATION.cff states it; empty where it states none.
        released: the day of that version (ISO); empty where none is stated.
        as_of: to which day the edition knows the evidence (ISO); empty where it does not say.
        edition: its name.
        edition_title: its title.
        address: of the edition's book, with a slash at its end; empty for an unpublished copy.
        language: of the words.
    """

    title: str
    authors: tuple[str, ...]
    version: str
    released: str
    as_of: str
    edition: str = BASELINE
    edition_title: str = ""
    address: str = ""
    language: str = "en"

    @property
    def citation(self) -> str:
        """The whole report or its data, as others cite it."""
        words = Words(self.language)
        authors, year = ", ".join(self.authors), (self.as_of or self.released)[:4]
        cited = words(
            "downloads.citation", authors=authors, year=year, title=self.title, version=self.told,
            licence=LICENCE["name"],
        )  # fmt: skip
        return f"{cited} {self.address}".rstrip()

    @property
    def told(self) -> str:
        """Version and day of the evidence in words, with the edition where it is not the baseline."""
        words, said = Words(self.language), []
        if self.version:
            said.append(words("downloads.version", version=self.version))
        if self.edition != BASELINE:
            said.append(words("downloads.edition", title=self.edition_title or self.edition))
        if self.as_of:
            said.append(words("downloads.as_of", date=formats.period(self.as_of, words)))
        return ", ".join(said)

    def name(self, what: str, suffix: str) -> str:
        """The name under which a file is saved: report-what-version-edition-day.suffix.

        Args:
            what: of the report: mining-rollout; anything that is no letter or digit becomes a hyphen.
            suffix: with its point.
        """
        edition = "" if self.edition == BASELINE else self.edition
        parts = (paths.report().pdf.removesuffix(".pdf"), what, self.version, edition, self.as_of)
        return "-".join(re.sub(r"[^\w.]+|_", "-", part) for part in parts if part) + suffix


def about(edition: str = BASELINE, as_of: str | None = None) -> About:
    """What is said of an edition of the report.

    Args:
        as_of: the day to which it knows the evidence, where the caller knows better than the file of the edition.

    Raises:
        BadFile: CITATION.cff, `_config.yml` or the edition is not YAML.
        NoAddress: what is set as the address of the site is none.
    """
    root, file = paths.report().root, paths.data_dir() / "editions" / f"{edition}.yml"
    read = (root / "CITATION.cff", root / "_config.yml", file)
    site = os.environ.get(paths.SITE_URL, "")
    told = _about(
        edition, site, *((str(path), path.stat().st_mtime_ns if path.exists() else 0) for path in read)
    )
    report = paths.report()
    if report.language:
        address = f"{told.address}{report.tag}/" if told.address else ""
        title = report.translations[report.language]
        told = replace(told, language=report.language, title=title, address=address)
        words = Words(report.language)
        if words.has("pdf.author"):
            told = replace(told, authors=(words("pdf.author"),))
    return told if as_of is None else replace(told, as_of=as_of)


@lru_cache(maxsize=8)  # every link of a page asks
def _about(edition: str, _site: str, *read: tuple[str, int]) -> About:
    citation, configuration, file = (Path(path) for path, _ in read)
    cited, config = _mapping(citation), _mapping(configuration)
    sphinx = _inner(_inner(config, "sphinx"), "config")
    authors = [_name(author) for author in cited.get("authors") or () if isinstance(author, dict)]
    told = parameters.load_edition(edition) if file.exists() else None
    where = f"{configuration}: html_baseurl"
    site = paths.address_from(paths.SITE_URL, str(sphinx.get("html_baseurl") or ""), where)
    return About(
        title=str(config.get("title") or cited.get("title") or ""),
        authors=tuple(filter(None, authors)) or (str(config.get("author") or ""),),
        version=str(cited.get("version") or ""),
        released=str(cited.get("date-released") or ""),
        as_of=str((told.values.get("common") or {}).get("as_of", "")) if told else "",
        edition=edition,
        edition_title=told.title if told else "",
        address=f"{site}/{quote(edition)}/" if site else "",
        language=str(sphinx.get("language") or "en"),
    )


def _mapping(file: Path) -> dict[str, Any]:
    """What a file says; nothing where there is none, as in a report that is being begun."""
    told = read_yaml(file).value if file.exists() else {}
    return told if isinstance(told, dict) else {}


def _inner(told: dict[str, Any], name: str) -> dict[str, Any]:
    inner = told.get(name)
    return inner if isinstance(inner, dict) else {}


def _name(author: dict[str, Any]) -> str:
    person = " ".join(str(author[part]) for part in ("given-names", "family-names") if author.get(part))
    return str(author.get("name") or person)
