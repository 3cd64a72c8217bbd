"""The Sphinx builder `typst`: one PDF of the whole book.

Belongs here: resolving pages, running the compiler, writing the file. Does not: how nodes are written
(`writer.py` and its rules) or look (`template.typ`).

The same book gives the same bytes, in any folder and on any day: all paths are relative to the folder of the
source, and the time stamp is the date of the evidence.
"""

import datetime as dt
import hashlib
import json
import os
import re
import shutil
from collections.abc import Iterable, Mapping, Set
from pathlib import Path
from typing import Any

import typst
from docutils import nodes
from sphinx.builders import Builder
from sphinx.util import logging

from evident import paths
from evident.book import edition as editions
from evident.book.notebooks import library_of
from evident.look import identity
from evident.run.parameters import Edition
from evident.text import formats
from evident.text.words import Words
from evident.typst import alone, blocks, exhibits, imprint, inline, source, tables  # noqa: F401 (importing registers the rules)
from evident.typst.assembly import Chapter, chapters
from evident.typst.placement import MakeCompiler, place_exhibits
from evident.typst.writer import BookError, Writer, Written

logger = logging.getLogger(__name__)

TEMPLATE = ("base.typ", "template.typ")  # beside this file
_AT = re.compile(r"\b(chapters/[\w.\-/]+\.typ):(\d+):")
_PLACE = re.compile(r"/\* (\S+?:\d+) \*/")


class TypstBuilder(Builder):
    """Sets the book with Typst as a tagged PDF (PDF/UA-1)."""

    name = "typst"
    format = "typst"
    epilog = "The PDF is in %(outdir)s."
    allow_parallel = True
    supported_image_types = ["image/svg+xml"]  # noqa: RUF012 (as Sphinx declares it)

    def init(self) -> None:
        """Begin without a page that may be kept from the last time; whoever knows which may be says so in `again`."""
        self.again: set[str] = set(self.env.found_docs)  # pages that must be written again
        self._trees: dict[str, nodes.document] = {}

    def get_outdated_docs(self) -> str:
        """The PDF is one document: it is always written whole."""
        return "the whole book"

    def get_target_uri(self, docname: str, typ: str | None = None) -> str:
        """An address inside the document: a per cent sign, then the page's name."""
        return f"%{docname}"

    def get_relative_uri(self, from_: str, to: str, typ: str | None = None) -> str:
        """As `get_target_uri`: there is only one document."""
        return self.get_target_uri(to, typ)

    def prepare_writing(self, docnames: Set[str]) -> None:
        """Nothing to prepare."""

    def write(
        self, build_docnames: Iterable[str] | None, updated_docnames: Iterable[str], method: str = "update"
    ) -> None:
        """Write the PDF; Sphinx calls this once, whatever changed.

        Raises:
            BookError: something cannot be printed; the PDF of the last good build stays.
        """
        words = Words(self.config.language or "en")
        order, work = chapters(self.env), Path(self.outdir)
        kept = {name: one for name, one in kept_chapters(work).items() if name not in self.again}
        written = Writer(self.env, order, self._resolved, words, kept).write()
        files = {f"chapters/{name}.typ": one.text for name, one in written.items()}
        for one in written.values():
            files |= one.files
        files["book.json"] = json.dumps(self._data(words), ensure_ascii=False, indent=1)
        for other in alone.all_of(order):
            files[other.told] = json.dumps(other.notices(self.env, words), ensure_ascii=False, indent=1)
        files["main.typ"] = self._main(order)  # for who sets it by hand
        files |= {name: Path(__file__).with_name(name).read_text("utf8") for name in TEMPLATE}
        folder = work / "source"
        _replace(folder, files)
        for name, pdf in self._compile(folder, order, written).items():
            part = work / f"{name}.part"
            part.write_bytes(pdf)
            part.replace(work / name)
            logger.info("wrote %s, %d KB", name, len(pdf) // 1024)
        keep_chapters(work, written)

    def finish(self) -> None:
        """Nothing is left to do: `write` has written the one file."""

    def _resolved(self, docname: str) -> nodes.document:
        if docname not in self._trees:
            self._trees[docname] = self.env.get_doctree(docname)
            self.env.apply_post_transforms(self._trees[docname], docname)
        return self._trees[docname]

    def _data(self, words: Words) -> dict[str, Any]:
        """What the template needs to know: the look, the words, the metadata."""
        config = self.config
        date = self._date()
        edition = self._edition()
        as_of = formats.date(date, words)
        return {
            "title": config.project,
            "subtitle": config.typst_subtitle,
            "author": config.author,
            "edition": words("pdf.edition", name=edition.title) if edition.title else "",
            "as-of": words("pdf.as_of", date=as_of),
            # What a reader of a single page must know of an edition that is not the report's main text.
            "note": editions.told(library_of(config), words).note if edition.name else "",
            "imprint": imprint.inside_cover(imprint.citation(), edition.title, as_of, words),
            "colophon": imprint.colophon(edition.title, edition.reason, as_of, words),
            "date": {"year": date.year, "month": date.month, "day": date.day},
            "keywords": list(config.typst_keywords),
            "colours": {name: identity.colour(name) for name in (*identity.COLOURS, "paper")},
            "language": identity.LANGUAGES.get(config.language, (config.language, None)),
            "serif": list(identity.SERIF),
            "sans": list(identity.SANS),
            "verdicts": {name: list(mark) for name, mark in identity.VERDICT_MARKS.items()},
            "words": {key: words.raw(f"pdf.{key}") for key in ("contents", "report", "page", "colophon")},
        }

    def _edition(self) -> Edition:
        """The edition that EVIDENT_EDITION names, or one without a reason: `typst_edition`, or empty."""
        named = editions.current()
        if named and not self.config.typst_edition:
            return named
        return Edition(named.name if named else "", str(self.config.typst_edition), "", {}, {}, {})

    def _main(self, order: list[Chapter]) -> str:
        lines = ['#import "/template.typ": *', "#show: book", ""]
        for chapter in (one for one in order if not one.apart):
            kind = "annex" if chapter.annex else "landing" if chapter.landing else "chapter"
            wrap = kind if chapter.annex or chapter.level == 1 else ""
            lines.append(f"#{wrap}(include {source.string(f'chapters/{chapter.docname}.typ')})")
        return "\n".join([*lines, "#colophon"]) + "\n"

    def _date(self) -> dt.datetime:
        """The date of the document: that of its evidence, so that it changes when the book does.

        It is `typst_date`, else the `as_of` of the executed notebooks, else SOURCE_DATE_EPOCH.

        Raises:
            BookError: there is none of these, or `typst_date` is no ISO date.
        """
        if date := self.config.typst_date or self._as_of():
            try:
                return dt.datetime.fromisoformat(date).replace(tzinfo=dt.UTC)
            except ValueError:
                raise BookError(f"typst_date: {date!r} is no date; write one like 2026-11-21") from None
        if epoch := os.environ.get("SOURCE_DATE_EPOCH"):
            return dt.datetime.fromtimestamp(int(epoch), dt.UTC)
        raise BookError("the PDF needs a date: set typst_date in _config.yml, or run the notebooks")

    def _as_of(self) -> str:
        """The latest `as_of` of the executed notebooks; empty if none was run."""
        return editions.as_of(library_of(self.config))

    def _compile(
        self, folder: Path, order: list[Chapter], written: Mapping[str, Written]
    ) -> dict[str, bytes]:
        """The files by name: the book, and those beside it."""
        fonts = typst.Fonts(include_system_fonts=False, font_paths=[str(paths.FONTS)])

        def compiler(main: str, inputs: dict[str, str]) -> typst.Compiler:
            return typst.Compiler(main.encode(), root=str(folder), font_paths=fonts, sys_inputs=inputs)

        def compiled(main: str, inputs: dict[str, str]) -> bytes:
            pdf, warnings = compiler(main, inputs).compile_with_warnings(
                format="pdf", pdf_standards=["ua-1"], timestamp=int(self._date().timestamp())
            )
            for warning in warnings:
                logger.warning("typst: %s", blame(folder, warning))
            if not isinstance(pdf, bytes):
                raise BookError("the Typst compiler returned no PDF")
            return pdf

        try:
            floats = _placed(folder, order, written, compiler)
            made = {paths.report().pdf: compiled(self._main(order), {"floats": " ".join(floats)})}
            for other in alone.all_of(order):
                main = other.main()
                made[other.file] = compiled(main, other.inputs)
                edges = compiler(main, other.inputs).query("<edges>", field="value")
                # Another edition may mark words that do not hold there, and nobody shortens it for that.
                if (long := other.too_long(alone.spans(edges))) and self._is_main_text():
                    raise BookError("\n".join(long))
        except typst.TypstError as error:
            raise BookError(blame(folder, error)) from None
        return made

    def _is_main_text(self) -> bool:
        edition = editions.current()
        return edition is None or edition.name == "baseline"


def _placed(
    folder: Path, order: list[Chapter], written: Mapping[str, Written], compiler: MakeCompiler
) -> list[str]:
    """The places of the exhibits that float. A chapter that is what it was, and looks so, is not laid out again."""
    look = [(folder / name).read_text("utf8") for name in TEMPLATE]
    data = json.loads((folder / "book.json").read_text("utf8"))
    look.append(json.dumps({name: data[name] for name in data if name not in ("imprint", "colophon")}))
    chapters = {c.docname: written[c.docname] for c in order if c.level == 1 and not (c.annex or c.apart)}
    now = {
        name: hashlib.sha256(json.dumps([*look, one.text, one.files]).encode()).hexdigest()
        for name, one in chapters.items()
    }
    moved = [name for name, one in chapters.items() if one.laid != now[name]]
    found = place_exhibits(moved, compiler).split() if moved else []
    for name in moved:
        written[name].floats = [place for place in found if place.startswith(f"{name}:")]
        written[name].laid = now[name]
    return sorted(place for one in chapters.values() for place in one.floats)


KEPT = "chapters.json"


def kept_chapters(work: Path) -> dict[str, Written]:
    """The chapters as the last PDF in this folder had them; none if that cannot be read."""
    try:
        told = json.loads((work / KEPT).read_text("utf8"))
        return {name: Written(**one) for name, one in told.items()}
    except (OSError, ValueError, TypeError, AttributeError):
        return {}


def keep_chapters(work: Path, written: Mapping[str, Written]) -> None:
    """Keep the chapters for the next PDF."""
    part = work / f"{KEPT}.part"
    part.write_text(
        json.dumps({name: vars(one) for name, one in written.items()}, ensure_ascii=False), "utf8"
    )
    part.replace(work / KEPT)


def blame(folder: Path, complaint: Any) -> str:
    """The message of a Typst error or warning, led by the chapter's file and line where it can be told."""
    text = "; ".join([complaint.message, *complaint.hints])
    for file, line in _AT.findall(complaint.diagnostic):
        before = "\n".join((folder / file).read_text("utf8").splitlines()[: int(line)])
        if places := _PLACE.findall(before):
            return f"{places[-1]}: {text}"
        return f"{file}:{line}: {text}"
    return f"{text}\n{complaint.diagnostic}"


def _replace(folder: Path, files: dict[str, str]) -> None:
    """Make a folder hold these files and no others."""
    shutil.rmtree(folder, ignore_errors=True)
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf8")
