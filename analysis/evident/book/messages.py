"""What a translator has to translate of the chapters: one template a chapter, as gettext has them.

Belongs here: running Sphinx's builder `gettext` over the chapters. Does not: the catalogues that are made of the
templates (`run/translate.py`).
"""

import io
import os
from pathlib import Path

from sphinx.application import Sphinx
from sphinx.util.docutils import docutils_namespace, patch_docutils

from evident import paths
from evident.book.printing import configuration

BUILDER = "gettext"


def write_templates(folder: Path, notebooks: Path, edition: str) -> str:
    """Write one `.pot` a chapter, `templates/<chapter>.pot` of a folder; call it in a process that then ends.

    Args:
        folder: a folder of its own, in which pages that did not change are kept.
        notebooks: the executed notebooks, without which a role cannot be read.

    Returns:
        what Sphinx complained about; empty if all is well.

    Raises:
        OSError: it cannot be written.
    """
    os.environ |= {"EVIDENT_NOTEBOOKS": str(notebooks), "EVIDENT_EDITION": edition, "SOURCE_DATE_EPOCH": "0"}
    log = io.StringIO()
    with patch_docutils(None), docutils_namespace():
        app = Sphinx(
            srcdir=paths.report().chapters, confdir=None, outdir=folder / "templates", doctreedir=folder / "doctrees",
            buildername=BUILDER, confoverrides=configuration() | {"gettext_compact": True}, status=None, warning=log,
            warningiserror=False,
        )  # fmt: skip
        app.build(force_all=True)
    return log.getvalue()
