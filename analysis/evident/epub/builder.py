"""The Sphinx builder `epub`: which pages it has, writing those that changed, one file at the end.

Belongs here: resolving pages, keeping them from print to print. Does not: how nodes are written (`writing.py`), what
stands around the pages (`package.py`).

The same book gives the same bytes: pages name no path of the machine, files of the archive have a fixed order and the
date of the evidence.
"""

from collections.abc import Iterable, Iterator, Set
from fnmatch import fnmatch
from pathlib import Path
from typing import Any
from xml.parsers import expat

from docutils import nodes
from docutils.io import StringOutput
from sphinx import addnodes
from sphinx.builders.epub3 import Epub3Builder
from sphinx.util.osutil import relative_uri

from evident import paths
from evident.book.addresses import absolute
from evident.epub import package, writing
from evident.epub.notes import Notes
from evident.typst.assembly import Chapter, chapters
from evident.typst.writer import BookError

MATHML = "http://www.w3.org/1998/Math/MathML"
PAGES = "pages"  # the folder of pages that are kept


class EpubBuilder(Epub3Builder):
    """Writes the book as one EPUB 3 file."""

    name = "epub"
    format = "epub"  # not "html": what only a browser can do is left out, as in the PDF
    search = False
    add_permalinks = False
    again: set[str]
    notes: Notes

    def init(self) -> None:
        """Begin without a page that may be kept from the last time; whoever knows which may be says so in `again`."""
        super().init()
        self.again = set(self.env.found_docs)
        self.held = held(self.env)
        self._names = {chapter.docname for chapter in self.held}

    def get_outdated_docs(self) -> Iterator[str]:
        """All pages: whoever knows which may be kept says so in `again`."""
        yield from sorted(self.env.found_docs)

    def write(
        self, build_docnames: Iterable[str] | None, updated_docnames: Iterable[str], method: str = "update"
    ) -> None:
        """Write the file; Sphinx calls this once, whatever changed.

        Raises:
            BookError: a page is no XHTML.
        """
        kept = Path(self.outdir) / PAGES
        kept.mkdir(parents=True, exist_ok=True)
        self.prepare_writing(self._names)
        bodies = {}
        for docname in (chapter.docname for chapter in self.held):
            file = kept / f"{docname}.xhtml"
            if docname in self.again or not file.exists():
                text = self._body(docname)
                _check(docname, text)
                file.parent.mkdir(parents=True, exist_ok=True)
                file.write_text(text, "utf8")
            bodies[docname] = file.read_text("utf8")
        for file in kept.rglob("*.xhtml"):
            if file.relative_to(kept).with_suffix("").as_posix() not in bodies:
                file.unlink()
        target = Path(self.outdir) / paths.report().epub
        part = target.with_suffix(".part")
        part.write_bytes(package.archive(self.env, self.held, bodies))
        part.replace(target)

    def finish(self) -> None:
        """Nothing is left to do: `write` has written the one file."""

    def prepare_writing(self, docnames: Set[str]) -> None:
        """Make the writer; what templates need is not made, because pages have none."""
        super().prepare_writing(set(docnames))

    def create_translator(self, *args: Any) -> Any:
        """Sphinx's translator to HTML, with the rules of the book's own nodes."""
        return writing.with_rules(super().create_translator(*args), self.app.registry.translation_handlers)

    def _body(self, docname: str) -> str:
        """A page as XHTML without what surrounds it, its notes at the end."""
        tree = self.env.get_doctree(docname)
        self.env.apply_post_transforms(tree, docname)
        for toctree in list(tree.findall(addnodes.toctree)):
            toctree.parent.remove(toctree)
        self._mend_links(tree, docname)
        self.post_process_images(tree)
        self.notes = Notes(self.env, docname)
        tree.settings = self.docsettings
        self.secnumbers = self.env.toc_secnumbers.get(docname, {})
        self.fignumbers = self.env.toc_fignumbers.get(docname, {})
        self.imgpath = relative_uri(self.get_target_uri(docname), package.IMAGES)
        self.current_docname = docname
        self.docwriter.write(tree, StringOutput(encoding="utf-8"))
        self.docwriter.assemble_parts()
        # The names that HTML has for characters are not those of XML, which asks formulas for their namespace.
        body: str = self.docwriter.parts["fragment"] + self.notes.section()
        return body.replace("&nbsp;", "&#160;").replace("<math", f'<math xmlns="{MATHML}"')

    def _mend_links(self, tree: nodes.document, docname: str) -> None:
        """Links to pages that this file does not have lead to the site, where that has an address, else nowhere."""
        for link in list(tree.findall(nodes.reference)):
            if writing.is_note(link) or not link.get("internal") or not link.get("refuri"):
                continue
            place, _, anchor = str(link["refuri"]).partition("#")
            name = package.page_of(docname, place)
            if not place or name in self._names:
                continue
            if name in self.env.found_docs and self.config.html_baseurl:
                link["refuri"], link["internal"] = absolute(self.env, name, anchor), False
            else:
                link.replace_self(link.children)


def held(env: Any) -> list[Chapter]:
    """The pages of the EPUB in reading order: those of the book, without the collection and what is left out."""
    left_out = env.config.epub_left_out
    return [
        chapter
        for chapter in chapters(env)
        if not chapter.apart and not any(fnmatch(chapter.docname, pattern) for pattern in left_out)
    ]


def _check(docname: str, body: str) -> None:
    """Refuse what an e-reader would: a page that is no XML.

    Raises:
        BookError: it is not.
    """
    parser = expat.ParserCreate()
    try:
        parser.Parse(package.page(docname, "", body, "en"), True)
    except expat.ExpatError as error:
        line = package.page(docname, "", body, "en").splitlines()[error.lineno - 1]
        near = line[max(0, error.offset - 60) : error.offset + 40]
        raise BookError(
            f"{docname}: the page is no XML, so no e-reader shows it: {error}, near {near!r}"
        ) from None
