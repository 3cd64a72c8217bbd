"""The PDF: a Sphinx builder `typst` that sets the whole book as one tagged document.

Belongs here: the way from resolved document trees to Typst source (`writer.py` and its rules), the order of
the book (`assembly.py`), running the compiler (`builder.py`), the look (`template.typ`). Does not: what facts
and exhibits say (`evident.book`), colours and families (`evident.look.identity`), fonts (`evident.look.fonts`).

    jupyter-book build chapters --config _config.yml --toc _toc.yml --builder custom --custom-builder typst

Every value of the configuration has a default; see `setup`.
"""

from typing import Any

from sphinx.application import Sphinx


def setup(app: Sphinx) -> dict[str, Any]:
    """Register the builder and its configuration."""
    from evident.typst.builder import TypstBuilder
    from evident.typst.printable import Printable

    app.add_builder(TypstBuilder)
    app.add_transform(Printable)
    # What the cover prints under the title; the edition's name, empty: its title in data/editions.
    app.add_config_value("typst_subtitle", "", "env", [str])
    app.add_config_value("typst_edition", "", "env", [str])
    # The date of the evidence (ISO), on the cover and as the time stamp; empty: `as_of` of the notebooks.
    app.add_config_value("typst_date", "", "env", [str])
    app.add_config_value("typst_keywords", [], "env", [list, tuple])
    # Pages set small in two columns, as patterns of document names.
    app.add_config_value("typst_annex", ["evidence-*", "references"], "env", [list, tuple])
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
