"""What the tasks of a build read, and where an edition is built.

Belongs here: lists of files. Does not: running anything (`pipeline.py`), hashing (doit does, and `fingerprint.py`).
"""

from dataclasses import dataclass, replace
from pathlib import Path

from evident import paths
from evident.export.payloads import BASELINE
from evident.run import each
from evident.run.imports import imported_by

FORMS = ("html", "typst", "epub")  # of a book, as Sphinx names their builders
LOCALE = "locale"  # below the chapters: their translations, as gettext keeps them
LIMIT = 600.0  # seconds that a cell may run, unless the edition or an option says otherwise
LOOK = "look.yml"  # as `look/identity.py` names it, which is slow to import


@dataclass(frozen=True)
class Build:
    """Where one edition is built: `_build/<edition>/`, or another folder.

    What is published lies behind one name, `.current`, so that it changes at once (`publication.py`).
    """

    edition: str
    folder: Path
    language: str = ""  # of a translation; empty: the language that chapters are written in
    translated: bool = True  # whether translations are built with it
    draft: bool = (
        False  # of translations: what is missing is printed in the chapters' own language, and marked
    )

    @property
    def report(self) -> paths.Report:
        """The report, with the names that its files have in this language."""
        return paths.report().in_language(self.language)

    @property
    def translations(self) -> list["Build"]:
        """The same edition in the languages that the report is translated into."""
        return [
            replace(self, language=language, translated=False) for language in paths.report().translations
        ]

    @property
    def languages(self) -> list["Build"]:
        """The build of the chapters' own language, then those of the translations."""
        return [self, *self.translations] if self.translated else [self]

    def _own(self, name: str) -> str:
        """The name of a folder of this language."""
        return f"{name}-{self.report.tag}" if self.language else name

    @property
    def notebooks(self) -> Path:
        """Executed notebooks."""
        return self.folder / self._own("notebooks")

    def executed(self, run: str) -> Path:
        """Where a run of a notebook lies, by its name."""
        return self.notebooks / f"{run}.ipynb"

    @property
    def html(self) -> Path:
        """The HTML book; it opens at index.html. A translation lies in that of the chapters' own language."""
        return self.folder / "html" / self.report.tag

    @property
    def pdf(self) -> Path:
        """The PDF."""
        return self.folder / self.report.pdf

    @property
    def pdfs(self) -> list[Path]:
        """The PDF, and those of the summary and the collection if there are such."""
        return [self.folder / name for name in self.report.pdfs]

    @property
    def epub(self) -> Path:
        """The EPUB."""
        return self.folder / self.report.epub

    def made(self, form: str) -> list[Path]:
        """The files that a reader opens, of a form of the book."""
        return {"html": [self.html / "index.html"], "typst": self.pdfs, "epub": [self.epub]}[form]

    @property
    def state(self) -> Path:
        """What doit remembers."""
        return self.folder / ".state"

    @property
    def lock(self) -> Path:
        """The file that the process holds which builds here."""
        return self.folder / ".lock"

    @property
    def work(self) -> Path:
        """What is kept between builds, and the logs."""
        return self.folder / self._own(".work")


def build_of(edition: str, folder: Path | None = None) -> Build:
    """The place of an edition's build (default `_build/<edition>`). The baseline alone is printed in translations."""
    return Build(edition, folder or paths.report().build / edition, translated=edition == BASELINE)


def data_files() -> list[Path]:
    """The evidence: every table of `data/`, the bibliography and the schema."""
    folder = paths.data_dir()
    return sorted(file for file in folder.iterdir() if file.suffix in (".csv", ".bib", ".json", ".yml"))


def files(folder: Path, *patterns: str) -> list[Path]:
    """The files below a folder with these names, without caches."""
    found = {file for pattern in patterns for file in folder.rglob(pattern) if file.is_file()}
    return sorted(file for file in found if "__pycache__" not in file.parts)


def words(*patterns: str) -> list[Path]:
    """Files of words, of the engine and of the report."""
    own = paths.report().own
    folders = [paths.ENGINE / "words", *([own / "words"] if own else [])]
    return [file for folder in folders for file in files(folder, *patterns)]


def lock() -> list[Path]:
    """The lock file, if the report has one of its own."""
    file = paths.report().lock
    return [file] if file.exists() else []


def look() -> list[Path]:
    """The colours of the report, if it has its own."""
    own = paths.report().own
    return files(own, LOOK) if own else []


def drawing() -> list[Path]:
    """The modules that draw the report's charts: `figures.py`, or those in a folder `figures`."""
    own = paths.report().own
    found = files(own, "*.py") if own else []
    return [p for p in found if p.stem == "figures" or "figures" in p.relative_to(own or p).parts[:-1]]


def chapters() -> list[Path]:
    """The sources of the pages, and their translations."""
    return [*files(paths.report().chapters / LOCALE, "*.po"), *pages()]


def pages() -> list[Path]:
    """The sources of the pages."""
    return [file for file in files(paths.report().chapters, "*.md") if file.parent.name != "claims"]


def around_chapters() -> list[Path]:
    """What is checked before anything runs, beside the evidence: contents, configuration, words, the look, exceptions
    of the lint, notebooks, editions, modules that draw. Which chapters there are counts as well; what they say does
    not."""
    report = paths.report()
    own = [report.root / name for name in ("_toc.yml", "_config.yml", "CITATION.cff", "pyproject.toml")]
    own += [file for file in (report.root / ".zenodo.json",) if file.exists()]
    return [
        *own,
        *words("*.yml"),
        *look(),
        *files(report.chapters, "*.yml"),
        *paths.notebooks(),
        *files(paths.data_dir() / "editions", "*.yml"),
        *files(paths.data_dir() / "releases", "*"),
        *drawing(),
        report.chapters,
        *sorted(item for item in report.chapters.rglob("*") if item.is_dir()),
    ]


def executed(build: Build) -> list[Path]:
    """The executed notebooks that a book is made of."""
    return [of.executed(run.name) for run in each.runs(paths.notebooks()) for of in build.languages]


def compared() -> list[Path]:
    """What a page that tells of changes compares the book with: kept releases, swept editions, and their parameters."""
    folder = paths.data_dir()
    return [
        *files(folder / "releases", "*.json"),
        *files(folder / "sweep", "*.parquet"),
        *files(folder / "editions", "*.yml"),
    ]


def listings() -> list[Path]:
    """Folders of which a page may print what lies in them: another release or edition, and each is printed anew."""
    found = (paths.data_dir() / name for name in ("releases", "editions"))
    return [folder for folder in found if folder.is_dir()]


def shared_inputs(build: Build) -> list[Path]:
    """What every page of a book is made by or prints, beside chapters and executed notebooks: configuration,
    bibliography, words, the look, the book extension, the lock file."""
    own = paths.report().own
    beside = [
        f for f in files(paths.report().chapters, "*") if f.parent.name != "claims" and f.suffix != ".md"
    ]
    return sorted(
        {
            *beside,
            *(
                paths.report().root / name
                for name in ("_config.yml", "_toc.yml", "CITATION.cff", "pyproject.toml")
            ),
            paths.data_dir() / "sources.bib",
            paths.data_dir() / "editions" / f"{build.edition}.yml",
            *words("common.yml", "book.yml", "pdf.yml", "epub.yml", "downloads.yml"),
            *files(paths.FONTS, "*"),
            *look(),
            *files(paths.ENGINE / "book", "*"),
            *files(paths.ENGINE / "typst", "*.py", "*.typ"),
            *files(paths.ENGINE / "epub", "*.py", "*.typ", "*.css"),
            *(files(own / "static", "*") if own else []),
            # The extension's own modules, and those of the package that they import.
            *imported_by("from evident.book import printing"),
            *lock(),
            *changelog(),
            *files(paths.data_dir() / "releases", "*.json"),  # told in the feed, to which every page links
        }
    )


def addresses() -> list[str]:
    """Where the site and the project are, as the environment says it, which is in no file.

    Raises:
        NoAddress: one is no address.
    """
    return [paths.address_from(paths.SITE_URL, "", ""), paths.project_address()]


def changelog() -> list[Path]:
    """What the report's authors tell of its releases, if they do."""
    file = paths.report().root / "CHANGELOG.md"
    return [file] if file.exists() else []


def book_inputs(build: Build) -> list[Path]:
    """Everything that HTML, PDF and EPUB print or are made by."""
    return sorted({*executed(build), *chapters(), *compared(), *shared_inputs(build)})
