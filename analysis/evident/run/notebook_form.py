"""Is a file a notebook?

Belongs here: the JSON of .ipynb files as programs and merges leave it: damaged, in another encoding, with cells that
are none. Does not: what a notebook may hold (`thin.py`), its parameters (`parameters.py`).
"""

import json
from pathlib import Path
from typing import Any

from evident.text.files import BadFile, line_of, read_text

_RESTORE = "restore the file as it was last committed, or save it again from Jupyter"
_KINDS = ("code", "markdown", "raw")


def checked(path: Path) -> dict[str, Any]:
    """A notebook file as it is, its form checked.

    Raises:
        BadFile: it is not JSON, or not a notebook; with the line where one can be told.
    """
    text = read_text(path, ended=False)
    try:
        raw = json.loads(text, parse_constant=_no_number)
    except json.JSONDecodeError as error:
        message = f"not a notebook file: {error.msg[:1].lower()}{error.msg[1:]}"
        raise BadFile(path, error.lineno, message, _RESTORE) from None
    except RecursionError:
        raise BadFile(path, 1, "not a notebook file: brackets are nested too deeply", _RESTORE) from None
    except ValueError as error:
        raise BadFile(path, 1, f"not a notebook file: {error}", _RESTORE) from None
    if not isinstance(raw, dict) or not isinstance(raw.get("cells"), list):
        raise BadFile(path, 1, "not a notebook file: it has no list of cells", _RESTORE)
    if raw.get("nbformat") != 4:
        place = max(text.find('"nbformat"'), 0)
        message = f"a notebook of format {raw.get('nbformat')!r}, where 4 is read"
        raise BadFile(path, line_of(text, place), message, _RESTORE)
    if not isinstance(raw.get("metadata"), dict):
        raise BadFile(path, 1, "not a notebook file: it has no metadata", _RESTORE)
    seen: set[str] = set()
    for number, cell in enumerate(raw["cells"], 1):
        if problem := _unfit(cell, seen):
            raise BadFile(path, _line(text, cell), f"cell {number} {problem}", _RESTORE)
    return raw


def _no_number(name: str) -> Any:
    raise ValueError(f"{name} is no number of JSON")


def _unfit(cell: Any, seen: set[str]) -> str:
    """What is wrong with a cell; `seen` are the ids of those before it."""
    if not isinstance(cell, dict) or cell.get("cell_type") not in _KINDS:
        return "is neither code nor Markdown"
    source, metadata = cell.get("source"), cell.get("metadata", {})
    if not _is_text(source):
        return "has no text"
    tags = metadata.get("tags", []) if isinstance(metadata, dict) else None
    if not isinstance(tags, list) or not all(isinstance(tag, str) for tag in tags):
        return "has metadata that are none, or tags that are no list of words"
    outputs = cell.get("outputs", [])
    if not isinstance(outputs, list) or not all(isinstance(output, dict) for output in outputs):
        return "has outputs that are none"
    if any(not isinstance(output.get("data", {}), dict) for output in outputs):
        return "has an output whose data are none"
    key = cell.get("id", "")
    if not isinstance(key, str) or (key and key in seen):
        return f"has the id {key!r}, which is no word or stands twice"
    seen.add(key)
    return ""


def _is_text(source: Any) -> bool:
    return isinstance(source, str) or (
        isinstance(source, list) and all(isinstance(line, str) for line in source)
    )


def _line(text: str, cell: Any) -> int:
    """Where a cell stands, if its id says so."""
    key = cell.get("id") if isinstance(cell, dict) else None
    place = text.find(f'"id": {json.dumps(key)}') if isinstance(key, str) else -1
    return line_of(text, place) if place >= 0 else 0
