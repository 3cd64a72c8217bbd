"""The files that an exhibit offers: its data, its picture, its metadata, its notebook.

Belongs here: their names and contents. Does not: the links to them (`html.py`).
"""

import csv
import io
import json
import re
import shutil
from collections.abc import Mapping
from html import escape
from pathlib import Path
from typing import Any

from sphinx.application import Sphinx

from shanxi import identity, paths
from shanxi.book.index import book
from shanxi.book.notebooks import Exports, Payload, library_of
from shanxi.sources import Source, read_sources

EXHIBITS, NOTEBOOKS = "_downloads/exhibits", "_downloads/notebooks"


def offered(payload: Payload) -> list[tuple[str, str]]:
    """What an exhibit offers: key of the label in `book.exhibit`, and path in the HTML book."""
    stem = f"{EXHIBITS}/{payload['key'].replace('.', '-').replace('_', '-')}"
    files = [("csv", f"{stem}.csv"), ("metadata", f"{stem}.json")]
    if payload["kind"] == "figure":
        files.insert(1, ("svg", f"{stem}.svg"))
    return [*files, ("notebook", f"{NOTEBOOKS}/{payload['key'].partition('.')[0]}.ipynb")]


def write_downloads(app: Sphinx, exception: Exception | None) -> None:
    """Write the files of every exhibit in the book, and nothing else (event `build-finished`)."""
    if exception or app.builder.name != "html":
        return
    out, library = Path(app.outdir), library_of(app.config)
    sources = read_sources(paths.data_dir() / "sources.bib")
    for folder in (EXHIBITS, NOTEBOOKS):
        shutil.rmtree(out / folder, ignore_errors=True)
        (out / folder).mkdir(parents=True)
    for key in sorted(book(app.env).exhibits):
        exports = library.notebook(key.partition(".")[0])
        payload = exports.exhibits[key]
        for kind, name in offered(payload):
            (out / name).write_text(_content(kind, payload, exports, sources), "utf8")


def _content(kind: str, payload: Payload, exports: Exports, sources: Mapping[str, Source]) -> str:
    if kind == "csv":
        return csv_of(payload)
    if kind == "svg":
        return svg_of(payload)
    if kind == "metadata":
        return metadata_of(payload, exports, sources)
    return exports.path.read_text("utf8")


def csv_of(payload: Payload) -> str:
    """The rows of an exhibit with the names of its columns; numbers unrounded, empty where there is none."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow([column["name"] for column in payload["columns"]])
    writer.writerows([[_cell(value) for value in row] for row in payload["rows"]])
    return buffer.getvalue()


def _cell(value: Any) -> Any:
    return int(value) if isinstance(value, float) and value.is_integer() else value


def svg_of(payload: Payload) -> str:
    """A chart as a file that stands alone: title, description, and paper behind it."""
    head = f"<title>{escape(payload['title'])}</title>\n <desc>{escape(payload['alt'])}</desc>\n"
    paper = f' <rect width="100%" height="100%" fill="{identity.PAPER.light}"/>\n '
    svg = re.sub(r"(<svg\b[^>]*>)\s*", lambda m: f"{m[1]}\n {head}{paper}", payload["wide"], count=1)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + svg


def metadata_of(payload: Payload, exports: Exports, sources: Mapping[str, Source]) -> str:
    """What an exhibit shows and where it comes from, as JSON."""
    record = {
        name: payload[name]
        for name in ("key", "kind", "title", "subtitle", "alt", "note", "columns", "facts")
    }
    record["notebook"] = {"name": f"{exports.name}.ipynb", "cell": payload["cell"], **exports.about}
    record["sources"] = [
        {
            name: getattr(sources[key], name)
            for name in ("source_id", "publisher", "title", "published", "url")
        }
        for key in payload["sources"]
    ]
    record["rests_on"] = [exports.evidence.get(key, {"obs_id": key}) for key in payload["rests_on"]]
    return json.dumps(record, ensure_ascii=False, indent=1) + "\n"
