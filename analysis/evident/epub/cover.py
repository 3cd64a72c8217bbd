"""The cover of the EPUB as a picture: the strata of the PDF's, its title and edition.

Belongs here: setting it. Does not: where the strata run (`typst/base.typ`), colours (`look/identity.py`).
"""

import json
import shutil
import tempfile
from pathlib import Path
from typing import Any

from evident import paths
from evident.look import identity
from evident.text.words import Words

_TEMPLATE = Path(__file__).with_name("cover.typ")
_BASE = paths.ENGINE / "typst" / "base.typ"
PPI = 144  # dots: 1200 by 1600


def alt(config: Any, edition: str, words: Words) -> str:
    """What the cover says, for who does not see it."""
    told = [config.project, config.typst_subtitle, words("pdf.edition", name=edition) if edition else ""]
    return ("。" if words.language.startswith("zh") else ". ").join(part for part in told if part)


def picture(config: Any, edition: str, date: str, words: Words) -> bytes:
    """The cover as a PNG file.

    Args:
        edition: its title, or empty.
        date: of the evidence, as printed; may be empty.
    """
    import typst  # a build without an EPUB does not need it here

    data = {
        "title": config.project, "subtitle": config.typst_subtitle, "author": config.author,
        "edition": words("pdf.edition", name=edition) if edition else "",
        "as-of": words("pdf.as_of", date=date) if date else "",
        "colours": {name: identity.colour(name) for name in (*identity.COLOURS, "paper")},
        "language": identity.LANGUAGES.get(config.language, (config.language, None)),
        "serif": list(identity.SERIF), "sans": list(identity.SANS),
        "verdicts": {}, "words": {"page": "", "report": words("pdf.report")},
    }  # fmt: skip
    folder = Path(tempfile.mkdtemp())
    try:
        (folder / "book.json").write_text(json.dumps(data), "utf8")
        for file in (_BASE, _TEMPLATE):
            shutil.copyfile(file, folder / file.name)
        fonts = typst.Fonts(include_system_fonts=False, font_paths=[str(paths.FONTS)])
        compiler = typst.Compiler(str(folder / _TEMPLATE.name), root=str(folder), font_paths=fonts)
        made = compiler.compile(format="png", ppi=PPI)
    finally:
        shutil.rmtree(folder)
    return made[0] if isinstance(made, list) else made or b""
