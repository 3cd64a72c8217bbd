"""The files that an exhibit offers: its data, its picture, its metadata, its notebook; and how to cite it.

Belongs here: their names and contents. Does not: the links to them (`html.py`), how pictures are set
(`pictures.py`), the whole data set (`run/dataset.py`).
"""

import csv
import io
import json
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment

from evident.book import pictures
from evident.book.bibliography import bibliography_of
from evident.book.index import book
from evident.book.notebooks import Exports, Payload, library_of
from evident.book.pictures import Picture
from evident.evidence.sources import Source
from evident.run.each import AT
from evident.text import formats
from evident.text.words import Words

EXHIBITS, NOTEBOOKS = "_downloads/exhibits", "_downloads/notebooks"
PICTURES = ".pictures"  # beside the executed notebooks, where the next build of the edition finds them again
LICENCE = {"name": "CC BY 4.0", "url": "https://creativecommons.org/licenses/by/4.0/"}


def offered(payload: Payload) -> list[tuple[str, str]]:
    """What an exhibit offers: key of the label in `book.exhibit`, and path in the HTML book.

    One of many places has no PNG: a hundred pictures more would take the time of all others to set, and its SVG has the
    same.
    """
    stem = f"{EXHIBITS}/{payload['key'].replace('.', '-').replace('_', '-')}"
    files = [("csv", f"{stem}.csv"), ("metadata", f"{stem}.json")]
    # Nothing was drawn of what is not known.
    if (payload["kind"] == "table" or payload["wide"]) and AT not in payload["key"]:
        files.insert(1, ("png", f"{stem}.png"))
    if payload["kind"] == "figure" and payload["wide"]:
        files.insert(1, ("svg", f"{stem}.svg"))
    return [*files, ("notebook", f"{NOTEBOOKS}/{payload['key'].partition('.')[0]}.ipynb")]


def write_downloads(app: Sphinx, exception: Exception | None) -> None:
    """Write the files of every exhibit in the book, and nothing else (event `build-finished`)."""
    if exception or app.builder.name != "html":
        return
    out, library = Path(app.outdir), library_of(app.config)
    for folder in (EXHIBITS, NOTEBOOKS):
        shutil.rmtree(out / folder, ignore_errors=True)
        (out / folder).mkdir(parents=True)
    payloads = [library.exhibit(key) for key in sorted(book(app.env).exhibits)]
    shown = [picture_of(app.env, payload) for payload in payloads]
    sources = bibliography_of(app.env).sources
    wanted = [picture for payload, picture in zip(payloads, shown, strict=True) if _has_png(payload)]
    drawn = iter(pictures.exhibits(wanted, library.folder.parent / PICTURES / "exhibits"))
    for payload, picture in zip(payloads, shown, strict=True):
        exports = library.notebook(payload["key"].partition(".")[0])
        for kind, name in offered(payload):
            if kind == "png":
                content = next(drawn)
            elif kind == "svg":
                content = pictures.svg_of(payload["alt"], picture).encode()
            elif kind == "csv":
                content = csv_of(payload).encode()
            elif kind == "metadata":
                about = {
                    "citation": citation_of(app.env, payload),
                    "address": address_of(app.env, payload["key"]),
                }
                content = metadata_of(payload, exports, sources, about).encode()
            else:
                content = exports.path.read_bytes()
            (out / name).write_bytes(content)


def _has_png(payload: Payload) -> bool:
    return any(kind == "png" for kind, _ in offered(payload))


def address_of(env: BuildEnvironment, key: str) -> str:
    """Where an exhibit stands, from the root of the book: theme.html#exhibit-theme-key."""
    page, anchor = book(env).exhibits[key]
    return f"{env.config.html_baseurl}{page}.html#{anchor}"


def citation_of(env: BuildEnvironment, payload: Payload) -> str:
    """An exhibit as others cite it: who, year, title, report, state of the evidence, licence, sources."""
    words = Words(env.config.language)
    exports = library_of(env.config).notebook(payload["key"].partition(".")[0])
    as_of = str(exports.about.get("as_of", ""))
    return words(
        "book.exhibit.citation",
        author=env.config.author,
        year=as_of[:4],
        title=payload["title"].removesuffix("."),
        book=env.config.project,
        date=formats.period(as_of, words),
        licence=LICENCE["name"],
        sources=bibliography_of(env).line(payload["sources"]) if payload["sources"] else "",
    ).rstrip()


def picture_of(env: BuildEnvironment, payload: Payload) -> Picture:
    """An exhibit with the texts that travel with its picture."""
    words = Words(env.config.language)
    figure = payload["kind"] == "figure"
    place = address_of(env, payload["key"])
    return Picture(
        title=payload["title"],
        subtitle=payload["subtitle"],
        note=payload["note"],
        sources=bibliography_of(env).line(payload["sources"]),
        credit=words("book.exhibit.credit", book=env.config.project, address=place, licence=LICENCE["name"]),
        svg=payload["wide"] if figure else "",
        head=[] if figure else [column["label"] for column in payload["columns"]],
        cells=[] if figure else payload["cells"],
        align=[] if figure else [column["align"] for column in payload["columns"]],
    )


def csv_of(payload: Payload) -> str:
    """The rows of an exhibit with the names of its columns; numbers unrounded, empty where there is none.

    A text that a spreadsheet program would compute has an apostrophe before it, which such programs do not show.
    """
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow([spreadsheet_cell(column["name"]) for column in payload["columns"]])
    writer.writerows([[spreadsheet_cell(value) for value in row] for row in payload["rows"]])
    return buffer.getvalue()


# What begins a formula in spreadsheet programs, wide forms included; some skip a tabulator or line end before it.
_FORMULA = ("=", "+", "-", "@", "\t", "\n", "＝", "＋", "－", "＠")


def spreadsheet_cell(value: Any) -> Any:
    """A value as a cell of a CSV file: whole numbers without a point, nothing that would be computed."""
    if isinstance(value, str):
        value = value.replace("\r\n", "\n").replace("\r", "\n")  # a CR alone would end the row
        return f"'{value}" if value.startswith(_FORMULA) else value
    return int(value) if isinstance(value, float) and value.is_integer() else value


def metadata_of(
    payload: Payload, exports: Exports, sources: Mapping[str, Source], about: Mapping[str, str]
) -> str:
    """What an exhibit shows and where it comes from, as JSON.

    Args:
        about: `citation`, and `address` from the root of the book.
    """
    record = {name: payload[name] for name in ("key", "kind", "title", "subtitle", "alt", "note", "how")}
    record["assumed"] = payload["assumed"]
    record["title_rests_on"] = [
        {name: exports.claims[key][name] for name in ("key", "holds", "test")} for key in payload["claims"]
    ]
    record |= {**about, "licence": LICENCE, "as_of": exports.about.get("as_of", "")}
    record["files"] = {kind: path for kind, path in offered(payload) if kind != "metadata"}
    record |= {"columns": payload["columns"], "facts": payload["facts"]}
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
