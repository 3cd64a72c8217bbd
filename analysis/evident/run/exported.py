"""What a notebook file exports, in the form in which two versions of it are compared.

Belongs here: facts, claims, exhibits, explorers and findings out of the outputs of a notebook, executed or frozen,
and the defaults of its parameters. Does not: comparing (`differences.py`), where a version comes from (`versions.py`).

A frozen notebook has one line of text an export (`export/payloads.py`), an executed one has the same line and the
whole JSON beside it. Both are read by the line, so that one can be compared with the other; texts that only the JSON
has (subtitle, alt text, note) are compared where both versions have them.
"""

import ast
import hashlib
import json
import re
from dataclasses import dataclass, field
from typing import Any

from evident.export.payloads import EVIDENCE, EXHIBIT, EXPLORER, FACT

_FACT = re.compile(
    r"(?P<key>\w+\.\w+) = (?P<text>.*) \[(?P<value>[^\[\]]*)\] "
    r"\((?P<how>published|counted|assumed|computed|modelled): (?P<basis>.*)\)",
    re.DOTALL,
)
_CLAIM = re.compile(
    r"(?P<key>\w+\.\w+) (?P<text>[^:=]+): (?P<test>.*) \((?:computed|modelled)(?P<basis>.*)\)", re.DOTALL
)
_EXHIBIT = re.compile(
    r"(?P<kind>figure|table) (?P<key>\w+\.\w+): (?P<title>.*?)(?: \((?P<claims>\w+\.\w[\w., ]*)\))?"
)
_EXPLORER = re.compile(r"explorer (?P<key>\w+\.\w+): (?P<title>.*)")
_DIGEST = re.compile(r"(picture, \w+|all of it): ([0-9a-f]{12})")
_COUNT = re.compile(r"[\d,]+ facts, [\d,]+ claims and [\d,]+ exhibits rest on ")
_RESTS = re.compile(r"; rests on ([^;()]*)")
_ASSUMES = re.compile(r"; assumes ([^;()]*)")
_WITHOUT = re.compile(r"; (?:rests on|assumes) [^;()]*")
_IN_JSON = ("subtitle", "alt", "note")


@dataclass(frozen=True)
class Export:
    """One export.

    Attributes:
        kind: "fact", "claim", "exhibit", "explorer" or "finding".
        told: its texts by name: a fact has text, value, meaning; a claim text and test; an exhibit title, pictures and
            a digest of all of it.
        rows: the printed cells of an exhibit.
        rests_on, assumed, facts: ids of evidence, names of parameters, keys of other facts, as far as the file has
            them.
        code: the cell that exports it.
        picture: the wide SVG of a chart of an executed notebook.
        label: what a fact is, in words.
    """

    kind: str
    key: str
    told: dict[str, str]
    rows: tuple[str, ...] = ()
    rests_on: tuple[str, ...] = ()
    assumed: tuple[str, ...] = ()
    facts: tuple[str, ...] = ()
    code: str = ""
    picture: str = ""
    label: str = ""


@dataclass(frozen=True)
class Exported:
    """All exports of one notebook by kind and key, its parameters as text, and its code."""

    exports: dict[tuple[str, str], Export] = field(default_factory=dict)
    parameters: dict[str, str] = field(default_factory=dict)
    code: str = ""


def read(raw: bytes) -> Exported:
    """The exports of a notebook file; those of one that is damaged are none, since other commands say what is wrong."""
    try:
        cells = json.loads(raw)["cells"]
        return _read(cells)
    except (ValueError, KeyError, TypeError, AttributeError):
        return Exported()


def _read(cells: list[dict[str, Any]]) -> Exported:
    exports: dict[tuple[str, str], Export] = {}
    parameters: dict[str, str] = {}
    code = []
    for cell in cells:
        if cell["cell_type"] != "code":
            continue
        source = _text(cell["source"])
        tags = cell.get("metadata", {}).get("tags", [])
        if "parameters" in tags:
            parameters |= _defaults(source)
        if "injected-parameters" not in tags:
            code.append(source)
        for output in cell.get("outputs", ()):
            data = output.get("data", {})
            if EVIDENCE in data:
                parameters |= {
                    name: parameter_text(value) for name, value in data[EVIDENCE]["parameters"].items()
                }
            for export in _exports(_text(data.get("text/plain", "")), data, source):
                exports[export.kind, export.key] = export
    return Exported(exports, parameters, "\n".join(code))


def _exports(line: str, data: dict[str, Any], code: str) -> list[Export]:
    """What an output exports: one thing, or some findings, or nothing."""
    known: dict[str, Any] = next(
        (data[mime] for mime in data if mime.startswith("application/vnd.evident.")), {}
    )
    facts = tuple(known.get("facts", ()))
    if match := _FACT.fullmatch(line):
        told = {"text": match["text"], "value": match["value"], "meaning": _WITHOUT.sub("", match["basis"])}
        if FACT in data:
            told["unit"] = data[FACT]["unit"]
        label = known.get("label") or told["meaning"].partition("; ")[0]
        return [Export("fact", match["key"], told, (), *_basis(match["basis"]), facts, code, label=label)]
    lines = line.split("\n")
    digests = {hit[1]: hit[2] for text in lines if (hit := _DIGEST.fullmatch(text))}
    if match := _EXHIBIT.fullmatch(lines[0]):
        rows = tuple(text for text in lines[1:] if not _DIGEST.fullmatch(text))
        told = {"title": match["title"], "kind": match["kind"], "claims": match["claims"] or ""}
        if exhibit := data.get(EXHIBIT):
            told |= {name: exhibit[name] for name in _IN_JSON}
            wide = _text(data.get("image/svg+xml", ""))
            if wide:
                digests = {
                    "picture, wide": _digest(wide),
                    "picture, narrow": _digest(exhibit.get("narrow", "")),
                }
            digests["all of it"] = _whole(exhibit)
        told |= digests
        origin = tuple(known.get("rests_on", ())), tuple(item["id"] for item in known.get("assumed", ()))
        picture = _text(data.get("image/svg+xml", ""))
        return [Export("exhibit", match["key"], told, rows, *origin, facts, code, picture)]
    if match := _EXPLORER.fullmatch(lines[0]):
        whole = {"all of it": _whole(data[EXPLORER])} if EXPLORER in data else digests
        return [Export("explorer", match["key"], {"title": match["title"], **whole}, facts=facts, code=code)]
    if match := _CLAIM.fullmatch(line):
        told = {"text": match["text"], "test": match["test"]}
        return [Export("claim", match["key"], told, (), *_basis(match["basis"]), facts, code)]
    if _COUNT.match(lines[0]):
        return [Export("finding", text, {"text": text}, code=code) for text in lines[1:] if text]
    return []


def _basis(basis: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """What a line says that an export rests on, and what it assumes."""
    rests, assumes = _RESTS.findall(basis), _ASSUMES.findall(basis)
    return (
        tuple(rests[-1].split(", ")) if rests else (),
        tuple(assumes[-1].split(", ")) if assumes else (),
    )


def _whole(payload: dict[str, Any]) -> str:
    """The digest that the frozen form has of a payload (`export/publishing.py`)."""
    told = {name: value for name, value in payload.items() if name not in ("narrow", "marks")}
    return _digest(json.dumps(told, sort_keys=True, ensure_ascii=False))


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def _defaults(source: str) -> dict[str, str]:
    try:
        body = ast.parse(source).body
    except SyntaxError:
        return {}
    return {
        s.target.id: parameter_text(ast.literal_eval(s.value))
        for s in body
        if isinstance(s, ast.AnnAssign) and isinstance(s.target, ast.Name) and s.value
    }


def parameter_text(value: Any) -> str:
    """A parameter as text: the items of a list with commas between them."""
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


def _text(value: Any) -> str:
    return value if isinstance(value, str) else "".join(value)
