"""The row of buttons under an exhibit: data, image, share, cite.

Belongs here: what each offers, as HTML. Does not: the files (`downloads.py`), the pages for other sites
(`embedding.py`), copying (`theme/static/chart/exhibit.js`).

Each button is the summary of a panel, so that all is reached without scripts; a script lets one panel be open at a
time and adds buttons that copy.
"""

from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

from sphinx.environment import BuildEnvironment
from sphinx.util.osutil import relative_uri
from sphinx.writers.html5 import HTML5Translator

from evident.book import embedding
from evident.book.addresses import absolute
from evident.book.downloads import address_of, citation_of, saved_name, told_of
from evident.book.exhibit_csv import heading
from evident.book.index import book
from evident.book.nodes import Exhibit
from evident.book.notebooks import library_of
from evident.book.reporting import report_address
from evident.text.words import Words

ROWS_SHOWN = 60
_IMAGES = ("svg", "png")


def tools(self: HTML5Translator, node: Exhibit) -> str:
    """The row of buttons with their panels."""
    words, payload = Words(self.config.language), node["payload"]
    here = self.builder.get_target_uri(self.builder.current_docname)
    told = told_of(self.builder.env, payload)
    links = [(kind, relative_uri(here, path), saved_name(told, path)) for kind, path in node["downloads"]]
    images = [link for link in links if link[0] in _IMAGES]
    title = payload["title"]
    data = data_table(payload, words) if node["kind"] == "figure" else ""
    data += _downloads([link for link in links if link[0] not in _IMAGES], title, words)
    panels = [_panel("data", data, title, words)]
    if images:
        panels.append(_panel("image", _downloads(images, title, words), title, words))
    panels.append(_panel("share", _share(self.builder.env, payload, here, words), title, words))
    panels.append(_panel("cite", _cite(self.builder.env, payload, here, words), title, words))
    panels.append(_report(self.builder.env, payload, self.builder.current_docname, words))
    return f'<div class="exhibit-tools">{"".join(panels)}</div>'


def _panel(name: str, content: str, title: str, words: Words) -> str:
    summary = f'{escape(words(f"book.exhibit.{name}"))}<span class="visually-hidden">: {escape(title)}</span>'
    return (
        f'<details class="exhibit-tool exhibit-{name}"><summary>{summary}</summary>'
        f'<div class="exhibit-panel">{content}</div></details>'
    )


def data_table(payload: Mapping[str, Any], words: Words) -> str:
    """The table behind a chart, in a frame that scrolls."""
    columns, cells = payload["columns"], payload["cells"]
    head = "".join(
        f'<th scope="col" class="text-{c["align"]}">{escape(heading(c, words))}</th>' for c in columns
    )
    rows = "".join(
        "<tr>"
        + "".join(
            f'<td class="text-{c["align"]}">{escape(t)}</td>' for c, t in zip(columns, row, strict=True)
        )
        + "</tr>"
        for row in cells[:ROWS_SHOWN]
    )
    left_out = ""
    if len(cells) > ROWS_SHOWN:
        left_out = f"<p>{escape(words('book.exhibit.rows_left_out', shown=ROWS_SHOWN, count=len(cells)))}</p>"
    return (
        f'<div class="scroll" tabindex="0" role="region" aria-label="{escape(payload["title"])}">'
        f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div>{left_out}"
    )


def _downloads(links: Sequence[tuple[str, str, str]], title: str, words: Words) -> str:
    hidden = f'<span class="visually-hidden">: {escape(title)}</span>'
    items = " ".join(
        f'<a href="{escape(path)}" download="{escape(name)}">'
        f"{escape(words(f'book.exhibit.{kind}'))}{hidden}</a>"
        for kind, path, name in links
    )
    return (
        f'<p class="exhibit-downloads">{escape(words("book.exhibit.downloads"))} {items}</p>' if links else ""
    )


def _share(env: BuildEnvironment, payload: Mapping[str, Any], here: str, words: Words) -> str:
    parts = [_copyable(words("book.exhibit.link"), _address(env, payload["key"], here), words)]
    if embedding.is_embedded(env, payload["key"]):
        path = embedding.page_of(payload["key"])
        base = env.config.html_baseurl
        # Without an address of the site it is the page that knows where it stands.
        relative = relative_uri(here, path)
        place = f"{base}{path}" if base else relative
        code = escape(embedding.code_of(library_of(env.config).exhibit(payload["key"]), place))
        known = "" if base else f' data-relative="{escape(relative)}"'
        parts.append(_copyable(words("book.exhibit.embed"), f"<code data-copy{known}>{code}</code>", words))
        if not base:
            parts.append(f'<p class="exhibit-caution">{escape(words("book.exhibit.embed_unpublished"))}</p>')
    return "".join(parts)


def _cite(env: BuildEnvironment, payload: Mapping[str, Any], here: str, words: Words) -> str:
    citation = f"<span data-copy>{escape(citation_of(env, dict(payload)))}</span>"
    address = _address(env, payload["key"], here)
    return _copyable(words("book.exhibit.citation_of"), citation, words) + _copyable(
        words("book.exhibit.address"), address, words
    )


def _report(env: BuildEnvironment, payload: Mapping[str, Any], here: str, words: Words) -> str:
    """A link by which a reader reports an error in an exhibit, with what it concerns; nothing where none can go."""
    page, ids = book(env).exhibits[payload["key"]]
    address = report_address(env, here, payload["title"], absolute(env, page, ids))
    if not address:
        return ""
    hidden = f'<span class="visually-hidden">: {escape(payload["title"])}</span>'
    return f'<a class="exhibit-report" href="{escape(address)}">{escape(words("book.exhibit.report"))}{hidden}</a>'


def _address(env: BuildEnvironment, key: str, here: str) -> str:
    """The one address of an exhibit, where it is printed first, as a link."""
    page, ids = book(env).exhibits[key]
    relative = f"{relative_uri(here, f'{page}.html')}#{ids}"
    base = env.config.html_baseurl
    shown = address_of(env, key) if base else relative
    known = "" if base else f' data-relative="{escape(relative)}"'
    return f'<a href="{escape(relative)}" data-copy{known}>{escape(shown)}</a>'


def _copyable(label: str, content: str, words: Words) -> str:
    """A text with its label and a button that copies it; the button is there where a script can do so."""
    copied, failed = (escape(words(f"book.exhibit.{name}")) for name in ("copied", "not_copied"))
    said = f'data-copied="{copied}" data-failed="{failed}"'
    button = f'<button type="button" data-copies hidden>{escape(words("book.exhibit.copy"))}</button>'
    return (
        f'<div class="exhibit-copy" {said}><p><span class="exhibit-label">{escape(label)}</span> {content}</p>'
        f'{button} <span role="status"></span></div>'
    )
