"""What a chart of the HTML book can be asked: the file with its marks, and the row of its series and places.

Belongs here: that file, what a page says of it, the controls as HTML. Does not: finding marks (`export/marks.py`),
naming series (`export/readouts.py`), what is said of a mark (`chart_readings.py`), what happens on hover and by keys
(`theme/static/chart/`).

The controls stand in the page from the start, so that nothing moves when the script comes, which is when the chart is
nearly in view; where scripts are off they are not shown.
"""

import json
import shutil
from collections.abc import Mapping, Sequence
from html import escape
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.osutil import relative_uri

from evident.book.chart_readings import Readings
from evident.book.index import book
from evident.book.notebooks import Payload, library_of
from evident.look import identity
from evident.text.words import Words

CHARTS = "charts"  # folder of the HTML book
SCRIPTS = ("_static/chart/d3-quadtree/d3-quadtree.min.js", "_static/chart/answers.js")
ON_PAGES = ("elements.js", "chart/exhibit.js")
FRAME = '<figure class="exhibit'
BUTTONS = 8  # series that have a button each; more of them are listed
LISTED = 60  # places that are listed


def stem_of(key: str) -> str:
    """The name of an exhibit in names of files."""
    return key.replace(".", "-").replace("_", "-")


def file_of(key: str) -> str:
    """Where the marks of a chart lie in the HTML book."""
    return f"{CHARTS}/{stem_of(key)}.js"


def answering(payload: Payload, words: Words) -> dict[str, Any]:
    """What the controls of a chart need of its marks.

    Empty where it has none, or where the words of the report say why it is not asked (`unanswered` beside its title).
    """
    marks = payload.get("marks") or {}
    if not marks or words.has(f"{payload['key']}.unanswered"):
        return {}
    named = {colour.light.lower(): name for name, colour in identity.COLOURS.items()}
    return {
        "names": marks["names"],
        "tints": [named.get(tint, "") for tint in marks["tints"]],
        "places": marks["places"],
        "place": payload["columns"][marks["place"]]["label"],
    }


def asked(payload: Payload) -> list[str]:
    """The ids of the parts of both drawings that the script brings out or lets fade."""
    stem, marks = stem_of(payload["key"]), payload.get("marks") or {}
    return [
        f"{stem}-{size}-{part}"
        for size in ("wide", "narrow")
        for part, _ in marks.get(size, {}).get("parts", ())
    ]


def attributes(key: str, page: str) -> str:
    """What the frame of a chart says of its file and scripts, as attributes.

    Args:
        page: the address of the page, from the root of the book.
    """
    scripts = " ".join(relative_uri(page, script) for script in SCRIPTS)
    return f'data-key="{escape(key)}" data-marks="{escape(relative_uri(page, file_of(key)))}" data-scripts="{scripts}"'


def controls(answers: Mapping[str, Any], words: Words) -> str:
    """The row below a chart: a button for each series or a list of them, and a list of places."""
    names, places, parts = answers["names"], answers["places"], []
    if 1 < len(names) <= BUTTONS:
        tints = answers["tints"]
        # Colours that do not tell the series apart, or that some have not, would lead astray.
        telling = all(tints) and len(set(tints)) == len(tints)
        buttons = "".join(
            f'<button type="button" aria-pressed="false" data-series="{number}">'
            f"{_swatch(tint) if telling else ''}{escape(name)}</button>"
            for number, (name, tint) in enumerate(zip(names, tints, strict=True))
            if name  # marks of no series have nothing to be called by
        )
        label = escape(words("book.chart.series"))
        parts.append(f'<div class="chart-series" role="group" aria-label="{label}">{buttons}</div>')
    elif len(names) > BUTTONS:
        parts.append(_list("series", words("book.chart.series"), enumerate(names), words))
    if len(names) <= BUTTONS and 3 <= len(places) <= LISTED:
        parts.append(_list("places", answers["place"], ((place, place) for place in places), words))
    return f'<div class="chart-controls">{"".join(parts)}</div>' if parts else ""


def _list(kind: str, label: str, options: Any, words: Words) -> str:
    every = escape(words("book.chart.every"))
    shown = "".join(
        f'<option value="{escape(str(value))}">{escape(name)}</option>' for value, name in options
    )
    return (
        f'<label class="chart-choice"><span>{escape(label)}</span> '
        f'<select data-{kind}><option value="">{every}</option>{shown}</select></label>'
    )


def _swatch(tint: str) -> str:
    dot = f'<circle cx="5" cy="5" r="5" fill="var(--{tint})"/>'
    return f'<svg class="chart-swatch" viewBox="0 0 10 10" aria-hidden="true">{dot}</svg>'


def script_of(payload: Payload, words: Words) -> str:
    """The file of a chart: its marks, and what is said of each.

    `said` is a list of [head, lines, place]; a mark is [x, y, number in `said`, number of its series, box].
    """
    marks, readings = payload["marks"], Readings(payload, words)
    said: dict[tuple[Any, ...], int] = {}

    def told(mark: Sequence[Any]) -> list[Any]:
        x, y, row, _, series, _, *box = mark
        reading = readings.of(mark)
        key = (reading.head, reading.lines, payload["cells"][row][marks["place"]])
        return [x, y, said.setdefault(key, len(said)), series, *box]

    data = {name: marks[name] for name in ("names", "places")}
    for drawing in ("wide", "narrow"):
        data[drawing] = marks[drawing] | {"marks": [told(mark) for mark in marks[drawing]["marks"]]}
    data["said"] = list(said)
    data["words"] = {
        "chart": words("book.chart.chart"),
        "surface": words("book.chart.surface", title=payload["title"]),
    }
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return f"globalThis.evident.charts ??= {{}};\nglobalThis.evident.charts[{json.dumps(payload['key'])}] = {text};\n"


def write_marks(app: Sphinx, exception: Exception | None) -> None:
    """Write the files of all charts in the book (event `build-finished`)."""
    if exception or app.builder.name != "html":
        return
    folder, library, words = Path(app.outdir) / CHARTS, library_of(app.config), Words(app.config.language)
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    for key in sorted(book(app.env).exhibits):
        payload = library.exhibit(key)
        if answering(payload, words):
            (Path(app.outdir) / file_of(key)).write_text(script_of(payload, words), "utf8")


def load_scripts(
    app: Sphinx, pagename: str, template: str, context: dict[str, Any], doctree: nodes.document | None
) -> None:
    """Load the small script of exhibits on pages that have some (event `html-page-context`)."""
    if FRAME in context.get("body", ""):
        for script in ON_PAGES:
            app.add_js_file(script, loading_method="defer")
