"""Facts and claims of releases, kept in `data/releases/` so that later versions can be compared with them.

Belongs here: the form of such a file, reading and writing it, what is wrong with one. Does not: comparing
(`differences.py`), the archive of a release (`archive.py`), which names mean a release (`versions.py`).

A release keeps what its notebooks exported and what that rested on, and neither pictures nor prose. The file is JSON:

    version, date (of its last commit, ISO), about (a sentence)
    evidence    by id the figures that facts and claims rest on: of an observation its value, unit, and where there are
                such value_high and bound, as the table has them; of a panel cell its value; of a slice of the panel
                the digest of its cells; of a table that was counted nothing
    notebooks   by name
        parameters  by name: value, as text, and reason
        facts       a list: key, text (as printed), value, high (the upper end of a range), label, rests_on, assumes
        claims      a list: key, text ("holds" or another word), test, rests_on, assumes

`rests_on` are places in the list of evidence, counted from 0: its names are long, and many exports rest on the same.

The same notebooks give the same bytes.
"""

import ast
import csv
import hashlib
import io
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from evident import paths
from evident.evidence.ids import PANEL_ID
from evident.evidence.periods import is_date
from evident.run.exported import Export, Exported
from evident.text.files import BadFile, read_text

FOLDER = "releases"
NUMBER = re.compile(r"\d+\.\d+\.\d+")
_COLUMNS = ("value", "value_high", "unit", "bound")  # of an observation
_DIGEST = 12  # hexadecimal digits
_FORM: dict[str, dict[str, tuple[type, ...]]] = {
    "facts": {
        "key": (str,), "text": (str,), "value": (int, float, str, type(None)), "label": (str,),
        "rests_on": (list,), "assumes": (list,),
    },
    "claims": {"key": (str,), "text": (str,), "test": (str,), "rests_on": (list,), "assumes": (list,)},
}  # fmt: skip

Evidence = dict[str, dict[str, str]]


@dataclass(frozen=True)
class Release:
    """A release as it was kept; its attributes are told above.

    Attributes:
        exported: facts, claims and parameters by notebook.
        reasons: of parameters, by notebook and name.
        draft: it was not published.
    """

    version: str
    date: str
    about: str
    evidence: Evidence
    exported: dict[str, Exported]
    reasons: dict[str, dict[str, str]]
    draft: bool = False


def folder() -> Path:
    """Where releases are kept."""
    return paths.data_dir() / FOLDER


def file_of(version: str) -> Path:
    """The file of a release."""
    return folder() / f"{version}.json"


def known() -> list[str]:
    """The versions that are kept, oldest first."""
    return sorted((file.stem for file in folder().glob("*.json") if NUMBER.fullmatch(file.stem)), key=_order)


def _order(version: str) -> tuple[int, ...]:
    return tuple(map(int, version.split(".")))


# -- keeping


def kept(
    notebooks: Mapping[str, Exported], files: Mapping[str, bytes], version: str, date: str, about: str
) -> str:
    """What a file of a release holds.

    Args:
        notebooks: what they export, by name.
        files: the sources that they were made of, by path: tables of evidence, editions.
    """
    reasons = _reasons(files.get("data/editions/baseline.yml", b""))
    told: dict[str, Any] = {}
    every = {
        name: [e for e in exported.exports.values() if e.kind in ("fact", "claim")]
        for name, exported in sorted(notebooks.items())
    }
    evidence = evidence_of({key for exports in every.values() for e in exports for key in e.rests_on}, files)
    places = {key: number for number, key in enumerate(evidence)}
    for name, exports in every.items():
        told[name] = {
            "parameters": {
                key: {
                    "value": value,
                    "reason": reasons.get(name, {}).get(key, reasons.get("common", {}).get(key, "")),
                }
                for key, value in sorted(notebooks[name].parameters.items())
            },
            "facts": [_fact(export, places) for export in exports if export.kind == "fact"],
            "claims": [_claim(export, places) for export in exports if export.kind == "claim"],
        }
    head = {"version": version, "date": date, "about": about}
    return _written(head, evidence, told)


def _written(head: dict[str, str], evidence: Evidence, notebooks: dict[str, Any]) -> str:
    """JSON with a line for each figure, parameter and export, which git can compare."""

    def line(value: Any) -> str:
        return json.dumps(value, ensure_ascii=False)

    def lines(items: Iterator[str], indent: str) -> str:
        return ",\n".join(f"{indent}{item}" for item in items)

    said = [f" {line(name)}: {line(value)}" for name, value in head.items()]
    figures = lines((f"{line(key)}: {line(value)}" for key, value in evidence.items()), "  ")
    said.append(f' "evidence": {{\n{figures}\n }}')
    parts = []
    for name, told in notebooks.items():
        named = lines((f"{line(k)}: {line(v)}" for k, v in told["parameters"].items()), "    ")
        inner = [f'   "parameters": {{\n{named}\n   }}']
        inner += [
            f'   "{kind}": [\n{lines(map(line, told[kind]), "    ")}\n   ]' for kind in ("facts", "claims")
        ]
        parts.append(f"  {line(name)}: {{\n" + ",\n".join(inner) + "\n  }")
    said.append(' "notebooks": {\n' + ",\n".join(parts) + "\n }")
    return "{\n" + ",\n".join(said) + "\n}\n"


def _fact(export: Export, places: Mapping[str, int]) -> dict[str, Any]:
    value, high = value_of(export.told["value"])
    told = {"key": export.key, "text": export.told["text"], "value": value}
    told |= {} if high is None else {"high": high}
    return told | {"label": export.label} | _basis(export, places)


def _claim(export: Export, places: Mapping[str, int]) -> dict[str, Any]:
    told = {"key": export.key, "text": export.told["text"], "test": export.told["test"]}
    return told | _basis(export, places)


def _basis(export: Export, places: Mapping[str, int]) -> dict[str, Any]:
    return {"rests_on": [places[key] for key in export.rests_on], "assumes": list(export.assumed)}


def value_of(told: str) -> tuple[Any, float | None]:
    """The value of a fact as its line tells it ("3.0", "3.0 to 5.0", "'met'", "None"), and the upper end of a range."""
    low, _, high = told.partition(" to ")
    try:
        return ast.literal_eval(low), float(high) if high else None
    except (ValueError, SyntaxError):
        return ast.literal_eval(told), None  # a text with " to " in it


def _reasons(edition: bytes) -> dict[str, dict[str, str]]:
    """Why parameters have their values, by section and name, as far as an edition's file says."""
    told = yaml.safe_load(edition) or {}
    return {
        section: {
            n: " ".join(v["reason"].split())
            for n, v in entries.items()
            if isinstance(v, dict) and "reason" in v
        }
        for section, entries in told.items()
        if isinstance(entries, dict)
    }


def evidence_of(used: set[str], files: Mapping[str, bytes]) -> Evidence:
    """The figures with these ids, in order, as the tables of some sources have them; of what is not there, nothing."""
    observed = {row["obs_id"]: row for row in _rows(files, "observations")}
    panel = _rows(files, "panel") if any(key.startswith("panel:") for key in used) else []
    cells = {(row["province"], row["year"], row["indicator"]): row["value"] for row in panel}
    found: Evidence = {}
    for key in sorted(used):
        found[key] = {}
        if match := PANEL_ID.fullmatch(key):
            place = match["province"], match["year"], match["indicator"]
            if place in cells:
                found[key] = {"value": cells[place]}
            else:
                found[key] = {"cells": _digest_of_slice(match, cells)}
        elif key in observed:
            row = observed[key]
            found[key] = {
                name: row[name]
                for name in _COLUMNS
                if row.get(name) and (name, row[name]) != ("bound", "exact")
            }
    return found


def _digest_of_slice(match: re.Match[str], cells: Mapping[tuple[str, str, str], str]) -> str:
    first, _, last = match["year"].partition(".")[0].partition("-")
    within = [
        f"{province},{year},{value}"
        for (province, year, indicator), value in sorted(cells.items())
        if indicator == match["indicator"] and first <= year <= (last or first)
    ]
    return hashlib.sha256("\n".join(within).encode()).hexdigest()[:_DIGEST]


def _rows(files: Mapping[str, bytes], table: str) -> list[dict[str, str]]:
    text = files.get(f"data/{table}.csv", b"").decode("utf8", "replace")
    return list(csv.DictReader(io.StringIO(text, newline="")))


# -- reading


def read(file: Path) -> Release:
    """A release of a file.

    Raises:
        BadFile: it is missing, is no JSON, or has another form.
    """
    again = "restore it from git: what was released does not change"
    try:
        told = json.loads(read_text(file))
    except json.JSONDecodeError as error:
        raise BadFile(file, error.lineno, f"not valid JSON: {error.msg}", again) from None
    if fault := _misfit(told, file.stem):
        raise BadFile(file, _line(file, fault[1]), fault[0], again)
    exported, reasons, names = {}, {}, list(told["evidence"])
    for name, notebook in told["notebooks"].items():
        exports = [
            _export(kind, export, names) for kind in ("fact", "claim") for export in notebook[f"{kind}s"]
        ]
        parameters = {key: one["value"] for key, one in notebook["parameters"].items()}
        exported[name] = Exported({(e.kind, e.key): e for e in exports}, parameters)
        reasons[name] = {key: one["reason"] for key, one in notebook["parameters"].items()}
    draft = told.get("draft", False)
    return Release(told["version"], told["date"], told["about"], told["evidence"], exported, reasons, draft)


def _export(kind: str, told: dict[str, Any], names: list[str]) -> Export:
    if kind == "fact":
        high = f" to {told['high']!r}" if "high" in told else ""
        texts = {"text": told["text"], "value": f"{told['value']!r}{high}"}
    else:
        texts = {"text": told["text"], "test": told["test"]}
    rests_on = tuple(names[place] for place in told["rests_on"])
    return Export(kind, told["key"], texts, (), rests_on, tuple(told["assumes"]), label=told.get("label", ""))


def _line(file: Path, name: str) -> int:
    """The line on which something is named first; 0, the whole file, if nothing is named."""
    lines = file.read_text("utf8").splitlines()
    return next((number for number, line in enumerate(lines, 1) if name and json.dumps(name) in line), 0)


def _misfit(told: Any, version: str) -> tuple[str, str] | None:
    """What of a file has another form than is told above, and the name beside which it stands."""
    names = {"version", "date", "about", "evidence", "notebooks"}
    if not isinstance(told, dict) or set(told) - {"draft"} != names:
        return "it is not of version, date, about, evidence and notebooks", ""
    if told["version"] != version:
        return f"it is of version {told['version']!r}, and its name says {version}", "version"
    if not (isinstance(told["date"], str) and is_date(told["date"])):
        return f"the date {told['date']!r} is no day, as 2026-11-27 is", "date"
    if not isinstance(told["about"], str):
        return "`about` is no sentence", "about"
    if not isinstance(told.get("draft", False), bool):
        return "`draft` is neither true nor false", "draft"
    if not _texts_by_name(told["evidence"]):
        return "evidence is not of figures by id, each of texts by name", "evidence"
    if not isinstance(told["notebooks"], dict):
        return "notebooks are not told by name", "notebooks"
    for name, notebook in told["notebooks"].items():
        if not isinstance(notebook, dict) or set(notebook) != {"parameters", "facts", "claims"}:
            return f"the notebook {name} is not of parameters, facts and claims", name
        if not _texts_by_name(notebook["parameters"], ("value", "reason")):
            return f"the parameters of {name} are not each of value and reason", name
        for kind, form in _FORM.items():
            if fault := _misfit_of(notebook[kind], name, len(told["evidence"]), form):
                return fault
    return None


def _misfit_of(
    told: Any, notebook: str, figures: int, form: Mapping[str, tuple[type, ...]]
) -> tuple[str, str] | None:
    if not isinstance(told, list):
        return f"facts and claims of {notebook} are no lists", notebook
    seen = set()
    for export in told:
        named = export.get("key") if isinstance(export, dict) else None
        if not isinstance(named, str) or not named.startswith(f"{notebook}."):
            return f"an export of {notebook} has no key that begins with `{notebook}.`", notebook
        if set(export) - {"high"} != set(form):
            return f"{named} is not of {', '.join(form)}", named
        if wrong := next((name for name, kinds in form.items() if type(export[name]) not in kinds), ""):
            return f"{named}: {wrong} is {export[wrong]!r}", named
        if not all(type(place) is int and 0 <= place < figures for place in export["rests_on"]):
            return f"{named} rests on a figure that is not in the list of evidence", named
        if not all(isinstance(name, str) for name in export["assumes"]):
            return f"{named} assumes what is no name", named
        if named in seen:
            return f"{named} stands twice", named
        seen.add(named)
    return None


def _texts_by_name(told: Any, names: tuple[str, ...] = ()) -> bool:
    return isinstance(told, dict) and all(
        isinstance(entry, dict)
        and (not names or tuple(entry) == names)
        and all(isinstance(value, str) for value in entry.values())
        for entry in told.values()
    )


def faults() -> list[BadFile]:
    """What is wrong with the releases that are kept, one a file."""
    found = []
    for file in sorted(folder().glob("*")) if folder().is_dir() else []:
        if not NUMBER.fullmatch(file.stem) or file.suffix != ".json":
            found.append(
                BadFile(file, 0, "this is no release", "name it as its version, 0.1.0.json, or move it away")
            )
            continue
        try:
            read(file)
        except BadFile as fault:
            found.append(fault)
    return found
