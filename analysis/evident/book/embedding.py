"""Exhibits for the pages of others: a page for each, without anything around it, and the code that shows it there.

Belongs here: which exhibits have such a page, its contents, the code. Does not: how it looks
(`theme/styles/56-embed.css`), its frame (`theme/embed.html`).

A page of this kind answers as a chart of the book does, weighs little, leads back to where the exhibit stands, and asks
search engines to pass it by. It stands in no table of contents and in no search. Whether a page may be shown inside
another is for the server to say (`frame-ancestors` is a header, and no element of a page can say it): a server that
forbids it for the book has to let `embed/` through.
"""

import shutil
from collections.abc import Mapping
from html import escape
from pathlib import Path
from typing import Any

from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.util.osutil import relative_uri

from evident.book import chart_answers, policy
from evident.book.bibliography import bibliography_of
from evident.book.html_charts import drawings
from evident.book.index import book
from evident.book.notebooks import Payload, library_of
from evident.run.each import AT
from evident.text.words import Words

EMBED = "embed"  # folder of the HTML book
TEMPLATE = "embed.html"
WIDTH = 700  # CSS pixels, the width of a column of text on most sites
_AROUND = 300  # CSS pixels that title, note, source and controls take
_ROW = 36  # of a table
_NARROWEST = 340  # a phone's column, in which a chart is drawn for it


def is_embedded(env: BuildEnvironment, key: str) -> bool:
    """Whether an exhibit has a page for others: each but those of one place of many, whose pages are alike."""
    return AT not in key and env.config.html_theme == "evident"


def page_of(key: str) -> str:
    """Where that page lies in the HTML book."""
    return f"{EMBED}/{chart_answers.stem_of(key)}.html"


def code_of(payload: Mapping[str, Any], address: str) -> str:
    """The code that shows an exhibit on another page."""
    return (
        f'<iframe src="{escape(address)}" title="{escape(payload["title"])}" width="100%" '
        f'height="{height_of(payload)}" loading="lazy" style="border:0"></iframe>'
    )


def height_of(payload: Mapping[str, Any]) -> int:
    """CSS pixels that are enough for an exhibit in a column of text and on a phone."""
    marks = payload.get("marks") or {}
    if payload["kind"] == "table":
        return _AROUND + _ROW * (len(payload["cells"]) + 1)
    sides = [
        (marks[name]["height"] / marks[name]["width"] * width)
        for name, width in (("wide", WIDTH), ("narrow", _NARROWEST))
        if name in marks
    ]
    return _AROUND + round(max(sides, default=WIDTH * 0.6))


def write_pages(app: Sphinx, exception: Exception | None) -> None:
    """Write the page of each exhibit of the book (event `build-finished`)."""
    if exception or app.builder.name != "html":
        return
    out, env, library = Path(app.outdir), app.env, library_of(app.config)
    shutil.rmtree(out / EMBED, ignore_errors=True)
    words = Words(app.config.language)
    for key in sorted(book(env).exhibits):
        if is_embedded(env, key):
            (out / EMBED).mkdir(exist_ok=True)
            (out / page_of(key)).write_text(_page(app, library.exhibit(key), words), "utf8")


def _page(app: Sphinx, payload: Payload, words: Words) -> str:
    env, here = app.env, page_of(payload["key"])
    page, ids = book(env).exhibits[payload["key"]]
    body = exhibit_body(payload, here, words)
    base = app.config.html_baseurl
    context = {
        "language": app.config.language or "en",
        "policy": policy.meta(policy.policy(sized=policy.sizes(body))),
        "root": relative_uri(here, ""),
        "scripts": [relative_uri(here, f"_static/{name}") for name in chart_answers.ON_PAGES],
        "canonical": f"{base}{page}.html#{ids}" if base else "",
        "back": f"{relative_uri(here, f'{page}.html')}#{ids}",
        "book": app.config.project,
        "exhibit": payload,
        "body": body,
        "sources": bibliography_of(env).line(payload["sources"]) if payload["sources"] else "",
        "words": {"back": words("book.embed.back")},
    }
    rendered: str = app.builder.templates.render(TEMPLATE, context)
    return rendered


def exhibit_body(payload: Payload, here: str, words: Words) -> str:
    """The chart with its controls, or the table, as HTML; a line that says so where nothing is known.

    Args:
        here: the address of the page, from the root of the book.
    """
    if payload["kind"] == "figure" and payload.get("narrow") and payload["wide"]:
        answers = chart_answers.answering(payload, words)
        frame = chart_answers.attributes(payload["key"], here) if answers else ""
        below = chart_answers.controls(answers, words) if answers else ""
        drawn = drawings({**payload, "asked": chart_answers.asked(payload)})
        return f'<div class="chart" {frame}>{drawn}</div>\n{below}'
    if payload["cells"]:
        columns = payload["columns"]
        head = "".join(
            f'<th scope="col" class="text-{c["align"]}">{escape(c["label"])}</th>' for c in columns
        )
        rows = "".join(
            "<tr>"
            + "".join(
                f'<td class="text-{c["align"]}">{escape(t)}</td>' for c, t in zip(columns, row, strict=True)
            )
            + "</tr>"
            for row in payload["cells"]
        )
        return (
            f'<div class="scroll" tabindex="0" role="region" aria-label="{escape(payload["title"])}">'
            f'<table class="table exhibit-table"><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div>'
        )
    said = words("common.not_known")
    return f"<p>{escape(said[:1].upper() + said[1:])}.</p>"
