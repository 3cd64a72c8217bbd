"""The files of the search: the index that pages load when somebody searches, and the search page.

Belongs here: writing them, and leaving out what Sphinx would put in their place. Does not: what can be found
(`search.py`), looking it up (`theme/static/search/`).

The index is a few scripts that register data, because a page that is read from a disk may not fetch a file. They are
loaded one after the other: what is looked up first, the text of the sections, the evidence. The page makes the tables
of the search from them, which takes a tenth of a second and a third of the bytes that ready-made tables would.
"""

import json
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.errors import SphinxError

from evident.book import search, search_settings
from evident.book.chinese import fitting
from evident.book.index import book, pages, reading_order
from evident.book.places import has_place
from evident.book.search import KINDS, Record
from evident.text.words import Words

FOLDER = "_static/search"
REPORT, TEXTS, EVIDENCE = "report", "texts", "evidence"
_SPHINX_FILES = ("searchtools.js", "language_data.js", "sphinx_highlight.js")
_CHINESE = re.compile(r"[\u3400-\u9fff]+")
_LATIN = re.compile(r"[A-Za-z][A-Za-z -]+(?=[,，。])")  # of a definition in Chinese, which begins with it


def replace_sphinx_search(app: Sphinx) -> None:
    """Keep Sphinx from making an index and a search page of its own (event `builder-inited`)."""
    if not _is_ours(app):
        return
    for fault in search_settings.faults():
        raise SphinxError(fault)
    builder: Any = app.builder
    builder.search = False
    words = Words(app.config.language).section("book.search")
    of_marks = ("marked", "of_marks", "next", "back", "clear")  # what `marks.js` says
    said: dict[str, Any] = {f"data-{name}": words[name] for name in of_marks}
    app.add_js_file("search/open.js", loading_method="defer", **said)
    builder._js_files = [
        file for file in builder._js_files if Path(file.filename or "").name not in _SPHINX_FILES
    ]


def search_page(app: Sphinx) -> Iterator[tuple[str, dict[str, Any], str]]:
    """The page of the search (event `html-collect-pages`)."""
    if _is_ours(app):
        words = Words(app.config.language)
        said = {key: words(f"book.search.{key}") for key in ("title", "field", "go", "without", "ways")}
        yield "search", {"title": said["title"], "search": said, "ways": _ways(app.env)}, "search.html"


def _ways(env: BuildEnvironment) -> list[tuple[str, str]]:
    """Pages on which one can look without a search: pairs of name and title."""
    whole = book(env)
    glossary = [page for page in reading_order(env) if page in pages(env) and pages(env)[page].terms]
    catalogues = [page for page in whole.catalogues.values() if not has_place(env, page)]
    named = dict.fromkeys([env.config.root_doc, *glossary, *catalogues, whole.references])
    return [(page, env.titles[page].astext()) for page in named if page]


def write_index(app: Sphinx, exception: Exception | None) -> None:
    """Write the index, and take out the files of Sphinx's search (event `build-finished`)."""
    if exception or not _is_ours(app):
        return
    for name in _SPHINX_FILES:
        (Path(app.outdir) / "_static" / name).unlink(missing_ok=True)
    env = app.env
    # Other pages than those read before have been added or left out by now, so the list is of those that were printed.
    listed = [page for page in reading_order(env) if page in env.titles]
    at = {page: number for number, page in enumerate(listed)}
    words = Words(app.config.language)
    head = {
        "words": words.section("book.search"),
        "kinds": [[kind, words(f"book.search.kind.{kind}")] for kind in KINDS],
        "pages": [[app.builder.get_target_uri(page), _title(env, page)] for page in listed],
        "same": same_words(env),
        "behind": [at[page] for page in listed if search_settings.settings().is_behind(page)],
    }
    parts = {
        REPORT: {**head, "records": _rows(search.of_report(env), at)},
        TEXTS: {
            "texts": [[at[r.page], r.ids, fitting(r.text, words.language)] for r in search.of_texts(env)]
        },
        EVIDENCE: {"records": _rows(search.of_evidence(env), at)},
    }
    folder = Path(app.outdir) / FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    for name, part in parts.items():
        data = json.dumps(part, ensure_ascii=False, separators=(",", ":"))
        (folder / f"{name}.js").write_text(f'evidentSearch.take("{name}",{data});\n', "utf8")


def same_words(env: BuildEnvironment) -> list[list[str]]:
    """Groups of words that mean the same: the terms of an entry of the glossary with their form in the other language
    of the two, and what the report says."""
    other = _LATIN if env.config.language.startswith("zh") else _CHINESE
    entries: dict[tuple[str, str], list[str]] = {}
    for page in reading_order(env):
        if page in pages(env):
            for term, definition in pages(env)[page].terms.values():
                entries.setdefault((page, definition), []).append(term)
    groups = [
        [*terms, *(match[0] for match in [other.match(definition)] if match)]
        for (_, definition), terms in entries.items()
    ]
    groups += [list(group) for group in search_settings.settings().same]
    return [group for group in groups if len(group) > 1]


def _rows(records: Iterable[Record], at: dict[str, int]) -> list[list[Any]]:
    """Records as lists without the empty fields at their ends."""
    rows = []
    for record in records:
        row: list[Any] = [
            KINDS.index(record.kind),
            at[record.page],
            record.ids,
            record.title,
            record.text,
            record.also,
        ]
        page, ids = record.proof
        row += [at[page], ids] if page else []
        while row[-1] == "":
            row.pop()
        rows.append(row)
    return rows


def _title(env: BuildEnvironment, page: str) -> str:
    number = env.toc_secnumbers.get(page, {}).get("", ())
    title = env.titles[page].astext()
    return f"{'.'.join(map(str, number))}. {title}" if number else title


def _is_ours(app: Sphinx) -> bool:
    return app.builder.name == "html" and app.config.html_theme == "evident"
