"""What executed notebooks export, read for the book.

Belongs here: finding the notebooks of the edition, reading facts, exhibits and evidence from their outputs,
looking one up by name. Does not: how an export is made (`export/`) or printed.
"""

import json
import os
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

from sphinx.config import Config

from evident import paths, reads
from evident.evidence.ids import nearest
from evident.export.payloads import CLAIM, EVIDENCE, EXHIBIT, EXPLORER, FACT
from evident.run.each import AT, notebook_of

SVG = "image/svg+xml"

Payload = dict[str, Any]


class UnknownExport(LookupError):
    """The name of a fact, exhibit or notebook that does not exist; the message offers the nearest."""


@dataclass(frozen=True)
class Exports:
    """The exports of one executed notebook, or of one run of a notebook that is made for many values.

    The exports of a run have the name of the run in place of the notebook's: `province@zhejiang.income`. So nothing of
    one run is taken for that of another.

    Attributes:
        facts, claims, exhibits, explorers: payloads by full name (`theme.pace`), in the order of export; their form
        is in `payloads.py`.
            Each also has `cell`, the id of the cell that exported it; a figure has `wide`, its SVG.
        evidence: records of observations and panel cells by id.
        about: `as_of`, `language` and `parameters` of the run.
    """

    name: str
    path: Path
    facts: dict[str, Payload] = field(default_factory=dict)
    claims: dict[str, Payload] = field(default_factory=dict)
    exhibits: dict[str, Payload] = field(default_factory=dict)
    explorers: dict[str, Payload] = field(default_factory=dict)
    evidence: dict[str, Payload] = field(default_factory=dict)
    about: Payload = field(default_factory=dict)

    @property
    def is_one_of_many(self) -> bool:
        """Whether this is a run for one of many values, of which not everything may be known."""
        return AT in self.name

    def of(self, kind: str) -> dict[str, Payload]:
        """The facts, claims, exhibits or explorers (`kind` is `fact`, `claim`, `exhibit` or `explorer`)."""
        return {
            "fact": self.facts,
            "claim": self.claims,
            "exhibit": self.exhibits,
            "explorer": self.explorers,
        }[kind]

    def count(self, ids: Iterable[str]) -> int:
        """How many published figures some ids stand for: a slice of the panel stands for all its cells."""
        return sum(int(self.evidence.get(key, {}).get("cells", 1)) for key in ids)


def notebooks_folder() -> Path:
    """Where the executed notebooks are: EVIDENT_NOTEBOOKS, or the place of edition EVIDENT_EDITION."""
    edition = os.environ.get("EVIDENT_EDITION", "baseline")
    return Path(os.environ.get("EVIDENT_NOTEBOOKS", paths.report().build / edition / "notebooks"))


class Library:
    """The executed notebooks of one edition."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def names(self) -> list[str]:
        """Names of the notebooks, in order."""
        return sorted(path.stem for path in self.folder.glob("*.ipynb"))

    def is_made_for_many(self, notebook: str) -> bool:
        """Whether a notebook was executed once for each of many values."""
        return next(self.folder.glob(f"{notebook}{AT}*.ipynb"), None) is not None

    def path(self, notebook: str) -> Path:
        """Where a notebook is, or would be."""
        return self.folder / f"{notebook}.ipynb"

    def notebook(self, name: str) -> Exports:
        """All exports of a notebook.

        Raises:
            UnknownExport: it was not executed, or it has no exports.
        """
        reads.note("notebook", name)
        path = self.path(name)
        if not path.exists():
            have = ", ".join(self.names()) or "none"
            raise UnknownExport(
                f"there is no executed notebook {name}.ipynb (there are: {have}){nearest(name, self.names())}"
            )
        return _read(path, path.stat().st_mtime_ns)

    def fact(self, key: str) -> Payload:
        """The payload of fact `<notebook>.<key>`.

        Raises:
            UnknownExport: no notebook exports it.
        """
        return self._find("fact", key)

    def claim(self, key: str) -> Payload:
        """The payload of claim `<notebook>.<key>`.

        Raises:
            UnknownExport: no notebook exports it.
        """
        return self._find("claim", key)

    def exhibit(self, key: str) -> Payload:
        """The payload of exhibit `<notebook>.<key>`.

        Raises:
            UnknownExport: no notebook exports it.
        """
        return self._find("exhibit", key)

    def explorer(self, key: str) -> Payload:
        """The payload of explorer `<notebook>.<key>`.

        Raises:
            UnknownExport: no notebook exports it.
        """
        return self._find("explorer", key)

    def _find(self, kind: str, key: str) -> Payload:
        name, dot, _ = key.partition(".")
        if not dot:
            raise UnknownExport(f"{kind} {key!r}: write <notebook>.<key>{nearest(key, self._keys(kind))}")
        exports = self.notebook(name)
        found = exports.of(kind)
        if key not in found:
            # The nearest in the same notebook first: a slip is more often in the key than in the notebook's
            # name.
            offer = nearest(key, found) or nearest(key, self._keys(kind))
            raise UnknownExport(f"notebook {name}.ipynb exports no {kind} {key!r}{offer}")
        return found[key]

    def _keys(self, kind: str) -> Iterable[str]:
        for name in self.names():
            if AT not in name:  # a page that may print them names them without
                yield from self.notebook(name).of(kind)


@lru_cache(maxsize=256)
def _read(path: Path, _modified: int) -> Exports:
    exports = Exports(path.stem, path)
    for cell in json.loads(path.read_text("utf8"))["cells"]:
        for output in cell.get("outputs", ()):
            data = _of_run(path.stem, output.get("data", {}))
            if FACT in data:
                exports.facts[data[FACT]["key"]] = data[FACT] | {"cell": cell.get("id", "")}
            elif CLAIM in data:
                exports.claims[data[CLAIM]["key"]] = data[CLAIM] | {"cell": cell.get("id", "")}
            elif EXHIBIT in data:
                svg = data.get(SVG, "")
                exports.exhibits[data[EXHIBIT]["key"]] = data[EXHIBIT] | {
                    "cell": cell.get("id", ""),
                    "wide": svg if isinstance(svg, str) else "".join(svg),
                }
            elif EXPLORER in data:
                exports.explorers[data[EXPLORER]["key"]] = data[EXPLORER]
            elif EVIDENCE in data:
                exports.evidence.update(data[EVIDENCE]["evidence"])
                exports.about.update({k: v for k, v in data[EVIDENCE].items() if k != "evidence"})
    for exhibit in exports.exhibits.values():
        # The title that holds in this edition is the title, wherever it is printed.
        exhibit["fails"] = [key for key in exhibit["claims"] if exports.claims[key]["holds"] is not True]
        exhibit["bound"] = exhibit["title"]
        failing = [exports.claims[key] for key in exhibit["fails"]]
        turned = any(claim["holds"] is False for claim in failing)
        if failing and (turned or exports.is_one_of_many):
            exhibit["title"] = exhibit["otherwise"] or exhibit["title"]
            if exports.is_one_of_many and exhibit["otherwise"]:
                exhibit["fails"] = []  # of this place the other title is the true one
        elif failing and not any(claim["problem"] for claim in failing):  # nothing was published yet
            exhibit["title"] = exhibit["subtitle"]
    if not exports.facts and not exports.exhibits:
        raise UnknownExport(
            f"notebook {path.name} exports nothing: it was not executed, or failed before its exports"
        )
    return exports


def _of_run(run: str, data: Payload) -> Payload:
    """An output with the name of the run in all names of exports, where the notebook is made for many values."""
    notebook = notebook_of(run)
    if notebook == run:
        return data
    found = dict(data)
    for kind in (FACT, CLAIM, EXHIBIT, EXPLORER):
        if kind in data:
            payload = dict(data[kind])
            for part in ("key", "facts", "claims"):
                if part in payload:
                    payload[part] = _renamed(payload[part], notebook, run)
            found[kind] = payload
    return found


def _renamed(names: Any, notebook: str, run: str) -> Any:
    if isinstance(names, list):
        return [_renamed(name, notebook, run) for name in names]
    own, dot, key = names.partition(".")
    return f"{run}{dot}{key}" if own == notebook else names


def library_of(config: Config) -> Library:
    """The executed notebooks that a Sphinx configuration points to."""
    return Library(Path(config.evident_notebooks) if config.evident_notebooks else notebooks_folder())
