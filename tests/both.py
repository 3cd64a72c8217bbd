"""A small book of a test, printed in both forms by the extensions and the configuration of the small report.

Belongs here: building it and reading what was printed. Does not: tests.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from html import unescape
from io import StringIO
from pathlib import Path

import pypdf
import yaml
from sphinx.application import Sphinx
from sphinx.util.docutils import docutils_namespace, patch_docutils

from evident import paths

from .conftest import SMALL
from .test_book_extension import SOURCES, fact, write_notebook

_COLOURS = re.compile(r"\x1b\[[\d;]*m")
_BLOCKS = re.compile(
    r"</?(?:p|dt|dd|td|th|tr|li|div|h\d|section|blockquote|figcaption|br|label|summary|pre)\b[^>]*>"
)


@dataclass
class Printed:
    """What was printed of each page, by its name.

    Attributes:
        html: the body of the page.
        pdf: its words in the PDF, by its title; empty if the PDF was refused.
        paper: the same by its name.
        told: warnings of reading and of the HTML, with file and line.
        refused: what the PDF builder said when it stopped.
        file: the PDF.
    """

    html: dict[str, str]
    file: Path
    pdf: dict[str, str] = field(default_factory=dict)
    paper: dict[str, str] = field(default_factory=dict)
    told: list[str] = field(default_factory=list)
    refused: str = ""

    def words(self, page: str = "page") -> str:
        """The words of an HTML page."""
        return plain(self.html[page])

    def about(self, page: str) -> list[str]:
        """What was told of a page: line and message."""
        return [line.partition(f"/{page}.md:")[2] for line in self.told if f"/{page}.md:" in line]


def plain(html: str) -> str:
    """The words of HTML."""
    html = re.sub(r"<(script|style|svg)\b.*?</\1>", " ", html, flags=re.DOTALL)
    text = re.sub(r"<[^>]+>", "", _BLOCKS.sub(" ", html))
    return " ".join(unescape(text).split())


def printed(
    folder: Path, pages: Mapping[str, str | bytes], forms: tuple[str, ...] = ("html", "typst")
) -> Printed:
    """Print pages; each begins with a heading of its own and is called by its name.

    Args:
        pages: Markdown by name, or what lies in its file, beside which an index and an evidence catalogue are printed.
    """
    chapters, notebooks = folder / "chapters", folder / "notebooks"
    for path in (chapters, notebooks, folder / "data"):
        path.mkdir(parents=True, exist_ok=True)
    (folder / "data" / "sources.bib").write_text(SOURCES, "utf8")
    write_notebook(notebooks, "theme", fact("theme.mines", "over 7"))
    listing = "\n".join([*pages, "evidence-theme", "references"])
    whole = {
        **pages,
        "index": f"# Book\n\nWords.\n\n```{{toctree}}\n{listing}\n```\n",
        "evidence-theme": "# Evidence\n\n```{catalogue} theme\n```\n",
        "references": "# References\n\n```{references}\n```\n",
    }
    for name, text in whole.items():
        (chapters / f"{name}.md").write_bytes(text if isinstance(text, bytes) else text.encode())
    settings = yaml.safe_load((SMALL / "_config.yml").read_text("utf8"))["sphinx"]["config"]
    settings["extensions"] = [name for name in settings["extensions"] if name != "sphinx_external_toc"]
    settings |= {
        "evident_notebooks": str(notebooks), "html_theme": "basic", "html_theme_options": {},
        "typst_date": "2026-11-21", "nb_execution_mode": "off", "exclude_patterns": [],
        # Sphinx adds to its default in place, so that another book of this process would be met in it.
        "source_suffix": {".md": "myst-nb"},
    }  # fmt: skip
    result = Printed({}, folder / "typst" / paths.report().pdf)
    for form in forms:
        warnings = StringIO()
        with patch_docutils(), docutils_namespace():
            app = Sphinx(
                chapters, None, folder / form, folder / "trees", form, confoverrides=settings,
                status=None, warning=warnings,
            )  # fmt: skip
            try:
                app.build()
            except Exception as error:
                if form != "typst" or type(error).__name__ != "BookError":
                    raise
                result.refused = str(error)
        result.told += [line for line in _COLOURS.sub("", warnings.getvalue()).splitlines() if line]
        if form == "html":
            for name in whole:
                page = (folder / "html" / f"{name}.html").read_text("utf8")
                body = page.partition('<div class="body" role="main">')[2].partition('<div class="clearer"')[
                    0
                ]
                result.html[name] = re.sub(r'<div class="fact-notes">.*', "", body, flags=re.DOTALL)
    if "typst" in forms and not result.refused:
        found = _chapters(result.file)
        result.pdf = dict(found)
        result.paper = {
            name: text for name, (_, text) in zip(("contents", "index", *pages), found, strict=False)
        }
    return result


def _chapters(file: Path) -> list[tuple[str, str]]:
    """The title and the words of each chapter, told by the bookmarks of the PDF."""
    reader = pypdf.PdfReader(file)
    top = [item for item in reader.outline if not isinstance(item, list)]
    starts = [reader.get_destination_page_number(item) for item in top]
    found = []
    for item, first, end in zip(top, starts, [*starts[1:], len(reader.pages)], strict=True):
        text = " ".join(reader.pages[page].extract_text() for page in range(first, end))
        found.append((re.sub(r"^[\d.]+ ", "", str(item.title)), " ".join(text.split())))
    return found
