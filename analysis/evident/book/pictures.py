"""Exhibits as pictures that stand alone, and the cards that a link to the book shows elsewhere.

Belongs here: setting them as PNG files with Typst in the fonts and colours of the book. Does not: which files an
exhibit offers (`downloads.py`), SVG files (`vector.py`), how a chart is drawn (`export/charts.py`).

One document holds all pictures, a page each, so that fonts are read once. The same texts give the same bytes.
"""

import json
import os
import shutil
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path
from typing import Any

from evident import paths
from evident.book.picture_texts import with_texts
from evident.look import identity

TEMPLATE = Path(__file__).with_name("pictures.typ")
WIDTH = 2000  # dots of an exhibit; a slide or a printed column needs as many
_POINTS = 453.6 + 40  # how wide `pictures.typ` makes it
PPI = WIDTH / _POINTS * 72
CARD_PPI = 72  # a card is laid out in the dots that it is asked for
CARD_SIZE = (1200, 630)  # what social sites ask for
ROWS = 40  # of a table; the CSV file has them all

_DIGEST = sha256().digest_size  # bytes before a kept picture, by which it is seen to be whole


@dataclass(frozen=True)
class Picture:
    """An exhibit as a picture shows it: texts, and a drawing or the cells of a table with their alignment.

    `alt` and `about` (by the keywords of PNG) are not seen; they stand inside the file.
    """

    title: str
    subtitle: str
    note: str
    sources: str
    credit: str
    address: str = ""
    alt: str = ""
    about: Mapping[str, str] = field(default_factory=dict)
    svg: str = ""
    head: Sequence[str] = ()
    cells: Sequence[Sequence[str]] = ()
    align: Sequence[str] = ()


@dataclass(frozen=True)
class Card:
    """What a link to a page shows: the book (empty on its own card), the page, and its first chart with the title of
    that; where it has none, a sentence of the page."""

    title: str
    text: str
    book: str
    svg: str = ""


def exhibits(pictures: Sequence[Picture], kept: Path | None = None) -> list[bytes]:
    """Exhibits as PNG files, in their order, with title, alt text, author, licence and source inside.

    Args:
        kept: a folder of its own with the pictures of the last build, from which those are taken that would be drawn
            the same; it holds those of this one afterwards. Made if missing; None: all are drawn.

    Raises:
        typst.TypstError: a drawing is no SVG.
    """
    pages = []
    for picture in pictures:
        page = asdict(picture) | {"cells": picture.cells[:ROWS]}
        del page["alt"], page["about"]  # which no dot shows
        pages.append(page | {"left-out": len(picture.cells) - len(page["cells"])})
    drawn = _drawn("pictures", pages, PPI, kept)
    return [with_texts(png, texts_of(picture)) for png, picture in zip(drawn, pictures, strict=True)]


def texts_of(picture: Picture) -> dict[str, str]:
    """What stands inside the PNG file of an exhibit, by keyword."""
    return {"Title": picture.title, "Description": picture.alt, **picture.about}


def cards(shown: Sequence[Card], kept: Path | None = None) -> list[bytes]:
    """Cards as PNG files of `CARD_SIZE` dots, in their order (`kept` as in `exhibits`)."""
    return _drawn("cards", [asdict(card) for card in shown], CARD_PPI, kept)


def _drawn(kind: str, pages: list[dict[str, Any]], ppi: float, kept: Path | None) -> list[bytes]:
    if kept is None:
        return _compile(kind, pages, ppi)
    kept.mkdir(parents=True, exist_ok=True)
    look = _look_digest(kind, ppi)
    names = [sha256(look + json.dumps(page, sort_keys=True).encode()).hexdigest() for page in pages]
    found = {name: content for name in names if (content := _read(kept / name)) is not None}
    lacking = {name: page for name, page in zip(names, pages, strict=True) if name not in found}
    for name, content in zip(lacking, _compile(kind, list(lacking.values()), ppi), strict=True):
        found[name] = content
        part = kept / f"{name}.{os.getpid()}"
        part.write_bytes(sha256(content).digest() + content)
        part.replace(kept / name)
    for stale in set(kept.iterdir()) - {kept / name for name in names}:
        stale.unlink(missing_ok=True)
    return [found[name] for name in names]


def _read(path: Path) -> bytes | None:
    """A picture that was kept; None if there is none, or not all of it."""
    try:
        kept = path.read_bytes()
    except OSError:
        return None
    content = kept[_DIGEST:]
    return content if kept[:_DIGEST] == sha256(content).digest() else None


def _look() -> dict[str, Any]:
    return {
        "colours": {name: identity.colour(name) for name in (*identity.COLOURS, "paper")},
        "serif": list(identity.SERIF),
        "sans": list(identity.SANS),
    }


def _look_digest(kind: str, ppi: float) -> bytes:
    """A hash of everything but its page that a picture is made from."""
    made = sha256(f"{kind} {ppi} typst {version('typst')} {json.dumps(_look())}".encode())
    for path in (TEMPLATE, *sorted(paths.FONTS.glob("*.[ot]tf"))):
        made.update(path.name.encode() + path.read_bytes())
    return made.digest()


def _compile(kind: str, pages: list[dict[str, Any]], ppi: float) -> list[bytes]:
    if not pages:
        return []
    import typst  # a build that finds all pictures as they were does not need it

    folder = Path(tempfile.mkdtemp())
    try:
        shown = []
        for number, page in enumerate(pages):
            drawing = f"{number}.svg" if page.get("svg") else ""
            if drawing:
                (folder / drawing).write_text(page["svg"], "utf8")
            shown.append(page | {"svg": "", "drawing": drawing})
        data = {"pictures": [], "cards": [], kind: shown, **_look()}
        (folder / "data.json").write_text(json.dumps(data), "utf8")
        (folder / "main.typ").write_bytes(TEMPLATE.read_bytes())
        fonts = typst.Fonts(include_system_fonts=False, font_paths=[str(paths.FONTS)])
        made = typst.Compiler(str(folder / "main.typ"), root=str(folder), font_paths=fonts).compile(
            format="png", ppi=ppi
        )
    finally:
        shutil.rmtree(folder)
    return [page for page in (made if isinstance(made, list) else [made]) if page]
