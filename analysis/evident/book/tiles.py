"""A map of tiles: an exhibit of which each mark leads to the page of its place.

Belongs here: the directive `tiles`, its node and its HTML. Does not: where tiles stand and what they show (a report's
figure), what surrounds an exhibit (`exhibit.py`), how tiles look (`theme/styles/`).

The figure's data have the columns `place`, `code` (its letters in the tile), `value`, `band` (the number of its shade,
from 0), `shade` (what the shade says), `mark` (a sign or nothing), `told` (what the sign says), `row` and `column`
(from 0). The legend is made of them: each shade and each sign once. On paper, where nothing
can be followed, the figure stands as it was drawn.
"""

from collections.abc import Iterator
from html import escape
from typing import Any

from docutils import nodes
from docutils.nodes import Node
from docutils.parsers.rst import directives
from sphinx.environment import BuildEnvironment
from sphinx.writers.html5 import HTML5Translator

from evident.book.exhibit import ExhibitDirective
from evident.book.nodes import Chart, Exhibit
from evident.run.each import slug
from evident.text.words import Words

COLUMNS = ("place", "code", "value", "band", "shade", "mark", "told", "row", "column")


class Tiles(Chart):
    """A chart whose tiles are links. Attributes of a chart, and `tiles`: a row of `COLUMNS` each, as printed, with the
    name of its page."""


class TilesDirective(ExhibitDirective):
    """{tiles} theme.key prints a figure as a map of tiles that lead to the pages in the folder `:pages:`."""

    option_spec = ExhibitDirective.option_spec | {"pages": directives.unchanged_required}

    def run(self) -> list[Node]:
        found = super().run()
        for exhibit in (node for node in found if isinstance(node, Exhibit)):
            named = [column["name"] for column in exhibit["payload"]["columns"]]
            if lost := [name for name in COLUMNS if name not in named]:
                raise self.error(f"tiles {exhibit['key']}: its data have no column {', '.join(lost)}")
            folder = self.options.get("pages", "")
            for chart in list(exhibit.findall(Chart)):
                chart.replace_self(
                    Tiles("", **chart.attributes, tiles=_rows(exhibit["payload"], named, folder))
                )
        return found


def _rows(payload: dict[str, Any], named: list[str], folder: str) -> list[dict[str, str]]:
    rows = [dict(zip(named, cells, strict=True)) for cells in payload["cells"]]
    return [
        row | {"page": f"{folder}/{slug(row['place'])}" if folder else "", "folder": folder} for row in rows
    ]


def visit_tiles(self: HTML5Translator, node: Tiles) -> None:
    """A list of links on a grid, and once more by name. Each tile says its place and value; shade and sign say nothing
    alone."""
    tiles = "".join(_tile(self, row) for row in node["tiles"])
    self.body.append(f'<ul class="tiles" aria-label="{escape(node["alt"])}">{tiles}</ul>\n')
    self.body.append(f'<ul class="tile-legend">{"".join(_legend(node["tiles"]))}</ul>\n')
    named = (_link(self, row, escape(row["place"]), "") for row in node["tiles"])
    self.body.append(f'<p class="tile-names">{" · ".join(named)}</p>\n')
    raise nodes.SkipNode


def _legend(rows: list[dict[str, str]]) -> Iterator[str]:
    """What each shade says, from the lowest, and each sign."""
    for band, said in sorted({(row["band"], row["shade"]) for row in rows}):
        yield f'<li><span class="tile-swatch tile-band-{band}"></span>{escape(said)}</li>'
    for mark, said in sorted({(row["mark"], row["told"]) for row in rows if row["mark"]}, reverse=True):
        yield f'<li><span class="tile-sign">{escape(mark)}</span>{escape(said)}</li>'


def _tile(self: HTML5Translator, row: dict[str, str]) -> str:
    is_chinese = self.config.language.startswith("zh")
    name = "place" if is_chinese else "code"  # a name in hanzi is as short as letters
    comma = Words(self.config.language).raw("common.comma_between")
    said = escape(comma.join(filter(None, (row["place"], row["value"], row["told"]))))
    shown = "".join(f"<span>{escape(row[part])}</span>" for part in (name, "value", "mark") if row[part])
    shown = _link(self, row, shown, f' title="{escape(row["place"])}" aria-label="{said}"')
    place = f"tile-row-{row['row']} tile-column-{row['column']} tile-band-{row['band']}"
    return f'<li class="tile {place}">{shown}</li>'


def _link(self: HTML5Translator, row: dict[str, str], shown: str, attributes: str) -> str:
    """A link to the page of a place; what it shows alone where the book has none."""
    page = _page(self.builder.env, row)
    if not page:
        return shown
    href = self.builder.get_relative_uri(self.builder.current_docname, page)
    return f'<a href="{escape(href)}"{attributes}>{shown}</a>'


def _page(env: BuildEnvironment, row: dict[str, str]) -> str:
    """The page of a place: in the chapters' own language its name is that of the place, in another its title is; empty
    where the book has none."""
    if not row["folder"] or row["page"] in env.found_docs:
        return row["page"]
    alike = (page for page in sorted(env.titles) if page.startswith(f"{row['folder']}/"))
    return next((page for page in alike if env.titles[page].astext() == row["place"]), "")
