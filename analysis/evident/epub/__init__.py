"""The EPUB: a Sphinx builder `epub` that writes the report for e-readers, one file for the whole book.

Belongs here: the way from resolved document trees to XHTML (`writing.py`), the notes at the end of a chapter
(`notes.py`), the parts that make a publication of pages (`package.py`, `cover.py`), the look (`book.css`). Does not:
what facts and exhibits say (`evident.book`), colours (`evident.look.identity`).

It is Sphinx's own builder of that name with pages of its own: facts and claims are notes that a reader opens where they
stand, and no page has a script. The evidence catalogue and the guides for authors are left out (`epub_left_out`): they
are for looking up and for working with the sources, and would make most of the file.
"""

from typing import Any

from sphinx.application import Sphinx


def setup(app: Sphinx) -> dict[str, Any]:
    """Register the builder and its configuration."""
    from evident.epub.builder import EpubBuilder
    from evident.epub.writing import SayExplorers

    app.setup_extension("sphinx.builders.epub3")
    app.add_builder(EpubBuilder, override=True)
    app.add_post_transform(SayExplorers)
    # Pages that are not part of it, as patterns of document names.
    app.add_config_value("epub_left_out", ["evidence*", "authors*"], "env", [list, tuple])
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
