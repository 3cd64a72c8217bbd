"""The two sides of a comparison that a page prints: releases, editions, and the book itself.

Belongs here: what a name in a chapter means, the version behind it, why its parameters have their values. Does not:
comparing (`run/differences.py`), what is told of it (`changed.py`), printing (`changes.py`).

    release:0.1.0   what is kept of a release
    NAME            an edition, as its sweep computed it
    book            the executed notebooks that the book is printed from
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from evident import paths
from evident.book import edition as editions
from evident.book.notebooks import Library
from evident.evidence.ids import nearest
from evident.export.payloads import BASELINE
from evident.run import each, releases, swept_editions
from evident.run.exported import Export, Exported, parameter_text
from evident.run.parameters import Edition, in_language, load_edition, reasons
from evident.run.versions import RELEASE, NoVersion, Version, of_release
from evident.text.words import Words

BOOK = "book"


@dataclass(frozen=True)
class Side:
    """One side.

    Attributes:
        title: as the head of a column has it.
        name: as sentences have it.
        version: what it exports.
        missing: by notebook why there is nothing of it.
        reasons: why parameters have their values, by notebook and name.
        plain: the reason that a parameter without one of its own has.
    """

    title: str
    name: str
    version: Version
    missing: dict[str, str] = field(default_factory=dict)
    reasons: dict[str, dict[str, str]] = field(default_factory=dict)
    plain: str = ""


def known() -> list[str]:
    """The names that have a meaning."""
    return [BOOK, *(f"{RELEASE}:{number}" for number in releases.known()), *names_of_editions()]


def names_of_editions() -> list[str]:
    """The editions, the baseline first."""
    names = sorted(file.stem for file in (paths.data_dir() / "editions").glob("*.yml"))
    return sorted(names, key=lambda name: name != BASELINE)


def files_of(name: str) -> list[str]:
    """The files that a side is read from, beside executed notebooks.

    Raises:
        NoVersion: the name has no meaning.
    """
    if name == BOOK:
        return []
    folder = paths.data_dir()
    if name.startswith(f"{RELEASE}:"):
        of_release(name.partition(":")[2])  # which tells the nearest name
        return [str(releases.file_of(name.partition(":")[2]))]
    if name not in (there := names_of_editions()):
        offer = nearest(name, known()) or f"; there are {', '.join(known())}"
        raise NoVersion(f"{name!r} is no edition, no release and not {BOOK!r}{offer}")
    swept = [folder / "sweep" / notebook.with_suffix(".parquet").name for notebook in paths.notebooks()]
    return [str(file) for file in [*(folder / "editions" / f"{each}.yml" for each in there), *swept]]


def side(name: str, library: Library, words: Words) -> Side:
    """The side of a name.

    Raises:
        NoVersion: it has no meaning.
        BadFile: a file of it cannot be used.
    """
    if name == BOOK:
        return _of_book(library, words)
    if name.startswith(f"{RELEASE}:"):
        number = name.partition(":")[2]
        version = of_release(number)
        release = releases.read(releases.file_of(number))
        title = words("book.changes.draft" if release.draft else "book.changes.release", number=number)
        return Side(title, title, version, reasons=release.reasons)
    told = in_language(load_edition(name), paths.report().language)
    found = swept_editions.edition(name, told.title)
    said = words("book.changes.edition", name=told.title)
    return Side(told.title, said, found.version, found.missing, _reasons(told), told.reason)


def _reasons(told: Edition) -> dict[str, dict[str, str]]:
    return {notebook.stem: reasons(told, notebook.stem) for notebook in paths.notebooks()}


def _of_book(library: Library, words: Words) -> Side:
    kept = {name: exported(library, run, name) for run, name in runs(library).items()}
    now = editions.current()
    name = now.name if now else BASELINE
    title = words("book.changes.this_book")
    if now and name != BASELINE:
        title = words("book.changes.this_edition", name=now.title)
    version = Version(title, {}, {}, kept, _evidence(library, kept))
    return Side(
        title,
        title,
        version,
        reasons=_reasons(now or in_language(load_edition(BASELINE), paths.report().language)),
        plain=now.reason if now else "",
    )


def runs(library: Library) -> dict[str, str]:
    """The runs that are compared, with their notebooks: of one that is made for many values, the run of its default."""
    named = ((run, each.standing_for(run)) for run in library.names())
    return {run: name for run, name in named if name}


def exported(library: Library, run: str, notebook: str) -> Exported:
    """Facts, claims and parameters of a run, in the form and under the names in which versions are compared."""
    exports = library.notebook(run)
    found: dict[tuple[str, str], Export] = {}
    for fact in exports.facts.values():
        key, high = _named(fact, notebook), fact["value_high"]
        value = f"{fact['value']!r}{f' to {high!r}' if high is not None else ''}"
        told = {"text": fact["text"], "value": value}
        found["fact", key] = Export("fact", key, told, (), *_basis(fact), label=fact["label"])
    for claim in exports.claims.values():
        key = _named(claim, notebook)
        told = {"text": claim["text"], "test": claim["test"]}
        found["claim", key] = Export("claim", key, told, (), *_basis(claim))
    parameters = {name: parameter_text(value) for name, value in exports.about.get("parameters", {}).items()}
    return Exported(found, parameters)


def _named(payload: Mapping[str, Any], notebook: str) -> str:
    """The name of an export without that of the value it was made for."""
    return f"{notebook}.{payload['key'].partition('.')[2]}"


def _basis(payload: Mapping[str, Any]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    return tuple(payload["rests_on"]), tuple(item["id"] for item in payload["assumed"])


def _evidence(library: Library, kept: Mapping[str, Exported]) -> releases.Evidence:
    """The observations that facts and claims rest on, as texts."""
    records: dict[str, Any] = {}
    for run in runs(library):
        records |= library.notebook(run).evidence
    used = {
        key for exported in kept.values() for export in exported.exports.values() for key in export.rests_on
    }
    columns = ("value", "value_high", "unit", "bound")
    return {
        key: {name: str(records[key][name]) for name in columns if records[key].get(name) not in (None, "")}
        for key in sorted(used & records.keys())
        if not key.startswith("panel:")
    }


def observations(before: Version, after: Version) -> tuple[int, int, int] | None:
    """How many published figures both rest on with another value, only the first rests on, only the second rests on;
    None if that is not known of one of them. Panel cells are not counted."""
    if before.evidence is None or after.evidence is None:
        return None
    old, new = (
        {k: v for k, v in side.evidence.items() if _is_observation(k)}
        for side in (before, after)
        if side.evidence is not None
    )
    otherwise = [key for key in old.keys() & new.keys() if _figure(old[key]) != _figure(new[key])]
    return len(otherwise), len(old.keys() - new.keys()), len(new.keys() - old.keys())


def _is_observation(key: str) -> bool:
    return not key.startswith(("panel:", "data:"))


def _figure(row: Mapping[str, str]) -> tuple[object, ...]:
    """A figure so that 40 and 40.0 are the same."""
    return (
        *_numbers((row.get("value", ""), row.get("value_high", ""))),
        row.get("unit", ""),
        row.get("bound", "exact"),
    )


def _numbers(texts: Iterable[str]) -> list[object]:
    return [float(text) if text not in ("", "nan") else None for text in texts]
