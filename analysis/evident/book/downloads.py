"""The files that an exhibit offers: its data, its picture, its metadata, its notebook; and how to cite it.

Belongs here: which files there are, where they lie, what they are called when they are saved, writing them. Does not:
the links to them (`html.py`), the form of each (`exhibit_csv.py`, `exhibit_workbook.py`, `exhibit_metadata.py`,
`notebook_copy.py`), how pictures are set (`pictures.py`), the whole data set (`run/dataset.py`).
"""

import shutil
from pathlib import Path
from typing import Any

from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment

from evident.book import pictures, vector
from evident.book.addresses import absolute
from evident.book.bibliography import bibliography_of
from evident.book.exhibit_csv import csv_of
from evident.book.exhibit_metadata import SUFFIX, metadata_of
from evident.book.exhibit_workbook import workbook_of
from evident.book.index import book
from evident.book.notebook_copy import copy_of
from evident.book.notebooks import Exports, Payload, library_of
from evident.book.pictures import Picture
from evident.run.about import LICENCE, About, about
from evident.run.each import AT
from evident.text import formats
from evident.text.words import Words

EXHIBITS, NOTEBOOKS = "_downloads/exhibits", "_downloads/notebooks"
PICTURES = ".pictures"  # beside the executed notebooks, where the next build of the edition finds them again


def offered(payload: Payload) -> list[tuple[str, str]]:
    """What an exhibit offers: key of the label in `book.exhibit`, and path in the HTML book.

    One of many places has no PNG: a hundred pictures more would take the time of all others to set, and its SVG has the
    same.
    """
    stem = f"{EXHIBITS}/{payload['key'].replace('.', '-').replace('_', '-')}"
    files = [("csv", f"{stem}.csv"), ("xlsx", f"{stem}.xlsx"), ("metadata", f"{stem}.csv{SUFFIX}")]
    # Nothing was drawn of what is not known.
    if (payload["kind"] == "table" or payload["wide"]) and AT not in payload["key"]:
        files.insert(2, ("png", f"{stem}.png"))
    if payload["kind"] == "figure" and payload["wide"]:
        files.insert(2, ("svg", f"{stem}.svg"))
    return [*files, ("notebook", f"{NOTEBOOKS}/{payload['key'].partition('.')[0]}.ipynb")]


def saved_name(told: About, path: str) -> str:
    """What a file of an exhibit is called when a reader saves it: with version and day.

    Its address has neither, so that links to it and pictures in other pages go on working.
    """
    name = Path(path).name
    suffix = f".csv{SUFFIX}" if name.endswith(SUFFIX) else Path(name).suffix
    return told.name(name.removesuffix(suffix), suffix)


def told_of(env: BuildEnvironment, payload: Payload) -> About:
    """What is said of the report in the files of an exhibit."""
    exports = library_of(env.config).notebook(payload["key"].partition(".")[0])
    return about(str(exports.about.get("edition") or "baseline"), str(exports.about.get("as_of", "")))


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
    wanted = [picture for payload, picture in zip(payloads, shown, strict=True) if _has(payload, "png")]
    drawn = iter(pictures.exhibits(wanted, library.folder.parent / PICTURES / "exhibits"))
    charts = [picture for payload, picture in zip(payloads, shown, strict=True) if _has(payload, "svg")]
    vectors = iter(vector.svgs(charts))
    for payload in payloads:
        for kind, path in offered(payload):
            if kind == "notebook":
                content = _notebook(app.env, payload, out / path)
            elif kind in ("png", "svg"):
                content = next(drawn if kind == "png" else vectors)
            else:
                content = _table(app.env, payload, kind)
            if content is not None:
                (out / path).write_bytes(content)


def _has(payload: Payload, kind: str) -> bool:
    return any(offer == kind for offer, _ in offered(payload))


def _notebook(env: BuildEnvironment, payload: Payload, target: Path) -> bytes | None:
    """The notebook of an exhibit as it is taken away; None if another exhibit of it had it written."""
    if target.exists():
        return None
    exports, words = _exports(env, payload), Words(env.config.language)
    text = exports.path.read_text("utf8")
    return copy_of(text, exports.name, told_of(env, payload), words).encode()


def _table(env: BuildEnvironment, payload: Payload, kind: str) -> bytes:
    """The data of an exhibit as text or as a workbook, or its metadata."""
    words, told = Words(env.config.language), told_of(env, payload)
    if kind == "csv":
        return csv_of(payload, words).encode()
    files = {kind: path for kind, path in offered(payload) if kind != "metadata"}
    said = {
        "csv": Path(files["csv"]).name,
        "citation": citation_of(env, payload),
        "address": address_of(env, payload["key"]),
        "files": files,
        "names": {kind: saved_name(told, path) for kind, path in files.items()},
    }
    sources = bibliography_of(env).sources
    if kind == "xlsx":
        return workbook_of(
            payload,
            [sources[key] for key in payload["sources"]],
            told,
            (citation_of(env, payload), address_of(env, payload["key"])),
            words,
        )
    return metadata_of(payload, _exports(env, payload), sources, told, said, words).encode()


def _exports(env: BuildEnvironment, payload: Payload) -> Exports:
    return library_of(env.config).notebook(payload["key"].partition(".")[0])


def address_of(env: BuildEnvironment, key: str) -> str:
    """Where an exhibit stands, as `addresses.absolute` has it: theme.html#exhibit-theme-key."""
    page, anchor = book(env).exhibits[key]
    return absolute(env, page, anchor)


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
        sources=bibliography_of(env).origin(payload),
    )


def picture_of(env: BuildEnvironment, payload: Payload) -> Picture:
    """An exhibit with the texts that travel with its picture."""
    words, told = Words(env.config.language), told_of(env, payload)
    figure = payload["kind"] == "figure"
    credit = words("downloads.credit", book=env.config.project, version=told.told, licence=LICENCE["name"])
    return Picture(
        title=payload["title"],
        subtitle=payload["subtitle"] if payload["subtitle"] != payload["title"] else "",
        note=payload["note"],
        sources=bibliography_of(env).origin(payload),
        credit=credit,
        address=address_of(env, payload["key"]),
        alt=payload["alt"] or payload["title"],
        about=_inside(env, payload, told),
        svg=payload["wide"] if figure else "",
        head=[] if figure else [column["label"] for column in payload["columns"]],
        cells=[] if figure else payload["cells"],
        align=[] if figure else [column["align"] for column in payload["columns"]],
    )


def _inside(env: BuildEnvironment, payload: Payload, told: About) -> dict[str, Any]:
    """What is said inside the file of a picture, by the keywords that PNG has for it."""
    return {
        "Author": ", ".join(told.authors),
        "Copyright": f"{LICENCE['name']} {LICENCE['url']}",
        "Source": address_of(env, payload["key"]),
        "Comment": citation_of(env, payload),
        "Creation Time": told.as_of,
        "Software": f"{env.config.project} {told.version}".strip(),
    }
