"""Links to what can be taken away whole: {dataset}`an archive <zip>`, {dataset}`a workbook <xlsx>`, {dataset}`a data
base <sqlite>`, {dataset}`an archive of columns <parquet>`, {dataset}`what runs the notebooks <run>`, {dataset}`the PDF
<pdf>`, {dataset}`the EPUB <epub>`, {dataset}`its summary <summary>`, {dataset}`its collection <collection>`,
{dataset}`what was swept <sweep>`, {dataset}`the same as CSV <sweepcsv>`.

Belongs here: the role and its link. Does not: the files (`run/dataset.py`, `run/runnable.py`, `run/pipeline.py`). Where
the files are not at hand, as in the PDF, the text of the link stands without it.
"""

import re
from html import escape
from pathlib import Path

from docutils.nodes import Node, system_message
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util.docutils import SphinxRole
from sphinx.util.osutil import relative_uri
from sphinx.writers.html5 import HTML5Translator

from evident import paths
from evident.book.edition import current
from evident.book.nodes import DatasetLink
from evident.export.payloads import BASELINE
from evident.run import dataset, runnable
from evident.run.about import about

SWEEPS = ("sweep", "sweepcsv")  # of all settings that were swept
FOLDER = "_downloads"


def files() -> dict[str, str]:
    """The name of each file by its kind."""
    report = paths.report()
    named = dataset.names() | {"run": runnable.archive_name(about()), "pdf": report.pdf, "epub": report.epub}
    named |= dict(zip(SWEEPS, dataset.sweep_names(), strict=True))
    beside = {"summary": report.summary_pdf, "collection": report.collection_pdf}
    return named | {kind: name for kind, name in beside.items() if name}


_TEXT = re.compile(r"(?P<text>.*\S)\s*<(?P<kind>\w+)>", re.DOTALL)


class DatasetRole(SphinxRole):
    """{dataset}`text <zip>` links to the archive, <xlsx> to the workbook."""

    def run(self) -> tuple[list[Node], list[system_message]]:
        match = _TEXT.fullmatch(self.text)
        if not match or match["kind"] not in files():
            kinds = " or ".join(f"<{kind}>" for kind in files())
            error = self.inliner.reporter.error(
                f"dataset {self.text!r}: write text {kinds}", line=self.lineno
            )
            return [self.inliner.problematic(self.rawtext, self.rawtext, error)], [error]
        return [DatasetLink(self.rawtext, match["text"], file=files()[match["kind"]])], []


def saved_name(file: str) -> str:
    """What a file is called when it is saved: with version and day, but for one that has its version already.

    Args:
        file: its path below `_downloads/`.
    """
    edition = current()
    told = about(edition.name if edition else BASELINE)
    if file == runnable.archive_name(told):
        return file
    path = Path(file)
    what = path.with_suffix("").as_posix().removeprefix(paths.report().pdf.removesuffix(".pdf"))
    return told.name(what.lstrip("-"), path.suffix)


def visit_dataset_link(self: HTML5Translator, node: DatasetLink) -> None:
    """A link to the file from whatever folder the page lies in."""
    here = self.builder.get_target_uri(self.builder.current_docname)
    href = relative_uri(here, f"{FOLDER}/{node['file']}")
    self.body.append(f'<a href="{href}" download="{escape(saved_name(node["file"]))}">')


def depart_dataset_link(self: HTML5Translator, node: DatasetLink) -> None:
    """End of the link."""
    self.body.append("</a>")


class TextElsewhere(SphinxPostTransform):
    """Leaves the text alone in outputs that have no files beside them."""

    default_priority = 5

    def run(self, **kwargs: object) -> None:
        html, swept = self.app.builder.format == "html", bool(dataset.sweeps())
        for node in list(self.document.findall(DatasetLink)):
            if not html or (node["file"] in dataset.sweep_names() and not swept):
                node.replace_self(node.children)
